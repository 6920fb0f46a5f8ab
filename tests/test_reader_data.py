"""Data formats: the values are those that the reference parsers give, and every character knows its place."""

from __future__ import annotations

import csv
import io
import json
import tomllib
import zipfile
from typing import Any

import docx as word
import polib
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimlint import readers
from claimlint.errors import UnreadableError
from claimlint.readers import data_json, data_toml, docx, filler, gettext_po, json_strings, table_csv, values
from claimlint.segment import PLACEHOLDER, Document, Segment, Surface

SENTENCE = "We may help with knee pain."


def read(path: str, text: str) -> Document:
    (document,) = readers.read(path, text.encode())
    return document


def texts(document: Document) -> list[str]:
    return [segment.text for segment in document.segments]


def named(document: Document, text: str) -> Segment:
    return next(segment for segment in document.segments if segment.text == text)


def index(document: Document, text: str) -> int:
    return texts(document).index(text)


def source_of(document: Document, segment: Segment, words: str) -> list[str]:
    start = segment.text.index(words)
    return [document.source.text[span.start : span.end] for span in segment.pieces(start, start + len(words))]


def check_maps(document: Document) -> None:
    """Runs cover the text, stay inside the source, and where a run is linear its characters are "
    "those of the source."""
    for segment in document.segments:
        assert segment.text
        assert segment.runs[0].text == 0
        ends = [run.text for run in segment.runs[1:]] + [len(segment.text)]
        for run, end in zip(segment.runs, ends, strict=True):
            assert run.text < end
            assert 0 <= run.source <= run.source + run.length <= len(document.source.text)
            if end - run.text == run.length:
                written = document.source.text[run.source : run.source + run.length]
                shown = segment.text[run.text : end]
                assert all(a == b or (a.isspace() and b in " \n") for a, b in zip(written, shown, strict=True))
        context = segment.context
        for other in (*context.headings, context.lead_in, context.question, context.label, context.header):
            assert other is None or 0 <= other < len(document.segments)


# Generated data against the parsers of the standard library and others.

characters = st.characters(codec="utf-8", exclude_categories=["Cs"], exclude_characters=filler.FILLERS)
strings = st.text(characters, max_size=30)
keys = st.text(st.characters(codec="utf-8", categories=["Ll", "Lu", "Nd", "Po", "Zs"]), min_size=1, max_size=8)
trees = st.recursive(
    st.one_of(strings, st.integers(), st.booleans(), st.floats(allow_nan=False, allow_infinity=False)),
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(keys, inner, max_size=4)),
    max_leaves=15,
)


def leaves(tree: Any, path: values.Path = ()) -> list[tuple[values.Path, str]]:
    if isinstance(tree, dict):
        return [leaf for key, value in tree.items() for leaf in leaves(value, (*path, key))]
    if isinstance(tree, list):
        return [leaf for place, value in enumerate(tree) for leaf in leaves(value, (*path, place))]
    return [(path, tree)] if isinstance(tree, str) else []


def found(parsed: tuple[values.Value, ...]) -> list[tuple[values.Path, str]]:
    return [(value.path, value.text.text) for value in parsed if not value.literal]


@given(trees, st.booleans(), st.sampled_from([None, 2, "\t"]))
def test_json_values_are_those_of_the_standard_parser(tree: Any, ascii_only: bool, indent: int | str | None) -> None:
    text = json.dumps(tree, ensure_ascii=ascii_only, indent=indent)
    parsed = json_strings.parse(text)
    assert parsed.broken is None
    assert found(parsed.values) == leaves(tree)


@given(st.lists(st.tuples(characters, st.booleans()), min_size=1, max_size=40))
def test_each_character_of_a_json_string_maps_to_its_own_escape(parts: list[tuple[str, bool]]) -> None:
    written = [json.dumps(char, ensure_ascii=escaped)[1:-1] for char, escaped in parts]
    text = '{"text": "' + "".join(written) + '"}'
    (value,) = json_strings.parse(text).values
    assert value.text.text == "".join(char for char, _ in parts)
    for place, piece in enumerate(written):
        span = value.text.hull(place, place + 1)
        assert text[span.start : span.end] == piece


def as_toml(tree: Any) -> str:
    if isinstance(tree, dict):
        return "{" + ", ".join(f"{as_toml(key)} = {as_toml(value)}" for key, value in tree.items()) + "}"
    if isinstance(tree, list):
        return "[" + ", ".join(as_toml(value) for value in tree) + "]"
    if isinstance(tree, str):
        return json.dumps(tree, ensure_ascii=False).replace("\x7f", "\\u007F")
    return json.dumps(tree)


@given(st.dictionaries(keys, trees, max_size=4), st.lists(st.dictionaries(keys, strings, max_size=3), max_size=3))
def test_toml_values_are_those_of_the_standard_parser(tree: dict[str, Any], tables: list[dict[str, str]]) -> None:
    tree.pop("rows", None)
    lines = [f"{as_toml(key)} = {as_toml(value)} # note" for key, value in tree.items()]
    for table in tables:
        lines += ["[[rows]]", *(f"{as_toml(key)} = {as_toml(value)}" for key, value in table.items())]
    text = "\n".join(lines)
    parsed = data_toml.parse(text)
    assert parsed.broken is None
    assert found(parsed.values) == leaves(tomllib.loads(text))


def test_toml_strings_of_every_kind() -> None:
    text = (
        'title = "Knee \\u2019 pain"\r\nraw = \'C:\\new\'\r\n[page.hero]\r\nlong = """\r\nOne \\\r\n'
        '   two ""quoted"" three"""\r\n'
        "block = '''\r\nfirst\r\nsecond'''\r\na.b.\"c d\" = \"deep\"\r\ndate = 1979-05-27 07:32:00\r\n"
        '[[page.item]]\r\nx = "1"\r\n'
        '[page.item.more]\r\ny = "2"\r\n[[page.item]]\r\nx = "3"\r\n'
    )
    parsed = data_toml.parse(text)
    assert parsed.broken is None
    assert found(parsed.values) == leaves(tomllib.loads(text))


cells = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=12)


@given(st.lists(st.lists(cells, min_size=2, max_size=4), min_size=1, max_size=5), st.sampled_from([",", ";", "\t"]))
def test_csv_cells_are_those_of_the_standard_reader(rows: list[list[str]], delimiter: str) -> None:
    stream = io.StringIO(newline="")
    csv.writer(stream, delimiter=delimiter).writerows(rows)
    scanned, closed = table_csv.scan(stream.getvalue(), delimiter)
    assert closed
    assert [[cell.text for cell in row] for row in scanned] == rows


# polib ends a line wherever str.splitlines does, msgfmt and the format only at line feeds.
messages = st.one_of(
    st.characters(codec="utf-8", exclude_categories=["Cs", "Cc", "Zl", "Zp"]), st.sampled_from("\n\t\r")
)


@given(
    st.lists(
        st.tuples(st.text(messages, min_size=1, max_size=60), st.text(messages, max_size=30)),
        min_size=1,
        max_size=4,
        unique_by=lambda pair: pair[0],
    )
)
def test_po_messages_are_those_of_polib(pairs: list[tuple[str, str]]) -> None:
    catalogue = polib.POFile(wrapwidth=30)
    for message, translation in pairs:
        catalogue.append(polib.POEntry(msgid=message, msgstr=translation, comment="for translators"))
    text = str(catalogue)
    scanned = gettext_po.scan(text)
    told = [(message.keyword, message.text.text) for message in scanned.messages]
    expected = [pair for entry in polib.pofile(text) for pair in (("msgid", entry.msgid), ("msgstr", entry.msgstr))]
    assert told[2:] == expected


printable = st.text(
    st.characters(min_codepoint=33, max_codepoint=0x2FFFF, exclude_categories=["Cs", "Cc", "Cf", "Zs", "Zl", "Zp"]),
    min_size=1,
    max_size=12,
)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.lists(printable, min_size=1, max_size=4), min_size=1, max_size=6))
def test_word_paragraphs_are_those_of_python_docx(paragraphs: list[list[str]]) -> None:
    document = word.Document()
    for runs in paragraphs:
        paragraph = document.add_paragraph()
        for number, run in enumerate(runs):
            paragraph.add_run(run).bold = number % 2 == 0
    (read_back,) = docx.read("a.docx", saved(document))
    assert texts(read_back) == ["".join(runs) for runs in paragraphs]
    check_maps(read_back)


def saved(document: Any) -> bytes:
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


# What a page's data says about itself.


def test_json_question_number_list_and_headings() -> None:
    document = read(
        "src/data/knee.json",
        """{
          // reviewed in spring
          "title": "Knee pain",
          "stats": [
            {"value": 92, "suffix": "%+", "label": "Success rate"},
            {"number": "7 in 10", "description": "Patients report relief"},
            {"caption": "People walk again", "value": "85%"}
          ],
          "faqs": [{"q": "Does it hurt?", "a": "No, you won\\u2019t feel it."}],
          "benefits": {"intro": "It treats:", "list": ["Back pain", "Neck pain"]},
          "className": "text-lg font-bold", "image": "/img/knee.jpg", "slug": "knee-pain-clinic",
        }""",
    )
    assert document.status == "checked"
    assert [comment.text for comment in document.comments] == ["reviewed in spring"]
    assert document.title == index(document, "Knee pain")
    assert not any("font-bold" in text or "knee.jpg" in text or "knee-pain" in text for text in texts(document))
    rate = named(document, "92%+")
    assert source_of(document, rate, "92%+") == ["92", "%+"]
    assert named(document, "Success rate").context.label == index(document, "92%+")
    assert named(document, "Patients report relief").context.label == index(document, "7 in 10")
    assert named(document, "85%").context.label == index(document, "People walk again")
    answer = named(document, "No, you won’t feel it.")
    assert answer.context.question == index(document, "Does it hurt?")
    assert source_of(document, answer, "won’t") == ["won\\u2019t"]
    back, neck = named(document, "Back pain").context, named(document, "Neck pain").context
    assert back.lead_in == neck.lead_in == index(document, "It treats:")
    assert back.group == neck.group is not None
    assert back.headings == (document.title,)
    assert back.key == "list"
    check_maps(document)


def test_wrong_answers_of_a_quiz_are_left_out() -> None:
    document = read(
        "quiz.json",
        json.dumps(
            [
                {"question": "How long?", "options": ["It lasts for ever", "Six to nine months"], "correct": 1},
                {
                    "question": "Is it safe?",
                    "options": ["Completely safe always", "It has risks"],
                    "answer": "It has risks",
                },
                {
                    "question": "Who?",
                    "choices": [
                        {"text": "It cures everybody", "correct": False},
                        {"text": "It is for adults", "correct": True},
                    ],
                },
            ]
        ),
    )
    assert "Six to nine months" in texts(document)
    assert "It has risks" in texts(document)
    assert "It is for adults" in texts(document)
    assert not {"It lasts for ever", "Completely safe always", "It cures everybody"} & set(texts(document))


def test_html_and_markdown_inside_json_strings_keep_their_places() -> None:
    html = "<h2>Knee care</h2>\n<p>It <b>can</b> help &amp; soothe “you”.</p>"
    markdown = "## What to expect\n\nSome **real** soreness."
    document = read("page.json", json.dumps({"html": html, "body": markdown}))
    paragraph = named(document, "It can help & soothe “you”.")
    assert source_of(document, paragraph, "can help & soothe") == ["can", " help &amp; soothe"]
    assert source_of(document, paragraph, "“you”") == ["\\u201cyou\\u201d"]
    assert paragraph.context.headings == (index(document, "Knee care"),)
    assert named(document, "What to expect").surface is Surface.HEADING
    assert source_of(document, named(document, "Some real soreness."), "real soreness") == ["real", " soreness"]
    check_maps(document)


RICH = {
    "portable text": [
        {"_type": "block", "style": "h2", "children": [{"_type": "span", "text": "Sore knees"}]},
        {
            "_type": "block",
            "style": "normal",
            "children": [
                {"_type": "span", "text": "It is "},
                {"_type": "span", "marks": ["strong"], "text": "not"},
                {"_type": "span", "text": " a cure."},
            ],
        },
    ],
    "slate": [
        {"type": "heading", "children": [{"text": "Sore knees"}]},
        {
            "type": "paragraph",
            "children": [
                {"text": "It is "},
                {"type": "link", "url": "/a", "children": [{"text": "not"}]},
                {"text": " a cure.", "bold": True},
            ],
        },
    ],
    "ricos": [
        {"type": "HEADING", "nodes": [{"type": "TEXT", "textData": {"text": "Sore knees"}}]},
        {
            "type": "PARAGRAPH",
            "nodes": [
                {"type": "TEXT", "textData": {"text": "It is "}},
                {"type": "TEXT", "textData": {"text": "not", "decorations": [{"type": "BOLD"}]}},
                {"type": "TEXT", "textData": {"text": " a cure."}},
            ],
        },
    ],
    "contentful": [
        {"nodeType": "heading-2", "content": [{"nodeType": "text", "value": "Sore knees", "marks": []}]},
        {
            "nodeType": "paragraph",
            "content": [
                {"nodeType": "text", "value": "It is ", "marks": []},
                {"nodeType": "hyperlink", "content": [{"nodeType": "text", "value": "not", "marks": []}]},
                {"nodeType": "text", "value": " a cure.", "marks": []},
            ],
        },
    ],
}


@pytest.mark.parametrize("kind", RICH)
def test_paragraphs_of_rich_text_are_read_whole(kind: str) -> None:
    document = read("post.json", json.dumps({"name": "Knees", "nodes": RICH[kind]}, indent=1))
    assert texts(document) == ["Knees", "Sore knees", "It is not a cure."]
    paragraph = document.segments[2]
    assert source_of(document, paragraph, "is not a") == ["is ", "not", " a"]
    assert paragraph.context.headings == (0, 1)
    check_maps(document)


def test_a_second_headline_does_not_replace_the_first() -> None:
    document = read("a.json", json.dumps({"headline": "Sore knees", "subheadline": "Care near you", "text": SENTENCE}))
    assert document.segments[2].context.headings == (0,)


def test_line_breaks_in_a_string_part_lines_but_not_sentences() -> None:
    document = read("a.json", json.dumps({"text": "We do not\npromise results.\nNo downtime\n\nA second paragraph."}))
    assert texts(document) == ["We do not promise results.\nNo downtime", "A second paragraph."]


def test_variables_in_data_strings_are_placeholders() -> None:
    document = read("en.json", json.dumps({"text": "Hello {{ name }}, {count} of %s patients felt ${x} better."}))
    assert texts(document) == [
        f"Hello {PLACEHOLDER}, {PLACEHOLDER} of {PLACEHOLDER} patients felt {PLACEHOLDER} better."
    ]


@pytest.mark.parametrize(
    ("path", "text", "is_page"),
    [
        ("a.json", '{"headline": "Knee care", "metaDescription": "Care for knees in town."}', True),
        ("a.json", '{"title": "Knee care", "seo": {"metaTitle": "Knees"}}', True),
        ("a.yml", "title: Knee care\nslug: knee-care\n", True),
        ("a.toml", 'title = "Knee care"\nslug = "knee-care"\n', True),
        ("a.json", '{"title": "Knee care", "items": ["Gentle for you"]}', False),
        ("a.json", '[{"title": "Knee care", "slug": "knee-care"}]', False),
        ("a.json", '{"slug": "knee-care", "items": ["Gentle for you"]}', False),
    ],
)
def test_a_data_file_that_search_engines_are_told_of_is_a_page(path: str, text: str, is_page: bool) -> None:
    assert read(path, text).is_page is is_page


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("a.json", '[{"value": 92, "suffix": "%+", "label": "Relief of pain"}]'),
        ("a.yaml", "- value: 92\n  suffix: '%+'\n  label: Relief of pain\n"),
        ("a.js", 'const a = [{ value: 92, suffix: "%+", label: "Relief of pain" }];'),
        ("a.html", "<div><div>92%+</div><div>Relief of pain</div></div>"),
        ("a.tsx", "export default () => <div><b>92%+</b><p>Relief of pain</p></div>;"),
    ],
)
def test_a_label_knows_its_figure_in_every_format(path: str, text: str) -> None:
    document = read(path, text)
    assert texts(document) == ["92%+", "Relief of pain"]
    assert document.segments[1].context.label == 0


def test_broken_json_is_partial_and_still_read() -> None:
    document = read("a.json", '{"text": "We may help you.",\n "note": "Not closed here\n "more": "Another good line."')
    assert document.status == "partial"
    assert "line 2" in (document.reason or "")
    assert "We may help you." in texts(document)
    assert "Another good line." in texts(document)


def test_linked_data_keeps_its_surface_and_its_questions() -> None:
    text = json.dumps(
        {
            "@context": "https://schema.org",
            "@type": "FAQPage",
            "mainEntity": [
                {
                    "@type": "Question",
                    "name": "Is it painful",
                    "acceptedAnswer": {"@type": "Answer", "text": "It is not."},
                }
            ],
        }
    )
    segments = json_strings.strings("x" + text, 1, 1 + len(text), surface=Surface.JSON_LD, first_index=5)
    assert [segment.text for segment in segments] == ["Is it painful", "It is not."]
    assert segments[1].context.question == 5
    assert segments[1].surface is Surface.JSON_LD


def test_a_liquid_schema_gives_defaults_and_presets_only() -> None:
    text = json.dumps(
        {
            "name": "Clinical results",
            "settings": [
                {"type": "text", "id": "number", "label": "Big number shown", "default": "96%"},
                {"type": "text", "id": "text", "label": "Text below it", "default": "had firmer skin"},
            ],
            "presets": [{"name": "Results section", "settings": {"heading": "Proof you can see"}}],
        }
    )
    segments = data_json.schema(text, 0, len(text))
    assert [segment.text for segment in segments] == ["96%", "had firmer skin", "Proof you can see"]
    assert segments[1].context.label == 0


def test_yaml_strings_and_comments() -> None:
    document = read(
        "_data/faq.yml",
        "# shown on the home page\ntitle: Knee pain\nfaq:\n  - q: Does it hurt?\n    a: >-\n"
        "      It may hurt\n      a little.\n",
    )
    assert texts(document) == ["Knee pain", "Does it hurt?", "It may hurt a little."]
    assert document.segments[2].context.question == 1
    assert [comment.text for comment in document.comments] == ["shown on the home page"]
    check_maps(document)


def test_yaml_that_is_a_template_is_read_line_by_line() -> None:
    document = read("a.yml", "a: {{ x }} is: b\nquote: We were made welcome.\n")
    assert document.status == "partial"
    assert "not valid YAML" in (document.reason or "")
    assert "We were made welcome." in texts(document)


def test_toml_that_is_broken_is_partial() -> None:
    document = read("a.toml", 'text = "We may help you."\nmore = "Not closed here\nlast = "A good last line."\n')
    assert document.status == "partial"
    assert {"We may help you.", "A good last line."} <= set(texts(document))


def test_csv_columns_have_headers_and_rows_have_titles() -> None:
    document = read(
        "products.csv",
        'Title,Body (HTML),Image Src,Question\r\nKnee cream,"<p>It ""soothes""\r\n'
        'sore knees.</p>",https://a.example/b.png,Is it safe?\r\n'
        "Neck cream,It warms the neck.,/c.png,Who is it for?\r\n",
    )
    soothes = named(document, 'It "soothes" sore knees.')
    assert soothes.context.header == index(document, "Body (HTML)")
    assert soothes.context.headings == (index(document, "Knee cream"),)
    assert soothes.context.group == named(document, "It warms the neck.").context.group
    assert soothes.surface is Surface.TABLE_CELL
    assert not any("png" in text for text in texts(document))
    assert source_of(document, soothes, '"soothes"') == ['""soothes""']
    check_maps(document)


def test_csv_with_an_open_quote_is_partial() -> None:
    document = read("a.csv", 'Name,Text\nKnee,"We may help\nyou walk,again\n')
    assert document.status == "partial"
    assert any("We may help" in text for text in texts(document))


def test_po_reads_messages_and_leaves_header_and_obsolete_entries() -> None:
    document = read(
        "de.po",
        'msgid ""\nmsgstr ""\n"Project-Id-Version: The best clinic site\\n"\n\n# shown first\n'
        'msgctxt "hero of the page"\nmsgid "We may help "\n'
        '"<b>your</b> knee."\nmsgstr "Wir helfen Ihrem Knie."\n\n#~ msgid "An old line of text"\n#~ msgstr ""\n',
    )
    assert texts(document) == ["We may help your knee.", "Wir helfen Ihrem Knie."]
    assert source_of(document, document.segments[0], "help your") == ["help ", "your"]
    assert [comment.text for comment in document.comments] == ["shown first"]


def test_word_document_structure() -> None:
    document = word.Document()
    document.add_heading("Knee pain", 1)
    paragraph = document.add_paragraph("It ")
    paragraph.add_run("can").bold = True
    paragraph.add_run(" help & soothe <you>")
    document.add_paragraph("We treat:")
    document.add_paragraph("Back pain", style="List Bullet")
    document.add_paragraph("Neck pain", style="List Bullet")
    table = document.add_table(2, 2)
    for row, column, text in ((0, 0, "Care"), (0, 1, "Time"), (1, 0, "Exercise"), (1, 1, "12 weeks")):
        table.cell(row, column).text = text
    document.sections[0].footer.paragraphs[0].text = "Results may vary."
    body, footer = readers.read("brochure.docx", saved(document))
    assert texts(body)[:5] == ["Knee pain", "It can help & soothe <you>", "We treat:", "Back pain", "Neck pain"]
    assert body.title == 0
    assert body.is_page
    assert {segment.part for segment in body.segments} == {"word/document.xml"}
    assert {segment.part for segment in footer.segments} == {"word/footer1.xml"}
    assert body.segments[3].surface is Surface.LIST_ITEM
    assert body.segments[3].context.lead_in == 2
    assert body.segments[3].context.group == body.segments[4].context.group
    assert named(body, "12 weeks").context.header == index(body, "Time")
    assert source_of(body, body.segments[1], "& soothe <you>") == ["&amp; soothe &lt;you&gt;"]
    check_maps(body)


def test_deleted_words_and_fallbacks_of_word_are_not_read() -> None:
    xml = (
        '<w:document xmlns:w="w"><w:body><w:p><w:r><w:t>It may</w:t></w:r><w:del><w:r><w:delText> '
        "surely</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t xml:space='preserve'> "
        "help</w:t><w:tab/><w:t>you</w:t><w:br/><w:t>walk</w:t></w:r></w:ins></w:p></w:body></w:document>"
    )
    (document,) = docx.read("a.docx", zipped({"word/document.xml": xml}))
    assert texts(document) == ["It may help you\nwalk"]
    (cut,) = docx.read("a.docx", zipped({"word/document.xml": xml[: xml.index("</w:ins>")]}))
    assert cut.status == "partial"
    assert texts(cut) == ["It may help you\nwalk"]


def zipped(parts: dict[str, str]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return stream.getvalue()


@pytest.mark.parametrize(
    "data",
    [b"", b"not a zip archive", zipped({"other.xml": "<a/>"}), zipped({"word/document.xml": "<w:p>"})[:-30]],
    ids=["empty", "text", "no body", "truncated"],
)
def test_what_is_no_word_document_is_said_so(data: bytes) -> None:
    with pytest.raises(UnreadableError, match=r"a\.docx"):
        readers.read("a.docx", data)


def test_a_zip_bomb_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(docx, "MAX_PART", 1_000_000)
    bomb = zipped({"word/document.xml": "<w:p>" + " " * 5_000_000})
    assert len(bomb) < 20_000
    with pytest.raises(UnreadableError, match="unpacks to more than"):
        docx.read("a.docx", bomb)


WORDPRESS = """<?xml version="1.0"?>
<rss xmlns:wp="http://wordpress.org/export/1.2/"><channel><title>The knee clinic</title>
<item><title>Knees &amp; hips</title>
<content:encoded><![CDATA[<!-- wp:paragraph -->
<p>It <b>may</b>&nbsp;help.</p>
<!-- /wp:paragraph -->]]></content:encoded>
<excerpt:encoded><![CDATA[A short summary.]]></excerpt:encoded>
<wp:post_name>knees-and-hips for machines only</wp:post_name><wp:post_type>page</wp:post_type>
<wp:postmeta><wp:meta_key>_yoast_wpseo_metadesc</wp:meta_key>
<wp:meta_value><![CDATA[Care for sore knees.]]></wp:meta_value></wp:postmeta>
<wp:postmeta><wp:meta_key><![CDATA[_elementor_data]]></wp:meta_key>
<wp:meta_value><![CDATA[[{"settings":{"title":"You won\\u2019t wait",
"editor":"<p>Good words here.<\\/p>"}}]]]></wp:meta_value></wp:postmeta>
<wp:postmeta><wp:meta_key>_stock</wp:meta_key>
<wp:meta_value>a:1:{s:5:"A cure for everything"}</wp:meta_value></wp:postmeta></item>
<item><title>A picture title</title><excerpt:encoded>A stock photo caption</excerpt:encoded>
<wp:post_type>attachment</wp:post_type></item>
<item><title>Classic</title><content:encoded><![CDATA[First line
[caption id="x"]goes[/caption] on.

Second one.]]></content:encoded><wp:post_type>post</wp:post_type></item></channel></rss>"""


def test_wordpress_export() -> None:
    document = read("export.xml", WORDPRESS)
    assert document.status == "checked"
    expected = ["Knees & hips", "It may\N{NO-BREAK SPACE}help.", "A short summary.", "Care for sore knees."]
    assert texts(document) == [
        "The knee clinic",
        *expected,
        "You won’t wait",
        "Good words here.",
        "Classic",
        "First line goes on.",
        "Second one.",
    ]
    may = document.segments[2]
    assert source_of(document, may, "may\N{NO-BREAK SPACE}help") == ["may", "&nbsp;help"]
    assert may.context.headings == (1,)
    assert named(document, "Care for sore knees.").surface is Surface.META
    wait = named(document, "You won’t wait")
    assert source_of(document, wait, "won’t") == ["won\\u2019t"]
    check_maps(document)


def test_product_feed() -> None:
    document = read(
        "feed.xml",
        "<rss><channel><item><g:title>Knee cream</g:title><g:id>SKU 12 of 40</g:id><link>https://a.example/b</link>"
        "<g:description>It warms &lt;b&gt;sore&lt;/b&gt; knees</g:description></item></channel></rss>",
    )
    assert texts(document) == ["Knee cream", "It warms sore knees"]
    assert document.segments[1].context.headings == (0,)
    assert source_of(document, document.segments[1], "warms sore knees") == ["warms ", "sore", " knees"]


def test_pug_template() -> None:
    document = read(
        "page.pug",
        'html(lang="en")\n  head\n    title Knee pain\n    meta(name="description"\n'
        '      content="Care for sore knees")\n'
        "  body\n    h1.big(class='x') Get #[b relief] now [today]\n    p\n      | It may\n"
        "      | help #{name} &amp; you\n      b !\n"
        "    p We treat:\n    ul\n      li Back pain\n      li: a(href='#') Neck pain\n    p.\n"
        "      Some text\n      here\n"
        '    if open\n      +card("No waiting for you")\n    script.\n'
        "      var a = 'Some code with words'\n    //- not for visitors\n"
        '    img(src="a.png" alt="Woman walking her dog")\n',
    )
    assert texts(document) == [
        "Knee pain", "Care for sore knees", "Get relief now [today]", f"It may help {PLACEHOLDER} & "
        "you!", "We treat:",
        "Back pain", "Neck pain", "Some text here", "No waiting for you", "Woman walking her dog",
    ]  # fmt: skip
    assert document.title == 0
    assert document.lang == "en"
    assert [(comment.text, comment.secret) for comment in document.comments] == [("not for visitors", True)]
    assert named(document, "Neck pain").context.lead_in == index(document, "We treat:")
    assert source_of(document, document.segments[2], "relief now") == ["relief", " now"]
    check_maps(document)


# Edits, fuzz, hostile input.

FIXTURES = {
    "a.json": json.dumps({"title": "Care", "text": SENTENCE, "list": ["Some other words", "More words here"]}),
    "a.yaml": f"title: Care\ntext: {SENTENCE}\nlist:\n  - Some other words\n  - 'More words here'\n",
    "a.toml": f'title = "Care"\ntext = """{SENTENCE}"""\nlist = ["Some other words"]\n',
    "a.csv": f"Title,Text\nCare,{SENTENCE}\nSome other words,More words here\n",
    "a.po": f'msgid "Some other words"\nmsgstr "{SENTENCE}"\n',
    "a.xml": f"<rss><item><title>Care</title><description>{SENTENCE}</description></item></rss>",
    "a.pug": f"h1 Care\np {SENTENCE}\nul\n  li Some other words\n",
}


@pytest.mark.parametrize("path", FIXTURES)
@settings(deadline=None)
@given(word=st.text("abcdefghijklmnop", min_size=2, max_size=9))
def test_an_edit_at_a_span_is_read_back(path: str, word: str) -> None:
    before = read(path, FIXTURES[path])
    place = index(before, SENTENCE)
    start = SENTENCE.index("knee")
    (span,) = before.segments[place].pieces(start, start + 4)
    text = before.source.text
    after = read(path, text[: span.start] + word + text[span.end :])
    expected = texts(before)
    expected[place] = SENTENCE.replace("knee", word)
    assert texts(after) == expected


SOUP = st.lists(
    st.sampled_from(
        [
            *"{}[]\"'`:,;=#|>-<&/\\\n\r\t ()!%@.",
            '"a": ',
            '"""',
            "'''",
            "\\u2019",
            "\\ud83d",
            "key = ",
            "[[t]]",
            "- ",
            ">-\n  ",
            "msgid ",
            'msgstr "',
            "<w:p>",
            "</w:p>",
            "<![CDATA[",
            "]]>",
            "<!--",
            "-->",
            "<item>",
            "</item>",
            "<title>",
            "p ",
            "  li ",
            "#{",
            "#[",
            "Some words",
            "&amp;",
            "😀",
            "\N{SOFT HYPHEN}",
            "\N{NO-BREAK SPACE}",
            "We help you.",
            "{{",
            "}}",
            "//",
            "/*",
            "true",
            "12%",
            "<p>",
            "**b**",
            "[x](y)",
        ]
    ),
    max_size=40,
).map("".join)


@pytest.mark.parametrize("path", FIXTURES)
@settings(max_examples=150, deadline=None)
@given(soup=SOUP, cut=st.integers(0, 200))
def test_any_soup_is_read_with_its_maps_intact(path: str, soup: str, cut: int) -> None:
    fixture = FIXTURES[path]
    for text in (soup, fixture[:cut] + soup, fixture[:cut]):
        document = read(path, text)
        check_maps(document)
        assert not (document.reason or "").startswith("the ")


@pytest.mark.parametrize("path", [*FIXTURES])
@pytest.mark.parametrize(
    "piece",
    [
        '"',
        "'",
        '"\\',
        '"\\"',
        "[",
        "{",
        '{"a":',
        "/*",
        '"""',
        "'''",
        "<",
        "<a ",
        '<a b="',
        "<![CDATA[",
        "<!--",
        "#[",
        "(",
        "p(",
        "- ",
        "a:\n ",
        "[[",
        "[a]",
        "&",
        "{{",
        "We help you. ",
        '[{"a":1,"b":"Two words"},',
        "\\",
        "`",
        "#{",
    ],
)
def test_hostile_input_ends(path: str, piece: str) -> None:
    size = 30_000 if path == "a.yaml" else 200_000
    document = read(path, piece * (size // len(piece)))
    assert document.status in ("checked", "partial")
    check_maps(document) if len(document.segments) < 100 else None


@pytest.mark.parametrize("path", ["a.json", "a.csv", "a.toml", "a.po", "a.xml"])
def test_ten_megabytes_in_one_string(path: str) -> None:
    long = FIXTURES[path].replace(SENTENCE, SENTENCE * (10_000_000 // len(SENTENCE)))
    document = read(path, long)
    assert document.status == "checked"
    assert max(len(text) for text in texts(document)) > 9_000_000


def test_characters_that_stand_for_template_code_elsewhere_are_harmless() -> None:
    document = read("a.json", f'{{"text": "Some good{filler.VALUE} words{filler.GONE} here"}}')
    (segment,) = document.segments
    assert PLACEHOLDER not in segment.text
    assert segment.text.endswith("here")
    span = segment.hull(0, len(segment.text))
    assert span.end - span.start == len(segment.text)


def test_offsets_survive_a_byte_order_mark_and_crlf() -> None:
    text = '{\r\n  "text": "Some good words 😀",\r\n  "more": "Other words"\r\n}\r\n'
    (document,) = readers.read("a.json", b"\xef\xbb\xbf" + text.encode())
    assert document.source.text == text
    other = document.segments[1]
    assert document.source.text[other.runs[0].source :].startswith("Other words")


def test_yaml_nested_too_deep_for_its_parser_keeps_its_text() -> None:
    source = "a: " + "[" * 3000 + '"Our care keeps knees calm"' + "]" * 3000 + "\n"
    document = read("a.yaml", source)
    assert document.status == "partial"
    assert texts(document) == ["Our care keeps knees calm"]
    assert document.segments[0].hull(0, 3).start == source.index("Our care")


def test_a_figure_belongs_to_the_words_behind_it() -> None:
    document = read("a.json", '{"s": {"x": "Calm skin in days", "n": "96%", "l": "had firmer skin"}}')
    assert [(segment.text, segment.context.label) for segment in document.segments] == [
        ("Calm skin in days", None),
        ("96%", None),
        ("had firmer skin", 1),
    ]


def test_both_languages_of_an_xliff_file_are_read() -> None:
    source = "<xliff><trans-unit><source>Ruhige Knie.</source><target>Calm knees.</target></trans-unit></xliff>"
    assert texts(read("a.xlf", source)) == ["Ruhige Knie.", "Calm knees."]


_MAP = """{"Does it hurt?": "Hardly, and not for long.", "Restores hair in 3 months": {"text": "By small needles."},
"Patients who slept better": 92, "It isn\\u2019t for everyone": ["We ask you first."]}"""


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("a.json", _MAP),
        ("a.js", f"export const faq = {_MAP};"),
        ("a.astro", f"---\nconst faq = {_MAP};\n---\n"),
        (
            "a.yaml",
            'Does it hurt?: Hardly, and not for long.\n"Restores hair in 3 months":\n  text: By small needles.\n'
            'Patients who slept better: 92\n"It isn\\u2019t for everyone":\n- We ask you first.\n',
        ),
        (
            "a.toml",
            '"Does it hurt?" = "Hardly, and not for long."\n["Restores hair in 3 months"]\ntext = "By small needles."\n'
            '[more]\n"Patients who slept better" = 92\na = {"It isn\\u2019t for everyone" = ["We ask you first."]}\n',
        ),
    ],
)
def test_a_key_that_is_copy_is_read_and_stands_over_what_it_holds(path: str, text: str) -> None:
    document = read(path, text)
    assert texts(document) == [
        "Does it hurt?",
        "Hardly, and not for long.",
        "Restores hair in 3 months",
        "By small needles.",
        "Patients who slept better",
        "92",
        "It isn’t for everyone",
        "We ask you first.",
    ]
    contexts = [segment.context for segment in document.segments]
    assert contexts[1].question == 0
    assert contexts[3].headings == (2,)
    assert contexts[4].label == 5
    assert contexts[7].headings == (6,)
    assert source_of(document, document.segments[6], "isn’t for") == ["isn\\u2019t for"]
    check_maps(document)


@pytest.mark.parametrize(
    "key",
    [
        "knee-pain-care",
        "flex gap-2 text-sm",
        "md:hover:text-red px-4",
        ".card > h2 a",
        "ul li a",
        "& > span",
        "@media (min-width: 600px)",
        "/conditions/knee pain",
        "GET users of clinic",
        "home.hero.main title",
        "knee pain",
        "^we (treat|ease) pain$",
        "src/pages/our care.astro",
        "Care::Our team",
        "{count} of our patients",
        "Content-Type",
    ],
)
@pytest.mark.parametrize("shape", ["a.json", "a.js", "a.yaml", "a.toml", "a.php"])
def test_a_key_that_code_goes_by_is_not_read(key: str, shape: str) -> None:
    assert texts(read(shape, _mapping(shape, {key: {"text": SENTENCE}}))) == [SENTENCE]


def as_php(tree: Any) -> str:
    if isinstance(tree, dict):
        return "[" + ", ".join(f"{as_php(key)} => {as_php(value)}" for key, value in tree.items()) + "]"
    if isinstance(tree, list):
        return "[" + ", ".join(map(as_php, tree)) + "]"
    return "'" + tree.replace("'", "\\'") + "'" if isinstance(tree, str) else json.dumps(tree)


def _mapping(shape: str, held: dict[str, object]) -> str:
    """Return source that says `held`, for a file of that name."""
    if shape == "a.toml":
        return f"a = {as_toml(held)}"
    if shape == "a.php":
        return f"<?php $a = {as_php(held)}; ?>"
    text = json.dumps(held)
    return f"export const a = {text};" if shape == "a.js" else text


@pytest.mark.parametrize(
    "text",
    [
        '{"Less pain in a week": false}',
        '{"Less pain in a week": null}',
        '{"headers": {"Less pain in a week": "x"}}',
        '{"className": {"Less pain in a week": "x"}}',
        '[{"Name of the clinic": "x"}, {"Name of the clinic": "y"}, {"Name of the clinic": "z"}]',
    ],
)
@pytest.mark.parametrize("shape", ["a.json", "a.js", "a.php"])
def test_a_key_switched_off_and_the_name_of_a_column_are_not_read(text: str, shape: str) -> None:
    assert texts(read(shape, _mapping(shape, json.loads(text)))) == []


@pytest.mark.parametrize("shape", ["a.json", "a.js", "a.yaml", "a.toml", "a.php"])
def test_a_key_in_lower_case_is_read_where_it_holds_a_sentence(shape: str) -> None:
    document = read(shape, _mapping(shape, {"less pain": SENTENCE, "knee pain": "Calm", "flex grid wrap": SENTENCE}))
    assert [text for text in texts(document) if text != "Calm"] == ["less pain", SENTENCE, SENTENCE]
    assert document.segments[1].context.headings == (0,)
    check_maps(document)


def test_keys_and_numbers_of_php_arrays_are_read() -> None:
    source = (
        "<?php $a = ['Does it hurt?' => 'Hardly, and not for long.', \n"
        '"Restores \\"soft\\" hair" => array("text" => "By needles."),\n'
        "'It isn\\'t for everyone' => /* first */ 'We ask you.', 'stats' => [['value' => 92, 'suffix' => '%', "
        "'label' => 'Patients who slept better']]]; ?><p>After that</p>"
    )
    document = read("a.php", source)
    assert texts(document) == [
        "Does it hurt?",
        "Hardly, and not for long.",
        'Restores "soft" hair',
        "By needles.",
        "It isn't for everyone",
        "We ask you.",
        "92%",
        "Patients who slept better",
        "After that",
    ]
    contexts = [segment.context for segment in document.segments]
    assert contexts[1].question == 0
    assert contexts[3].headings == (2,)
    assert contexts[5].headings == (4,)
    assert contexts[7].label == 6
    assert source_of(document, document.segments[4], "isn't") == ["isn\\'t"]
    check_maps(document)


def test_a_key_that_says_what_its_value_says_is_read_once() -> None:
    assert texts(read("en.json", '{"Book your first visit": "Book your first visit"}')) == ["Book your first visit"]


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("a.json", '[{"label": "Relief of pain", "value": 92, "suffix": "%+"}]'),
        ("a.yaml", "- label: Relief of pain\n  value: 92\n  suffix: '%+'\n"),
        ("a.js", 'const a = [{ label: "Relief of pain", value: 92, suffix: "%+" }];'),
    ],
)
def test_a_label_knows_the_figure_behind_it(path: str, text: str) -> None:
    document = read(path, text)
    assert [(segment.text, segment.context.label) for segment in document.segments] == [
        ("Relief of pain", 1),
        ("92%+", 0),
    ]


def test_html_that_is_escaped_twice_is_read_as_html() -> None:
    source = json.dumps(
        {"text": "&lt;p&gt;We ease &lt;b&gt;pa&lt;/b&gt;in &amp;amp; more.&lt;/p&gt;&lt;p&gt;Ask us.&lt;/p&gt;"}
    )
    document = read("a.json", source)
    assert texts(document) == ["We ease pain & more.", "Ask us."]
    first, second = document.segments
    assert source_of(document, first, "pain") == ["pa", "in"]
    assert source_of(document, first, "&") == ["&amp;amp;"]
    assert source_of(document, second, "Ask us.") == ["Ask us."]
    check_maps(document)
    assert texts(read("a.json", '{"text": "Below &lt; 50 &amp; calm"}')) == ["Below < 50 & calm"]


def test_variables_in_strings_of_html_are_placeholders() -> None:
    document = read("a.json", '{"text": "<p>%s and {{ name }} feel <b>{count}</b> times better, 100% calm.</p>"}')
    assert texts(document) == [f"{PLACEHOLDER} and {PLACEHOLDER} feel {PLACEHOLDER} times better, 100% calm."]
    check_maps(document)


@pytest.mark.parametrize(
    ("line", "read_as"),
    [
        ('h1= "A calm knee"', ["A calm knee"]),
        ("p!= 'We <b>ease</b> pain'  ", ["We ease pain"]),
        ('p= calm ? "Calm for you" : "Care for you"', ["Calm for you", "Care for you"]),
        ("p= title", []),
        ("p= `We ease ${pain} for you`", [f"We ease {PLACEHOLDER} for you"]),
    ],
)
def test_strings_that_pug_prints_are_read(line: str, read_as: list[str]) -> None:
    document = read("a.pug", f"div\n  {line}\n  p after that\n")
    assert texts(document) == [*read_as, "after that"]
    check_maps(document)


@pytest.mark.parametrize("shape", ["a.json", "a.js", "a.yaml", "a.toml", "a.php"])
def test_a_list_of_slugs_is_no_copy_and_one_of_pills_is(shape: str) -> None:
    def read_list(*members: str) -> list[str]:
        return texts(read(shape, _mapping(shape, {"features": list(members)})))

    assert read_list("calm-knees", "less-pain-soon", "care") == []
    assert read_list("drug-free", "No needles") == ["drug-free", "No needles"]
    assert texts(read(shape, _mapping(shape, {"title": "drug-free"}))) == ["drug-free"]
