"""One pass over the tags of HTML source: which block each text belongs to, what is no text at all.

`html` is what others use; what the blocks know of each other is said in `html_outline`.
"""

from __future__ import annotations

from collections.abc import Callable

from claimlint import lazy
from claimlint.readers import filler, html_attributes, html_elements, html_text
from claimlint.readers.html_attributes import LONGEST_KEPT, Tag, judge, judged
from claimlint.readers.html_blocks import Frame, Stack
from claimlint.readers.html_outline import Outline, is_number
from claimlint.readers.html_tags import (
    CARDS,
    INLINE,
    RAW,
    TAG,
    VOID,
    comment_end,
    is_component,
    is_inline,
)
from claimlint.readers.values import shifted
from claimlint.record import replace
from claimlint.segment import DIRECTIVE, PLACEHOLDER, Comment, Context, Segment, SegmentBuilder, Surface
from claimlint.source import Span

ScriptReader = Callable[[str, int, int], list[Segment]]
"""Reads the strings of the script at `text[start:end]`; contexts count from its own first segment."""

_TEMPLATES = (
    "text/template",
    "text/x-template",
    "text/html",
    "text/ng-template",
    "text/x-handlebars",
    "x-tmpl",
    "x-mustache",
)
_STATELESS = INLINE - {"b", "strong", "code", "svg", "sup", "link"}
"""Elements of a line whose end changes nothing, as long as none of them was opened as a button or hidden."""
_BLANK = " \t\n\r\f"
_BODY = Surface.BODY
_GLANCE = 24
_UNIT = lazy.pattern(r"\s*+(?:[%‰+×]|[xkKmM]\b)")
_PILL = lazy.pattern(r"[^<>]{1,80}+</([a-zA-Z]++)>\s*+<\1\b")
_ENDS = {"main": 4, "article": 3, "body": 1}
"""Elements before whose end a missing statement would go, the best place first."""


class Walk:
    """The state of one pass: the open elements and the text of the block that is being read."""

    def __init__(
        self, text: str, base: int, outline: Outline, *, self_closing: bool, scripts: ScriptReader | None
    ) -> None:
        self.text, self.base, self.outline = text, base, outline
        self.self_closing = self_closing
        self.scripts = scripts
        self.stack = Stack(outline.root)
        self.comments: list[Comment] = []
        self.lang: str | None = None
        self.insert_at = 0
        self._insert_rank = 0
        self._unclosed: set[str] = set()
        self._ended_inline = -1
        self._stateless = set(_STATELESS)
        self._masked = filler.stands_in(text)
        self._fresh()

    def run(self, start: int, end: int) -> None:
        """Read `text[start:end]`."""
        text, at, last, find, match = self.text, start, start, self.text.find, TAG.match
        stateless = self._stateless
        while (at := find("<", at, end)) >= 0:
            tag = match(text, at, end)
            if tag is not None:
                if last < at:
                    raw = text[last:at]
                    if self.builder.parts or raw.strip(_BLANK):
                        self._text(last, raw)
                slash, name, rest = tag.groups()
                stop = tag.end()
                if slash:
                    if name in stateless:
                        self._ended_inline = stop
                    else:
                        self._end_tag(name.lower(), at, stop)
                elif not rest and name in _STATELESS:
                    if self._ended_inline == at:
                        self._split_beside(stop)
                else:
                    stop = self._start_tag(name, rest, at, stop, end)
                at = last = stop
            elif text[at + 1 : at + 2] in ("!", "?", "/") and (stop := self._markup(at, end)):
                if last < at:
                    self._text(last, text[last:at])
                at = last = stop
            elif text[at + 1 : at + 2].isascii() and text[at + 1 : at + 2].isalpha():
                break
            else:
                at += 1
        if last < end:
            self._text(last, text[last:end])
        self._keep(1, end)
        self._flush()
        if not self._insert_rank:
            self.insert_at = end

    # --- text

    def _fresh(self) -> None:
        self.builder = SegmentBuilder()
        self._bold = self._plain = self._pills = False
        self._glance = ""
        self._image: tuple[int, int] | None = None

    def _text(self, start: int, raw: str) -> None:
        """Add the text `raw` that begins at `start` to the block."""
        setting = self.stack.frames[-1].setting
        if setting.skip:
            return
        builder = self.builder
        visible = raw.strip(_BLANK)
        if visible:
            if self._image is not None:
                if builder.parts:
                    builder.atomic(PLACEHOLDER, self._image[0] + self.base, self._image[1])
                self._image = None
            if setting.bold:
                self._bold = True
            else:
                self._plain = True
            if len(self._glance) < _GLANCE:
                seen = raw.replace(filler.GONE, "") if self._masked else raw
                self._glance += (seen if self._glance else seen.lstrip(_BLANK))[:_GLANCE]
        elif not builder.parts:
            return
        masked = self._masked and filler.stands_in(raw)
        if not (masked or "&" in raw or setting.preformatted):
            builder.literal(start + self.base, raw)
        elif masked and filler.PART in raw:
            self._parts(start, raw, setting.preformatted)
        else:
            html_text.add(builder, raw, start + self.base, preformatted=setting.preformatted)

    def _parts(self, start: int, raw: str, preformatted: bool) -> None:
        """Add texts that are never shown together: each is a block."""
        for number, (first, last) in enumerate(html_text.parts(raw)):
            if number:
                self._flush()
            html_text.add(self.builder, raw[first:last], start + first + self.base, preformatted=preformatted)

    def _flush(self) -> None:
        """End the block that is being read."""
        if not self.builder.parts:
            if self._image is not None or self._glance:
                self._fresh()
            return
        segment = self.builder.finish(_BODY)
        bold = self._bold and not self._plain
        self._fresh()
        if segment is not None:
            self.outline.block(segment, self.stack.block, bold=bold)

    # --- tags

    def _end_tag(self, name: str, at: int, stop: int) -> None:
        if name == "br":
            self._break(at, stop)
            return
        if name in _ENDS:
            self._note_insert(at, _ENDS[name])
        stack = self.stack
        frames = stack.frames
        if frames[-1].name == name:
            self._keep(len(frames) - 1, at, stop)
        elif name in ("p", "tr") and stack.open(name) < 0:
            self._block_edge()
            return
        else:
            keep = stack.keep_for_end(name)
            if keep < len(frames):
                self._keep(keep, at, stop)
        if self._ended_inline == at or (name not in CARDS and is_inline(name)):
            self._ended_inline = stop

    def _keep(self, keep: int, at: int, stop: int | None = None) -> None:
        """Close all but the outermost `keep` elements; `stop` where the end tag at `at` ends."""
        stack, frames = self.stack, self.stack.frames
        while len(frames) > keep:
            frame = frames[-1]
            skip = frames[-2].setting.skip
            if frame.block and not skip:
                self._flush()
            stack.pop()
            if frame is self.outline.question_scope or frame.name == "dl":
                self.outline.close(frame)
            if frame.name == "code" and not skip and not frame.setting.preformatted:
                last = stop if stop is not None and len(frames) == keep else at
                self._placeholder(frame.start, last)

    def _placeholder(self, start: int, stop: int) -> None:
        self._plain = True
        self._image = None
        self.builder.atomic(PLACEHOLDER, start + self.base, stop - start)

    def _break(self, at: int, stop: int) -> None:
        if not self.stack.top.setting.skip:
            self.builder.hard_break(at + self.base, stop - at)

    def _block_edge(self) -> None:
        if (self._glance or self._image is not None or self.builder.parts) and not self.stack.frames[-1].setting.skip:
            self._flush()

    def _start_tag(self, name: str, rest: str, start: int, stop: int, end: int) -> int:
        """Take the start tag at `text[start:stop]`, `rest` behind its name, and return where to go on."""
        tag = judged(name, rest) if len(rest) <= LONGEST_KEPT else judge(name, rest)
        if tag.role == "line":
            if self._ended_inline == start:
                self._split_beside(stop)
            if tag.spoken:
                self._attributes(tag, stop, self.stack.frames[-1])
            return self._counted(tag, stop) if tag.figure else stop
        if tag.role == "element":
            self._open(tag, start, stop)
            return self._counted(tag, stop) if tag.figure else stop
        return self._other_tag(tag, start, stop, end)

    def _counted(self, tag: Tag, stop: int) -> int:
        """Read the number that a script counts up to in place of the one that it starts from."""
        if self.stack.top.setting.skip:
            return stop
        after = html_attributes.counts(tag, self.text, stop)
        if not after:
            return stop
        behind_name = stop - 1 - len(tag.rest)
        for first, last in tag.figure:
            raw = tag.rest[first:last]
            self._glance += raw
            html_text.add(self.builder, raw, behind_name + first + self.base, attribute=True)
        self._plain = True
        if tag.counter:
            self._ended_inline = after
        return after

    def _other_tag(self, tag: Tag, start: int, stop: int, end: int) -> int:
        name = tag.name
        if name in ("html", "head", "body"):
            self._root_tag(name, tag)
            return stop
        if name in ("title", "desc") and self.stack.open("svg") >= 0:
            return self._svg_title(stop, end)
        if name in RAW:
            return self._raw(name, tag, start, stop, end)
        if name in VOID:
            self._void(name, tag, start, stop)
            return stop
        self._open(tag, start, stop)
        if tag.closed and (self.self_closing or is_component(name) or self.stack.open("svg") >= 0):
            self._keep(len(self.stack.frames) - (self.stack.top.start == start), stop)
        return self._counted(tag, stop) if tag.counter else stop

    def _root_tag(self, name: str, tag: Tag) -> None:
        if name == "html" and self.lang is None and "lang" in tag.found:
            self.lang = html_text.reading(tag.rest, tag.found["lang"]).strip().lower() or None
        if name == "body":
            self._block_edge()

    def _void(self, name: str, tag: Tag, start: int, stop: int) -> None:
        if name == "br":
            self._break(start, stop)
            return
        if name == "hr":
            self._keep(self.stack.keep_for_start("hr"), start)
            self._block_edge()
        frame = self.stack.top
        if name == "img" and not frame.setting.skip:
            self._image = (start, stop - start)
        if tag.spoken:
            self._attributes(tag, stop, frame)

    def _attributes(self, tag: Tag, stop: int, frame: Frame) -> None:
        """Take what the tag that ends at `stop` says in its attributes."""
        behind_name = stop - 1 - len(tag.rest)
        number = self._prop(tag, behind_name, frame) if tag.figure and is_component(tag.name) else None
        for surface, key, (first, last) in tag.spoken:
            context = self.outline.aside_context(frame, key)
            if number is not None:
                context, number = replace(context, label=number), None
            self.outline.aside(self._value((behind_name + first, behind_name + last), surface, context))

    def _prop(self, tag: Tag, behind_name: int, frame: Frame) -> int | None:
        """Add the number that a component shows beside its label; return its index."""
        builder = SegmentBuilder()
        for first, last in tag.figure:
            html_text.add(builder, tag.rest[first:last], behind_name + first + self.base, attribute=True)
        return self.outline.aside(builder.finish(Surface.ATTRIBUTE, self.outline.aside_context(frame, None)))

    def _value(self, span: tuple[int, int], surface: Surface, context: Context) -> Segment | None:
        attribute = surface is not Surface.TITLE and surface is not Surface.BODY
        surface = self.outline.fixed or surface
        return html_text.value_segment(self.text, span, self.base, surface, context, attribute=attribute)

    def _open(self, tag: Tag, start: int, stop: int) -> None:
        name, stack, inline = tag.name, self.stack, tag.inline
        if inline:
            if self._ended_inline == start:
                self._split_beside(stop)
            self._footnote(name, start, stop)
            if name not in ("b", "strong", "code", "svg"):
                if tag.spoken:
                    self._attributes(tag, stop, stack.top)
                return
        else:
            keep = stack.keep_for_start(name)
            if keep < len(stack.frames):
                self._keep(keep, start)
            self._block_edge()
        parent = stack.frames[-1]
        frame = Frame(name, parent, parent.setting, start, block=not inline)
        if tag.hidden:
            frame.own().hidden = True
        if tag.button:
            frame.own().surface = Surface.BUTTON
        if inline:
            frame.own().bold = frame.setting.bold or name in ("b", "strong")
            frame.own().skip = frame.setting.skip or name in ("code", "svg")
        else:
            if tag.described:
                html_elements.describe(frame, parent, tag, stack, self.outline)
                if name == "footer":
                    self._note_insert(start, 2)
            if name in self._stateless:
                self._stateless.discard(name)
        stack.push(frame)
        if tag.spoken:
            self._attributes(tag, stop, frame)

    def _split_beside(self, stop: int) -> None:
        """Part what stands side by side without a blank and is styled as two blocks.

        `<b>85%</b><span>of patients</span>` is never one word, but a unit goes on; nor are three or more pills.
        """
        if 0 < len(self._glance) < _GLANCE and is_number(self._glance) and not _UNIT.match(self.text, stop):
            self._flush()
        elif self._glued(stop) and (self._pills or _PILL.match(self.text, stop)):
            self._flush()
            self._pills = True

    def _glued(self, stop: int) -> bool:
        parts = self.builder.parts
        return bool(parts) and self.text[stop : stop + 1].isupper() and parts[-1][-1].islower()

    def _footnote(self, name: str, start: int, stop: int) -> None:
        """A footnote mark is no part of the word before it."""
        if name == "sup" and not self.stack.top.setting.skip and html_attributes.is_footnote(self.text, start, stop):
            self.builder.atomic(" ", start + self.base, stop - start)

    # --- what is no text

    def _markup(self, at: int, end: int) -> int:
        """Step over a comment, a declaration or a malformed end tag; 0 where the character is text."""
        if self.text.startswith("<!--", at):
            inner, stop = comment_end(self.text, at, end)
            span = Span(at + self.base, stop + self.base)
            self.comments.append(Comment(self.text[at + 4 : inner], span))
            return stop
        close = self.text.find(">", at, end)
        return close + 1

    def _raw(self, name: str, tag: Tag, start: int, stop: int, end: int) -> int:
        """Take an element whose content is no markup, and return where it ends."""
        if tag.closed and self.self_closing:
            return stop
        if name == "script" and self._is_template(tag, stop, end):
            self._open(judged(name, ""), start, stop)
            self.stack.top.block = True
            return stop
        inner, after = self._raw_end(name, stop, end)
        frame = self.stack.top
        if name == "title":
            self._title(stop, inner)
        elif name == "textarea":
            self._attributes(tag, stop, frame)
            context = self.outline.aside_context(frame, None)
            self.outline.aside(self._value((stop, inner), Surface.BODY, context))
        elif name == "script":
            self._script(tag, stop, inner)
        elif name == "iframe":
            self._attributes(tag, stop, frame)
        return after

    def _raw_end(self, name: str, start: int, end: int) -> tuple[int, int]:
        """Return where the content ends and where the element ends; an unclosed title ends with the next tag."""
        close = None
        if name not in self._unclosed:
            close = html_attributes.closing(name).search(self.text, start, end)
        if close is not None:
            return close.span()
        self._unclosed.add(name)
        if name in ("title", "textarea"):
            at = self.text.find("<", start, end)
            at = end if at < 0 else at
            return at, at
        return end, end

    def _is_template(self, tag: Tag, start: int, end: int) -> bool:
        return tag.value("type").endswith(_TEMPLATES) and html_attributes.looks_like_markup(self.text, start, end)

    def _title(self, start: int, end: int) -> None:
        context = Context(key=self.outline.key, hidden=self.stack.top.setting.hidden)
        segment = self._value((start, end), Surface.TITLE, context)
        index = self.outline.aside(segment)
        if self.outline.title is None:
            self.outline.title = index

    def _svg_title(self, start: int, end: int) -> int:
        at = self.text.find("<", start, end)
        at = end if at < 0 else at
        context = self.outline.aside_context(self.stack.top, "title")
        self.outline.aside(self._value((start, at), Surface.ATTRIBUTE, context))
        return at

    def _script(self, tag: Tag, start: int, end: int) -> None:
        kind = tag.value("type")
        if kind.endswith("json"):
            surface = Surface.JSON_LD if kind.endswith("ld+json") else Surface.SCRIPT_STRING
            from claimlint.readers import json_strings

            segments = json_strings.strings(self.text, start, end, surface=surface)
        elif kind in ("", "module") or kind.endswith(("javascript", "ecmascript", "babel", "jsx", "typescript")):
            segments = self._script_strings(start, end)
            self._script_comments(start, end)
        else:
            return
        ahead, groups = self.outline.next, self.outline.groups
        for segment in segments:
            context = shifted(segment.context, ahead, Context(), groups)
            if context.group is not None:
                self.outline.groups = max(self.outline.groups, context.group + 1)
            self.outline.aside(html_text.resolved(html_text.moved(segment, context, self.base)))

    def _script_strings(self, start: int, end: int) -> list[Segment]:
        if self.scripts is not None:
            return self.scripts(self.text, start, end)
        from claimlint.readers import javascript

        return javascript.strings(self.text, start, end)

    def _script_comments(self, start: int, end: int) -> None:
        """Take the comments of a script that may speak to claimlint; few do, so that they cost a second scan."""
        if self.text.find(DIRECTIVE, start, end) < 0:
            return
        from claimlint.readers import javascript

        for comment in javascript.served_comments(self.text, start, end):
            span = Span(comment.span.start + self.base, comment.span.end + self.base)
            self.comments.append(replace(comment, span=span))

    # --- where a missing statement would go

    def _note_insert(self, at: int, rank: int) -> None:
        if rank > self._insert_rank or (rank == self._insert_rank == 3):
            self._insert_rank, self.insert_at = rank, at
