"""Blocks of a page, in source order, to segments that know the blocks around them.

The walk over the tags says which element a text stands in; here it becomes a segment with its headings, what introduces
its list, the question it answers, the term or number beside it and the head of its column.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from claimlint import lazy
from claimlint.readers.html_blocks import Frame, Setting, Table
from claimlint.readers.values import shifted
from claimlint.segment import NO_CONTEXT, PLACEHOLDER, Context, Segment, Surface

_NUMBER = lazy.pattern(
    rf"""[~<>≈±+\-–−$£€₹]{{0,2}}\s?(?:\d[\d.,]*|{PLACEHOLDER}(?=\s?[%+×kx]))(?:\s?(?:%|‰|\+|×|x|k|m|bn?|\u2605|stars?|million|thousand)){{0,2}}\+?
    (?:\s?(?:-|–|/|to|in|of|out\sof)\s?\d[\d.,]*\s?%?\+?)?""",
    re.IGNORECASE | re.VERBOSE,
)
_NUMBER_LENGTH = 24
_BESIDE_LENGTH = 240
_QUESTION_LENGTH = 300
_HEADING = Surface.HEADING
_CLOSERS = " \"”’')*]"
_STEPS = 3
_NEAR, _CARD = 2, 4
_WIDE = frozenset(("", "main", "section", "article", "header", "form", "aside"))
_UNSHIFTED = frozenset((Surface.JSON_LD, Surface.ATTRIBUTE, Surface.META, Surface.TITLE))


def is_number(text: str) -> bool:
    """Say whether a block is nothing but a figure such as "85%" or "7 in 10"."""
    if len(text) > _NUMBER_LENGTH:
        return False
    text = text.strip()
    return not text[:1].isalpha() and _NUMBER.fullmatch(text) is not None


class Outline:
    """Collects segments; indexes given out are `first_index` and up, in order of emission."""

    def __init__(self, surface: Surface, context: Context, first_index: int, first_group: int) -> None:
        self.segments: list[Segment] = []
        self.first = first_index
        self.groups = first_group
        setting = Setting(
            surface=surface,
            hidden=context.hidden,
            lead_in=context.lead_in,
            group=context.group,
            label=context.label,
            header=context.header,
        )
        self.root = Frame("", None, setting)
        setting.scope = self.root
        self.key = context.key
        self.fixed = surface if surface in _UNSHIFTED else None
        self.title: int | None = None
        self.first_heading: int | None = None
        self._base = context
        self._headings: list[tuple[int, int]] = []
        self._path = context.headings
        self._question = context.question
        self.question_scope: Frame | None = None
        self._last: tuple[int, Frame, Segment, bool] | None = None
        self._term: int | None = None
        self._cards: dict[int, int] = {}

    @property
    def next(self) -> int:
        """The index that the next segment gets."""
        return self.first + len(self.segments)

    def new_group(self) -> int:
        """Return a group number that nothing else in the document has."""
        self.groups += 1
        return self.groups - 1

    def begin_with(self, extras: Sequence[Segment]) -> None:
        """Take what others found in the source, before anything else; the indexes in it count from 0."""
        by, groups = self.next, self.groups
        for extra in extras:
            context = shifted(extra.context, by, NO_CONTEXT, groups) if by or groups else extra.context
            if context.group is not None:
                self.groups = max(self.groups, context.group + 1)
            self.segments.append(Segment(extra.text, extra.runs, extra.surface, context, extra.part))

    def aside(self, segment: Segment | None) -> int | None:
        """Add what stands beside the flow: an attribute, a meta text, the title."""
        if segment is None:
            return None
        self.segments.append(segment)
        return self.next - 1

    def aside_context(self, frame: Frame, key: str | None) -> Context:
        """Return the context of an attribute that stands in `frame`."""
        return Context(headings=self._path, key=key or self.key, hidden=frame.setting.hidden)

    def block(self, segment: Segment, frame: Frame, *, bold: bool) -> None:
        """Add the text of a block that stands in `frame`; `bold` where all of it is."""
        text, setting = segment.text, frame.setting
        if not (text if frame.level or PLACEHOLDER not in text else text.replace(PLACEHOLDER, "")).strip():
            return
        index = self.first + len(self.segments)
        if frame.level:
            self._close_headings(frame.level)
        asks = "?" in text and self._asks(text, frame, bold)
        if asks or setting.surface is _HEADING:
            self._question = self._base.question
        number = is_number(text)
        label = setting.label
        if label == self._base.label and frame.name not in ("dt", "summary"):
            label = self._beside(frame, segment, number)
        context = Context(
            self._path,
            setting.lead_in,
            self._question,
            label,
            setting.header,
            setting.group,
            self.key,
            setting.hidden,
        )
        self.segments.append(Segment(text, segment.runs, self.fixed or setting.surface, context))
        self._remember(index, frame, asks)
        self._last = (index, frame, segment, number)

    def open_list(self, frame: Frame) -> None:
        """Say what introduces the list that `frame` opens, and give its items a group."""
        frame.own_group = self.new_group()
        item = frame.parent.setting.item if frame.parent else None
        if item is not None and item.first is not None and item.name == "li":
            frame.own_lead_in = item.first
        elif self._last is not None and _introduces(self._last[2], self._last[1]):
            frame.own_lead_in = self._last[0]

    def open_item(self, frame: Frame, owner: Frame | None) -> None:
        """Give an item what its list says."""
        own = frame.own()
        own.item = frame
        own.group = own.label = None
        if owner is not None:
            own.group, own.lead_in = owner.own_group, owner.own_lead_in

    def open_term(self, frame: Frame) -> None:
        """A term of a definition list begins, or what it means: that has the term for its label."""
        own = frame.own()
        own.item = frame
        own.label = self._term if frame.name == "dd" else None

    def open_cell(
        self, frame: Frame, table: Table | None, *, heads: bool, row_head: bool, size: tuple[int, int]
    ) -> None:
        """Give a cell the head of its column and of its row; `heads` for a cell that is itself the head of a column.

        size: how many columns and rows it takes.
        """
        frame.own().item = frame
        frame.own().label = frame.own().lead_in = None
        if table is None:
            return
        width, height = size
        while table.held.get(table.column, 0) > table.row:
            table.column += 1
        frame.table, frame.column, frame.width = table, table.column, width
        table.column += width
        if height > 1:
            table.held.update(dict.fromkeys(range(frame.column, table.column), table.row + height))
            if heads and table.row == 0:
                table.head_rows = max(table.head_rows, height)
        if frame.column not in table.groups:
            table.groups[frame.column] = self.new_group()
        frame.own().group = table.groups[frame.column]
        frame.role = "head" if heads else "row" if row_head else "cell"
        if heads:
            frame.own().header = None
        else:
            frame.own().header = table.heads.get(
                frame.column, table.firsts.get(frame.column) if table.row > 0 else None
            )
            frame.own().label = table.row_label

    def open_card(self, frame: Frame, parent: Frame, classes: str) -> None:
        """Elements of one name and class below one parent are cards of a row."""
        if parent.cards is None:
            parent.cards = {}
        key = (frame.name, classes)
        if key not in parent.cards:
            parent.cards[key] = self.new_group()
        group = parent.cards[key]
        self._cards[group] = self._cards.get(group, 0) + 1
        frame.own().group = group

    def close(self, frame: Frame) -> None:
        """An element ends: a question asked in it is over."""
        if frame is self.question_scope:
            self._question, self.question_scope = self._base.question, None
        if frame.name == "dl":
            self._term = None

    def finish(self) -> list[Segment]:
        """Return the segments in source order, each index in a context moved along."""
        found = [_ungrouped(segment) if self._single(segment) else segment for segment in self.segments]
        starts = [segment.runs[0].source for segment in found]
        order = sorted(range(len(found)), key=starts.__getitem__)
        if order == list(range(len(found))):
            return found
        place = {self.first + old: self.first + new for new, old in enumerate(order)}
        for name in ("title", "first_heading"):
            if (index := getattr(self, name)) is not None:
                setattr(self, name, place[index])
        return [_moved(found[old], place) for old in order]

    def _single(self, segment: Segment) -> bool:
        group = segment.context.group
        return group is not None and self._cards.get(group) == 1

    def _close_headings(self, level: int) -> None:
        while self._headings and self._headings[-1][0] >= level:
            self._headings.pop()
        self._path = self._base.headings + tuple(index for _, index in self._headings)

    def _asks(self, text: str, frame: Frame, bold: bool) -> bool:
        if len(text) > _QUESTION_LENGTH or not text.rstrip(_CLOSERS).endswith("?"):
            return False
        return bold or frame.setting.faq or frame.setting.surface in (Surface.HEADING, Surface.BUTTON)

    def _beside(self, frame: Frame, segment: Segment, number: bool) -> int | None:
        """Return the figure that stands beside a text in its card, or the text before a figure."""
        if self._last is None:
            return self._base.label
        index, other, before, figure = self._last
        if figure == number or max(len(before.text), len(segment.text)) > _BESIDE_LENGTH:
            return self._base.label
        apart, common = _apart(other, frame)
        labelled = self.segments[index - self.first].context.label != self._base.label
        if number:
            near = apart <= _NEAR and not labelled and common is not None and common.name not in _WIDE
        else:
            near = apart <= (_NEAR if labelled or (common is not None and common.name in _WIDE) else _CARD)
        return index if near else self._base.label

    def _remember(self, index: int, frame: Frame, asks: bool) -> None:
        if frame.level:
            self._headings.append((frame.level, index))
            self._path = (*self._path, index)
            if frame.level == 1 and self.first_heading is None:
                self.first_heading = index
        if asks:
            self._question, self.question_scope = index, frame.setting.scope
            if frame.setting.scope is frame:
                self.question_scope = frame.parent.setting.scope if frame.parent else None
        item = frame.setting.item
        if item is None or item.first is not None:
            return
        item.first = index
        if item.name == "dt":
            self._term = index
        if item.table is None:
            return
        if item.role == "head":
            item.table.heads.update(dict.fromkeys(range(item.column, item.column + item.width), index))
        elif item.table.row == 0:
            item.table.firsts.update(dict.fromkeys(range(item.column, item.column + item.width), index))
        labels = item.role == "row" or (item.role == "cell" and item.column == 0)
        if labels and item.table.row_label is None:
            item.table.row_label = index


def _introduces(segment: Segment, frame: Frame) -> bool:
    text = segment.text.rstrip(_CLOSERS)
    if text.endswith(":"):
        return True
    if text.endswith((".", "?", "!", "…")):
        return False
    return segment.surface is not Surface.BUTTON and frame.setting.surface in (
        Surface.BODY,
        Surface.HEADING,
        Surface.QUOTE,
    )


def _apart(first: Frame, second: Frame) -> tuple[int, Frame | None]:
    """Return how many steps over common elements lie between two blocks, and the innermost element around both."""
    far = 2 * _STEPS + 1
    if first.setting.item is not second.setting.item:
        return far, None
    above: dict[int, int] = {}
    frame: Frame | None = first
    for distance in range(_STEPS + 1):
        if frame is None:
            break
        above[id(frame)] = distance
        frame = frame.parent
    frame = second
    for distance in range(_STEPS + 1):
        if frame is None:
            break
        if id(frame) in above:
            return above[id(frame)] + distance, frame
        frame = frame.parent
    return far, None


def _ungrouped(segment: Segment) -> Segment:
    old = segment.context
    context = Context(old.headings, old.lead_in, old.question, old.label, old.header, None, old.key, old.hidden)
    return Segment(segment.text, segment.runs, segment.surface, context, segment.part)


def _moved(segment: Segment, place: dict[int, int]) -> Segment:
    old = segment.context
    pointed = (*old.headings, old.lead_in, old.question, old.label, old.header)
    if all(index is None or place.get(index, index) == index for index in pointed):
        return segment

    def move(index: int | None) -> int | None:
        return None if index is None else place.get(index, index)

    context = Context(
        headings=tuple([place.get(index, index) for index in old.headings]),
        lead_in=move(old.lead_in),
        question=move(old.question),
        label=move(old.label),
        header=move(old.header),
        group=old.group,
        key=old.key,
        hidden=old.hidden,
    )
    return Segment(segment.text, segment.runs, segment.surface, context, segment.part)
