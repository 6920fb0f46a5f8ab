"""The open elements of a page: which block a text stands in, and what that block inherits from those around it.

Follows the HTML standard where pages rely on it (unclosed `<p>`, `<li>`, `<td>`; end tags without a start). Every look
upwards is answered from an index kept per name, so that depth costs nothing.
"""

from __future__ import annotations

from claimlint.readers.html_tags import CLOSES_PARAGRAPH, HEADINGS, LISTS, SCOPES
from claimlint.record import Record, field, replace
from claimlint.segment import Surface

_CELL_WALLS = frozenset(("table", "td", "th", "caption", "template", "button"))
_TABLE_PARTS = frozenset(("td", "th", "tr", "thead", "tbody", "tfoot", "caption", "colgroup"))
_CLOSED_BY: dict[str, tuple[str, ...]] = {
    "td": ("td", "th", "caption"),
    "th": ("td", "th", "caption"),
    "tr": ("tr", "td", "th", "caption"),
    "thead": ("thead", "tbody", "tfoot", "tr", "td", "th", "caption"),
    "tbody": ("thead", "tbody", "tfoot", "tr", "td", "th", "caption"),
    "tfoot": ("thead", "tbody", "tfoot", "tr", "td", "th", "caption"),
    "option": ("option",),
    "optgroup": ("optgroup", "option"),
    "dt": ("dt", "dd"),
    "dd": ("dt", "dd"),
    "li": ("li",),
    **dict.fromkeys(HEADINGS, tuple(HEADINGS)),
}
_WALLS: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(_TABLE_PARTS, ("table",)),
    "option": ("select", "datalist"),
    "optgroup": ("select",),
    "dt": ("dl", "table"),
    "dd": ("dl", "table"),
    "li": (*LISTS, "table"),
    **dict.fromkeys(HEADINGS, ("table", "td", "th", "li", "div", "section", "article")),
}


class Table(Record):
    """What is known of a table while it is read: the segment that heads each column, the label of the row.

    held: for columns that a cell of an earlier row reaches into, the first row that is free again.
    """

    row: int = -1
    column: int = 0
    heads: dict[int, int] = field(default_factory=dict)
    firsts: dict[int, int] = field(default_factory=dict)
    groups: dict[int, int] = field(default_factory=dict)
    row_label: int | None = None
    held: dict[int, int] = field(default_factory=dict)
    head_rows: int = 1


class Setting(Record, eq=False):
    """What the elements inside an element inherit; shared by all that change nothing."""

    surface: Surface = Surface.BODY
    hidden: bool = False
    skip: bool = False
    preformatted: bool = False
    bold: bool = False
    faq: bool = False
    lead_in: int | None = None
    group: int | None = None
    label: int | None = None
    header: int | None = None
    scope: Frame | None = None
    item: Frame | None = None


class Frame:
    """An open element, and what its list, table or row of cards has to remember."""

    level = 0
    column = 0
    width = 1
    role = ""
    own_group: int | None = None
    own_lead_in: int | None = None
    first: int | None = None
    table: Table | None = None
    cards: dict[tuple[str, str], int] | None = None

    def __init__(
        self, name: str, parent: Frame | None, setting: Setting, start: int = 0, *, block: bool = True
    ) -> None:
        self.name = name
        self.parent = parent
        self.setting = setting
        self.start = start
        self.block = block
        if name in SCOPES:
            self.own().scope = self

    def own(self) -> Setting:
        """Return the setting of this element alone, to be changed."""
        if self.parent is not None and self.setting is self.parent.setting:
            self.setting = replace(self.setting)
        return self.setting


class Stack:
    """Open elements from the outermost in; `closing` lists what a tag closes, innermost first, without closing it."""

    __slots__ = ("_blocks", "_walls", "_where", "frames")

    def __init__(self, root: Frame) -> None:
        self.frames = [root]
        self._where: dict[str, list[int]] = {}
        self._blocks = [0]
        self._walls: list[int] = []

    @property
    def top(self) -> Frame:
        """The innermost open element."""
        return self.frames[-1]

    @property
    def block(self) -> Frame:
        """The innermost open block."""
        return self.frames[self._blocks[-1]]

    def open(self, name: str) -> int:
        """Return the position of the innermost open element of that name, or -1."""
        found = self._where.get(name)
        return found[-1] if found else -1

    def innermost(self, name: str) -> Frame | None:
        """Return the innermost open element of that name."""
        at = self.open(name)
        return self.frames[at] if at >= 0 else None

    def push(self, frame: Frame) -> None:
        """Open an element."""
        at = len(self.frames)
        self.frames.append(frame)
        name = frame.name
        if name in self._where:
            self._where[name].append(at)
        else:
            self._where[name] = [at]
        if frame.block:
            self._blocks.append(at)
        if name in _CELL_WALLS:
            self._walls.append(at)

    def pop(self) -> Frame:
        """Close the innermost element."""
        frame = self.frames.pop()
        self._where[frame.name].pop()
        if frame.block:
            self._blocks.pop()
        if frame.name in _CELL_WALLS:
            self._walls.pop()
        return frame

    def keep_for_start(self, name: str) -> int:
        """Return how many elements stay open when a start tag of that name comes."""
        keep = len(self.frames)
        if name in _CLOSED_BY:
            ends = [found[-1] for closed in _CLOSED_BY[name] if (found := self._where.get(closed))]
            if ends:
                wall = max(self.open(wall) for wall in _WALLS[name])
                keep = min([keep, *(at for at in ends if at > wall)])
        if name in CLOSES_PARAGRAPH and (paragraphs := self._where.get("p")):
            paragraph = paragraphs[-1]
            if paragraph > (self._walls[-1] if self._walls else -1):
                keep = min(keep, paragraph)
        return keep

    def keep_for_end(self, name: str) -> int:
        """Return how many elements stay open when an end tag of that name comes; all, where it closes none."""
        everything = len(self.frames)
        if self.frames[-1].name == name:
            return everything - 1
        names = tuple(HEADINGS) if name in HEADINGS else (name,)
        at = max(self.open(each) for each in names)
        if at < 0:
            return everything
        if not self.frames[at].block:
            return at if at > self._blocks[-1] else everything
        if name in _TABLE_PARTS:
            wall = self.open("table")
        elif name == "table":
            wall = -1
        else:
            wall = next((each for each in reversed(self._walls[-2:]) if each != at), -1)
        return at if at > wall else everything
