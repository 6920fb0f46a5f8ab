"""What stands between the marks of a template: does it print, does it part two texts, which strings does it hold."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import Enum, auto
from functools import lru_cache

from claimlint import lazy
from claimlint.readers import filler
from claimlint.readers.values import RawText, fragment
from claimlint.record import replace
from claimlint.segment import PLACEHOLDER, Context, Segment, Surface


class Kind(Enum):
    """What a pair of marks holds."""

    VALUE = auto()
    TAG = auto()
    MUSTACHE = auto()
    COMMENT = auto()
    RAW = auto()
    ESCAPE = auto()
    PHP = auto()


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


BLOCKS = _words("comment raw verbatim schema style stylesheet javascript css")
"""Tags whose content is no markup of the page, or is to be taken as it stands."""
_PARTING = _words("else elif elseif elsif when case empty plural pluralize rescue")
_PRINTING_TAGS = _words("trans translate lang cycle now firstof increment decrement include_cached component")
_OPENS_TRANSLATION = lazy.pattern(r"[-+~]?\s*+trans(?:late)?(?:\s++\w++\s*+=[^'\"]*+)?\s*+[-+~]?")
"""`{% trans %}` with its text behind it, not the tag that prints what it is given."""
_GO_CONTROL = _words("if range with end block define template partial partialCached return break continue else")
_INCLUDING = lazy.pattern(r"\s*+[-=~]?\s*+(?:await\s+)?(?:include|render|partial|yield|partial_cached|content_for)\b")
_FIRST_WORD = lazy.pattern(r"[-~+_=&]?\s*+\}?\s*+([A-Za-z_]\w*+|[#/^>*])?")
_GO_ASSIGNMENT = lazy.pattern(r"-?\s*+\$[\w.]++\s*+:?=")
_JS_ELSE = lazy.pattern(r"[_-]?\s*+(?:\}\s*+else\b|case\b|default\s*+:|else\b|elseif\b|endif\b.*\belse\b)")
_PHP_ELSE = lazy.pattern(r"\s*+(?:\}\s*+)?(?:else|elseif|case|default)\b")
_PHP_PRINTS = lazy.pattern(
    r"(?:echo|print|printf|_e|_ex|esc_html_e|esc_attr_e|pll_e|the_\w++|bloginfo|single_\w+_title|wp_title)\b"
)
_PRINT_SIGNS = ("echo", "print", "_e", "the_", "bloginfo", "_title")
"""What has none of these prints nothing; they are found far sooner than the pattern."""
_GOES_ON = lazy.pattern(r"[\w$>:]")
_SHORT_PHP = lazy.pattern(r"\s|[-=]")

DIRECTIVES = _words(
    """
    if elseif else endif unless endunless isset endisset empty endempty auth endauth guest endguest production
    endproduction env endenv hasSection sectionMissing switch case break default endswitch for endfor foreach endforeach
    forelse endforelse while endwhile continue php endphp include includeIf includeWhen includeUnless includeFirst each
    extends section endsection stop show yield parent push endpush pushOnce endPushOnce prepend endprepend stack once
    endonce component endcomponent slot endslot props aware class style checked selected disabled readonly required csrf
    method error enderror lang choice json js vite verbatim endverbatim inject use livewire livewireStyles
    livewireScripts session endsession can endcan cannot endcannot canany endcanany overwrite append dd dump fragment
    endfragment svg asset routes
    """
)
WITHOUT_ARGUMENTS = _words("else endif endforeach endfor csrf parent endsection stop show endphp verbatim")
PART_DIRECTIVES = _words("else elseif case default empty")
VALUE_DIRECTIVES = _words("yield lang choice json js")
SECTION_END = lazy.pattern(r"@(?:endsection|stop|show|overwrite|append)\b")

ESCAPES = lazy.pattern(r"\\(?=['\"\\])")
_QUOTED = lazy.pattern(r"['\"`]|[({\[]|[)}\]]")
_PRINTED = lazy.pattern(
    r"""[-=~\s]*+(?:(?:echo|print)\b\s*+)?+
    (?:(?:trans|translate|gettext|__|_e|_x|_ex|_|t|i18n|lang|tr|esc_html__|esc_html_e|esc_html_x|esc_attr__|esc_attr_e|
    esc_attr_x|pll__|pll_e|\$t|I18n\.t|raw|h)\b\s*+\(?+\s*+)?+
    (?:'(?P<single>[^'\\]*+(?:\\['\\][^'\\]*+)*+)'|"(?P<double>[^"\\${}]*+(?:\\["\\][^"\\${}]*+)*+)")
    (?:\s*+,\s*+['"][\w .-]*+['"])*+\s*+\)?+
    (?:\s*+\|\s*+(?:trans|translate|t|_|e|escape|raw|safe|h|upcase|downcase|capitalize|upper|lower|title|striptags|
    strip_html|nl2br|newline_to_br|markdown|md|markdownify)\b(?:\s*+\(\s*+\))?+)*+\s*+;?+[-~_\s]*+""",
    re.VERBOSE,
)
_KEY_LIKE = lazy.pattern(r"[\w-]+(?:[._:/][\w-]+)+|[a-z_]+")
_STRING = lazy.pattern(
    r"(?:['\"]?(?P<key>[A-Za-z_][\w-]*+)['\"]?\s*+(?:=>|:(?!:)|=(?!=))\s*+|[:'\"](?P<given>[A-Za-z_][\w-]*+)['\"]?\s*+,\s*+"
    r"|['\"](?P<pair>[A-Za-z_][\w-]*+)['\"]\s++)?"
    r"(?:'(?P<single>[^'\\]*+(?:\\.[^'\\]*+)*+)|\"(?P<double>[^\"\\]*+(?:\\.[^\"\\]*+)*+))['\"]?",
    re.DOTALL,
)
_INTERPOLATION = lazy.pattern(
    r"\\(?:u\{([0-9a-fA-F]{1,6})\}|u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|(.))|[#$]\{[^{}'\"]*+\}", re.DOTALL
)
_COMPARED = lazy.pattern(r"(?:[=!]==?|<>|\b(?:contains|in|is|eq|ne|when|case|==))\s*+\Z")
_COMPARED_ENDS = ("=", "<>", "contains", "in", "is", "eq", "ne", "when", "case")
_COMPARED_AFTER = lazy.pattern(r"\s*+[=!]==?")
_LOOK_BACK = 40
_TITLES = _words("title page_title meta_title head_title site_title seo_title pagetitle metatitle doctitle htmltitle")
_DESCRIPTIONS = _words(
    "description meta_description page_description og_description seo_description metadescription keywords"
)


def first_word(text: str, start: int, end: int) -> str:
    """Return the name of a tag, or a Handlebars sigil."""
    found = _FIRST_WORD.match(text, start, end)
    return (found.group(1) or "") if found else ""


@lru_cache(maxsize=64)
def end_tag(name: str) -> re.Pattern[str]:
    """Return the pattern of `{% endname %}`."""
    return re.compile(rf"\{{%[-+~]?\s*+end{re.escape(name)}\b[^%]*+%\}}")


def effect(dialect: str, kind: Kind, word: str, text: str, start: int, end: int) -> str:
    """Return the filler for a stretch of code."""
    if kind is Kind.MUSTACHE:
        if word in ("else", "^"):
            return filler.PART
        if dialect == "go":
            control = word in _GO_CONTROL or _GO_ASSIGNMENT.match(text, start, end) is not None
            return filler.GONE if control else filler.VALUE
        return filler.GONE if word in ("#", "/", ">", "*") else filler.VALUE
    if kind is Kind.VALUE:
        return filler.GONE if dialect in ("erb", "ejs") and _INCLUDING.match(text, start, end) else filler.VALUE
    if dialect in ("erb", "ejs"):
        return filler.PART if word in _PARTING or _JS_ELSE.match(text, start, end) else filler.GONE
    if word in _PARTING:
        return filler.PART
    prints = word in _PRINTING_TAGS and not _OPENS_TRANSLATION.fullmatch(text, start, end)
    return filler.VALUE if prints else filler.GONE


def close(text: str, start: int, first: int, closer: str, room: int, balanced: bool) -> tuple[int, int]:
    """Return where `closer` stands outside strings (and outside brackets where `balanced`), and how far was looked.

    first: where it stands at all, if known. A quote that does not close on its line is an apostrophe. -1: not found.
    """
    if first >= 0 and not _QUOTED.search(text, start, first):
        return first, 0
    at, depth, limit = start, 0, min(len(text), start + room)
    lonely: dict[str, int] = {}
    pattern = _closer_or_quote(closer)
    while (found := pattern.search(text, at, limit)) is not None:
        mark = found.group()
        at = found.end()
        if mark in "'\"`":
            if found.start() < lonely.get(mark, -1):
                continue
            string = _string_pattern(mark).match(text, found.start(), limit)
            if string is None:
                line_end = text.find("\n", at, limit)
                lonely[mark] = limit if line_end < 0 else line_end
            else:
                at = string.end()
        elif mark == closer and (depth == 0 or not balanced):
            return found.start(), at - start
        elif mark in "([{":
            depth += 1
        elif mark in ")]}":
            depth = max(depth - 1, 0)
        elif balanced and mark == closer:
            depth = max(depth - 1, 0)
            at = found.start() + 1
    return -1, limit - start


@lru_cache(maxsize=16)
def _closer_or_quote(closer: str) -> re.Pattern[str]:
    return re.compile(rf"{re.escape(closer)}|['\"`(){{}}\[\]]")


@lru_cache(maxsize=4)
def _string_pattern(quote: str) -> re.Pattern[str]:
    return re.compile(rf"{quote}[^{quote}\\\n]*+(?:\\.[^{quote}\\\n]*+)*+{quote}")


def printed(text: str, start: int, end: int) -> tuple[int, int] | None:
    """Return where the literal stands that the code prints as it is, for a reader to see; None for a look-up key."""
    found = _PRINTED.fullmatch(text, start, end)
    if found is None:
        return None
    group = "single" if found.group("single") is not None else "double"
    literal = found.group(group)
    if not any(map(str.isalpha, literal)) or _KEY_LIKE.fullmatch(literal):
        return None
    if ("'" in literal or '"' in literal or "<" in literal) and _inside_tag(text, start):
        return None
    return found.span(group)


def _inside_tag(text: str, at: int) -> bool:
    stop = at
    floor = max(at - 400, 0)
    while (open_at := text.rfind("<", floor, stop)) >= 0:
        if text[open_at + 1 : open_at + 2].isalpha():
            return text.find(">", open_at, at) < 0
        stop = open_at
    return False


def strings(text: str, start: int, end: int) -> Iterator[tuple[str | None, Surface | None, Segment]]:
    """Yield the strings of a stretch of code with the names that hold them.

    The surface is TITLE or META where the code gives the page's title or description to its layout, else None.
    """
    for found in _STRING.finditer(text, start, end):
        group = "single" if found.group("single") is not None else "double"
        begin, stop = found.span(group)
        if begin == stop:
            continue
        before = text[max(found.start() - _LOOK_BACK, start) : found.start()]
        compared = before.rstrip().endswith(_COMPARED_ENDS) and _COMPARED.search(before)
        if compared or _COMPARED_AFTER.match(text, found.end(), end):
            continue
        key = found.group("key") or found.group("given") or found.group("pair")
        yield (
            key,
            page_surface(key or "") if found.group("given") else None,
            _decoded(text, begin, stop, group == "double"),
        )


def spoken(raw: Segment, surface: Surface, key: str | None) -> list[Segment]:
    """Return the segments of a string that is known to be read, with nothing around it."""
    return [replace(segment, context=Context(key=key)) for segment in fragment(raw, surface)]


def page_surface(name: str) -> Surface | None:
    """Return what a block or an argument of that name says of the whole page."""
    plain = name.strip("'\"").lower().replace("-", "_")
    if plain in _TITLES:
        return Surface.TITLE
    return Surface.META if plain in _DESCRIPTIONS else None


def _decoded(text: str, start: int, end: int, interpolated: bool) -> Segment:
    raw = RawText()
    last = start
    for piece in _INTERPOLATION.finditer(text, start, end):
        reads = _reads(piece, interpolated)
        if reads is None:
            continue
        raw.literal(last, text[last : piece.start()])
        raw.atomic(reads, piece.start(), piece.end() - piece.start())
        last = piece.end()
    raw.literal(last, text[last:end])
    return raw.finish()


def _reads(piece: re.Match[str], interpolated: bool) -> str | None:
    if not piece.group().startswith("\\"):
        return PLACEHOLDER if interpolated else None
    braced, unit, byte, simple = piece.groups()
    if simple is not None:
        return {"n": "\n", "t": "\t", "r": "\r"}.get(simple, simple)
    code = int(braced or unit or byte, 16)
    return chr(code) if code < 0xD800 or 0xDFFF < code <= 0x10FFFF else "\N{REPLACEMENT CHARACTER}"


def prints(text: str, start: int, end: int) -> bool:
    """Say whether PHP code prints something."""
    code = text[start:end]
    return any(sign in code for sign in _PRINT_SIGNS) and any(
        found.start() == start or not _GOES_ON.match(text, found.start() - 1)
        for found in _PHP_PRINTS.finditer(text, start, end)
    )


def is_else(text: str, start: int, end: int) -> bool:
    """Say whether PHP code begins another branch."""
    return _PHP_ELSE.match(text, start, end) is not None


def is_short_php(text: str, at: int) -> bool:
    """Say whether `<?` opens code: `<?xml` does not."""
    return at >= len(text) or _SHORT_PHP.match(text, at) is not None
