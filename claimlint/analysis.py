"""Documents to what was read in them: sentences, hits, frames and matches with their excuses, before any verdict."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from claimlint import frame as frame_stage
from claimlint import language, lazy, match
from claimlint.frame import Frame
from claimlint.language import Mark, MarkKind, Probe
from claimlint.lexis import Lexis
from claimlint.match import Excuse, Match, Place, Reads
from claimlint.readers.tongue import judge as tongues
from claimlint.record import Record, replace
from claimlint.scan import Hits, scan
from claimlint.segment import Document, beside
from claimlint.sense import Unsettled, settle
from claimlint.sentence import split_segment
from claimlint.store import Store

_FIGURE = lazy.pattern(
    r"[^\w\s]{0,3}\s?\d[\d.,]*(?:\s?[^\w\s]{1,3})?(?:\s?(?:in|of|out of|to|–|-|/)\s?\d[\d.,]*)?[\s%+xX×kKM]{0,4}"
)
"""A figure that stands alone: 85%, 92%+, 7 in 10, 10,000+, 4.9/5."""
_QUOTED = lazy.pattern(r"[“\"‘'][^“”\"]{1,300}[”\"’']\s*[.:]?")


NO_CLAIM = frozenset(
    (
        MarkKind.NEGATED,
        MarkKind.QUESTION,
        MarkKind.WARNED,
        MarkKind.MYTH,
        MarkKind.HISTORICAL,
        MarkKind.DISEASE,
    )
)
"""Marks under which a frame claims nothing."""


class ReadFrame(Record, frozen=True):
    """A frame with the marks on it, whether or not a rule selects it."""

    frame: Frame
    hits: Hits
    marks: tuple[Mark, ...]


class Analysis(Record, frozen=True):
    """What was read in one document.

    foreign: indexes of segments in another language, which nobody judged. unsettled: names that stay ambiguous.
    """

    document: Document
    hits: tuple[Hits, ...]
    matches: tuple[tuple[Match, Hits], ...]
    frames: tuple[ReadFrame, ...]
    foreign: frozenset[int]
    words: int
    unsettled: Unsettled


def analyse(
    documents: Sequence[Document], lexis: Lexis, known: Store | None = None, *, inventory: bool = True
) -> list[Analysis]:
    """Read all documents; sentences that need a parse are parsed together, each distinct one once.

    known: where what earlier runs parsed is looked up. inventory: whether anybody asks for the frames that no rule
    selects; else their marks are not complete.
    """
    drafts = [_read(with_numbers(document), lexis) for document in documents]
    probes: dict[Probe, None] = {}
    asked = [[_probe(reads, draft.document, lexis, inventory) for reads in draft.reads] for draft in drafts]
    for row in asked:
        probes.update((probe, None) for probe in row if probe)
    answers = dict(zip(probes, language.read(list(probes), lexis.cues, known), strict=True))
    return [
        _finish(draft, [answers[probe] if probe else () for probe in row], lexis)
        for draft, row in zip(drafts, asked, strict=True)
    ]


def with_numbers(document: Document) -> Document:
    """Join numbers to what they count ("85%" beside "Patients report less pain"): the claim is in neither alone."""
    segments = list(document.segments)
    for index, segment in enumerate(document.segments):
        label = segment.context.label
        if label is not None and _FIGURE.fullmatch(document.segments[label].text):
            segments[index] = beside(document.segments[label], segment)
            segments[label] = replace(document.segments[label], text="", runs=())
    return replace(document, segments=tuple(segments))


_HUMP = lazy.pattern(r"(?<=[a-z])(?=[A-Z])|[^A-Za-z]+")
"""Where the words of a key meet: `warningSigns`, `warning_signs`."""


class _Draft(Record, frozen=True):
    document: Document
    hits: tuple[Hits, ...]
    reads: tuple[Reads, ...]
    foreign: frozenset[int]
    words: int
    unsettled: Unsettled


def _read(document: Document, lexis: Lexis) -> _Draft:
    foreign = frozenset(index for index, tongue in enumerate(tongues(document)) if tongue)
    leads = {segment.context.lead_in for segment in document.segments}
    found = [
        scan(sentence, lexis.lexicon)
        for index, segment in enumerate(document.segments)
        if index not in foreign
        for sentence in split_segment(index, segment)
    ]
    every, unsettled = settle(document, found, lexis.vocabulary, lexis.lexicon)
    reads: list[Reads] = []
    for hits in every:
        if not hits.vocabulary and not hits.others:
            continue
        index = hits.sentence.segment
        frames = frame_stage.frames(hits, lexis.predicates, lexis.vocabulary.outcome_verbs)
        place = Place(document.segments[index], index in leads)
        matches = match.find(hits, frames, lexis.rules, lexis.vocabulary, place)
        if frames or matches:
            reads.append(Reads(hits, tuple(frames), tuple(matches)))
    words = sum(not word.is_mark for hits in every for word in hits.sentence.words)
    return _Draft(document, tuple(every), tuple(reads), foreign, words, unsettled)


def _probe(reads: Reads, document: Document, lexis: Lexis, inventory: bool) -> Probe | None:
    segment = document.segments[reads.hits.sentence.segment]
    around = (segment.context.question, segment.context.lead_in, *segment.context.headings[-1:])
    context = " ".join(document.segments[index].text for index in around if index is not None)
    found = match.probe(reads, segment, context, lexis.cues)
    if found is None:
        return None
    kinds = (lexis.rules[one.rule].excuses for one in reads.matches if one.excuse is None)
    asked = frozenset().union(*kinds, NO_CLAIM if inventory and reads.frames else ())
    about = _about(reads.hits, document, lexis) if MarkKind.DISEASE in asked else ""
    return replace(found, asked=asked, about=about)


def _about(hits: Hits, document: Document, lexis: Lexis) -> str:
    """Return the words around a block by which it tells of a disease; "" where the sentence itself tells of care."""
    voices = language.word_set(lexis.cues.care_words)
    if any(word.norm in voices for word in hits.sentence.words) or any(
        hit.entry.kind == "treatment" for hit in hits.vocabulary
    ):
        return ""
    context = document.segments[hits.sentence.segment].context
    around = (context.lead_in, context.label, *context.headings[-1:])
    titles = [document.segments[index].text for index in around if index is not None]
    if context.key is not None:
        titles.append(_HUMP.sub(" ", context.key))
    return next((cue for title in titles if (cue := language.tells_of_disease(title, lexis.cues))), "")


def _quoted_terms(document: Document) -> frozenset[int]:
    """Terms wholly in quotation marks that the text answers: somebody else's words, held up to be looked at."""
    answered = {segment.context.label for segment in document.segments}
    return frozenset(
        index
        for index in answered
        if index is not None and _QUOTED.fullmatch(document.segments[index].text) is not None
    )


def _answers(draft: _Draft, matches: Sequence[tuple[Match, Hits]]) -> Iterator[tuple[Match, Hits]]:
    """Yield the claims that “Yes” makes of the question before it."""
    asked: dict[int, list[Match]] = {}
    for one, _ in matches:
        asked.setdefault(one.sentence.segment, []).append(one)
    seen: set[int] = set()
    for hits in draft.hits:
        index = hits.sentence.segment
        question = draft.document.segments[index].context.question
        if index not in seen and question in asked:
            yield from ((one, hits) for one in match.answers(asked[question], hits))
        seen.add(index)


def _finish(draft: _Draft, answers: Iterable[Sequence[language.Reading]], lexis: Lexis) -> Analysis:
    matches: list[tuple[Match, Hits]] = []
    frames: list[ReadFrame] = []
    quoted = _quoted_terms(draft.document)
    for reads, readings in zip(draft.reads, answers, strict=True):
        excused, rest = match.excuse(reads, readings, lexis.rules)
        if reads.hits.sentence.segment in quoted:
            excused = [one if one.excuse else replace(one, excuse=Excuse("quoted-term", "“”")) for one in excused]
        matches += ((one, reads.hits) for one in excused)
        frames += (
            ReadFrame(frame, reads.hits, reading.marks) for frame, reading in zip(reads.frames, rest, strict=True)
        )
    matches += _answers(draft, matches)
    return Analysis(
        draft.document, draft.hits, tuple(matches), tuple(frames), draft.foreign, draft.words, draft.unsettled
    )
