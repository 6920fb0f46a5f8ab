"""A template's source to HTML of the same length: template code overwritten by fillers, never run.

What prints a value becomes one PLACEHOLDER, what steers nothing at all, `else` parts two texts. A literal that is
printed as it stands (`{{ __('We cure') }}`) stays, without its wrapping; other strings that a visitor may read come out
as values of their own. One table says how each language marks its code; no language has a grammar here.
"""

from __future__ import annotations

import re

from claimlint.readers import data_json, filler, html_text, php, template_code
from claimlint.readers.template_code import Kind
from claimlint.readers.values import Value
from claimlint.record import Record, field
from claimlint.segment import Comment, Context, Segment, Surface
from claimlint.source import Span


class Masked(Record, frozen=True):
    """A masked text, as long as the source.

    values: strings inside template code with the names that hold them, in source order; not all of them are copy.
    keys: keys of arrays in it that may be copy, each with the path of what it holds.
    segments: texts of which the code says what they are (a page title given to the layout, JSON of a section).
    reason: why some of it may have been missed, else None.
    """

    text: str
    comments: tuple[Comment, ...] = ()
    values: tuple[Value, ...] = ()
    keys: tuple[Value, ...] = ()
    segments: tuple[Segment, ...] = ()
    reason: str | None = None


class Dialect(Record, frozen=True):
    """How a template language marks its code: opener to closer and kind, the longest opener first.

    aware: a closer inside a string of the code does not close. balanced: nor does one inside its braces.
    """

    marks: dict[str, tuple[str, Kind]]
    aware: bool = False
    balanced: bool = False
    directives: bool = False


_CURLY: dict[str, tuple[str, Kind]] = {
    "{{": ("}}", Kind.VALUE),
    "{%": ("%}", Kind.TAG),
}
_PHP: dict[str, tuple[str, Kind]] = {"<?php": ("?>", Kind.PHP), "<?=": ("?>", Kind.PHP), "<?": ("?>", Kind.PHP)}
DIALECTS: dict[str, Dialect] = {
    "jinja": Dialect({"{#": ("#}", Kind.COMMENT), **_CURLY}, aware=True, balanced=True),
    "liquid": Dialect(_CURLY),
    "handlebars": Dialect(
        {
            "{{{{": ("}}}}", Kind.RAW),
            "{{!--": ("--}}", Kind.COMMENT),
            "{{~!--": ("--~}}", Kind.COMMENT),
            "{{{": ("}}}", Kind.VALUE),
            "{{!": ("}}", Kind.COMMENT),
            "{{": ("}}", Kind.MUSTACHE),
        },
        aware=True,
    ),
    "erb": Dialect(
        {
            "<%%": ("", Kind.ESCAPE),
            "<%#": ("%>", Kind.COMMENT),
            "<%=": ("%>", Kind.VALUE),
            "<%": ("%>", Kind.TAG),
        }
    ),
    "ejs": Dialect(
        {
            "<%%": ("", Kind.ESCAPE),
            "<%#": ("%>", Kind.COMMENT),
            "<%=": ("%>", Kind.VALUE),
            "<%-": ("%>", Kind.VALUE),
            "<%": ("%>", Kind.TAG),
        }
    ),
    "blade": Dialect(
        {
            "{{--": ("--}}", Kind.COMMENT),
            "@{{": ("}}", Kind.ESCAPE),
            "{!!": ("!!}", Kind.VALUE),
            "{{": ("}}", Kind.VALUE),
            **_PHP,
        },
        aware=True,
        directives=True,
    ),
    "php": Dialect(_PHP),
    "go": Dialect(
        {
            "{{/*": ("*/}}", Kind.COMMENT),
            "{{- /*": ("}}", Kind.COMMENT),
            "{{": ("}}", Kind.MUSTACHE),
        },
        aware=True,
    ),
}
_DIRECTIVE = r"@(?<![\w@.]@)(?:@|([a-zA-Z]\w*+)(?=([ \t]*+)(\()?))"
_ROOM = 8
_TITLE_LENGTH = 600


def mask(text: str, dialect: str) -> Masked:
    """Mask template code of `dialect`, one of DIALECTS."""
    return _Masker(text, DIALECTS[dialect], dialect).run()


class _Masker(Record):
    """The state of one pass over a template."""

    text: str
    dialect: Dialect
    name: str
    pieces: list[str] = field(default_factory=list)
    comments: list[Comment] = field(default_factory=list)
    values: list[Value] = field(default_factory=list)
    keys: list[Value] = field(default_factory=list)
    segments: list[Segment] = field(default_factory=list)
    last: int = 0
    regions: int = 0
    gone: set[str] = field(default_factory=set)
    room: int = 0
    reason: str | None = None

    def run(self) -> Masked:
        self.text = filler.clean(self.text)
        self.room = _ROOM * len(self.text) + 10_000
        openers = "|".join(map(re.escape, sorted(self.dialect.marks, key=len, reverse=True)))
        opener = re.compile(f"{openers}|{_DIRECTIVE}" if self.dialect.directives else openers)
        at = 0
        while (found := opener.search(self.text, at)) is not None:
            mark = found.group()
            at = self._mark(found.start(), mark) if mark in self.dialect.marks else self._directive(found)
        self.pieces.append(self.text[self.last :])
        return Masked(
            "".join(self.pieces),
            tuple(self.comments),
            tuple(self.values),
            tuple(self.keys),
            tuple(self.segments),
            self.reason,
        )

    # --- writing

    def _fill(self, start: int, end: int, kind: str) -> None:
        """Overwrite `text[start:end]`; what lies before it stays."""
        if start < self.last or end <= start:
            return
        self.pieces.append(self.text[self.last : start])
        self.pieces.append(filler.value(end - start) if kind == filler.VALUE else kind * (end - start))
        self.last = end

    def _keep(self, start: int, end: int) -> None:
        """Let `text[start:end]` stand: a literal that is printed, without the backslashes in it."""
        for escape in template_code.ESCAPES.finditer(self.text, start, end):
            self._fill(escape.start(), escape.start() + 1, filler.GONE)
        self.pieces.append(self.text[self.last : end])
        self.last = end

    def _comment(self, start: int, end: int, opener: int, closer: int) -> None:
        self.comments.append(Comment(self.text[start + opener : end - closer], Span(start, end), secret=True))
        self._fill(start, end, filler.GONE)

    # --- reading

    def _mark(self, start: int, opener: str) -> int:
        closer, kind = self.dialect.marks[opener]
        inner = start + len(opener)
        if kind is Kind.ESCAPE:
            return self._escaped(inner, closer)
        if kind is Kind.PHP:
            return self._php(start, inner, opener)
        close = self._close(inner, closer, aware=self.dialect.aware and kind is not Kind.COMMENT)
        if close < 0:
            return inner
        end = close + len(closer)
        if kind is Kind.COMMENT:
            self._comment(start, end, len(opener), len(closer))
            return end
        if kind is Kind.RAW:
            return self._raw_block(start, inner, close, end)
        if self.name == "handlebars" and start and self.text[start - 1] == "\\":
            return end
        return self._code(start, inner, close, end, kind)

    def _escaped(self, inner: int, closer: str) -> int:
        close = self._close(inner, closer, aware=False) if closer else -1
        return close + len(closer) if close >= 0 else inner

    def _close(self, start: int, closer: str, *, aware: bool) -> int:
        """Return where `closer` stands, not counting strings where `aware`; -1 where it never comes."""
        if closer in self.gone:
            return -1
        first = self.text.find(closer, start)
        if first < 0:
            self.gone.add(closer)
            return -1
        if not aware or self.room <= 0:
            return first
        close, used = template_code.close(
            self.text, start, first, closer, min(self.room, 50_000), self.dialect.balanced
        )
        self.room -= used if close < 0 else 0
        return first if close < 0 else close

    def _end_tag(self, name: str, start: int) -> re.Match[str] | None:
        """Return the tag `{% endname %}` behind `start`."""
        if name in self.gone:
            return None
        found = template_code.end_tag(name).search(self.text, start)
        if found is None:
            self.gone.add(name)
        return found

    def _raw_block(self, start: int, inner: int, close: int, end: int) -> int:
        word = template_code.first_word(self.text, inner, close)
        closing = "{{{{/" + word + "}}}}"
        stop = -1 if closing in self.gone else self.text.find(closing, end)
        self._fill(start, end, filler.GONE)
        if stop < 0:
            self.gone.add(closing)
            return end
        stop_end = stop + len(closing)
        self._fill(stop, stop_end, filler.GONE)
        return stop_end

    def _code(self, start: int, inner: int, close: int, end: int, kind: Kind) -> int:
        text = self.text
        word = template_code.first_word(text, inner, close)
        if kind is Kind.TAG and word in template_code.BLOCKS and self.name in ("jinja", "liquid"):
            after = self._block(word, start, end)
            if after is not None:
                return after
        if kind is Kind.TAG and word == "block" and (after := self._title_block(start, inner, close, end)) is not None:
            return after
        quoted = text.find('"', inner, close) >= 0 or text.find("'", inner, close) >= 0
        printed = template_code.printed(text, inner, close) if quoted and kind is not Kind.PHP else None
        if printed is not None:
            self._print(start, printed, end)
            return end
        effect = template_code.effect(self.name, kind, word, text, inner, close)
        self._fill(start, end, effect)
        if quoted:
            self._strings(inner, close)
        return end

    def _print(self, start: int, printed: tuple[int, int], end: int) -> None:
        self._fill(start, printed[0], filler.GONE)
        self._keep(*printed)
        self._fill(printed[1], end, filler.GONE)

    def _strings(self, start: int, end: int) -> None:
        """Take the strings of a stretch of code: titles and descriptions of the page apart, the others as values."""
        self.regions += 1
        for key, surface, raw in template_code.strings(self.text, start, end):
            if surface is None:
                path = (self.regions, key) if key else (self.regions, len(self.values))
                self.values.append(Value(path, raw))
            else:
                self.segments.extend(template_code.spoken(raw, surface, key))

    def _block(self, word: str, start: int, end: int) -> int | None:
        """Take a tag whose content is no markup up to its end tag; None where the content is read on."""
        closing = self._end_tag(word, end)
        if closing is None:
            return None
        if word in ("raw", "verbatim"):
            self._fill(start, end, filler.GONE)
            self._fill(closing.start(), closing.end(), filler.GONE)
            return closing.end()
        if word == "comment":
            self.comments.append(
                Comment(self.text[end : closing.start()].strip(), Span(start, closing.end()), secret=True)
            )
        elif word == "schema":
            found = data_json.schema(self.text, end, closing.start())
            self.segments.extend(_standing_alone(found, len(self.segments)))
        self._fill(start, closing.end(), filler.GONE)
        return closing.end()

    def _title_block(self, start: int, inner: int, close: int, end: int) -> int | None:
        """`{% block title %}…{% endblock %}`: what a page gives to its layout is its title, not a text on it."""
        surface = (
            template_code.page_surface(self.text[inner:close].split()[-1]) if self.text[inner:close].split() else None
        )
        closing = self._end_tag("block", end) if surface is not None else None
        if surface is None or closing is None or closing.start() - end > _TITLE_LENGTH:
            return None
        return self._given(surface, start, end, closing.start(), closing.end())

    def _given(self, surface: Surface, start: int, end: int, stop: int, after: int) -> int | None:
        inside = self.text[end:stop]
        if "<" in inside or self.text[max(start - 60, 0) : start].rstrip().lower().endswith(
            ("<title>", "=", '="', "='")
        ):
            return None
        masked = mask(inside, self.name)
        context = Context(key="title" if surface is Surface.TITLE else "description")
        segment = html_text.value_segment(masked.text, (0, len(inside)), end, surface, context)
        if segment is not None:
            self.segments.append(segment)
        self._fill(start, after, filler.GONE)
        return after

    # --- PHP and Blade

    def _php(self, start: int, inner: int, opener: str) -> int:
        if opener == "<?" and not template_code.is_short_php(self.text, inner):
            return inner
        self.regions += 1
        code = php.scan(self.text, inner, len(self.text), self.regions)
        self.comments.extend(code.comments)
        if code.unclosed:
            self.reason = "a string in its PHP code never ends; what follows it may not have been read"
        printed = template_code.printed(self.text, inner, code.inner_end)
        prints = opener == "<?=" or template_code.prints(self.text, inner, code.inner_end)
        if printed is not None and prints:
            self._print(start, printed, code.stop)
            return code.stop
        self.values.extend(code.values)
        self.keys.extend(code.keys)
        part = template_code.is_else(self.text, inner, code.inner_end)
        self._fill(start, code.stop, filler.PART if part else filler.VALUE if prints else filler.GONE)
        return code.stop

    def _directive(self, found: re.Match[str]) -> int:
        """Take a Blade directive with its arguments."""
        start, name = found.start(), found.group(1)
        if name is None:
            return found.end()
        open_at = found.start(3) if found.group(3) else -1
        known = name in template_code.DIRECTIVES
        if not known and (open_at < 0 or found.group(2)):
            return found.end()
        inner = end = found.end(1)
        if open_at >= 0 and name not in template_code.WITHOUT_ARGUMENTS:
            close, used = template_code.close(self.text, open_at + 1, -1, ")", min(self.room, 20_000), balanced=True)
            self.room -= used if close < 0 else 0
            if close >= 0:
                inner, end = open_at + 1, close + 1
        if name == "verbatim" or (name == "php" and end == inner):
            return self._until_end(name, start, end)
        return self._directive_effect(name, start, inner, end)

    def _directive_effect(self, name: str, start: int, inner: int, end: int) -> int:
        has_arguments = end > inner
        if name == "section" and not has_arguments:
            return end
        if name == "section" and (after := self._section(start, inner, end)) is not None:
            return after
        printed = template_code.printed(self.text, inner, end - 1) if name == "lang" and has_arguments else None
        if printed is not None:
            self._print(start, printed, end)
            return end
        part = name in template_code.PART_DIRECTIVES and not (name == "empty" and has_arguments)
        value = name in template_code.VALUE_DIRECTIVES
        self._fill(start, end, filler.PART if part else filler.VALUE if value else filler.GONE)
        if has_arguments:
            self._strings(inner, end - 1)
        return end

    def _section(self, start: int, inner: int, end: int) -> int | None:
        """`@section('title') … @endsection` with the title as content, not as an argument."""
        name = self.text[inner : end - 1].strip().strip("'\"")
        surface = template_code.page_surface(name)
        closing = template_code.SECTION_END.search(self.text, end, end + _TITLE_LENGTH) if surface is not None else None
        if surface is None or closing is None:
            return None
        return self._given(surface, start, end, closing.start(), closing.end())

    def _until_end(self, name: str, start: int, end: int) -> int:
        stop = -1 if "@end" + name in self.gone else self.text.find("@end" + name, end)
        if stop < 0:
            self.gone.add("@end" + name)
            self._fill(start, end, filler.GONE)
            return end
        after = stop + len("@end" + name)
        if name == "verbatim":
            self._fill(start, end, filler.GONE)
            self._fill(stop, after, filler.GONE)
            return after
        self.regions += 1
        code = php.scan(self.text, end, stop, self.regions)
        self.values.extend(code.values)
        self.keys.extend(code.keys)
        self.comments.extend(code.comments)
        self._fill(start, after, filler.GONE)
        return after


def _standing_alone(found: list[Segment], ahead: int) -> list[Segment]:
    """Let the contexts of JSON strings count from the first segment of the whole template."""
    from claimlint.readers.values import shifted

    return [html_text.moved(segment, shifted(segment.context, ahead, Context(), ahead), 0) for segment in found]
