"""A span of the source to the lines that show it: the source line as it stands and marks under the words at issue.

Only the part of a line that fits is looked at, so a page on one line of ten megabytes costs no more than a short one.
Widths are cells of a terminal: a tab reaches to the next stop, a wide character takes two.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.cells import cell_len

from claimlint import lazy
from claimlint.record import Record
from claimlint.reporters.words import escape
from claimlint.source import LineIndex

TAB = 4
MAX_LINES = 3
_CUT = "…"
_BLANK = lazy.pattern(r"[ \t]+")


class Line(Record, frozen=True):
    """A line to print: its number, what of it is shown, and the cells `[start, end)` that are marked."""

    number: int
    shown: str
    marks: tuple[tuple[int, int], ...]

    @property
    def underline(self) -> str:
        """The marks as a line of carets below the shown text."""
        out = ""
        for start, end in self.marks:
            out = out.ljust(start) + "^" * max(end - start, 1)
        return out


class Source(Record, frozen=True):
    """A decoded file with its line index, made once for all its findings."""

    text: str
    index: LineIndex

    @classmethod
    def of(cls, text: str) -> Source:
        """Index a text."""
        return cls(text, LineIndex(text))


def lines(source: Source, spans: Sequence[tuple[int, int]], width: int) -> Iterator[Line]:
    """Yield the first lines that hold any of `spans` (offsets, in order), each no wider than `width` cells."""
    shown = 0
    for number, pieces in _by_line(source, spans):
        start = source.index.start_of(number)
        end = source.index.start_of(number + 1) if number < len(source.index) else len(source.text)
        tail = source.text[max(end - 2, start) : end]
        end -= len(tail) - len(tail.rstrip("\r\n"))
        visible = [piece for at, stop in pieces if (piece := _visible(source.text, start, end, at, stop))]
        if visible:
            yield _window(source.text, number, start, end, visible, width)
            shown += 1
        if shown == MAX_LINES:
            return


def _visible(text: str, start: int, end: int, at: int, stop: int) -> tuple[int, int] | None:
    """Return what to mark of `[at, stop)` in the line `[start, end)`: not its indentation, not its end."""
    if at == stop:
        return at, stop
    stop = min(stop, end)
    blank = _BLANK.match(text, at, stop) if at == start else None
    at = blank.end() if blank else at
    return (at, stop) if at < stop else None


def _by_line(source: Source, spans: Sequence[tuple[int, int]]) -> Iterator[tuple[int, list[tuple[int, int]]]]:
    number, pieces = 0, list[tuple[int, int]]()
    for start, end in spans:
        at = start
        while True:
            here = source.index.position(at).line
            stop = source.index.start_of(here + 1) if here < len(source.index) else len(source.text)
            if here != number and pieces:
                yield number, pieces
                pieces = []
            number = here
            pieces.append((at, min(end, stop)))
            if stop >= end or stop <= at:
                break
            at = stop
    if pieces:
        yield number, pieces


def _window(text: str, number: int, start: int, end: int, pieces: Sequence[tuple[int, int]], width: int) -> Line:
    """Show `text[start:end]` around its first piece; `text` is never looked at further than `width` characters away."""
    first = pieces[0][0]
    last = min(max(stop for _, stop in pieces), first + width)
    low, high = max(start, first - width), min(end, last + width)
    cells = _Cells(text, low, high)
    if low == start and high == end and cells.width <= width:
        return Line(number, "".join(cells.shown), cells.marks(pieces, 0, cells.width))
    room = width - 2
    want = cells.at[first - low]
    span = cells.at[min(last, high) - low] - want
    left = max(0, want - max(room - span, 0) // 2)
    from_char, to_char = cells.cut(left, room)
    before = _CUT if low + from_char > start else ""
    after = _CUT if low + to_char < end else ""
    shown = before + "".join(cells.shown[from_char:to_char]) + after
    shift = len(before) - cells.at[from_char]
    return Line(number, shown, cells.marks(pieces, shift, cells.at[to_char] + shift))


class _Cells:
    """How `text[low:high]` is shown: a string for each character, and the cell at which each begins."""

    __slots__ = ("at", "low", "shown")

    def __init__(self, text: str, low: int, high: int) -> None:
        self.low = low
        self.shown: list[str] = []
        self.at = [0]
        for char in text[low:high]:
            piece = " " * (TAB - self.at[-1] % TAB) if char == "\t" else escape(char)
            self.shown.append(piece)
            self.at.append(self.at[-1] + cell_len(piece))

    @property
    def width(self) -> int:
        return self.at[-1]

    def cut(self, left: int, room: int) -> tuple[int, int]:
        """Return the characters `[from, to)` that fill `room` cells from cell `left` on."""
        start = next(index for index, cell in enumerate(self.at) if cell >= left)
        stop = start
        while stop < len(self.shown) and self.at[stop + 1] - self.at[start] <= room:
            stop += 1
        while start > 0 and self.at[stop] - self.at[start - 1] <= room:
            start -= 1
        return start, stop

    def marks(self, pieces: Sequence[tuple[int, int]], shift: int, limit: int) -> tuple[tuple[int, int], ...]:
        """Return the cells of `pieces`, moved by `shift`, as far as they are shown."""
        size = len(self.shown)
        found = []
        for start, end in pieces:
            from_cell = self.at[min(max(start - self.low, 0), size)] + shift
            to_cell = self.at[min(max(end - self.low, 0), size)] + shift
            if from_cell < limit or start == end:
                found.append((max(from_cell, 0), min(to_cell, limit)))
        return tuple(found)
