"""Files to batches that are read together, and how many processes pay."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence

from claimlint.config import InputFile

AUTO = 0
"""As many processes as pay."""
PAYS_FROM = 400_000
"""Bytes of source for one more process: reading and judging them takes longer than starting it."""
_EACH = 6
"""Batches a process, so that none waits long for the last."""
_AT_ONCE = 250_000
"""Bytes of source read together: enough sentences for a parse in bulk, and memory that does not grow with the site."""


def processes(files: Sequence[InputFile], wanted: int) -> int:
    """Return how many processes to use: as many as wanted, or as pay, but no more than there are files."""
    if wanted == AUTO:
        wanted = min(_processors(), sum(len(file.data) for file in files) // PAYS_FROM)
    return max(min(wanted, len(files)), 1)


def batches(files: Sequence[InputFile], processes: int) -> list[tuple[InputFile, ...]]:
    """Cut the files, in their order, into batches of about the same number of bytes."""
    whole = sum(len(file.data) for file in files)
    each = whole // (processes * _EACH) if processes > 1 else whole
    return list(_cut(files, max(min(each, _AT_ONCE), 1)))


def _cut(files: Sequence[InputFile], size: int) -> Iterator[tuple[InputFile, ...]]:
    batch: list[InputFile] = []
    held = 0
    for file in files:
        batch.append(file)
        held += len(file.data)
        if held >= size:
            yield tuple(batch)
            batch, held = [], 0
    if batch:
        yield tuple(batch)


def _processors() -> int:
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:
        return os.cpu_count() or 1
