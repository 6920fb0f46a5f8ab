"""Text between tags, and attribute values, to what they read as: character references and template code resolved."""

from __future__ import annotations

from collections.abc import Iterator

from claimlint import lazy
from claimlint.readers import filler
from claimlint.readers.entities import decode, references
from claimlint.record import replace
from claimlint.segment import PLACEHOLDER, Context, Run, Segment, SegmentBuilder, Surface, compose

_PIECE = lazy.pattern(
    f"{filler.VALUE}{filler.MORE}*+|[{filler.MORE}{filler.GONE}{filler.PART}]++|[^{filler.FILLERS}]++"
)
_PARTS = lazy.pattern(f"{filler.PART}++")
_LINE_END = lazy.pattern(r"\r\n?|\n")


def parts(raw: str) -> Iterator[tuple[int, int]]:
    """Yield the stretches of `raw` that are never shown together, as offsets."""
    at = 0
    for part in _PARTS.finditer(raw):
        yield at, part.start()
        at = part.end()
    yield at, len(raw)


def add(builder: SegmentBuilder, raw: str, source: int, *, attribute: bool = False, preformatted: bool = False) -> None:
    """Add a stretch of masked source that begins at offset `source`."""
    if not filler.stands_in(raw):
        _add_plain(builder, raw, source, attribute=attribute, preformatted=preformatted)
        return
    for piece in _PIECE.finditer(raw):
        first = piece.group()[0]
        if first == filler.VALUE:
            builder.atomic(PLACEHOLDER, source + piece.start(), piece.end() - piece.start())
        elif first not in filler.FILLERS:
            at, words = source + piece.start(), piece.group()
            if preformatted or "&" in words:
                _add_plain(builder, words, at, attribute=attribute, preformatted=preformatted)
            else:
                builder.literal(at, words)


def _add_plain(builder: SegmentBuilder, raw: str, source: int, *, attribute: bool, preformatted: bool) -> None:
    if not preformatted and "&" not in raw:
        builder.literal(source, raw)
        return
    last = 0
    if "&" in raw:
        for start, end, reads in references(raw, attribute=attribute):
            _add_lines(builder, raw[last:start], source + last, preformatted)
            builder.atomic(reads, source + start, end - start)
            last = end
    _add_lines(builder, raw[last:], source + last, preformatted)


def _add_lines(builder: SegmentBuilder, raw: str, source: int, preformatted: bool) -> None:
    last = 0
    if preformatted:
        for line_end in _LINE_END.finditer(raw):
            builder.literal(source + last, raw[last : line_end.start()])
            builder.hard_break(source + line_end.start(), line_end.end() - line_end.start())
            last = line_end.end()
    if last < len(raw):
        builder.literal(source + last, raw[last:])


def value_segment(
    text: str, span: tuple[int, int], base: int, surface: Surface, context: Context, *, attribute: bool = True
) -> Segment | None:
    """Return the segment of the masked attribute value at `text[span]`, None where nobody sees any of it."""
    builder = SegmentBuilder()
    add(builder, text[slice(*span)], span[0] + base, attribute=attribute)
    segment = builder.finish(surface, context)
    return segment if segment is not None and segment.text.strip(PLACEHOLDER + " ") else None


def reading(text: str, span: tuple[int, int]) -> str:
    """Return an attribute value as it reads, white space and all, an expression as PLACEHOLDER."""
    raw = text[slice(*span)]
    if filler.stands_in(raw):
        pieces = (piece.group() for piece in _PIECE.finditer(raw))
        raw = "".join(PLACEHOLDER if p[0] == filler.VALUE else "" if p[0] in filler.FILLERS else p for p in pieces)
    return decode(raw, attribute=True)


def moved(segment: Segment, context: Context, by: int) -> Segment:
    """Return `segment` with another context and every source offset raised by `by`."""
    runs = segment.runs
    if by:
        runs = tuple(Run(run.text, run.source + by, run.length) for run in runs)
    return Segment(segment.text, runs, segment.surface, context, segment.part)


def resolved(segment: Segment) -> Segment:
    """Return a segment that was read from masked text with its fillers replaced by what they read as."""
    if not filler.stands_in(segment.text):
        return segment
    text: list[str] = []
    runs: list[Run] = []
    length = 0
    for piece in _PIECE.finditer(segment.text):
        first = piece.group()[0]
        reads = PLACEHOLDER if first == filler.VALUE else "" if first in filler.FILLERS else piece.group()
        if reads:
            runs.append(Run(length, piece.start(), piece.end() - piece.start()))
            text.append(reads)
            length += len(reads)
    return compose(replace(segment, text="".join(text), runs=tuple(runs)), segment)
