"""Accuracy is never lowered silently: the best figures measured, held where the data for them is at hand.

The data lies in a folder `shared` beside the checkout, or where CLAIMLINT_DATA says. `benchmarks/accuracy.py` prints
these figures with their denominators; BENCHMARKS.md has them for all pages.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
DATA = Path(os.environ.get("CLAIMLINT_DATA", ROOT.parent / "shared"))

AT_LEAST = {
    "pages: V lines hit": 0.95,
    "pages: lines hit that are V or B": 0.88,
    "pages: labelled lines located": 0.99,
    "regulator quotes with a finding": 0.94,
    "hard negatives silent, any rule": 1.0,
    "hard negatives silent, rules named": 1.0,
}
WORDING = {"strength": 0.78, "pairs": 0.51}
"""Macro-F1 of `benchmarks/strength.py`: how sentences are worded, and which of two is worded more strongly."""
NEGATED = 0.85
"""F1 of `benchmarks/negation.py`."""
AT_MOST = {"background patient_education": 0.3, "background hard": 0.35, "background cochrane": 0.3}
"""Findings at warning or above per 1,000 words."""


@pytest.fixture(scope="module")
def figures(tmp_path_factory: pytest.TempPathFactory) -> dict[str, float]:
    if not (DATA / "data").is_dir():
        pytest.skip("the data is not here")
    file = tmp_path_factory.mktemp("figures") / "figures.json"
    command = [sys.executable, str(ROOT / "benchmarks" / "accuracy.py"), str(DATA), "--json", str(file)]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    return {figure["name"]: figure["share"] for figure in json.loads(file.read_text("utf-8"))}


@pytest.mark.parametrize("name", AT_LEAST)
def test_shares_stay_at_least_what_they_were(name: str, figures: dict[str, float]) -> None:
    assert figures[name] >= AT_LEAST[name]


@pytest.mark.parametrize("name", AT_MOST)
def test_rates_stay_at_most_what_they_were(name: str, figures: dict[str, float]) -> None:
    assert figures[name] <= AT_MOST[name]


@pytest.fixture(scope="module")
def wording(tmp_path_factory: pytest.TempPathFactory) -> dict[str, float]:
    if not (DATA / "data" / "strength.jsonl").is_file():
        pytest.skip("the data is not here")
    file = tmp_path_factory.mktemp("wording") / "wording.json"
    command = [sys.executable, str(ROOT / "benchmarks" / "strength.py"), str(DATA), "--json", str(file)]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    return dict(json.loads(file.read_text("utf-8")))


@pytest.mark.parametrize("name", WORDING)
def test_wording_is_graded_as_well_as_it_was(name: str, wording: dict[str, float]) -> None:
    assert wording[name] >= WORDING[name]


def test_negation_is_read_as_well_as_it_was() -> None:
    file = DATA / "data" / "negation_scope.jsonl"
    if not file.is_file():
        pytest.skip("the data is not here")
    command = [sys.executable, str(ROOT / "benchmarks" / "negation.py"), str(file)]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert float(ran.stdout.split("F1 ")[1].split(",")[0]) >= NEGATED
