"""Records: the frozen, slotted values that every stage hands to the next. The only home of `msgspec`.

A run that found nothing to look at spent a third of its time on defining dataclasses, each of which compiles half a
dozen methods when its module is imported. A `msgspec.Struct` reads the same, to people and to type checkers, and is
defined and made in C.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any, TypeGuard, TypeVar

# msgspec takes from `typing_extensions`, if it is there, what `typing` has as well; importing that takes a quarter of
# the time of a whole calm run.
_known = sys.modules.get("typing_extensions")
if _known is None:
    sys.modules["typing_extensions"] = None  # type: ignore[assignment]
try:
    from msgspec import Struct as Record
    from msgspec import field, json, msgpack
    from msgspec.structs import replace
finally:
    if _known is None:
        del sys.modules["typing_extensions"]

__all__ = ["Record", "field", "is_record", "json_text", "names", "pack", "replace", "required", "unpacker"]

T = TypeVar("T")


def is_record(kind: Any) -> TypeGuard[type[Record]]:
    """Tell whether `kind` is a type of records."""
    return isinstance(kind, type) and issubclass(kind, Record)


def names(kind: type[Record]) -> tuple[str, ...]:
    """Return the names of a record's fields, in order."""
    return kind.__struct_fields__


def required(kind: type[Record]) -> tuple[str, ...]:
    """Return the names of the fields that have no default."""
    fields = kind.__struct_fields__
    return fields[: len(fields) - len(kind.__struct_defaults__)]


def pack(value: object) -> bytes:
    """Return records, tuples, texts, numbers and dates as bytes. Raises ValueError for a text that is no Unicode."""
    return _ENCODER.encode(value)


def unpacker(kind: type[T]) -> Callable[[bytes], T]:
    """Return what makes values of a type from bytes; it raises ValueError for bytes that hold no such value."""
    return msgpack.Decoder(kind).decode


def json_text(value: object) -> str:
    """Return JSON with an indent of 2, as `json.dumps` writes it. Raises ValueError or TypeError for what it cannot."""
    return json.format(_JSON.encode(value), indent=2).decode()


def _text(value: object) -> str:
    if isinstance(value, str):
        return str(value)
    raise TypeError(f"{type(value).__name__} is no value of JSON")


_JSON = json.Encoder(enc_hook=_text)
_ENCODER = msgpack.Encoder(enc_hook=str)
"""Texts that know more of themselves than their characters are kept as plain ones."""
