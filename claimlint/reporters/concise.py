"""A Report to one line a finding, `path:line:column: severity: message [rule]`, as editors and grep read it."""

from __future__ import annotations

from claimlint.report import Report
from claimlint.reporters.words import safe


def render(report: Report) -> str:
    """Return one line a finding; nothing at all where there is none."""
    return "".join(
        f"{safe(finding.path)}:{finding.start.line}:{finding.start.column}: {finding.severity}: "
        f"{safe(finding.message)} [{', '.join(finding.rules)}]\n"
        for finding in report.findings
    )
