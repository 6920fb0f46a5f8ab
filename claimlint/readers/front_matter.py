"""The block of metadata at the head of a page to segments: titles, descriptions, FAQ pairs and whole pages live here.

Which values are copy, questions beside answers and HTML or Markdown inside a value are decided as in any data file.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

from claimlint import lazy
from claimlint.readers import data_toml, json_strings
from claimlint.readers.keys import with_keys
from claimlint.readers.values import Value, assemble
from claimlint.readers.yaml_strings import loose_strings, yaml_comments, yaml_values
from claimlint.record import Record, replace
from claimlint.segment import Comment, Segment, Surface

if TYPE_CHECKING:
    import yaml
else:
    yaml = lazy.module("yaml")

_FENCE = lazy.pattern(r"(---|\+\+\+)[ \t]*+(?:\r\n?|\n)")
_CLOSERS = {
    "---": lazy.pattern(r"^(?:---|\.\.\.)[ \t]*+(?:\r\n?|\n|\Z)", re.MULTILINE),
    "+++": lazy.pattern(r"^\+\+\+[ \t]*+(?:\r\n?|\n|\Z)", re.MULTILINE),
}
_HAS_KEY = lazy.pattern(r"^[ \t]*+(?:-[ \t]++)?[\"']?[\w@$][^\r\n:=]*+[:=]", re.MULTILINE)
_JSON_START = lazy.pattern(r"\{[ \t]*+(?:\r\n?|\n)[ \t]*+\"")
_JSON_END = lazy.pattern(r"^\}[ \t]*+(?:\r\n?|\n|\Z)", re.MULTILINE)
_LANGUAGES = frozenset((("lang",), ("language",), ("locale",)))
_TITLES = (("title",), ("seo", "title"), ("seoTitle",), ("metaTitle",), ("meta_title",))


class Split(NamedTuple):
    """Where front matter stands: `start` to `end` is what its fences hold, the page itself begins at `body_start`."""

    kind: str
    start: int
    end: int
    body_start: int


class FrontMatter(Record, frozen=True):
    """What front matter gives to the page; indexes count from its own first segment."""

    segments: tuple[Segment, ...] = ()
    title: int | None = None
    lang: str | None = None
    comments: tuple[Comment, ...] = ()
    reason: str | None = None


def split(text: str) -> Split | None:
    """Find YAML (`---`), TOML (`+++`) or JSON (`{`) front matter at the very start of a text."""
    fence = _FENCE.match(text)
    if fence:
        closer = _CLOSERS[fence.group(1)].search(text, fence.end())
        inner = text[fence.end() : closer.start()] if closer else ""
        if closer is None or (inner.strip() and not _HAS_KEY.search(inner)):
            return None
        return Split("yaml" if fence.group(1) == "---" else "toml", fence.end(), closer.start(), closer.end())
    if _JSON_START.match(text):
        closer = _JSON_END.search(text)
        if closer:
            return Split("json", 0, closer.start() + 1, closer.end())
    return None


def segments(text: str, found: Split) -> FrontMatter:
    """Read the front matter that `split` found in `text`; broken YAML is read line by line and gives a `reason`."""
    inner = text[found.start : found.end]
    comments: tuple[Comment, ...] = ()
    reason = None
    if found.kind == "yaml":
        comments = yaml_comments(inner, found.start)
        try:
            values = yaml_values(inner, found.start)
        except yaml.YAMLError as error:
            values = list(loose_strings(inner, found.start))
            reason = f"its front matter is not valid YAML ({_first_line(error)}); it was read line by line"
    elif found.kind == "toml":
        parsed = data_toml.parse(inner, found.start)
        values, comments = with_keys(parsed.values, parsed.keys), parsed.comments
        if parsed.broken is not None:
            reason = "its front matter is not valid TOML; its strings were read one by one"
    else:
        read = json_strings.parse(text, found.start, found.end)
        values = with_keys(read.values, read.keys)
    placed = tuple(map(_surfaced, assemble(values, surface=Surface.FRONT_MATTER)))
    return FrontMatter(placed, _title(values, placed), _language(values), comments, reason)


def _surfaced(segment: Segment) -> Segment:
    """What Markdown or HTML in a value calls body text is front matter here; its headings and lists stay such."""
    return replace(segment, surface=Surface.FRONT_MATTER) if segment.surface is Surface.BODY else segment


def _title(values: Iterable[Value], placed: tuple[Segment, ...]) -> int | None:
    by_path = {value.path: value.text for value in values if value.text.text}
    for path in _TITLES:
        if path in by_path:
            span = by_path[path].hull(0, len(by_path[path].text))
            for index, segment in enumerate(placed):
                if span.start <= segment.hull(0, len(segment.text)).start < span.end:
                    return index
    return None


def _language(values: Iterable[Value]) -> str | None:
    for value in values:
        if value.path in _LANGUAGES and 1 < len(value.text.text) < 20:
            return value.text.text.lower().replace("_", "-")
    return None


def _first_line(error: yaml.YAMLError) -> str:
    mark = getattr(error, "problem_mark", None)
    problem = getattr(error, "problem", None) or str(error).split("\n", 1)[0]
    return f"{problem}, line {mark.line + 2}" if mark else str(problem)
