"""Is a string of code or data copy that a visitor reads?"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimlint.readers.prose import is_copy, is_machine_key, is_spoken_key, markup_of
from claimlint.segment import PLACEHOLDER

COPY = [
    ("No downtime", "benefits"),
    ("no downtime", "benefits"),
    ("Painless", "title"),
    ("painless", "label"),
    ("Drug-free", "badge"),
    ("We treat back pain.", None),
    ("100% drug-free", "claim"),
    ("Effective: most people report relief", "text"),
    ("Top-rated natural care", "name"),
    ("text-based help for you", "a"),
    ("The key is to rest, and to move often.", "key"),
    ("Nothing to fear!", "HERO_HEADLINE"),
    ("Wellness & Spa", "name"),
    ("Results last 10s of years", "x"),
    ("$99 for a first visit", "offer"),
    ("#1 clinic in town", "title"),
    ("See it before/after", "a"),
    (f"Care in {PLACEHOLDER}", "title"),
    ("<p>It may help.</p>", "html"),
    ("Rest for 10 days; then walk.", "answer"),
    ("A top choice: position matters", "text"),
    ("Is it safe?", "q"),
    ("Step 1. Call us (or write).", "items"),
    ("Heat, salt", "title"),
    ("Smell Test Cells", "label"),
]
MACHINE = [
    ("flex items-center gap-2", "wrap"),
    ("mt-3 max-sm:mt-1 max-w-[720px] text-[28px] font-extrabold leading-tight", None),
    ("btn btn-primary", None),
    ("row-reverse", "direction"),
    ("/images/reverse aging.png", "photo"),
    ("We cure pain", "className"),
    ("We cure pain", "wrapperClass"),
    ("https://example.com/cure", "text"),
    ("M9.663 17h4.673M12 3v1", "shape"),
    ("all 0.3s ease", "motion"),
    ("1px solid red", "edge"),
    ("MMM d, yyyy", "shown"),
    ("width=device-width, initial-scale=1", "content"),
    ("noopener noreferrer", "x"),
    ("; } else if (step === 5) { content.innerHTML =", None),
    ("card__title card--big", "x"),
    ("arrowLeft", "x"),
    ("color: red; width: 10px", "x"),
    ("(max-width: 768px) 100vw", "x"),
    ("group-hover:bg-white transition-all duration-300", "x"),
    ("2024-05-01T10:00", "when"),
    ("transform reverse", "x"),
    ("use client", None),
    ("application/json", "x"),
    ("our clinic/img/Happy team Logo.png", None),
    ("Calm knees (2).JPG", "x"),
    ("SELECT name, title FROM posts ORDER BY id", "sql"),
    ("SELECT * FROM posts WHERE title = 'no pain' and place in ('a')", "sql"),
    ("INSERT INTO visits (name) VALUES ('no pain')", "x"),
    ("UPDATE visits SET state = 'done'", "x"),
    (f"bg-{PLACEHOLDER} text-{PLACEHOLDER} flex", "x"),
    ("a/b/c", "x"),
    ("snake_case_thing", "label"),
    ("Enter", None),
    ("no-downtime", "treatment"),
    (PLACEHOLDER, "title"),
    ("12", "title"),
    ("", "title"),
    ("   ", "title"),
    ("we-cure-pain", "slug"),
    ("Botox", "type"),
]


@pytest.mark.parametrize(("text", "key"), COPY)
def test_copy(text: str, key: str | None) -> None:
    assert is_copy(text, key)


@pytest.mark.parametrize(("text", "key"), MACHINE)
def test_not_copy(text: str, key: str | None) -> None:
    assert not is_copy(text, key)


def test_words_that_a_query_also_begins_with_are_copy() -> None:
    assert is_copy("SELECT the care that fits you", "title")
    assert is_copy("Select a visit from our list of care", "x")
    assert is_copy("UPDATE: we open on Sunday", "title")


def test_the_last_name_of_a_key_counts() -> None:
    assert is_copy("We treat pain", "imageAlt")
    assert is_copy("We treat pain", "keyTakeaway")
    assert is_copy("We treat pain", "items.0.typeDescription")
    assert not is_copy("We treat pain", "alt-image")
    assert not is_copy("We treat pain", "PROBLEM_IMAGE_URL")
    assert is_machine_key("buttonClassName")
    assert not is_machine_key("title")
    assert not is_machine_key(None)
    assert is_spoken_key("cardTitles")
    assert not is_spoken_key("sort")


@pytest.mark.parametrize(
    ("text", "markup"),
    [
        ("<p>It helps.</p>", "html"),
        ("Rest &amp; walk", "html"),
        ("line<br>line", "html"),
        ("## Heading", "markdown"),
        ("Take a\n\n- rest\n- walk", "markdown"),
        ("It may **not** help", "markdown"),
        ("See [our page](https://example.com)", "markdown"),
        ("Less than <5 days & more", None),
        ("5 * 3 * 2", None),
        ("Two\nlines", None),
    ],
)
def test_markup(text: str, markup: str | None) -> None:
    assert markup_of(text) == markup


@given(st.text(), st.none() | st.text())
def test_any_text_and_key_get_an_answer(text: str, key: str | None) -> None:
    assert is_copy(text, key) in (True, False)
    markup_of(text)


@pytest.mark.parametrize(
    "text", ["a" * 200_000, "a b=" * 50_000, "<a" * 50_000, "a: b;" * 50_000, "**" * 50_000, "&a" * 90_000]
)
def test_long_text_gets_an_answer(text: str) -> None:
    assert is_copy(text, "text") in (True, False)
    markup_of(text)
