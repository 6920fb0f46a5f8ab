"""The knowledge of a run, compiled once: read from the user's cache folder as long as no YAML file has changed.

A file of the cache says which files it was made from. Those that have the same size and time as then are taken to be
the same; otherwise their contents decide. What is in it is made when it is asked for: a page that names no treatment
pays for none.
"""

from __future__ import annotations

import functools
import json
import os
import time
import zlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar, cast, overload

from claimlint import __version__, cache
from claimlint.codec import Lines, decode, encode
from claimlint.config import Settings, shipped_knowledge
from claimlint.evidence import Registry
from claimlint.language import Cues
from claimlint.lexis import Lexis
from claimlint.phrase import Either, Gap, Node, Slot, Term, either, phrase_of
from claimlint.predicate import Predicates
from claimlint.ruleset import Ruleset
from claimlint.scan import Entry, Lexicon
from claimlint.stamps import stamps
from claimlint.vocabulary import Vocabulary

FORMAT = 2
KEPT = 8
"""Files kept in the cache folder: one a project and set of jurisdictions."""
_SETTLED = 2 * 10**9
"""Nanoseconds after which a change of a file is sure to change its time."""

T = TypeVar("T")
Stamps = list[list[Any]]
State = dict[str, Any]
"""Stamps of the YAML files and of the code, and when they were taken."""


def place(settings: Settings) -> Path | None:
    """Return the cache file for the settings, or None where there is to be none."""
    folder = cache.folder() if settings.cache else None
    if folder is None:
        return None
    asked = [str(path) for path in _folders(settings)], list(settings.jurisdictions), __version__, FORMAT
    return folder / f"knowledge-{zlib.crc32(json.dumps(asked).encode()):08x}.txt"


def _folders(settings: Settings) -> list[Path]:
    shipped = settings.knowledge or shipped_knowledge()
    own = (settings.site_rules, settings.site_evidence, settings.site_vocabulary)
    return [shipped, *(path for path in own if path)]


def state(settings: Settings) -> State:
    """Return size and times of all YAML files, and of the code that compiles them."""
    seen = time.time_ns()
    yaml = [[*stamp] for path in _folders(settings) for stamp in stamps(os.fspath(path), ".yaml")]
    return {"seen": seen, "code": code(), "yaml": yaml}


@functools.cache
def code() -> Stamps:
    """The code as it was loaded, more or less: what is edited later does not run in this process."""
    return [[*stamp] for stamp in stamps(os.fspath(Path(__file__).parent), ".py")]


def _same(first: State, second: State) -> bool:
    return bool(first["code"] == second["code"] and first["yaml"] == second["yaml"])


def _sum(stamps: Stamps) -> str:
    import hashlib

    digest = hashlib.sha256()
    for name, *_ in stamps:
        content = Path(name).read_bytes()
        digest.update(f"{name}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()


def read(path: Path, now: State) -> Kept | None:
    """Return what a cache file holds, or None where it is missing, broken, or made from something else."""
    try:
        head, _, body = path.read_bytes().partition(b"\n")
        header = json.loads(head)
        if header["code"] != now["code"] or header["crc"] != zlib.crc32(body):
            return None
        settled = all(max(stamp[2:]) < header["seen"] - _SETTLED for stamp in now["yaml"])
        if not settled or header["yaml"] != now["yaml"]:
            if header["sum"] != _sum(now["yaml"]):
                return None
            _replace(path, {**header, "yaml": now["yaml"], "seen": now["seen"]}, body)
        return Kept(body, header["sections"])
    except (OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return None


def write(path: Path, sections_: Mapping[str, Iterable[str]], seen: State, settings: Settings) -> None:
    """Keep the sections, made from files as they were `seen`; nothing is kept where one has changed since."""
    parts = {name: "\n".join(lines).encode("utf-8", "surrogatepass") for name, lines in sections_.items()}
    body = b"\n".join(parts.values())
    sections, start = {}, 0
    for name, part in parts.items():
        sections[name] = [start, start + len(part)]
        start += len(part) + 1
    try:
        header = {**seen, "sum": _sum(seen["yaml"]), "crc": zlib.crc32(body)}
    except OSError:
        return
    if _same(state(settings), seen):  # else a file changed while it was read
        _replace(path, {**header, "sections": sections}, body)


def _replace(path: Path, header: dict[str, Any], body: bytes) -> None:
    cache.write_bytes(path, json.dumps(header).encode() + b"\n" + body)
    cache.prune(path.parent, "knowledge-*.txt", KEPT)


def sections(lexis: Lexis, registry: Registry, rest: Mapping[str, object]) -> dict[str, Iterable[str]]:
    """Return the sections of a cache file; each of `rest` is one."""
    return {
        "index": [json.dumps({word: list(numbers) for word, numbers in lexis.lexicon.index.items()})],
        "typos": [json.dumps({letter: list(words) for letter, words in lexis.lexicon.typos.items()})],
        "needs": [_line(needs) for needs in lexis.lexicon.needs],
        "entries": [json.dumps(_entry_data(entry), ensure_ascii=False) for entry in lexis.lexicon.entries],
        "rules": _keyed(lexis.rules.rules),
        "vocabulary": _keyed(lexis.vocabulary.entries),
        "ancestors": [encode({name: lexis.vocabulary.ancestors(name) for name in lexis.vocabulary.entries})],
        "outcome-verbs": [encode(lexis.vocabulary.outcome_verbs)],
        "ambiguities": [encode((lexis.vocabulary.ambiguities, lexis.vocabulary.unclear))],
        "predicates": [encode(lexis.predicates)],
        "cues": [encode(lexis.cues)],
        "lexis": [encode((lexis.lexicon.kinds, lexis.lexicon.first_other, lexis.hash, lexis.problems))],
        "rows": _keyed(registry.rows),
        "registry": [encode((registry.sheets, registry.site_rows))],
        **{name: [encode(value)] for name, value in rest.items()},
    }


def _keyed(values: Mapping[str, object]) -> list[str]:
    return [f"{key}\t{encode(value)}" for key, value in values.items()]


def _entry_data(entry: Entry) -> list[Any]:
    return [entry.kind, entry.name, entry.part, entry.phrase.source, *_node_data(entry.phrase.nodes)]


def _node_data(nodes: tuple[Node, ...]) -> list[Any]:
    made: list[Any] = []
    for node in nodes:
        if isinstance(node, Term):
            made.append([1 if node.typo else 0, *sorted(node.forms)])
        elif isinstance(node, Either):
            made.append([2, *map(_node_data, node.options)])
        else:
            made.append([3, node.kind] if isinstance(node, Slot) else [4])
    return made


def _nodes(data: list[Any]) -> tuple[Node, ...]:
    return tuple(_node(*part) for part in data)


def _node(kind: int, *parts: Any) -> Node:
    if kind < 2:
        return Term(frozenset(parts), kind == 1)
    if kind == 2:
        return either(tuple(map(_nodes, parts)))
    return Slot(*parts) if kind == 3 else Gap()


def _entry(line: bytes) -> Entry:
    kind, name, part, source, *nodes = json.loads(line)
    return Entry(kind, name, part, phrase_of(source, _nodes(nodes)))


def _line(needs: tuple[frozenset[str], ...]) -> str:
    return json.dumps([sorted(choice) for choice in needs], ensure_ascii=False) if needs else ""


def _needs(line: bytes) -> tuple[frozenset[str], ...]:
    return tuple(map(frozenset, json.loads(line))) if line else ()


class _Made(Sequence[T]):
    """Values of a section, each made from its line when it is asked for."""

    def __init__(self, lines: list[bytes], make: Callable[[bytes], T]) -> None:
        self._lines = lines
        self._make = make
        self._made: dict[int, T] = {}

    @overload
    def __getitem__(self, number: int) -> T: ...
    @overload
    def __getitem__(self, number: slice) -> Sequence[T]: ...
    def __getitem__(self, number: int | slice) -> T | Sequence[T]:
        if isinstance(number, slice):
            return [self[each] for each in range(*number.indices(len(self)))]
        found = self._made.get(number)
        if found is None:
            found = self._made[number] = self._make(self._lines[number])
        return found

    def __len__(self) -> int:
        return len(self._lines)


class Kept:
    """The sections of a cache file."""

    def __init__(self, body: bytes, sections: Mapping[str, Sequence[int]]) -> None:
        self._body = body
        self._sections = sections

    def part(self, name: str) -> bytes:
        """Return a section as it stands."""
        start, end = self._sections[name]
        return self._body[start:end]

    def value(self, name: str) -> Any:
        """Return the value of a section."""
        return decode(self.part(name).decode("utf-8", "surrogatepass"))

    def lines(self, name: str) -> Mapping[str, Any]:
        """Return the values of a section by their keys."""
        text = self.part(name).decode("utf-8", "surrogatepass")
        pairs = (line.partition("\t") for line in text.split("\n") if line)
        return Lines({key: line for key, _, line in pairs}, decode)


def made(kind: type[T], **values: object) -> T:
    """Return a frozen record of which only these fields are set; its class makes the others when they are read."""
    record = object.__new__(kind)
    for name, value in values.items():
        object.__setattr__(record, name, value)
    return record


class _StoredVocabulary(Vocabulary):
    kept: Kept

    @functools.cached_property
    def entries(self) -> Any:
        return self.kept.lines("vocabulary")

    @functools.cached_property
    def _ancestors(self) -> Any:
        return self.kept.value("ancestors")

    @functools.cached_property
    def outcome_verbs(self) -> Any:
        return self.kept.value("outcome-verbs")

    @functools.cached_property
    def ambiguities(self) -> Any:
        return self.kept.value("ambiguities")[0]

    @functools.cached_property
    def unclear(self) -> Any:
        return self.kept.value("ambiguities")[1]


class _StoredRegistry(Registry):
    kept: Kept

    @functools.cached_property
    def rows(self) -> Any:
        return self.kept.lines("rows")

    @functools.cached_property
    def sheets(self) -> Any:
        return self.kept.value("registry")[0]

    @functools.cached_property
    def site_rows(self) -> Any:
        return self.kept.value("registry")[1]


class _StoredLexis(Lexis):
    kept: Kept

    @functools.cached_property
    def predicates(self) -> Predicates:
        return cast(Predicates, self.kept.value("predicates"))

    @functools.cached_property
    def cues(self) -> Cues:
        return cast(Cues, self.kept.value("cues"))


def stored_registry(kept: Kept) -> Registry:
    """Return the registry of a cache file, its rows made one by one."""
    return made(_StoredRegistry, kept=kept)


def stored_lexis(kept: Kept) -> Lexis:
    """Return the lexis of a cache file, its lists made when they are read."""
    kinds, first_other, hashed, problems = kept.value("lexis")
    index = {word: tuple(numbers) for word, numbers in json.loads(kept.part("index")).items()}
    typos = {letter: tuple(words) for letter, words in json.loads(kept.part("typos")).items()}
    entries = _Made(kept.part("entries").split(b"\n"), _entry)
    needs = _Made(kept.part("needs").split(b"\n"), _needs)
    return made(
        _StoredLexis,
        kept=kept,
        lexicon=Lexicon(entries, kinds, first_other, index, needs, typos),
        rules=Ruleset(cast(dict[str, Any], kept.lines("rules"))),
        vocabulary=made(_StoredVocabulary, kept=kept),
        hash=hashed,
        problems=problems,
    )
