"""Jurisdictions: overlays, what a licence status means in each, rules that hold in one place only, several at once."""

from __future__ import annotations

import dataclasses
import datetime
from pathlib import Path

import pytest
from lexicon import AS_OF

from claimlint import engine
from claimlint.config import InputFile, Settings
from claimlint.errors import KnowledgeError
from claimlint.evidence import Jurisdiction, Status, Verdict, judge, load_jurisdictions
from claimlint.knowledge import Knowledge, load
from claimlint.record import replace
from claimlint.report import Finding, Report, to_json
from claimlint.reporters import terminal, words

RULES = Path(__file__).parent.parent / "rules"
SETTINGS = Settings(as_of=AS_OF)
FLORIDA = "<title>Stem cells</title><h1>Stem cell therapy in Miami</h1><p>Stem cell therapy relieves knee pain.</p>"


@pytest.fixture(scope="module")
def everywhere() -> dict[str, Jurisdiction]:
    return load_jurisdictions(RULES / "jurisdictions")


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return load(SETTINGS)


def check(
    text: str, knowledge: Knowledge, *codes: str, as_of: datetime.date = AS_OF, name: str = "page.html"
) -> Report:
    settings = replace(SETTINGS, jurisdictions=codes, as_of=as_of)
    here = dataclasses.replace(knowledge, jurisdictions=load_jurisdictions(RULES / "jurisdictions", codes))
    return engine.check([InputFile(name, text.encode())], settings, here)


def verdict(knowledge: Knowledge, codes: dict[str, Jurisdiction], claim: str, strength: int, scoped: bool) -> Verdict:
    treatment, condition, outcome = claim.split()
    return judge(
        knowledge.registry,
        knowledge.lexis.vocabulary,
        codes,
        treatment=treatment,
        condition=condition,
        outcome=outcome,
        strength=strength,
        scoped=scoped,
        as_of=AS_OF,
    )


def of(report: Report, rule: str) -> list[Finding]:
    return [finding for finding in report.findings if rule in finding.rules]


# Overlays


def test_an_overlay_takes_over_what_it_does_not_say(everywhere: dict[str, Jurisdiction]) -> None:
    florida, us = everywhere["us-fl"], everywhere["us"]
    assert (florida.base, florida.codes, florida.name) == ("us", ("us-fl", "us"), "Florida (United States)")
    assert florida.regulator == us.regulator
    assert florida.gate == us.gate


def test_an_overlay_replaces_what_it_says(tmp_path: Path) -> None:
    (tmp_path / "us.yaml").write_text((RULES / "jurisdictions" / "us.yaml").read_text("utf-8"), "utf-8")
    (tmp_path / "us-ut.yaml").write_text(
        "id: us-ut\nname: Utah\noverlay-of: us\nregulator: the board\ngate:\n  service: {because: Ours.}\n", "utf-8"
    )
    utah = load_jurisdictions(tmp_path, ["us-ut"])["us-ut"]
    assert utah.regulator == "the board"
    assert utah.gate[Status.SERVICE].because == "Ours."
    assert utah.forbids(Status.UNLICENSED, 2) is not None


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("id: us-ut\nname: Utah\noverlay-of: uss\n", "expected one of us, found “uss”; did you mean “us”?"),
        ("id: us-ut\nname: Utah\noverlay-of: us-ut\n", "expected one of us, found “us-ut”"),
        ("id: utah\nname: Utah\noverlay-of: us\n", "expected “us-ut”, as the file is named, found “utah”"),
        ("id: us-ut\nname: Utah\noverlay-of: us\ngates: {}\n", "unknown key “gates”; did you mean “gate”?"),
    ],
)
def test_faults_of_an_overlay_are_named(tmp_path: Path, text: str, says: str) -> None:
    (tmp_path / "us.yaml").write_text((RULES / "jurisdictions" / "us.yaml").read_text("utf-8"), "utf-8")
    (tmp_path / "us-ut.yaml").write_text(text, "utf-8")
    with pytest.raises(KnowledgeError) as caught:
        load_jurisdictions(tmp_path, ["us-ut"])
    assert says in str(caught.value)


def test_licence_status_is_that_of_the_jurisdiction_below(
    knowledge: Knowledge, everywhere: dict[str, Jurisdiction]
) -> None:
    found = verdict(knowledge, {"us-fl": everywhere["us-fl"]}, "uc-msc knee-osteoarthritis pain", 6, False)
    assert (found.verdict, found.status, found.jurisdiction) == ("restricted", Status.UNLICENSED, "us-fl")


# Florida's notice


def test_florida_asks_for_a_notice_and_never_supplies_its_words(knowledge: Knowledge) -> None:
    (finding,) = of(check(FLORIDA, knowledge, "us-fl"), "florida-stem-cell-notice")
    assert finding.verdict == "missing"
    assert "458.3245" in finding.message
    assert finding.suggestions == ()
    (basis,) = finding.basis
    assert basis.jurisdiction == "us-fl"
    assert basis.source.startswith("Florida Statutes, ss. 458.3245, 459.0127 (ch. 2025-185) (reported by ")


def test_the_notice_is_asked_for_nowhere_else_and_not_before_it_was_law(knowledge: Knowledge) -> None:
    assert of(check(FLORIDA, knowledge, "us"), "florida-stem-cell-notice") == []
    before = check(FLORIDA, knowledge, "us-fl", as_of=datetime.date(2025, 6, 30))
    assert of(before, "florida-stem-cell-notice") == []
    assert len(before.findings) > 0


# What a regulator asks beyond the general table


@pytest.mark.parametrize(("code", "expected"), [("us", "supported"), ("uk", "overstated"), ("au", "overstated")])
def test_uncontrolled_studies_carry_no_claim_where_the_regulator_wants_better(
    knowledge: Knowledge, everywhere: dict[str, Jurisdiction], code: str, expected: str
) -> None:
    found = verdict(
        knowledge, {code: everywhere[code]}, "whole-body-cryotherapy exercise-soreness muscle-soreness", 2, True
    )
    assert found.state.value == "E2"
    assert found.verdict == expected
    assert bool(found.because) == (expected == "overstated")


def test_claims_for_platelet_rich_plasma_are_medicinal_in_the_uk(
    knowledge: Knowledge, everywhere: dict[str, Jurisdiction]
) -> None:
    claim = "prp androgenetic-alopecia hair-density"
    assert verdict(knowledge, {"us": everywhere["us"]}, claim, 3, False).verdict == "supported"
    found = verdict(knowledge, {"uk": everywhere["uk"]}, claim, 3, False)
    assert found.verdict == "restricted"
    assert found.basis == ("CAP Code 12.1", "MHRA on platelet-rich plasma, 2025 (reported by the JCCP)")


def test_a_gate_out_of_force_forbids_nothing(everywhere: dict[str, Jurisdiction]) -> None:
    us = everywhere["us"]
    gate = us.gate[Status.UNLICENSED]
    later = tuple(replace(basis, effective=datetime.date(2027, 1, 1)) for basis in gate.basis)
    changed = replace(us, gate={Status.UNLICENSED: replace(gate, basis=later)})
    assert changed.forbids(Status.UNLICENSED, 5, datetime.date(2026, 12, 31)) is None
    assert changed.forbids(Status.UNLICENSED, 5, datetime.date(2027, 1, 1)) is not None


def test_no_gate_names_a_source_that_nobody_saw(everywhere: dict[str, Jurisdiction]) -> None:
    for code, jurisdiction in everywhere.items():
        for status, gate in jurisdiction.gate.items():
            if gate.forbids_from:
                assert any(basis.seen for basis in gate.basis), (code, status)


# Several at once


def test_two_jurisdictions_give_one_finding_of_the_strictest_severity(knowledge: Knowledge) -> None:
    page = "<h1>Our clinic</h1><p>Platelet-rich plasma may increase hair density in androgenetic alopecia.</p>"
    (both,) = [one for one in check(page, knowledge, "us", "uk").findings if one.verdict == "restricted"]
    assert both.claim is not None
    assert both.claim.evidence is not None
    assert both.claim.evidence.jurisdiction == "uk"
    (uk,) = [one for one in check(page, knowledge, "uk").findings if one.verdict == "restricted"]
    assert (both.text, both.severity, both.matches) == (uk.text, uk.severity, uk.matches)


def test_each_basis_is_named_and_a_draft_for_one_is_marked(knowledge: Knowledge) -> None:
    page = "<h1>Our clinic</h1><p>Umbilical cord stem cells reduce neck pain.</p>"
    finding = next(one for one in check(page, knowledge, "us", "uk").findings if one.verdict == "restricted")
    assert {basis.jurisdiction for basis in finding.basis} == {"us", "uk"}
    assert "Human Medicines Regulations 2012, reg. 279" in {basis.source for basis in finding.basis}
    assert finding.claim is not None
    assert finding.claim.evidence is not None
    assert finding.claim.evidence.summary.startswith("US: ")
    assert " UK: " in finding.claim.evidence.summary
    for draft in finding.suggestions:
        assert draft.only_for == ("us" if "FDA" in draft.text else None)


def test_one_jurisdiction_needs_no_marks(knowledge: Knowledge) -> None:
    page = "<h1>Our clinic</h1><p>Umbilical cord stem cells reduce neck pain.</p>"
    finding = next(one for one in check(page, knowledge, "us").findings if one.verdict == "restricted")
    assert {basis.jurisdiction for basis in finding.basis} == {"us"}
    assert {draft.only_for for draft in finding.suggestions} == {None}


def test_no_basis_that_nobody_saw_is_shown(knowledge: Knowledge) -> None:
    unseen = {
        f"{basis.source}, {basis.section}" if basis.section else str(basis.source)
        for compiled in knowledge.lexis.rules.rules.values()
        for basis in compiled.rule.basis
        if not basis.seen and not basis.secondary
    }
    page = "<h1>Drips</h1><p>Our drips boost energy and are guaranteed to work, 100% safe. Celebrity favorite.</p>"
    shown = {
        basis.source for finding in check(page, knowledge, "us", "uk", "eu", "au").findings for basis in finding.basis
    }
    assert shown
    assert shown.isdisjoint(unseen - shown_elsewhere(knowledge))


def shown_elsewhere(knowledge: Knowledge) -> set[str]:
    rules = knowledge.lexis.rules.rules.values()
    return {basis.shown for compiled in rules for basis in compiled.rule.basis if basis.shown}


# Partial jurisdictions say so


def test_every_run_for_a_partial_jurisdiction_says_so(knowledge: Knowledge) -> None:
    report = check("<p>We are open on Mondays.</p>", knowledge, "uk", "eu")
    assert report.tool.partial == ("eu",)
    assert to_json(report)["tool"]["partial"] == ["eu"]
    shown = terminal.render(report, lambda path: None)  # noqa: ARG005
    assert "UK, EU (partial)" in shown
    assert "Partial: for EU only some of the rules are on file" in shown
    assert "EU (partial)" in words.nothing_line(report)


def test_a_run_for_jurisdictions_in_depth_says_nothing_of_it(knowledge: Knowledge) -> None:
    report = check("<p>We are open on Mondays.</p>", knowledge, "us", "uk")
    assert "artial" not in terminal.render(report, lambda path: None)  # noqa: ARG005
