"""The whole pipeline on small pages: slots from their context, verdicts, merging, what is excused and why."""

from __future__ import annotations

import pytest
from lexicon import AS_OF

from claimlint import engine
from claimlint.config import InputFile, PageGroup, Settings
from claimlint.knowledge import Knowledge, load
from claimlint.record import replace
from claimlint.report import Finding, Report

SETTINGS = Settings(as_of=AS_OF)


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return load(SETTINGS)


def check(text: str, knowledge: Knowledge, name: str = "page.html", settings: Settings = SETTINGS) -> Report:
    return engine.check([InputFile(name, text.encode())], settings, knowledge)


def by_text(report: Report) -> dict[str, Finding]:
    return {finding.text: finding for finding in report.findings if finding.verdict not in ("missing", "contradicted")}


@pytest.mark.parametrize(
    ("treatment", "verdict", "severity"),
    [
        ("UC-MSC therapy", "restricted", "error"),
        ("Spinal decompression", "unsupported", "warning"),
        ("Exercise therapy", "overstated", "warning"),
        ("Cupping", "unverified", "warning"),
    ],
)
def test_one_sentence_gets_the_verdict_of_its_treatment(
    treatment: str, verdict: str, severity: str, knowledge: Knowledge
) -> None:
    report = check(f"<h1>Our clinic</h1><p>{treatment} reduces chronic low back pain.</p>", knowledge)
    finding = by_text(report)["reduces chronic low back pain"]
    assert (finding.verdict, finding.severity) == (verdict, severity)
    assert finding.claim is not None
    assert finding.claim.condition == "low-back-pain"


def test_what_the_evidence_carries_is_supported_and_counted(knowledge: Knowledge) -> None:
    report = check("<h1>Our clinic</h1><p>Exercise therapy probably reduces chronic low back pain.</p>", knowledge)
    assert by_text(report) == {}
    assert report.summary.supported == report.summary.matches > 0


@pytest.mark.parametrize(
    ("page", "where"),
    [
        ("<h1>Care</h1><p>Acupuncture relieves migraine.</p>", "sentence"),
        ("<h1>Care</h1><p>Acupuncture is what we do. It relieves migraine.</p>", "paragraph"),
        ("<h1>Care</h1><h2>Acupuncture</h2><p>It relieves migraine.</p>", "heading"),
        ("<title>Acupuncture</title><p>It relieves migraine.</p>", "title"),
        ("<h1>Care</h1><p>What acupuncture does for you:</p><ul><li>Relieves migraine</li></ul>", "lead-in"),
        (
            "<h1>Care</h1><table><tr><td>Headaches</td><td>Acupuncture</td><td>Relieves migraine</td></tr></table>",
            "table-row",
        ),
        ("<h1>Care</h1><p>We do acupuncture.</p><p>Acupuncture is old.</p><p>It relieves migraine.</p>", "page"),
    ],
)
def test_the_treatment_comes_from_the_nearest_place_that_names_one(page: str, where: str, knowledge: Knowledge) -> None:
    (finding,) = [one for text, one in by_text(check(page, knowledge)).items() if "elieves migraine" in text]
    assert finding.claim is not None
    assert finding.claim.treatment == "acupuncture"
    assert dict(finding.claim.from_)["treatment"] == where


def test_a_configured_page_group_gives_what_the_page_leaves_open(knowledge: Knowledge) -> None:
    group = PageGroup(("pages/*.html",), treatment="acupuncture", condition="migraine")
    settings = replace(SETTINGS, pages=(group,))
    report = check("<p>It relieves pain.</p>", knowledge, "pages/a.html", settings)
    (finding,) = by_text(report).values()
    assert finding.claim is not None
    assert (finding.claim.treatment, finding.claim.condition) == ("acupuncture", "migraine")
    assert dict(finding.claim.from_)["treatment"] == "given"


def test_side_by_side_claims_are_one_finding_with_all_its_rules(knowledge: Knowledge) -> None:
    page = "<h1>Stem cells</h1><p>Our stem cells repair cartilage, reduce inflammation and restore mobility.</p>"
    report = check(page, knowledge)
    (finding,) = by_text(report).values()
    assert finding.text == "repair cartilage, reduce inflammation and restore mobility"
    assert finding.matches > len(finding.rules) >= 2


@pytest.mark.parametrize(
    ("sentence", "because", "cue"),
    [
        ("Acupuncture does not cure arthritis.", "negated", "not"),
        ("Does acupuncture cure arthritis?", "genuine-question", "Does"),
        ("Beware of clinics that promise to cure arthritis.", "warned-about", "Beware"),
        ("There is no cure for arthritis.", "negated", "no"),
    ],
)
def test_context_excuses_and_says_by_what(sentence: str, because: str, cue: str, knowledge: Knowledge) -> None:
    report = check(f"<h1>Our clinic</h1><p>{sentence}</p>", knowledge)
    assert by_text(report) == {}
    assert because in {excused.because for excused in report.excused}
    assert any(cue.lower() in excused.cue.lower() for excused in report.excused)


@pytest.mark.parametrize(
    "heading", ["Symptoms", "Signs and symptoms", "Symptoms of eczema", "Causes:", "When to see a doctor"]
)
def test_under_a_heading_of_symptoms_a_disease_is_told_of(heading: str, knowledge: Knowledge) -> None:
    report = check(f"<h1>Our clinic</h1><h2>{heading}</h2><p>Less sleep and more energy at night.</p>", knowledge)
    assert not report.findings
    assert "disease-described" in {one.because for one in report.excused}


@pytest.mark.parametrize(
    ("heading", "text"),
    [
        ("Symptoms we treat", "Less pain and more energy at night."),
        ("Causes more collagen", "Less pain and more energy at night."),
        ("Symptoms", "Our cream gives you less pain and more energy at night."),
        ("Symptoms", "With acupuncture less pain and more energy at night."),
    ],
)
def test_care_under_or_in_such_a_heading_is_still_claimed(heading: str, text: str, knowledge: Knowledge) -> None:
    report = check(f"<h1>Our clinic</h1><h2>{heading}</h2><p>{text}</p>", knowledge)
    assert "disease-described" not in {one.because for one in report.excused}
    assert any(one.severity == "warning" for one in report.findings)


@pytest.mark.parametrize(
    "sentence",
    [
        "Acupuncture not only relieves migraine but also cures arthritis.",
        "You don't need surgery to cure arthritis.",
        "Nothing cures arthritis faster.",
        "Without a doubt our needles cure arthritis.",
    ],
)
def test_a_negation_that_is_none_excuses_nothing(sentence: str, knowledge: Knowledge) -> None:
    report = check(f"<h1>Acupuncture</h1><p>{sentence}</p>", knowledge)
    assert any("arthritis" in text for text in by_text(report))


def test_list_items_are_never_joined_but_wrapped_sentences_are(knowledge: Knowledge) -> None:
    items = check("<h1>Our clinic</h1><ul><li>No down time</li><li>Guaranteed relief</li></ul>", knowledge)
    assert any("Guaranteed" in text for text in by_text(items))
    wrapped = check("<h1>Our clinic</h1><p>Results are not\n  guaranteed.</p>", knowledge)
    assert by_text(wrapped) == {}


def test_information_without_an_offer_is_for_the_inventory_only(knowledge: Knowledge) -> None:
    text = "Ibuprofen reduces back pain in many adults."
    report = check(text, knowledge, "leaflet.txt")
    assert report.findings == ()
    claims, _ = engine.claims([InputFile("leaflet.txt", text.encode())], SETTINGS)
    assert [claim.text for claim in claims] == ["reduces back pain"]


def test_a_page_that_informs_offers_only_where_it_says_so(knowledge: Knowledge) -> None:
    head = "<title>Acupuncture</title><h1>Acupuncture</h1>"
    text = f"{head}<p>Acupuncture relieves migraine.</p><p>Our clinic relieves back pain.</p>"
    assert len(by_text(check(text, knowledge))) == 2
    informs = PageGroup(("info/**",), treatment="acupuncture", purpose="information")
    settings = replace(SETTINGS, pages=(informs,))
    report = check(text, knowledge, "info/a.html", settings)
    assert [*by_text(report)] == ["relieves back pain"]
    assert [one.because for one in report.excused] == ["not-an-offer"]
    assert len(by_text(check(text, knowledge, "shop/a.html", settings))) == 2


@pytest.mark.parametrize(
    "text",
    [
        "Penicillin cures scarlet fever in most people.",
        "Support stockings ease swelling, but they do not close the vein.",
        "The device lowered pain scores by a mean of two points over sham.",
        "Iron tablets cure anaemia. Rest helps. Few people need a drip.",
        "Surgery cures this kind of hernia for life.",
    ],
)
def test_a_word_that_advertising_shares_with_leaflets_makes_no_offer_of_everyday_medicine(
    text: str, knowledge: Knowledge
) -> None:
    found = [one for one in check(text, knowledge, "leaflet.txt").findings if one.severity != "info"]
    assert found == []


@pytest.mark.parametrize(
    "text",
    [
        "Ozone cures hepatitis.",
        "Our penicillin cures scarlet fever in most people.",
        "Book a course now: support stockings cure varicose veins for good.",
        "Strengthen your knees the natural way, with a blend of nine herbs from the hills.",
    ],
)
def test_what_clinics_sell_is_an_offer_wherever_it_stands(text: str, knowledge: Knowledge) -> None:
    assert [one for one in check(text, knowledge, "leaflet.txt").findings if one.severity != "info"]


def test_quoted_words_that_the_sentence_speaks_of_are_not_said(knowledge: Knowledge) -> None:
    page = "<h1>Our clinic</h1><p>“Risk-free” is a phrase that no honest clinic uses of surgery.</p>"
    report = check(page, knowledge)
    assert by_text(report) == {}
    assert {one.because for one in report.excused} == {"mentioned"}
    said = "<h1>Our clinic</h1><p>“My risk-free surgery changed everything”, says Ann.</p>"
    assert by_text(check(said, knowledge))


def test_what_a_rival_does_is_no_claim_of_the_page(knowledge: Knowledge) -> None:
    page = "<h1>Acupuncture for migraine</h1><p>Conventional drugs reduce pain.</p>"
    assert "reduce pain" not in by_text(check(page, knowledge))


@pytest.mark.parametrize("answer", ["No.", "Not at all.", "None whatsoever, it is gentle."])
def test_no_to_a_fear_is_a_claim(answer: str, knowledge: Knowledge) -> None:
    page = f"<h1>Cupping</h1><details><summary>Does it hurt?</summary><p>{answer}</p></details>"
    (finding,) = check(page, knowledge).findings[:1]
    assert (finding.rule, finding.severity) == ("no-side-effects", "error")
    assert answer.startswith(finding.text.split(",")[0].rstrip("."))


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("Does it hurt?", "No, but you may feel a dull ache."),
        ("Does it hurt?", "Ask us."),
        ("Do I need a referral?", "No."),
    ],
)
def test_no_is_no_claim_where_it_is_bounded_or_takes_no_fear_away(
    question: str, answer: str, knowledge: Knowledge
) -> None:
    page = f"<h1>Cupping</h1><details><summary>{question}</summary><p>{answer}</p></details>"
    assert check(page, knowledge).findings == ()


@pytest.mark.parametrize("lead_in", ["Our needles help with", "We get great results with:", "Our needles relieve:"])
def test_a_lead_in_claims_what_its_list_holds(lead_in: str, knowledge: Knowledge) -> None:
    page = f"<h1>Acupuncture</h1><p>{lead_in}</p><ul><li>Migraine</li><li>Tinnitus</li></ul>"
    found = [one for one in check(page, knowledge).findings if "condition-list" in one.rules]
    assert [one.severity for one in found] == ["warning"]
    assert [related.what for related in found[0].related] == ["list-item", "list-item"]


def test_a_part_of_the_body_names_what_an_effect_is_on(knowledge: Knowledge) -> None:
    (finding,) = check("<h1>Reiki</h1><p>Reiki heals your gut.</p>", knowledge).findings
    assert finding.severity == "warning"


def test_the_same_sentence_in_meta_and_json_ld_is_one_finding(knowledge: Knowledge) -> None:
    page = (
        '<head><title>A</title><meta name="description" content="Acupuncture cures migraine."></head>'
        "<body><h1>Care</h1><p>Acupuncture cures migraine.</p></body>"
    )
    (finding,) = by_text(check(page, knowledge)).values()
    assert finding.surface == "body"
    assert [page[also.start.offset : also.end.offset] for also in finding.also_at] == ["cures migraine"]


@pytest.mark.parametrize(
    ("name", "page", "text", "pieces"),
    [
        (
            "a.html",
            "<h1>Acupuncture</h1><div><div>85%</div><div>of patients report less pain</div></div>",
            "85% of patients",
            ["85%", "of patients"],
        ),
        (
            "a.js",
            'const s = [{ title: "Acupuncture" }, { value: 92, suffix: "%+", label: "Success rate for migraine" }];',
            "92%+ Success rate",
            ["92", "%+", "Success rate"],
        ),
    ],
)
def test_a_number_is_read_with_what_it_counts(
    name: str, page: str, text: str, pieces: list[str], knowledge: Knowledge
) -> None:
    (finding,) = [one for one in check(page, knowledge, name).findings if one.text.startswith(text)]
    assert [page[start:end] for start, end in finding.spans][: len(pieces) - 1] == pieces[:-1]
    assert page[finding.spans[len(pieces) - 1][0] :].startswith(pieces[-1])


def test_a_fingerprint_survives_moving_and_line_ends_but_not_new_words(knowledge: Knowledge) -> None:
    def print_of(page: str) -> set[str]:
        return {one.fingerprint for one in by_text(check(page, knowledge)).values()}

    page = "<h1>Care</h1>\n<p>Acupuncture cures migraine.</p>\n"
    assert print_of(page)
    assert print_of(page) == print_of(page.replace("\n", "\r\n")) == print_of(f"<p>Hello.</p>\n\n  {page}")
    assert print_of(page) != print_of(page.replace("cures", "eliminates"))


def test_changed_lines_report_what_they_touch_and_count_the_rest(knowledge: Knowledge) -> None:
    page = "<h1>Care</h1>\n<p>Acupuncture cures migraine.</p>\n<p>Acupuncture cures arthritis.</p>\n"
    report = engine.check([InputFile("a.html", page.encode(), frozenset({3}))], SETTINGS, knowledge)
    assert [finding.text for finding in report.findings if finding.text] == ["cures arthritis"]
    assert report.summary.older >= 1


def test_select_ignore_and_severity_of_the_configuration(knowledge: Knowledge) -> None:
    page = "<h1>Acupuncture</h1><p>Guaranteed relief: acupuncture cures migraine.</p>"
    everything = {rule for finding in check(page, knowledge).findings for rule in finding.rules}
    assert {"guarantee", "disease-cure"} <= everything
    only = check(page, knowledge, settings=replace(SETTINGS, select=("guarantee",)))
    assert {rule for finding in only.findings for rule in finding.rules} == {"guarantee"}
    without = check(page, knowledge, settings=replace(SETTINGS, ignore=("guarantee",)))
    assert "guarantee" not in {rule for finding in without.findings for rule in finding.rules}
    soft = check(page, knowledge, settings=replace(SETTINGS, select=("guarantee",), severity={"guarantee": "info"}))
    assert {finding.severity for finding in soft.findings} == {"info"}


@pytest.mark.parametrize("word", ["garanteed", "guarenteed", "revolutionery"])
def test_misspelt_triggers_are_found(word: str, knowledge: Knowledge) -> None:
    report = check(f"<h1>Our clinic</h1><p>Enjoy {word} results with our new approach.</p>", knowledge)
    assert any(word in text for text in by_text(report))


def test_another_language_is_not_judged_and_said_so(knowledge: Knowledge) -> None:
    page = (
        "<h1>Unsere Praxis</h1><p>Die Akupunktur ist eine Methode, die wir seit vielen Jahren mit Erfolg anwenden.</p>"
    )
    report = check(page, knowledge)
    assert [(entry.status, entry.reason) for entry in report.files] == [("not-judged", "is in another language")]


def test_a_binary_file_is_failed_never_clean(knowledge: Knowledge) -> None:
    report = engine.check([InputFile("a.html", b"\x00\x01\x02")], SETTINGS, knowledge)
    assert [entry.status for entry in report.files] == ["failed"]
