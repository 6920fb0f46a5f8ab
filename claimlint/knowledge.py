"""Everything that a run goes by: the words it reads, and the evidence, law and wording it judges by."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from claimlint.approved import Book, load_approved
from claimlint.config import Settings, known_jurisdictions, shipped_knowledge
from claimlint.evidence import Jurisdiction, Registry, load_jurisdictions, load_registry
from claimlint.lexis import Lexis, fingerprint, load_lexis
from claimlint.wording import Wording, load_wording


@dataclass(frozen=True, slots=True)
class Knowledge:
    """Words, evidence, law, draft wording and what the site approved; `evidence_hash` names the YAML of the rows."""

    lexis: Lexis
    registry: Registry
    jurisdictions: Mapping[str, Jurisdiction]
    wording: Wording
    evidence_hash: str
    approved: Book = field(default_factory=Book)


def load(settings: Settings) -> Knowledge:
    """Read and compile all knowledge for a run. Raises KnowledgeError."""
    folder = settings.knowledge or shipped_knowledge()
    lexis = load_lexis(settings)
    return Knowledge(
        lexis,
        load_registry(folder / "evidence", lexis.vocabulary, settings.site_evidence),
        load_jurisdictions(folder / "jurisdictions", settings.jurisdictions),
        load_wording(folder / "wording"),
        fingerprint([path for path in (folder / "evidence", settings.site_evidence) if path]),
        load_approved(settings.site_approved, lexis.vocabulary, known_jurisdictions(settings)),
    )
