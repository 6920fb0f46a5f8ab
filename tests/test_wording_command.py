"""`claimlint wording`: status, strongest sentence, approved texts, what is too strong: before anything is written."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from claimlint.cli import main

APPROVED = """\
- text: "Low-certainty evidence suggests that our acupuncture may help."
  treatment: acupuncture
  reference: MKT-12
  owner: Dr Ada
  until: 2027-01-31
  jurisdictions: [us]
"""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "claimlint.yaml").write_text("jurisdiction: us\n", "utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*arguments: str) -> tuple[int, str, str]:
    done = CliRunner().invoke(main, ["wording", *arguments, "--as-of", "2026-11-24"])
    return done.exit_code, done.stdout, done.stderr


def asked(*arguments: str) -> list[dict[str, Any]]:
    found = json.loads(run(*arguments, "--format", "json")[1])["jurisdictions"]
    assert isinstance(found, list)
    return found


def test_a_product_that_is_not_licensed_gets_its_status_then_plain_uncertainty() -> None:
    us, uk = asked("uc-msc", "neck-pain", "--jurisdiction", "us,uk")
    assert us["status"] == "Umbilical cord stem cells are not approved by the FDA for neck pain."
    assert uk["status"] == "Umbilical cord stem cells are not approved by the MHRA for any use."
    for one in (us, uk):
        assert one["forbidden"]
        assert one["basis"]
        assert [line["sentence"].startswith("It is not known whether") for line in one["permitted"]] == [True]
        assert len(one["too_strong"]) == 7


def test_the_strongest_sentence_is_what_the_row_carries() -> None:
    (us,) = asked("prp", "androgenetic-alopecia")
    (line,) = us["permitted"]
    assert line["sentence"].startswith("Low-certainty evidence suggests")
    assert (line["row"], line["owner"], us["forbidden"]) == ("prp-aga", "claimlint", None)
    assert len(us["too_strong"]) == 5
    assert "“probably”" in us["too_strong"][0]


@pytest.mark.parametrize("about", [("prp", "androgenetic-alopecia"), ("exercise-therapy", "low-back-pain"), ("prp",)])
def test_what_is_offered_lints_without_a_finding_of_its_own(about: tuple[str, ...]) -> None:
    (us,) = asked(*about)
    assert us["permitted"]
    for line in us["permitted"]:
        done = CliRunner().invoke(
            main, ["check", "--text", line["sentence"], "--format", "json", "--as-of", "2026-11-24"]
        )
        assert json.loads(done.stdout)["findings"] == [], line["sentence"]


def test_where_no_row_carries_anything_a_source_is_asked_for() -> None:
    (us,) = asked("cupping", "migraine")
    assert us["permitted"] == []
    assert us["question"].startswith("Which trial")
    _, out, _ = run("cupping", "migraine")
    assert "To settle first:" in out


def test_ordinary_care_is_never_called_unknown() -> None:
    _, out, _ = run("filling", "tooth-decay")
    assert "not known" not in out
    assert "ordinary care" in out


def test_without_a_condition_every_row_of_the_treatment_is_shown() -> None:
    (us,) = asked("prp")
    assert {line["row"] for line in us["permitted"]} >= {"prp-aga", "prp-knee-oa", "prp-achilles"}


def test_approved_texts_are_shown_where_they_count(folder: Path) -> None:
    (folder / "approved.yaml").write_text(APPROVED, "utf-8")
    us, uk = asked("acupuncture", "migraine", "--jurisdiction", "us,uk")
    assert [text["reference"] for text in us["approved"]] == ["MKT-12"]
    assert uk["approved"] == []
    assert "(MKT-12, Dr Ada, until 2027-01-31)" in " ".join(run("acupuncture", "migraine")[1].split())


def test_it_speaks_without_codes_and_says_what_is_partial() -> None:
    code, out, err = run("acupuncture", "migraine", "--jurisdiction", "us,eu")
    assert (code, err) == (0, "")
    assert "EU (partial: only some of the rules are on file)" in out
    assert not re.search(r"\b[SE][0-8]\b", out)
    assert "not legal advice" in out


def test_names_may_be_the_vocabularys_own_words_and_a_slip_gets_a_hint() -> None:
    assert run("platelet-rich plasma", "pattern hair loss")[0] == 0
    code, _, err = run("acupuncure")
    assert code == 2
    assert "did you mean “acupuncture”?" in err
