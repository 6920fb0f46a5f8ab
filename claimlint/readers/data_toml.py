"""TOML to values and a document; tomllib gives no positions, so the tokens are found here.

The scanner is lenient: it reads what is well formed and remembers the first place that is not.
"""

from __future__ import annotations

import re

from claimlint import lazy
from claimlint.readers.data_json import says_page, title_of
from claimlint.readers.keys import with_keys
from claimlint.readers.values import MAX_DEPTH, Key, Path, RawText, Value, assemble
from claimlint.record import Record
from claimlint.segment import Comment, Document, Segment
from claimlint.source import LineIndex, SourceFile, Span

_TOKEN = lazy.pattern(
    r"[ \t,\r]++|(?P<newline>\n)|(?P<comment>\#[^\n]*+)"
    r'|(?P<long>"""(?:[^"\\]++|\\.|"(?!""))*+""""{0,2}|\'\'\'(?:[^\']++|\'(?!\'\'))*+\'\'\'\'{0,2})'
    r'|(?P<string>"[^"\\\n]*+(?:\\[^\n][^"\\\n]*+)*+"|\'[^\'\n]*+\')'
    r"|(?P<open>[\[{])|(?P<close>[\]}])|(?P<equals>=)"
    r"|(?P<bare>\d{4}-\d\d-\d\d \d\d:[\d:.+Zz-]++|[^\s,\[\]{}=\#\"']++)",
    re.DOTALL,
)
_ESCAPE = lazy.pattern(
    r"\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|x([0-9a-fA-F]{2})|([ \t]*+\r?\n[ \t\r\n]*+)|(.))|(\r\n)", re.DOTALL
)
_SIMPLE = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "e": "\x1b"}
_LINE_ENDS = lazy.pattern(r"\r\n")


class Parsed(Record, frozen=True):
    """The values of a TOML text in source order; `broken` is the offset of the first thing that is no TOML.

    keys: quoted keys of several words, each with the path of what it holds.
    """

    values: tuple[Value, ...]
    keys: tuple[Value, ...]
    comments: tuple[Comment, ...]
    broken: int | None


class _Container(Record):
    """An open array or inline table."""

    path: Path
    is_array: bool
    count: int = 0


def read(source: SourceFile) -> Document:
    """Read a TOML file; one that is not valid still gives its strings and is `partial`."""
    parsed = parse(source.text)
    values = with_keys(parsed.values, parsed.keys)
    segments = assemble(values)
    reason = None
    if parsed.broken is not None:
        place = LineIndex(source.text).position(parsed.broken)
        reason = f"is not valid TOML at line {place.line}, column {place.column}; its strings were read one by one"
    return Document(
        source,
        tuple(segments),
        status="partial" if reason else "checked",
        reason=reason,
        title=(title := title_of(values, segments)),
        is_page=title is not None and says_page(values),
        comments=parsed.comments,
        insert_at=len(source.text),
    )


def parse(text: str, base: int = 0) -> Parsed:
    """Read TOML text; never fails. Offsets in the maps begin at `base`."""
    return _Parser(text, base).run()


class _Parser:
    """The state of one pass over a TOML text."""

    def __init__(self, text: str, base: int) -> None:
        self.text, self.base = text, base
        self.values: list[Value] = []
        self.keys: list[Value] = []
        self.quoted: Segment | None = None
        self.comments: list[Comment] = []
        self.table: Path = ()
        self.tables: dict[Path, int] = {}
        self.stack: list[_Container] = []
        self.names: list[str] = []
        self.expects_value = False
        self.hopeless: set[str] = set()
        self.broken: int | None = None

    def run(self) -> Parsed:
        at = 0
        while at < len(self.text):
            token = None if self._is_hopeless(at) else _TOKEN.match(self.text, at)
            if token is None or (token.lastgroup == "string" and self._opens_long(token)):
                at = self._trouble(at)
                continue
            at = token.end()
            if token.lastgroup == "open" and not self.stack and not self.expects_value:
                at = self._header(token.start())
            elif token.lastgroup is not None:
                self._take(token, token.lastgroup)
        if self.stack or self.names or self.expects_value:
            self._mark(len(self.text))
        return Parsed(tuple(self.values), tuple(self.keys), tuple(self.comments), self.broken)

    def _take(self, token: re.Match[str], kind: str) -> None:
        if kind == "comment":
            span = Span(self.base + token.start(), self.base + token.end())
            self.comments.append(Comment(token.group()[1:].strip(), span, secret=True))
        elif kind == "newline":
            if not self.stack:
                if self.names or self.expects_value:
                    self._mark(token.start())
                self.names, self.expects_value = [], False
        elif kind == "equals":
            if self.expects_value or not self.names:
                self._mark(token.start())
            self.expects_value = True
        elif kind == "open":
            self._open(token)
        elif kind == "close":
            self._close(token)
        elif self.expects_value or (self.stack and self.stack[-1].is_array):
            self._value(token)
        else:
            self._name(token, self.names)

    def _name(self, token: re.Match[str], names: list[str]) -> None:
        """Take a key, or a part of one; where it is quoted it may be copy."""
        if token.lastgroup == "bare":
            names += [name for name in token.group().split(".") if name]
            self.quoted = None
        else:
            self.quoted = self._string(token)
            names.append(self.quoted.text)

    def _holds(self, path: Path) -> None:
        """Note the quoted key that leads to `path`."""
        if self.quoted is not None and self.quoted.text == path[-1] and " " in self.quoted.text:
            self.keys.append(Value(path, self.quoted))
        self.quoted = None

    def _open(self, token: re.Match[str]) -> None:
        is_array = token.group() == "["
        path = self._place()[:MAX_DEPTH]
        self._holds(path)
        self.stack.append(_Container(path, is_array))
        self.names, self.expects_value = [], False

    def _close(self, token: re.Match[str]) -> None:
        if not self.stack or self.stack[-1].is_array != (token.group() == "]"):
            self._mark(token.start())
        if self.stack:
            self.stack.pop()
        self.names, self.expects_value = [], False

    def _place(self) -> Path:
        top = self.stack[-1] if self.stack else None
        if top and top.is_array:
            top.count += 1
            return (*top.path, top.count - 1)
        return (*(top.path if top else self.table), *self.names[:MAX_DEPTH])

    def _value(self, token: re.Match[str]) -> None:
        path = self._place()
        self._holds(path)
        if token.lastgroup == "bare":
            raw = RawText()
            raw.literal(self.base + token.start(), token.group())
            self.values.append(Value(path, raw.finish(), literal=True))
        else:
            self.values.append(Value(path, self._string(token)))
        self.names, self.expects_value = [], False

    def _string(self, token: re.Match[str]) -> Segment:
        quotes = 3 if token.lastgroup == "long" else 1
        start, end = token.start() + quotes, token.end() - quotes
        if quotes == 3 and self.text.startswith("\r\n", start):
            start += 2
        elif quotes == 3 and self.text.startswith("\n", start):
            start += 1
        pattern = _ESCAPE if token.group()[0] == '"' else _LINE_ENDS
        return self._decoded(pattern, start, end)

    def _decoded(self, pattern: re.Pattern[str], start: int, end: int) -> Segment:
        raw = RawText()
        for escape in pattern.finditer(self.text, start, end):
            raw.literal(self.base + start, self.text[start : escape.start()])
            start = escape.end()
            raw.atomic(_meaning(escape), self.base + escape.start(), start - escape.start())
        raw.literal(self.base + start, self.text[start:end])
        return raw.finish()

    def _header(self, at: int) -> int:
        """Read `[table]` or `[[table]]` and return the offset behind it."""
        many = self.text.startswith("[[", at)
        start = at
        at += 2 if many else 1
        names: list[str] = []
        while (token := _TOKEN.match(self.text, at)) and token.lastgroup not in ("newline", "close", "open", "comment"):
            if token.lastgroup in ("string", "bare"):
                self._name(token, names)
            at = token.end()
        self.names = []
        closed = self.text.startswith("]]" if many else "]", at)
        if not closed or not names:
            self._mark(start)
            return max(at, start + 1)
        self._enter(names, many=many)
        return at + (2 if many else 1)

    def _enter(self, names: list[str], *, many: bool) -> None:
        path: list[Key] = []
        for depth, name in enumerate(names[:MAX_DEPTH], 1):
            path.append(name)
            table = tuple(path)
            if many and depth == len(names):
                self.tables[table] = self.tables.get(table, -1) + 1
            if table in self.tables:
                path.append(self.tables[table])
        self.table = tuple(path)
        self._holds(self.table)

    def _opens_long(self, token: re.Match[str]) -> bool:
        return len(token.group()) == 2 and self.text.startswith(token.group()[0], token.end())

    def _is_hopeless(self, at: int) -> bool:
        return self.text[at] in self.hopeless and self.text.startswith(self.text[at] * 3, at)

    def _trouble(self, at: int) -> int:
        """An unclosed string ends with its line; where `\"\"\"` was not closed once, it is not looked for again."""
        self._mark(at)
        quote = self.text[at]
        if quote not in "\"'":
            return at + 1
        if self.text.startswith(quote * 3, at):
            self.hopeless.add(quote)
            at += 2
        stop = self.text.find("\n", at)
        stop = len(self.text) if stop < 0 else stop
        raw = RawText()
        raw.literal(self.base + at + 1, self.text[at + 1 : stop].rstrip("\r"))
        self.values.append(Value(self._place(), raw.finish()))
        self.names, self.expects_value = [], False
        return stop

    def _mark(self, at: int) -> None:
        if self.broken is None:
            self.broken = at


def _meaning(escape: re.Match[str]) -> str:
    if escape.group() == "\r\n":
        return "\n"
    code = escape.group(1) or escape.group(2) or escape.group(3)
    if code:
        number = int(code, 16)
        return chr(number) if number < 0x110000 and not 0xD800 <= number < 0xE000 else "\N{REPLACEMENT CHARACTER}"
    return "" if escape.group(4) else _SIMPLE.get(escape.group(5), escape.group(5))
