"""Drafts in files: each format's own way to write them, what may not be edited, and that nothing else changes."""

from __future__ import annotations

import csv
import io
import json
import tomllib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import docx as word
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from lexicon import AS_OF
from reports import finding
from wordlint import WordLint

from claimlint import engine, fixes, knowledge, readers
from claimlint.config import InputFile, Settings, shipped_knowledge
from claimlint.fixes import Fixed, Guard, load_guard
from claimlint.fixes.edit import Edit, Edits
from claimlint.record import replace
from claimlint.report import Finding, Suggestion
from claimlint.segment import Document
from claimlint.source import LineIndex

NO_GUARD = Guard()
Lint = Callable[[Sequence[InputFile]], Sequence[Finding]]


def nothing(_files: Sequence[InputFile]) -> Sequence[Finding]:
    return ()


def found(document: Document, words: str, draft: str, **other: Any) -> Finding:
    """A finding on the first `words` that a visitor reads, with one draft for them."""
    for segment in document.segments:
        at = segment.text.find(words)
        if at >= 0:
            hull = segment.hull(at, at + len(words))
            lines = LineIndex(document.source.text)
            start, end = lines.position(hull.start), lines.position(hull.end)
            how = other.pop("applicability", "review")
            kind = "rewrite" if draft else "remove"
            return finding(
                words,
                words,
                path=document.source.path,
                start=start,
                end=end,
                sentence=segment.text,
                surface=segment.surface.value,
                suggestions=(Suggestion(kind, draft, start, end, how),),
                **other,
            )
    raise AssertionError(f"{words!r} is not read: {[segment.text for segment in document.segments]}")


def fixed(
    path: str,
    source: str | bytes,
    *drafts: tuple[str, str],
    lint: Lint = nothing,
    guard: Guard = NO_GUARD,
    **other: Any,
) -> Fixed:
    data = source.encode() if isinstance(source, str) else source
    (document,) = readers.read(path, data)
    findings = [found(document, words, draft, **other) for words, draft in drafts]
    return fixes.fix(InputFile(path, data), findings, lint, guard, review=True)


@dataclass(frozen=True)
class Case:
    """A file, the words that a visitor reads there, the draft, and the file afterwards."""

    path: str
    source: str
    words: str
    draft: str
    after: str


STATUS = 'It\'s “studied” & <not> "proven"'

CASES = [
    Case("a.html", "<p>It cures pain.</p>\n", "cures pain", "is studied", "<p>It is studied.</p>\n"),
    Case(
        "a.html", "<p>It cures pain.</p>", "It cures pain.", STATUS, '<p>It\'s “studied” &amp; &lt;not&gt; "proven"</p>'
    ),
    Case(
        "a.html",
        "<p>Q&amp;A:&nbsp;it cures&#32;pain &hellip;</p>",
        "cures pain",
        "is studied",
        "<p>Q&amp;A:&nbsp;it is studied &hellip;</p>",
    ),
    Case(
        "a.html",
        "<p>It <b>really</b> cures <i>all</i> pain.</p>",
        "cures",
        "may ease",
        "<p>It <b>really</b> may ease <i>all</i> pain.</p>",
    ),
    Case(
        "a.html",
        "<p>It&rsquo;s a cure.</p>",
        "a cure",
        "the patient’s choice",
        "<p>It&rsquo;s the patient&rsquo;s choice.</p>",
    ),
    Case(
        "a.html", '<img alt="Cures pain">', "Cures pain", 'Called "studied"', '<img alt="Called &quot;studied&quot;">'
    ),
    Case("a.html", "<img alt='Cures pain'>", "Cures pain", "It's studied", "<img alt='It&#39;s studied'>"),
    Case("a.html", "<p>Get\n   permanent\n   relief now.</p>", "permanent", "", "<p>Get\n   relief now.</p>"),
    Case("a.html", "<p>One. Cures all. Two.</p>", "Cures all.", "", "<p>One. Two.</p>"),
    Case("a.html", "<p>One. Cures all.</p>", "Cures all.", "", "<p>One.</p>"),
    Case(
        "a.html",
        "<p>It cures <b>knee pain</b>.</p>",
        "cures knee pain",
        "eases knee pain",
        "<p>It eases <b>knee pain</b>.</p>",
    ),
    Case(
        "a.html",
        '<script type="application/ld+json">{"description": "We cure \\u201cpain\\u201d & more."}</script>',
        "We cure",
        'We "study"',
        '<script type="application/ld+json">{"description": "We \\"study\\" \\u201cpain\\u201d & more."}</script>',
    ),
    Case(
        "a.js",
        "export const copy = { text: 'It cures pain for good.' };\n",
        "cures pain",
        "doesn't cure",
        "export const copy = { text: 'It doesn\\'t cure for good.' };\n",
    ),
    Case(
        "a.js",
        'export const copy = { text: "It\\u2019s a cure for pain." };\n',
        "a cure",
        'the knee’s "study"',
        'export const copy = { text: "It\\u2019s the knee\\u2019s \\"study\\" for pain." };\n',
    ),
    Case(
        "a.js",
        "export const copy = { text: `It cures ${what} and pain.` };\n",
        "and pain",
        "at `$5`",
        "export const copy = { text: `It cures ${what} at \\`\\$5\\`.` };\n",
    ),
    Case(
        "a.jsx",
        "export default () => <p>It cures pain.</p>;\n",
        "cures pain",
        "is {not} <shown>",
        "export default () => <p>It is &#123;not&#125; &lt;shown&gt;.</p>;\n",
    ),
    Case(
        "a.tsx",
        'export default () => <Card title="It cures pain" />;\n',
        "cures pain",
        'is "studied"',
        'export default () => <Card title="It is &quot;studied&quot;" />;\n',
    ),
    Case(
        "a.php",
        "<?php echo 'It cures pain for good.'; ?>\n",
        "cures pain",
        "doesn't cure",
        "<?php echo 'It doesn\\'t cure for good.'; ?>\n",
    ),
    Case(
        "a.md",
        "# Relief\n\nIt *really* cures pain \\* and [more](x.html).\n",
        "cures pain",
        "is studied & <seen>",
        "# Relief\n\nIt *really* is studied &amp; &lt;seen&gt; \\* and [more](x.html).\n",
    ),
    Case("a.md", "It cures pain.\n", "cures pain", "is *not* shown", "It is \\*not\\* shown.\n"),
    Case(
        "a.md",
        "| For | Does |\n|---|---|\n| knees | It cures pain |\n",
        "cures pain",
        "eases a|b",
        "| For | Does |\n|---|---|\n| knees | It eases a\\|b |\n",
    ),
    Case(
        "a.md",
        "It cures\r\nall the pain.\r\n\r\nMore.\r\n",
        "cures all the pain",
        "is being studied",
        "It is being\r\nstudied.\r\n\r\nMore.\r\n",
    ),
    Case("a.mdx", "It cures pain.\n", "cures pain", "is {studied}", "It is \\{studied\\}.\n"),
    Case(
        "a.json",
        '{"text": "It cures pain, they say."}\n',
        "cures pain",
        'is "studied" & seen',
        '{"text": "It is \\"studied\\" & seen, they say."}\n',
    ),
    Case(
        "a.json",
        '{"text": "<p>It cures pain, they say.</p>"}\n',
        "cures pain",
        'is "studied" & seen',
        '{"text": "<p>It is \\"studied\\" &amp; seen, they say.</p>"}\n',
    ),
    Case(
        "a.yaml",
        "text: 'It cures pain, they say.'\n",
        "cures pain",
        "doesn't cure",
        "text: 'It doesn''t cure, they say.'\n",
    ),
    Case(
        "a.yaml",
        'text: "It cures pain, they say."\n',
        "cures pain",
        'is "studied"',
        'text: "It is \\"studied\\", they say."\n',
    ),
    Case(
        "a.yaml",
        "text: It cures pain, they say.\n",
        "cures pain",
        'is "studied" & seen',
        'text: It is "studied" & seen, they say.\n',
    ),
    Case(
        "a.toml",
        'text = "It cures pain, they say."\n',
        "cures pain",
        'is "studied"',
        'text = "It is \\"studied\\", they say."\n',
    ),
    Case(
        "a.csv",
        'name,text\nKnee,"It cures pain, they say."\n',
        "cures pain",
        'is "studied"',
        'name,text\nKnee,"It is ""studied"", they say."\n',
    ),
    Case(
        "a.po",
        'msgid "Greeting of the page"\nmsgstr "It cures pain, they say."\n',
        "cures pain",
        'is "studied"',
        'msgid "Greeting of the page"\nmsgstr "It is \\"studied\\", they say."\n',
    ),
    Case(
        "a.txt",
        "It cures pain, they say.\n",
        "cures pain",
        'is "studied" & <seen>',
        'It is "studied" & <seen>, they say.\n',
    ),
    Case(
        "a.vue",
        "<template><p>It cures {{ what }} and pain.</p></template>\n",
        "and pain",
        "and {{more}}",
        "<template><p>It cures {{ what }} and &#123;&#123;more&#125;&#125;.</p></template>\n",
    ),
    Case(
        "a.liquid",
        "<p>It cures {{ what }} and pain.</p>\n",
        "and pain",
        "and {% more %}",
        "<p>It cures {{ what }} and &#123;% more %&#125;.</p>\n",
    ),
    Case(
        "a.xml",
        "<rss><channel><item><description>It cures pain &amp; more.</description></item></channel></rss>",
        "cures pain & more",
        "is <seen> & studied",
        "<rss><channel><item><description>It is &lt;seen&gt; &amp; studied.</description></item></channel></rss>",
    ),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.path} {case.draft}")
def test_a_draft_is_written_as_its_place_asks(case: Case) -> None:
    made = fixed(case.path, case.source, (case.words, case.draft))
    assert [one.reason for one in made.outcomes] == [None]
    assert made.after.data.decode() == case.after


def test_a_wrapped_block_stays_wrapped() -> None:
    text = "It cures pain, and that is the whole of it\n  for most of us who are here. It is good.\n"
    made = fixed("a.md", text, ("cures pain", "has been studied in a few trials"), ("It is good.", "It may not be."))
    assert made.after.data.decode() == (
        "It has been studied in a few trials, and that is the whole of it\n"
        "  for most of us who are here. It may not\n  be.\n"
    )


REFUSED = [
    ("a.html", "<p>It <b>cures</b> pain.</p>", "cures pain", "is studied", "in several pieces"),
    ("a.html", "<p>It cures <!-- all --> pain.</p>", "cures pain", "is studied", "in several pieces"),
    ("a.html", "<p>It cures<br>pain.</p>", "cures\npain", "is studied", "line break"),
    (
        "a.html",
        "<p>It cures <img src=x alt=''> pain now.</p>",
        "cures \N{OBJECT REPLACEMENT CHARACTER} pain",
        "is",
        "an image",
    ),
    (
        "a.liquid",
        "<p>It cures {{ what }} now.</p>",
        "cures \N{OBJECT REPLACEMENT CHARACTER} now",
        "is",
        "template expression",
    ),
    (
        "a.liquid",
        "<p>{{ 'It cures pain for good.' | t }}</p>",
        "cures pain",
        "is studied",
        "inside a template expression",
    ),
    (
        "a.twig",
        "{% set intro = 'It cures pain for good.' %}<p>{{ intro }}</p>",
        "cures pain",
        "is",
        "inside a template",
    ),
    (
        "a.md",
        "See [it cures pain][] or [more].\n\n[it cures pain]: /a\n[more]: /b\n",
        "cures pain",
        "is",
        "not read as before",
    ),
    ("a.md", "See [it cures pain] now.\n\n[it cures pain]: /a\n", "cures pain", "is studied", "not read as before"),
    (
        "a.js",
        "const a = { features: ['no-pain at all', 'pain-relief'] };\n",
        "pain-relief",
        "Studied",
        "a name that code",
    ),
    ("a.yaml", "text: It cures pain, they say.\n", "cures pain", "is this: studied", "not read as before"),
    ("a.yaml", "text: It cures pain, they say.\n", "cures pain", "is #studied", "not read as before"),
    ("a.po", 'msgid "It cures pain for good."\nmsgstr ""\n', "cures pain", "is studied", "the key"),
    ("a.json", '{"It cures pain for good": ["Ask us."]}', "cures pain", "is studied", "the name of a field"),
    ("a.html", "<ul><li>One</li><li>It cures.</li></ul>", "It cures.", "", "nothing would be left"),
    ("a.md", "**How long?**  \nIt cures.\n\nCome in.\n", "It cures.", "", "nothing would be left of its line"),
    ("a.html", "<p>Amazing results wait.</p>", "Amazing", "", "without a capital"),
    ("a.html", "<p>Get a permanent end to it.</p>", "permanent", "", "“a” before it"),
    ("a.html", "<p>It will cure pain and more.</p>", "cure pain", "Nothing is known of it", "a sentence of its own"),
    ("a.html", "<p>It is is.</p><p>It cures pain pain.</p>", "cures", "is pain", None),
    ("a.html", "<p>It cures pain, we say.</p>", "cures pain", "is, ,", "stray punctuation"),
    ("a.html", "<p>It cures pain.</p>", "cures pain", "cures pain", "reads so already"),
    ("a.html", "<p>It cures pain in most knees.</p>", "cures pain", "is studied.", "goes on behind it"),
    ("a.html", "<p>It cures pain! How?</p>", "It cures pain!", "About pain", "run into the sentence"),
    ("a.html", "<p>It cures pain. How?</p>", "cures pain.", "is studied.", None),
    ("a.html", "<p>“It cured my pain,” says Ann.</p>", "cured my pain", "is studied", "what somebody said"),
    ("a.html", "<p>“It cured my pain,” says Ann.</p>", "“It cured my pain", "It is studied", "break a quotation"),
    ("a.html", "<blockquote>It cured my pain.</blockquote>", "cured my pain", "was studied", "what somebody said"),
    ("a.html", "<p>Ask us how it compares. It cures.</p>", "It cures", "Ask us how it compares", "says so already"),
]


@pytest.mark.parametrize(("path", "source", "words", "draft", "reason"), REFUSED)
def test_a_draft_that_does_not_fit_is_not_put_in(
    path: str, source: str, words: str, draft: str, reason: str | None
) -> None:
    made = fixed(path, source, (words, draft))
    assert len(made.outcomes) == 1
    said = made.outcomes[0].reason
    if reason is None:
        assert said is None
    else:
        assert said is not None
        assert reason in said
        assert made.after.data.decode() == source


def run(lint: WordLint, path: str, data: bytes, *, review: bool = True, guard: Guard = NO_GUARD, **other: Any) -> Fixed:
    file = InputFile(path, data, **other)
    return fixes.fix(file, lint.findings([file]), lint.findings, guard, review=review)


def test_a_draft_that_brings_a_finding_is_not_kept_and_the_others_are() -> None:
    lint = WordLint({"cures": ("proven", "review"), "forever": ("for a year", "review"), "proven": ("", "")})
    made = run(lint, "a.html", b"<p>It cures pain.</p><p>It lasts forever.</p>")
    assert made.after.data == b"<p>It cures pain.</p><p>It lasts for a year.</p>"
    assert [one.finding.text for one in made.applied] == ["forever"]
    assert [one.reason for one in made.refused] == ["it would bring a finding of its own: proven was found."]


def test_a_draft_that_leaves_its_finding_in_place_is_not_kept() -> None:
    lint = WordLint({"cures": ("always cures", "review")})
    made = run(lint, "a.html", b"<p>It cures pain.</p>")
    assert not made.applied
    assert made.after.data == b"<p>It cures pain.</p>"


def test_a_finding_that_a_draft_brings_elsewhere_is_traced_by_halves() -> None:
    def lint(files: Sequence[InputFile]) -> Sequence[Finding]:
        text = files[0].data.decode()
        found = list(words.findings(files))
        if "C" in text and "c" not in text.replace("<p>", ""):
            found.append(finding("", "", path="a.html", rule="notice", rules=("notice",), verdict="missing"))
        return found

    words = WordLint({word: (word.upper(), "review") for word in "abcd"})
    file = InputFile("a.html", b"<p>a</p><p>b</p><p>c</p><p>d</p>")
    made = fixes.fix(file, words.findings([file]), lint, Guard(), review=True)
    assert made.after.data == b"<p>A</p><p>B</p><p>c</p><p>D</p>"


def test_drafts_that_meet_wait_for_the_next_round_and_are_judged_anew() -> None:
    lint = WordLint({"pain": ("ache", "review"), "killer": ("balm", "review")})
    made = run(lint, "a.html", b"<p>It is a painkiller.</p>")
    assert made.after.data == b"<p>It is a achebalm.</p>"
    assert [one.finding.sentence for one in made.applied] == ["It is a painkiller.", "It is a achekiller."]


def test_rounds_come_to_an_end() -> None:
    lint = WordLint({"one": ("two", "review"), "two": ("three", "review"), "three": ("one", "review")})
    assert run(lint, "a.html", b"<p>It is one.</p>").after.data.startswith(b"<p>It is ")


def test_without_review_only_automatic_drafts_are_put_in() -> None:
    lint = WordLint({"amazing": ("", "automatic"), "cures": ("eases", "review"), "all": ("some", "manual")})
    made = run(lint, "a.html", b"<p>An oil, amazing oil, cures all pain.</p>", review=False)
    assert made.after.data == b"<p>An oil, oil, cures all pain.</p>"
    made = run(lint, "a.html", b"<p>An oil, amazing oil, cures all pain.</p>")
    assert made.after.data == b"<p>An oil, oil, eases all pain.</p>"


def test_a_draft_for_one_of_several_jurisdictions_is_left_to_a_person() -> None:
    (document,) = readers.read("a.html", b"<p>It cures pain.</p>")
    one = found(document, "cures", "eases")
    one = replace(one, suggestions=(replace(one.suggestions[0], only_for="uk"),))
    made = fixes.fix(InputFile("a.html", b"<p>It cures pain.</p>"), [one], nothing, Guard(), review=True)
    assert [each.reason for each in made.outcomes] == ["it speaks of UK only; choose by hand"]


GUARD = load_guard(shipped_knowledge(), ("may", "appear"))


@pytest.mark.parametrize(
    ("text", "words", "draft", "how", "said"),
    [
        ("It is approved for pain.", "is approved", "is cleared", "review", "another status in law"),
        ("It is FDA approved.", "approved", "registered", "automatic", "another status in law"),
        ("It may ease pain.", "may ease", "eases", "automatic", "“may”, which limits the claim"),
        ("It appears to ease pain.", "appears to ease", "eases", "automatic", "“appears”, which limits the claim"),
        ("It may ease pain.", "may ", "", "review", "“may”, which limits the claim"),
        ("It may ease pain. More.", "It may ease pain.", "", "review", None),
        ("It may ease pain.", "It may ease pain.", "It is not approved.", "review", None),
    ],
)
def test_no_status_is_swapped_and_no_hedge_deleted(
    text: str, words: str, draft: str, how: str, said: str | None
) -> None:
    made = fixed("a.html", f"<p>{text}</p>", (words, draft), guard=GUARD, applicability=how)
    reason = made.outcomes[0].reason
    assert reason is None if said is None else said in (reason or "")


@pytest.mark.parametrize("name", ["hero_quote", "reviewText", "TESTIMONIAL", "patientQuotes"])
def test_what_a_field_quotes_is_not_rewritten(name: str) -> None:
    for key, applied in ((name, False), ("quoteless", True)):
        made = fixed("a.js", f"const a = {{ {key}: 'It cured all of my pain.' }};\n", ("cured", "eased"), guard=GUARD)
        assert bool(made.applied) is applied


@pytest.mark.parametrize(
    ("data", "after"),
    [
        ("\ufeff<p>It cures.</p>\r\n".encode(), "\ufeff<p>It’s.</p>\r\n".encode()),
        ("\ufeff<p>It cures.</p>\r\n".encode("utf-16-le"), "\ufeff<p>It’s.</p>\r\n".encode("utf-16-le")),
        ("<p>It cures.</p>\r<p>é</p>".encode("cp1252"), "<p>It’s.</p>\r<p>é</p>".encode("cp1252")),
        (
            '<meta charset="iso-8859-15"><p>It cures.</p><p>é</p>'.encode("iso-8859-15"),
            '<meta charset="iso-8859-15"><p>It&#8217;s.</p><p>é</p>'.encode("iso-8859-15"),
        ),
    ],
)
def test_encoding_mark_and_line_ends_stay(data: bytes, after: bytes) -> None:
    assert fixed("a.html", data, ("It cures", "It’s")).after.data == after


def test_word_files_are_left_alone() -> None:
    lint = WordLint({"cures": ("eases", "review")})
    paragraph = word.Document()
    paragraph.add_paragraph("It cures pain.")
    paragraph.save(kept := io.BytesIO())
    made = run(lint, "a.docx", kept.getvalue())
    assert ["not edited in this format" in (one.reason or "") for one in made.outcomes] == [True]
    assert made.after is made.before


def test_lines_that_were_added_are_still_the_same_lines_afterwards() -> None:
    lint = WordLint({"cures\nall": ("eases", "review"), "cures all": ("eases", "review"), "forever": ("now", "review")})
    text = b"<p>It lasts forever.</p>\n<p>It cures\n  all pain.</p>\n<p>It lasts forever.</p>\n"
    made = run(lint, "a.html", text, added_lines=frozenset((2, 3)))
    assert made.after.data == b"<p>It lasts forever.</p>\n<p>It eases pain.</p>\n<p>It lasts forever.</p>\n"
    assert made.after.added_lines == frozenset((2,))


WORDS = (
    "knees",
    "“backs”",
    "é",
    "A&B",
    "x < y",
    "it’s",
    'a "b"',
    "it's",
    "50 %",
    "a – b",
    "a\\b",
    "**",
    "a|b",
    "_c_",
    "#d",
)


@st.composite
def pages(draw: st.DrawFn) -> tuple[str, str]:
    """Return a name and a page of it with the words “TARGET here” somewhere between others."""
    around = st.lists(st.sampled_from(("knees", "backs", "naïve", "it helps", "50 %")), min_size=1, max_size=4).map(
        " ".join
    )
    name, form = draw(st.sampled_from(sorted(FORMS.items())))
    return name, form.replace("BEFORE", draw(around)).replace("AFTER", draw(around))


FORMS = {
    "a.html": "<title>BEFORE</title><p>BEFORE &amp; <b>x</b> TARGET here, AFTER</p><p title='AFTER'>BEFORE</p>\n",
    "a.md": "# BEFORE\n\nBEFORE *x* TARGET here, AFTER\n\n- AFTER\n- BEFORE\n",
    "a.json": '{"text": "BEFORE, TARGET here, AFTER", "title": "AFTER of BEFORE"}\n',
    "a.yaml": "title: 'BEFORE: AFTER'\ntext: \"BEFORE, TARGET here, AFTER\"\nbody: 'AFTER, BEFORE'\n",
    "a.toml": "title = 'BEFORE, AFTER'\ntext = \"BEFORE, TARGET here, AFTER\"\n",
    "a.csv": 'name,text\nAFTER,"BEFORE, TARGET here, AFTER"\n',
    "a.js": "const a = { title: `BEFORE`, text: 'BEFORE, TARGET here, AFTER' };\n",
    "a.jsx": "export default () => <div><h1>BEFORE</h1><p>BEFORE TARGET here, AFTER</p></div>;\n",
    "a.php": "<h1>BEFORE</h1><?php echo 'BEFORE, TARGET here, AFTER'; ?><p>AFTER</p>\n",
    "a.liquid": "<h1>{{ x }} BEFORE</h1><p>BEFORE, TARGET here, {% if y %}AFTER{% endif %}</p>\n",
}


@settings(max_examples=150, deadline=None)
@given(pages(), st.lists(st.sampled_from(WORDS), min_size=1, max_size=4).map(" ".join))
def test_only_the_span_differs_and_the_page_reads_as_before(page: tuple[str, str], draft: str) -> None:
    path, source = page
    made = fixed(path, source, ("TARGET here", draft))
    after = made.after.data.decode()
    at = source.index("TARGET here")
    if made.refused:
        assert after == source
        return
    assert after.startswith(source[:at])
    assert after.endswith(source[at + len("TARGET here") :])
    before, reads = (
        [segment.text for segment in readers.read(path, data)[0].segments]
        for data in (made.before.data, made.after.data)
    )
    assert [text.replace("TARGET here", draft) for text in before] == reads
    strictly(path, after)


def strictly(path: str, text: str) -> None:
    """Parse a data file as others do."""
    if path.endswith(".json"):
        json.loads(text)
    elif path.endswith(".yaml"):
        yaml.safe_load(text)
    elif path.endswith(".toml"):
        tomllib.loads(text)
    elif path.endswith(".csv"):
        assert {len(row) for row in csv.reader(io.StringIO(text))} == {2}


@settings(max_examples=200, deadline=None)
@given(
    st.text(max_size=40), st.lists(st.tuples(st.integers(0, 40), st.integers(0, 6), st.text(max_size=5)), max_size=4)
)
def test_offsets_are_carried_across_edits(text: str, drawn: list[tuple[int, int, str]]) -> None:
    made: list[Edit] = []
    for start, length, words in sorted(drawn):
        end = start + length
        if end <= len(text) and (not made or made[-1].end < start):
            made.append(Edit(start, end, words))
    edits = Edits(made)
    after = edits.applied(text)
    inside = {offset for edit in made for offset in range(edit.start, edit.end)}
    for offset, char in enumerate(text):
        if offset not in inside:
            assert after[edits.new(offset)] == char
            assert edits.old(edits.new(offset)) == offset
    assert [after[span.start : span.end] for span in edits.placed()] == [edit.text for edit in edits.all]


ROOT = Path(__file__).parent.parent / "fixtures"
ADVERTS = sorted(
    path for path in ROOT.rglob("*") if path.suffix in (".html", ".md", ".txt") and "careful" not in path.parts
)


@pytest.fixture(scope="module")
def judge() -> Lint:
    made = Settings(as_of=AS_OF)
    known = knowledge.load(made)
    return lambda files: engine.check(files, made, known).findings


@pytest.mark.parametrize("path", ADVERTS, ids=lambda path: path.name)
def test_on_a_whole_page_nothing_changes_outside_of_the_drafts_and_nothing_new_is_found(
    path: Path, judge: Lint, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fixes.fixing, "ROUNDS", 1)
    file = InputFile(path.name, path.read_bytes())
    findings = judge([file])
    made = fixes.fix(file, findings, judge, GUARD, review=True)
    assert made.applied
    before, after = (one.data.decode() for one in (made.before, made.after))
    at = last = 0
    for outcome in sorted(made.applied, key=lambda one: one.draft.start):
        kept = before[last : outcome.draft.start.offset].strip()
        at = after.index(kept, at) + len(kept)
        last = outcome.draft.end.offset
    assert after.endswith(before[last:].lstrip())
    left = judge([made.after])
    assert len(left) < len(findings)
    assert {one.rule for one in left} <= {rule for one in findings for rule in one.rules} | {"self-contradiction"}
