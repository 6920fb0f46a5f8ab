"""A run of `claimlint check` to what `replay` needs to repeat it: all that it looked at and all that it printed."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from claimlint import cache
from claimlint.cli import replay
from claimlint.cli.replay import CONTENT, INPUT, PRESENCE, Asked
from claimlint.config import (
    APPROVED_NAME,
    CONFIG_NAME,
    EVIDENCE_FOLDER,
    MISNAMED,
    RULES_FOLDER,
    WAIVERS_NAME,
    InputFile,
    Project,
    Settings,
)

KEPT = 400
"""Runs kept; the oldest are given up."""
MOST = 1024 * 1024
"""Bytes of a run, at most."""
_SETTLED = 2 * 10**9
"""Nanoseconds after which a change of a file is sure to change its time."""

Seen = tuple[str, str, str]


class Recording:
    """What a run prints while it goes on. whole: nothing was printed past it."""

    def __init__(self, asked: Asked) -> None:
        self.asked = asked
        self.printed: list[tuple[int, bytes]] = []
        self.whole = True

    def listen(self) -> None:
        """Hear from now on what is printed to standard output and standard error."""
        sys.stdout, sys.stderr = _Heard(sys.stdout, 1, self), _Heard(sys.stderr, 2, self)

    def keep(
        self, project: Project, settings: Settings, paths: Sequence[str], files: Sequence[InputFile], status: int
    ) -> None:
        """Keep the run, where all that it depends on can be told: named files, and no knowledge of the site's own."""
        sys.stdout.flush()
        if not self.whole or not settings.cache or status not in (0, 1) or not _is_plain(project, settings):
            return
        seen = list(_seen(project, settings, paths, files, self.asked.began))
        steady = self.asked.newest + _SETTLED < self.asked.began and replay.known_state()[0] == self.asked.stamps
        if not seen or not steady:
            return
        run = replay.packed(status, seen, self.printed)
        if len(run) <= MOST:
            file = Path(self.asked.file)
            cache.write_bytes(file, run)
            cache.prune(file.parent, "*", KEPT)


class _Heard:
    """A stream that is printed to through its buffer, which a recording hears."""

    def __init__(self, stream: Any, number: int, recording: Recording) -> None:
        self._stream = stream
        self._recording = recording
        self.buffer = _Buffer(stream.buffer, number, recording)

    def write(self, text: str) -> Any:
        self._recording.whole = False
        return self._stream.write(text)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)


class _Buffer:
    def __init__(self, buffer: Any, number: int, recording: Recording) -> None:
        self._buffer = buffer
        self._number = number
        self._recording = recording

    def write(self, data: bytes) -> Any:
        self._recording.printed.append((self._number, data))
        return self._buffer.write(data)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._buffer, name)


def _is_plain(project: Project, settings: Settings) -> bool:
    own = (settings.site_rules, settings.site_evidence, settings.site_vocabulary)
    packs = [name for name in project.config.extends if name.endswith((".yaml", ".yml"))]
    return not any(own) and not packs


def _seen(
    project: Project, settings: Settings, paths: Sequence[str], files: Sequence[InputFile], began: int
) -> Iterator[Seen]:
    """Yield all that the run looked at, with the state it was in; nothing where that cannot be told for sure."""
    contents = {os.path.normpath(settings.cwd / file.path): file.data for file in files}
    inputs = [os.path.normpath(settings.cwd / name) for name in paths]
    others = [*_around(project, settings.cwd, [Path(path) for path in inputs])]
    whole = inputs and all(Path(path).is_file() and os.path.realpath(path) == path for path in inputs)
    if not whole or not _are_older(others, began) or any(set("\t\n") & set(path) for _, path in others):
        return
    for path in dict.fromkeys(inputs):
        if path in contents:
            yield INPUT, path, replay.digest(contents[path]).hex()
        else:
            yield INPUT, path, replay.state_of(INPUT, path)
    for kind, path in dict.fromkeys(others):
        yield kind, path, replay.state_of(kind, path)


def _around(project: Project, cwd: Path, inputs: Sequence[Path]) -> Iterator[tuple[str, str]]:
    """Yield the files that say how the inputs are judged, whether or not they are there."""
    root, config = project.root, project.config
    for name in (CONFIG_NAME, APPROVED_NAME, config.waivers_file or WAIVERS_NAME):
        yield CONTENT, str(root / name)
    yield CONTENT, str(project.baseline_file)
    for name in (RULES_FOLDER, EVIDENCE_FOLDER):
        yield PRESENCE, str(root / name)
    for folder in (cwd, *cwd.parents):
        yield PRESENCE, str(folder / CONFIG_NAME)
        yield PRESENCE, str(folder / MISNAMED)
        yield PRESENCE, str(folder / ".git")
    for folder in dict.fromkeys(above for path in inputs for above in path.parents):
        yield CONTENT, str(folder / ".gitignore")
        yield CONTENT, str(folder / ".git" / "info" / "exclude")
        yield PRESENCE, str(folder / ".git")


def _are_older(others: Sequence[tuple[str, str]], began: int) -> bool:
    """Tell whether what was read in passing was last changed before the run."""
    for kind, path in others:
        file = Path(path)
        if kind == CONTENT and file.exists() and file.stat().st_ctime_ns > began - _SETTLED:
            return False
    return True
