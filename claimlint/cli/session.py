"""What commands share around a run: the project, names to ids, progress where a person watches, what went unchecked."""

from __future__ import annotations

import contextlib
import datetime
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from claimlint import config
from claimlint.cli import output
from claimlint.cli.inputs import Inputs
from claimlint.config import InputFile, Project, Settings
from claimlint.errors import UsageError
from claimlint.record import replace
from claimlint.report import FileEntry

if TYPE_CHECKING:
    from claimlint.discovery import Discovery
    from claimlint.evidence import Jurisdiction
    from claimlint.knowledge import Knowledge
    from claimlint.lexis import Lexis
    from claimlint.ruleset import Rule, Ruleset
    from claimlint.vocabulary import Vocabulary

T = TypeVar("T")

LONG_RUN = 20
"""Files from which on a run is long enough to show progress."""


def project_here() -> tuple[Project, Path]:
    """Return the project of the working directory, and that directory. Raises KnowledgeError."""
    cwd = Path.cwd()
    return config.find_project(cwd), cwd


def project_and_settings(
    jurisdictions: Iterable[Iterable[str]],
    as_of: datetime.date | None,
    about: str | None,
    *,
    cache: bool,
    jobs: int,
) -> tuple[Project, Settings]:
    """Join the configuration found here with the options of a command. Raises ClaimlintError."""
    project, cwd = project_here()
    settings = config.settings(
        project,
        as_of=as_of or datetime.date.today(),
        jurisdictions=(code for codes in jurisdictions for code in codes),
        cwd=cwd,
        cache=cache,
        jobs=jobs,
    )
    if about is not None:
        treatment, condition = about_ids(about, settings)
        settings = replace(settings, treatment=treatment, condition=condition)
    return project, settings


def settings_here() -> Settings:
    """Return the settings that hold here without any option."""
    return project_and_settings((), None, None, cache=True, jobs=1)[1]


def lexis_here() -> Lexis:
    """Read the words and rules that hold here. Raises KnowledgeError."""
    from claimlint.lexis import load_lexis

    return load_lexis(settings_here())


def rule_named(rules: Ruleset, name: str) -> Rule:
    """Return a rule by its id. Raises UsageError with the nearest id."""
    from claimlint.yamlload import did_you_mean

    if name not in rules.rules:
        near = did_you_mean(name, rules.rules)
        raise UsageError(f"there is no rule “{name}”{near or '; `claimlint rules list` shows them all'}")
    return rules[name]


def knowledge_here() -> Knowledge:
    """Load all knowledge that holds here. Raises KnowledgeError."""
    from claimlint import knowledge

    return knowledge.load(settings_here())


def vocabulary_of(settings: Settings) -> Vocabulary:
    """Read the vocabulary that the settings go by. Raises KnowledgeError."""
    from claimlint.vocabulary import load_vocabulary

    folder = settings.knowledge or config.shipped_knowledge()
    return load_vocabulary(folder / "vocabulary", settings.site_vocabulary)


def about_ids(about: str, settings: Settings) -> tuple[str, str | None]:
    """Return the vocabulary ids that TREATMENT[,CONDITION] means. Raises UsageError with the nearest names."""
    treatment, _, condition = (part.strip() for part in about.partition(","))
    vocabulary = vocabulary_of(settings)
    return entry_id(vocabulary, "treatment", treatment), (
        entry_id(vocabulary, "condition", condition) if condition else None
    )


def entry_id(vocabulary: Vocabulary, kind: str, name: str) -> str:
    """Return the id of a vocabulary entry by its id, name or synonym.

    Raises UsageError with the nearest name, or with the ids that an ambiguous name may mean.
    """
    from claimlint.yamlload import did_you_mean

    known: dict[str, list[str]] = {}
    for entry in vocabulary.kind(kind):
        for word in dict.fromkeys(word.casefold() for word in (entry.name, *entry.synonyms)):
            known.setdefault(word, []).append(entry.id)
    known.update({entry.id.casefold(): [entry.id] for entry in vocabulary.kind(kind)})
    found = known.get(name.casefold())
    if found is None:
        near = did_you_mean(name.casefold(), known)
        raise UsageError(f"the vocabulary has no {kind} “{name}”{near}")
    if len(found) > 1:
        meant = " or ".join(f"{id_} ({vocabulary.entry(id_).name})" for id_ in found)
        raise UsageError(f"“{name}” can mean more than one {kind}; write {meant}")
    return found[0]


def say_elsewhere(inputs: Inputs) -> None:
    """Name each configuration in a folder below whose settings this run does not follow."""
    from claimlint.discovery import ELSEWHERE

    for entry in inputs.left_out:
        if entry.reason == ELSEWHERE:
            output.say(f"claimlint: {entry.path} {ELSEWHERE}; this run does not follow it")


def say_where(
    inputs: Inputs, project: Project, settings: Settings, known: Callable[[], Mapping[str, Jurisdiction]], asked: object
) -> None:
    """Where nobody named a jurisdiction, say once that the copy looks written for another than the default."""
    if asked or project.says("jurisdiction") or not inputs.files:
        return
    from claimlint import whereabouts

    found = whereabouts.hint(((file.path, file.data) for file in inputs.files), settings.jurisdictions, known())
    if found is None:
        return
    default = ", ".join(code.upper() for code in settings.jurisdictions)
    more = f" and {found.files - 1} more" if found.files > 1 else ""
    output.say(
        f"claimlint: judged for {default}, since nothing says otherwise, but “{found.sign}” in {found.path}{more} "
        f"looks like {found.name}; write `jurisdiction: {found.code}` into claimlint.yaml or give "
        f"--jurisdiction {found.code}"
    )


def judge(inputs: Inputs, run: Callable[[Sequence[InputFile]], T]) -> T:
    """Run the engine over the inputs, with progress where a person watches."""
    with progress(len(inputs.files)):
        return run(inputs.files)


def say_not_checked(inputs: Inputs, entries: Iterable[FileEntry], problems: Sequence[str]) -> str | None:
    """Print a line for everything that could not be checked; return how much that was, None for nothing."""
    lines = [f"{entry.path}: {entry.reason or 'could not be checked'}" for entry in entries if entry.status == "failed"]
    lines += empty_lines(inputs)
    lines += problems
    for line in lines:
        output.say(f"claimlint: {line}")
    if not lines:
        return None
    return "1 thing could not be checked" if len(lines) == 1 else f"{len(lines)} things could not be checked"


def empty_lines(found: Inputs | Discovery) -> list[str]:
    """Return a line for each named folder that holds nothing to lint."""
    hint = " (`claimlint files` says why)" if found.left_out else ""
    return [f"{folder}: holds no file that claimlint can check{hint}" for folder in found.empty_folders]


@contextlib.contextmanager
def progress(files: int) -> Iterator[None]:
    """On a long run that a person watches, show on standard error that it goes on and since when."""
    if files < LONG_RUN or not output.watched():
        yield
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn(f"Checking {files} files"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        bar.add_task("", total=None)
        yield
