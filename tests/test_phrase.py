"""The phrase language: what it matches, what it refuses, and that nothing makes it slow."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimlint.errors import KnowledgeError
from claimlint.inflect import inflections
from claimlint.phrase import Matcher, alternatives, compile_phrase
from claimlint.record import replace
from claimlint.sentence import words
from claimlint.yamlload import Text

KINDS = ("treatment", "condition")
ENTRIES: dict[str, set[tuple[str, ...]]] = {"treatment": {("prp",)}, "condition": {("knee", "pain"), ("acne",)}}


def found(phrase: str, text: str, typos: dict[str, str] | None = None) -> list[str]:
    sentence = list(words(text))

    norms = tuple(word.norm for word in sentence)
    slots: dict[str, dict[int, list[int]]] = {kind: {} for kind in ENTRIES}
    for kind, entries in ENTRIES.items():
        for start in range(len(norms)):
            ends = [start + len(entry) for entry in entries if norms[start : start + len(entry)] == entry]
            if ends:
                slots[kind][start] = ends
    matcher = Matcher(norms, slots, typos or {})
    compiled = compile_phrase(phrase, inflections, KINDS)
    return [text[sentence[first].start : sentence[last - 1].end] for first, last in matcher.find(compiled)]


@pytest.mark.parametrize(
    ("phrase", "text", "matches"),
    [
        (
            "cure",
            "It cures, cured and is curing; a cure's price; secure, curative",
            ["cures", "cured", "curing", "cure's"],
        ),
        ("=cure", "cure and cures", ["cure"]),
        ("safe", "safe and safer", ["safe"]),
        (
            "(lasting / long-term) (relief / result)",
            "lasting results and long‑term relief",
            ["lasting results", "long‑term relief"],
        ),
        ("long-term results", "longterm results, long term results", ["longterm results", "long term results"]),
        ("pain-free", "painfree or pain free", ["painfree", "pain free"]),
        ("no down? time", "no time, no down time", ["no time", "no down time"]),
        ("no (known / reported)? risk", "no risk, no known risks", ["no risk", "no known risks"]),
        (
            "reverse ... damage",
            "reverse years of deep sun damage, reverse; the damage",
            ["reverse years of deep sun damage"],
        ),
        ("reverse ... damage", "reverse one two three four five six damage", []),
        ("{treatment} for {condition}", "PRP for knee pain and PRP for fun", ["PRP for knee pain"]),
        ("{number} patients", "10,000 patients and two patients", ["10,000 patients", "two patients"]),
        (
            "{percent} success",
            "95% success, 85–90 % success, 7 per cent success",
            ["95% success", "85–90 % success", "7 per cent success"],
        ),
        ("last {duration}", "lasts 12–24 months, lasts two years", ["lasts 12–24 months", "lasts two years"]),
        ("revolutionize", "revolutionise and revolutionized", ["revolutionise", "revolutionized"]),
        ("body's natural", "the body’s natural way", ["body’s natural"]),
        ("fda approved", "FDA-Approved", ["FDA-Approved"]),
        ("safe and effective", "safe & effective", ["safe & effective"]),
        ("botox", "Botoxes and Botox's", ["Botoxes", "Botox's"]),
        ("regrow", "regrows, regrew and regrowing hair", ["regrows", "regrew", "regrowing"]),
    ],
)
def test_what_a_phrase_matches(phrase: str, text: str, matches: list[str]) -> None:
    assert found(phrase, text) == matches


def test_a_tilde_word_counts_misspelt() -> None:
    assert found("~revolutionary", "a revolutionery idea", {"revolutionery": "revolutionary"}) == ["revolutionery"]
    assert found("revolutionary", "a revolutionery idea", {"revolutionery": "revolutionary"}) == []


@pytest.mark.parametrize(
    ("phrase", "column", "message"),
    [
        ("(a / b", 1, "has “(” without “)”"),
        ("cure / heal", 6, "write alternatives in parentheses"),
        ("cure )", 6, "there is no “(” before it"),
        ("{treatmnt} helps", 1, "did you mean “treatment”?"),
        ("{treatment helps", 1, "has “{” without “}”"),
        ("cure ()", 6, "has an empty alternative"),
        ("?", 1, "nothing before it"),
        ("...", 1, "could match anything"),
        ("a? b?", 1, "could match anything"),
        ("", 1, "is empty"),
        ("cure =", 6, "there is no word"),
        ("(and/or)", 2, "write “ / ” between alternatives"),
        ("(" * 12 + "a" + ")" * 12, 9, "more than 8 deep"),
    ],
)
def test_a_broken_phrase_says_where_and_what_was_expected(phrase: str, column: int, message: str) -> None:
    with pytest.raises(KnowledgeError) as caught:
        compile_phrase(Text.at(phrase, "rule.yaml", 7, 11), inflections, KINDS)
    (problem,) = caught.value.problems
    assert (problem.path, problem.line, problem.column) == ("rule.yaml", 7, 10 + column)
    assert message in problem.message


def test_alternatives_are_named_one_by_one_for_coverage() -> None:
    phrase = compile_phrase("(permanent / long-term) result (here / (right now))?", inflections, KINDS)
    assert [shown for shown, _ in alternatives(phrase)] == ["permanent", "long term", "here", "right now"]


TOKENS = st.lists(
    st.sampled_from(
        ["cure", "(", ")", "/", "?", "...", "{condition}", "{x}", "=a", "~b", "{", "long-term", "and/or", "%"]
    ),
    max_size=12,
)


@given(TOKENS, st.lists(st.sampled_from(["cure", "a", "b", "acne", "long", "term", ",", "7", "%"]), max_size=15))
def test_any_phrase_compiles_or_is_refused_and_every_match_holds_its_anchors(
    tokens: list[str], copy: list[str]
) -> None:
    try:
        phrase = compile_phrase(" ".join(tokens), inflections, KINDS)
    except KnowledgeError:
        return
    text = " ".join(copy)
    for match in found(phrase.source, text):
        here = {word.norm for word in words(match)}
        assert all(any(word in here or word.startswith("{") for word in choice) for choice in phrase.anchors)


def test_nested_options_and_gaps_over_a_long_sentence_need_no_backtracking() -> None:
    phrase = "(a / a a / a a a) ... (a / a a)? ... (a / a a)? ... a? ... zebra"
    assert found(phrase, "a " * 400) == []


@given(TOKENS, st.lists(st.sampled_from(["cure", "cures", "a", "b", "acne", "long", "term", "7", "%"]), max_size=15))
def test_places_that_are_passed_over_hold_no_match(tokens: list[str], copy: list[str]) -> None:
    try:
        phrase = compile_phrase(" ".join(tokens), inflections, KINDS)
    except KnowledgeError:
        return
    sentence = list(words(" ".join(copy)))
    matcher = Matcher([word.norm for word in sentence], {}, {"b": "cure"})
    patient = replace(phrase, firsts=None)
    assert list(matcher.find(phrase)) == list(matcher.find(patient))
