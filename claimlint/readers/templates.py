"""Template sources to documents: mask the template's code, read the rest as HTML."""

from __future__ import annotations

from claimlint import lazy
from claimlint.readers import front_matter, html, masking
from claimlint.readers.keys import with_keys
from claimlint.readers.values import assemble, shifted
from claimlint.segment import Comment, Context, Document, Segment, Surface
from claimlint.source import SourceFile

_SIGNS = (
    ("php", lazy.pattern(r"<\?(?:php\b|=)")),
    ("erb", lazy.pattern(r"<%[=#-]?\s")),
    ("liquid", lazy.pattern(r"\{%-?\s*+(?:assign|render|schema|liquid|capture|unless|case|paginate|form|elsif)\b")),
    (
        "jinja",
        lazy.pattern(
            r"\{%[-+~]?\s*+(?:extends|block|set|load|url|static|trans|blocktrans|macro|csrf_token|elif|with|from)\b|(?<!\{)\{#"
        ),
    ),
    ("handlebars", lazy.pattern(r"\{\{\{|\{\{~?[#/>!^]")),
    ("go", lazy.pattern(r"\{\{-?\s*+(?:define|block|template|partial|with|range|end|if|\.[A-Z$]|\$)")),
    ("liquid", lazy.pattern(r"\{%")),
    ("jinja", lazy.pattern(r"\{\{")),
)
_LOOKED_AT = 200_000


def detect(text: str) -> str | None:
    """Return the template language that an `.html` file is written in, None for plain HTML."""
    looked_at = text[:_LOOKED_AT]
    if "{{" not in looked_at and "{%" not in looked_at and "<%" not in looked_at and "<?" not in looked_at:
        return None
    return next((dialect for dialect, sign in _SIGNS if sign.search(looked_at)), None)


def read_template(source: SourceFile, dialect: str) -> Document:
    """Read a template of one of `masking.DIALECTS`, with front matter if it has any."""
    text = source.text
    masked = masking.mask(text, dialect)
    split = front_matter.split(text)
    extras: list[Segment] = []
    comments: list[Comment] = list(masked.comments)
    start, reason, lang = 0, masked.reason, None
    title: int | None = None
    if split is not None:
        front = front_matter.segments(text, split)
        extras.extend(front.segments)
        comments.extend(front.comments)
        start, reason, lang, title = split.body_start, reason or front.reason, front.lang, front.title
    _put_behind(extras, masked.segments)
    _put_behind(extras, assemble(with_keys(masked.values, masked.keys)))
    page = html.scan(text, masked.text, start=start, extras=extras, comments=comments)
    index = page.title
    if title is not None:
        index = _index_of(page.segments, extras[title])
    elif index is None or page.segments[index].surface is not Surface.TITLE:
        given = next((i for i, segment in enumerate(page.segments) if segment.surface is Surface.TITLE), None)
        index = given if given is not None else index
    return Document(
        source,
        page.segments,
        status="partial" if reason else "checked",
        reason=reason,
        title=index,
        is_page=index is not None,
        lang=page.lang or lang,
        comments=page.comments,
        insert_at=page.insert_at,
    )


def _put_behind(extras: list[Segment], more: tuple[Segment, ...] | list[Segment]) -> None:
    ahead = len(extras)
    groups = 1 + max((segment.context.group or 0 for segment in extras), default=0)
    for segment in more:
        context = shifted(segment.context, ahead, Context(), groups)
        extras.append(Segment(segment.text, segment.runs, segment.surface, context, segment.part))


def _index_of(segments: tuple[Segment, ...], wanted: Segment) -> int | None:
    return next((index for index, segment in enumerate(segments) if segment.runs == wanted.runs), None)
