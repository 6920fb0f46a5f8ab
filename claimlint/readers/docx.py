"""Word documents to one document a part: body, headers, footers, notes; offsets are those of the part's XML text.

A .docx is a ZIP archive from anywhere: only known parts are opened, none is unpacked beyond a fixed size.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib

from claimlint import lazy
from claimlint.errors import UnreadableError
from claimlint.readers.outline import Block, introduces, place
from claimlint.readers.values import RawText, add_raw
from claimlint.readers.xml_tokens import Token, add_text, attributes, tokens
from claimlint.record import Record, field, replace
from claimlint.segment import PLACEHOLDER, Context, Document, Segment, SegmentBuilder, Surface
from claimlint.source import SourceFile, decode

MAX_PART = 40_000_000
MAX_ENTRIES = 20_000
_PARTS = lazy.pattern(r"word/(document|header|footer|footnotes|endnotes)(\d*)\.xml")
_ORDER = ("document", "header", "footer", "footnotes", "endnotes")
_SKIPPED = frozenset(("mc:Fallback", "w:moveFrom", "w:del", "w:instrText", "w:delText", "w:sectPr"))
_HEADING = lazy.pattern(r"heading ?([1-9])|title|subtitle", re.IGNORECASE)
_NESTING = {"start": 1, "end": -1}
_FALSE = frozenset(("0", "false", "off", "none"))


class Style(Record, frozen=True):
    """What a paragraph style says: heading level (0 for none), whether it makes lists or quotations."""

    level: int = 0
    is_list: bool = False
    is_quote: bool = False


def read(path: str, data: bytes) -> tuple[Document, ...]:
    """Read a Word document. Raises UnreadableError where it is no ZIP archive, is encrypted, or is too large."""
    parts = _unpack(path, data)
    if "word/document.xml" not in parts:
        raise UnreadableError(f"{path}: holds no word/document.xml; save it again as a Word document (.docx)")
    styles = _styles(parts.pop("word/styles.xml", ""))
    found = []
    for name, text in sorted(parts.items(), key=lambda item: _rank(item[0])):
        document = _Part(SourceFile(path, text), name, styles).read()
        if document.segments or name == "word/document.xml":
            found.append(document)
    return tuple(found)


def _unpack(path: str, data: bytes) -> dict[str, str]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
            if len(names) > MAX_ENTRIES:
                raise UnreadableError(f"{path}: holds {len(names)} parts, more than the {MAX_ENTRIES} that are read")
            wanted = [name for name in names if _PARTS.fullmatch(name) or name == "word/styles.xml"]
            return {name: _part(path, archive, name) for name in wanted}
    except (zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError, EOFError, OSError, ValueError) as error:
        raise UnreadableError(f"{path}: is no readable Word document ({error}); save it again as .docx") from error


def _part(path: str, archive: zipfile.ZipFile, name: str) -> str:
    with archive.open(name) as stream:
        data = stream.read(MAX_PART + 1)
    if len(data) > MAX_PART:
        raise UnreadableError(f"{path}: {name} unpacks to more than {MAX_PART // 1_000_000} MB; it is not read")
    return decode(data, f"{path} ({name})").text


def _rank(name: str) -> tuple[int, int, str]:
    match = _PARTS.fullmatch(name)
    kind, number = match.groups() if match else ("", "")
    return (_ORDER.index(kind) if kind in _ORDER else len(_ORDER), int(number[:6] or 0), name)


def _styles(text: str) -> dict[str, Style]:
    """Return the paragraph styles by id; ids are translated, names are not."""
    found: dict[str, Style] = {}
    bases: dict[str, str] = {}
    current = ""
    for token in tokens(text):
        if token.name == "w:style" and token.kind == "start":
            current = _value(text, token, "w:styleId")
            found[current] = Style()
        elif current and token.name in ("w:name", "w:outlineLvl", "w:numPr", "w:basedOn"):
            value = _value(text, token, "w:val")
            style = found[current]
            if token.name == "w:name":
                found[current] = _named(value, style)
            elif token.name == "w:numPr":
                found[current] = replace(style, is_list=True)
            elif token.name == "w:basedOn":
                bases[current] = value
            elif value.isdigit() and int(value) < 9 and not style.level:
                found[current] = replace(style, level=int(value) + 1)
    return {name: _inherited(name, found, bases) for name in found}


def _named(name: str, style: Style) -> Style:
    heading = _HEADING.fullmatch(name)
    lower = name.lower().replace(" ", "")
    return Style(
        level=int(heading.group(1) or (2 if lower == "subtitle" else 1)) if heading else style.level,
        is_list=style.is_list or lower.startswith("list"),
        is_quote=style.is_quote or lower.endswith("quote"),
    )


def _inherited(name: str, found: dict[str, Style], bases: dict[str, str]) -> Style:
    for _ in range(12):
        style = found.get(name, Style())
        if style != Style() or name not in bases:
            return style
        name = bases[name]
    return Style()


def _value(text: str, token: Token, name: str) -> str:
    span = attributes(text, token).get(name)
    return text[span[0] : span[1]] if span else ""


class _Paragraph(Record):
    """A paragraph while its runs go by."""

    builder: SegmentBuilder = field(default_factory=SegmentBuilder)
    style: Style = field(default_factory=Style)
    bold: bool = True
    alts: list[Segment] = field(default_factory=list)


class _Table(Record):
    """A table while its rows go by: header segments and group numbers by column."""

    row: int = -1
    column: int = -1
    headers: dict[int, int] = field(default_factory=dict)
    groups: dict[int, int] = field(default_factory=dict)


class _Part:
    """One pass over the XML of one part."""

    def __init__(self, source: SourceFile, part: str, styles: dict[str, Style]) -> None:
        self.source, self.part, self.styles = source, part, styles
        self.text = source.text
        self.blocks: list[Block] = []
        self.paragraphs: list[_Paragraph] = []
        self.tables: list[_Table] = []
        self.skipped = 0
        self.in_text = False
        self.run_bold = False
        self.groups = 0
        self.list_group: tuple[int, int | None] | None = None
        self.body_end = 0

    def read(self) -> Document:
        depth = 0
        for token in tokens(self.text):
            depth += _NESTING.get(token.kind, 0)
            if token.name in _SKIPPED:
                self.skipped = max(0, self.skipped + _NESTING.get(token.kind, 0))
            elif self.skipped == 0 and token.kind in ("text", "cdata"):
                self._text(token)
            elif self.skipped == 0:
                self._tag(token)
        while self.paragraphs:
            self._close(self.paragraphs.pop())
        closed = depth == 0
        segments = place(self.blocks)
        title = next((index for index, block in enumerate(self.blocks) if block.level == 1), None)
        is_body = self.part == "word/document.xml"
        return Document(
            self.source,
            tuple(replace(segment, part=self.part) for segment in segments),
            status="checked" if closed else "partial",
            reason=None if closed else f"the XML of {self.part} is incomplete; what stands there was read",
            title=title if is_body else None,
            is_page=is_body and title is not None,
            insert_at=self.body_end or len(self.text),
        )

    def _text(self, token: Token) -> None:
        if not self.in_text or not self.paragraphs:
            return
        paragraph = self.paragraphs[-1]
        if token.kind == "cdata":
            paragraph.builder.literal(token.start, self.text[token.start : token.end])
        else:
            raw = RawText()
            add_text(raw, self.text, token.start, token.end)
            add_raw(paragraph.builder, raw.finish())
        if self.text[token.start : token.end].strip():
            paragraph.bold = paragraph.bold and self.run_bold

    def _tag(self, token: Token) -> None:
        name, opens = token.name, token.kind != "end"
        if name == "w:p":
            self._paragraph(token)
        elif name == "w:t":
            self.in_text = token.kind == "start"
        elif name == "w:r":
            self.run_bold = False
        elif name == "w:body" and not opens:
            self.body_end = token.start - 2 - len(name)
        elif name in ("w:tbl", "w:tr", "w:tc"):
            self._table(token)
        elif self.paragraphs and opens:
            self._inside(token)

    def _inside(self, token: Token) -> None:
        paragraph, name = self.paragraphs[-1], token.name
        start = token.start - len(name) - 1
        length = token.stop - start
        if name in ("w:br", "w:cr"):
            paragraph.builder.hard_break(start, length)
        elif name in ("w:tab", "w:ptab"):
            paragraph.builder.atomic(" ", start, length)
        elif name == "w:noBreakHyphen":
            paragraph.builder.atomic("\N{NON-BREAKING HYPHEN}", start, length)
        elif name == "w:sym":
            paragraph.builder.atomic(PLACEHOLDER, start, length)
        elif name == "w:pStyle":
            style = _value(self.text, token, "w:val")
            known = self.styles.get(style) or _named(style, Style())
            paragraph.style = replace(known, is_list=known.is_list or paragraph.style.is_list)
        elif name == "w:numId":
            listed = _value(self.text, token, "w:val") != "0"
            paragraph.style = replace(paragraph.style, is_list=listed and not paragraph.style.level)
        elif name == "w:b":
            self.run_bold = _value(self.text, token, "w:val").lower() not in _FALSE
        elif name == "wp:docPr":
            self._alt(token)

    def _alt(self, token: Token) -> None:
        span = attributes(self.text, token).get("descr")
        if span is None:
            return
        raw = RawText()
        add_text(raw, self.text, *span)
        builder = SegmentBuilder()
        add_raw(builder, raw.finish())
        segment = builder.finish(Surface.ATTRIBUTE, Context(key="alt"))
        if segment:
            self.paragraphs[-1].alts.append(segment)

    def _paragraph(self, token: Token) -> None:
        if token.kind == "start":
            self.paragraphs.append(_Paragraph())
        elif token.kind == "end" and self.paragraphs:
            self._close(self.paragraphs.pop())
        self.in_text = False

    def _close(self, paragraph: _Paragraph) -> None:
        surface = self._surface(paragraph.style)
        segment = paragraph.builder.finish(surface)
        if segment:
            index = len(self.blocks)
            context = self._context(surface, index)
            emphatic = paragraph.bold and surface is Surface.BODY
            self.blocks.append(Block(replace(segment, context=context), paragraph.style.level, emphatic=emphatic))
        self.blocks += [Block(alt) for alt in paragraph.alts]

    def _surface(self, style: Style) -> Surface:
        if style.level:
            return Surface.HEADING
        if style.is_list:
            return Surface.LIST_ITEM
        if self.tables:
            return Surface.TABLE_CELL
        return Surface.QUOTE if style.is_quote else Surface.BODY

    def _context(self, surface: Surface, index: int) -> Context:
        if surface is Surface.LIST_ITEM:
            if self.list_group is None:
                before = self.blocks[-1].segment if self.blocks else None
                lead_in = index - 1 if before and introduces(before.text) else None
                self.list_group = (self._group(), lead_in)
            return Context(group=self.list_group[0], lead_in=self.list_group[1])
        self.list_group = None
        if surface is not Surface.TABLE_CELL:
            return Context()
        table = self.tables[-1]
        if table.row == 0:
            table.headers.setdefault(table.column, index)
            return Context()
        if table.column not in table.groups:
            table.groups[table.column] = self._group()
        return Context(header=table.headers.get(table.column), group=table.groups[table.column])

    def _group(self) -> int:
        self.groups += 1
        return self.groups - 1

    def _table(self, token: Token) -> None:
        self.list_group = None
        if token.kind == "start" and token.name == "w:tbl":
            self.tables.append(_Table())
        elif token.kind == "end" and token.name == "w:tbl" and self.tables:
            self.tables.pop()
        elif token.kind == "start" and self.tables and token.name == "w:tr":
            self.tables[-1].row += 1
            self.tables[-1].column = -1
        elif token.kind == "start" and self.tables:
            self.tables[-1].column += 1
