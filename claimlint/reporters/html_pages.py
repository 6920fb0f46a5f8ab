"""Findings to the two parts of the HTML report that people work in: the queue to decide on, and the annotated copy."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from claimlint.record import Record
from claimlint.report import SEVERITIES, Finding
from claimlint.reporters import lines, words
from claimlint.reporters.html_text import Markup, join, link, tag, text
from claimlint.reporters.page_copy import MISSING, Block, Piece
from claimlint.reporters.reference import Reference, RowText, SourceText

DECISIONS = (
    "",
    "Use the draft wording",
    "Change the wording otherwise",
    "Take it out",
    "Keep it: source attached",
    "Keep it: waiver with owner and date",
    "Ask somebody who knows",
)
NO_TREATMENT = "-"
_UNSHOWN = {
    "title": "Title of the page",
    "meta": "Description for search engines",
    "attribute": "Text of an attribute",
    "json-ld": "Data for search engines",
    "data-string": "Data",
    "front-matter": "Data at the head of the file",
    "script-string": "Text in a script",
}


class Entry(Record, frozen=True):
    """A finding with its number in the report and the number of its page."""

    number: int
    page: int
    finding: Finding


class PageName(Record, frozen=True):
    """What a page is called: its path, and its address where the configuration says."""

    path: str
    url: str | None = None

    def shown(self) -> Markup:
        """Return the address with the path behind it, or the path alone."""
        path = words.safe(self.path)
        return text(path) if self.url is None else join((link(self.url, self.url), " (", path, ")"))


def queue(entries: Sequence[Entry], names: Sequence[PageName], reference: Reference) -> Iterator[Markup]:
    """Yield a group a page, in it an entry a finding with what there is to know and a place to decide and sign."""
    for page, group in groupby(entries, key=lambda entry: entry.page):
        found = tuple(group)
        count = words.count(len(found), "entry", "entries")
        head = tag("h3", names[page].shown(), " ", tag("span", f"({count})", class_="quiet"), id=f"q-{page}")
        articles = (_article(entry, reference) for entry in found)
        yield tag("section", head, *articles, class_="group", aria_labelledby=f"q-{page}")


def _article(entry: Entry, reference: Reference) -> Markup:
    finding, number = entry.finding, entry.number
    name = words.SEVERITY_NAMES[finding.severity][0].capitalize()
    heading = tag(
        "h4",
        tag("span", number, class_="number"),
        " ",
        tag("span", f"{name}:", class_="severity"),
        " ",
        lines.verdict(finding),
        id=f"h-{number}",
    )
    treatment = finding.claim.treatment if finding.claim else None
    return tag(
        "article",
        heading,
        *_quote(finding),
        tag("p", _place(finding), " · ", tag("a", "see it in the copy", href=f"#p-{entry.page}"), class_="place quiet"),
        tag("div", *_gist(finding, reference), class_="gist", id=f"g-{number}"),
        _sign(number),
        class_=f"finding {finding.severity}",
        id=f"f-{number}",
        tabindex="-1",
        aria_labelledby=f"h-{number}",
        data_severity=finding.severity,
        data_verdict=finding.verdict,
        data_rules=" ".join(finding.rules),
        data_treatment=treatment or NO_TREATMENT,
        data_page=entry.page,
    )


def _place(finding: Finding) -> str:
    where = f"line {finding.start.line}" if finding.part is None else f"part {words.safe(finding.part)}"
    more = f", and at {words.count(len(finding.also_at), 'more place')}" if finding.also_at else ""
    rules = words.safe(", ".join(finding.rules))
    return f"{where}, {finding.surface.replace('-', ' ')}{more} · {rules}"


def _quote(finding: Finding) -> Iterator[Markup]:
    """Yield the sentence, the words at issue marked in it where they stand there once, and the words by themselves."""
    if not finding.text:
        return
    sentence = finding.sentence or finding.text
    before, found, after = sentence.partition(finding.text)
    if found and finding.text not in after:
        yield tag("blockquote", before, tag("mark", found, class_=finding.severity), after)
    else:
        yield tag("blockquote", sentence)
    yield tag("p", tag("strong", "Words at issue: "), words.quoted(finding.text, 400))


def _gist(finding: Finding, reference: Reference) -> Iterator[Markup]:
    yield tag("p", finding.message)
    rule = reference.rules.get(finding.rule)
    if rule and rule.why:
        yield tag("details", tag("summary", "Why this matters"), tag("p", rule.why))
    yield from _evidence(finding, reference)
    if finding.basis:
        named = (
            tag("li", link(basis.source, basis.url), f" ({basis.jurisdiction.upper()})")
            for basis in dict.fromkeys(finding.basis)
        )
        yield join((tag("h5", "Basis"), tag("ul", *named, class_="plain sources")))
    if drafts := [*lines.drafts(finding)]:
        yield tag("div", *(_draft(line) for line in drafts), class_="draft")


def _draft(line: str) -> Markup:
    name, _, said = line.partition(": ")
    return tag("p", tag("strong", f"{name}: "), said)


def _evidence(finding: Finding, reference: Reference) -> Iterator[Markup]:
    said = [*words.evidence_lines(finding)]
    if said:
        yield tag("h5", "Source")
    for line in said:
        shown = line.removeprefix("Evidence: ")
        yield tag("p", shown[:1].upper() + shown[1:])
    evidence = finding.claim.evidence if finding.claim else None
    row = reference.rows.get(evidence.row) if evidence and evidence.row else None
    if row is not None:
        yield tag("ul", *(tag("li", *_source(source)) for source in row.sources), class_="plain sources")
        yield tag("p", _review(row), class_="quiet")


def _source(source: SourceText) -> Iterator[object]:
    yield link(source.name, source.url)
    about = [str(source.year)] if source.year and str(source.year) not in source.name else []
    about += [source.read] if source.read else []
    yield f" ({'; '.join(about)})" if about else None


def _review(row: RowText) -> str:
    reviewed = f"Reviewed by {words.safe(row.reviewed)}" if row.reviewed else "No clinician has reviewed this row"
    return f"{reviewed}; to be looked at again by {row.review_by.isoformat()}."


def _sign(number: int) -> Markup:
    options = (tag("option", choice, value=choice) for choice in DECISIONS)
    fields = (
        ("d", "Decision", tag("select", *options, id=f"d-{number}", autocomplete="off")),
        ("n", "Name", tag("input", type="text", id=f"n-{number}", autocomplete="off")),
        ("t", "Date", tag("input", type="date", id=f"t-{number}", autocomplete="off")),
    )
    shown = (tag("div", tag("label", label, for_=f"{key}-{number}"), field) for key, label, field in fields)
    return tag("fieldset", tag("legend", f"To sign, entry {number}"), *shown)


def annotated(page: int, name: PageName, blocks: Iterable[Block], entries: Sequence[Entry]) -> Markup:
    """Return a page's copy in reading order, the words at issue marked and numbered."""
    found = {entry.number: entry.finding for entry in entries}
    head = tag("h3", name.shown(), id=f"p-{page}")
    shown = [*_blocks(blocks, found)]
    if not shown:
        shown = [tag("p", "The copy of this page is not to be had here; the queue above quotes it.", class_="quiet")]
    copy = tag("div", *shown, class_="copy")
    return tag("section", head, copy, class_="page", data_page=page, aria_labelledby=f"p-{page}")


def _blocks(blocks: Iterable[Block], found: dict[int, Finding]) -> Iterator[Markup]:
    for listed, group in groupby(blocks, key=lambda block: block.kind == "list-item"):
        if listed:
            yield tag("ul", *(tag("li", *_pieces(block.pieces, found)) for block in group))
        else:
            yield from (_block(block, found) for block in group)


def _block(block: Block, found: dict[int, Finding]) -> Markup:
    if block.kind == MISSING:
        number = block.pieces[0].findings[0]
        marked = _mark(Piece("Something has to be said here.", (number,)), found)
        return tag("p", marked, " ", found[number].message, class_="missing")
    inside = [*_pieces(block.pieces, found)]
    if block.kind == "heading":
        return tag("p", *inside, class_="heading top" if block.depth <= 1 else "heading")
    if block.kind in _UNSHOWN:
        key = f" ({words.safe(block.key)})" if block.key else ""
        return tag("p", tag("span", f"{_UNSHOWN[block.kind]}{key}", class_="kind"), *inside, class_="unshown")
    return tag("p", *inside, class_=None if block.kind == "body" else block.kind)


def _pieces(pieces: Iterable[Piece], found: dict[int, Finding]) -> Iterator[Markup]:
    for piece in pieces:
        yield _mark(piece, found) if piece.findings else _lines(piece.text)


def _mark(piece: Piece, found: dict[int, Finding]) -> Markup:
    worst = min((found[number].severity for number in piece.findings), key=SEVERITIES.index)
    numbers = " ".join(map(str, piece.findings))
    anchor = tag(
        "a",
        _lines(piece.text),
        href=f"#f-{piece.findings[0]}",
        data_findings=numbers,
        data_numbers=f"[{', '.join(map(str, piece.findings))}]",
        aria_describedby=" ".join(f"h-{number} g-{number}" for number in piece.findings),
    )
    return tag("mark", anchor, class_=worst)


def _lines(copy: str) -> Markup:
    """Return copy with its line breaks, for `white-space: pre-line`."""
    return join((text(line) for line in copy.split("\n")), "\n") if "\n" in copy else text(copy)
