"""A document to its sections: what stands below which heading, what each is about, and how far apart two sentences are.

A section is what stands below one of the page's main headings. What comes before the first of them speaks for the
whole page.
"""

from __future__ import annotations

from collections.abc import Sequence

from claimlint.record import Record
from claimlint.scan import Hits
from claimlint.segment import Document, Surface
from claimlint.sentence import Sentence

_TEXT = frozenset({Surface.BODY, Surface.LIST_ITEM, Surface.TABLE_CELL, Surface.QUOTE})


class Spot(Record, frozen=True):
    """A place in a document: its block, how many words stand before it, its source offset where known."""

    segment: int
    words: int
    offset: int | None = None


class Layout:
    """The sections of one document. words: how many it has in all."""

    def __init__(self, document: Document, reads: Sequence[Hits]) -> None:
        self._document = document
        self._named: dict[int, frozenset[str]] = {}
        self._before: dict[int, int] = {}
        self._ends: dict[int, int] = {}
        self._insertions: dict[tuple[int, ...] | None, int] | None = None
        self._paths = [self._headings(index) for index in range(len(document.segments))]
        self.words = 0
        for hits in reads:
            self._before[id(hits.sentence)] = self.words
            self.words += len(hits.sentence.words)
            self._ends[hits.sentence.segment] = self.words
            named = frozenset(hit.entry.name for hit in hits.named(("treatment",)))
            if named:
                index = hits.sentence.segment
                self._named[index] = self._named.get(index, frozenset()) | named
        tops = {path[0] for path in self._paths if path}
        self._depth = 2 if len(tops) == 1 else 1

    def is_heading(self, segment: int) -> bool:
        """Return whether a block is a heading."""
        return self._document.segments[segment].surface is Surface.HEADING

    def same_section(self, asking: Sentence, segment: int) -> bool:
        """Return whether a block stands in the section of the sentence that asks, or that asks for the whole page."""
        section = self._section(asking.segment)
        return section is None or section == self._section(segment)

    def topics(self, segment: int) -> frozenset[str]:
        """Return the treatments that the headings of the block's section name, the page's main heading left out."""
        path = self._paths[segment][self._depth - 1 :]
        return frozenset(name for index in path for name in self._named.get(index, ()))

    def spot(self, sentence: Sentence) -> Spot:
        """Return where a sentence stands."""
        return Spot(sentence.segment, self._before.get(id(sentence), 0))

    def insertion(self, sentence: Sentence, near: str) -> Spot:
        """Return where a statement near the sentence would go, with the source offset."""
        if near == "block":
            return self._after(sentence.segment)
        section = self._section(sentence.segment) if near == "section" else None
        if self._insertions is None:
            self._insertions = self._lasts()
        last = self._insertions.get(section, sentence.segment)
        if section is None:
            return Spot(last, self.words, self._document.insert_at)
        return self._after(last)

    def _lasts(self) -> dict[tuple[int, ...] | None, int]:
        """Return the last block of every section that a statement may follow, under None that of the page."""
        lasts: dict[tuple[int, ...] | None, int] = {}
        for index, segment in enumerate(self._document.segments):
            if segment.surface in _TEXT and segment.text and not segment.context.hidden:
                lasts[self._section(index)] = lasts[None] = index
        return lasts

    def _after(self, index: int) -> Spot:
        segment = self._document.segments[index]
        return Spot(index, self._ends.get(index, 0), segment.hull(0, len(segment.text)).end)

    def _headings(self, index: int) -> tuple[int, ...]:
        """Return the headings above a block, and the block itself if it is one; the page's title is none of them."""
        above = (*self._document.segments[index].context.headings, index)
        return tuple(each for each in above if self.is_heading(each))

    def _section(self, index: int) -> tuple[int, ...] | None:
        """Return what tells a section from others; None for what speaks for the whole page."""
        path = self._paths[index][: self._depth]
        return path if len(path) == self._depth else None
