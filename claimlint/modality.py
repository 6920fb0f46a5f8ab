"""A predicate and the modal words around it to the strength of the wording: the ladder's rules, in one place.

Claims of treatments and statements of any other prose are weighed alike.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from claimlint.predicate import Strength
from claimlint.scan import Hit
from claimlint.sentence import Word

REACH = 9
"""Words between a modal word and the predicate it governs, at most."""
HARD_MARKS = frozenset(";:–—()[]|•→")
_BOOST_REACH = 2


def worded(
    words: Sequence[Word], modal: Iterable[Hit], first: int, last: int, base: Strength, *, keeps: bool = False
) -> tuple[Strength, frozenset[str]]:
    """Return the strength of the predicate at `[first, last)` as said here, and the kinds of words that bear on it.

    keeps: a bare “may” does not lower it.
    """
    modal = list(modal)
    strength = int(base)
    kinds: set[str] = set()
    for hit in modal:
        if not governs(hit, first, last, words):
            continue
        name = hit.entry.name
        kinds.add(name)
        if name.startswith("lower-") and not keeps:
            lowered = int(Strength[name.removeprefix("lower-")])
            floor = base - 1 if base == Strength.S8 and lowered == Strength.S5 else lowered
            strength = min(strength, floor)
        elif name == "boost":
            strength = min(strength + 1, int(Strength.S8))
    if "promise" in kinds:
        strength = max(strength, int(base))
    return _researched(strength, kinds, {hit.entry.name for hit in modal})


def governs(modal: Hit, first: int, last: int, words: Sequence[Word]) -> bool:
    """A modal word governs the predicates that follow it in its clause, and a booster also one it stands beside."""
    if modal.first < last and first < modal.last:
        return False
    if modal.last <= first:
        between = range(modal.last, first)
        if modal.entry.name == "boost" and len(between) > _BOOST_REACH:
            return False
        return len(between) <= REACH and not any(words[index].norm in HARD_MARKS for index in between)
    return modal.entry.name == "boost" and modal.first - last <= 1


def _researched(strength: int, kinds: set[str], everywhere: set[str]) -> tuple[Strength, frozenset[str]]:
    """Study status alone is S2, an explicit unknown anywhere in the sentence S1; neither lifts."""
    if "study" in kinds or "unknown" in everywhere:
        kinds |= everywhere & {"study", "unknown"}
        if "unknown" in everywhere:
            strength = min(strength, int(Strength.S1))
        elif strength <= Strength.S6:
            strength = min(strength, int(Strength.S2))
    return Strength(strength), frozenset(kinds)
