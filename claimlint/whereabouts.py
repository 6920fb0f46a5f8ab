"""Copy to the country that it is written for, where nobody said: signs such as a currency or a telephone code.

The signs are data of the jurisdictions. This never chooses a jurisdiction; it only says that the default looks wrong.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from claimlint.evidence import Jurisdiction
from claimlint.record import Record


class Hint(Record, frozen=True):
    """A jurisdiction that copy looks written for: its code and name, the sign, the first file that has it, how many."""

    code: str
    name: str
    sign: str
    path: str
    files: int


def hint(files: Iterable[tuple[str, bytes]], judged: Iterable[str], known: Mapping[str, Jurisdiction]) -> Hint | None:
    """Return where the files seem to be read, if that is none of the jurisdictions judged for.

    The jurisdiction with signs in most files is named, ties by code; an overlay counts as its base.
    """
    here = {code for name in judged if name in known for code in known[name].codes}
    others = {code: one for code, one in known.items() if one.signs and here.isdisjoint(one.codes)}
    patterns = {code: _pattern(one.signs) for code, one in sorted(others.items())}
    signs = {code: [sign.encode() for sign in one.signs] for code, one in others.items()}
    found: dict[str, list[tuple[str, str]]] = {}
    for path, data in files:
        for code, pattern in patterns.items():
            if not any(sign in data for sign in signs[code]):  # cheap, and so for almost every file
                continue
            sign = pattern.search(data.decode("utf-8", "replace"))
            if sign:
                found.setdefault(code, []).append((path, sign.group()))
    if not found:
        return None
    code = max(sorted(found), key=lambda code: len(found[code]))
    path, shown = min(found[code])
    return Hint(code, str(known[code].name), shown, path, len(found[code]))


def _pattern(signs: Iterable[str]) -> re.Pattern[str]:
    """A sign stands by itself: no letter or digit goes on where it ends, nor before it where it begins with one."""
    return re.compile("|".join(f"{_edge(sign[0], before=True)}{re.escape(sign)}{_edge(sign[-1])}" for sign in signs))


def _edge(char: str, *, before: bool = False) -> str:
    if not char.isalnum():
        return ""
    return r"(?<![A-Za-z0-9])" if before else r"(?![A-Za-z])" if char.isdigit() else r"(?![A-Za-z0-9])"
