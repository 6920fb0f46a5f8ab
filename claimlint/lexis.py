"""The words that a run reads by: predicates, vocabulary, rules and cues, compiled into one lexicon for the scan."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from claimlint.ambiguity import FILE as AMBIGUOUS
from claimlint.config import Settings, known_jurisdictions, shipped_knowledge
from claimlint.errors import KnowledgeError, Problem
from claimlint.homonym import shared
from claimlint.inflect import inflections, remember
from claimlint.language import Cues, load_cues
from claimlint.phrase import compile_phrase
from claimlint.predicate import Predicates, load_predicates
from claimlint.predicate import entries as predicate_entries
from claimlint.ruleset import Names, Ruleset, load_rules
from claimlint.scan import Entry, Lexicon, build
from claimlint.sense import CONTEXT
from claimlint.vocabulary import KINDS, Vocabulary, load_vocabulary


@dataclass(frozen=True, slots=True, eq=False)
class Lexis:
    """What sentences are read by; `hash` names the YAML that it came from, `problems` the rules that were left out.

    It is compared by identity, so that what was read by it can be remembered.
    """

    predicates: Predicates
    vocabulary: Vocabulary
    rules: Ruleset
    cues: Cues
    lexicon: Lexicon
    hash: str
    problems: tuple[Problem, ...] = ()


def load_lexis(settings: Settings) -> Lexis:
    """Read and compile the words of the shipped folder and of the site's own. Raises KnowledgeError."""
    folder = settings.knowledge or shipped_knowledge()
    kinds = frozenset(KINDS)
    predicates = load_predicates(folder)
    vocabulary = load_vocabulary(folder / "vocabulary", settings.site_vocabulary)
    rule_folders = [path for path in (folder / "claims", settings.site_rules) if path and path.is_dir()]
    names = Names(predicates, vocabulary, known_jurisdictions(settings))
    rules, rule_entries, problems = load_rules(rule_folders, names, kinds)
    named = _vocabulary_entries(vocabulary, kinds)
    twice = [*_twice(named, vocabulary)]
    if twice:
        raise KnowledgeError(twice)
    entries = [*named, *predicate_entries(predicates, kinds), *rule_entries, *_contexts(vocabulary, kinds)]
    remember()
    sources = [*rule_folders, *sorted(folder.glob("*.yaml")), folder / "vocabulary", folder / "jurisdictions"]
    return Lexis(
        predicates,
        vocabulary,
        rules,
        load_cues(folder / "cues.yaml"),
        build(entries, kinds),
        fingerprint([*sources, folder / "wording", *filter(None, (settings.site_vocabulary,))]),
        tuple(problems),
    )


def fingerprint(paths: Iterable[Path]) -> str:
    """Return `sha256:…` over the names and contents of all YAML files in the paths, the same on every machine."""
    import hashlib

    digest = hashlib.sha256()
    for path in paths:
        files = [path] if path.is_file() else sorted(path.rglob("*.yaml"))
        for file in files:
            name = file.name if path.is_file() else file.relative_to(path).as_posix()
            content = file.read_bytes().replace(b"\r\n", b"\n")
            digest.update(f"{name}\0{len(content)}\0".encode())
            digest.update(content)
    return f"sha256:{digest.hexdigest()}"


def _vocabulary_entries(vocabulary: Vocabulary, kinds: frozenset[str]) -> list[Entry]:
    return [
        Entry(entry.kind, entry.id, part, compile_phrase(phrase, inflections, kinds))
        for entry in vocabulary.entries.values()
        for part, phrase in enumerate(entry.synonyms)
    ]


def _contexts(vocabulary: Vocabulary, kinds: frozenset[str]) -> Iterator[Entry]:
    """Yield the words that show which sense of an ambiguous name is meant."""
    for id_, one in vocabulary.ambiguities.items():
        for number, sense in enumerate(one.senses):
            for phrase in sense.words:
                yield Entry(CONTEXT, id_, number, compile_phrase(phrase, inflections, kinds))


def _twice(entries: Sequence[Entry], vocabulary: Vocabulary) -> Iterator[Problem]:
    """Yield a fault for each name by which two entries of one kind are found, unless it is declared ambiguous."""
    for pair in shared(entries):
        declared = [vocabulary.unclear.get(each.name, {}).get(each.part) for each in (pair.first, pair.second)]
        if declared[0] == declared[1] is not None:
            continue
        here, there = (pair.first, pair.second) if declared[0] else (pair.second, pair.first)
        entry, other = vocabulary.entry(here.name), vocabulary.entry(there.name)
        where = f"{other.at.path}:{other.at.line}"
        yield entry.synonyms[here.part].problem(
            f"“{pair.words}” stands for “{entry.id}” and for “{other.id}” ({where}); leave it to one of them, or say "
            f"in {AMBIGUOUS} what shows which is meant"
        )
