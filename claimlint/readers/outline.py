"""Blocks in reading order to segments that know the blocks around them.

Readers of formats without an element tree (Markdown, plain text) say of each block what it is; which heading it stands
under, what introduces its list and which question it answers follows from the order alone.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from claimlint import lazy
from claimlint.record import Record
from claimlint.segment import PLACEHOLDER, Context, Segment, Surface

_ASKS = lazy.pattern(r"(?:q|question)\s*\d*\s*[.:)]", re.IGNORECASE)
_AFTER_END = "\"”’')]*"
_FINAL = (".", "!", "?", "…", ";")


class Block(Record, frozen=True):
    """One block of a page. Indexes are those of the blocks, each smaller than the block's own.

    level: of a heading, 1 to 6; else 0.
    holder: the first block of the list item in which it stands, for all but that block itself.
    emphatic: all of its text is in bold.
    """

    segment: Segment
    level: int = 0
    holder: int | None = None
    emphatic: bool = False


def introduces(text: str) -> bool:
    """Return whether a block may introduce the list after it: it ends in a colon or without a final mark."""
    bare = text.rstrip().rstrip(_AFTER_END).rstrip()
    return bool(bare) and not bare.endswith(_FINAL)


def asks(text: str) -> bool:
    """Return whether a block ends as a question does."""
    return text.rstrip().rstrip(_AFTER_END).endswith("?")


def place(blocks: Iterable[Block]) -> tuple[Segment, ...]:
    """Return the segments of `blocks` with headings and questions in their context."""
    blocks = list(blocks)
    members = Counter(block.segment.context.group for block in blocks if block.holder is None)
    headings: list[tuple[int, int]] = []
    question: int | None = None
    placed: list[Segment] = []
    for index, block in enumerate(blocks):
        segment = block.segment
        if block.level:
            while headings and headings[-1][0] >= block.level:
                headings.pop()
        path = tuple(place for _, place in headings)
        if block.level:
            headings.append((block.level, index))
        opens = _opens_question(block, members)
        if opens or block.level or _is_caption(block):
            answers = None
            question = index if opens else None
        else:
            answers = _answered(block, placed, question)
        context = _with(segment.context, path, answers)
        placed.append(Segment(segment.text, segment.runs, segment.surface, context, segment.part))
    return tuple(placed)


def _with(context: Context, headings: tuple[int, ...], question: int | None) -> Context:
    if not headings and question is None:
        return context
    own = tuple([heading for heading in context.headings if heading not in headings]) if context.headings else ()
    return Context(
        headings + own,
        context.lead_in,
        question if context.question is None else context.question,
        context.label,
        context.header,
        context.group,
        context.key,
        context.hidden,
    )


def _answered(block: Block, placed: list[Segment], question: int | None) -> int | None:
    if block.holder is None:
        return question
    holder = placed[block.holder]
    return block.holder if asks(holder.text) else holder.context.question


def _opens_question(block: Block, members: Counter[int | None]) -> bool:
    segment = block.segment
    if segment.surface is Surface.ATTRIBUTE or not asks(segment.text):
        return False
    if segment.surface is Surface.LIST_ITEM:
        return block.holder is None and members[segment.context.group] == 1
    return segment.surface is Surface.HEADING or block.emphatic or bool(_ASKS.match(segment.text))


def _is_caption(block: Block) -> bool:
    """A line all in bold closes the answer before it as a heading does."""
    return block.emphatic and block.segment.surface is Surface.BODY and introduces(block.segment.text)


def has_words(segment: Segment) -> bool:
    """Return whether anything but placeholders and marks is to be read."""
    return any(char.isalnum() for char in segment.text if char != PLACEHOLDER)
