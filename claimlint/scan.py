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


REMEMBERED = 8192
"""Rows of words whose hits are remembered: sites say much more than once."""


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


class Lexicon(Record, frozen=True, eq=False):
    """Compiled phrases, indexed; `kinds` are the vocabularies, whose entries fill the slots of other phrases.

    Entries of vocabularies come first, `first_other` is the number of the first one that is of none. index: the entries
    that a word asks for. needs: further sets of words of which an entry needs one each, to be tried at all.
    """

    entries: Sequence[Entry]
    kinds: frozenset[str]
    first_other: int
    index: Mapping[str, tuple[int, ...]]
    needs: Sequence[tuple[frozenset[str], ...]]
    typos: Mapping[str, tuple[str, ...]]


class Hits(Record):
    """Everything found in one sentence, vocabulary apart from the rest. Sentences of the same words share the lists."""

    sentence: Sentence
    vocabulary: Sequence[Hit] = ()
    others: Sequence[Hit] = ()
    typos: Mapping[str, str] = field(default_factory=dict)

    def of(self, kind: str) -> Iterator[Hit]:
        """Yield the hits of one kind that is no vocabulary, in order of place."""
        return (hit for hit in self.others if hit.entry.kind == kind)

    def named(self, kinds: Iterable[str]) -> list[Hit]:
        """Return the vocabulary hits of several kinds in order of place."""
        wanted = frozenset(kinds)
        return [hit for hit in self.vocabulary if hit.entry.kind in wanted]


_COMMON = frozenset(
    "a about after all an and any are as at be been before being but by can could did do does every for from had has "
    "have he her his how i if in into is it its may might more most my never no non not now of off on one only or "
    "other our out over own she should so some such than that the their them then there these they this those through "
    "to too under until up us was we were what when where which while who will with within without would you your "
    "'s 're 'll , . : ; - – — ! ? ( ) \" “ ” ' % & /".split()
)
"""Closed classes and marks, which stand in most sentences."""
_EVERYWHERE = 1000
_OFTEN = 300
"""For how many other entries such a word, and a slot, count when an entry's rarest words are chosen."""


def build(entries: Iterable[Entry], kinds: Iterable[str]) -> Lexicon:
    """Index the entries, each under the required words that fewest other entries need and fewest sentences hold."""
    kinds = frozenset(kinds)
    entries = tuple(sorted(entries, key=lambda entry: entry.kind not in kinds))
    anchors = [entry.phrase.anchors for entry in entries]
    popular = Counter(word for choices in anchors for choice in choices for word in choice)
    popular.update({word: _EVERYWHERE for word in popular if word in _COMMON})
    popular.update({word: _OFTEN for word in popular if word.startswith("{")})
    index: dict[str, list[int]] = {}
    needs: list[tuple[frozenset[str], ...]] = []
    triggers: dict[str, list[str]] = {}
    for number, (entry, choices) in enumerate(zip(entries, anchors, strict=True)):
        rarest = sorted(choices, key=lambda choice: (sum(popular[word] for word in choice), sorted(choice)))
        for word in rarest[0]:
            index.setdefault(word, []).append(number)
        needs.append(tuple(rarest[1:]))
        for word in entry.phrase.misspelt:
            triggers.setdefault(word[0], []).append(word)
    return Lexicon(
        entries,
        kinds,
        sum(entry.kind in kinds for entry in entries),
        {word: tuple(numbers) for word, numbers in index.items()},
        needs,
        {letter: tuple(sorted(set(found))) for letter, found in triggers.items()},
    )


Meaningless = frozenset[tuple[int, int, str]]
"""Word ranges of a sentence, each with an entry that nothing in it means."""


def scan(sentence: Sentence, lexicon: Lexicon, without: Meaningless = frozenset()) -> Hits:
    """Find every entry of the lexicon in one sentence, but for what is known to mean something else."""
    return Hits(sentence, *_found(sentence.norms, lexicon, without))


@functools.lru_cache(maxsize=REMEMBERED)
def _found(
    norms: tuple[str, ...], lexicon: Lexicon, without: Meaningless
) -> tuple[Sequence[Hit], Sequence[Hit], Mapping[str, str]]:
    """Return hits of vocabularies, other hits and misspellings in a row of words."""
    typos = _typos(norms, lexicon)
    present = {typos.get(norm, norm) for norm in norms} if typos else set(norms)
    slots: dict[str, dict[int, set[int]]] = {}
    numbers = _candidates(present, lexicon)
    matcher = Matcher(norms, {}, typos)
    named: list[Hit] = []
    for number in sorted(number for number in numbers if number < lexicon.first_other):
        if not any(map(present.isdisjoint, lexicon.needs[number])):
            entry = lexicon.entries[number]
            for first, last in matcher.find(entry.phrase):
                if without and any(
                    name == entry.name and start <= first and last <= end for start, end, name in without
                ):
                    continue
                named.append(Hit(entry, first, last))
                slots.setdefault(entry.kind, {}).setdefault(first, set()).add(last)
    named = _longest(named, outer="outcome", inner="treatment")
    matcher = Matcher(norms, slots, typos)
    filled = {"{" + kind + "}" for kind in matcher.kinds}
    asked = filled if present & _NUMBERS or any(norm[:1].isdigit() for norm in norms) else filled - _BUILT_IN
    numbers |= _candidates(asked, lexicon)
    present |= filled
    others: list[Hit] = []
    for number in numbers:
        if number >= lexicon.first_other and not any(map(present.isdisjoint, lexicon.needs[number])):
            entry = lexicon.entries[number]
            others += [Hit(entry, first, last) for first, last in matcher.find(entry.phrase)]
    others.sort(key=lambda hit: (hit.first, -hit.last, hit.entry.kind, hit.entry.name, hit.entry.part))
    return named, others, typos


_BUILT_IN = frozenset("{" + kind + "}" for kind in BUILT_IN)
_NUMBERS = frozenset(
    "one two three four five six seven eight nine ten hundred hundreds thousand thousands half".split()
)


def _candidates(words: Iterable[str], lexicon: Lexicon) -> set[int]:
    index = lexicon.index
    return set().union(*[index[word] for word in words if word in index])


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


def _typos(norms: Iterable[str], lexicon: Lexicon) -> dict[str, str]:
    """Map misspelt words to the trigger that each stands for."""
    found = {}
    for norm in norms:
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
