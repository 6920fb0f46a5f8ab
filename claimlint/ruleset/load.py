"""The rule files to rules: every name in them checked against what there is, every phrase compiled for the scan."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from claimlint.errors import KnowledgeError, Problem
from claimlint.inflect import inflections
from claimlint.licence import Status
from claimlint.phrase import Phrase, compile_phrase
from claimlint.predicate import Predicates
from claimlint.record import Record
from claimlint.ruleset.rule import Asks, CompiledRule, Requires, Rule, Ruleset
from claimlint.scan import Entry
from claimlint.vocabulary import Vocabulary
from claimlint.yamlload import Place, Text, did_you_mean, load

_PLACES = "sentence clause verb-phrase noun-phrase adjective bullet lead-in heading question button attribute".split()
SLOTS = (*_PLACES, *(f"{place}-else" for place in _PLACES), "ask")
"""The places that a rule has draft wording for, what to fall back on in each, and what to ask where nothing fits."""


class Names(Record, frozen=True):
    """What a rule may name: predicates, vocabulary, and the codes of jurisdictions (none: they are not looked at)."""

    predicates: Predicates
    vocabulary: Vocabulary
    jurisdictions: tuple[str, ...] = ()


def load_rules(
    folders: Iterable[Path], names: Names, kinds: frozenset[str]
) -> tuple[Ruleset, list[Entry], list[Problem]]:
    """Read every `*.yaml` below the folders; a later folder's rule replaces one of the same id.

    Returns the rules, their phrases for the scan, and every fault of every file: a broken rule is left out and hides
    no other.
    """
    problems: list[Problem] = []
    rules: dict[str, CompiledRule] = {}
    entries: dict[str, list[Entry]] = {}
    files = [(folder, path) for folder in folders for path in sorted(folder.rglob("*.yaml"))]
    ids = {path.stem for _, path in files}
    for place, (folder, path) in enumerate(files):
        shown = path.relative_to(folder.parent).as_posix()
        try:
            twin = next((other for own, other in files[:place] if own == folder and other.stem == path.stem), None)
            rule = load(Rule, path, shown)
            found = [*_faults(rule, path, names, ids), *_twice(rule, path, twin, folder)]
            if found:
                raise KnowledgeError(found)
            rules[rule.id], entries[rule.id] = _compile(rule, path.parent.name, kinds)
        except KnowledgeError as error:
            problems += error.problems
    ordered = dict(sorted(rules.items()))
    return Ruleset(ordered), [entry for name in ordered for entry in entries[name]], sorted(set(problems))


def _twice(rule: Rule, path: Path, twin: Path | None, folder: Path) -> Iterator[Problem]:
    if twin is not None and rule.id == path.stem:
        first = twin.relative_to(folder.parent).as_posix()
        yield rule.id.problem(f"there is a rule “{rule.id}” already, in {first}; give this one another name")


def _faults(rule: Rule, path: Path, names: Names, ids: Iterable[str]) -> Iterator[Problem]:
    if rule.id != path.stem:
        yield rule.id.problem(f"the rule is named “{rule.id}” but its file {path.name}; expected the same name")
    yield from _shape(rule)
    for key in rule.severity:
        yield from _unknown((_text(key, rule.at),), _severity_keys(names), "licence status or jurisdiction")
    for slot in rule.suggest:
        yield from _unknown((_text(slot, rule.at),), SLOTS, "place for draft wording")
    if names.jurisdictions:
        codes = (*rule.only_in, *(basis.jurisdiction for basis in rule.basis))
        yield from _unknown(codes, names.jurisdictions, "jurisdiction")
    groups = {str(predicate.group) for predicate in names.predicates.by_id.values()}
    for selector in rule.match:
        if (selector.phrase is None) == (selector.claim is None):
            yield selector.at.problem("expected either “phrase” or “claim”")
        if selector.claim:
            yield from _unknown(selector.claim.predicate, names.predicates.by_id, "predicate")
            yield from _unknown(selector.claim.group, groups, "group of predicates")
            yield from _unknown(selector.claim.softened, _softening(names.predicates), "kind of softening")
    if rule.requires:
        yield from _asks_faults(rule.requires, names, groups, ids)


def _shape(rule: Rule) -> Iterator[Problem]:
    """What a rule of its kind has to have, and what it must not."""
    parts = [name for name in ("requires", "contradiction") if getattr(rule, name) is not None]
    if rule.judged_by == "document":
        if len(parts) != 1:
            yield rule.at.problem("is judged by document; expected either “requires” or “contradiction”")
        if rule.match:
            yield rule.match[0].at.problem("is judged by document and has no “match”; “requires” says what asks for it")
    else:
        if not rule.match:
            yield rule.at.problem("has no “match”; expected at least one phrase or claim")
        for name in parts:
            yield rule.at.problem(f"has “{name}” but is judged by {rule.judged_by}; expected “judged_by: document”")
    if rule.judged_by != "evidence" and not rule.severity:
        yield rule.at.problem("has no “severity”; expected at least {default: warning}")


def _asks_faults(requires: Requires, names: Names, groups: Iterable[str], ids: Iterable[str]) -> Iterator[Problem]:
    for asks in requires.asked_by:
        kinds = [bool(asks.strength), bool(asks.rule), bool(asks.phrase), bool(asks.mark)]
        if sum(kinds) != 1:
            yield asks.at.problem("expected one of “strength”, “rule”, “phrase” and “mark”")
        yield from _misplaced(asks)
        yield from _unknown(asks.group, groups, "group of predicates")
        yield from _unknown(asks.rule, ids, "rule")
        for wanted, kind in ((asks.treatment, "treatment"), (asks.condition, "condition")):
            known = [entry.id for entry in names.vocabulary.kind(kind)]
            yield from _unknown(wanted, known, f"{kind} in the vocabulary")
    marks = any(asks.mark for asks in requires.asked_by)
    others = any(not asks.mark for asks in requires.asked_by)
    if marks and others:
        yield requires.asked_by[0].at.problem(
            "a “mark” asks for the text that begins with it; expected nothing else that asks"
        )


def _misplaced(asks: Asks) -> Iterator[Problem]:
    if asks.group and not asks.strength:
        yield asks.at.problem("“group” narrows claims; expected “strength” beside it")
    if (asks.phrase or asks.mark) and (asks.treatment or asks.condition or asks.status):
        yield asks.at.problem("“treatment”, “condition” and “status” narrow claims and rules, no “phrase” or “mark”")


def _severity_keys(names: Names) -> tuple[str, ...]:
    return ("default", *(status.value for status in Status), *names.jurisdictions)


def _softening(predicates: Predicates) -> tuple[str, ...]:
    lower = predicates.modality.lower if predicates.modality else {}
    return (*(f"lower-{grade}" for grade in lower), "study", "unknown", "promise")


def _text(name: str, at: Place) -> Text:
    """Return a key with its place; a key that has none stands where its rule begins."""
    return name if isinstance(name, Text) else Text.at(name, at.path, at.line, at.column)


def _unknown(names: Iterable[Text], known: Iterable[str], what: str) -> Iterator[Problem]:
    known = list(known)
    for name in names:
        if name not in known:
            near = did_you_mean(name, known)
            listed = f"; expected one of {', '.join(known)}" if len(known) <= _LISTED else ""
            yield name.problem(f"there is no {what} “{name}”{near or listed}")


_LISTED = 16
"""So many names an error message lists."""


def _compile(rule: Rule, topic: str, kinds: frozenset[str]) -> tuple[CompiledRule, list[Entry]]:
    problems: list[Problem] = []

    def compiled(phrase: Text) -> Phrase | None:
        try:
            return compile_phrase(phrase, inflections, kinds, lenient=True)
        except KnowledgeError as error:
            problems.extend(error.problems)
            return None

    modifiers: list[tuple[Phrase, ...]] = []
    for selector in rule.match:
        wanted = selector.claim.modifier if selector.claim else ()
        modifiers.append(tuple(made for phrase in wanted if (made := compiled(phrase))))
    entries = [
        Entry(kind, str(rule.id), part, made) for kind, part, phrase in _phrases(rule) if (made := compiled(phrase))
    ]
    if problems:
        raise KnowledgeError(problems)
    return CompiledRule(rule, topic, tuple(modifiers)), entries


def _phrases(rule: Rule) -> Iterator[tuple[str, int, Text]]:
    """Yield the phrases of a rule: the kind of entry that each is for the scan, and its number among those."""
    for part, selector in enumerate(rule.match):
        if selector.phrase is not None:
            yield "rule", part, selector.phrase
    for kind, phrases in (("unless", rule.unless), ("unless-near", rule.unless_near)):
        yield from ((kind, part, phrase) for part, phrase in enumerate(phrases))
    asked, stated = (
        ([asks.phrase for asks in rule.requires.asked_by if asks.phrase], rule.requires.statement)
        if rule.requires
        else (rule.contradiction.claims, rule.contradiction.caveat)
        if rule.contradiction
        else ((), ())
    )
    yield from (("rule", part, phrase) for part, phrase in enumerate(asked))
    yield from (("statement", part, phrase) for part, phrase in enumerate(stated))
