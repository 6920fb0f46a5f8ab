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
        ("To relieve back pain, we use fine needles.", "We use fine needles."),
        ("By preventing cavities, our brushing plan saves you a trip.", "Our brushing plan saves you a trip."),
        ("Minimally invasive: no flap is cut in this operation.", "No flap is cut in this operation."),
        ("The visit takes an hour, and most patients go home the same day.", "The visit takes an hour."),
        ("The visit takes an hour, with patients going home the same day.", "The visit takes an hour."),
        ("We write exercise plans designed to restore mobility.", "We write exercise plans."),
        ("You lie on a soft table while it harnesses the body's own healing.", "You lie on a soft table."),
        ("We set the needles to calm nerves, warm the skin and relieve back pain.", "We set the needles."),
        ("It is a cutting-edge, non-stick cream for feet.", "It is a non-stick cream for feet."),
        ("They have advanced technology for this.", "They have technology for this."),
        ("The session is quick and minimally invasive.", "The session is quick."),
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
        "Our aim is not only to get you moving, but to relieve pain.",
        "We adjust your spine and keep you pain-free long-term.",
        "They want something that works with the body and supports healing.",
        "To relieve pain, calm nerves and sleep, come to us.",
        "Natural repair within days.",
        "Cupping is the right option for you because it repairs the damage.",
        "Cupping helps in both short and long term results.",
        "Results develop over 2–4 weeks as collagen production increases.",
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


def test_the_same_invitation_is_offered_once_a_page_and_never_for_what_somebody_tells(knowledge: Knowledge) -> None:
    cupping, wanted = "<p>In our rooms cupping cures migraine.</p>", "Ask us what is known about cupping in people"
    invited = [
        sum(draft.text.startswith(wanted) for draft in finding.suggestions)
        for finding, _ in findings(f"{cupping}<p>Cupping heals migraine.</p>", knowledge)
    ]
    assert invited == [1, 0]
    (told, _), *_ = findings("<p>I know that cupping cures my migraine.</p>", knowledge)
    assert "rewrite" not in [draft.kind for draft in told.suggestions]


def test_an_outcome_is_enough_to_ask_about(knowledge: Knowledge) -> None:
    (finding, _), *_ = findings("<p>In our rooms cupping boosts immune function.</p>", knowledge)
    assert finding.suggestions[-1].text == "Ask us what is known about cupping and immune function."
    for vague in ("<p>Cupping supports healing.</p>", "<p>It boosts immune function without cupping.</p>"):
        for found, _ in findings(vague, knowledge):
            assert not any(draft.text.startswith("Ask us what") for draft in found.suggestions), vague


def test_a_treatment_is_called_by_the_abbreviation_of_the_page(knowledge: Knowledge) -> None:
    assert first("<p>LASIK corrects astigmatism for life.</p>", knowledge) == (
        "<p>LASIK is commonly used in people with astigmatism; ask us what to expect and which risks there are.</p>"
    )


def test_no_two_drafts_read_the_same(knowledge: Knowledge) -> None:
    for body in ("<p>LASIK corrects astigmatism for life.</p>", "<p>Exosomes cure hair loss.</p>"):
        for finding, _ in findings(body, knowledge):
            read = [draft.reads or draft.text for draft in finding.suggestions if draft.kind == "rewrite"]
            assert read
            assert len(read) == len(set(read))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            "<p>Hello.</p><p><b>Exosome therapy</b> cures hair loss</p>",
            "<p>Hello.</p><p>Not approved by the FDA for any use</p>",
        ),
        (
            "<p>Come in. <b>Exosomes</b> relieve asthma.</p>",
            "<p>Come in. <b>Exosomes</b> are not approved by the FDA for any use.</p>",
        ),
    ],
)
def test_a_draft_takes_both_halves_of_a_pair_of_tags(before: str, after: str, knowledge: Knowledge) -> None:
    assert first(before, knowledge) == after


def test_the_end_of_a_paragraph_without_a_stop_is_no_bullet(knowledge: Knowledge) -> None:
    body = "<p>Come in. Our exosomes relieve asthma in adults</p>"
    assert first(body, knowledge) == "<p>Come in. Exosomes are not approved by the FDA for any use</p>"


def test_a_name_that_stands_for_everything_is_not_used(knowledge: Knowledge) -> None:
    for finding, _ in findings("<p>Unlike endless pills that only mask it, we listen.</p>", knowledge):
        assert not any("medicines" in draft.text for draft in finding.suggestions if draft.kind == "rewrite")


def test_a_button_leads_nowhere_new(knowledge: Knowledge) -> None:
    (found, _), *_ = findings("<h1>Exosomes</h1><button>Start healing today</button>", knowledge)
    assert [draft.kind for draft in found.suggestions] == ["remove", "rewrite"]
    assert found.suggestions[1].text.startswith("Ask ")


def test_words_to_be_found_by_get_no_sentence(knowledge: Knowledge) -> None:
    meta = '<meta name="keywords" content="our clinic, acupuncture cures migraine, massage">'
    page = f"<html><head>{meta}</head><body><p>Hello.</p></body></html>"
    (found, _), *_ = findings(page, knowledge)
    assert [draft.kind for draft in found.suggestions] == ["remove", "ask"]
    assert 'content="our clinic, massage"' in first(page, knowledge, "remove")


def test_a_statement_put_in_does_not_run_into_the_one_before(knowledge: Knowledge) -> None:
    words = "We are open from Monday to Friday and there is parking behind the house. " * 12
    page = f"{OPENS}<h1>Exosomes</h1><p>Exosomes cure hair loss.</p><p>{words.strip()}</p>{CLOSES}"
    report = engine.check([InputFile("page.html", page.encode())], SETTINGS, knowledge)
    put = [put_in(page, one) for each in report.findings if each.verdict == "missing" for one in each.suggestions]
    assert put
    assert not any(".Exosomes" in text or ".Like" in text or ".Reported" in text for text in put)


def test_people_are_called_as_people_call_them(knowledge: Knowledge) -> None:
    found = findings("<p>Stem cell therapy helps people stop smoking.</p>", knowledge)
    assert any("people who smoke" in draft.text for finding, _ in found for draft in finding.suggestions)


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
