"""What changed in a git repository, asked of git itself: which lines of which files are new, and the staged bytes."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from claimlint import lazy
from claimlint.errors import UsageError
from claimlint.record import Record

_HUNK = lazy.pattern(rb"@@ -\d+(?:,\d+)? \+(\d+)(?:,(\d+))? @@")
_ESCAPED = lazy.pattern(rb"\\([0-7]{3}|.)")
_BINARY = lazy.pattern(rb'Binary files .* and ("?b/.*) differ')
_LETTERS = {b"a": b"\a", b"b": b"\b", b"t": b"\t", b"n": b"\n", b"v": b"\v", b"f": b"\f", b"r": b"\r"}
_HOST = lazy.pattern(r"(?:[a-z+]+://)?(?:[^@/]*@)?([\w.-]+)[:/]")
_LINE_END = lazy.pattern(rb"\r\n|\r|\n")
_DIFF = (
    "--unified=0",
    "--inter-hunk-context=0",
    "--no-color",
    "--no-ext-diff",
    "--no-textconv",
    "--find-renames",
    "--diff-filter=ACMRT",
)
_PREFIXES = ("--src-prefix=a/", "--dst-prefix=b/")


class Change(Record, frozen=True):
    """A changed file below the root of the repository; `lines` as git counts them, None where git shows no lines."""

    path: str
    lines: frozenset[int] | None


def root(folder: Path) -> Path:
    """Return the root of the repository that `folder` is in. Raises UsageError where there is none, or no git."""
    return Path(os.fsdecode(_git(folder, "rev-parse", "--show-toplevel").rstrip(b"\n"))).resolve()


def head(folder: Path) -> str | None:
    """Return the commit that is checked out, “+” behind it where files differ from it; None where there is none."""
    try:
        found = _run(folder, "rev-parse", "--verify", "--quiet", "HEAD")
        changed = _run(folder, "status", "--porcelain", "--untracked-files=no")
    except UsageError:
        return None
    commit = found.stdout.decode("ascii", "replace").strip()
    if found.returncode or not commit:
        return None
    return f"{commit}+" if changed.stdout.strip() else commit


def is_shallow(folder: Path) -> bool:
    """Tell whether the repository that `folder` is in lacks a part of its history."""
    try:
        return _shallow(folder)
    except UsageError:
        return False


def remote_host(folder: Path) -> str | None:
    """Return the host of the remote repository “origin” in lower case, None where there is none."""
    try:
        url = _run(folder, "config", "--get", "remote.origin.url").stdout.decode("utf-8", "replace").strip()
    except UsageError:
        return None
    found = _HOST.match(url)
    return found[1].lower() if found else None


def staged(top: Path) -> tuple[Change, ...]:
    """Return what the next commit adds or changes."""
    return _changes(_git(top, "diff", "--cached", *_DIFF, *_PREFIXES))


def changed_since(top: Path, base: str) -> tuple[Change, ...]:
    """Return what the working tree adds or changes to the point where the history left `base`; tracked files only."""
    if base.startswith("-"):
        raise UsageError(f"“{base}” is no commit or branch of this repository")
    known = _run(top, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{base}^{{commit}}")
    if known.returncode:
        raise UsageError(_unknown(top, base))
    fork = _run(top, "merge-base", known.stdout.decode().strip(), "HEAD")
    if fork.returncode:
        raise UsageError(_unrelated(top, base))
    return _changes(_git(top, "diff", *_DIFF, *_PREFIXES, fork.stdout.decode().strip()))


def staged_bytes(top: Path, paths: Sequence[str]) -> Mapping[str, bytes]:
    """Return the staged content of `paths` (relative to `top`); a path that has none is left out."""
    alone = {path: _run(top, "cat-file", "blob", f":{path}") for path in paths if "\n" in path}
    contents = {path: done.stdout for path, done in alone.items() if not done.returncode}
    wanted = [path for path in paths if "\n" not in path]
    asked = b"".join(b":" + os.fsencode(path) + b"\n" for path in wanted)
    out = _git(top, "cat-file", "--batch", stdin=asked)
    at = 0
    for path in wanted:
        end = out.index(b"\n", at)
        header = out[at:end].rsplit(b" ", 2)
        at = end + 1
        if header[-1] == b"missing" or len(header) < 3 or not header[-1].isdigit():
            continue
        size = int(header[-1])
        if header[-2] == b"blob":
            contents[path] = out[at : at + size]
        at += size + 1
    return contents


def lines_of(data: bytes, lines: frozenset[int] | None) -> frozenset[int] | None:
    """Return git's line numbers, which end at LF only, as claimlint counts them: at LF, CRLF and a lone CR."""
    if lines is None or data.count(b"\r") == data.count(b"\r\n"):
        return lines
    numbers: set[int] = set()
    line, of_git = 1, 1
    for end in _LINE_END.finditer(data):
        if of_git in lines:
            numbers.add(line)
        line += 1
        of_git += end.group() != b"\r"
    if of_git in lines:
        numbers.add(line)
    return frozenset(numbers)


def _changes(diff: bytes) -> tuple[Change, ...]:
    found: dict[str, set[int] | None] = {}
    path: str | None = None
    left = 0
    for line in diff.split(b"\n"):
        if left and line[:1] in (b"+", b"-", b"\\"):
            left -= line[:1] == b"+"
            continue
        if line.startswith(b"diff --git "):
            path, left = None, 0
        elif line.startswith(b"+++ "):
            path = _name(line[4:].rstrip(b"\t"))
            if path is not None:
                found.setdefault(path, set())
        elif line.startswith(b"Binary files ") and (name := _binary_name(line)) is not None:
            found[name] = None
        elif (hunk := _HUNK.match(line)) and path is not None:
            first, left = int(hunk[1]), int(hunk[2] or 1)
            numbers = found.get(path)
            if numbers is not None:
                numbers.update(range(first, first + left))
    changes = (Change(name, None if rows is None else frozenset(rows)) for name, rows in found.items())
    return tuple(sorted(changes, key=lambda change: change.path))


def _name(shown: bytes) -> str | None:
    if shown.startswith(b'"') and shown.endswith(b'"'):
        shown = _ESCAPED.sub(_unescape, shown[1:-1])
    return os.fsdecode(shown[2:]) if shown.startswith(b"b/") else None


def _binary_name(line: bytes) -> str | None:
    match = _BINARY.fullmatch(line)
    return _name(match[1]) if match else None


def _unescape(match: re.Match[bytes]) -> bytes:
    code = match[1]
    return bytes([int(code, 8) & 255]) if len(code) == 3 else _LETTERS.get(code, code)


def _unknown(top: Path, base: str) -> str:
    if _shallow(top):
        return f"“{base}” is not in this shallow clone; fetch it first (git fetch --unshallow, or fetch-depth: 0)"
    return f"“{base}” is no commit or branch of this repository"


def _unrelated(top: Path, base: str) -> str:
    if _shallow(top):
        return f"this shallow clone does not reach back to where it left “{base}”; fetch more (git fetch --unshallow)"
    return f"“{base}” has no history in common with the working tree"


def _shallow(top: Path) -> bool:
    return _run(top, "rev-parse", "--is-shallow-repository").stdout.strip() == b"true"


def _git(folder: Path, *arguments: str, stdin: bytes = b"") -> bytes:
    done = _run(folder, *arguments, stdin=stdin)
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip().splitlines()
        if any("not a git repository" in line for line in said):
            raise UsageError("this is not a git repository; --staged and --changed-since need one")
        raise UsageError(f"git {arguments[0]} failed: {said[0] if said else 'it did not say why'}")
    return done.stdout


def _run(folder: Path, *arguments: str, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    environment = {**os.environ, "LC_ALL": "C", "GIT_OPTIONAL_LOCKS": "0"}
    try:
        return subprocess.run(
            ["git", "-c", "core.quotePath=true", *arguments],
            cwd=folder,
            input=stdin,
            capture_output=True,
            env=environment,
            check=False,
        )
    except FileNotFoundError as error:
        raise UsageError("git was not found; --staged and --changed-since need it") from error
