"""Frozen records of claimlint to JSON text and back: the knowledge as it is kept between runs.

Nothing but values can come out of it: of types only records and enumerations that claimlint itself defines are
made, and none of their code runs.
"""

from __future__ import annotations

import datetime
import functools
import importlib
import json
from collections.abc import Callable, Iterator, Mapping
from enum import Enum
from typing import Any, Generic, TypeVar

from claimlint.record import Record, is_record, names
from claimlint.yamlload import Text

T = TypeVar("T")
_PACKAGE = "claimlint."


class Lines(Mapping[str, T], Generic[T]):
    """A mapping whose values are made from their text when they are asked for."""

    def __init__(self, lines: dict[str, str], make: Callable[[str], T]) -> None:
        self._lines = lines
        self._make = make
        self._made: dict[str, T] = {}

    def __getitem__(self, key: str) -> T:
        found = self._made.get(key)
        if found is None:
            found = self._made[key] = self._make(self._lines[key])
        return found

    def __contains__(self, key: object) -> bool:
        return key in self._lines

    def __iter__(self) -> Iterator[str]:
        return iter(self._lines)

    def __len__(self) -> int:
        return len(self._lines)


def encode(value: object) -> str:
    """Return a value as one line of JSON. Raises TypeError for what is no value of claimlint's."""
    return json.dumps(_plain(value), ensure_ascii=False, separators=(",", ":"))


def decode(line: str) -> Any:
    """Return the value of a line that `encode` made."""
    return _value(json.loads(line))


def _plain(value: Any) -> Any:
    if isinstance(value, Enum):
        return ["e", _name(type(value)), value.value]
    if type(value) is Text:
        return ["T", str(value), value.path, value.line, value.column]
    if value is None or type(value) in (bool, int, float, str):
        return value
    if isinstance(value, datetime.date):
        return ["D", value.isoformat()]
    if isinstance(value, Record):
        return ["o", _name(type(value)), *(_plain(getattr(value, name)) for name in names(type(value)))]
    if isinstance(value, Mapping):
        return ["d", *(_plain(part) for pair in value.items() for part in pair)]
    if isinstance(value, frozenset):
        return ["s", *sorted(map(_plain, value), key=str)]
    if isinstance(value, tuple):
        return ["t", *map(_plain, value)]
    raise TypeError(f"{type(value).__name__} cannot be kept")


def _value(data: Any) -> Any:
    if type(data) is not list:
        return data
    return _MAKERS[data[0]](data)


def _record(data: list[Any]) -> Any:
    return _kind(data[1])(*[_MAKERS[part[0]](part) if type(part) is list else part for part in data[2:]])


def _mapping(data: list[Any]) -> dict[Any, Any]:
    parts = [_value(part) for part in data[1:]]
    return dict(zip(parts[::2], parts[1::2], strict=True))


def _name(kind: type) -> str:
    return f"{kind.__module__.removeprefix(_PACKAGE)}:{kind.__qualname__}"


def _named(name: str) -> Any:
    module, _, qualified = name.partition(":")
    kind = getattr(importlib.import_module(_PACKAGE + module), qualified)
    if not isinstance(kind, type) or kind.__module__ != _PACKAGE + module:
        raise TypeError(f"{name} is no type of claimlint's")
    return kind


@functools.cache
def _enumeration(name: str) -> Any:
    kind = _named(name)
    if not issubclass(kind, Enum):
        raise TypeError(f"{name} is no enumeration")
    return kind


@functools.cache
def _kind(name: str) -> type[Record]:
    kind = _named(name)
    if not is_record(kind) or hasattr(kind, "__post_init__"):
        raise TypeError(f"{name} is no record that can be kept")
    return kind


_MAKERS: dict[str, Callable[[list[Any]], Any]] = {
    "T": lambda data: Text.at(*data[1:]),
    "D": lambda data: datetime.date.fromisoformat(data[1]),
    "d": _mapping,
    "e": lambda data: _enumeration(data[1])(data[2]),
    "o": _record,
    "s": lambda data: frozenset(map(_value, data[1:])),
    "t": lambda data: tuple(map(_value, data[1:])),
}
