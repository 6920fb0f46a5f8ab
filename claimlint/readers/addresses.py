"""Web addresses in running text: a visitor reads them as one thing, and the words in them claim nothing."""

from __future__ import annotations

from collections.abc import Iterator

from claimlint import lazy
from claimlint.readers.filler import FILLERS
from claimlint.segment import PLACEHOLDER, SegmentBuilder

_ADDRESS = lazy.pattern(rf"(?:https?://|(?<![\w.@/-])www\.)[^\s<>{FILLERS}]++")
_AFTER = ".,;:!?'\"*_~)]}|"


def addresses(text: str) -> Iterator[tuple[int, int]]:
    """Yield the start and end of every address; the punctuation of the sentence around it is not part of it."""
    if "://" in text or "www." in text:
        for match in _ADDRESS.finditer(text):
            yield match.start(), match.start() + len(match.group().rstrip(_AFTER))


def add_literal(builder: SegmentBuilder, source: int, text: str) -> None:
    """Add text that reads as it stands, with a placeholder for each address."""
    last = 0
    for start, end in addresses(text):
        builder.literal(source + last, text[last:start])
        builder.atomic(PLACEHOLDER, source + start, end - start)
        last = end
    builder.literal(source + last, text[last:])
