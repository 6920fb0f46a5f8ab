"""Rich text kept as a tree (Portable Text, Slate, ProseMirror, Contentful, Ricos): its pieces to whole paragraphs.

An editor cuts a paragraph at every bold word and link; a sentence is read only where the pieces are put together.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from claimlint import lazy
from claimlint.readers.values import Path, Value, joined

_ARRAYS = frozenset(("children", "content", "nodes", "leaves"))
_TYPES = frozenset(("type", "_type", "nodeType", "object"))
_NAMES = ("text", "value")
_ENDS = (("text",), ("value",))
_TEXTS = frozenset(("text", "span", "leaf"))
_LINKS = frozenset(("link", "a", "hyperlink", "autolink", "entry-hyperlink", "inline"))
_HEADING = lazy.pattern(r"(?:heading|header)\W?\d?|h[1-6]", re.IGNORECASE)


def whole_paragraphs(values: Sequence[Value]) -> list[Value]:
    """Return the values with the pieces of each paragraph joined; a heading stands over what follows in its array."""
    if not any(value.path and value.path[-1] in _NAMES and _is_piece(value.path) for value in values):
        return list(values)
    types: dict[Path, str] = {}
    styles: dict[Path, str] = {}
    for value in values:
        if value.path and value.path[-1] in _TYPES:
            types[value.path[:-1]] = value.text.text
        elif value.path and value.path[-1] in ("style", "tag"):
            styles[value.path[:-1]] = value.text.text
    found: list[Value] = []
    pieces: list[Value] = []
    current: Path | None = None
    for value in values:
        block = _block_of(value, types)
        if block is None:
            found.append(value)
            continue
        if block != current and pieces:
            found.append(_paragraph(pieces, current or (), types, styles))
            pieces = []
        pieces.append(value)
        current = block
    if pieces:
        found.append(_paragraph(pieces, current or (), types, styles))
    return sorted(found, key=lambda value: value.text.runs[0].source if value.text.runs else 0)


def _is_piece(path: Path) -> bool:
    node = _node(path)
    return len(node) >= 2 and isinstance(node[-1], int) and node[-2] in _ARRAYS


def _node(path: Path) -> Path:
    if path[-2:] == ("textData", "text"):
        return path[:-2]
    return path[:-1] if path[-1:] in _ENDS else ()


def _block_of(value: Value, types: dict[Path, str]) -> Path | None:
    """Return the path of the paragraph that holds a piece of text, None where the value is none."""
    if value.literal or value.path[-1:] not in _ENDS or not _is_piece(value.path):
        return None
    node = _node(value.path)
    if types.get(node, "text").lower() not in _TEXTS:
        return None
    block = node[:-2]
    while len(block) >= 2 and isinstance(block[-1], int) and types.get(block, "").lower() in _LINKS:
        block = block[:-2]
    return block


def _paragraph(pieces: list[Value], block: Path, types: dict[Path, str], styles: dict[Path, str]) -> Value:
    is_heading = _HEADING.fullmatch(types.get(block, "")) or _HEADING.fullmatch(styles.get(block, ""))
    path = (*block[:-1], "heading") if is_heading else (*block, "text")
    return Value(path, joined([piece.text for piece in pieces if piece.text.runs] or [pieces[0].text]))
