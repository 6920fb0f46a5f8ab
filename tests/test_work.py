"""How much work fixed pages take, in lines of code that run: it does not creep up, and grows as the page does."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

SCRIPT = Path(__file__).parent.parent / "benchmarks" / "instructions.py"


def test_no_more_work_than_stored_and_twice_the_page_twice_the_work() -> None:
    done = subprocess.run([sys.executable, str(SCRIPT)], capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, f"{done.stdout}{done.stderr}`--write` renews the figures where the work is worth it"
    assert done.stdout.count("stored") == 3
    assert done.stdout.count("times the lines") == 4
