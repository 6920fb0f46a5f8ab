"""Bytes to a file that is there whole or as it was: written beside it first, then put in its place."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path


def put(
    path: Path,
    content: bytes,
    *,
    mode: int | None = None,
    sync: bool = False,
    ready: Callable[[Path], None] | None = None,
) -> None:
    """Replace a file, or make it. Raises OSError; whatever goes wrong, nothing is left beside it.

    mode: of the new file (default: only its owner can read it). sync: it is on the disk before it takes the place.
    ready: called with the new file just before it does.
    """
    import tempfile

    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:40]}.", suffix=".tmp")
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            if sync:
                file.flush()
                os.fsync(file.fileno())
        if mode is not None:
            temporary.chmod(mode)
        if ready is not None:
            ready(temporary)
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
