"""A scalar of a data file and the map from its characters to the source, before anything is collapsed or judged."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from claimlint import lazy
from claimlint.record import Record, replace
from claimlint.segment import NO_CONTEXT, Run, Segment, SegmentBuilder, Surface

Key = str | int
Path = tuple[Key, ...]

_NOT_LETTERS = lazy.pattern(r"[^a-z0-9]+")
MAX_DEPTH = 64
"""Containers nested deeper than this count as children of the one at this depth."""


class Value(Record, frozen=True):
    """A scalar of a data file: `text` is the whole value, uncollapsed; `literal` marks numbers, true, false, null."""

    path: Path
    text: Segment
    literal: bool = False

    @property
    def key(self) -> str:
        """The nearest name above the value: its own, or that of the array it stands in."""
        return name_of(self.path)


def name_of(path: Path) -> str:
    """Return the last name in a path, skipping array indexes."""
    last = path[-1] if path else ""
    if isinstance(last, str):
        return last
    for step in reversed(path):
        if isinstance(step, str):
            return step
    return ""


class RawText:
    """Collects a string exactly as decoded: nothing is collapsed or left out, unlike in SegmentBuilder."""

    __slots__ = ("_length", "_runs", "_text")

    def __init__(self) -> None:
        self._text: list[str] = []
        self._runs: list[Run] = []
        self._length = 0

    def literal(self, source: int, text: str) -> None:
        """Add source text that stands for itself, beginning at offset `source`."""
        if not text:
            return
        last = self._runs[-1] if self._runs else None
        if last and last.source + last.length == source and self._length - last.text == last.length:
            self._runs[-1] = Run(last.text, last.source, last.length + len(text))
        else:
            self._runs.append(Run(self._length, source, len(text)))
        self._text.append(text)
        self._length += len(text)

    def atomic(self, text: str, source: int, length: int) -> None:
        """Add `text` for which the whole piece of source stands."""
        if text:
            self._runs.append(Run(self._length, source, length))
            self._text.append(text)
            self._length += len(text)

    def finish(self, part: str | None = None) -> Segment:
        """Return the collected string, which may be empty."""
        return Segment("".join(self._text), tuple(self._runs), Surface.DATA_STRING, NO_CONTEXT, part)


def add_raw(builder: SegmentBuilder, raw: Segment) -> None:
    """Add a string with its map to a segment that is being built."""
    for index, run in enumerate(raw.runs):
        stop = raw.runs[index + 1].text if index + 1 < len(raw.runs) else len(raw.text)
        piece = raw.text[run.text : stop]
        if len(piece) == run.length:
            builder.literal(run.source, piece)
        else:
            builder.atomic(piece, run.source, run.length)


@lru_cache(maxsize=4096)
def plain_key(key: Key) -> str:
    """Return a key as the tables here spell it: lower case, letters and digits only."""
    return _NOT_LETTERS.sub("", key.lower()) if isinstance(key, str) else ""


def joined(pieces: Sequence[Segment]) -> Segment:
    """Return strings that are read as one, in the order given."""
    runs: list[Run] = []
    length = 0
    for piece in pieces:
        runs += [Run(run.text + length, run.source, run.length) for run in piece.runs]
        length += len(piece.text)
    return replace(pieces[0], text="".join([piece.text for piece in pieces]), runs=tuple(runs))
