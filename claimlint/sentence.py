"""Segments to sentences and words, with offsets into the segment's text.

A sentence never crosses a segment. A word is what phrases are written in: letters or digits with inner apostrophes;
a hyphen inside a compound parts two words and leaves no trace, every other mark is a word of its own, so that phrases
know where clauses end. `norm` is lower case with one spelling (British and American agree), plain quotes, “&” as “and”.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator

from claimlint import lazy
from claimlint.record import Record
from claimlint.segment import PLACEHOLDER, Segment, Surface

MAX_WORDS = 400
"""A sentence is cut after so many words, so that no later stage meets a longer one."""


class Word(Record, frozen=True):
    """One word or mark: offsets in the segment's text, and the form that phrases compare."""

    start: int
    end: int
    norm: str

    @property
    def is_mark(self) -> bool:
        """True for punctuation that parts clauses or items."""
        return self.norm in MARKS


class Sentence(Record, frozen=True):
    """A sentence or fragment of one segment: `segment` is its index in the document."""

    segment: int
    start: int
    end: int
    text: str
    words: tuple[Word, ...]
    ends_in: str

    @property
    def is_question(self) -> bool:
        """True where the sentence ends in a question mark."""
        return self.ends_in == "?"

    @property
    def is_fragment(self) -> bool:
        """True where the sentence ends in no full stop, question mark or exclamation mark."""
        return self.ends_in not in (".", "!", "?")

    @property
    def norms(self) -> tuple[str, ...]:
        """What phrases compare of each word."""
        return tuple([word.norm for word in self.words])

    def place(self, first: int, last: int) -> tuple[int, int]:
        """Return where the words `[first, last)` stand in the segment's text."""
        return self.words[first].start, self.words[last - 1].end

    def within(self, first: int, last: int) -> tuple[int, int]:
        """Return where the words `[first, last)` stand in the sentence's own text."""
        start, end = self.place(first, last)
        return start - self.start, end - self.start


_TOGGLES = " +-–−▾▼⌄↓▸►›»"
"""Signs behind a question that opens its answer."""
MARKS = frozenset(",;:–—()[]/|•→>=+*#£$€")
_WORD = lazy.pattern(
    r"\d+(?:[.,]\d+)*"
    r"|[^\W\d_](?:[^\W_]|['’‘ʼ](?=[^\W\d_]))*"
    rf"|[%&,;:–—()\[\]/|•→>=+*#£$€{PLACEHOLDER}]"
)
_TERMINATOR = lazy.pattern(
    r"[.!?…]+(?:[\"”’')\]*†‡§⁰¹²³⁴⁵⁶⁷⁸⁹]|\[\d{1,3}\])*(?=\s|$)|\n|(?:^|(?<=\s))[•●▪◦✓✔✅★]+\s*", re.MULTILINE
)
_OPENS = lazy.pattern(rf"\s*[\"“‘'(\[*]*(?:[A-Z0-9{PLACEHOLDER}]|[^\W\d_a-z])")
_ABBREVIATION = lazy.pattern(
    r"(?:^|[\s(\[\"“])(?:dr|mr|mrs|ms|prof|st|vs|e\.g|i\.e|nos?|figs?|approx|cf|ca|pp|vol|[a-z])$", re.IGNORECASE
)


def split(segments: tuple[Segment, ...]) -> Iterator[Sentence]:
    """Yield the sentences of all segments in order."""
    for index, segment in enumerate(segments):
        yield from split_segment(index, segment)


def split_segment(index: int, segment: Segment) -> Iterator[Sentence]:
    """Yield the sentences of one segment; a heading or title is broken at full stops only, never at a line feed."""
    text = segment.text
    start = 0
    for match in _TERMINATOR.finditer(text):
        if match.start() < start:
            continue
        mark = match.group()
        if mark[0] == "\n":
            if segment.surface in (Surface.HEADING, Surface.TITLE) or not _OPENS.match(text, match.end()):
                continue
            stop, resume = match.start(), match.end()
        elif mark[0] in ".!?…":
            if match.end() < len(text) and not _ends_here(text, match):
                continue
            stop = resume = match.end()
        else:
            stop, resume = match.start(), match.end()
        yield from _sentences(index, text, start, stop)
        start = resume
    yield from _sentences(index, text, start, len(text))


def words(text: str, start: int = 0, end: int | None = None) -> Iterator[Word]:
    """Yield the words of `text[start:end]` with offsets into `text`."""
    for match in _WORD.finditer(text, start, len(text) if end is None else end):
        yield Word(match.start(), match.end(), normal(match.group()))


def _ends_here(text: str, match: re.Match[str]) -> bool:
    if not _OPENS.match(text, match.end()):
        return False
    if match.group()[0] != ".":
        return True
    before = text[max(match.start() - 12, 0) : match.start()]
    return not _ABBREVIATION.search(before)


def _sentences(index: int, text: str, start: int, stop: int) -> Iterator[Sentence]:
    while start < stop and text[start].isspace():
        start += 1
    while stop > start and text[stop - 1].isspace():
        stop -= 1
    found = tuple(words(text, start, stop))
    for first in range(0, len(found), MAX_WORDS):
        part = found[first : first + MAX_WORDS]
        if all(word.is_mark for word in part):
            continue
        begin = start if first == 0 else part[0].start
        end = stop if first + MAX_WORDS >= len(found) else part[-1].end
        tail = text[begin:end].rstrip("\"”’')]* ")
        ends_in = "?" if tail.rstrip(_TOGGLES).endswith("?") else tail[-1:]
        yield Sentence(index, begin, end, text[begin:end], part, ends_in)


_QUOTES = str.maketrans("’‘ʼ", "'''")
_SPELLINGS = tuple(
    (lazy.pattern(pattern), replacement)
    for pattern, replacement in (
        (r"is(e|es|ed|ing|er|ers|ation|ations)$", r"iz\1"),
        (r"ys(e|es|ed|ing|er|ers)$", r"yz\1"),
        (r"(?<=[a-z]{2})our(?=(?:s|ed|ing|ful|able|ite|al|less|y|s')?$)", "or"),
        (r"^ageing$", "aging"),
        (r"^programme", "program"),
        (r"(cent|fib|lit|met|theat|calib|lust)re(s?)$", r"\1er\2"),
        (r"(fulfi|enro|insta|distil)l(?=s?$|ment)", r"\1ll"),
        (r"(?<=[a-z]{3}[aeiou])ll(?=(?:ed|ing|er|ers)$)", "l"),
        (r"^(an|leuk|isch|hypoglyc|hyperglyc|tox|septic|glyc)aem", r"\1em"),
        (r"^haem", "hem"),
        (r"aesth", "esth"),
        (r"^oed", "ed"),
        (r"^oes", "es"),
        (r"paed", "ped"),
        (r"^gynaec", "gynec"),
        (r"rrhoea", "rrhea"),
        (r"^foet", "fet"),
        (r"^caes", "ces"),
        (r"sulph", "sulf"),
        (r"^licenc", "licens"),
        (r"^practiz", "practic"),
        (r"^grey$", "gray"),
    )
)


@functools.lru_cache(maxsize=65536)
def normal(word: str) -> str:
    """Return the form of one word that phrases compare: lower case, one spelling, plain apostrophes."""
    lowered = word.lower().translate(_QUOTES)
    if lowered == "&":
        return "and"
    if len(lowered) < 5 or not lowered.isascii():
        return lowered
    for pattern, replacement in _SPELLINGS:
        lowered = pattern.sub(replacement, lowered)
    return lowered
