"""HTML: what is read, in which block, from which place."""

from __future__ import annotations

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser
from strategies import SOUP, check_document, check_map, check_reading, paragraphs, soup

from claimlint.readers import html
from claimlint.readers.entities import decode
from claimlint.segment import PLACEHOLDER, Document, Segment, SegmentBuilder, Surface, compose
from claimlint.source import SourceFile, Span

PAGE = """<!DOCTYPE html>
<html lang="en-GB">
<head>
  <title>Knee &amp; hip | Harbour Physio</title>
  <meta name="description" content="We &quot;listen&quot; first.">
  <meta property="og:title" content="Knees that carry you">
  <meta property="og:image" content="https://example.org/a.png">
  <style>p { content: "No pain" }</style>
</head>
<body>
<main>
<h1>Relief for per<b>man</b>ent pain</h1>
<p>It treats:</p>
<ul>
  <li>Back <i>pain</i></li>
  <li>Neck<ul><li>left side</ul>
  <li>Knee <img src="k.png" alt="A knee"> joints
</ul>
<!-- draft: ask Ann -->
<p>One line<br>two&shy;fold&nbsp;care, 5 < 6.</p>
<table><tr><th>Care<th>Weeks<tr><td>Taping<td>2</table>
<details><summary>Is it safe?</summary><p>Mostly.</p></details>
<dl><dt>PRP</dt><dd>Plasma from your blood</dd></dl>
<button>Book now</button>
</main>
<footer>Harbour Street 4</footer>
</body></html>
"""


def read(text: str) -> Document:
    document = html.read(SourceFile("page.html", text))
    check_document(document)
    return document


def texts(text: str) -> list[str]:
    return [segment.text for segment in read(text).segments]


def only(text: str) -> Segment:
    (segment,) = read(text).segments
    return segment


def find(document: Document, text: str) -> tuple[int, Segment]:
    found = [(index, segment) for index, segment in enumerate(document.segments) if segment.text == text]
    assert len(found) == 1, [segment.text for segment in document.segments]
    return found[0]


def test_a_page_is_read_block_by_block_with_its_surfaces() -> None:
    assert [(segment.surface.value, segment.text) for segment in read(PAGE).segments] == [
        ("title", "Knee & hip | Harbour Physio"),
        ("meta", 'We "listen" first.'),
        ("meta", "Knees that carry you"),
        ("heading", "Relief for permanent pain"),
        ("body", "It treats:"),
        ("list-item", "Back pain"),
        ("list-item", "Neck"),
        ("list-item", "left side"),
        ("list-item", f"Knee {PLACEHOLDER} joints"),
        ("attribute", "A knee"),
        ("body", "One line\ntwofold\N{NO-BREAK SPACE}care, 5 < 6."),
        ("table-cell", "Care"),
        ("table-cell", "Weeks"),
        ("table-cell", "Taping"),
        ("table-cell", "2"),
        ("heading", "Is it safe?"),
        ("body", "Mostly."),
        ("heading", "PRP"),
        ("body", "Plasma from your blood"),
        ("button", "Book now"),
        ("body", "Harbour Street 4"),
    ]


def test_a_page_says_what_it_is() -> None:
    document = read(PAGE)
    assert document.title == 0
    assert document.is_page
    assert document.lang == "en-gb"
    assert document.insert_at == PAGE.index("</main>")
    assert [comment.text for comment in document.comments] == [" draft: ask Ann "]
    comment = document.comments[0].span
    assert PAGE[comment.start : comment.end] == "<!-- draft: ask Ann -->"


def test_a_fragment_is_no_page() -> None:
    document = read("<p>Hello there</p>")
    assert not document.is_page
    assert document.title is None


def test_the_first_h1_is_the_title_where_there_is_none() -> None:
    document = read("<p>Before</p><h1>The page</h1>")
    assert document.title == 1
    assert document.is_page


def test_blocks_know_the_blocks_around_them() -> None:
    document = read(PAGE)
    heading, _ = find(document, "Relief for permanent pain")
    lead_in, _ = find(document, "It treats:")
    neck, item = find(document, "Neck")
    _, left = find(document, "left side")
    _, knee = find(document, f"Knee {PLACEHOLDER} joints")
    assert item.context.headings == (heading,)
    assert item.context.lead_in == lead_in == knee.context.lead_in
    assert left.context.lead_in == neck
    assert item.context.group == knee.context.group != left.context.group
    care, _ = find(document, "Care")
    _, taping = find(document, "Taping")
    assert taping.context.header == care
    assert taping.context.group == document.segments[care].context.group
    question, _ = find(document, "Is it safe?")
    _, answer = find(document, "Mostly.")
    assert answer.context.question == question
    assert answer.context.hidden
    assert not document.segments[question].context.hidden
    term, _ = find(document, "PRP")
    assert find(document, "Plasma from your blood")[1].context.label == term
    assert find(document, "Plasma from your blood")[1].context.question is None
    assert find(document, "Harbour Street 4")[1].context.hidden


def test_exact_pieces_with_the_markup_left_out() -> None:
    segment = find(read(PAGE), "Relief for permanent pain")[1]
    start = segment.text.index("permanent")
    spans = segment.pieces(start, start + 9)
    assert [PAGE[span.start : span.end] for span in spans] == ["per", "man", "ent"]
    title = read(PAGE).segments[0]
    (ampersand,) = title.pieces(5, 6)
    assert PAGE[ampersand.start : ampersand.end] == "&amp;"


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("<p>one<p>two", ["one", "two"]),
        ("<ul><li>one<li>two</ul>", ["one", "two"]),
        ("<p>a</br>b", ["a\nb"]),
        ("<p>Botox & fillers &copy 5 &notaname; &", ["Botox & fillers © 5 ¬aname; &"]),
        ("<p>5 < 6 and <3 you", ["5 < 6 and <3 you"]),
        ("<h2>Care</h3><p>text", ["Care", "text"]),
        ("<p>one <div>two</div> three</p>", ["one", "two", "three"]),
        ("<b><p>one</b> two</p>", ["one two"]),
        ("<p>results<sup>1</sup> and x<sup>2</sup>y", ["results 1 and x 2y"]),
        ("<p>the 10<sup>th</sup> of m", ["the 10th of m"]),
        ("<p>run <code>x = 1</code> now</p>", [f"run {PLACEHOLDER} now"]),
        ("<pre><code>let x</code></pre><p>after", ["after"]),
        ("<pre>one\r\ntwo</pre>", ["one\ntwo"]),
        ("<p>a<svg><path d='M0'/><title>Phone</title></svg>b</p>", ["ab", "Phone"]),
        ("<noscript>Please enable it</noscript><template><p>Later</p></template>", ["Please enable it", "Later"]),
        ("<iframe>old text</iframe><p>x", ["x"]),
        ("<p>zero\u200bwidth\ufeff", ["zerowidth"]),
        ("<p>text <a unclosed", ["text <a unclosed"]),
        ("<title>never closed <p>text", ["never closed", "text"]),
        ("<!-- never closed <p>text", []),
        ("<p>a <!-- x --> b<!---->c<!--> d", ["a bc d"]),
        ("<div><span>85%</span><span>of patients</span></div>", ["85%", "of patients"]),
        ("<a href=x title='Our care'>Call</a>", ["Our care", "Call"]),
        ("<p>Go <a class='btn x' href=#>Book</a> or stay", ["Go", "Book", "or stay"]),
        ("<select><option>Back<option>Neck</select>", ["Back", "Neck"]),
        ("<input type=submit value='Send it'><input type=hidden value='No pain'>", ["Send it"]),
        (
            "<input placeholder='Your name'><textarea placeholder=Note>Dear team</textarea>",
            ["Your name", "Note", "Dear team"],
        ),
        ("<x-card subtitle='It works for all' icon=star :a='b c d'>in</x-card>", ["It works for all", "in"]),
        ("<p data-x='It works for all' class='It works for all'>in", ["in"]),
        ("<script>const t = 'We cure your pain today';</script>", ["We cure your pain today"]),
        ("<script type='text/template'><p>Soon here</p></script>", ["Soon here"]),
        ("<script type='text/template'>if (a < b) {}</script>", []),
        ("<style>p{content:'No pain at all'}</style>", []),
    ],
)
def test_what_is_read(source: str, expected: list[str]) -> None:
    assert texts(source) == expected


def test_a_tagless_text_is_one_block() -> None:
    segment = only("Just\r\nwords\t here")
    assert segment.text == "Just words here"
    assert segment.pieces(4, 5) == (Span(4, 6),)


def test_attributes_say_their_name() -> None:
    document = read('<img alt="A clinic" title="Ours"><button aria-label="Close it">x</button>')
    assert [(segment.surface, segment.context.key) for segment in document.segments] == [
        (Surface.ATTRIBUTE, "alt"),
        (Surface.ATTRIBUTE, "title"),
        (Surface.ATTRIBUTE, "aria-label"),
        (Surface.BUTTON, None),
    ]


def test_a_query_string_in_an_attribute_is_no_entity() -> None:
    assert texts('<img alt="see ?a=1&copy=2 &copy; us">') == ["see ?a=1&copy=2 © us"]


@pytest.mark.parametrize(
    "source",
    [
        "<div class=stat><div>85%</div><div>Patients report less pain</div></div>",
        "<section><div>85%</div><div>Patients report less pain</div></section>",
        "<div><div><b>7 in 10</b></div><div><p>Patients report less pain</p></div></div>",
        "<div><h3>40+</h3><p>Patients report less pain</p></div>",
        "<div><span>85%</span><span>Patients report less pain</span></div>",
    ],
)
def test_a_number_labels_the_text_beside_it(source: str) -> None:
    number, text = read(source).segments
    assert text.context.label == 0
    assert number.context.label is None


def test_a_number_behind_its_text_has_that_for_its_label() -> None:
    text, number = read("<div><div>Patients with less pain</div><div>85%</div></div>").segments
    assert number.context.label == 0
    assert text.context.label is None


def test_numbers_do_not_reach_into_the_next_card() -> None:
    cards = "<div class=row><div class=c><b>85%</b><p>less pain</p></div><div class=c><p>next card</p></div></div>"
    document = read(cards)
    assert find(document, "less pain")[1].context.label == find(document, "85%")[0]
    assert find(document, "next card")[1].context.label is None
    assert find(document, "next card")[1].context.group == find(document, "less pain")[1].context.group


def test_list_items_are_no_card() -> None:
    assert read("<ul><li>85%</li><li>Patients</li></ul>").segments[1].context.label is None


@pytest.mark.parametrize(
    "source",
    [
        "<h3>Does it hurt?</h3><p>No, never.</p>",
        "<p><strong>Does it hurt?</strong></p><p>No, never.</p>",
        "<div class='faq-item'><div>Does it hurt?</div><div>No, never.</div></div>",
        "<div><button>Does it hurt?</button><div>No, never.</div></div>",
        "<details><summary>Does it hurt?</summary>No, never.</details>",
        "<dl><dt>Does it hurt?<dd>No, never.</dl>",
    ],
)
def test_an_answer_knows_its_question(source: str) -> None:
    question, answer = read(source + "<h2>Contact</h2><p>Call us").segments[:2]
    assert question.context.question is None
    assert answer.context.question == 0
    assert read(source + "<h2>Contact</h2><p>Call us").segments[-1].context.question is None


def test_a_question_in_a_paragraph_asks_for_nothing() -> None:
    assert read("<p>Does it hurt?</p><p>Call us.</p>").segments[1].context.question is None


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("<p>We treat:</p><ul><li>pain</ul>", True),
        ("<p>Conditions we treat</p><ul><li>pain</ul>", True),
        ("<h3>What it helps with</h3><ul><li>pain</ul>", True),
        ("<p>We are here for you.</p><ul><li>pain</ul>", False),
        ("<ul><li>first</ul><ul><li>pain</ul>", False),
    ],
)
def test_what_introduces_a_list(source: str, expected: bool) -> None:
    assert (read(source).segments[1].context.lead_in == 0) is expected


def test_headings_nest_by_level() -> None:
    document = read("<h1>A</h1><h2>B</h2><h3>C</h3><p>c</p><h2>D</h2><p>d</p>")
    assert find(document, "c")[1].context.headings == (0, 1, 2)
    assert find(document, "D")[1].context.headings == (0,)
    assert find(document, "d")[1].context.headings == (0, 4)


def test_tables_with_row_heads_spans_and_no_heads() -> None:
    table = read("<table><tr><th>A<th colspan=2>B<th>C<tr><th scope=row>r<td>1<td>2<td>3</table>")
    assert [find(table, text)[1].context.header for text in "123"] == [1, 1, 2]
    assert [find(table, text)[1].context.label for text in "123"] == [3, 3, 3]
    plain = read("<table><tr><td>Care<td>Weeks<tr><td>Taping<td>two</table>")
    assert find(plain, "two")[1].context.header == 1


@pytest.mark.parametrize("attribute", ["hidden", "style='display: none'", "style='color:red;DISPLAY:none'"])
def test_hidden_blocks(attribute: str) -> None:
    document = read(f"<div {attribute}><p>inside</p></div><p>outside</p>")
    assert [segment.context.hidden for segment in document.segments] == [True, False]


def test_json_ld_is_read_through_both_levels_of_escaping() -> None:
    answer = 'Yes, it\u2019s <b>safe</b> &amp; "calm"'
    data = json.dumps({"@type": "Question", "name": "Is it safe?", "acceptedAnswer": {"text": answer}})
    source = f'<p>x</p><script type="application/ld+json">{data}</script>'
    document = read(source)
    index, question = find(document, "Is it safe?")
    _, segment = find(document, 'Yes, it\u2019s safe & "calm"')
    assert question.surface is segment.surface is Surface.JSON_LD
    assert segment.context.question == index
    assert [source[s.start : s.end] for s in segment.pieces(7, 8)] == ["\\u2019"]
    assert [source[s.start : s.end] for s in segment.pieces(15, 16)] == ["&amp;"]


def test_a_fragment_keeps_the_place_it_is_told() -> None:
    segments = html.read_fragment("<p>one</p><p>two</p>", base=100, surface=Surface.DATA_STRING, first_index=7)
    assert [segment.surface for segment in segments] == [Surface.DATA_STRING] * 2
    assert segments[1].hull(0, 3) == Span(113, 116)
    heading, text = html.read_fragment("<h2>one</h2><p>two</p>", first_index=7)
    assert heading.surface is Surface.HEADING
    assert text.context.headings == (7,)


def test_a_fragment_in_a_string_is_chained_to_its_source() -> None:
    source = r'"<p>a\u0026amp;b<\/p>"'
    outer = SegmentBuilder()
    outer.literal(1, "<p>a")
    outer.atomic("&", 5, 6)
    outer.literal(11, "amp;b<")
    outer.atomic("/", 17, 2)
    outer.literal(19, "p>")
    held = outer.finish(Surface.DATA_STRING)
    assert held is not None
    (inner,) = html.read_fragment(held.text)
    segment = compose(inner, held)
    assert segment.text == "a&b"
    (span,) = segment.pieces(1, 2)
    assert source[span.start : span.end] == r"\u0026amp;"


@given(paragraphs())
def test_every_character_is_what_its_piece_reads_as(paragraph: tuple[str, str]) -> None:
    reads, source = paragraph
    text = f"<div>\n<p>{source}</p></div>"
    segment = only(text)
    assert segment.text == reads
    check_reading(text, segment, decode)


@given(st.lists(paragraphs(), min_size=1, max_size=4))
def test_a_paragraph_more_moves_nothing_before_it(blocks: list[tuple[str, str]]) -> None:
    text = "".join(f"<p>{source}</p>" for _, source in blocks)
    before = read(text).segments
    after = read(text + "<p>one more</p>").segments
    assert after[: len(before)] == before
    assert after[-1].text == "one more"


@given(paragraphs(), st.data())
def test_bold_around_a_word_changes_no_text(paragraph: tuple[str, str], data: st.DataObject) -> None:
    _, source = paragraph
    text = f"<p>start {source} end</p>"
    segment = only(text)
    start = data.draw(st.integers(0, len(segment.text) - 1))
    end = data.draw(st.integers(start + 1, len(segment.text)))
    hull = segment.hull(start, end)
    wrapped = f"{text[: hull.start]}<b>{text[hull.start : hull.end]}</b>{text[hull.end :]}"
    assert only(wrapped).text == segment.text


@given(paragraphs(), st.data())
def test_an_edit_at_a_span_gives_the_edited_text(paragraph: tuple[str, str], data: st.DataObject) -> None:
    reads, source = paragraph
    text = f"<ul><li>first<li>go {source} on</ul>"
    segment = read(text).segments[1]
    index = data.draw(st.sampled_from([i for i, character in enumerate(segment.text) if not character.isspace()]))
    (span,) = segment.pieces(index, index + 1)
    edited = f"{text[: span.start]}Q{text[span.end :]}"
    assert read(edited).segments[1].text == f"{segment.text[:index]}Q{segment.text[index + 1 :]}"
    assert reads in segment.text


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(soup(*SOUP))
def test_soup_is_read_without_a_crash(text: str) -> None:
    read(text)


@given(st.text())
def test_any_text_is_read_without_a_crash(text: str) -> None:
    read(text)


MARKUP = (
    "<p>", "</p>", "<div>", "</div>", "<b>", "</b>", "<ul>", "<li>", "</ul>", "<h1>", "<h2>", "</h3>", "<br>", "</br>",
    "<span id=x>", "</span>", "<dl>", "<dt>", "<dd>", "</dl>", "<section>", "</section>", "<!-- x -->", "</", "< ",
    " we ", "cure &amp; care ", "&nbsp", "&copyx", "a<3", "<hr>", "<button>", "</button>", "<i/>", "'", '"',
    "&", "<a href='>'>",
)  # fmt: skip


@given(st.lists(st.sampled_from(MARKUP), max_size=30))
def test_the_same_text_as_lexbor(pieces: list[str]) -> None:
    source = "<!DOCTYPE html><body>" + "".join(pieces) + "<p>end</p>"
    mine = "".join(segment.text for segment in read(source).segments)
    body = LexborHTMLParser(source).body
    theirs = body.text() if body else ""
    assert "".join(mine.split()) == "".join(theirs.split())


DEEP = 20_000


@pytest.mark.parametrize(
    "source",
    [
        "<div>" * DEEP + "text",
        "<b>" * DEEP + "text",
        "<ul><li>" * DEEP + "text",
        "<table><tr><td>" * DEEP + "text",
        "<div class=faq><p>" * DEEP + "text",
        "<p><table>" + "<div>" * DEEP + "</p>" * DEEP + "text",
        "<p>text" + "<a " * DEEP,
        "<p>text" + '<a href="' * DEEP,
        "<p>text" + "<" * DEEP,
        "<p>text" + "&" * DEEP + "&#" + "1" * DEEP,
        "<p>text<title>" + "<title>" * DEEP,
        "<p>text" + "<code>" * DEEP,
        "<p>text" + "<svg><title>" * DEEP,
        "<p>text" + "<!--" * DEEP,
        "<p " + "a=b " * DEEP + ">text",
        "<p>text<a " + "=" * DEEP + ">",
    ],
)
def test_hostile_pages_keep_their_text(source: str) -> None:
    document = read(source)
    assert any("text" in segment.text for segment in document.segments)


def test_segments_of_a_long_line_are_mapped_to_its_end() -> None:
    source = "<p>We help you &amp; yours.</p>" * 5000
    document = read(source)
    assert len(document.segments) == 5000
    assert document.segments[-1].hull(0, 2).start == len(source) - len("We help you &amp; yours.</p>")
    check_map(document.segments[-1], len(source))


def test_a_counter_reads_as_the_number_that_it_ends_at() -> None:
    source = '<div><span data-count="92">0</span>% of knees feel better</div>'
    segment = only(source)
    assert segment.text == "92% of knees feel better"
    assert [source[piece.start : piece.end] for piece in segment.pieces(0, 3)] == ["92", "%"]


def test_a_counter_in_a_block_of_its_own_labels_the_text_beside_it() -> None:
    document = read('<div class="s"><b data-target="98" data-suffix="%">0</b><p>of patients sleep well</p></div>')
    number, _ = find(document, "98%")
    assert find(document, "of patients sleep well")[1].context.label == number
    assert texts('<a data-target="#menu">Open the menu</a>') == ["Open the menu"]


def test_cells_below_spans_have_the_head_of_their_own_column() -> None:
    document = read(
        "<table><tr><th rowspan=2>Care<th colspan=2>Result<tr><th>Soon<th>Later"
        "<tr><td rowspan=2>Taping<td>Less ache<td>No ache<tr><td>More ease<td>Calm</table>"
    )
    heads = {
        segment.text: document.segments[segment.context.header].text
        for segment in document.segments
        if segment.context.header is not None
    }
    assert heads["Taping"] == "Care"
    assert (heads["Less ache"], heads["No ache"]) == ("Soon", "Later")
    assert (heads["More ease"], heads["Calm"]) == ("Soon", "Later")


def test_the_unit_of_a_number_stays_with_it_though_it_has_an_element_of_its_own() -> None:
    document = read("<div><b>85</b><span>%</span><p>of patients sleep well</p></div>")
    assert [segment.text for segment in document.segments] == ["85%", "of patients sleep well"]
    assert document.segments[1].context.label == 0


@pytest.mark.parametrize(
    ("source", "read_as"),
    [
        ("<p><span>Calm</span><span>No needles</span><span>Fast</span> care</p>", ["Calm", "No needles", "Fast care"]),
        ("<nav><a href=a>Home</a><a href=b>Our care</a>\n<a href=c>Book</a></nav>", ["Home", "Our care Book"]),
        ("<h1><b>Hydra</b><b>Calm</b> care</h1>", ["HydraCalm care"]),
        ("<h1><span>C</span><span>A</span><span>L</span><span>M</span></h1>", ["CALM"]),
        ("<p><i>un</i><i>prov</i><i>en</i></p>", ["unproven"]),
    ],
)
def test_pills_side_by_side_are_texts_of_their_own(source: str, read_as: list[str]) -> None:
    document = read(source)
    assert [segment.text for segment in document.segments] == read_as
