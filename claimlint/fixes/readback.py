"""An edited text, read again as its format: does it say the drafts at their places, and everything else as before?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from claimlint import lazy, readers
from claimlint.errors import ClaimlintError
from claimlint.fixes.edit import Edits
from claimlint.fixes.target import Target
from claimlint.record import replace
from claimlint.segment import Document, Run, Segment

_BLANKS = lazy.pattern(r" {2,}")
_BESIDE_BREAK = lazy.pattern(r" ?\n ?")


def read_again(old: Document, edits: Edits, targets: Iterable[Target]) -> Document | None:
    """Read the edited text; None where it reads as anything but the old one with the drafts in it."""
    source = replace(old.source, text=edits.applied(old.source.text))
    if readers.reader_for(source) != readers.reader_for(old.source):
        return None
    try:
        new = readers.read_source(source)
    except ClaimlintError:
        return None
    return new if _agrees(old, new, edits, _wanted(old, targets)) else None


def _wanted(old: Document, targets: Iterable[Target]) -> dict[int, str]:
    """Return how each edited segment is to read; edits are put in from the last to the first."""
    texts: dict[int, str] = {}
    for target in sorted(targets, key=lambda one: (one.segment, -one.start)):
        before = texts.get(target.segment, old.segments[target.segment].text)
        texts[target.segment] = target.reads(before)
    return {index: collapsed(text) for index, text in texts.items()}


def collapsed(text: str) -> str:
    """Return a text as a reader collapses it: single spaces, none at its ends or beside a line break."""
    return _BESIDE_BREAK.sub("\n", _BLANKS.sub(" ", text)).strip(" \n")


def _agrees(old: Document, new: Document, edits: Edits, wanted: Mapping[int, str]) -> bool:
    if len(old.segments) != len(new.segments) or _about(old) != _about(new):
        return False
    if [comment.text for comment in old.comments] != [comment.text for comment in new.comments]:
        return False
    return all(
        _kind(before) == _kind(after)
        and (collapsed(after.text) == wanted[index] if index in wanted else _moved(before, after, edits))
        for index, (before, after) in enumerate(zip(old.segments, new.segments, strict=True))
    )


def _about(document: Document) -> tuple[object, ...]:
    return document.status, document.reason, document.title, document.is_page, document.lang


def _kind(segment: Segment) -> tuple[object, ...]:
    return segment.surface, segment.part, segment.context.key, segment.context.hidden


def _moved(old: Segment, new: Segment, edits: Edits) -> bool:
    """Tell whether a segment is the same, at the places to which the edits moved it."""
    if old.text != new.text or len(old.runs) != len(new.runs):
        return False
    return all(_at(run, edits) == other for run, other in zip(old.runs, new.runs, strict=True))


def _at(run: Run, edits: Edits) -> Run:
    start = edits.new(run.source)
    return Run(run.text, start, edits.new(run.source + run.length - 1) + 1 - start if run.length else 0)
