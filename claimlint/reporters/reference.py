"""Knowledge to what reports quote of it: the texts of rules, the sources of evidence rows, the names of things."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping

from claimlint.evidence.row import Citation, Row
from claimlint.knowledge import Knowledge
from claimlint.record import Record, field
from claimlint.report import Finding, Report
from claimlint.ruleset import CompiledRule

__all__ = ["Reference", "RowText", "RuleText", "SourceText", "reference", "rules_named"]


class RuleText(Record, frozen=True):
    """A rule for people: `topic` is its folder, `severity` its default, `sources` the documents that it rests on."""

    id: str
    topic: str
    judged_by: str
    message: str
    why: str
    severity: str
    sources: tuple[SourceText, ...] = ()


class SourceText(Record, frozen=True):
    """A document: how it is named, the year it is from, its address, and what of it was read, in plain words."""

    name: str
    year: int | None = None
    url: str | None = None
    read: str = ""


class RowText(Record, frozen=True):
    """An evidence row for people: what was found, where, who reviewed it, by when it has to be looked at again."""

    id: str
    conclusion: str
    sources: tuple[SourceText, ...]
    reviewed: str | None
    review_by: datetime.date


class Reference(Record, frozen=True):
    """Rules and evidence rows by id, and what a treatment, condition or outcome is called."""

    rules: Mapping[str, RuleText] = field(default_factory=dict)
    rows: Mapping[str, RowText] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)

    def name(self, entry: str | None) -> str | None:
        """Return what a vocabulary id is called, the id itself where nothing says."""
        return None if entry is None else self.names.get(entry, entry.replace("-", " "))


_READ = {"conclusion": "its conclusion was read", "abstract": "its abstract was read", "identifier": "not yet read"}


def reference(knowledge: Knowledge) -> Reference:
    """Return the texts that reports quote."""
    return Reference(
        {name: _rule(one) for name, one in knowledge.lexis.rules.rules.items()},
        {name: _row(row) for name, row in knowledge.registry.rows.items()},
        {name: str(entry.name) for name, entry in knowledge.lexis.vocabulary.entries.items()},
    )


def rules_named(report: Report, known: Mapping[str, RuleText]) -> tuple[RuleText, ...]:
    """Return the known rules and those that only the report names (waivers, approved wording), in order of id."""
    found = dict(known)
    for finding in _every(report):
        for name in finding.rules:
            if name not in found:
                found[name] = RuleText(name, "housekeeping", "document", finding.message, "", finding.severity)
    return tuple(found[name] for name in sorted(found))


def _every(report: Report) -> Iterable[Finding]:
    yield from report.findings
    yield from (hidden.finding for hidden in (*report.suppressed, *report.baselined))


def _rule(compiled: CompiledRule) -> RuleText:
    rule = compiled.rule
    sources = {
        shown: SourceText(shown, url=str(basis.url) if basis.url else None)
        for basis in rule.basis
        if (shown := basis.shown)
    }
    return RuleText(
        id=str(rule.id),
        topic=compiled.topic,
        judged_by=rule.judged_by,
        message=" ".join(rule.message.split()),
        why=" ".join(rule.why.split()),
        severity=rule.severity.get("default", "warning"),
        sources=tuple(sources.values()),
    )


def _row(row: Row) -> RowText:
    review = None if isinstance(row.clinical_review, str) else row.clinical_review
    return RowText(
        id=str(row.id),
        conclusion=str(row.conclusion) if row.concluded else "",
        sources=tuple(_source(citation) for citation in row.citations),
        reviewed=f"{review.name}, {review.date.isoformat()}" if review else None,
        review_by=row.review_by,
    )


def _source(citation: Citation) -> SourceText:
    return SourceText(str(citation.text), citation.year, _address(citation), _READ[citation.seen])


def _address(citation: Citation) -> str | None:
    if citation.url:
        return str(citation.url)
    if citation.doi:
        return f"https://doi.org/{citation.doi}"
    if citation.pmid:
        return f"https://pubmed.ncbi.nlm.nih.gov/{citation.pmid}/"
    return f"https://pmc.ncbi.nlm.nih.gov/articles/{citation.pmc}/" if citation.pmc else None
