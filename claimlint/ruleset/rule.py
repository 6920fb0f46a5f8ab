"""One rule = one YAML file with its examples inside: the record that the loader makes of it."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Literal

from claimlint.language import MarkKind
from claimlint.licence import Status
from claimlint.phrase import Phrase
from claimlint.predicate import Form, Grade, ObjectKind
from claimlint.record import Record, field
from claimlint.segment import Surface
from claimlint.yamlload import Place, Text

Severity = Literal["error", "warning", "info"]


class Basis(Record, frozen=True):
    """A document that a rule rests on. `seen`: its text was read; from memory it is never shown as a fact.

    secondary: who reports it, where its own text was not read. effective, lapses: the first day on which it is in
    force, and the first on which it no longer is.
    """

    source: Text
    jurisdiction: Text
    seen: bool
    section: Text | None = None
    url: Text | None = None
    note: Text | None = None
    secondary: Text | None = None
    effective: datetime.date | None = None
    lapses: datetime.date | None = None

    @property
    def shown(self) -> str | None:
        """How a sentence names it; None where nobody has seen it."""
        name = f"{self.source}, {self.section}" if self.section else str(self.source)
        if self.seen:
            return name
        return f"{name} (reported by {self.secondary})" if self.secondary else None

    def in_force(self, as_of: datetime.date) -> bool:
        """Return whether it is in force on this day."""
        started = self.effective is None or self.effective <= as_of
        return started and (self.lapses is None or as_of < self.lapses)


class ClaimSelector(Record, frozen=True):
    """Selects frames: every part that is given must fit.

    predicate: ids; group: classes; form: verb, noun, adjective; object: what it is said of (a kind of the vocabulary);
    structural: the object is a structure (cartilage, tissue), not a symptom; modifier: phrases beside the predicate;
    treatment: ids (or ancestors) of the treatment named in the sentence; strength: at least; softened: a modality kind.
    """

    predicate: tuple[Text, ...] = ()
    group: tuple[Text, ...] = ()
    form: tuple[Form, ...] = ()
    object: tuple[ObjectKind, ...] = ()
    structural: bool | None = None
    modifier: tuple[Text, ...] = ()
    strength: Grade | None = None
    softened: tuple[Text, ...] = ()


class Selector(Record, frozen=True):
    """One way a rule matches: a phrase (an idiom) or a claim (a frame), within narrowing conditions.

    surface: only there. fragment: only where the sentence has (false) or lacks (true) a full stop. whole: the match is
    all that the sentence says, but for a word or two. key: only in data under one of these names (`indications:`).
    introduces: only in the lead-in of a list. beside: kinds of
    vocabulary entries of which one must stand in the same sentence. strength: of claims matched this way. true_where:
    licence statuses for which the words are a true statement ("FDA-cleared": device-cleared). denied: the words are no
    claim themselves, but of a question to which the answer is no ("Does it hurt?" – "Not at all"). advertises: as for a
    rule, where only some of its words are that.
    """

    phrase: Text | None = None
    claim: ClaimSelector | None = None
    surface: tuple[Surface, ...] = ()
    fragment: bool | None = None
    whole: bool = False
    key: tuple[Text, ...] = ()
    introduces: bool = False
    last: bool = False
    beside: tuple[Literal["treatment", "condition", "outcome", "body-part", "harm"], ...] = ()
    strength: Grade | None = None
    true_where: tuple[Status, ...] = ()
    denied: bool = False
    advertises: bool = False
    at: Place = field(default_factory=Place)


class Example(Record, frozen=True):
    """An example in a format other than plain text, or with a page around it; `[[…]]` marks what is flagged."""

    text: Text | None = None
    html: Text | None = None
    markdown: Text | None = None
    about: Text | None = None
    because: Text | None = None


class Examples(Record, frozen=True):
    """What a rule flags, what it leaves alone, and what it is known to miss (strictly: fails the day it works)."""

    flag: tuple[Text | Example, ...]
    pass_: tuple[Text | Example, ...]
    known_miss: tuple[Example, ...] = ()


class Asks(Record, frozen=True):
    """One thing that asks for a required statement: a claim, what a rule found, an idiom or a reference mark.

    strength: benefit claims at least this strong, that the evidence does not carry. group: their predicates' groups.
    rule: what these rules found. treatment, condition: only of claims about one of these, or about something more
    particular; a claim that leaves its condition open counts. status: only of claims about a treatment that has one of
    these licence statuses. phrase: an idiom, whatever stands around it. mark: a sign right after a word ("*"), in a
    sentence that claims something; "[1]" stands for any number in brackets, "¹" for any raised number. The statement is
    then a text that begins with the same sign, and the rule's own statements are names of lists of notes.
    """

    strength: Grade | None = None
    group: tuple[Text, ...] = ()
    rule: tuple[Text, ...] = ()
    phrase: Text | None = None
    mark: tuple[Text, ...] = ()
    treatment: tuple[Text, ...] = ()
    condition: tuple[Text, ...] = ()
    status: tuple[Status, ...] = ()
    at: Place = field(default_factory=Place)


class Requires(Record, frozen=True):
    """A statement that has to stand near something.

    asked_by: what asks for it; any of them does. statement: phrases of which one has to be there.
    near: in the same block, in its section, or anywhere on the page. A section is what stands below one
    heading; a statement in another section counts too if it is that section's heading, or no more than `within` words
    away, unless that section is about another treatment.
    words: pages shorter than this are left alone. draft: what is offered to put in: the rule's own `suggest`, the
    sentence on the product's licence status before it, or nothing.
    """

    asked_by: tuple[Asks, ...]
    statement: tuple[Text, ...] = ()
    near: Literal["block", "section", "page"] = "page"
    within: int = 0
    words: int = 0
    draft: Literal["status", "own", "none"] = "own"


class Contradiction(Record, frozen=True):
    """A caveat elsewhere on the page that says otherwise than a claim.

    strength: of the claims that are held against it. caveat: phrases. claims: idioms that are claims too.
    words: pages shorter than this are left alone.
    """

    caveat: tuple[Text, ...]
    strength: Grade = "S6"
    claims: tuple[Text, ...] = ()
    words: int = 80


class Rule(Record, frozen=True):
    """A rule. Its id is its file name and reads as what is flagged; its topic is its folder.

    judged_by: `evidence` (verdict from the registry), `wording` (the words themselves), `document` (a whole page: what
    it `requires` to be said, or a `contradiction` in it).
    strength: a floor for claims matched by phrase. excuse: marks that make a match harmless. unless: phrases that give
    the matched words another sense where they overlap it. unless_near: the same anywhere in the sentence.
    general: where another rule says something more particular of the same words, that one speaks.
    advertises: its words are a sign of an offer by themselves; informing texts do not use them.
    ordinary: that a treatment is ordinary care for a condition supports these words too; false where they say more than
    that it works (how fast, in how many).
    only_in: jurisdictions outside of which the rule does not hold (empty: it holds everywhere).
    """

    id: Text
    judged_by: Literal["evidence", "wording", "document"]
    message: Text
    why: Text
    basis: tuple[Basis, ...]
    examples: Examples
    match: tuple[Selector, ...] = ()
    severity: dict[str, Severity] = field(default_factory=dict)
    strength: Grade | None = None
    excuse: tuple[MarkKind, ...] = ()
    unless: tuple[Text, ...] = ()
    unless_near: tuple[Text, ...] = ()
    suggest: dict[str, Text] = field(default_factory=dict)
    requires: Requires | None = None
    contradiction: Contradiction | None = None
    general: bool = False
    advertises: bool = False
    ordinary: bool = True
    only_in: tuple[Text, ...] = ()
    at: Place = field(default_factory=Place)

    @property
    def excuses(self) -> tuple[MarkKind, ...]:
        """The marks that make a match harmless; words that a sentence denies ask for no statement."""
        return self.excuse or ((MarkKind.NEGATED,) if self.judged_by == "document" else ())

    def holds(self, jurisdictions: Iterable[str], as_of: datetime.date) -> bool:
        """Return whether the rule holds in any of the jurisdictions on this day.

        A rule whose every basis is out of force does not hold; a basis without dates is always in force.
        """
        here = not self.only_in or not set(self.only_in).isdisjoint(jurisdictions)
        return here and (not self.basis or any(basis.in_force(as_of) for basis in self.basis))

    def severity_for(self, keys: Iterable[str]) -> Severity:
        """Return the strictest severity that the mapping holds for any of the keys, else its default."""
        order: tuple[Severity, ...] = ("error", "warning", "info")
        found = [self.severity[key] for key in keys if key in self.severity]
        return min(found, key=order.index) if found else self.severity.get("default", "warning")


class CompiledRule(Record, frozen=True):
    """A rule with its topic (the name of its folder) and its modifier phrases compiled, selector by selector."""

    rule: Rule
    topic: str
    modifiers: tuple[tuple[Phrase, ...], ...]


class Ruleset(Record, frozen=True, eq=False):
    """All rules by id, in order of id."""

    rules: dict[str, CompiledRule]

    def __getitem__(self, rule: str) -> Rule:
        return self.rules[rule].rule
