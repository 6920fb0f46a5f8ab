"""Findings to one Report: sorted here and nowhere else, counts that add up, and the contract's JSON of it."""

from __future__ import annotations

import contextlib
import datetime
import json
from collections.abc import Iterable, Iterator
from typing import Any

from claimlint.record import Record, json_text, names, replace
from claimlint.source import Position as Place

__all__ = [
    "SEVERITIES",
    "AlsoAt",
    "Basis",
    "ClaimEntry",
    "ClaimView",
    "Evidence",
    "Excused",
    "FileEntry",
    "Finding",
    "Hidden",
    "Place",
    "Related",
    "Report",
    "Suggestion",
    "Summary",
    "Tool",
    "build",
    "claim_entry_json",
    "claim_json",
    "dumps",
    "finding_json",
    "rests_on_unreviewed",
    "to_json",
    "with_files",
]

SCHEMA = "claimlint.report/1"
SEVERITIES = ("error", "warning", "info")
READ = ("checked", "partial", "not-judged")
STATUSES = (*READ, "skipped", "failed")


class Evidence(Record, frozen=True):
    """What a claim was judged by; `state` and `ceiling` are codes for machines, `summary` is for people.

    row: id of the evidence row, None where none was found. indirect: in plain words, why the row counts lower.
    age: days since a clinician last reviewed the row. owner: whose row it is. expired: its review is overdue.
    """

    row: str | None
    state: str
    ceiling: str
    verdict: str
    clinical_review: str | None = None
    summary: str = ""
    indirect: tuple[str, ...] = ()
    owner: str | None = None
    age: int | None = None
    jurisdiction: str | None = None
    expired: bool = False


class ClaimView(Record, frozen=True):
    """What is asserted: how strongly, of which treatment, condition and outcome, and where each was read.

    unsettled: the slots whose name can mean several things, with the name of the ambiguity.
    """

    strength: str
    treatment: str | None
    condition: str | None
    outcome: str | None
    from_: tuple[tuple[str, str], ...]
    evidence: Evidence | None
    unsettled: tuple[tuple[str, str], ...] = ()


class Basis(Record, frozen=True):
    """A document that a finding rests on, in the jurisdiction where it holds."""

    jurisdiction: str
    source: str
    url: str | None = None


class Suggestion(Record, frozen=True):
    """Draft wording for a stretch of source: rewrite, remove or ask; applied automatic, after review, or manual.

    only_for: the jurisdiction that it speaks of, where several were asked for; None: it is meant for all of them.
    slot: the grammatical place that it is written for ("heading", "verb-finite"). reads: the sentence with it, where it
    changes some words of one and would say little by itself.
    """

    kind: str
    text: str
    start: Place
    end: Place
    applicability: str
    only_for: str | None = None
    slot: str = "sentence"
    reads: str | None = None


class Related(Record, frozen=True):
    """Another place that decided: lead-in, question, footnote, caveat, heading."""

    what: str
    start: Place
    end: Place


class AlsoAt(Record, frozen=True):
    """Where the same words stand again."""

    path: str
    start: Place
    end: Place


class Finding(Record, frozen=True):
    """What somebody has to act on; `matches` counts the rule matches that were merged into it, at least one."""

    rule: str
    rules: tuple[str, ...]
    matches: int
    severity: str
    verdict: str
    path: str
    part: str | None
    surface: str
    start: Place
    end: Place
    spans: tuple[tuple[int, int], ...]
    text: str
    sentence: str
    claim: ClaimView | None
    message: str
    suggestions: tuple[Suggestion, ...] = ()
    related: tuple[Related, ...] = ()
    also_at: tuple[AlsoAt, ...] = ()
    fingerprint: str = ""
    basis: tuple[Basis, ...] = ()


class Excused(Record, frozen=True):
    """A match that its context makes harmless, with the words that show it."""

    rule: str
    path: str
    start: Place
    end: Place
    text: str
    because: str
    cue: str


class Hidden(Record, frozen=True):
    """A finding that is not reported, until a date.

    by: the number of a waiver, `inline` for a reason in the copy itself, or `baseline`.
    """

    finding: Finding
    by: str
    until: datetime.date | None = None
    owner: str | None = None
    reason: str = ""


class ClaimEntry(Record, frozen=True):
    """One line of the inventory: a claim with its verdict, supported ones too."""

    path: str
    part: str | None
    start: Place
    end: Place
    text: str
    sentence: str
    claim: ClaimView
    verdict: str


class FileEntry(Record, frozen=True):
    """What became of a file: checked, partial, not-judged, skipped, failed; the last four say why.

    url: where the page appears, if the configuration says.
    """

    path: str
    status: str
    reason: str | None = None
    segments: int = 0
    words: int = 0
    url: str | None = None


class Tool(Record, frozen=True):
    """What judged, by which knowledge, for where and as of when."""

    version: str
    rules: str
    evidence: str
    model: str
    jurisdiction: tuple[str, ...]
    as_of: datetime.date
    rule_count: int = 0
    row_count: int = 0
    unreviewed_rows: int = 0
    partial: tuple[str, ...] = ()
    """Jurisdictions of which only some rules are on file."""
    packs: tuple[str, ...] = ()
    selection: str = ""
    """Which packs the configuration extends, and a hash of all that selects rules and sets severities."""


class Summary(Record, frozen=True):
    """matches = reported + supported + excused + suppressed + baselined; `older` findings are outside this sum.

    unreviewed_findings, unreviewed_supported: how many findings and supported claims rest on an evidence row that no
    clinician has reviewed.
    """

    files: int
    words: int
    matches: int
    reported: int
    supported: int
    excused: int
    suppressed: int
    baselined: int
    findings: tuple[tuple[str, int], ...]
    older: int = 0
    unreviewed_findings: int = 0
    unreviewed_supported: int = 0


class Report(Record, frozen=True):
    """All that one run found out."""

    tool: Tool
    findings: tuple[Finding, ...]
    excused: tuple[Excused, ...]
    suppressed: tuple[Hidden, ...]
    baselined: tuple[Hidden, ...]
    files: tuple[FileEntry, ...]
    summary: Summary
    problems: tuple[str, ...] = ()
    """Faults in rules and evidence that left something unjudged, one line each."""

    @property
    def failed(self) -> tuple[FileEntry, ...]:
        """The files that could not be checked."""
        return tuple(entry for entry in self.files if entry.status == "failed")


def build(
    tool: Tool,
    *,
    matches: int,
    supported: int,
    findings: Iterable[Finding] = (),
    excused: Iterable[Excused] = (),
    suppressed: Iterable[Hidden] = (),
    baselined: Iterable[Hidden] = (),
    files: Iterable[FileEntry] = (),
    older: int = 0,
    unreviewed_supported: int = 0,
    problems: Iterable[str] = (),
) -> Report:
    """Sort everything and count it. Raises AssertionError where a match has been lost or counted twice."""
    found = tuple(sorted(findings, key=_finding_key))
    excuses = tuple(sorted(excused, key=lambda e: (e.path, e.start, e.rule, e.end, e.because, e.cue)))
    waived = tuple(sorted(suppressed, key=lambda h: (_finding_key(h.finding), h.by)))
    old = tuple(sorted(baselined, key=lambda h: (_finding_key(h.finding), h.by)))
    entries = tuple(sorted(_merged(files), key=lambda entry: entry.path))
    summary = Summary(
        files=sum(entry.status in READ for entry in entries),
        words=sum(entry.words for entry in entries),
        matches=matches,
        reported=sum(finding.matches for finding in found),
        supported=supported,
        excused=len(excuses),
        suppressed=sum(hidden.finding.matches for hidden in waived),
        baselined=sum(hidden.finding.matches for hidden in old),
        findings=tuple((name, sum(finding.severity == name for finding in found)) for name in SEVERITIES),
        older=older,
        unreviewed_findings=sum(map(rests_on_unreviewed, found)),
        unreviewed_supported=unreviewed_supported,
    )
    _check(summary)
    return Report(tool, found, excuses, waived, old, entries, summary, tuple(problems))


def rests_on_unreviewed(judged: Finding | ClaimEntry) -> bool:
    """Return whether the verdict rests on an evidence row that no clinician has reviewed; one of the law does not."""
    evidence = judged.claim.evidence if judged.claim else None
    by_evidence = judged.verdict in ("supported", "overstated", "unsupported", "unverified")
    return by_evidence and evidence is not None and evidence.row is not None and evidence.clinical_review is None


def with_files(report: Report, files: Iterable[FileEntry]) -> Report:
    """Return the report with more entries in `files`: what was skipped or could not be read before the engine ran."""
    more = tuple(files)
    if not more:
        return report
    return build(
        report.tool,
        matches=report.summary.matches,
        supported=report.summary.supported,
        findings=report.findings,
        excused=report.excused,
        suppressed=report.suppressed,
        baselined=report.baselined,
        files=(*report.files, *more),
        older=report.summary.older,
        unreviewed_supported=report.summary.unreviewed_supported,
        problems=report.problems,
    )


def dumps(value: Any, *, indent: int | None = 2) -> str:
    """Return JSON text with a final line feed, the same bytes for the same value everywhere."""
    if indent == 2:
        with contextlib.suppress(ValueError, TypeError):  # a lone surrogate, or no value that is written in C
            return json_text(value) + "\n"
    separators = (",", ": ") if indent else (", ", ": ")
    return json.dumps(value, ensure_ascii=False, indent=indent, separators=separators, allow_nan=False) + "\n"


def to_json(report: Report) -> dict[str, Any]:
    """Return the contract's object."""
    return {
        "schema": SCHEMA,
        "tool": {"name": "claimlint", **_plain(report.tool)},
        "findings": [finding_json(finding) for finding in report.findings],
        "excused": _plain(report.excused),
        "suppressed": [_hidden_json(hidden) for hidden in report.suppressed],
        "baselined": [_hidden_json(hidden) for hidden in report.baselined],
        "files": _plain(report.files),
        "problems": list(report.problems),
        "summary": {**_plain(report.summary), "findings": dict(report.summary.findings)},
    }


def finding_json(finding: Finding) -> dict[str, Any]:
    """Return one element of `findings`."""
    return {**_plain(finding), "claim": claim_json(finding.claim) if finding.claim else None}


def claim_json(claim: ClaimView) -> dict[str, Any]:
    """Return the `claim` of a finding."""
    return {**_plain(claim), "from": dict(claim.from_), "unsettled": dict(claim.unsettled)}


def claim_entry_json(entry: ClaimEntry) -> dict[str, Any]:
    """Return one line of `claims --format jsonl`."""
    return {**_plain(entry), "claim": claim_json(entry.claim)}


def _hidden_json(hidden: Hidden) -> dict[str, Any]:
    why = {"by": hidden.by, "until": _plain(hidden.until), "owner": hidden.owner, "reason": hidden.reason}
    return {**finding_json(hidden.finding), **why}


def _plain(value: Any) -> Any:
    """Return records as objects with their fields in order, tuples as lists, dates as text."""
    if isinstance(value, Record):
        return {name.rstrip("_"): _plain(getattr(value, name)) for name in names(type(value))}
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    return value.isoformat() if isinstance(value, datetime.date) else value


def _finding_key(finding: Finding) -> tuple[object, ...]:
    place = (finding.path, finding.part or "", finding.start, finding.rule, finding.end)
    return (
        *place,
        finding.verdict,
        finding.text,
        finding.message,
        finding.matches,
        finding.severity,
        finding.fingerprint,
    )


def _merged(files: Iterable[FileEntry]) -> Iterator[FileEntry]:
    """Yield one entry a path: the parts of an archive are one file, as badly off as the worst of them."""
    by_path: dict[str, list[FileEntry]] = {}
    for entry in files:
        reason = entry.reason.removeprefix(f"{entry.path}: ") if entry.reason else None
        by_path.setdefault(entry.path, []).append(replace(entry, reason=reason))
    for entries in by_path.values():
        worst = max(entries, key=lambda entry: (STATUSES.index(entry.status), entry.reason or ""))
        yield replace(
            worst, segments=sum(entry.segments for entry in entries), words=sum(entry.words for entry in entries)
        )


def _check(summary: Summary) -> None:
    parts = summary.reported + summary.supported + summary.excused + summary.suppressed + summary.baselined
    if summary.matches != parts:
        raise AssertionError(f"counts do not add up: {summary.matches} matches, but {summary}")
