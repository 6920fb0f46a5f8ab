"""Pug to a document: text after tags, `|` lines, text blocks under `tag.`, attributes, strings given to mixins.

The tree follows the indentation; `#{…}` is a placeholder, `#[b …]` an inline tag.
"""

from __future__ import annotations

import re

from claimlint import lazy
from claimlint.readers import prose
from claimlint.readers.outline import Block, has_words, introduces, place
from claimlint.readers.values import RawText, add_raw
from claimlint.readers.xml_tokens import add_text
from claimlint.record import Record, field
from claimlint.segment import PLACEHOLDER, Comment, Context, Document, SegmentBuilder, Surface
from claimlint.source import SourceFile, Span

_LINE = lazy.pattern(r"([ \t]*+)([^\r\n]*+)(?:\r\n|\r|\n)?")
_NAME = lazy.pattern(r"(?=[a-zA-Z#.])([a-zA-Z][\w-]*+(?::[\w-]++)*+)?((?:[#.][\w-]++)*+)")
_QUOTED = lazy.pattern(r'"(?:[^"\\\n]|\\.)*+"|\'(?:[^\'\\\n]|\\.)*+\'|`(?:[^`\\]|\\.)*+`')
_ATTRIBUTE = lazy.pattern(r"([\w:@.-]++)\s*+!?=\s*+(\"(?:[^\"\\\n]|\\.)*+\"|'(?:[^'\\\n]|\\.)*+')")
_CODE = lazy.pattern(
    r"-|if\b|else\b|unless\b|each\b|for\b|while\b|case\b|when\b|default\b|include\b|extends\b|block\b|append\b|prepend\b"
    r"|mixin\b|doctype\b|\+|:"
)
_INTERPOLATION = lazy.pattern(r"[#!$]\{[^{}]*+\}|#\[[\w#.-]*+(?:\([^()\n]*+\))? ?|\]|<[^<>\n]*+>")
_INLINE = frozenset(
    "a abbr b bdi bdo cite code data dfn em font i kbd mark q s samp small span strong sub sup time u var wbr".split()
)
_SURFACES = {
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6", "dt", "summary"), Surface.HEADING),
    **dict.fromkeys(("li", "option"), Surface.LIST_ITEM),
    **dict.fromkeys(("td", "th"), Surface.TABLE_CELL),
    "blockquote": Surface.QUOTE,
    "button": Surface.BUTTON,
    "title": Surface.TITLE,
}
_RAW = frozenset(("script", "style", "pre", "code", "textarea", "svg"))
_MOST_EXPANSIONS = 30
_READ = frozenset(("alt", "title", "aria-label", "placeholder", "label"))
_META_NAMES = lazy.pattern(r"description|keywords|(?:og|twitter):(?:title|description|image:alt)", re.IGNORECASE)


class _Element(Record):
    """An open element: its indentation, its text so far, whether its children are text."""

    indent: int
    name: str
    builder: SegmentBuilder = field(default_factory=SegmentBuilder)
    inline: bool = False
    ends_in_line: bool = False
    text_block: bool = False
    silent: bool = False


def read(source: SourceFile) -> Document:
    """Read a Pug template."""
    return _Reader(source).read()


class _Reader:
    """One pass over the lines of a template."""

    def __init__(self, source: SourceFile) -> None:
        self.source, self.text = source, source.text
        self.stack = [_Element(-1, "")]
        self.blocks: list[Block] = []
        self.comments: list[Comment] = []
        self.title: int | None = None
        self.heading: int | None = None
        self.list_group: tuple[int, int, int | None] | None = None
        self.groups = 0
        self.line_start = 0
        self.lang: str | None = None

    def read(self) -> Document:
        at = 0
        while at < len(self.text):
            line = _LINE.match(self.text, at)
            if line is None or line.end() == at:
                break
            at, self.line_start = line.end(), line.start()
            if line.group(2).strip():
                at = max(at, self._line(len(line.group(1)), line.start(2), line.end(2)))
        self._close_to(-1)
        title = self.heading if self.title is None else self.title
        return Document(
            self.source,
            place(self.blocks),
            title=title,
            is_page=title is not None,
            lang=self.lang,
            comments=tuple(self.comments),
            insert_at=len(self.text),
        )

    def _line(self, indent: int, start: int, end: int) -> int:
        self._close_to(indent)
        parent = self.stack[-1]
        if parent.silent:
            return end
        if parent.text_block:
            self._text(parent, start, end)
            return end
        content = self.text[start:end]
        if content.startswith("//"):
            secret = content.startswith("//-")
            self.comments.append(Comment(content.lstrip("/- ").rstrip(), Span(start, end), secret))
            self.stack.append(_Element(indent, "//", silent=True))
        elif content.startswith("|"):
            self._text(self._holder(), start + 1, end)
        elif content.startswith("<"):
            self._text(self._holder(), start, end)
        elif _CODE.match(content):
            self._finish(self._holder())
            self._arguments(start, end)
        else:
            return self._element(indent, start, end)
        return end

    def _arguments(self, start: int, end: int) -> None:
        """Read the strings given to a mixin or held in a line of code."""
        for quoted in _QUOTED.finditer(self.text, start, end):
            begin, stop = quoted.start() + 1, quoted.end() - 1
            if prose.is_copy(self.text[begin:stop]):
                builder = SegmentBuilder()
                self._add(builder, begin, stop)
                if segment := builder.finish(Surface.SCRIPT_STRING):
                    self.blocks.append(Block(segment))

    def _element(self, indent: int, start: int, end: int, expansions: int = 0) -> int:
        """Read one tag and its line; return the offset behind it, which attributes may carry to a later line."""
        name = _NAME.match(self.text, start, end)
        if name is None or name.end() == start:
            return end
        tag = (name.group(1) or "div").lower()
        element = _Element(indent, tag, inline=tag in _INLINE, silent=tag in _RAW)
        at = name.end()
        if self.text.startswith("(", at):
            closing = self._attributes(tag, at)
            at, end = closing, max(end, self._line_end(closing))
        self._push(element)
        rest = self.text[at:end]
        if rest.startswith(":") and expansions < _MOST_EXPANSIONS:
            inner = at + 1 + len(rest[1:]) - len(rest[1:].lstrip())
            return self._element(indent + 1, inner, end, expansions + 1) if inner < end else end
        if rest.startswith(".") and not rest[1:].strip():
            element.text_block = True
        elif rest.startswith(("=", "!=")):
            self._printed(at, end)
        elif rest.startswith(" ") and not element.silent:
            self._add(self._holder().builder, at + 1, end)
            self._holder().ends_in_line = False
        return end

    def _printed(self, start: int, end: int) -> None:
        """Read what `= code` prints: a string as it stands, other code as a placeholder beside its strings."""
        begin = self.text.index("=", start) + 1
        begin, end = begin + len(self.text[begin:end]) - len(self.text[begin:end].lstrip()), _trimmed(self.text, end)
        whole = _QUOTED.fullmatch(self.text, begin, end)
        if whole is not None and "\\" not in whole.group():
            self._add(self._holder().builder, begin + 1, end - 1)
            return
        self._arguments(begin, end)
        self._holder().builder.atomic(PLACEHOLDER, start, end - start)

    def _push(self, element: _Element) -> None:
        if not element.inline:
            self._finish(self._holder())
        self.stack.append(element)

    def _holder(self) -> _Element:
        """The element whose text an inline element's belongs to."""
        return next((element for element in reversed(self.stack) if not element.inline), self.stack[0])

    def _attributes(self, tag: str, at: int) -> int:
        """Read `(name="value" …)` and return the offset behind it; an unclosed list ends with its line."""
        depth, start, stop = 0, at, len(self.text)
        while at < stop and at - start < 20_000:
            quoted = _QUOTED.match(self.text, at)
            if quoted:
                at = quoted.end()
                continue
            depth += {"(": 1, ")": -1}.get(self.text[at], 0)
            at += 1
            if depth == 0:
                self._attribute_texts(tag, start, at)
                return at
        return self._line_end(start)

    def _attribute_texts(self, tag: str, start: int, end: int) -> None:
        found = [
            (match.group(1).lower(), match.start(2) + 1, match.end(2) - 1)
            for match in _ATTRIBUTE.finditer(self.text, start, end)
        ]
        values = {name: self.text[begin:stop] for name, begin, stop in found}
        if tag == "html" and "lang" in values:
            self.lang = values["lang"].lower()
        what = values.get("name") or values.get("property") or ""
        for name, begin, stop in found:
            is_meta = tag == "meta" and name == "content" and _META_NAMES.fullmatch(what)
            if not is_meta and (name not in _READ or not prose.is_copy(self.text[begin:stop], "title")):
                continue
            builder = SegmentBuilder()
            self._add(builder, begin, stop)
            key = what if is_meta else name
            segment = builder.finish(Surface.META if is_meta else Surface.ATTRIBUTE, Context(key=key))
            if segment:
                self.blocks.append(Block(segment))

    def _text(self, element: _Element, start: int, end: int) -> None:
        """Add a line of text; between two of them the line break counts, between text and tag it does not."""
        if element.ends_in_line and start:
            element.builder.literal(self.line_start - 1, self.text[self.line_start - 1 : self.line_start])
        self._add(element.builder, start, end)
        element.ends_in_line = True

    def _add(self, builder: SegmentBuilder, start: int, end: int) -> None:
        nested = 0
        for code in [*_INTERPOLATION.finditer(self.text, start, end), None]:
            stop = code.start() if code else end
            raw = RawText()
            add_text(raw, self.text, start, stop)
            add_raw(builder, raw.finish())
            if code is None:
                return
            if code.group()[1:2] == "{":
                builder.atomic(PLACEHOLDER, code.start(), len(code.group()))
            elif code.group()[0] == "#":
                nested += 1
            elif code.group() == "]" and nested:
                nested -= 1
            elif code.group() == "]":
                builder.literal(stop, "]")
            start = code.end()

    def _close_to(self, indent: int) -> None:
        while len(self.stack) > 1 and self.stack[-1].indent >= indent:
            element = self.stack.pop()
            if not element.inline:
                self._finish(element)
        if indent < 0:
            self._finish(self.stack[0])

    def _finish(self, element: _Element) -> None:
        builder, element.builder = element.builder, SegmentBuilder()
        surface = _SURFACES.get(element.name, Surface.BODY)
        segment = builder.finish(surface, self._context(element, surface))
        if segment is None or not has_words(segment):
            return
        index = len(self.blocks)
        level = int(element.name[1]) if re.fullmatch(r"h[1-6]", element.name) else 0
        if element.name == "title" and self.title is None:
            self.title = index
        elif level == 1 and self.heading is None:
            self.heading = index
        self.blocks.append(Block(segment, level))

    def _context(self, element: _Element, surface: Surface) -> Context:
        if surface is not Surface.LIST_ITEM:
            return Context()
        if self.list_group is None or self.list_group[0] != element.indent or not self._follows_item():
            before = self.blocks[-1].segment if self.blocks else None
            lead_in = len(self.blocks) - 1 if before and introduces(before.text) else None
            self.list_group = (element.indent, self.groups, lead_in)
            self.groups += 1
        return Context(group=self.list_group[1], lead_in=self.list_group[2])

    def _follows_item(self) -> bool:
        return bool(self.blocks) and self.blocks[-1].segment.surface is Surface.LIST_ITEM

    def _line_end(self, at: int) -> int:
        line = _LINE.match(self.text, at)
        return line.end(2) if line else len(self.text)


def _trimmed(text: str, end: int) -> int:
    while end and text[end - 1] in " \t":
        end -= 1
    return end
