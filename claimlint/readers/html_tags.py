"""Tags of HTML source: where they stand, their names and attributes, and what kind of element a name opens.

Every pattern is possessive, so that hostile input is read once. Values are given as offsets; nothing is decoded here.
"""

from __future__ import annotations

from claimlint import lazy
from claimlint.readers.filler import FILLERS

TAG = lazy.pattern(rf"""<(/?)([a-zA-Z{FILLERS}][^\s/>]*+)((?:[^>=]++|=\s*+(?:"[^"]*+"|'[^']*+')?+)*+)>""")
"""Groups: the slash of an end tag, the name, what follows the name."""
_ATTRIBUTE = lazy.pattern(r"""([^\s/>=]++)(?:\s*+=\s*+(?:"([^"]*+)"|'([^']*+)'|([^\s>"'][^\s>]*+)))?+""")
_COMMENT_END = lazy.pattern(r"--!?>")

Attributes = dict[str, tuple[int, int]]


def attributes(text: str, start: int, end: int) -> Attributes:
    """Return lower-case names with the offsets of their values; the first of a name counts."""
    found: Attributes = {}
    for match in _ATTRIBUTE.finditer(text, start, end):
        group = match.lastindex or 1
        span = match.span(group) if group > 1 else (match.end(), match.end())
        found.setdefault(match.group(1).lower(), span)
    return found


def comment_end(text: str, start: int, end: int) -> tuple[int, int]:
    """Return where the content and the whole of the comment that begins at `start` end."""
    if text.startswith((">", "->"), start + 4):
        return start + 4, text.index(">", start) + 1
    close = _COMMENT_END.search(text, start + 4, end)
    return close.span() if close else (end, end)


def _names(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


VOID = _names("area base br col embed hr img input link meta param source track wbr frame basefont bgsound keygen")
HEADINGS = {f"h{level}": level for level in range(1, 7)}
INLINE = _names(
    """
    a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd map mark meter nobr object output picture
    progress q rb rp rt rtc ruby s samp slot small span strike strong sub sup svg time tt u var audio video canvas math
    link trans router-link nuxt-link nuxtlink routerlink nextlink inertia-link navlink icon fragment
    """
)
_INLINE_ENDS = ("-icon", "-link", "icon", "-span", "-text", "-strong")
CLOSES_PARAGRAPH = _names(
    """
    address article aside blockquote center details dialog dir div dl dt dd fieldset figcaption figure footer form
    h1 h2 h3 h4 h5 h6 header hgroup hr li main menu nav ol p pre search section summary table ul xmp
    """
)
KNOWN = (
    INLINE
    | CLOSES_PARAGRAPH
    | VOID
    | _names(
        """
        html head body title script style template noscript iframe object td th tr thead tbody tfoot caption colgroup
        button label legend option optgroup select textarea datalist summary frameset noframes noembed marquee
        text tspan desc g path circle rect line polyline polygon defs use symbol mask stop filter
        """
    )
)
LISTS = _names("ul ol menu dir")
RAW = _names("script style iframe noembed noframes xmp textarea title")
SCOPES = _names("section article details dl dd li td th main footer header aside nav form")
CARDS = _names("div article section figure aside")


def is_inline(name: str) -> bool:
    """Say whether an element's text goes on in the line around it; components are blocks unless named like a link."""
    return name in INLINE or (name not in KNOWN and name.endswith(_INLINE_ENDS))


def is_component(name: str) -> bool:
    """Say whether `name` is none of HTML's own: a custom element or a framework's component."""
    return name not in KNOWN
