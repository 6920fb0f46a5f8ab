"""`check --fix`, `--fix-review` and `--show-fixes`: what is written, what is printed, how the command exits."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from command import Ran, command
from wordlint import WordLint

import claimlint
from claimlint.cli.diff import diff
from claimlint.errors import UsageError
from claimlint.fixes import writing

PAGE = "<p>An oil, amazing oil, cures all pain.</p>\r\n"
FIXED = "<p>An oil, oil, cures all pain.</p>\r\n"
REVIEWED = "<p>An oil, oil, eases all pain.</p>\r\n"
Run = Callable[..., Ran]


@pytest.fixture
def lint(monkeypatch: pytest.MonkeyPatch) -> WordLint:
    stub = WordLint({"amazing": ("", "automatic"), "cures": ("eases", "review"), "all": ("some", "manual")})
    module = SimpleNamespace(check=stub.check)
    monkeypatch.setitem(sys.modules, "claimlint.engine", module)
    monkeypatch.setattr(claimlint, "engine", module, raising=False)
    return stub


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    home = tmp_path / "project"
    home.mkdir()
    (home / "claimlint.yaml").write_text("jurisdiction: us\n", "utf-8")
    monkeypatch.chdir(home)
    for name in ("NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    return home


@pytest.fixture
def run(folder: Path, lint: WordLint) -> Run:
    assert folder.is_dir()
    assert lint.words

    return partial(command, "check")


def write(path: Path, text: str = PAGE) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode())
    return path


def test_fix_writes_automatic_drafts_and_reports_what_is_left(run: Run, folder: Path) -> None:
    page, other = write(folder / "site" / "a.html"), write(folder / "site" / "b.html", "<p>Nothing.</p>")
    stamp = other.stat().st_mtime_ns
    ran = run("--fix")
    assert page.read_bytes() == FIXED.encode()
    assert other.stat().st_mtime_ns == stamp
    assert sorted(path.name for path in (folder / "site").iterdir()) == ["a.html", "b.html"]
    assert ran.code == 1
    assert "cures" in ran.out
    assert "amazing" not in ran.out
    assert ran.out.endswith("Fails: 2 findings at or above “warning”. Nothing is hidden.\n")
    assert ran.err.splitlines() == [
        "claimlint: 1 draft put in, in 1 file.",
        "claimlint: 1 finding left with a draft that somebody has to read first; `claimlint check --fix-review FILE` "
        "puts it in, one file at a time.",
    ]


def test_what_is_left_sets_the_exit_status(run: Run, lint: WordLint, folder: Path) -> None:
    lint.words = {"amazing": ("", "automatic")}
    page = write(folder / "a.html")
    ran = run("--fix")
    assert (ran.code, page.read_bytes()) == (0, FIXED.encode())
    assert "Nothing to report" in ran.out
    ran = run("--fix")
    assert (ran.code, ran.err) == (0, "claimlint: no draft put in.\n")


def test_review_drafts_go_into_one_file_at_a_time(run: Run, folder: Path) -> None:
    page, other = write(folder / "a.html"), write(folder / "b.html")
    ran = run("--fix-review")
    assert (ran.code, ran.out) == (2, "")
    assert "--fix-review changes one file at a time" in ran.err
    assert (page.read_bytes(), other.read_bytes()) == (PAGE.encode(), PAGE.encode())
    ran = run("--fix-review", "a.html")
    assert ran.code == 1
    assert ran.err.splitlines() == [
        "claimlint: 2 drafts put in, in 1 file.",
        "claimlint: 1 finding left without a draft to put in: a question to settle, or wording to choose by hand.",
    ]
    assert (page.read_bytes(), other.read_bytes()) == (REVIEWED.encode(), PAGE.encode())


def test_a_diff_is_printed_and_nothing_is_written(run: Run, folder: Path) -> None:
    page, other = write(folder / "a.html"), write(folder / "b.html")
    ran = run("--show-fixes", "--fix-review")
    assert ran.code == 1
    assert ran.bytes.decode() == "".join(
        f"--- a/{name}\n+++ b/{name}\n@@ -1 +1 @@\n-{PAGE}+{REVIEWED}" for name in ("a.html", "b.html")
    )
    assert ran.err.splitlines() == [
        "claimlint: 4 drafts would be put in, in 2 files; nothing was written.",
        "claimlint: 2 findings left without a draft to put in: a question to settle, or wording to choose by hand.",
        "claimlint: Fails: 6 findings at or above “warning”. Nothing is hidden.",
    ]
    assert (page.read_bytes(), other.read_bytes()) == (PAGE.encode(), PAGE.encode())


def test_the_diff_is_one_that_git_applies(run: Run, folder: Path) -> None:
    page = write(folder / "a.html", f"<p>One.</p>\n\n\n\n\n{PAGE}<p>Two.</p>")
    patch = run("--show-fixes").bytes
    subprocess.run(["git", "apply", "-"], input=patch, check=True, cwd=folder)
    assert page.read_bytes().decode() == f"<p>One.</p>\n\n\n\n\n{FIXED}<p>Two.</p>"


def test_a_diff_drives_no_terminal() -> None:
    shown = diff("a\x1b[2J.html", "x\x1b[31m\u202e\ty\rz", "x\u2066", colour=True)
    assert "\x1b[31m\u202e" not in shown
    assert "\\x1b[31m\\u202e\ty\\x0dz" in shown
    assert "\\u2066" in shown
    assert "\x1b[2J" not in shown
    assert "\x1b[32m+x" in shown


def test_standard_input_is_printed_fixed(run: Run) -> None:
    ran = run("--fix", "-", "--stdin-filename", "site/a.html", stdin=PAGE.encode())
    assert ran.bytes == FIXED.encode()
    assert ran.code == 1
    assert "site/a.html" in ran.err
    assert "1 draft put in" in ran.err
    ran = run("--fix", "-", "--stdin-filename", "a.html", stdin=b"<p>Nothing \xe9</p>")
    assert ran.bytes == b"<p>Nothing \xe9</p>"
    assert run("--fix", "--text", "An oil, amazing oil.").bytes == b"An oil, oil.\n"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--fix", "-", "a.html"], "give - alone"),
        (["--fix", "-", "--format", "json"], "the fixed text takes standard output"),
        (["--show-fixes", "--format", "sarif"], "the diff takes standard output"),
    ],
)
def test_what_cannot_go_together_is_refused(run: Run, folder: Path, arguments: list[str], said: str) -> None:
    page = write(folder / "a.html")
    ran = run(*arguments, stdin=PAGE.encode())
    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err
    assert page.read_bytes() == PAGE.encode()


def test_a_report_for_machines_is_of_what_is_left(run: Run, folder: Path) -> None:
    write(folder / "a.html")
    ran = run("--fix", "--format", "json")
    assert [one["text"] for one in json.loads(ran.out)["findings"]] == ["cures", "all"]
    assert "1 draft put in" in ran.err


def test_drafts_that_do_not_fit_are_named_with_the_reason(run: Run, folder: Path) -> None:
    write(folder / "a.html", "<p>An oil, <b>amaz</b>ing oil.</p>")
    ran = run("--fix")
    assert ran.err == (
        "claimlint: no draft put in.\n"
        "claimlint: a.html:1:15: draft for “amazing” not put in: its words stand in several pieces, with markup "
        "between them\n"
    )


def test_a_file_that_changed_meanwhile_is_left_alone(run: Run, lint: WordLint, folder: Path) -> None:
    page = write(folder / "a.html")
    real = lint.check

    def check(files: Any, settings: Any, knowledge: object = None) -> Any:
        page.write_bytes(b"<p>Somebody else was here: amazing.</p>")
        return real(files, settings, knowledge)

    sys.modules["claimlint.engine"].check = check  # type: ignore[attr-defined]
    ran = run("--fix")
    assert page.read_bytes() == b"<p>Somebody else was here: amazing.</p>"
    assert ran.code == 2
    assert "claimlint: a.html: has changed since it was read" in ran.err
    last = "Fails: 3 findings at or above “warning” and 1 file could not be fixed. Nothing is hidden.\n"
    assert ran.out.endswith(f"\n{last}")


def test_with_staged_only_staged_lines_are_fixed(run: Run, folder: Path) -> None:
    def git(*arguments: str) -> None:
        who = ("-c", "user.name=A", "-c", "user.email=a@b.example")
        subprocess.run(["git", *who, *arguments], check=True, cwd=folder, capture_output=True)

    page = write(folder / "a.html", "<p>amazing old oil</p>\n")
    git("init", "-q")
    git("add", ".")
    git("commit", "-qm", "x")
    write(page, "<p>amazing old oil</p>\n<p>An amazing oil</p>\n<p>The amazing oil</p>\n")
    git("add", ".")
    ran = run("--fix", "--staged")
    assert page.read_text("utf-8") == "<p>amazing old oil</p>\n<p>An oil</p>\n<p>The oil</p>\n"
    assert "2 drafts put in, in 1 file; stage them." in ran.err
    git("add", ".")
    write(page, "<p>amazing old oil</p>\n<p>An amazing oil</p>\n<p>One more</p>\n")
    git("add", ".")
    write(page, "<p>amazing old oil</p>\n<p>An amazing oil</p>\n<p>Not staged</p>\n")
    ran = run("--fix", "--staged")
    assert (ran.code, page.read_text("utf-8")[-11:]) == (2, "Not staged</p>\n"[-11:])
    assert "differs from what is staged" in ran.err


# --- writing


def test_mode_and_neighbours_stay(tmp_path: Path) -> None:
    page = write(tmp_path / "a.html", "old")
    page.chmod(0o640)
    writing.replace(page, b"old", b"new", tmp_path)
    assert (page.read_bytes(), page.stat().st_mode & 0o777) == (b"new", 0o640)
    assert list(tmp_path.iterdir()) == [page]


def test_a_link_is_followed_within_the_project_only(tmp_path: Path) -> None:
    home, outside = tmp_path / "home", write(tmp_path / "outside" / "a.html", "old")
    inside = write(home / "real" / "a.html", "old")
    (home / "in.html").symlink_to(inside)
    (home / "out.html").symlink_to(outside)
    (home / "folder").symlink_to(outside.parent)
    writing.replace(home / "in.html", b"old", b"new", home)
    assert (home / "in.html").is_symlink()
    assert inside.read_bytes() == b"new"
    for path in (home / "out.html", home / "folder" / "a.html"):
        with pytest.raises(UsageError, match="leads out of the project"):
            writing.replace(path, b"old", b"new", home)
    assert outside.read_bytes() == b"old"


def test_what_is_read_only_or_gone_is_said_so(tmp_path: Path) -> None:
    page = write(tmp_path / "site" / "a.html", "old")
    page.chmod(0o444)
    with pytest.raises(UsageError, match="is read-only"):
        writing.replace(page, b"old", b"new", tmp_path)
    page.chmod(0o644)
    page.parent.chmod(0o555)
    try:
        with pytest.raises(UsageError, match="read-only folder"):
            writing.replace(page, b"old", b"new", tmp_path)
    finally:
        page.parent.chmod(0o755)
    with pytest.raises(UsageError, match="no longer there"):
        writing.replace(tmp_path / "b.html", b"old", b"new", tmp_path)
    assert page.read_bytes() == b"old"
    assert list(page.parent.iterdir()) == [page]


@pytest.mark.parametrize("call", ["fsync", "replace"])
@pytest.mark.parametrize("error", [KeyboardInterrupt(), OSError(28, "No space left on device")])
def test_an_interrupt_leaves_the_old_file_and_nothing_beside_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str, error: BaseException
) -> None:
    page = write(tmp_path / "a.html", "old")

    def fail(*_arguments: object) -> None:
        raise error

    if call == "fsync":
        monkeypatch.setattr(os, "fsync", fail)
    else:
        monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises((KeyboardInterrupt, UsageError)):
        writing.replace(page, b"old", b"new", tmp_path)
    assert page.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [page]
