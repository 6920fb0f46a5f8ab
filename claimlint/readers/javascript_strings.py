"""String literals of code to the strings that a program would get, each character with its place.

Escapes become what they stand for, `${…}` a PLACEHOLDER, strings joined by `+` one string. Which of them are copy, and
what stands beside them, is said by `values`, as for every data format.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from claimlint import lazy
from claimlint.readers import entities, filler
from claimlint.readers.javascript_tokens import Literal, Scalar
from claimlint.readers.keys import with_keys
from claimlint.readers.values import RawText, Value
from claimlint.segment import PLACEHOLDER, Segment, Surface, run_of
from claimlint.source import Span

_ESCAPE = lazy.pattern(
    r"\\(?:u\{([0-9a-fA-F]{1,8})\}|u([dD][89abAB][0-9a-fA-F]{2})\\u([dD][c-fC-F][0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|"
    r"x([0-9a-fA-F]{2})|(\r\n|[\n\r\u2028\u2029])|([0-3]?[0-7]{1,2})|([\s\S]))"
)
_SPECIAL = lazy.pattern(
    rf"({filler.VALUE}{filler.MORE}*+)|[{filler.MORE}{filler.GONE}{filler.PART}]++|{_ESCAPE.pattern}"
)
"""Escapes, and template code that was masked in a script."""
_SIMPLE = {"n": "\n", "t": "\t", "r": "\r", "b": "", "f": " ", "v": " ", "0": ""}
_JOINED = lazy.pattern(r"\s*+\+\s*+(?:([\w$.]++(?:\[[^\]\n\"'`]{0,40}\]|\([^()\n\"'`]{0,60}\))?)\s*+\+\s*+)?")
_MOST_BETWEEN = 400


def values(
    text: str, literals: Sequence[Literal], scalars: Iterable[Scalar], keys: Iterable[Literal] = ()
) -> list[Value]:
    """Return what `literals` and `scalars` of `text` hold, in source order, less what is only for the machine.

    Those `keys` of objects that are copy stand among them.
    """
    masked = filler.stands_in(text)
    found: list[Value] = []
    for group in _concatenated(text, literals):
        first = group[0]
        if len(group) == 1 and len(first.chunks) == 1:
            start, end = first.chunks[0].start, first.chunks[0].end
            inner = text[start:end]
            if not ("&" in inner if first.attribute else "\\" in inner or (masked and filler.stands_in(inner))):
                runs = (run_of((0, start, end - start)),) if inner else ()
                found.append(Value(first.path, Segment(inner, runs, Surface.DATA_STRING)))
                continue
        found.append(Value(first.path, _decoded(text, group)))
    found += [Value(scalar.path, _as_written(text, scalar.start, scalar.end), literal=True) for scalar in scalars]
    found.sort(key=lambda value: value.text.runs[0].source if value.text.runs else 0)
    return with_keys(found, [Value(key.path, _decoded(text, (key,))) for key in keys])


def decode(raw: RawText, text: str, literal: Literal) -> None:
    """Add to `raw` what `literal` of `text` reads as."""
    end = literal.start
    for number, chunk in enumerate(literal.chunks):
        if number:
            raw.atomic(PLACEHOLDER, end, chunk.start - end)
        if literal.attribute:
            _decode_references(raw, text, chunk)
        else:
            _decode_escapes(raw, text, chunk)
        end = chunk.end


def unescape(escape: re.Match[str]) -> str:
    """Return what one escape stands for; a lone surrogate reads as the replacement character."""
    braced, high, low, four, two, line, octal, other = escape.groups()
    if other is not None:
        return _SIMPLE.get(other, other)
    if line is not None:
        return ""
    if high is not None:
        return chr(0x10000 + ((int(high, 16) - 0xD800) << 10) + (int(low, 16) - 0xDC00))
    if octal is not None:
        code = int(octal, 8)
        return chr(code) if code else ""
    code = int(braced or four or two, 16)
    if code > 0x10FFFF or 0xD800 <= code < 0xE000:
        return "\N{REPLACEMENT CHARACTER}"
    return chr(code) if code else ""


def escapes(text: str, span: Span) -> Iterator[re.Match[str]]:
    """Yield the escapes of a chunk, in order."""
    return _ESCAPE.finditer(text, span.start, span.end)


def _as_written(text: str, start: int, end: int) -> Segment:
    return Segment(text[start:end], (run_of((0, start, end - start)),) if end > start else (), Surface.DATA_STRING)


def _decode_escapes(raw: RawText, text: str, chunk: Span) -> None:
    inner = text[chunk.start : chunk.end]
    at = chunk.start
    if not filler.stands_in(inner):
        for escape in _ESCAPE.finditer(text, chunk.start, chunk.end) if "\\" in inner else ():
            raw.literal(at, text[at : escape.start()])
            at = escape.end()
            raw.atomic(unescape(escape), escape.start(), at - escape.start())
    else:
        for special in _SPECIAL.finditer(text, chunk.start, chunk.end):
            raw.literal(at, text[at : special.start()])
            at = special.end()
            length = at - special.start()
            if special.group(1):
                raw.atomic(PLACEHOLDER, special.start(), length)
            elif special.group()[0] == "\\":
                whole = _ESCAPE.match(text, special.start(), chunk.end)
                raw.atomic(unescape(whole) if whole else "", special.start(), length)
    raw.literal(at, text[at : chunk.end])


def _decode_references(raw: RawText, text: str, chunk: Span) -> None:
    inner = text[chunk.start : chunk.end]
    at = 0
    if "&" in inner:
        for start, end, reads in entities.references(inner, attribute=True):
            raw.literal(chunk.start + at, inner[at:start])
            raw.atomic(reads, chunk.start + start, end - start)
            at = end
    raw.literal(chunk.start + at, inner[at:])


def _concatenated(text: str, literals: Sequence[Literal]) -> Iterator[list[Literal]]:
    """Group the literals that `+` makes one string of; a single value between two of them is a hole."""
    group: list[Literal] = []
    for literal in literals:
        if literal.machine:
            continue
        if group:
            before = group[-1]
            if before.path == literal.path and _goes_on(text, before, literal):
                group.append(literal)
                continue
            yield group
        group = [literal]
    if group:
        yield group


def _goes_on(text: str, before: Literal, literal: Literal) -> bool:
    if before.attribute or literal.attribute:
        return False
    gap = literal.start - before.end
    return 0 < gap <= _MOST_BETWEEN and _JOINED.fullmatch(text, before.end, literal.start) is not None


def _decoded(text: str, group: Sequence[Literal]) -> Segment:
    raw = RawText()
    decode(raw, text, group[0])
    for before, literal in pairwise(group):
        between = _JOINED.fullmatch(text, before.end, literal.start)
        if between is not None and between.group(1):
            raw.atomic(PLACEHOLDER, between.start(1), between.end(1) - between.start(1))
        decode(raw, text, literal)
    return raw.finish()
