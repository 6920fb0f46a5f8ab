"""A Report to a table for spreadsheets: a row a finding, then a row for every file that was not read whole.

What a spreadsheet would take for a formula is marked as text; the byte order mark tells Excel that it is UTF-8.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from claimlint import lazy
from claimlint.report import Report
from claimlint.reporters import lines, words

COLUMNS = (
    "kind", "path", "part", "line", "column", "end_line", "end_column", "severity", "verdict", "rules", "words",
    "sentence", "message", "evidence", "basis", "draft_wording", "fingerprint", "jurisdiction", "as_of",
)  # fmt: skip
_FORMULA = lazy.pattern(r"[\s'\ufeff]*+[=+\-@＝＋－＠|%]")


def render(report: Report) -> str:
    """Return the table with a header, lines ended by CRLF."""
    out = io.StringIO()
    out.write("\ufeff")
    table = csv.writer(out, lineterminator="\r\n")
    table.writerow(COLUMNS)
    run = (words.where(report.tool), report.tool.as_of.isoformat())
    for row in (*_findings(report), *_files(report)):
        table.writerow([cell(value) for value in (*row, *run)])
    return out.getvalue()


def cell(value: object) -> object:
    """Return a value as a cell holds it: on one line, and never a formula."""
    if not isinstance(value, str):
        return value
    shown = words.safe(value)
    return f"'{shown}" if _FORMULA.match(value) or _FORMULA.match(shown) else shown


def _findings(report: Report) -> Iterator[tuple[object, ...]]:
    for finding in report.findings:
        yield (
            "finding",
            finding.path,
            finding.part or "",
            finding.start.line,
            finding.start.column,
            finding.end.line,
            finding.end.column,
            finding.severity,
            words.verdict(finding),
            ", ".join(finding.rules),
            finding.text,
            finding.sentence,
            finding.message,
            " ".join(words.evidence_lines(finding)),
            lines.sources_of(finding),
            " ".join(lines.drafts(finding)),
            finding.fingerprint,
        )


def _files(report: Report) -> Iterator[tuple[object, ...]]:
    nowhere = ("",) * 6
    for entry in report.files:
        if entry.status in ("partial", "not-judged", "failed"):
            said = {"partial": "read only in part", "not-judged": "not judged", "failed": "could not be checked"}
            yield ("file", entry.path, *nowhere, said[entry.status], "", "", "", entry.reason or "", "", "", "", "")
