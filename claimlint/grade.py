"""Sentences to grades: how strongly each states an effect or an association, on the ladder S0–S8, of whatever.

One ladder for all. Claims are read as `claimlint check` reads them; what else is said, in the words of general
predicates; both are weighed by the same rules.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from claimlint import language
from claimlint.analysis import Analysis, ReadFrame, analyse
from claimlint.claim import advertises
from claimlint.language import Cues, MarkKind, Probe, Role, Trigger
from claimlint.lexis import Lexis
from claimlint.match import Match
from claimlint.predicate import Strength
from claimlint.record import Record
from claimlint.scan import Lexicon
from claimlint.segment import Document, SegmentBuilder, Surface
from claimlint.source import SourceFile
from claimlint.statement import ASKED, Kind, Statement, place, statements, studied

_TIERS: tuple[tuple[Kind, ...], ...] = (("effect", "association"), ("mention",), ("difference", "study"))
"""What is asserted comes first, then what is mentioned, then what merely differs or is looked into."""


class Graded(Record, frozen=True):
    """strength: of what is asserted; worded: of the wording, denials included; statements in order of place."""

    strength: Strength
    worded: Strength
    statements: tuple[Statement, ...]


def grade(text: str, lexis: Lexis, words: Lexicon) -> Graded:
    """Return the grade of a sentence or short text; S0 where it states no effect and no association.

    words: the general predicates, from `load_words`.
    """
    return grades([text], lexis, words)[0]


def grades(texts: Sequence[str], lexis: Lexis, words: Lexicon) -> list[Graded]:
    """Return the grade of each text; all are read and parsed together."""
    read = analyse([_document(text) for text in texts], lexis)
    said = iter(statements([hits for one in read for hits in one.hits], words, lexis.cues))
    return [_graded(list(_all(one, said, lexis.cues))) for one in read]


def _all(read: Analysis, said: Iterator[list[Statement]], cues: Cues) -> Iterator[Statement]:
    """Yield claims, and what else is said, each word in one statement."""
    claims = list(_claims(read, cues))
    yield from claims
    for hits in read.hits:
        found = [one for one in next(said) if not any(one.meets(claim) for claim in claims)]
        yield from found
        yield from studied(hits, [*claims, *found])


def _document(text: str) -> Document:
    builder = SegmentBuilder()
    builder.literal(0, text)
    made = builder.finish(Surface.BODY)
    return Document(SourceFile("text", text), (made,) if made else (), insert_at=len(text))


def _claims(read: Analysis, cues: Cues) -> Iterator[Statement]:
    """Yield what is claimed: verbs that act on something; in advertising all frames, and the idioms of rules."""
    standings = language.stand([_probe(one) for one in read.frames], cues)
    for one, (standing,) in zip(read.frames, standings, strict=True):
        if advertises(one.hits):
            counts = standing.role in (Role.ASSERTED, Role.NAMED)
        else:
            counts = standing.role is Role.ASSERTED and one.frame.form == "verb" and standing.object
        if counts:
            yield _of_frame(one)
    for match, hits in read.matches:
        if match.frame is None and match.strength is not None and advertises(hits):
            yield _of_idiom(match, match.strength)


def _probe(one: ReadFrame) -> Probe:
    sentence, frame = one.hits.sentence, one.frame
    start = sentence.words[frame.first].start - sentence.start
    end = sentence.words[frame.last - 1].end - sentence.start
    return Probe(sentence.text, (Trigger(start, end, frame.form),), sentence.ends_in not in (".", "!", "?"))


def _of_frame(one: ReadFrame) -> Statement:
    frame, kinds = one.frame, {mark.kind for mark in one.marks}
    denied, asked = MarkKind.NEGATED in kinds, bool(kinds & ASKED)
    where = place(one.hits, frame.first, frame.last)
    return Statement("effect", *where, frame.strength, frame.softened, denied, asked)


def _of_idiom(match: Match, strength: Strength) -> Statement:
    because = match.excuse.because if match.excuse else ""
    denied = because == MarkKind.NEGATED
    return Statement("effect", match.start, match.end, strength, frozenset(), denied, bool(because) and not denied)


def _graded(found: Sequence[Statement]) -> Graded:
    said = [one for one in found if not one.asked]
    ordered = sorted(found, key=lambda one: (one.start, one.end))
    return Graded(_strongest([one for one in said if not one.denied]), _strongest(said), tuple(ordered))


def _strongest(said: Sequence[Statement]) -> Strength:
    for kinds in _TIERS:
        strengths = [one.strength for one in said if one.kind in kinds]
        if strengths:
            return max(strengths)
    return Strength.S0
