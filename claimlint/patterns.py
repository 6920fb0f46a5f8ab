"""Patterns as `.gitignore` writes them, in git's own files and everywhere in `claimlint.yaml`, to the paths they fit.

The last pattern that fits a path decides, and `!` takes back. A pattern without a slash holds in every folder, one with
a slash from the folder of its file on; one that fits a folder fits all that is in it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import TYPE_CHECKING

from claimlint import lazy
from claimlint.record import Record

if TYPE_CHECKING:
    import pathspec
    from pathspec import GitIgnoreSpec
else:
    pathspec = lazy.module("pathspec")

_WINDOWS = lazy.pattern(r"\\(?![!# \[\]\\])")
"""A backslash that escapes nothing a name is likely to hold, and so is meant to part folders."""
_BELOW = "ps_d"
"""The group that pathspec's expressions set where a path lies below what the pattern names."""
_BRACKET = lazy.pattern(r"(?<!\\)[\[\]]")


class Patterns(Record, frozen=True):
    """Compiled patterns: for files, and for folders, where a slash at the end of a pattern asks for nothing more."""

    files: GitIgnoreSpec
    folders: GitIgnoreSpec

    def verdict(self, path: str, *, folder: bool = False) -> bool | None:
        """Return what the last pattern says that fits the path (False: it is taken back), None where none fits."""
        return (self.folders if folder else self.files).check_file(path).include

    def step(self, path: str, *, folder: bool = False) -> bool | None:
        """Return the verdict on one path of a walk that has asked about the folders above it before.

        A pattern speaks of what it names; what is in a folder that is left out, nobody asks about.
        """
        for pattern in reversed((self.folders if folder else self.files).patterns):
            fit = pattern.match_file(path)
            if fit is not None and not fit.match.groupdict().get(_BELOW):
                return pattern.include
        return None


def of_gitignore(text: str) -> Patterns | None:
    """Compile a `.gitignore`; a line that is no pattern is passed over, as git does. None where none is left."""
    stripped = (line.removesuffix("\r") for line in text.split("\n"))
    lines = [line for line in stripped if line.strip() and not line.startswith("#") and _compiles(line)]
    return _compiled(lines) if lines else None


def fits(patterns: tuple[str, ...], path: str, *, folder: bool = False) -> bool:
    """Tell whether patterns of the configuration fit a path relative to the project, with `/`.

    A path that leads out of the project fits nothing. A name in brackets, as of routes, stands for itself too. A folder
    fits `folder/**` where nothing is taken back, though git says that only what is in it does.
    """
    if not patterns or path.startswith(("/", "../")) or path in (".", ".."):
        return False
    compiled = _of_configuration(patterns)
    if folder and not any(pattern.startswith("!") for pattern in patterns):
        return compiled.verdict(f"{path}/") is True
    return compiled.verdict(path, folder=folder) is True


def fault(pattern: str) -> str | None:
    """Return what is wrong with a pattern of the configuration, None where it can fit something."""
    parts = pattern.removeprefix("!").replace("\\", "/").split("/")
    if ".." in parts or pattern.startswith(("~", "\\\\")) or pattern[1:2] == ":":
        return "leaves the project; expected one relative to it"
    if _WINDOWS.search(pattern):
        return "has a backslash; write / between folders"
    if not _compiles(pattern) or not any(one.include is not None for one in _compiled([pattern]).files.patterns):
        return "fits nothing; expected one as in .gitignore, such as site/*.html"
    return None


@lru_cache(maxsize=512)
def _of_configuration(patterns: tuple[str, ...]) -> Patterns:
    return _compiled([form for pattern in patterns for form in _forms(pattern)])


def _forms(pattern: str) -> Iterator[str]:
    negated = "!" if pattern.startswith("!") else ""
    named = pattern.removeprefix("!")
    while named.startswith("./"):
        named = named.removeprefix("./")
        named = named if "/" in named.rstrip("/") else f"/{named}"
    yield negated + named
    if _BRACKET.search(named):
        yield negated + _BRACKET.sub(r"\\\g<0>", named)


def _compiled(lines: Iterable[str]) -> Patterns:
    lines = list(lines)
    folders = [line.rstrip("/") or line for line in lines]
    return Patterns(pathspec.GitIgnoreSpec.from_lines(lines), pathspec.GitIgnoreSpec.from_lines(folders))


def _compiles(line: str) -> bool:
    try:
        pathspec.GitIgnoreSpec.from_lines([line, line.rstrip("/") or line])
    except ValueError:
        return False
    return True
