"""The cue lexicons of `rules/cues.yaml` → sets and phrases that the parse is searched with.

`Look` is the cheap road: it only asks whether a sentence holds the words that a mark takes, recall first, so that a
sentence is parsed only where it could get a mark that somebody asks for.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from claimlint import lazy, yamlload
from claimlint.language.probe import MarkKind
from claimlint.record import Record

_WORD = lazy.pattern(r"[^\W_]+(?:['’][^\W_]+)*")
_ENDINGS = ("s", "es", "ed", "d", "ing", "ies", "ied")
_DULL = frozenset("from people patients cases only make time place good long over".split())
_EXPLICIT = ("n't", "n’t")


class Cues(Record, frozen=True):
    """The file as written; the functions of this module give its compiled forms."""

    negators: tuple[str, ...]
    negative_subjects: tuple[str, ...]
    negative_adverbs: tuple[str, ...]
    pseudo_negations: tuple[str, ...]
    implicit_negatives: tuple[str, ...]
    implicit_phrases: tuple[str, ...]
    need_verbs: tuple[str, ...]
    factives: tuple[str, ...]
    subject_reach: tuple[str, ...]
    statement_nouns: tuple[str, ...]
    bullet_verbs: tuple[str, ...]
    modals: tuple[str, ...]
    hedge_adverbs: tuple[str, ...]
    hedge_words: tuple[str, ...]
    hedge_phrases: tuple[str, ...]
    attribution_verbs: tuple[str, ...]
    attribution_phrases: tuple[str, ...]
    clause_verbs: tuple[str, ...]
    own_voices: tuple[str, ...]
    warning_words: tuple[str, ...]
    weak_warning_words: tuple[str, ...]
    warning_phrases: tuple[str, ...]
    others: tuple[str, ...]
    others_markers: tuple[str, ...]
    promise_verbs: tuple[str, ...]
    warning_headings: tuple[str, ...]
    negating_lead_ins: tuple[str, ...]
    disease_headings: tuple[str, ...]
    disease_links: tuple[str, ...]
    care_words: tuple[str, ...]
    myth_words: tuple[str, ...]
    myth_phrases: tuple[str, ...]
    myth_labels: tuple[str, ...]
    question_words: tuple[str, ...]
    rhetorical_openings: tuple[str, ...]
    asking_words: tuple[str, ...]
    conditionals: tuple[str, ...]
    conditional_phrases: tuple[str, ...]
    evidence_nouns: tuple[str, ...]
    weak_words: tuple[str, ...]
    historical_phrases: tuple[str, ...]
    limit_phrases: tuple[str, ...]
    raising_words: tuple[str, ...]
    irregular: tuple[str, ...]


_WAYS: Mapping[MarkKind, tuple[tuple[str, ...], ...]] = {
    MarkKind.NEGATED: (("negators negative_subjects negative_adverbs implicit_negatives implicit_phrases",),),
    MarkKind.QUESTION: (("conditionals",),),
    MarkKind.HEDGED: (("modals hedge_adverbs hedge_words hedge_phrases",),),
    MarkKind.CONDITIONAL: (("conditionals conditional_phrases",),),
    MarkKind.ATTRIBUTED: (("attribution_verbs attribution_phrases",),),
    MarkKind.WARNED: (
        ("warning_words warning_phrases",),
        ("weak_warning_words", "promise_verbs"),
        ("promise_verbs", "others", "others_markers conditionals"),
    ),
    MarkKind.MYTH: (("myth_words myth_phrases myth_labels",),),
    MarkKind.HISTORICAL: (("historical_phrases",),),
    MarkKind.DISEASE: (),
    MarkKind.LIMITED: (("limit_phrases",), ("weak_words", "evidence_nouns")),
}
"""The ways in which a sentence comes by a mark: a word of each of the lists (lists named together are one)."""

Phrase = tuple[str, ...]


def load_cues(path: Path) -> Cues:
    """Read `cues.yaml`. Raises KnowledgeError."""
    return yamlload.load(Cues, path, path.name)


@functools.lru_cache(maxsize=256)
def word_set(words: tuple[str, ...]) -> frozenset[str]:
    """Return the words of a list as a set."""
    return frozenset(word.lower() for word in words)


@functools.lru_cache(maxsize=256)
def _by_first(phrases: tuple[str, ...]) -> dict[str, tuple[Phrase, ...]]:
    table: dict[str, list[Phrase]] = {}
    for phrase in sorted({tuple(text.lower().split()) for text in phrases}, key=len, reverse=True):
        table.setdefault(phrase[0], []).append(phrase)
    return {first: tuple(found) for first, found in table.items()}


def find_phrases(phrases: tuple[str, ...], words: Sequence[tuple[str, str]]) -> Iterator[tuple[int, int]]:
    """Yield where phrases stand in a row of (word, base form): first and past-last index, the longest at each place."""
    table = _by_first(phrases)
    for start, forms in enumerate(words):
        if forms[0] not in table and forms[1] not in table:
            continue
        for phrase in (found for form in dict.fromkeys(forms) for found in table.get(form, ())):
            stop = start + len(phrase)
            if stop <= len(words) and all(part in words[start + i] for i, part in enumerate(phrase)):
                yield start, stop
                break


class Look:
    """A quick look at texts for the words that marks of some kinds take."""

    def __init__(self, cues: Cues, kinds: frozenset[MarkKind]) -> None:
        self._asks = MarkKind.QUESTION in kinds
        self._openings = word_set(cues.question_words)
        ways = sorted({way for kind in kinds for way in _WAYS[kind]})
        sets = sorted({names for way in ways for names in way})
        self._ways = [sum(1 << sets.index(names) for names in way) for way in ways]
        self._known: dict[str, int] = {}
        listed = {name: _phrases(cues, name.split()) for name in sets}
        # Where a single word alone is looked for, a phrase that holds it needs no word of its own.
        single = {phrase[0] for way in ways if len(way) == 1 for phrase in listed[way[0]] if len(phrase) == 1}
        irregular = {base: forms for base, *forms in map(str.split, map(str.lower, cues.irregular))}
        for bit, name in enumerate(sets):
            for phrase in listed[name]:
                words = phrase if len(phrase) == 1 else [word for word in phrase if word in single][:1]
                for word in words or [_rarest(phrase)]:
                    for form in (word, *irregular.get(word, ())):
                        self._known[form] = self._known.get(form, 0) | 1 << bit
        self._seen: dict[str, int] = {}

    def sees(self, text: str, *, heading: bool = False) -> bool:
        """Return whether the text may get one of the marks. A heading may ask without a question mark."""
        if self._asks and ("?" in text or (heading and self._opens_as_question(text))):
            return True
        found = 0
        for word in _WORD.findall(text.lower()):
            lists = self._seen.get(word)
            if lists is None:
                lists = self._seen[word] = self._lists(word)
            if lists & ~found:
                found |= lists
                if any(way & found == way for way in self._ways):
                    return True
        return False

    def _lists(self, word: str) -> int:
        """Return the lists, as bits, that hold a word of which this could be a form."""
        known = self._known
        found = known.get(word, 0)
        if word.endswith(_EXPLICIT):
            found |= known.get(_EXPLICIT[0], 0)
        for ending in _ENDINGS:
            if word.endswith(ending):
                stem = word[: -len(ending)]
                for base in (stem, f"{stem}e", f"{stem}y", stem[:-1] if stem[-2:-1] == stem[-1:] else stem):
                    found |= known.get(base, 0)
        return found

    def _opens_as_question(self, text: str) -> bool:
        first = _WORD.search(text)
        return first is not None and first.group().lower() in self._openings


def _phrases(cues: Cues, lists: Sequence[str]) -> list[list[str]]:
    return [phrase.lower().split() for name in lists for phrase in getattr(cues, name)]


def _rarest(words: list[str]) -> str:
    return max((word for word in words if word not in _DULL), key=len, default=words[0])
