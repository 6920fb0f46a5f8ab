"""First drafts on pages, place by place: what a writer would paste without mending it first."""

from __future__ import annotations

import pytest
from lexicon import AS_OF

from claimlint import engine
from claimlint.config import InputFile, Settings
from claimlint.knowledge import Knowledge, load
from claimlint.report import Finding, Suggestion

SETTINGS = Settings(as_of=AS_OF)
OPENS = "<html><head><title>Our clinic</title></head><body>"
CLOSES = "</body></html>"


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return load(SETTINGS)


def findings(body: str, knowledge: Knowledge) -> list[tuple[Finding, str]]:
    page = f"{OPENS}{body}{CLOSES}" if not body.startswith("<html") else body
    report = engine.check([InputFile("page.html", page.encode())], SETTINGS, knowledge)
    return [(finding, page) for finding in report.findings if finding.verdict not in ("missing", "contradicted")]


def put_in(page: str, draft: Suggestion) -> str:
    return page[: draft.start.offset] + draft.text + page[draft.end.offset :]


def first(body: str, knowledge: Knowledge, kind: str = "rewrite") -> str:
    """Return the body with the first draft of that kind of its first finding in its place."""
    for finding, page in findings(body, knowledge):
        for draft in finding.suggestions:
            if draft.kind == kind:
                return put_in(page, draft).removeprefix(OPENS).removesuffix(CLOSES)
    raise AssertionError(f"no {kind} for {body!r}")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("We use cupping for results that last.", "We use cupping."),
        ("It is a streamlined visit with truly lasting relief.", "It is a streamlined visit."),
        ("No injection, no medication, no side effects.", "No injection, no medication."),
        ("We clean teeth without pain, without drugs and with no downtime.", "We clean teeth."),
        ("It is a 100% natural cream for skin.", "It is a cream for skin."),
        ("An amazing machine has come.", "A machine has come."),
        ("We offer an innovative treatment.", "We offer a treatment."),
        (
            "We place fine needles in the skin to relieve pain and restore balance.",
            "We place fine needles in the skin.",
        ),
        ("Cupping uses small glasses that improve circulation.", "Cupping uses small glasses."),
        ("Ice packs can be laid on the leg to ease pain in your knee.", "Ice packs can be laid on the leg."),
    ],
)
def test_what_goes_leaves_a_sentence(before: str, after: str, knowledge: Knowledge) -> None:
    assert first(f"<p>{before}</p>", knowledge) == f"<p>{after}</p>"


@pytest.mark.parametrize(
    "sentence",
    [
        "Our crowns are made to ensure exceptional results.",
        "We offer whitening with an amazing outcome.",
        "It is an extremely quick procedure, taking five minutes.",
        "Lens options, painless procedure.",
        "Safe even for the babies.",
        "Veneers can last you forever.",
        "Our needles help you to relieve pain.",
        "It is a way to relieve pain.",
        "These are exercises that we use to relieve pain.",
        "Acupuncture is a treatment that relieves pain.",
        "Cupping eases cramp to relieve pain and we are open on Mondays.",
    ],
)
def test_nothing_is_left_off_that_the_rest_needs(sentence: str, knowledge: Knowledge) -> None:
    for finding, _ in findings(f"<p>{sentence}</p>", knowledge):
        for draft in finding.suggestions:
            assert draft.slot not in ("adjective", "verb-ing"), draft


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            "<h1>Braces</h1><h2>Why are braces better?</h2>",
            "<h1>Braces</h1><h2>How do braces compare with other options?</h2>",
        ),
        (
            "<p>Spinal decompression therapy treats sciatica.</p>",
            "<p>Spinal decompression therapy has not been shown to help people with sciatica.</p>",
        ),
        (
            "<h2>Cupping – A Miracle Cure for Back Pain | Our Clinic</h2>",
            "<h2>Cupping – What Is Known About Cupping | Our Clinic</h2>",
        ),
        (
            "<button>Can chiropractic cure sciatica? +</button>",
            "<button>What is known about chiropractic care and sciatica?</button>",
        ),
    ],
)
def test_a_draft_fits_its_place(before: str, after: str, knowledge: Knowledge) -> None:
    assert first(before, knowledge) == after


def test_what_was_studied_is_named_once(knowledge: Knowledge) -> None:
    (finding, _), *_ = findings("<p>Spinal decompression therapy treats sciatica.</p>", knowledge)
    assert [draft.text for draft in finding.suggestions if draft.text.startswith("Spinal")] == [
        "Spinal decompression therapy has been studied in people with low back pain for an effect on pain; it is not "
        "known whether it helps people with sciatica."
    ]


def test_an_order_becomes_an_invitation(knowledge: Knowledge) -> None:
    body = "<p>Overcome insomnia with acupuncture.</p>"
    assert first(body, knowledge) == "<p>Talk to us about your options for insomnia.</p>"


def test_a_sentence_that_names_both_can_ask_the_reader_to_ask(knowledge: Knowledge) -> None:
    (finding, _), *_ = findings("<p>In our rooms cupping cures migraine.</p>", knowledge)
    kinds = [(draft.kind, draft.applicability) for draft in finding.suggestions]
    assert kinds == [("ask", "manual"), ("remove", "review"), ("rewrite", "manual")]
    assert finding.suggestions[2].text == "Ask us what is known about cupping in people with migraine."
    (unnamed, _), *_ = findings("<h1>Cupping</h1><p>In our rooms it cures migraine for most.</p>", knowledge)
    assert [draft.kind for draft in unnamed.suggestions] == ["ask", "remove"]


def test_a_draft_of_a_few_words_shows_its_sentence(knowledge: Knowledge) -> None:
    (finding, page), *_ = findings("<p>We clean teeth without pain. Come by.</p>", knowledge)
    draft = finding.suggestions[0]
    assert draft.reads == "We clean teeth."
    assert draft.reads in put_in(page, draft)
    assert all(one.reads is None for one in finding.suggestions if one.kind != "rewrite")


def test_a_part_of_a_title_goes_with_its_separator(knowledge: Knowledge) -> None:
    body = "<h1>Stem cells</h1><h2>Our Visits – Stem Cells Cure Arthritis | Our Clinic</h2>"
    assert first(body, knowledge, "remove").endswith("<h2>Our Visits – Our Clinic</h2>")


def test_a_dash_within_a_description_parts_nothing(knowledge: Knowledge) -> None:
    words = "Acupuncture in Leeds — licensed staff treating asthma. Book today."
    page = f'<html><head><meta name="description" content="{words}"></head><body><p>Hello.</p></body></html>'
    assert "— ask" not in first(page, knowledge).lower()
    assert "Ask us about acupuncture: what is done" in first(page, knowledge)


def test_bullets_of_conditions_are_not_called_effects(knowledge: Knowledge) -> None:
    body = "<h1>Stem cells</h1><p>Stem cells treat:</p><ul><li>Asthma</li><li>Gout</li></ul>"
    found = [draft.text for finding, _ in findings(body, knowledge) for draft in finding.suggestions]
    assert "It is not known whether stem cell therapy helps with any of these:" in found
