"""Terminal output: words marked at their place, plain words only, nothing that drives the terminal."""

from __future__ import annotations

import itertools
import re
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reports import claim, finding, made, place, suggestion
from rich.cells import cell_len

from claimlint.report import AlsoAt, Excused, FileEntry, Finding, Hidden
from claimlint.reporters import concise, excerpt, words
from claimlint.reporters.excerpt import Source
from claimlint.reporters.terminal import Look, render

CODE = re.compile(r"\b[SE][0-8]\b")
VERDICTS_SAID = ("clean", "compliant", "safe", "approved", "passed", "legal", "illegal", "false")


def shown(text: str, *findings: Finding, look: Look | None = None, **other: object) -> str:
    return render(made(findings, **other), {one.path: text for one in findings}.get, look)


def marked(out: str) -> list[str]:
    """The text above each row of carets, column by column as a terminal shows it."""
    found = []
    lines = out.split("\n")
    for above, below in itertools.pairwise(lines):
        if "^" in below and set(below) <= set(" |^"):
            cells: list[str] = []
            for char in above:
                cells += [char, *[""] * (cell_len(char) - 1)]
            found.append("".join(cells[at] for at, mark in enumerate(below) if mark == "^" and at < len(cells)))
    return found


def test_the_words_are_marked_below_their_line() -> None:
    text = "<p>One.</p>\n<p>Get permanent results in one visit.</p>\n"
    out = shown(text, finding(text, "permanent results"))
    assert marked(out) == ["permanent results"]
    assert "2 | <p>Get permanent results in one visit.</p>" in out
    assert "2:8" in out


def test_only_the_words_are_marked_not_the_tags_between_them() -> None:
    text = "<p>Get <b>permanent</b> results now.</p>"
    one = finding(text, "permanent</b> results", spans=((10, 19), (23, 31)))
    assert marked(shown(text, one)) == ["permanent results"]


@pytest.mark.parametrize(
    "before", ["\t", "ab\t\tc", "日本語 ", "😀 ", "é", "\x1b[31m", "\u202e", "a\u200bb", "x" * 500 + " ", "語" * 300]
)
@pytest.mark.parametrize("after", ["", " end", "語" * 300, " y" * 400])
def test_marks_stand_under_the_words_whatever_stands_beside_them(before: str, after: str) -> None:
    text = f"{before}permanent results{after}\n"
    out = shown(text, finding(text, "permanent results"), look=Look(width=80))
    assert marked(out) == ["permanent results"]
    assert all(cell_len(line) <= 80 for line in out.split("\n") if " | " in line)


def test_words_over_several_lines_are_marked_on_each() -> None:
    text = "Get permanent\r\nresults\rtoday.\n"
    out = shown(text, finding(text, "permanent\r\nresults\rtoday"))
    assert marked(out) == ["permanent", "results", "today"]


def test_an_empty_line_between_the_words_is_not_shown() -> None:
    text = "Get permanent\n\n\nresults today.\n"
    out = shown(text, finding(text, "permanent\n\n\nresults"))
    assert marked(out) == ["permanent", "results"]


def test_indentation_inside_the_words_is_not_marked() -> None:
    text = "<p>Get permanent\n      results today.</p>\n"
    assert marked(shown(text, finding(text, "permanent\n      results"))) == ["permanent", "results"]


def test_a_place_without_width_is_marked_too() -> None:
    text = "Get permanent results.\n"
    one = finding(text, "permanent results", spans=((22, 22),))
    assert "      |                       ^" in shown(text, one)


def test_a_line_of_ten_megabytes_is_cut_around_the_words() -> None:
    text = "a " * 2_500_000 + "permanent results" + " b" * 2_500_000
    source = Source.of(text)
    start = text.index("permanent")
    for _ in range(2000):
        lines = list(excerpt.lines(source, [(start, start + 17)], 80))
    assert len(lines) == 1
    assert "permanent results" in lines[0].shown
    assert cell_len(lines[0].shown) <= 80
    assert lines[0].shown.startswith("…")
    assert lines[0].shown.endswith("…")


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=120), st.text(min_size=1, max_size=120), st.text(max_size=120), st.integers(20, 90))
def test_an_excerpt_never_crashes_is_never_too_wide_and_marks_something(a: str, b: str, c: str, width: int) -> None:
    text = a + b + c
    for line in excerpt.lines(Source.of(text), [(len(a), len(a) + len(b))], width):
        assert cell_len(line.shown) <= width + 10
        assert len(line.underline) <= width + 10
        assert "^" in line.underline
        assert not any(unicodedata.category(char) in {"Cc", "Cs", "Cf"} for char in line.shown)


def test_nothing_in_the_copy_reaches_the_terminal_as_control() -> None:
    evil = "permanent \x1b]0;title\x07\x1b[2J\u202eresults\x9b31m\u2066 \x00"
    text = f"Get {evil} now."
    one = finding(
        text,
        evil,
        path="dir\x1b[1m/a\u202e.html",
        message=f"“{evil}” promises a lasting result.",
        sentence=text,
        suggestions=(suggestion(text, evil, f"draft {evil}"),),
        claim=claim(summary=evil, row=evil),
    )
    report = made([one], files=[FileEntry("x\x1b.html", "failed", evil), FileEntry("y\u202e.html", "partial", evil)])
    for out in (render(report, {one.path: text}.get, Look()), render(report, lambda _: None), concise.render(report)):
        assert "results" in out
        assert not any(unicodedata.category(char) in {"Cc", "Cf"} for char in out if char != "\n")
        assert "\\x1b" in out
        assert "\\u202e" in out


def test_no_codes_and_no_verdict_on_the_copy_as_a_whole() -> None:
    text = "Get permanent results. No risk."
    for verdict in words.VERDICTS:
        one = finding(
            text,
            "permanent results",
            verdict=verdict,
            claim=claim(verdict=verdict, indirect=("another part of the body",)),
        )
        out = shown(text, one)
        assert not CODE.search(out), out
        for word in VERDICTS_SAID:
            assert not re.search(rf"\b{word}\b", out, re.IGNORECASE), (word, out)


@pytest.mark.parametrize(
    ("verdict", "said"),
    [
        ("prohibited", "may not be said"),
        ("overstated", "stronger than the evidence on file"),
        ("unsupported", "the evidence on file cannot carry this"),
        ("unverified", "no source on file"),
        ("missing", "something has to be said here"),
        ("restricted", "o benefit claim may be made for this here"),
    ],
)
def test_verdicts_are_said_in_the_contracts_words(verdict: str, said: str) -> None:
    text = "Get permanent results."
    assert said in shown(text, finding(text, "permanent results", verdict=verdict))


def test_a_restricted_page_says_the_reason_once_with_its_lines_below() -> None:
    text = "Stem cells heal joints.\nThey stop pain.\nThey regrow discs.\n"
    drafts = [suggestion(text, "heal joints", "The product has no licence.")]
    rows = {"heal joints": "cells-joint", "stop pain": "cells-pain", "regrow discs": None}
    some = [
        finding(
            text,
            part,
            verdict="restricted",
            claim=claim(verdict="restricted", row=row, summary="The product is not licensed for any use"),
            suggestions=tuple(drafts),
        )
        for part, row in rows.items()
    ]
    out = shown(text, *some)
    assert out.count("rewording will not fix this page") == 1
    assert out.count("Why: The product is not licensed for any use.") == 1
    assert out.count("The product is not licensed") == 1
    assert "cells-joint, cells-pain (no clinician has reviewed 2 of 2 rows)" in out
    assert out.count("The product has no licence.") == 1
    assert marked(out) == ["heal joints", "stop pain", "regrow discs"]


def test_findings_are_grouped_by_file_with_evidence_and_draft() -> None:
    text = "Get permanent results."
    drafts = (
        suggestion(text, "permanent results", "results"),
        suggestion(text, "permanent results", "", kind="remove"),
    )
    ones = [
        finding(text, "permanent results", path=path, suggestions=drafts) for path in ("a.html", "b.html", "a.html")
    ]
    out = shown(text, *ones)
    assert [line for line in out.split("\n") if line in ("a.html", "b.html")] == ["a.html", "b.html"]
    assert "Evidence: Small trials of low certainty (row prp-aga; no clinician has reviewed this row)." in out
    assert "Draft wording: “results”" in out
    assert "Draft wording: leave out “permanent results”." in out
    assert "3 warnings for US" in out


def test_every_run_names_scope_review_and_what_is_hidden() -> None:
    text = "Get permanent results."
    one = finding(text, "permanent results")
    report = made([one], suppressed=[Hidden(one, "W-1")], baselined=[Hidden(one, "baseline")], older=3)
    out = " ".join(render(report, lambda _: text).split())
    assert "Judged for US as of 2026-03-04 by 23 rules (aaaaaaaaaaaa) and 60 evidence rows (bbbbbbbbbbbb)" in out
    assert "no clinician has reviewed 59 of these rows" in out
    assert "Hidden: 1 by waivers, 1 by the baseline. 3 older findings on lines that did not change." in out
    assert "Never judged: images, PDFs" in out


def test_nothing_found_says_so_and_what_was_not_judged() -> None:
    files = [
        FileEntry("a.html", "checked", None, 1, 5),
        FileEntry("b.html", "not-judged", "is in another language"),
        FileEntry("c.svelte", "partial", "the script could not be followed"),
        FileEntry("d.png", "skipped", "is an image"),
        FileEntry("e.png", "skipped", "is an image"),
        FileEntry("f.html", "failed", "is a binary file"),
    ]
    out = " ".join(render(made(files=files), lambda _: None).split())
    assert "Nothing to report for US: 3 files, 5 words read." in out
    assert "Not judged: b.html (is in another language)" in out
    assert "Read only in part: c.svelte (the script could not be followed)" in out
    assert "is an image (2)" in out
    assert "Could not be checked: 1 path" in out


def test_files_that_all_failed_are_never_said_to_have_nothing() -> None:
    out = render(made(files=[FileEntry("f.html", "failed", "is a binary file")]), lambda _: None)
    assert "Nothing could be checked for US" in out
    assert "Nothing to report" not in out


def test_excused_matches_are_counted_and_listed_on_request() -> None:
    text = "This is not a cure."
    one = Excused("disease-cure", "a.html", place(text, 14), place(text, 18), "cure", "negated", "not")
    report = made(excused=[one], files=[FileEntry("a.html", "checked")])
    assert "disease-cure" not in render(report, lambda _: text)
    out = render(report, lambda _: text, Look(show_excused=True))
    assert "a.html:1:15" in out
    assert "“cure”: negated (“not”) [disease-cure]" in out


def test_a_limit_shows_the_first_and_counts_the_rest() -> None:
    text = "Get permanent results."
    some = [finding(text, "permanent results", path=f"{at}.html") for at in range(8)]
    out = shown(text, *some, look=Look(limit=5))
    assert len(marked(out)) == 5
    assert "and 3 more findings" in out
    assert "8 warnings" in out


def test_without_colour_there_is_no_escape_and_with_it_there_is() -> None:
    text = "Get permanent results."
    plain = shown(text, finding(text, "permanent results"))
    coloured = shown(text, finding(text, "permanent results"), look=Look(colour=True))
    assert "\x1b" not in plain
    assert "\x1b[" in coloured
    assert "\x1b]8" not in coloured
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured).split() == plain.split()


def test_ascii_look_has_no_typographic_marks() -> None:
    text = "Get permanent results."
    out = shown(text, finding(text, "permanent results"), look=Look(unicode=False))
    assert '"permanent results" promises' in out
    out.encode("cp437")


def test_copy_with_markup_of_rich_is_shown_as_it_is() -> None:
    text = "[bold]Get[/bold] permanent results [link=x]y[/link] :smile:"
    assert text in shown(text, finding(text, "permanent results"))


def test_a_part_of_an_archive_shows_its_sentence() -> None:
    text = "Get permanent results."
    one = finding(text, "permanent results", path="a.docx", part="word/document.xml")
    out = render(made([one]), lambda _: "<w:t>", Look())
    assert "“Get permanent results.”" in out


def test_the_same_words_elsewhere_are_named() -> None:
    text = "Get permanent results."
    one = finding(text, "permanent results", also_at=(AlsoAt("a.html", place(text, 0), place(text, 3)),))
    assert "The same words stand at 1:1 too." in shown(text, one)


def test_concise_is_one_line_a_finding() -> None:
    text = "Get permanent\nresults."
    one = finding(text, "permanent\nresults", rules=("permanence", "speed-ease"), message="Two\nlines.")
    assert concise.render(made([one])) == "a.html:1:5: warning: Two lines. [permanence, speed-ease]\n"
    assert concise.render(made(files=[FileEntry("a.html", "checked")])) == ""
