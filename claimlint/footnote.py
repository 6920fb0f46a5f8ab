"""Reference marks of a document to the texts that they lead to: “pain.*” and “* In ten people.”

A mark is a sign (“*”, “†”), a number in brackets (“[1]”, “[^note]”) or a raised one (“¹”, `<sup>1</sup>`), right after
a word. A note is a text that begins with the same mark, or the item of that number in a list of notes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from claimlint import lazy
from claimlint.record import Record
from claimlint.segment import Document, Segment, Surface
from claimlint.sentence import Sentence

_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_FIGURES = r"\d{1,3}(?:\s?[,–-]\s?\d{1,3}){0,9}"
_AFTER_WORD = r"(?:(?<=[^\W\d_]{3})|(?<=[.,;:!?”’)\"%]))"
_NUMBERED = lazy.pattern(
    rf"(?P<bracket>(?<=[^\s\[(])\s?\[(?P<inner>\^[\w-]{{1,30}}|{_FIGURES})\])"
    rf"|(?P<raised>{_AFTER_WORD}[⁰¹²³⁴⁵⁶⁷⁸⁹]{{1,3}}(?:[,⁻][⁰¹²³⁴⁵⁶⁷⁸⁹]{{1,3}}){{0,9}})"
    rf"|(?P<plain>{_AFTER_WORD}\s?{_FIGURES}(?![\w%]))"
)
_FIGURE = lazy.pattern(r"\d{1,3}")
_NOTE = lazy.pattern(r"(?m)^[(\[]?\s?(?:(\d{1,3})|([⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3}))(?:[\s.)\]:]|(?=[^\W\d_]))")
_BEHIND = 12
"""Characters behind a full stop in which a mark still belongs to the sentence."""
_TAG = "<sup"
_TAG_REACH = 120
"""Characters of source between a word and a raised number, at most."""
BRACKET, RAISED = "[1]", "¹"
"""Stand for any number in brackets and any raised number in the marks that a rule lists."""

Place = tuple[int, int, int]
"""A segment and a half-open range of its text."""


class Mark(Record, frozen=True):
    """A reference mark: the sentence that it belongs to, its range in the segment's text, and what it leads to."""

    sentence: Sentence
    start: int
    end: int
    key: str


class Footnotes:
    """The marks and notes of one document. signs: what counts as a mark. lists: blocks that head a list of notes."""

    def __init__(self, document: Document, signs: Sequence[str], lists: frozenset[int] = frozenset()) -> None:
        self._document = document
        self._numbers = {sign for sign in signs if sign in (BRACKET, RAISED)}
        either = "|".join(re.escape(sign) for sign in sorted(signs, key=len, reverse=True) if sign not in self._numbers)
        self._after = re.compile(rf"(?<=[^\s(\[/*])(?:{either})(?![\w*])") if either else None
        self._before = re.compile(rf"(?:^|(?<=[\s(\[]))({either})\s?(?=[^\W_]|[“\"'])") if either else None
        self._notes: dict[str, list[Place]] | None = None
        self._lists = lists

    def marks(self, sentence: Sentence) -> list[Mark]:
        """Return the marks of a sentence, in order of place; one behind its full stop is its own."""
        segment = self._document.segments[sentence.segment]
        found = [
            Mark(sentence, one.start(), one.end(), one[0])
            for one in (self._after.finditer(segment.text, sentence.start, sentence.end) if self._after else ())
        ]
        if self._numbers:
            reach = min(sentence.end + _BEHIND, len(segment.text))
            for one in _NUMBERED.finditer(segment.text, sentence.start, reach):
                start = one.end() - len(one[0].lstrip())
                behind = not segment.text[sentence.end : start].strip()
                if sentence.start < start and (start < sentence.end or behind):
                    found += (Mark(sentence, start, one.end(), key) for key in self._keys(one, segment))
        return sorted(found, key=lambda mark: (mark.start, mark.key))

    def _keys(self, found: re.Match[str], segment: Segment) -> Iterator[str]:
        kind = found.lastgroup if found.lastgroup != "inner" else "bracket"
        if kind == "bracket" and BRACKET in self._numbers:
            inner = found["inner"]
            yield from (inner,) if inner.startswith("^") else _FIGURE.findall(inner)
        elif kind == "raised" and RAISED in self._numbers:
            yield from _FIGURE.findall(found[0].translate(_RAISED))
        elif kind == "plain" and RAISED in self._numbers and self._is_raised(found, segment):
            yield from _FIGURE.findall(found[0])

    def _is_raised(self, found: re.Match[str], segment: Segment) -> bool:
        """Tell whether the source sets the number as `<sup>`; in the text it is a number like others."""
        place = segment.hull(found.start() - 1, found.end())
        return _TAG in self._document.source.text[place.start : min(place.end, place.start + _TAG_REACH)].lower()

    def notes(self, key: str) -> list[Place]:
        """Return the texts that a mark leads to, each from the mark to the next one or the end of its block."""
        if self._notes is None:
            self._notes = {}
            for place, found in self._all():
                self._notes.setdefault(found, []).append(place)
        return self._notes.get(key, [])

    def _all(self) -> Iterator[tuple[Place, str]]:
        counted: dict[int, int] = {}
        for index, segment in enumerate(self._document.segments):
            starts = [(one.start(1), one[1]) for one in self._before.finditer(segment.text)] if self._before else []
            if self._numbers:
                starts += [(one.start(), one[1] or one[2].translate(_RAISED)) for one in _NOTE.finditer(segment.text)]
            starts.sort()
            for (start, key), (end, _) in pairwise([*starts, (len(segment.text), "")]):
                yield (index, start, end), key
            above = (segment.context.lead_in, *segment.context.headings)
            if self._numbers and segment.surface is Surface.LIST_ITEM and not self._lists.isdisjoint(above):
                group = segment.context.group if segment.context.group is not None else -1
                counted[group] = counted.get(group, 0) + 1
                yield (index, 0, len(segment.text)), str(counted[group])
