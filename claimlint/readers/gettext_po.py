"""Gettext catalogues (.po, .pot) to a document: messages and their translations."""

from __future__ import annotations

from claimlint import lazy
from claimlint.readers.values import Assembler, RawText, Value, fragment, is_copy
from claimlint.record import Record, field
from claimlint.segment import Comment, Context, Document, Segment, Surface
from claimlint.source import SourceFile, Span

_LINE = lazy.pattern(r"[^\r\n]*+(?:\r\n|\r|\n)?")
_STATEMENT = lazy.pattern(
    r'[ \t]*+(?:(msgctxt|msgid_plural|msgid|msgstr)(\[\d++\])?[ \t]*+)?"((?:[^"\\]|\\.)*+)"[ \t]*+'
)
_ESCAPE = lazy.pattern(r"\\(.)")
_SIMPLE = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "v": "\v", "a": "\a"}
_READ = frozenset(("msgid", "msgid_plural", "msgstr"))


class Message(Record, frozen=True):
    """One statement of a catalogue: its keyword (`msgstr[0]` with its number) and its string."""

    keyword: str
    text: Segment


class _Catalogue(Record):
    """What has been read so far."""

    messages: list[Message] = field(default_factory=list)
    comments: list[Comment] = field(default_factory=list)
    broken: int | None = None


def read(source: SourceFile) -> Document:
    """Read a catalogue; the header entry and obsolete entries are left out."""
    catalogue = scan(source.text)
    out = Assembler()
    header = False
    for message in catalogue.messages:
        keyword = message.keyword.partition("[")[0]
        if keyword == "msgid":
            header = not message.text.text
        if keyword in _READ and not header and is_copy(Value((keyword,), message.text)):
            out.add(fragment(message.text, Surface.DATA_STRING), Context(key=keyword))
    reason = None
    if catalogue.broken is not None:
        reason = f"is not a valid gettext catalogue at line {catalogue.broken}; the rest was read"
    return Document(
        source,
        tuple(out.segments),
        status="partial" if reason else "checked",
        reason=reason,
        comments=tuple(catalogue.comments),
        insert_at=len(source.text),
    )


def scan(text: str) -> _Catalogue:
    """Return the statements of a catalogue in order, continuation lines joined."""
    found = _Catalogue()
    keyword, raw = "", RawText()
    for number, line in enumerate(_LINE.finditer(text), 1):
        content = line.group().rstrip("\r\n")
        statement = _STATEMENT.fullmatch(content)
        if statement and statement.group(1):
            _close(found, keyword, raw)
            keyword, raw = statement.group(1) + (statement.group(2) or ""), RawText()
        if statement and keyword:
            _decode(raw, text, line.start() + statement.start(3), line.start() + statement.end(3))
        elif content.lstrip().startswith("#"):
            start = line.start() + content.index("#")
            end = line.start() + len(content)
            if not content.lstrip().startswith("#~"):
                found.comments.append(Comment(text[start + 1 : end].strip(), Span(start, end), secret=True))
        elif content.strip() and found.broken is None:
            found.broken = number
    _close(found, keyword, raw)
    return found


def _close(found: _Catalogue, keyword: str, raw: RawText) -> None:
    if keyword:
        found.messages.append(Message(keyword, raw.finish()))


def _decode(raw: RawText, text: str, start: int, end: int) -> None:
    for escape in _ESCAPE.finditer(text, start, end):
        raw.literal(start, text[start : escape.start()])
        start = escape.end()
        raw.atomic(_SIMPLE.get(escape.group(1), escape.group(1)), escape.start(), 2)
    raw.literal(start, text[start:end])
