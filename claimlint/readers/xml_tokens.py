"""XML text to tags, texts and CDATA with their places; no entities are declared, no DTD is read.

Linear and lenient: what is no tag is text, what is never closed ends with the file.
"""

from __future__ import annotations

from collections.abc import Iterator

from claimlint import lazy
from claimlint.readers import entities
from claimlint.readers.values import RawText
from claimlint.record import Record

_TAG = lazy.pattern(r"""<(/?)([A-Za-z_][\w:.-]*+)((?:[^<>"']|"[^"<]*+"|'[^'<]*+')*+)>""")
_ATTRIBUTE = lazy.pattern(r"""([A-Za-z_][\w:.-]*+)\s*+=\s*+(?:"([^"<]*+)"|'([^'<]*+)')""")
_DELIMITED = (("<!--", "-->"), ("<![CDATA[", "]]>"), ("<?", "?>"), ("<!", ">"))


class Token(Record, frozen=True):
    """kind: `start`, `end`, `empty`, `text`, `cdata`, `comment` or `other`; the span is that of the content.

    The content of a tag are its attributes; `stop` is the offset behind the whole token.
    """

    kind: str
    name: str
    start: int
    end: int
    stop: int


def tokens(text: str) -> Iterator[Token]:
    """Yield the tokens of an XML text in order."""
    at = 0
    missing: set[str] = set()
    while at < len(text):
        if text[at] != "<":
            stop = text.find("<", at)
            stop = len(text) if stop < 0 else stop
            yield Token("text", "", at, stop, stop)
        else:
            token = _markup(text, at, missing)
            stop = token.stop
            yield token
        at = stop


def _markup(text: str, at: int, missing: set[str]) -> Token:
    tag = _TAG.match(text, at)
    if tag:
        closed = tag.group(3).endswith("/")
        kind = "end" if tag.group(1) else "empty" if closed else "start"
        return Token(kind, tag.group(2), tag.start(3), tag.end(3) - closed, tag.end())
    for opening, closing in _DELIMITED:
        if text.startswith(opening, at) and closing not in missing:
            start = at + len(opening)
            end = text.find(closing, start)
            if end < 0:
                missing.add(closing)
                continue
            kind = {"<!--": "comment", "<![CDATA[": "cdata"}.get(opening, "other")
            return Token(kind, "", start, end, end + len(closing))
    return Token("text", "", at, at + 1, at + 1)


def attributes(text: str, token: Token) -> dict[str, tuple[int, int]]:
    """Return the attributes of a tag: name to the span of the value, still escaped."""
    found = {}
    for attribute in _ATTRIBUTE.finditer(text, token.start, token.end):
        found[attribute.group(1)] = attribute.span(2 if attribute.group(2) is not None else 3)
    return found


def add_text(raw: RawText, text: str, start: int, end: int) -> None:
    """Add the character data `text[start:end]` with its references decoded."""
    data, at = text[start:end], 0
    for begin, stop, meaning in entities.references(data):
        raw.literal(start + at, data[at:begin])
        raw.atomic(meaning, start + begin, stop - begin)
        at = stop
    raw.literal(start + at, data[at:])
