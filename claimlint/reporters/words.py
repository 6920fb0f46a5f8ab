"""The plain words for what a report holds: no codes, and never a word that calls copy good or bad."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator

from claimlint import lazy
from claimlint.report import SEVERITIES, Evidence, FileEntry, Finding, Hidden, Report, Suggestion, Tool
from claimlint.selection import UPKEEP

VERDICTS = {
    "restricted": "no benefit claim may be made for this here",
    "prohibited": "may not be said",
    "overstated": "stronger than the evidence on file",
    "unsupported": "the evidence on file cannot carry this",
    "unverified": "no source on file",
    "missing": "something has to be said here",
    "contradicted": "the page says otherwise",
    "supported": "the evidence on file carries this",
}
UPKEEP_SAID = "waivers and baseline have to be put in order"
SEVERITY_NAMES = {"error": ("error", "errors"), "warning": ("warning", "warnings"), "info": ("note", "notes")}
STATES = {
    "N": "trials were looked for and none was found",
    "E0": "trials found no benefit, or harm",
    "E1": "laboratory or animal studies only",
    "E2": "small studies without a comparison group, or trials too weak to tell",
    "E3": "studies with a comparison group, not randomised",
    "E4": "randomised trials that are little certain",
    "E5": "randomised trials that are moderately certain",
    "E6": "randomised trials that are highly certain",
}
OWNERS = {"site": "your own", "claimlint": "claimlint’s"}
NEVER_JUDGED = "images, PDFs, text in other languages, what templates fill in, files that could not be read"

_UNSAFE = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
_SUSPECT = lazy.pattern(
    "[\x00-\x1f\x7f-\x9f\xad\u0600-\u0605\u061c\u06dd\u070f\u0890-\u08e2\u180e\u200b-\u200f"
    "\u2028-\u202e\u2060-\u206f\ud800-\udfff\ufeff\ufff9-\ufffb\U000110bd-\U000e007f]"
)
_SPACE = lazy.pattern(r"[\t\r\n]+")
_ASCII = str.maketrans({
    "“": '"', "”": '"', "‘": "'", "’": "'", "–": "-", "—": "-", "…": "...", "·": "-", "\N{NO-BREAK SPACE}": " ",
})  # fmt: skip


def verdict(finding: Finding) -> str:
    """Return the verdict on a finding in plain words."""
    return UPKEEP_SAID if finding.rule in UPKEEP else VERDICTS.get(finding.verdict, finding.verdict)


def escape(char: str) -> str:
    """Return a character as a terminal may show it: control and direction characters as their visible escape."""
    if not _SUSPECT.match(char) or unicodedata.category(char) not in _UNSAFE:
        return char
    code = ord(char)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def safe(text: str) -> str:
    """Return text on one line that changes nothing about the terminal it is printed on."""
    return _SUSPECT.sub(lambda match: escape(match.group()), _SPACE.sub(" ", text))


def ascii_marks(text: str) -> str:
    """Return text with typographic marks replaced, for a console whose code page lacks them."""
    return text.translate(_ASCII)


def quoted(text: str, limit: int = 80) -> str:
    """Return copy in quotation marks, cut where it is long."""
    shown = safe(text)
    return f"“{shown}”" if len(shown) <= limit else f"“{shown[: limit - 1].rstrip()}…”"


def count(number: int, one: str, many: str | None = None) -> str:
    """Return “1 file”, “2 files”."""
    return f"{number} {one if number == 1 else many or one + 's'}"


def counts(report: Report) -> str:
    """Return “1 error, 4 warnings, 2 notes”, “Nothing to report”, or that nothing could be read at all."""
    parts = [count(number, *SEVERITY_NAMES[name]) for name, number in report.summary.findings if number]
    if parts:
        return ", ".join(parts)
    return "Nothing could be checked" if report.failed and not report.summary.files else "Nothing to report"


def where(tool: Tool) -> str:
    """Return the jurisdictions judged for, as people write them; of a partial one it says so."""
    return ", ".join(f"{code.upper()}{' (partial)' if code in tool.partial else ''}" for code in tool.jurisdiction)


def partial(tool: Tool) -> str:
    """Return a sentence on the jurisdictions of which only some rules are on file; empty where there is none."""
    if not tool.partial:
        return ""
    named = ", ".join(code.upper() for code in tool.partial)
    return f"Partial: for {named} only some of the rules are on file; more may be forbidden there."


def bases(finding: Finding) -> str:
    """Return what a finding rests on in each of several jurisdictions; empty where they do not differ."""
    by_code: dict[str, list[str]] = {}
    for basis in finding.basis:
        by_code.setdefault(basis.jurisdiction, []).append(safe(basis.source))
    if len(by_code) < 2:
        return ""
    return "Basis: " + "; ".join(f"{code.upper()}: {', '.join(named)}" for code, named in by_code.items()) + "."


def judged_by(tool: Tool) -> str:
    """Return one sentence with jurisdiction, date, rules, evidence and the rows that no clinician has reviewed."""
    rules = f"{count(tool.rule_count, 'rule')} ({short(tool.rules)})"
    rows = f"{count(tool.row_count, 'evidence row')} ({short(tool.evidence)})"
    review = f"no clinician has reviewed {tool.unreviewed_rows} of these rows"
    packs = f", packs {', '.join(map(safe, tool.packs))}" if tool.packs else ""
    model = f", language model {tool.model}" if tool.model else ""
    return f"Judged for {where(tool)} as of {tool.as_of.isoformat()} by {rules} and {rows}; {review}{packs}{model}."


def resting(report: Report) -> str:
    """Return one sentence with how many verdicts rest on evidence that no clinician has reviewed."""
    return f"Resting on rows that no clinician has reviewed: {_resting(report)}."


def _resting(report: Report) -> str:
    found, carried = report.summary.unreviewed_findings, report.summary.unreviewed_supported
    return f"{count(found, 'finding')}, {count(carried, 'supported claim')}"


def evidence_scope(report: Report) -> str:
    """Return how much evidence there was, how much of it nobody reviewed, and what rests on that."""
    tool = report.tool
    return (
        f"{count(tool.row_count, 'row')}; no clinician has reviewed {tool.unreviewed_rows} of them; resting on these: "
        f"{_resting(report)}"
    )


def short(digest: str) -> str:
    """Return the first characters of a hash, enough to compare by eye."""
    return safe(digest.removeprefix("sha256:")[:12]) or "none"


def hidden(report: Report) -> str:
    """Return how many findings waivers and the baseline hide, and how many stand on lines that were not asked about."""
    older = report.summary.older
    tail = f" {count(older, 'older finding')} on lines that did not change." if older else ""
    return f"Hidden: {hidden_by(report)}.{tail}"


def hidden_by(report: Report) -> str:
    """Return how many findings waivers and the baseline hide and until when the first of them comes back."""
    waived, aside = report.suppressed, report.baselined
    return f"{len(waived)} by waivers{_until(waived)}, {len(aside)} by the baseline{_until(aside)}"


def _until(hidden: Iterable[Hidden]) -> str:
    days = {one.until for one in hidden if one.until}
    if not days:
        return ""
    return f"{', the first' if len(days) > 1 else ''} until {min(days).isoformat()}"


def not_judged(report: Report) -> Iterator[str]:
    """Yield a line for each kind of thing that this run did not judge."""
    for entry in report.files:
        if entry.status == "partial":
            yield f"Read only in part: {safe(entry.path)}{_because(entry)}"
        elif entry.status == "not-judged":
            yield f"Not judged: {safe(entry.path)}{_because(entry)}"
    skipped = Counter(entry.reason or "left out" for entry in report.files if entry.status == "skipped")
    if skipped:
        listed = ", ".join(f"{safe(reason)} ({number})" for reason, number in sorted(skipped.items()))
        yield f"Left out, and why: {listed}. `claimlint files` names them."
    failed = len(report.failed)
    if failed:
        yield f"Could not be checked: {count(failed, 'path')}; nothing is known of what stands there."
    yield f"Never judged: {NEVER_JUDGED}."


def evidence_lines(finding: Finding) -> Iterator[str]:
    """Yield what a finding was judged by, in plain words."""
    evidence = finding.claim.evidence if finding.claim else None
    if evidence is None:
        return
    if evidence.row is None:
        said = safe(evidence.summary).rstrip(". ") or "there is no source on file for this treatment and condition"
        yield f"Evidence: {said}."
        return
    review = (
        f"reviewed by {safe(evidence.clinical_review)}"
        if evidence.clinical_review
        else "no clinician has reviewed this row"
    )
    summary = safe(evidence.summary or STATES.get(evidence.state, "")).rstrip(". ")
    whose = f"{OWNERS[evidence.owner]} " if evidence.owner in OWNERS else ""
    age = f" {count(evidence.age, 'day')} ago" if evidence.age is not None else ""
    row = f"{whose}row {safe(evidence.row)}; {review}{age}{_due(evidence)}"
    yield f"Evidence: {summary + ' ' if summary else ''}({row})."
    yield from (f"Counts for less: {safe(step).rstrip('.')}." for step in evidence.indirect)


def _due(evidence: Evidence) -> str:
    return "; overdue for review" if evidence.expired else ""


def reason(finding: Finding) -> str:
    """Return why no benefit claim may be made, as one sentence; empty where nobody said."""
    evidence = finding.claim.evidence if finding.claim else None
    said = safe(evidence.summary).rstrip(". ") if evidence else ""
    return f"{said}." if said else ""


def rows_read(findings: Iterable[Finding]) -> str:
    """Return which evidence rows there are for the claims of these findings, and whether anybody reviewed them."""
    found = (finding.claim.evidence for finding in findings if finding.claim)
    rows = {evidence.row: evidence.clinical_review for evidence in found if evidence and evidence.row}
    if not rows:
        return ""
    unreviewed = sum(review is None for review in rows.values())
    names = ", ".join(safe(row) for row in sorted(rows))
    return f"Evidence on file: {names} (no clinician has reviewed {unreviewed} of {count(len(rows), 'row')})."


def draft(suggestion: Suggestion, words: str) -> str:
    """Return a suggestion as one line for a writer."""
    text = safe(suggestion.reads or suggestion.text).strip()
    if suggestion.kind == "ask":
        return f"To settle: {text}"
    if suggestion.kind == "remove" and not text.strip():
        return f"Draft wording: leave out {quoted(words)}."
    note = " (decide with somebody who knows the evidence)" if suggestion.applicability == "manual" else ""
    if suggestion.only_for:
        note = f" for {suggestion.only_for.upper()}{note}"
    return f"Draft wording{note}: “{text}”" if text else f"Draft wording: leave out {quoted(words)}."


def at_or_above(report: Report, severity: str) -> int:
    """Return how many findings are at least this severe; none where the severity is “never”."""
    if severity not in SEVERITIES:
        return 0
    counted = SEVERITIES[: SEVERITIES.index(severity) + 1]
    return sum(number for name, number in report.summary.findings if name in counted)


def why_failed(reached: int, fail_on: str, fail_over: int) -> str | None:
    """Return why findings make the run fail (“5 findings at or above “warning””), or None where they do not."""
    if reached <= fail_over:
        return None
    over = f", more than the {fail_over} allowed" if fail_over else ""
    return f"{count(reached, 'finding')} at or above “{fail_on}”{over}"


def not_failing(reached: int, fail_on: str) -> str:
    """Return the last line of a run that does not fail."""
    if reached:
        return f"{count(reached, 'finding')} at or above “{fail_on}”, no more than allowed."
    return "No finding makes this run fail." if fail_on == "never" else f"No finding at or above “{fail_on}”."


_HIDDEN_BY = {"inline": "a reason in the copy", "baseline": "the baseline"}


def hidden_because(hidden: Hidden) -> str:
    """Return what hides a finding, why, by whose leave and until when, as one sentence."""
    by = _HIDDEN_BY.get(hidden.by) or safe(hidden.by)
    why = f": {safe(hidden.reason).rstrip('. ')}" if hidden.reason else ""
    owner = f" ({safe(hidden.owner)})" if hidden.owner else ""
    until = f" until {hidden.until.isoformat()}" if hidden.until else ""
    return f"Hidden by {by}{owner}{until}{why}."


def hidden_last(report: Report) -> str:
    """Return what the last line of a run says of what it hides, and of what it leaves aside."""
    hidden = f"Hidden: {hidden_by(report)}." if report.suppressed or report.baselined else "Nothing is hidden."
    older = report.summary.older
    return f"{hidden} Not counted: {count(older, 'older finding')} on lines that did not change." if older else hidden


def nothing_line(report: Report) -> str:
    """Return the one line of a run that has nothing to report."""
    summary, tool = report.summary, report.tool
    return (
        f"Nothing to report for {where(tool)} as of {tool.as_of.isoformat()}: "
        f"{count(summary.files, 'file')} read; hidden: {hidden_by(report)}; "
        f"{count(summary.older, 'older finding')} on lines that did not change; "
        f"no clinician has reviewed {tool.unreviewed_rows} of {count(tool.row_count, 'evidence row')} "
        f"(resting on these: {count(summary.unreviewed_supported, 'supported claim')}); "
        f"not judged: {NEVER_JUDGED}."
    )


def _because(entry: FileEntry) -> str:
    return f" ({safe(entry.reason)})" if entry.reason else ""
