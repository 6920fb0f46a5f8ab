"""Report: sorted once, counts that add up, the contract's JSON to the byte."""

from __future__ import annotations

import itertools
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reports import AS_OF, TOOL, claim, finding, made, place, suggestion

from claimlint import report
from claimlint.report import AlsoAt, ClaimEntry, Excused, FileEntry, Hidden, Related
from claimlint.reporters import json_report
from claimlint.yamlload import Text

TEXT = "Get permanent results.\nNo pain, no risk."


def test_json_has_the_keys_of_the_contract_in_its_order() -> None:
    one = finding(
        TEXT,
        "permanent results",
        suggestions=(suggestion(TEXT, "permanent results", "results"),),
        related=(Related("heading", place(TEXT, 0), place(TEXT, 3)),),
        also_at=(AlsoAt("a.html", place(TEXT, 23), place(TEXT, 30)),),
    )
    data = json.loads(json_report.render(made([one])))
    assert data["schema"] == "claimlint.report/1"
    assert list(data["tool"])[:7] == ["name", "version", "rules", "evidence", "model", "jurisdiction", "as_of"]
    assert data["tool"]["as_of"] == AS_OF.isoformat()
    assert data["tool"]["jurisdiction"] == ["us"]
    got = data["findings"][0]
    assert list(got) == [
        "rule", "rules", "matches", "severity", "verdict", "path", "part", "surface", "start", "end", "spans", "text",
        "sentence", "claim", "message", "suggestions", "related", "also_at", "fingerprint", "basis",
    ]  # fmt: skip
    assert got["start"] == {"offset": 4, "line": 1, "column": 5}
    assert got["end"] == {"offset": 21, "line": 1, "column": 22}
    assert got["spans"] == [[4, 21]]
    assert list(got["claim"]) == ["strength", "treatment", "condition", "outcome", "from", "evidence", "unsettled"]
    assert got["claim"]["from"] == {"treatment": "heading"}
    evidence = got["claim"]["evidence"]
    assert list(evidence)[:5] == ["row", "state", "ceiling", "verdict", "clinical_review"]
    assert list(got["suggestions"][0]) == ["kind", "text", "start", "end", "applicability", "only_for", "slot", "reads"]
    assert list(got["related"][0]) == ["what", "start", "end"]
    assert got["also_at"][0]["start"] == {"offset": 23, "line": 2, "column": 1}


def test_summary_counts_matches_not_findings() -> None:
    one = finding(TEXT, "permanent results", matches=3, severity="error")
    two = finding(TEXT, "no risk", severity="info")
    excused = Excused("permanence", "a.html", place(TEXT, 0), place(TEXT, 3), "Get", "negated", "not")
    hidden = Hidden(finding(TEXT, "No pain", matches=2), "W-0001")
    summary = json.loads(
        json_report.render(made([one, two], supported=4, excused=[excused], suppressed=[hidden], baselined=[hidden]))
    )["summary"]
    assert summary["matches"] == 3 + 1 + 4 + 1 + 2 + 2
    assert summary["reported"] == 4
    assert summary["supported"] == 4
    assert summary["suppressed"] == 2
    assert summary["findings"] == {"error": 1, "warning": 0, "info": 1}


@pytest.mark.parametrize("matches", [0, 2])
def test_a_match_that_got_lost_is_an_internal_error(matches: int) -> None:
    with pytest.raises(AssertionError, match="do not add up"):
        report.build(TOOL, matches=matches, supported=0, findings=[finding(TEXT, "no risk")])


def test_findings_are_sorted_by_path_then_place_then_rule() -> None:
    some = [
        finding(TEXT, "no risk", path="b.html"),
        finding(TEXT, "permanent results", path="b.html"),
        finding(TEXT, "permanent results", path="a.html", rule="z"),
        finding(TEXT, "permanent results", path="a.html", rule="a"),
    ]
    outputs = {
        json_report.render(made(order, files=[FileEntry("a.html", "checked")]))
        for order in itertools.permutations(some)
    }
    assert len(outputs) == 1
    rows = [(row["path"], row["start"]["offset"], row["rule"]) for row in json.loads(outputs.pop())["findings"]]
    assert rows == [("a.html", 4, "a"), ("a.html", 4, "z"), ("b.html", 4, "permanence"), ("b.html", 32, "permanence")]


def test_parts_of_one_file_are_one_entry_as_bad_as_the_worst() -> None:
    files = [FileEntry("a.docx", "checked", None, 3, 10), FileEntry("a.docx", "partial", "a.docx: odd part", 1, 5)]
    got = made(files=files).files
    assert got == (FileEntry("a.docx", "partial", "odd part", 4, 15),)


def test_files_that_never_reached_the_engine_are_added() -> None:
    first = made(files=[FileEntry("b.html", "checked", None, 1, 7)])
    both = report.with_files(first, [FileEntry("a.png", "skipped", "is an image"), FileEntry("c.html", "failed", "no")])
    assert [entry.path for entry in both.files] == ["a.png", "b.html", "c.html"]
    assert both.summary.files == 1
    assert both.summary.words == 7
    assert [entry.path for entry in both.failed] == ["c.html"]


def test_json_is_not_ascii_escaped_and_ends_with_one_line_feed() -> None:
    text = "Naïve “cures” 😀."
    out = json_report.render(made([finding(text, "“cures” 😀")]))
    assert "“cures” 😀" in out
    assert out.endswith("}\n")
    assert not out.endswith("\n\n")


def test_a_claim_line_has_the_contracts_keys() -> None:
    entry = ClaimEntry("a.html", None, place(TEXT, 4), place(TEXT, 21), "permanent results", TEXT, claim(), "supported")
    row = report.claim_entry_json(entry)
    for key in ("path", "start", "end", "text", "sentence", "claim", "verdict"):
        assert key in row
    assert row["claim"]["strength"] == "S8"


@given(
    st.lists(st.tuples(st.sampled_from(["a", "b"]), st.integers(0, 20), st.integers(1, 4)), min_size=1, max_size=8),
    st.randoms(),
)
def test_any_order_of_findings_gives_the_same_bytes(rows: list[tuple[str, int, int]], random: object) -> None:
    some = [finding(TEXT, TEXT[at : at + 3], path=path, matches=matches) for path, at, matches in rows]
    files = [FileEntry("a", "checked"), FileEntry("b", "checked")]
    first = json_report.render(made(some, files=files))
    random.shuffle(some)  # type: ignore[attr-defined]
    assert json_report.render(made(some, files=files[::-1])) == first


def test_json_is_written_as_the_standard_library_writes_it() -> None:
    every = "".join(chr(point) for point in range(0x110000) if not 0xD800 <= point < 0xE000)
    values = [
        every, "\ud800", [], {}, [[]], {"a": []}, {"ä": {}, "b": None, "c": True, "d": -5, "e": 10**30},
        ("x", [1, [2, [Text.at("3", "p", 1, 1)]]]), {Text.at("k", "p", 1, 1): "v"},
    ]  # fmt: skip
    for value in values:
        assert report.dumps(value) == json.dumps(value, ensure_ascii=False, indent=2, separators=(",", ": ")) + "\n"
