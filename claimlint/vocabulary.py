"""The vocabulary YAML to entries: treatments, conditions, outcomes, body parts and harms, and what is a kind of what.

An entry's synonyms are strings of the phrase language; its name is one of them unless `match-name: false`. An ancestor
(knee osteoarthritis is an osteoarthritis) lends its evidence downwards only; the order of ancestors decides
verdicts: nearest first, ties by id. A name that stands for several things is a synonym of each of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from claimlint.ambiguity import Ambiguity, faults, load_ambiguities, parts
from claimlint.errors import KnowledgeError, Problem
from claimlint.record import Record, field, replace
from claimlint.yamlload import Place, Text, did_you_mean, load, nearest

KINDS: Mapping[str, str] = {
    "treatment": "treatments.yaml",
    "condition": "conditions.yaml",
    "outcome": "outcomes.yaml",
    "body-part": "body-parts.yaml",
    "harm": "harms.yaml",
}
"""Vocabulary kind to the file that holds it."""

VERBS = ("reduce", "increase", "improve", "affect")


class Established(Record, frozen=True):
    """A treatment that is ordinary care for a condition; `seen` where somebody opened the source.

    outcomes: what it changes, for copy that names the outcome and leaves the condition unsaid (braces, straight teeth).
    """

    condition: Text
    source: Text
    outcomes: tuple[Text, ...] = ()
    seen: bool = False


class Entry(Record, frozen=True):
    """One thing that copy speaks of.

    name: as it reads in the middle of a sentence. synonyms: phrases that mean it, the name first.
    sold: naming it is a sign of an offer. plural: the name takes a plural verb. structural: an outcome that is a change
    of tissue or disease rather than of how somebody feels or functions. verb: what a benefit does to an outcome.
    people: those who have a condition, where that is not “people with” its name.
    """

    id: str
    kind: str
    name: Text
    synonyms: tuple[Text, ...]
    is_a: tuple[Text, ...]
    sold: bool
    plural: bool
    structural: bool
    verb: str
    established_for: tuple[Established, ...]
    note: Text | None
    at: Place
    people: Text | None = None


class Raw(Record, frozen=True):
    """One entry as it is written; its id is the key that it stands under."""

    name: Text
    synonyms: tuple[Text, ...] = ()
    is_a: tuple[Text, ...] = ()
    match_name: bool = True
    sold: bool = False
    plural: bool = False
    structural: bool = False
    verb: Text | None = None
    established_for: tuple[Established, ...] = ()
    note: Text | None = None
    people: Text | None = None
    at: Place = field(default_factory=Place)


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """All entries by id; ids are unique across kinds. outcome_verbs: what a benefit does to an outcome, by its id.

    ambiguities: names that stand for several entries, by id. unclear: which synonyms of an entry are such names.
    """

    entries: Mapping[str, Entry]
    _ancestors: Mapping[str, tuple[str, ...]]
    outcome_verbs: Mapping[str, str]
    ambiguities: Mapping[str, Ambiguity]
    unclear: Mapping[str, Mapping[int, str]]

    def entry(self, id: str) -> Entry:  # noqa: A002 - the word the YAML uses
        """Return the entry of this id. Raises KeyError."""
        return self.entries[id]

    def get(self, id: str | None) -> Entry | None:  # noqa: A002
        """Return the entry of this id, or None."""
        return None if id is None else self.entries.get(id)

    def kind(self, kind: str) -> Iterator[Entry]:
        """Yield the entries of one kind in the order of their file."""
        return (entry for entry in self.entries.values() if entry.kind == kind)

    def ancestors(self, id: str) -> tuple[str, ...]:  # noqa: A002
        """Return the ids above this one: breadth first, ties by id; empty for an unknown id."""
        return self._ancestors.get(id, ())

    def missing(self, name: Text | None, kind: str) -> Iterator[Problem]:
        """Yield that a name written somewhere is no id of this kind, unless it is one or there is none."""
        known = self.get(name)
        if name is not None and (known is None or known.kind != kind):
            yield _unknown(name, kind, self.entries.values())

    def meant(self, kind: str, name: str) -> str:
        """Return “; did you mean …?” with the id that a name, a synonym or a slip stands for, or nothing."""
        return _meant(self.entries.values(), kind, name)

    def established(self, treatment: str, condition: str | None, outcome: str | None) -> Established | None:
        """Return the record that this treatment is ordinary care for the condition or for one above it.

        Where no condition is named the outcome decides; the care of a more general treatment is not borrowed. A general
        name that nobody sells (“surgery”) means the particular treatment that is ordinary care for the condition.
        """
        wanted = (condition, *self.ancestors(condition)) if condition else ()
        entry = self.entries.get(treatment)
        for record in entry.established_for if entry else ():
            if record.condition in wanted or (condition is None and outcome in record.outcomes):
                return record
        if entry is None or entry.sold or not wanted:
            return None
        return next((record for record in self._below(treatment) if record.condition in wanted), None)

    def _below(self, treatment: str) -> Iterator[Established]:
        for name in sorted(self._ancestors):
            if treatment in self._ancestors[name]:
                yield from self.entries[name].established_for


def load_vocabulary(folder: Path, site_folder: Path | None = None) -> Vocabulary:
    """Read the vocabulary of `folder`; entries of `site_folder` are added or replace those of the same id.

    A file that is absent is an empty vocabulary. Raises KnowledgeError with every fault of every file.
    """
    problems: list[Problem] = []
    entries: dict[str, Entry] = {}
    ambiguities = load_ambiguities((source for source in (folder, site_folder) if source), problems)
    for source in (folder, site_folder):
        own: dict[str, Entry] = {}
        for kind, filename in KINDS.items() if source else ():
            assert source is not None
            for id_, raw in _read(source / filename, problems).items():
                if id_ in own:
                    problems.append(
                        raw.at.problem(f"the id “{id_}” is taken by the kind “{own[id_].kind}”; ids are unique")
                    )
                own[id_] = _entry(id_, kind, raw, problems)
        entries.update(own)
    problems = problems or list(_check(entries, ambiguities))  # a name is only missing where all could be read
    if problems:
        raise KnowledgeError(problems)
    unclear: dict[str, dict[int, str]] = {}
    for id_, taken in parts(ambiguities).items():
        clear = entries[id_].synonyms
        entries[id_] = replace(entries[id_], synonyms=(*clear, *(phrase for phrase, _ in taken)))
        unclear[id_] = {len(clear) + place: ambiguity for place, (_, ambiguity) in enumerate(taken)}
    return Vocabulary(
        entries,
        {id_: _above(id_, entries) for id_ in entries},
        {id_: entry.verb for id_, entry in entries.items() if entry.kind == "outcome"},
        ambiguities,
        unclear,
    )


def _read(path: Path, problems: list[Problem]) -> dict[str, Raw]:
    if not path.is_file():
        return {}
    try:
        return load(dict[str, Raw], path, path.name)
    except KnowledgeError as error:
        problems.extend(error.problems)
        return {}


def _entry(id_: str, kind: str, raw: Raw, problems: list[Problem]) -> Entry:
    phrases = (raw.name, *raw.synonyms) if raw.match_name else raw.synonyms
    if not phrases:
        problems.append(raw.at.problem(f"“{id_}” can never be found: its name does not match and it has no synonyms"))
    for place, phrase in enumerate(phrases):
        if phrase.casefold() in {earlier.casefold() for earlier in phrases[:place]}:
            problems.append(phrase.problem(f"“{phrase}” stands twice in “{id_}”"))
    if raw.verb is not None and raw.verb not in VERBS:
        problems.append(raw.verb.problem(f"expected one of {', '.join(VERBS)}, found “{raw.verb}”"))
    if kind != "treatment" and (raw.sold or raw.established_for):
        problems.append(raw.at.problem("only a treatment has “sold” or “established-for”"))
    if kind != "condition" and raw.people:
        problems.append(raw.people.problem("only a condition has “people”"))
    if kind != "outcome" and (raw.structural or raw.verb):
        problems.append(raw.at.problem("only an outcome has “structural” or “verb”"))
    return Entry(
        id=id_,
        kind=kind,
        name=raw.name,
        synonyms=phrases,
        is_a=raw.is_a,
        sold=raw.sold,
        plural=raw.plural,
        structural=raw.structural,
        verb=str(raw.verb or ("affect" if raw.structural else "improve")),
        established_for=raw.established_for,
        note=raw.note,
        at=raw.at,
        people=raw.people,
    )


def _check(entries: Mapping[str, Entry], ambiguities: Mapping[str, Ambiguity]) -> Iterator[Problem]:
    for one in ambiguities.values():
        yield from faults(one)
        for name in (name for sense in one.senses for name in (sense.entry, *sense.near) if name):
            if name not in entries:
                yield name.problem(f"“{name}” is nothing in the vocabulary{did_you_mean(name, entries)}")
    for entry in entries.values():
        for parent in entry.is_a:
            yield from _names(entries, parent, entry.kind)
        for record in entry.established_for:
            yield from _names(entries, record.condition, "condition")
            for outcome in record.outcomes:
                yield from _names(entries, outcome, "outcome")
    yield from _cycles(entries)


def _names(entries: Mapping[str, Entry], name: Text, kind: str) -> Iterator[Problem]:
    if name not in entries or entries[name].kind != kind:
        yield _unknown(name, kind, entries.values())


def _unknown(name: Text, kind: str, entries: Iterable[Entry]) -> Problem:
    return name.problem(f"“{name}” is no {kind} of the vocabulary{_meant(entries, kind, name)}")


def _meant(entries: Iterable[Entry], kind: str, name: str) -> str:
    known: dict[str, str] = {}
    for entry in (entry for entry in entries if entry.kind == kind):
        for word in (entry.name, *entry.synonyms):
            known.setdefault(word.casefold(), entry.id)
    known.update({entry.id: entry.id for entry in entries if entry.kind == kind})
    near = nearest(name, known)
    return f"; did you mean “{known[near]}”?" if near else ""


def _cycles(entries: Mapping[str, Entry]) -> Iterator[Problem]:
    for entry in entries.values():
        for parent in entry.is_a:
            if parent == entry.id or entry.id in _above(parent, entries):
                yield parent.problem(f"“{entry.id}” is its own ancestor by way of “{parent}”")


def _above(id_: str, entries: Mapping[str, Entry]) -> tuple[str, ...]:
    found: dict[str, None] = {}
    level = [id_]
    while level:
        above = {str(parent) for name in level if name in entries for parent in entries[name].is_a}
        level = sorted(above - found.keys())
        found.update(dict.fromkeys(level))
    return tuple(found)
