"""`ambiguous.yaml` to names that stand for more than one thing, and what on a page shows which of them is meant.

A name that stands here stands under no entry of the vocabulary: every sense that has an entry takes it over.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from claimlint.errors import KnowledgeError, Problem
from claimlint.record import Record, field
from claimlint.yamlload import Place, Text, load

FILE = "ambiguous.yaml"


class Sense(Record, frozen=True):
    """One thing that the name may stand for.

    entry: a vocabulary id, None for something that the vocabulary has no entry for. meaning: what it is, as it reads in
    the middle of a sentence; an entry has a name of its own. near: ids whose mention shows that this is meant, whatever
    is a kind of them too. words: phrases that show it.
    """

    entry: Text | None = None
    meaning: Text | None = None
    near: tuple[Text, ...] = ()
    words: tuple[Text, ...] = ()


class Ambiguity(Record, frozen=True):
    """A name, written in several ways, with its senses; the first that has an entry is taken where a page is silent."""

    name: Text
    senses: tuple[Sense, ...]
    synonyms: tuple[Text, ...] = ()
    match_name: bool = True
    note: Text | None = None
    at: Place = field(default_factory=Place)

    @property
    def phrases(self) -> tuple[Text, ...]:
        """The ways to write the name."""
        return (self.name, *self.synonyms) if self.match_name else self.synonyms

    @property
    def entries(self) -> tuple[str, ...]:
        """The vocabulary ids that the name may stand for."""
        return tuple(str(sense.entry) for sense in self.senses if sense.entry)


def load_ambiguities(folders: Iterator[Path], problems: list[Problem]) -> dict[str, Ambiguity]:
    """Read the file of every folder that has one; a later folder adds to an earlier one and replaces the same id."""
    found: dict[str, Ambiguity] = {}
    for folder in folders:
        path = folder / FILE
        if not path.is_file():
            continue
        try:
            found.update(load(dict[str, Ambiguity], path, path.name))
        except KnowledgeError as error:
            problems.extend(error.problems)
    return found


def faults(one: Ambiguity) -> Iterator[Problem]:
    """Yield what is wrong inside one ambiguity; whether its ids are in the vocabulary is asked where they are known."""
    if not one.phrases:
        yield one.at.problem("can never be found: its name does not match and it has no synonyms")
    if len(one.senses) < 2:
        yield one.at.problem(f"“{one.name}” has fewer than two senses; a name with one meaning stands under its entry")
    if not one.entries:
        yield one.at.problem(f"“{one.name}” has no sense with an “entry”, so that nothing is found by it")
    seen: dict[str, None] = {}
    for sense in one.senses:
        label = sense.entry or sense.meaning
        if label is None:
            yield one.at.problem(f"a sense of “{one.name}” has neither “entry” nor “meaning”")
            continue
        if sense.entry and sense.meaning:
            yield sense.meaning.problem(f"“{sense.entry}” has a name of its own; “meaning” is for what has no entry")
        if str(label) in seen:
            yield label.problem(f"“{label}” is a sense of “{one.name}” twice")
        if not sense.near and not sense.words:
            yield label.problem(f"nothing shows that “{one.name}” means “{label}”; give “near” or “words”")
        seen[str(label)] = None


def parts(ambiguities: Mapping[str, Ambiguity]) -> dict[str, list[tuple[Text, str]]]:
    """Return the phrases that each entry takes over, with the ambiguity that they come from."""
    taken: dict[str, list[tuple[Text, str]]] = {}
    for id_, one in ambiguities.items():
        for entry in one.entries:
            taken.setdefault(entry, []).extend((phrase, id_) for phrase in one.phrases)
    return taken
