"""Wording that somebody at the site has signed off, held against sentences: word for word, nearly, or no longer valid.

Words are compared as phrases are: case, spelling, quotes, hyphens and punctuation make no difference. What is approved
is a whole sentence, or several in a row in one block.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from claimlint import lazy
from claimlint.errors import KnowledgeError, Problem
from claimlint.record import Record, field
from claimlint.segment import SegmentBuilder, Surface
from claimlint.sentence import Sentence, split_segment
from claimlint.vocabulary import Vocabulary
from claimlint.yamlload import Place, Text, load, one_of

if TYPE_CHECKING:
    from rapidfuzz.distance import Levenshtein
else:
    Levenshtein = lazy.module("rapidfuzz.distance.Levenshtein")

NEAR = 0.75
"""From this likeness of their words on, two sentences are meant to be the same."""
_FEWEST_WORDS = 5
"""Shorter sentences are like too many others to be called nearly the same."""

Kind = Literal["exact", "near", "lapsed"]
Words = tuple[str, ...]


class Approved(Record, frozen=True):
    """One text. until: the last day on which it counts. jurisdictions: where it counts (empty: everywhere).

    treatment, condition: what it is about. reference: under which it was signed off; owner: by whom.
    notice: the id of the rule that asks for this text on a page; a page that carries it has what the rule asks for.
    replaces: phrases that this text is signed off to stand in the place of, word for word.
    """

    text: Text
    treatment: Text
    reference: Text
    owner: Text
    until: datetime.date
    jurisdictions: tuple[Text, ...] = ()
    condition: Text | None = None
    notice: Text | None = None
    replaces: tuple[Text, ...] = ()
    at: Place = field(default_factory=Place)

    def counts_in(self, jurisdictions: Mapping[str, tuple[str, ...]]) -> bool:
        """Return whether it counts in all of the jurisdictions (code to its own code and the one it lies over)."""
        wanted = set(self.jurisdictions)
        return not wanted or all(not wanted.isdisjoint(codes) for codes in jurisdictions.values())


class Found(Record, frozen=True):
    """An approved text that stands on a page: the sentences that say it, and how they differ from it."""

    kind: Kind
    approved: Approved
    sentences: tuple[Sentence, ...]
    difference: str = ""


class _Entry(Record, frozen=True):
    approved: Approved
    sentences: tuple[Words, ...]
    replaces: tuple[Words, ...] = ()


class Replacement(Record, frozen=True):
    """A phrase, as words to compare, and the text that is signed off for its place."""

    phrase: Words
    approved: Approved


class Book(Record, frozen=True):
    """All approved texts with their words, ready to compare."""

    entries: tuple[_Entry, ...] = ()

    @property
    def texts(self) -> tuple[Approved, ...]:
        """Return the approved texts in the order of their file."""
        return tuple(entry.approved for entry in self.entries)

    def replacements(
        self, jurisdictions: Mapping[str, tuple[str, ...]], as_of: datetime.date
    ) -> tuple[Replacement, ...]:
        """Return the phrases that have an approved text to take their place here and on that day, the longest first."""
        found = [
            Replacement(phrase, entry.approved)
            for entry in self.entries
            if entry.replaces and entry.approved.until >= as_of and entry.approved.counts_in(jurisdictions)
            for phrase in entry.replaces
        ]
        return tuple(sorted(found, key=lambda one: -len(one.phrase)))


def load_approved(
    path: Path | None, vocabulary: Vocabulary, jurisdictions: Iterable[str] = (), notices: Iterable[str] = ()
) -> Book:
    """Read the approved texts of a site; none where there is no file. Raises KnowledgeError with every fault.

    notices: the ids of the rules that ask for a statement.
    """
    if path is None or not path.is_file():
        return Book()
    texts = load(tuple[Approved, ...], path, path.name)
    entries = tuple(_entry(one) for one in texts)
    known = tuple(jurisdictions), tuple(notices)
    problems = [problem for entry in entries for problem in _faults(entry, vocabulary, *known)]
    if problems:
        raise KnowledgeError(problems)
    return Book(entries)


def _entry(one: Approved) -> _Entry:
    phrases = (tuple(word for sentence in _split(phrase) for word in _words(sentence)) for phrase in one.replaces)
    return _Entry(one, tuple(_words(sentence) for sentence in _split(one.text)), tuple(phrases))


def read(
    sentences: Sequence[Sentence], book: Book, jurisdictions: Mapping[str, tuple[str, ...]], as_of: datetime.date
) -> list[Found]:
    """Return the approved texts that stand among the sentences of one document, in order of place.

    A sentence is held against the texts that count here; what it says exactly it says of no other.
    """
    entries = [entry for entry in book.entries if entry.approved.counts_in(jurisdictions)]
    if not entries:
        return []
    words = [_words(sentence) for sentence in sentences]
    starts: dict[Words, list[_Entry]] = {}
    for entry in entries:
        starts.setdefault(entry.sentences[0], []).append(entry)
    found: list[Found] = []
    taken: set[int] = set()
    for index in range(len(sentences)):
        for entry in starts.get(words[index], ()):
            if _goes_on(sentences, words, index, entry):
                held = tuple(sentences[index : index + len(entry.sentences)])
                taken.update(range(index, index + len(held)))
                found.append(Found("lapsed" if entry.approved.until < as_of else "exact", entry.approved, held))
    valid = [entry for entry in entries if entry.approved.until >= as_of]
    near = (_nearest(sentences[index], words[index], valid) for index in range(len(sentences)) if index not in taken)
    found += [one for one in near if one]
    return sorted(found, key=lambda one: (one.sentences[0].segment, one.sentences[0].start))


def _goes_on(sentences: Sequence[Sentence], words: Sequence[Words], index: int, entry: _Entry) -> bool:
    """True where the text's further sentences follow in the same block."""
    end = index + len(entry.sentences)
    return tuple(words[index:end]) == entry.sentences and sentences[end - 1].segment == sentences[index].segment


def _nearest(sentence: Sentence, words: Words, entries: Iterable[_Entry]) -> Found | None:
    best: tuple[float, _Entry, Words] | None = None
    for entry in entries:
        for wanted in entry.sentences:
            if len(wanted) < _FEWEST_WORDS or not NEAR * len(wanted) <= len(words) <= len(wanted) / NEAR:
                continue
            likeness = Levenshtein.normalized_similarity(words, wanted, score_cutoff=NEAR)
            if NEAR <= likeness < 1 and (best is None or likeness > best[0]):
                best = (likeness, entry, wanted)
    if best is None:
        return None
    return Found("near", best[1].approved, (sentence,), difference(best[2], words))


def difference(wanted: Sequence[str], found: Sequence[str]) -> str:
    """Return in plain words how what was found differs from what is approved."""
    parts: list[str] = []
    for step in Levenshtein.opcodes(wanted, found):
        old, new = (
            " ".join(side) for side in (wanted[step.src_start : step.src_end], found[step.dest_start : step.dest_end])
        )
        if step.tag == "replace":
            parts.append(f"“{new}” instead of “{old}”")
        elif step.tag == "delete":
            parts.append(f"“{old}” left out")
        elif step.tag == "insert":
            parts.append(f"“{new}” added")
    return ", ".join(parts)


def _split(text: str) -> list[Sentence]:
    builder = SegmentBuilder()
    builder.literal(0, text)
    segment = builder.finish(Surface.BODY)
    return list(split_segment(0, segment)) if segment else []


def _words(sentence: Sentence) -> Words:
    return tuple(word.norm for word in sentence.words if not word.is_mark)


def _faults(
    entry: _Entry, vocabulary: Vocabulary, jurisdictions: tuple[str, ...], notices: tuple[str, ...]
) -> Iterator[Problem]:
    one = entry.approved
    if not entry.sentences or not all(entry.sentences):
        yield one.text.problem("has no words; expected the text that was signed off")
    for phrase, words in zip(one.replaces, entry.replaces, strict=True):
        if not words:
            yield phrase.problem("has no words; expected the phrase that the text takes the place of")
        elif len(entry.sentences) > 1:
            yield phrase.problem("cannot be replaced by several sentences; expected a text of one sentence or phrase")
        elif words in entry.sentences:
            yield phrase.problem("says the same as the text that is to take its place")
    for name, kind in ((one.treatment, "treatment"), (one.condition, "condition")):
        yield from vocabulary.missing(name, kind)
    for code in one.jurisdictions:
        if jurisdictions and code not in jurisdictions:
            yield code.problem(f"there is no jurisdiction “{code}”{one_of(code, jurisdictions)}")
    if one.notice is not None and notices and one.notice not in notices:
        near = one_of(one.notice, notices)
        yield one.notice.problem(f"there is no rule “{one.notice}” that asks for a statement{near}")
