"""Edits of one decoded text: applied together, and offsets carried across them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from itertools import accumulate

from claimlint.record import Record
from claimlint.source import LineIndex, Span


class Edit(Record, frozen=True, order=True):
    """`text` in the place of the source `[start, end)`; nothing else is touched."""

    start: int
    end: int
    text: str

    @property
    def growth(self) -> int:
        """By how many code points the file gets longer."""
        return len(self.text) - (self.end - self.start)


class Edits:
    """Edits in order of place, none of which overlaps another; what they do to a text and to its offsets."""

    __slots__ = ("_grown", "_placed", "_starts", "all")

    def __init__(self, edits: Iterable[Edit]) -> None:
        self.all: Sequence[Edit] = tuple(sorted(edits))
        self._starts = [edit.start for edit in self.all]
        self._grown = [0, *accumulate(edit.growth for edit in self.all)]
        self._placed = [edit.start + grown for edit, grown in zip(self.all, self._grown, strict=False)]

    def applied(self, text: str) -> str:
        """Return the text with all edits made."""
        parts: list[str] = []
        last = 0
        for edit in self.all:
            parts += (text[last : edit.start], edit.text)
            last = edit.end
        return "".join((*parts, text[last:]))

    def new(self, offset: int) -> int:
        """Return where a source offset stands after the edits; what was replaced ends where its replacement does."""
        before = bisect_right(self._starts, offset)
        if not before:
            return offset
        edit = self.all[before - 1]
        if offset == edit.start and edit.start < edit.end:
            return offset + self._grown[before - 1]
        return max(offset, edit.end) + self._grown[before]

    def old(self, offset: int) -> int:
        """Return where an offset of the edited text stood before; what is new stood where it was put."""
        number = bisect_right(self._placed, offset) - 1
        while number >= 0 and self._placed[number] == offset and self.all[number].text:
            number -= 1
        if number < 0:
            return offset
        edit, start = self.all[number], self._placed[number]
        if offset < start + len(edit.text):
            return edit.start
        return offset - self._grown[number + 1]

    def placed(self) -> list[Span]:
        """Return where the text of each edit stands afterwards."""
        return [Span(start, start + len(edit.text)) for edit, start in zip(self.all, self._placed, strict=True)]

    def about(self, place: Span) -> range:
        """Return the numbers of the edits that may meet or touch a place of the edited text."""
        return range(max(bisect_left(self._placed, place.start) - 1, 0), bisect_right(self._placed, place.end))

    def lines(self, old: str, new: str, lines: frozenset[int] | None) -> frozenset[int] | None:
        """Return which lines of the edited text hold something of these lines (1-based); None means all, before too."""
        if lines is None:
            return None
        before, after = LineIndex(old), LineIndex(new)
        found: set[int] = set()
        for number in range(1, len(after) + 1):
            start = after.start_of(number)
            end = after.start_of(number + 1) - 1 if number < len(after) else len(new)
            first, last = (before.position(self.old(offset)).line for offset in (start, max(start, end)))
            if not lines.isdisjoint(range(first, last + 1)):
                found.add(number)
        return frozenset(found)
