"""Batches of work to results, by several processes: what comes out is the same, in the same order, as by one.

A process is forked where that is safe (Linux), so that it finds everything loaded, and started anew elsewhere. Whatever
goes wrong in one is raised here; one that dies is an error, never a result that is missing.
"""

from __future__ import annotations

import gc
import multiprocessing
import pickle
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from multiprocessing.connection import Connection, wait
from typing import Any, Generic, TypeVar

from claimlint.errors import ClaimlintError

B = TypeVar("B")
R = TypeVar("R")
METHOD = "fork" if sys.platform == "linux" else "spawn"


class WorkerError(Exception):
    """What went wrong in another process, with its place there."""


def run(
    opener: Callable[[], Callable[[B], R]], batches: Sequence[B], processes: int, *, method: str = METHOD
) -> Iterator[R]:
    """Yield the result of each batch, in order; `opener` makes in each process what a batch is given to.

    Opener, batches and results have to be picklable where processes are started anew, batches and results always.
    """
    crew = _Crew(opener, min(processes, len(batches)), multiprocessing.get_context(method))
    try:
        yield from crew.results(batches)
    finally:
        crew.dismiss()


class _Crew(Generic[B, R]):
    """Processes, each with a pipe: it gets a batch, answers, and gets the next."""

    def __init__(self, opener: Callable[[], Callable[[B], R]], size: int, context: Any) -> None:
        self.processes: dict[Connection, Any] = {}
        gc.freeze()  # what is loaded by now stays in memory that the processes share
        try:
            for _ in range(size):
                here, there = context.Pipe()
                process = context.Process(target=_serve, args=(there, opener), daemon=True)
                process.start()
                there.close()
                self.processes[here] = process
        finally:
            gc.unfreeze()

    def results(self, batches: Sequence[B]) -> Iterator[R]:
        todo = iter(enumerate(batches))
        done: dict[int, R] = {}
        for pipe in self.processes:
            self._give(pipe, todo)
        for wanted in range(len(batches)):
            while wanted not in done:
                ready = wait([*self.processes])
                for pipe in [pipe for pipe in self.processes if pipe in ready]:
                    number, result = self._take(pipe)
                    done[number] = result
                    self._give(pipe, todo)
            yield done.pop(wanted)

    def _give(self, pipe: Connection, todo: Iterator[tuple[int, B]]) -> None:
        batch = next(todo, None)
        try:
            if batch is not None:
                pipe.send(batch)
        except OSError as error:
            raise self._death(pipe) from error

    def _take(self, pipe: Connection) -> tuple[int, R]:
        try:
            number, result, error = pipe.recv()
        except (EOFError, OSError) as error:
            raise self._death(pipe) from error
        if error is not None:
            raise error
        return number, result

    def _death(self, pipe: Connection) -> WorkerError:
        process = self.processes[pipe]
        process.join(1)
        return WorkerError(f"a process that was checking files ended by itself (exit code {process.exitcode})")

    def dismiss(self) -> None:
        """End all processes; none has anything left to do."""
        for pipe, process in self.processes.items():
            process.terminate()
            pipe.close()
        for process in self.processes.values():
            process.join()


def _serve(pipe: Connection, opener: Callable[[], Callable[[B], R]]) -> None:
    """Work off batches as long as the first process lives; the person's Ctrl-C is for that one alone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    first = multiprocessing.parent_process()
    work = None
    while True:
        # Forked processes hold each other's pipes open, so that the end of a pipe would not say that the first is gone.
        if first is not None and pipe not in wait([pipe, first.sentinel]):
            return
        try:
            number, batch = pipe.recv()
        except (EOFError, OSError):
            return
        try:
            work = work or opener()
            answer: tuple[int, R | None, BaseException | None] = (number, work(batch), None)
        except BaseException as error:
            answer = (number, None, _portable(error))
        pipe.send(answer)


def _portable(error: BaseException) -> BaseException:
    """Return an error that another process can raise, with the place where it came up."""
    if isinstance(error, ClaimlintError):
        return ClaimlintError(str(error))
    if not isinstance(error, Exception):
        try:
            same = pickle.loads(pickle.dumps(error))
        except Exception:
            same = None
        if isinstance(same, type(error)):
            return same
    where = error.__traceback__
    while where is not None and where.tb_next is not None:
        where = where.tb_next
    code = where.tb_frame.f_code if where else None
    name = code.co_filename.replace("\\", "/").rpartition("/")[2] if code else ""
    place = f" at {name}:{where.tb_lineno} in {code.co_name}" if where and code else ""
    return WorkerError(f"{type(error).__name__}: {error}{place}")
