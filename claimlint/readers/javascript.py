"""JavaScript and TypeScript source, with JSX or without, to segments: strings that are copy, and the markup's text."""

from __future__ import annotations

import re
from collections.abc import Sequence

from claimlint import lazy
from claimlint.readers import html, jsx
from claimlint.readers.javascript_scan import scan
from claimlint.readers.javascript_strings import values
from claimlint.readers.javascript_tokens import Scan
from claimlint.readers.values import Path, Value, assemble
from claimlint.record import replace
from claimlint.segment import Comment, Document, Segment, Surface
from claimlint.source import LineIndex, SourceFile, Span

_PLAIN = (".ts", ".mts", ".cts")
_COMMENT_OPENS = lazy.pattern(r"(?://+|/\*+|<!--)?")
_TITLE_PATH = lazy.pattern(r"(?:-?\d+/)+(?:metadata|frontmatter|meta|seo)/title(?:/default|/absolute)?", re.IGNORECASE)
_ASIDE = frozenset((Surface.DATA_STRING, Surface.JSON_LD, Surface.TITLE, Surface.META, Surface.SCRIPT_STRING))
_SPOKEN = {("meta", False): Surface.META, ("input", True): Surface.BUTTON}
_LAYOUT = lazy.pattern(r"(?:Layout|SEO|Seo|Head|Helmet|MetaTags)$")


def read(source: SourceFile) -> Document:
    """Read a JavaScript or TypeScript file; JSX is expected in all but `.ts` files."""
    markup = "" if source.path.lower().endswith(_PLAIN) else "jsx"
    found = scan(source.text, markup=markup)
    return document(source, found)


def strings(
    text: str, start: int = 0, end: int | None = None, *, surface: Surface = Surface.SCRIPT_STRING, markup: str = ""
) -> list[Segment]:
    """Return the copy in the strings of the code at `text[start:end]`; contexts count from the first of them."""
    stop = len(text) if end is None else end
    found = scan(text, start, stop, markup=markup)
    held = all_values(text, found)
    return surfaced(assemble(held, surface=surface, question_types=_questions(held)), found, held)


def served_comments(text: str, start: int, end: int) -> list[Comment]:
    """Return the comments of the code at `text[start:end]`, which a visitor receives as it stands."""
    return [Comment(_inside(text[span.start : span.end]), span) for span in scan(text, start, end).comments]


def all_values(text: str, found: Scan) -> list[Value]:
    """Return every string and number of a scan as the value it is."""
    return values(text, found.literals, found.scalars, found.keys)


def document(source: SourceFile, found: Scan, more: Sequence[Value] = ()) -> Document:
    """Make the document of a scan of `source.text`; `more` are values found by others, from JSON in the page."""
    text = source.text
    held = all_values(text, found)
    extras = surfaced(assemble(held, question_types=_questions(held)), found, held)
    extras += assemble(
        more,
        surface=Surface.JSON_LD,
        first_index=len(extras),
        first_group=1 + max((segment.context.group or 0 for segment in extras), default=0),
        question_types=_questions(more),
    )
    comments = comments_of(source, found.comments)
    if not found.marks:
        return _data(source, found, held, extras, comments)
    masked = jsx.mask(text, found.marks)
    page = html.scan(text, masked.text, extras=extras, comments=comments)
    segments = _below_headings([jsx.restore(segment, masked.decoded) for segment in page.segments])
    title = page.title if page.title is not None else _title(found, held, segments)
    return Document(
        source,
        segments,
        status="partial" if found.fault else "checked",
        reason=reason(text, found),
        title=title,
        is_page=title is not None,
        lang=page.lang,
        comments=page.comments,
        insert_at=page.insert_at,
    )


def _data(
    source: SourceFile, found: Scan, held: Sequence[Value], segments: Sequence[Segment], comments: Sequence[Comment]
) -> Document:
    """Make the document of code without markup."""
    title = _title(found, held, segments)
    return Document(
        source,
        tuple(segments),
        status="partial" if found.fault else "checked",
        reason=reason(source.text, found),
        title=title,
        is_page=title is not None,
        comments=tuple(comments),
        insert_at=len(source.text),
    )


def _below_headings(segments: Sequence[Segment]) -> tuple[Segment, ...]:
    """Give the attributes of markup the headings that they stand under."""
    path: tuple[int, ...] = ()
    placed: list[Segment] = []
    for index, segment in enumerate(segments):
        context = segment.context
        if segment.surface is Surface.ATTRIBUTE:
            above = tuple(place for place in path if place not in context.headings)
            segment = replace(segment, context=replace(context, headings=above + context.headings))
        elif segment.surface not in _ASIDE:
            path = (*context.headings, index) if segment.surface is Surface.HEADING else context.headings
        placed.append(segment)
    return tuple(placed)


def surfaced(segments: Sequence[Segment], found: Scan, held: Sequence[Value]) -> list[Segment]:
    """Say of the strings that are attributes of markup, or of an object of schema.org, that they are."""
    surfaces = {
        literal.chunks[0].start: _SPOKEN.get((literal.element, literal.attribute == "value"), Surface.ATTRIBUTE)
        for literal in found.literals
        if literal.attribute and literal.chunks
    }
    roots = {value.path[:-1] for value in held if value.path[-1] == "@context"}
    if roots:
        surfaces |= {
            value.text.runs[0].source: Surface.JSON_LD
            for value in held
            if value.text.runs and any(value.path[:length] in roots for length in range(1, len(value.path)))
        }
    if not surfaces:
        return list(segments)
    return [
        replace(segment, surface=surfaces[segment.runs[0].source]) if segment.runs[0].source in surfaces else segment
        for segment in segments
    ]


_SERVED = (".js", ".mjs", ".cjs")
"""Scripts that a site may serve as they stand, comments and all; every other dialect has to be compiled first."""


def comments_of(source: SourceFile, spans: Sequence[Span]) -> list[Comment]:
    """Return comments of code; a compiler leaves them away, unless they are comments of the markup it makes."""
    compiled = not source.path.lower().endswith(_SERVED)
    text = source.text
    return [
        Comment(_inside(text[span.start : span.end]), span, secret=compiled and not text.startswith("<!--", span.start))
        for span in spans
    ]


def _inside(comment: str) -> str:
    opened = _COMMENT_OPENS.match(comment)
    inner = comment[opened.end() if opened else 0 :]
    if comment.startswith("/*"):
        inner = inner.removesuffix("/").rstrip("*") if inner.endswith("*/") else inner
    else:
        inner = inner.removesuffix("-->")
    return inner.strip()


def reason(text: str, found: Scan) -> str | None:
    """Say where and why the scan lost its footing."""
    if found.fault is None:
        return None
    place = LineIndex(text).position(min(found.fault_at, len(text)))
    return (
        f"could not be followed from line {place.line}, column {place.column} on: {found.fault}; read as far as it goes"
    )


def _questions(held: Sequence[Value]) -> frozenset[Path]:
    """Return the objects that schema.org calls questions."""
    return frozenset(v.path[:-1] for v in held if v.path[-1:] == ("@type",) and v.text.text == "Question")


def _title(found: Scan, held: Sequence[Value], segments: Sequence[Segment]) -> int | None:
    """Return the segment of the title that a page hands to its framework or to its layout."""
    starts = [
        value.text.runs[0].source
        for value in held
        if _may_be_title(value.path) and value.text.runs and _TITLE_PATH.fullmatch("/".join(map(str, value.path)))
    ]
    starts += [
        literal.chunks[0].start
        for literal in found.literals
        if literal.attribute == "title" and literal.chunks and _LAYOUT.search(literal.element)
    ]
    if not starts:
        return None
    places = {segment.runs[0].source: at for at, segment in reversed(list(enumerate(segments)))}
    return next((places[start] for start in starts if start in places), None)


def _may_be_title(path: Path) -> bool:
    last = path[-1]
    return isinstance(last, str) and last.lower().endswith(("title", "default", "absolute"))
