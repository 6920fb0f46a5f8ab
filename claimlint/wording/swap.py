"""A sentence that says a phrase to the same sentence with another text in its place, word for word."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from claimlint.sentence import Sentence
from claimlint.wording.grammar import article, capital, is_title_case, title_case, uncapital
from claimlint.wording.trim import Edit

_ARTICLES = ("a", "an")
_STOPS = ".!?"


def swapped(sentence: Sentence, text: str, phrase: Sequence[str], new: str) -> Iterator[Edit]:
    """Yield an edit for each place where the phrase stands; marks between its words make no difference.

    text: of the whole segment. Within a sentence the new words begin as the old ones did, and “a” before them fits.
    """
    words = sentence.words
    own = [index for index, word in enumerate(words) if not word.is_mark]
    said = [words[index].norm for index in own]
    for at in range(len(own) - len(phrase) + 1):
        if said[at : at + len(phrase)] != list(phrase):
            continue
        first, last = own[at], own[at + len(phrase) - 1]
        start, end = words[first].start, words[last].end
        made, old = new.rstrip(_STOPS), text[start:end]
        if is_title_case(old) and not old.isupper():
            made = title_case(made)
        elif at or len(phrase) < len(own):
            made = capital(made) if text[start].isupper() else uncapital(made)
        if at and first == own[at - 1] + 1 and words[first - 1].norm in _ARTICLES:
            before = text[words[first - 1].start : start]
            right = article(made)
            made = (capital(right) if before[0].isupper() else right) + before[len(words[first - 1].norm) :] + made
            start = words[first - 1].start
        yield Edit(start, end, made, praise=False)
