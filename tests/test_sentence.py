"""Sentences and words: where they end, and which spellings are one word."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimlint.segment import Segment, SegmentBuilder, Surface
from claimlint.sentence import MAX_WORDS, normal, split_segment, words


def segment(text: str, surface: Surface = Surface.BODY) -> Segment:
    builder = SegmentBuilder()
    for number, line in enumerate(text.split("\n")):
        if number:
            builder.hard_break(0, 0)
        builder.literal(0, line)
    made = builder.finish(surface)
    assert made is not None
    return made


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("It works. It lasts!", ["It works.", "It lasts!"]),
        ("Dr. Lee and Mr. Roe agree. We do too.", ["Dr. Lee and Mr. Roe agree.", "We do too."]),
        ("Use PRP, e.g. Our kit, or vs. Others.", ["Use PRP, e.g. Our kit, or vs. Others."]),
        ("It fell by 3.5 points. Good.", ["It fell by 3.5 points.", "Good."]),
        ("Is it safe? No.", ["Is it safe?", "No."]),
        ("“It works.” She smiled.", ["“It works.”", "She smiled."]),
        ("No pain • FDA-approved • Fast", ["No pain", "FDA-approved", "Fast"]),
        ("Pain relief\nBook today", ["Pain relief", "Book today"]),
        ("products that are not\nfda-approved here", ["products that are not\nfda-approved here"]),
        ("We stop at no. 5 and go on.", ["We stop at no. 5 and go on."]),
        ("Wait… Then it heals.", ["Wait…", "Then it heals."]),
        ("• ★★★", []),
    ],
)
def test_sentences(text: str, sentences: list[str]) -> None:
    assert [sentence.text for sentence in split_segment(0, segment(text))] == sentences


def test_a_line_feed_in_a_heading_ends_nothing() -> None:
    assert len(list(split_segment(0, segment("Regenerative\nMedicine", Surface.HEADING)))) == 1


def test_a_sentence_is_cut_before_it_gets_longer_than_the_limit() -> None:
    found = list(split_segment(0, segment("word " * (MAX_WORDS * 2 + 5))))
    assert [len(sentence.words) for sentence in found] == [MAX_WORDS, MAX_WORDS, 5]
    assert found[1].start >= found[0].end


@pytest.mark.parametrize(
    ("british", "american"),
    [
        ("revolutionise", "revolutionize"),
        ("tumours", "tumors"),
        ("anaesthesia", "anesthesia"),
        ("oedema", "edema"),
        ("paediatric", "pediatric"),
        ("haemorrhoids", "hemorrhoids"),
        ("centre", "center"),
        ("programme", "program"),
        ("counselling", "counseling"),
        ("ageing", "aging"),
        ("gynaecology", "gynecology"),
        ("fulfil", "fulfill"),
        ("aesthetics", "esthetics"),
        ("analysed", "analyzed"),
        ("diarrhoea", "diarrhea"),
        ("You’re", "you're"),
        ("&", "and"),
    ],
)
def test_british_and_american_spellings_are_one_word(british: str, american: str) -> None:
    assert normal(british) == normal(american)


@pytest.mark.parametrize(("one", "other"), [("four", "for"), ("does", "dos"), ("hour", "hor"), ("healed", "heeled")])
def test_different_words_stay_different(one: str, other: str) -> None:
    assert normal(one) != normal(other)


def test_hyphens_part_words_and_leave_no_trace() -> None:
    assert [word.norm for word in words("UC-MSC non‑surgical pain–free 24/7 NAD+ 100%")] == [
        *["uc", "msc", "non", "surgical", "pain", "–", "free", "24", "/", "7", "nad", "+", "100", "%"]
    ]


@given(st.text(max_size=200))
def test_words_and_sentences_keep_their_places(text: str) -> None:
    for word in words(text):
        assert normal(text[word.start : word.end]) == word.norm
    builder = SegmentBuilder()
    builder.literal(0, text)
    made = builder.finish(Surface.BODY)
    if made:
        last = 0
        for sentence in split_segment(0, made):
            assert last <= sentence.start < sentence.end
            assert made.text[sentence.start : sentence.end] == sentence.text
            assert all(sentence.start <= word.start < word.end <= sentence.end for word in sentence.words)
            last = sentence.end
