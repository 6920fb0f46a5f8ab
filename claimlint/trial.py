"""Words that nobody has put anywhere yet to what the rules would find in them, whatever their context may excuse."""

from __future__ import annotations

import functools
from collections import Counter
from collections.abc import Iterator

from claimlint import match
from claimlint.frame import frames
from claimlint.lexis import Lexis
from claimlint.match import Match, Place
from claimlint.predicate import Strength
from claimlint.scan import scan
from claimlint.segment import Context, Segment, SegmentBuilder, Surface
from claimlint.sentence import split_segment

REMEMBERED = 4096
"""Texts of which it is remembered what was found: drafts for the same treatment and condition are the same."""


def found(segment: Segment, text: str, lexis: Lexis) -> Counter[str]:
    """Count by rule what is found in a text in place of the segment's. The counts are shared; nobody changes them."""
    return _found(text, segment.surface, segment.context.key, lexis)


@functools.lru_cache(maxsize=REMEMBERED)
def _found(text: str, surface: Surface, key: str | None, lexis: Lexis) -> Counter[str]:
    """Count what is found in a text where rules see no more of its place than this."""
    segment = Segment(text, (), surface, Context(key=key))
    return Counter(one.rule for one in _matches(segment, lexis))


def _matches(segment: Segment, lexis: Lexis) -> Iterator[Match]:
    for sentence in split_segment(0, segment):
        hits = scan(sentence, lexis.lexicon)
        if hits.vocabulary or hits.others:
            read = frames(hits, lexis.predicates, lexis.vocabulary.outcome_verbs)
            place = Place(segment, introduces=True)
            yield from (one for one in match.find(hits, read, lexis.rules, lexis.vocabulary, place) if not one.excuse)


def asserts(text: str, lexis: Lexis, least: int) -> bool:
    """Return whether a text has a word in it that by itself claims an effect this strong, whatever it is said of."""
    builder = SegmentBuilder()
    builder.literal(0, text)
    segment = builder.finish(Surface.BODY)
    predicates = lexis.predicates.by_id
    return any(
        Strength[predicates[hit.entry.name].strength] >= least
        for sentence in (split_segment(0, segment) if segment else ())
        for hit in scan(sentence, lexis.lexicon).others
        if hit.entry.kind in ("verb", "noun")
    )


def strengths(text: str, lexis: Lexis) -> list[int]:
    """Return how strong each claim in a text is that stands by itself, the strongest first."""
    builder = SegmentBuilder()
    builder.literal(0, text)
    segment = builder.finish(Surface.BODY)
    made = _matches(segment, lexis) if segment else ()
    return sorted((int(one.strength or (one.frame.strength if one.frame else 0)) for one in made), reverse=True)
