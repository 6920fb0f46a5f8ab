"""CSV, TSV and semicolon tables to a document: product feeds, content exports, lead lists."""

from __future__ import annotations

import re

from claimlint import lazy
from claimlint.readers import prose
from claimlint.readers.values import RawText, Value, assemble
from claimlint.record import replace
from claimlint.segment import Document, Segment, SegmentBuilder, Surface, compose
from claimlint.source import SourceFile

_DELIMITERS = ",;\t|"
_QUOTED = lazy.pattern(r'"(?:[^"]++|"")*+"')
_LONGEST_HEADER = 60
Row = list[Segment]


def read(source: SourceFile) -> Document:
    """Read a table; its first row names the columns where it looks like names."""
    delimiter = "\t" if source.path.lower().endswith((".tsv", ".tab")) else delimiter_of(source.text)
    rows, closed = scan(source.text, delimiter)
    names = [cell.text.strip() for cell in rows[0]] if rows and _is_header(rows) else []
    heads = [segment for cell in rows[0] if (segment := _head(cell))] if names else []
    places = {head.text: index for index, head in enumerate(heads)}
    values = [
        Value((number, names[column] if column < len(names) else ""), cell)
        for number, row in enumerate(rows)
        if number or not names
        for column, cell in enumerate(row)
    ]
    body = assemble(values, surface=Surface.TABLE_CELL, first_index=len(heads), first_group=len(names))
    groups = {name: group for group, name in enumerate(names)}
    segments = [*heads, *(_in_column(segment, places, groups) for segment in body)]
    return Document(
        source,
        tuple(segments),
        status="checked" if closed else "partial",
        reason=None if closed else "has a quoted cell that is never closed; what follows was read as one cell",
        insert_at=len(source.text),
    )


def delimiter_of(text: str) -> str:
    """Return the delimiter that stands most often, outside quotes, in the first lines."""
    sample = _QUOTED.sub("", text[:20_000])
    return max(_DELIMITERS, key=lambda mark: sample.count(mark) if mark != "|" else sample.count(mark) / 2)


def scan(text: str, delimiter: str) -> tuple[list[Row], bool]:
    """Return the rows as the csv module reads them, blank lines left out, and whether every quote was closed.

    Each cell is a string with its map.
    """
    bare = re.compile(rf"[^{re.escape(delimiter)}\r\n]*+")
    rows: list[Row] = []
    row: Row = []
    at, closed = 0, True
    while at < len(text):
        cell, at, complete = _cell(text, at, bare)
        closed = closed and complete
        row.append(cell)
        if at < len(text) and text[at] == delimiter:
            at += 1
            if at == len(text):
                row.append(RawText().finish())
            continue
        at += 2 if text.startswith("\r\n", at) else 1
        if len(row) > 1 or row[0].runs:
            rows.append(row)
        row = []
    if row:
        rows.append(row)
    return rows, closed


def _cell(text: str, at: int, bare: re.Pattern[str]) -> tuple[Segment, int, bool]:
    raw = RawText()
    complete = True
    if text.startswith('"', at):
        quoted = _QUOTED.match(text, at)
        complete = quoted is not None
        end = quoted.end() - 1 if quoted else len(text)
        at += 1
        while (pair := text.find('""', at, end)) >= 0:
            raw.literal(at, text[at:pair])
            raw.atomic('"', pair, 2)
            at = pair + 2
        raw.literal(at, text[at:end])
        at = min(end + 1, len(text))
    rest = bare.match(text, at)
    if rest and rest.group():
        raw.literal(at, rest.group())
        at = rest.end()
    return raw.finish(), at, complete


def _is_header(rows: list[Row]) -> bool:
    names = [cell.text.strip() for cell in rows[0]]
    if len(rows) < 2 or len(names) < 2 or len(set(names)) < len(names):
        return False
    return all(len(name) <= _LONGEST_HEADER and not name.endswith((".", "!", "?")) for name in names) and any(
        len(cell.text) > _LONGEST_HEADER or not _same_kind(cell.text, name)
        for row in rows[1:20]
        for cell, name in zip(row, names, strict=False)
    )


def _same_kind(text: str, name: str) -> bool:
    return len(text.split()) <= len(name.split()) + 2 and not any(map(str.isdigit, text))


def _head(cell: Segment) -> Segment | None:
    builder = SegmentBuilder()
    builder.literal(0, cell.text)
    segment = builder.finish(Surface.TABLE_CELL)
    if segment is None or not prose.is_copy(segment.text, "title"):
        return None
    return compose(segment, cell)


def _in_column(segment: Segment, places: dict[str, int], groups: dict[str, int]) -> Segment:
    context = segment.context
    name = context.key or ""
    if name not in groups:
        return segment
    group = groups[name] if context.group is None else context.group
    return replace(segment, context=replace(context, header=places.get(" ".join(name.split())), group=group))
