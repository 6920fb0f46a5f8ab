"""Words to the ways in which a source may spell them, the likeliest first.

Which escapes hold at a place depends on every level that it is nested in: HTML in a string in a script, Markdown in
YAML. Nobody has to know: each spelling is tried, and the one stands that the format's own reader reads as the words.
What no reader would object to, but a stricter one might (a bare ampersand in HTML), comes after its escape.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from claimlint import lazy
from claimlint.segment import Segment, Surface
from claimlint.source import Span

_JOINT = lazy.pattern(r"(?:\r\n|\r|\n)[ \t]*+(?=\S)")
_MARKED = lazy.pattern("[<>&]")
_Spell = Callable[[str], str]
_DATA = frozenset((Surface.DATA_STRING, Surface.SCRIPT_STRING, Surface.FRONT_MATTER, Surface.JSON_LD))
_MARKUP = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
_QUOTES = {'"': "&quot;", "'": "&#39;"}
_BRACES = {"{": "&#123;", "}": "&#125;", "|": "&#124;", "`": "&#96;"}
_PUNCTUATION = "\\`*_{}[]<>()#|~&$!"


def _mapped(table: Mapping[str, str]) -> _Spell:
    translation = str.maketrans(dict(table))
    return lambda words: words.translate(translation)


def _plain(words: str) -> str:
    return words


_NESTINGS: tuple[_Spell, ...] = (
    _plain,
    _mapped({"\\": "\\\\", '"': '\\"'}),
    _mapped({"\\": "\\\\", "'": "\\'"}),
    _mapped({"\\": "\\\\", "`": "\\`", "$": "\\$"}),
    _mapped({"'": "''"}),
    _mapped({'"': '""'}),
)
"""Strings of JSON, scripts, YAML and CSV: what ends a string, or begins something in it, is escaped or doubled."""
_TEXT: tuple[_Spell, ...] = (_mapped({char: f"\\{char}" for char in _PUNCTUATION}),)
_FULL = _mapped(_MARKUP | _QUOTES)
_BRACED = _mapped(_MARKUP | _QUOTES | _BRACES)


def spellings(words: str, segment: Segment, source: str, encoding: str, place: Span) -> Iterator[str]:
    """Yield ways to write `words` into a segment of `source`, at a place of it, each once.

    Where the block runs over several lines, lines no longer than those are tried first.
    """
    seen: set[str] = set()
    fold = _folder(segment, source, place)
    for spelt in _all(words, segment, source):
        for encodable in _encodable(spelt, encoding):
            for written in (fold(encodable), encodable):
                if written not in seen:
                    seen.add(written)
                    yield written


def _folder(segment: Segment, source: str, place: Span) -> _Spell:
    """Return how lines are broken there: as the block does, no longer than its longest line."""
    hull = segment.hull(0, len(segment.text))
    joint = _JOINT.search(source, place.start, place.end) or _JOINT.search(source, hull.start, hull.end)
    if joint is None:
        return _plain
    first, last = source.rfind("\n", 0, hull.start) + 1, source.find("\n", hull.end)
    lines = source[first : last if last >= 0 else len(source)].splitlines()
    width, column = max(map(len, lines)), place.start - (source.rfind("\n", 0, place.start) + 1)
    return lambda words: _folded(words, joint.group(), width, column)


def _folded(words: str, joint: str, width: int, column: int) -> str:
    parts: list[str] = []
    indent = len(joint) - (joint.rfind("\n") + 1)
    for number, word in enumerate(words.split(" ")):
        if number and column + 1 + len(word) > width:
            parts.append(joint)
            column = indent
        elif number:
            parts.append(" ")
            column += 1
        parts.append(word)
        column += len(word)
    return "".join(parts)


def _all(words: str, segment: Segment, source: str) -> Iterator[str]:
    habits = _mapped(_habits(segment, source))
    marked = _mapped(_MARKUP)
    as_markup = [lambda text, nest=nest: nest(marked(text)) for nest in _NESTINGS]
    as_text = [*_NESTINGS, *_TEXT]
    orders = [*as_text, *as_markup] if _is_bare(segment, source) else [*as_markup, *as_text]
    for spell in (*orders, _FULL, _BRACED):
        yield habits(spell(words))
        yield spell(words)


def _is_bare(segment: Segment, source: str) -> bool:
    """Tell whether an ampersand stands for itself: in data without references or tags."""
    hull = segment.hull(0, len(segment.text))
    stands = source[max(hull.start - 1, 0) : hull.end + 1]
    return segment.surface in _DATA and not _MARKED.search(stands)


def _habits(segment: Segment, source: str) -> dict[str, str]:
    """Return how the segment spells characters beyond ASCII: as a reference or an escape, where it does."""
    found: dict[str, str] = {}
    for index, run in enumerate(segment.runs):
        stop = segment.runs[index + 1].text if index + 1 < len(segment.runs) else len(segment.text)
        char = segment.text[run.text : stop]
        if len(char) == 1 and run.length > 1 and not char.isascii() and not char.isalpha():
            found.setdefault(char, source[run.source : run.source + run.length])
    return found


def _encodable(words: str, encoding: str) -> Iterator[str]:
    """Yield the words as they are, or with references or escapes for what the encoding of the file lacks."""
    try:
        words.encode(encoding)
    except UnicodeEncodeError:
        lacking = {char for char in words if not _fits(char, encoding)}
        yield _mapped({char: f"&#{ord(char)};" for char in lacking})(words)
        yield _mapped({char: f"\\u{ord(char):04x}" for char in lacking if ord(char) < 0x10000})(words)
    else:
        yield words


def _fits(char: str, encoding: str) -> bool:
    try:
        char.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True
