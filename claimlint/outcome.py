"""What came of judging one file, and whether an earlier run knows it already.

An outcome holds everything that the copy itself decides; what the baseline hides and which lines count is applied to it
afterwards, so that a commit and a run over the whole site share theirs. It is found by a hash over all that it depends
on: the bytes of the file and what it is called, the knowledge, the settings, the code and the libraries that read it.
"""

from __future__ import annotations

import contextlib
import functools
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from claimlint import __version__, cache, compiled, selection
from claimlint.config import InputFile, Settings
from claimlint.knowledge import Knowledge
from claimlint.language import model_name
from claimlint.record import Record, pack, replace, unpacker
from claimlint.report import Excused, FileEntry, Finding, Hidden
from claimlint.store import NAME, Store, key

FORMAT = 1


class Outcome(Record, frozen=True):
    """What was found in one document. upkeep: findings about its comments; named, hiding, unreviewed: as in Tally."""

    file: FileEntry
    findings: tuple[Finding, ...] = ()
    upkeep: tuple[Finding, ...] = ()
    excused: tuple[Excused, ...] = ()
    suppressed: tuple[Hidden, ...] = ()
    supported: int = 0
    named: frozenset[str] = frozenset()
    hiding: frozenset[str] = frozenset()
    unreviewed: int = 0


def open_store(settings: Settings, *, writes: bool = True) -> Store:
    """Return the store of earlier results; one that holds nothing where there is to be none."""
    folder = cache.folder() if settings.remember and settings.cache else None
    return Store(folder / NAME, engine_state().encode(), writes=writes) if folder else Store(None)


class Memory:
    """The outcomes of earlier runs with the same knowledge, settings and code."""

    def __init__(self, store: Store, settings: Settings, knowledge: Knowledge) -> None:
        self._store = store
        self._settings = settings
        self._base = _base(settings, knowledge) if store.path else None

    def find(self, files: Sequence[InputFile]) -> list[tuple[Outcome, ...] | None]:
        """Return the outcomes of each file, None where they are not known."""
        if self._base is None:
            return [None] * len(files)
        names = [self.name(file) for file in files]
        found = self._store.find(names)
        return [_made(found[name]) if name in found else None for name in names]

    def keep(self, file: InputFile, outcomes: Sequence[Outcome]) -> None:
        """Keep what came of a file."""
        if self._base is not None:
            with contextlib.suppress(ValueError):  # a lone surrogate; such a file is judged anew every time
                self._store.keep({self.name(file): pack(tuple(outcomes))})

    def name(self, file: InputFile) -> bytes:
        """Return the key of a file's outcome."""
        names = f"{file.path}\0{self._settings.in_project(file.path)}"
        return self._store.name(b"outcome", self._base or b"", names.encode("utf-8", "surrogatepass"), file.data)


def engine_state() -> str:
    """Return what else reads and judges: this code, the interpreter, and the folders that libraries live in."""
    libraries = [
        [path, state.st_mtime_ns]
        for path in sys.path
        if path.endswith("-packages") and (state := _state(path)) is not None
    ]
    return repr([FORMAT, __version__, sys.version, model_name(), compiled.code(), libraries])


def _state(path: str) -> os.stat_result | None:
    try:
        return Path(path).stat()
    except OSError:
        return None


def _base(settings: Settings, knowledge: Knowledge) -> bytes | None:
    """Hash all that every file's outcome depends on, None where that cannot be told.

    Of the site's folders the contents count, not the names; the baseline and what follows from `root` and `cwd` for
    one path are looked at elsewhere.
    """
    told = replace(
        settings,
        packs=None,
        overrides=(),
        baseline=None,
        root=Path(),
        cwd=Path(),
        jobs=1,
        knowledge=None,
        site_rules=None,
        site_evidence=None,
        site_vocabulary=None,
        site_approved=None,
    )
    try:
        approved = settings.site_approved.read_bytes() if settings.site_approved else b""
        said = (knowledge.lexis.hash, knowledge.evidence_hash, selection.digest(settings.layers))
        return key(pack(told), approved, *map(str.encode, said))
    except (ValueError, OSError):
        return None


@functools.cache
def _unpack() -> Callable[[bytes], tuple[Outcome, ...]]:
    return unpacker(tuple[Outcome, ...])


def _made(value: bytes) -> tuple[Outcome, ...] | None:
    try:
        return _unpack()(value)
    except ValueError:
        return None
