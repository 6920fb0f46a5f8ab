"""JSON, JSONC and JSON-LD text to values and segments with exact places; whatever is broken, the strings are read.

One regex finds the tokens; a stack keeps the key path. Comments and trailing commas are allowed, bare keys too. A file
that is no JSON at all still gives its strings: `Parsed.broken` says where the trouble began.
"""

from __future__ import annotations

import re

from claimlint import lazy
from claimlint.readers import filler
from claimlint.readers.keys import with_keys
from claimlint.readers.values import MAX_DEPTH, Key, Path, RawText, Value, assemble
from claimlint.record import Record
from claimlint.segment import PLACEHOLDER, Comment, Segment, Surface, run_of
from claimlint.source import Span

_TOKEN = lazy.pattern(
    rf"[\s,﻿{filler.FILLERS}]*+(?:"
    r'(?P<string>"[^"\\\n]*+(?:\\.[^"\\\n]*+)*+")(?:\s*+(?P<keyed>:))?'
    r"|(?P<open>[\[{])|(?P<close>[\]}])|(?P<colon>:)"
    r"|(?P<comment>//[^\n]*+|/\*)"
    r"|(?P<number>-?\d[\w.+-]*+)"
    r"|(?P<word>[A-Za-z_$][\w$]*+))?"
)
_BODY = r'[^"\\\n]*+(?:\\.[^"\\\n]*+)*+'
_MEMBER = lazy.pattern(
    rf'[\s,]*+"({_BODY})"\s*+:\s*+(?:"({_BODY})"|(-?\d[\w.+-]*+|true|false|null))(?=\s*+[,}}])', re.ASCII
)
_ITEM = lazy.pattern(rf'[\s,]*+"({_BODY})"(?=\s*+[,\]])', re.ASCII)
"""What objects and arrays mostly hold, as one token."""
_ESCAPE = lazy.pattern(r"\\(?:u([0-9a-fA-F]{4})(?:\\u([dD][c-fC-F][0-9a-fA-F]{2}))?|(.))", re.DOTALL)
_MASKED = lazy.pattern(rf"{_ESCAPE.pattern}|({filler.VALUE}{filler.MORE}*+)|[{filler.FILLERS}]++", re.DOTALL)
_SIMPLE = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f"}
_WORDS = frozenset(("true", "false", "null", "NaN", "Infinity"))


class Parsed(Record, frozen=True):
    """The values of a JSON text in source order; `broken` is the offset of the first thing that is no JSON.

    keys: keys of several words, each with the path of what it holds.
    """

    values: tuple[Value, ...]
    keys: tuple[Value, ...]
    comments: tuple[Comment, ...]
    broken: int | None
    questions: frozenset[Path]


def strings(
    text: str,
    start: int,
    end: int,
    *,
    surface: Surface = Surface.DATA_STRING,
    first_index: int = 0,
    first_group: int = 0,
) -> list[Segment]:
    """Return the copy in the JSON at `text[start:end]`, with offsets into `text`, HTML and Markdown in strings read.

    `first_index` is the index the first segment will have in its document, `first_group` the first free group number.
    """
    parsed = parse(text, start, end)
    return assemble(
        with_keys(parsed.values, parsed.keys),
        surface=surface,
        first_index=first_index,
        first_group=first_group,
        question_types=parsed.questions,
    )


class _Container(Record):
    """An open object or array."""

    is_object: bool
    path: Path
    key: Key | None
    count: int = 0

    def place(self) -> Path:
        if not self.is_object:
            self.count += 1
            return (*self.path, self.count - 1)
        return self.path if self.key is None else (*self.path, self.key)


def parse(text: str, start: int = 0, end: int | None = None) -> Parsed:
    """Read JSON text; never fails. Fillers of a masked copy are white space, in strings they are placeholders."""
    return _Parser(text, start, len(text) if end is None else end).run()


class _Parser:
    """The state of one pass over a JSON text."""

    def __init__(self, text: str, start: int, end: int) -> None:
        self.text, self.start, self.end = text, start, end
        self.values: list[Value] = []
        self.keys: list[Value] = []
        self.comments: list[Comment] = []
        self.questions: set[Path] = set()
        self.stack: list[_Container] = []
        self.pending: re.Match[str] | None = None
        self.broken: int | None = None
        self.masked = filler.stands_in(text)

    def run(self) -> Parsed:
        at, match = self.start, _TOKEN.match
        while at < self.end:
            if self.stack and self.pending is None:
                at = self._plain_members(self.stack[-1], at)
            token = match(self.text, at, self.end)
            kind = token.lastgroup if token is not None else None
            if token is None or kind is None:
                stop = token.end() if token is not None else at
                at = self._trouble(stop) if stop < self.end else stop
            else:
                at = self._take(token, kind)
        self._flush()
        if self.stack:
            self._mark(self.end)
        return Parsed(
            tuple(self.values), tuple(self.keys), tuple(self.comments), self.broken, frozenset(self.questions)
        )

    def _plain_members(self, top: _Container, at: int) -> int:
        """Take the members that are but a string or a number, and return the offset behind them."""
        text, end, values, path = self.text, self.end, self.values, top.path
        if not top.is_object:
            while (item := _ITEM.match(text, at, end)) is not None:
                at = item.end()
                values.append(Value((*path, top.count), self._body(item, 1)))
                top.count += 1
            return at
        while top.key is None and (member := _MEMBER.match(text, at, end)) is not None:
            at = member.end()
            key = member.group(1)
            if "\\" in key or " " in key:
                key = self._key(path, *member.span(1))
            literal = member.lastindex == 3
            value = self._body(member, 3 if literal else 2)
            values.append(Value((*path, key), value, literal))
            if key == "@type" and value.text == "Question" and not literal:
                self.questions.add(path)
        return at

    def _body(self, found: re.Match[str], group: int) -> Segment:
        """Return a string or a number of which the pattern found the whole."""
        body = found.group(group)
        start, end = found.span(group)
        if "\\" in body or (self.masked and filler.stands_in(body)):
            return decoded(self.text, start, end)
        return Segment(body, (run_of((0, start, end - start)),) if body else (), Surface.DATA_STRING)

    def _take(self, token: re.Match[str], kind: str) -> int:
        if kind == "comment":
            return self._comment(token)
        if kind == "colon":
            self._colon(token)
            return token.end()
        if self.pending is not None:
            self._flush()
        if kind == "keyed":
            self._keyed(*token.span("string"))
        elif kind == "open":
            place = self.stack[-1].place() if self.stack else ()
            self.stack.append(_Container(token["open"] == "{", place[:MAX_DEPTH], None))
        elif kind == "close":
            if not self.stack or self.stack[-1].is_object != (token["close"] == "}"):
                self._mark(token.start("close"))
            if self.stack:
                self.stack.pop()
                self._used()
        else:
            self.pending = token
        return token.end()

    def _keyed(self, start: int, end: int) -> None:
        """Take a string with a colon behind it, which only an object can hold."""
        top = self.stack[-1] if self.stack else None
        if top and top.is_object:
            top.key = self._key(top.path, start + 1, end - 1)
        else:
            self._mark(start)
            self.values.append(Value(top.place() if top else (), decoded(self.text, start + 1, end - 1)))

    def _key(self, holder: Path, start: int, end: int) -> str:
        """Return how a key reads; one of several words is noted."""
        read = decoded(self.text, start, end)
        if " " in read.text:
            self.keys.append(Value((*holder, read.text), read))
        return read.text

    def _colon(self, token: re.Match[str]) -> None:
        """Take a colon that follows no string: a bare key stands before it, or a comment."""
        pending, self.pending = self.pending, None
        if pending is None or not self.stack or not self.stack[-1].is_object:
            self._mark(token.start("colon"))
            self.pending = pending
            self._flush()
            return
        start, end = pending.span(pending.lastgroup or 0)
        if pending.lastgroup == "string":
            self.stack[-1].key = self._key(self.stack[-1].path, start + 1, end - 1)
        else:
            self.stack[-1].key = self.text[start:end]

    def _flush(self) -> None:
        """Record the scalar seen last, now that no colon has made it a key."""
        token, self.pending = self.pending, None
        if token is None:
            return
        container = self.stack[-1] if self.stack else None
        kind = token.lastgroup or ""
        start, end = token.span(kind)
        if kind == "string":
            value = decoded(self.text, start + 1, end - 1)
            path = container.place() if container else ()
            self.values.append(Value(path, value))
            if container and container.key == "@type" and value.text == "Question":
                self.questions.add(container.path)
        elif container and container.is_object:
            raw = Segment(self.text[start:end], (run_of((0, start, end - start)),), Surface.DATA_STRING)
            self.values.append(Value(container.place(), raw, literal=True))
        elif container:
            container.count += 1
        if kind == "word" and self.text[start:end] not in _WORDS:
            self._mark(start)
        if container and container.is_object:
            if container.key is None:
                self._mark(start)
            container.key = None

    def _used(self) -> None:
        if self.stack and self.stack[-1].is_object:
            self.stack[-1].key = None

    def _comment(self, token: re.Match[str]) -> int:
        start, stop = token.span("comment")
        inner = Span(start + 2, stop)
        if token["comment"] == "/*":
            close = self.text.find("*/", stop, self.end)
            if close < 0:
                self._mark(start)
                return self.end
            inner, stop = Span(stop, close), close + 2
        content = self.text[inner.start : inner.end].strip()
        self.comments.append(Comment(content, Span(start, stop)))
        return stop

    def _trouble(self, at: int) -> int:
        """Step over what is no JSON; an unclosed string ends with its line, so that no stretch is scanned twice."""
        self._mark(at)
        if self.text[at] != '"':
            return at + 1
        stop = self.text.find("\n", at, self.end)
        stop = self.end if stop < 0 else stop
        self._flush()
        path = self.stack[-1].place() if self.stack else ()
        self.values.append(Value(path, decoded(self.text, at + 1, stop)))
        self._used()
        return stop

    def _mark(self, at: int) -> None:
        if self.broken is None:
            self.broken = at


def decoded(text: str, start: int, end: int) -> Segment:
    """Return the string whose body is `text[start:end]` with its escapes undone."""
    body = text[start:end]
    masked = filler.stands_in(body)
    if not masked and "\\" not in body:
        return Segment(body, (run_of((0, start, end - start)),) if body else (), Surface.DATA_STRING)
    raw = RawText()
    at = start
    for escape in (_MASKED if masked else _ESCAPE).finditer(text, start, end):
        raw.literal(at, text[at : escape.start()])
        at = escape.end()
        first, second, simple = escape.group(1, 2, 3)
        if masked and escape.group(4) is not None:
            raw.atomic(PLACEHOLDER, escape.start(), at - escape.start())
        elif simple is not None:
            raw.atomic(_SIMPLE.get(simple, simple), escape.start(), at - escape.start())
        elif first is not None:
            _add_units(raw, escape.start(), int(first, 16), int(second, 16) if second else None)
    raw.literal(at, text[at:end])
    return raw.finish()


def _add_units(raw: RawText, start: int, first: int, second: int | None) -> None:
    if second is not None and 0xD800 <= first < 0xDC00:
        raw.atomic(chr(0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00)), start, 12)
        return
    raw.atomic(_unit(first), start, 6)
    if second is not None:
        raw.atomic(_unit(second), start + 6, 6)


def _unit(code: int) -> str:
    """A lone surrogate cannot be printed: it reads as the replacement character."""
    return "\N{REPLACEMENT CHARACTER}" if 0xD800 <= code < 0xE000 else chr(code)
