"""A string found in code or data to a verdict: copy that a visitor reads, or something for the machine.

Keys are judged by a deny-list (an allow-list misses shouting constants, one-letter keys and bare arrays), values by
what they look like. Reading a harmless label costs nothing; reading a class list as prose reports claims nobody makes.
"""

from __future__ import annotations

import re
from functools import lru_cache

from claimlint import lazy
from claimlint.segment import PLACEHOLDER

_LOOKED_AT = 4000
_NOTHING = 2
_SPEAKING = 2
_SPEAKING_CODE = 4
_COUNTED = 60
_SENTENCE = 5
_GLANCE = 12


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


_NEVER = _words(
    """
    class classname classnames classes href src srcset srcdoc url uri slug slugs style styles css d viewbox fill stroke
    xmlns rel target method selector regex regexp endpoint token secret locale lang hreflang encoding mime mimetype ref
    testid labelledby describedby controls htmlfor for autocomplete fontfamily font easing ease gradient sizes sx
    stylesheet namespace handler callback charset integrity nonce sha hash checksum uuid guid license format
    """
)
_ALONE = _words("stroke fill d for target method ease font gradient format license token secret ref")
"""Words of `_NEVER` that also end names of copy: `treatmentMethod`, `riskOfStroke`."""
_HARDLY = _words(
    """
    id ids type icon key keys path image img photo picture variant color colour size layout component element
    date datetime file filename folder dir anchor route link permalink video thumbnail logo avatar mode align
    event role scheme theme background bg transition animation property prop attribute attr identifier pathname
    currency timezone sku code redirect canonical basename extension version module package locales transform
    """
)
_SPEAKS = _words(
    """
    title label text heading headline subheading subtitle caption alt quote question answer q a description desc tagline
    badge cta button summary body content benefit feature bullet point highlight pill list item intro usp claim
    result outcome message promise advantage reason paragraph testimonial review
    """
)
_STYLES = _words(
    "class classes style styles css sx stylesheet font fontfamily easing ease gradient regex regexp selector"
)
"""Words of `_NEVER` that hold lists of names for the machine."""
_CLASSES = ("classname", "classnames", "classes", "classlist")
_FUNCTION_WORDS = _words(
    """
    a an the and or of for to in on at by with without from as is are was were be been can may will your our you we us
    it its this that these those no not their they he she his her who how what why when where which if than then
    into over after before up about more most all any so do does have has had
    """
)
_STYLE_WORDS = _words(
    """
    flex grid block inline hidden absolute relative fixed sticky static container rounded border shadow transition
    truncate italic underline uppercase lowercase capitalize antialiased group peer prose row column col wrap nowrap
    btn button active disabled fade show collapse collapsed visible invisible noopener noreferrer nofollow external
    primary secondary outline solid ghost center left right top bottom middle auto none both smooth lazy eager
    ease linear infinite forwards alternate transform resize isolate sr-only not-sr-only inline-block inline-flex
    serif sans-serif monospace bold normal img-fluid clearfix card modal navbar nav dropdown alert wrapper inner
    responsive reverse ring blur filter contents table grow shrink outline-none
    """
)
_UTILITY = lazy.pattern(
    r"""(?:[\w\[\]&>*()=./%#@-]++:)*+!?-?(?:
        [mp][trblxyse]?|[wh]|min-[wh]|max-[wh]|size|bg|text|font|leading|tracking|flex|grid|cols?|rows?|gap|space|items|
        justify|content|self|place|order|rounded|border|divide|ring|shadow|drop-shadow|opacity|transition|duration|ease|
        delay|animate|scale|rotate|translate|skew|origin|z|top|bottom|left|right|inset|overflow|object|cursor|select|
        pointer-events|from|via|to|fill|stroke|line-clamp|list|table|align|whitespace|break|aspect|backdrop|blur|
        will-change|sr|btn|fa[srlbd]?|bi|icon|col|offset|d|g|is|has|js|wow|aos|swiper|card|nav|navbar|modal|form|hero|
        container|section|underline|decoration|snap|scroll|touch|accent|outline|basis|grow|shrink|prose|group|max|min
    )-[\w./%#\[\](),:!*&>'"=+~-]*+""",
    re.VERBOSE,
)
_MODIFIER = lazy.pattern(
    r"(?:sm|md|lg|xl|2xl|hover|focus|active|group-hover|dark|first|last|odd|even|before|after|disabled|max-\w+):\S+"
)
_BEM = lazy.pattern(r"[a-z][a-z0-9-]*(?:__|--)[a-z][\w-]*|[a-z]+(?:_[a-z0-9]+)+|\S*\[[^\]\s]*\]\S*")
_CLASS_SHAPE = lazy.pattern(f"(?:{_MODIFIER.pattern}|{_BEM.pattern}|{_UTILITY.pattern})", re.VERBOSE)
_SHAPED = lazy.pattern(r"[-:_\[]")
_ADDRESS = lazy.pattern(
    r"""(?:
        (?:[a-z][a-z0-9+.-]{1,20}:)?//\S | (?:mailto|tel|data|javascript|blob|sms|urn|node|file|npm|astro|virtual):\S
        | [./~@\#$][\w./@-] | www\.\S | [\w.+-]+@[\w-]+\.\w
    )""",
    re.VERBOSE | re.IGNORECASE,
)
_FILE_NAME = lazy.pattern(
    r"\S*\.(?:jpe?g|png|gif|svg|webp|avif|ico|mp4|webm|mov|mp3|pdf|css|scss|js|mjs|cjs|jsx|tsx?|json|html?|php|vue|svelte|"
    r"astro|mdx?|ya?ml|xml|txt|csv|woff2?|ttf|otf|zip|docx?)(?:[?#]\S*)?",
    re.IGNORECASE,
)
_MEDIA_NAME = lazy.pattern(
    r"[\w ./()&'-]{1,160}\.(?:jpe?g|png|gif|svg|webp|avif|ico|mp4|webm|mov|mp3|pdf)", re.IGNORECASE
)
_STYLE_VALUE = lazy.pattern(
    r"\d(?:px|rem|vh|vw|vmin|vmax|fr|ms|deg|dvh)\b|(?<![\w.])[\d.]+s\s+(?:ease|linear|infinite|forwards|cubic)|"
    r"\b(?:rgba?|hsla?|var|calc|url|clamp|translate(?:3d|[XYZ])?|scale[XY]?|rotate|skew|cubic-bezier|"
    r"(?:linear|radial|conic)-gradient|repeat|minmax|matrix|blur|drop-shadow)\(|!important|,\s*(?:sans-)?serif\b|\bmonospace\b"
)
_DECLARATION = lazy.pattern(
    r"\s*(?:--[\w-]+|(?:-webkit-|-moz-)?(?:color|background|width|height|margin|padding|display|font|transform|transition|"
    r"border|opacity|position|top|left|right|bottom|z-index|overflow|text|line-height|letter-spacing|flex|grid|gap|"
    r"align|justify|cursor|max|min|box-shadow|animation|visibility|white-space|object)(?:-[a-z-]+)?)\s*:\s*[^\s:]"
)
_CODE = lazy.pattern(
    r"=>|[!=]==|&&|\|\||\bfunction\b\s*\w*\(|\.(?:innerHTML|prototype|getElement|querySelector|addEventListener)\b|"
    r";\s*\}|\{\s*[\r\n]|\)\s*;|\)\s*\{|\b(?:const|let|var)\s+\w+\s*=|\bimport\s+[\w{*]|^\s*(?:SELECT|INSERT|UPDATE|query|"
    r"mutation|fragment)\s+\S.*[{(*]|\$\(|^\*\[|\+\+;|\s/>\s*$"
)
_STYLESHEET = lazy.pattern(r"\{\s*+(?:/\*[^*]*+\*/\s*+)*+-{0,2}[a-z][a-z-]*+\s*+:[^;{}]{1,200}+;")
_QUERIES = ("SELECT", "INSERT", "UPDATE", "DELETE", "CREATE", "ALTER", "REPLACE")
_QUERY = lazy.pattern(
    r"SELECT\b[^;]{1,400}?\bFROM\b|(?:INSERT|REPLACE)\s+INTO\b|UPDATE\s+\S+\s+SET\b|DELETE\s+FROM\b"
    r"|(?:CREATE|ALTER)\s+TABLE\b"
)
_CODE_SIGN = lazy.pattern(r"=[>= ]|&&|\|\||[{}]|\);|\$\(|innerHTML|\.prototype|ocument\.|/>|\*\[|\+\+;")
_SIGN = lazy.pattern(rf"[<>{{}}=&|$*+;{PLACEHOLDER}]")
"""What has none of these, nor a name that only scripts use, is no code."""
_DRAWING = lazy.pattern(r"[MmLlHhVvCcSsQqTtAaZzEe0-9\s.,+-]+")
_DATE_PART = lazy.pattern(r"yy|YY|MM|dd|DD|HH|hh|mm")
_DATE_FORMAT = lazy.pattern(r"[yYMdDHhmsSaAEZoT.,:/\s'\[\]-]+")
_ASSIGNMENTS = lazy.pattern(r"(?:[\w-]+=[^\s,;]+[\s,;]*)+")
_ISO = lazy.pattern(r"\d{4}-\d\d-\d\d(?:T[\d:.]+\w*)?")
_HEADER = lazy.pattern(
    r"[A-Z][a-z]+(?:-[A-Z][a-z]+)+:|(?:[a-z*]+/[a-z0-9.+*-]+[,;\s]*)+(?:q=|charset=|$)|Bearer\b|Mozilla/"
)
_PLAIN = lazy.pattern(r"[A-Z][a-z'’]++[,:]?(?: (?:[A-Za-z][a-z'’-]*+[,:;]?|&))++[.!?]?")
_DIGIT = lazy.pattern(r"\d")
_MAY_STYLE = lazy.pattern(r"[\d(!,]")
_KEY = lazy.pattern(r"[\"“‘'(¿]?[^\W_][^{}<>=|\\^$*#@\[\]~;/+_`\n]*+")
_LOWER = lazy.pattern(r"[a-z][a-z'’-]++(?: [a-z][a-z'’-]*+)++")
_JOINT = lazy.pattern(r"(?<!\d)[.:]\S")
_LONGEST_KEY = 1_000
_VERBS_OF_HTTP = frozenset(("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"))
_DIRECTIVES = frozenset({"use strict", "use client", "use server", "use asm", "top level"})
_TAG = lazy.pattern(r"<[/!]?[a-zA-Z][^<>]*+>")
_CODE_ELEMENT = lazy.pattern(r"<(script|style)\b.*?(?:</\1>|\Z)", re.DOTALL | re.IGNORECASE)
_WORD = lazy.pattern(r"[^\W\d_](?:[^\W_]|['’])*+")
_BREAKS_NAME = lazy.pattern(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|[\W_]+")
_LABEL_WORD = lazy.pattern(r"[^\W\d_]{2,}(?:[-‑–/&'’][^\W_]+)*[.!?*:…™®]*|\d+%?[-‑][^\W\d_]{3,}[.!?]*")
_IDENTIFIER = lazy.pattern(r"[\w$]*[a-z0-9][A-Z][\w$]*|\w*_\w*|[A-Z0-9]+")

_HTML = lazy.pattern(
    r"</?(?:p|div|h[1-6]|[uo]l|li|br|hr|strong|b|em|i|u|span|a|section|article|main|table|t[rdh]|thead|tbody|blockquote|img|"
    r"button|header|footer|figure|figcaption|small|sup|sub|html|body|head|mark|label|details|summary|d[ltd])"
    r"(?:\s[^<>]*+)?/?>|&(?:[a-zA-Z]{2,8}\d{0,2}|\#\d{1,7}|\#x[0-9a-fA-F]{1,6});|<!doctype\b",
    re.IGNORECASE,
)
_MARKDOWN = lazy.pattern(
    r"^[ \t]{0,3}(?:\#{1,6}[ \t]+\S|[-*+][ \t]+\S|\d{1,3}[.)][ \t]+\S|>[ \t]?\S)|\*\*[^\s*][^*\n]{0,300}\*\*|"
    r"\[[^\]\n]{1,200}\]\([^)\s]{1,500}\)",
    re.MULTILINE,
)


def is_copy(text: str, key: str | None = None) -> bool:
    """Say whether `text`, held by `key` (object key, attribute, variable; its last name counts), is copy.

    Give the decoded text. A string in an array has the array's key. Expressions stand as PLACEHOLDER.
    """
    refusal = _key_refuses(key) if key else 0
    if refusal == _NOTHING:
        return False
    if len(text) <= _LOOKED_AT:
        if _is_plain(text):
            return _is_plain_copy(text, refusal)
        tokens = text.split(None, _GLANCE)
        if _speaks(text, tokens):
            return not refusal or len(tokens) >= _SENTENCE
    words = text[:_LOOKED_AT].replace(PLACEHOLDER, " ").strip()
    if "<" in words:
        words = _TAG.sub(" ", _CODE_ELEMENT.sub(" ", words)).strip()
    tokens = words.split()
    if not tokens or not _WORD.search(words):
        return False
    if len(tokens) == 1:
        return bool(key) and not refusal and _is_label(tokens[0], key or "") and not _is_mechanical(tokens[0])
    spoken = len(_FUNCTION_WORDS.intersection(tokens))
    if spoken >= _SPEAKING:
        plain = spoken >= _SPEAKING_CODE and len(tokens) <= _COUNTED and "{" not in words
        if not plain and _is_code(words):
            return False
    elif _is_mechanical(words) or _is_class_list(tokens, text):
        return False
    return not refusal or _is_sentence(words, tokens)


def _is_plain_copy(text: str, refusal: int) -> bool:
    tokens = text.split(" ")
    styled = "-" in text or not _STYLE_WORDS.isdisjoint(tokens)
    if styled and len(_FUNCTION_WORDS.intersection(tokens)) < _SPEAKING and _is_class_list(tokens, text):
        return False
    return not refusal or _is_sentence(text, tokens)


def _speaks(text: str, tokens: list[str]) -> bool:
    """Say whether the first words of a text are a sentence's and no sign of code stands in it: most copy is that."""
    if len(_FUNCTION_WORDS.intersection(tokens)) < _SPEAKING or _SIGN.search(text) is not None:
        return False
    return not ("innerHTML" in text or ".prototype" in text or "ocument." in text)


def is_copy_key(key: str) -> bool:
    """Say whether the key of a map is itself copy: a question, a heading, a sentence, and no name that code goes by."""
    if " " not in key or len(key) > _LONGEST_KEY or not _KEY.fullmatch(key) or _JOINT.search(key):
        return False
    tokens = key.split()
    if len(tokens) < 2 or tokens[0] in _VERBS_OF_HTTP:
        return False
    asks = tokens[-1].endswith("?")
    said = len(tokens) >= _SPEAKING_CODE and _function_words(tokens) >= _SPEAKING
    return (asks or said or not tokens[0][:1].islower()) and is_copy(key)


def may_be_copy_key(key: str) -> bool:
    """Say whether a key in lower case may be copy if it holds a sentence: it is words alone, and no list of classes."""
    return len(key) <= _LONGEST_KEY and _LOWER.fullmatch(key) is not None and not _is_class_list(key.split(), key)


def is_sentence(text: str) -> bool:
    """Say whether a string is surely a sentence that somebody reads."""
    tokens = text[:_LOOKED_AT].split()
    return bool(tokens) and _is_sentence(text[:_LOOKED_AT].rstrip(), tokens) and is_copy(text)


def is_spoken_key(key: str | None) -> bool:
    """Say whether `key` names something that people read (`title`, `label`, `cardDescription`)."""
    return bool(key) and _last_name(key or "") in _SPEAKS


def is_machine_key(key: str | None) -> bool:
    """Say whether nothing under `key` is ever copy (`className`, `style`, `href`)."""
    return bool(key) and _key_refuses(key or "") == _NOTHING


@lru_cache(maxsize=4096)
def mutes(key: str) -> bool:
    """Say whether nothing below `key` is copy either, whatever it is called there; `postSlugs` may hold whole posts."""
    whole = re.sub(r"[\W_]+", "", key).lower()
    return is_machine_key(key) and (whole.endswith(_CLASSES) or _last_name(key) in _STYLES)


def markup_of(text: str) -> str | None:
    """Return "html" or "markdown" where a string holds such markup, else None."""
    if ("<" in text or "&" in text) and _HTML.search(text):
        return "html"
    if ("\n" in text or "*" in text or "](" in text or text[:1] == "#") and _MARKDOWN.search(text):
        return "markdown"
    return None


@lru_cache(maxsize=4096)
def _key_refuses(key: str) -> int:
    """Return `_NOTHING` where `key` never holds copy, 1 where only a sentence counts, else 0."""
    parts = [part for part in re.split(r"[.:]", key) if part and not part.isdigit()]
    if not parts:
        return 0
    whole = re.sub(r"[\W_]+", "", parts[-1]).lower()
    last = _last_name(key)
    if (
        parts[-1].startswith("@")
        or whole in _NEVER
        or (last in _NEVER and last not in _ALONE)
        or whole.endswith(_CLASSES)
    ):
        return _NOTHING
    return 1 if whole in _HARDLY or last in _HARDLY else 0


@lru_cache(maxsize=4096)
def _last_name(key: str) -> str:
    names = [name.lower() for name in _BREAKS_NAME.split(key) if name and not name.isdigit()]
    if not names:
        return ""
    last = names[-1]
    single = last[:-1] if last.endswith("s") else last
    return single if single in _NEVER or single in _HARDLY or single in _SPEAKS else last


def _is_label(word: str, key: str) -> bool:
    if _IDENTIFIER.fullmatch(word) or not _LABEL_WORD.fullmatch(word):
        return False
    return word[0].isupper() or word[0].isdigit() or _last_name(key) in _SPEAKS


def _is_plain(words: str) -> bool:
    """Say whether this is words alone, a capital first, as no machine writes them."""
    if _PLAIN.fullmatch(words) is None:
        return False
    return not ("serif" in words or "monospace" in words or words.startswith("Bearer"))


def _is_mechanical(words: str) -> bool:
    """Say whether no person wrote this for another; the cheap look before each pattern only saves time."""
    if _is_plain(words):
        return False
    if words in _DIRECTIVES or (_ADDRESS.match(words) and len(words.split(None, 4)) < 4):
        return True
    if "." in words and (_FILE_NAME.fullmatch(words) or (words[-1].isalnum() and _MEDIA_NAME.fullmatch(words))):
        return True
    if _DRAWING.fullmatch(words) and _DIGIT.search(words):
        return True
    if _ISO.match(words) or (_DATE_FORMAT.fullmatch(words[:40]) and _DATE_PART.search(words)):
        return True
    if _HEADER.match(words) or ("=" in words and _ASSIGNMENTS.fullmatch(words[:400])):
        return True
    if _is_code(words):
        return True
    if ((_MAY_STYLE.search(words) or "monospace" in words) and _STYLE_VALUE.search(words)) or (
        ":" in words and _DECLARATION.match(words)
    ):
        return _function_words(words.split()) < 2
    return False


def _is_code(words: str) -> bool:
    if words.startswith(_QUERIES) and _QUERY.match(words):
        return True
    if not _CODE_SIGN.search(words) or not (_CODE.search(words) or _STYLESHEET.search(words)):
        return False
    return _STYLESHEET.search(words) is not None or _function_words(words.split()) < _SPEAKING_CODE


def _is_class_list(tokens: list[str], text: str) -> bool:
    if _STYLE_WORDS.isdisjoint(tokens) and not _SHAPED.search(text):
        return False
    known = 0
    doubtful = 0
    for token in tokens:
        if token in _STYLE_WORDS or (not token.isalpha() and _SHAPED.search(token) and _CLASS_SHAPE.fullmatch(token)):
            known += 1
        elif token != token.lower() or token[-1] in ".,!?;:":
            doubtful += 1
    if known == 0:
        return False
    if PLACEHOLDER in text and known * 2 >= len(tokens):
        return True
    spoken = _function_words(tokens) + doubtful
    return known > spoken if known * 3 >= len(tokens) else False


def _is_sentence(words: str, tokens: list[str]) -> bool:
    return len(tokens) >= _SENTENCE and _function_words(tokens) >= (1 if words[-1] in ".!?" else 2)


def _function_words(tokens: list[str]) -> int:
    return len([token for token in tokens[:_COUNTED] if token.lower().strip(".,!?;:()\"'") in _FUNCTION_WORDS])
