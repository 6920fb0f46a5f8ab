"""Keys of a map to values of their own, where a key is itself what a visitor reads.

`{"Does it hurt?": "Hardly."}` asks in its key what its value answers; `{"Less pain in a week": {...}}` claims in it.
What such a key holds stands below it: the key is the heading `(…, key, HEADING)`, a scalar in it `(…, key, TEXT)`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from claimlint.readers import prose
from claimlint.readers.raw import Path, Value, plain_key
from claimlint.segment import Segment

HEADING, TEXT, NUMBER = "key-heading", "text", "value"
_ROWS = 2
"""A key that stands in more objects than this is the name of a column."""
_MACHINES = frozenset(("headers", "redirects", "rewrites", "aliases", "scripts", "dependencies", "shortcuts", "env"))
_NO = frozenset(("false", "null", "no", "0", "~", ""))


def with_keys(values: Sequence[Value], keys: Sequence[Value]) -> list[Value]:
    """Return `values` with those `keys` among them, in source order, that are copy.

    The path of a key is that of what it holds. A key is left out where it is switched off, where it says what its value
    says, and below names such as `headers`; one in lower case is copy only where it holds a sentence.
    """
    if not keys:
        return list(values)
    counts = Counter(key.text.text for key in keys)
    kept: dict[Path, Segment] = {}
    doubtful: dict[Path, Segment] = {}
    for key in keys:
        name = key.text.text
        if counts[name] > _ROWS or _is_for_machines(key.path[:-1]):
            continue
        if prose.is_copy_key(name):
            kept[key.path] = key.text
        elif prose.may_be_copy_key(name):
            doubtful[key.path] = key.text
    for value in values:
        path = value.path
        if path in doubtful and not value.literal and prose.is_sentence(value.text.text):
            kept[path] = doubtful[path]
        if path in kept and _says_nothing_more(kept[path], value):
            del kept[path]
    return list(_merged(values, kept)) if kept else list(values)


def _is_for_machines(path: Path) -> bool:
    return any(isinstance(step, str) and (prose.is_machine_key(step) or plain_key(step) in _MACHINES) for step in path)


def _says_nothing_more(key: Segment, value: Value) -> bool:
    text = value.text.text.strip()
    return text == key.text.strip() or (value.literal and text.lower() in _NO)


def _merged(values: Sequence[Value], kept: dict[Path, Segment]) -> Iterator[Value]:
    waiting = sorted(kept.items(), key=lambda item: item[1].runs[0].source, reverse=True)
    for value in values:
        start = value.text.runs[0].source if value.text.runs else -1
        while waiting and waiting[-1][1].runs[0].source < start:
            yield _heading(*waiting.pop())
        if value.path in kept:
            yield Value((*value.path, NUMBER if value.literal else TEXT), value.text, value.literal)
        else:
            yield value
    while waiting:
        yield _heading(*waiting.pop())


def _heading(path: Path, text: Segment) -> Value:
    return Value((*path, HEADING), text)
