"""Text to standard output, standard error or a file: no code page breaks it, no closed pipe, no half-written file."""

from __future__ import annotations

import errno
import os
import sys
from pathlib import Path
from typing import IO

from claimlint import atomic
from claimlint.errors import UsageError

_MARKS = "“”‘’–—…"


def write(text: str) -> None:
    """Print to standard output in its own encoding; what that lacks is escaped, and a closed pipe is no error."""
    _emit(sys.stdout, text, getattr(sys.stdout, "encoding", None) or "utf-8")


def prose(text: str) -> str:
    """Return text for a person as standard output can show it: without typographic marks where it has none."""
    from claimlint.reporters.words import ascii_marks

    return text if speaks_unicode_out() else ascii_marks(text)


def write_utf8(text: str) -> None:
    """Print data to standard output as UTF-8, whatever the console speaks."""
    _emit(sys.stdout, text, "utf-8")


def write_bytes(data: bytes) -> None:
    """Print the bytes of a file to standard output as they are."""
    _emit_bytes(sys.stdout, data, "utf-8")


def say(text: str) -> None:
    """Print a line for the person to standard error, with nothing in it that could drive a terminal."""
    from claimlint.reporters.words import ascii_marks, safe

    shown = "\n".join(safe(line) for line in text.split("\n"))
    if not speaks_unicode(sys.stderr):
        shown = ascii_marks(shown)
    _emit(sys.stderr, shown + "\n", getattr(sys.stderr, "encoding", None) or "utf-8")


def write_aside(text: str) -> None:
    """Print a report to standard error, since standard output is for something else."""
    _emit(sys.stderr, text, getattr(sys.stderr, "encoding", None) or "utf-8")


def write_file(name: str, text: str, what: str = "report") -> None:
    """Write a file whole or not at all; what: it is called in errors. Raises UsageError where it cannot be written.

    A link is followed and stays. A device or a pipe (/dev/stdout, /dev/null) is written to, never replaced.
    """
    try:
        path = Path(name)
        if path.exists() and not path.is_dir() and (not path.is_file() or path.parent == Path("/dev")):
            path.write_bytes(text.encode())
        else:
            atomic.put(path.resolve(), text.encode(), mode=_mode(path))
    except OSError as error:
        raise UsageError(f"{name}: the {what} cannot be written: {error.strerror or error}") from error


def make_folder(folder: Path) -> None:
    """Make a folder and those above it. Raises UsageError where that cannot be done."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(f"{folder}: the folder cannot be made: {error.strerror or error}") from error


def speaks_unicode(stream: IO[str]) -> bool:
    """Tell whether a stream can show typographic marks."""
    try:
        _MARKS.encode(getattr(stream, "encoding", None) or "utf-8")
    except (LookupError, UnicodeEncodeError):
        return False
    return True


def speaks_unicode_out() -> bool:
    """Tell whether standard output can show typographic marks."""
    return speaks_unicode(sys.stdout)


def colour() -> bool:
    """Tell whether standard output wants colour: a terminal, unless NO_COLOR or a dumb one; FORCE_COLOR insists."""
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return sys.stdout.isatty() and os.environ.get("TERM") != "dumb"


def watched() -> bool:
    """Tell whether a person is watching standard error, so that progress may be shown there."""
    return sys.stderr.isatty() and sys.stdout.isatty() and os.environ.get("TERM") != "dumb"


def width() -> int:
    """Return the cells of a line: of the terminal if there is one, else always the same."""
    if not sys.stdout.isatty():
        return 100
    try:
        return os.get_terminal_size(sys.stdout.fileno()).columns or 80
    except (OSError, ValueError):
        return 80


def _emit(stream: IO[str], text: str, encoding: str) -> None:
    _emit_bytes(stream, text.encode(encoding, "backslashreplace"), encoding)


def _emit_bytes(stream: IO[str], data: bytes, encoding: str) -> None:
    try:
        stream.flush()
        buffer = getattr(stream, "buffer", None)
        if buffer is None:
            stream.write(data.decode(encoding, "replace"))
        else:
            buffer.write(data)
        stream.flush()
    except BrokenPipeError:
        _close(stream)
    except OSError as error:
        if error.errno != errno.EINVAL:  # Windows says so of a closed pipe.
            raise
        _close(stream)


def _close(stream: IO[str]) -> None:
    """Point the stream at nothing, so that the interpreter's last flush does not complain about the pipe either."""
    try:
        nothing = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nothing, stream.fileno())
        os.close(nothing)
    except (OSError, ValueError):
        return


def _mode(path: Path) -> int:
    if path.exists():
        return path.stat().st_mode & 0o777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask
