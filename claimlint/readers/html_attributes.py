"""Attributes of a tag: which of them people read, and what the others say about its element."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from claimlint import lazy
from claimlint.readers import filler, prose
from claimlint.readers.html_tags import (
    CARDS,
    HEADINGS,
    LISTS,
    RAW,
    VOID,
    Attributes,
    attributes,
    is_component,
    is_inline,
)
from claimlint.readers.html_text import reading
from claimlint.record import Record
from claimlint.segment import Surface

_SPOKEN = frozenset(
    "alt title aria-label aria-description aria-roledescription aria-placeholder aria-valuetext placeholder "
    "data-tooltip data-title data-caption data-content data-text data-label data-description data-alt data-tip "
    "data-bs-title data-bs-content data-bs-original-title data-original-title data-sub-html data-confirm "
    "data-typed-items data-heading data-subtitle data-before data-quote".split()
)
_META_NAMES = frozenset(
    "description keywords abstract subject dc.description dc.title dcterms.description apple-mobile-web-app-title "
    "application-name headline alternativeheadline caption disambiguatingdescription reviewbody".split()
)
_SOCIAL = lazy.pattern(
    r"(?:og|twitter|article|product|al):[\w:]*?(?:title|description|alt|site_name|caption|label\d|data\d)"
)
_HIDDEN_STYLE = lazy.pattern(r"(?:display\s*+:\s*+none|visibility\s*+:\s*+hidden)", re.IGNORECASE)
_BUTTON_CLASS = lazy.pattern(r"(?<![\w-])(?:btn|button|cta)(?![\w])", re.IGNORECASE)
_FAQ = lazy.pattern(r"faq|question|accordion|(?<![\w-])qa?(?![\w-])", re.IGNORECASE)
_FOOTNOTE = lazy.pattern(
    r"\s*+(?:<a\b[^<>]*+>\s*+)?[\[(]?(?:[\d,;–-]{1,6}|[*†‡§¶]{1,3}|[a-z])[\])]?\s*+<", re.IGNORECASE
)
_MARKUP = lazy.pattern(rf"<[a-zA-Z{filler.FILLERS}][^<>]*+>")
_MACHINE_PROPS = lazy.pattern(r"(?:v-|:|@|#|x-|on[a-z]|bind:|client:|data-|aria-|wire:|hx-|ng-|\[|\(|\*)")
_COUNTS = frozenset(
    "data-count data-target data-to data-count-to data-countto data-counter data-end data-number data-final data-goal "
    "data-counter-value data-purecounter-end data-odometer-final data-countup data-count-up data-stop".split()
)
_AROUND = ("data-prefix", "data-suffix", "data-unit")
_FIGURES = frozenset(
    f"{mark}{name}"
    for mark in ("", ":", "v-bind:")
    for name in "value number num stat percent percentage count figure metric rate score target end end-val".split()
)
_COUNTER = lazy.pattern(r"count|number|odometer|ticker|stat|figure|metric|percent")
_NUMBER = lazy.pattern(r"\s*+[<>~≈+±-]?[$£€]?\d[\d,.]{0,12}+\s?(?:%|[xkKmM]\b|\+){0,2}\s*+")
_SHOWN = lazy.pattern(r"\s*+(?:[\d,.]{1,13}+\s*+)?+(?=</)")
_AFFIX = 24
LONGEST_KEPT = 400
"""A tag with more behind its name is judged anew each time."""
_OTHER = RAW | VOID | frozenset(("html", "head", "body", "title", "desc"))
_STATEFUL = frozenset(("b", "strong", "code", "svg", "sup"))
_DESCRIBED = (
    frozenset(HEADINGS)
    | LISTS
    | frozenset(
        """
    summary dt dd legend li option td th tr table blockquote button select datalist details footer pre text
    """.split()
    )
)


class Tag(Record, frozen=True):
    """What a start tag says by itself; offsets count from the first character behind its name.

    role: "line" for an element whose text goes on in the line around it and that changes nothing about it, "element"
    for any other that holds text, "other" for what needs a closer look. described: its name or attributes say more
    than that it is a block. figure: where the parts of a number stand that a script counts up to, or that a component
    shows beside its label. counter: a component that shows nothing but that number.
    """

    name: str
    rest: str
    found: Attributes
    role: str
    spoken: tuple[tuple[Surface, str, tuple[int, int]], ...] = ()
    hidden: bool = False
    button: bool = False
    faq: bool = False
    figure: tuple[tuple[int, int], ...] = ()
    counter: bool = False
    inline: bool = False
    closed: bool = False
    described: bool = False

    def value(self, name: str) -> str:
        """Return an attribute's value as it is written, lower case, "" where there is none."""
        return self.rest[slice(*self.found[name])].strip().lower() if name in self.found else ""


@lru_cache(maxsize=4096)
def judged(name: str, rest: str) -> Tag:
    """Judge the start tag `<name rest>`; pages repeat their tags, so that most are judged once."""
    return judge(name, rest)


def judge(name: str, rest: str) -> Tag:
    """Judge a start tag that is not worth remembering."""
    name = name.lower()
    found = attributes(rest, 0, len(rest)) if rest and not rest.isspace() else {}
    hidden = _is_hidden(rest, found)
    button = name != "button" and _is_button(rest, name, found)
    spoken = tuple(copy(rest, name, found)) if found else ()
    figure = _figure(rest, name, found) if found else ()
    counter = bool(figure) and not spoken and is_component(name) and _COUNTER.search(name) is not None
    inline = not button and not hidden and (counter or is_inline(name))
    closed = rest.endswith("/")
    faq = "class" in found and _FAQ.search(rest, *found["class"]) is not None
    role = "line" if inline and name not in _STATEFUL else "element"
    if closed or name in _OTHER:
        role = "other"
    return Tag(
        name,
        rest,
        found,
        role,
        spoken,
        hidden=hidden,
        button=button,
        faq=faq,
        figure=figure,
        counter=counter,
        inline=inline,
        closed=closed,
        described=faq or name in _DESCRIBED or "role" in found or ("class" in found and name in CARDS),
    )


def copy(text: str, name: str, found: Attributes) -> Iterator[tuple[Surface, str, tuple[int, int]]]:
    """Yield surface, key and value offsets of each attribute that people or search engines read."""
    if name == "meta":
        yield from _meta(text, found)
        return
    component = is_component(name)
    for attribute, span in found.items():
        if span[0] == span[1]:
            continue
        if attribute in _SPOKEN:
            if attribute[0] != "d" or _is_prose(text, span, attribute):
                yield Surface.ATTRIBUTE, attribute, span
        elif component:
            if not _MACHINE_PROPS.match(attribute) and _is_prose(text, span, attribute):
                yield Surface.ATTRIBUTE, attribute, span
        elif attribute == "value":
            if _is_button_input(text, name, found):
                yield Surface.BUTTON, "value", span
        elif attribute == "label" and name in ("option", "optgroup", "track"):
            yield Surface.LIST_ITEM, "label", span


def _figure(text: str, name: str, found: Attributes) -> tuple[tuple[int, int], ...]:
    """Return the number that a counter ends at, or that is a prop of a component, with what is put around it."""
    names, around = (_FIGURES, ("prefix", "suffix", "unit")) if is_component(name) else (_COUNTS, _AROUND)
    for attribute in found.keys() & names:
        number = found[attribute]
        if _NUMBER.fullmatch(text, *number):
            prefix = [found[key] for key in around[:1] if key in found and found[key][1] < number[0]]
            suffix = [found[key] for key in around[1:] if key in found and found[key][0] > number[1]]
            pieces = [*prefix, number, *suffix[:1]]
            return tuple(piece for piece in pieces if 0 < piece[1] - piece[0] <= _AFFIX)
    return ()


def counts(tag: Tag, text: str, stop: int) -> int:
    """Return where the text ends that a script replaces by the number of the tag that ends at `stop`, 0 for none."""
    if not tag.figure or (is_component(tag.name) and not tag.counter):
        return 0
    if tag.closed and tag.counter:
        return stop
    shown = _SHOWN.match(text, stop)
    return shown.end() if shown else 0


def _is_prose(text: str, span: tuple[int, int], key: str) -> bool:
    return prose.is_copy(reading(text, span), key)


def _is_button_input(text: str, name: str, found: Attributes) -> bool:
    kind = text[slice(*found["type"])].strip().lower() if "type" in found else ""
    return name == "input" and kind in ("submit", "button", "reset")


def _meta(text: str, found: Attributes) -> Iterator[tuple[Surface, str, tuple[int, int]]]:
    if "content" not in found:
        return
    for attribute in ("name", "property", "itemprop"):
        if attribute in found:
            key = text[slice(*found[attribute])].strip().lower()
            if key in _META_NAMES or _SOCIAL.fullmatch(key) or (attribute == "itemprop" and key == "name"):
                yield Surface.META, key, found["content"]
                return


def _is_hidden(text: str, found: Attributes) -> bool:
    """Say whether the element itself is not shown."""
    if "hidden" in found:
        return True
    return "style" in found and _HIDDEN_STYLE.search(text, *found["style"]) is not None


def _is_button(text: str, name: str, found: Attributes) -> bool:
    """Say whether a link or another element is made to look like a button."""
    if name not in ("a", "span", "div"):
        return False
    if "role" in found and text[slice(*found["role"])].strip().lower() == "button":
        return True
    return name == "a" and "class" in found and _BUTTON_CLASS.search(text, *found["class"]) is not None


def heading_level(tag: Tag) -> int:
    """Return the level of an element with `role="heading"`, 0 for another role."""
    if tag.value("role") != "heading":
        return 0
    level = tag.value("aria-level")
    return int(level) if level in ("1", "2", "3", "4", "5", "6") else 2


def span(tag: Tag, name: str, most: int) -> int:
    """Return how many columns (`colspan`) or rows (`rowspan`) a cell takes."""
    count = tag.value(name)
    return max(1, min(int(count), most)) if count.isascii() and count.isdigit() and len(count) < 4 else 1


def is_footnote(text: str, start: int, stop: int) -> bool:
    """Say whether the `<sup>` at `text[start:stop]` marks a footnote after a word, not a power or an ordinal."""
    before = text[start - 1 : start]
    return (before.isalpha() or before in tuple('.,;:!?”’)"')) and _FOOTNOTE.match(text, stop) is not None


def looks_like_markup(text: str, start: int, end: int) -> bool:
    """Say whether the body of a script with a template's type holds tags."""
    return _MARKUP.search(text, start, end) is not None


@lru_cache(maxsize=32)
def closing(name: str) -> re.Pattern[str]:
    """Return the pattern of the end tag that alone ends an element without markup in it."""
    return re.compile(rf"</{name}(?=[\s/>])[^>]*+>", re.IGNORECASE)
