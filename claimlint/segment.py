"""Text as a visitor reads it, with a map back to the source.

A reader turns a SourceFile into a Document: segments in reading order. Every character of a segment's text knows
the piece of source it came from; what lies between two runs is markup that no visitor sees.
"""

from __future__ import annotations

from bisect import bisect_right
from enum import StrEnum
from functools import partial
from typing import NamedTuple

from claimlint import lazy
from claimlint.record import Record
from claimlint.source import SourceFile, Span

PLACEHOLDER = "\N{OBJECT REPLACEMENT CHARACTER}"
"""Stands in a segment's text for a template expression, an image, inline code: "some words" to every later stage."""


class Surface(StrEnum):
    """Where on the page a reader meets the text (the contract's `surface`)."""

    BODY = "body"
    HEADING = "heading"
    LIST_ITEM = "list-item"
    TABLE_CELL = "table-cell"
    QUOTE = "quote"
    BUTTON = "button"
    TITLE = "title"
    META = "meta"
    ATTRIBUTE = "attribute"
    JSON_LD = "json-ld"
    DATA_STRING = "data-string"
    FRONT_MATTER = "front-matter"
    SCRIPT_STRING = "script-string"


class Run(NamedTuple):
    """Where a stretch of text came from: text start, source start, source length (all code points).

    The stretch ends where the next run begins. Equal lengths: character i of the text is character i of the source.
    Unequal: the stretch is atomic (an entity, an escape, collapsed white space, a placeholder) and every character of
    it stands for the whole piece of source.
    """

    text: int
    source: int
    length: int


run_of = partial(tuple.__new__, Run)
"""Makes a run of a tuple in half the time that its constructor takes; for where they are made by the thousand."""


class Context(Record, frozen=True):
    """The blocks around a segment, as indexes into `Document.segments`.

    headings: the path of headings above it, outermost first.
    lead_in: the block that introduces its list ("Acupuncture treats:").
    question: the question that it answers.
    label: the term it defines, or the number or caption that stands beside it in its card.
    header: the column (or row) header of its table cell.
    group: a number shared by the items of one list, the cells of one column, the cards of one row; else None.
    key: the attribute, front-matter or object key that holds it, else None.
    hidden: only in `hidden`, a closed `<details>`, a footer or a comment-like place: counts as a weak statement.
    """

    headings: tuple[int, ...] = ()
    lead_in: int | None = None
    question: int | None = None
    label: int | None = None
    header: int | None = None
    group: int | None = None
    key: str | None = None
    hidden: bool = False


NO_CONTEXT = Context()
"""Shared by all segments with nothing around them."""


class Segment(Record, frozen=True):
    """A block's text and its map. Sentences never cross segments."""

    text: str
    runs: tuple[Run, ...]
    surface: Surface
    context: Context = NO_CONTEXT
    part: str | None = None

    def pieces(self, start: int, end: int) -> tuple[Span, ...]:
        """Return the source of `text[start:end]` as spans in the order of the text, the markup between them left out.

        Touching pieces are joined; an empty range gives the one empty span before `text[start]`.
        """
        if start >= end:
            return (self._empty(start),)
        found: list[Span] = []
        index = self._run_at(start)
        while index < len(self.runs) and self.runs[index].text < end:
            run = self.runs[index]
            stop = self._text_end(index)
            if stop - run.text == run.length:
                piece = Span(run.source + max(start, run.text) - run.text, run.source + min(end, stop) - run.text)
            else:
                piece = Span(run.source, run.source + run.length)
            if found and found[-1].end == piece.start:
                found[-1] = Span(found[-1].start, piece.end)
            elif piece.start < piece.end or not found:
                found.append(piece)
            index += 1
        return tuple(found)

    def hull(self, start: int, end: int) -> Span:
        """Return the smallest source span that holds `text[start:end]`."""
        pieces = self.pieces(start, end)
        return Span(min(piece.start for piece in pieces), max(piece.end for piece in pieces))

    def _run_at(self, offset: int) -> int:
        return max(bisect_right(self.runs, offset, key=lambda run: run.text) - 1, 0)

    def _text_end(self, index: int) -> int:
        return self.runs[index + 1].text if index + 1 < len(self.runs) else len(self.text)

    def _empty(self, start: int) -> Span:
        if not self.runs:
            return Span(0, 0)
        index = self._run_at(start)
        run = self.runs[index]
        if start >= self._text_end(index):
            return Span(run.source + run.length, run.source + run.length)
        linear = self._text_end(index) - run.text == run.length
        offset = run.source + (start - run.text if linear else 0)
        return Span(offset, offset)


def compose(inner: Segment, outer: Segment) -> Segment:
    """Return `inner`, which was read from `outer.text`, with its map leading to the source of `outer`.

    HTML in a JSON string in a script, Markdown in YAML: each level is read by its own reader and the maps are chained.
    """
    if len(outer.runs) == 1 and outer.runs[0].length == len(outer.text):
        by = outer.runs[0].source
        moved = tuple([Run(text, source + by, length) for text, source, length in inner.runs]) if by else inner.runs
        return Segment(inner.text, moved, inner.surface, inner.context, inner.part)
    chained = _Chain()
    for index, run in enumerate(inner.runs):
        length = inner._text_end(index) - run.text
        if length == run.length:
            chained.follow(outer, run.source, length)
        else:
            hull = outer.hull(run.source, run.source + run.length)
            chained.add(length, hull.start, hull.end - hull.start)
    return Segment(inner.text, tuple(chained.runs), inner.surface, inner.context, inner.part)


def beside(first: Segment, second: Segment) -> Segment:
    """Return one segment that reads as both with a space between: a number and the words that say what it counts.

    Surface and context are those of `second`; the pieces of a range may lie apart, and in another order in the source.
    """
    end = first.hull(0, len(first.text)).end
    shift = len(first.text) + 1
    runs = [*first.runs, Run(shift - 1, end, 0)]
    runs += (Run(run.text + shift, run.source, run.length) for run in second.runs)
    return Segment(f"{first.text} {second.text}", tuple(runs), second.surface, second.context, second.part)


class _Chain:
    """Runs of a composed map; stretches that continue each other are joined."""

    __slots__ = ("_at", "_joins", "runs")

    def __init__(self) -> None:
        self.runs: list[Run] = []
        self._at = 0
        self._joins = False

    def follow(self, outer: Segment, start: int, length: int) -> None:
        """Add `length` characters that stand in the text of `outer` from `start` on."""
        end = start + length
        index = outer._run_at(start)
        while start < end:
            run, stop = outer.runs[index], min(outer._text_end(index), end)
            if outer._text_end(index) - run.text == run.length:
                self.add(stop - start, run.source + start - run.text, stop - start)
            else:
                self.add(stop - start, run.source, run.length)
            start, index = stop, index + 1

    def add(self, length: int, source: int, span: int) -> None:
        """Add one run of `length` characters for `span` characters of source at `source`."""
        linear = length == span
        if linear and self._joins and self.runs[-1].source + self.runs[-1].length == source:
            last = self.runs[-1]
            self.runs[-1] = Run(last.text, last.source, last.length + span)
        elif not self._repeats(length, source, span):
            self.runs.append(Run(self._at, source, span))
        self._at += length
        self._joins = linear

    def _repeats(self, length: int, source: int, span: int) -> bool:
        """Say whether the atomic stretch before stands for the same piece of source and can take `length` more."""
        if not self.runs or self._joins:
            return False
        last = self.runs[-1]
        return (last.source, last.length) == (source, span) and self._at + length - last.text != span


DIRECTIVE = "claimlint-"
"""How what a comment says to claimlint begins."""


class Comment(Record, frozen=True):
    """A comment of the source that a visitor does not see: its inner text and its span, `secret` if never sent out."""

    text: str
    span: Span
    secret: bool = False


class Document(Record, frozen=True):
    """What one reader found in one file.

    status: `checked`, or `partial` with a `reason` where a weaker reader had to do.
    title: index of the page's title segment (`<title>`, front-matter title, else the first h1), if any.
    is_page: the file is a page of its own (it has a title or an h1), not a fragment or a data file.
    lang: the language the file declares (`<html lang>`), lower case, else None.
    insert_at: source offset where a missing statement would go (end of the main text).
    """

    source: SourceFile
    segments: tuple[Segment, ...]
    status: str = "checked"
    reason: str | None = None
    title: int | None = None
    is_page: bool = False
    lang: str | None = None
    comments: tuple[Comment, ...] = ()
    insert_at: int = 0


def main_titles(document: Document) -> frozenset[int]:
    """Return the indexes of the title and of the headings that no other heading stands above."""
    headings = (
        index
        for index, segment in enumerate(document.segments)
        if segment.surface is Surface.HEADING and not segment.context.headings
    )
    return frozenset((*headings, *(() if document.title is None else (document.title,))))


_BLANK = " \t\n\r\f"
_INVISIBLE = "\N{SOFT HYPHEN}\N{ZERO WIDTH SPACE}\N{WORD JOINER}\N{ZERO WIDTH NO-BREAK SPACE}\N{ZERO WIDTH NON-JOINER}"
_WORD = f"[^{_BLANK}{_INVISIBLE}]++"
_STRETCH = lazy.pattern(f"([{_BLANK}]+)|([{_INVISIBLE}]+)|({_WORD}(?: {_WORD})*+)")


class SegmentBuilder:
    """Collects the text of one segment in reading order; readers use it, nobody else builds runs by hand.

    White space is collapsed as a browser does it: a stretch of blanks becomes one space, none at either end or beside
    a hard break. Zero-width characters and soft hyphens are left out of the text; a no-break space stays.
    """

    __slots__ = ("_end", "_length", "_runs", "_space", "parts")

    def __init__(self) -> None:
        self.parts: list[str] = []
        self._runs: list[Run] = []
        self._length = 0
        self._space: tuple[int, int] | None = None
        self._end = -1

    @property
    def empty(self) -> bool:
        """True while no visible character has been added."""
        return not self.parts

    def literal(self, source: int, text: str) -> None:
        """Add source text that reads as it stands, beginning at offset `source`."""
        bare = text.strip(_BLANK)
        if not bare:
            self._blank(source, source + len(text))
            return
        start, length = source, len(bare)
        if length < len(text):
            start += text.index(bare[0])
            self._blank(source, start)
        if bare.isprintable() and "  " not in bare:
            self._put(bare, start, length)
        else:
            self._stretches(start, bare)
        end, stop = start + length, source + len(text)
        if end < stop:
            self._blank(end, stop)

    def _stretches(self, source: int, text: str) -> None:
        for stretch in _STRETCH.finditer(text):
            kind = stretch.lastindex
            start, end = stretch.span()
            if kind == 3:
                self._put(stretch[0], source + start, end - start)
            elif kind == 1:
                self._blank(source + start, source + end)

    def atomic(self, text: str, source: int, length: int) -> None:
        """Add `text` for which the whole piece of source stands: an entity, an escape, a placeholder."""
        visible = text.translate(_WITHOUT_INVISIBLE)
        if not visible:
            return
        if not visible.strip(_BLANK):
            self._blank(source, source + length)
        else:
            self._put(visible, source, length)

    def hard_break(self, source: int, length: int) -> None:
        """Add a line feed for `<br>` or a Markdown hard break; nothing at the start or after another."""
        self._space = None
        if self.parts and self.parts[-1] != "\n":
            self._runs.append(Run(self._length, source, length))
            self.parts.append("\n")
            self._length += 1
            self._end = source + 1 if length == 1 else -1

    def finish(self, surface: Surface, context: Context | None = None, part: str | None = None) -> Segment | None:
        """Return the segment, or None where nothing visible was added; the builder is spent."""
        while self.parts and self.parts[-1] == "\n":
            self.parts.pop()
            self._runs.pop()
        if not self.parts:
            return None
        return Segment("".join(self.parts), tuple(self._runs), surface, context or NO_CONTEXT, part)

    def _blank(self, start: int, end: int) -> None:
        if start == end or not self.parts or self.parts[-1] == "\n":
            return
        if self._space is None:
            self._space = start, end
        elif self._space[1] == start:
            self._space = self._space[0], end

    def _put(self, text: str, source: int, length: int) -> None:
        """Add text; a linear stretch that goes on where the last linear one ended (`_end`) becomes part of its run."""
        if self._space is not None:
            self._put_space(*self._space)
        if len(text) != length:
            self._runs.append(run_of((self._length, source, length)))
            self._end = -1
        elif source == self._end:
            first, begin, before = self._runs[-1]
            self._runs[-1] = run_of((first, begin, before + length))
            self._end = source + length
        else:
            self._runs.append(run_of((self._length, source, length)))
            self._end = source + length
        self.parts.append(text)
        self._length += len(text)

    def _put_space(self, start: int, end: int) -> None:
        """Add one space for a stretch of blanks."""
        self._space = None
        if start == self._end and end == start + 1:
            last = self._runs[-1]
            self._runs[-1] = Run(last.text, last.source, last.length + 1)
        else:
            self._runs.append(Run(self._length, start, end - start))
        self._end = end if end == start + 1 else -1
        self.parts.append(" ")
        self._length += 1


_WITHOUT_INVISIBLE = dict.fromkeys(map(ord, _INVISIBLE))
