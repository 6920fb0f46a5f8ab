"""What a finding is about to a name for it that lasts: the one definition, for baselines and for every format.

The name is made of rule, path and words. Line numbers, line ends, indentation, quotation marks and the blocks around
are no part of it, so that moving a paragraph leaves its name alone and changing its words does not.
"""

from __future__ import annotations

import unicodedata

from claimlint import lazy
from claimlint.sentence import normal

_WORD = lazy.pattern(r"\w+")
_NUMBER = "-"


def fingerprint(rule: str, path: str, *texts: str) -> str:
    """Return the name of a finding; path: relative to the project, texts: its words, its sentence, its lead-in."""
    import hashlib

    parts = [rule, unicodedata.normalize("NFC", path.replace("\\", "/")), *map(_plain, texts)]
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:32]


def numbered(name: str, count: int) -> str:
    """Return the name of the `count`th of several findings that are called the same."""
    return name if count == 1 else f"{name}{_NUMBER}{count}"


def unnumbered(name: str) -> str:
    """Return the name that a finding has in common with all that say the same."""
    return name.partition(_NUMBER)[0]


def _plain(text: str) -> str:
    return " ".join(normal(word) for word in _WORD.findall(unicodedata.normalize("NFC", text)))
