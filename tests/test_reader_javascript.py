"""JavaScript, TypeScript and JSX: which text is copy, where it stands, what stands beside it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimlint.readers import javascript
from claimlint.segment import PLACEHOLDER, Document, Segment, Surface
from claimlint.source import SourceFile, Span


def read(text: str, path: str = "page.tsx") -> Document:
    return javascript.read(SourceFile(path, text))


def texts(document: Document) -> list[str]:
    return [segment.text for segment in document.segments]


def segment_of(document: Document, text: str) -> Segment:
    found = [segment for segment in document.segments if segment.text == text]
    assert len(found) == 1, texts(document)
    return found[0]


def source_of(document: Document, segment: Segment, start: int = 0, end: int | None = None) -> list[str]:
    stop = len(segment.text) if end is None else end
    return [document.source.text[piece.start : piece.end] for piece in segment.pieces(start, stop)]


def hold_together(document: Document) -> None:
    """What is true of every document: maps ordered and inside the source, references inside the document."""
    size = len(document.source.text)
    last = 0
    for index, segment in enumerate(document.segments):
        assert segment.text
        assert segment.runs[0].text == 0
        ends = [run.text for run in segment.runs[1:]] + [len(segment.text)]
        at = 0
        for run, end in zip(segment.runs, ends, strict=True):
            assert run.text < end
            assert run.source >= at
            at = run.source + run.length
        assert at <= size
        assert segment.runs[0].source >= last
        last = segment.runs[0].source
        context = segment.context
        named = [*context.headings, context.lead_in, context.question, context.label, context.header]
        assert all(0 <= place < len(document.segments) and place != index for place in named if place is not None)
    if document.title is not None:
        assert document.title < len(document.segments)


SERVICE = r"""
import { motion } from "framer-motion";
export const metadata = { title: "Knee Care Near You", description: 'Gentle help for sore knees.' };
const LABELS: Record<string, string> = { kind: "wide" };
const services = [
  {
    slug: "knee-care",
    title: "Knee Care",
    icon: <Bone className="w-4 h-4 text-blue" />,
    description:
      "Most people don\u2019t need surgery. " +
      "Ask us first.",
    benefits: ["No downtime", "Walk out the same day"],
    className: "flex items-center gap-2",
  },
];
export default function Page() {
  const open = services.length > 1 && kind === "wide open";
  return (
    <section className="bg-white py-4 px-6" title={`About ${name} and you`}>
      <h1 className="text-4xl font-bold">
        Feel better{" "}
        <span>without surgery</span>
      </h1>
      <p>
        We&apos;ve helped {count} people who
        could not climb the stairs.<br />Come in.
      </p>
      <ul>{services.map((s) => <li key={s.slug}>{s.title} is safe</li>)}</ul>
      <img src="/a.png" alt="Smiling patient" />
      {/* A note: we cure everything */}
      <FaqItem question="Does it hurt?" answer="No, you will not feel it." />
      <Link href="/book">Book your visit</Link>
    </section>
  );
}
"""


def test_reads_copy_and_nothing_else() -> None:
    document = read(SERVICE)
    assert document.status == "checked"
    assert texts(document) == [
        "Knee Care Near You",
        "Gentle help for sore knees.",
        "Knee Care",
        "Most people don’t need surgery. Ask us first.",
        "No downtime",
        "Walk out the same day",
        f"About {PLACEHOLDER} and you",
        "Feel better without surgery",
        f"We've helped {PLACEHOLDER} people who could not climb the stairs.\nCome in.",
        f"{PLACEHOLDER} is safe",
        "Smiling patient",
        "Does it hurt?",
        "No, you will not feel it.",
        "Book your visit",
    ]
    hold_together(document)


def test_positions_reach_through_escapes_tags_and_wraps() -> None:
    document = read(SERVICE)
    escaped = segment_of(document, "Most people don’t need surgery. Ask us first.")
    at = escaped.text.index("don’t")
    assert source_of(document, escaped, at, at + 5) == [r"don\u2019t"]
    assert source_of(document, escaped, at + 3, at + 4) == [r"\u2019"]
    over = escaped.text.index("surgery. Ask")
    assert source_of(document, escaped, over, over + 12) == ["surgery. ", "Ask"]
    heading = segment_of(document, "Feel better without surgery")
    assert heading.surface is Surface.HEADING
    at = heading.text.index("better without")
    assert source_of(document, heading, at, at + 6) == ["better"]
    assert source_of(document, heading, at + 7, at + 14) == ["without"]
    wrapped = next(segment for segment in document.segments if "climb" in segment.text)
    at = wrapped.text.index("who could")
    assert source_of(document, wrapped, at, at + 9) == ["who\n        could"]
    assert source_of(document, wrapped, 2, 3) == ["&apos;"]
    assert source_of(document, wrapped, wrapped.text.index(PLACEHOLDER), wrapped.text.index(PLACEHOLDER) + 1) == [
        "{count}"
    ]


def test_surfaces_and_context() -> None:
    document = read(SERVICE)
    place = {segment.text: index for index, segment in enumerate(document.segments)}
    heading = place["Feel better without surgery"]
    assert segment_of(document, "Smiling patient").surface is Surface.ATTRIBUTE
    assert segment_of(document, "Smiling patient").context.key == "alt"
    assert segment_of(document, "Smiling patient").context.headings == (heading,)
    assert segment_of(document, f"{PLACEHOLDER} is safe").surface is Surface.LIST_ITEM
    answer = segment_of(document, "No, you will not feel it.")
    assert answer.surface is Surface.ATTRIBUTE
    assert answer.context.question == place["Does it hurt?"]
    first, second = segment_of(document, "No downtime"), segment_of(document, "Walk out the same day")
    assert first.surface is Surface.DATA_STRING
    assert first.context.key == "benefits"
    assert first.context.group is not None
    assert first.context.group == second.context.group
    assert first.context.headings == (place["Knee Care"],)
    assert document.is_page
    assert document.title == heading


def test_what_a_page_tells_search_engines_is_read() -> None:
    document = read(
        """
        export default () => (
          <Head>
            <meta name="description" content="Gentle help for sore knees &amp; hips." />
            <meta
              content="Sore knees, gently helped."
              property="og:description"
            />
            <meta name="viewport" content="width=device-width and other words for machines" />
            <meta name="description" content={summary} />
          </Head>
        );
        """
    )
    assert [(segment.surface, segment.text, segment.context.key) for segment in document.segments] == [
        (Surface.META, "Gentle help for sore knees & hips.", "description"),
        (Surface.META, "Sore knees, gently helped.", "og:description"),
    ]
    hold_together(document)


def test_comments_are_kept_apart() -> None:
    document = read("// we cure pain\nconst a = { text: 'It helps many of us.' /* aside */ };\n", "a.ts")
    assert [(comment.text, comment.secret) for comment in document.comments] == [
        ("we cure pain", True),
        ("aside", True),
    ]
    assert texts(document) == ["It helps many of us."]


@pytest.mark.parametrize(("name", "secret"), [("a.js", False), ("a.mjs", False), ("a.jsx", True), ("a.tsx", True)])
def test_a_script_that_may_be_served_as_it_stands_has_no_secret_comments(name: str, secret: bool) -> None:
    (comment,) = read("const a = 'It helps many of us.'; // aside\n", name).comments
    assert (comment.text, comment.secret) == ("aside", secret)


@pytest.mark.parametrize("name", ["a.svelte", "a.astro", "a.vue"])
def test_comments_of_the_markup_are_sent_out(name: str) -> None:
    page = "<template><!-- aside --><p>It helps many of us.</p></template>"
    assert [comment.secret for comment in read(page, name).comments] == [False]


def test_number_joins_its_label() -> None:
    document = read('const stats = [{ value: 92, suffix: "%+", label: "Success rate" }];')
    number, label = document.segments
    assert (number.text, label.text) == ("92%+", "Success rate")
    assert source_of(document, number) == ["92", "%+"]
    assert label.context.label == 0


def test_question_answer_pairs_in_objects() -> None:
    document = read(
        "export const faqs = [{ q: 'Is it safe?', a: 'Yes.' }, { q: 'Is it quick?', a: 'It is quick.' }];", "f.js"
    )
    assert texts(document) == ["Is it safe?", "Yes.", "Is it quick?", "It is quick."]
    assert document.segments[1].context.question == 0
    assert document.segments[3].context.question == 2


def test_wrong_answers_of_a_quiz_are_no_copy() -> None:
    document = read(
        """const quiz = [{ question: "How long does it last?",
        options: ["For ever and ever", "About a year", "One single day"], correct: 1 }];""",
        "quiz.js",
    )
    assert texts(document) == ["How long does it last?", "About a year"]


@pytest.mark.parametrize(
    "code",
    [
        'import wording from "we cure pain";',
        'const a = require("we cure pain");',
        'if (mode === "we cure pain") go();',
        'switch (a) { case "we cure pain": go(); }',
        'type Mood = "we cure pain" | "we treat pain";',
        'console.log("we cure pain", x);',
        'const a = cn("we cure pain", { "flex gap-2": on });',
        'document.querySelector("we cure pain");',
        "const a = <p className='we cure pain' />;",
        'const a = { style: { content: "we cure pain" } };',
        "const a = css`we cure pain`;",
        "const a = { href: '/we cure pain' };",
        "const a = t('home.hero.title');",
        "const a = /we cure pain's/.test(b);",
        "const a = lookup['we cure pain'];",
        "// we cure pain",
        "const a = <style>{`.we { cure: pain }`}</style>;",
    ],
)
def test_what_is_for_the_machine_is_not_read(code: str) -> None:
    document = read(f"{code}\nconst seen = {{ text: 'It helps.' }};")
    assert texts(document) == ["It helps."]
    assert document.status == "checked"


def test_division_is_no_regex_and_generics_are_no_markup() -> None:
    document = read(
        """const half = (a + b) / 2; const c = d / e; const text = "It's a start.";
        const pick = <T,>(x: T) => x; const other = <T extends Row>(x: T) => x;
        const small = a <b && c> d;
        const [v, setV] = useState<string>('It may help you.');
        const note = "It's the end.";"""
    )
    assert texts(document) == ["It's a start.", "It may help you.", "It's the end."]
    assert document.status == "checked"


def test_template_literals_nest() -> None:
    document = read("const a = { text: `We help ${n > 1 ? `many of ${kind} people` : 'one of us'} today` };", "a.ts")
    assert texts(document) == [f"We help {PLACEHOLDER} today", f"many of {PLACEHOLDER} people", "one of us"]
    hold_together(document)


def test_html_inside_a_string_is_read_as_html() -> None:
    document = read(r'const BODY_HTML = "<h2>Knees &amp; hips</h2>\n<p>It isn\u2019t a <b>cure</b>.</p>";', "a.ts")
    assert (document.segments[0].text, document.segments[0].surface) == ("Knees & hips", Surface.HEADING)
    assert document.segments[1].text == "It isn’t a cure."
    assert document.segments[1].context.headings == (0,)
    assert source_of(document, document.segments[1]) == [r"It isn\u2019t a ", "cure", "."]
    assert source_of(document, document.segments[0], 6, 7) == ["&amp;"]


def test_markdown_inside_a_template_literal_is_read_as_markdown() -> None:
    document = read("const body = `\n## Knees\n\nIt may **not** help.\n\n- Rest\n- Walk\n`;", "a.js")
    assert texts(document) == ["Knees", "It may not help.", "Rest", "Walk"]
    assert source_of(document, document.segments[1], 7, 10) == ["not"]


def test_whole_document_with_bare_backticks_is_read_and_said_to_be_partial() -> None:
    document = read(
        "export const PAGE = `<!DOCTYPE html><html><body><h1>Knee care</h1><p>It's gentle.</p>"
        "<script>box.innerHTML = `<b>hi</b>`;</script><p>Come in.</p></body></html>`;\n"
        "export const tail = 'And it ends here.';",
        "a.jsx",
    )
    assert document.status == "partial"
    assert document.reason is not None
    assert "backtick" in document.reason
    for text in ("Knee care", "It's gentle.", "Come in.", "And it ends here."):
        assert text in texts(document)


def test_broken_code_still_gives_its_strings() -> None:
    document = read(
        "const a = { text: 'It helps many people.', other: 'not closed\n};\nconst b = { text: 'So it does.' } ]", "a.js"
    )
    assert document.status == "partial"
    assert texts(document) == ["It helps many people.", "So it does."]


def test_strings_after_an_unclosed_template_are_read() -> None:
    document = read(
        "const a = `never {closed};\nconst b = { text: 'It helps many people.' };\nif (c) { d(); }\n", "a.js"
    )
    assert document.status == "partial"
    assert any("It helps many people." in text for text in texts(document))


def test_expression_strings_in_children() -> None:
    document = read("const a = <p>It{'\\u2019'}s {'kind & safe'}, {`for ${who}`}.</p>;")
    assert texts(document) == [f"It’s kind & safe, for {PLACEHOLDER}."]
    assert source_of(document, document.segments[0], 2, 3) == [r"\u2019"]
    hold_together(document)


def test_two_alternatives_are_never_joined() -> None:
    document = read("const a = <p>{on ? <b>No pain here</b> : <b>Some pain there</b>}</p>;")
    assert texts(document) == ["No pain here", "Some pain there"]


def test_cards_list_items_and_components_do_not_join() -> None:
    document = read(
        "const a = <ul><li>No downtime</li><li>FDA listed</li></ul>;\nconst b = <><Card>One</Card><Card>Two</Card></>;"
    )
    assert texts(document) == ["No downtime", "FDA listed", "One", "Two"]


def test_markup_in_an_attribute_value() -> None:
    document = read(
        'const a = <Card icon={<Icon size={4} />} title={<>Feel <b>well</b></>} note="It is safe.">Come in</Card>;'
    )
    assert sorted(texts(document)) == ["Come in", "Feel well", "It is safe."]
    hold_together(document)


def test_strings_gives_script_strings_with_offsets_in_the_text() -> None:
    text = "<script>var a = {text: 'It helps many of us.'};</script>"
    found = javascript.strings(text, 8, text.index("</script>"))
    assert [(s.text, s.surface) for s in found] == [("It helps many of us.", Surface.SCRIPT_STRING)]
    start = text.index("It helps")
    assert found[0].pieces(0, 8) == (Span(start, start + 8),)


def test_masked_template_code_in_a_script_is_a_placeholder() -> None:
    text = "var a = {text: 'It helps %s people\\u2019s knees%s.'};"
    masked = text.replace("%s", "\ufdd0\ufdd1\ufdd1", 1).replace("%s", "\ufdd2\ufdd2")
    (segment,) = javascript.strings(masked)
    assert segment.text == f"It helps {PLACEHOLDER} people’s knees."


def test_objects_of_schema_org_say_so() -> None:
    document = read(
        """const schema = { "@context": "https://schema.org", "@type": "FAQPage", mainEntity: [{ "@type": "Question",
        name: "How long it takes", acceptedAnswer: { "@type": "Answer", text: "About an hour." } }] };""",
        "a.ts",
    )
    assert [(s.text, s.surface) for s in document.segments] == [
        ("How long it takes", Surface.JSON_LD),
        ("About an hour.", Surface.JSON_LD),
    ]
    assert document.segments[1].context.question == 0


# --- properties

_SAFE = "abcdefgh XYZ0123456789.,;é’ñ\N{NO-BREAK SPACE}日\U0001f600\"'"


@st.composite
def encoded(draw: st.DrawFn) -> tuple[str, str, list[tuple[str, int, int]]]:
    """A JavaScript string literal with what each of its characters reads as and where it stands in it."""
    quote = draw(st.sampled_from("\"'`"))
    pieces: list[str] = []
    map_: list[tuple[str, int, int]] = []
    at = 1
    for char in "We may help. " + draw(st.text(_SAFE, max_size=30)) + ".":
        code = ord(char)
        ways = [f"\\u{{{code:x}}}"]
        if char != quote:
            ways.append(char)
        if char in "\"'`":
            ways.append("\\" + char)
        if code < 256:
            ways.append(f"\\x{code:02X}")
        if code < 0x10000:
            ways.append(f"\\u{code:04x}")
        else:
            ways.append(f"\\u{0xD800 + ((code - 0x10000) >> 10):04x}\\u{0xDC00 + ((code - 0x10000) & 0x3FF):04x}")
        way = draw(st.sampled_from(ways))
        if draw(st.integers(0, 15)) == 0:
            joint = draw(st.sampled_from(["\\\n", "\\\r\n"]))
            pieces.append(joint)
            at += len(joint)
        pieces.append(way)
        map_.append((char, at, at + len(way)))
        at += len(way)
    return quote, quote + "".join(pieces) + quote, map_


@given(
    encoded(),
    st.sampled_from(["const x = { description: %s };", "f(a, [%s])", "let text =\r\n  %s", "<p title={%s}/>"]),
)
def test_every_character_of_a_string_knows_its_place(
    literal: tuple[str, str, list[tuple[str, int, int]]], frame: str
) -> None:
    _, source, characters = literal
    text = "\N{GRINNING FACE} /* é */ ;".replace("\N{GRINNING FACE}", "//\U0001f600\n") + frame.replace("%s", source)
    offset = text.index(source)
    document = read(text)
    (segment,) = document.segments
    assert segment.text.replace(" ", "") == "".join(char for char, _, _ in characters).replace(" ", "")
    hold_together(document)
    visible = [index for index, char in enumerate(segment.text) if char != " "]
    for index, (char, start, end) in zip(visible, (each for each in characters if each[0] != " "), strict=True):
        assert segment.text[index] == char
        assert segment.pieces(index, index + 1) == (Span(offset + start, offset + end),)


_WAYS = {"&": ["&amp;", "{'&'}"], "’": ["’", "&rsquo;", "&#8217;", "{'\\u2019'}"], "é": ["é", "&eacute;", '{"é"}']}


@given(
    st.lists(
        st.tuples(st.text("abcdeké’&", min_size=1, max_size=6), st.sampled_from(["", "b", "span", "Link"])), min_size=1
    ),
    st.data(),
)
def test_markup_inside_words_changes_no_text(words: list[tuple[str, str]], data: st.DataObject) -> None:
    made: list[str] = []
    for word, element in words:
        spelled = "".join(data.draw(st.sampled_from(_WAYS.get(char, [char]))) for char in word)
        made.append(f"<{element}>{spelled}</{element}>" if element else spelled)
    gaps = [data.draw(st.sampled_from([" ", "\n      ", '{" "}', " {' '}\n"])) for _ in made]
    body = "".join(gap + word for gap, word in zip(gaps, made, strict=True))
    document = read(f"const a = <p className='x'>Start{body}</p>;")
    assert texts(document) == [" ".join(["Start", *(word for word, _ in words)])]
    hold_together(document)


@given(st.integers(0, 60), st.sampled_from(["gentle", "x", "It\\u2019s", "naïve"]))
def test_an_edit_at_a_span_is_read_back(which: int, word: str) -> None:
    document = read(SERVICE)
    places = [
        (segment, index, at, at + len(part))
        for index, segment in enumerate(document.segments)
        if not segment.surface.value.startswith("attr")
        for part in segment.text.split()
        for at in [segment.text.index(part)]
        if part.isalpha()
    ]
    segment, index, start, end = places[which % len(places)]
    piece = segment.pieces(start, end)
    if len(piece) != 1 or segment.surface is not Surface.DATA_STRING:
        return
    span = piece[0]
    edited = read(SERVICE[: span.start] + word + SERVICE[span.end :])
    expected = segment.text[:start] + word.replace("\\u2019", "’") + segment.text[end:]
    assert texts(edited)[index] == expected


SOUP = [
    "<p>",
    "</p>",
    "<",
    "</",
    "/>",
    "<Card ",
    "{",
    "}",
    "(",
    ")",
    "[",
    "]",
    "`",
    "${",
    '"',
    "'",
    "\\",
    "/",
    "//",
    "/*",
    "*/",
]
SOUP += [
    "\n",
    " ",
    "=>",
    "=",
    ":",
    ",",
    ";",
    "const a",
    "return",
    "text: 'It helps you.'",
    "We help many.",
    "&amp;",
    "<!--",
    "-->",
]
SOUP += [
    "title=",
    "{/* */}",
    "?",
    "|",
    "===",
    "\\u2019",
    "\\u{1F600}",
    "\r\n",
    "😀",
    "\ufdd0",
    "<script>",
    "</script>",
    "---\n",
    "@",
]
SOUP += [
    "{#if a}",
    "{:else}",
    "{/if}",
    "{{",
    "}}",
    "<template>",
    "</template>",
    "<T,>",
    "class",
    "=> <b>",
    "92",
    "%",
    "+",
    "**b**",
]


@given(st.lists(st.sampled_from(SOUP), max_size=60))
def test_soup_never_breaks_the_reader(pieces: list[str]) -> None:
    for path in ("a.tsx", "a.ts", "a.js"):
        hold_together(read("".join(pieces), path))


def test_cut_anywhere_it_is_still_read() -> None:
    whole = texts(read(SERVICE))
    for cut in range(0, len(SERVICE), 25):
        document = read(SERVICE[:cut])
        hold_together(document)
        if cut > len(SERVICE) // 2:
            assert texts(document)[:5] == whole[:5]


@pytest.mark.parametrize(
    "text",
    [
        "{" * 30_000,
        "[" * 30_000 + "'It helps you.'" + "]" * 30_000,
        "`${" * 20_000,
        "<a>" * 100_000,
        "const a = " + "<a>" * 20_000 + "It helps you." + "</a>" * 20_000,
        "x = <b c={" * 15_000,
        "'" * 30_000,
        "/" * 30_000,
        "/*" * 30_000,
        "a < b > (" * 30_000,
        "<T>(" * 30_000,
        '"We help you. " + ' * 20_000,
        "\\" * 30_000,
        "({[`" * 15_000,
        ")]}" * 20_000,
        "<!DOCTYPE html>`" * 20_000,
        "`<html>" * 20_000,
        "a = <p {/*" * 20_000,
        "f({a:" * 15_000,
        "</p>" * 20_000,
        "x = [" + "{ text: 'It helps you well.' }," * 10_000 + "]",
    ],
)
def test_hostile_input_is_finished(text: str) -> None:
    document = read(text)
    assert document.status in ("checked", "partial")
    hold_together(document)


@pytest.mark.parametrize(
    "markup",
    [
        'Rest well <svg className="wide"><rect className="round" /></svg> today',
        "<textarea>Rest <b className='x'>well</b></textarea> today",
        "<title>Rest <i className='x'>well</i></title><p>today</p>",
        "Rest <mt-0.5 text-xs>well</mt-0.5> today",
        "Rest <Card icon={<Leaf />} more={<b>well</b>}>well</Card> today",
        "<A.B.C>Rest</A.B.C> today",
    ],
)
def test_tags_that_html_cannot_have_move_nothing(markup: str) -> None:
    document = read(f"export default () => <div><p>Before it all</p>{markup}</div>;")
    hold_together(document)
    assert "Before it all" in texts(document)
    assert any("today" in text for text in texts(document))
    for segment in document.segments:
        for place, character in enumerate(segment.text):
            if character.isalpha():
                assert source_of(document, segment, place, place + 1) == [character]


def test_a_name_that_speaks_of_addresses_may_hold_whole_pages() -> None:
    document = read(
        'const POST_SLUGS = [{ slug: "calm-knees-today", title: "Calm knees today" }];\n'
        'const urls = { home: "/start here", about: { text: "We ease knees" } };\n'
        'const slugs = ["Calm knees", "Less pain"];\n'
        'const styles = { text: "Calm knees wrap", title: { x: "Less pain wrap" } };\n'
    )
    assert texts(document) == ["Calm knees today", "We ease knees"]
