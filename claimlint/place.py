"""A finding to its place: the grammatical slot of its words, what a draft may replace, and how much room it has."""

from __future__ import annotations

import re

from claimlint import lazy
from claimlint.finding import Group
from claimlint.frame import Frame
from claimlint.record import Record
from claimlint.segment import Segment, Surface
from claimlint.sentence import Sentence
from claimlint.wording import ATTRIBUTE_LIMIT, Slot

_BY_SURFACE = {
    Surface.HEADING: Slot.HEADING,
    Surface.TITLE: Slot.HEADING,
    Surface.BUTTON: Slot.BUTTON,
    Surface.META: Slot.ATTRIBUTE,
    Surface.ATTRIBUTE: Slot.ATTRIBUTE,
}
_KEYED = frozenset(
    {Surface.ATTRIBUTE, Surface.JSON_LD, Surface.DATA_STRING, Surface.FRONT_MATTER, Surface.SCRIPT_STRING}
)
_BY_KEY = (
    (lazy.pattern(r"alt(?:text)?$|(?:^|_)alt(?:_|$)|image", re.IGNORECASE), Slot.ALT),
    (lazy.pattern(r"meta_?desc", re.IGNORECASE), Slot.ATTRIBUTE),
    (lazy.pattern(r"(?:^|_)(?:question|q)$", re.IGNORECASE), Slot.QUESTION),
    (lazy.pattern(r"(?:cta|button)(?:_|$)|(?:cta|button)(?:label|text)", re.IGNORECASE), Slot.BUTTON),
    (lazy.pattern(r"(?:title|heading|headline|name|label|h\d(?:template)?)$", re.IGNORECASE), Slot.HEADING),
)
"""What the key of an attribute, a field or an object says its text is for."""
_TERMS_KEY = lazy.pattern(r"keywords?$", re.IGNORECASE)
_QUOTED_KEY = lazy.pattern(r"testimonial|review(?!er)|quote", re.IGNORECASE)
_SEPARATOR = lazy.pattern(r"\s+[|·•–—-]\s+|\s*[|•]\s*")
_COMMA = lazy.pattern(r"\s*[,;]\s*")
_BAR = lazy.pattern(r"\s+·\s+|\s*[|•]\s*")
_SENTENCES = lazy.pattern(r"[.!?](?:\s|$)")
_MODALS = frozenset("may might can could will would should".split())
_ADVERBS = frozenset("also often usually then now always just".split())
_STOPS = (".", "!", "?")
_ROOM = 60
"""Characters that an attribute's draft may always have."""


class Place(Record, frozen=True):
    """Where a finding stands: `words` is what a draft for the slot replaces, `all` what one for the sentence does.

    plural: the number of the subject before a finite verb, None where it is not known. room: characters for an
    attribute. quoted: the words are somebody's own. terms: they are words to be found by, no sentence.
    """

    text: str
    slot: Slot
    words: tuple[int, int]
    all: tuple[int, int]
    plural: bool | None = None
    room: int = ATTRIBUTE_LIMIT
    quoted: bool = False
    terms: bool = False


def place_of(one: Group, segment: Segment) -> Place:
    """Return the place of a finding."""
    sentence = (one.sentence.start, one.sentence.end)
    key = (segment.context.key or "") if segment.surface in _KEYED else ""
    slot = _slot(one, segment, key)
    words = all_ = sentence
    plural = None
    terms = bool(_TERMS_KEY.search(segment.context.key or ""))
    if terms:
        words, all_ = _part(segment.text, sentence, one.range, _COMMA)
    elif slot is Slot.VERB_FINITE:
        words, plural = one.range, _plural(one)
    elif slot in (Slot.HEADING, Slot.QUESTION, Slot.ATTRIBUTE):
        mark = _BAR if _SENTENCES.search(segment.text) else _SEPARATOR
        words, all_ = _part(segment.text, sentence, one.range, mark)
    rest = len(segment.text) - (words[1] - words[0])
    room = max(ATTRIBUTE_LIMIT - rest, _ROOM)
    quoted = segment.surface is Surface.QUOTE or bool(_QUOTED_KEY.search(key))
    return Place(segment.text, slot, words, all_, plural, room, quoted, terms)


def _slot(one: Group, segment: Segment, key: str) -> Slot:
    sentence = one.sentence
    slot = _BY_SURFACE.get(segment.surface)
    if key:
        slot = next((slot for pattern, slot in _BY_KEY if pattern.search(key)), slot)
    if slot in (Slot.HEADING, Slot.BUTTON) and sentence.is_question:
        return Slot.QUESTION
    if slot is Slot.QUESTION and not sentence.is_question:
        slot = Slot.HEADING
    prose = segment.surface in _KEYED or bool(segment.text[sentence.end :].strip())
    if slot in (Slot.HEADING, Slot.BUTTON) and sentence.ends_in in (".", "!") and prose:
        slot = None
    if slot:
        return slot
    if segment.text[: sentence.end].rstrip().endswith(":") and not segment.text[sentence.end :].strip():
        return Slot.LEAD_IN
    if sentence.ends_in not in _STOPS and not segment.text[: sentence.start].rstrip().endswith(_STOPS):
        return Slot.BULLET
    return _verb_slot(one, one.head.match.frame)


def _verb_slot(one: Group, frame: Frame | None) -> Slot:
    """A finite verb phrase is replaced whole where its subject is the treatment and nothing follows it."""
    words = one.sentence.words
    if (
        frame is None
        or frame.form != "verb"
        or frame.treatment is None
        or one.first != frame.first - one.head.match.lead
    ):
        return Slot.SENTENCE
    before = one.first
    while before and words[before - 1].norm in _ADVERBS:
        before -= 1
    closes = all(word.is_mark for word in words[one.last :])
    if not closes or frame.treatment.last != before or not _is_finite(one.sentence, one.first, frame):
        return Slot.SENTENCE
    return Slot.VERB_FINITE


def _is_finite(sentence: Sentence, first: int, frame: Frame) -> bool:
    verb, opens = sentence.words[frame.first].norm, sentence.words[first].norm
    return opens in _MODALS or (first == frame.first and not verb.endswith(("ing", "ed")))


def _plural(one: Group) -> bool | None:
    """Return the number that the verb shows, None for a modal."""
    frame = one.head.match.frame
    word = one.sentence.words[one.first].norm
    if frame is None or word in _MODALS:
        return None
    return not word.endswith("s") or word.endswith("ss")


def _part(
    text: str, sentence: tuple[int, int], words: tuple[int, int], separator: re.Pattern[str]
) -> tuple[tuple[int, int], tuple[int, int]]:
    """Return the part of a title between its separators that holds the words, and the same with one separator.

    Where the words reach over a separator it is the whole. A dash within prose is no separator.
    """
    first, last = sentence
    start, end, opens, closes = first, last, first, last
    for mark in separator.finditer(text, first, last):
        if mark.end() <= words[0]:
            start, opens = mark.end(), mark.start()
        elif mark.start() >= words[1]:
            end, closes = mark.start(), mark.end()
            break
    return (start, end), (start, closes) if closes > end else (opens, end)
