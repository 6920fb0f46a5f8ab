"""The wording YAML to templates that are checked when they are read: no banned word, no bare “may”, no unknown fact."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from enum import Enum
from pathlib import Path

from claimlint import lazy
from claimlint.errors import KnowledgeError, Problem
from claimlint.record import Record, field
from claimlint.wording.trim import Trims, unreadable
from claimlint.yamlload import Text, did_you_mean, load


class Slot(Enum):
    """The grammatical place that a draft goes to."""

    SENTENCE = "sentence"
    VERB_FINITE = "verb-finite"
    VERB_BARE = "verb-bare"
    VERB_ING = "verb-ing"
    ADJECTIVE = "adjective"
    NOUN_PHRASE = "noun-phrase"
    BULLET = "bullet"
    LEAD_IN = "lead-in"
    HEADING = "heading"
    QUESTION = "question"
    BUTTON = "button"
    ATTRIBUTE = "attribute"
    ALT = "alt"


FACTS = frozenset(
    "treatment condition people usual-people outcome regulator population follow-up comparator size harms verb verbs "
    "verbing is has it its helps does does-these compares this-treatment treatment-again held-treatment held-has "
    "held-population held-outcome".split()
)
"""What a template may name; with a capital it begins with one."""
_FACT = lazy.pattern(r"\{([A-Za-z-]+)\}")
_OPTIONAL = lazy.pattern(r"\[([^\[\]]*)\]")
_BARE_MAY = lazy.pattern(r"\b(?:may|might|could)\b", re.IGNORECASE)


class Verb(Record, frozen=True):
    """The forms of a verb; the bare form is the plural one."""

    finite: Text
    plural: Text
    ing: Text


class Words(Record, frozen=True):
    """Words that no draft says, forms of the verbs, spelling, and what people write at each step of the ladder.

    orders: verbs with which a sentence begins that tells its reader to do something. vague: outcomes and treatments,
    by id, of which nobody could ask what is known. generic: treatments that stand for many, and are not named.
    """

    banned: tuple[Text, ...]
    verbs: Mapping[Text, Verb]
    size: Mapping[Text, Text]
    american: Mapping[Text, Text] = field(default_factory=dict)
    orders: tuple[Text, ...] = ()
    vague: tuple[Text, ...] = ()
    generic: tuple[Text, ...] = ()
    ladder: Mapping[Text, Text] = field(default_factory=dict)


class Case(Record, frozen=True):
    """The lines of one state or status by slot, the most particular first; the first that can be filled is used.

    plain, short: the whole sentence in another tone; imperative: for one that tells its reader to do something.
    A slot without lines is redrafted as the whole sentence.
    A bullet's line may begin with a label of its own in angle brackets.
    """

    sentence: tuple[Text, ...]
    verb_finite: tuple[Text, ...]
    bullet: tuple[Text, ...]
    heading: tuple[Text, ...]
    question: tuple[Text, ...]
    button: tuple[Text, ...]
    attribute: tuple[Text, ...]
    lead_in: tuple[Text, ...] = ()
    verb_ing: tuple[Text, ...] = ()
    noun_phrase: tuple[Text, ...] = ()
    plain: tuple[Text, ...] = ()
    short: tuple[Text, ...] = ()
    imperative: tuple[Text, ...] = ()

    def lines(self, slot: Slot) -> tuple[Text, ...]:
        """Return the lines for a slot, best first; none where the slot takes no line of its own."""
        if slot in (Slot.VERB_BARE, Slot.ADJECTIVE, Slot.ALT):
            return ()
        found: tuple[Text, ...] = getattr(self, slot.value.replace("-", "_"))
        return found

    @property
    def every(self) -> tuple[Text, ...]:
        """All lines, whatever their slot and tone."""
        return (*(line for slot in Slot for line in self.lines(slot)), *self.plain, *self.short, *self.imperative)


class Questions(Record, frozen=True):
    """What to ask where no draft can be true, the most particular first."""

    unverified: tuple[Text, ...]
    established: tuple[Text, ...]
    alt: tuple[Text, ...]
    contradicted: tuple[Text, ...]
    quoted: tuple[Text, ...]


class Wording(Record, frozen=True):
    """All templates by evidence state and licence status, the questions to ask, and the words they are made of."""

    states: Mapping[str, Case]
    status: Mapping[str, Case]
    questions: Questions
    words: Words
    trims: Trims = field(default_factory=Trims)


STATES = frozenset(
    "E0.no-benefit E0.unproven E0.conflicting E0.harm E1 E2 E2.randomised E3 E4 E5 E5.similar E6 indirect "
    "uncertain established unverified".split()
)
STATUSES = frozenset({"unlicensed", "other-use", "prescription"})


def load_wording(folder: Path) -> Wording:
    """Read the wording of a folder. Raises KnowledgeError with every template that could not be offered."""
    states = load(dict[str, Case], folder / "states.yaml", "wording/states.yaml")
    status = load(dict[str, Case], folder / "status.yaml", "wording/status.yaml")
    questions = load(Questions, folder / "questions.yaml", "wording/questions.yaml")
    words = load(Words, folder / "words.yaml", "wording/words.yaml")
    trims = load(Trims, folder / "trims.yaml", "wording/trims.yaml")
    problems = [
        *_missing("wording/states.yaml", states, STATES),
        *_missing("wording/status.yaml", status, STATUSES),
        *(fault for line in _lines(states, status, questions) for fault in _faults(line, words)),
        *unreadable(trims),
    ]
    if problems:
        raise KnowledgeError(problems)
    return Wording(states, status, questions, words, trims)


def fill(line: str, facts: Mapping[str, str]) -> str | None:
    """Return the line with its facts, or None where one that it needs is not there."""

    def optional(match: re.Match[str]) -> str:
        inside = match.group(1)
        return inside if all(facts.get(name.lower()) for name in _FACT.findall(inside)) else ""

    kept = _OPTIONAL.sub(optional, line)
    if not all(facts.get(name.lower()) for name in _FACT.findall(kept)):
        return None
    return _FACT.sub(lambda match: _fact(match.group(1), facts), kept)


def _fact(name: str, facts: Mapping[str, str]) -> str:
    value = facts[name.lower()]
    plain = len(value) > 1 and value[0].islower() and value[1].isupper()
    return value if name.islower() or plain else value[:1].upper() + value[1:]


def _missing(name: str, found: Mapping[str, Case], wanted: frozenset[str]) -> Iterator[Problem]:
    for key in sorted(wanted - found.keys()):
        yield Problem(name, 1, 1, f"is missing “{key}”")
    for key in sorted(found.keys() - wanted):
        yield Problem(name, 1, 1, f"has “{key}”, which nothing asks for{did_you_mean(key, wanted)}")


def _lines(states: Mapping[str, Case], status: Mapping[str, Case], questions: Questions) -> Iterator[Text]:
    for case in (*states.values(), *status.values()):
        yield from case.every
    yield from (
        *questions.unverified,
        *questions.established,
        *questions.alt,
        *questions.contradicted,
        *questions.quoted,
    )


def _faults(line: Text, words: Words) -> Iterator[Problem]:
    for match in _FACT.finditer(line):
        if match.group(1).lower() not in FACTS:
            wanted = ", ".join(sorted(FACTS))
            yield line.problem(f"names {match.group()}; expected one of {wanted}", match.start())
    for word in words.banned:
        found = re.search(rf"(?<![\w-]){re.escape(word)}(?![\w-])", line, re.IGNORECASE)
        if found:
            yield line.problem(f"says “{found.group()}”, which no draft may say", found.start())
    may = _BARE_MAY.search(line)
    if may and "evidence" not in line.lower():
        yield line.problem(f"says “{may.group()}” without naming the evidence", may.start())
