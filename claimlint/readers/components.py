"""Vue, Svelte and Astro components to segments: markup as HTML over a masked copy, scripts as JavaScript."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from claimlint import lazy
from claimlint.readers import filler, html, javascript, json_strings
from claimlint.readers.javascript_scan import scan
from claimlint.readers.javascript_tokens import MARKUP_COMMENT, Scan
from claimlint.readers.values import Value, assemble
from claimlint.record import Record, replace
from claimlint.segment import Comment, Document
from claimlint.source import SourceFile, Span

_FRONT_MATTER = lazy.pattern(r"\s*+---[^\S\r\n]*+(?=[\r\n])")
_FRONT_MATTER_END = lazy.pattern(r"(?:\A|(?<=[\r\n]))---[^\S\r\n]*+(?=[\r\n]|\Z)")
_REST_OF_TAG = r"""(?:[^>"'<]++|"[^"]{0,2000}+"|'[^']{0,2000}+'){0,60}+>"""
_BLOCK = lazy.pattern(rf"<([a-zA-Z][\w-]*+)({_REST_OF_TAG[:-1]})>")
_TEMPLATE_EDGE = lazy.pattern(rf"<(/?)template\b{_REST_OF_TAG}", re.IGNORECASE)
_MUSTACHE = lazy.pattern(r"\{\{(?:[^{}]++|\{(?!\{)[^{}]*+\}|\}(?!\}))*+\}\}")
_BOUND = lazy.pattern(r"\s(?:v-bind:|v-text|v-html|:)([\w-]*+)=(?:\"([^\"]*+)\"|'([^']*+)')")
_LANGUAGE = lazy.pattern(r"""\blang\s*+=\s*+["']?([\w-]++)""")
_JSON = lazy.pattern(r"""\b(?:type|lang)\s*+=\s*+["']?[\w./+-]*?(ld\+)?json\b""", re.IGNORECASE)


def read_svelte(source: SourceFile) -> Document:
    """Read a Svelte component."""
    return _page(source, "svelte", None)


def read_astro(source: SourceFile) -> Document:
    """Read an Astro component: code between its first two `---` lines, markup with expressions after it."""
    opening = _FRONT_MATTER.match(source.text)
    closing = _FRONT_MATTER_END.search(source.text, opening.end()) if opening else None
    if opening and closing:
        return _page(source, "astro", Span(opening.end(), closing.start()), closing.end())
    return _page(source, "astro", None)


def _page(source: SourceFile, dialect: str, code: Span | None, body: int = 0) -> Document:
    text = source.text
    found = scan(text, body, markup=dialect)
    data: list[tuple[Span, bool]] = []
    for name, tag, content in found.raw:
        if name != "script":
            continue
        kind = _JSON.search(text, tag.start, tag.end)
        if kind:
            data.append((content, bool(kind.group(1))))
        else:
            _join(found, scan(text, content.start, content.end))
    if code:
        _join(found, scan(text, code.start, code.end))
    _in_order(found)
    return javascript.document(source, found, _json(text, data))


def _join(found: Scan, more: Scan) -> None:
    """Add what a script of the page holds; its paths must not meet those of the others."""
    place = -len(found.scripts) - 1
    found.scripts.append(place)
    found.literals += [replace(literal, path=(place, *literal.path)) for literal in more.literals]
    found.scalars += [replace(scalar, path=(place, *scalar.path)) for scalar in more.scalars]
    found.keys += [replace(key, path=(place, *key.path)) for key in more.keys]
    found.comments += more.comments
    if found.fault is None:
        found.fault, found.fault_at = more.fault, more.fault_at


def _in_order(found: Scan) -> None:
    found.literals.sort(key=lambda literal: literal.start)
    found.scalars.sort(key=lambda scalar: scalar.start)
    found.comments.sort()


def _json(text: str, blocks: Sequence[tuple[Span, bool]]) -> list[Value]:
    return [value for span, _ in blocks for value in json_strings.parse(text, span.start, span.end).values]


class _Block(Record, frozen=True):
    """A top-level block of a Vue component."""

    name: str
    attributes: str
    inner: Span


def read_vue(source: SourceFile) -> Document:
    """Read a Vue component: its template as HTML with `{{ }}` masked, its scripts as code."""
    text = source.text
    found = Scan()
    masked: list[str] = []
    at = 0
    fault: str | None = None
    comments: list[Comment] = []
    for block in _blocks(text):
        language = _LANGUAGE.search(block.attributes)
        if block.name == "script":
            markup = "jsx" if language and language.group(1) in ("jsx", "tsx") else ""
            _join(found, scan(text, block.inner.start, block.inner.end, markup=markup))
        elif block.name == "template" and language and language.group(1) not in ("html", "ts", "js"):
            fault = f"its template is written in {language.group(1)}, which is not read inside a component"
        elif block.name == "template":
            for piece in _bound(text, block.inner):
                _join(found, piece)
            masked += (_nothing(block.inner.start - at), _masked(text, block.inner))
            at = block.inner.end
    masked.append(_nothing(len(text) - at))
    _in_order(found)
    comments += javascript.comments_of(source, found.comments)
    held = javascript.all_values(text, found)
    page = html.scan(text, "".join(masked), extras=assemble(held), comments=comments, self_closing=True)
    reason = fault or javascript.reason(text, found)
    document = html.document(source, page)
    return replace(document, status="partial" if reason else "checked", reason=reason)


def _blocks(text: str) -> Iterator[_Block]:
    """Yield the top-level blocks; one that is not closed goes to the end."""
    at = 0
    while opening := _BLOCK.search(text, at):
        comment = text.find("<!--", at, opening.start())
        hidden = MARKUP_COMMENT.match(text, comment) if comment >= 0 else None
        if hidden and hidden.end() > opening.start():
            at = hidden.end()
            continue
        name = opening.group(1).lower()
        if opening.group(2).rstrip().endswith("/"):
            at = opening.end()
            continue
        inner, at = _inner(text, name, opening.end())
        yield _Block(name, opening.group(2), inner)


def _inner(text: str, name: str, start: int) -> tuple[Span, int]:
    if name != "template":
        close = re.compile(rf"</{re.escape(name)}\s*>", re.IGNORECASE).search(text, start)
        return (Span(start, close.start()), close.end()) if close else (Span(start, len(text)), len(text))
    depth = 1
    for edge in _TEMPLATE_EDGE.finditer(text, start):
        if edge.group(1):
            depth -= 1
        elif not edge.group().endswith("/>"):
            depth += 1
        if depth == 0:
            return Span(start, edge.start()), edge.end()
    return Span(start, len(text)), len(text)


def _bound(text: str, inner: Span) -> Iterator[Scan]:
    """Yield the code inside a template that holds strings: `{{ }}` and bound attributes."""
    for mustache in _MUSTACHE.finditer(text, inner.start, inner.end):
        if not set("\"'`").isdisjoint(mustache.group()):
            yield scan(text, mustache.start() + 2, mustache.end() - 2)
    for bound in _BOUND.finditer(text, inner.start, inner.end):
        group = bound.lastindex or 2
        if set("\"'`").isdisjoint(bound.group(group)):
            continue
        found = scan(text, bound.start(group), bound.end(group))
        key = bound.group(1) or "text"
        found.literals = [
            replace(literal, path=(*literal.path[:-1], literal.path[-1] or key)) for literal in found.literals
        ]
        yield found


def _nothing(length: int) -> str:
    return filler.GONE * length


def _masked(text: str, inner: Span) -> str:
    raw = filler.clean(text[inner.start : inner.end])
    return _MUSTACHE.sub(lambda match: filler.value(match.end() - match.start()), raw)
