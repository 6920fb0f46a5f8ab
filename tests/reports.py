"""Makes findings and reports for the tests of what comes after the engine."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Any

from claimlint import report
from claimlint.record import replace
from claimlint.report import ClaimView, Evidence, FileEntry, Finding, Place, Report, Suggestion, Tool
from claimlint.source import LineIndex

AS_OF = datetime.date(2026, 3, 4)
TOOL = Tool(
    version="0",
    rules="sha256:" + "a" * 64,
    evidence="sha256:" + "b" * 64,
    model="model 1",
    jurisdiction=("us",),
    as_of=AS_OF,
    rule_count=23,
    row_count=60,
    unreviewed_rows=59,
)


def place(text: str, offset: int) -> Place:
    return LineIndex(text).position(offset)


def finding(text: str, words: str, *, path: str = "a.html", **other: Any) -> Finding:
    """A finding on the first `words` in `text`."""
    start = text.index(words)
    end = start + len(words)
    made = Finding(
        rule="permanence",
        rules=("permanence",),
        matches=1,
        severity="warning",
        verdict="unsupported",
        path=path,
        part=None,
        surface="body",
        start=place(text, start),
        end=place(text, end),
        spans=((start, end),),
        text=words,
        sentence=text,
        claim=claim(),
        message=f"“{words}” promises a lasting result.",
        suggestions=(),
    )
    return replace(made, **other)


def claim(**other: Any) -> ClaimView:
    evidence = Evidence(
        row="prp-aga", state="E4", ceiling="S3", verdict="unsupported", summary="Small trials of low certainty"
    )
    return ClaimView("S8", "prp", "aga", None, (("treatment", "heading"),), replace(evidence, **other))


def suggestion(text: str, words: str, draft: str, **other: Any) -> Suggestion:
    start = text.index(words)
    made = Suggestion("rewrite", draft, place(text, start), place(text, start + len(words)), "review")
    return replace(made, **other)


def made(findings: Iterable[Finding] = (), **other: Any) -> Report:
    """A report that adds up."""
    found = tuple(findings)
    reported = sum(one.matches for one in found)
    files = other.pop("files", None) or [FileEntry(path, "checked", None, 1, 9) for path in {one.path for one in found}]
    excused = tuple(other.get("excused", ()))
    hidden = [one.finding.matches for key in ("suppressed", "baselined") for one in other.get(key, ())]
    supported = other.pop("supported", 0)
    total = reported + supported + len(excused) + sum(hidden)
    tool = other.pop("tool", TOOL)
    return report.build(tool, matches=total, supported=supported, findings=found, files=files, **other)
