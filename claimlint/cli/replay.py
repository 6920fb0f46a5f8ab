"""A command that ran before, on the same things, to what it printed then: before anything of claimlint is imported.

A run is found by its arguments, folder, day, environment, streams, code and libraries. It is repeated only where all
that it looked at is as it was: the contents of the files it judged, of configuration and ignore files, and which of
these are not there. Runs that ask git, walk folders or write files are never repeated.
"""

from __future__ import annotations

import os  # and not `pathlib`, which takes longer to import than all that is done here
import sys
import time
from collections.abc import Iterable, Iterator
from typing import Any

from claimlint import __version__
from claimlint.stamps import Stamp, stamps

FORMAT = b"claimlint run 1\n"
FOLDER = "runs"
CONTENT, PRESENCE, INPUT = "content", "presence", "input"
_SUM = 16
_NEVER = frozenset(
    "- --fix --fix-review --show-fixes --staged --changed-since --output --output-file --no-cache --text "
    "--stdin-filename --help -h html".split()
)
"""Words that a repeated command line does not hold."""
_ENVIRONMENT = ("NO_COLOR", "FORCE_COLOR", "TERM", "COLORTERM", "COLUMNS", "LINES", "CLAIMLINT_STOCK_SPACY")


class Asked:
    """A command line that may be repeated: the file that its run would be in, and the state of code and knowledge."""

    def __init__(self, file: str, stamps: str, newest: int) -> None:
        self.file = file
        self.stamps = stamps
        self.newest = newest
        self.began = time.time_ns()


def asked(arguments: list[str]) -> Asked | None:
    """Return what may be looked up for a command line, None where it is none that is repeated."""
    if arguments[:1] != ["check"] or any(
        each.partition("=")[0] in _NEVER or each.endswith("=html") for each in arguments
    ):
        return None
    folder = cache_folder()
    if folder is None or sys.stdout is None or sys.stderr is None or sys.stdout.isatty():
        return None
    try:
        here = os.getcwd()
        state, newest = known_state()
    except OSError:
        return None
    streams = [(stream.encoding, stream.errors) for stream in (sys.stdout, sys.stderr)]
    environment = [os.environ.get(name) for name in _ENVIRONMENT]
    said = repr((arguments, here, time.strftime("%Y-%m-%d"), streams, environment, state))
    name = digest(said.encode("utf-8", "surrogatepass")).hex()
    return Asked(os.path.join(folder, FOLDER, name), state, newest)


def known_state() -> tuple[str, int]:
    """Return the state of code, libraries and shipped knowledge, and the newest time in it. Raises OSError."""
    package = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    inside = os.path.join(package, "_rules")
    rules = inside if os.path.isdir(inside) else os.path.join(os.path.dirname(package), "rules")
    found: list[Stamp] = [*stamps(package, ".py"), *stamps(rules, ".yaml")]
    libraries = [(path, os.stat(path).st_mtime_ns) for path in sys.path if path.endswith("-packages")]
    newest = max((max(stamp[2:]) for stamp in found), default=0)
    return repr((__version__, sys.version, found, libraries)), newest


def cache_folder() -> str | None:
    """Return the folder that `claimlint.cache` names, without importing what it takes to name it everywhere."""
    named = os.environ.get("CLAIMLINT_CACHE_DIR")
    if named is not None:
        return named or None
    if sys.platform != "linux":
        from claimlint import cache

        return str(cache.folder())
    home = os.environ.get("XDG_CACHE_HOME", "").strip() or os.path.expanduser("~/.cache")
    return os.path.join(home, "claimlint")


def digest(data: bytes) -> bytes:
    """Return a hash of bytes."""
    try:
        from _blake2 import blake2b  # `hashlib` takes four times as long to import
    except ImportError:
        from hashlib import blake2b
    return blake2b(data, digest_size=_SUM).digest()


def state_of(kind: str, path: str) -> str:
    """Return what a run could see of a path: its content, only whether it is there, or both for a file it judged."""
    if kind == PRESENCE:
        return str(os.path.exists(path))
    if kind == INPUT and os.path.realpath(path) != path:
        return "link"
    try:
        with open(path, "rb") as file:
            return digest(file.read()).hex()
    except FileNotFoundError:
        return "absent"
    except OSError:
        return "unreadable"


def packed(status: int, seen: Iterable[tuple[str, str, str]], printed: Iterable[tuple[int, bytes]]) -> bytes:
    """Return a run as bytes: status, what it saw (kind, path, state), what it printed (1 or 2, bytes)."""
    lines = "\n".join("\t".join(each) for each in seen).encode("utf-8", "surrogateescape")
    parts = [bytes([status]), lines, *(bytes([number]) + data for number, data in printed)]
    body = b"".join(len(part).to_bytes(4, "little") + part for part in parts)
    return FORMAT + digest(body) + body


def answered(one: Asked) -> int | None:
    """Print what the run printed and return its status; None where there is none, or something has changed since."""
    try:
        with open(one.file, "rb") as file:
            data = file.read()
    except OSError:
        return None
    start = len(FORMAT) + _SUM
    body = data[start:]
    if data[:start] != FORMAT + digest(body):
        return None
    status, lines, *printed = _parts(body)
    seen = (line.split("\t") for line in lines.decode("utf-8", "surrogateescape").split("\n"))
    if any(state_of(kind, path) != state for kind, path, state in seen):
        return None
    for part in printed:
        _print(sys.stdout if part[0] == 1 else sys.stderr, part[1:])
    return status[0]


def _parts(body: bytes) -> Iterator[bytes]:
    at = 0
    while at < len(body):
        end = at + 4 + int.from_bytes(body[at : at + 4], "little")
        yield body[at + 4 : end]
        at = end


def _print(stream: Any, data: bytes) -> None:
    try:
        stream.buffer.write(data)
        stream.flush()
    except BrokenPipeError:
        nothing = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nothing, stream.fileno())
        os.close(nothing)
