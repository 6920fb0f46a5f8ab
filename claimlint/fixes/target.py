"""A suggestion to the piece of source that it replaces, or the reason why nothing may be edited there.

A draft replaces text that a visitor reads; the segment's map says where that stands. What draft and copy have in common
at both ends stays as it is written, so that entities and inline tags there survive.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from claimlint import balance, lazy, readers
from claimlint.readers import keys
from claimlint.record import Record
from claimlint.segment import PLACEHOLDER, Document, Segment, Surface
from claimlint.source import Span
from claimlint.wording import article, is_well_formed

_TOKEN = lazy.pattern(r"\w+|\s+|[^\w\s]")
_ARTICLE = lazy.pattern(r"\b(an?) +\Z", re.IGNORECASE)
_MARKS = (("{{", "}}"), ("{%", "%}"), ("<%", "%>"))
_OWN_MARKS = frozenset(("javascript", "mdx"))
"""Readers of formats in which doubled braces are an object in an expression, not a template's."""
_LOOK_BACK = 4000
_KEYS = {
    **dict.fromkeys(("msgid", "msgid_plural"), "it is the key that its translations are looked up by"),
    keys.HEADING: "it is the name of a field, and code may look up what it holds by it",
}
_LOOKED_UP = (Surface.DATA_STRING, Surface.SCRIPT_STRING, Surface.FRONT_MATTER)
_NAME = lazy.pattern(r"[a-z0-9]++(?:[-_./:][a-z0-9]++)*+")
_WITHOUT_BRACKETS = dict.fromkeys(map(ord, "{}[]()"))
_STOPS = (".", "!", "?")
_SENTENCE = 4
"""Words from which on a draft is something that is said once."""


QUOTATION = "it is a quotation, and what somebody said is not rewritten; take it out by hand"


class Refused(Exception):  # noqa: N818 - it is an answer, not an error
    """Why a draft is not put in, in words that follow “was not put in:”."""


class Target(Record, frozen=True):
    """Where a draft goes: the text `[start, end)` of a segment, its one piece of source, and the words to write there.

    sentence: range of the segment's text that the suggestion is about, before what stays was taken off its ends.
    """

    segment: int
    start: int
    end: int
    source: Span
    words: str
    whole: tuple[int, int]

    def reads(self, text: str) -> str:
        """Return how the segment's text reads with the draft in it."""
        return text[: self.start] + self.words + text[self.end :]


class Finder:
    """Finds targets in one document."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self._hulls = [segment.hull(0, len(segment.text)) for segment in document.segments]
        self._marks = () if readers.reader_for(document.source) in _OWN_MARKS else _MARKS

    def target(self, start: int, end: int, draft: str) -> Target:
        """Return where a draft for the source `[start, end)` goes. Raises Refused."""
        index, first, last = self._range(start, end)
        segment = self.document.segments[index]
        self._check_place(segment, start)
        if draft[-1:] in _STOPS and segment.text[last : last + 1] in _STOPS:
            draft = draft[:-1]
        found = next(iter(_fitted(index, segment, first, last, draft)), None)
        if found is None:
            raise Refused("its words stand in several pieces, with markup between them")
        _check_words(segment, found)
        _check_quotation(segment, found)
        return found

    def _range(self, start: int, end: int) -> tuple[int, int, int]:
        """Return the segment and the range of its text that stand for the whole of a stretch of source."""
        given = Span(start, end)
        for stretch in dict.fromkeys((given, balance.inner(self.document.source.text, start, end))):
            for index, hull in enumerate(self._hulls):
                if hull.start <= stretch.start and stretch.end <= hull.end:
                    segment = self.document.segments[index]
                    first, last = _at(segment, stretch.start, stretch.end)
                    if 0 <= first < last and segment.hull(first, last) == stretch:
                        return index, first, last
        raise Refused("its words stand in several pieces, with markup between them")

    def _check_place(self, segment: Segment, start: int) -> None:
        if segment.context.key in _KEYS:
            raise Refused(_KEYS[segment.context.key])
        if segment.surface in _LOOKED_UP and _NAME.fullmatch(segment.text):
            raise Refused("it looks like a name that code goes by")
        text, floor = self.document.source.text, max(start - _LOOK_BACK, 0)
        for opener, closer in self._marks:
            opened = text.rfind(opener, floor, start)
            if opened >= 0 and text.find(closer, opened, start) < 0 <= text.find(closer, start, start + _LOOK_BACK):
                raise Refused("it stands inside a template expression")


def _at(segment: Segment, start: int, end: int) -> tuple[int, int]:
    """Return the range of text whose first character stands at `start` and whose last ends at `end`, -1 for none."""
    first = last = -1
    for index, run in enumerate(segment.runs):
        stop = segment.runs[index + 1].text if index + 1 < len(segment.runs) else len(segment.text)
        linear = stop - run.text == run.length
        if first < 0 and (run.source <= start < run.source + run.length if linear else run.source == start):
            first = run.text + (start - run.source if linear else 0)
        if linear and run.source < end <= run.source + run.length:
            last = run.text + end - run.source
        elif not linear and run.source + run.length == end:
            last = stop
    return first, last


def _fitted(index: int, segment: Segment, first: int, last: int, draft: str) -> Iterator[Target]:
    """Yield the ways to put a draft in that change one piece of source, the smallest change first."""
    for start, end, words in _ranges(segment.text, first, last, draft):
        if _splits(segment, start) or _splits(segment, end):
            continue
        pieces = segment.pieces(start, end)
        if len(pieces) == 1:
            yield Target(index, start, end, pieces[0], words, (first, last))


def _ranges(text: str, first: int, last: int, draft: str) -> Iterator[tuple[int, int, str]]:
    if not draft:
        yield from _without(text, first, last)
        return
    old, new = _TOKEN.findall(text[first:last]), _TOKEN.findall(draft)
    if old == new:
        raise Refused("the copy reads so already")
    head = _common(zip(old, new, strict=False))
    rest = min(len(old), len(new)) - head
    tail = _common(zip(reversed(old[len(old) - rest :]), reversed(new[len(new) - rest :]), strict=False)) if rest else 0
    start = first + sum(map(len, old[:head]))
    end = last - sum(map(len, old[len(old) - tail :]))
    words = "".join(new[head : len(new) - tail])
    if words or not (text[first:start].strip() or text[end:last].strip()):
        yield start, end, words
    else:
        yield from _without(text, start, end)
    yield first, last, draft


def _common(pairs: Iterable[tuple[str, str]]) -> int:
    count = 0
    for old, new in pairs:
        if old != new:
            break
        count += 1
    return count


def _without(text: str, first: int, last: int) -> Iterator[tuple[int, int, str]]:
    """Yield ranges that leave one space, not two, where the words stood."""
    before, after = text[first - 1 : first], text[last : last + 1]
    if after == " " and before in ("", " ", "\n"):
        yield first, last + 1, ""
    if before == " " and (not after or not after.isalnum()):
        yield first - 1, last, ""
    yield first, last, ""


def _splits(segment: Segment, offset: int) -> bool:
    """Tell whether an offset of the text lies within an entity, an escape or the like that stands for several."""
    if offset <= 0 or offset >= len(segment.text):
        return False
    before, after = segment.pieces(offset - 1, offset)[-1], segment.pieces(offset, offset + 1)[0]
    return before == after and before.start < before.end


def _line(text: str, offset: int) -> str:
    """Return the line of a block at an offset."""
    start, end = text.rfind("\n", 0, offset) + 1, text.find("\n", offset)
    return text[start : end if end >= 0 else None]


def _check_words(segment: Segment, target: Target) -> None:
    old = segment.text[target.start : target.end]
    if PLACEHOLDER in old:
        raise Refused("a template expression, an image or code stands among its words")
    if "\n" in old.strip():
        raise Refused("a line break stands among its words")
    reads = target.reads(segment.text)
    if not reads.strip(" \n\N{NO-BREAK SPACE}"):
        raise Refused("nothing would be left of its block; take the block out by hand")
    if not _line(reads, target.start).strip():
        raise Refused("nothing would be left of its line; take the line out by hand")
    rest = f"{segment.text[: target.whole[0]]}\0{segment.text[target.whole[1] :]}"
    if len(target.words.split()) >= _SENTENCE and target.words in rest:
        raise Refused("its block says so already")
    if _is_well_formed(segment.text) and not _is_well_formed(reads):
        raise Refused("it would leave a doubled word or stray punctuation")
    _check_capital(segment.text, target)
    _check_end(segment.text, target)
    if not target.words:
        _check_article(reads, target)


def _is_well_formed(text: str) -> bool:
    """Tell whether words and punctuation are in order; a brace in a draft is written so that it stands for itself."""
    return is_well_formed(text.translate(_WITHOUT_BRACKETS))


def _check_quotation(segment: Segment, target: Target) -> None:
    """What somebody said is not rewritten, and no quotation is left without its end."""
    if segment.surface is Surface.QUOTE:
        raise Refused(QUOTATION)
    before, old = segment.text[: target.start], segment.text[target.start : target.end]
    if _open_quotes(old) != _open_quotes(target.words) or old.count('"') % 2 != target.words.count('"') % 2:
        raise Refused("it would break a quotation")
    if _open_quotes(before) > 0 or before.count('"') % 2:
        raise Refused("it stands in a quotation, and what somebody said is not rewritten")


def _open_quotes(text: str) -> int:
    return text.count("“") - text.count("”")


def _check_capital(text: str, target: Target) -> None:
    """A sentence still begins with a capital, and what stands within one with the small letter it had."""
    first = target.whole[0]
    reads = (text[first : target.start] + target.words + text[target.end :]).lstrip()
    begins = not text[:first].strip() or text[:first].rstrip()[-1:] in ".!?:"
    if begins and text[first].isupper() and reads[:1].islower() and not reads[1:2].isupper():
        raise Refused("it would leave a sentence without a capital")
    if not begins and text[first].islower() and reads[:1].isupper() and reads[1:2].islower():
        raise Refused("it is a sentence of its own, and the words that it replaces are not")


def _check_end(text: str, target: Target) -> None:
    """A sentence ends where the one before it did, and goes on where that went on."""
    last = target.whole[1]
    old, after = text[:last].rstrip()[-1:], text[last:].lstrip()
    new = (target.words or text[: target.start]).rstrip()[-1:] if target.end == last else old
    if after and new in _STOPS and old not in _STOPS and (after[0].islower() or after[0] in ",;:"):
        raise Refused("it ends a sentence that goes on behind it")
    if after[:1].isalnum() and old in _STOPS and new not in _STOPS:
        raise Refused("it would run into the sentence behind it")


def _check_article(reads: str, target: Target) -> None:
    before, after = reads[: target.start], reads[target.start :].lstrip()
    found = _ARTICLE.search(before if before.endswith(" ") else f"{before} ")
    if found and after and article(after) != found.group(1).lower():
        raise Refused(f"“{found.group(1)}” before it would no longer fit")
