"""What has to be said near something: what asks for it, what counts, how near, and where it would go."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest
from lexicon import AS_OF

from claimlint import engine
from claimlint.config import InputFile, Settings
from claimlint.report import Finding

FILLER = (
    "Our rooms are on the second floor beside the lift, and the bus stops at the door every ten minutes until late. "
    "A visit takes about an hour. You lie on a couch, and tea is served afterwards. Bring a list of your tablets. "
)
LONG = "<p>" + FILLER * 3 + "</p>"


def findings(page: str, rule: str, *, name: str = "page.html", settings: Settings | None = None) -> list[Finding]:
    report = engine.check([InputFile(name, page.encode())], settings or Settings(as_of=AS_OF))
    return [finding for finding in report.findings if finding.rule == rule]


def places(page: str, found: Iterable[Finding]) -> list[str]:
    """Return what stands right before each place where a statement would go."""
    return [page[: one.start.offset].rsplit(">", 1)[-1][-30:] for one in found]


def site(folder: Path, **rules: str) -> Settings:
    own = folder / "claimlint-rules" / "own"
    own.mkdir(parents=True)
    for name, text in rules.items():
        (own / f"{name.replace('_', '-')}.yaml").write_text(text, "utf-8")
    return Settings(as_of=AS_OF, site_rules=own.parent)


RISKS = "missing-risk-information"
SHOCKWAVE = "<h2>Shockwave for heel pain</h2><p>Shockwave therapy cures heel pain for good.</p>"


def test_a_benefit_without_a_risk_is_asked_for_one_at_the_end_of_its_section() -> None:
    page = f"<h1>Our clinic</h1>{SHOCKWAVE}<p>It takes ten minutes.</p><h2>How to find us</h2>{LONG}"
    (found,) = findings(page, RISKS)
    assert (found.verdict, found.severity, found.text, found.spans) == (
        "missing",
        "warning",
        "",
        ((found.start.offset, found.start.offset),),
    )
    assert places(page, [found]) == ["It takes ten minutes."]
    assert "“cures heel pain”" in found.message
    assert [one.what for one in found.related] == ["claim"]
    assert found.related[0].start.offset == page.index("cures")
    assert found.suggestions[0].text.startswith(" Like all treatments, this one has risks.")


@pytest.mark.parametrize(
    "risk",
    [
        "<p>Side effects include bruising.</p>",
        "<h3>Risks and side effects</h3><p>We tell you about them first.</p>",
        "<h2>What are the risks?</h2><p>Ask us.</p>",
    ],
)
def test_a_risk_in_the_section_or_in_a_section_of_its_own_is_enough(risk: str) -> None:
    assert findings(f"<h1>Our clinic</h1>{SHOCKWAVE}{risk}<h2>Find us</h2>{LONG}", RISKS) == []


def test_the_risk_of_another_treatment_in_its_own_section_is_not_enough() -> None:
    other = "<h2>Laser hair removal</h2><p>Side effects include burns.</p>"
    page = f"<h1>Our clinic</h1>{SHOCKWAVE}{other}<h2>Find us</h2>{LONG}"
    (found,) = findings(page, RISKS)
    assert places(page, [found]) == ["rapy cures heel pain for good."]


def test_a_risk_far_below_is_not_near_the_benefit() -> None:
    near = f"<h1>Our clinic</h1>{SHOCKWAVE}<h2>Find us</h2>{LONG}<p>Side effects include bruising.</p>"
    far = near.replace(LONG, LONG * 6)
    assert findings(near, RISKS) == []
    assert len(findings(far, RISKS)) == 1


@pytest.mark.parametrize(
    "hidden",
    [
        "<details><summary>More</summary><p>Side effects include bruising.</p></details>",
        "<p hidden>Side effects include bruising.</p>",
        "<footer><p>Side effects include bruising.</p></footer>",
    ],
)
def test_a_statement_that_few_readers_see_is_weak_and_the_finding_says_so(hidden: str) -> None:
    page = f"<title>Heel pain</title><h1>Heel pain</h1><p>Shockwave cures heel pain.</p>{LONG}{hidden}"
    (found,) = findings(page, RISKS)
    assert "only where few readers look" in found.message
    weak = next(one for one in found.related if one.what == "caveat")
    assert page[weak.start.offset :].startswith("Side effects include")
    shown = page.replace("<details>", "<details open>").replace("<p hidden>", "<p>").replace("footer", "section")
    assert findings(shown, RISKS) == []


def test_one_statement_that_would_do_for_all_is_asked_for_once() -> None:
    page = f"<h1>Heel pain</h1><p>Shockwave cures heel pain.</p><h2>Why</h2><p>It ends all pain.</p>{LONG}"
    (found,) = findings(page, RISKS)
    assert len([one for one in found.related if one.what == "claim"]) == 2


def test_every_missing_statement_with_a_draft_is_settled_by_it() -> None:
    pages = {
        "stem.html": f"<h1>Stem cells</h1><p>Our stem cells repair cartilage.</p>{LONG}<h2>More</h2>{LONG}",
        "clinic.html": f"<h1>Our clinic</h1>{SHOCKWAVE}<h2>Laser</h2><p>Laser eliminates acne.</p>{LONG * 4}",
    }
    tried = 0
    for name, page in pages.items():
        before = engine.check([InputFile(name, page.encode())], Settings(as_of=AS_OF)).findings
        known = {(one.rule, one.fingerprint) for one in before}
        for finding in before:
            if finding.verdict != "missing" or not finding.suggestions:
                continue
            tried += 1
            draft = finding.suggestions[0]
            fixed = f"{page[: draft.start.offset]} {draft.text}{page[draft.end.offset :]}"
            after = engine.check([InputFile(name, fixed.encode())], Settings(as_of=AS_OF)).findings
            assert {(one.rule, one.fingerprint) for one in after} == known - {(finding.rule, finding.fingerprint)}
    assert tried >= 3


# Footnotes


def test_a_star_without_a_footnote_is_found_where_something_is_claimed() -> None:
    page = "<h1>Drips</h1><p>Our drip cures fatigue*.</p><label>Your name*</label>"
    (found,) = findings(page, "missing-footnote")
    assert "“*”" in found.message
    assert found.related[0].start.offset == page.index("*.")
    assert findings(f"{page}<p>* Not shown in trials.</p>", "missing-footnote") == []
    assert "few readers" in findings(f"{page}<footer>* Not shown.</footer>", "missing-footnote")[0].message


def test_markdown_emphasis_is_no_footnote() -> None:
    page = "# Drips\n\nOur drip *really* cures **fatigue**.\n"
    assert findings(page, "missing-footnote", name="page.md") == []


@pytest.mark.parametrize(
    ("claim", "note"),
    [
        ("Our drip cures fatigue.[1]", "<p>[1] In ten people.</p>"),
        ("Our drip cures fatigue [1].", "<p>1. In ten people.</p>"),
        ("Our drip cures fatigue [1, 2].", "<p>[1] In ten people.</p><p>[2] In mice.</p>"),
        ("Our drip cures fatigue<sup>1</sup>.", "<p><sup>1</sup> In ten people.</p>"),
        ("Our drip cures fatigue.<sup>1</sup> Call us.", "<p><sup>1</sup>In ten people.</p>"),
        ("Our drip cures fatigue.<sup><a href='#n'>1</a></sup>", "<footer><p>1 In ten people.</p></footer>"),
        ("Our drip cures fatigue.¹", "<p>¹ In ten people.</p>"),
        ("Our drip cures fatigue.<sup>1,2</sup>", "<h2>References</h2><ol><li>In ten people</li><li>In mice</li></ol>"),
        ("Our drip cures fatigue.†", "<p>†Not shown in trials.</p>"),
    ],
)
def test_a_mark_that_leads_nowhere_is_found_and_one_that_leads_somewhere_is_not(claim: str, note: str) -> None:
    page = f"<title>Drips</title><h1>Drips</h1><p>{claim}</p>{LONG}"
    dangling = findings(page, "missing-footnote")
    assert dangling
    assert all(one.verdict == "missing" for one in dangling)
    assert findings(page + note, "missing-footnote") == []


@pytest.mark.parametrize(
    "claim",
    [
        "Our drip cures fatigue in 3 visits.",
        "Our drip cures fatigue in rooms of 20 m<sup>2</sup>.",
        "Our drip cures fatigue on the 2<sup>nd</sup> visit.",
        "Our drip cures fatigue. 12 people asked.",
        "Ask us<sup>1</sup> anything.",
    ],
)
def test_a_number_that_is_no_reference_asks_for_nothing(claim: str) -> None:
    assert findings(f"<title>Drips</title><h1>Drips</h1><p>{claim}</p>{LONG}", "missing-footnote") == []


def test_only_the_second_of_two_marks_dangles() -> None:
    page = f"<title>Drips</title><h1>Drips</h1><p>Our drip cures fatigue.[1][2]</p>{LONG}<p>[1] In ten people.</p>"
    (found,) = findings(page, "missing-footnote")
    assert "“[2]”" in found.message


@pytest.mark.parametrize("mark", ["*", "†", "[1]", "<sup>1</sup>"])
def test_a_statement_counts_where_a_mark_leads_to_it(mark: str) -> None:
    page = f"<h1>Our clinic</h1>{SHOCKWAVE}<h2>Find us</h2>{LONG * 6}<p>{{}} Side effects include bruising.</p>"
    shown = mark.replace("[1]", "1.") if mark == "[1]" else mark
    assert len(findings(page.format(""), RISKS)) == 1
    assert len(findings(page.format(shown), RISKS)) == 1, "no mark leads there"
    marked = page.replace("for good.", f"for good.{mark}")
    assert findings(marked.format(shown), RISKS) == []
    elsewhere = marked.replace("Side effects", "Opening hours.</p><p>Side effects")
    assert len(findings(elsewhere.format(shown), RISKS)) == 1


def test_a_statement_in_a_footnote_of_the_footer_is_weak() -> None:
    page = f"<h1>Our clinic</h1>{SHOCKWAVE.replace('good.', 'good.*')}<h2>Find us</h2>{LONG * 6}"
    (found,) = findings(f"{page}<footer><p>* Side effects include bruising.</p></footer>", RISKS)
    assert "only where few readers look" in found.message


# The status of a product, typical results


def test_a_product_without_licence_is_asked_for_its_status_in_each_jurisdiction() -> None:
    page = f"<title>Cord cells</title><h1>Wharton’s jelly</h1><p>Wharton’s jelly cures neck pain.</p>{LONG}"
    (found,) = findings(page, "missing-product-status")
    assert "not approved by the FDA for neck pain" in found.suggestions[0].text
    stated = page.replace("neck pain.", "neck pain. It is not approved for that.")
    assert findings(stated, "missing-product-status") == []
    assert findings(page.replace("Wharton’s jelly", "Exercise"), "missing-product-status") == []
    british = Settings(as_of=AS_OF, jurisdictions=("uk",))
    assert "the MHRA" in findings(page, "missing-product-status", settings=british)[0].suggestions[0].text


def test_a_story_is_asked_for_typical_results_and_that_results_vary_is_none() -> None:
    story = "<h1>Laser</h1><p>“I am now pain-free.” Results may vary.</p>"
    page = f"<title>Laser</title>{story}{LONG}"
    assert len(findings(page, "missing-typical-results")) == 1
    said = page.replace("Results may vary.", "Of those treated, 12 out of 40 said so.")
    assert findings(said, "missing-typical-results") == []
    british = Settings(as_of=AS_OF, jurisdictions=("uk",))
    assert findings(page, "missing-typical-results", settings=british) == []


# A site's own


OWN = """
id: parking-notice
judged_by: document
severity: {default: warning}
message: "“{match}” needs the words on parking beside it."
why: Visitors ask for it.
basis: []
requires:
  asked-by:
    - phrase: "opening hours"
  near: NEAR
  statement: ["free parking"]
suggest: {sentence: "There is free parking."}
examples:
  flag: ["[[Opening hours]]: nine to five."]
  pass: ["Opening hours: nine to five, free parking."]
"""


@pytest.mark.parametrize(
    ("near", "page", "missing"),
    [
        ("block", "<p>Opening hours: nine to five. Free parking.</p>", 0),
        ("block", "<p>Opening hours: nine to five.</p><p>Free parking.</p>", 1),
        ("section", "<h1>A</h1><h2>B</h2><p>Opening hours.</p><p>Free parking.</p>", 0),
        ("section", "<h1>A</h1><h2>B</h2><p>Opening hours.</p><h2>C</h2><p>Free parking.</p>", 1),
        ("page", "<h1>A</h1><h2>B</h2><p>Opening hours.</p><h2>C</h2><p>Free parking.</p>", 0),
    ],
)
def test_a_site_says_how_near_a_statement_has_to_stand(near: str, page: str, missing: int, tmp_path: Path) -> None:
    settings = site(tmp_path, parking_notice=OWN.replace("NEAR", near))
    found = findings(page, "parking-notice", settings=settings)
    assert len(found) == missing
    for one in found:
        fixed = f"{page[: one.start.offset]} {one.suggestions[0].text}{page[one.start.offset :]}"
        assert findings(fixed, "parking-notice", settings=settings) == []


@pytest.mark.parametrize(
    "text", ["We have no opening hours.", "We do not keep opening hours.", "There are no opening hours."]
)
def test_words_that_their_sentence_denies_ask_for_nothing(text: str, tmp_path: Path) -> None:
    settings = site(tmp_path, parking_notice=OWN.replace("NEAR", "page"))
    page = f"<h1>A</h1><p>{text}</p>"
    report = engine.check([InputFile("page.html", page.encode())], settings)
    assert [one for one in report.findings if one.rule == "parking-notice"] == []
    assert [one.because for one in report.excused if one.rule == "parking-notice"] == ["negated"]
    assert len(findings("<h1>A</h1><p>We keep opening hours.</p>", "parking-notice", settings=settings)) == 1
