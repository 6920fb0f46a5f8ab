"""Names that stand for several things: what the page, its section or its file's name shows, and what stays open."""

from __future__ import annotations

from pathlib import Path

import pytest
from command import command
from lexicon import AS_OF, lexis

from claimlint import engine
from claimlint.config import InputFile, PageGroup, Settings
from claimlint.errors import KnowledgeError
from claimlint.knowledge import Knowledge, load
from claimlint.lexis import load_lexis
from claimlint.record import replace
from claimlint.report import ClaimView, Finding

SETTINGS = Settings(as_of=AS_OF)


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return load(SETTINGS)


def findings(page: str, knowledge: Knowledge, name: str = "page.html", settings: Settings = SETTINGS) -> list[Finding]:
    report = engine.check([InputFile(name, page.encode())], settings, knowledge)
    return [one for one in report.findings if one.verdict not in ("missing", "contradicted")]


def claims(page: str, knowledge: Knowledge, name: str = "page.html", settings: Settings = SETTINGS) -> list[ClaimView]:
    return [one.claim for one in findings(page, knowledge, name, settings) if one.claim]


@pytest.mark.parametrize(
    ("around", "claim", "slot", "wanted"),
    [
        ("We spin a sample of your blood.", "PRP gives permanent results.", "treatment", "prp"),
        ("The laser is aimed at the retina.", "PRP gives permanent results.", "treatment", "retina-treatment"),
        ("A magnetic coil sits above the forehead.", "TMS gives permanent results.", "treatment", "tms"),
        ("Dr Sarno wrote of the mind-body syndrome.", "TMS gives permanent results.", "treatment", None),
        ("A syringe adds volume to the cheeks.", "A filler lasts for life.", "treatment", "ha-filler"),
        ("The dentist drills the cavity.", "A filler lasts for life.", "treatment", "filling"),
        ("Microfocused ultrasound.", "A non-surgical facelift lasts for life.", "treatment", "skin-tightening"),
        ("Barbed threads hold the skin.", "A non-surgical facelift lasts for life.", "treatment", "thread-lift"),
        ("A table pulls.", "Spinal decompression: permanent results.", "treatment", "spinal-decompression"),
        ("The surgeon makes an incision.", "Spinal decompression: permanent results.", "treatment", "spine-surgery"),
        ("Our chiropractor looks.", "Regular adjustments give permanent results.", "treatment", "spinal-manipulation"),
        ("The orthodontist bends the wire.", "Regular adjustments give permanent results.", "treatment", None),
        ("Titanium holds the tooth.", "An implant lasts for life.", "treatment", "dental-implant"),
        ("Silicone or saline, for the breast.", "An implant lasts for life.", "treatment", "plastic-surgery"),
        ("We test your testosterone.", "TRT gives permanent results.", "treatment", "testosterone"),
        ("Our audiologist knows tinnitus.", "TRT gives permanent results.", "treatment", None),
        ("For the men's health month.", "Acupuncture cures performance anxiety.", "condition", "erectile-dysfunction"),
        ("For musicians on stage.", "Acupuncture cures performance anxiety.", "condition", "anxiety"),
        ("For the heart.", "Chelation cures blocked arteries.", "condition", "coronary-disease"),
        ("For your feet and calves.", "Chelation cures blocked arteries.", "condition", "peripheral-artery-disease"),
        ("For weak erections.", "Shockwave therapy cures ED.", "condition", "erectile-dysfunction"),
        ("For binge eaters and bulimia.", "Hypnotherapy cures ED.", "condition", "eating-disorder"),
    ],
)  # fmt: skip
def test_the_page_shows_which_sense_is_meant(
    around: str, claim: str, slot: str, wanted: str | None, knowledge: Knowledge
) -> None:
    made = claims(f"<h1>Welcome</h1><p>{around}</p><p>{claim}</p>", knowledge)
    assert made
    for one in made:
        assert getattr(one, slot) == wanted
        assert one.unsettled == ()


PERMANENT = "<h1>Welcome</h1><p>PRP gives permanent results.</p>"


def test_where_nothing_shows_it_the_finding_says_so_and_names_the_senses(knowledge: Knowledge) -> None:
    (found,) = findings(PERMANENT, knowledge)
    assert found.claim is not None
    assert found.claim.unsettled == (("treatment", "prp"),)
    assert "“PRP” can mean platelet-rich plasma, retinal treatment or the skin disease" in found.message
    assert "the most careful reading" in found.message


@pytest.mark.parametrize(
    ("page", "name", "settings"),
    [
        (PERMANENT, "retinal-laser/prp.html", SETTINGS),
        ("<title>The diabetic eye</title>" + PERMANENT, "page.html", SETTINGS),
        ("<h1>The retina clinic</h1><p>PRP gives permanent results.</p>", "page.html", SETTINGS),
        (PERMANENT, "page.html", replace(SETTINGS, treatment="retina-treatment")),
        (PERMANENT, "a.html", replace(SETTINGS, pages=(PageGroup(("*.html",), treatment="retina-treatment"),))),
    ],
)
def test_the_file_the_title_and_the_configuration_decide_too(
    page: str, name: str, settings: Settings, knowledge: Knowledge
) -> None:
    (one,) = claims(page, knowledge, name, settings)
    assert (one.treatment, one.unsettled) == ("retina-treatment", ())


def test_each_section_decides_for_itself(knowledge: Knowledge) -> None:
    page = (
        "<h1>Welcome</h1><h2>The retina</h2><p>The argon laser is used.</p><p>PRP gives permanent results.</p>"
        "<h2>Hair loss</h2><p>Your own blood is spun.</p><p>PRP gives lifelong results.</p>"
    )
    assert [one.treatment for one in claims(page, knowledge)] == ["retina-treatment", "prp"]


def test_signs_that_speak_for_two_senses_alike_decide_nothing(knowledge: Knowledge) -> None:
    page = "<h1>Welcome</h1><p>For the scalp and for the proliferative stage.</p><p>PRP gives permanent results.</p>"
    (one,) = claims(page, knowledge)
    assert one.unsettled == (("treatment", "prp"),)


def test_the_strictest_sense_is_judged_where_the_page_is_silent(tmp_path: Path) -> None:
    (tmp_path / "ambiguous.yaml").write_text(
        "cellwash:\n  name: cellwash\n  senses:\n    - {entry: dental-cleaning, words: [tooth]}\n"
        "    - {entry: uc-msc, words: [donor]}\n",
        encoding="utf-8",
    )
    settings = replace(SETTINGS, site_vocabulary=tmp_path)
    knowledge = load(settings)
    page = "<h1>Welcome</h1><p>{}</p><p>Cellwash reduces pain.</p>"
    (found,) = findings(page.format("Call us."), knowledge, settings=settings)
    assert found.claim is not None
    assert (found.claim.treatment, found.verdict) == ("uc-msc", "restricted")
    assert "judged as umbilical cord stem cells, the most careful reading" in found.message
    assert all(
        one.verdict != "restricted" for one in findings(page.format("For your teeth."), knowledge, settings=settings)
    )


def test_a_longer_name_speaks_for_itself(knowledge: Knowledge) -> None:
    (one,) = claims("<h1>Welcome</h1><p>TMS therapy gives permanent results.</p>", knowledge)
    assert (one.treatment, one.unsettled) == ("tms", ())


def test_the_command_line_asks_which_is_meant(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    asked = command("wording", "implant")
    assert asked.code == 2
    assert "“implant” can mean more than one treatment; write dental-implant (dental implants) or" in asked.err
    assert command("wording", "PRP").code == 0, "the id goes before the name"


def test_what_is_declared_names_what_there_is() -> None:
    vocabulary = lexis().vocabulary
    assert len(vocabulary.ambiguities) >= 20
    for one in vocabulary.ambiguities.values():
        for sense in one.senses:
            assert sense.near or sense.words


A, B = "{entry: prp, words: [a]}", "{entry: tms, words: [b]}"


@pytest.mark.parametrize(
    ("name", "senses", "says"),
    [
        ("zorb", [A], "“zorb” has fewer than two senses"),
        ("zorb", ["{meaning: a, words: [a]}", "{meaning: b, words: [b]}"], "has no sense with an “entry”"),
        ("zorb", [A, "{entry: prpp, words: [b]}"], "“prpp” is nothing in the vocabulary; did you mean “prp”"),
        ("zorb", [A, "{meaning: b}"], "nothing shows that “zorb” means “b”"),
        ("zorb", [A, "{entry: prp, words: [b]}"], "“prp” is a sense of “zorb” twice"),
        ("zorb", [A, "{words: [b]}"], "has neither “entry” nor “meaning”"),
        ("zorb", [A, "{entry: tms, near: [nek]}"], "“nek” is nothing in the vocabulary"),
        ("zorb", [A, "{entry: tms, wrods: [nek]}"], "unknown key “wrods”"),
        ("zorb", [A, '{entry: tms, words: ["(b"]}'], "has “(” without “)”"),
        ("botox", [A, B], "“botox” stands for"),
    ],
)
def test_a_mistake_in_the_file_is_named_where_it_stands(
    tmp_path: Path, name: str, senses: list[str], says: str
) -> None:
    text = "".join(f"    - {sense}\n" for sense in senses)
    (tmp_path / "ambiguous.yaml").write_text(f"x:\n  name: {name}\n  senses:\n{text}", encoding="utf-8")
    with pytest.raises(KnowledgeError) as caught:
        load_lexis(replace(SETTINGS, site_vocabulary=tmp_path))
    assert any(str(one).startswith("ambiguous.yaml:") and says in str(one) for one in caught.value.problems)
