"""The one YAML loader: text to typed, frozen records that remember where each string stood.

Rules, vocabularies, evidence, wording, jurisdictions and the configuration are edited by people who do not program and
come in by pull request: unknown and duplicate keys, anchors, tags and values of the wrong type are refused with file,
line, column, what is wrong and what was expected; every fault of a file is reported, not only the first.
"""

from __future__ import annotations

import datetime
import functools
import types
import typing
from collections.abc import Iterator, Mapping
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypeVar, Union, get_args, get_origin

from claimlint import lazy
from claimlint.errors import KnowledgeError, Problem
from claimlint.record import Record, is_record, names, required
from claimlint.yamlhint import CURLY, curly, explained

if TYPE_CHECKING:
    import yaml
    from rapidfuzz import fuzz, process
else:
    yaml = lazy.module("yaml")
    fuzz = lazy.module("rapidfuzz.fuzz")
    process = lazy.module("rapidfuzz.process")

T = TypeVar("T")

_MAX_DEPTH = 30
_LARGEST = 2_000_000
"""Bytes of a YAML file that people keep by hand, at most."""
_SUGGEST_FROM = 66.0
_PLAIN_TAGS = frozenset(f"tag:yaml.org,2002:{name}" for name in "str int float bool null timestamp seq map".split())


class Text(str):
    """A string of a YAML file that knows its place: 1-based `line` and `column` of its first character."""

    __slots__ = ("column", "line", "path")

    path: str
    line: int
    column: int

    @classmethod
    def at(cls, value: str, path: str, line: int, column: int) -> Text:
        text = cls(value)
        text.path, text.line, text.column = path, line, column
        return text

    def __reduce__(self) -> tuple[Any, ...]:
        return (Text.at, (str(self), self.path, self.line, self.column))

    def problem(self, message: str, offset: int = 0) -> Problem:
        """Return a fault at character `offset` of this string (exact for strings on one line)."""
        return Problem(self.path, self.line, self.column + offset, message)


class Place(Record, frozen=True):
    """Where a record stands in its file; a record type asks for it with a field `at: Place`."""

    path: str = ""
    line: int = 1
    column: int = 1

    def problem(self, message: str) -> Problem:
        return Problem(self.path, self.line, self.column, message)


def load(kind: type[T], path: Path, name: str | None = None) -> T:
    """Read one YAML file into `kind`; `name` is what messages call it. Raises KnowledgeError."""
    shown = name or str(path)
    try:
        size = path.stat().st_size
        if size > _LARGEST:
            message = f"is {size / 1e6:.1f} MB; expected no more than {_LARGEST / 1e6:.0f} MB"
            raise KnowledgeError([Problem(shown, 1, 1, message)])
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise KnowledgeError([Problem(shown, 1, 1, f"cannot be read: {error.strerror or error}")]) from error
    except UnicodeDecodeError as error:
        raise KnowledgeError([Problem(shown, 1, 1, "is not UTF-8; save it as UTF-8")]) from error
    return loads(kind, text, shown)


def loads(kind: type[T], text: str, name: str) -> T:
    """Read YAML text into `kind`, a dataclass or a generic such as `dict[str, Rule]`. Raises KnowledgeError."""
    binder = _Binder(name)
    try:
        node = yaml.compose(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        where = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        opened = error.context_mark.line + 1 if error.context_mark else 0
        message = explained(str(error.problem or error), text, *where, opened)
        raise KnowledgeError([Problem(name, *where, message)]) from error
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise KnowledgeError([Problem(name, 1, 1, explained(str(error), text, 0, 0))]) from error
    if node is None:
        raise KnowledgeError([Problem(name, 1, 1, f"is empty; expected {_describe(kind)}")])
    if _is_hostile(binder, node):
        raise KnowledgeError(binder.problems)
    value = binder.bind(kind, node, 0)
    if binder.problems:
        raise KnowledgeError(binder.problems)
    return typing.cast(T, value)


def did_you_mean(word: str, known: typing.Iterable[str]) -> str:
    """Return “; did you mean …?” for the nearest known word, or nothing where none is near."""
    best = nearest(word, known)
    return f"; did you mean “{best}”?" if best else ""


def one_of(word: str, known: typing.Iterable[str]) -> str:
    """Return “; did you mean …?” for the nearest of a few known words, or all of them where none is near."""
    listed = list(known)
    return did_you_mean(word, listed) or f"; expected one of {', '.join(listed)}"


def nearest(word: str, known: typing.Iterable[str]) -> str | None:
    """Return the known word that is nearest, whatever its capitals and quotation marks, if one is near."""
    plain = word.strip(" \"'" + CURLY)
    best = process.extractOne(plain, list(known), scorer=fuzz.ratio, processor=str.casefold, score_cutoff=_SUGGEST_FROM)
    return best[0] if best else None


def list_end(text: str, key: str) -> tuple[int, int, int] | None:
    """Return where a new element of the block list under a top-level key goes, so that all comments stay.

    That is a half-open range of `text` to replace by the element's lines (empty but for `key: []`), and the column of
    its dash. None where there is no such list, or one in brackets with something in it. Raises KnowledgeError.
    """
    try:
        node = yaml.compose(text, Loader=yaml.SafeLoader)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise KnowledgeError([Problem(key, 1, 1, f"is not valid YAML: {error}")]) from error
    pairs = node.value if isinstance(node, yaml.MappingNode) else ()
    found = [value for name, value in pairs if name.value == key]
    if len(found) != 1 or not isinstance(found[0], yaml.SequenceNode):
        return None
    (node,) = found
    if not node.value:
        return node.start_mark.index, node.end_mark.index, 2
    if node.flow_style:
        return None
    column = node.start_mark.column
    while isinstance(node, yaml.CollectionNode) and node.value and not node.flow_style:
        last = node.value[-1]
        node = last[1] if isinstance(node, yaml.MappingNode) else last
    end = node.end_mark.index
    if not text[:end].endswith("\n"):
        end = text.find("\n", end) + 1 or len(text)
    while text[:end].endswith(("\n\n", "\n\r\n")):  # a block of text takes the blank lines after it
        end -= 2 if text[:end].endswith("\r\n") else 1
    return end, end, column


def _is_hostile(binder: _Binder, node: yaml.Node) -> bool:
    seen: set[int] = set()
    stack = [(node, 0)]
    while stack:
        current, depth = stack.pop()
        if id(current) in seen:
            binder.fault(current, "anchors and aliases are not allowed here; write the value out")
            return True
        seen.add(id(current))
        if current.tag not in _PLAIN_TAGS:
            said = "; a text that begins with “!” goes in quotation marks" if current.tag.startswith("!") else ""
            binder.fault(current, f"the tag “{current.tag}” is not allowed here{said or '; write a plain value'}")
            return True
        if depth > _MAX_DEPTH:
            binder.fault(current, f"is nested deeper than {_MAX_DEPTH} levels")
            return True
        if isinstance(current, yaml.SequenceNode):
            stack += [(child, depth + 1) for child in current.value]
        elif isinstance(current, yaml.MappingNode):
            stack += [(child, depth + 1) for pair in current.value for child in pair]
    return False


_WRONG: Any = object()


class _Binder:
    """Binds composed YAML nodes to Python types, collecting faults instead of stopping at the first."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.problems: list[Problem] = []

    def fault(self, node: yaml.Node, message: str) -> Any:
        mark = node.start_mark
        self.problems.append(Problem(self.name, mark.line + 1, mark.column + 1, message))
        return _WRONG

    def bind(self, kind: Any, node: yaml.Node, depth: int) -> Any:
        origin = get_origin(kind)
        if origin in (Union, types.UnionType):
            return self._union(get_args(kind), node, depth)
        if origin is Literal:
            return self._choice({str(value): value for value in get_args(kind)}, node)
        if origin in (tuple, list):
            return self._sequence(get_args(kind)[0], node, depth)
        if origin in (dict, Mapping) or (isinstance(origin, type) and issubclass(origin, Mapping)):
            return self._mapping(get_args(kind), node, depth)
        if is_record(kind):
            return self._record(kind, node, depth)
        if isinstance(kind, type) and issubclass(kind, Enum):
            return self._choice({str(member.value): member for member in kind}, node)
        return self._scalar(kind, node)

    def _union(self, kinds: tuple[Any, ...], node: yaml.Node, depth: int) -> Any:
        if type(None) in kinds:
            if isinstance(node, yaml.ScalarNode) and node.tag == "tag:yaml.org,2002:null":
                return None
            kinds = tuple(kind for kind in kinds if kind is not type(None))
        for kind in kinds:
            if _fits(kind, node) and (
                get_origin(kind) is not Literal or node.value in get_args(kind) or kinds == (kind,)
            ):
                return self.bind(kind, node, depth)
        return self.fault(
            node,
            f"expected {' or '.join(_describe(kind).removeprefix('one of ') for kind in kinds)}, found {_found(node)}",
        )

    def _choice(self, choices: Mapping[str, Any], node: yaml.Node) -> Any:
        if isinstance(node, yaml.ScalarNode) and node.value in choices:
            return choices[node.value]
        wanted = ", ".join(choices)
        near = did_you_mean(node.value, choices) if isinstance(node, yaml.ScalarNode) else ""
        return self.fault(node, f"expected one of {wanted}, found {_found(node)}{near or _curly(node)}")

    def _sequence(self, kind: Any, node: yaml.Node, depth: int) -> Any:
        if not isinstance(node, yaml.SequenceNode):
            written = "; begin each item with “- ”" if isinstance(node, yaml.MappingNode) else ""
            written = f"; write [{node.value}]" if isinstance(node, yaml.ScalarNode) and _short(node.value) else written
            return self.fault(node, f"expected {_list_of(kind)}, found {_found(node)}{written}")
        return tuple(self.bind(kind, child, depth + 1) for child in node.value)

    def _mapping(self, kinds: tuple[Any, ...], node: yaml.Node, depth: int) -> Any:
        if not isinstance(node, yaml.MappingNode):
            return self.fault(node, f"expected a mapping of names to {_describe(kinds[1])}, found {_found(node)}")
        return {
            self.bind(kinds[0], key, depth + 1): self.bind(kinds[1], value, depth + 1)
            for key, value in self._pairs(node)
        }

    def _pairs(self, node: yaml.MappingNode) -> Iterator[tuple[yaml.ScalarNode, yaml.Node]]:
        seen: dict[str, int] = {}
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode):
                self.fault(key, f"expected a name before the colon, found {_found(key)}")
            elif key.value in seen:
                self.fault(key, f"the key “{key.value}” stands twice; the first is on line {seen[key.value]}")
            else:
                seen[key.value] = key.start_mark.line + 1
                yield key, value

    def _record(self, kind: type[Record], node: yaml.Node, depth: int) -> Any:
        if not isinstance(node, yaml.MappingNode):
            return self.fault(node, f"expected {_describe(kind)}, found {_found(node)}{_unspaced(node)}")
        hints, fields = _shape(kind)
        values: dict[str, Any] = {}
        for key, value in self._pairs(node):
            name = key.value.replace("-", "_")
            name = name if name in fields else f"{name}_"
            if name not in fields or name == "at":
                known = [_shown(field) for field in fields if field != "at"]
                near = did_you_mean(key.value, known)
                self.fault(key, f"unknown key “{key.value}”{near or '; expected one of ' + ', '.join(known)}")
            else:
                values[name] = self.bind(hints[name], value, depth + 1)
        if "at" in fields:
            values["at"] = Place(self.name, node.start_mark.line + 1, node.start_mark.column + 1)
        missing = [_shown(name) for name, needed in fields.items() if needed and name not in values]
        if missing:
            return self.fault(node, f"is missing {', '.join(f'“{name}”' for name in missing)}")
        if any(value is _WRONG for value in values.values()):
            return _WRONG
        return kind(**values)

    def _scalar(self, kind: Any, node: yaml.Node) -> Any:
        if not _fits(kind, node):
            return self.fault(node, f"expected {_describe(kind)}, found {_found(node)}{_curly(node)}")
        value = node.value
        if kind in (str, Text):
            mark = node.start_mark
            quoted = 1 if getattr(node, "style", None) in ("'", '"') else 0
            return Text.at(value, self.name, mark.line + 1, mark.column + 1 + quoted)
        if kind is bool:
            return value.lower() in ("true", "yes", "on")
        if kind is datetime.date:
            try:
                return datetime.date.fromisoformat(value)
            except ValueError:
                return self.fault(node, f"expected a date such as 2026-11-24, found {_found(node)}{_curly(node)}")
        try:
            return kind(value)
        except ValueError:
            return self.fault(node, f"expected {_describe(kind)}, found {_found(node)}")


def _shown(field: str) -> str:
    """The key of a field: `pass_` and `known_miss` are written `pass` and `known-miss`."""
    return field.rstrip("_").replace("_", "-")


@functools.cache
def _shape(kind: type[Record]) -> tuple[dict[str, Any], dict[str, bool]]:
    needed = required(kind)
    return typing.get_type_hints(kind), {name: name in needed and name != "at" for name in names(kind)}


def _fits(kind: Any, node: yaml.Node) -> bool:
    origin = get_origin(kind)
    if origin in (tuple, list):
        return isinstance(node, yaml.SequenceNode)
    if origin in (dict, Mapping) or is_record(kind):
        return isinstance(node, yaml.MappingNode)
    if not isinstance(node, yaml.ScalarNode):
        return False
    if origin is Literal or (isinstance(kind, type) and issubclass(kind, Enum)):
        return True
    tag = node.tag.rsplit(":", 1)[-1]
    if kind in (str, Text):
        return tag != "null" or node.value != ""
    if kind is bool:
        return tag == "bool"
    if kind is int:
        return tag == "int"
    if kind is float:
        return tag in ("int", "float")
    if kind is datetime.date:
        return tag in ("timestamp", "str")
    return False


_NAMES = {
    str: "text",
    Text: "text",
    int: "a whole number",
    float: "a number",
    bool: "true or false",
    datetime.date: "a date",
}


def _describe(kind: Any) -> str:
    origin = get_origin(kind)
    if origin in (tuple, list):
        return _list_of(get_args(kind)[0])
    if origin in (dict, Mapping):
        return "a mapping"
    if origin in (Union, types.UnionType):
        return " or ".join(_describe(part) for part in get_args(kind) if part is not type(None))
    if is_record(kind):
        needed = [_shown(name) for name, need in _shape(kind)[1].items() if need]
        return f"a mapping with {', '.join(needed)}" if needed else "a mapping"
    if origin is Literal:
        return "one of " + ", ".join(map(str, get_args(kind)))
    if isinstance(kind, type) and issubclass(kind, Enum):
        return "one of " + ", ".join(str(member.value) for member in kind)
    return _NAMES.get(kind, getattr(kind, "__name__", str(kind)))


def _list_of(kind: Any) -> str:
    inner = _describe(kind)
    choices = inner.removeprefix("one of ")
    return f"a list of {inner}" if inner == choices else f"a list of any of {choices}"


def _unspaced(node: yaml.Node) -> str:
    """What to say of “key:value”, which is one word to YAML."""
    name, colon, value = str(node.value).partition(":") if isinstance(node, yaml.ScalarNode) else ("", "", "")
    return "; a space goes after the colon" if colon and value and name.replace("-", "").isalnum() else ""


def _curly(node: yaml.Node) -> str:
    return curly(str(node.value)) if isinstance(node, yaml.ScalarNode) else ""


def _short(text: str) -> bool:
    return 0 < len(text) <= 40 and "\n" not in text


def _found(node: yaml.Node) -> str:
    if isinstance(node, yaml.SequenceNode):
        return "a list"
    if isinstance(node, yaml.MappingNode):
        return "a mapping"
    text = str(node.value)
    return f"“{text if len(text) <= 40 else text[:37] + '…'}”" if text else "nothing"
