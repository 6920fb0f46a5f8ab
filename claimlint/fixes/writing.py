"""Bytes to a file that is there whole or as it was: beside it first, then in its place, with its mode and owner."""

from __future__ import annotations

import contextlib
import os
import signal
import threading
from collections.abc import Iterator
from pathlib import Path
from types import FrameType

from claimlint import atomic
from claimlint.errors import UsageError

_SIGNALS = ("SIGTERM", "SIGHUP")


def replace(path: Path, before: bytes, after: bytes, root: Path) -> None:
    """Write `after` in the place of a file that still holds `before`. Raises UsageError where it must not or cannot.

    A link is followed, but not out of the project at `root`.
    """
    try:
        real = _real(path, root)
        _check_unchanged(real, before)
        _check_writable(real)
        _put(real, before, after)
    except OSError as error:
        raise UsageError(f"cannot be written: {error.strerror or error}; it was left as it is") from error


def _real(path: Path, root: Path) -> Path:
    named, real, home = Path(os.path.normpath(path)), path.resolve(), root.resolve()
    leaves = named.is_relative_to(home) and not real.is_relative_to(home)
    if leaves or (named.is_symlink() and not any(real.is_relative_to(place) for place in (home, named.parent))):
        raise UsageError("is a link that leads out of the project; it was left as it is")
    return real


def _check_unchanged(real: Path, before: bytes) -> None:
    if not real.is_file():
        raise UsageError("is no longer there; nothing was written")
    if real.read_bytes() != before:
        raise UsageError("has changed since it was read, or differs from what is staged; it was left as it is")


def _check_writable(real: Path) -> None:
    if not real.stat().st_mode & 0o222 or not os.access(real, os.W_OK):
        raise UsageError("is read-only; it was left as it is")
    if not real.parent.stat().st_mode & 0o222 or not os.access(real.parent, os.W_OK):
        raise UsageError("stands in a read-only folder; it was left as it is")


def _put(real: Path, before: bytes, after: bytes) -> None:
    status = real.stat()

    def ready(temporary: Path) -> None:
        if hasattr(os, "chown") and (status.st_uid, status.st_gid) != (os.geteuid(), os.getegid()):
            with contextlib.suppress(OSError):
                os.chown(temporary, status.st_uid, status.st_gid)
        temporary.chmod(status.st_mode & 0o7777)
        _check_unchanged(real, before)

    with _orderly():
        atomic.put(real, after, sync=True, ready=ready)


@contextlib.contextmanager
def _orderly() -> Iterator[None]:
    """While a file is written, an order to stop is an interrupt that cleans up behind itself."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    kinds = [getattr(signal, name) for name in _SIGNALS if hasattr(signal, name)]
    before = {kind: signal.signal(kind, _interrupt) for kind in kinds}
    try:
        yield
    finally:
        for kind, handler in before.items():
            signal.signal(kind, handler)


def _interrupt(number: int, frame: FrameType | None) -> None:  # noqa: ARG001 - the signature of a handler
    raise KeyboardInterrupt
