"""`claimlint doctor`: what this installation is made of, and whether it can work."""

from __future__ import annotations

import platform
import subprocess
from collections.abc import Callable, Iterator
from functools import partial
from importlib import metadata

import click

from claimlint import __version__
from claimlint.cli import output
from claimlint.cli.session import knowledge_here, project_here
from claimlint.errors import ClaimlintError

LIBRARIES = ("click", "lemminflect", "markdown-it-py", "pathspec", "PyYAML", "rapidfuzz", "rich", "spacy")


@click.command()
def command() -> int:
    """Say what this installation is made of and whether it can work; exit 2 where it cannot."""
    faults = 0
    for name, ask in _questions():
        try:
            answer = ask()
        except (ClaimlintError, OSError, subprocess.SubprocessError, metadata.PackageNotFoundError) as error:
            faults += 1
            answer = "broken: " + "; ".join(str(error).splitlines())
        output.write(f"{name + ':':<16} {answer}\n")
    return 2 if faults else 0


def _questions() -> Iterator[tuple[str, Callable[[], str]]]:
    yield "claimlint", lambda: __version__
    yield "Python", lambda: f"{platform.python_version()} on {platform.system()} {platform.machine()}"
    for library in LIBRARIES:
        yield library, partial(metadata.version, library)
    yield "language model", _model
    yield "rules", _knowledge
    yield "configuration", _configuration
    yield "git", _git


def _model() -> str:
    from claimlint.language.model import find_model, model_name

    return f"{model_name()} in {find_model()}"


def _knowledge() -> str:
    loaded = knowledge_here()
    words = loaded.lexis
    counts = f"{len(words.rules.rules)} rules, {len(words.vocabulary.entries)} vocabulary entries"
    return f"{counts}, {len(loaded.registry.rows)} evidence rows, all readable"


def _configuration() -> str:
    project, _ = project_here()
    return str(project.file) if project.file else f"none; the project is {project.root}"


def _git() -> str:
    try:
        done = subprocess.run(["git", "--version"], capture_output=True, text=True, check=True)
    except FileNotFoundError:
        return "not found; --staged and --changed-since need it"
    return done.stdout.strip()
