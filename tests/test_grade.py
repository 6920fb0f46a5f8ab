"""Grades: how strongly a sentence says something, whatever it is about."""

from __future__ import annotations

import functools

import pytest
from lexicon import lexis

from claimlint.config import shipped_knowledge
from claimlint.grade import Graded, grade
from claimlint.predicate import Strength
from claimlint.scan import Lexicon
from claimlint.statement import load_words


@functools.cache
def words() -> Lexicon:
    return load_words(shipped_knowledge() / "grading.yaml")


def read(text: str) -> Graded:
    return grade(text, lexis(), words())


@pytest.mark.parametrize(
    ("text", "strength"),
    [
        ("The questionnaire has twelve items.", "S0"),
        ("Our reception opens at nine.", "S0"),
        ("It is not known whether zinc lozenges shorten a cold.", "S1"),
        ("Green tea was associated with fewer falls.", "S2"),
        ("Night shifts are linked to poor sleep.", "S2"),
        ("Walking speed predicts hospital stays.", "S2"),
        ("Fibre may lower blood lipids.", "S3"),
        ("The new schedule might prevent readmissions.", "S3"),
        ("Magnesium appears to reduce cramps.", "S3"),
        ("The device probably shortens recovery.", "S4"),
        ("Longer shifts are likely to cause errors.", "S4"),
        ("Salt can raise blood pressure.", "S5"),
        ("Swimming helps to relieve stiffness.", "S5"),
        ("Smoking causes lung cancer.", "S6"),
        ("Vaccination reduced admissions by half.", "S6"),
        ("The pandemic affected every hospital in the county.", "S6"),
        ("Deaths were prevented by screening.", "S6"),
        ("Poor posture leads to headaches.", "S6"),
        ("This cream is the answer to eczema.", "S7"),
        ("Shock waves regenerate damaged tendons.", "S7"),
        ("Our drip dramatically reduces fatigue.", "S7"),
        ("Our herbs cure arthritis.", "S8"),
        ("Guaranteed results for everyone!", "S8"),
        ("Say goodbye to back pain forever!", "S8"),
    ],
)
def test_each_step_of_the_ladder(text: str, strength: str) -> None:
    assert read(text).strength == Strength[strength]


@pytest.mark.parametrize(
    "text",
    [
        "Coffee may be associated with longer life.",
        "Loneliness could be linked to dementia.",
        "Sleep loss was significantly correlated with weight.",
        "Height might be a risk factor for back pain.",
    ],
)
def test_an_association_stays_one_whatever_softens_or_boosts_it(text: str) -> None:
    assert read(text).strength == Strength.S2


@pytest.mark.parametrize(
    ("text", "strength"),
    [
        ("This discovery could revolutionise the treatment of arthritis.", "S8"),
        ("Stem cells have the potential to regenerate cartilage.", "S7"),
    ],
)
def test_a_promissory_hedge_keeps_the_strength_inside(text: str, strength: str) -> None:
    assert read(text).strength == Strength[strength]


@pytest.mark.parametrize(
    "text",
    [
        "Ozone is being studied for back pain; it is not known whether it helps.",
        "In laboratory studies the extract reduced swelling; this has not been shown in people.",
    ],
)
def test_study_status_beside_an_explicit_unknown_is_uncertain(text: str) -> None:
    assert read(text).strength == Strength.S1


def test_study_status_alone_is_no_more_than_that() -> None:
    assert read("Ozone is being studied for back pain.").strength == Strength.S2


@pytest.mark.parametrize(
    ("text", "asserted", "said"),
    [
        ("The diet did not reduce weight.", "S0", "S6"),
        ("Sleep was not associated with pain.", "S0", "S2"),
        ("The cream cannot prevent scars.", "S0", "S7"),
    ],
)
def test_what_is_denied_is_not_asserted_though_worded(text: str, asserted: str, said: str) -> None:
    found = read(text)
    assert (found.strength, found.worded) == (Strength[asserted], Strength[said])


@pytest.mark.parametrize(
    "text",
    [
        "We examined whether exercise reduces falls.",
        "Trials should test if the drug prevents relapse.",
        "The aim was to improve attendance.",
    ],
)
def test_what_is_asked_or_aimed_at_is_not_asserted(text: str) -> None:
    assert read(text).strength == Strength.S0


@pytest.mark.parametrize(
    "text",
    [
        "Statins, which are used to lower cholesterol, were associated with cramps.",
        "Patients with reduced hearing were more likely to fall.",
        "Problems caused by clots were linked to age.",
    ],
)
def test_what_is_said_on_the_way_does_not_count(text: str) -> None:
    assert read(text).strength == Strength.S2


@pytest.mark.parametrize(
    "text",
    [
        "Attendance increased in both towns.",
        "The decrease in visits was larger in towns.",
        "Nurses walked more than doctors.",
    ],
)
def test_change_without_a_cause_is_a_difference(text: str) -> None:
    assert read(text).strength == Strength.S2


def test_statements_stand_where_they_were_read() -> None:
    text = "Iron was associated with fatigue; exercise improves mood."
    assert [(one.kind, text[one.start : one.end], one.strength.name) for one in read(text).statements] == [
        ("association", "associated with", "S2"),
        ("effect", "improves", "S6"),
    ]
