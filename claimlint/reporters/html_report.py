"""A Report to one HTML file for people who look rather than read: it stands alone, prints to PDF and can be signed.

What is covered comes first; then a queue to decide on; each page as annotated copy; numbers; what is hidden, excused,
not read. Everything that comes from the linted files is escaped, and the policy in its head lets in nothing but the
style and the script that are in it.
"""

from __future__ import annotations

import base64
import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from pathlib import Path

from claimlint.report import Excused, Finding, Hidden, Report
from claimlint.reporters import lines, words
from claimlint.reporters.formats import Around
from claimlint.reporters.html_pages import NO_TREATMENT, Entry, PageName, annotated, queue
from claimlint.reporters.html_text import Markup, join, table, tag, text
from claimlint.reporters.page_copy import page_copy
from claimlint.reporters.reference import Reference

STATUSES = {
    "checked": "read",
    "partial": "read only in part",
    "not-judged": "not judged",
    "failed": "could not be checked",
    "skipped": "left out",
}
_BARS = 12
"""Rows of a chart; the table before it has them all."""
_LABEL = 34
_PARTS = {
    "scope": "What this covers",
    "queue": "To decide",
    "pages": "The pages, annotated",
    "numbers": "In numbers",
    "appendix": "Appendix",
}
_NOWHERE = "base-uri 'none'; form-action 'none'"


def render(report: Report, around: Around) -> str:
    """Return the page."""
    reference = around.reference()
    entries, names = _entries(report, around)
    body = (
        tag("a", "Skip to the entries", href="#queue", class_="skip"),
        _header(),
        tag("main", *_main(report, around, reference, entries, names)),
        tag("div", id="note", popover="manual", role="dialog", aria_label="About the words at issue", tabindex="-1"),
    )
    style, script = _asset("report.css"), _asset("report.js")
    policy = f"default-src 'none'; style-src {_hash(style)}; script-src {_hash(script)}; {_NOWHERE}"
    head = (
        tag("meta", charset="utf-8"),
        Markup(f'<meta http-equiv="Content-Security-Policy" content="{policy}">'),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("meta", name="referrer", content="no-referrer"),
        tag("title", _title(report)),
        tag("style", Markup(style)),
    )
    page = tag("html", tag("head", *head), "\n", tag("body", *body, tag("script", Markup(script))), lang="en")
    return f"<!DOCTYPE html>\n{page}\n"


def _asset(name: str) -> str:
    return Path(__file__).with_name(name).read_text("utf-8")


def _hash(content: str) -> str:
    digest = hashlib.sha256(content.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


def _entries(report: Report, around: Around) -> tuple[list[Entry], list[PageName]]:
    paths = {path: page for page, path in enumerate(dict.fromkeys(finding.path for finding in report.findings))}
    entries = [Entry(number, paths[finding.path], finding) for number, finding in enumerate(report.findings, 1)]
    return entries, [PageName(path, around.url_of(path)) for path in paths]


def _title(report: Report) -> str:
    return f"Claims to decide on, {report.tool.as_of.isoformat()}, {words.where(report.tool)}"


def _header() -> Markup:
    items = (tag("li", tag("a", name, href=f"#{anchor}")) for anchor, name in _PARTS.items())
    return tag(
        "header",
        tag("h1", "Claims to decide on"),
        tag("p", lines.NOTICE, class_="notice"),
        tag("nav", tag("ul", *items), aria_label="Parts of this report"),
    )


def _section(anchor: str, *inside: object) -> Markup:
    return tag(
        "section", tag("h2", _PARTS[anchor], id=f"{anchor}-h"), *inside, id=anchor, aria_labelledby=f"{anchor}-h"
    )


def _main(
    report: Report, around: Around, reference: Reference, entries: Sequence[Entry], names: Sequence[PageName]
) -> Iterator[Markup]:
    yield _section("scope", *_scope(report, around))
    nothing = tag("p", f"{words.counts(report)} for {words.where(report.tool)}. What was not judged is said above.")
    if entries:
        how = "Decide on each entry and sign it, here before printing or on paper. Nothing that is filled in is stored."
        yield _section("queue", tag("p", how), _filters(entries, names, reference), *queue(entries, names, reference))
    else:
        yield _section("queue", nothing)
    yield _section("pages", *_copies(around, entries, names))
    yield _section("numbers", *_numbers(report, entries, names, reference))
    yield _section("appendix", *_appendix(report, reference))


def _scope(report: Report, around: Around) -> Iterator[Markup]:
    tool = report.tool
    statuses = Counter(entry.status for entry in report.files)
    read = ", ".join(f"{statuses[status]} {name}" for status, name in STATUSES.items())
    rows = [
        ("As of", tool.as_of.isoformat()),
        ("Commit", around.commit_of() or "not known"),
        ("Jurisdictions", words.where(tool)),
        ("Found", words.counts(report)),
        ("Files", f"{read}; {words.count(report.summary.words, 'word')}"),
        ("Hidden", words.hidden(report).removeprefix("Hidden: ")),
        ("Excused by the context", words.count(report.summary.excused, "match", "matches")),
        ("Evidence", words.evidence_scope(report)),
        ("Hash of the evidence", tool.evidence),
        ("Rules", words.count(tool.rule_count, "rule") + (f", packs {', '.join(tool.packs)}" if tool.packs else "")),
        ("Hash of the rules", tool.rules),
        ("Hash of the selection", tool.selection),
        ("claimlint", f"{tool.version}{f', language model {tool.model}' if tool.model else ''}"),
        ("Never judged", words.NEVER_JUDGED),
        ("Questions", around.contact or ""),
    ]
    yield tag("dl", *(join((tag("dt", name), tag("dd", said))) for name, said in rows if said), class_="scope")
    if tool.partial:
        yield tag("p", words.partial(tool), class_="notice")
    if report.problems:
        yield tag("p", "Faults in the rules or the evidence left something unjudged:")
        yield tag("ul", *(tag("li", problem) for problem in report.problems), class_="plain")


def _filters(entries: Sequence[Entry], names: Sequence[PageName], reference: Reference) -> Markup:
    severities = ((name, words.SEVERITY_NAMES[name][1].capitalize()) for name in words.SEVERITY_NAMES)
    verdicts = {entry.finding.verdict: lines.verdict(entry.finding) for entry in entries}
    rules = sorted({rule for entry in entries for rule in entry.finding.rules})
    pages = ((str(number), words.safe(name.url or name.path)) for number, name in enumerate(names))
    fields = (
        ("severity", "Severity", severities),
        ("verdict", "Verdict", sorted(verdicts.items(), key=lambda item: item[1])),
        ("rules", "Rule", ((rule, rule) for rule in rules)),
        ("treatment", "Treatment", sorted({_treatment(entry.finding, reference) for entry in entries}, key=_by_name)),
        ("page", "Page", pages),
    )
    shown = [_choice(key, label, choices) for key, label, choices in fields]
    shown.append(
        tag(
            "div",
            tag("label", "Words", for_="by-words"),
            tag("input", type="search", name="words", id="by-words", autocomplete="off"),
        )
    )
    shown.append(tag("div", tag("button", "Show all", type="reset")))
    form = tag("form", *shown, id="filters", class_="filters", role="search", aria_label="Filter the entries")
    count = words.count(len(entries), "entry is", "entries are")
    return join((form, tag("p", f"{count} shown.", id="shown", role="status", class_="quiet")))


def _by_name(treatment: tuple[str, str]) -> tuple[bool, str]:
    return treatment[0] == NO_TREATMENT, treatment[1].casefold()


def _choice(key: str, label: str, choices: Iterable[tuple[str, str]]) -> Markup:
    options = [tag("option", "All", value=""), *(tag("option", name, value=value) for value, name in choices)]
    select = tag("select", *options, name=key, id=f"by-{key}", autocomplete="off")
    return tag("div", tag("label", label, for_=f"by-{key}"), select)


def _treatment(finding: Finding, reference: Reference) -> tuple[str, str]:
    treatment = finding.claim.treatment if finding.claim else None
    return treatment or NO_TREATMENT, reference.name(treatment) or "none named"


def _copies(around: Around, entries: Sequence[Entry], names: Sequence[PageName]) -> Iterator[Markup]:
    if not entries:
        yield tag("p", "No page holds an entry.")
        return
    yield tag(
        "p",
        "The copy as claimlint reads it. Numbers lead to the entries above; point at marked words, or choose them, to "
        "see reason, basis and draft wording.",
    )
    for page, group in groupby(entries, key=lambda entry: entry.page):
        found = tuple(group)
        numbered = [(entry.number, entry.finding) for entry in found]
        blocks = page_copy(around.documents_of(names[page].path), numbered)
        yield annotated(page, names[page], blocks, found)


def _numbers(
    report: Report, entries: Sequence[Entry], names: Sequence[PageName], reference: Reference
) -> Iterator[Markup]:
    yield tag("p", "Entries, counted. A number says how much there is to decide, not how good or bad a page is.")
    severities = [(words.SEVERITY_NAMES[name][1].capitalize(), number) for name, number in report.summary.findings]
    yield _count("By severity", "Severity", severities)
    by_rule = Counter(rule for entry in entries for rule in entry.finding.rules)
    yield _count("By rule", "Rule", by_rule.most_common())
    by_treatment = Counter(_treatment(entry.finding, reference)[1] for entry in entries)
    yield _count("By treatment", "Treatment", by_treatment.most_common())
    by_page = Counter(entry.page for entry in entries)
    pages = [(words.safe(names[page].url or names[page].path), number) for page, number in by_page.most_common()]
    yield _count("By page", "Page", pages)


def _count(caption: str, what: str, rows: Sequence[tuple[str, int]]) -> Markup:
    if not any(number for _, number in rows):
        return tag("p", f"{caption}: nothing to count.")
    return join((table(caption, (what, "Entries"), rows, class_="numbers"), _chart(rows[:_BARS])))


def _chart(rows: Sequence[tuple[str, int]]) -> Markup:
    """Return bars for the eye; readers of the screen have the table before it."""
    most = max(number for _, number in rows)
    bars = []
    for at, (name, number) in enumerate(rows):
        shown = name if len(name) <= _LABEL else f"{name[: _LABEL - 1]}…"
        width = round(400 * number / most, 1)
        bars.append(tag("text", shown, x=0, y=at * 22 + 15))
        bars.append(tag("rect", x=250, y=at * 22 + 4, width=width, height=14))
        bars.append(tag("text", number, x=256 + width, y=at * 22 + 15))
    svg = tag("svg", *bars, viewBox=f"0 0 700 {len(rows) * 22}", aria_hidden="true", focusable="false")
    return tag("figure", svg)


def _appendix(report: Report, reference: Reference) -> Iterator[Markup]:
    named = sorted({name for finding in report.findings for name in finding.rules} & reference.rules.keys())
    if named:
        whys = [(name, reference.rules[name].why) for name in named]
        yield table(f"Rules named in this report ({len(whys)})", ("Rule", "Why it matters"), whys)
    yield _hidden("Hidden by waivers", report.suppressed)
    yield _hidden("Hidden by the baseline", report.baselined)
    yield _excused(report.excused)
    for status in ("failed", "partial", "not-judged", "skipped"):
        rows = [(entry.path, entry.reason or "nobody said why") for entry in report.files if entry.status == status]
        if rows:
            yield table(f"Files: {STATUSES[status]} ({len(rows)})", ("Path", "Reason"), rows)
        else:
            yield tag("p", f"Files {STATUSES[status]}: none.")
    read = [(entry.path, entry.words) for entry in report.files if entry.status == "checked"]
    if read:
        yield table(f"Files: read ({len(read)})", ("Path", "Words"), read, class_="numbers")


def _hidden(caption: str, hidden: Sequence[Hidden]) -> Markup:
    if not hidden:
        return tag("p", f"{caption}: none.")
    rows = (
        (
            f"{words.safe(one.finding.path)}:{one.finding.start.line}",
            words.quoted(one.finding.text),
            lines.verdict(one.finding),
            words.safe(one.by),
            one.until.isoformat() if one.until else "no date",
            words.safe(one.owner or ""),
            words.safe(one.reason),
        )
        for one in hidden
    )
    return table(
        f"{caption} ({len(hidden)})", ("Place", "Words", "Verdict", "Hidden by", "Until", "Owner", "Reason"), rows
    )


def _excused(excused: Sequence[Excused]) -> Markup:
    if not excused:
        return tag("p", "Excused by the context: none.")
    rows = (
        (
            f"{words.safe(one.path)}:{one.start.line}",
            words.quoted(one.text),
            one.rule,
            one.because.replace("-", " "),
            text(words.quoted(one.cue)) if one.cue else "",
        )
        for one in excused
    )
    head = ("Place", "Words", "Rule", "Because it is", "Shown by")
    return table(f"Excused by the context ({len(excused)})", head, rows)
