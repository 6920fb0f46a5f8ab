"""Markdown to Markdown of the same length in which nothing is left that CommonMark would take for words.

Template tags, shortcodes, attribute lists, container fences and footnote marks are overwritten with filler, so that
every offset is still that of the source.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator

from claimlint import lazy
from claimlint.readers import filler
from claimlint.readers.filler import GONE, PART
from claimlint.readers.values import Value, assemble
from claimlint.record import Record
from claimlint.segment import Comment, Segment, Surface
from claimlint.source import Span

_MAX_TAG = 8000
_OPENERS = lazy.pattern(r"\{\{[<%]?|\{%|\{#(?=[ \n])|\{::|\{:")
_CLOSERS = {"{{": "}}", "{{<": ">}}", "{{%": "%}}", "{%": "%}", "{#": "#}", "{::": "}", "{:": "}"}
_ALTERNATIVE = lazy.pattern(r"\{%-?\s*+(?:else|elsif|elif|elseif|when|case|endfor|plural)\b")
_OUTPUT = lazy.pattern(r"\{%-?\s*+(?:include|render|link|post_url|cycle|increment|asset|url|trans|blocktrans)\b")
_HIDDEN = lazy.pattern(r"\{%-?\s*+(comment|highlight|capture|style|javascript|schema|raw)\b")
_HEADING_ID = lazy.pattern(
    r"^( {0,3}#{1,6} [^\n{]*+(?:\{(?!#)[^\n{]*+)*+)(\{#[\w-]++[^\n{}]*+\})[ \t]*+$", re.MULTILINE
)
_WHOLE_LINES = lazy.pattern(
    r"^(?::{3,}[^\n]*+|\[(?:TOC|toc|\[_?(?:TOC|toc)_?\])\][ \t]*+|\[!(?:NOTE|TIP|IMPORTANT|WARNING|CAUTION)\][ \t]*+)$",
    re.MULTILINE,
)
_QUOTE_MARK = lazy.pattern(r"(?<=^> )\[!(?:NOTE|TIP|IMPORTANT|WARNING|CAUTION)\](?=[ \t]*+$)", re.MULTILINE)
_FOOTNOTE = lazy.pattern(r"\[\^[^\s\[\]]{1,60}\](:[ \t]++(?=\S))?")
_LINK_COMMENT = lazy.pattern(
    r"^ {0,3}\[(?://|comment|_|\.)\]:[ \t]*+(?:#|<>)?[ \t]*+"
    r"(?:\(([^\n]*+)(?<=\))|\"([^\n]*+)(?<=\")|'([^\n]*+)(?<='))[ \t]*+$",
    re.MULTILINE,
)
_CODE = lazy.pattern(
    r"<!--(?:[^-]++|-(?!->))*+(?:-->|\Z)|^ {0,3}(?P<fence>```|~~~).*?(?:^ {0,3}(?P=fence)|\Z)"
    r"|(?P<ticks>`++)[^`\n]{1,400}+(?P=ticks)",
    re.MULTILINE | re.DOTALL,
)
"""Comments and samples of code, of which no template tag is copy."""
_ONLY_FILLER = lazy.pattern(rf"^[ \t]*+[{GONE}{PART}][ \t{GONE}{PART}]*+$", re.MULTILINE)


class Masked(Record, frozen=True):
    """The text to parse, as long as the source, and what was found on the way.

    extra: the copy in the strings of each template tag.
    """

    text: str
    comments: tuple[Comment, ...]
    extra: tuple[tuple[Segment, ...], ...] = ()


def mask(text: str) -> Masked:
    """Overwrite what is not Markdown in `text`, whose lines end in LF alone."""
    text = filler.clean(text)
    comments: list[Comment] = []
    extra: list[tuple[Segment, ...]] = []
    unmasked = text
    if "{" in text:
        text = replaced(text, _templates(text, comments, extra))
    masked = finish(text, comments)
    return Masked(masked.text, masked.comments, tuple(_outside_code(unmasked, extra))) if extra else masked


def finish(text: str, comments: list[Comment]) -> Masked:
    """Overwrite the marks of Markdown's dialects in a text whose template code is masked already."""
    if "{" in text:
        text = _HEADING_ID.sub(lambda match: match.group(1) + GONE * (len(match.group()) - len(match.group(1))), text)
    if ":::" in text or "[" in text:
        text = _WHOLE_LINES.sub(_blank, text)
        text = _QUOTE_MARK.sub(lambda match: GONE * len(match.group()), text)
        text = _FOOTNOTE.sub(lambda match: GONE * len(match.group()), text)
        for match in _LINK_COMMENT.finditer(text):
            inner = next(group for group in match.groups() if group is not None)[:-1]
            comments.append(Comment(inner.strip(), Span(match.start(), match.end()), secret=True))
        text = _LINK_COMMENT.sub(_blank, text)
    return Masked(_ONLY_FILLER.sub(_blank, text), tuple(comments))


def _blank(match: re.Match[str]) -> str:
    return " " * len(match.group())


def replaced(text: str, found: Iterable[tuple[int, int, str]]) -> str:
    """Return `text` with each stretch filled: with a kind of filler, or with marks and then with nothing to see."""
    parts: list[str] = []
    last = 0
    for start, end, kind in found:
        parts += (text[last:start], _filled(text[start:end], kind))
        last = end
    parts.append(text[last:])
    return "".join(parts)


def _filled(tag: str, kind: str) -> str:
    """Lines stay lines, but an expression that is broken across lines is still one; `kind` may be Markdown's marks."""
    if kind == filler.VALUE:
        return filler.value(len(tag))
    marks = "" if kind in filler.FILLERS else kind
    kind = GONE if marks else kind
    rest = tag[len(marks) :]
    return marks + ("".join("\n" if char == "\n" else kind for char in rest) if "\n" in rest else kind * len(rest))


def _templates(text: str, comments: list[Comment], extra: list[tuple[Segment, ...]]) -> Iterable[tuple[int, int, str]]:
    position = 0
    gone: set[str] = set()
    while opener := _OPENERS.search(text, position):
        start, closer = opener.start(), _CLOSERS[opener.group()]
        position = opener.end()
        end = text.find(closer, position) if closer not in gone else -1
        if end < 0:
            gone.add(closer)
            continue
        end += len(closer)
        if end - start > _MAX_TAG or (closer == "}" and "\n" in text[start:end]):
            continue
        inner = end - len(closer)
        if ('"' in text[position:inner] or "'" in text[position:inner]) and (spoken := _strings(text, position, inner)):
            extra.append(spoken)
        end, kind = _meaning(text, start, end, opener.group(), comments, gone)
        yield start, end, kind
        position = end


def _outside_code(text: str, extra: list[tuple[Segment, ...]]) -> Iterator[tuple[Segment, ...]]:
    """Yield the groups that stand neither in a sample of code nor in a comment."""
    code = [found.span() for found in _CODE.finditer(text)]
    starts = [start for start, _ in code]
    for group in extra:
        at = group[0].runs[0].source
        index = bisect_right(starts, at) - 1
        if index < 0 or code[index][1] <= at:
            yield group


def _strings(text: str, start: int, end: int) -> tuple[Segment, ...]:
    """Return the copy in the arguments of a template tag: a caption, the text of a button."""
    from claimlint.readers import template_code

    found = enumerate(template_code.strings(text, start, end))
    values = [Value((0, key or number), raw) for number, (key, _, raw) in found]
    return tuple(assemble(values, surface=Surface.ATTRIBUTE))


def _meaning(text: str, start: int, end: int, opener: str, comments: list[Comment], gone: set[str]) -> tuple[int, str]:
    """Return where a tag ends (with the body of those whose body is no copy) and what stands for it."""
    if opener == "{{":
        return end, filler.VALUE
    if opener == "{#":
        comments.append(Comment(text[start + 2 : end - 2].strip(), Span(start, end), secret=True))
        return end, GONE
    if opener != "{%":
        return end, GONE
    hidden = _HIDDEN.match(text, start, end)
    if hidden and hidden.group(1) != "raw" and hidden.group(1) not in gone:
        closing = re.compile(rf"\{{%-?\s*+end{hidden.group(1)}\s*+-?%\}}").search(text, end)
        if closing is None:
            gone.add(hidden.group(1))
        else:
            if hidden.group(1) == "comment":
                comments.append(Comment(text[end : closing.start()].strip(), Span(start, closing.end()), secret=True))
            return closing.end(), GONE
    if _ALTERNATIVE.match(text, start, end):
        return end, PART
    return end, filler.VALUE if _OUTPUT.match(text, start, end) else GONE
