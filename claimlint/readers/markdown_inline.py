"""The inline Markdown of one block to the text that a visitor reads, with its map."""

from __future__ import annotations

import re

from markdown_it.common.html_blocks import block_names
from markdown_it.token import Token

from claimlint import lazy
from claimlint.readers import html
from claimlint.readers.addresses import add_literal
from claimlint.readers.entities import references
from claimlint.readers.filler import GONE, MORE, PART, VALUE
from claimlint.readers.markdown_syntax import Parsed, cut, parse_inline
from claimlint.record import Record
from claimlint.segment import PLACEHOLDER, Comment, Context, Segment, SegmentBuilder, Surface, compose
from claimlint.source import Span

_MAX_LABEL_DEPTH = 3
_FILLED = lazy.pattern(rf"(?P<value>{VALUE}{MORE}*+)|(?P<part>{PART}++)|[{GONE}{MORE}]++")
_TAG = lazy.pattern(r"<(/?)([A-Za-z][\w:-]*+)")
_WITH_ATTRIBUTES = lazy.pattern(r"\s(?:alt|title|aria-label|placeholder|value|label)\s*+=", re.IGNORECASE)
_NOT_COPY = frozenset(("code", "pre", "script", "style", "svg", "kbd", "samp", "math", "textarea", "template"))
_PARTING = frozenset(block_names) | {"button"}
_DEFINITION = lazy.pattern(r":[ \t]++")
_ESCAPE = lazy.pattern(r"\\([!-/:-@\[-`{-~])")


class Stretch(Record, frozen=True):
    """A text of its own within a block: mostly there is one.

    emphatic: all of it is in bold. button: it stands on a button. definition: it explains the term before it.
    """

    text: Segment
    emphatic: bool
    button: bool
    definition: bool


class Inline(Record, frozen=True):
    """What a block's inline Markdown gives: its texts, attributes such as `alt`, and the comments in it."""

    stretches: tuple[Stretch, ...]
    attributes: tuple[Segment, ...]
    comments: tuple[Comment, ...]


def read_inline(raw: Segment, parsed: Parsed) -> Inline:
    """Read the inline Markdown in `raw`; all maps lead to the source of `raw`."""
    reader = _Reader(raw, parsed)
    reader.run(parse_inline(raw.text, parsed))
    return Inline(tuple(reader.stretches), tuple(reader.attributes), tuple(reader.comments))


class _Reader:
    """Walks over inline tokens and fills one builder after another."""

    def __init__(self, raw: Segment, parsed: Parsed, depth: int = 0) -> None:
        self.raw = raw
        self.parsed = parsed
        self.depth = depth
        self.stretches: list[Stretch] = []
        self.attributes: list[Segment] = []
        self.comments: list[Comment] = []
        self.ends: dict[str, int] = {}
        self.button = False
        self._begin(definition=False)

    def _begin(self, *, definition: bool) -> None:
        self.builder = SegmentBuilder()
        self.definition = definition
        self.bold = 0
        self.plain = False

    def part(self, *, definition: bool = False) -> None:
        """End the text here; what follows is another one."""
        bold = self.bold
        segment = self.builder.finish(Surface.BODY)
        if segment:
            emphatic = not self.plain
            self.stretches.append(Stretch(compose(segment, self.raw), emphatic, self.button, self.definition))
        self._begin(definition=definition)
        self.bold = bold

    def run(self, tokens: list[Token]) -> None:
        """Read all tokens of the block."""
        self.ends = _last_ends(tokens)
        index = 0
        if match := _DEFINITION.match(self.raw.text):
            self.definition = True
            self._cut_lead(tokens, match.end())
        while index < len(tokens):
            index = self._token(tokens, index)
        self.part()

    def _cut_lead(self, tokens: list[Token], length: int) -> None:
        token = tokens[0]
        if token.type == "text":
            start, end = token.meta["span"]
            cut = min(length, end - start)
            token.meta["span"] = (start + cut, end)
            token.content = token.content[cut:]

    def _token(self, tokens: list[Token], index: int) -> int:
        """Read one token; return the index of the next one to read."""
        token = tokens[index]
        kind = token.type
        if kind == "text":
            return self._texts(tokens, index)
        if kind in ("strong_open", "strong_close"):
            self.bold += token.nesting
        elif kind in ("softbreak", "hardbreak"):
            return self._break(tokens, index)
        elif kind == "text_special":
            self._special(token)
        elif kind == "code_inline":
            self._placeholder(token)
        elif kind == "image":
            self._placeholder(token)
            self._image(token)
            self._title(token, token.meta["span"][1])
        elif kind == "link_open" and token.info == "auto":
            self._placeholder(token)
            return index + 3
        elif kind == "link_open":
            self._title(token, token.meta.get("end", 0))
        elif kind == "html_inline":
            return self._html(tokens, index)
        return index + 1

    def _texts(self, tokens: list[Token], index: int) -> int:
        """Read the text tokens that continue each other; return the index of the next token to read."""
        start, end = tokens[index].meta["span"]
        first = index
        while index < len(tokens) and tokens[index].type == "text" and tokens[index].content:
            if index > first and tokens[index].meta["span"][0] != end:
                break
            end = tokens[index].meta["span"][1]
            index += 1
        if index == first:
            return index + 1
        self._text(start, "".join(token.content for token in tokens[first:index]))
        return index

    def _text(self, start: int, text: str) -> None:
        if not self.bold and text.strip():
            self.plain = True
        last = 0
        for match in _FILLED.finditer(text):
            add_literal(self.builder, start + last, text[last : match.start()])
            last = match.end()
            if match.lastgroup == "value":
                self.builder.atomic(PLACEHOLDER, start + match.start(), len(match.group()))
            elif match.lastgroup == "part":
                self.part()
        add_literal(self.builder, start + last, text[last:])

    def _break(self, tokens: list[Token], index: int) -> int:
        token = tokens[index]
        start, end = token.meta["span"]
        following = tokens[index + 1] if index + 1 < len(tokens) else None
        if following and following.type == "text" and (match := _DEFINITION.match(following.content)):
            self.part(definition=True)
            self._cut_lead(tokens[index + 1 :], match.end())
        elif token.type == "hardbreak":
            self.builder.hard_break(start, self.raw.text.index("\n", start) + 1 - start)
        else:
            self.builder.literal(self.raw.text.index("\n", start, end), "\n")
        return index + 1

    def _special(self, token: Token) -> None:
        start, end = token.meta["span"]
        self.plain = self.plain or not self.bold
        if len(token.content) == end - start:
            self.builder.literal(start, token.content)
        else:
            self.builder.atomic(token.content, start, end - start)

    def _placeholder(self, token: Token) -> None:
        start, end = token.meta["span"]
        self.builder.atomic(PLACEHOLDER, start, end - start)

    def _image(self, token: Token) -> None:
        start = token.meta["span"][0] + 2
        if self.depth < _MAX_LABEL_DEPTH:
            label = cut(self.raw, start, start + len(token.content))
            reader = _Reader(label, self.parsed, self.depth + 1)
            reader.run(parse_inline(label.text, self.parsed))
            self._attribute("alt", reader)

    def _title(self, token: Token, end: int) -> None:
        """Take the title of a link or image that ends at `end`; that of a reference stands elsewhere."""
        if not token.attrs.get("title") or self.raw.text[end - 1 : end] != ")":
            return
        if segment := title(self.raw.text, *title_span(self.raw.text, end - 1)):
            self.attributes.append(compose(segment, self.raw))

    def _attribute(self, key: str, reader: _Reader) -> None:
        for stretch in reader.stretches:
            text = stretch.text
            self.attributes.append(Segment(text.text, text.runs, Surface.ATTRIBUTE, Context(key=key)))
        self.attributes += reader.attributes

    def _html(self, tokens: list[Token], index: int) -> int:
        token = tokens[index]
        start, end = token.meta["span"]
        if token.content.startswith("<!--"):
            span = self.raw.hull(start, end)
            self.comments.append(Comment(token.content[4:].removesuffix("-->").strip(), Span(span.start, span.end)))
            return index + 1
        tag = _TAG.match(token.content)
        if tag is None:
            return index + 1
        closing, name = bool(tag.group(1)), tag.group(2).lower()
        if name in _NOT_COPY:
            return index + 1 if closing else self._skipped(tokens, index, name)
        if name == "br":
            self.builder.hard_break(start, end - start)
        elif name in ("b", "strong"):
            self.bold = max(self.bold + (-1 if closing else 1), 0)
        elif name in _PARTING:
            self.part()
            self.button = name == "button" and not closing
        elif name in ("img", "input", "picture", "video", "iframe"):
            self.builder.atomic(PLACEHOLDER, start, end - start)
        if not closing and _WITH_ATTRIBUTES.search(token.content):
            self._tag_attributes(start, end)
        return index + 1

    def _tag_attributes(self, start: int, end: int) -> None:
        tag = cut(self.raw, start, end)
        for segment in html.read_fragment(tag.text, surface=Surface.BODY):
            if segment.surface in (Surface.ATTRIBUTE, Surface.BUTTON):
                self.attributes.append(compose(segment, tag))

    def _skipped(self, tokens: list[Token], index: int, name: str) -> int:
        """Leave out what a `<code>` or `<svg>` holds; return the index after its end tag."""
        start = tokens[index].meta["span"][0]
        if self.ends.get(name, -1) <= index:
            return index + 1
        end = index + 1
        while not _is_end(tokens[end], name):
            end += 1
        self.builder.atomic(PLACEHOLDER, start, tokens[end].meta["span"][1] - start)
        return end + 1


def title(text: str, start: int, stop: int) -> Segment | None:
    """Return the title of a link or image that stands at `text[start:stop]`, None where nobody sees any of it."""
    builder, last = SegmentBuilder(), start
    raw = text[start:stop]
    found = list(references(raw))
    found += [(mark.start(), mark.end(), mark.group(1)) for mark in _ESCAPE.finditer(raw)]
    for at, to, reads in sorted(found):
        if start + at >= last:
            builder.literal(last, text[last : start + at])
            builder.atomic(reads, start + at, to - at)
            last = start + to
    builder.literal(last, text[last:stop])
    return builder.finish(Surface.ATTRIBUTE, Context(key="title"))


def title_span(text: str, bracket: int) -> tuple[int, int]:
    """Return where the title stands before the bracket that closes a link: between its nearest bare quotes."""
    stop = bracket - 1
    while text[stop].isspace():
        stop -= 1
    opener = "(" if text[stop] == ")" else text[stop]
    start = text.rfind(opener, 0, stop)
    while start > 0 and _is_escaped(text, start):
        start = text.rfind(opener, 0, start)
    return start + 1, stop


def _is_escaped(text: str, at: int) -> bool:
    first = at
    while first > 0 and text[first - 1] == "\\":
        first -= 1
    return (at - first) % 2 == 1


def _last_ends(tokens: list[Token]) -> dict[str, int]:
    """Return for each element that is left out the index of its last end tag."""
    found: dict[str, int] = {}
    for index, token in enumerate(tokens):
        if token.type == "html_inline" and (tag := _TAG.match(token.content)) and tag.group(1):
            found[tag.group(2).lower()] = index
    return found


def _is_end(token: Token, name: str) -> bool:
    tag = _TAG.match(token.content) if token.type == "html_inline" else None
    return bool(tag and tag.group(1) and tag.group(2).lower() == name)
