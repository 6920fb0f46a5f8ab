"""Comments in the copy and the site's waivers to what they hide, and to findings about those that hide nothing.

A comment names waivers by number, or a rule with a reason where no visitor ever receives the comment. It speaks of the
block that follows it (or that it stands in or behind), of all between `-begin` and `-end`, or of the whole file. A file
whose format has no comments is covered by waivers that name its words.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable, Iterator, Sequence

from claimlint import readers
from claimlint.directive import Directive, parse
from claimlint.judgement import Judged
from claimlint.reach import Reach, reaches
from claimlint.record import Record, field
from claimlint.report import Finding
from claimlint.segment import Comment, Document
from claimlint.sentence import words
from claimlint.source import Span
from claimlint.waiver import Waiver, listed

MOST_COMMENTS = 500
"""Comments that count in one file; those after them are findings."""


class Waived(Record, frozen=True):
    """Why something is hidden. by: the number of a waiver, or `inline` for a reason in the copy itself."""

    by: str
    reason: str
    until: datetime.date | None = None
    owner: str | None = None


class _Subject(Record, frozen=True):
    """What may be hidden: a match or the finding of a document rule. segment: None where it is about the page."""

    rule: str
    grave: bool
    segment: int | None
    words: tuple[str, ...]
    first: int
    last: int


class _Allowance(Record):
    """A comment that counts: what it says, how far it reaches, and what came of it."""

    comment: Comment
    directive: Directive
    reach: Reach
    hiding: set[str] = field(default_factory=set)
    ownerless: set[str] = field(default_factory=set)


class Cover:
    """What is hidden in one document."""

    def __init__(
        self, document: Document, path: str, waivers: Iterable[Waiver], rules: Sequence[str], as_of: datetime.date
    ) -> None:
        self.as_of = as_of
        self.known = {str(one.id): one for one in waivers}
        self.waivers = {number: one for number, one in self.known.items() if one.holds_for(path)}
        self.faults: list[tuple[Comment, str]] = []
        found = [(one, said) for one in document.comments if (said := parse(one, rules)) is not None]
        self.faults += [(one, said.fault) for one, said in found if said.fault]
        self.faults += [
            (one, f"stands behind {MOST_COMMENTS} others of its kind, which is more than count in one file")
            for one, _ in found[MOST_COMMENTS:]
        ]
        self.named = frozenset(number for _, said in found for number in said.numbers)
        counting = [(one, said) for one, said in found[:MOST_COMMENTS] if not said.fault]
        reached, unpaired = reaches(document, counting)
        self.faults += unpaired
        self.allowances = [
            _Allowance(one, said, reach)
            for (one, said), reach in zip(counting, reached, strict=True)
            if reach is not None
        ]
        self.free = () if readers.takes_comments(path) else tuple(one for one in self.waivers.values() if one.words)
        self.hiding: set[str] = set()

    def of_match(self, judged: Judged) -> Waived | None:
        """Return what hides a match, None where it is reported."""
        if not self.allowances and not self.free:
            return None
        match = judged.match
        said = [(at, word.norm) for at, word in enumerate(match.sentence.words) if not word.is_mark]
        begin = match.first - match.lead
        return self._of(
            _Subject(
                match.rule,
                judged.severity == "error" or judged.verdict == "restricted",
                match.sentence.segment,
                tuple(norm for _, norm in said),
                sum(at < begin for at, _ in said),
                sum(at < match.last for at, _ in said),
            )
        )

    def of_finding(self, found: Finding, segment: int | None) -> Waived | None:
        """Return what hides a finding that is no group of matches; segment: where it stands, None for the page."""
        if not self.allowances and not self.free:
            return None
        grave = found.severity == "error" or found.verdict == "restricted"
        said = _plain(found.sentence)
        return self._of(_Subject(found.rule, grave, segment, said, 0, len(said)))

    def _of(self, subject: _Subject) -> Waived | None:
        for one in self.allowances:
            if one.reach.holds(subject.segment):
                hidden = self._by_number(one, subject) or self._by_reason(one, subject)
                if hidden:
                    return hidden
        for waiver in self.free:
            if self._fits(waiver, subject) and not waiver.expired(self.as_of) and (waiver.owner or not subject.grave):
                self.hiding.add(waiver.id)
                return _waived(waiver)
        return None

    def _by_number(self, one: _Allowance, subject: _Subject) -> Waived | None:
        for number in one.directive.numbers:
            waiver = self.waivers.get(number)
            if waiver is None or not self._fits(waiver, subject) or waiver.expired(self.as_of):
                continue
            if subject.grave and not waiver.owner:
                one.ownerless.add(number)
                continue
            one.hiding.add(number)
            self.hiding.add(number)
            return _waived(waiver)
        return None

    @staticmethod
    def _by_reason(one: _Allowance, subject: _Subject) -> Waived | None:
        if subject.rule not in one.directive.rules:
            return None
        if subject.grave:
            one.ownerless.add(subject.rule)
            return None
        one.hiding.add(subject.rule)
        return Waived("inline", one.directive.reason)

    @staticmethod
    def _fits(waiver: Waiver, subject: _Subject) -> bool:
        if subject.rule not in waiver.rules:
            return False
        wanted = [_plain(each) for each in listed(waiver.words)]
        return not wanted or any(_stands(each, subject) for each in wanted)

    def notes(self, *, whole: bool) -> Iterator[tuple[str, Span, str]]:
        """Yield rule, place and message for what has to be said of the comments, once all matches were asked about.

        whole: the run is over the whole site, so that what hides nothing is of no use.
        """
        for comment, fault in self.faults:
            yield "invalid-waiver", comment.span, f"This comment hides nothing: it {fault}."
        for one in self.allowances:
            for rule, message in self._said(one, whole=whole):
                yield rule, one.comment.span, message

    def _said(self, one: _Allowance, *, whole: bool) -> Iterator[tuple[str, str]]:
        for number in one.directive.numbers:
            waiver = self.known.get(number)
            if waiver is None:
                yield "unknown-waiver", f"There is no waiver {number}. Write it down, or take this comment out."
            elif waiver.expired(self.as_of):
                yield "expired-waiver", _expired(waiver)
            elif number in one.ownerless:
                yield (
                    "invalid-waiver",
                    (
                        f"{number} has no owner, so it hides no error and no claim about something for which none "
                        "may be made. Name who answers for it."
                    ),
                )
            elif whole and number not in one.hiding:
                elsewhere = "" if number in self.waivers else "; it is for other files"
                yield "unused-waiver", f"{number} hides nothing here{elsewhere}. Take this comment out."
        for rule in one.directive.rules:
            if rule in one.ownerless:
                yield (
                    "invalid-waiver",
                    (
                        f"A reason in the copy hides no error and no claim about something for which none may be made "
                        f"({rule}). Write a waiver with an owner and refer to it by its number."
                    ),
                )
            elif whole and rule not in one.hiding:
                yield "unused-waiver", f"There is nothing of “{rule}” to hide here. Take this comment out."


def of_site(
    waivers: Iterable[Waiver], named: Collection[str], hiding: Collection[str], as_of: datetime.date
) -> Iterator[tuple[str, Waiver, str]]:
    """Yield rule, waiver and message for those that are of no use.

    named: numbers that comments refer to, where more is said of them; hiding: those that hide something.
    """
    for one in waivers:
        if one.id in named:
            continue
        if one.expired(as_of):
            yield "expired-waiver", one, _expired(one)
        elif one.id not in hiding:
            yield "unused-waiver", one, f"{one.id} hides nothing, and no comment refers to it. Take it out."


def _expired(waiver: Waiver) -> str:
    whom = f"ask {waiver.owner}" if waiver.owner else "nobody is named who answers for it"
    return f"{waiver.id} ended on {waiver.until.isoformat()} and hides nothing any more ({whom})."


def _waived(waiver: Waiver) -> Waived:
    return Waived(str(waiver.id), " ".join(waiver.reason.split()), waiver.until, waiver.owner)


def _plain(text: str) -> tuple[str, ...]:
    return tuple(word.norm for word in words(text) if not word.is_mark)


def _stands(wanted: tuple[str, ...], subject: _Subject) -> bool:
    """Tell whether words stand in the sentence so that they share one with what is flagged."""
    length = len(wanted)
    first = max(subject.first - length + 1, 0)
    last = min(subject.last, len(subject.words) - length + 1)
    return length > 0 and any(subject.words[at : at + length] == wanted for at in range(first, last))
