"""Bytes of a file to decoded text whose offsets everybody else uses.

Offsets are 0-based code points of the decoded text as it stands in the file: a byte order mark is no code point,
CRLF is two. Lines end at LF, CRLF or a lone CR; lines and columns are 1-based.
"""

from __future__ import annotations

import codecs
import re
from bisect import bisect_right

from claimlint import lazy
from claimlint.errors import UnreadableError
from claimlint.record import Record

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARED = lazy.pattern(
    rb"""(?:charset\s*=\s*["']?|@charset\s+["']|encoding\s*=\s*["'])([A-Za-z0-9_.:-]{1,40})""", re.IGNORECASE
)
_DECLARATION_WINDOW = 2048
_CONTROL = lazy.pattern("[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_CONTROLS = bytes((*range(0x09), *range(0x0E, 0x1B), *range(0x1C, 0x20)))
"""The same as bytes of UTF-8, which are looked through far sooner."""
_LINE_END = lazy.pattern(r"\r\n|\r|\n")


class Span(Record, frozen=True, order=True):
    """A half-open range `[start, end)` of source code points."""

    start: int
    end: int


class Position(Record, frozen=True, order=True):
    """A place in the source: 0-based `offset`, 1-based `line` and `column`, all in code points."""

    offset: int
    line: int
    column: int


class SourceFile(Record, frozen=True):
    """A decoded file. `path` is what reports print; `encoding` and `bom` say how to write it back."""

    path: str
    text: str
    encoding: str = "utf-8"
    bom: bool = False


def decode(data: bytes, path: str) -> SourceFile:
    """Decode by byte order mark, UTF-8, declared charset, then cp1252 unless NUL or control characters say binary.

    Raises UnreadableError for binary content and for bytes that none of these can decode.
    """
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            try:
                return _sane(SourceFile(path, data[len(mark) :].decode(encoding), encoding, bom=True))
            except UnicodeDecodeError as error:
                raise UnreadableError(
                    f"{path}: begins with a {encoding.upper()} byte order mark but is not valid {encoding.upper()} "
                    f"(byte {error.start + len(mark)}); save it as UTF-8"
                ) from error
    try:
        source = SourceFile(path, data.decode("utf-8"), "utf-8")
        return source if len(data.translate(None, _CONTROLS)) == len(data) else _sane(source)
    except UnicodeDecodeError:
        pass
    declared = _DECLARED.search(data[:_DECLARATION_WINDOW])
    if declared:
        name = declared.group(1).decode("ascii")
        try:
            codec = codecs.lookup(name)
            if codec._is_text_encoding and codec.name != "utf-8":
                return _sane(SourceFile(path, data.decode(codec.name), codec.name))
        except (LookupError, UnicodeDecodeError):
            pass
    try:
        return _sane(SourceFile(path, data.decode("cp1252"), "cp1252"))
    except UnicodeDecodeError as error:
        raise UnreadableError(
            f"{path}: cannot be decoded as UTF-8 nor as Windows-1252 (byte {error.start}); save it as UTF-8"
        ) from error


def encode(source: SourceFile) -> bytes:
    """Return the bytes of a decoded file: its text in its encoding, behind its byte order mark if it has one.

    Raises UnicodeEncodeError where the encoding lacks a character.
    """
    mark = next((mark for mark, encoding in _BOMS if source.bom and encoding == source.encoding), b"")
    return mark + source.text.encode(source.encoding)


def _sane(source: SourceFile) -> SourceFile:
    if _CONTROL.search(source.text):
        raise UnreadableError(f"{source.path}: is a binary file, not text; leave it out of the paths to check")
    return source


class LineIndex:
    """Offsets to lines and columns of one text; built once, when something has to be printed."""

    __slots__ = ("_starts", "_text")

    def __init__(self, text: str) -> None:
        self._text = text
        self._starts = [0, *(match.end() for match in _LINE_END.finditer(text))]

    def position(self, offset: int) -> Position:
        """Return the place of `offset`, which may be the length of the text."""
        line = bisect_right(self._starts, offset)
        return Position(offset, line, offset - self._starts[line - 1] + 1)

    def line(self, number: int) -> str:
        """Return the text of 1-based line `number` without its line end."""
        start = self._starts[number - 1]
        end = self._starts[number] if number < len(self._starts) else len(self._text)
        return self._text[start:end].rstrip("\r\n")

    def start_of(self, number: int) -> int:
        """Return the offset at which 1-based line `number` begins."""
        return self._starts[number - 1]

    def __len__(self) -> int:
        return len(self._starts)
