"""Plain text to segments: which lines belong together, which are headings, which are bullets.

A line break joins only where the file is hard-wrapped and the next line goes on with the sentence. Blank lines end
blocks but are not needed for it: many pages pasted from a word processor have none.
"""

from __future__ import annotations

import re
from pathlib import PurePath

from claimlint import lazy
from claimlint.readers import markdown
from claimlint.readers.addresses import add_literal
from claimlint.readers.markdown import LineEnds
from claimlint.readers.outline import Block, asks, has_words, introduces, place
from claimlint.record import Record, replace
from claimlint.segment import Context, Document, Segment, SegmentBuilder, Surface
from claimlint.source import SourceFile

_BULLET = lazy.pattern(r"([ \t]*+)(?:[-*–·‣+][ \t\xa0]++|[•▪●◦■□➢►✓✔✅★][️ \t\xa0]*+|\(?\d{1,3}[.)][ \t\xa0]++)(?=\S)")
_LONGEST_WRAP = 110
_SHORTEST_WRAP = 45
_NEAR = 0.7
_HEADING_LENGTH = 90
_HEADING_WORDS = 14
_QUESTION_LENGTH = 160
_GOES_ON = lazy.pattern(
    r"(?:,|-|[–—(]|\b(?:a|an|the|of|by|and|or|with|for|to|in|on|at|from|as|is|are|not|no|our|your|their|its|that|dr\.?))$",
    re.IGNORECASE,
)
_FIRST_WORD = lazy.pattern(r"\s*+(\S++)")
_ENDS = lazy.pattern(r"[.!?:;…,][\"”’')\]]*+$")
_UNDERLINE = lazy.pattern(r"[ \t]*+[=\-_~*]{3,}+[ \t]*+")


def read(source: SourceFile) -> Document:
    """Read a text file; `llms.txt` is Markdown by its definition."""
    if PurePath(source.path).name.lower().startswith("llms"):
        return markdown.read(source)
    lines = LineEnds(source.text)
    reader = _Reader(lines.text)
    segments = place(reader.run())
    title = 0 if reader.begins_with_heading else None
    return Document(
        source,
        tuple(lines.restored(segment) for segment in segments),
        title=title,
        is_page=title is not None,
        insert_at=len(source.text.rstrip()),
    )


class _Line(Record, frozen=True):
    """A line: `start` is the offset of its first visible character, `text` has no blanks at its ends."""

    start: int
    text: str
    indent: int
    bullet: bool

    @property
    def blank(self) -> bool:
        return not self.text


class _Item(Record, frozen=True):
    """An open list item: the indentation of its bullet, its block, the list it is in."""

    indent: int
    block: int
    group: int
    lead_in: int | None


class _Reader:
    """Goes through the lines and makes `Block`s of them."""

    def __init__(self, text: str) -> None:
        self.lines = _lines(text)
        self.width = _wrap_width(self.lines)
        self.blocks: list[Block] = []
        self.items: list[_Item] = []
        self.groups = 0
        self.begins_with_heading = False
        self.in_bare_list = False

    def run(self) -> list[Block]:
        """Return the blocks of the text in reading order."""
        index = 0
        while index < len(self.lines):
            if self.lines[index].blank or _UNDERLINE.fullmatch(self.lines[index].text):
                index += 1
                continue
            end = self._end_of_block(index)
            segment = self._joined(index, end)
            if segment is not None and has_words(segment):
                self._add(segment, index, end)
            index = end
        return self.blocks

    def _end_of_block(self, index: int) -> int:
        first = self.lines[index]
        end = index + 1
        while end < len(self.lines) and self._joins(first, self.lines[end - 1], self.lines[end]):
            end += 1
        return end

    def _joins(self, first: _Line, line: _Line, following: _Line) -> bool:
        """Say whether the break between two lines is one of wrapping."""
        if following.blank or following.bullet:
            return False
        if first.bullet and following.indent > first.indent and following.text[0].islower():
            return True
        if self.width is None:
            return False
        if following.text[0].islower():
            return line.indent + len(line.text) >= self.width * _NEAR
        return self._is_full(line, following) and bool(_GOES_ON.search(line.text))

    def _is_full(self, line: _Line, following: _Line) -> bool:
        """Say whether the first word of the next line would not have fitted."""
        word = _FIRST_WORD.match(following.text)
        length = line.indent + len(line.text) + 1 + (len(word.group(1)) if word else 0)
        return self.width is not None and length > self.width - 2

    def _joined(self, index: int, end: int) -> Segment | None:
        builder = SegmentBuilder()
        gap = self.lines[index].start
        for line in self.lines[index:end]:
            if not builder.empty:
                builder.atomic(" ", gap, line.start - gap)
            add_literal(builder, line.start, line.text)
            gap = line.start + len(line.text)
        return builder.finish(Surface.BODY)

    def _add(self, segment: Segment, index: int, end: int) -> None:
        line = self.lines[index]
        self.in_bare_list = not line.bullet and self._is_listed(index, end)
        if line.bullet or self.in_bare_list:
            self._item(segment, line)
            return
        if self.items and line.indent > self.items[-1].indent:
            item = self.items[-1]
            context = Context(lead_in=item.lead_in, group=item.group)
            self.blocks.append(Block(replace(segment, surface=Surface.LIST_ITEM, context=context), holder=item.block))
            return
        self.items = []
        if self._is_heading(index, end):
            self.begins_with_heading = self.begins_with_heading or not self.blocks
            level = 1 if not self.blocks else 2
            self.blocks.append(Block(replace(segment, surface=Surface.HEADING), level))
        else:
            question = asks(segment.text) and len(segment.text) <= _QUESTION_LENGTH and end - index == 1
            self.blocks.append(Block(segment, emphatic=question))

    def _item(self, segment: Segment, line: _Line) -> None:
        while self.items and self.items[-1].indent > line.indent:
            self.items.pop()
        index = len(self.blocks)
        holder = None
        if self.items and self.items[-1].indent == line.indent:
            beside = self.items.pop()
            group, lead_in = beside.group, beside.lead_in
        elif self.items:
            group, lead_in = self._new_group(), self.items[-1].block
        else:
            group = self._new_group()
            before = self.blocks[-1].segment if self.blocks else None
            lead_in = index - 1 if before and introduces(before.text) else None
        if self.items:
            holder = self.items[-1].block
        self.items.append(_Item(line.indent, index, group, lead_in))
        context = Context(lead_in=lead_in, group=group)
        self.blocks.append(Block(replace(segment, surface=Surface.LIST_ITEM, context=context), holder=holder))

    def _new_group(self) -> int:
        self.groups += 1
        return self.groups - 1

    def _is_listed(self, index: int, end: int) -> bool:
        """Say whether a line without a bullet is an item: one of several short lines right after a colon."""
        before = self.lines[index - 1] if index else None
        if end - index > 1 or before is None or before.blank or not self._is_label(self.lines[index]):
            return False
        following = self.lines[end] if end < len(self.lines) else None
        if before.text.endswith(":"):
            return following is not None and self._is_label(following)
        return self.in_bare_list and (following is None or following.blank or self._is_label(following))

    def _is_heading(self, index: int, end: int) -> bool:
        line = self.lines[index]
        if end - index > 1 or not self._is_label(line):
            return False
        following = self.lines[end] if end < len(self.lines) else None
        if following is not None and _UNDERLINE.fullmatch(following.text):
            return True
        if following and following.text and (following.text[0].islower() or self._is_full(line, following)):
            return False
        return any(not later.blank for later in self.lines[end : end + 4]) and not self._in_run(index)

    def _in_run(self, index: int) -> bool:
        """Say whether a line is the third or a later one of short lines in a row: an address, a list, a verse."""
        return index >= 2 and all(self._is_label(self.lines[each]) for each in (index - 1, index - 2))

    @staticmethod
    def _is_label(line: _Line) -> bool:
        text = line.text
        return (
            bool(text)
            and not line.bullet
            and len(text) <= _HEADING_LENGTH
            and text.count(" ") < _HEADING_WORDS
            and not _ENDS.search(text)
            and not text[0].islower()
        )


def _lines(text: str) -> list[_Line]:
    found = []
    start = 0
    for raw in text.split("\n"):
        bullet = _BULLET.match(raw)
        lead = bullet.end() if bullet else len(raw) - len(raw.lstrip())
        indent = len(bullet.group(1)) if bullet else lead
        found.append(_Line(start + lead, raw[lead:].rstrip(), indent, bullet is not None))
        start += len(raw) + 1
    return found


def _wrap_width(lines: list[_Line]) -> int | None:
    """Return the length at which a file is hard-wrapped; None where its lines are paragraphs."""
    lengths = [line.indent + len(line.text) for line in lines if not line.blank]
    wrapped = [length for length in lengths if _SHORTEST_WRAP <= length <= _LONGEST_WRAP]
    longer = sum(length > _LONGEST_WRAP for length in lengths)
    return max(wrapped) if len(wrapped) >= 2 and longer * 8 <= len(wrapped) else None
