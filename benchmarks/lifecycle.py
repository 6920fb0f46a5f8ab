"""The life of a repository of 500 pages: init, first run, baseline, a commit stopped, fixed, waived, CI, expiry.

    python benchmarks/lifecycle.py [--pages 500] [--jobs N]

Everything is run as a person or a CI job runs it; what is expected of each step is asserted, and one line a step says
what was seen, with the seconds on the clock and of the processor.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import made_site

TODAY, UNTIL, LATER = "2026-11-24", "2026-12-31", "2027-01-15"
CLAIM = "Acupuncture cures migraine in two visits."
MENDED = "Ask us what is known about acupuncture for migraine."
OWNED = "Acupuncture is completely safe and has no side effects."
HOOK = '#!/bin/sh\nexec "{python}" -m claimlint check --staged --force-exclude --hook --as-of {today}\n'


class Life:
    """A repository and what was done in it."""

    def __init__(self, folder: Path, jobs: int | None) -> None:
        self.folder = folder
        self.jobs = [] if jobs is None else ["--jobs", str(jobs)]
        roles = [f"GIT_{role}_{what}" for role in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")]
        identity = dict.fromkeys(roles, "a@example.org")
        self.environment = {**os.environ, **identity, "GIT_CONFIG_GLOBAL": os.devnull}

    def run(self, *command: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            command, cwd=self.folder, env=self.environment, capture_output=True, encoding="utf-8", check=False
        )

    def git(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return self.run("git", *arguments)

    def claimlint(self, *arguments: str, status: int, as_of: str | None = TODAY) -> subprocess.CompletedProcess[str]:
        """Run a command and hold its exit status to what is expected."""
        day = ["--as-of", as_of] if as_of else []
        done = self.run(sys.executable, "-m", "claimlint", *arguments, *day)
        if done.returncode != status:
            raise SystemExit(f"{arguments}: exit {done.returncode}, not {status}\n{done.stdout[-3000:]}{done.stderr}")
        return done

    def check(self, *arguments: str, status: int, as_of: str = TODAY) -> dict[str, Any]:
        """Run `check` over JSON."""
        done = self.claimlint("check", *arguments, *self.jobs, "--format", "json", status=status, as_of=as_of)
        report: dict[str, Any] = json.loads(done.stdout)
        return report

    def append(self, name: str, text: str) -> None:
        file = self.folder / name
        file.write_text(file.read_text("utf-8") + text, encoding="utf-8")

    def commit(self, message: str, *, stopped: bool = False) -> str:
        self.git("add", "-A")
        done = self.git("commit", "-q", "-m", message)
        if bool(done.returncode) is not stopped:
            raise SystemExit(f"commit “{message}”: {done.stdout}{done.stderr}")
        return done.stdout + done.stderr


def made(life: Life, pages: int) -> str:
    life.git("init", "-q", "-b", "main")
    written = made_site.write(life.folder / "site", pages)
    for part in range(3):
        life.git("add", *map(str, written[part::3]))
        life.git("commit", "-q", "-m", f"part {part + 1}")
    return f"{len(written)} pages in {len(made_site.FORMATS)} formats, 3 commits"


def init(life: Life) -> str:
    options = ("--yes", "--contact", "desk@clinic.test", "--ci", "github")
    said = life.claimlint("init", *options, status=0, as_of=None).stdout
    files = [line.split()[0] for line in said.splitlines() if line.endswith(" written.")]
    assert len(files) == 3, said
    return f"{said.splitlines()[0]} Written: {', '.join(files)}"


def first_run(life: Life) -> str:
    report = life.check(status=1)
    assert not report["baselined"]
    counts, summary = report["summary"]["findings"], report["summary"]
    return (
        f"{summary['files']} files, {summary['words']} words; {counts['error']} errors, {counts['warning']} warnings, "
        f"{counts['info']} notes; nothing hidden"
    )


def baseline(life: Life) -> str:
    before = life.check(status=1)
    life.claimlint("baseline", "--owner", "Jo", "--until", UNTIL, "--include-errors", *life.jobs, status=0)
    after = life.check(status=0)
    assert len(after["baselined"]) == len(before["findings"])
    assert not after["findings"]
    last = life.claimlint("check", *life.jobs, status=0).stdout.splitlines()[-1]
    assert UNTIL in last
    life.commit("set claimlint up")
    return last


def stopped(life: Life) -> str:
    hook = life.folder / ".git" / "hooks" / "pre-commit"
    hook.write_text(HOOK.format(python=sys.executable, today=TODAY), encoding="utf-8")
    hook.chmod(0o755)
    life.append("site/acupuncture/page-0000.html", f"<p>{CLAIM}</p>\n")
    said = life.commit("a claim", stopped=True)
    assert "cures migraine" in said
    return said.strip().splitlines()[-1]


def fixed(life: Life) -> str:
    page = life.folder / "site/acupuncture/page-0000.html"
    page.write_text(page.read_text("utf-8").replace(CLAIM, MENDED), encoding="utf-8")
    life.commit("the claim is mended")
    return page.read_text("utf-8").strip().splitlines()[-1]


def waived(life: Life) -> str:
    report = json.loads(life.claimlint("check", "--text", OWNED, "--format", "json", status=1).stdout)
    rules = sorted({rule for finding in report["findings"] for rule in finding["rules"]})
    waiver = {
        "id": "W-0001", "path": "site/acupuncture/page-0000.html", "rule": rules, "words": OWNED, "owner": "Jo",
        "reason": "leaflet of the maker, under review", "until": UNTIL,
    }  # fmt: skip
    life.append("claimlint.yaml", f"waivers:\n  - {json.dumps(waiver)}\n")
    life.append("site/acupuncture/page-0000.html", f"<!-- claimlint-allow W-0001 -->\n<p>{OWNED}</p>\n")
    life.commit("with a waiver")
    report = life.check(status=0)
    assert [one["by"] for one in report["suppressed"]] == ["W-0001"] * len(report["suppressed"])
    assert report["suppressed"]
    return f"{len(report['suppressed'])} hidden by W-0001, {len(report['baselined'])} by the baseline"


def in_ci(life: Life) -> str:
    life.git("checkout", "-q", "-b", "spring")
    life.append("site/prp/page-0001.md", f"\n{CLAIM}\n")
    life.git("add", "-A")
    life.git("commit", "-q", "--no-verify", "-m", "past the hook")
    report = life.check("--changed-since", "main", "--output", "sarif=out.sarif", status=1)
    assert {one["path"] for one in report["findings"]} == {"site/prp/page-0001.md"}
    from sarif import loader

    read = loader.load_sarif_file(str(life.folder / "out.sarif"))
    shown = [one for one in read.get_results() if not one.get("suppressions")]
    assert len(shown) == len(report["findings"]) > 0
    (life.folder / "out.sarif").unlink()
    return f"{len(shown)} findings on the added lines, {report['summary']['older']} older; sarif-tools reads as many"


def expired(life: Life) -> str:
    life.git("checkout", "-q", "main")
    limited = life.check("--changed-since", "main", status=0, as_of=LATER)
    report = life.check(status=1, as_of=LATER)
    rules = {one["rule"] for one in report["findings"]}
    assert {"expired-waiver", "expired-baseline"} <= rules, rules
    assert not report["suppressed"]
    assert not report["baselined"]
    again, touched = len(report["findings"]), len(limited["findings"])
    return f"{again} findings again, the ends of waiver and baseline among them; on changed lines: {touched}"


def main() -> None:
    """Run the whole life and print what was seen."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=500)
    parser.add_argument("--jobs", type=int)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        life = Life(Path(folder), asked.jobs)
        print("| step | what was seen | clock s | CPU s |\n|---|---|---|---|")
        steps = (init, first_run, baseline, stopped, fixed, waived, in_ci, expired)
        report_step("make", lambda: made(life, asked.pages))
        for step in steps:
            report_step(step.__name__.replace("_", " "), lambda step=step: step(life))


def report_step(name: str, step: Any) -> None:
    """Run a step and print its line."""
    clock, before = time.monotonic(), os.times()
    seen = step()
    after = os.times()
    spent = sum(after[:4]) - sum(before[:4])
    print(f"| {name} | {' '.join(seen.split())} | {time.monotonic() - clock:.1f} | {spent:.1f} |", flush=True)


if __name__ == "__main__":
    main()
