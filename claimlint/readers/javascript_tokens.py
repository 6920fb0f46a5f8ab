"""What the JavaScript scanner looks for and what it hands on: patterns, word lists, frames, literals, marks.

Every pattern is possessive or bounded, so that hostile input is read once.
"""

from __future__ import annotations

import re
from functools import lru_cache

from claimlint import lazy
from claimlint.readers import prose
from claimlint.record import Record, field
from claimlint.source import Span

_STRING = r""""(?:[^"\\\n\r]++|\\(?:\r\n|[\s\S]))*+"|'(?:[^'\\\n\r]++|\\(?:\r\n|[\s\S]))*+'"""
_COMMENT = r"//[^\n\r]*+|/\*(?:[^*]++|\*(?!/))*+(?:\*/|\Z)"
_NAME = r"[A-Za-z_$\#@\u00aa-\uffff][\w$]*+"


WORD, STRING, DULL, OPEN, CLOSE, TICK, COMMENT, NUMBER, SLASH, LESS, OPERATOR, STRAY = range(1, 13)
"""The groups of TOKEN; `DULL` is a whole pair of brackets in which there can be nothing to read."""
_DULL = r"""[^()\[\]{}"'`/<]*+"""
TOKEN = lazy.pattern(
    rf"""\s*+(?:
      ((?:\??\.\s*+)?+{_NAME}(?:\??\.{_NAME})*+)
    | ({_STRING})
    | (\({_DULL}\)|\[{_DULL}\]|\{{{_DULL}\}})
    | ([{{(\[])
    | ([}})\]])
    | (`)
    | ({_COMMENT})
    | ((?:\.\d|\d)[\w.]*+)
    | (/)
    | (<)
    | (\\[\s\S]?|=>|[=!]==?|&&|\|\||\?\?|\.\.\.|\+\+|--|\?\.|[^\s"'])
    | (["'])
    )""",
    re.VERBOSE,
)
_PLAIN_VALUE = rf"(?:({_STRING})|((?:\.\d|\d)[\w.]*+|true|false|null))"
PLAIN_MEMBER = lazy.pattern(rf"\s*+({_NAME}|{_STRING})\s*+:\s*+{_PLAIN_VALUE}\s*+(?:(,)|(?=\}}))")
PLAIN_ITEM = lazy.pattern(rf"\s*+({_STRING})\s*+(?:(,)|(?=\]))")
"""What objects and arrays of data hold, as one token."""
LINE_END = lazy.pattern(r"[\n\r]|\Z")
REGEX = lazy.pattern(r"/(?![*/])(?:[^\\/\[\n\r]++|\\[^\n\r]|\[(?:[^\\\]\n\r]++|\\[^\n\r])*+\])++/[a-z]*+")
KEY_COLON = lazy.pattern(r"\s*+\??:(?!:)")
DECLARED = lazy.pattern(r"\s++([A-Za-z_$][\w$]*+)")
TEMPLATE = lazy.pattern(r"(?:[^`\\$]++|\\[\s\S]|\$(?!\{))*+")
DOCUMENT = lazy.pattern(r"\s*+<(?:!doctype\s+html|html)\b", re.IGNORECASE)
DOCUMENT_END = lazy.pattern(r"</html>\s*+`", re.IGNORECASE)
ELEMENT = lazy.pattern(r"<(?:>|([A-Za-z_$][\w$.:-]*+))")
GENERIC = lazy.pattern(
    r"<(?:const\s+)?[A-Z]\w*+\s*+(?:,|=[^>]|extends\b|>\s*+\([^()]{0,200}+\)\s*+(?::[^=;{}]{0,80}+)?=>)"
)
TEXT = lazy.pattern(r"[^<{]++")
END_TAG = lazy.pattern(r"</\s*+([\w$.:-]*+)\s*+>")
IN_TAG = lazy.pattern(
    rf"""\s*+(?:
      (/?>)
    | (\{{)
    | ({_COMMENT})
    | ([^\s=>/{{}}"'<`]++)(?:\s*+=\s*+(?:("[^"]*+"|'[^']*+')|(\{{)|(`)|([^\s>"'{{`<=]++)))?+
    | ([\s\S])
    )""",
    re.VERBOSE,
)
_PLAIN_ATTRIBUTE = r"""\s++[^\s=>/{}"'<`]++(?:\s*+=\s*+(?:"[^"]*+"|'[^']*+'))?+"""
PLAIN_TAG = lazy.pattern(rf"<([A-Za-z_$][\w$.:-]*+)((?:{_PLAIN_ATTRIBUTE})*+)\s*+(/?>)")
"""A whole start tag whose attributes are but quoted strings, which most are."""
PLAIN_ATTRIBUTE = lazy.pattern(r"""\s++([^\s=>/{}"'<`]++)(?:\s*+=\s*+("[^"]*+"|'[^']*+'))?+""")
MARKUP_COMMENT = lazy.pattern(r"<!--(?:[^-]++|-(?!->))*+(?:-->|\Z)")
SVELTE_BLOCK = lazy.pattern(r"\{\s*+(?:(/)\w*+\s*+\}|([#:@])\w*+)")
RAW_END = {name: lazy.pattern(rf"</{name}\s*+>", re.IGNORECASE) for name in ("script", "style")}
COMPARED = lazy.pattern(r"\s*+(?:[=!]==?|\|(?!\|)|in\b)")
WEAK_STRING = lazy.pattern(
    r"""(?:([\w$-]{1,60}+)["']?\s*+[:=]|[(,\[?+|&]|\breturn|=>)\s*+("(?:[^"\\\n\r]++|\\[^\n\r])*+"|'(?:[^'\\\n\r]++|\\[^\n\r])*+')"""
)
"""A string in a place where code has strings, for what cannot be followed token by token."""


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


BEFORE_OPERAND = _words(
    """
    return typeof instanceof in of new delete void throw case do else yield await default as satisfies extends from
    import export keyof
    """
)
OBJECT_AFTER = _words(
    "= ( , : [ ? && || ?? return default ... yield await in of + ! as satisfies | & case typeof throw new"
)
MACHINE_AFTER = _words("=== !== == != case from import | & in instanceof as extends keyof @")
ENDS_STATEMENT = _words("return if for while export function throw switch class else")
KEYWORDS = BEFORE_OPERAND | ENDS_STATEMENT | _words("const let var true false")
SPECIAL_OPERATORS = _words("= ; : ++ --")
HEADS = _words("if while for switch with catch")
VOID = _words("area base br col embed hr img input link meta source track wbr param")
_MUTE_CALLS = _words(
    """
    require import fetch clsx cn cx classnames twmerge twjoin cva tv tw css keyframes gql graphql sql styled regexp
    queryselector queryselectorall getelementbyid getelementsbyclassname getelementsbytagname closest matches
    addeventlistener removeeventlistener getattribute removeattribute hasattribute setproperty getpropertyvalue
    createelement createelementns getitem setitem removeitem includes startswith endswith indexof lastindexof split join
    hasownproperty localecompare dispatchevent emit gtag fbq track describe matchmedia url urlsearchparams lazy on off
    push replacestate pushstate addclass removeclass toggleclass hasclass trigger animate defineprops resolve
    error typeerror rangeerror syntaxerror usequery definecollection json_decode glob get post put env
    """
)
_MUTE_OWNERS = ("console", "classList", "localStorage", "sessionStorage", "styled", "axios", "Math", "path", "process")


@lru_cache(maxsize=4096)
def _mutes(callee: str) -> bool:
    """Say whether what is given to a call is for the machine: a selector, a class list, a message to developers."""
    parts = callee.replace("?", "").strip(".").split(".")
    last = parts[-1].strip("$#@ ").lower()
    if last == "push":
        return len(parts) > 1 and parts[-2] in ("router", "history", "dataLayer", "navigation")
    if last in ("get", "post", "put", "on", "off", "join", "animate") and len(parts) == 1:
        return False
    return last in _MUTE_CALLS or any(part in _MUTE_OWNERS for part in parts[:-1])


_SPOKEN = _words(
    """
    alt title aria-label aria-description placeholder label summary caption data-tooltip data-title data-text
    data-caption data-label data-description set:html set:text
    """
)
_PAGE_ELEMENT = lazy.pattern(r"(?:[a-z]\w*|\w+\.[a-z]\w*)")
_HANDLER = lazy.pattern(r"(?:on[A-Z:]|bind:|class:|use:|client:|set:|is:|v-|@|:|\#|aria-|data-|xml)")


@lru_cache(maxsize=4096)
def is_spoken(element: str, attribute: str) -> bool:
    """Say whether people may read an attribute: few of those of HTML's own elements, any prop of a component."""
    if attribute in _SPOKEN:
        return True
    if _PAGE_ELEMENT.fullmatch(element) or _HANDLER.match(attribute):
        return False
    return not prose.is_machine_key(attribute)


class In:
    """What a frame is: code brackets, a template literal, or a place in markup.

    bracket: what opens it, "" where that is no bracket of code; through: its members lie on the path of the frame
    around it; steps: a member of it is one step further on the path.
    """

    __slots__ = ("bracket", "steps", "through")

    def __init__(self, bracket: str, *, through: bool = False, steps: bool = True) -> None:
        self.bracket = bracket
        self.through = through
        self.steps = steps


BLOCK = In("{")
OBJECT = In("{", through=True)
ARRAY = In("[", through=True)
INDEX = In("[")
GROUP = In("(", through=True, steps=False)
IN_TEMPLATE = In("", through=True, steps=False)
HOLE = In("{")
IN_HEAD = In("")
IN_VALUE = In("{", through=True, steps=False)
CHILDREN = In("")
EXPRESSION = In("{")
"""The kinds of frames; the attribute look-up that an enumeration costs is felt here."""

_DEEPEST = 60

Path = tuple[str | int, ...]


class Frame:
    """A container that was opened; it changes while its members go by.

    key: the name of what comes next in it; count: how many commas have passed; callee: the call, the element.
    mute: nothing in it is copy; roots: how many elements of markup stand in it.
    """

    key = ""
    count = 0
    roots = 0
    declared = False
    mute = False
    chunks: tuple[Span, ...] = ()
    _path: Path | None = None
    _step: str | int = ""

    def __init__(self, kind: In, start: int, parent: Frame | None, number: int, callee: str = "") -> None:
        self.kind = kind
        self.start = start
        self.parent = parent
        self.number = number
        self.callee = callee
        if parent is not None and kind.through:
            key = parent.key
            self._step = parent.count if parent.kind is ARRAY else key
            if parent.mute or (key and prose.mutes(key)):
                self.mute = True
        if callee and not self.mute and (kind is GROUP or kind is IN_TEMPLATE):
            self.mute = _mutes(callee)
        elif kind is INDEX:
            self.mute = True

    @property
    def path(self) -> Path:
        """Keys and indexes that lead to it, beginning with the number of the outermost frame that has a value."""
        if self._path is not None:
            return self._path
        waiting: list[Frame] = []
        frame = self
        while frame._path is None and frame.kind.through and frame.parent is not None:
            waiting.append(frame)
            frame = frame.parent
        path = frame._path = (frame.number,) if frame._path is None else frame._path
        for inner in reversed(waiting):
            holder = inner.parent
            if holder is not None and holder.kind.steps and len(path) < _DEEPEST:
                path = (*path, inner._step)
            inner._path = path
        return path

    @property
    def slot(self) -> Path:
        """The path of a value that stands next in this frame."""
        path = self._path or self.path
        if self.kind is ARRAY:
            return (*path, self.count)
        return (*path, self.key) if self.kind.steps else path


class Literal(Record, frozen=True):
    """A string: `chunks` are the raw stretches between its quotes and holes, `start` and `end` take the quotes in.

    machine: its place alone shows that it is no copy (an import, a comparison, a type, a class list).
    element, attribute: where it is a quoted attribute value of markup, which has entities instead of escapes.
    """

    start: int
    end: int
    quote: str
    chunks: tuple[Span, ...]
    path: Path
    machine: bool = False
    element: str = ""
    attribute: str = ""


class Scalar(Record, frozen=True):
    """A number, `true` or `false` that is the value of a key."""

    start: int
    end: int
    path: Path


class Mark(Record, frozen=True):
    """A piece of markup.

    kind: `open`, `void`, `close` (a tag), `text`, `value` (an expression), `literal` (an expression that is but a
    string), `part` (an `else`), `gone` (a script). Of no length: `root` and `join` (markup begins in code: apart from
    what is before it, or inside a sentence) and `rooted` (it has ended).
    """

    kind: str
    start: int
    end: int
    name: str = ""
    classes: Span | None = None
    literal: Literal | None = None


class Scan(Record):
    """What was found, in source order (marks by their ends); `fault` says where the scan lost its footing.

    raw: `(name, start tag, content)` of each `<script>` and `<style>` of a page of markup.
    scripts: the numbers given to scripts whose strings were added to those of the page.
    root: start of an element that never ended.
    keys: quoted keys of several words, each with the path of what it holds.
    """

    literals: list[Literal] = field(default_factory=list)
    scalars: list[Scalar] = field(default_factory=list)
    keys: list[Literal] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    comments: list[Span] = field(default_factory=list)
    raw: list[tuple[str, Span, Span]] = field(default_factory=list)
    scripts: list[int] = field(default_factory=list)
    fault: str | None = None
    fault_at: int = 0
    root: int | None = None
