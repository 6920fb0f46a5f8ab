"""Marks of JSX, Svelte and Astro markup to a masked copy of the source that the reader for HTML takes.

The copy has the length of the source: tags become tags of HTML, expressions fillers, code between pieces of markup
nothing. So headings, lists, questions and figures are told by one reader, and every offset stays a source offset.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from claimlint import lazy
from claimlint.readers import filler
from claimlint.readers.html_tags import KNOWN, RAW, VOID
from claimlint.readers.javascript_strings import escapes, unescape
from claimlint.readers.javascript_tokens import Literal, Mark
from claimlint.record import Record, replace
from claimlint.segment import PLACEHOLDER, Segment
from claimlint.source import Span

_INLINE = frozenset(
    """
    link a navlink trans translation strong em b i u span highlight mark bold italic sup sub tooltip abbr balancer
    smartlink textlink externallink anchor nuxtlink routerlink accent underline emphasis countup counter popover
    """.split()
)
_INLINE_END = lazy.pattern(r"(?:Link|Span|Highlight|Accent|Counter)$")
_HEADING = lazy.pattern(r"(?:Heading|Headline|Title|Header\d|H[1-6])$")
_BUTTON = lazy.pattern(r"(?:Button|Btn|CTA)$")
_ITEM = lazy.pattern(r"(?:ListItem|MenuItem|BulletPoint)$|^(?:Li|Bullet)$")
_QUOTE = lazy.pattern(r"(?:Blockquote|Quote)$")
_PAGE_TITLE = frozenset(
    ("title", "style", "script", "textarea", "iframe", "noembed", "noframes", "xmp", "head", "html", "body")
)
_LOOKS = lazy.pattern(
    r"""\s*+(?:(?:className|class|size|color|strokeWidth|stroke|fill|width|height|style|key|aria-hidden|weight|name|icon|
    role|viewBox|x|y|d|id|src|loading|priority|sizes|decoding|alt|client:\w+|variant|fetchPriority|quality|focusable)
    (?:=(?:"[^"]*+"|'[^']*+'|\{[^{}]*+(?:\{[^{}]*+\}[^{}]*+)?\}))?\s*+)*+/?>""",
    re.VERBOSE,
)
_COUNTER = lazy.pattern(r"[Cc]ount|[Nn]umber|[Oo]dometer|[Tt]icker|[Ss]tat|[Ff]igure|[Mm]etric|[Pp]ercent")
_QUOTED = r"""=\{?(?:"([^"<>&\\\n]{1,24})"|'([^'<>&\\\n]{1,24})')\}?"""
_FIGURE = lazy.pattern(
    r"""\s(?:end|endVal|value|to|target|number|num|count|percent|percentage|stat|figure|metric|rate|score)=
    (?:\{\s*+(\d[\d.]{0,12})\s*+\}|\{?["']([$£€]?\d[\d.,]{0,12}\+?%?\+?)["']\}?)""",
    re.VERBOSE,
)
_BEFORE = lazy.pattern(rf"\sprefix{_QUOTED}")
_BEHIND = lazy.pattern(rf"\s(?:suffix|units?|postfix){_QUOTED}")
_LABELLED = lazy.pattern(r"\s(?:label|title|text|description|caption|name|heading)=")
_LITERAL_NUMBER = lazy.pattern(r"\{\s*+(\d[\d.]{0,12})\s*+\}")
_END = "</i>"
_UNSAFE = lazy.pattern(r"[&<]")


class Masked(Record, frozen=True):
    """`text` for the reader for HTML; `decoded` says what the placeholder at an offset reads as instead."""

    text: str
    decoded: dict[int, str]


def mask(text: str, marks: Sequence[Mark]) -> Masked:
    """Return the masked copy of `text` with the markup that `marks` names; the rest reads as nothing.

    Tags vanish inside `<title>` and `<textarea>`, where HTML knows none, and where there is no room for them; so does
    such an element's own tag when it never ends.
    """
    pieces: list[str] = []
    decoded: dict[int, str] = {}
    at = 0
    apart = False
    raw = ""
    nested = _nested(marks)
    closed = {mark.name: number for number, mark in enumerate(marks) if mark.kind == "close"}
    counters = dict(_counters(text, marks, nested))
    for number, mark in enumerate(marks):
        kind = mark.kind
        if kind in ("root", "rooted", "join"):
            apart = apart or kind != "join"
            continue
        made = counters[number] if number in counters else _made(text, mark, decoded, number in nested)
        if raw and kind in ("open", "void", "close") and mark.name != raw:
            made = filler.GONE * len(made)
        elif kind == "open" and mark.name in RAW:
            raw = mark.name if closed.get(mark.name, -1) > number else ""
            made = made if raw else filler.GONE * len(made)
        elif kind == "close":
            raw = ""
        if len(made) > mark.end - at:
            made = filler.GONE * (mark.end - at)
        begin = mark.end - len(made)
        pieces.append(_gap(begin - at, apart))
        pieces.append(made)
        apart = False
        at = mark.end
    pieces.append(_gap(len(text) - at, True))
    return Masked("".join(pieces), decoded)


def restore(segment: Segment, decoded: dict[int, str]) -> Segment:
    """Put the characters that escapes stand for where the masked copy had placeholders."""
    if not decoded or PLACEHOLDER not in segment.text:
        return segment
    characters = list(segment.text)
    for place, character in enumerate(characters):
        if character == PLACEHOLDER:
            characters[place] = decoded.get(segment.pieces(place, place + 1)[0].start, PLACEHOLDER)
    return replace(segment, text="".join(characters))


def _counters(text: str, marks: Sequence[Mark], nested: set[int]) -> Iterator[tuple[int, str]]:
    """Yield what the tags of components read as that show nothing but a number, by the numbers of their marks."""
    for number, mark in enumerate(marks):
        if mark.kind not in ("void", "open") or not _is_counter(mark.name) or number in nested:
            continue
        closes = marks[number + 1] if mark.kind == "open" and number + 1 < len(marks) else None
        if closes is not None and (closes.kind != "close" or closes.name != mark.name):
            continue
        pieces = _shown(text, mark)
        if pieces:
            yield number, _standing(text, mark, pieces)
            if closes is not None:
                yield number + 1, filler.GONE * (closes.end - closes.start - len(_END)) + _END


@lru_cache(maxsize=1024)
def _is_counter(name: str) -> bool:
    """Say whether a component is called as those that show nothing but a number."""
    return (name[:1].isupper() or "-" in name) and _COUNTER.search(name) is not None


def _shown(text: str, mark: Mark) -> list[Span]:
    """Return where the number stands that a component counts up to, with what is put around it."""
    if _LABELLED.search(text, mark.start, mark.end):
        return []
    figure = _FIGURE.search(text, mark.start, mark.end)
    if figure is None:
        return []
    before = _BEFORE.search(text, mark.start, figure.start())
    behind = _BEHIND.search(text, figure.end() - 1, mark.end)
    return [Span(*found.span(found.lastindex or 0)) for found in (before, figure, behind) if found is not None]


def _standing(text: str, mark: Mark, pieces: Sequence[Span]) -> str:
    """Return a copy of a tag in which only `pieces` stand, and the end of an inline element where there is room."""
    made: list[str] = []
    at = mark.start
    for piece in pieces:
        made += (filler.GONE * (piece.start - at), filler.clean(text[piece.start : piece.end]))
        at = piece.end
    room = mark.end - at - len(_END)
    made.append(filler.GONE * room + _END if room >= 0 else filler.GONE * (mark.end - at))
    return "".join(made)


def _gap(length: int, apart: bool) -> str:
    if length <= 0:
        return ""
    return filler.PART + filler.GONE * (length - 1) if apart else filler.GONE * length


def _nested(marks: Sequence[Mark]) -> set[int]:
    """Return the numbers of the tags inside which other marks stand: markup in the value of an attribute."""
    last = -1
    found: set[int] = set()
    for number, mark in enumerate(marks):
        if mark.kind in ("open", "void") and last > mark.start:
            found.add(number)
        if mark.kind not in ("root", "join"):
            last = max(last, mark.end)
    return found


def _made(text: str, mark: Mark, decoded: dict[int, str], nested: bool) -> str:
    length = mark.end - mark.start
    if mark.kind == "text":
        return filler.clean(text[mark.start : mark.end])
    if mark.kind == "value":
        figure = _LITERAL_NUMBER.fullmatch(text, mark.start, mark.end)
        return filler.value(length) if figure is None else _standing(text, mark, (Span(*figure.span(1)),))
    if mark.kind == "gone":
        return filler.GONE * length
    if mark.kind == "part":
        return filler.PART * length
    if mark.kind == "literal" and mark.literal:
        return _literal(text, mark, mark.literal, decoded)
    name = html_name(mark.name)
    if mark.kind == "close":
        return _tag(f"</{name}", "", length) if name else filler.GONE * length
    if mark.kind == "void":
        return _void(text, mark, name, nested)
    if not name:
        return filler.GONE * length if not nested else ""
    if nested:
        return f"<{name}>"
    classes = f" class{text[mark.classes.start - 1 : mark.classes.end]}" if mark.classes else ""
    return _tag(f"<{name}", filler.clean(classes), length)


def _tag(head: str, classes: str, length: int) -> str:
    """Return a tag of exactly `length` characters; a name that does not fit is cut to one that does."""
    if len(head) + 1 > length:
        head = "</i" if head.startswith("</") else "<i"
    if len(head) + len(classes) + 1 <= length and classes.count(">") == 0:
        head += classes
    return head + " " * (length - len(head) - 1) + ">"


def _void(text: str, mark: Mark, name: str, nested: bool) -> str:
    length = mark.end - mark.start
    if name in ("br", "hr", "img"):
        return _tag(f"<{name}", "", length) if not nested else f"<{name}>"
    if nested:
        return ""
    if name in KNOWN or name in VOID or _LOOKS.match(text, mark.start + 1 + len(mark.name), mark.end):
        return filler.GONE * length
    return filler.value(length) if _is_inline(mark.name) else filler.PART * length


@lru_cache(maxsize=1024)
def html_name(name: str) -> str:
    """Return the element of HTML that does what `name` does for the reader; "" for one that is as if not there."""
    last = name.rpartition(".")[2] if name.count(".") else name
    if not (last[:1].isascii() and last[:1].isalpha()):
        return "div"
    if last == last.lower():
        return last.rpartition(":")[2] if ":" in last else last
    if last in ("Fragment", "Suspense", "AnimatePresence"):
        return ""
    if last in ("Script", "Style"):
        return last.lower()
    if _is_inline(last):
        return "a" if last.lower().endswith("link") else "i"
    for shape, element in ((_HEADING, "h2"), (_BUTTON, "button"), (_ITEM, "li"), (_QUOTE, "blockquote")):
        if shape.search(last):
            return _heading(last) if element == "h2" else element
    return "div"


def _heading(name: str) -> str:
    return f"h{name[-1]}" if name[-1] in "123456" else "h3" if "Card" in name else "h2"


def _is_inline(name: str) -> bool:
    last = name.rpartition(".")[2]
    return last.lower() in _INLINE or _INLINE_END.search(last) is not None


def _literal(text: str, mark: Mark, literal: Literal, decoded: dict[int, str]) -> str:
    """An expression that is but a string is text: quotes vanish, escapes are decoded when the text has been read."""
    pieces: list[str] = []
    at = mark.start
    for number, chunk in enumerate(literal.chunks):
        pieces.append(filler.value(chunk.start - at) if number else filler.GONE * (chunk.start - at))
        at = chunk.start
        for begin, end, reads in _special(text, chunk):
            pieces.append(filler.clean(text[at:begin]))
            if reads.strip():
                pieces.append(filler.value(end - begin))
                decoded[begin] = reads
            else:
                pieces.append((" " if reads else filler.GONE) * (end - begin))
            at = end
        pieces.append(filler.clean(text[at : chunk.end]))
        at = chunk.end
    pieces.append(filler.GONE * (mark.end - at))
    return "".join(pieces)


def _special(text: str, chunk: Span) -> Iterator[tuple[int, int, str]]:
    """Yield what in a string's source must not be read as HTML: escapes, `&` and `<`."""
    found = [(escape.start(), escape.end(), unescape(escape)) for escape in escapes(text, chunk)]
    taken = {place for begin, end, _ in found for place in range(begin, end)}
    signs = _UNSAFE.finditer(text, chunk.start, chunk.end)
    found += [(sign.start(), sign.end(), sign.group()) for sign in signs if sign.start() not in taken]
    return iter(sorted(found))
