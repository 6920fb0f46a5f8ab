"""Everything that a run goes by: the words it reads, and the evidence, law and wording it judges by."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, cast

from claimlint import compiled, lazy, trial
from claimlint.approved import Approved, Book, load_approved
from claimlint.compiled import Kept, stored_lexis, stored_registry
from claimlint.config import CONFIG_NAME, Settings, known_jurisdictions, shipped_knowledge
from claimlint.errors import KnowledgeError, Problem
from claimlint.evidence import Jurisdiction, Registry, Verdict, load_jurisdictions, load_registry
from claimlint.lexis import Lexis, fingerprint, load_lexis
from claimlint.vocabulary import Vocabulary
from claimlint.yamlload import Text

if TYPE_CHECKING:
    from claimlint import wording
    from claimlint.wording import Brief, Topic, Wording
else:
    wording = lazy.module("claimlint.wording")


@dataclass(frozen=True, slots=True)
class Knowledge:
    """Words, evidence, law, draft wording and what the site approved; `evidence_hash` names the YAML of the rows.

    jurisdictions: those judged for; known: all there are.
    """

    lexis: Lexis
    registry: Registry
    jurisdictions: Mapping[str, Jurisdiction]
    wording: Wording
    evidence_hash: str
    approved: Book = field(default_factory=Book)
    known: Mapping[str, Jurisdiction] = field(default_factory=dict)

    def brief(self, jurisdiction: Jurisdiction, verdict: Verdict, topic: Topic) -> Brief:
        """Return what drafts for a claim are written from."""
        return wording.Brief(self.wording, self.registry, self.lexis.vocabulary, jurisdiction, verdict, topic)


def load(settings: Settings) -> Knowledge:
    """Return all knowledge for a run, as it was compiled before if nothing has changed. Raises KnowledgeError."""
    made = _load(settings)
    problems = list(_page_problems(settings, made.lexis.vocabulary))
    if problems:
        raise KnowledgeError(problems)
    return made


def _load(settings: Settings) -> Knowledge:
    place = compiled.place(settings)
    if place is None:
        return compile_all(settings)
    state = compiled.state(settings)
    kept = compiled.read(place, state)
    if kept is not None:
        return _stored(kept, settings)
    made = compile_all(settings)
    rest = {name: getattr(made, name) for name in ("jurisdictions", "known", "wording", "evidence_hash")}
    compiled.write(place, compiled.sections(made.lexis, made.registry, rest), state, settings)
    return made


def compile_all(settings: Settings) -> Knowledge:
    """Read and compile all knowledge for a run. Raises KnowledgeError."""
    folder = settings.knowledge or shipped_knowledge()
    lexis = load_lexis(settings)
    return Knowledge(
        lexis,
        load_registry(folder / "evidence", lexis.vocabulary, settings.site_evidence),
        load_jurisdictions(folder / "jurisdictions", settings.jurisdictions),
        wording.load_wording(folder / "wording"),
        fingerprint([path for path in (folder / "evidence", settings.site_evidence) if path]),
        _approved(lexis, settings),
        load_jurisdictions(folder / "jurisdictions"),
    )


def _page_problems(settings: Settings, vocabulary: Vocabulary) -> Iterator[Problem]:
    """Yield a fault for each page group whose treatment or condition the vocabulary does not have."""
    for group in settings.pages:
        for kind, name in (("treatment", group.treatment), ("condition", group.condition)):
            entry = vocabulary.get(name)
            if name is None or (entry is not None and entry.kind == kind):
                continue
            near = vocabulary.meant(kind, name)
            message = f"the vocabulary has no {kind} “{name}”{near or '; expected the id of one'}"
            yield name.problem(message) if isinstance(name, Text) else Problem(CONFIG_NAME, 1, 1, message)


def _approved(lexis: Lexis, settings: Settings) -> Book:
    if settings.site_approved is None:
        return Book()
    notices = [name for name, compiled in lexis.rules.rules.items() if compiled.rule.requires]
    book = load_approved(settings.site_approved, lexis.vocabulary, known_jurisdictions(settings), notices)
    problems = [problem for one in book.texts for problem in _worse(one, lexis)]
    if problems:
        raise KnowledgeError(problems)
    return book


def _worse(one: Approved, lexis: Lexis) -> Iterator[Problem]:
    """Yield a fault for each phrase whose place an approved text would take with more, or stronger, claims."""
    for phrase in one.replaces:
        new, old = trial.strengths(one.text, lexis), trial.strengths(phrase, lexis)
        if len(new) > len(old) or any(there > here for there, here in zip(new, old, strict=False)):
            message = f"“{' '.join(one.text.split())}” claims more than “{phrase}”, whose place it is to take"
            yield phrase.problem(f"{message}; expected a text that claims no more")


class _Stored(Knowledge):
    kept: Kept

    @functools.cached_property
    def jurisdictions(self) -> Mapping[str, Jurisdiction]:
        return cast(Mapping[str, Jurisdiction], self.kept.value("jurisdictions"))

    @functools.cached_property
    def known(self) -> Mapping[str, Jurisdiction]:
        return cast(Mapping[str, Jurisdiction], self.kept.value("known"))

    @functools.cached_property
    def wording(self) -> Wording:
        return cast("Wording", self.kept.value("wording"))


def _stored(kept: Kept, settings: Settings) -> Knowledge:
    lexis = stored_lexis(kept)
    return compiled.made(
        _Stored,
        kept=kept,
        lexis=lexis,
        registry=stored_registry(kept),
        evidence_hash=kept.value("evidence_hash"),
        approved=_approved(lexis, settings),
    )
