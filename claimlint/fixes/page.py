"""What a page is found to say before and after edits: which edits bring a finding that was not there.

A finding that stood there before may stay, move with its text, or shrink to fewer rules; anything else is new.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from claimlint.fixes.edit import Edits
from claimlint.fixes.target import Target
from claimlint.record import Record, replace
from claimlint.report import SEVERITIES, Finding
from claimlint.segment import Document
from claimlint.source import Span


class Brought(Record, frozen=True):
    """A finding that was not there before, and the numbers of the edits that brought it (empty: nobody can tell)."""

    finding: Finding
    by: tuple[int, ...]


def brought(
    before: Sequence[Finding],
    after: Iterable[Finding],
    edits: Edits,
    targets: Sequence[Target],
    fixed: Sequence[Finding],
    old: Document,
) -> Iterator[Brought]:
    """Yield the findings that the edits bring; `targets` and what they fix are in the order of the edits."""
    known = Counter(_page_key(finding) for finding in before if not finding.text)
    mended = {_key(finding) for finding in fixed}
    rest = _Standing(place for finding in before for place in _places(finding, mended=_key(finding) in mended))
    gone = _Standing(fixed)
    places = edits.placed()
    for finding in after:
        if not finding.text:
            known[_page_key(finding)] -= 1
            if known[_page_key(finding)] < 0:
                yield Brought(finding, ())
            continue
        at = Span(finding.start.offset, finding.end.offset)
        was = Span(edits.old(at.start), edits.old(at.end))
        touched = tuple(index for index in edits.about(at) if _meet(at, places[index]))
        inside = any(places[index].start <= at.start and at.end <= places[index].end for index in touched)
        stays = any(_stayed(one, finding) for one in rest.over(was))
        stays = stays or any(_shrunk(one, finding) for one in gone.over(was))
        if inside or not stays:
            yield Brought(finding, touched or _near(was, targets, old))


def _places(finding: Finding, *, mended: bool) -> Iterator[Finding]:
    """Yield a finding at each place where it still stands: the copies of a mended one are findings of their own."""
    if not mended:
        yield finding
    yield from (replace(finding, start=copy.start, end=copy.end, also_at=()) for copy in finding.also_at)


def _page_key(finding: Finding) -> tuple[str, str]:
    return finding.rule, finding.verdict


def _meet(one: Span, other: Span) -> bool:
    """Tell whether two spans share a character, or the first touches the place where something was taken out."""
    if other.start == other.end:
        return one.start <= other.start <= one.end
    return one.start < other.end and other.start < one.end


def _stayed(old: Finding, new: Finding) -> bool:
    """Tell whether a new finding may stand where one stood that nobody set out to mend: it is no graver.

    A draft that says what is not known makes what others still assert on the page its contradiction.
    """
    same = not set(old.rules).isdisjoint(new.rules) or new.verdict == "contradicted"
    return same and _graver(new) <= _graver(old)


def _shrunk(old: Finding, new: Finding) -> bool:
    """Tell whether a new finding is what is left of one that was to be mended: it has fewer rules."""
    return _graver(new) <= _graver(old) and set(new.rules) < set(old.rules)


class _Standing:
    """Findings by their places."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self._all = sorted(findings, key=lambda finding: finding.start.offset)
        self._starts = [finding.start.offset for finding in self._all]
        self._longest = max((finding.end.offset - finding.start.offset for finding in self._all), default=0)

    def over(self, was: Span) -> Iterator[Finding]:
        """Yield the findings that share a character with a place."""
        end = max(was.end, was.start + 1)
        for index in range(bisect_left(self._starts, was.start - self._longest), bisect_left(self._starts, end)):
            if was.start < self._all[index].end.offset:
                yield self._all[index]


def _key(finding: Finding) -> tuple[str, int, int]:
    return finding.rule, finding.start.offset, finding.end.offset


def _graver(finding: Finding) -> int:
    return -SEVERITIES.index(finding.severity)


def _near(was: Span, targets: Sequence[Target], old: Document) -> tuple[int, ...]:
    """Return the edits of the block that a finding stands in."""
    found = []
    for index, target in enumerate(targets):
        segment = old.segments[target.segment]
        hull = segment.hull(0, len(segment.text))
        if hull.start <= was.start and was.end <= hull.end:
            found.append(index)
    return tuple(found)
