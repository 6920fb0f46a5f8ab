"""The neck-pain page, in its three forms, gets the findings that were worked out by hand and no others."""

from __future__ import annotations

import unicodedata
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from pages import (
    BODY_SURFACES,
    FIXTURES,
    Word,
    check,
    covered,
    hidden_stretches,
    is_document_finding,
    listing,
    read_page,
    read_source,
    touches,
)
from seed_expectations import CAVEAT, CLAIMS, DOCUMENT_RULES, FINE, Expected

TEXT = FIXTURES / "uc-msc-neck-pain.txt"
HTML = FIXTURES / "uc-msc-neck-pain.html"
MARKDOWN = FIXTURES / "uc-msc-neck-pain.md"
FORMS = [pytest.param(path, id=path.suffix[1:]) for path in (TEXT, HTML, MARKDOWN)]
ENOUGH = 30


@cache
def report(path: Path) -> dict[str, Any]:
    return check(path)


def place(path: Path, words: str) -> tuple[Word, ...]:
    """Return the one place of `words` in what a visitor reads."""
    places = read_page(path, main=True).find(words)
    assert len(places) == 1, f"{words!r} is {len(places)} times in {path.name}"
    return places[0]


def place_all(path: Path, expected: Expected) -> tuple[Word, ...]:
    return tuple(word for piece in expected.words for word in place(path, piece))


def hit(path: Path, expected: Expected) -> bool:
    """Tell whether one finding by one of the claim's rules meets at least half of its words."""
    words = place_all(path, expected)
    return any(
        expected.rules & set(finding["rules"]) and 2 * covered(finding, words) >= len(words)
        for finding in report(path)["findings"]
    )


def body(path: Path) -> list[dict[str, Any]]:
    return [
        finding
        for finding in report(path)["findings"]
        if finding["surface"] in BODY_SURFACES and not is_document_finding(finding)
    ]


def plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).replace("\N{SOFT HYPHEN}", "").split())


# The data and the pages themselves


def test_every_expected_phrase_stands_on_its_line() -> None:
    lines = read_source(TEXT).split("\n")
    phrases = [(claim.line, words) for claim in CLAIMS for words in claim.words]
    phrases += [(fine.line, fine.words) for fine in FINE]
    phrases.append(CAVEAT)
    assert [(number, words) for number, words in phrases if lines[number - 1].count(words) != 1] == []


def test_the_worked_example_has_thirty_three_claims_apart_from_its_fine_sentences() -> None:
    assert len(CLAIMS) == 33
    claimed = {word.start for claim in CLAIMS for word in place_all(TEXT, claim)}
    assert [fine.words for fine in FINE if claimed & {word.start for word in place(TEXT, fine.words)}] == []


@pytest.mark.parametrize("path", FORMS)
def test_every_expected_phrase_can_be_located_in_each_form(path: Path) -> None:
    for claim in CLAIMS:
        assert place_all(path, claim)
    for fine in FINE:
        assert place(path, fine.words)


@pytest.mark.parametrize("path", FORMS[1:])
def test_the_three_forms_say_the_same_sentences(path: Path) -> None:
    assert plain(read_page(path, main=True).text) == plain(read_page(TEXT).text)


# What claimlint says about them


@pytest.mark.parametrize("path", FORMS)
def test_at_least_thirty_of_the_claims_are_found(path: Path) -> None:
    missed = [claim for claim in CLAIMS if not hit(path, claim)]
    found = len(CLAIMS) - len(missed)
    assert found >= ENOUGH, f"{found} found; missed:\n" + "\n".join(f"  {claim}" for claim in missed)


@pytest.mark.parametrize("path", FORMS)
@pytest.mark.parametrize("rule", DOCUMENT_RULES)
def test_both_findings_about_the_page_as_a_whole_are_made(path: Path, rule: str) -> None:
    assert [finding for finding in report(path)["findings"] if rule in finding["rules"]]


@pytest.mark.parametrize("path", FORMS)
def test_the_contradiction_names_the_caveat(path: Path) -> None:
    """The efficacy said to be demonstrated and the efficacy still to be confirmed are shown side by side."""
    findings = [finding for finding in report(path)["findings"] if "self-contradiction" in finding["rules"]]
    caveat = place(path, CAVEAT[1])
    stretches = [(shown["start"], shown["end"]) for finding in findings for shown in (finding, *finding["related"])]
    assert any(start["offset"] < caveat[-1].end and caveat[0].start < end["offset"] for start, end in stretches)


@pytest.mark.parametrize("path", FORMS)
def test_fine_sentences_are_left_alone(path: Path) -> None:
    findings = [finding for finding in report(path)["findings"] if not is_document_finding(finding)]
    assert findings
    for fine in FINE:
        words = place(path, fine.words)
        wrong = [finding for finding in findings if touches(finding, words[0].start, words[-1].end)]
        assert not wrong, f"{fine.words!r} is fine:\n{listing(wrong)}"


@pytest.mark.parametrize("path", FORMS)
def test_the_page_is_restricted_from_its_first_claim_to_its_last(path: Path) -> None:
    """No benefit claim may be made for an unlicensed cell product, however well it is worded."""
    verdicts = {claim.line: set[str]() for claim in CLAIMS}
    for finding in body(path):
        for claim in CLAIMS:
            if covered(finding, place_all(path, claim)):
                verdicts[claim.line].add(finding["verdict"])
    for line in (10, 14, 26, 40):
        assert "restricted" in verdicts[line], (line, verdicts[line])


@pytest.mark.parametrize("path", FORMS[1:])
def test_the_body_gets_the_same_findings_in_every_form(path: Path) -> None:
    def sequence(form: Path) -> list[tuple[str, str]]:
        return [(finding["rule"], plain(finding["text"])) for finding in body(form)]

    assert sequence(TEXT)
    assert sequence(path) == sequence(TEXT)


@pytest.mark.parametrize("path", [HTML, MARKDOWN])
def test_what_the_head_claims_is_found_where_it_stands(path: Path) -> None:
    head = [finding for finding in report(path)["findings"] if finding["surface"] in ("meta", "front-matter")]
    source = read_source(path)
    assert any("rebuild" in source[finding["start"]["offset"] : finding["end"]["offset"]] for finding in head), head


def test_an_image_claims_by_its_alternative_text() -> None:
    attributes = [finding for finding in report(HTML)["findings"] if finding["surface"] == "attribute"]
    assert any("regrowing" in finding["text"] for finding in attributes), listing(attributes)


def test_the_same_words_in_the_structured_data_are_named_with_the_finding() -> None:
    """A page's JSON-LD repeats a sentence of its body: that is one finding with two places."""
    source = read_source(HTML)
    script = source.index("application/ld+json")
    end = source.index("</script>", script)
    places = [also["start"]["offset"] for finding in body(HTML) for also in finding["also_at"]]
    assert any(script < offset < end for offset in places), places
    assert not [finding for finding in report(HTML)["findings"] if finding["surface"] == "json-ld"]


def test_words_that_no_visitor_reads_are_not_judged() -> None:
    hidden = hidden_stretches(read_source(HTML))
    assert len(hidden) == 3
    findings = report(HTML)["findings"] + report(HTML)["excused"]
    assert findings
    for finding in findings:
        start, end = finding["start"]["offset"], finding["end"]["offset"]
        assert not any(start < right and left < end for left, right in hidden), finding
