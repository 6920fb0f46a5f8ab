"""How many verdicts rest on evidence that no clinician has reviewed: counted in every run, said in every report."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from command import command

LASER = "<h1>Our clinic</h1><p>Low-level laser therapy {} chronic neck pain.</p>"
CELLS = "<h1>Our clinic</h1><p>UC-MSC therapy reduces chronic low back pain.</p>"
CUPPING = "<h1>Our clinic</h1><p>Cupping reduces chronic low back pain.</p>"
ROW = """\
treatment: lllt
rows:
  - id: our-laser
    treatment: lllt
    condition: neck-pain
    outcome: pain
    primary: true
    state: E4
    ocebm: "1"
    grade: low
    direction: benefit
    conclusion: "It may reduce pain."
    citations: [{text: "A review", year: 2024, doi: "10.1000/xyz", seen: conclusion}]
    clinical-review: {name: Dr Ada, date: 2026-10-01}
    review-by: 2027-10-01
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path


def counted(folder: Path, *pages: str) -> tuple[int, int]:
    for number, page in enumerate(pages):
        (folder / f"{number}.html").write_text(page, "utf-8")
    summary = json.loads(command("check", ".", "--format", "json").out)["summary"]
    return summary["unreviewed_findings"], summary["unreviewed_supported"]


def test_findings_and_supported_claims_on_such_rows_are_counted_apart(folder: Path) -> None:
    assert counted(folder, LASER.format("reduces"), LASER.format("may reduce")) == (1, 1)


@pytest.mark.parametrize("page", [CELLS, CUPPING])
def test_what_the_law_decides_and_what_has_no_row_rests_on_none(folder: Path, page: str) -> None:
    assert counted(folder, page) == (0, 0)


def test_a_row_that_a_clinician_reviewed_does_not_count(folder: Path) -> None:
    (folder / "claimlint-evidence").mkdir()
    (folder / "claimlint-evidence" / "lllt.yaml").write_text(ROW, "utf-8")
    assert counted(folder, LASER.format("reduces"), LASER.format("may reduce")) == (0, 0)


@pytest.mark.parametrize("form", ["terminal", "markdown", "markdown-counts", "html"])
def test_reports_for_people_say_it(folder: Path, form: str) -> None:
    (folder / "a.html").write_text(LASER.format("reduces") + LASER.format("may reduce"), "utf-8")
    said = " ".join(command("check", ".", "--format", form).out.split())
    assert "1 finding, 1 supported claim" in said


def test_a_run_with_nothing_to_report_says_what_its_silence_rests_on(folder: Path) -> None:
    (folder / "a.html").write_text(LASER.format("may reduce"), "utf-8")
    assert "0 findings, 1 supported claim." in " ".join(command("check", ".").out.split())
    assert "(resting on these: 1 supported claim)" in " ".join(command("check", "a.html", "--hook").out.split())


def test_the_inventory_says_it_too(folder: Path) -> None:
    (folder / "a.html").write_text(LASER.format("may reduce"), "utf-8")
    assert "1 claim; 1 of them judged by rows that no clinician has reviewed." in command("claims", ".").out
