"""Code with markup in it (JSX) and markup with code in it (Svelte, Astro) to a flat list of what the text holds.

To what a scan of code finds this adds marks of the markup: tags, text, expressions. Tags are matched leniently on
pages, which need not be well-formed; in JSX a tag that does not fit is a fault.
"""

from __future__ import annotations

import re

from claimlint.readers.html_attributes import judge
from claimlint.readers.javascript_code import CodeScanner
from claimlint.readers.javascript_tokens import (
    CHILDREN,
    ELEMENT,
    END_TAG,
    EXPRESSION,
    GENERIC,
    IN_HEAD,
    IN_TAG,
    IN_VALUE,
    MARKUP_COMMENT,
    PLAIN_ATTRIBUTE,
    PLAIN_TAG,
    RAW_END,
    SVELTE_BLOCK,
    TEXT,
    VOID,
    Frame,
    Literal,
    Mark,
    Path,
    Scan,
    is_spoken,
)
from claimlint.segment import Surface
from claimlint.source import Span

_TOLD_APART = ("meta", "input")
_LOOK_UP = 8
"""How many open elements an end tag may close at once in lenient markup."""


def scan(text: str, start: int = 0, end: int | None = None, *, markup: str = "") -> Scan:
    """Scan `text[start:end]`. `markup`: "" for plain code, "jsx", or "svelte" and "astro" for a page of markup.

    A `<` taken for JSX whose element never ends is tried again as an operator, once.
    """
    stop = len(text) if end is None else end
    if not markup:
        return CodeScanner(text, start, stop).run()
    first = _MarkupScanner(text, start, stop, markup, None).run()
    if markup != "jsx" or first.root is None:
        return first
    second = _MarkupScanner(text, start, stop, markup, first.root).run()
    return first if second.fault else second


class _MarkupScanner(CodeScanner):
    """The state of one pass over code with markup in it, or markup with code in it (`page`).

    not_markup: the offset of a `<` that is an operator though it looks like a tag.
    """

    __slots__ = ("markup", "not_markup", "page")

    def __init__(self, text: str, start: int, stop: int, markup: str, not_markup: int | None) -> None:
        super().__init__(text, start, stop)
        self.markup, self.not_markup = markup, not_markup
        self.page = markup in ("svelte", "astro")
        if self.page:
            self.top = Frame(CHILDREN, start, None, 0)

    def _step(self) -> None:
        kind = self.top.kind
        if kind is CHILDREN:
            self._children()
        elif kind is IN_HEAD:
            self._tag()
        else:
            super()._step()

    def _left_open(self, frame: Frame) -> None:
        if self.page and frame.kind is CHILDREN:
            return
        if frame.kind in (CHILDREN, IN_HEAD) and frame.parent and frame.parent.kind is not CHILDREN:
            self.found.root = None if self.page else frame.start
        super()._left_open(frame)

    def _enters_markup(self, at: int) -> bool:
        if (element := self._starts_element(at)) is not None:
            self._open_element(at, element)
            return True
        comment = MARKUP_COMMENT.match(self.text, at, self.stop) if self.page else None
        if comment is None:
            return False
        self._comment(at, comment.end())
        self.pos = comment.end()
        return True

    def _leave_expression(self, frame: Frame, end: int) -> None:
        """An expression among children ends: its place is marked unless markup stands inside it."""
        marks = self.found.marks
        if frame.callee == ":":
            marks.append(Mark("part", frame.start, end))
        if frame.callee in (":", "#") or frame.roots:
            return
        inner = self.text[frame.start + 1 : end - 1]
        literal = self.found.literals[-1] if self.found.literals else None
        if literal and literal.start > frame.start and not _has_more(self.text, frame.start + 1, end - 1, literal):
            marks.append(Mark("literal", frame.start, end, literal=literal))
            self.found.literals.pop()
        elif self.found.comments and self.found.comments[-1].start > frame.start and _only_comment(inner):
            return
        elif inner.strip():
            marks.append(Mark("value", frame.start, end))

    def _starts_element(self, at: int) -> re.Match[str] | None:
        element = ELEMENT.match(self.text, at, self.stop) if at != self.not_markup else None
        return None if element is None or GENERIC.match(self.text, at, self.stop) else element

    def _open_element(self, at: int, element: re.Match[str]) -> None:
        name = element.group(1) or ""
        holder = self.top
        if holder.kind is not CHILDREN:
            self.found.marks.append(Mark("root" if holder.kind is not EXPRESSION or holder.roots else "join", at, at))
            self._note_root(holder)
        plain = PLAIN_TAG.match(self.text, at, self.stop)
        if plain is not None and not (self.page and name in RAW_END):
            self._plain_tag(plain)
            return
        frame = self._push(IN_HEAD, at, callee=name)
        if name:
            self.pos = element.end()
        else:
            self._end_head(frame, ">", element.end())

    def _plain_tag(self, tag: re.Match[str]) -> None:
        """Take a whole start tag at once."""
        name, attributes, closing = tag.groups()
        start, end = tag.span()
        self.numbers += 1
        classes: Span | None = None
        if attributes:
            classes = self._plain_attributes(name, *tag.span(2))
            if name in _TOLD_APART:
                self._told_apart(name, (self.numbers,), *tag.span(2))
        void = closing == "/>" or (self.page and name.lower() in VOID)
        self.found.marks.append(Mark("void" if void else "open", start, end, name, classes))
        self.pos = end
        if void:
            self._after_element(end)
        else:
            self._push(CHILDREN, start, callee=name)

    def _plain_attributes(self, element: str, start: int, end: int) -> Span | None:
        """Take what attributes say and return where the classes stand."""
        classes: Span | None = None
        for attribute in PLAIN_ATTRIBUTE.finditer(self.text, start, end):
            name, quoted = attribute.groups()
            if quoted is None:
                continue
            if name in ("className", "class"):
                classes = Span(*attribute.span(2))
            if is_spoken(element, name):
                self._spoken(element, name, (self.numbers, name), *attribute.span(2))
        return classes

    def _told_apart(self, name: str, path: Path, start: int, end: int) -> None:
        """Take the attributes that are read or not by what others of the tag say: a description, a button's words."""
        tag = judge(name, self.text[start:end])
        for surface, key, (first, last) in tag.spoken:
            opens, closes = start + first - 1, start + last + 1
            if surface is not Surface.ATTRIBUTE and self.text[opens] in "\"'":
                self._spoken(name, key, (*path, key), opens, closes)

    @staticmethod
    def _note_root(holder: Frame) -> None:
        """Tell the expression around it that markup stands inside; parentheses and arrow functions may lie between."""
        frame: Frame | None = holder
        for _ in range(_LOOK_UP):
            if frame is None:
                return
            frame.roots += 1
            if frame.kind is EXPRESSION:
                return
            frame = frame.parent

    def _tag(self) -> None:
        frame, text, stop = self.top, self.text, self.stop
        pos = self.pos
        while pos < stop:
            piece = IN_TAG.match(text, pos, stop)
            if piece is None:
                pos = stop
                break
            pos = piece.end()
            kind = piece.lastindex or 0
            if kind == 1:
                self._end_head(frame, piece.group(1), pos)
                return
            if kind == 3:
                self._comment(piece.start(3), pos)
            elif kind == 5:
                self._attribute(piece.group(4), piece.start(5), pos)
            elif kind in (2, 6, 7):
                frame.key = piece.group(4) or ""
                self._enter_value(kind, pos)
                return
            elif kind == 9 and piece.group(9) == "<" and (element := self._starts_element(pos - 1)) is not None:
                self._open_element(pos - 1, element)
                return
            elif kind == 9 and piece.group(9) not in "/= \t\r\n":
                self._fault("a tag is not well-formed", pos - 1)
        self.pos = pos

    def _enter_value(self, kind: int, pos: int) -> None:
        self.operand = False
        self.previous = "("
        if kind == 7:
            self._on_tick(pos)
            return
        self._push(IN_VALUE, pos - 1)
        self.pos = pos

    def _attribute(self, name: str, start: int, end: int) -> None:
        frame = self.top
        if name in ("className", "class"):
            frame.chunks = (Span(start, end),)
        if is_spoken(frame.callee, name):
            self._spoken(frame.callee, name, (*frame.path, name), start, end)

    def _spoken(self, element: str, name: str, path: Path, start: int, end: int) -> None:
        """Note the quoted value of an attribute that people read."""
        chunks: tuple[Span, ...] = (Span(start + 1, end - 1),)
        if self.markup == "svelte" and "{" in self.text[start:end]:
            chunks = _outside_braces(self.text, start + 1, end - 1)
        quote = self.text[start]
        self.found.literals.append(Literal(start, end, quote, chunks, path, element=element, attribute=name))

    def _end_head(self, frame: Frame, closing: str, end: int) -> None:
        name = frame.callee
        self._pop()
        if self.page and name in RAW_END and closing == ">":
            self._raw(frame, name, end)
            return
        if name in _TOLD_APART:
            self._told_apart(name, frame.path, frame.start + 1 + len(name), end - len(closing))
        void = closing == "/>" or (self.page and name.lower() in VOID)
        self.found.marks.append(
            Mark("void" if void else "open", frame.start, end, name, frame.chunks[0] if frame.chunks else None)
        )
        self.pos = end
        if void:
            self._after_element(end)
        else:
            self._push(CHILDREN, frame.start, callee=name)

    def _raw(self, frame: Frame, name: str, start: int) -> None:
        close = RAW_END[name].search(self.text, start, self.stop)
        if close is None:
            self._fault(f"a <{name}> is not closed", frame.start)
        stop = close.start() if close else self.stop
        self.found.raw.append((name, Span(frame.start, start), Span(start, stop)))
        self.pos = close.end() if close else self.stop
        self.found.marks.append(Mark("gone", frame.start, self.pos))

    def _after_element(self, end: int) -> None:
        """Back in code after a whole element, which is an operand there; among children nothing changes."""
        if self.top.kind not in (CHILDREN, IN_HEAD):
            self._operand_seen("")
            self.found.marks.append(Mark("rooted", end, end))

    def _children(self) -> None:
        text, stop, marks = self.text, self.stop, self.found.marks
        while self.pos < stop:
            words = TEXT.match(text, self.pos, stop)
            if words:
                end = words.end()
                marks.append(Mark("text", self.pos, end))
                self.pos = end
                if end >= stop:
                    return
            if text[self.pos] == "{":
                if self._brace():
                    return
            elif self._angle() and self.top.kind is not CHILDREN:
                return

    def _brace(self) -> bool:
        """Enter the expression that opens here; a Svelte `{/if}` is passed over."""
        start = self.pos
        block = SVELTE_BLOCK.match(self.text, start, self.stop) if self.markup == "svelte" else None
        if block and block.group(1):
            self.pos = block.end()
            return False
        self._push(EXPRESSION, start, callee=block.group(2) if block and block.group(2) != "@" else "")
        self.pos = block.end() if block else start + 1
        self.previous = "("
        self.operand = False
        return True

    def _angle(self) -> bool:
        """Act on `<` among children: a comment, an end tag, a start tag, or a character of the text."""
        text, start = self.text, self.pos
        comment = MARKUP_COMMENT.match(text, start, self.stop) if self.page else None
        if comment:
            self._comment(start, comment.end())
            self.pos = comment.end()
            return False
        close = END_TAG.match(text, start, self.stop) if text.startswith("/", start + 1) else None
        if close:
            self.pos = close.end()
            return self._close_element(close.group(1), start, close.end())
        element = ELEMENT.match(text, start, self.stop)
        if element is not None:
            self._open_element(start, element)
            return True
        self.found.marks.append(Mark("text", start, start + 1))
        self.pos = start + 1
        if not self.page:
            self._fault("a tag is not well-formed", start)
        return False

    def _close_element(self, name: str, start: int, end: int) -> bool:
        frame: Frame | None = self.top
        for _ in range(_LOOK_UP):
            if frame is None or frame.kind is not CHILDREN or frame.parent is None:
                frame = None
                break
            if frame.callee == name:
                break
            frame = frame.parent
        else:
            frame = None
        if frame is not self.top and not self.page:
            self._fault(f"</{name}> closes no open tag", start)
        if frame is None:
            return False
        self.top = frame.parent or self.top
        self.found.marks.append(Mark("close", start, end, name))
        self._after_element(end)
        return self.top.kind is not CHILDREN


def _has_more(text: str, start: int, end: int, literal: Literal) -> bool:
    return bool(text[start : literal.start].strip() or text[literal.end : end].strip())


def _only_comment(inner: str) -> bool:
    bare = inner.strip()
    return bare.startswith(("/*", "//")) and bare.find("*/") in (-1, len(bare) - 2)


def _outside_braces(text: str, start: int, end: int) -> tuple[Span, ...]:
    """Return the stretches of a Svelte attribute value between its `{…}`."""
    chunks: list[Span] = []
    depth = 0
    for at in range(start, end):
        if text[at] == "{":
            if depth == 0:
                chunks.append(Span(start, at))
            depth += 1
        elif text[at] == "}" and depth:
            depth -= 1
            start = at + 1
    if depth == 0:
        chunks.append(Span(start, end))
    return tuple(chunks)
