"""The offset map: every visible character knows the source it came from."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from claimlint.segment import Run, Segment, SegmentBuilder, Surface, beside, compose
from claimlint.source import Span

PIECES = st.lists(
    st.one_of(
        st.tuples(st.just("text"), st.text("ab \t\n\N{SOFT HYPHEN}\U0001f600", min_size=1, max_size=6)),
        st.tuples(st.just("entity"), st.sampled_from(["&amp;", "&nbsp;", "&#8217;", "&shy;", "&#32;"])),
        st.tuples(st.just("markup"), st.sampled_from(["<b>", "</b>", "<!-- x -->"])),
        st.tuples(st.just("break"), st.just("<br>")),
    ),
    max_size=12,
)
VALUES = {"&amp;": "&", "&nbsp;": "\xa0", "&#8217;": "’", "&shy;": "\xad", "&#32;": " "}


def build(pieces: list[tuple[str, str]]) -> tuple[str, Segment | None]:
    builder = SegmentBuilder()
    source = ""
    for kind, piece in pieces:
        if kind == "text":
            builder.literal(len(source), piece)
        elif kind == "entity":
            builder.atomic(VALUES[piece], len(source), len(piece))
        elif kind == "break":
            builder.hard_break(len(source), len(piece))
        source += piece
    return source, builder.finish(Surface.BODY)


@given(PIECES)
def test_each_character_reads_as_the_source_it_maps_to(pieces: list[tuple[str, str]]) -> None:
    source, segment = build(pieces)
    if segment is None:
        assert not any(char not in " \t\n\xad" for kind, piece in pieces if kind == "text" for char in piece)
        return
    assert segment.text == segment.text.strip(" \n")
    assert "  " not in segment.text
    for index, char in enumerate(segment.text):
        (piece,) = segment.pieces(index, index + 1) if char != " " else (segment.hull(index, index + 1),)
        raw = source[piece.start : piece.end]
        if char == "\n":
            assert raw == "<br>"
        elif char == " ":
            assert all(one in " \t\n" or one in "&#32;" for one in raw)
        else:
            assert VALUES.get(raw, raw) == char


@given(PIECES, st.data())
def test_pieces_are_ordered_disjoint_and_inside_their_hull(pieces: list[tuple[str, str]], data: st.DataObject) -> None:
    source, segment = build(pieces)
    if segment is None:
        return
    start = data.draw(st.integers(0, len(segment.text)))
    end = data.draw(st.integers(start, len(segment.text)))
    found = segment.pieces(start, end)
    hull = segment.hull(start, end)
    assert all(0 <= piece.start <= piece.end <= len(source) for piece in found)
    assert all(first.end < second.start for first, second in pairwise(found))
    assert (hull.start, hull.end) == (found[0].start, found[-1].end)


def test_a_word_split_by_a_tag_has_two_pieces_and_one_text() -> None:
    _, segment = build([("text", "a per"), ("markup", "<b>"), ("text", "man"), ("markup", "</b>"), ("text", "ent x")])
    assert segment is not None
    start = segment.text.index("permanent")
    assert segment.pieces(start, start + 9) == (Span(2, 5), Span(8, 11), Span(15, 18))


def test_maps_compose_through_two_levels_of_escaping() -> None:
    outer = SegmentBuilder()  # the source holds "A\u003cb>B\u003c/b>" in a string
    outer.literal(10, "A")
    outer.atomic("<", 11, 6)
    outer.literal(17, "b>B")
    outer.atomic("<", 20, 6)
    outer.literal(26, "/b>")
    held = outer.finish(Surface.DATA_STRING)
    inner = SegmentBuilder()
    inner.literal(0, "A")
    inner.literal(4, "B")
    read = inner.finish(Surface.BODY)
    assert held is not None
    assert read is not None
    assert held.text == "A<b>B</b>"
    both = compose(read, held)
    assert both.text == "AB"
    assert both.pieces(0, 2) == (Span(10, 11), Span(19, 20))


def test_a_number_and_its_label_read_as_one_with_two_places() -> None:
    number, label = SegmentBuilder(), SegmentBuilder()
    number.literal(50, "85%")
    label.literal(5, "report less pain")
    figure, words = number.finish(Surface.BODY), label.finish(Surface.LIST_ITEM)
    assert figure is not None
    assert words is not None
    joined = beside(figure, words)
    assert (joined.text, joined.surface) == ("85% report less pain", Surface.LIST_ITEM)
    assert joined.pieces(0, len(joined.text)) == (Span(50, 53), Span(5, 21))
    assert joined.hull(0, len(joined.text)) == Span(5, 53)


def test_two_parts_of_one_undivided_string_stand_for_it_together() -> None:
    source = '"ab\u2028cd"'
    held = Segment("ab\u2028\ncd", (Run(0, 0, len(source)),), Surface.DATA_STRING)
    read = Segment("ab\ncd", (Run(0, 0, 2), Run(2, 2, 2), Run(3, 4, 2)), Surface.BODY)
    both = compose(read, held)
    assert both.pieces(0, 2) == both.pieces(1, 5) == (Span(0, len(source)),)
    assert len(both.runs) == 1
