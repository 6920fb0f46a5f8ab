"""Hits of a document to hits whose ambiguous names have one sense each, as far as the document shows which.

Asked in turn are the block and those that introduce it, its section from the innermost heading out, the title and the
file's name, and the whole document. The first place that shows one sense more than the others decides. Where none
does, the first sense stays, and the name is kept as unsettled: whoever judges it weighs every sense.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import PurePosixPath

from claimlint.ambiguity import Ambiguity
from claimlint.scan import Hit, Hits, Lexicon, scan
from claimlint.segment import Document, main_titles
from claimlint.sentence import Sentence, words
from claimlint.vocabulary import Vocabulary

CONTEXT = "context"
"""The kind of the lexicon's entries that show a sense; `name` is the ambiguity, `part` the number of the sense."""

Unsettled = Mapping[tuple[int | None, str], str]
"""The segment that names an entry (None: any of them) and the entry's id, to the ambiguity that is left open."""

_Signs = tuple[set[str], ...]
"""What shows each sense, by the number of the sense."""


def settle(
    document: Document, reads: Sequence[Hits], vocabulary: Vocabulary, lexicon: Lexicon
) -> tuple[list[Hits], Unsettled]:
    """Return the hits without the senses that are not meant, and what stays open."""
    mentions = [(hits, hit, id_) for hits in reads for hit in hits.vocabulary if (id_ := _unclear(hit, vocabulary))]
    if not mentions:
        return list(reads), {}
    named = scan(_name(document), lexicon)
    judges: dict[str, _Judge] = {}
    lost: dict[int, set[tuple[int, int, str]]] = {}
    unsettled: dict[tuple[int | None, str], str] = {}
    for hits, hit, id_ in mentions:
        ambiguity = vocabulary.ambiguities[id_]
        if id_ not in judges:
            judges[id_] = _Judge(id_, ambiguity, document, reads, named, vocabulary)
        chosen = judges[id_].sense(hits.sentence.segment)
        meant = ambiguity.entries[0] if chosen is None else ambiguity.senses[chosen].entry
        if hit.entry.name != meant:
            lost.setdefault(id(hits), set()).add((hit.first, hit.last, hit.entry.name))
        elif chosen is None:
            unsettled[hits.sentence.segment, hit.entry.name] = unsettled[None, hit.entry.name] = id_
    kept = [scan(hits.sentence, lexicon, frozenset(lost[id(hits)])) if id(hits) in lost else hits for hits in reads]
    return kept, unsettled


def _name(document: Document) -> Sentence:
    """Return the name of the file and of its folder as a sentence."""
    text = re.sub(r"[\W_]+", " ", " ".join(PurePosixPath(document.source.path).parts[-2:]))
    return Sentence(0, 0, len(text), text, tuple(words(text)), "")


def _unclear(hit: Hit, vocabulary: Vocabulary) -> str | None:
    """Return the ambiguity that a hit is a name of, or None."""
    return vocabulary.unclear[hit.entry.name].get(hit.entry.part) if hit.entry.name in vocabulary.unclear else None


class _Judge:
    """Decides between the senses of one ambiguous name, block by block."""

    def __init__(
        self,
        id_: str,
        ambiguity: Ambiguity,
        document: Document,
        reads: Iterable[Hits],
        named: Hits,
        vocabulary: Vocabulary,
    ) -> None:
        self.id = id_
        self.ambiguity = ambiguity
        self.document = document
        self.vocabulary = vocabulary
        self.shown: dict[str, frozenset[int]] = {}
        self.blocks: dict[int, _Signs] = {}
        self.sections: dict[int, _Signs] = {}
        self.page = self._none()
        titles = main_titles(document)
        self.titles = self._none()
        self._note(named, self.titles, self.page)
        for hits in reads:
            index = hits.sentence.segment
            headings = document.segments[index].context.headings
            sections = [self.sections.setdefault(heading, self._none()) for heading in {*headings, index}]
            block = self.blocks.setdefault(index, self._none())
            self._note(hits, block, self.page, *sections, *((self.titles,) if index in titles else ()))
        self.decided: dict[int, int | None] = {}

    def sense(self, segment: int) -> int | None:
        """Return the number of the sense that the name has in a block, None where nothing shows it."""
        if segment not in self.decided:
            choices = (_most(signs) for signs in self._places(segment))
            self.decided[segment] = next((choice for choice in choices if choice is not None), None)
        return self.decided[segment]

    def _places(self, segment: int) -> Iterator[_Signs]:
        context = self.document.segments[segment].context
        near = (segment, context.lead_in, context.question, context.label, context.header)
        blocks = [self.blocks[index] for index in near if index is not None and index in self.blocks]
        yield tuple(set().union(*signs) for signs in zip(*blocks, strict=True))
        yield from (self.sections[heading] for heading in reversed(context.headings) if heading in self.sections)
        yield self.titles
        yield self.page

    def _none(self) -> _Signs:
        return tuple(set() for _ in self.ambiguity.senses)

    def _note(self, hits: Hits, *places: _Signs) -> None:
        """Add what a sentence shows to each of the places that it belongs to."""
        for sign, senses in self._signs(hits):
            for place in places:
                for number in senses:
                    place[number].add(sign)

    def _signs(self, hits: Hits) -> Iterator[tuple[str, Iterable[int]]]:
        for hit in hits.vocabulary:
            if not _unclear(hit, self.vocabulary):
                yield hit.entry.name, self._shown_by(hit.entry.name)
        for hit in hits.of(CONTEXT):
            if hit.entry.name == self.id:
                yield hit.entry.phrase.source, (hit.entry.part,)

    def _shown_by(self, entry: str) -> frozenset[int]:
        """Return the senses that a mention of this entry shows: it is meant itself, or something near it."""
        if entry not in self.shown:
            kinds = {entry, *self.vocabulary.ancestors(entry)}
            self.shown[entry] = frozenset(
                number
                for number, sense in enumerate(self.ambiguity.senses)
                if sense.entry == entry or not kinds.isdisjoint(sense.near)
            )
        return self.shown[entry]


def _most(signs: _Signs) -> int | None:
    """Return the sense that more signs show than any other."""
    ranked = sorted(range(len(signs)), key=lambda number: -len(signs[number]))
    first, second = ranked[:2]
    return first if len(signs[first]) > len(signs[second]) else None
