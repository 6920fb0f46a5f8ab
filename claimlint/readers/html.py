"""HTML source to segments: what a visitor or a search engine reads, each character with its place.

One pass over the tags, no tree. The text is taken from a masked copy of the source (the same length, template code
overwritten by fillers, see `filler`), so that templates need no reader of their own and positions are never searched.
"""

from __future__ import annotations

from collections.abc import Sequence

from claimlint.readers import filler
from claimlint.readers.html_outline import Outline
from claimlint.readers.html_walk import ScriptReader, Walk
from claimlint.record import Record
from claimlint.segment import NO_CONTEXT, Comment, Context, Document, Segment, Surface
from claimlint.source import SourceFile


class Page(Record, frozen=True):
    """What a stretch of HTML holds; `title` is the index of the `<title>`, else of the first h1."""

    segments: tuple[Segment, ...]
    comments: tuple[Comment, ...]
    title: int | None
    lang: str | None
    insert_at: int


def read(source: SourceFile) -> Document:
    """Read an HTML file."""
    return document(source, scan(source.text, filler.clean(source.text)))


def document(source: SourceFile, page: Page) -> Document:
    """Make a document of a file that is one page."""
    return Document(
        source,
        page.segments,
        title=page.title,
        is_page=page.title is not None,
        lang=page.lang,
        comments=page.comments,
        insert_at=page.insert_at,
    )


def read_fragment(
    text: str,
    masked: str | None = None,
    base: int = 0,
    *,
    surface: Surface = Surface.BODY,
    context: Context | None = None,
    first_index: int = 0,
    first_group: int = 0,
) -> list[Segment]:
    """Read HTML held in a string or in a block of another format; `base` is added to every source offset.

    Give `outer.text` and chain with `compose` where the string has a map of its own. `surface` and `context` are those
    of the place that holds it; indexes in the contexts count from `first_index`, group numbers from `first_group`.
    """
    page = scan(
        text,
        masked,
        base=base,
        surface=surface,
        context=context,
        first_index=first_index,
        first_group=first_group,
    )
    return list(page.segments)


def scan(
    text: str,
    masked: str | None = None,
    *,
    start: int = 0,
    end: int | None = None,
    base: int = 0,
    surface: Surface = Surface.BODY,
    context: Context | None = None,
    first_index: int = 0,
    first_group: int = 0,
    extras: Sequence[Segment] = (),
    comments: Sequence[Comment] = (),
    self_closing: bool = False,
    scripts: ScriptReader | None = None,
) -> Page:
    """Read `text[start:end]` as HTML.

    masked: a copy of the same length with template code overwritten by fillers.
    extras, comments: found by whoever masked it, put in source order among the rest; their indexes count from 0.
    self_closing: `<X />` is a whole element whatever X is, as in XHTML and in components.
    scripts: reads inline scripts instead of the reader for JavaScript.
    """
    outline = Outline(surface, context or NO_CONTEXT, first_index, first_group)
    outline.begin_with(extras)
    walk = Walk(text if masked is None else masked, base, outline, self_closing=self_closing, scripts=scripts)
    walk.run(start, len(text) if end is None else end)
    segments = tuple(outline.finish())
    title = outline.title if outline.title is not None else outline.first_heading
    found = sorted([*walk.comments, *comments], key=lambda comment: comment.span)
    return Page(segments, tuple(found), title, walk.lang, walk.insert_at + base)
