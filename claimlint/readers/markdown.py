"""Markdown, with front matter, to segments.

Blocks come from `markdown_syntax`, the text inside them from `markdown_inline`; what is said here is what each block
is to a visitor: heading, list item with its lead-in, table cell with its header, quotation, embedded HTML.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence

from markdown_it.token import Token

from claimlint import lazy
from claimlint.readers import front_matter, html
from claimlint.readers.front_matter import FrontMatter
from claimlint.readers.markdown_inline import Stretch, read_inline, title, title_span
from claimlint.readers.markdown_masking import mask
from claimlint.readers.markdown_syntax import Parsed, content, parse_blocks
from claimlint.readers.outline import Block, has_words, introduces, place
from claimlint.readers.values import shifted
from claimlint.record import Record, field, replace
from claimlint.segment import Comment, Context, Document, Run, Segment, Surface, compose
from claimlint.source import SourceFile, Span

_LINE_END = lazy.pattern(r"\r\n?|\n")
_HTML_HEADING = lazy.pattern(r"<h([1-6])\b", re.IGNORECASE)
_SURFACES = {"list_item": Surface.LIST_ITEM, "blockquote": Surface.QUOTE}


def read(source: SourceFile) -> Document:
    """Read a Markdown file."""
    return document(source, body)


def read_text(text: str) -> list[Segment]:
    """Read Markdown held in a string; the map leads to `text`, indexes count from the first segment."""
    lines = LineEnds(text)
    return [lines.restored(segment) for segment in body(lines.text).segments]


class Body(Record, frozen=True):
    """What the text below the front matter gives; `title` is its first heading of level 1."""

    segments: tuple[Segment, ...]
    comments: tuple[Comment, ...] = ()
    title: int | None = None
    reason: str | None = None


def document(source: SourceFile, read_body: Callable[[str], Body]) -> Document:
    """Read front matter and body of a page; `read_body` gets the body with one LF for every line end."""
    lines = LineEnds(source.text)
    found = front_matter.split(lines.text)
    head = front_matter.segments(lines.text, found) if found else FrontMatter()
    base = found.body_start if found else 0
    page = read_body(lines.text[base:])
    count = len(head.segments)
    groups = 1 + max((segment.context.group or 0 for segment in head.segments), default=0)
    segments = [lines.restored(segment) for segment in head.segments]
    segments += (lines.restored(_behind(segment, count, groups), base) for segment in page.segments)
    comments = [replace(comment, span=lines.span(comment.span)) for comment in head.comments]
    comments += (replace(comment, span=lines.span(comment.span, base)) for comment in page.comments)
    title = head.title if head.title is not None else None if page.title is None else page.title + count
    reason = "; ".join(filter(None, (head.reason, page.reason))) or None
    return Document(
        source,
        tuple(segments),
        status="partial" if reason else "checked",
        reason=reason,
        title=title,
        is_page=title is not None,
        lang=head.lang,
        comments=tuple(comments),
        insert_at=len(source.text.rstrip()),
    )


def body(text: str) -> Body:
    """Read Markdown without front matter, whose lines end in LF alone."""
    masked = mask(text)
    return body_of(masked.text, masked.comments, extra=masked.extra)


def body_of(
    masked: str, comments: tuple[Comment, ...], *, mdx: bool = False, extra: Sequence[tuple[Segment, ...]] = ()
) -> Body:
    """Read Markdown in which everything else has been masked.

    `extra` was read from what was masked: each group of segments has indexes that count from its own first.
    """
    reader = _Reader(masked, mdx=mdx, extra=extra)
    segments = place(reader.run())
    return Body(segments, tuple(sorted((*comments, *reader.comments), key=lambda each: each.span)), reader.title)


def _behind(segment: Segment, count: int, groups: int) -> Segment:
    return replace(segment, context=shifted(segment.context, count, Context(), groups))


class LineEnds:
    """A text with every line end as one LF, and the way back to the text as it stands."""

    __slots__ = ("_crlf", "text")

    def __init__(self, text: str) -> None:
        self._crlf: list[int] = []
        if "\r" in text:
            for match in _LINE_END.finditer(text):
                if match.end() - match.start() == 2:
                    self._crlf.append(match.start() - len(self._crlf))
            text = text.replace("\r\n", "\n").replace("\r", "\n")
        self.text = text

    def offset(self, offset: int, base: int = 0) -> int:
        """Return where the character at `offset` of the text from `base` on stands in the source."""
        return base + offset + bisect_left(self._crlf, base + offset)

    def span(self, span: Span, base: int = 0) -> Span:
        """Return the source of `span`, whole line ends included."""
        return Span(self.offset(span.start, base), self.offset(span.end, base))

    def restored(self, segment: Segment, base: int = 0) -> Segment:
        """Return `segment`, read from the text from `base` on, with its map leading to the source."""
        if not base and not self._crlf:
            return segment
        runs: list[Run] = []
        for index, run in enumerate(segment.runs):
            stop = segment.runs[index + 1].text if index + 1 < len(segment.runs) else len(segment.text)
            self._restore(runs, run, stop - run.text == run.length, base)
        return Segment(segment.text, tuple(runs), segment.surface, segment.context, segment.part)

    def _restore(self, runs: list[Run], run: Run, linear: bool, base: int) -> None:
        """Add `run` as the source has it; a linear one is parted at line ends of two characters."""
        text, first, last = run.text, run.source, run.source + run.length
        index = bisect_left(self._crlf, base + first)
        while linear and index < len(self._crlf) and self._crlf[index] - base < last:
            line_end = self._crlf[index] - base
            if first < line_end:
                runs.append(Run(text, self.offset(first, base), line_end - first))
            runs.append(Run(text + line_end - first, self.offset(line_end, base), 2))
            text, first, index = text + line_end + 1 - first, line_end + 1, index + 1
        if first < last or not linear:
            start = self.offset(first, base)
            runs.append(Run(text, start, self.offset(last, base) - start))


class _Container(Record):
    """An open list, list item or block quotation: what its blocks have in common."""

    kind: str
    lead_in: int | None = None
    group: int | None = None
    first: int | None = None


class _Table(Record):
    """An open table: its header cells by column, the first cell of the row, the groups of its columns."""

    first_group: int
    headers: list[int | None] = field(default_factory=list)
    label: int | None = None
    column: int = -1
    is_head: bool = True


class _Reader:
    """Walks over block tokens and makes `Block`s of them."""

    def __init__(self, text: str, *, mdx: bool, extra: Sequence[tuple[Segment, ...]]) -> None:
        self.parsed = parse_blocks(text, mdx=mdx)
        self.blocks: list[Block] = []
        self.comments: list[Comment] = []
        self.title: int | None = None
        self.containers: list[_Container] = [_Container("page")]
        self.table: _Table | None = None
        self.latest: int | None = None
        self.groups = 0
        self.extra = sorted([*extra, *_titles(text, self.parsed)], key=_start, reverse=True)

    def run(self) -> list[Block]:
        """Return the blocks of the page in reading order."""
        tokens = self.parsed.tokens
        for index, token in enumerate(tokens):
            kind = token.type
            if kind == "inline":
                self._inline(token, tokens[index - 1])
            elif kind == "html_block":
                self._html(content(token))
            elif kind in ("bullet_list_open", "ordered_list_open"):
                self.containers.append(_Container("list", self._introduction(), self._new_groups(1)))
            elif kind in ("list_item_open", "blockquote_open"):
                self._open(kind.removesuffix("_open"))
            elif kind in ("list_item_close", "blockquote_close", "bullet_list_close", "ordered_list_close"):
                self.containers.pop()
            elif kind in ("table_open", "table_close", "tr_open", "th_open", "td_open"):
                self._table(kind)
        self._add_extra(None)
        return self.blocks

    def _new_groups(self, count: int) -> int:
        self.groups += count
        return self.groups - count

    def _open(self, kind: str) -> None:
        outer = self.containers[-1]
        if kind == "list_item":
            self.containers.append(_Container(kind, outer.lead_in, outer.group))
        else:
            self.containers.append(_Container(kind))
        self.latest = None

    def _table(self, kind: str) -> None:
        if kind == "table_open":
            self.table = _Table(first_group=self.groups)
        elif kind == "table_close" or self.table is None:
            self.table = None
        elif kind == "tr_open":
            self.table.is_head = not self.table.headers
            self.table.column, self.table.label = -1, None
        else:
            self.table.column += 1
            if self.table.is_head:
                self.table.headers.append(None)
                self.groups += 1

    def _introduction(self) -> int | None:
        """Return the block that introduces a list which begins here."""
        container = self.containers[-1]
        if self.latest is not None:
            segment = self.blocks[self.latest].segment
            in_this_item = container.kind == "list_item" and container.first is not None
            if introduces(segment.text) and (in_this_item or segment.surface is not Surface.LIST_ITEM):
                return self.latest
        return container.first if container.kind == "list_item" else None

    def _inline(self, token: Token, opener: Token) -> None:
        if not token.content:
            return
        inline = read_inline(content(token), self.parsed)
        self.comments += inline.comments
        first: int | None = None
        for stretch in inline.stretches:
            if has_words(stretch.text):
                first = self._stretch(stretch, opener, first)
        for attribute in inline.attributes:
            if has_words(attribute):
                self._add(Block(attribute, holder=self._holder()))

    def _stretch(self, stretch: Stretch, opener: Token, first: int | None) -> int:
        level = int(opener.tag[1]) if opener.type == "heading_open" else 0
        context = self._context(level)
        if stretch.definition:
            context = replace(context, label=first if first is not None else self.latest)
        segment = Segment(stretch.text.text, stretch.text.runs, self._surface(stretch, level), context)
        index = self._add(Block(segment, level, self._holder(), stretch.emphatic))
        self.latest = index
        container = self.containers[-1]
        if container.first is None:
            container.first = index
        self._note_cell(index)
        if level == 1 and self.title is None:
            self.title = index
        return index if first is None else first

    def _add(self, block: Block) -> int:
        self._add_extra(block.segment.hull(0, 1).start)
        self.blocks.append(block)
        return len(self.blocks) - 1

    def _add_extra(self, before: int | None) -> None:
        """Put the segments found in masked text where they stand in the source."""
        while self.extra and (before is None or _start(self.extra[-1]) < before):
            base, groups = len(self.blocks), self.groups
            for segment in self.extra.pop():
                context = shifted(segment.context, base, Context(), groups)
                if context.group is not None:
                    self.groups = max(self.groups, context.group + 1)
                self.blocks.append(Block(replace(segment, context=context)))

    def _surface(self, stretch: Stretch, level: int) -> Surface:
        if level:
            return Surface.HEADING
        if stretch.button:
            return Surface.BUTTON
        if self.table:
            return Surface.TABLE_CELL
        return _SURFACES.get(self.containers[-1].kind, Surface.BODY)

    def _context(self, level: int) -> Context:
        if level:
            return Context()
        if self.table:
            if self.table.is_head:
                return Context()
            column = self.table.column
            header = self.table.headers[column] if column < len(self.table.headers) else None
            label = self.table.label if column > 0 else None
            return Context(header=header, label=label, group=self.table.first_group + column)
        container = self.containers[-1]
        return Context(lead_in=container.lead_in, group=container.group)

    def _note_cell(self, index: int) -> None:
        if self.table is None:
            return
        if self.table.is_head and self.table.headers[-1] is None:
            self.table.headers[-1] = index
        elif self.table.column == 0 and self.table.label is None:
            self.table.label = index

    def _holder(self) -> int | None:
        """Return the first block of the innermost list item that has begun."""
        for container in reversed(self.containers):
            if container.kind == "list_item" and container.first is not None:
                return container.first
        return None

    def _html(self, raw: Segment) -> None:
        self._add_extra(raw.hull(0, 1).start)
        container = self.containers[-1]
        page = html.scan(
            raw.text,
            raw.text,
            surface=_SURFACES.get(container.kind, Surface.BODY),
            context=Context(lead_in=container.lead_in, group=container.group),
            first_index=len(self.blocks),
            first_group=self.groups,
        )
        self.comments += (replace(each, span=raw.hull(each.span.start, each.span.end)) for each in page.comments)
        tags = [(match.start(), int(match.group(1))) for match in _HTML_HEADING.finditer(raw.text)]
        for segment in page.segments:
            level = 0
            if segment.surface is Surface.HEADING and tags:
                before = bisect_right(tags, (segment.runs[0].source, 0)) - 1
                level = tags[before][1] if before >= 0 else 0
            index = len(self.blocks)
            if level == 1 and self.title is None:
                self.title = index
            if segment.surface is not Surface.ATTRIBUTE:
                self.latest = index
            if segment.context.group is not None:
                self.groups = max(self.groups, segment.context.group + 1)
            self.blocks.append(Block(compose(segment, raw), level, self._holder()))


def _titles(text: str, parsed: Parsed) -> Iterator[tuple[Segment]]:
    """Yield the titles of the link references that are defined in `text`, each on the last line of its definition."""
    defined = [each for each in parsed.references.get("references", {}).values() if each["title"]]
    lines = [0, *(match.end() for match in _LINE_END.finditer(text)), len(text) + 1] if defined else []
    for definition in defined:
        begin, end = lines[definition["map"][1] - 1], lines[definition["map"][1]] - 1
        while end > begin and text[end - 1].isspace():
            end -= 1
        if end - begin < 3 or text[end - 1] not in "\"')":
            continue
        start, stop = title_span(text, end)
        segment = title(text, start, stop) if start > begin else None
        if segment is not None:
            yield (segment,)


def _start(group: tuple[Segment, ...]) -> int:
    return group[0].runs[0].source
