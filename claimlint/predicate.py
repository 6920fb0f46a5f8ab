"""The verbs, nouns and adjectives that assert an effect, and the words that strengthen or soften them, as data.

Strength is the ladder S0–S8: no claim, uncertain, studied, may, probably, can or helps, unhedged effect, structural or
disease-level effect, absolute.
"""

from __future__ import annotations

from enum import IntEnum
from pathlib import Path
from typing import Literal

from claimlint.inflect import inflections
from claimlint.phrase import compile_phrase
from claimlint.record import Record, field, names
from claimlint.scan import Entry
from claimlint.yamlload import Text, load

Form = Literal["verb", "noun", "adjective", "phrase"]
ObjectKind = Literal["condition", "outcome", "body-part", "treatment"]
OutcomeVerb = Literal["reduce", "increase", "improve", "affect"]
Grade = Literal["S0", "S1", "S2", "S3", "S4", "S5", "S6", "S7", "S8"]


class Strength(IntEnum):
    """The ladder of wording, S0 (no claim) to S8 (absolute)."""

    S0 = 0
    S1 = 1
    S2 = 2
    S3 = 3
    S4 = 4
    S5 = 5
    S6 = 6
    S7 = 7
    S8 = 8


class Predicate(Record, frozen=True):
    """One meaning and its words.

    group: the class that rules select by. verbs, nouns, adjectives: phrases. object: what the claim may be about.
    alone: the forms that claim something even where no object of these kinds stands near.
    senses: phrases in which the words mean something else ("curing light", "treat with courtesy").
    keeps: strength a bare "may" or "could" does not lower (hype such as "could revolutionise").
    outcomes: only outcomes of which a benefit is one of these verbs (`increase`: energy, not pain); empty: any.
    subject: verbs that take no object: what is changed is their subject ("the pain subsides").
    """

    group: Text
    strength: Grade
    verbs: tuple[Text, ...] = ()
    nouns: tuple[Text, ...] = ()
    adjectives: tuple[Text, ...] = ()
    object: tuple[ObjectKind, ...] = ("condition", "outcome", "body-part")
    alone: tuple[Form, ...] = ()
    senses: tuple[Text, ...] = ()
    keeps: bool = False
    outcomes: tuple[OutcomeVerb, ...] = ()
    subject: bool = False


class Modality(Record, frozen=True):
    """Phrases before (or around) a predicate that set its strength.

    lower: strength to the phrases that lower to it ("may": S3, "can": S5); `raise` words lift by one; `study` and
    `unknown` are statements about research; `promise` words keep the strength and mark a promissory hedge; `evidence`
    words make a hedge a true one; `offer`: signs that the page offers care; `hint`: weaker ones, which informing texts
    use too; `informs`: signs that a sentence informs; `mention`: words about the words in quotation marks; `review`: a
    paper's report of itself; `rival`: care that the page names beside its own ("conventional treatments"); `affirm`,
    `deny`: how an answer says yes or no.
    """

    lower: dict[Grade, tuple[Text, ...]]
    boost: tuple[Text, ...]
    promise: tuple[Text, ...]
    unknown: tuple[Text, ...]
    study: tuple[Text, ...]
    evidence: tuple[Text, ...]
    offer: tuple[Text, ...]
    review: tuple[Text, ...]
    rival: tuple[Text, ...] = ()
    affirm: tuple[Text, ...] = ()
    deny: tuple[Text, ...] = ()
    hint: tuple[Text, ...] = ()
    informs: tuple[Text, ...] = ()
    mention: tuple[Text, ...] = ()


class Predicates(Record, frozen=True):
    """All predicates by id, and the modality words."""

    by_id: dict[str, Predicate] = field(default_factory=dict)
    modality: Modality | None = None


def load_predicates(folder: Path) -> Predicates:
    """Read `predicates.yaml` and `modality.yaml`; a missing file is an empty one. Raises KnowledgeError."""
    predicates = folder / "predicates.yaml"
    modality = folder / "modality.yaml"
    return Predicates(
        load(dict[str, Predicate], predicates, _shown(predicates)) if predicates.exists() else {},
        load(Modality, modality, _shown(modality)) if modality.exists() else None,
    )


def entries(predicates: Predicates, kinds: frozenset[str]) -> list[Entry]:
    """Compile the phrases of all predicates and modality words for the scan."""
    made = []
    for name, predicate in predicates.by_id.items():
        for form, phrases in (
            ("verb", predicate.verbs),
            ("noun", predicate.nouns),
            ("adjective", predicate.adjectives),
        ):
            for part, phrase in enumerate(phrases):
                made.append(Entry(form, name, part, compile_phrase(phrase, inflections, kinds, lenient=True)))
        for part, phrase in enumerate(predicate.senses):
            made.append(Entry("sense", name, part, compile_phrase(phrase, inflections, kinds)))
    if predicates.modality:
        for grade, phrases in predicates.modality.lower.items():
            made += _modality(f"lower-{grade}", phrases, kinds)
        for kind in names(Modality):
            if kind != "lower":
                made += _modality(kind, getattr(predicates.modality, kind), kinds)
    return made


def _modality(kind: str, phrases: tuple[Text, ...], kinds: frozenset[str]) -> list[Entry]:
    return [
        Entry("modality", kind, part, compile_phrase(phrase, inflections, kinds)) for part, phrase in enumerate(phrases)
    ]


def _shown(path: Path) -> str:
    return f"{path.parent.name}/{path.name}"
