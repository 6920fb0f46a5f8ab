"""`claimlint evidence new` and `check`, and a site's own rows: found by default, named as its own, judged by."""

from __future__ import annotations

import datetime
import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from command import command as run
from lexicon import OWN_ROWS as ROW

from claimlint.config import find_project
from claimlint.evidence import Sheet
from claimlint.yamlload import load


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path


def own(folder: Path, text: str = ROW, name: str = "claimlint-evidence/reflexology.yaml") -> None:
    (folder / name).parent.mkdir(exist_ok=True)
    (folder / name).write_text(text, "utf-8")


def found(*arguments: str) -> dict[str, Any]:
    page = "Reflexology relieves low back pain."
    report = json.loads(run("check", "--text", page, "--format", "json", "--as-of", "2026-11-24", *arguments).out)
    (finding,) = report["findings"]
    assert isinstance(finding, dict)
    return finding


def test_a_new_row_loads_as_it_is_and_says_nothing_yet(folder: Path) -> None:
    ran = run("evidence", "new", "lasik", "short-sightedness")
    assert (ran.code, ran.err) == (0, "")
    (file,) = (folder / "claimlint-evidence").iterdir()
    assert f"Wrote claimlint-evidence/{file.name}" in ran.out
    (row,) = load(Sheet, file).rows
    assert not row.concluded
    assert row.review_by > datetime.date.today()
    assert run("evidence", "check").code == 0
    assert "1 of them your own" in run("evidence", "check").out


def test_a_name_that_is_not_in_the_vocabulary_gets_a_hint(folder: Path) -> None:
    ran = run("evidence", "new", "acupuncure", "migraine")
    assert ran.code == 2
    assert "did you mean “acupuncture”?" in ran.err
    assert not (folder / "claimlint-evidence").exists()
    assert "did you mean “migraine”?" in run("evidence", "new", "acupuncture", "migrane").err


def test_a_second_row_is_printed_for_the_file_that_is_there(folder: Path) -> None:
    own(folder)
    before = (folder / "claimlint-evidence/reflexology.yaml").read_text("utf-8")
    ran = run("evidence", "new", "reflexology", "migraine", "--outcome", "pain")
    assert "is there already" in ran.err
    (row,) = yaml.safe_load("rows:\n" + ran.out)["rows"]
    assert (row["condition"], row["outcome"], row["primary"]) == ("migraine", "pain", True)
    assert (folder / "claimlint-evidence/reflexology.yaml").read_text("utf-8") == before


def test_a_sites_own_row_is_found_judged_by_and_named_as_its_own(folder: Path) -> None:
    assert found()["claim"]["evidence"]["row"] is None
    own(folder)
    evidence = found()["claim"]["evidence"]
    assert (evidence["row"], evidence["owner"], evidence["age"]) == ("our-feet", "site", 326)
    shown = run("check", "--text", "Reflexology relieves low back pain.", "--as-of", "2026-11-24").out
    assert "(your own row our-feet; reviewed by Dr Ada 326 days ago)" in " ".join(shown.split())
    late = run("check", "--text", "Reflexology relieves low back pain.", "--as-of", "2027-01-03").out
    assert "overdue for review" in " ".join(late.split())


def test_the_folder_is_no_copy_to_check(folder: Path) -> None:
    own(folder)
    (folder / "a.html").write_text("<p>Open daily.</p>", "utf-8")
    assert "claimlint-evidence/  (left out: holds rules or evidence, not copy)" in run("files").out
    assert find_project(folder).evidence_folder == folder / "claimlint-evidence"


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("low-back-pain", "low-back-pane", "is no condition of the vocabulary; did you mean “low-back-pain”?"),
        ('"12345678"', "PMID12345678", "expected a PubMed number"),
        ('pmid: "12345678"', "doi: doi.org/10.1/x", "expected a DOI such as"),
        ("seen: conclusion", "seen: abstract", "no citation with “seen: conclusion”"),
        ("rows:", "status: {uss: service}\nrows:", "there is no jurisdiction “uss”; did you mean “us”?"),
    ],
)
def test_check_names_what_is_broken_beside_what_is_due(folder: Path, old: str, new: str, says: str) -> None:
    own(folder, ROW.replace(old, new, 1))
    ran = run("evidence", "check", "--as-of", "2099-01-01")
    assert ran.code == 2
    assert says in ran.err
    assert ran.err.startswith("claimlint: claimlint-evidence/reflexology.yaml:")
    assert "was due for review by" in ran.out


def test_check_names_two_rows_about_the_same(folder: Path) -> None:
    own(folder, ROW + ROW.partition("rows:\n")[2].replace("our-feet", "our-toes"))
    ran = run("evidence", "check")
    assert ran.code == 2
    assert "“our-toes” is about the same treatment, condition and outcome as “our-feet”" in ran.err


def test_check_lists_rows_that_nobody_has_read_to_their_finding(folder: Path) -> None:
    own(folder, ROW.replace("conclusion: Our two trials found a little less pain.", "conclusion: none"))
    ran = run("evidence", "check", "--as-of", "2026-11-24")
    assert ran.code == 0
    assert "claimlint-evidence/reflexology.yaml:3:5: “our-feet” has no seen conclusion; it supports no claim" in ran.out
    assert run("evidence", "check", "--as-of", "2027-01-03").code == 1


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("condition: low-back-pain", "condition: lumbago", "5:16: “lumbago” is no condition of the vocabulary; did"),
        ("id: our-feet", "id: Our feet", "3:9: expected small letters, digits and hyphens, such as lasik-myopia"),
        ("id: our-feet", "id: prp-aga", "3:9: “prp-aga” is the id of a row that comes with claimlint (prp, androgen"),
        ("{name: Dr Ada, date: 2026-01-02}", "Dr Ada", "expected a mapping with name, date or none, found “Dr Ada”"),
        ("pmid:", "year: 20200, pmid:", "expected a year such as 2024, found “20200”"),
        ("rows:", "status: {gb: service}\nrows:", "2:10: there is no jurisdiction “gb”; expected one of au, ca, eu"),
        ("    outcome", "   outcome", "6:4: begins in column 4; the lines above it begin in column 1 or 3 or 5"),
        ("    outcome", "\toutcome", "6:1: is indented with a tab; use spaces"),
        ("state: E4", "state: 4", "found “4”; did you mean “E4”?"),
        ("2027-01-02", "“2027-01-02”", "found ““2027-01-02””; curly quotation marks are part of the text here"),
    ],
)  # fmt: skip
def test_a_slip_in_a_row_is_one_line_that_says_where_and_what_was_expected(
    old: str, new: str, said: str, folder: Path
) -> None:
    assert old in ROW
    own(folder, ROW.replace(old, new, 1))
    ran = run("evidence", "check")
    assert ran.code == 2
    assert said in ran.err
    assert ran.err.startswith("claimlint: claimlint-evidence/reflexology.yaml:")
    assert ran.err.count("\n") == 1
    assert ran.out.endswith(", 1 fault.\n")
