"""Pages for property tests, built from pieces whose reading is known, and the checks that every page must pass."""

from __future__ import annotations

import html as stdlib_html
from collections.abc import Callable

from hypothesis import assume
from hypothesis import strategies as st

from claimlint.segment import PLACEHOLDER, Document, Segment

WORDS = ("we", "treat", "pain", "relief", "Ärzte", "naïve", "𝒳ray", "100%", "well-known", "it’s", "per")
ENCODINGS: dict[str, tuple[str, ...]] = {
    "&": ("&amp;", "&#38;", "&#x26;"),
    "<": ("&lt;", "&#60;"),
    "’": ("’", "&rsquo;", "&#8217;", "&#x2019;"),
    "é": ("é", "&eacute;", "&eacute", "&#233;"),
    "\N{NO-BREAK SPACE}": ("\N{NO-BREAK SPACE}", "&nbsp;", "&#160;", "&nbsp"),
    "𝒳": ("𝒳", "&#x1D4B3;"),
    "—": ("—", "&mdash;", "&#151;"),
}
INERT = (
    "<b>",
    "</b>",
    "<i class='x'>",
    "</i>",
    "<!-- note -->",
    "&shy;",
    "\N{SOFT HYPHEN}",
    "<span>",
    "</span>",
    '<a href="?a=1&b=2">',
)
SPACES = (" ", "\n", "\r\n  ", "\t", "  \n\t ", " <!-- x --> ")


def characters() -> st.SearchStrategy[tuple[str, str]]:
    """Return pairs of a character and one way to write it in HTML."""
    encoded = st.sampled_from(sorted(ENCODINGS)).flatmap(
        lambda character: st.tuples(st.just(character), st.sampled_from(ENCODINGS[character]))
    )
    plain = st.sampled_from("abcXYZäß0189.,!").map(lambda character: (character, character))
    return st.one_of(plain, encoded)


@st.composite
def words(draw: st.DrawFn) -> tuple[str, str]:
    """Return a word as it reads and as it stands in the source, with markup inside that changes nothing."""
    pairs = draw(st.lists(characters(), min_size=1, max_size=6))
    reads, source = "", ""
    for number, (character, written) in enumerate(pairs):
        if number and draw(st.integers(0, 3)) == 0:
            source += draw(st.sampled_from(INERT))
        # An old name without semicolon swallows what follows when that makes a longer name.
        ends_open = written.startswith("&") and not written.endswith(";")
        reads += character
        source += written + ("<b></b>" if ends_open else "")
    return reads, source


@st.composite
def paragraphs(draw: st.DrawFn) -> tuple[str, str]:
    """Return a paragraph's text and its source without the tags around it."""
    parts = draw(st.lists(words(), min_size=1, max_size=5))
    reads, source = parts[0]
    for word_reads, word_source in parts[1:]:
        reads += " " + word_reads
        source += draw(st.sampled_from(SPACES)) + word_source
    assume(reads.strip())
    return reads, source


SOUP = (
    "<p>", "</p>", "<div class=card>", "</div>", "<b>", "</b>", "<ul>", "<li>", "</ul>", "<table>", "<tr>", "<td>",
    "<th scope=row>", "</table>", "<h1>", "<h2>", "</h3>", "<br>", "</br>", "<br/>", "<img alt='a b'>", "<code>",
    "</code>", "<svg>", "<title>", "</title>", "</svg>", "<script>", "</script>", "<!--", "-->", "<details>",
    "<summary>", "Is it?", "&amp;", "&", "&#", "&nbsp", "<", ">", "'", '"', "=", "85%", " ", "\n", "\r\n", "text",
    "Label:", "<a class='btn'", "<x-card subtitle=\"It works for you\">", "<pre>", "<footer>", "<option>", "<dl>",
    "<dt>", "<dd>", "<input type=submit value='Send it'>", "</", "<!", "<?", "<template>", "<sup>", "1", "</sup>",
    "<script type='application/ld+json'>", '{"name": "It is <b>safe<\\/b>"}', "\N{SOFT HYPHEN}", "𝒳", "<button>",
    "<blockquote>", "<main>", "</main>", "</body>", "<meta name=description content='We care'>", "<textarea>",
)  # fmt: skip
TEMPLATE_SOUP = (
    "{{", "}}", "{%", "%}", "{#", "#}", "{{{", "}}}", "{{!--", "--}}", "<%", "%>", "<%=", "<%#", "<?php", "?>", "<?=",
    "{!!", "!!}", "{{--", "@if(", "@else", "@endif", "@section('title')", "@endsection", ")", "(", "else", "if x",
    "'it works well'", '"', "'", "\\", "raw", "endraw", "comment", "endcomment", "schema", "endschema", "block title",
    "endblock", "__('We help you')", "echo", "=>", "[", "]", "<<<HTML\n", "\nHTML;", "//", "/*", "*/",
    "@php", "@endphp",
    "@verbatim", "{{/*", "*/}}", "`", ";", ",", "$x", ".", "title:", "title=",
)  # fmt: skip


def soup(*pieces: str) -> st.SearchStrategy[str]:
    """Return sources that no grammar would allow."""
    return st.lists(st.sampled_from(pieces), max_size=40).map("".join)


def check_document(document: Document) -> None:
    """Hold what is true of every document: order, bounds, maps that add up, contexts that lead somewhere."""
    length = len(document.source.text)
    before = 0
    for index, segment in enumerate(document.segments):
        check_map(segment, length)
        assert segment.runs[0].source >= before
        before = segment.runs[0].source
        context = segment.context
        for other in (*context.headings, context.lead_in, context.question, context.label, context.header):
            assert other is None or (0 <= other < len(document.segments) and other != index)
    assert document.title is None or 0 <= document.title < len(document.segments)
    assert 0 <= document.insert_at <= length
    for comment in document.comments:
        assert 0 <= comment.span.start < comment.span.end <= length


def check_map(segment: Segment, length: int) -> None:
    """Hold what is true of every segment's map, against a source of `length` characters."""
    assert segment.text
    assert segment.runs[0].text == 0
    end = 0
    stops = [*(run.text for run in segment.runs[1:]), len(segment.text)]
    for run, stop in zip(segment.runs, stops, strict=True):
        assert stop > run.text
        assert run.source >= end
        assert run.length > 0
        end = run.source + run.length
    assert end <= length


def check_reading(source: str, segment: Segment, decode: Callable[[str], str] = stdlib_html.unescape) -> None:
    """Every character of an HTML text is what its own piece of the source reads as."""
    for index, character in enumerate(segment.text):
        pieces = segment.pieces(index, index + 1)
        assert len(pieces) == 1
        written = source[pieces[0].start : pieces[0].end]
        if character == " ":
            assert not written.strip(" \t\r\n\f") or written.startswith("<sup")
        elif character == "\n":
            assert written.lower().lstrip("</").startswith("br")
        elif character != PLACEHOLDER:
            assert decode(written) == character
