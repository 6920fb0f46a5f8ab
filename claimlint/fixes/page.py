"""What a page is found to say before and after edits: which edits bring a finding that was not there.

A finding that stood there before may stay, move with its text, or shrink to fewer rules; anything else is new.
"""

from __future__ import annotations

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
    rest = [place for finding in before for place in _places(finding, mended=finding in fixed)]
    places = edits.placed()
    for finding in after:
        if not finding.text:
            known[_page_key(finding)] -= 1
            if known[_page_key(finding)] < 0:
                yield Brought(finding, ())
            continue
        at = Span(finding.start.offset, finding.end.offset)
        was = Span(edits.old(at.start), edits.old(at.end))
        touched = tuple(index for index, place in enumerate(places) if _meet(at, place))
        inside = any(places[index].start <= at.start and at.end <= places[index].end for index in touched)
        stays = any(_stayed(one, finding, was) for one in rest) or any(_shrunk(one, finding, was) for one in fixed)
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


def _stayed(old: Finding, new: Finding, was: Span) -> bool:
    """Tell whether a new finding stands where one stood that nobody set out to mend, and is no graver.

    A draft that says what is not known makes what others still assert on the page its contradiction.
    """
    same = not set(old.rules).isdisjoint(new.rules) or new.verdict == "contradicted"
    return same and _overlaps(old, was) and _graver(new) <= _graver(old)


def _shrunk(old: Finding, new: Finding, was: Span) -> bool:
    """Tell whether a new finding is what is left of one that was to be mended: it has fewer rules."""
    return _overlaps(old, was) and _graver(new) <= _graver(old) and set(new.rules) < set(old.rules)


def _overlaps(old: Finding, was: Span) -> bool:
    return old.start.offset < max(was.end, was.start + 1) and was.start < old.end.offset


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
