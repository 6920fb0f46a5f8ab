"""Small JSON files in the user's cache folder: what costs time to work out and can always be worked out again.

A cache that is missing, broken or unwritable is never an error. Files are replaced atomically, so that concurrent runs
see a whole one. `CLAIMLINT_CACHE_DIR` moves the folder; empty, it switches the cache off.
"""

from __future__ import annotations

import contextlib
import json
import os
from pathlib import Path
from typing import Any

from claimlint import atomic

VARIABLE = "CLAIMLINT_CACHE_DIR"


def folder() -> Path | None:
    """Return the cache folder, or None where it is switched off."""
    named = os.environ.get(VARIABLE)
    if named is not None:
        return Path(named) if named else None
    import platformdirs

    return Path(platformdirs.user_cache_dir("claimlint"))


def read(path: Path) -> dict[str, Any]:
    """Return the object in a cache file, or an empty one."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    return data if isinstance(data, dict) else {}


def write(path: Path, data: dict[str, Any]) -> None:
    """Replace a cache file; quietly does nothing where it cannot be written."""
    write_bytes(path, json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass"))


def write_bytes(path: Path, content: bytes) -> None:
    """Replace a cache file; quietly does nothing where it cannot be written."""
    with contextlib.suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        atomic.put(path, content)


def prune(folder: Path, pattern: str, kept: int) -> None:
    """Leave only the newest files of a pattern in the folder."""
    try:
        for path in sorted(folder.glob(pattern), key=lambda path: path.stat().st_mtime_ns, reverse=True)[kept:]:
            path.unlink(missing_ok=True)
    except OSError:
        return
