"""Text to HTML: elements are made here, so that nothing that was not escaped gets into a page."""

from __future__ import annotations

import html
from collections.abc import Iterable

from claimlint.reporters.words import safe
from claimlint.segment import PLACEHOLDER

VOID = frozenset(("meta", "input", "br"))


class Markup(str):
    """Text that is HTML already."""

    __slots__ = ()


def text(value: object) -> Markup:
    """Return a value as HTML text: markup as it stands, everything else escaped and on one line."""
    if isinstance(value, Markup):
        return value
    return Markup(html.escape(safe(str(value)).replace(PLACEHOLDER, "[…]")))


def join(parts: Iterable[object], between: str = "") -> Markup:
    """Return the parts one after the other."""
    return Markup(text(between).join(text(part) for part in parts if part is not None))


def tag(element: str, /, *inside: object, **attributes: object) -> Markup:
    """Return an element; `class_` is `class`, `_` in a name is `-`, None and False leave an attribute out."""
    shown = []
    for key, value in attributes.items():
        if value is None or value is False:
            continue
        called = key.rstrip("_").replace("_", "-")
        shown.append(f" {called}" if value is True else f' {called}="{text(value)}"')
    opened = f"<{element}{''.join(shown)}>"
    return Markup(opened if element in VOID else f"{opened}{join(inside)}</{element}>")


def link(name: object, url: str | None) -> Markup:
    """Return a link, or only the name where the address is none of the web."""
    if url is None or not url.startswith(("https://", "http://")):
        return text(name)
    return tag("a", name, href=url, rel="noopener noreferrer")


def table(caption: str, head: Iterable[str], rows: Iterable[Iterable[object]], **attributes: object) -> Markup:
    """Return a table whose first column names its rows."""
    shown = []
    for row in rows:
        first, *rest = row
        shown.append(tag("tr", tag("th", first, scope="row"), *(tag("td", cell) for cell in rest)))
    header = tag("thead", tag("tr", *(tag("th", name, scope="col") for name in head)))
    return tag("table", tag("caption", caption), header, tag("tbody", *shown), **attributes)
