"""Strings of a data file to segments, with what stands beside them as context.

Every data format (JSON, YAML, TOML, CSV cells, PO messages) is read into `Value`s: a key path and the string exactly
as a program would get it, each character mapped to its source. What is said here once: which values are copy, HTML and
Markdown inside a string, questions with their answers, numbers with their labels, headings, lists.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from claimlint import lazy
from claimlint.readers import entities, filler, prose
from claimlint.readers.raw import MAX_DEPTH, Key, Path, RawText, Value, add_raw, joined, name_of, plain_key
from claimlint.record import Record, replace
from claimlint.segment import NO_CONTEXT, PLACEHOLDER, Context, Segment, SegmentBuilder, Surface, compose

__all__ = (
    "MAX_DEPTH",
    "Assembler",
    "Key",
    "Path",
    "RawText",
    "Value",
    "add_raw",
    "assemble",
    "fragment",
    "html_fragment",
    "is_copy",
    "joined",
    "name_of",
    "plain_key",
    "shifted",
)

_JUDGED = 800
_INVISIBLE = "\N{SOFT HYPHEN}\N{ZERO WIDTH SPACE}\N{WORD JOINER}\N{ZERO WIDTH NO-BREAK SPACE}\N{ZERO WIDTH NON-JOINER}"
_TIDY = lazy.pattern(rf"[^\s<&*{{%\]{_INVISIBLE}]++(?: [^\s<&*{{%\]{_INVISIBLE}]++)*+")
_VARIABLE = lazy.pattern(
    r"\{\{[^{}]*+\}\}|\{%[^{}]*+%\}|[$%#]\{[^{}\s]*+\}|\{[A-Za-z0-9_.]{1,40}\}|(?<![\d%])%(?:\d\$)?[sd](?!\w)|%\(\w{1,40}\)[sd]"
)
_ESCAPED_TAG = lazy.pattern(
    r"&lt;/(?:p|div|h[1-6]|[uo]l|li|strong|b|em|i|span|a|table)&gt;|&lt;br ?/?&gt;", re.IGNORECASE
)
_MAY_VARY = lazy.pattern("[{%$#]")
_BLANK_LINE = lazy.pattern(r"\r\n?|\n")
_CONTINUES = lazy.pattern(r"[^\S\r\n]*+[a-z]")


def fragment(raw: Segment, surface: Surface) -> list[Segment]:
    """Read a string as the HTML, Markdown or plain text that it is; the contexts count from its own first segment."""
    if _TIDY.fullmatch(raw.text):
        return [Segment(raw.text, raw.runs, surface, raw.context, raw.part)]
    markup = prose.markup_of(raw.text)
    if markup == "html":
        if "<" not in raw.text and "&lt;" in raw.text and _ESCAPED_TAG.search(raw.text):
            return html_fragment(_unescaped(raw), surface)
        found = _html(raw.text, surface)
    elif markup == "markdown":
        found = _markdown(raw.text)
    else:
        found = _plain(raw.text, surface)
    return [compose(segment, raw) for segment in found]


def html_fragment(raw: Segment, surface: Surface) -> list[Segment]:
    """Read a string that is known to be HTML; indexes in the contexts count from its own first segment."""
    return [compose(segment, raw) for segment in _html(raw.text, surface)]


def _html(text: str, surface: Surface) -> list[Segment]:
    from claimlint.readers import html

    masked = None
    if "{" in text or "%" in text:
        masked = _VARIABLE.sub(lambda variable: filler.value(len(variable.group())), filler.clean(text))
    return html.read_fragment(text, masked, surface=surface)


def _unescaped(raw: Segment) -> Segment:
    """Return a string of HTML that is escaped once more than the place which holds it asks for."""
    reads, last = RawText(), 0
    for start, end, character in entities.references(raw.text):
        reads.literal(last, raw.text[last:start])
        reads.atomic(character, start, end - start)
        last = end
    reads.literal(last, raw.text[last:])
    return compose(reads.finish(), raw)


def _markdown(text: str) -> list[Segment]:
    from claimlint.readers import markdown

    return markdown.read_text(text)


def _plain(text: str, surface: Surface) -> list[Segment]:
    """Blank lines part paragraphs; a line break inside one is kept, unless the next line goes on in lower case."""
    found: list[Segment] = []
    builder = SegmentBuilder()
    start = 0
    for end_of_line in [*_BLANK_LINE.finditer(text), None]:
        end = end_of_line.start() if end_of_line else len(text)
        if text[start:end].strip():
            _line(builder, text, start, end)
        elif segment := builder.finish(surface):
            found.append(segment)
            builder = SegmentBuilder()
        if end_of_line:
            start = end_of_line.end()
            length = start - end_of_line.start()
            if _CONTINUES.match(text, start):
                builder.atomic(" ", end_of_line.start(), length)
            else:
                builder.hard_break(end_of_line.start(), length)
    if segment := builder.finish(surface):
        found.append(segment)
    return found


def _line(builder: SegmentBuilder, text: str, start: int, end: int) -> None:
    marked = _MAY_VARY.search(text, start, end)
    for variable in _VARIABLE.finditer(text, marked.start(), end) if marked else ():
        builder.literal(start, text[start : variable.start()])
        builder.atomic(PLACEHOLDER, variable.start(), variable.end() - variable.start())
        start = variable.end()
    builder.literal(start, text[start:end])


def shifted(context: Context, by: int, outer: Context, group_base: int) -> Context:
    """Return a fragment's context as the document counts, below the context of the string that holds it."""

    lead_in, question, label, header = context.lead_in, context.question, context.label, context.header
    return Context(
        outer.headings + tuple([index + by for index in context.headings]) if context.headings else outer.headings,
        outer.lead_in if lead_in is None else lead_in + by,
        outer.question if question is None else question + by,
        outer.label if label is None else label + by,
        outer.header if header is None else header + by,
        outer.group if context.group is None else context.group + group_base,
        context.key or outer.key,
        context.hidden or outer.hidden,
    )


class Assembler:
    """Collects the segments of one document, keeping indexes and group numbers right."""

    __slots__ = ("first", "groups", "segments")

    def __init__(self, first: int = 0, groups: int = 0) -> None:
        self.segments: list[Segment] = []
        self.first = first
        self.groups = groups

    @property
    def next(self) -> int:
        """The document index that the next segment will get."""
        return self.first + len(self.segments)

    def new_group(self) -> int:
        """Return a group number that nothing else in the document has."""
        self.groups += 1
        return self.groups - 1

    def put(self, segment: Segment) -> int:
        """Append a segment whose context is right already; return its index."""
        self.segments.append(segment)
        return self.first + len(self.segments) - 1

    def add(self, found: Iterable[Segment], context: Context) -> int | None:
        """Append a fragment below `context`; return the index of its first segment, if it has any."""
        base, by = self.groups, self.next
        first = by
        for segment in found:
            inner = segment.context
            if inner.group is not None:
                self.groups = max(self.groups, base + inner.group + 1)
            placed = context if inner is NO_CONTEXT or inner == NO_CONTEXT else shifted(inner, by, context, base)
            self.segments.append(Segment(segment.text, segment.runs, segment.surface, placed, segment.part))
        return first if self.next > first else None


class _Frame(Record):
    """An object or array while its values go by: what the later ones need of the earlier."""

    parent: _Frame | None
    key: Key
    title: int | None = None
    question: int | None = None
    last: int | None = None
    last_introduces: bool = False
    group: int | None = None
    lead: int | None = None


class _Number(Record, frozen=True):
    """A figure and the value that says what it counts, as indexes into the values."""

    label: int
    text: Segment
    parts: frozenset[int]


_TITLES = frozenset(
    ("title", "heading", "headline", "name", "h1", "h2", "h3", "header", "question", "q", "term", "label")
)
_TITLE_ENDS = ("title", "heading", "headline", "question")
_QUESTIONS = frozenset(("question", "q", "faqquestion", "frage", "pregunta"))
_ANSWERS = frozenset(("answer", "a", "acceptedanswer", "faqanswer", "suggestedanswer"))
_FIGURES = frozenset(
    (
        "value",
        "number",
        "num",
        "stat",
        "percent",
        "percentage",
        "count",
        "figure",
        "metric",
        "rate",
        "score",
        "target",
        "end",
    )
)
_SUFFIXES = frozenset(("suffix", "unit", "units", "postfix", "append", "symbol"))
_PREFIXES = frozenset(("prefix", "prepend"))
_LABELS = ("label", "description", "desc", "text", "caption", "title", "name", "heading", "subtitle", "content")
_FIGURE = lazy.pattern(
    r"[<>~≈+±-]? ?[$£€]?\d[\d,.]{0,12} ?(?:%|x|×|k|K|M|m|hrs?|min|yrs?|years?|days?|weeks?|hours?)?\+?%?"
    r"|\d{1,4} ?(?:in|of|out of|/|-|–|to) ?\d{1,6} ?%?\+?"
)
_LONGEST_FIGURE = 60
_NAME = lazy.pattern(r"[a-z0-9]++(?:-[a-z0-9]++)*+")
_BARE_NUMBER = lazy.pattern(r"[+-]?[\d.,]+")
_OPTIONS = frozenset(("options", "choices", "answers", "alternatives"))
_CORRECT = frozenset(
    ("correct", "correctanswer", "correctindex", "correctoption", "answer", "answerindex", "iscorrect", "solution")
)


def assemble(
    values: Sequence[Value],
    *,
    surface: Surface = Surface.DATA_STRING,
    first_index: int = 0,
    first_group: int = 0,
    question_types: frozenset[Path] = frozenset(),
) -> list[Segment]:
    """Return the segments of those values that are copy, in the order given, with their context.

    `first_index` is the document index of the first segment; `question_types` names objects known to be questions.
    """
    return _Assembly(values, surface, Assembler(first_index, first_group), question_types).run()


class _Assembly:
    """One run over the values of a document."""

    def __init__(
        self, values: Sequence[Value], surface: Surface, out: Assembler, question_types: frozenset[Path]
    ) -> None:
        self.values = values
        self.surface = surface
        self.out = out
        self.question_types = question_types
        self.frames: dict[Path, _Frame] = {(): _Frame(None, "")}
        self.members = _members(values)
        self.copy = [not value.literal and is_copy(value) for value in values]
        for index in [*self._slugs()]:
            self.copy[index] = False
        self.holder: Path = ()
        self.frame = self.frames[()]
        self.numbers = dict(self._find_numbers())
        self.counted = {number.label: figure for figure, number in self.numbers.items()}
        self.parts = {part for number in self.numbers.values() for part in number.parts}
        self.wrong = set(self._wrong_options())
        self.placed: dict[int, int] = {}

    def run(self) -> list[Segment]:
        numbers, copy, parts, wrong = self.numbers, self.copy, self.parts, self.wrong
        for index, value in enumerate(self.values):
            if index in wrong:
                continue
            if index in numbers:
                self._place_number(index, value)
            elif copy[index] and index not in parts:
                self._place(index, value)
        return self.out.segments

    def _place_number(self, index: int, value: Value) -> None:
        number = self.numbers[index]
        title = _is_title(value.path[-1]) if value.path else False
        context = self._context(value, self._frame(value.path[:-1]), title, self.placed.get(number.label))
        found = [compose(segment, number.text) for segment in _plain(number.text.text, self.surface)]
        first = self.out.add(found, context)
        if first is None:
            return
        self.placed[index] = first
        if number.label in self.placed:
            place = self.placed[number.label] - self.out.first
            before = self.out.segments[place]
            self.out.segments[place] = replace(before, context=replace(before.context, label=first))

    def _place(self, index: int, value: Value) -> None:
        path = value.path
        frame = self._frame(path[:-1])
        title = _is_title(path[-1]) if path else False
        label = self.placed.get(self.counted[index]) if index in self.counted else None
        context = self._context(value, frame, title, label)
        raw = value.text
        text = raw.text
        first: int | None
        if _TIDY.fullmatch(text):
            first = self.out.put(Segment(text, raw.runs, self.surface, context, raw.part))
        else:
            first = self.out.add(fragment(raw, self.surface), context)
            text = text.rstrip()
        if first is None:
            return
        self.placed[index] = first
        if title:
            frame.title = first
            is_question = text.endswith("?") or path[:-1] in self.question_types
            frame.question = first if is_question or plain_key(path[-1]) in _QUESTIONS else None
        frame.last, frame.last_introduces = first, title or text.endswith(":")

    def _context(self, value: Value, frame: _Frame, own_title: bool, label: int | None) -> Context:
        headings: tuple[int, ...] = ()
        question = None
        current: _Frame | None = frame.parent if own_title else frame
        while current is not None:
            if current.title is not None:
                if current.question is None:
                    headings = (current.title, *headings)
                elif question is None and self._answers(value, frame, current):
                    question = current.question
            current = current.parent
        key = value.key or None
        if value.path and isinstance(value.path[-1], int):
            return Context(headings, frame.lead, question, label, None, self._group(frame), key)
        return Context(headings, None, question, label, None, None, key)

    @staticmethod
    def _answers(value: Value, frame: _Frame, asked: _Frame) -> bool:
        """An answer stands in the question's own object, in an array of it, or under a key that says so."""
        if asked is frame or plain_key(value.key) in _ANSWERS:
            return True
        return frame.parent is asked and (isinstance(value.path[-1], int) or plain_key(frame.key) in _ANSWERS)

    def _group(self, frame: _Frame) -> int:
        if frame.group is None:
            frame.group = self.out.new_group()
        return frame.group

    def _frame(self, path: Path) -> _Frame:
        if path == self.holder:
            return self.frame
        holder = path
        missing: list[Path] = []
        while path not in self.frames:
            missing.append(path)
            path = path[:-1]
        frame = self.frames[path]
        for step in reversed(missing):
            frame = _Frame(frame, step[-1])
            if frame.parent and frame.parent.last_introduces:
                frame.lead = frame.parent.last
            self.frames[step] = frame
        self.holder, self.frame = holder, frame
        return frame

    def _find_numbers(self) -> Iterator[tuple[int, _Number]]:
        likely = {value.path[:-1] for index, value in enumerate(self.values) if value.path and self._is_figure(index)}
        for path, members in self.members.items():
            if path in likely and path and len(members) <= 24:
                yield from self._number_in(members)

    def _number_in(self, members: list[int]) -> Iterator[tuple[int, _Number]]:
        keys = {plain_key(self.values[member].path[-1]): member for member in members}
        figure = next((member for key, member in keys.items() if key in _FIGURES and self._is_figure(member)), None)
        if figure is None:
            figure = next((m for m in members if not self.values[m].literal and self._is_figure(m)), None)
        behind = [member for member in members if figure is not None and member > figure]
        labels = [keys[key] for key in _LABELS if key in keys] + behind + members
        label = next((m for m in labels if m != figure and self.copy[m] and not self._is_figure(m)), None)
        if figure is None or label is None:
            return
        pieces = [figure]
        before = next((m for key, m in keys.items() if key in _PREFIXES and m < figure), None)
        after = next((m for key, m in keys.items() if key in _SUFFIXES and m > figure and m != label), None)
        pieces = [piece for piece in (before, figure, after) if piece is not None]
        yield figure, _Number(label, joined([self.values[piece].text for piece in pieces]), frozenset(pieces))

    def _is_figure(self, index: int) -> bool:
        value = self.values[index]
        text = value.text.text
        if text[:1].isalpha() or len(text) > _LONGEST_FIGURE:
            return False
        text = text.strip()
        if len(text) > 20 or not _FIGURE.fullmatch(text):
            return False
        key = plain_key(value.path[-1])
        return key in _FIGURES or (not value.literal and not _BARE_NUMBER.fullmatch(text))

    def _slugs(self) -> Iterator[int]:
        """A list of words in lower case, some of them joined by hyphens, names things for code: no pills on a page."""
        words = (value for value, copy in zip(self.values, self.copy, strict=True) if copy and "-" in value.text.text)
        for path in {value.path[:-1] for value in words if _is_slug(value)}:
            members = self.members[path]
            if all(_NAME.fullmatch(self.values[member].text.text) for member in members):
                yield from members

    def _wrong_options(self) -> Iterator[int]:
        """Answers of a quiz that it marks as wrong say the opposite of what the page says."""
        for path, members in self.members.items():
            if len(path) >= 1 and plain_key(path[-1]) in _OPTIONS:
                yield from self._wrong_texts(path, members)
            elif len(path) >= 2 and isinstance(path[-1], int) and plain_key(path[-2]) in _OPTIONS:
                flags = [m for m in members if plain_key(self.values[m].path[-1]) in ("correct", "iscorrect")]
                if any(self.values[flag].text.text == "false" for flag in flags):
                    yield from members

    def _wrong_texts(self, path: Path, members: list[int]) -> Iterator[int]:
        siblings = self.members.get(path[:-1], ())
        right = [self.values[m] for m in siblings if plain_key(self.values[m].path[-1]) in _CORRECT]
        if not right:
            return
        answer = right[0].text.text.strip()
        for place, member in enumerate(members):
            if self.values[member].text.text.strip() != answer and str(self.values[member].path[-1]) != answer:
                letter = chr(ord("a") + place) if place < 26 else ""
                if answer.lower() != letter:
                    yield member


def is_copy(value: Value) -> bool:
    """True where a value is text that a visitor may read, by its key and its looks."""
    path = value.path
    key = path[-1] if path else ""
    if not isinstance(key, str):
        key = name_of(path)
    if key[:1] in ("@", "$") and key:
        return False
    return prose.is_copy(value.text.text[:_JUDGED], key)


def _is_slug(value: Value) -> bool:
    return isinstance(value.path[-1:] and value.path[-1], int) and _NAME.fullmatch(value.text.text) is not None


@lru_cache(maxsize=4096)
def _is_title(name: Key) -> bool:
    """Say whether what `name` holds stands over the other members of its object."""
    key = plain_key(name)
    return key in _TITLES or (key.endswith(_TITLE_ENDS) and not key.startswith("sub"))


def _members(values: Sequence[Value]) -> dict[Path, list[int]]:
    found: dict[Path, list[int]] = {}
    last: Path | None = None
    members: list[int] = []
    for index, value in enumerate(values):
        if value.path:
            holder = value.path[:-1]
            if holder != last:
                last, members = holder, found.setdefault(holder, [])
            members.append(index)
    return found
