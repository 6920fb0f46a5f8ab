"""Several processes: the same bytes as one, whatever their number; nothing that goes wrong in one is lost."""

from __future__ import annotations

import functools
import multiprocessing
import os
import subprocess
import sys
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lexicon import AS_OF

from claimlint import batches, engine, report, workers
from claimlint.config import InputFile, Settings
from claimlint.errors import ClaimlintError
from claimlint.record import replace
from claimlint.workers import WorkerError

METHODS = [name for name in ("fork", "spawn") if name in multiprocessing.get_all_start_methods()]
PAGES = {
    "a.html": "<title>A</title><h1>Acupuncture</h1><p>Acupuncture cures migraine. It has no side effects.</p>",
    "b.md": "# PRP\n\nOur PRP gives guaranteed results.\n",
    "c.json": '{"title": "Laser", "text": "Laser therapy relieves back pain for good."}',
    "d.html": "<p>We are open on Mondays.</p>",
    "e.html": "\x00\x01\x02",
    "f.html": "<title>A</title><h1>Acupuncture</h1><p>Acupuncture does not cure migraine.</p>",
}
FILES = [InputFile(name, text.encode()) for name, text in PAGES.items()]


@pytest.mark.parametrize("method", METHODS)
def test_the_report_is_the_same_to_the_byte_however_many_there_are(
    method: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workers, "METHOD", method)
    settings = Settings(as_of=AS_OF)
    alone = report.dumps(report.to_json(engine.check(FILES, settings)))
    assert '"disease-cure"' in alone
    assert '"status": "failed"' in alone
    for jobs in (2, 3, 50):
        asked = replace(settings, jobs=jobs)
        assert report.dumps(report.to_json(engine.check(reversed(FILES), asked))) == alone
        if method == "spawn":
            break
    assert engine.claims(FILES, replace(settings, jobs=2)) == engine.claims(FILES, settings)


def double() -> Callable[[int], int]:
    return lambda number: 2 * number


def failing(error: BaseException | None) -> Callable[[int], int]:
    def work(number: int) -> int:
        if number != 3:
            return number
        if error is None:
            os._exit(7)
        raise error

    return work


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("processes", [1, 2, 9])
def test_results_come_in_the_order_of_the_batches(method: str, processes: int) -> None:
    assert list(workers.run(double, range(7), processes, method=method)) == [0, 2, 4, 6, 8, 10, 12]
    assert not multiprocessing.active_children()


@pytest.mark.parametrize(
    ("error", "kind", "said"),
    [
        (None, WorkerError, r"ended by itself \(exit code 7\)"),
        (KeyError("x"), WorkerError, r"KeyError: 'x' at test_workers\.py:\d+ in work"),
        (ClaimlintError("rule.yaml:1:1: is wrong"), ClaimlintError, r"rule\.yaml:1:1: is wrong"),
        (KeyboardInterrupt(), KeyboardInterrupt, "^$"),
    ],
)
def test_what_goes_wrong_in_one_is_raised(error: BaseException | None, kind: type[BaseException], said: str) -> None:
    opener = functools.partial(failing, error)
    with pytest.raises(kind, match=said):
        list(workers.run(opener, range(6), 2))
    assert not multiprocessing.active_children()


LEFT_ALONE = """
import sys
from claimlint import workers
results = workers.run(lambda: str, range(4), 2)
next(results)
print("ready", flush=True)
sys.stdin.read()
"""


@pytest.mark.skipif(workers.METHOD != "fork", reason="the others are ended with their pipes")
def test_none_is_left_where_the_first_is_killed() -> None:
    first = subprocess.Popen([sys.executable, "-c", LEFT_ALONE], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert first.stdout is not None
    assert first.stdout.readline() == b"ready\n"
    first.kill()
    assert first.communicate(timeout=60)[0] == b""  # it ends when the last process that could write to it does


@given(st.lists(st.integers(0, 5000), max_size=60), st.integers(1, 9))
def test_batches_hold_every_file_once_in_order(sizes: list[int], processes: int) -> None:
    files = [InputFile(f"{number}", b"x" * size) for number, size in enumerate(sizes)]
    made = batches.batches(files, processes)
    assert [file for batch in made for file in batch] == files
    assert all(made)


def test_one_process_does_unless_more_are_asked_for_or_pay(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batches, "_processors", lambda: 4)
    small = [InputFile("a", b"x" * 1000), InputFile("b", b"x" * 1000)]
    large = [InputFile(str(number), b"x" * batches.PAYS_FROM) for number in range(9)]
    assert batches.processes(small, batches.AUTO) == 1
    assert batches.processes(large[:2], batches.AUTO) == 2
    assert batches.processes(large, batches.AUTO) == 4
    assert batches.processes(large, 7) == 7
    assert batches.processes(small, 7) == 2
    assert batches.processes([], batches.AUTO) == 1
