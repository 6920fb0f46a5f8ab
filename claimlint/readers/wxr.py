"""XML exports and feeds to a document: WordPress (WXR), RSS, Atom, product feeds, string resources.

WordPress keeps pages as HTML in CDATA with the block editor's comments, page-builder pages as JSON in post meta, and
much that nobody reads as serialized PHP, which is left alone.
"""

from __future__ import annotations

import re

from claimlint import lazy
from claimlint.readers import filler, json_strings
from claimlint.readers.values import Assembler, RawText, Value, assemble, fragment, is_copy
from claimlint.readers.xml_tokens import Token, add_text, tokens
from claimlint.record import Record, field, replace
from claimlint.segment import Comment, Context, Document, Segment, Surface, compose
from claimlint.source import SourceFile, Span

_ITEMS = frozenset(("item", "entry", "product", "article", "post", "page"))
_MACHINE_POSTS = frozenset(
    ("attachment", "nav_menu_item", "revision", "custom_css", "oembed_cache", "wp_global_styles", "wp_navigation",
     "customize_changeset", "acf-field", "acf-field-group", "elementor_snippet", "wpcf7_contact_form")
)  # fmt: skip
_META = lazy.pattern(
    r"_yoast_wpseo_(?:title|metadesc|opengraph-(?:title|description)|twitter-(?:title|description))"
    r"|_?rank_math_(?:title|description)|_?aioseo_(?:title|description)|_aioseop_(?:title|description)|_genesis_(?:title|description)"
)
_CONTENTS = frozenset(("content:encoded", "excerpt:encoded"))
_DESCRIPTIONS = frozenset(("wp:category_description", "wp:term_description", "wp:tag_description", "description"))
_SHORTCODE = lazy.pattern(r"\[/[a-z][\w-]*+\]|\[[a-z][\w-]*+(?:\s[^\[\]<=]*+=[^\[\]<]*+)?/?\]")
_PARAGRAPHS = lazy.pattern(r"(?:\r?\n[ \t]*+){2,}")
_BLOCKS = lazy.pattern(r"<p[\s>]|<!-- wp:|<div[\s>]", re.IGNORECASE)
_SERIALIZED = lazy.pattern(r"[aOsibd]:\d+[:;]")


class _Item(Record):
    """An entry while its fields go by; WordPress says what it is only after its content."""

    fields: list[tuple[str, Segment]] = field(default_factory=list)
    meta_key: str = ""

    def value(self, name: str) -> str:
        """Return the first field of that name as text, or nothing."""
        return next((text.text.strip() for known, text in self.fields if known == name), "")


def read(source: SourceFile) -> Document:
    """Read an XML export or feed."""
    reader = _Reader(source.text)
    reader.run()
    reason = "its XML is incomplete; what stands there was read" if reader.depth > 0 else None
    return Document(
        source,
        tuple(reader.out.segments),
        status="partial" if reason else "checked",
        reason=reason,
        comments=tuple(reader.comments),
        insert_at=len(source.text),
    )


class _Reader:
    """One pass over an XML file."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.is_wordpress = "xmlns:wp=" in text[:5000] or "<wp:wxr_version>" in text[:5000]
        self.out = Assembler()
        self.comments: list[Comment] = []
        self.item: _Item | None = None
        self.depth = 0

    def run(self) -> None:
        raw = RawText()
        for token in tokens(self.text):
            if token.kind == "text":
                add_text(raw, self.text, token.start, token.end)
            elif token.kind == "cdata":
                raw.literal(token.start, self.text[token.start : token.end])
            elif token.kind == "start":
                self.depth += 1
                raw = RawText()
                if token.name in _ITEMS and self.item is None:
                    self.item = _Item()
            elif token.kind == "end":
                self.depth -= 1
                self._end(token, raw.finish())
                raw = RawText()
            elif token.kind == "comment":
                span = Span(token.start - 4, token.stop)
                self.comments.append(Comment(self.text[token.start : token.end].strip(), span))
        self._close()

    def _end(self, token: Token, text: Segment) -> None:
        if token.name in _ITEMS and self.item is not None:
            self._close()
        elif text.text.strip():
            if self.item is not None:
                self.item.fields.append((token.name, text))
            else:
                self._field(token.name, text, Context(key=token.name))

    def _close(self) -> None:
        item, self.item = self.item, None
        if item is None:
            return
        if self.is_wordpress and (
            item.value("wp:post_type") in _MACHINE_POSTS or item.value("wp:status") in ("trash", "auto-draft")
        ):
            return
        headings: tuple[int, ...] = ()
        for name, text in item.fields:
            context = Context(headings=headings, key=name)
            if name.rpartition(":")[2] == "title" and not headings:
                first = self._add(fragment(text, Surface.HEADING), Context(key=name))
                headings = () if first is None else (first,)
            elif name == "wp:meta_key":
                item.meta_key = text.text.strip()
            elif name == "wp:meta_value":
                self._meta(item.meta_key, text, context)
            else:
                self._field(name, text, context)

    def _field(self, name: str, text: Segment, context: Context) -> None:
        if name in _CONTENTS:
            self._add(_content(text), context)
        elif self.is_wordpress and name not in _DESCRIPTIONS and name != "title":
            return
        elif is_copy(Value(("" if name == "target" else name.rpartition(":")[2],), text)):
            self._add(fragment(text, Surface.DATA_STRING), context)

    def _meta(self, key: str, text: Segment, context: Context) -> None:
        if _META.fullmatch(key):
            self._add(fragment(text, Surface.META), replace(context, key=key))
        elif key == "_elementor_data" and not _SERIALIZED.match(text.text):
            parsed = json_strings.parse(filler.clean(text.text))
            values = [replace(value, text=compose(value.text, text)) for value in parsed.values]
            self._add(assemble(values), context)

    def _add(self, found: list[Segment], context: Context) -> int | None:
        return self.out.add(found, context)


def _content(raw: Segment) -> list[Segment]:
    """Read the body of a post: in the classic editor's, blank lines part paragraphs and no tag does."""
    from claimlint.readers import html

    text = filler.clean(raw.text)
    masked = _SHORTCODE.sub(lambda code: filler.GONE * len(code.group()), text)
    out = Assembler()
    start = 0
    ends = [] if _BLOCKS.search(text) else list(_PARAGRAPHS.finditer(text))
    for end, after in [*(match.span() for match in ends), (len(text), len(text))]:
        found = html.read_fragment(text[start:end], masked[start:end], start)
        out.add((compose(segment, raw) for segment in found), Context())
        start = after
    return out.segments
