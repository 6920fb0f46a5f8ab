"""What the guide for compliance staff shows works as it stands there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from claimlint.cli import main

GUIDE = (Path(__file__).parent.parent / "docs" / "knowledge.md").read_text("utf-8")
FILES = dict(re.findall(r"```yaml\n# (\S+)\n(.+?)```", GUIDE, re.DOTALL))


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / ".git").mkdir()
    for name, text in FILES.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, "utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_rules_of_the_guide_pass_their_examples_and_these_try_everything(site: Path) -> None:
    names = sorted(path.stem for path in (site / "claimlint-rules").iterdir())
    assert names == ["deposit-terms", "miracle-week"]
    done = CliRunner().invoke(main, ["rules", "test", *names, "--coverage"])
    assert (done.exit_code, done.stdout) == (0, "4 examples of 2 rules: 0 fail.\n")


def test_the_files_of_the_guide_count_in_a_run(site: Path) -> None:
    page = "<h1>Acupuncture</h1><p>Our miracle week: a deposit of 50 pounds.</p><p>{}</p>"
    approved = re.findall(r'text: "(.+?)"', FILES["approved.yaml"])[0]
    (site / "a.html").write_text(page.format(approved.replace("talk", "always talk")), "utf-8")
    out = CliRunner().invoke(main, ["check", "a.html"]).stdout
    assert all(rule in out for rule in ("miracle-week", "deposit-terms", "approved-wording"))


def test_a_page_that_informs_offers_nothing_but_where_a_sentence_does(site: Path) -> None:
    page = "<h1>PRP for hair loss</h1><p>{}</p>"
    said = {
        "PRP cures hair loss.": (True, False),
        "PRP is revolutionary.": (True, True),
        "Say goodbye to surgery.": (True, True),
        "Our results are guaranteed.": (True, True),
    }
    (site / "library").mkdir()
    for text, reported in said.items():
        for folder, flagged in zip((".", "library"), reported, strict=True):
            (site / folder / "a.html").write_text(page.format(text), "utf-8")
            ran = CliRunner().invoke(main, ["check", f"{folder}/a.html", "--fail-on", "info", "--jurisdiction", "us"])
            assert (ran.exit_code == 1) == flagged, (text, folder, ran.stdout)


def test_every_command_of_the_guide_is_one(site: Path) -> None:
    assert site.is_dir()
    groups = {"rules": ("new", "test", "schema", "list"), "evidence": ("new", "check")}
    named = set(re.findall(r"`claimlint\s+(\w+)(?:\s+([a-z]+))?", GUIDE))
    assert {command for command, _ in named} >= {"rules", "evidence", "explain", "wording"}
    assert all(rest in groups[command] for command, rest in named if command in groups)
