"""One rule = one YAML file with its examples inside: the record, its loader, and its phrases for the scan."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from pathlib import Path
from typing import Literal

from claimlint.errors import KnowledgeError, Problem
from claimlint.inflect import inflections
from claimlint.language import MarkKind
from claimlint.phrase import Phrase, compile_phrase
from claimlint.predicate import Form, Grade, ObjectKind, Predicates
from claimlint.record import Record, field
from claimlint.scan import Entry
from claimlint.segment import Surface
from claimlint.yamlload import Place, Text, did_you_mean, load

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
    all that the sentence says, but for a word or two. introduces: only in the lead-in of a list. beside: kinds of
    vocabulary entries of which one must stand in the same sentence. strength: of claims matched this way. true_where:
    licence statuses for which the words are a true statement ("FDA-cleared": device-cleared). denied: the words are no
    claim themselves, but of a question to which the answer is no ("Does it hurt?" – "Not at all").
    """

    phrase: Text | None = None
    claim: ClaimSelector | None = None
    surface: tuple[Surface, ...] = ()
    fragment: bool | None = None
    whole: bool = False
    introduces: bool = False
    last: bool = False
    beside: tuple[Literal["treatment", "condition", "outcome", "body-part", "harm"], ...] = ()
    strength: Grade | None = None
    true_where: tuple[Text, ...] = ()
    denied: bool = False
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


class DocumentTest(Record, frozen=True):
    """What a document rule asks of a whole page.

    kind: `missing` (a benefit claim stands there, and nothing that satisfies) or `contradicted` (a caveat on the page
    says otherwise than the claim). groups: predicate groups that count as benefit claims. strength: at least.
    statement: phrases that satisfy a `missing` rule, or are the caveats of a `contradicted` one. within: words between.
    words: pages shorter than this are left alone. claims: phrases besides frames that are the claim contradicted.
    treatment, condition: vocabulary ids of which the claim has to be about one, or about something more particular; a
    claim that leaves its condition open counts. draft: what is offered for a missing statement (harms: those on file).
    """

    kind: Literal["missing", "contradicted"]
    statement: tuple[Text, ...]
    strength: Grade = "S5"
    groups: tuple[Text, ...] = ()
    claims: tuple[Text, ...] = ()
    words: int = 80
    treatment: tuple[Text, ...] = ()
    condition: tuple[Text, ...] = ()
    draft: Literal["harms", "none"] = "harms"


class Rule(Record, frozen=True):
    """A rule. Its id is its file name and reads as what is flagged; its topic is its folder.

    judged_by: `evidence` (verdict from the registry), `wording` (the words themselves), `document` (a whole page).
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
    document: DocumentTest | None = None
    general: bool = False
    advertises: bool = False
    ordinary: bool = True
    only_in: tuple[Text, ...] = ()
    at: Place = field(default_factory=Place)

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


class Ruleset(Record, frozen=True):
    """All rules by id, in order of id."""

    rules: dict[str, CompiledRule]

    def __getitem__(self, rule: str) -> Rule:
        return self.rules[rule].rule


def load_rules(
    folders: Iterable[Path], predicates: Predicates, kinds: frozenset[str]
) -> tuple[Ruleset, list[Entry], list[Problem]]:
    """Read every `*.yaml` below the folders; a later folder's rule replaces one of the same id.

    Returns the rules, their phrases for the scan, and every fault of every file: a broken rule is left out and hides
    no other.
    """
    problems: list[Problem] = []
    rules: dict[str, CompiledRule] = {}
    entries: dict[str, list[Entry]] = {}
    for folder in folders:
        for path in sorted(folder.rglob("*.yaml")):
            shown = path.relative_to(folder.parent).as_posix()
            try:
                rule = load(Rule, path, shown)
                found = [*_faults(rule, path, predicates)]
                if found:
                    raise KnowledgeError(found)
                rules[rule.id], entries[rule.id] = _compile(rule, path.parent.name, kinds)
            except KnowledgeError as error:
                problems += error.problems
    ordered = dict(sorted(rules.items()))
    return Ruleset(ordered), [entry for name in ordered for entry in entries[name]], sorted(set(problems))


def _faults(rule: Rule, path: Path, predicates: Predicates) -> Iterable[Problem]:
    if rule.id != path.stem:
        yield rule.id.problem(f"the rule is named “{rule.id}” but its file {path.name}; expected the same name")
    if rule.judged_by == "document":
        if rule.document is None:
            yield rule.at.problem("is judged by document but has no “document”")
    elif not rule.match:
        yield rule.at.problem("has no “match”; expected at least one phrase or claim")
    if rule.judged_by != "evidence" and not rule.severity:
        yield rule.at.problem("has no “severity”; expected at least {default: warning}")
    groups = {str(predicate.group) for predicate in predicates.by_id.values()}
    for selector in rule.match:
        if (selector.phrase is None) == (selector.claim is None):
            yield selector.at.problem("expected either “phrase” or “claim”")
        if selector.claim:
            yield from _unknown(selector.claim.predicate, predicates.by_id, "predicate")
            yield from _unknown(selector.claim.group, groups, "group of predicates")


def _unknown(names: Iterable[Text], known: Iterable[str], what: str) -> Iterable[Problem]:
    known = list(known)
    for name in names:
        if name not in known:
            yield name.problem(f"there is no {what} “{name}”{did_you_mean(name, known)}")


def _compile(rule: Rule, topic: str, kinds: frozenset[str]) -> tuple[CompiledRule, list[Entry]]:
    problems: list[Problem] = []

    def compiled(phrase: Text) -> Phrase | None:
        try:
            return compile_phrase(phrase, inflections, kinds, lenient=True)
        except KnowledgeError as error:
            problems.extend(error.problems)
            return None

    entries: list[Entry] = []

    def add(kind: str, part: int, phrase: Text) -> None:
        made = compiled(phrase)
        if made:
            entries.append(Entry(kind, rule.id, part, made))

    modifiers: list[tuple[Phrase, ...]] = []
    for part, selector in enumerate(rule.match):
        if selector.phrase is not None:
            add("rule", part, selector.phrase)
        wanted = selector.claim.modifier if selector.claim else ()
        modifiers.append(tuple(made for phrase in wanted if (made := compiled(phrase))))
    for part, phrase in enumerate(rule.unless):
        add("unless", part, phrase)
    for part, phrase in enumerate(rule.unless_near):
        add("unless-near", part, phrase)
    if rule.document:
        for part, phrase in enumerate(rule.document.statement):
            add("statement", part, phrase)
        for part, phrase in enumerate(rule.document.claims):
            add("rule", part, phrase)
    if problems:
        raise KnowledgeError(problems)
    return CompiledRule(rule, topic, tuple(modifiers)), entries
