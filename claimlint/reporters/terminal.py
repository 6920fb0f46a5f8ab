"""A Report to text for people: by file, the words marked in their line, what is wrong, evidence, draft wording.

What comes from the linted files is shown with control and direction characters escaped; nothing is ever a link.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from claimlint.record import Record
from claimlint.report import Excused, Finding, Report
from claimlint.reporters import excerpt, words
from claimlint.reporters.excerpt import Source

SourceOf = Callable[[str], str | None]
"""Gives the decoded text of a file that the report names, None where there is none to show (a part of an archive)."""

_STYLES = {"error": "bold red", "warning": "yellow", "info": "cyan"}
_MAX_SUGGESTIONS = 2
_MIN_WIDTH, _MAX_WIDTH = 40, 120


class Look(Record, frozen=True):
    """How to print. limit: show so many findings in full, then count (None: all)."""

    width: int = 100
    colour: bool = False
    unicode: bool = True
    show_excused: bool = False
    limit: int | None = None


def render(report: Report, source_of: SourceOf, look: Look | None = None) -> str:
    """Return the whole report as text that ends with a line feed."""
    look = look or Look()
    page = _Page(look)
    shown = report.findings if look.limit is None else report.findings[: look.limit]
    urls = {entry.path: entry.url for entry in report.files if entry.url}
    for path, findings in groupby(shown, key=lambda finding: finding.path):
        _file(page, path, urls.get(path), tuple(findings), source_of(path))
    if len(shown) < len(report.findings):
        more = len(report.findings) - len(shown)
        page.line(f"… and {words.count(more, 'more finding')}, not shown here.")
        page.gap()
    if look.show_excused:
        _excused(page, report.excused)
    _closing(page, report)
    return page.text() if look.unicode else words.ascii_marks(page.text())


class _Page:
    """Collects printed text; the only place that knows rich."""

    def __init__(self, look: Look) -> None:
        self.width = max(_MIN_WIDTH, min(look.width, _MAX_WIDTH))
        self._out = io.StringIO()
        self._console = Console(
            file=self._out,
            width=self.width,
            force_terminal=look.colour,
            color_system="standard" if look.colour else None,
            no_color=not look.colour,
            highlight=False,
            markup=False,
            emoji=False,
            legacy_windows=False,
            _environ={},
        )

    def line(self, text: str | Text, indent: int = 0, style: str = "") -> None:
        """Print prose, wrapped below its own beginning."""
        body = text if isinstance(text, Text) else Text(text, style=style)
        self._console.print(Padding(body, (0, 0, 0, indent), expand=False))

    def exact(self, text: Text) -> None:
        """Print a line as it is."""
        self._console.print(text, soft_wrap=True)

    def gap(self) -> None:
        """Print an empty line."""
        self._console.print()

    def text(self) -> str:
        """Return all that was printed, without blanks at the ends of lines."""
        return "\n".join(line.rstrip() for line in self._out.getvalue().split("\n"))


def _file(page: _Page, path: str, url: str | None, findings: Sequence[Finding], text: str | None) -> None:
    source = Source.of(text) if text is not None else None
    page.exact(Text(words.safe(path), style="bold underline").append(f"  {words.safe(url)}" if url else "", "not bold"))
    page.gap()
    barred = [finding for finding in findings if finding.verdict == "restricted"]
    for reason, group in _by_reason(barred):
        _restricted(page, reason, group, source)
    said: set[str] = set()
    for finding in findings:
        if finding.verdict != "restricted":
            _place(page, finding, words.verdict(finding))
            _lines(page, finding, source)
            page.line(words.safe(finding.message), indent=2)
            for line in words.evidence_lines(finding):
                page.line(line, indent=2, style="dim")
            _basis(page, finding, said)
            _advice(page, finding, set())
            page.gap()


def _by_reason(findings: Iterable[Finding]) -> Iterator[tuple[str, list[Finding]]]:
    groups: dict[str, list[Finding]] = {}
    for finding in findings:
        groups.setdefault(words.reason(finding), []).append(finding)
    yield from groups.items()


def _restricted(page: _Page, reason: str, findings: Sequence[Finding], source: Source | None) -> None:
    """Say once why nothing may be claimed, then show the lines that do."""
    page.line(
        "No benefit claim may be made for this here; rewording will not fix this page.", indent=2, style="bold red"
    )
    if reason:
        page.line(f"Why: {reason}", indent=2)
    rows = words.rows_read(findings)
    if rows:
        page.line(rows, indent=2, style="dim")
    page.gap()
    said: set[str] = set()
    for finding in findings:
        _place(page, finding, "")
        _lines(page, finding, source)
        page.line(words.safe(finding.message), indent=2)
        _basis(page, finding, said)
        _advice(page, finding, said)
        page.gap()


def _basis(page: _Page, finding: Finding, said: set[str]) -> None:
    """Print what a finding rests on in each of several jurisdictions, once a page."""
    line = words.bases(finding)
    if line and line not in said:
        page.line(line, indent=2, style="dim")
        said.add(line)


def _place(page: _Page, finding: Finding, verdict: str) -> None:
    name = words.SEVERITY_NAMES[finding.severity][0]
    head = Text(f"  {finding.start.line}:{finding.start.column}  ")
    head.append(name, style=_STYLES[finding.severity])
    if verdict:
        head.append(f": {verdict}")
    head.append(f"  [{', '.join(finding.rules)}]", style="dim")
    page.exact(head)


def _lines(page: _Page, finding: Finding, source: Source | None) -> None:
    if source is None or finding.part is not None:
        if finding.sentence:
            page.line(words.quoted(finding.sentence, 400), indent=4)
        return
    gutter = len(str(finding.end.line))
    spans = finding.spans or ((finding.start.offset, finding.end.offset),)
    for line in excerpt.lines(source, spans, page.width - gutter - 7):
        shown = Text(f"    {line.number:>{gutter}} | ", style="dim")
        shown.append(Text(line.shown, style="not dim"))
        page.exact(shown)
        marks = Text(f"    {'':>{gutter}} | ", style="dim")
        marks.append(line.underline, style=f"not dim {_STYLES[finding.severity]}")
        page.exact(marks)


def _advice(page: _Page, finding: Finding, said: set[str]) -> None:
    """Print draft wording that has not been printed yet, and where else the same words stand."""
    for suggestion in finding.suggestions[:_MAX_SUGGESTIONS]:
        line = words.draft(suggestion, finding.text)
        if line not in said:
            page.line(line, indent=2, style="green")
            said.add(line)
    if finding.also_at:
        places = ", ".join(f"{also.start.line}:{also.start.column}" for also in finding.also_at)
        page.line(f"The same words stand at {places} too.", indent=2, style="dim")


def _excused(page: _Page, excused: Sequence[Excused]) -> None:
    if not excused:
        return
    page.line("Matches that their context makes harmless:", style="bold")
    for each in excused:
        where = f"{words.safe(each.path)}:{each.start.line}:{each.start.column}"
        cue = f" ({words.quoted(each.cue)})" if each.cue else ""
        page.line(f"{where}  {words.quoted(each.text)}: {each.because.replace('-', ' ')}{cue} [{each.rule}]", indent=2)
    page.gap()


def _closing(page: _Page, report: Report) -> None:
    summary, tool = report.summary, report.tool
    read = f"{words.count(summary.files, 'file')}, {words.count(summary.words, 'word')} read"
    head = Text(words.counts(report), style="bold")
    head.append(f" for {words.where(tool)}: {read}.", style="not bold")
    page.line(head)
    if summary.excused:
        also = "" if not report.excused else " (--show-excused lists them)"
        page.line(f"{words.count(summary.excused, 'match', 'matches')} excused by the context{also}.")
    page.line(words.judged_by(tool))
    page.line(words.resting(report))
    if tool.partial:
        page.line(words.partial(tool), style="yellow")
    page.line(words.hidden(report))
    for line in words.not_judged(report):
        page.line(line)
