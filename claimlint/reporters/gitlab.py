"""A Report to GitLab's code quality report: a list of issues with fingerprints, shown beside a merge request."""

from __future__ import annotations

from typing import Any

from claimlint.report import Finding, Report, dumps
from claimlint.reporters import lines
from claimlint.reporters.fingerprints import fingerprints

_SEVERITIES = {"error": "critical", "warning": "major", "info": "info"}


def render(report: Report) -> str:
    """Return the list as JSON; files that could not be checked are issues too."""
    issues = [_issue(finding, name) for finding, name in fingerprints(report.findings)]
    issues += (
        {
            "description": f"Could not be checked: {entry.reason or 'nobody said why'}",
            "check_name": "could-not-be-checked",
            "fingerprint": f"failed:{entry.path}",
            "severity": "major",
            "location": {"path": entry.path, "lines": {"begin": 1}},
        }
        for entry in report.failed
    )
    return dumps(issues)


def _issue(finding: Finding, fingerprint: str) -> dict[str, Any]:
    inside = finding.part is not None
    return {
        "description": " ".join((lines.headline(finding), *lines.drafts(finding))),
        "check_name": finding.rule,
        "fingerprint": fingerprint,
        "severity": _SEVERITIES[finding.severity],
        "location": {
            "path": finding.path,
            "lines": {"begin": 1 if inside else finding.start.line, "end": 1 if inside else finding.end.line},
        },
    }
