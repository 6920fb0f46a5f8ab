"""The HTML report: what it says and in which order, hostile copy, and how it looks and works in a real browser."""

from __future__ import annotations

import base64
import datetime
import hashlib
import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from browser import CHROMIUM, Browser, browser
from hypothesis import given
from hypothesis import strategies as st
from reports import claim, finding, made, suggestion
from selectolax.lexbor import LexborHTMLParser as HTMLParser
from test_formats import HOSTILE, REFERENCE, around, hostile

from claimlint import engine, readers
from claimlint.config import InputFile, Settings
from claimlint.record import replace
from claimlint.report import AlsoAt, Basis, Excused, FileEntry, Finding, Hidden, Report
from claimlint.reporters import html_report
from claimlint.reporters.formats import Around
from claimlint.reporters.page_copy import MISSING, page_copy
from claimlint.source import LineIndex

FIXTURES = sorted(path for path in (Path(__file__).parent.parent / "fixtures").rglob("*") if path.suffix != ".golden")
PAGE = """<html lang="en"><head><title>Hair &amp; care</title>
<meta name="description" content="Permanent results for everyone"></head><body>
<h1>Platelet-rich plasma</h1>
<p>Get <b>permanent</b>
   results, and no&nbsp;pain.</p>
<ul><li>Clinically proven</li><li>No risk at all</li></ul>
<p>&lt;script&gt;alert("cures hair loss")&lt;/script&gt; works.</p>
<p>Permanent results for everyone</p>
</body></html>
"""
OTHER = "Our laser is painless.\n\nBook <b>now</b> & see.\n"


def spanned(words: str, *pieces: str, text: str = PAGE, **other: Any) -> Finding:
    """A finding whose words stand in several pieces of the source, one after the other."""
    index, at, spans = LineIndex(text), 0, []
    for piece in pieces:
        at = text.index(piece, at)
        spans.append((at, at + len(piece)))
        at += len(piece)
    made_up = finding(text, pieces[0], path="site/prp.html", sentence=f"Get {words}, and no pain.")
    start, end = index.position(spans[0][0]), index.position(spans[-1][1])
    return replace(made_up, text=words, spans=tuple(spans), start=start, end=end, **other)


def one(words: str, **other: Any) -> Finding:
    return finding(PAGE, words, **{"path": "site/prp.html", "sentence": words, **other})


def at_end() -> Finding:
    end = LineIndex(PAGE).position(PAGE.index("</body>"))
    empty = replace(one("Clinically"), start=end, end=end, spans=((end.offset, end.offset),), text="", sentence="")
    said = replace(empty, verdict="missing", message="Name the risks.", claim=None)
    return replace(said, rule="missing-risks", rules=("missing-risks",))


def whole() -> Report:
    again = PAGE.index("Permanent results", PAGE.index("<body"))
    index = LineIndex(PAGE)
    also = AlsoAt("site/prp.html", index.position(again), index.position(again + 17))
    basis = (Basis("us", "Code of somewhere, 3.7", "https://code.example/3.7"),)
    gone = one("No risk at all", path="site/gone.html")
    findings = [
        one("Permanent results", surface="meta", also_at=(also,), severity="info"),
        spanned("permanent results", "permanent", "\n   results", severity="error", basis=basis),
        one("Clinically proven", suggestions=(suggestion(PAGE, "Clinically proven", "Studied in trials"),)),
        one("cures hair loss", severity="error", verdict="restricted"),
        at_end(),
        finding(OTHER, "painless", path="site/laser.md", verdict="prohibited", claim=claim()),
    ]
    return made(
        findings,
        excused=[
            Excused("permanence", "site/prp.html", index.position(3), index.position(9), "lasting", "negated", "not")
        ],
        suppressed=[Hidden(gone, "W-0012", datetime.date(2026, 12, 31))],
        baselined=[Hidden(gone, "baseline")],
        files=[
            FileEntry("site/prp.html", "checked", None, 9, 40),
            FileEntry("site/laser.md", "partial", "an odd part", 1, 9),
            FileEntry("site/gone.html", "checked", None, 1, 3),
            FileEntry("site/broken.html", "failed", "is no text"),
        ],
        problems=["rules/odd.yaml:1:1: odd"],
    )


def about(**other: Any) -> Around:
    pages = {"site/prp.html": PAGE, "site/laser.md": OTHER}
    return Around(
        reference=lambda: REFERENCE,
        source_of=pages.get,
        documents_of=lambda path: readers.read(path, pages[path].encode()),
        url_of=lambda path: "https://clinic.example/prp" if "prp" in path else None,
        commit_of=lambda: "0123abc",
        contact="compliance@clinic.example",
        **other,
    )


def text_of(html: str, selector: str = "body") -> str:
    """What stands in the first element that the selector finds."""
    found = HTMLParser(html).css_first(selector)
    assert found is not None, selector
    return " ".join(found.text(separator=" ").split())


def test_the_scope_comes_first_then_the_queue_the_copy_the_numbers_the_appendix() -> None:
    html = html_report.render(whole(), about())
    ids = [node.attributes["id"] for node in HTMLParser(html).css("main > section")]
    assert ids == ["scope", "queue", "pages", "numbers", "appendix"]
    scope = text_of(html, "#scope")
    for said in ("2026-03-04", "0123abc", "US", "sha256:" + "a" * 64,
                  "sha256:" + "b" * 64, "2 errors, 3 warnings, 1 note",
                 "2 read, 1 read only in part, 0 not judged, 1 could not be checked",
                 "1 by waivers until 2026-12-31, 1 by the baseline",
                 "no clinician has reviewed 59 of them", "images, PDFs", "rules/odd.yaml:1:1: odd"):  # fmt: skip
        assert said in scope, said
    assert "Automated review; not legal advice or substantiation." in text_of(html)


def test_an_entry_has_quote_words_verdict_source_with_date_draft_and_a_place_to_sign() -> None:
    tree = HTMLParser(html_report.render(whole(), about()))
    entries = tree.css("article.finding")
    assert len(entries) == 6
    by_words = {mark.text(): entry for entry in entries for mark in entry.css("blockquote mark")}
    entry = by_words["Clinically proven"]
    said = " ".join(entry.text(separator=" ").split())
    for wanted in ("Words at issue: “Clinically proven”", "The evidence on file cannot carry this",
                   "Somebody, a journal", "2021; its conclusion was read", "to be looked at again by 2027-01-31",
                   "Draft wording: “Studied in trials”",
                   "Decision", "Name", "Date"):  # fmt: skip
        assert wanted in said, wanted
    assert tree.css_first('#queue a[href="https://clinic.example/prp"]') is not None
    assert {link.attributes["href"] for link in tree.css(".sources a")} == {
        "https://journal.example/1",
        "https://code.example/3.7",
    }


def test_the_appendix_has_waivers_excused_and_failed() -> None:
    appendix = text_of(html_report.render(whole(), about()), "#appendix")
    for said in (
        "W-0012 2026-12-31",
        "baseline no date",
        "lasting",
        "“not”",
        "site/broken.html is no text",
        "an odd part",
    ):
        assert said in appendix


def test_nothing_is_scored_praised_or_condemned() -> None:
    for report in (whole(), made(files=[FileEntry("a.html", "checked", None, 1, 9)])):
        html = html_report.render(report, about())
        said = text_of(re.sub(r"(?s)<(script|style)>.*?</\1>", "", html))
        assert not re.search(r"(?i)\b(?:score|clean|compliant|safe|approved|passed|illegal|false)\b|[✓✔✅]", said)
        assert not re.search(r"\b(?:S[0-8]|E[0-6])\b", said)
    assert "Nothing to report for US" in said


def test_tables_come_before_their_charts() -> None:
    parts = [
        node.tag for node in HTMLParser(html_report.render(whole(), about())).css("#numbers > table, #numbers > figure")
    ]
    assert parts == ["table", "figure"] * 4


@pytest.mark.parametrize("copy", HOSTILE)
def test_hostile_copy_is_text_and_nothing_else(copy: str) -> None:
    report = hostile(copy)
    harmless = hostile("copy")
    evil = html_report.render(report, around())
    tame = html_report.render(harmless, around())

    def shape(html: str) -> list[tuple[str | None, tuple[str, ...]]]:
        return [(node.tag, tuple(sorted(node.attributes))) for node in HTMLParser(html).css("*")]

    assert shape(evil) == shape(tame)
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f\u202e\u2028]", evil)


def test_the_policy_lets_in_only_the_style_and_script_that_are_there() -> None:
    html = html_report.render(whole(), about())
    tree = HTMLParser(html)
    (meta,) = tree.css("meta[http-equiv=Content-Security-Policy]")
    policy = meta.attributes["content"] or ""
    assert policy.startswith("default-src 'none'; ")
    for tag in ("style", "script"):
        (node,) = tree.css(tag)
        digest = base64.b64encode(hashlib.sha256(node.text().encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in policy
    assert "unsafe" not in policy
    assert not tree.css("[src], link, iframe, object, [style], [onclick]")
    assert not re.search(r"@import|url\(", html)


@pytest.mark.parametrize("path", [path for path in FIXTURES if path.is_file()], ids=lambda path: path.name)
def test_highlights_are_the_words_of_the_findings_on_whole_pages(path: Path) -> None:
    data = path.read_bytes()
    report = engine.check([InputFile(path.name, data)], Settings(as_of=datetime.date(2026, 11, 24)))
    numbered = [*enumerate(report.findings)]
    blocks = page_copy(readers.read(path.name, data), numbered)
    marked: dict[int, list[str]] = {}
    for block in blocks:
        shown: dict[int, str] = {}
        for piece in block.pieces:
            for number in piece.findings:
                shown[number] = shown.get(number, "") + piece.text
        for number, words in shown.items():
            marked.setdefault(number, []).append(words if block.kind != MISSING else "")
    for number, each in numbered:
        places = 1 + len(each.also_at)
        assert number in marked, each.text
        if each.text:
            wanted = "".join(each.text.split())
            together = "".join("".join(words.split()) for words in marked[number])
            assert wanted in together, (each.text, marked[number])
            assert len(together) <= len(wanted) * (places + 1) + 40 * len(each.also_at)


@given(st.lists(st.tuples(st.integers(0, 60), st.integers(1, 20)), max_size=6))
def test_pieces_are_the_text_again(spans: list[tuple[int, int]]) -> None:
    source = "<p>Some <b>bold &amp; bright</b> copy   with\n blanks, and more of it in one long line.</p>"
    (document,) = readers.read("a.html", source.encode())
    index = LineIndex(source)
    findings = []
    for number, (start, length) in enumerate(spans):
        end = min(start + length, len(source))
        made_up = finding(source, "Some", spans=((start, end),), start=index.position(start), end=index.position(end))
        findings.append((number, made_up))
    blocks = [block for block in page_copy([document], findings) if block.kind != MISSING]
    assert ["".join(piece.text for piece in block.pieces) for block in blocks] == [s.text for s in document.segments]


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("no Chromium is installed")
    with browser() as opened:
        yield opened


@pytest.fixture
def page(chromium: Browser, tmp_path: Path) -> Browser:
    file = tmp_path / "report.html"
    file.write_text(html_report.render(whole(), about()), "utf-8")
    chromium.open(file)
    chromium.look()
    return chromium


FORGET = "document.activeElement.blur(), scrollTo(0, 0)"
SHOWN = '[...document.querySelectorAll(".finding:not([hidden])")].length'
MARKS = '[...document.querySelectorAll(".copy mark a")]'
NOTE = 'document.getElementById("note")'


@pytest.mark.xdist_group("chromium")
class TestInABrowser:
    """One browser for all of them."""

    def test_it_loads_without_a_word_on_the_console_and_asks_for_nothing(self, page: Browser) -> None:
        assert page.problems == []
        assert len([url for url in page.requests if url.startswith("file:")]) >= 1
        assert not [url for url in page.requests if not url.startswith(("file:", "data:"))]

    def test_hostile_copy_runs_nothing(self, page: Browser, tmp_path: Path) -> None:
        for number, copy in enumerate(HOSTILE):
            file = tmp_path / f"{number}.html"
            file.write_text(html_report.render(hostile(copy), around()), "utf-8")
            page.open(file)
            assert page.run('document.querySelectorAll("script").length') == 1
            assert page.run('document.querySelectorAll("#queue mark").length') == 1
            assert page.problems == []

    def test_the_right_words_are_highlighted(self, page: Browser) -> None:
        marks = page.run(f"{MARKS}.map((a) => [a.textContent, a.dataset.findings])")
        numbers = {each.text: str(at) for at, each in enumerate(whole().findings, 1)}
        assert [words for words, _ in marks] == [
            "painless",
            "Permanent results",
            "permanent results",
            "Clinically proven",
            "cures hair loss",
            "Permanent results",
            "Something has to be said here.",
        ]
        for words, number in marks:
            if words in numbers:
                assert numbers[words] == number
        boxes = page.run(f"{MARKS}.map((a) => a.getBoundingClientRect().width * a.offsetHeight)")
        assert all(box > 0 for box in boxes)

    def test_filters_work_by_keyboard_alone(self, page: Browser) -> None:
        assert page.run(SHOWN) == 6
        page.run(FORGET)
        for _ in range(40):
            page.press("Tab", code=9)
            if page.run("document.activeElement.id") == "by-severity":
                break
        assert page.run("document.activeElement.id") == "by-severity"
        page.press("E", "E", code=69)
        assert page.run('document.getElementById("by-severity").value') == "error"
        assert page.run(SHOWN) == 2
        assert page.run('document.getElementById("shown").textContent') == "Filtered: 2 of 6 entries are shown."
        assert page.run('document.querySelectorAll("mark.dim").length') == 5
        for _ in range(5):
            page.press("Tab", code=9)
        assert page.run("document.activeElement.id") == "by-words"
        for letter in "cures":
            page.press(letter, letter, code=ord(letter.upper()))
        assert page.run(SHOWN) == 1
        page.press("Tab", code=9)
        page.press("Enter", "\r", code=13)
        page.run("new Promise((done) => setTimeout(done))")
        assert page.run(SHOWN) == 6

    def test_marked_words_show_reason_basis_and_draft_and_escape_puts_them_away(self, page: Browser) -> None:
        page.run(f'{MARKS}.find((a) => a.textContent === "permanent results").focus()')
        assert page.run(f'{NOTE}.matches(":popover-open")')
        said = page.run(f"{NOTE}.innerText")
        for wanted in ("promises a lasting result", "Small trials of low certainty", "Code of somewhere, 3.7"):
            assert wanted in said
        page.press("Enter", "\r", code=13)
        assert page.run("document.activeElement.id") == "note"
        page.press("Escape", code=27)
        assert not page.run(f'{NOTE}.matches(":popover-open")')
        assert page.run("document.activeElement.textContent") == "permanent results"
        at = page.run(
            f"""(() => {{ const a = {MARKS}.find((a) => a.textContent === "painless");
            a.scrollIntoView({{block: "center"}});
            const box = a.getBoundingClientRect();
            return [box.x + 5, box.y + 5]; }})()"""
        )
        page.send("Input.dispatchMouseEvent", type="mouseMoved", x=at[0], y=at[1])
        assert "May not be said" in page.run(f"{NOTE}.innerText")
        assert page.problems == []

    @pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
    def test_text_stands_out_from_its_ground(self, page: Browser, dark: bool) -> None:
        page.look(dark=dark)
        ground = page.run("getComputedStyle(document.documentElement).backgroundColor")
        assert ground == ("rgb(23, 25, 28)" if dark else "rgb(255, 255, 255)")
        assert page.run(CONTRAST) == []

    def test_paper_has_no_filters_and_light_colours(self, page: Browser) -> None:
        page.look(dark=True, media="print")
        assert page.run('getComputedStyle(document.getElementById("filters")).display') == "none"
        assert page.run("getComputedStyle(document.documentElement).backgroundColor") == "rgb(255, 255, 255)"
        assert page.run(CONTRAST) == []
        assert page.pdf().startswith(b"%PDF-")

    def test_screen_readers_find_names_headings_and_states(self, page: Browser) -> None:
        nodes = page.send("Accessibility.getFullAXTree")["nodes"]
        seen = [
            (node["role"]["value"], node.get("name", {}).get("value", "")) for node in nodes if not node.get("ignored")
        ]
        named = {"article", "textbox", "combobox", "button", "link", "searchbox", "heading", "table", "dialog", "Date"}
        assert not [role for role, name in seen if role in named and not name.strip()]
        names = {name for _, name in seen}
        assert {"Severity", "Verdict", "Rule", "Treatment", "Page", "Words", "Decision", "Name", "Date"} <= names
        roles = {role for role, _ in seen}
        assert {"main", "navigation", "search", "article", "region", "status", "mark"} <= roles
        assert ("heading", "To decide") in seen
        levels = page.run('[...document.querySelectorAll("h1,h2,h3,h4,h5")].map((h) => Number(h.tagName[1]))')
        assert all(after - before <= 1 for before, after in pairwise(levels))
        assert page.run('new Set([...document.querySelectorAll("[id]")].map((e) => e.id)).size') == page.run(
            'document.querySelectorAll("[id]").length'
        )


CONTRAST = """(() => {
  const parts = (colour) => colour.match(/[\\d.]+/g).map(Number);
  const light = (colour) => parts(colour).slice(0, 3).map((v) => v / 255)
    .map((v) => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
    .reduce((sum, v, at) => sum + v * [0.2126, 0.7152, 0.0722][at], 0);
  const ground = (element) => {
    for (; element; element = element.parentElement) {
      const colour = getComputedStyle(element).backgroundColor;
      if ((parts(colour)[3] ?? 1) > 0) return colour;
    }
    return "rgb(255, 255, 255)";
  };
  const bad = [];
  for (const element of document.body.querySelectorAll("*")) {
    const own = [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
    if (!own || !element.getClientRects().length || element.closest("svg, script, .unseen, .skip")) continue;
    const [a, b] = [light(getComputedStyle(element).color), light(ground(element))].sort((x, y) => y - x);
    if ((a + 0.05) / (b + 0.05) < 4.5) bad.push(element.outerHTML.slice(0, 120));
  }
  return bad;
})()"""
"""Elements whose text stands out less from its ground than WCAG 2 asks for (4.5 to 1)."""
