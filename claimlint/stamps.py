"""Size and times of the files below a folder: what tells cheaply that none of them has changed."""

from __future__ import annotations

import os
from collections.abc import Iterator

Stamp = tuple[str, int, int, int]
"""Path, size, and the times of the last change of content and of state in nanoseconds."""


def stamps(folder: str, ending: str) -> Iterator[Stamp]:
    """Yield the stamps of all files with an ending, in order; folders that begin with `_` are left out."""
    try:
        found = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError:
        return
    for entry in found:
        if entry.is_dir():
            if not entry.name.startswith("_"):
                yield from stamps(entry.path, ending)
        elif entry.name.endswith(ending):
            state = entry.stat()
            yield entry.path, state.st_size, state.st_mtime_ns, state.st_ctime_ns
