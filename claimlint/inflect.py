"""English inflection, the only user of lemminflect: a base form to all its forms, for phrases and for draft wording.

The library takes seconds to load, so its answers are remembered between runs.
"""

from __future__ import annotations

import functools
import importlib.util
import re
import sys
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

from claimlint import cache
from claimlint.sentence import normal

_FORMS_OF_A_WORD = ("NN", "NNS", "VB", "VBD", "VBG", "VBN", "VBP", "VBZ")
_PREFIXES = ("re", "de", "un", "over", "out", "pre", "mis", "bio")
_LIMIT = 50_000
_FEW_WORDS = 64
"""Up to so many words the dictionary is searched as it lies on disk; a set of it takes longer to make."""


@functools.cache
def _lemminflect() -> Any:
    """Import the library without letting it hook into spaCy, all of which it would load."""
    held = sys.modules.get("spacy")
    sys.modules["spacy"] = ModuleType("spacy")
    nothing = SimpleNamespace(set_extension=lambda *_, **__: None)
    vars(sys.modules["spacy"]).update(__version__="3", tokens=SimpleNamespace(Token=nothing))
    try:
        import lemminflect
    finally:
        del sys.modules["spacy"]
        if held is not None:
            sys.modules["spacy"] = held
    return lemminflect


class _Memory:
    """Answers of the library by question, read on first use and kept on disk."""

    def __init__(self) -> None:
        self._answers: dict[str, Any] | None = None
        self._new = False

    def ask(self, question: str, word: str) -> Any:
        key = f"{question}:{word}"
        if self._answers is None:
            path = self._path()
            self._answers = cache.read(path) if path else {}
        if key not in self._answers:
            self._answers[key] = _ANSWERS[question](word)
            self._new = True
        return self._answers[key]

    def keep(self) -> None:
        path = self._path()
        if self._new and path and self._answers and len(self._answers) < _LIMIT:
            cache.write(path, self._answers)
        self._new = False

    def _path(self) -> Path | None:
        folder = cache.folder()
        return folder / f"english-{_version()}-2.json" if folder else None


_ANSWERS: dict[str, Any] = {
    "inflections": lambda word: _tagged(word),
}
_MEMORY = _Memory()


def _home() -> Path:
    """Return the folder of the library, which is not imported for it."""
    spec = importlib.util.find_spec("lemminflect")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("lemminflect")
    return Path(spec.origin).parent


@functools.cache
def _version() -> str:
    stated = re.search(r"__version__ = '([\w.]+)'", (_home() / "__init__.py").read_text(encoding="utf-8"))
    return stated.group(1) if stated else "0"


@functools.cache
def _dictionary() -> bytes:
    """Return the words of the library's dictionary, each between line feeds; unpacked once and kept."""
    folder = cache.folder()
    kept = folder / f"words-{_version()}-1.txt" if folder else None
    try:
        found = kept.read_bytes() if kept else b""
    except OSError:
        found = b""
    if not found.endswith(b"\n#\n"):
        import gzip

        packed = gzip.decompress((_home() / "resources" / "lemma_lu.csv.gz").read_bytes())
        lines = packed.splitlines() + (_home() / "resources" / "lemma_overrides.csv").read_bytes().splitlines()
        words = sorted({line.partition(b",")[0] for line in lines if line and line[:1] != b"#"})
        found = b"\n" + b"\n".join(words) + b"\n#\n"
        if kept:
            cache.write_bytes(kept, found)
    return found


def _tagged(word: str) -> dict[str, list[str]]:
    """Forms by tag; a verb that the dictionary lacks is inflected as the verb behind its prefix (regrow like grow)."""
    known = _lemminflect().getAllInflections(word)
    if not known and not _lemminflect().getAllLemmas(word):
        for prefix in _PREFIXES:
            rest = _lemminflect().getAllInflections(word.removeprefix(prefix), upos="VERB")
            if word.startswith(prefix) and len(word) > len(prefix) + 2 and rest:
                return {tag: [prefix + form for form in forms] for tag, forms in rest.items()}
    return {tag: list(forms) for tag, forms in known.items()}


def remember() -> None:
    """Keep what this run has learnt for the next one."""
    _MEMORY.keep()


@functools.cache
def _word_set() -> frozenset[bytes]:
    return frozenset(_dictionary().split(b"\n"))


@functools.lru_cache(maxsize=16384)
def inflections(word: str) -> frozenset[str]:
    """Return the normal forms that count as the word: plural, possessive and verb forms of a base form.

    Comparatives are words of their own ("safer" claims something that "safe" does not), and a word that is not a base
    form ("relieves", "lasting") stands for itself.
    """
    tagged: dict[str, list[str]] = _MEMORY.ask("inflections", word)
    forms = {form for tag in _FORMS_OF_A_WORD for form in tagged.get(tag, ())}
    if not tagged and not is_english(word):
        forms.add(f"{word}es" if word.endswith(("s", "x", "z", "ch", "sh")) else f"{word}s")
    forms.add(word)
    if "NN" in tagged or not tagged:
        forms |= {f"{form}'" if form.endswith("s") else f"{form}'s" for form in tuple(forms)}
    return frozenset(normal(form) for form in forms)


@functools.lru_cache(maxsize=65536)
def is_english(word: str) -> bool:
    """Return whether the word or its base form is in the English dictionary."""
    if is_english.cache_info().misses < _FEW_WORDS:
        return f"\n{word}\n".encode() in _dictionary()
    return word.encode() in _word_set()
