"""A run to what the formats may ask for beside its report; nothing is looked up before one of them does."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from claimlint.config import InputFile, Project, Settings
from claimlint.errors import UnreadableError
from claimlint.reporters.formats import Around

if TYPE_CHECKING:
    from claimlint.knowledge import Knowledge
    from claimlint.reporters.reference import Reference
    from claimlint.segment import Document


def around(
    files: Sequence[InputFile], knowledge: Knowledge, project: Project, settings: Settings, fail_on: str
) -> Around:
    """Return how to look up rule texts, sources, the copy, the addresses of pages and the commit."""

    def reference() -> Reference:
        from claimlint.reporters.reference import reference as texts

        return texts(knowledge)

    def url_of(path: str) -> str | None:
        from claimlint.court import page_group

        group = page_group(path, settings)
        return group.url_of(settings.in_project(path)) if group else None

    def commit() -> str | None:
        from claimlint import git

        return git.head(settings.cwd)

    contents = {file.path: file.data for file in files}
    return Around(
        reference=reference,
        source_of=_sources(contents),
        documents_of=_documents(contents),
        url_of=url_of,
        commit_of=commit,
        contact=project.config.contact,
        fail_on=fail_on,
    )


def _sources(contents: Mapping[str, bytes]) -> Callable[[str], str | None]:
    """Return a function from a shown path to its decoded text, made when it is asked for."""

    def source_of(path: str) -> str | None:
        from claimlint.source import decode

        data = contents.get(path)
        try:
            return None if data is None else decode(data, path).text
        except UnreadableError:
            return None

    return source_of


def _documents(contents: Mapping[str, bytes]) -> Callable[[str], tuple[Document, ...]]:
    """Return a function from a shown path to what a visitor reads there, read again when it is asked for."""

    def documents_of(path: str) -> tuple[Document, ...]:
        from claimlint import readers

        data = contents.get(path)
        try:
            return () if data is None else readers.read(path, data)
        except UnreadableError:
            return ()

    return documents_of
