"""English inflection, the only user of lemminflect: a base form to all its forms, for phrases and for draft wording."""

from __future__ import annotations

import functools
from typing import Any

from claimlint.sentence import normal

_FORMS_OF_A_WORD = ("NN", "NNS", "VB", "VBD", "VBG", "VBN", "VBP", "VBZ")


@functools.cache
def _lemminflect() -> Any:
    import lemminflect

    return lemminflect


@functools.lru_cache(maxsize=16384)
def inflections(word: str) -> frozenset[str]:
    """Return the normal forms that count as the word: plural, possessive and verb forms of a base form.

    Comparatives are words of their own ("safer" claims something that "safe" does not), and a word that is not a base
    form ("relieves", "lasting") stands for itself.
    """
    tagged: dict[str, tuple[str, ...]] = _lemminflect().getAllInflections(word)
    forms = {form for tag in _FORMS_OF_A_WORD for form in tagged.get(tag, ())}
    if not tagged and not is_english(word):
        forms.add(f"{word}es" if word.endswith(("s", "x", "z", "ch", "sh")) else f"{word}s")
    forms.add(word)
    if "NN" in tagged or not tagged:
        forms |= {f"{form}'" if form.endswith("s") else f"{form}'s" for form in tuple(forms)}
    return frozenset(normal(form) for form in forms)


@functools.lru_cache(maxsize=16384)
def is_english(word: str) -> bool:
    """Return whether the word or its base form is in the English dictionary."""
    return bool(_lemminflect().getAllLemmas(word))
