"""The shipped words, loaded once for all tests, and short ways to read a text with them."""

from __future__ import annotations

import datetime
import functools

from claimlint.analysis import Analysis, analyse
from claimlint.config import Settings, shipped_knowledge
from claimlint.evidence import Registry, load_registry
from claimlint.frame import Frame, frames
from claimlint.lexis import Lexis, load_lexis
from claimlint.scan import Hits, scan
from claimlint.segment import Document, Segment, SegmentBuilder, Surface
from claimlint.sentence import Sentence, split_segment
from claimlint.source import SourceFile

AS_OF = datetime.date(2026, 11, 24)
OWN_ROWS = """\
treatment: reflexology
rows:
  - id: our-feet
    treatment: reflexology
    condition: low-back-pain
    outcome: pain
    primary: true
    state: E4
    grade: low
    direction: benefit
    population: people with low back pain
    conclusion: Our two trials found a little less pain.
    citations: [{text: Two trials, pmid: "12345678", seen: conclusion}]
    clinical-review: {name: Dr Ada, date: 2026-01-02}
    review-by: 2027-01-02
"""
"""The evidence file of a site with one row of its own."""


@functools.cache
def lexis() -> Lexis:
    return load_lexis(Settings(as_of=AS_OF))


@functools.cache
def registry() -> Registry:
    return load_registry(shipped_knowledge() / "evidence", lexis().vocabulary)


def segment(text: str, surface: Surface = Surface.BODY) -> Segment:
    builder = SegmentBuilder()
    builder.literal(0, text)
    made = builder.finish(surface)
    assert made is not None
    return made


def sentence(text: str, surface: Surface = Surface.BODY) -> Sentence:
    (made,) = split_segment(0, segment(text, surface))
    return made


def hits(text: str) -> Hits:
    return scan(sentence(text), lexis().lexicon)


def read_frames(text: str) -> list[Frame]:
    return frames(hits(text), lexis().predicates, lexis().vocabulary.outcome_verbs)


def extent(frame: Frame, text: str) -> str:
    words = sentence(text).words
    return text[words[frame.extent[0]].start : words[frame.extent[1] - 1].end]


def analysis(text: str, surface: Surface = Surface.BODY) -> Analysis:
    made = segment(text, surface)
    (read,) = analyse([Document(SourceFile("text.txt", text), (made,), insert_at=len(text))], lexis())
    return read
