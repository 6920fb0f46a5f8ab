"""Small pages of other specialities: ordinary violations are found, directions and opening hours are left alone."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pytest
from clinic_expectations import CLAIMS, FINE, Expected
from pages import FIXTURES, ROOT, check, listing, locate, pages_in, touches

CLINIC = FIXTURES / "clinic"
HELD = 0.9
"""The share of a page's claims that has to be found; what is missed beyond it is printed."""

PAGES = [pytest.param(path, id=path.name) for path in pages_in(CLINIC)]


@cache
def report(path: Path) -> dict[str, Any]:
    return check(path)


def places(finding: dict[str, Any]) -> list[tuple[int, int]]:
    """Return where the finding stands and where the same words stand elsewhere in the file."""
    also = [(place["start"]["offset"], place["end"]["offset"]) for place in finding["also_at"]]
    return [*map(tuple, finding["spans"]), *also]


def found(expected: Expected) -> bool:
    (words,) = locate(CLINIC / expected.file, expected.words)
    return any(
        expected.rules & set(finding["rules"])
        and any(start < words[-1].end and words[0].start < end for start, end in places(finding))
        for finding in report(CLINIC / expected.file)["findings"]
    )


# The data


def test_every_phrase_stands_once_on_its_page() -> None:
    phrases = [(expected.file, expected.words) for expected in CLAIMS] + list(FINE)
    assert [(file, words) for file, words in phrases if len(locate(CLINIC / file, words)) != 1] == []
    assert {file for file, _ in phrases} == {path.name for path in pages_in(CLINIC)}


# What claimlint says about the pages


@pytest.mark.parametrize("path", PAGES)
def test_ordinary_violations_are_found(path: Path) -> None:
    shipped = {rule.stem for rule in (ROOT / "rules" / "claims").rglob("*.yaml")}
    due = [expected for expected in CLAIMS if expected.file == path.name and expected.rules & shipped]
    missed = [expected for expected in due if not found(expected)]
    assert due
    assert len(due) - len(missed) >= HELD * len(due), "missed:\n" + "\n".join(f"  {expected}" for expected in missed)


@pytest.mark.parametrize("path", PAGES)
def test_directions_and_opening_hours_are_left_alone(path: Path) -> None:
    findings = report(path)["findings"]
    assert findings
    for file, phrase in FINE:
        if file == path.name:
            (words,) = locate(path, phrase)
            wrong = [finding for finding in findings if touches(finding, words[0].start, words[-1].end)]
            assert not wrong, "\n" + listing(wrong)


@pytest.mark.parametrize("path", PAGES)
def test_no_page_names_a_risk_and_each_is_told_so(path: Path) -> None:
    assert any("missing-risk-information" in finding["rules"] for finding in report(path)["findings"])
