"""Words that nobody has put anywhere yet to what the rules would find in them, whatever their context may excuse."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from claimlint import match
from claimlint.frame import frames
from claimlint.lexis import Lexis
from claimlint.match import Match, Place
from claimlint.record import replace
from claimlint.scan import scan
from claimlint.segment import Segment, SegmentBuilder, Surface
from claimlint.sentence import split_segment


def matches(segment: Segment, text: str, lexis: Lexis) -> Iterator[Match]:
    """Yield what the rules find in a text that stands in place of the segment's."""
    trial = replace(segment, text=text, runs=())
    for sentence in split_segment(0, trial):
        hits = scan(sentence, lexis.lexicon)
        if hits.vocabulary or hits.others:
            read = frames(hits, lexis.predicates, lexis.vocabulary.outcome_verbs)
            place = Place(trial, introduces=True)
            yield from (one for one in match.find(hits, read, lexis.rules, lexis.vocabulary, place) if not one.excuse)


def found(segment: Segment, text: str, lexis: Lexis) -> Counter[str]:
    """Count by rule what is found in a text in place of the segment's."""
    return Counter(one.rule for one in matches(segment, text, lexis))


def strengths(text: str, lexis: Lexis) -> list[int]:
    """Return how strong each claim in a text is that stands by itself, the strongest first."""
    builder = SegmentBuilder()
    builder.literal(0, text)
    segment = builder.finish(Surface.BODY)
    made = matches(segment, text, lexis) if segment else ()
    return sorted((int(one.strength or (one.frame.strength if one.frame else 0)) for one in made), reverse=True)
