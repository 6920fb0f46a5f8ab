"""The registry: what is read, what is refused, which row answers a claim, and what the law forbids first."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from claimlint.errors import KnowledgeError
from claimlint.evidence import (
    Jurisdiction,
    Registry,
    State,
    Status,
    Verdict,
    audit,
    judge,
    load_jurisdictions,
    load_registry,
)
from claimlint.vocabulary import Vocabulary, load_vocabulary

RULES = Path(__file__).parent.parent / "rules"
AS_OF = datetime.date(2026, 11, 24)
ROW = """
  - id: {id}
    treatment: {treatment}
    condition: {condition}
    outcome: {outcome}
    state: {state}
    grade: low
    direction: {direction}
    conclusion: {conclusion}
    citations: [{{text: A trial, seen: {seen}}}]
    clinical-review: none
    review-by: 2027-11-30
"""


@pytest.fixture(scope="module")
def shipped_vocabulary() -> Vocabulary:
    return load_vocabulary(RULES / "vocabulary")


@pytest.fixture(scope="module")
def shipped(shipped_vocabulary: Vocabulary) -> Registry:
    return load_registry(RULES / "evidence", shipped_vocabulary)


@pytest.fixture(scope="module")
def everywhere() -> dict[str, Jurisdiction]:
    return load_jurisdictions(RULES / "jurisdictions")


@pytest.fixture
def small(tmp_path: Path) -> Vocabulary:
    folder = tmp_path / "vocabulary"
    folder.mkdir()
    (folder / "treatments.yaml").write_text(
        "heat: {name: heat}\nlamp: {name: a lamp, is-a: [heat]}\n", encoding="utf-8"
    )
    (folder / "conditions.yaml").write_text(
        "pain: {name: any ache}\njoint: {name: joint ache, is-a: [pain]}\nknee: {name: knee ache, is-a: [joint]}\n",
        encoding="utf-8",
    )
    (folder / "outcomes.yaml").write_text(
        "relief: {name: relief}\nsleep: {name: sleep}\nnap: {name: naps, is-a: [sleep]}\n", encoding="utf-8"
    )
    return load_vocabulary(folder)


def row(
    id: str,  # noqa: A002 - the word the YAML uses
    treatment: str = "lamp",
    condition: str = "knee",
    outcome: str = "relief",
    state: str = "E5",
    conclusion: str = "A finding.",
    seen: str = "conclusion",
) -> str:
    direction = "no-benefit" if state == "E0" else "benefit"
    return ROW.format(
        id=id,
        treatment=treatment,
        condition=condition,
        outcome=outcome,
        state=state,
        direction=direction,
        conclusion=conclusion,
        seen=seen,
    )


def write(folder: Path, treatment: str, *rows: str, head: str = "") -> Path:
    folder.mkdir(exist_ok=True)
    text = f"treatment: {treatment}\n{head}" + ("rows:" + "".join(rows) if rows else "")
    (folder / f"{treatment}.yaml").write_text(text, encoding="utf-8")
    return folder


def ask(
    registry: Registry,
    vocabulary: Vocabulary,
    jurisdictions: dict[str, Jurisdiction],
    treatment: str | None,
    condition: str | None,
    outcome: str | None,
    strength: int = 6,
) -> Verdict:
    return judge(
        registry,
        vocabulary,
        jurisdictions,
        treatment=treatment,
        condition=condition,
        outcome=outcome,
        strength=strength,
        scoped=False,
        as_of=AS_OF,
    )


def problems(folder: Path, vocabulary: Vocabulary) -> list[str]:
    with pytest.raises(KnowledgeError) as caught:
        load_registry(folder, vocabulary)
    return [str(problem) for problem in caught.value.problems]


def only(everywhere: dict[str, Jurisdiction], *codes: str) -> dict[str, Jurisdiction]:
    return {code: everywhere[code] for code in codes}


# Which row answers


def test_a_direct_row_answers_before_a_nearer_looking_one(
    tmp_path: Path, small: Vocabulary, everywhere: dict[str, Jurisdiction]
) -> None:
    folder = write(
        tmp_path / "e",
        "lamp",
        row("direct", state="E4"),
        row("other", outcome="sleep"),
        row("above", condition="joint"),
    )
    found = ask(load_registry(folder, small), small, only(everywhere, "us"), "lamp", "knee", "relief")
    assert (found.row, found.state, found.indirect) == ("direct", State.E4, ())


@pytest.mark.parametrize(
    ("rows", "asked", "wanted", "step"),
    [
        ([row("r", outcome="sleep")], "relief", "E3", "the evidence on file is about sleep, not relief"),
        ([row("r", outcome="sleep")], "nap", "E3", "the evidence on file is about sleep, not naps"),
        ([row("r", condition="joint")], "relief", "E3", "the evidence on file is about joint ache, not knee ache"),
        (
            [row("r", condition="pain", state="E6")],
            "relief",
            "E4",
            "the evidence on file is about any ache, not knee ache",
        ),
        (
            [row("r", condition="joint", state="E2")],
            "relief",
            "E1",
            "the evidence on file is about joint ache, not knee ache",
        ),
        (
            [row("r", condition="joint", state="E0")],
            "relief",
            "E1",
            "the evidence on file is about joint ache, not knee ache",
        ),
    ],
)
def test_indirect_evidence_counts_two_states_lower_and_says_so(
    tmp_path: Path,
    small: Vocabulary,
    everywhere: dict[str, Jurisdiction],
    rows: list[str],
    asked: str,
    wanted: str,
    step: str,
) -> None:
    folder = write(tmp_path / "e", "lamp", *rows)
    found = ask(load_registry(folder, small), small, only(everywhere, "us"), "lamp", "knee", asked)
    assert (found.state.value, found.indirect) == (wanted, (step,))


def test_the_nearest_condition_above_answers(
    tmp_path: Path, small: Vocabulary, everywhere: dict[str, Jurisdiction]
) -> None:
    folder = write(tmp_path / "e", "lamp", row("far", condition="pain", state="E6"), row("near", condition="joint"))
    assert ask(load_registry(folder, small), small, only(everywhere, "us"), "lamp", "knee", "relief").row == "near"


def test_several_steps_lower_once_and_are_all_named(
    tmp_path: Path, small: Vocabulary, everywhere: dict[str, Jurisdiction]
) -> None:
    folder = write(tmp_path / "e", "heat", row("r", treatment="heat", condition="joint", outcome="sleep", state="E6"))
    found = ask(load_registry(folder, small), small, only(everywhere, "us"), "lamp", "knee", "relief")
    assert found.state is State.E4
    assert found.indirect == (
        "the evidence on file is about heat, not a lamp",
        "the evidence on file is about joint ache, not knee ache",
        "the evidence on file is about sleep, not relief",
    )


def test_evidence_never_travels_from_the_particular_to_the_general(
    tmp_path: Path, small: Vocabulary, everywhere: dict[str, Jurisdiction]
) -> None:
    folder = write(tmp_path / "e", "lamp", row("r"))
    registry = load_registry(folder, small)
    assert ask(registry, small, only(everywhere, "us"), "lamp", "joint", "relief").verdict == "unverified"
    assert ask(registry, small, only(everywhere, "us"), "heat", "knee", "relief").verdict == "unverified"


def test_a_row_nobody_read_to_its_finding_supports_nothing(
    tmp_path: Path, small: Vocabulary, everywhere: dict[str, Jurisdiction]
) -> None:
    folder = write(tmp_path / "e", "lamp", row("r", conclusion="none", seen="identifier", state="E6"))
    found = ask(load_registry(folder, small), small, only(everywhere, "us"), "lamp", "knee", "relief", 3)
    assert (found.verdict, found.row) == ("unverified", None)


def test_a_claim_that_names_no_condition_is_answered_by_a_row_without_one(
    tmp_path: Path, small: Vocabulary, everywhere: dict[str, Jurisdiction]
) -> None:
    without = row("plain", state="E1").replace("    condition: knee\n", "")
    registry = load_registry(write(tmp_path / "e", "lamp", without, row("knee", outcome="sleep")), small)
    us = only(everywhere, "us")
    assert ask(registry, small, us, "lamp", None, "relief").verdict == "unsupported"
    assert ask(registry, small, us, "lamp", None, "sleep").verdict == "unverified"
    assert ask(registry, small, us, "lamp", None, None).verdict == "unverified"


def test_a_row_for_any_condition_is_direct_everywhere(
    shipped: Registry, shipped_vocabulary: Vocabulary, everywhere: dict[str, Jurisdiction]
) -> None:
    found = ask(shipped, shipped_vocabulary, only(everywhere, "ca"), "homeopathy", "hay-fever", "symptoms")
    assert (found.row, found.state, found.indirect, found.verdict) == ("homeopathy-any", State.E0, (), "unsupported")


# Law first


@pytest.mark.parametrize("code", ["us", "uk", "eu", "au", "ca"])
@pytest.mark.parametrize("condition", ["neck-pain", "autism", None])
def test_an_unlicensed_cell_product_is_restricted_for_anything_anywhere(
    shipped: Registry,
    shipped_vocabulary: Vocabulary,
    everywhere: dict[str, Jurisdiction],
    code: str,
    condition: str | None,
) -> None:
    found = ask(shipped, shipped_vocabulary, only(everywhere, code), "uc-msc", condition, "pain", 2)
    assert (found.verdict, found.ceiling, found.jurisdiction) == ("restricted", 1, code)
    assert (
        ask(shipped, shipped_vocabulary, only(everywhere, code), "uc-msc", condition, "pain", 1).verdict == "supported"
    )


def test_one_sentence_gets_four_verdicts_for_four_treatments(
    shipped: Registry, shipped_vocabulary: Vocabulary, everywhere: dict[str, Jurisdiction]
) -> None:
    found = {
        treatment: ask(shipped, shipped_vocabulary, only(everywhere, "us"), treatment, "low-back-pain", "pain").verdict
        for treatment in ("stem-cells", "exercise-therapy", "spinal-decompression", "reflexology")
    }
    assert found == {
        "stem-cells": "restricted",
        "exercise-therapy": "overstated",
        "spinal-decompression": "unsupported",
        "reflexology": "unverified",
    }


def test_two_jurisdictions_give_the_strictest_verdict_and_name_it(
    shipped: Registry, shipped_vocabulary: Vocabulary, everywhere: dict[str, Jurisdiction]
) -> None:
    claim = ("semaglutide", "obesity", "weight")
    assert ask(shipped, shipped_vocabulary, only(everywhere, "us"), *claim).verdict == "supported"
    both = ask(shipped, shipped_vocabulary, only(everywhere, "us", "uk"), *claim)
    assert (both.verdict, both.jurisdiction) == ("restricted", "uk")


def test_status_comes_from_the_row_then_the_sheet_then_the_more_general_treatment(
    shipped: Registry, shipped_vocabulary: Vocabulary
) -> None:
    def status(treatment: str, condition: str | None) -> Status:
        return shipped.status(treatment, condition, "us", shipped_vocabulary)

    assert status("hbot", "diabetic-foot-ulcer") is Status.DEVICE_CLEARED
    assert status("hbot", "autism") is Status.DEVICE_OTHER_USE
    assert status("hbot", "migraine") is Status.UNKNOWN
    assert status("prf", "knee-osteoarthritis") is Status.BLOOD_PRODUCT
    assert status("bone-marrow-concentrate", "knee-osteoarthritis") is Status.UNKNOWN
    assert status("compounded-semaglutide", "obesity") is Status.UNLICENSED


def test_an_approved_use_is_never_forbidden_by_the_general_status(
    shipped: Registry, shipped_vocabulary: Vocabulary
) -> None:
    for treatment, condition in [
        ("hcg", "infertility"),
        ("chelation", "lead-poisoning"),
        ("stem-cells", "blood-cancer"),
        ("msc", "gvhd"),
        ("cord-blood", "blood-cancer"),
    ]:
        assert shipped.status(treatment, condition, "us", shipped_vocabulary) is Status.UNKNOWN
        assert shipped.status(treatment, "autism", "us", shipped_vocabulary) is not Status.UNKNOWN


def test_ordinary_care_is_supported_short_of_promises(
    shipped: Registry, shipped_vocabulary: Vocabulary, everywhere: dict[str, Jurisdiction]
) -> None:
    us = only(everywhere, "us")
    found = [ask(shipped, shipped_vocabulary, us, "filling", "tooth-decay", None, strength) for strength in (6, 7, 8)]
    assert [verdict.verdict for verdict in found] == ["supported", "overstated", "unsupported"]
    assert found[0].established


def test_a_source_of_ordinary_care_is_named_only_where_somebody_opened_it(
    shipped: Registry, shipped_vocabulary: Vocabulary, everywhere: dict[str, Jurisdiction]
) -> None:
    us = only(everywhere, "us")
    unopened = ask(shipped, shipped_vocabulary, us, "root-canal", "toothache", None, 6).established
    opened = ask(shipped, shipped_vocabulary, us, "testosterone", "hypogonadism", None, 6).established
    assert unopened == "the source on file for that has not been opened"
    assert opened == "FDA label for testosterone products"


def test_a_claim_without_a_treatment_asks_for_a_source(
    shipped: Registry, shipped_vocabulary: Vocabulary, everywhere: dict[str, Jurisdiction]
) -> None:
    assert ask(shipped, shipped_vocabulary, only(everywhere, "us"), None, "neck-pain", "pain").verdict == "unverified"
    assert ask(shipped, shipped_vocabulary, only(everywhere, "us"), None, None, None, 1).verdict == "supported"


# What ships


def test_shipped_rows_keep_their_word(shipped: Registry) -> None:
    assert len(shipped.rows) > 60
    for row_ in shipped.rows.values():
        assert row_.citations, row_.id
        assert row_.concluded == any(citation.seen == "conclusion" for citation in row_.citations), row_.id
        assert row_.reviewer is None
        assert row_.review_by > AS_OF


def test_a_pair_has_one_primary_row(shipped: Registry) -> None:
    primaries = [(row.treatment, row.condition) for row in shipped.rows.values() if row.primary]
    assert len(primaries) == len(set(primaries))


@pytest.mark.parametrize(
    "row_id",
    ["acupuncture-clbp", "acupuncture-migraine", "ketamine-iv-mdd", "botox-glabellar", "ha-filler-nlf", "laser-lipo"],
)
def test_what_was_not_read_ships_without_a_conclusion(shipped: Registry, row_id: str) -> None:
    assert not shipped.rows[row_id].concluded


def test_audit_counts_what_is_due(shipped: Registry) -> None:
    now = [notice.what for notice in audit(shipped, AS_OF)]
    later = [notice.what for notice in audit(shipped, datetime.date(2030, 1, 1))]
    assert now.count("expired") == 0
    assert later.count("expired") == len(shipped.rows) == now.count("unreviewed")
    assert now.count("no-conclusion") == sum(not row.concluded for row in shipped.rows.values())


# Mistakes in files


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (row("a") + row("a", outcome="sleep"), "the id “a” stands twice; the first is on line 3"),
        (row("a") + row("b"), "“b” is about the same treatment, condition and outcome as “a”"),
        (row("a", treatment="heat"), "this file is about “lamp”, found “heat”"),
        (row("a", condition="kne"), "“kne” is no condition of the vocabulary; did you mean “knee”?"),
        (row("a", outcome="relieve"), "is no outcome of the vocabulary; did you mean “relief”?"),
        (row("a", seen="abstract"), "no citation with “seen: conclusion”"),
        (row("a", state="E9"), "expected one of N, E0, E1"),
        (row("a", state="E0").replace("no-benefit", "benefit"), "state E0 is for trials that found nothing or harm"),
        (row("a").replace("seen:", "pmid: PMID1, seen:"), "expected a PubMed number"),
        (row("a").replace("seen:", "doi: https://doi.org/10.1/x, seen:"), "expected a DOI such as"),
        (row("a").replace("seen:", "cochrane: CD12, seen:"), "expected a Cochrane number"),
        (row("a").replace("outcome:", "outcom:"), "unknown key “outcom”; did you mean “outcome”?"),
    ],
)
def test_faults_of_a_row_are_named(tmp_path: Path, small: Vocabulary, text: str, says: str) -> None:
    found = problems(write(tmp_path / "e", "lamp", text), small)
    assert any(says in problem for problem in found), found
    assert all(problem.startswith("e/lamp.yaml:") for problem in found)


def test_a_site_adds_rows_and_replaces_those_of_the_same_triple(
    tmp_path: Path, small: Vocabulary, everywhere: dict[str, Jurisdiction]
) -> None:
    shipped = write(tmp_path / "e", "lamp", row("ours", state="E1"), row("kept", outcome="sleep"))
    site = write(tmp_path / "site", "lamp", row("theirs", state="E6"), head="status: {us: off-label}\n")
    registry = load_registry(shipped, small, site)
    assert sorted(registry.rows) == ["kept", "theirs"]
    found = ask(registry, small, only(everywhere, "us"), "lamp", "knee", "relief")
    assert (found.row, found.owner, found.verdict) == ("theirs", "site", "restricted")
    assert registry.owner("kept") == "claimlint"


def test_an_expired_row_still_judges_and_says_so(
    tmp_path: Path, small: Vocabulary, everywhere: dict[str, Jurisdiction]
) -> None:
    registry = load_registry(write(tmp_path / "e", "lamp", row("r").replace("2027-11-30", "2026-11-23")), small)
    found = ask(registry, small, only(everywhere, "us"), "lamp", "knee", "relief")
    assert (found.verdict, found.expired) == ("overstated", True)


def test_an_unknown_jurisdiction_gets_a_hint() -> None:
    with pytest.raises(
        KnowledgeError, match="there is no jurisdiction “uss”; expected one of au, ca, eu, uk, us, us-fl; did you"
    ):
        load_jurisdictions(RULES / "jurisdictions", ["uss"])


def test_only_us_and_uk_are_in_depth(everywhere: dict[str, Jurisdiction]) -> None:
    assert {code for code, jurisdiction in everywhere.items() if not jurisdiction.partial} == {"us", "us-fl", "uk"}
    for code in ("us", "uk"):
        assert set(everywhere[code].gate) == set(Status)
