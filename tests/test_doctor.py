"""`claimlint doctor`, and the completion of the command line in shells."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from claimlint.cli import doctor, main


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "site"
    (folder / ".git").mkdir(parents=True)
    (folder / "a.html").write_text("<p>Hello.</p>", encoding="utf-8")
    monkeypatch.chdir(folder)
    return folder


def told(code: int = 0) -> dict[str, list[str]]:
    """Run it; return the answers by their names."""
    ran = CliRunner().invoke(main, ["doctor"])
    assert ran.exit_code == code, ran.output
    answers: dict[str, list[str]] = {}
    for line in ran.stdout.splitlines():
        name, answer = line.split(":", 1)
        answers.setdefault(name, []).append(answer.strip())
    return answers


def test_it_says_what_holds_here(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLAIMLINT_CACHE_DIR", "")
    (site / "claimlint.yaml").write_text("jurisdiction: [uk, us]\n", encoding="utf-8")
    answers = told()
    assert answers["configuration"] == [str(site / "claimlint.yaml")]
    assert answers["jurisdictions"] == ["uk, us"]
    assert answers["cache"] == ["switched off by CLAIMLINT_CACHE_DIR"]
    assert "all 16 files have the published sums" in answers["language model"][0]


def test_it_says_what_is_odd(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "_COMPILED", ("claimlint_that_is_nowhere",))
    monkeypatch.setenv("CLAIMLINT_STOCK_SPACY", "1")
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    (site.parent / "claimlint.yaml").write_text("contact: x\n", encoding="utf-8")
    text = "jurisdiction: ca\npages:\n  - files: [gone/**, a.html]\noverrides:\n  - files: [b.md]\n"
    (site / "claimlint.yaml").write_text(text, encoding="utf-8")
    odd = "\n".join(told()["odd"])
    assert "PYTHONDONTWRITEBYTECODE" in odd
    assert "CLAIMLINT_STOCK_SPACY is set" in odd
    assert f"{site.parent / 'claimlint.yaml'} does not count here" in odd
    assert "the pattern “gone/**” under “pages” fits no file" in odd
    assert "the pattern “b.md” under “overrides” fits no file" in odd
    assert "“a.html”" not in odd
    assert "only some rules of ca are on file" in odd


def test_a_cache_inside_the_project_is_odd(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLAIMLINT_CACHE_DIR", str(site / ".cache"))
    assert any(f"the cache {site / '.cache'} lies inside the project" in odd for odd in told()["odd"])
    monkeypatch.setenv("CLAIMLINT_CACHE_DIR", str(site.parent / "cache"))
    assert not any("lies inside the project" in odd for odd in told().get("odd", []))


def test_bytecode_that_belongs_to_other_source_is_no_bytecode(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    module = tmp_path / "some_module_of_mine.py"
    module.write_text("x = 1\n", encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    assert not doctor._is_compiled("some_module_of_mine")
    subprocess.run([sys.executable, "-m", "compileall", "-q", str(module)], check=True)
    assert doctor._is_compiled("some_module_of_mine")
    os.utime(module, (1, 1))
    assert not doctor._is_compiled("some_module_of_mine")


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        ("claimlint do", "doctor"),
        ("claimlint check --format sa", "sarif"),
        ("claimlint check --changed", "--changed-since"),
        ("claimlint rules te", "test"),
    ],
)
def test_shells_complete_commands_options_and_formats(words: str, offered: str, tmp_path: Path) -> None:
    environment = {
        **os.environ,
        "_CLAIMLINT_COMPLETE": "bash_complete",
        "COMP_WORDS": words,
        "COMP_CWORD": str(len(words.split()) - 1),
    }
    command = [sys.executable, "-c", "from claimlint.cli.command import run; run()"]
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert done.stdout.splitlines() == [f"plain,{offered}"]


def test_paths_are_completed_by_the_shell(tmp_path: Path) -> None:
    environment = {**os.environ, "_CLAIMLINT_COMPLETE": "bash_complete", "COMP_WORDS": "claimlint check pa"}
    command = [sys.executable, "-m", "claimlint"]
    done = subprocess.run(
        command, cwd=tmp_path, env={**environment, "COMP_CWORD": "2"}, capture_output=True, text=True, check=False
    )
    assert done.stdout == "file,pa\n"
