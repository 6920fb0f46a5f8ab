"""A command that ran before on the same things is repeated, and only then."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from claimlint import cache
from claimlint.cli import replay
from claimlint.cli.replay import Asked

PAGE = "<h1>PRP</h1><p>It cures back pain for good. Über uns.</p>\n"
RUN = "from claimlint.cli.command import run; run()"
MODULES = """
import os, sys
before = set(sys.modules)
leave = os._exit
def told(status):
    sys.stderr.flush()
    print(*sorted(set(sys.modules) - before), file=open("modules", "w"))
    leave(status)
os._exit = told
"""
MAY_IMPORT = {
    "claimlint", "claimlint.cli", "claimlint.cli.command", "claimlint.cli.replay", "claimlint.stamps", "typing",
    "__future__", "_blake2",
}  # fmt: skip
"""All that a repeated command may import, beside what `typing` does."""


def checked(folder: Path, *arguments: str, code: str = RUN) -> subprocess.CompletedProcess[bytes]:
    """Run `claimlint check` in a folder, with the cache beside it."""
    command = [sys.executable, "-c", code, "check", *arguments]
    environment = {**os.environ, "CLAIMLINT_CACHE_DIR": str(folder.parent / "cache")}
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, check=False)


def runs(folder: Path) -> list[Path]:
    """The runs that are kept."""
    return sorted((folder.parent / "cache" / replay.FOLDER).glob("*"))


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site in a repository, and the cache folder beside it with one run over its page."""
    site = tmp_path_factory.mktemp("kept") / "site"
    (site / "sub").mkdir(parents=True)
    (site / ".git").mkdir()
    (site / "sub" / "a.html").write_text(PAGE, encoding="utf-8")
    assert checked(site, "sub/a.html", "--format", "json", "--force-exclude").returncode == 1
    assert len(runs(site)) == 1
    return site.parent


@pytest.fixture
def site(kept: Path) -> Path:
    """The same site, as it was then."""
    folder = kept / "site"
    shutil.rmtree(folder)
    (folder / "sub").mkdir(parents=True)
    (folder / ".git").mkdir()
    (folder / "sub" / "a.html").write_text(PAGE, encoding="utf-8")
    return folder


def again(site: Path) -> int | None:
    """What the kept run answers."""
    return replay.answered(Asked(str(runs(site)[0]), "", 0))


def test_second_run_prints_the_same_and_imports_next_to_nothing(site: Path) -> None:
    for form in ("terminal", "concise", "sarif"):
        first = checked(site, "sub/a.html", "--format", form)
        second = checked(site, "sub/a.html", "--format", form, code=MODULES + RUN)
        assert (second.returncode, second.stdout, second.stderr) == (first.returncode, first.stdout, first.stderr)
        assert first.returncode == 1
        own = subprocess.run(
            [
                sys.executable,
                "-c",
                "import sys; before = set(sys.modules); import typing; print(*set(sys.modules) - before)",
            ],
            capture_output=True,
            encoding="utf-8",
            check=True,
        )
        imported = set((site / "modules").read_text(encoding="utf-8").split())
        assert "claimlint.cli.replay" in imported
        assert imported - set(own.stdout.split()) <= MAY_IMPORT


def test_run_is_repeated_as_long_as_nothing_has_changed(site: Path) -> None:
    assert again(site) == 1


def _other_words(site: Path) -> None:
    (site / "sub" / "a.html").write_text(PAGE.replace("cures", "eases"), encoding="utf-8")


def _no_file(site: Path) -> None:
    (site / "sub" / "a.html").unlink()


def _link(site: Path) -> None:
    (site / "sub" / "a.html").rename(site / "b.html")
    (site / "sub" / "a.html").symlink_to(site / "b.html")


def _configuration(site: Path) -> None:
    (site / "claimlint.yaml").write_text("jurisdiction: uk\n", encoding="utf-8")


def _misnamed_configuration(site: Path) -> None:
    (site / "claimlint.yml").write_text("jurisdiction: uk\n", encoding="utf-8")


def _rules(site: Path) -> None:
    (site / "claimlint-rules").mkdir()


def _evidence(site: Path) -> None:
    (site / "claimlint-evidence").mkdir()


def _approved(site: Path) -> None:
    (site / "approved.yaml").write_text("", encoding="utf-8")


def _waivers(site: Path) -> None:
    (site / "claimlint-waivers.yaml").write_text("", encoding="utf-8")


def _baseline(site: Path) -> None:
    (site / "claimlint-baseline.json").write_text("", encoding="utf-8")


def _ignored(site: Path) -> None:
    (site / "sub" / ".gitignore").write_text("*.html\n", encoding="utf-8")


def _excluded(site: Path) -> None:
    (site / ".git" / "info").mkdir()
    (site / ".git" / "info" / "exclude").write_text("*.html\n", encoding="utf-8")


def _no_repository(site: Path) -> None:
    (site / ".git").rmdir()


def _inner_repository(site: Path) -> None:
    (site / "sub" / ".git").mkdir()


CHANGES = (
    _other_words, _no_file, _link, _configuration, _misnamed_configuration, _rules, _evidence, _approved, _waivers,
    _baseline, _ignored, _excluded, _no_repository, _inner_repository,
)  # fmt: skip


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__.strip("_"))
def test_run_is_not_repeated_after_a_change(site: Path, change: Callable[[Path], None]) -> None:
    change(site)
    assert again(site) is None


@pytest.mark.parametrize("keep", [0, 10, 40, -1], ids=str)
def test_broken_run_is_not_repeated(site: Path, tmp_path: Path, keep: int) -> None:
    whole = runs(site)[0].read_bytes()
    broken = tmp_path / "run"
    broken.write_bytes(whole[:keep])
    assert replay.answered(Asked(str(broken), "", 0)) is None
    broken.write_bytes(whole.replace(b"finding", b"nothing"))
    assert replay.answered(Asked(str(broken), "", 0)) is None
    assert replay.answered(Asked(str(tmp_path), "", 0)) is None


def test_run_over_a_folder_is_not_kept(site: Path) -> None:
    before = runs(site)
    assert checked(site, "sub").returncode == 1
    assert checked(site, "sub/a.html", "gone.html").returncode == 2
    (site / "claimlint-rules").mkdir()
    assert checked(site, "sub/a.html", "--show-excused").returncode == 1
    assert runs(site) == before


@pytest.mark.parametrize(
    "words",
    [
        ["-"], ["a.html", "--staged"], ["--changed-since=main"], ["--fix"], ["--output-file", "x"], ["--output=json=x"],
        ["--no-cache", "a.html"], ["--format", "html"], ["--format=html"], ["--text", "a"], ["--help"],
    ],
    ids=" ".join,
)  # fmt: skip
def test_what_depends_on_more_than_files_is_never_looked_up(words: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLAIMLINT_CACHE_DIR", "somewhere")
    assert replay.asked(["check", "a.html"]) is not None
    assert replay.asked(["check", *words]) is None
    assert replay.asked(["claims", "a.html"]) is None
    monkeypatch.setenv("CLAIMLINT_CACHE_DIR", "")
    assert replay.asked(["check", "a.html"]) is None


def test_what_else_a_run_depends_on_is_part_of_its_name(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("CLAIMLINT_CACHE_DIR", str(tmp_path))
    names = set()

    def name(*words: str) -> None:
        asked = replay.asked(["check", *words])
        assert asked is not None
        names.add(asked.file)

    name("a.html")
    name("b.html")
    monkeypatch.setenv("NO_COLOR", "1")
    name("a.html")
    monkeypatch.setattr("time.strftime", lambda _: "2030-01-01")
    name("a.html")
    monkeypatch.chdir(tmp_path)
    name("a.html")
    monkeypatch.setattr(replay, "__version__", "0.0.0")
    name("a.html")
    assert len(names) == 6


@pytest.mark.parametrize(
    "environment",
    [{"CLAIMLINT_CACHE_DIR": "/x"}, {"XDG_CACHE_HOME": "/y"}, {"XDG_CACHE_HOME": " "}, {"HOME": "/z"}, {}],
    ids=str,
)
def test_folder_is_that_of_the_cache(environment: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("CLAIMLINT_CACHE_DIR", "XDG_CACHE_HOME"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert replay.cache_folder() == str(cache.folder())
