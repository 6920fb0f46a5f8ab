"""Sentences to grades: how strongly each states an effect or an association, on the ladder S0–S8, of whatever.

One ladder for all. Claims are read as `claimlint check` reads them; what else is said, in the words of general
predicates; both are weighed by the same rules.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from claimlint import language
from claimlint.analysis import Analysis, ReadFrame, analyse
from claimlint.claim import advertises
from claimlint.language import Cues, MarkKind, Probe, Role, Standing, Trigger
from claimlint.lexis import Lexis
from claimlint.match import Match
from claimlint.predicate import Strength
from claimlint.record import Record
from claimlint.scan import Hits, Lexicon
from claimlint.segment import Document, SegmentBuilder, Surface
from claimlint.source import SourceFile
from claimlint.statement import ASKED, Kind, Statement, statements, studied

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
    sentences = [hits for one in read for hits in one.hits]
    claims = _claims(read, sentences, lexis.cues)
    said = statements(sentences, words, lexis.cues)
    merged = iter([list(_merged(*found)) for found in zip(sentences, claims, said, strict=True)])
    return [_graded([made for _ in one.hits for made in next(merged)]) for one in read]


def _merged(hits: Hits, claims: Sequence[Statement], said: Sequence[Statement]) -> Iterator[Statement]:
    """Yield the claims of a sentence, and what else it says, each word in one statement."""
    found = [*claims, *(one for one in said if not any(one.meets(claim) for claim in claims))]
    yield from found
    yield from studied(hits, found)


def _document(text: str) -> Document:
    builder = SegmentBuilder()
    builder.literal(0, text)
    made = builder.finish(Surface.BODY)
    return Document(SourceFile("text", text), (made,) if made else (), insert_at=len(text))


def _claims(read: Sequence[Analysis], sentences: Sequence[Hits], cues: Cues) -> list[list[Statement]]:
    """Return what each sentence claims: frames that it asserts, and, in advertising, the idioms of rules."""
    frames: dict[int, list[ReadFrame]] = {id(hits): [] for hits in sentences}
    idioms: dict[int, list[Statement]] = {id(hits): [] for hits in sentences}
    for one in read:
        for frame in one.frames:
            frames[id(frame.hits)].append(frame)
        for match, hits in one.matches:
            if match.frame is None and match.strength is not None:
                idioms[id(hits)].append(_of_idiom(match, match.strength))
    standings = language.stand([_probe(hits, frames[id(hits)]) for hits in sentences], cues)
    return [
        [*_asserted(hits, frames[id(hits)], row), *(idioms[id(hits)] if advertises(hits) else ())]
        for hits, row in zip(sentences, standings, strict=True)
    ]


def _asserted(hits: Hits, frames: Sequence[ReadFrame], standings: Sequence[Standing]) -> Iterator[Statement]:
    """Yield the frames that count: a verb with its object, a noun that is said of something; in advertising all."""
    slogan = advertises(hits)
    for one, standing in zip(frames, standings, strict=True):
        stated = standing.role is Role.ASSERTED and (standing.object or one.frame.form != "verb")
        if stated or (slogan and standing.role in (Role.ASSERTED, Role.NAMED)):
            yield _of_frame(one)


def _probe(hits: Hits, frames: Sequence[ReadFrame]) -> Probe:
    sentence = hits.sentence
    triggers = (Trigger(*sentence.within(one.frame.first, one.frame.last), one.frame.form) for one in frames)
    return Probe(sentence.text, tuple(triggers), sentence.is_fragment)


def _of_frame(one: ReadFrame) -> Statement:
    frame, kinds = one.frame, {mark.kind for mark in one.marks}
    denied, asked = MarkKind.NEGATED in kinds, bool(kinds & ASKED)
    where = one.hits.sentence.place(frame.first, frame.last)
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
