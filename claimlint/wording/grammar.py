"""Small English: capitals, a and an, American spelling, lists, and the shape of a bullet's label and gloss."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Literal

from claimlint import lazy
from claimlint.yamlload import Text

_WORD = lazy.pattern(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_BULLET = lazy.pattern(r"(?P<label>[^–—:\n]{1,60}?)(?P<mark>\s*[–—]\s*|:\s+|\s+-\s+)(?P<gloss>\S.*)", re.DOTALL)
_SMALL_WORDS = frozenset("a an and as at by for from in of on or the to with".split())
_AN = lazy.pattern(r"(?:[aeio]|u(?!ni|se|sa|ro|k\b)|hour|hono|heir)(?<!one)", re.IGNORECASE)
_A = lazy.pattern(r"(?:one\b|once|eu|ewe)", re.IGNORECASE)
_SPELT_OUT = lazy.pattern(r"[A-Z]{2,}s?(?![a-z])|[A-Z](?![\w'])")
_SPELT_VOWELS = frozenset("AEFHILMNORSX")


def capital(text: str) -> str:
    """Return the text with a capital first letter, unless its first word has a form of its own (hCG, eMax)."""
    if len(text) > 1 and text[0].islower() and text[1].isupper():
        return text
    return text[:1].upper() + text[1:]


def uncapital(text: str) -> str:
    """Return the text with a small first letter, unless its first word is an abbreviation or the pronoun I."""
    if len(text) > 1 and (text[1].isupper() or not text[1].isalpha()):
        return text
    return text[:1].lower() + text[1:]


def article(following: str) -> str:
    """Return “a” or “an” for the words that follow."""
    if _SPELT_OUT.match(following):
        return "an" if following[0] in _SPELT_VOWELS else "a"
    return "an" if _AN.match(following) and not _A.match(following) else "a"


def title_case(text: str) -> str:
    """Return the text as a heading in title case; words that hold a capital keep their form."""
    return " ".join(_titled(word, first=not index) for index, word in enumerate(text.split(" ")))


def _titled(word: str, *, first: bool) -> str:
    if word != word.lower():
        return capital(word) if first else word
    parts = word.split("-")
    return "-".join(
        part if part in _SMALL_WORDS and (index or not first) else capital(part) for index, part in enumerate(parts)
    )


def is_title_case(text: str) -> bool:
    """Return whether a heading of two words or more is in title case."""
    words = [word for word in text.split() if word[0].isalpha() and word.lower() not in _SMALL_WORDS]
    return len(words) > 1 and all(word[0].isupper() for word in words)


def american(text: str, spellings: Mapping[Text, Text]) -> str:
    """Return the text with its British words spelt the American way."""

    def spell(match: re.Match[str]) -> str:
        word = match.group()
        other = spellings.get(Text(word.lower()))
        if other is None:
            return word
        return capital(other) if word[0].isupper() else other

    return _WORD.sub(spell, text)


def spelling(text: str, spellings: Mapping[Text, Text]) -> Literal["american", "british"] | None:
    """Return how a text spells the words that differ, None where it has none or as many of one as of the other."""
    americans = frozenset(spellings.values())
    score = 0
    for match in _WORD.finditer(text):
        word = match.group().lower()
        score += (word in americans) - (word in spellings)
    return None if score == 0 else "american" if score > 0 else "british"


def series(items: Sequence[str], *, oxford: bool = False) -> str:
    """Return “a”, “a and b” or “a, b and c”, with a comma before the last “and” where it is American."""
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])}{',' if oxford and len(items) > 2 else ''} and {items[-1]}"


def bullet(text: str) -> tuple[str, str, str] | None:
    """Return label, mark and gloss of “Label – gloss”, or None where the text is not of that form."""
    match = _BULLET.fullmatch(text.strip())
    return (match["label"], match["mark"], match["gloss"]) if match else None
