"""Careful pages use the forbidden words all the time and deserve next to no findings for it."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pytest
from pages import FIXTURES, check, listing, locate, pages_in, read_page, touches

CAREFUL = FIXTURES / "careful"
AT_MOST = 3

HARMLESS: dict[str, tuple[str, ...]] = {
    "dental-faq.html": (
        "What is restorative dentistry?",
        "the word is no promise that a tooth will be as it was before",
        "The curing light sets it.",
        "Each layer of resin has a cure time of about twenty seconds",
        "If the resin is not fully cured",
        "Do you guarantee your work?",
        "We cannot guarantee that any treatment will succeed.",
        "numbness is permanent",
        "Are implants better than a bridge?",
        "Can gum disease be cured?",
        "lost bone does not grow back with cleaning, and there is no cure",
        "Is whitening permanent?",
        "Braces straighten teeth",
        "Can you make it painless?",
        "call 999",
    ),
    "physiotherapy.md": (
        "We do not diagnose from a questionnaire",
        "Exercise probably reduces pain a little, compared with usual care (moderate-certainty evidence).",
        "long-term effects are not known",
        "No exercise has been shown to regrow cartilage",
        "Forceful manipulation of the neck has been linked with tears in the artery wall and with stroke.",
        "Do not stop or change a medicine because you have started exercising.",
        "Will you cure my back pain?",
        "We don't make that promise.",
        "Is surgery better?",
        "you will find no success rate on this page",
        "where you can check our names and raise a concern",
    ),
    "stem-cells-frankly.html": (
        "Stem cell transplants from bone marrow or cord blood are an established treatment for some leukaemias",
        "Stem cell products are not approved by the FDA for arthritis",
        "Registration is not approval",
        "no study has shown that cartilage grows back",
        "Neither has been shown to help people.",
        "It is not proven that they slow arthritis down.",
        "There is no guarantee that a product contains living cells",
        "Please do not stop any medicine without talking to the doctor who prescribed it.",
        "There is no cure for osteoarthritis.",
        "No injection is completely safe.",
        "No honest clinic can promise a result.",
        "Beware of any clinic that claims to treat autism",
        "Is this product approved for my condition?",
        "Taking part in a trial may not help you.",
    ),
    "lasik-with-risks.html": (
        "permanent loss of sight",
        "no surgeon, laser or scan makes the operation free of risk",
        "LASIK does not stop the eye from ageing.",
        "It does not prevent cataract, glaucoma or retinal detachment",
        "The change to the cornea is permanent and cannot be reversed",
        "We do not promise 20/20, and we will not tell you that you can throw your glasses away.",
        "Is it painless?",
        "Is LASIK safer than contact lenses?",
        "Are you using an FDA-approved laser?",
        "Do you have a discount if I book this month?",
        "Call us at once on 555 0177 if your sight drops",
    ),
    "acupuncture-moderate.md": (
        "Will acupuncture cure my migraine?",
        "There is no cure for migraine.",
        "We do not treat infertility, asthma, allergies, autism, infections or cancer",
        "It is not known how long any effect lasts once sessions stop.",
        "A list is not evidence, and we do not publish one.",
        "whether these explain what patients feel has not been shown",
        "no technique is free of side effects",
        "Is it natural?",
        "No acupuncturist can guarantee a result",
        'words such as "proven", "permanent" or "no side effects" ought to make you careful',
        "Membership does not mean that the treatment has been shown to work.",
    ),
}

PAGES = [pytest.param(CAREFUL / name, id=name) for name in HARMLESS]


@cache
def report(path: Path) -> dict[str, Any]:
    return check(path)


def stopped(path: Path) -> list[dict[str, Any]]:
    return [finding for finding in report(path)["findings"] if finding["severity"] in ("warning", "error")]


# The pages themselves


def test_every_careful_page_is_listed_here() -> None:
    assert [path.name for path in pages_in(CAREFUL)] == sorted(HARMLESS)


@pytest.mark.parametrize("path", PAGES)
def test_a_careful_page_is_as_long_as_a_real_one(path: Path) -> None:
    assert 800 <= len(read_page(path, main=True).text.split()) <= 1000


@pytest.mark.parametrize("path", PAGES)
def test_every_harmless_phrase_can_be_located(path: Path) -> None:
    assert [phrase for phrase in HARMLESS[path.name] if len(locate(path, phrase)) != 1] == []


# What claimlint says about them


@pytest.mark.parametrize("path", PAGES)
def test_a_careful_page_gets_next_to_no_findings(path: Path) -> None:
    findings = stopped(path)
    assert report(path)["summary"]["words"] >= 800
    assert len(findings) <= AT_MOST, "\n" + listing(findings)


@pytest.mark.parametrize("path", PAGES)
def test_harmless_words_stop_nobody(path: Path) -> None:
    wrong = [
        finding
        for phrase in HARMLESS[path.name]
        for words in locate(path, phrase)
        for finding in stopped(path)
        if touches(finding, words[0].start, words[-1].end)
    ]
    assert not wrong, "\n" + listing(wrong)


@pytest.mark.parametrize("path", PAGES)
def test_a_careful_page_is_quiet_because_its_context_was_read(path: Path) -> None:
    """The trigger words were seen and excused by what stands around them."""
    excused = report(path)["excused"]
    assert excused
    assert all(entry["because"] and entry["cue"] for entry in excused)
