"""A Report to SARIF 2.1.0, as code scanning services read it.

Columns are code points and said to be so. Hidden findings are results with a suppression. A place inside a part of an
archive has no line in the file, so it is named as a logical location.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import quote

from claimlint import lazy
from claimlint.report import Finding, Hidden, Place, Report, Suggestion, dumps
from claimlint.reporters import lines, words
from claimlint.reporters.fingerprints import fingerprints
from claimlint.reporters.reference import Reference, RuleText, rules_named

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
FINGERPRINT = "claimlint/v1"
_LEVELS = {"error": "error", "warning": "warning", "info": "note"}
_ROOT = "SRCROOT"
_SPECIAL = lazy.pattern(r"[\\\[\]]")


def render(report: Report, reference: Reference) -> str:
    """Return the log: one run, with every rule declared and every hidden finding stated."""
    rules = rules_named(report, reference.rules)
    index = {rule.id: number for number, rule in enumerate(rules)}
    hidden = (*report.suppressed, *report.baselined)
    named = fingerprints((*report.findings, *(one.finding for one in hidden)))
    excuses = (*(None for _ in report.findings), *hidden)
    run = {
        "tool": {"driver": _driver(report, rules)},
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {_ROOT: {"description": {"text": "The folder that claimlint was run in."}}},
        "invocations": [_invocation(report)],
        "artifacts": [_artifact(entry.path) for entry in report.files if entry.status != "skipped"],
        "results": [_result(*one, index, excuse) for one, excuse in zip(named, excuses, strict=True)],
        "properties": _properties(report),
    }
    return dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]})


def message(text: str) -> str:
    """Return text as a SARIF message: it holds neither links nor places to be filled in."""
    return _SPECIAL.sub(r"\\\g<0>", text).replace("{", "{{").replace("}", "}}")


def _driver(report: Report, rules: tuple[RuleText, ...]) -> dict[str, Any]:
    return {
        "name": "claimlint",
        "version": report.tool.version,
        "shortDescription": {"text": "Finds the claims in a clinic's copy that the evidence on file does not carry."},
        "rules": [_rule(rule) for rule in rules],
    }


def _rule(rule: RuleText) -> dict[str, Any]:
    short = rule.message.replace("“{match}”", "The words found").replace("{match}", "the words found")
    help_text = [rule.why or short, *(f"Basis: {_named(source.name, source.url)}" for source in rule.sources)]
    marked = [rule.why or short, *(f"- Basis: {_linked(source.name, source.url)}" for source in rule.sources)]
    return {
        "id": rule.id,
        "name": "".join(word.capitalize() for word in rule.id.split("-")),
        "shortDescription": {"text": _first_sentence(short)},
        "fullDescription": {"text": short},
        "help": {"text": "\n".join(help_text), "markdown": "\n".join((marked[0], "", *marked[1:])).rstrip()},
        "defaultConfiguration": {"level": _LEVELS.get(rule.severity, "warning")},
        "properties": {"tags": sorted({"health-claims", rule.topic, f"judged-by-{rule.judged_by}"})},
    }


def _first_sentence(text: str) -> str:
    return re.split(r"(?<=[.!?]) (?=[A-Z])", text, maxsplit=1)[0]


def _named(name: str, url: str | None) -> str:
    return f"{name} <{url}>" if url else name


def _linked(name: str, url: str | None) -> str:
    return f"[{name}](<{url}>)" if url else name


def _invocation(report: Report) -> dict[str, Any]:
    notes = [_notification("error", f"Could not be checked: {entry.reason}", entry.path) for entry in report.failed]
    notes += [_notification("error", f"Fault in the rules or the evidence: {problem}") for problem in report.problems]
    said = {"partial": "Read only in part", "not-judged": "Not judged"}
    notes += [
        _notification("note", f"{said[entry.status]}: {entry.reason or 'nobody said why'}", entry.path)
        for entry in report.files
        if entry.status in said
    ]
    notes += [_notification("note", line) for line in lines.scope(report)]
    return {
        "executionSuccessful": not report.failed and not report.problems,
        "toolExecutionNotifications": notes,
    }


def _notification(level: str, text: str, path: str | None = None) -> dict[str, Any]:
    made: dict[str, Any] = {"level": level, "message": {"text": message(words.safe(text))}}
    if path is not None:
        made["locations"] = [{"physicalLocation": {"artifactLocation": _uri(path)}}]
    return made


def _artifact(path: str) -> dict[str, Any]:
    return {"location": _uri(path), "roles": ["analysisTarget"]}


def _uri(path: str) -> dict[str, str]:
    shown = quote(path.encode("utf-8", "surrogateescape"), safe="/~!$&'()*+,;=@")
    return {"uri": f"file://{shown}"} if path.startswith("/") else {"uri": shown, "uriBaseId": _ROOT}


def _properties(report: Report) -> dict[str, Any]:
    tool = report.tool
    return {
        "jurisdiction": list(tool.jurisdiction),
        "asOf": tool.as_of.isoformat(),
        "rules": tool.rules,
        "evidence": tool.evidence,
        "model": tool.model,
        "rowsNotReviewedByAClinician": tool.unreviewed_rows,
        "findingsOnSuchRows": report.summary.unreviewed_findings,
        "supportedClaimsOnSuchRows": report.summary.unreviewed_supported,
        "hiddenByWaivers": len(report.suppressed),
        "hiddenByTheBaseline": len(report.baselined),
    }


def _result(finding: Finding, name: str, index: Mapping[str, int], hidden: Hidden | None) -> dict[str, Any]:
    made: dict[str, Any] = {
        "ruleId": finding.rule,
        "ruleIndex": index[finding.rule],
        "kind": "fail",
        "level": _LEVELS[finding.severity],
        "message": {"text": "\n".join(map(message, lines.lines(finding)))},
        "locations": [_location(finding)],
        "partialFingerprints": {FINGERPRINT: name},
        "properties": {
            "verdict": finding.verdict,
            "rules": list(finding.rules),
            "words": finding.text,
            "surface": finding.surface,
            "spans": [list(span) for span in finding.spans],
        },
        "suppressions": [_suppression(hidden)] if hidden else [],
    }
    if finding.part is None:
        if related := [*_related(finding)]:
            made["relatedLocations"] = related
        if fixes := [_fix(one, finding) for one in finding.suggestions if _fits(one)]:
            made["fixes"] = fixes
    return made


def _location(finding: Finding) -> dict[str, Any]:
    physical: dict[str, Any] = {"artifactLocation": _uri(finding.path)}
    if finding.part is not None:
        return {"physicalLocation": physical, "logicalLocations": [{"fullyQualifiedName": finding.part}]}
    return {"physicalLocation": {**physical, "region": _region(finding.start, finding.end)}}


def _region(start: Place, end: Place) -> dict[str, int]:
    return {
        "startLine": start.line,
        "startColumn": start.column,
        "endLine": end.line,
        "endColumn": end.column,
        "charOffset": start.offset,
        "charLength": end.offset - start.offset,
    }


def _related(finding: Finding) -> Iterator[dict[str, Any]]:
    places = [(finding.path, one.start, one.end, one.what) for one in finding.related]
    places += [(one.path, one.start, one.end, "the same words") for one in finding.also_at]
    for number, (path, start, end, what) in enumerate(places, 1):
        yield {
            "id": number,
            "physicalLocation": {"artifactLocation": _uri(path), "region": _region(start, end)},
            "message": {"text": message(words.safe(what))},
        }


def _fits(suggestion: Suggestion) -> bool:
    return suggestion.kind != "ask" and suggestion.applicability != "manual"


def _fix(suggestion: Suggestion, finding: Finding) -> dict[str, Any]:
    replacement: dict[str, Any] = {
        "deletedRegion": _region(suggestion.start, suggestion.end),
        "insertedContent": {"text": suggestion.text},
    }
    return {
        "description": {"text": message(words.draft(suggestion, finding.text))},
        "artifactChanges": [{"artifactLocation": _uri(finding.path), "replacements": [replacement]}],
    }


def _suppression(hidden: Hidden) -> dict[str, str]:
    kind = "inSource" if hidden.by == "inline" else "external"
    return {"kind": kind, "status": "accepted", "justification": words.hidden_because(hidden)}
