"""A block's start tag to what those inside the block inherit: surface, level of heading, list, table, card, FAQ."""

from __future__ import annotations

from claimlint.readers import html_attributes
from claimlint.readers.html_attributes import Tag
from claimlint.readers.html_blocks import Frame, Stack, Table
from claimlint.readers.html_outline import Outline
from claimlint.readers.html_tags import CARDS, HEADINGS, LISTS
from claimlint.segment import Surface

_SURFACES = {
    **dict.fromkeys((*HEADINGS, "summary", "dt", "legend"), Surface.HEADING),
    **dict.fromkeys(("li", "option"), Surface.LIST_ITEM),
    **dict.fromkeys(("td", "th"), Surface.TABLE_CELL),
    "blockquote": Surface.QUOTE,
    "button": Surface.BUTTON,
    "dd": Surface.BODY,
}
_CHOICES = ("select", "datalist")
_MOST_COLUMNS = 60
_MOST_ROWS = 999


def describe(frame: Frame, parent: Frame, tag: Tag, stack: Stack, outline: Outline) -> None:
    """Say what the block `frame`, which `tag` opens inside `parent`, is; it is not on the stack yet."""
    name = frame.name
    if name in _SURFACES:
        frame.own().surface = _SURFACES[name]
    frame.level = HEADINGS.get(name, 0)
    if tag.found:
        _classes(frame, parent, tag, outline)
    if name in CARDS:
        return
    if name in LISTS or name in _CHOICES:
        outline.open_list(frame)
    elif name in ("li", "option"):
        at = max(map(stack.open, (*LISTS, *_CHOICES)))
        outline.open_item(frame, stack.frames[at] if at >= 0 else None)
    elif name in ("dt", "dd"):
        outline.open_term(frame)
    elif name == "table":
        frame.table = Table()
    elif name == "tr":
        _row(stack)
    elif name in ("td", "th"):
        _cell(frame, tag, stack, outline)
    else:
        _describe_other(frame, parent, tag)


def _describe_other(frame: Frame, parent: Frame, tag: Tag) -> None:
    name = frame.name
    if name == "details" and "open" not in tag.found:
        frame.own().hidden = True
    elif name == "summary":
        frame.own().faq = True
        if parent.name == "details" and parent.parent is not None:
            frame.own().hidden = parent.parent.setting.hidden
    elif name == "footer":
        frame.own().hidden = True
    elif name == "pre":
        frame.own().preformatted = True
    elif name == "text":
        frame.own().skip = False


def _classes(frame: Frame, parent: Frame, tag: Tag, outline: Outline) -> None:
    if "class" in tag.found and frame.name in CARDS:
        classes = tag.rest[slice(*tag.found["class"])]
        if classes:
            outline.open_card(frame, parent, classes)
    if tag.faq:
        frame.own().faq = True
    if "role" in tag.found and not frame.level:
        frame.level = html_attributes.heading_level(tag)
        if frame.level:
            frame.own().surface = Surface.HEADING


def _row(stack: Stack) -> None:
    owner = stack.innermost("table")
    if owner is not None and owner.table is not None:
        owner.table.row += 1
        owner.table.column = 0
        owner.table.row_label = None


def _cell(frame: Frame, tag: Tag, stack: Stack, outline: Outline) -> None:
    owner = stack.innermost("table")
    table = owner.table if owner else None
    if table is not None and table.row < 0:
        table.row = 0
    scope = tag.value("scope")
    first = table is not None and (table.row < table.head_rows or stack.open("thead") > stack.open("table"))
    is_head = frame.name == "th"
    outline.open_cell(
        frame,
        table,
        heads=is_head and scope != "row" and (first or scope == "col"),
        row_head=is_head and (scope == "row" or not first),
        size=(html_attributes.span(tag, "colspan", _MOST_COLUMNS), html_attributes.span(tag, "rowspan", _MOST_ROWS)),
    )
