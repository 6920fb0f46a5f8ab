"""Markdown, front matter and MDX: what is read, as what, and from exactly which characters."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimlint.readers import front_matter, markdown, mdx
from claimlint.readers.yaml_strings import loose_strings, yaml_comments, yaml_values
from claimlint.segment import PLACEHOLDER, Document, Segment, Surface
from claimlint.source import SourceFile, decode


def read(text: str) -> Document:
    return markdown.read(SourceFile("page.md", text))


def read_mdx(text: str) -> Document:
    return mdx.read(SourceFile("page.mdx", text))


def texts(document: Document) -> list[str]:
    return [segment.text for segment in document.segments]


def source_of(document: Document, words: str) -> list[str]:
    """Return the pieces of source for `words`, wherever a segment has them."""
    for segment in document.segments:
        if (at := segment.text.find(words)) >= 0:
            return [document.source.text[span.start : span.end] for span in segment.pieces(at, at + len(words))]
    raise AssertionError(f"{words!r} is in no segment of {texts(document)}")


def find(document: Document, words: str) -> tuple[int, Segment]:
    for index, segment in enumerate(document.segments):
        if words in segment.text:
            return index, segment
    raise AssertionError(f"{words!r} is in no segment of {texts(document)}")


def check_invariants(document: Document) -> None:
    length = len(document.source.text)
    for index, segment in enumerate(document.segments):
        assert segment.text
        assert segment.runs[0].text == 0
        starts = [run.text for run in segment.runs] + [len(segment.text)]
        assert all(left < right for left, right in pairwise(starts))
        assert all(run.source >= 0 and run.source + run.length <= length for run in segment.runs)
        context = segment.context
        for other in (*context.headings, context.lead_in, context.question, context.label, context.header):
            assert other is None or 0 <= other < len(document.segments)
            assert other is None or other != index
    for comment in document.comments:
        assert 0 <= comment.span.start < comment.span.end <= length
    assert document.title is None or document.title < len(document.segments)


@pytest.mark.parametrize(
    ("source", "words", "pieces"),
    [
        ("A per**man**ent cure.", "permanent", ["per", "man", "ent"]),
        ("A *very* good", "very good", ["very", " good"]),
        ("[pain-free](u) care", "pain-free care", ["pain-free", " care"]),
        ("Fish &amp; chips", "Fish & chips", ["Fish &amp; chips"]),
        (r"5 \* 4", "5 * 4", [r"5 \* 4"]),
        (r"a \d", r"a \d", [r"a \d"]),
        ("> no\n> cure", "no cure", ["no\n", "cure"]),
        ("> no\ncure", "no cure", ["no\ncure"]),
        ("- no\n  cure", "no cure", ["no\n", "cure"]),
        ("1.  a\n\n    no\n    cure", "no cure", ["no\n", "cure"]),
        ("hard  \nbreak", "hard\nbreak", ["hard", "\nbreak"]),
        ("hard\\\nbreak", "hard\nbreak", ["hard\\\nbreak"]),
        ("~~old~~ new", "old new", ["old", " new"]),
        ("Set\text\n===", "Set ext", ["Set\text"]),
        ("## Head ##", "Head", ["Head"]),
        ("a \N{SOFT HYPHEN}b co\N{SOFT HYPHEN}de", "code", ["co", "de"]),
        (
            "\N{FACE WITH TEARS OF JOY} *\N{DNA DOUBLE HELIX}* x",
            "\N{DNA DOUBLE HELIX} x",
            ["\N{DNA DOUBLE HELIX}", " x"],
        ),
        ("a\r\nb", "a b", ["a\r\nb"]),
        ("a\rb", "a b", ["a\rb"]),
        ("> a\r\n> *b*\r\n\r\nlast", "a b", ["a\r\n", "b"]),
        ("no&nbsp;pain", "no\N{NO-BREAK SPACE}pain", ["no&nbsp;pain"]),
        ("be<b>st</b>", "best", ["be", "st"]),
        ("|a|\n|-|\n|x \\| y|", "x | y", ["x \\| y"]),
        ("Ask {{ name }} today", f"Ask {PLACEHOLDER} today", ["Ask {{ name }} today"]),
        ("{% if a %}Yes{% endif %}, no", "Yes, no", ["Yes", ", no"]),
        ("Run `code` now", f"Run {PLACEHOLDER} now", ["Run `code` now"]),
        ("See <https://a.b/c> now", f"See {PLACEHOLDER} now", ["See <https://a.b/c> now"]),
        ("See https://a.b/c_d_e. Now", f"See {PLACEHOLDER}. Now", ["See https://a.b/c_d_e. Now"]),
        ("line<br>two", "line\ntwo", ["line<br>two"]),
        ("Safe[^1] and\n\n[^1]: Not proven", "Safe and", ["Safe", " and"]),
        ("# Head {#id}", "Head", ["Head"]),
        ("<p>Most &eacute;lite</p>", "Most \N{LATIN SMALL LETTER E WITH ACUTE}lite", ["Most &eacute;lite"]),
        ("> <p>no\n> cure</p>", "no cure", ["no\n", "cure"]),
    ],
)
def test_each_word_knows_its_source(source: str, words: str, pieces: list[str]) -> None:
    document = read(source)
    check_invariants(document)
    assert source_of(document, words) == pieces


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("prefix", ["", "> ", "- "])
def test_words_beside_a_line_end_keep_their_own_places(end: str, prefix: str) -> None:
    document = read(f"{prefix}no{end}cure at{end}all")
    (segment,) = document.segments
    assert segment.text == "no cure at all"
    for words in ("no", "cure at", "all"):
        assert source_of(document, words) == [words]
    assert source_of(document, " all") == [f"{end}all"]


def test_a_byte_order_mark_is_no_character() -> None:
    document = markdown.read(decode("\ufeff# *Cure*\n".encode(), "a.md"))
    assert document.segments[0].hull(0, 4).start == 3


NO_COPY = [
    "```\nsecret\n```",
    "~~~\nsecret",
    "    secret",
    "<!-- secret -->",
    "a <!-- secret -->",
    "<script>secret</script>",
    "a <code>secret</code>",
    "{% comment %}secret{% endcomment %}",
    "{{< secret >}}",
    "{# secret #}",
    "[//]: # (secret)",
    "[a]: http://secret.example",
    "x\n{: .secret}",
]


@pytest.mark.parametrize("hidden", NO_COPY)
def test_what_no_visitor_reads_is_no_copy(hidden: str) -> None:
    assert not any("secret" in text for text in texts(read(f"Before.\n\n{hidden}\n\nAfter.")))


def test_comments_are_kept_with_their_place() -> None:
    document = read("a <!-- one -->\n\n<!-- two -->\n\n[//]: # (three)\n\n{% comment %}four{% endcomment %}\n")
    assert [comment.text.strip() for comment in document.comments] == ["one", "two", "three", "four"]
    spans = [document.source.text[comment.span.start : comment.span.end] for comment in document.comments]
    assert spans == ["<!-- one -->", "<!-- two -->", "[//]: # (three)", "{% comment %}four{% endcomment %}"]


def test_blocks_are_told_apart() -> None:
    document = read("# H\n\nPara\n\n- item\n\n> quote\n\n| a |\n|---|\n| b |\n\n![alt words](i.png)\n")
    assert [(segment.surface, segment.text) for segment in document.segments] == [
        (Surface.HEADING, "H"),
        (Surface.BODY, "Para"),
        (Surface.LIST_ITEM, "item"),
        (Surface.QUOTE, "quote"),
        (Surface.TABLE_CELL, "a"),
        (Surface.TABLE_CELL, "b"),
        (Surface.ATTRIBUTE, "alt words"),
    ]
    assert document.segments[-1].context.key == "alt"
    assert (document.title, document.is_page) == (0, True)


def test_list_items_never_join() -> None:
    assert texts(read("- No down time\n- Non-surgical\n- FDA-approved")) == [
        "No down time",
        "Non-surgical",
        "FDA-approved",
    ]


def test_items_know_what_introduces_them() -> None:
    document = read("PRP treats:\n\n- hair loss\n- joints:\n  - knee\n  - hip\n")
    items = {segment.text: segment.context for segment in document.segments}
    assert items["hair loss"].lead_in == items["joints:"].lead_in == 0
    assert items["knee"].lead_in == items["hip"].lead_in == texts(document).index("joints:")
    assert items["hair loss"].group == items["joints:"].group != items["knee"].group


@pytest.mark.parametrize(
    ("before", "introduces"),
    [("We treat", True), ("We did it.", False), ("## Benefits", True), ("Why?", False)],
)
def test_only_an_open_line_introduces_a_list(before: str, introduces: bool) -> None:
    document = read(f"{before}\n\n- item\n")
    assert document.segments[-1].context.lead_in == (0 if introduces else None)


def test_headings_nest_and_close() -> None:
    document = read("# A\n\n## B\n\nunder b\n\n### C\n\nunder c\n\n## D\n\nunder d\n")
    paths = {
        segment.text: [document.segments[index].text for index in segment.context.headings]
        for segment in document.segments
    }
    assert paths["under b"] == ["A", "B"]
    assert paths["under c"] == ["A", "B", "C"]
    assert paths["under d"] == ["A", "D"]


@pytest.mark.parametrize("question", ["## Does it hurt?", "**Does it hurt?**", "Q: Does it hurt?", "1. Does it hurt?"])
def test_an_answer_knows_its_question(question: str) -> None:
    document = read(f"{question}\n\nNo, never.\n\nReally.\n\n## Next\n\nOther.\n")
    index, _ = find(document, "Does it hurt?")
    expected = [index] if question.startswith("1.") else [index, index]
    if question.startswith("1."):
        assert find(document, "No, never.")[1].context.question == index
    else:
        answers = [find(document, words)[1].context.question for words in ("No, never.", "Really.")]
        assert answers == expected
    assert find(document, "Other.")[1].context.question is None


def test_a_rhetorical_question_in_a_paragraph_asks_nothing() -> None:
    document = read("Tired of pain?\n\nCall us.\n")
    assert document.segments[1].context.question is None


def test_cells_know_their_column_and_row() -> None:
    document = read("| Method | Success |\n|---|---|\n| PRP | 85% |\n| Laser | 90% of people |\n")
    cells = {segment.text: segment.context for segment in document.segments}
    order = texts(document)
    assert cells["90% of people"].header == order.index("Success")
    assert cells["90% of people"].label == order.index("Laser")
    assert cells["85%"].group == cells["90% of people"].group != cells["PRP"].group


def test_a_definition_has_its_term_for_label() -> None:
    document = read("Acupuncture\n: Needles in the *skin*\n: Another sense\n")
    assert texts(document) == ["Acupuncture", "Needles in the skin", "Another sense"]
    assert [segment.context.label for segment in document.segments] == [None, 0, 0]


def test_alternatives_are_never_read_as_one_sentence() -> None:
    assert texts(read("We do{% if a %} not cure{% else %} heal{% endif %} it")) == ["We do not cure", "heal it"]


def test_html_blocks_are_read_as_html() -> None:
    document = read('## Why\n\n<div><p>No <b>sur</b>gery.</p>\n<img src="a.png" alt="FDA cleared"></div>\n\nMore\n')
    assert source_of(document, "No surgery.") == ["No ", "sur", "gery."]
    assert find(document, "FDA cleared")[1].surface is Surface.ATTRIBUTE
    assert find(document, "No surgery.")[1].context.headings == (0,)
    assert find(document, "More")[1].context.headings == (0,)


def test_a_summary_is_answered_by_the_markdown_after_it() -> None:
    document = read("<details>\n<summary>Is it safe?</summary>\n\nYes, completely.\n\n</details>\n")
    index, _ = find(document, "Is it safe?")
    assert find(document, "Yes, completely.")[1].context.question == index


@pytest.mark.parametrize(
    ("source", "title", "written"),
    [
        ('See [us](a.html "Ease without drugs").', "Ease without drugs", "Ease without drugs"),
        ("See [us](a.html 'Ease & rest' ).", "Ease & rest", "Ease & rest"),
        ("See [us](a.html (Ease, maybe)).", "Ease, maybe", "Ease, maybe"),
        ('![knee](a.png "Rest &amp; ease")', "Rest & ease", "Rest &amp; ease"),
        (r'[us](a.html "The \"soft\" way")', 'The "soft" way', r"The \"soft\" way"),
        ('> - **[us](a.html "Ease today")**', "Ease today", "Ease today"),
    ],
)
def test_titles_of_links_and_images_are_read(source: str, title: str, written: str) -> None:
    document = read(source)
    _, segment = find(document, title)
    assert segment.text == title
    assert segment.surface is Surface.ATTRIBUTE
    assert segment.context.key == "title"
    (span,) = segment.pieces(0, len(title))
    assert source[span.start : span.end] == written
    check_invariants(document)


@pytest.mark.parametrize("source", ["[us](a.html)", '[us](a.html "")', "[us]\n\n[us]: a.html", "(x) [y] z)"])
def test_a_link_without_a_title_in_place_has_none(source: str) -> None:
    assert all(segment.surface is not Surface.ATTRIBUTE for segment in read(source).segments)


def test_markdown_inside_a_block_that_asks_for_it_is_markdown() -> None:
    source = (
        '# T\n\n<div class="note" markdown="1">\n**Rest** [helps](a.html):\n\n- back\n- knee\n</div>\nAfter *it*.\n'
    )
    document = read(source)
    assert texts(document)[:4] == ["T", "Rest helps:", "back", "knee"]
    assert document.segments[2].context.lead_in == 1
    assert source_of(document, "Rest helps") == ["Rest", " ", "helps"]
    assert texts(read("<div>\n**Rest** helps\n</div>\n")) == ["**Rest** helps"]


def test_attributes_of_inline_tags_are_read() -> None:
    document = read('See <a href="/x" title="Proven results">this</a> and <img alt="Smiling patient" src="x">.\n')
    assert source_of(document, "Proven results") == ["Proven results"]
    assert source_of(document, "Smiling patient") == ["Smiling patient"]


FRONT = """---
title: "Stem cells & hair"
slug: /stem-cells
description: >-
  We regrow hair
  in **one** visit.
quoted: 'It''s simply the best'
escaped: "No\\u00a0pain at all"
body: |
  <p>Safe &amp; <b>sound</b>.</p>
faq:
  - q: Is it safe?
    a: Yes, for everyone.
---
# Other title

Body.
"""


def test_front_matter_gives_title_copy_and_answers() -> None:
    document = read(FRONT)
    check_invariants(document)
    assert document.title == 0
    assert texts(document)[0] == "Stem cells & hair"
    assert "/stem-cells" not in texts(document)
    assert source_of(document, "hair in one visit") == ["hair\n  in ", "one", " visit"]
    assert source_of(document, "It's simply") == ["It''s simply"]
    assert source_of(document, "No\N{NO-BREAK SPACE}pain") == ["No\\u00a0pain"]
    assert source_of(document, "Safe & sound.") == ["Safe &amp; ", "sound", "."]
    question, _ = find(document, "Is it safe?")
    index, answer = find(document, "Yes, for everyone.")
    assert (answer.context.question, answer.context.key) == (question, "a")
    assert answer.surface is Surface.FRONT_MATTER
    assert find(document, "Body.")[1].context.headings == (texts(document).index("Other title"),)
    assert index < texts(document).index("Other title")


def test_front_matter_with_windows_line_ends_reads_the_same() -> None:
    windows = read(FRONT.replace("\n", "\r\n"))
    check_invariants(windows)
    assert texts(windows) == texts(read(FRONT))
    assert source_of(windows, "hair in one visit") == ["hair\r\n  in ", "one", " visit"]


def test_toml_and_json_front_matter() -> None:
    toml = read('+++\ntitle = "Painless care"\n+++\nBody text.\n')
    assert (texts(toml), toml.title) == (["Painless care", "Body text."], 0)
    json = read('{\n  "title": "Painless care"\n}\nBody text.\n')
    assert (texts(json), json.title) == (["Painless care", "Body text."], 0)


def test_broken_front_matter_does_not_lose_the_page() -> None:
    document = read('---\ntitle: Back pain: the cure\ndescription: "It works\n---\nBody text.\n')
    assert document.status == "partial"
    assert "not valid YAML" in (document.reason or "")
    assert source_of(document, "Back pain: the cure") == ["Back pain: the cure"]
    assert texts(document)[-1] == "Body text."


@pytest.mark.parametrize(
    "text", ["---\n\nJust a rule\n\n---\nmore\n", "---\nno end\n", "--- x\na: b\n---\n", "", "---"]
)
def test_what_is_no_front_matter(text: str) -> None:
    assert front_matter.split(text) is None


def test_split_says_where_the_page_begins() -> None:
    found = front_matter.split("---\na: b\n---\nBody")
    assert found == ("yaml", 4, 9, 13)


YAML_SCALARS = [
    ("a: plain words", "plain words", ["plain words"]),
    ("a: plain\n  words", "plain words", ["plain\n  words"]),
    ("a: plain\n\n  words", "plain\nwords", ["plain\n\n  words"]),
    ("a: 'it''s'", "it's", ["it''s"]),
    ('a: "x\\n\\u2019\\x41\\\n   y"', "x\n\N{RIGHT SINGLE QUOTATION MARK}Ay", ["x\\n\\u2019\\x41", "y"]),
    ("a: |\n  one\n  two\n", "one\ntwo\n", ["one\n", "two\n"]),
    ("a: |2-\n   one\n  two\n", " one\ntwo", [" one\n", "two"]),
    ("a: >\n  one\n  two\n\n  three\n", "one two\nthree\n", ["one\n  two\n\n  three\n"]),
    ("a: >-\n  one\n    more\n  two\n", "one\n  more\ntwo", ["one\n    more\n  two"]),
    ("a: >+\n\n  one\n\n", "\none\n\n", ["\n  one\n\n"]),
    ("a: &x !!str words", "words", ["words"]),
    ("a: [one, {b: two}]", "two", ["two"]),
]


@pytest.mark.parametrize(("text", "value", "pieces"), YAML_SCALARS)
def test_yaml_scalars_are_mapped(text: str, value: str, pieces: list[str]) -> None:
    found = yaml_values(text, 100)[-1].text
    assert found.text == value
    assert [text[span.start - 100 : span.end - 100] for span in found.pieces(0, len(value))] == pieces


def test_yaml_paths_literals_and_aliases() -> None:
    values = yaml_values("a: &x {b: [c, 1, true]}\nd: *x\ne: f\n")
    assert [(value.path, value.literal) for value in values] == [
        (("a", "b", 0), False),
        (("a", "b", 1), True),
        (("a", "b", 2), True),
        (("e",), False),
    ]


def test_yaml_comments_are_not_taken_from_strings() -> None:
    comments = yaml_comments("a: 'no # comment'\nb: |\n  # text\nc: d # one\n# two\n")
    assert [comment.text for comment in comments] == ["one", "two"]


def test_loose_reading_keeps_places() -> None:
    text = "a: {{ x }}\n- b: 'Two words'\n"
    found = [value for value in loose_strings(text) if value.key == "b"]
    assert [value.text.text for value in found] == ["Two words"]
    assert found[0].text.hull(0, 3).start == text.index("Two")


_BLOCK_LINES = st.lists(st.text("ab \N{LATIN SMALL LETTER E WITH ACUTE}'\"\\#:-", max_size=8), min_size=1, max_size=5)


@given(
    _BLOCK_LINES,
    st.sampled_from(["|", ">", "|-", ">-", "|+", ">+"]),
    st.integers(1, 4),
    st.sampled_from(["\n", "\r\n"]),
)
@settings(max_examples=200, deadline=None)
def test_every_character_of_a_block_scalar_has_its_source(lines: list[str], style: str, indent: int, end: str) -> None:
    body = "".join(" " * indent + "x" + line + end for line in lines)
    text = f"key: {style}{end}{body}"
    segment = yaml_values(text)[0].text
    assert_characters(segment, text)


@given(st.text("ab'\"\\ \N{GRINNING FACE}\t:#-", max_size=20), st.booleans())
@settings(max_examples=200, deadline=None)
def test_every_character_of_a_quoted_scalar_has_its_source(value: str, double: bool) -> None:
    quoted = "'" + value.replace("'", "''") + "'"
    if double:
        quoted = (
            '"'
            + "".join(
                f"\\u{ord(char):04x}" if char in "'\\\t" else f"\\{char}" if char == '"' else char for char in value
            )
            + '"'
        )
    text = f"key: {quoted}\n"
    segment = yaml_values(text)[0].text
    assert segment.text == value
    for index, char in enumerate(value):
        (span,) = segment.pieces(index, index + 1)
        assert text[span.start : span.end] in (char, char * 2, f"\\{char}", f"\\u{ord(char):04x}")


def assert_characters(segment: Segment, text: str) -> None:
    for index, char in enumerate(segment.text):
        pieces = segment.pieces(index, index + 1)
        if char not in " \n":
            assert [text[span.start : span.end] for span in pieces] == [char]


_CHARS = st.sampled_from(
    "abcXYZ159\N{LATIN SMALL LETTER E WITH ACUTE}\N{CJK UNIFIED IDEOGRAPH-4E00}\N{DNA DOUBLE HELIX}"
)
_WAYS = st.sampled_from(["plain", "entity", "numeric", "strong", "tag", "link", "escape"])
_PUNCTUATION = st.sampled_from("&<>*_[]")
_NAMES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
_PREFIXES = st.sampled_from(["", "> ", "> > ", "- ", "1. ", "## ", ">\t", "-  "])


def _written(char: str, way: str) -> str:
    if char in "&<>*_[]":
        return (
            _NAMES.get(char, f"\\{char}") if way == "entity" else f"&#{ord(char)};" if way == "numeric" else f"\\{char}"
        )
    return {
        "numeric": f"&#x{ord(char):x};",
        "strong": f"**{char}**",
        "tag": f"<i>{char}</i>",
        "link": f"[{char}](https://a.example/x 'y')",
    }.get(way, char)


@st.composite
def _pages(draw: st.DrawFn) -> tuple[str, list[tuple[str, list[tuple[str, str]]]]]:
    end = draw(st.sampled_from(["\n", "\r\n", "\r"]))
    blocks = []
    parts = []
    for _ in range(draw(st.integers(1, 4))):
        letters = draw(st.lists(st.tuples(st.one_of(_CHARS, _PUNCTUATION), _WAYS), min_size=1, max_size=10))
        written = [("Q", "Q")]
        for char, way in letters:
            source = _written(char, way)
            flat = source.startswith("**") and (written[-1][1].endswith("**") or not char.isalnum())
            written.append((char, char if flat else source))
        written.append(("Z", "Z"))
        parts.append(draw(_PREFIXES) + "".join(source for _, source in written))
        blocks.append(("".join(char for char, _ in written), written))
        parts.append(draw(st.sampled_from(["", "***", "<!-- c -->"])))
    return (end * 2).join(part for part in parts if part) + end, blocks


@given(_pages())
@settings(max_examples=300, deadline=None)
def test_every_character_of_a_page_has_its_source(page: tuple[str, list[tuple[str, list[tuple[str, str]]]]]) -> None:
    text, blocks = page
    document = read(text)
    check_invariants(document)
    segments = [segment for segment in document.segments if segment.surface is not Surface.ATTRIBUTE]
    assert [segment.text for segment in segments] == [visible for visible, _ in blocks]
    for segment, (_, written) in zip(segments, blocks, strict=True):
        for index, (char, source) in enumerate(written):
            (span,) = segment.pieces(index, index + 1)
            piece = text[span.start : span.end]
            assert piece == (source if source.startswith(("&", "\\")) and len(piece) > 1 else char)
            assert piece in source


@given(_pages(), st.data())
@settings(max_examples=100, deadline=None)
def test_an_edit_at_a_place_changes_just_that(page: tuple[str, list[object]], data: st.DataObject) -> None:
    text, _ = page
    before = read(text)
    number = data.draw(st.integers(0, len(before.segments) - 1))
    index = data.draw(st.integers(0, len(before.segments[number].text) - 1))
    (span,) = before.segments[number].pieces(index, index + 1)
    after = read(text[: span.start] + "word" + text[span.end :])
    expected = texts(before)
    expected[number] = expected[number][:index] + "word" + expected[number][index + 1 :]
    assert texts(after) == expected


_MARKS = "> |- |1. |# |\n|\n\n|  \n|\t|a|b c|*|**|_|`|```|[|]|(|)|![|](x)|<b>|</b>|<div>|</div>|<!--|-->|&amp;|&|\\|~~"
_CODE = (
    "{{|}}|{%|%}|{% else %}|{: .a}|---|===|: |[^1]:|[^1]|:::|http://a.b|\r\n|\r|\N{DNA DOUBLE HELIX}|<a title='x y'>"
)
_MORE = "<|>|import x|export const a = {|{|}|'|\"|/>|<Card|<code>|\N{SOFT HYPHEN}|\ufdd0|+++|a: b|- q: c?|{/*|*/}|{' '}"
_TOKENS = ["|", *_MARKS.split("|"), *_CODE.split("|"), *_MORE.split("|")]
_SOUP = st.lists(st.sampled_from(_TOKENS), max_size=40).map("".join)


@given(_SOUP)
@settings(max_examples=400, deadline=None)
def test_no_soup_is_too_thick(soup: str) -> None:
    for prefix in ("", "---\n"):
        check_invariants(read(prefix + soup))
        check_invariants(read_mdx(prefix + soup))


def test_markdown_in_a_string_is_read_with_its_own_indexes() -> None:
    segments = markdown.read_text("## Why\r\n\r\nIt **works**.")
    assert [segment.text for segment in segments] == ["Why", "It works."]
    assert segments[1].context.headings == (0,)
    assert segments[1].hull(3, 8).start == 15


@pytest.mark.parametrize("hostile", [">" * 100_000, "> " * 100_000, "- " * 50_000, "1. " * 50_000])
def test_deep_nesting_loses_no_text(hostile: str) -> None:
    document = read(hostile + "We cure pain")
    assert "We cure pain" in document.segments[-1].text


HOSTILE = [
    "[" * 20_000,
    "![" * 10_000,
    "*a **b" * 10_000,
    "<a " * 20_000,
    "{{" * 20_000,
    "`" * 20_000,
    "<!-- " * 20_000,
    "{% comment %}" * 5_000,
    "|a" * 20_000,
    "a|b\n-|-\n" + "\\|" * 50_000,
    "word " * 200_000,
    "---\na: " + "[" * 100_000 + "\n---\n",
    "[a\n" * 10_000,
    "<code>" * 10_000,
    "{" * 20_000,
    "<A b={" * 10_000,
]


@pytest.mark.parametrize("hostile", HOSTILE)
def test_hostile_input_is_read_to_its_end(hostile: str) -> None:
    check_invariants(read(hostile))
    check_invariants(read_mdx(hostile))


MDX = """import Card from '../Card.astro'

export const meta = {
  description: "A permanent smile in a single visit.",
}

# Implants {props.name} last

<Card title="No pain at all, ever" icon="x-y" list={["Same-day teeth for everybody"]}>
  We **cure** gum disease{" "}
  <Link href="/a">to</Link>day.

  <li>It works</li>
</Card>

{/* a remark */}

{items.map(item => <p>We heal {item}</p>)}

Text {'quoted'} 5 < 6.

```js
const secret = {"no": <b>"}
```
"""


def test_mdx_reads_prose_and_masks_code() -> None:
    document = read_mdx(MDX)
    check_invariants(document)
    assert document.status == "checked"
    assert source_of(document, "cure gum disease today") == ["cure", " gum disease", " ", "to", "day"]
    assert find(document, "No pain at all")[1].surface is Surface.ATTRIBUTE
    assert find(document, "It works")[1].surface is Surface.LIST_ITEM
    assert f"Implants {PLACEHOLDER} last" in texts(document)
    assert {"A permanent smile in a single visit.", "Same-day teeth for everybody", "Text quoted 5 < 6."} <= set(
        texts(document)
    )
    assert f"We heal {PLACEHOLDER}" in texts(document)
    assert not any(word in text for text in texts(document) for word in ("secret", "import", "export", "remark", "x-y"))
    assert [comment.text for comment in document.comments] == ["a remark"]


def test_mdx_that_does_not_close_is_partial() -> None:
    document = read_mdx("We {cure all\n\nMore text.\n")
    assert document.status == "partial"
    assert any("cure all" in text for text in texts(document))


def test_the_title_of_a_link_reference_is_read_where_it_stands() -> None:
    source = SourceFile("a.md", 'See [our guide][g].\n\n[g]: /guide "Calm care for &amp; with knees"\n[h]: /plain\n')
    document = markdown.read(source)
    title = document.segments[1]
    assert (title.text, title.surface, title.context.key) == ("Calm care for & with knees", Surface.ATTRIBUTE, "title")
    assert title.hull(0, 4).start == source.text.index("Calm")
    assert len(document.segments) == 2


def test_strings_given_to_template_tags_are_read_where_they_stand() -> None:
    document = read(
        "First words.\n\n"
        '{{< figure src="/a.jpg" alt="A calm knee" caption="Less pain \\"soon\\"" class="btn btn-primary" >}}\n\n'
        "{% include card.html text='Care for you' %}\n\n"
        '{% if page.title == "Not a text of the page" %}Last words.{% endif %}\n'
        '{% comment %}{{ "No text at all" }}{% endcomment %}\n'
        '\n<!-- {{ "No text at all" }} -->\n\n```\n{{ "No text at all" }}\n```\n\nSee `{{ "No text at all" }}`.\n'
    )
    assert texts(document) == [
        "First words.",
        "A calm knee",
        'Less pain "soon"',
        "Care for you",
        "Last words.",
        f"See {PLACEHOLDER}.",
    ]
    alt, caption, text = document.segments[1:4]
    assert [segment.surface for segment in (alt, caption, text)] == [Surface.ATTRIBUTE] * 3
    assert [segment.context.key for segment in (alt, caption, text)] == ["alt", "caption", "text"]
    (span,) = text.pieces(0, 12)
    assert document.source.text[span.start : span.end] == "Care for you"
