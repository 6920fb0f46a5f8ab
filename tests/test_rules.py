"""Every shipped rule does what its own examples say, and its examples try everything that it can match or excuse."""

from __future__ import annotations

import pytest
from lexicon import lexis, registry

from claimlint.rule_tests import Failure, run

RULES = sorted(lexis().rules.rules)
FIRST = (
    "disease-cure disease-treatment guarantee safety-absolute safety-minimised no-side-effects hype-superlative "
    "root-cause regenerates-repairs permanence numeric-efficacy establishment-claim regulatory-status "
    "disparages-alternatives "
    "evidence-extrapolation mechanism-as-outcome promissory-hedge missing-risk-information self-contradiction "
    "novelty-cutting-edge discourages-treatment comparative-superiority testimonial-typicality"
).split()


@pytest.fixture(scope="module")
def failures() -> dict[str, list[Failure]]:
    found: dict[str, list[Failure]] = {name: [] for name in RULES}
    for failure in run([lexis().rules[name] for name in RULES], lexis(), registry(), coverage=True):
        found[failure.rule].append(failure)
    return found


def test_no_shipped_rule_is_broken() -> None:
    assert [str(problem) for problem in lexis().problems] == []


def test_the_rules_that_a_first_release_needs_are_there() -> None:
    assert set(FIRST) <= set(RULES)


@pytest.mark.parametrize("name", RULES)
def test_examples_hold_and_leave_nothing_untried(name: str, failures: dict[str, list[Failure]]) -> None:
    shown = [f"{failure.path}:{failure.line}: {failure.message}: {failure.example}" for failure in failures[name]]
    assert shown == []


@pytest.mark.parametrize("name", [name for name in RULES if lexis().rules[name].judged_by == "document"])
def test_a_rule_about_pages_has_three_pages_each_way(name: str) -> None:
    examples = lexis().rules[name].examples
    assert len(examples.flag) >= 3
    assert len(examples.pass_) >= 3


@pytest.mark.parametrize("name", RULES)
def test_a_message_names_the_words_found_and_no_code(name: str) -> None:
    rule = lexis().rules[name]
    assert "{match}" in rule.message
    assert not any(f"{letter}{digit}" in rule.message for letter in "SE" for digit in range(9))
    assert rule.message.rstrip().endswith(".")
