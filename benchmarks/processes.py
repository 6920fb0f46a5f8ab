"""Whole processes, measured by the operating system's own accounts: CPU seconds, wall clock, peak memory."""

from __future__ import annotations

import os
import statistics
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple


class Cost(NamedTuple):
    """What a run cost: seconds of the processor (user and system), of the clock, and megabytes of memory at most."""

    cpu: float
    wall: float
    memory: float


def run(command: Sequence[str], folder: Path, environment: Mapping[str, str], allowed: Sequence[int]) -> Cost:
    """Run a command in the folder and return what it and its children cost; its output is thrown away."""
    os.chdir(folder)
    actions = [(os.POSIX_SPAWN_OPEN, number, os.devnull, os.O_WRONLY, 0) for number in (1, 2)]
    start = time.monotonic()
    pid = os.posix_spawnp(command[0], list(command), dict(environment), file_actions=actions)
    _, status, used = os.wait4(pid, 0)
    wall = time.monotonic() - start
    code = os.waitstatus_to_exitcode(status)
    if allowed and code not in allowed:
        print(f"{' '.join(command)[:200]}: exit status {code}", file=sys.stderr)
    return Cost(used.ru_utime + used.ru_stime, wall, used.ru_maxrss / 1024)


def measured(
    commands: Mapping[str, Sequence[str]],
    folder: Path,
    environment: Mapping[str, str],
    *,
    runs: int,
    warm: int = 1,
    allowed: Mapping[str, Sequence[int]],
    before: Callable[[], None] = lambda: None,
) -> dict[str, Cost]:
    """Run all commands in turn, so often after so many runs that do not count, and return the medians.

    before: what is done before each run.
    """
    costs: dict[str, list[Cost]] = {name: [] for name in commands}
    for turn in range(-warm, runs):
        for name, command in commands.items():
            before()
            cost = run(command, folder, environment, allowed.get(name, ()))
            if turn >= 0:
                costs[name].append(cost)
    return {name: Cost(*map(statistics.median, zip(*each, strict=True))) for name, each in costs.items()}
