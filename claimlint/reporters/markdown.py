"""A Report to Markdown: one comment on a pull request that the next run finds by its first line and replaces.

Copy is escaped so that it is neither Markdown nor HTML, mentions nobody and links nowhere. What does not fit into a
comment is counted.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from claimlint import lazy
from claimlint.report import Finding, Report
from claimlint.reporters import lines, words

MARKER = "<!-- claimlint-report -->"
"""The first line; a bot looks for it to update its comment instead of writing another."""
LIMIT = 60_000
"""Characters; GitHub takes 65,536 in a comment."""
_MARKS = lazy.pattern(r"[\\`*_{}\[\]()#+\-!|~^$=]")
_LINKS = lazy.pattern(r"(?i)(@|#|\bwww(?=\.)|\b(?:https?|ftp|mailto|xmpp)(?=:))(?=[^\s])")
_ENTITIES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
_LINES = 40
"""Lines on what was not judged; a site may have thousands of such files."""
_APART = "<!-- -->"


def escape(text: str) -> str:
    """Return text that Markdown shows as it stands, on one line, with no mention, reference or link in it."""
    shown = []
    at = 0
    plain = words.safe(text)
    for link in _LINKS.finditer(plain):
        shown.append(_escaped(plain[at : link.end()]) + _APART)
        at = link.end()
    shown.append(_escaped(plain[at:]))
    return "".join(shown)


def render(report: Report, *, contact: str | None = None, counts_only: bool = False) -> str:
    """Return the comment; `counts_only` leaves out everything that quotes the copy."""
    head = [MARKER, f"### claimlint: {escape(words.counts(report))}", ""]
    tail = [*_scope(report), f"*{lines.NOTICE}*{_contact(contact)}"]
    room = LIMIT - sum(len(line) + 1 for line in (*head, *tail))
    body = [] if counts_only else _body(report, room)
    return "\n".join((*head, *_table(report), *body, *tail)) + "\n"


def _contact(contact: str | None) -> str:
    return f" Questions: {escape(contact)}" if contact else ""


def _table(report: Report) -> Iterator[str]:
    by_verdict: dict[str, dict[str, int]] = {}
    for finding in report.findings:
        row = by_verdict.setdefault(lines.verdict(finding), {})
        row[finding.severity] = row.get(finding.severity, 0) + 1
    if by_verdict:
        yield "| What is wrong | Errors | Warnings | Notes |"
        yield "| --- | --: | --: | --: |"
        for verdict, row in sorted(by_verdict.items()):
            numbers = " | ".join(str(row.get(name, 0)) for name in ("error", "warning", "info"))
            yield f"| {verdict} | {numbers} |"
        yield ""


def _body(report: Report, room: int) -> list[str]:
    """Return the findings by page, as many as there is room for, and how many there was none for."""
    body: list[str] = []
    shown = 0
    room -= 1000  # the table above and the line that counts the rest
    for path, group in groupby(report.findings, key=lambda finding: finding.path):
        block = [f"#### {escape(path)}", ""]
        for finding in group:
            block += _finding(finding)
            size = sum(len(line) + 1 for line in block)
            if size > room:
                left = len(report.findings) - shown
                body += ["", f"… and {words.count(left, 'more finding')}, not shown here.", ""]
                return body
            body += block
            room -= size
            block = []
            shown += 1
        body.append("")
    return body


def _finding(finding: Finding) -> Iterator[str]:
    where = f"line {finding.start.line}" if finding.part is None else escape(finding.part)
    name = words.SEVERITY_NAMES[finding.severity][0]
    quote = f": “{escape(finding.text)}”" if finding.text else ""
    yield f"- **{name}**, {where}{quote} — {lines.verdict(finding).lower()} ({escape(', '.join(finding.rules))})"
    yield f"  <br>{escape(finding.message)}"
    for line in (*words.evidence_lines(finding), *lines.drafts(finding)):
        yield f"  <br>{escape(line)}"


def _scope(report: Report) -> Iterator[str]:
    yield "<details><summary>What was judged, what is hidden, what was not judged</summary>"
    yield ""
    said = [line for line in lines.scope(report) if line != lines.NOTICE]
    said += (f"Could not be checked: {entry.path} ({entry.reason or 'nobody said why'})" for entry in report.failed)
    for line in said[:_LINES]:
        yield f"- {escape(words.quoted(line, 600)[1:-1])}"
    if len(said) > _LINES:
        yield f"- … and {words.count(len(said) - _LINES, 'more line')}, not shown here."
    yield ""
    yield "</details>"
    yield ""


def _escaped(text: str) -> str:
    return _MARKS.sub(lambda mark: f"\\{mark.group()}", text).translate(_ENTITIES)
