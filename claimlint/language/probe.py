"""What the language stage is asked (Probe, Trigger) and what it answers (Reading, Mark)."""

from __future__ import annotations

from enum import StrEnum
from typing import Literal

from claimlint.record import Record


class MarkKind(StrEnum):
    """What the sentence does to a trigger other than assert it; the values are the words that rules use."""

    NEGATED = "negated"
    QUESTION = "genuine-question"
    HEDGED = "hedged"
    CONDITIONAL = "conditional"
    ATTRIBUTED = "attributed"
    WARNED = "warned-about"
    MYTH = "myth"
    HISTORICAL = "historical"
    LIMITED = "limited"
    DISEASE = "disease-described"


class Mark(Record, frozen=True):
    """One mark with the words that show it; `start` and `end` are the cue's place in the sentence text.

    A cue that stands in the heading above (`Probe.context`) has no place in the sentence: both are 0.
    """

    kind: MarkKind
    cue: str
    start: int
    end: int


class Trigger(Record, frozen=True):
    """Where a predicate stands in the sentence.

    `claims_absence` says that the negator belongs to the claim (“no side effects”, “without surgery”); the negator
    may stand inside the trigger or just before it.
    """

    start: int
    end: int
    form: Literal["verb", "noun", "adjective", "phrase"]
    claims_absence: bool = False


class Probe(Record, frozen=True):
    """One sentence, bullet or heading with its triggers; `context` is the heading or lead-in it stands under.

    about: the words of a heading, lead-in or key by which the sentence tells of a disease and not of its care.
    asked: the marks that somebody asks for; one that can have none of them is not parsed.
    """

    text: str
    triggers: tuple[Trigger, ...]
    fragment: bool = False
    heading: bool = False
    context: str = ""
    about: str = ""
    asked: frozenset[MarkKind] = frozenset(MarkKind)


class Reading(Record, frozen=True):
    """What was read for one trigger; `agent` is the half-open place of who or what does it, if the sentence says."""

    marks: tuple[Mark, ...] = ()
    agent: tuple[int, int] | None = None
