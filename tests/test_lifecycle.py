"""The whole life of a small repository, as `benchmarks/lifecycle.py` runs it for a large one."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

BENCHMARKS = Path(__file__).resolve().parent.parent / "benchmarks"
STEPS = ("make", "init", "first run", "baseline", "stopped", "fixed", "waived", "in ci", "expired")


def test_from_init_to_an_expired_waiver() -> None:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    command = [sys.executable, str(BENCHMARKS / "lifecycle.py"), "--pages", "6", "--jobs", "1"]
    done = subprocess.run(command, env=kept, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    rows = [line.split(" | ") for line in done.stdout.splitlines()[2:]]
    assert [row[0].removeprefix("| ") for row in rows] == list(STEPS)
    seen = {row[0].removeprefix("| "): row[1] for row in rows}
    assert "6 files" in seen["first run"]
    assert "Fails: 1 finding" in seen["stopped"]
    assert "hidden by W-0001" in seen["waived"]
