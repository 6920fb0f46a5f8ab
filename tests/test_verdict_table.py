"""Every cell of the table: strength of wording against state of evidence."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from claimlint.evidence import (
    Jurisdiction,
    Registry,
    State,
    Status,
    Verdict,
    judge,
    load_jurisdictions,
    load_registry,
    severity,
)
from claimlint.vocabulary import Vocabulary, load_vocabulary

RULES = Path(__file__).parent.parent / "rules"
AS_OF = datetime.date(2026, 11, 24)

TABLE = {
    #      S0   S1   S2   S3   S4   S5   S6   S7   S8
    "N": ["ok", "ok", "?", "?", "?", "?", "?", "?", "?"],
    "E0": ["ok", "O", "O", "U", "U", "U", "U", "U", "U"],
    "E1": ["ok", "ok", "O", "O", "U", "U", "U", "U", "U"],
    "E2": ["ok", "ok", "O", "O", "O", "U", "U", "U", "U"],
    "E3": ["ok", "ok", "ok", "O", "O", "O", "U", "U", "U"],
    "E4": ["ok", "ok", "ok", "ok", "O", "O", "O", "U", "U"],
    "E5": ["ok", "ok", "ok", "ok", "ok", "O", "O", "U", "U"],
    "E6": ["ok", "ok", "ok", "ok", "ok", "ok", "ok", "O", "U"],
}
MEANING = {"ok": "supported", "O": "overstated", "U": "unsupported", "?": "unverified"}
CEILING = {"N": 1, "E0": 0, "E1": 1, "E2": 1, "E3": 2, "E4": 3, "E5": 4, "E6": 6}
DIRECTION = {"E0": "no-benefit"}


@pytest.fixture(scope="module")
def vocabulary(tmp_path_factory: pytest.TempPathFactory) -> Vocabulary:
    folder = tmp_path_factory.mktemp("vocabulary")
    (folder / "treatments.yaml").write_text("lamp: {name: a lamp}\n", encoding="utf-8")
    (folder / "conditions.yaml").write_text("ache: {name: an ache}\n", encoding="utf-8")
    (folder / "outcomes.yaml").write_text(
        "ease: {name: ease}\nbone: {name: bone, structural: true}\n", encoding="utf-8"
    )
    return load_vocabulary(folder)


@pytest.fixture(scope="module")
def us() -> dict[str, Jurisdiction]:
    return load_jurisdictions(RULES / "jurisdictions", ["us"])


def registry(
    folder: Path, vocabulary: Vocabulary, state: str, outcome: str = "ease", status: str = "service"
) -> Registry:
    (folder / "lamp.yaml").write_text(
        f"""treatment: lamp
status: {{us: {status}}}
rows:
  - id: lamp-ache
    treatment: lamp
    condition: ache
    outcome: {outcome}
    state: {state}
    grade: low
    direction: {DIRECTION.get(state, "benefit")}
    conclusion: A finding.
    citations: [{{text: A trial, seen: conclusion}}]
    clinical-review: none
    review-by: 2027-11-30
""",
        encoding="utf-8",
    )
    return load_registry(folder, vocabulary)


def verdict(
    rows: Registry,
    vocabulary: Vocabulary,
    us: dict[str, Jurisdiction],
    strength: int,
    outcome: str,
    scoped: bool = False,
) -> Verdict:
    return judge(
        rows,
        vocabulary,
        us,
        treatment="lamp",
        condition="ache",
        outcome=outcome,
        strength=strength,
        scoped=scoped,
        as_of=AS_OF,
    )


@pytest.mark.parametrize("strength", range(9))
@pytest.mark.parametrize("state", TABLE)
def test_cell(tmp_path: Path, vocabulary: Vocabulary, us: dict[str, Jurisdiction], state: str, strength: int) -> None:
    found = verdict(registry(tmp_path, vocabulary, state), vocabulary, us, strength, "ease")
    assert (found.verdict, found.state, found.ceiling) == (
        MEANING[TABLE[state][strength]],
        State(state),
        CEILING[state],
    )
    assert found.steps == (strength - CEILING[state] if found.verdict == "overstated" else 0)


@pytest.mark.parametrize(("state", "strength"), [("E2", 2), ("E5", 5)])
def test_scope_in_the_sentence_lifts_one_cell(
    tmp_path: Path, vocabulary: Vocabulary, us: dict[str, Jurisdiction], state: str, strength: int
) -> None:
    rows = registry(tmp_path, vocabulary, state)
    assert verdict(rows, vocabulary, us, strength, "ease").verdict == "overstated"
    scoped = verdict(rows, vocabulary, us, strength, "ease", scoped=True)
    assert (scoped.verdict, scoped.ceiling) == ("supported", strength)
    assert verdict(rows, vocabulary, us, strength + 1, "ease", scoped=True).verdict != "supported"


@pytest.mark.parametrize(
    ("state", "status", "strength", "wanted"),
    [
        ("E5", "service", 7, "overstated"),
        ("E6", "service", 7, "supported"),
        ("E6", "device-cleared", 7, "supported"),
        ("E6", "rx-on-label", 7, "supported"),
        ("E6", "unknown", 7, "overstated"),
        ("E6", "service", 8, "unsupported"),
        ("E4", "service", 7, "unsupported"),
    ],
)
def test_a_structural_outcome_carries_structural_verbs_where_it_was_tested(
    tmp_path: Path,
    vocabulary: Vocabulary,
    us: dict[str, Jurisdiction],
    state: str,
    status: str,
    strength: int,
    wanted: str,
) -> None:
    rows = registry(tmp_path, vocabulary, state, outcome="bone", status=status)
    assert verdict(rows, vocabulary, us, strength, "bone").verdict == wanted


@pytest.mark.parametrize("status", list(Status))
@pytest.mark.parametrize("strength", range(9))
def test_gate_one_wins_over_the_best_evidence(
    tmp_path: Path, vocabulary: Vocabulary, us: dict[str, Jurisdiction], status: Status, strength: int
) -> None:
    found = verdict(registry(tmp_path, vocabulary, "E6", status=status.value), vocabulary, us, strength, "ease")
    forbidden = status in (Status.UNLICENSED, Status.OFF_LABEL, Status.DEVICE_OTHER_USE) and strength >= 2
    assert (found.verdict == "restricted") is forbidden
    assert found.status is status
    assert bool(found.because) is forbidden


@pytest.mark.parametrize(
    ("state", "status", "strength", "named", "wanted"),
    [
        ("E1", "unlicensed", 5, True, "error"),
        ("E1", "unlicensed", 4, True, "warning"),
        ("E1", "service", 7, True, "error"),
        ("E1", "service", 6, True, "warning"),
        ("E4", "service", 4, True, "info"),
        ("E4", "service", 5, True, "warning"),
        ("N", "service", 5, True, "warning"),
        ("N", "service", 5, False, "info"),
        ("N", "service", 4, True, "info"),
    ],
)
def test_severity(
    tmp_path: Path,
    vocabulary: Vocabulary,
    us: dict[str, Jurisdiction],
    state: str,
    status: str,
    strength: int,
    named: bool,
    wanted: str,
) -> None:
    found = verdict(registry(tmp_path, vocabulary, state, status=status), vocabulary, us, strength, "ease")
    assert severity(found, us, named=named) == wanted
