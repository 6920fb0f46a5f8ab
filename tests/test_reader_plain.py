"""Plain text: which lines belong together, which are headings and bullets, and where each character stands."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimlint.readers import plain
from claimlint.segment import PLACEHOLDER, Document, Surface
from claimlint.source import SourceFile, decode


def read(text: str, path: str = "page.txt") -> Document:
    return plain.read(SourceFile(path, text))


def texts(document: Document) -> list[str]:
    return [segment.text for segment in document.segments]


def kinds(document: Document) -> list[tuple[str, str]]:
    return [(segment.surface.value, segment.text) for segment in document.segments]


PAGE = """Shock waves are offered for sore heels by clinics everywhere, and the promise is nearly always the same one.
What the waves do
The device sends pulses through the skin of the heel, and the tissue under it is said to answer by growing new vessels.
Shock waves are sold with these promises:
- Quick relief – most people walk out without pain
- No needles
Our results
Most of the people who came to us last year told us at the desk that their heels felt better after the third visit.
"""


def test_a_page_without_blank_lines_keeps_its_outline() -> None:
    document = read(PAGE)
    assert kinds(document) == [
        ("body", PAGE.split("\n")[0]),
        ("heading", "What the waves do"),
        ("body", PAGE.split("\n")[2]),
        ("body", "Shock waves are sold with these promises:"),
        ("list-item", "Quick relief – most people walk out without pain"),
        ("list-item", "No needles"),
        ("heading", "Our results"),
        ("body", PAGE.split("\n")[7]),
    ]
    items = document.segments[4:6]
    assert {item.context.lead_in for item in items} == {3}
    assert items[0].context.group == items[1].context.group is not None
    assert items[0].context.headings == (1,)
    assert document.segments[7].context.headings == (6,)


def test_only_a_file_that_begins_with_a_heading_is_a_page() -> None:
    assert (read(PAGE).is_page, read(PAGE).title) == (False, None)
    titled = read("Heel pain\n" + PAGE)
    assert (titled.is_page, titled.title, titled.segments[0].surface) == (True, 0, Surface.HEADING)


WRAPPED = """Laser sight correction has been offered in this town for more than ten
years, and the results that people report are not
always the ones that they hoped for.
Nobody should choose it without a talk about dry eyes and night vision, and
the talk should not be with the person who sells it.
"""


def test_a_hard_wrap_joins_what_goes_on() -> None:
    assert texts(read(WRAPPED)) == [
        "Laser sight correction has been offered in this town for more than ten years, and the results that people "
        "report are not",
        "always the ones that they hoped for.",
        "Nobody should choose it without a talk about dry eyes and night vision, and the talk should not be with the "
        "person who sells it.",
    ]


def test_a_joined_line_break_is_one_space_of_its_source() -> None:
    document = read(WRAPPED.replace("\n", "\r\n"))
    text = document.segments[0].text
    at = text.index("ten years") + 3
    (span,) = document.segments[0].pieces(at, at + 1)
    assert (text[at], document.source.text[span.start : span.end]) == (" ", "\r\n")


def test_paragraphs_on_single_lines_never_join() -> None:
    document = read(
        "We treat backs and knees and we do it well.\n" + "x" * 200 + " and\nmore of it comes in lower case.\n"
    )
    assert len(document.segments) == 3


@pytest.mark.parametrize("bullet", ["- ", "* ", "• ", "•", "– ", "1. ", "2) ", "✓ ", "\t- "])
def test_bullets_are_items_without_their_mark(bullet: str) -> None:
    document = read(f"We offer:\n{bullet}No down time\n{bullet}Non-surgical\n{bullet}FDA-approved care\n")
    assert kinds(document)[1:] == [
        ("list-item", text) for text in ("No down time", "Non-surgical", "FDA-approved care")
    ]
    assert {segment.context.lead_in for segment in document.segments[1:]} == {0}


def test_a_heading_introduces_its_list_and_a_full_stop_does_not() -> None:
    assert read("Our promises\n- No pain\n").segments[1].context.lead_in == 0
    assert read("We did it all before.\n- No pain\n").segments[1].context.lead_in is None


def test_nested_bullets_hang_on_their_item() -> None:
    document = read("Treats:\n- Joints\n  - Knee\n  - Hip\n- Hair\n")
    leads = {segment.text: segment.context.lead_in for segment in document.segments}
    assert leads == {"Treats:": None, "Joints": 0, "Knee": 1, "Hip": 1, "Hair": 0}


def test_a_bullet_may_be_wrapped() -> None:
    document = read("We offer:\n- care that is gentle and\n  without any needles\n- tea\n")
    assert texts(document)[1:] == ["care that is gentle and without any needles", "tea"]


def test_short_lines_after_a_colon_are_a_list() -> None:
    document = read(
        "Benefits:\nNo downtime\nDrug-free\nPainless\n\nCall the front desk to hear what is possible for you.\n"
    )
    assert [kind for kind, _ in kinds(document)] == ["body", "list-item", "list-item", "list-item", "body"]


def test_an_address_is_not_a_row_of_headings() -> None:
    document = read(
        "Find us\nBrightwater House\n9 Dock Street\nPort Corrie\n\nWe are open from nine to five on week days.\n"
    )
    assert [segment.surface for segment in document.segments].count(Surface.HEADING) <= 2


def test_a_question_line_is_answered_by_what_follows() -> None:
    document = read(
        "Is it safe?\n\nYes, it is completely safe for everyone.\n\nPrices\n\nAsk at the desk for the list.\n"
    )
    assert document.segments[1].context.question == 0
    assert document.segments[3].context.question is None


def test_underlines_make_headings_and_are_not_read() -> None:
    document = read("Neck pain clinic\n================\n\nWe look after necks.\n-----\nAnd backs.\n")
    assert kinds(document) == [
        ("heading", "Neck pain clinic"),
        ("body", "We look after necks."),
        ("body", "And backs."),
    ]


def test_addresses_are_placeholders() -> None:
    assert texts(read("See https://a.example/cure-pain for more of it.\n")) == [f"See {PLACEHOLDER} for more of it."]


def test_llms_txt_is_markdown() -> None:
    document = read("# Clinic\n\n> Quote of *it*\n", "public/llms.txt")
    assert kinds(document) == [("heading", "Clinic"), ("quote", "Quote of it")]


def test_a_byte_order_mark_and_astral_characters_move_nothing() -> None:
    document = plain.read(
        decode("\ufeff\N{DNA DOUBLE HELIX} stem cells heal everybody.\r\nEnd of it.".encode(), "a.txt")
    )
    assert document.segments[0].hull(2, 6).start == 2
    assert document.segments[1].hull(0, 3).start == document.source.text.index("End")


@pytest.mark.parametrize("text", ["", "\n\n", "   ", "\r\n", "-----\n", "***", "\ufeff", "•"])
def test_nothing_to_read_gives_no_segment(text: str) -> None:
    assert read(text).segments == ()


_LINES = st.lists(
    st.tuples(
        st.sampled_from(["", "- ", "• ", "  ", "\t", "1. ", "    - "]),
        st.text("abC dé🧬\N{NO-BREAK SPACE}\N{SOFT HYPHEN}.:?,", max_size=90),
        st.sampled_from(["\n", "\r\n", "\r", "\n\n"]),
    ),
    max_size=12,
)


@given(_LINES)
@settings(max_examples=300, deadline=None)
def test_every_character_has_its_source_and_no_word_is_lost(lines: list[tuple[str, str, str]]) -> None:
    text = "".join(map("".join, lines))
    document = read(text)
    covered: list[int] = []
    for segment in document.segments:
        for index, char in enumerate(segment.text):
            (span,) = segment.pieces(index, index + 1)
            if char != " ":
                assert text[span.start : span.end] == char
                covered.append(span.start)
    assert covered == sorted(covered)
    letters = {index for index, char in enumerate(text) if char.isalpha()}
    assert letters <= set(covered)


HOSTILE = [
    "word " * 200_000,
    "- a\n" * 20_000,
    " " * 100_000 + "a",
    "a\n" * 20_000,
    "www." * 20_000 + " a",
    "\n".join(" " * depth + "- a" for depth in range(1_000)),
]


@pytest.mark.parametrize("hostile", HOSTILE)
def test_hostile_input_is_read_to_its_end(hostile: str) -> None:
    document = read(hostile)
    assert document.segments
    assert document.segments[-1].runs[-1].source < len(hostile)
