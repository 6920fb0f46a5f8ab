"""JavaScript and TypeScript source, with JSX or without, to segments: strings that are copy, and the markup's text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from claimlint.readers import html, jsx
from claimlint.readers.javascript_scan import scan
from claimlint.readers.javascript_strings import values
from claimlint.readers.javascript_tokens import Scan
from claimlint.readers.values import Value, assemble
from claimlint.segment import Comment, Document, Segment, Surface
from claimlint.source import LineIndex, SourceFile, Span

_PLAIN = (".ts", ".mts", ".cts")
_COMMENT_MARKS = re.compile(r"\A(?://+|/\*+|<!--)\s*|\s*(?:\*+/|-->)\Z")
_WEAK = re.compile(
    r"""(?<=[:=(,\[?+{|&\s])\s*+(?:"((?:[^"\\\n\r]++|\\[^\n\r])*+)"|'((?:[^'\\\n\r]++|\\[^\n\r])*+)')(?=\s*+[,;:)\]}+?|&\n\r])"""
)
_PAGE_TITLES = ("metadata", "frontmatter", "meta", "seo")


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
    return surfaced(assemble(all_values(text, found), surface=surface), found)


def all_values(text: str, found: Scan) -> list[Value]:
    """Return every string and number of a scan as the value it is."""
    return values(text, found.literals, found.scalars)


def document(source: SourceFile, found: Scan) -> Document:
    """Make the document of a scan of `source.text`."""
    text = source.text
    held = all_values(text, found)
    extras = surfaced(assemble(held), found)
    comments = comments_of(text, found.comments)
    masked = jsx.mask(text, found.marks)
    page = html.scan(text, masked.text, extras=extras, comments=comments)
    segments = tuple(jsx.restore(segment, masked.decoded) for segment in page.segments)
    title = page.title if page.title is not None else _title(held, segments)
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


def surfaced(segments: Sequence[Segment], found: Scan) -> list[Segment]:
    """Say of the strings that are attributes of markup that they are."""
    attributes = {literal.chunks[0].start for literal in found.literals if literal.attribute and literal.chunks}
    if not attributes:
        return list(segments)
    return [
        replace(segment, surface=Surface.ATTRIBUTE)
        if segment.runs and segment.runs[0].source in attributes
        else segment
        for segment in segments
    ]


def comments_of(text: str, spans: Sequence[Span]) -> list[Comment]:
    """Return comments of code; what the build sends out leaves them away."""
    return [Comment(_COMMENT_MARKS.sub("", text[span.start : span.end]), span, secret=True) for span in spans]


def reason(text: str, found: Scan) -> str | None:
    """Say where and why the scan lost its footing."""
    if found.fault is None:
        return None
    place = LineIndex(text).position(min(found.fault_at, len(text)))
    return (
        f"could not be followed from line {place.line}, column {place.column} on: {found.fault}; read as far as it goes"
    )


def _title(held: Sequence[Value], segments: Sequence[Segment]) -> int | None:
    """Return the segment of the title that a page hands to its framework."""
    for value in held:
        if value.path[-1:] == ("title",) and value.path[1:2] and str(value.path[1]).lower() in _PAGE_TITLES:
            start = value.text.runs[0].source if value.text.runs else -1
            return next((at for at, segment in enumerate(segments) if segment.runs[0].source == start), None)
    return None
