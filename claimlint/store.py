"""What earlier runs worked out, by the hash of all that it depends on: one SQLite file in the user's cache folder.

The folder is the user's and no file of a repository can name another: a cache that came with the pages could hold their
findings back. A value is kept with a sum over itself and its key, so that what is broken, or stands in the wrong
place, counts as not there. Whatever else is wrong with the file (locked, read-only, no database) is no error either:
nothing is found in it, or nothing new kept. Runs at the same time share it.

It holds no more than `LIMIT` bytes; when there is more, the half that was longest not used is given up.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from claimlint import lazy

if TYPE_CHECKING:
    import hashlib
    import sqlite3
else:
    hashlib, sqlite3 = lazy.module("hashlib"), lazy.module("sqlite3")

NAME = "results-1.sqlite"
LIMIT = 256 * 1024 * 1024
_SUM = 16
_AT_ONCE = 500
"""Keys in one question."""
_HELD = 16 * 1024 * 1024
"""Bytes that wait to be written, at most."""
_PATIENCE = 2.0
"""Seconds to wait for another run that is writing."""
_DAY = 86400


def key(*parts: bytes) -> bytes:
    """Return a hash over the parts, each with its length."""
    digest = hashlib.blake2b(digest_size=20)
    for part in parts:
        digest.update(len(part).to_bytes(8, "little"))
        digest.update(part)
    return digest.digest()


class Store:
    """Values by their keys.

    path: None: nothing is kept. salt: what all that is kept depends on. writes: what is kept is written here, not by
    somebody else who takes it.
    """

    def __init__(self, path: Path | None, salt: bytes = b"", *, writes: bool = True) -> None:
        self.path = path
        self.salt = salt
        self.waiting: dict[bytes, bytes] = {}
        self._writes = writes
        self._size = 0
        self._open: sqlite3.Connection | None = None

    def name(self, *parts: bytes) -> bytes:
        """Return the key of what depends on these parts."""
        return key(self.salt, *parts)

    def find(self, keys: Iterable[bytes]) -> dict[bytes, bytes]:
        """Return the values of those keys that have one."""
        asked = list(dict.fromkeys(keys))
        found = {each: self.waiting[each] for each in asked if each in self.waiting}
        today, stale = int(time.time()) // _DAY, []
        for start in range(0, len(asked), _AT_ONCE):
            part = asked[start : start + _AT_ONCE]
            for name, value, day in self._rows(part):
                if value[:_SUM] == _sum(name, value[_SUM:]):
                    found[name] = value[_SUM:]
                    if day != today:
                        stale.append(name)
        if stale and self._writes:
            self._do(
                lambda file: file.executemany("UPDATE kept SET day = ? WHERE key = ?", [(today, n) for n in stale])
            )
        return found

    def keep(self, values: Mapping[bytes, bytes]) -> None:
        """Keep values; they are written when enough have come together, or at the end."""
        if self.path is None:
            return
        self.waiting.update(values)
        self._size += sum(map(len, values.values()))
        if self._writes and self._size > _HELD:
            self.save()

    def save(self) -> None:
        """Write what waits."""
        if not self.waiting or not self._writes:
            return
        today = int(time.time()) // _DAY
        rows = [(name, _sum(name, value) + value, today) for name, value in self.waiting.items()]
        self._do(lambda file: file.executemany("INSERT OR REPLACE INTO kept (key, value, day) VALUES (?, ?, ?)", rows))
        self._do(_shrink)
        self.waiting.clear()
        self._size = 0

    def taken(self) -> dict[bytes, bytes]:
        """Return what waits, which somebody else is to write."""
        taken, self.waiting, self._size = self.waiting, {}, 0
        return taken

    def close(self) -> None:
        """Let go of the file; whoever asks next opens it anew."""
        if self._open is not None:
            with contextlib.suppress(sqlite3.Error):
                self._open.close()
            self._open = None

    def _rows(self, keys: list[bytes]) -> list[tuple[bytes, bytes, int]]:
        marks = ",".join("?" * len(keys))
        rows: list[tuple[bytes, bytes, int]] = []

        def ask(file: sqlite3.Connection) -> None:
            found = file.execute(f"SELECT key, value, day FROM kept WHERE key IN ({marks})", keys)
            rows.extend(row for row in found if list(map(type, row)) == [bytes, bytes, int])

        self._do(ask)
        return rows

    def _do(self, work: Callable[[sqlite3.Connection], object]) -> None:
        """Do something with the file; where that cannot be done, this run does without it from now on."""
        path = self.path
        if path is None:
            return
        try:
            file = self._file(path)
            if file is not None:
                with file:
                    work(file)
        except (OSError, ImportError, sqlite3.OperationalError):
            self._give_up()
        except sqlite3.Error:
            self._give_up()
            if self._writes:  # it is no database (any more): the next run begins a new one
                with contextlib.suppress(OSError):
                    path.unlink(missing_ok=True)

    def _give_up(self) -> None:
        self.close()
        self.path = None
        self.waiting.clear()

    def _file(self, path: Path) -> sqlite3.Connection | None:
        if self._open is None and (self._writes or path.exists()):
            if self._writes:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.touch(mode=0o600)
            self._open = sqlite3.connect(path, timeout=_PATIENCE)
            self._open.execute("PRAGMA synchronous = OFF")  # a sum tells what a power cut has spoilt
            if self._writes:
                self._open.execute("CREATE TABLE IF NOT EXISTS kept (key BLOB PRIMARY KEY, value BLOB, day INTEGER)")
        return self._open


def _sum(name: bytes, value: bytes) -> bytes:
    return key(name, value)[:_SUM]


def _shrink(file: sqlite3.Connection) -> None:
    pages, free, size = (
        file.execute(f"PRAGMA {name}").fetchone()[0] for name in ("page_count", "freelist_count", "page_size")
    )
    if (pages - free) * size > LIMIT:
        (rows,) = file.execute("SELECT count(*) FROM kept").fetchone()
        oldest = "SELECT rowid FROM kept ORDER BY day, rowid LIMIT ?"
        file.execute(f"DELETE FROM kept WHERE rowid IN ({oldest})", (rows // 2 + 1,))
