"""Documents and the findings in them to the copy as a visitor reads it, cut where the words at issue begin and end.

The way back from the source to the text is that of the segments' runs; no words are searched for.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, pairwise

from claimlint.record import Record, field
from claimlint.report import Finding
from claimlint.segment import Document, Segment, Surface

MISSING = "missing"
"""The kind of a block that stands where something has to be said."""


class Piece(Record, frozen=True):
    """A stretch of a block's text with the numbers of the findings whose words it belongs to."""

    text: str
    findings: tuple[int, ...] = ()


class Block(Record, frozen=True):
    """A block of copy: its surface (or `missing`), its depth below the headings, the key that held it, its pieces."""

    kind: str
    pieces: tuple[Piece, ...]
    depth: int = 0
    key: str | None = None


def page_copy(documents: Iterable[Document], findings: Sequence[tuple[int, Finding]]) -> tuple[Block, ...]:
    """Return the blocks of one file, in reading order; `findings` are those of that file, each with its number."""
    blocks: list[Block] = []
    for document in documents:
        blocks += _document(document, [*_wanted(document, findings)])
    return tuple(blocks)


def _wanted(document: Document, findings: Iterable[tuple[int, Finding]]) -> Iterator[tuple[int, int, int]]:
    """Yield the spans to mark in a document, those where the same words stand again too."""
    part = document.segments[0].part if document.segments else None
    for number, finding in findings:
        if finding.part != part:
            continue
        for start, end in finding.spans or ((finding.start.offset, finding.end.offset),):
            yield start, end, number
        for also in finding.also_at:
            if also.path == finding.path:
                yield also.start.offset, also.end.offset, number


def _document(document: Document, wanted: Iterable[tuple[int, int, int]]) -> Iterator[Block]:
    stretches = _Stretches.of(document.segments)
    marks: dict[int, list[tuple[int, int, int]]] = {}
    gaps: dict[int, list[int]] = {}
    for start, end, number in wanted:
        if start == end:
            gaps.setdefault(stretches.last_before(start), []).append(number)
        for shown, first, last in stretches.within(start, end):
            marks.setdefault(shown, []).append((first, last, number))
    yield from _gaps(gaps.get(-1, ()))
    for index, segment in enumerate(document.segments):
        if segment.text:
            pieces = tuple(_pieces(segment.text, marks.get(index, ())))
            yield Block(segment.surface.value, pieces, _depth(segment), segment.context.key)
        yield from _gaps(gaps.get(index, ()))


def _gaps(numbers: Iterable[int]) -> Iterator[Block]:
    for number in numbers:
        yield Block(MISSING, (Piece("", (number,)),))


def _depth(segment: Segment) -> int:
    return len(segment.context.headings) + (segment.surface is Surface.HEADING)


def _pieces(text: str, marks: Iterable[tuple[int, int, int]]) -> Iterator[Piece]:
    """Yield the text in order; a mark that goes on after blanks is one mark."""
    joined = [*_joined(text, marks)]
    cuts = sorted({0, len(text), *(at for start, end, _ in joined for at in (start, end))})
    begins: dict[int, list[int]] = {}
    ends: dict[int, list[int]] = {}
    for start, end, number in joined:
        begins.setdefault(start, []).append(number)
        ends.setdefault(end, []).append(number)
    open_now: set[int] = set()
    for start, end in pairwise(cuts):
        open_now.difference_update(ends.get(start, ()))
        open_now.update(begins.get(start, ()))
        yield Piece(text[start:end], tuple(sorted(open_now)))


def _joined(text: str, marks: Iterable[tuple[int, int, int]]) -> Iterator[tuple[int, int, int]]:
    by_number: dict[int, list[tuple[int, int]]] = {}
    for start, end, number in marks:
        by_number.setdefault(number, []).append((start, end))
    for number, stretches in by_number.items():
        at, until = -1, -1
        for start, end in sorted(stretches):
            if at >= 0 and (start <= until or not text[until:start].strip()):
                until = max(until, end)
                continue
            if at >= 0:
                yield at, until, number
            at, until = start, end
        yield at, until, number


class _Stretches(Record, frozen=True):
    """All runs of all segments by where they stand in the source.

    rows: source start, source end, segment, text start, text end. furthest: the greatest source end so far.
    """

    rows: tuple[tuple[int, int, int, int, int], ...]
    starts: tuple[int, ...] = field(default=())
    furthest: tuple[int, ...] = field(default=())

    @classmethod
    def of(cls, segments: Sequence[Segment]) -> _Stretches:
        rows = tuple(sorted(_rows(segments)))
        return cls(rows, tuple(row[0] for row in rows), tuple(accumulate((row[1] for row in rows), max)))

    def within(self, start: int, end: int) -> Iterator[tuple[int, int, int]]:
        """Yield segment, text start and text end of all that shows something of the source `[start, end)`."""
        index = bisect_left(self.starts, end) - 1
        while index >= 0 and self.furthest[index] > start:
            source, stop, segment, first, last = self.rows[index]
            if stop > start and source < end:
                linear = stop - source == last - first
                yield (
                    segment,
                    first + max(start - source, 0) if linear else first,
                    last - max(stop - end, 0) if linear else last,
                )
            index -= 1

    def last_before(self, offset: int) -> int:
        """Return the segment after which an insertion at this offset stands, -1 where it stands first."""
        index = bisect_left(self.starts, offset) - 1
        return self.rows[index][2] if index >= 0 else -1


def _rows(segments: Sequence[Segment]) -> Iterator[tuple[int, int, int, int, int]]:
    for number, segment in enumerate(segments):
        ends = (*(run.text for run in segment.runs[1:]), len(segment.text))
        for run, end in zip(segment.runs, ends, strict=True):
            if run.length and end > run.text:
                yield run.source, run.source + run.length, number, run.text, end
