"""JSON and JSONC files to a document: content collections, theme settings, locale files, page-builder exports."""

from __future__ import annotations

from collections.abc import Sequence

from claimlint.readers import filler
from claimlint.readers.json_strings import Parsed, parse
from claimlint.readers.keys import with_keys
from claimlint.readers.rich_text import whole_paragraphs
from claimlint.readers.values import Value, assemble, plain_key
from claimlint.segment import Document, Segment, Surface
from claimlint.source import LineIndex, SourceFile, Span

_OF_A_PAGE = frozenset(("metadescription", "metatitle", "seotitle", "seodescription", "slug", "permalink"))
_PAGE_TITLES = ("title", "h1", "headline", "heading", "seotitle", "metatitle", "name")


def read(source: SourceFile) -> Document:
    """Read a JSON file; one that is no valid JSON still gives its strings and is `partial`."""
    parsed = parse(filler.clean(source.text))
    values = whole_paragraphs(with_keys(parsed.values, parsed.keys))
    linked = any(value.path[-1:] == ("@context",) for value in parsed.values[:50])
    surface = Surface.JSON_LD if linked else Surface.DATA_STRING
    segments = assemble(values, surface=surface, question_types=parsed.questions)
    return Document(
        source,
        tuple(segments),
        status="checked" if parsed.broken is None else "partial",
        reason=_reason(source.text, parsed),
        title=(title := title_of(values, segments)),
        is_page=title is not None and says_page(values),
        comments=parsed.comments,
        insert_at=len(source.text),
    )


def schema(text: str, start: int, end: int, *, first_index: int = 0, first_group: int = 0) -> list[Segment]:
    """Return the copy in a Liquid `{% schema %}`: defaults and presets, not the labels that the editor shows."""
    parsed = parse(text, start, end)
    defaults = [value for value in parsed.values if _reaches_visitors(value)]
    return assemble(_beside_each_other(defaults, parsed.values), first_index=first_index, first_group=first_group)


def _reaches_visitors(value: Value) -> bool:
    if "presets" in value.path[:1]:
        return "settings" in value.path
    return value.path[-1:] == ("default",) or (value.path[:1] == ("default",) and "settings" in value.path)


def _beside_each_other(defaults: list[Value], values: Sequence[Value]) -> list[Value]:
    """Give each default the name of its setting and let the settings of one list stand in one object."""
    names = {value.path[:-1]: value.text.text for value in values if value.path[-1:] == ("id",)}
    return [
        Value((*value.path[:-2], names.get(value.path[:-1], "default")), value.text, value.literal)
        if value.path[-1:] == ("default",) and len(value.path) >= 2
        else value
        for value in defaults
    ]


def title_of(values: Sequence[Value], segments: Sequence[Segment]) -> int | None:
    """Return the index of the segment that a data file's own title became, if it has one at its root."""
    roots = {plain_key(value.path[0]): value for value in reversed(values) if len(value.path) == 1}
    for name in _PAGE_TITLES:
        if name in roots and roots[name].text.runs:
            span = roots[name].text.hull(0, len(roots[name].text.text))
            return next((index for index, segment in enumerate(segments) if _inside(segment, span)), None)
    return None


def says_page(values: Sequence[Value]) -> bool:
    """Say whether a data file with a title is a page of its own: it gives what search engines are told of the page."""
    roots = {value.path[0] for value in values if value.path}
    if any(plain_key(root) in _OF_A_PAGE for root in roots):
        return True
    return not roots.isdisjoint(("seo", "meta")) and any(
        value.path[:1] in (("seo",), ("meta",)) and plain_key(value.path[-1]) in _OF_A_PAGE for value in values
    )


def _inside(segment: Segment, span: Span) -> bool:
    return span.start <= segment.runs[0].source < span.end


def _reason(text: str, parsed: Parsed) -> str | None:
    if parsed.broken is None:
        return None
    place = LineIndex(text).position(parsed.broken)
    return f"is not valid JSON from line {place.line}, column {place.column} on; its strings were read one by one"
