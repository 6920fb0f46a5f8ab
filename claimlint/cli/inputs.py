"""What the command line names to the bytes that are judged, and an entry for everything that is not."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from claimlint import discovery, git
from claimlint.config import InputFile, Project, Settings
from claimlint.discovery import Discovery
from claimlint.errors import UsageError
from claimlint.record import Record, replace
from claimlint.report import FileEntry

_ENDINGS = {"plain": "txt", "markdown": "md", "json": "json", "xml": "xml"}


class Wish(Record, frozen=True):
    """What to judge, as the person said it."""

    paths: tuple[str, ...] = ()
    text: str | None = None
    stdin_filename: str | None = None
    staged: bool = False
    changed_since: str | None = None
    force_exclude: bool = False


class Inputs(Record, frozen=True):
    """The files to judge, the entries of those that are not, and named folders that hold nothing to lint."""

    files: tuple[InputFile, ...]
    left_out: tuple[FileEntry, ...] = ()
    empty_folders: tuple[str, ...] = ()


def gather(wish: Wish, project: Project, cwd: Path) -> Inputs:
    """Read all that the wish names. Raises UsageError where its parts contradict each other."""
    _check(wish)
    if wish.text is not None:
        return Inputs((InputFile("text.txt", wish.text.encode("utf-8", "surrogatepass")),))
    if wish.staged:
        return _changed(wish, project, cwd, git.staged, from_index=True)
    if wish.changed_since is not None:
        base = wish.changed_since
        return _changed(wish, project, cwd, lambda top: git.changed_since(top, base), from_index=False)
    named = [path for path in wish.paths if path != "-"] or ([] if wish.paths else ["."])
    found = discovery.discover(named, project=project, cwd=cwd, supported=supported, force_exclude=wish.force_exclude)
    standard = (_standard_input(wish.stdin_filename),) if "-" in wish.paths else ()
    return _read(found, standard)


def reach(settings: Settings, wish: Wish, project: Project) -> Settings:
    """Return the settings for a wish: a text of no file has no waivers, and only all files tell what is of no use."""
    if wish.text is not None:
        return replace(settings, waivers=(), baseline=None)
    return replace(settings, whole=_is_whole(wish, project, settings.cwd))


def _is_whole(wish: Wish, project: Project, cwd: Path) -> bool:
    if wish.staged or wish.changed_since is not None:
        return False
    named = [cwd / path for path in wish.paths or (".",) if path != "-"]
    return any(project.root.is_relative_to(os.path.realpath(path)) for path in named)


def find(wish: Wish, project: Project, cwd: Path) -> Discovery:
    """Choose the files that `gather` would read, without reading them."""
    _check(wish)
    paths = wish.paths or (".",)
    return discovery.discover(paths, project=project, cwd=cwd, supported=supported, force_exclude=wish.force_exclude)


def supported(name: str) -> bool:
    """Tell by its name whether a file has a reader."""
    from claimlint import readers

    return readers.supported(name)


def _check(wish: Wish) -> None:
    if wish.staged and wish.changed_since is not None:
        raise UsageError("--staged and --changed-since exclude each other; give one of them")
    limited = "--staged" if wish.staged else "--changed-since" if wish.changed_since is not None else None
    if limited and "-" in wish.paths:
        raise UsageError(f"{limited} looks at files in git; standard input (-) is none")
    if wish.text is not None and (wish.paths or limited):
        raise UsageError(f"--text and {limited or 'paths'} exclude each other; give one of them")
    if "" in wish.paths:
        raise UsageError("a path is empty; give . for this folder")
    if wish.stdin_filename is not None and "-" not in wish.paths:
        raise UsageError("--stdin-filename names standard input; add - to the paths")


def _standard_input(name: str | None) -> InputFile:
    if sys.stdin is None:
        raise UsageError("there is no standard input to read")
    data = sys.stdin.buffer.read()
    if name is None:
        name = _name_of(data)
    elif not supported(name):
        raise UsageError(f"{name}: has no format that claimlint reads; --stdin-filename decides how input is read")
    return InputFile(name.replace("\\", "/"), data)


def _name_of(data: bytes) -> str:
    """Name standard input by its content, since names decide how files are read."""
    from claimlint import readers
    from claimlint.source import decode

    found = readers.reader_for(decode(data, "standard input"))
    return f"stdin.{_ENDINGS.get(found, 'html')}"


def _changed(
    wish: Wish, project: Project, cwd: Path, ask: Callable[[Path], tuple[git.Change, ...]], *, from_index: bool
) -> Inputs:
    top = git.root(cwd)
    changes = {top / change.path: change for change in ask(top)}
    scope = [cwd / path for path in wish.paths]
    missing = [
        FileEntry(discovery.shown(path, cwd), "failed", "does not exist")
        for path in scope
        if not path.exists() and path not in changes
    ]
    wanted = [path for path in changes if not scope or any(path.is_relative_to(each) for each in scope)]
    chosen = discovery.select(wanted, project=project, cwd=cwd, supported=supported)
    if not from_index:
        read = _read(chosen, ())
        files = [
            InputFile(file.path, file.data, git.lines_of(file.data, changes[found.file].lines))
            for file, found in _paired(read.files, chosen)
        ]
        return Inputs(tuple(files), (*read.left_out, *missing))
    contents = git.staged_bytes(top, [changes[found.file].path for found in chosen.files])
    files = [
        InputFile(found.path, contents[name], git.lines_of(contents[name], changes[found.file].lines))
        for found in chosen.files
        if (name := changes[found.file].path) in contents
    ]
    missing += [
        FileEntry(found.path, "failed", "has no content in the index")
        for found in chosen.files
        if changes[found.file].path not in contents
    ]
    return Inputs(tuple(files), (*chosen.left_out, *missing))


def _paired(files: Iterable[InputFile], chosen: Discovery) -> Iterable[tuple[InputFile, discovery.Found]]:
    by_path = {found.path: found for found in chosen.files}
    return ((file, by_path[file.path]) for file in files)


def _read(found: Discovery, more: Sequence[InputFile]) -> Inputs:
    files: list[InputFile] = []
    failed: list[FileEntry] = []
    for each in found.files:
        try:
            files.append(InputFile(each.path, discovery.read(each)))
        except OSError as error:
            failed.append(FileEntry(each.path, "failed", f"cannot be read: {error.strerror or error}"))
    return Inputs((*files, *more), (*found.left_out, *failed), found.empty_folders)
