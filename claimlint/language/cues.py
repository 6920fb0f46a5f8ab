"""The cue lexicons of `rules/cues.yaml` → sets and phrases that the parse is searched with.

`Cues.in_text` is the cheap road: it only asks whether a sentence holds any cue word, recall first, so that a sentence
without one is never parsed.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator, Sequence
from pathlib import Path

from claimlint import lazy, yamlload
from claimlint.record import Record, names

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


_QUALIFIERS = frozenset(
    "pseudo_negations need_verbs factives subject_reach statement_nouns bullet_verbs clause_verbs own_voices others "
    "others_markers warning_headings negating_lead_ins myth_labels question_words rhetorical_openings asking_words "
    "evidence_nouns raising_words".split()
)
"""Lists that only qualify a cue found by another list; their words alone never ask for a parse."""

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
        for phrase in (found for form in dict.fromkeys(forms) for found in table.get(form, ())):
            stop = start + len(phrase)
            if stop <= len(words) and all(part in words[start + i] for i, part in enumerate(phrase)):
                yield start, stop
                break


def in_text(text: str, cues: Cues, *, heading: bool = False) -> bool:
    """Return whether the text may hold a cue: a question mark, or a word that could be a form of one in the lists.

    A heading may ask without a question mark.
    """
    if "?" in text or (heading and _opens_as_question(text, cues)):
        return True
    known = _cue_words(cues)
    for match in _WORD.finditer(text):
        word = match.group().lower()
        if word in known or word.endswith(_EXPLICIT):
            return True
        if any(word.endswith(end) and _base_in(word[: -len(end)], known) for end in _ENDINGS):
            return True
    return False


def _opens_as_question(text: str, cues: Cues) -> bool:
    first = _WORD.search(text)
    return first is not None and first.group().lower() in word_set(cues.question_words)


def _base_in(stem: str, known: frozenset[str]) -> bool:
    return (
        stem in known or stem + "e" in known or stem + "y" in known or (stem[-2:-1] == stem[-1:] and stem[:-1] in known)
    )


@functools.lru_cache(maxsize=4)
def _cue_words(cues: Cues) -> frozenset[str]:
    """The words the quick look waits for: all single words, and of each phrase without one its rarest."""
    listed = [getattr(cues, name) for name in names(type(cues)) if name not in _QUALIFIERS]
    phrases = [phrase.lower().split() for words in listed for phrase in words]
    single = {phrase[0] for phrase in phrases if len(phrase) == 1}
    return frozenset(single | {_rarest(phrase) for phrase in phrases if not single & set(phrase)})


def _rarest(words: list[str]) -> str:
    return max((word for word in words if word not in _DULL), key=len, default=words[0])
