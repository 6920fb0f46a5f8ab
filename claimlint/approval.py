"""Approved texts found on a page to what follows: matches excused, notices given, findings where the wording moved on.

An approval never reaches past the law: what is restricted stays a finding, whoever signed the text.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping

from claimlint.approved import Approved, Book, Found, read
from claimlint.fingerprint import fingerprint
from claimlint.judgement import Judged
from claimlint.record import Record
from claimlint.report import Finding, Place, Suggestion
from claimlint.scan import Hits
from claimlint.segment import Document
from claimlint.selection import APPROVAL
from claimlint.sentence import Sentence
from claimlint.source import LineIndex

RULE = APPROVAL


class Approvals(Record, frozen=True):
    """The approved texts found on one page."""

    found: tuple[Found, ...] = ()

    def of(self, judged: Judged) -> Approved | None:
        """Return the approval that excuses a match: of its very sentence, about its treatment, and not restricted."""
        if judged.verdict == "restricted":
            return None
        about = judged.claim.treatment
        for one in self.found:
            meant = about is None or about.id == one.approved.treatment
            if one.kind == "exact" and meant and judged.match.sentence in one.sentences:
                return one.approved
        return None

    @property
    def notices(self) -> frozenset[str]:
        """The ids of rules whose required statement the page carries, word for word as the site keeps it."""
        return frozenset(str(one.approved.notice) for one in self.found if one.kind == "exact" and one.approved.notice)


def approvals(
    hits: Iterable[Hits], book: Book, codes: Mapping[str, tuple[str, ...]], as_of: datetime.date
) -> Approvals:
    """Return what the sentences of a document say of the approved texts; codes: as `Approved.counts_in` takes them."""
    return Approvals(tuple(read([one.sentence for one in hits], book, codes, as_of))) if book.entries else Approvals()


def findings(
    document: Document, made: Approvals, restricted: Iterable[Sentence], path: str
) -> Iterator[tuple[Finding, int]]:
    """Yield a finding for each text that differs from its approved wording and each whose approval has lapsed.

    restricted: sentences that hold a restricted claim, where no wording is offered. path: what fingerprints call the
    file. With each finding goes the block that it stands in.
    """
    lines = LineIndex(document.source.text)
    barred = list(restricted)
    for one in made.found:
        if one.kind != "exact":
            offer = one.kind == "near" and one.sentences[0] not in barred
            yield _finding(document, one, lines, path, offer=offer), one.sentences[0].segment


def _finding(document: Document, one: Found, lines: LineIndex, path: str, *, offer: bool) -> Finding:
    first, last = one.sentences[0], one.sentences[-1]
    segment = document.segments[first.segment]
    pieces = segment.pieces(first.start, last.end)
    start, end = lines.position(pieces[0].start), lines.position(pieces[-1].end)
    text = segment.text[first.start : last.end]
    return Finding(
        rule=RULE,
        rules=(RULE,),
        matches=1,
        severity="warning",
        verdict="contradicted" if one.kind == "near" else "unverified",
        path=document.source.path,
        part=segment.part,
        surface=segment.surface.value,
        start=start,
        end=end,
        spans=tuple((piece.start, piece.end) for piece in pieces),
        text=text,
        sentence=text,
        claim=None,
        message=_message(one),
        suggestions=(_draft(one, start, end),) if offer else (),
        fingerprint=fingerprint(RULE, path, text),
    )


def _message(one: Found) -> str:
    approved = one.approved
    signed = f"{approved.reference}, {approved.owner}"
    if one.kind == "near":
        what = f"Differs from approved wording ({signed}): {one.difference}."
        return f"{what} Take the approved text, or have this one approved."
    return f"The approval of this text ({signed}) ended on {approved.until.isoformat()}. Have it signed off anew."


def _draft(one: Found, start: Place, end: Place) -> Suggestion:
    return Suggestion("rewrite", " ".join(one.approved.text.split()), start, end, "review")
