"""Markdown to markdown-it tokens that know their place.

markdown-it-py gives line numbers for blocks and nothing for inlines. Here the block state remembers which source
each line of a block came from, and the inline rules note on each token where it began and ended, so that positions
are carried out of the parse and never searched for afterwards.
"""

from __future__ import annotations

import functools
import re
from bisect import bisect_right
from collections.abc import Callable, MutableMapping
from typing import Any, Literal

from markdown_it import MarkdownIt, rules_inline
from markdown_it.common.utils import MD_TRIM_CHARS
from markdown_it.parser_block import ParserBlock
from markdown_it.parser_inline import ParserInline
from markdown_it.rules_block import StateBlock, html_block, paragraph
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from claimlint import lazy
from claimlint.record import Record
from claimlint.segment import Run, Segment, Surface

_MAX_NESTING = 60
_MAX_INLINE_NESTING = 20
_CONTAINER_MARKERS = lazy.pattern(r"[ \t]*+(?:(?:[>*+-]|\d{1,9}[.)])[ \t]*+)*+")
_PARSED_WITHIN = lazy.pattern(
    r"<[a-z][\w-]*+(?=[^<>]*?\smarkdown\s*+=\s*+[\"']?(?:1|block|span)\b)[^<>]*+>[ \t]*+", re.IGNORECASE
)
_InlineRule = Callable[[StateInline, bool], bool]
_LEAVES: dict[str, tuple[_InlineRule, str]] = {
    "newline": (rules_inline.newline, "\n"),
    "escape": (rules_inline.escape, "\\"),
    "backticks": (rules_inline.backtick, "`"),
    "strikethrough": (rules_inline.strikethrough.tokenize, "~"),
    "emphasis": (rules_inline.emphasis.tokenize, "*_"),
    "image": (rules_inline.image, "!"),
    "autolink": (rules_inline.autolink, "<"),
    "html_inline": (rules_inline.html_inline, "<"),
    "entity": (rules_inline.entity, "&"),
}
"""Inline rules that hold no other, with the characters they begin at."""


class Parsed(Record, frozen=True):
    """Block tokens in order; `references` holds the link references that the inline pass needs."""

    tokens: list[Token]
    references: MutableMapping[str, Any]
    mdx: bool


def parse_blocks(text: str, *, mdx: bool = False) -> Parsed:
    """Parse the block structure of `text`, whose lines end in LF alone; MDX knows no indented code and no HTML blocks.

    `content(token)` gives what an `inline` or `html_block` token holds, with its map.
    """
    parser = _parser(mdx, _MAX_NESTING)
    state = _Blocks(text, parser, {}, [])
    parser.block.tokenize(state, 0, state.lineMax)
    return Parsed(state.tokens, state.env, mdx=mdx)


def parse_inline(text: str, parsed: Parsed) -> list[Token]:
    """Parse inline Markdown: `meta["span"]` of a token is its place in `text`; tags of emphasis and links have none."""
    parser = _parser(parsed.mdx, _MAX_INLINE_NESTING)
    state = _Inlines(text, parser, parsed.references, [])
    parser.inline.tokenize(state)
    for rule in parser.inline.ruler2.getRules(""):
        rule(state)
    return state.tokens


def content(token: Token) -> Segment:
    """Return the raw Markdown (or HTML) of a block token, mapped to the text that was parsed."""
    lines: _Lines = token.meta["lines"]
    begin = len(lines.text) - len(lines.text.lstrip(MD_TRIM_CHARS)) if token.type == "inline" else 0
    return cut(Segment(lines.text, tuple(lines.runs), Surface.BODY), begin, begin + len(token.content))


def cut(raw: Segment, begin: int, end: int) -> Segment:
    """Return `raw.text[begin:end]` as a text of its own, with its map."""
    runs: list[Run] = []
    index = max(bisect_right(raw.runs, begin, key=lambda run: run.text) - 1, 0)
    while index < len(raw.runs) and raw.runs[index].text < end:
        run = raw.runs[index]
        index += 1
        stop = raw.runs[index].text if index < len(raw.runs) else len(raw.text)
        first, last = max(run.text, begin), min(stop, end)
        if stop - run.text == run.length:
            runs.append(Run(first - begin, run.source + first - run.text, last - first))
        elif first < last:
            runs.append(Run(first - begin, run.source, run.length))
    return Segment(raw.text[begin:end], tuple(runs), raw.surface)


@functools.cache
def _parser(mdx: bool, nesting: int) -> MarkdownIt:
    parser = MarkdownIt("zero")
    parser.block = _BlockParser()
    parser.inline = _InlineParser()
    parser.configure("commonmark", {"maxNesting": nesting})
    parser.enable(["table", "strikethrough"])
    parser.inline.ruler2.disable("fragments_join")
    if mdx:
        parser.disable(["code", "html_block"])
    parser.block.ruler.at("html_block", _html_block, {"alt": ["paragraph", "reference", "blockquote"]})
    parser.inline.ruler.at("link", _noting_end)
    for name, (rule, marks) in _LEAVES.items():
        parser.inline.ruler.at(name, _noting_span(rule, marks))
    return parser


class _Lines(Record, frozen=True):
    """Text gathered line by line: each run is linear, or atomic where a tab was expanded."""

    text: str
    runs: list[Run]


class _Blocks(StateBlock):
    """Notes on `inline` and `html_block` tokens which source their content was cut from."""

    _latest = _Lines("", [])

    def getLines(self, begin: int, end: int, indent: int, keepLastLF: bool) -> str:  # noqa: N802, N803
        parts: list[tuple[str, int, int]] = []
        for line in range(begin, end):
            virtual, first = self._after_indent(line, indent)
            piece = self.src[first : self.eMarks[line] + (1 if line + 1 < end or keepLastLF else 0)]
            parts += ((" " * virtual, first - 1, 1), (piece, first, len(piece)))
        self._latest = found = _gather(parts)
        if self.tokens and self.tokens[-1].type == "html_block" and "lines" not in self.tokens[-1].meta:
            self.tokens[-1].meta["lines"] = found
        return found.text

    def push(self, ttype: str, tag: str, nesting: Literal[-1, 0, 1]) -> Token:
        if ttype == "paragraph_close" or (ttype == "heading_close" and self.tokens[-2].markup in ("-", "=")):
            self.tokens[-1].meta["lines"] = self._latest
        elif ttype == "heading_close":
            self._note_heading(self.tokens[-1])
        elif ttype == "table_close":
            self._note_cells()
        return super().push(ttype, tag, nesting)

    def _after_indent(self, line: int, indent: int) -> tuple[int, int]:
        """Return how many spaces of a tab are left over, and where the line's content begins."""
        start = first = self.bMarks[line]
        column = 0
        while first < self.eMarks[line] + 1 and column < indent and first < len(self.src):
            char = self.src[first]
            if char == "\t":
                column += 4 - (column + self.bsCount[line]) % 4
            elif char == " " or first - start < self.tShift[line]:
                column += 1
            else:
                break
            first += 1
        return max(column - indent, 0), first

    def _note_heading(self, token: Token) -> None:
        assert token.map is not None
        line = token.map[0]
        begin, end = self.bMarks[line] + self.tShift[line], self.eMarks[line]
        text = self.src[begin:end].lstrip("#")
        token.meta["lines"] = _gather([(text, end - len(text), len(text))])

    def _note_cells(self) -> None:
        """Give every cell of the table that ends here its part of its row."""
        index = len(self.tokens) - 1
        row: list[Token] = []
        while self.tokens[index].type != "table_open":
            token = self.tokens[index]
            if token.type == "inline":
                row.append(token)
            elif token.type == "tr_open":
                assert token.map is not None
                line = token.map[0]
                pieces = self._cells(self.bMarks[line] + self.tShift[line], self.eMarks[line])
                for number, cell in enumerate(reversed(row)):
                    cell.meta["lines"] = pieces[number] if number < len(pieces) else _Lines("", [])
                row = []
            index -= 1

    def _cells(self, begin: int, end: int) -> list[_Lines]:
        """Split a row at its pipes; an escaped pipe is one character for two of source."""
        text = self.src[begin:end]
        end = begin + len(text.rstrip(MD_TRIM_CHARS))
        begin += len(text) - len(text.lstrip(MD_TRIM_CHARS))
        cells: list[_Lines] = []
        parts: list[tuple[str, int, int]] = []
        last = begin
        for pipe in re.finditer(r"\|", self.src[begin:end]):
            at = begin + pipe.start()
            if at > begin and self.src[at - 1] == "\\":
                parts += ((self.src[last : at - 1], last, at - 1 - last), ("|", at - 1, 2))
            else:
                cells.append(_gather([*parts, (self.src[last:at], last, at - last)]))
                parts = []
            last = at + 1
        cells.append(_gather([*parts, (self.src[last:end], last, end - last)]))
        if not cells[0].text:
            del cells[0]
        if cells and not cells[-1].text:
            del cells[-1]
        return cells


def _gather(parts: list[tuple[str, int, int]]) -> _Lines:
    """Join stretches of text, each with its source offset and length."""
    runs: list[Run] = []
    length = 0
    for text, source, span in parts:
        if text:
            runs.append(Run(length, source, span))
            length += len(text)
    return _Lines("".join(part[0] for part in parts), runs)


def _html_block(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Take a block of HTML; kramdown's `<div markdown="1">` ends with its line, for Markdown stands in it."""
    if not state.is_code_block(start):
        line = state.src[state.bMarks[start] + state.tShift[start] : state.eMarks[start]]
        if line.startswith("<") and _PARSED_WITHIN.fullmatch(line):
            if not silent:
                state.line = start + 1
                token = state.push("html_block", "", 0)
                token.map = [start, start + 1]
                token.content = state.getLines(start, start + 1, state.blkIndent, True)
            return True
    return html_block(state, start, end, silent)


class _BlockParser(ParserBlock):
    """Beyond the nesting limit reads plain paragraphs, where markdown-it would drop the rest of the block."""

    def tokenize(self, state: StateBlock, startLine: int, endLine: int) -> None:  # noqa: N803
        if state.level < _MAX_NESTING:
            super().tokenize(state, startLine, endLine)
            return
        line = startLine
        while line < endLine:
            state.line = line = state.skipEmptyLines(line)
            if line >= endLine or state.sCount[line] < state.blkIndent:
                break
            markers = _CONTAINER_MARKERS.match(state.src, state.bMarks[line], state.eMarks[line])
            if markers and markers.end() < state.eMarks[line]:
                state.bMarks[line] = markers.end()
                state.tShift[line] = 0
            paragraph(state, line, endLine, False)
            line = state.line


class _InlineParser(ParserInline):
    """Leaves the label of an image unparsed: the reader parses it as a text of its own."""

    def parse(self, src: str, md: MarkdownIt, env: MutableMapping[str, Any], tokens: list[Token]) -> list[Token]:  # noqa: ARG002
        return tokens


class _Inlines(StateInline):
    """Notes on plain text tokens where they began: pending text is always one contiguous stretch of source."""

    _pending_since = 0

    def append_pending(self, text: str) -> None:
        if not (self._pending or self._pending_buffer):
            self._pending_since = self.pos
        super().append_pending(text)

    def pushPending(self) -> Token:  # noqa: N802
        token = super().pushPending()
        token.meta["span"] = (self._pending_since, self._pending_since + len(token.content))
        return token


def _noting_span(rule: _InlineRule, marks: str) -> _InlineRule:
    def run(state: StateInline, silent: bool) -> bool:
        start, count = state.pos, len(state.tokens)
        if state.src[start] not in marks or not rule(state, silent):
            return False
        for token in state.tokens[count:]:
            if token.type != "text":
                token.meta["span"] = (start, state.pos)
            elif "span" not in token.meta:
                token.meta["span"] = (start, start + len(token.content))
                start += len(token.content)
        return True

    return run


def _noting_end(state: StateInline, silent: bool) -> bool:
    """Take a link and note on its first token where the whole of it ends."""
    count = len(state.tokens)
    if state.src[state.pos] != "[" or not rules_inline.link(state, silent):
        return False
    opener = next((token for token in state.tokens[count:] if token.type == "link_open"), None)
    if opener is not None:
        opener.meta["end"] = state.pos
    return True
