"""Sentences to hits: one pass that finds every phrase of predicates, vocabularies and rules. Recall first, no verdicts.

A lexicon holds compiled phrases under the rarest words that each of them must contain. A sentence that holds none of
these words has nothing to look at; otherwise only the phrases it names are tried.
"""

from __future__ import annotations

import functools
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from claimlint import lazy
from claimlint.inflect import is_english
from claimlint.phrase import BUILT_IN, TYPO_LENGTH, Matcher, Phrase
from claimlint.record import Record, field
from claimlint.sentence import Sentence

if TYPE_CHECKING:
    from rapidfuzz import process
    from rapidfuzz.distance import DamerauLevenshtein
else:
    process = lazy.module("rapidfuzz.process")
    DamerauLevenshtein = lazy.module("rapidfuzz.distance.DamerauLevenshtein")


class Entry(Record, frozen=True):
    """A phrase and what it stands for: `kind` (a vocabulary, `verb`, `rule`), `name` (an id), `part` (which phrase)."""

    kind: str
    name: str
    part: int
    phrase: Phrase


class Hit(Record, frozen=True):
    """An entry found at the word range `[first, last)` of one sentence."""

    entry: Entry
    first: int
    last: int


class Lexicon(Record, frozen=True):
    """Compiled phrases, indexed; `kinds` are the vocabularies, whose entries fill the slots of other phrases."""

    entries: tuple[Entry, ...]
    kinds: frozenset[str]
    index: Mapping[str, tuple[int, ...]]
    typos: Mapping[str, tuple[str, ...]]


class Hits(Record):
    """Everything found in one sentence, vocabulary apart from the rest."""

    sentence: Sentence
    vocabulary: list[Hit] = field(default_factory=list)
    others: list[Hit] = field(default_factory=list)
    typos: dict[str, str] = field(default_factory=dict)

    def of(self, kind: str) -> Iterator[Hit]:
        """Yield the hits of one kind that is no vocabulary, in order of place."""
        return (hit for hit in self.others if hit.entry.kind == kind)

    def named(self, kinds: Iterable[str]) -> list[Hit]:
        """Return the vocabulary hits of several kinds in order of place."""
        wanted = frozenset(kinds)
        return [hit for hit in self.vocabulary if hit.entry.kind in wanted]


def build(entries: Iterable[Entry], kinds: Iterable[str]) -> Lexicon:
    """Index the entries, each under the required words that fewest other entries need."""
    entries = tuple(entries)
    popular = Counter(word for entry in entries for choice in entry.phrase.anchors for word in choice)
    index: dict[str, list[int]] = {}
    triggers: dict[str, list[str]] = {}
    for number, entry in enumerate(entries):
        choices = entry.phrase.anchors
        chosen = min(choices, key=lambda choice: (sum(popular[word] for word in choice), sorted(choice)))
        for word in chosen:
            index.setdefault(word, []).append(number)
        for word in entry.phrase.misspelt:
            triggers.setdefault(word[0], []).append(word)
    return Lexicon(
        entries,
        frozenset(kinds),
        {word: tuple(numbers) for word, numbers in index.items()},
        {letter: tuple(sorted(set(found))) for letter, found in triggers.items()},
    )


def scan(sentence: Sentence, lexicon: Lexicon) -> Hits:
    """Find every entry of the lexicon in one sentence."""
    hits = Hits(sentence)
    typos = hits.typos = _typos(sentence, lexicon)
    present = {typos.get(word.norm, word.norm) for word in sentence.words}
    ends: dict[tuple[str, int], set[int]] = {}

    def slots(kind: str, start: int) -> Sequence[int]:
        return tuple(ends.get((kind, start), ()))

    matcher = Matcher(sentence.words, slots, typos)
    numbers = _candidates(present, lexicon)
    for number in numbers:
        entry = lexicon.entries[number]
        if entry.kind in lexicon.kinds:
            for first, last in matcher.find(entry.phrase):
                hits.vocabulary.append(Hit(entry, first, last))
                ends.setdefault((entry.kind, first), set()).add(last)
    hits.vocabulary = _longest(hits.vocabulary, outer="outcome", inner="treatment")
    pseudo = {"{" + kind + "}" for kind, _ in ends}
    if any(word.norm[:1].isdigit() for word in sentence.words) or present & _NUMBERS:
        pseudo |= _PSEUDO
    numbers = sorted(set(numbers) | set(_candidates(pseudo, lexicon)))
    for number in numbers:
        entry = lexicon.entries[number]
        if entry.kind not in lexicon.kinds:
            hits.others += (Hit(entry, first, last) for first, last in matcher.find(entry.phrase))
    hits.others.sort(key=lambda hit: (hit.first, -hit.last, hit.entry.kind, hit.entry.name, hit.entry.part))
    return hits


_PSEUDO = frozenset("{" + kind + "}" for kind in BUILT_IN)
_NUMBERS = frozenset(
    "one two three four five six seven eight nine ten hundred hundreds thousand thousands half".split()
)


def _candidates(words: Iterable[str], lexicon: Lexicon) -> list[int]:
    return sorted({number for word in words for number in lexicon.index.get(word, ())})


def _longest(hits: list[Hit], *, outer: str, inner: str) -> list[Hit]:
    """Drop a hit inside a longer one of its kind ("pain" in "neck pain"), or an `inner` inside a longer `outer` one."""
    hits.sort(key=lambda hit: (hit.first, -hit.last, hit.entry.kind, hit.entry.name))
    kept: list[Hit] = []
    for hit in hits:
        if not any(
            (other.entry.kind == hit.entry.kind or (other.entry.kind, hit.entry.kind) == (outer, inner))
            and other.first <= hit.first
            and hit.last <= other.last
            and (other.first, other.last) != (hit.first, hit.last)
            for other in kept[-12:]
        ):
            kept.append(hit)
    return kept


_PLAIN = lazy.pattern(r"[a-z]+")


def _typos(sentence: Sentence, lexicon: Lexicon) -> dict[str, str]:
    """Map misspelt words of the sentence to the trigger that each stands for."""
    found = {}
    for word in sentence.words:
        norm = word.norm
        if len(norm) >= TYPO_LENGTH and norm not in lexicon.index and _PLAIN.fullmatch(norm):
            trigger = _trigger(norm, lexicon.typos.get(norm[0], ()))
            if trigger:
                found[norm] = trigger
    return found


@functools.lru_cache(maxsize=65536)
def _trigger(norm: str, triggers: tuple[str, ...]) -> str | None:
    """The trigger that a misspelling stands for: the same first letter, one edit away (two from ten letters on).

    A word of the English dictionary is no misspelling.
    """
    if not triggers or is_english(norm) or is_english(norm.capitalize()):
        return None
    budget = 2 if len(norm) >= 10 else 1
    near = process.extractOne(norm, triggers, scorer=DamerauLevenshtein.distance, score_cutoff=budget)
    return near[0] if near and near[1] else None
