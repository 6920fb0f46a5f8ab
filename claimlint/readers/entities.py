"""Character references of HTML: where they stand in a piece of source and what they read as.

Follows the HTML standard: named references with a semicolon, the old ones without, decimal and hexadecimal numbers
with the Windows-1252 repair. Inside an attribute value an old name without semicolon is left alone before a letter,
a digit or `=`, so that `?a=1&copy=2` stays a query string.
"""

from __future__ import annotations

import html
from collections.abc import Iterator
from html.entities import html5

from claimlint import lazy

_REFERENCE = lazy.pattern(r"&(?:#(?:[xX]([0-9a-fA-F]++)|([0-9]++));?|([A-Za-z][A-Za-z0-9]*+;?))")
_WITHOUT_SEMICOLON = frozenset(name for name in html5 if not name.endswith(";"))
_LONGEST_OLD_NAME = max(map(len, _WITHOUT_SEMICOLON))
_LONGEST_NAME = max(map(len, html5))
_MOST_DIGITS = 8
_REPLACEMENT = "\N{REPLACEMENT CHARACTER}"


def references(text: str, *, attribute: bool = False) -> Iterator[tuple[int, int, str]]:
    """Yield `(start, end, reads as)` for every character reference of `text`, in order."""
    for match in _REFERENCE.finditer(text):
        hexadecimal, decimal, name = match.groups()
        if name is None:
            yield match.start(), match.end(), _number(hexadecimal or decimal, 16 if hexadecimal else 10)
            continue
        known = _known_name(name)
        if not known:
            continue
        end = match.start() + 1 + len(known)
        if attribute and not known.endswith(";") and (text[end : end + 1] == "=" or text[end : end + 1].isalnum()):
            continue
        yield match.start(), end, html5[known]


def decode(text: str, *, attribute: bool = False) -> str:
    """Return `text` with its character references replaced."""
    if "&" not in text:
        return text
    parts: list[str] = []
    last = 0
    for start, end, reads in references(text, attribute=attribute):
        parts += (text[last:start], reads)
        last = end
    return "".join(parts) + text[last:]


def _number(digits: str, base: int) -> str:
    significant = digits.lstrip("0")
    if len(significant) > _MOST_DIGITS:
        return _REPLACEMENT
    code = int(significant or "0", base)
    return html.unescape(f"&#{code};")


def _known_name(name: str) -> str:
    if len(name) <= _LONGEST_NAME and name in html5:
        return name
    for length in range(min(len(name), _LONGEST_OLD_NAME), 1, -1):
        if name[:length] in _WITHOUT_SEMICOLON:
            return name[:length]
    return ""
