"""MDX to segments: imports, exports, expressions and tags are masked, what is left is Markdown.

Attributes of tags that are prose, and the strings in exports and expressions, are read as segments of their own.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from claimlint import lazy
from claimlint.readers import filler, html_attributes, javascript
from claimlint.readers.filler import GONE, PART
from claimlint.readers.html_tags import Attributes, is_inline
from claimlint.readers.html_text import moved, value_segment
from claimlint.readers.javascript_scan import scan
from claimlint.readers.markdown import Body, body_of, document
from claimlint.readers.markdown_masking import finish, replaced
from claimlint.record import Record, field
from claimlint.segment import Comment, Context, Document, Segment, Surface
from claimlint.source import SourceFile, Span

_NEXT = lazy.pattern(
    r"^(?P<fence> {0,3}(?:`{3,}|~{3,}))|(?P<ticks>`++)|(?P<esm>^(?:import|export)\b(?=[ {*\"']))"
    r"|(?P<comment><!--)|(?P<tag><(?=[/A-Za-z>]))|(?P<brace>\{)|(?P<escape>\\[<{])",
    re.MULTILINE,
)
_BRACKETS = lazy.pattern(
    r"\"(?:[^\"\\\n]++|\\.)*+\"|'(?:[^'\\\n]++|\\.)*+'|`(?:[^`\\]++|\\.)*+`|/\*|//[^\n]*+|[{(\[]|[})\]]|\n", re.DOTALL
)
_NAME = lazy.pattern(r"</?+([A-Za-z][\w.:-]*+)?+")
_ATTRIBUTE = lazy.pattern(r"\s*+(?:([^\s=<>/{}\"'`]++)(?:\s*+=\s*+)?+|(/))?+")
_STRING_ONLY = lazy.pattern(r"\{\s*+(?:\"([^\"\\{}\n]*+)\"|'([^'\\{}\n]*+)'|`([^`\\$]*+)`)\s*+\}")
_COMMENT_ONLY = lazy.pattern(r"\{\s*+/\*((?:[^*]++|\*(?!/))*+)\*/\s*+\}")
_BLANK_LINE = lazy.pattern(r"\n[ \t]*+\n")
_ESM_AGAIN = lazy.pattern(r"(?:[ \t]*+(?:\n|\Z)|import\b|export\b)")
_SKIPPED = frozenset(("style", "script", "svg", "pre", "code"))
_IMAGES = frozenset(("img", "image", "picture"))
_HEADING = lazy.pattern(r"h([1-6])")
_HAS_WORDS = lazy.pattern(r"[\"'`<]")
_ELEMENT = lazy.pattern(r"</?[A-Za-z]")
_WASTE = 8
_LONGEST_TICKS = 20


def read(source: SourceFile) -> Document:
    """Read an MDX file."""
    return document(source, body)


def body(text: str) -> Body:
    """Read MDX without front matter, whose lines end in LF alone."""
    masker = _Masker(filler.clean(text))
    masker.run()
    masked = finish(replaced(masker.text, masker.found), masker.comments)
    reason = "its braces or tags do not match; they were read as text" if masker.lost else None
    page = body_of(masked.text, masked.comments, mdx=True, extra=masker.extra)
    return Body(page.segments, page.comments, page.title, reason)


class _Masker(Record):
    """One pass over MDX: `found` are stretches with their filler, `extra` what was read inside them."""

    text: str
    found: list[tuple[int, int, str]] = field(default_factory=list)
    extra: list[tuple[Segment, ...]] = field(default_factory=list)
    comments: list[Comment] = field(default_factory=list)
    lost: bool = False
    waste: int = 0
    gone: set[str] = field(default_factory=set)

    def run(self) -> None:
        """Find everything that is not Markdown."""
        steps: dict[str, Callable[[re.Match[str]], int]] = {
            "fence": self._fence,
            "ticks": self._ticks,
            "esm": self._esm,
            "comment": self._html_comment,
            "tag": self._tag,
            "brace": self._brace,
            "escape": re.Match.end,
        }
        position = 0
        while match := _NEXT.search(self.text, position):
            kind = match.lastgroup
            assert kind is not None
            position = max(steps[kind](match), match.start() + 1)

    def _fence(self, match: re.Match[str]) -> int:
        mark = match.group().lstrip()
        close = re.compile(rf"^ {{0,3}}{mark[0]}{{{len(mark)},}}[ \t]*+$", re.MULTILINE).search(self.text, match.end())
        return close.end() if close else len(self.text)

    def _ticks(self, match: re.Match[str]) -> int:
        ticks = match.group()
        if len(ticks) > _LONGEST_TICKS or ticks in self.gone:
            return match.end()
        close = re.compile(rf"(?<!`){ticks}(?!`)").search(self.text, match.end())
        if close is None:
            self.gone.add(ticks)
            return match.end()
        return match.end() if _BLANK_LINE.search(self.text, match.end(), close.start()) else close.end()

    def _esm(self, match: re.Match[str]) -> int:
        start = match.start()
        if start and not self._opens_block(start):
            return match.end()
        end = self._statement_end(start)
        self._code(start, end)
        self.found.append((start, end, GONE))
        return end

    def _opens_block(self, start: int) -> bool:
        if self.found and self.found[-1][1] >= start - 1 and self.found[-1][2] == GONE:
            return True
        before = self.text.rfind("\n", 0, start - 1)
        return not self.text[before + 1 : start - 1].strip()

    def _statement_end(self, start: int) -> int:
        """An import or export ends with the line that closes its brackets, else before the next blank line."""
        depth = 0
        position = start
        while token := _BRACKETS.search(self.text, position):
            position = token.end()
            if token.group() == "/*":
                position = self._after("*/", position)
            elif token.group() in ("{", "(", "["):
                depth += 1
            elif token.group() in ("}", ")", "]"):
                depth -= 1
            elif token.group() == "\n" and depth <= 0 and _ESM_AGAIN.match(self.text, position):
                return token.start()
        if depth <= 0:
            return len(self.text)
        self.lost = True
        blank = _BLANK_LINE.search(self.text, start)
        return blank.start() if blank else len(self.text)

    def _html_comment(self, match: re.Match[str]) -> int:
        start = match.start()
        end = self._after("-->", match.end())
        if end > len(self.text) or end == match.end():
            return match.end()
        self.comments.append(Comment(self.text[match.end() : end - 3].strip(), Span(start, end)))
        self.found.append((start, end, GONE))
        return end

    def _after(self, closer: str, position: int) -> int:
        """Return where `closer` ends; `position` itself where there is none."""
        end = self.text.find(closer, position) if closer not in self.gone else -1
        if end < 0:
            self.gone.add(closer)
            return position
        return end + len(closer)

    def _balanced(self, start: int) -> int:
        """Return the end of the braces that open at `start`, or -1."""
        if self.waste > _WASTE * len(self.text):
            return -1
        depth = 0
        position = start
        while token := _BRACKETS.search(self.text, position):
            position = token.end()
            if token.group() == "{":
                depth += 1
            elif token.group() == "}":
                depth -= 1
                if depth == 0:
                    return position
            elif token.group() == "/*":
                position = self._after("*/", position)
        self.lost = True
        self.waste += len(self.text) - start
        return -1

    def _brace(self, match: re.Match[str]) -> int:
        start = match.start()
        text = self.text
        if literal := _STRING_ONLY.match(text, start):
            group = literal.lastindex or 1
            self.found += ((start, literal.start(group), GONE), (literal.end(group), literal.end(), GONE))
            return literal.end()
        if comment := _COMMENT_ONLY.match(text, start):
            self.comments.append(Comment(comment.group(1).strip(), Span(start, comment.end()), secret=True))
            self.found.append((start, comment.end(), GONE))
            return comment.end()
        end = self._balanced(start)
        if end < 0:
            return match.end()
        self._code(start + 1, end - 1)
        self.found.append((start, end, filler.VALUE))
        return end

    def _tag(self, match: re.Match[str]) -> int:
        start = match.start()
        head = _NAME.match(self.text, start)
        assert head is not None
        name = head.group(1) or ""
        end, found, expressions = self._attributes(head.end())
        if end < 0:
            return match.end()
        closing = self.text.startswith("</", start)
        if name.lower() in _SKIPPED and not closing and not self.text.startswith("/>", end - 2):
            end = self._after(f"</{name}>", end)
            self.found.append((start, end, filler.VALUE if is_inline(name.lower()) else PART))
            return end
        if name == "br" and "{" not in self.text[start:end]:
            return end
        self._copy_of(f"x-{name}" if name[:1].isupper() else name, found, expressions)
        self.found.append((start, end, self._kind(name.lower(), start, end, closing=closing)))
        return end

    def _attributes(self, position: int) -> tuple[int, Attributes, list[Span]]:
        """Return the end of the tag (or -1), the offsets of its string attributes, and its expressions."""
        text = self.text
        found: Attributes = {}
        expressions: list[Span] = []
        while True:
            part = _ATTRIBUTE.match(text, position)
            assert part is not None
            name, position = part.group(1), part.end()
            following = text[position : position + 1]
            if following == ">":
                return position + 1, found, expressions
            if following in ('"', "'"):
                close = self._after(following, position + 1)
                if close == position + 1 and text[position + 1 : position + 2] != following:
                    return -1, found, expressions
                found.setdefault((name or "").lower(), (position + 1, close - 1))
                position = close
            elif following == "{":
                close = self._balanced(position)
                if close < 0:
                    return -1, found, expressions
                expressions.append(Span(position + 1, close - 1))
                position = close
            elif not part.group().strip():
                return -1, found, expressions

    def _copy_of(self, name: str, found: Attributes, expressions: list[Span]) -> None:
        for surface, key, span in html_attributes.copy(self.text, name, found):
            segment = value_segment(self.text, span, 0, surface, Context(key=key))
            if segment is not None:
                self.extra.append((segment,))
        for expression in expressions:
            self._code(expression.start, expression.end, Surface.ATTRIBUTE)

    def _code(self, start: int, end: int, surface: Surface = Surface.SCRIPT_STRING) -> None:
        """Read the strings of an expression, and the text where it holds elements."""
        code = self.text[start:end]
        if not _HAS_WORDS.search(code):
            return
        if _ELEMENT.search(code):
            found = javascript.document(SourceFile("", code), scan(code, markup="jsx")).segments
        else:
            found = tuple(javascript.strings(code, surface=surface))
        if found:
            self.extra.append(tuple(moved(segment, segment.context, start) for segment in found))

    def _kind(self, name: str, start: int, end: int, *, closing: bool) -> str:
        """Choose what stands for a tag: nothing in a line, a border between blocks, Markdown's own marks."""
        if name in _IMAGES:
            return filler.VALUE
        if name != "br" and name and is_inline(name):
            return GONE
        line = self.text.rfind("\n", 0, start) + 1
        if closing or "\n" in self.text[start:end] or self.text[line:start].strip():
            return PART
        heading = _HEADING.fullmatch(name)
        marks = "#" * int(heading.group(1)) + " " if heading else "- " if name == "li" else PART
        return marks if len(marks) <= end - start else PART
