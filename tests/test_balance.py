"""A draft takes the place of whole pairs of marks and tags, never of one half."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimlint.balance import inner, whole


@pytest.mark.parametrize(
    ("text", "words", "wanted"),
    [
        ("**Reduces pain** and stress.", "Reduces pain** and stress", "**Reduces pain** and stress"),
        ("It *eases pain* now, **always**.", "It *eases pain", "It *eases pain*"),
        ("_Old_ and __new__ words", "new__ words", "__new__ words"),
        ("a <b class='x'>bold</b> word", "bold</b> word", "<b class='x'>bold</b> word"),
        ("a word <em>here</em>.", "word <em>here", "word <em>here</em>"),
        ("<p>One<br>two <i>three</i></p>", "One<br>two", "One<br>two"),
        ("5 * 3 and **four**", "**four**", "**four**"),
        ("<li>one <b>two</b></li>", "one <b>two</b>", "one <b>two</b>"),
    ],
)
def test_a_half_brings_the_other(text: str, words: str, wanted: str) -> None:
    start = text.index(words)
    span = whole(text, start, start + len(words))
    assert text[span.start : span.end] == wanted


@given(st.text("ab *_~<>/", max_size=60), st.integers(0, 60), st.integers(0, 60))
def test_it_only_adds_marks_and_tags(text: str, one: int, other: int) -> None:
    start, end = sorted((min(one, len(text)), min(other, len(text))))
    span = whole(text, start, end)
    assert 0 <= span.start <= start <= end <= span.end <= len(text)
    within = inner(text, span.start, span.end)
    assert span.start <= within.start <= within.end <= span.end
