"""What the README shows is what the program does."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from lexicon import AS_OF

from claimlint.config import Settings
from claimlint.lexis import load_lexis
from claimlint.rule_tests import run

README = (Path(__file__).parent.parent / "README.md").read_text("utf-8")


def test_the_run_shown_first_is_a_real_run(tmp_path: Path) -> None:
    (block,) = re.findall(r"```console\n\$ echo \"(.+?)\" \| claimlint (.+?)\n(.+?)```", README, re.DOTALL)
    copy, arguments, shown = block
    ran = subprocess.run(
        [sys.executable, "-m", "claimlint", *arguments.split()],
        input=f"{copy}\n".encode(),
        capture_output=True,
        cwd=tmp_path,
        check=False,
    )
    assert ran.returncode == 1
    printed = ran.stdout.decode("utf-8")
    assert printed.startswith(shown)


def test_the_rule_shown_passes_its_own_examples_and_they_try_everything(tmp_path: Path) -> None:
    (rule,) = re.findall(r"```yaml\n(id: lifetime-promise\n.+?)```", README, re.DOTALL)
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "lifetime-promise.yaml").write_text(rule, "utf-8")
    lexis = load_lexis(Settings(as_of=AS_OF, site_rules=tmp_path))
    assert run([lexis.rules["lifetime-promise"]], lexis, coverage=True) == []
