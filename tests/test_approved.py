"""Approved wording: the same words are excused, nearly the same are shown as different, and the law comes first."""

from __future__ import annotations

import datetime
import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st
from lexicon import segment

from claimlint.approved import Book, difference, load_approved, read
from claimlint.cli import main
from claimlint.errors import KnowledgeError
from claimlint.sentence import split_segment
from claimlint.vocabulary import load_vocabulary

RULES = Path(__file__).parent.parent / "rules"
AS_OF = datetime.date(2026, 11, 24)
US = {"us": ("us",)}
FILE = """\
- text: "Acupuncture relieves migraine in most of our patients."
  treatment: acupuncture
  condition: migraine
  reference: MKT-12
  owner: Dr Ada
  until: 2027-01-31
- text: "Umbilical cord stem cells relieve neck pain for good."
  treatment: uc-msc
  reference: MKT-13
  owner: Dr Ada
  until: 2027-01-31
- text: "This is the notice. It has two sentences of its own."
  treatment: stem-cells
  reference: LAW-1
  owner: Counsel
  until: 2027-01-31
  notice: florida-stem-cell-notice
"""
SAID = "Acupuncture relieves migraine in most of our patients."


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "claimlint.yaml").write_text("jurisdiction: us\n", "utf-8")
    (tmp_path / "approved.yaml").write_text(FILE, "utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def check(text: str, *arguments: str, as_of: str = "2026-11-24") -> dict[str, Any]:
    page = f"<h1>Our clinic</h1><p>{text}</p>"
    Path("page.html").write_text(page, "utf-8")
    done = CliRunner().invoke(main, ["check", "page.html", "--format", "json", "--as-of", as_of, *arguments])
    report = json.loads(done.stdout)
    assert isinstance(report, dict)
    summary = report["summary"]
    parts = ("reported", "supported", "excused", "suppressed", "baselined")
    assert summary["matches"] == sum(summary[part] for part in parts)
    return report


def own(report: dict[str, Any]) -> list[dict[str, Any]]:
    return [finding for finding in report["findings"] if finding["rule"] == "approved-wording"]


@pytest.mark.usefixtures("folder")
def test_the_same_words_are_excused_as_approved() -> None:
    report = check(SAID)
    assert report["findings"] == []
    assert {(one["because"], one["cue"]) for one in report["excused"]} == {("approved", "MKT-12")}


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("text", [SAID.upper(), "Acupuncture <b>relieves</b> migraine, in most of our patients"])
def test_case_markup_and_punctuation_make_no_difference(text: str) -> None:
    assert check(text)["findings"] == []


@pytest.mark.usefixtures("folder")
def test_nearly_the_same_words_are_reported_with_what_differs() -> None:
    report = check("Acupuncture always relieves migraine in all of our patients.")
    (finding,) = own(report)
    assert finding["verdict"] == "contradicted"
    assert (
        "Differs from approved wording (MKT-12, Dr Ada): “always” added, “all” instead of “most”." in finding["message"]
    )
    (draft,) = finding["suggestions"]
    assert draft["text"] == SAID
    assert (draft["start"], draft["end"]) == (finding["start"], finding["end"])
    assert any(one["verdict"] not in ("contradicted", "missing") for one in report["findings"])
    assert check(draft["text"])["findings"] == []


@pytest.mark.usefixtures("folder")
def test_other_words_are_left_alone() -> None:
    assert own(check("We do acupuncture on Mondays and see people with migraine.")) == []


@pytest.mark.usefixtures("folder")
def test_an_approval_that_has_ended_is_a_finding_and_excuses_nothing() -> None:
    assert own(check(SAID, as_of="2027-01-31")) == []
    report = check(SAID, as_of="2027-02-01")
    (finding,) = own(report)
    assert finding["message"].startswith("The approval of this text (MKT-12, Dr Ada) ended on 2027-01-31.")
    assert len(report["findings"]) > 1


@pytest.mark.usefixtures("folder")
def test_no_approval_reaches_past_the_law() -> None:
    report = check("Umbilical cord stem cells relieve neck pain for good.")
    assert "restricted" in {finding["verdict"] for finding in report["findings"]}
    near = check("Umbilical cord stem cells relieve all neck pain for good.")
    (finding,) = own(near)
    assert finding["suggestions"] == []


@pytest.mark.usefixtures("folder")
def test_an_approval_for_another_treatment_excuses_nothing(folder: Path) -> None:
    (folder / "approved.yaml").write_text(FILE.replace("treatment: acupuncture", "treatment: reflexology"), "utf-8")
    assert check(SAID)["findings"]


def test_an_approval_counts_only_where_it_was_given(folder: Path) -> None:
    (folder / "approved.yaml").write_text(
        FILE.replace("  reference: MKT-12", "  jurisdictions: [us]\n  reference: MKT-12"), "utf-8"
    )
    assert check(SAID)["findings"] == []
    assert check(SAID, "--jurisdiction", "us-fl")["findings"] == []
    assert check(SAID, "--jurisdiction", "us,uk")["findings"]


@pytest.mark.usefixtures("folder")
def test_a_page_with_the_sites_notice_has_what_florida_asks_for() -> None:
    claim = "Stem cell therapy relieves knee pain."
    rules = {one["rule"] for one in check(claim, "--jurisdiction", "us-fl")["findings"]}
    assert "florida-stem-cell-notice" in rules
    with_notice = check(f"{claim} This is the notice. It has two sentences of its own.", "--jurisdiction", "us-fl")
    assert "florida-stem-cell-notice" not in {one["rule"] for one in with_notice["findings"]}
    half = check(f"{claim} This is the notice.", "--jurisdiction", "us-fl")
    assert "florida-stem-cell-notice" in {one["rule"] for one in half["findings"]}


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        (
            "treatment: acupuncture",
            "treatment: acupuncure",
            "is no treatment of the vocabulary; did you mean “acupuncture”?",
        ),
        ("condition: migraine", "condition: migrane", "is no condition of the vocabulary; did you mean “migraine”?"),
        ("  owner: Dr Ada\n", "", "is missing “owner”"),
        ("until: 2027-01-31", "until: soon", "expected a date such as"),
        (SAID, "…", "has no words"),
        (
            "  owner: Dr Ada",
            "  jurisdictions: [uss]\n  owner: Dr Ada",
            "there is no jurisdiction “uss”; did you mean “us”?",
        ),
    ],
)
def test_faults_of_the_file_are_named(tmp_path: Path, old: str, new: str, says: str) -> None:
    path = tmp_path / "approved.yaml"
    path.write_text(FILE.replace(old, new, 1), "utf-8")
    with pytest.raises(KnowledgeError) as caught:
        load_approved(path, load_vocabulary(RULES / "vocabulary"), ["us", "uk"])
    assert says in str(caught.value)
    assert str(caught.value).startswith("approved.yaml:")


def test_without_a_file_nothing_is_approved(tmp_path: Path) -> None:
    vocabulary = load_vocabulary(RULES / "vocabulary")
    assert load_approved(tmp_path / "approved.yaml", vocabulary) == load_approved(None, vocabulary) == Book()


words = st.lists(st.sampled_from("care may help some people with pain relief now".split()), min_size=1, max_size=14)


@settings(max_examples=60, deadline=None)
@given(words, words)
def test_a_difference_is_empty_only_between_equal_words(left: list[str], right: list[str]) -> None:
    assert (difference(left, right) == "") == (left == right)


@settings(max_examples=30, deadline=None)
@given(st.lists(words, min_size=1, max_size=4))
def test_an_approved_text_is_found_wherever_it_stands_whole(
    tmp_path_factory: pytest.TempPathFactory, texts: Any
) -> None:
    said = " ".join(f"{' '.join(each).capitalize()}." for each in texts)
    path = tmp_path_factory.mktemp("a") / "approved.yaml"
    row = {"text": said, "treatment": "acupuncture", "reference": "R", "owner": "O", "until": "2027-01-01"}
    path.write_text(json.dumps([row]), "utf-8")
    book = load_approved(path, load_vocabulary(RULES / "vocabulary"))
    page = list(split_segment(0, segment(f"We are open. {said} Come by.")))
    found = [one for one in read(page, book, US, AS_OF) if one.kind == "exact"]
    assert any(len(one.sentences) == len(texts) for one in found)


# One text in the place of another

SWAPS = """\
- text: "refresh facial"
  replaces: ["anti-ageing miracle facial", "fountain of youth facial"]
  treatment: facial
  reference: MKT-20
  owner: Dr Ada
  until: 2027-01-31
- text: "Ask us what acupuncture involves."
  replaces: ["Acupuncture cures migraine."]
  treatment: acupuncture
  reference: MKT-21
  owner: Dr Ada
  until: 2027-01-31
"""


def swapped(folder: Path, text: str, approved: str = SWAPS, as_of: str = "2026-11-24") -> str:
    """Return the body of the page after --fix."""
    (folder / "approved.yaml").write_text(approved, "utf-8")
    Path("page.html").write_text(f"<h1>Our clinic</h1><p>{text}</p>", "utf-8")
    CliRunner().invoke(main, ["check", "page.html", "--fix", "--as-of", as_of])
    return Path("page.html").read_text("utf-8").removeprefix("<h1>Our clinic</h1><p>").removesuffix("</p>")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Try an anti-ageing miracle facial on Monday.", "Try a refresh facial on Monday."),
        ("Our Fountain of Youth Facial Is Back", "Our Refresh Facial Is Back"),
        ("Acupuncture <b>cures</b> migraine. We are open.", "Ask us what acupuncture involves. We are open."),
        ("ACUPUNCTURE CURES MIGRAINE!", "Ask us what acupuncture involves!"),
    ],
)
def test_an_approved_text_takes_the_place_of_the_phrase_it_is_signed_off_for(
    folder: Path, before: str, after: str
) -> None:
    if "<b>" in before:
        assert swapped(folder, before) == before, "words in several pieces are left to a person"
        before = before.replace("<b>", "").replace("</b>", "")
    assert swapped(folder, before) == after


def test_it_takes_no_other_place(folder: Path) -> None:
    for text in (
        "Acupuncture cures migraines and gout.",
        "Cupping and miracle facials cure acne.",
        "Acupuncture nearly cures migraine.",
    ):
        assert "Ask us" not in swapped(folder, text)
        assert "refresh" not in swapped(folder, text)


def test_it_takes_none_after_its_last_day_or_where_it_does_not_count(folder: Path) -> None:
    said = "Acupuncture cures migraine."
    assert swapped(folder, said, as_of="2027-02-01") == said
    elsewhere = SWAPS.replace("  treatment: acupuncture", "  jurisdictions: [uk]\n  treatment: acupuncture")
    assert swapped(folder, said, elsewhere) == said
    assert swapped(folder, said, SWAPS.replace("treatment: acupuncture", "treatment: cupping")) == said


def test_no_restricted_claim_is_swapped_unread(folder: Path) -> None:
    said = "Stem cells cure arthritis."
    swaps = SWAPS.replace("Acupuncture cures migraine.", said).replace(
        "treatment: acupuncture", "treatment: stem-cells"
    )
    assert swapped(folder, said, swaps) == said


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('"Acupuncture cures migraine."', '"Ask us what acupuncture involves"', "says the same as the text"),
        ('"Acupuncture cures migraine."', '"…"', "has no words; expected the phrase"),
        ("what acupuncture involves.", "first. Then decide.", "cannot be replaced by several sentences"),
        ("Ask us what acupuncture involves.", "Acupuncture cures migraine and gout for good.", "claims more than"),
        ("refresh facial", "facial that cures acne", "whose place it is to take; expected a text that claims no more"),
    ],
)
def test_a_text_that_may_not_take_the_place_is_refused(folder: Path, old: str, new: str, says: str) -> None:
    assert old in SWAPS
    (folder / "approved.yaml").write_text(SWAPS.replace(old, new), "utf-8")
    Path("page.html").write_text("<p>Hello.</p>", "utf-8")
    done = CliRunner().invoke(main, ["check", "page.html"])
    assert done.exit_code == 2
    assert says in done.output + done.stderr
