"""A Report to GitHub's workflow commands, which it shows as annotations beside the lines.

The copy is data inside a command: whatever would end the line or a property of it is escaped as GitHub reads it back.
"""

from __future__ import annotations

from claimlint.report import Finding, Report
from claimlint.reporters import lines, words

_LEVELS = {"error": "error", "warning": "warning", "info": "notice"}


def render(report: Report) -> str:
    """Return a command a finding, one for every file that could not be checked, and one that says what was judged."""
    commands = [_finding(finding) for finding in report.findings]
    commands += (
        f"::error file={_property(entry.path)},title=could not be checked::{_data(words.safe(entry.reason or ''))}"
        for entry in report.failed
    )
    said = "\n".join(lines.scope(report))
    commands.append(f"::notice title=claimlint::{_data(said)}")
    return "".join(f"{command}\n" for command in commands)


def _finding(finding: Finding) -> str:
    start, end = finding.start, finding.end
    where = [f"file={_property(finding.path)}"]
    if finding.part is None:
        where += [f"line={start.line}", f"endLine={end.line}"]
        if start.line == end.line:  # GitHub refuses columns on more than one line.
            where += [f"col={start.column}", f"endColumn={max(end.column - 1, start.column)}"]
    title = _property(f"{lines.verdict(finding)} [{', '.join(finding.rules)}]")
    said = "\n".join([words.safe(finding.message), *lines.drafts(finding)])
    return f"::{_LEVELS[finding.severity]} {','.join(where)},title={title}::{_data(said)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(words.safe(text)).replace(":", "%3A").replace(",", "%2C")
