"""A stretch of source to the same stretch with the inline markup whole that it opens or closes.

The words of a sentence may begin inside a pair of marks and end behind it (“**Reduces pain** and stress”). What takes
the place of all of them takes the whole pair along, or half of it would be left.
"""

from __future__ import annotations

from claimlint import lazy
from claimlint.source import Span

_MARKS = ("**", "__", "~~", "*", "_")
_OPENS = lazy.pattern(r"<([A-Za-z][A-Za-z0-9]{0,15})\b[^<>]{0,400}>\Z")
_CLOSES = lazy.pattern(r"\s{0,9}</([A-Za-z][A-Za-z0-9]{0,15})\s{0,9}>")
_LEADS = lazy.pattern(r"[*_~]+|<[A-Za-z/][^<>]{0,400}>")
_TRAILS = lazy.pattern(r"(?:[*_~]+|</?[A-Za-z][^<>]{0,400}>)\Z")
_LOOK_BACK = 420
_TAGS = lazy.pattern(r"<(/?)([A-Za-z][A-Za-z0-9]{0,15})\b[^<>]{0,400}?(/?)>")
_VOID = frozenset(("br", "hr", "img", "wbr", "input"))


def whole(text: str, start: int, end: int) -> Span:
    """Return the stretch with the marks around it that pair up with one inside, and nothing else."""
    for mark in _MARKS:
        inside = text[start:end]
        for longer in _MARKS[: _MARKS.index(mark)]:
            inside = inside.replace(longer, "") if mark in longer else inside
        if inside.count(mark) % 2:
            if text.startswith(mark, start - len(mark)) and start >= len(mark):
                start -= len(mark)
            elif text.startswith(mark, end):
                end += len(mark)
    return _tags(text, start, end)


def inner(text: str, start: int, end: int) -> Span:
    """Return the stretch less the marks and tags at its two ends."""
    while found := _LEADS.match(text, start, end):
        start = found.end()
    while end > start and (found := _TRAILS.search(text, max(end - _LOOK_BACK, start), end)):
        end = found.start()
    return Span(start, end)


def _tags(text: str, start: int, end: int) -> Span:
    opened: list[str] = []
    closed: list[str] = []
    for match in _TAGS.finditer(text, start, end):
        name = match[2].lower()
        if match[3] or name in _VOID:
            continue
        if not match[1]:
            opened.append(name)
        elif opened and opened[-1] == name:
            opened.pop()
        else:
            closed.append(name)
    for name in closed:
        found = _OPENS.search(text, max(start - _LOOK_BACK, 0), start)
        if found and found[1].lower() == name:
            start = found.start()
    for name in reversed(opened):
        after = _CLOSES.match(text, end)
        if after and after[1].lower() == name:
            end = after.end()
    return Span(start, end)
