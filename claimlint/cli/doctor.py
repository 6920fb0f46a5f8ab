"""`claimlint doctor`: what this installation is made of, whether it can work, what holds here, and what is odd."""

from __future__ import annotations

import importlib.util
import os
import platform
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from importlib import metadata
from pathlib import Path

import click

from claimlint import __version__, cache, git, patterns
from claimlint.cli import output
from claimlint.cli.inputs import Wish, find
from claimlint.cli.session import knowledge_here, project_here, settings_here
from claimlint.config import CONFIG_NAME
from claimlint.errors import ClaimlintError, UsageError

LIBRARIES = ("click", "lemminflect", "markdown-it-py", "msgspec", "pathspec", "PyYAML", "rapidfuzz", "rich", "spacy")
_COMPILED = ("claimlint", "spacy", "click")
"""Packages whose bytecode is looked for; most of a start is spent on importing such."""


@click.command()
def command() -> int:
    """Say what this installation is made of, whether it can work, and what is odd; exit 2 where it cannot work."""
    from claimlint.reporters.words import safe

    faults = 0
    for name, ask in _questions():
        try:
            answer = ask()
        except (ClaimlintError, OSError, subprocess.SubprocessError, metadata.PackageNotFoundError) as error:
            faults += 1
            answer = "broken: " + "; ".join(str(error).splitlines())
        output.write(f"{name + ':':<16} {safe(answer)}\n")
    if not faults:
        for oddity in _oddities():
            output.write(f"{'odd:':<16} {safe(oddity)}\n")
    return 2 if faults else 0


def _questions() -> Iterator[tuple[str, Callable[[], str]]]:
    yield "claimlint", lambda: f"{__version__} in {Path(__file__).parent.parent}"
    yield "Python", lambda: f"{platform.python_version()} on {platform.system()} {platform.machine()}"
    for library in LIBRARIES:
        yield library, partial(metadata.version, library)
    yield "language model", _model
    yield "rules", _knowledge
    yield "bytecode", _bytecode
    yield "cache", _cache
    yield "configuration", _configuration
    yield "jurisdictions", lambda: ", ".join(settings_here().jurisdictions)
    yield "git", _git


def _model() -> str:
    from claimlint.language.model import SUMS, find_model, model_name

    return f"{model_name()} in {find_model(anew=True)}; all {len(SUMS)} files have the published sums"


def _knowledge() -> str:
    loaded = knowledge_here()
    words = loaded.lexis
    counts = f"{len(words.rules.rules)} rules, {len(words.vocabulary.entries)} vocabulary entries"
    if words.problems:
        raise UsageError("; ".join(map(str, words.problems)))
    return f"{counts}, {len(loaded.registry.rows)} evidence rows, all readable"


def _bytecode() -> str:
    missing = [name for name in _COMPILED if not _is_compiled(name)]
    return f"missing for {', '.join(missing)}" if missing else "compiled"


def _is_compiled(package: str) -> bool:
    """Tell whether a package's own module has bytecode that the interpreter would use."""
    spec = importlib.util.find_spec(package)
    if spec is None or spec.origin is None:
        return False
    source, compiled = Path(spec.origin), Path(importlib.util.cache_from_source(spec.origin))
    try:
        return int.from_bytes(compiled.read_bytes()[8:12], "little") == int(source.stat().st_mtime) & 0xFFFFFFFF
    except OSError:
        return False


def _cache() -> str:
    folder = cache.folder()
    if folder is None:
        return f"switched off by {cache.VARIABLE}"
    if not folder.is_dir():
        return f"{folder}, not there yet"
    sizes = [path.stat().st_size for path in folder.rglob("*") if path.is_file()]
    state = "" if os.access(folder, os.W_OK) else "; it cannot be written, so nothing new is kept"
    return f"{folder}: {len(sizes)} files, {sum(sizes) / 1e6:.1f} MB{state}"


def _configuration() -> str:
    project, _ = project_here()
    return str(project.file) if project.file else f"none; the project is {project.root}"


def _git() -> str:
    try:
        done = subprocess.run(["git", "--version"], capture_output=True, text=True, check=True)
    except FileNotFoundError:
        return "not found; --staged and --changed-since need it"
    try:
        return f"{done.stdout.strip()}; the repository is {git.root(Path.cwd())}"
    except UsageError:
        return f"{done.stdout.strip()}; this folder is in no repository"


def _oddities() -> Iterator[str]:
    """Yield what works but is hardly meant so."""
    if _bytecode() != "compiled" and sys.dont_write_bytecode:
        yield "Python is told to keep no bytecode (PYTHONDONTWRITEBYTECODE), so every start compiles anew"
    elif _bytecode() != "compiled":
        yield "some modules have no bytecode, so a start takes longer; `python -m compileall` makes it"
    if os.environ.get("CLAIMLINT_STOCK_SPACY"):
        yield "CLAIMLINT_STOCK_SPACY is set, so that a run takes the slow road into spaCy"
    project, cwd = project_here()
    for folder in project.root.parents if project.file else ():
        if (folder / CONFIG_NAME).is_file():
            yield f"{folder / CONFIG_NAME} does not count here, since {project.file} is nearer"
    kept = cache.folder()
    if kept is not None and kept.resolve().is_relative_to(project.root.resolve()):
        yield (
            f"the cache {kept} lies inside the project, so whoever can change the project can change what is "
            f"remembered of it; let {cache.VARIABLE} name a folder elsewhere"
        )
    if git.is_shallow(cwd):
        yield "this clone is shallow; --changed-since finds no base that it does not reach"
    found = find(Wish(), project, project.root)
    if not found.files:
        yield "the project holds no file that claimlint can check"
    groups = (("pages", project.config.pages), ("overrides", project.config.overrides))
    for key, records in groups:
        yield from _idle(key, [record.files for record in records], [each.path for each in found.files])
    settings = settings_here()
    partial_ones = [code for code, one in knowledge_here().jurisdictions.items() if one.partial]
    if partial_ones:
        yield f"only some rules of {', '.join(partial_ones)} are on file"
    expired = sum(row.expired(settings.as_of) for row in knowledge_here().registry.rows.values())
    if expired:
        yield f"{expired} evidence rows are due for review; `claimlint evidence check` names them"


def _idle(key: str, groups: Iterable[tuple[str, ...]], paths: list[str]) -> Iterator[str]:
    """Yield the patterns under a key of the configuration that fit no file."""
    for group in groups:
        for pattern in group:
            if not any(patterns.fits((pattern.removeprefix("!"),), path) for path in paths):
                yield f"the pattern “{pattern}” under “{key}” fits no file that is checked"
