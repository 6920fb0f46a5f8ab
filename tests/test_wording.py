"""Draft wording: every template in every slot reads as English, keeps the law it serves, and fits where it goes."""

from __future__ import annotations

import itertools
import re
import shutil
from pathlib import Path

import pytest
from desk import RULES, Desk, claims, says, well_put
from hypothesis import given
from hypothesis import strategies as st

from claimlint.errors import KnowledgeError
from claimlint.wording import (
    Fit,
    Slot,
    article,
    case_of,
    fill,
    is_well_formed,
    load_wording,
    permitted,
    suggest,
)
from claimlint.wording.grammar import bullet, is_title_case, series, title_case


@pytest.fixture(scope="module")
def desk() -> Desk:
    return Desk()


@pytest.mark.parametrize("slot", list(Slot))
@pytest.mark.parametrize("code", ["us", "uk"])
def test_every_draft_is_english_and_breaks_no_rule(desk: Desk, slot: Slot, code: str) -> None:
    seen = 0
    for claim in claims(desk):
        drafts = desk.drafts(*claim, slot=slot, code=code)
        assert drafts or desk.verdict(*claim, code).verdict == "supported", claim
        for draft in drafts:
            if draft.kind == "rewrite":
                seen += 1
                wrong = well_put(draft.text, Slot.SENTENCE if draft.replaces == "sentence" else slot, desk)
                assert not wrong, (claim, draft, wrong)
            elif draft.kind == "ask":
                assert is_well_formed(draft.text)
                assert draft.applicability == "manual"
            else:
                assert draft.text == ""
    assert seen > 60 or slot is Slot.ALT, "what a picture shows nobody can draft"


def test_every_state_and_status_is_reached_by_some_claim(desk: Desk) -> None:
    reached = {
        case_of(verdict, desk.registry.rows.get(verdict.row or ""))
        for claim, code in itertools.product(claims(desk), ("us", "ca"))
        for verdict in [desk.verdict(*claim, code)]
    }
    others = {"E3", "established", "unverified"}
    assert reached == set(desk.wording.states) - others, "no row holds E3; its templates are certified below"


@pytest.mark.parametrize("key", ["states", "status"])
def test_every_template_can_be_filled_whatever_is_on_file(desk: Desk, key: str) -> None:
    full = {
        "treatment": "vitamin infusions",
        "condition": "neck pain",
        "outcome": "pain",
        "regulator": "the FDA",
        "people": "people with neck pain",
        "usual-people": "people with neck pain",
        "population": "people with neck pain",
        "follow-up": "six weeks",
        "comparator": "placebo",
        "size": "slightly",
        "harms": "infection and bruising",
        "verb": "reduce",
        "verbs": "reduce",
        "verbing": "reducing",
        "is": "are",
        "has": "have",
        "it": "they",
        "helps": "help",
        "does": "do",
        "its": "their",
        "does-these": "have any of these effects",
        "compares": "compare",
        "this-treatment": "vitamin infusions",
        "treatment-again": "they",
        "held-treatment": "low-level laser therapy",
        "held-has": "has",
        "held-population": "people with knee pain",
        "held-outcome": "sleep",
    }
    optional = ("follow-up", "comparator", "size")
    cases = getattr(desk.wording, key)
    for (name, case), dropped in itertools.product(cases.items(), itertools.product((True, False), repeat=3)):
        facts = {fact: value for fact, value in full.items() if fact not in itertools.compress(optional, dropped)}
        tones = [(Slot.SENTENCE, line) for line in (*case.plain, *case.short)]
        for slot, line in [*tones, *((place, line) for place in Slot for line in case.lines(place))]:
            text = fill(line, facts)
            if text is None:
                assert (dropped[1], name) == (True, "E5.similar"), line
                continue
            text = re.sub(r"^<[^<>]+> ", "", text)
            wrong = [fault for fault in well_put(text, slot, desk) if fault != "small first letter"]
            assert not wrong, (name, slot, text, wrong)


def test_names_in_the_vocabulary_bring_no_banned_word(desk: Desk) -> None:
    for entry in desk.vocabulary.entries.values():
        if entry.kind in ("treatment", "condition", "outcome"):
            for banned in desk.wording.words.banned:
                assert not says(banned, entry.name), entry.id


# Restricted


def test_a_restricted_product_gets_its_status_then_removal_then_uncertainty_by_hand(desk: Desk) -> None:
    drafts = desk.drafts("exosomes", "joint-pain", "pain")
    assert [(draft.kind, draft.applicability) for draft in drafts] == [
        ("rewrite", "review"),
        ("remove", "review"),
        ("rewrite", "manual"),
    ]
    assert drafts[0].text == "Exosomes are not approved by the FDA for any use."
    assert drafts[2].text == "It is not known whether exosomes reduce pain in people with joint pain."


def test_the_status_names_the_condition_where_another_use_is_approved(desk: Desk) -> None:
    for treatment, condition, wanted in [
        ("ketamine", "depression", "Ketamine is not approved by the FDA for depression."),
        ("uc-msc", "neck-pain", "Umbilical cord stem cells are not approved by the FDA for neck pain."),
        ("hbot", "autism", "Hyperbaric oxygen therapy is not approved by the FDA for autism."),
    ]:
        assert desk.drafts(treatment, condition, None)[0].text == wanted


def test_without_a_condition_an_approved_product_is_not_called_unapproved(desk: Desk) -> None:
    for treatment in ("stem-cells", "ketamine", "hcg"):
        drafts = desk.drafts(treatment, None, "pain")
        assert drafts[0].kind == "remove"
        assert not any("approved" in draft.text for draft in drafts)


def test_it_never_says_not_known_of_what_the_registry_knows(desk: Desk) -> None:
    texts = [draft.text for draft in desk.drafts("semaglutide", "obesity", "weight", code="uk")]
    assert texts[0].endswith("a clinician will discuss the options and their risks with you.")
    assert not any("not known" in text for text in texts)


def test_no_draft_for_a_restricted_product_is_a_benefit_claim(desk: Desk) -> None:
    for claim, slot in itertools.product(claims(desk), Slot):
        if desk.verdict(*claim).verdict == "restricted":
            for draft in desk.drafts(*claim, slot=slot):
                assert not re.search(r"\b(may|probably|suggests|linked)\b", draft.text), (claim, draft)


# By evidence


@pytest.mark.parametrize(
    ("claim", "wanted"),
    [
        (
            ("lllt", "neck-pain", "pain"),
            "Low-certainty evidence suggests that low-level laser therapy may reduce pain over the short term in "
            "people with neck pain, compared with placebo.",
        ),
        (
            ("exercise-therapy", "low-back-pain", "function"),
            "Exercise probably improves physical function slightly in people with chronic low back pain.",
        ),
        (
            ("spinal-manipulation", "low-back-pain", "pain"),
            "Spinal manipulation probably reduces pain about as much as other recommended therapies in people with "
            "chronic low back pain.",
        ),
        (
            ("prp", "knee-osteoarthritis", "cartilage"),
            "Trials in people with knee osteoarthritis have found little or no difference in cartilage with "
            "platelet-rich plasma, compared with placebo.",
        ),
        (
            ("red-light", "neck-pain", "pain"),
            "Low-level laser therapy has been studied in people with neck pain for an effect on pain; it is not known "
            "whether red light therapy reduces pain in people with neck pain.",
        ),
    ],
)
def test_the_sentence_of_a_state(desk: Desk, claim: tuple[str, str, str], wanted: str) -> None:
    assert desk.drafts(*claim)[0].text == wanted


def test_a_finite_verb_agrees_with_its_subject(desk: Desk) -> None:
    claim = ("exercise-therapy", "low-back-pain", "pain")
    assert (
        desk.drafts(*claim, slot=Slot.VERB_FINITE)[0].text
        == "probably reduces pain slightly in people with chronic low back pain"
    )
    assert (
        desk.drafts(*claim, slot=Slot.VERB_FINITE, plural=True)[0].text
        == "probably reduce pain slightly in people with chronic low back pain"
    )


def test_a_bare_verb_is_redrafted_as_the_sentence(desk: Desk) -> None:
    drafts = desk.drafts("lllt", "neck-pain", "pain", slot=Slot.VERB_BARE, words="relieve pain")
    assert {draft.replaces for draft in drafts} == {"sentence"}


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ("Relieves pain", "May reduce pain in people with neck pain (low-certainty evidence)"),
        ("relieves pain", "may reduce pain in people with neck pain (low-certainty evidence)"),
        ("Relieves pain.", "May reduce pain in people with neck pain (low-certainty evidence)."),
        ("Lasting relief – Relieves pain", "Pain – May reduce pain in people with neck pain (low-certainty evidence)"),
        ("Lasting relief: relieves pain", "Pain: may reduce pain in people with neck pain (low-certainty evidence)"),
    ],
)
def test_a_bullet_keeps_its_form(desk: Desk, words: str, wanted: str) -> None:
    assert desk.drafts("lllt", "neck-pain", "pain", slot=Slot.BULLET, words=words)[0].text == wanted


def test_a_heading_keeps_its_capitals(desk: Desk) -> None:
    claim = ("lllt", "neck-pain", "pain")
    titled = desk.drafts(*claim, slot=Slot.HEADING, words="Neck Pain Relief")[0].text
    plain = desk.drafts(*claim, slot=Slot.HEADING, words="Relief for your neck")[0].text
    assert titled == "What Is Known About Low-Level Laser Therapy and Pain"
    assert plain == "What is known about low-level laser therapy and pain"


def test_an_adjective_may_simply_go(desk: Desk) -> None:
    drafts = desk.drafts("lllt", "neck-pain", "pain", slot=Slot.ADJECTIVE, words="highly effective")
    assert (drafts[0].kind, drafts[0].replaces) == ("remove", "words")


def test_spelling_follows_the_page(desk: Desk) -> None:
    brief = desk.brief("acupuncture", "sleep-apnoea", "tooth-colour")
    for spelling, wanted in (
        ("american", "sleep apnea has tested whether acupuncture improves tooth color"),
        ("british", "apnoea"),
    ):
        drafts = suggest(brief, Fit(words="It whitens.", spelling=spelling))  # type: ignore[arg-type]
        assert wanted in drafts[0].text


def test_nothing_on_file_is_a_question_not_a_filler(desk: Desk) -> None:
    for claim in (("cupping", "low-back-pain", "pain"), ("cupping", None, None), (None, "low-back-pain", "pain")):
        drafts = desk.drafts(*claim)
        assert [draft.kind for draft in drafts] == ["ask", "remove"]
        assert "trial" in drafts[0].text
        assert "would settle it" in drafts[0].text


@pytest.mark.parametrize("slot", [Slot.HEADING, Slot.QUESTION, Slot.BUTTON, Slot.ATTRIBUTE, Slot.LEAD_IN])
def test_a_place_that_cannot_stay_empty_gets_words_that_claim_nothing(desk: Desk, slot: Slot) -> None:
    drafts = desk.drafts("cupping", "low-back-pain", "pain", slot=slot)
    assert [(draft.kind, draft.applicability) for draft in drafts] == [("ask", "manual"), ("rewrite", "manual")]
    assert "cupping" in drafts[1].text.lower()
    assert not re.search(r"\b(reduce|relie|help|treat)", drafts[1].text)


def test_supported_claims_get_no_draft(desk: Desk) -> None:
    assert desk.drafts("lllt", "neck-pain", "pain", strength=3) == ()


def test_a_name_that_breaks_a_rule_where_it_stands_is_left_out(desk: Desk) -> None:
    claim = ("cupping", "low-back-pain", "pain")
    fit = Fit(Slot.HEADING, "Relief for your back", accept=lambda text: "cupping" not in text.lower())
    drafts = suggest(desk.brief(*claim), fit)
    assert [draft.text for draft in drafts if draft.kind == "rewrite"] == ["About this treatment"]


def test_permitted_wording_before_anything_is_written(desk: Desk) -> None:
    def lines(treatment: str, condition: str, outcome: str) -> tuple[str, ...]:
        return permitted(desk.brief(treatment, condition, outcome))

    assert lines("uc-msc", "neck-pain", "pain") == (
        "Umbilical cord stem cells are not approved by the FDA for neck pain.",
        "It is not known whether umbilical cord stem cells reduce pain in people with neck pain.",
    )
    assert lines("exercise-therapy", "low-back-pain", "pain") == (
        "Exercise probably reduces pain slightly in people with chronic low back pain.",
    )


# Mistakes in templates


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        (
            "Low-certainty evidence suggests that {treatment} may",
            "{Treatment} may",
            "says “may” without naming the evidence",
        ),
        ("What is known about {treatment}", "A promising {treatment}", "says “promising”, which no draft may say"),
        ("{population}; randomised", "{persons}; randomised", "names {persons}; expected one of"),
        ("E3:", "E33:", "is missing “E3”"),
        ("E3:", "E33:", "has “E33”, which nothing asks for"),
    ],
)
def test_a_template_that_could_not_be_offered_is_refused(tmp_path: Path, old: str, new: str, says: str) -> None:
    shutil.copytree(RULES / "wording", tmp_path, dirs_exist_ok=True)
    states = tmp_path / "states.yaml"
    text = states.read_text(encoding="utf-8")
    assert old in text
    states.write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(KnowledgeError) as caught:
        load_wording(tmp_path)
    assert any(says in str(problem) for problem in caught.value.problems)


# Grammar


@pytest.mark.parametrize(
    ("word", "wanted"),
    [
        ("operation", "an"),
        ("injection", "an"),
        ("unique", "a"),
        ("unproven", "an"),
        ("useful", "a"),
        ("hour", "an"),
        ("hip", "a"),
        ("one-off", "a"),
        ("European", "a"),
        ("MRI scan", "an"),
        ("PRP kit", "a"),
        ("FDA notice", "an"),
        ("IV drip", "an"),
        ("X-ray", "an"),
    ],
)
def test_article(word: str, wanted: str) -> None:
    assert article(word) == wanted


def test_series() -> None:
    assert [series(["a", "b", "c"][:count]) for count in range(4)] == ["", "a", "a and b", "a, b and c"]


@given(st.lists(st.from_regex(r"[a-z]{3,9}", fullmatch=True), min_size=2, max_size=6))
def test_title_case_is_title_case_and_stays_so(words: list[str]) -> None:
    titled = title_case(" ".join(words))
    assert title_case(titled) == titled
    assert titled.lower() == " ".join(words)
    if len([word for word in titled.split() if word[0].isupper()]) > 1:
        assert is_title_case(titled)


@given(st.text(max_size=80))
def test_a_bullet_is_taken_apart_without_loss(text: str) -> None:
    parts = bullet(text)
    assert parts is None or "".join(parts) == text.strip()
