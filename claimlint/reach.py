"""Where comments stand to the blocks of copy that they speak of."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence

from claimlint.directive import Directive
from claimlint.record import Record
from claimlint.segment import Comment, Document
from claimlint.source import LineIndex, Span

Said = tuple[Comment, Directive]


class Reach(Record, frozen=True):
    """The blocks that a comment speaks of; None: all of the file."""

    segments: frozenset[int] | None = None

    def holds(self, segment: int | None) -> bool:
        """Tell whether it speaks of a block; what is about the page as a whole (None) is in the reach of every one."""
        return self.segments is None or segment is None or segment in self.segments


def reaches(document: Document, said: Sequence[Said]) -> tuple[list[Reach | None], list[tuple[Comment, str]]]:
    """Return how far each comment reaches, None for the ends of stretches, and the comments that lack their other half.

    A comment speaks of the block it stands in; else of the first that follows on its line; else of those before it on
    its line; else of the next block, with all that begin on the same line.
    """
    if not said:
        return [], []
    blocks = _Blocks(document)
    ends, unpaired = _pairs(said)
    found: list[Reach | None] = []
    for index, (comment, directive) in enumerate(said):
        if directive.scope == "file":
            found.append(Reach())
        elif directive.scope == "next":
            found.append(Reach(blocks.near(comment.span)))
        elif index in ends:
            found.append(Reach(blocks.between(comment.span.end, said[ends[index]][0].span.start)))
        else:
            found.append(None)
    return found, unpaired


def _pairs(said: Sequence[Said]) -> tuple[dict[int, int], list[tuple[Comment, str]]]:
    """Pair each begin with the next end that names the same, or nothing."""
    waiting: list[int] = []
    ends: dict[int, int] = {}
    unpaired: list[tuple[Comment, str]] = []
    for index in sorted(range(len(said)), key=lambda index: said[index][0].span):
        comment, directive = said[index]
        if directive.scope == "begin":
            waiting.append(index)
        elif directive.scope == "end":
            opened = next((each for each in reversed(waiting) if _closes(directive, said[each][1])), None)
            if opened is None:
                unpaired.append((comment, "ends what no claimlint-allow-begin before it began"))
            else:
                waiting.remove(opened)
                ends[opened] = index
    unpaired += [(said[index][0], "is not followed by a claimlint-allow-end") for index in waiting]
    return ends, unpaired


def _closes(end: Directive, begin: Directive) -> bool:
    named = (end.numbers, end.rules)
    return named == ((), ()) or named == (begin.numbers, begin.rules)


class _Blocks:
    """The blocks of a document in the order of the source."""

    def __init__(self, document: Document) -> None:
        self.lines = LineIndex(document.source.text)
        spans = ((segment.hull(0, len(segment.text)), index) for index, segment in enumerate(document.segments))
        self.rows = sorted((span.start, span.end, index) for span, index in spans)
        self.starts = [start for start, _, _ in self.rows]

    def near(self, span: Span) -> frozenset[int]:
        """Return the blocks that a comment speaks of where it says no more."""
        after = bisect_left(self.starts, span.end)
        before = bisect_right(self.starts, span.start) - 1
        if before >= 0 and self.rows[before][1] > span.end:
            return frozenset({self.rows[before][2]})
        if after < len(self.rows) and self._line(self.starts[after]) == self._line(span.end):
            return frozenset({self.rows[after][2]})
        return frozenset(self._behind(before, self._line(span.start))) or frozenset(self._line_from(after))

    def between(self, start: int, end: int) -> frozenset[int]:
        """Return the blocks that begin in a stretch of the source."""
        rows = self.rows[bisect_left(self.starts, start) : bisect_left(self.starts, end)]
        return frozenset(index for _, _, index in rows)

    def _behind(self, row: int, line: int) -> Iterator[int]:
        """Yield the blocks up to a row that end on the line."""
        while row >= 0 and self._line(self.rows[row][1]) == line:
            yield self.rows[row][2]
            row -= 1

    def _line_from(self, row: int) -> Iterator[int]:
        """Yield the blocks from a row on that begin on the same line."""
        first = row
        while row < len(self.rows) and self._line(self.starts[row]) == self._line(self.starts[first]):
            yield self.rows[row][2]
            row += 1

    def _line(self, offset: int) -> int:
        return self.lines.position(offset).line
