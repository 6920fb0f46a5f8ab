"""YAML text to its strings, every character mapped to where it stands in the scalar.

libyaml says where a scalar begins and ends and what it means. What lies between is replayed here (folding, quotes,
escapes, block indentation) and compared with that meaning; where the two differ, the whole scalar is one atomic run.
Events are read, not nodes, so that neither depth nor aliases can cost more than the text is long.
"""

from __future__ import annotations

import contextlib
import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from claimlint import lazy
from claimlint.readers.keys import with_keys
from claimlint.readers.values import MAX_DEPTH, Key, Path, RawText, Value
from claimlint.record import Record
from claimlint.segment import Comment, Segment, Surface, run_of
from claimlint.source import Span

if TYPE_CHECKING:
    import yaml
else:
    yaml = lazy.module("yaml")

_MAX_FLOW_DEPTH = 500
_PROPERTIES = lazy.pattern(r"(?:[&!][^\s,\[\]{}]*+[ \t\r\n]++)*+")
_FLOW = lazy.pattern(r"(?P<break>(?:[ \t]*+(?:\r\n?|\n))++[ \t]*+)|[ \t]++|[^ \t\r\n'\\]++|['\\]")
_NEWLINE = lazy.pattern(r"\r\n?|\n")
_ESCAPE = lazy.pattern(r"\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|(.))", re.DOTALL)
_CONTINUED = lazy.pattern(r"\\[ \t]*+((?:\r\n?|\n)(?:[ \t]*+(?:\r\n?|\n))*+)[ \t]*+")
_ESCAPES = {
    "0": "\0", "a": "\a", "b": "\b", "t": "\t", "\t": "\t", "n": "\n", "v": "\v", "f": "\f", "r": "\r", "e": "\x1b",
    " ": " ", '"': '"', "\\": "\\", "/": "/", "N": "\x85", "_": "\xa0", "L": "\u2028", "P": "\u2029",
}  # fmt: skip
_HEADER = lazy.pattern(r"[|>](?:[+-]?([1-9])?[+-]?)[ \t]*+(?:#[^\r\n]*+)?(?:\r\n?|\n|\Z)")
_COMMENT = lazy.pattern(r"(?:^|(?<=[ \t]))#[^\r\n]*+", re.MULTILINE)
_LOOSE = lazy.pattern(
    r"^[ \t]*+(?:-[ \t]++)*+(?:[\"']?([\w][\w .-]{0,60})[\"']?[ \t]*+:(?=[ \t]|$))?[ \t]*+([^\r\n]*+)", re.MULTILINE
)
_IN_FLOW = lazy.pattern(r"[\[{]|\"[^\"]*+\"[\]},]|'[^']*+'[\]},]")
_FLOW_SCALAR = lazy.pattern(r"\"((?:[^\"\\]++|\\.)++)\"(?!:)|'([^']++)'(?!:)|([^\s\[\]{},\"':#][^\[\]{},:]++)(?!:)")
_QUOTES = ("'", '"')
_Piece = tuple[str, int, int]


def yaml_values(text: str, base: int = 0) -> list[Value]:
    """Return every scalar of a YAML text in order, with the keys that are copy; offsets in its map begin at `base`.

    Raises yaml.YAMLError where the text is not YAML.
    """
    values: list[Value] = []
    keys: list[Value] = []
    for scalar in _scalars(text):
        if not scalar.key:
            values.append(Value(scalar.path, _mapped(text, scalar.start, scalar.end, scalar, base), scalar.literal))
        elif " " in scalar.value:
            keys.append(Value(scalar.path, _mapped(text, scalar.start, scalar.end, scalar, base)))
    return with_keys(values, keys)


def yaml_comments(text: str, base: int = 0) -> tuple[Comment, ...]:
    """Return the comments of a YAML text, as far as it can be read."""
    if "#" not in text:
        return ()
    spans: list[Span] = []
    with contextlib.suppress(yaml.YAMLError):
        spans.extend(Span(scalar.start, scalar.end) for scalar in _scalars(text))
    starts = [span.start for span in spans]
    found = []
    for match in _COMMENT.finditer(text):
        index = bisect_right(starts, match.start()) - 1
        if index < 0 or match.start() >= spans[index].end:
            span = Span(base + match.start(), base + match.end())
            found.append(Comment(match.group()[1:].strip(), span, secret=True))
    return tuple(found)


def loose_strings(text: str, base: int = 0) -> Iterator[Value]:
    """Yield what looks like a value on each line of a text that is not YAML; a line without a key has the last one."""
    key = ""
    for number, line in enumerate(_LOOSE.finditer(text)):
        key = line.group(1) or key
        value = line.group(2).strip()
        start = line.start(2) + len(line.group(2)) - len(line.group(2).lstrip())
        if value[:1] in ("'", '"') and value[-1:] == value[:1] and len(value) > 1:
            start, value = start + 1, value[1:-1]
        if _IN_FLOW.match(value):
            for place, piece in enumerate(_FLOW_SCALAR.finditer(value)):
                group = piece.lastindex or 0
                raw = RawText()
                raw.literal(base + start + piece.start(group), piece.group(group))
                yield Value((number, place, key), raw.finish())
        elif value and not value.startswith("#") and value not in ("|", ">", "|-", ">-", "---"):
            raw = RawText()
            raw.literal(base + start, value)
            yield Value((number, key), raw.finish())


class _Scalar(Record, frozen=True):
    """A scalar event; the `path` of a key is that of what it holds."""

    path: Path
    key: bool
    value: str
    style: str | None
    literal: bool
    start: int
    end: int


class _Container(Record):
    """An open mapping or sequence: where it stands and what comes next in it."""

    path: Path
    mapping: bool
    index: int = 0
    key: Key | None = None


def _scalars(text: str) -> Iterator[_Scalar]:
    _refuse_depth(text)
    stack: list[_Container] = []
    scalar_event = yaml.ScalarEvent
    for event in yaml.parse(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)):
        if isinstance(event, scalar_event):
            path = _step(stack, event.value)
            is_key = path is None
            start, end = event.start_mark, event.end_mark
            assert start is not None
            assert end is not None
            yield _Scalar(
                (*stack[-1].path, event.value) if path is None else path,
                is_key,
                event.value,
                event.style,
                not is_key and _is_literal(event),
                start.index,
                end.index,
            )
        elif isinstance(event, (yaml.MappingEndEvent, yaml.SequenceEndEvent)):
            stack.pop()
        elif isinstance(event, (yaml.MappingStartEvent, yaml.SequenceStartEvent)):
            path = _step(stack, "")
            shallow = path if path is not None and len(path) <= MAX_DEPTH else (path or ())[:MAX_DEPTH]
            stack.append(_Container(shallow, isinstance(event, yaml.MappingStartEvent)))
        elif isinstance(event, yaml.AliasEvent):
            _step(stack, "")


def _step(stack: list[_Container], value: str) -> Path | None:
    """Return the path of the node that begins here, or None where it is a mapping's key."""
    if not stack:
        return ()
    top = stack[-1]
    if not top.mapping:
        top.index += 1
        return (*top.path, top.index - 1)
    if top.key is None:
        top.key = value
        return None
    path = (*top.path, top.key)
    top.key = None
    return path


def _refuse_depth(text: str) -> None:
    """libyaml takes quadratic time over deep flow nesting, which no front matter has."""
    depth = 0
    for bracket in re.finditer(r"[\[{]|[\]}]", text):
        depth += 1 if bracket.group() in "[{" else -1 if depth else 0
        if depth > _MAX_FLOW_DEPTH:
            raise yaml.YAMLError("brackets are nested too deeply")


def _is_literal(event: yaml.ScalarEvent) -> bool:
    if event.style or not event.value:
        return False
    resolvers = yaml.SafeLoader.yaml_implicit_resolvers
    return any(pattern.match(event.value) for _, pattern in resolvers.get(event.value[0], []))


def _mapped(text: str, start: int, end: int, scalar: _Scalar, base: int) -> Segment:
    properties = _PROPERTIES.match(text, start, end)
    start = properties.end() if properties else start
    inner, length = start + (scalar.style in _QUOTES), len(scalar.value)
    if inner + length + (inner > start) == end and text.startswith(scalar.value, inner):
        runs = (run_of((0, base + inner, length)),) if length else ()
        return Segment(scalar.value, runs, Surface.DATA_STRING)
    for pieces in _replays(text, start, end, scalar.style):
        found = _cut(pieces, scalar.value)
        if found is not None:
            break
    else:
        found = [(scalar.value, start, end - start)]
    raw = RawText()
    for piece, source, length in found:
        if len(piece) == length:
            raw.literal(base + source, piece)
        else:
            raw.atomic(piece, base + source, length)
    return raw.finish()


def _cut(pieces: list[_Piece], value: str) -> list[_Piece] | None:
    """Return the pieces that make up `value`, or None where they read otherwise (final line breaks may be chomped)."""
    whole = "".join(piece[0] for piece in pieces)
    if not whole.startswith(value) or whole[len(value) :].strip("\n"):
        return None
    surplus = len(whole) - len(value)
    pieces = list(pieces)
    while surplus > 0:
        text, source, length = pieces.pop()
        if len(text) > surplus:
            kept = text[: len(text) - surplus]
            pieces.append((kept, source, len(kept) if len(text) == length else length))
        surplus -= len(text)
    return pieces


def _replays(text: str, start: int, end: int, style: str | None) -> Iterator[list[_Piece]]:
    if style in ("|", ">"):
        header = _HEADER.match(text, start, end)
        if header:
            lines = _lines(text, header.end(), end)
            replay = _literal if style == "|" else _folded
            for indent in _indents(lines, explicit=header.group(1) is not None):
                yield replay(lines, indent)
    elif style in ("'", '"'):
        yield _flow(text, start + 1, end - 1, _single if style == "'" else _double)
    else:
        yield _flow(text, start, end, None)


def _flow(text: str, start: int, end: int, special: Callable[[str, int, int], _Piece | None] | None) -> list[_Piece]:
    pieces: list[_Piece] = []
    while start < end:
        piece = special(text, start, end) if special else None
        if piece is None:
            token = _FLOW.match(text, start, end)
            if token is None:
                piece = (text[start], start, 1)
            elif token.group("break") is not None:
                breaks = len(_NEWLINE.findall(token.group()))
                piece = (" " if breaks == 1 else "\n" * (breaks - 1), start, len(token.group()))
            else:
                piece = (token.group(), start, len(token.group()))
        pieces.append(piece)
        start += piece[2]
    return pieces


def _single(text: str, start: int, end: int) -> _Piece | None:
    return ("'", start, 2) if text.startswith("''", start, end) else None


def _double(text: str, start: int, end: int) -> _Piece | None:
    if text[start] != "\\":
        return None
    continued = _CONTINUED.match(text, start, end)
    if continued:
        breaks = len(_NEWLINE.findall(continued.group(1)))
        return ("\n" * (breaks - 1), start, len(continued.group()))
    escape = _ESCAPE.match(text, start, end)
    if escape is None:
        return None
    code = escape.group(1) or escape.group(2) or escape.group(3)
    if code is None:
        return (_ESCAPES.get(escape.group(4), escape.group(4)), start, 2)
    number = int(code, 16)
    return (chr(number) if number < 0x110000 else "\ufffd", start, len(escape.group()))


def _lines(text: str, start: int, end: int) -> list[tuple[str, int, int]]:
    """Return the lines of a block scalar: content, its offset, length of its line end."""
    lines = []
    for match in _NEWLINE.finditer(text, start, end):
        lines.append((text[start : match.start()], start, len(match.group())))
        start = match.end()
    if start < end:
        lines.append((text[start:end], start, 0))
    return lines


def _indents(lines: list[_Piece], *, explicit: bool) -> Iterator[int]:
    first = next((line for line, _, _ in lines if line.strip(" ")), "")
    leading = len(first) - len(first.lstrip(" "))
    yield leading
    if explicit:
        yield from range(min(leading - 1, 40), -1, -1)


def _literal(lines: list[_Piece], indent: int) -> list[_Piece]:
    pieces: list[_Piece] = []
    for line, start, line_end in lines:
        kept = line[indent:]
        pieces += ((kept, start + len(line) - len(kept), len(kept)), ("\n", start + len(line), line_end))
    return pieces


def _folded(lines: list[_Piece], indent: int) -> list[_Piece]:
    """Single breaks between lines become spaces, save beside lines that are indented further."""
    pieces: list[_Piece] = []
    blank = 0
    gap = lines[0][1] if lines else 0
    end = lines[-1][1] + len(lines[-1][0]) + lines[-1][2] if lines else 0
    flush: bool | None = None
    for line, start, _ in lines:
        kept = line[indent:]
        if not kept:
            blank += 1
            continue
        at = start + len(line) - len(kept)
        is_flush = kept[0] not in " \t"
        if flush is None:
            between = "\n" * blank
        elif flush and is_flush:
            between = "\n" * blank or " "
        else:
            between = "\n" * (blank + 1)
        pieces += ((between, gap, at - gap), (kept, at, len(kept)))
        flush, blank, gap = is_flush, 0, at + len(kept)
    pieces.append(("\n" * (blank if flush is None else blank + 1), gap, end - gap))
    return pieces
