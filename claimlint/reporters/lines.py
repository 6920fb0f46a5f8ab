"""A finding to the lines that formats without a layout of their own print: one line, or all of it."""

from __future__ import annotations

from collections.abc import Iterator

from claimlint.report import Finding, Report
from claimlint.reporters import words

NOTICE = "Automated review; not legal advice or substantiation."


def headline(finding: Finding) -> str:
    """Return the verdict in plain words and the message, on one line."""
    return f"{verdict(finding)}: {words.safe(finding.message)}"


def verdict(finding: Finding) -> str:
    """Return the verdict in plain words, beginning with a capital."""
    said = words.verdict(finding)
    return said[:1].upper() + said[1:]


def lines(finding: Finding) -> Iterator[str]:
    """Yield the verdict with the message, the evidence, what the finding rests on, and all draft wording."""
    yield headline(finding)
    yield from words.evidence_lines(finding)
    if sources := sources_of(finding):
        yield f"Basis: {sources}."
    yield from drafts(finding)


def drafts(finding: Finding) -> Iterator[str]:
    """Yield each suggestion as a line for a writer."""
    for suggestion in finding.suggestions:
        yield words.draft(suggestion, finding.text)


def sources_of(finding: Finding) -> str:
    """Return the documents that a finding rests on, each with its jurisdiction; empty where there is none."""
    named = (f"{words.safe(basis.source)} ({basis.jurisdiction.upper()})" for basis in finding.basis)
    return "; ".join(dict.fromkeys(named))


def scope(report: Report) -> Iterator[str]:
    """Yield what a report has to say beside its findings: what was read, by what, what is hidden, what was not judged.

    Its last line says that nobody but a program has looked.
    """
    summary = report.summary
    yield (
        f"{words.counts(report)} for {words.where(report.tool)}: "
        f"{words.count(summary.files, 'file')}, {words.count(summary.words, 'word')} read."
    )
    yield words.judged_by(report.tool)
    yield words.resting(report)
    if report.tool.partial:
        yield words.partial(report.tool)
    yield words.hidden(report)
    if summary.excused:
        yield f"{words.count(summary.excused, 'match', 'matches')} excused by the context."
    yield from (f"Fault in the rules or the evidence: {words.safe(problem)}" for problem in report.problems)
    yield from words.not_judged(report)
    yield NOTICE
