"""What commands share around a run: names to vocabulary ids, and progress where a person is watching."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, overload

from claimlint.cli import output
from claimlint.config import InputFile, Settings, shipped_knowledge
from claimlint.errors import UsageError

if TYPE_CHECKING:
    from claimlint.vocabulary import Vocabulary

LONG_RUN = 20
"""Files from which on a run is long enough to show progress."""


def vocabulary_of(settings: Settings) -> Vocabulary:
    """Read the vocabulary that the settings go by. Raises KnowledgeError."""
    from claimlint.vocabulary import load_vocabulary

    folder = settings.knowledge or shipped_knowledge()
    return load_vocabulary(folder / "vocabulary", settings.site_vocabulary)


def about_ids(about: str, settings: Settings) -> tuple[str, str | None]:
    """Return the vocabulary ids that TREATMENT[,CONDITION] means. Raises UsageError with the nearest names."""
    treatment, _, condition = (part.strip() for part in about.partition(","))
    vocabulary = vocabulary_of(settings)
    return entry_id(vocabulary, "treatment", treatment), (
        entry_id(vocabulary, "condition", condition) if condition else None
    )


def entry_id(vocabulary: Vocabulary, kind: str, name: str) -> str:
    """Return the id of a vocabulary entry by its id, name or synonym. Raises UsageError with the nearest name."""
    from claimlint.yamlload import did_you_mean

    known: dict[str, str] = {}
    for entry in vocabulary.kind(kind):
        for word in (entry.id, entry.name, *entry.synonyms):
            known.setdefault(word.casefold(), entry.id)
    found = known.get(name.casefold())
    if found is None:
        near = did_you_mean(name.casefold(), known)
        raise UsageError(f"the vocabulary has no {kind} “{name}”{near}")
    return found


@contextlib.contextmanager
def progress(files: Sequence[InputFile]) -> Iterator[Sequence[InputFile]]:
    """Give the files back; on a long run that a person watches, going through them moves a bar on standard error."""
    if len(files) < LONG_RUN or not output.watched():
        yield files
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("Reading", total=len(files))
        yield _Watched(files, lambda: bar.advance(task))


class _Watched(Sequence[InputFile]):
    """Files that tell when the next one is asked for."""

    def __init__(self, files: Sequence[InputFile], step: Callable[[], None]) -> None:
        self._files = files
        self._step = step

    @overload
    def __getitem__(self, index: int) -> InputFile: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[InputFile]: ...
    def __getitem__(self, index: int | slice) -> InputFile | Sequence[InputFile]:
        return self._files[index]

    def __len__(self) -> int:
        return len(self._files)

    def __iter__(self) -> Iterator[InputFile]:
        for file in self._files:
            yield file
            self._step()
