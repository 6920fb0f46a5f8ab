"""Characters that stand for template code in a masked copy of the source; the copy has the same length.

They are noncharacters of Unicode, which no text holds on purpose: `clean` removes those that stand in a source anyway.
"""

from __future__ import annotations

from claimlint import lazy

VALUE = "\ufdd0"
"""First character of an expression whose value is printed; it reads as a PLACEHOLDER."""
MORE = "\ufdd1"
"""Every further character of the same expression."""
GONE = "\ufdd2"
"""Code that prints nothing: zero-width, the text before and after it belongs together."""
PART = "\ufdd3"
"""Code such as `else` between two texts that are never shown together."""

FILLERS = VALUE + MORE + GONE + PART
ANY = lazy.pattern(f"[{FILLERS}]")
_CLEAN = dict.fromkeys(map(ord, FILLERS), "\N{REPLACEMENT CHARACTER}")


def stands_in(text: str) -> bool:
    """Say whether any filler stands in `text`; sooner than the pattern does."""
    return not text.isascii() and (VALUE in text or MORE in text or GONE in text or PART in text)


def clean(text: str) -> str:
    """Return `text`, of the same length, without characters that would be taken for fillers."""
    return text.translate(_CLEAN) if stands_in(text) else text


def value(length: int) -> str:
    """Return the filler for an expression of `length` characters."""
    return VALUE + MORE * (length - 1) if length else ""
