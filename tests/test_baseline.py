"""The baseline: what it hides, what wakes a finding and what does not, and how the file grows and shrinks."""

from __future__ import annotations

import datetime
import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from claimlint import baseline, engine
from claimlint.baseline import Baseline, Entry
from claimlint.config import InputFile, Settings
from claimlint.errors import KnowledgeError
from claimlint.fingerprint import unnumbered
from claimlint.knowledge import Knowledge, load
from claimlint.record import replace
from claimlint.report import Report
from claimlint.waiver import Waiver

DAY = datetime.date(2026, 6, 1)
UNTIL = datetime.date(2026, 12, 31)
PAGE = """\
<h1>Acupuncture</h1>
<p>Come in. Get permanent results.</p>
<p>Our programme offers:</p>
<ul>
  <li>Lasting relief</li>
  <li>A quiet room</li>
</ul>
<p>Results are guaranteed.</p>
"""


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return load(Settings(as_of=DAY))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "claimlint-baseline.json"


def check(knowledge: Knowledge, page: str, path: str = "a.html", added: set[int] | None = None, **other: Any) -> Report:
    lines = None if added is None else frozenset(added)
    return engine.check([InputFile(path, page.encode(), lines)], replace(Settings(as_of=DAY), **other), knowledge)


def aside(report: Report, *, errors: bool = True) -> Baseline:
    return baseline.make(report.findings, "Jo Doe", UNTIL, str, errors=errors)


def later(knowledge: Knowledge, file: Path, before: str, after: str, **other: Any) -> Report:
    """Set a page's findings aside and check another state of it."""
    made = aside(check(knowledge, before), errors=other.pop("errors", True))
    assert made.entries
    file.write_text(baseline.dumps(made), "utf-8")
    return check(knowledge, after, baseline=file, root=file.parent, cwd=file.parent, **other)


def rules(report: Report) -> list[str]:
    return [finding.rule for finding in report.findings]


def test_findings_of_the_day_are_hidden_until_a_day_and_counted(knowledge: Knowledge, file: Path) -> None:
    before = check(knowledge, PAGE)
    assert set(rules(before)) >= {"permanence", "guarantee"}
    report = later(knowledge, file, PAGE, PAGE)
    assert report.findings == ()
    assert len(report.baselined) == len(before.findings)
    assert {(one.by, one.until, one.owner) for one in report.baselined} == {("baseline", UNTIL, "Jo Doe")}
    assert report.summary.baselined == before.summary.reported
    assert report.summary.matches == before.summary.matches


MOVED = {
    "moved": PAGE.replace("<h1>", "<p>A new paragraph.</p>\n\n<h1>"),
    "indented": PAGE.replace("\n", "\n      "),
    "CRLF": PAGE.replace("\n", "\r\n"),
    "wrapped": PAGE.replace("permanent results", "permanent\n    results"),
    "marked up": PAGE.replace("permanent results", "<b>permanent</b> results"),
    "in capitals": PAGE.replace("permanent results", "Permanent Results"),
    "another order": PAGE.replace("<p>Results are guaranteed.</p>\n", "").replace(
        "<h1>", "<p>Results are guaranteed.</p><h1>"
    ),
    "another neighbour": PAGE.replace("A quiet room", "A bright room").replace("Come in. ", "Come along. "),
}


@pytest.mark.parametrize("after", MOVED.values(), ids=MOVED)
def test_moving_and_indenting_wakes_nothing(knowledge: Knowledge, file: Path, after: str) -> None:
    assert after != PAGE
    assert later(knowledge, file, PAGE, after).findings == ()


@pytest.mark.parametrize(
    ("old", "new", "woken"),
    [
        ("permanent results", "permanent results today", "permanence"),
        ("permanent results", "lasting results", "permanence"),
        ("Results are guaranteed", "Your results are guaranteed", "guarantee"),
        ("Our programme offers", "Our new programme offers", "permanence"),
    ],
)
def test_changing_its_words_or_its_lead_in_wakes_a_finding(
    knowledge: Knowledge, file: Path, old: str, new: str, woken: str
) -> None:
    report = later(knowledge, file, PAGE, PAGE.replace(old, new))
    assert rules(report) == [woken]


def test_the_same_words_in_another_file_are_new(knowledge: Knowledge, file: Path) -> None:
    assert rules(later(knowledge, file, PAGE, PAGE, path="b.html")) == rules(check(knowledge, PAGE))


def test_one_more_of_the_same_is_new_and_it_is_the_added_one(knowledge: Knowledge, file: Path) -> None:
    one = "<p>Get permanent results.</p>\n"
    assert later(knowledge, file, one * 2, one * 2).findings == ()
    assert later(knowledge, file, one * 2, one).findings == ()
    assert [finding.start.line for finding in later(knowledge, file, one * 2, one * 3).findings] == [3]
    report = later(knowledge, file, one * 2, one * 3, added={1})
    assert [finding.start.line for finding in report.findings] == [1]
    assert report.summary.older == 0


def test_errors_enter_only_when_asked_for(knowledge: Knowledge, file: Path) -> None:
    report = later(knowledge, file, PAGE, PAGE, errors=False)
    assert {finding.severity for finding in report.findings} == {"error"}
    assert all(entry.severity != "error" for entry in baseline.load(file, "x").entries)


def test_what_has_become_an_error_or_is_found_by_another_rule_is_reported(knowledge: Knowledge, file: Path) -> None:
    page = "<p>Get permanent results.</p>"
    assert rules(later(knowledge, file, page, page, severity={"permanence": "error"})) == ["permanence"]
    made = aside(check(knowledge, page))
    less = replace(made, entries=tuple(replace(entry, rules=("other",)) for entry in made.entries))
    file.write_text(baseline.dumps(less), "utf-8")
    assert rules(check(knowledge, page, baseline=file)) == ["permanence"]


def test_a_waiver_for_one_rule_does_not_wake_the_rest_of_a_finding(knowledge: Knowledge, file: Path) -> None:
    page = "<!-- claimlint-allow W-1 -->\n<p>Acupuncture cures back pain permanently.</p>"
    waiver = Waiver("W-1", "**", "permanence", "x", UNTIL, owner="Jo Doe")
    report = later(knowledge, file, page, page, waivers=(waiver,))
    assert rules(report) == []
    assert [one.finding.rule for one in report.suppressed] == ["permanence"]
    assert {one.finding.rule for one in report.baselined} >= {"disease-cure"}


def test_what_is_said_of_waivers_is_never_set_aside(knowledge: Knowledge, file: Path) -> None:
    page = "<!-- claimlint-allow W-9 --><p>Get permanent results.</p>"
    assert rules(later(knowledge, file, page, page)) == ["unknown-waiver"]


def test_an_expired_baseline_hides_nothing_and_is_a_finding_of_a_whole_run(knowledge: Knowledge, file: Path) -> None:
    over = UNTIL + datetime.timedelta(days=1)
    assert later(knowledge, file, PAGE, PAGE, as_of=UNTIL).findings == ()
    report = later(knowledge, file, PAGE, PAGE, as_of=over, whole=True)
    assert report.baselined == ()
    (one,) = [finding for finding in report.findings if finding.rule == "expired-baseline"]
    assert (one.path, one.text, one.start.line) == ("claimlint-baseline.json", "2026-12-31", 4)
    assert "Jo Doe" in one.message
    limited = later(knowledge, file, PAGE, PAGE, as_of=over, added={1})
    assert limited.findings == ()
    assert limited.summary.older == len(report.findings) - 1


def test_the_file_holds_no_copy_and_one_line_a_finding_in_order(knowledge: Knowledge) -> None:
    made = aside(check(knowledge, PAGE))
    text = baseline.dumps(made)
    for word in ("permanent", "results", "guaranteed", "programme"):
        assert word not in text.lower()
    rows = [line for line in text.splitlines() if "fingerprint" in line]
    assert len(rows) == len(made.entries) > 2
    assert rows == sorted(rows)
    assert json.loads(text)["owner"] == "Jo Doe"


ENTRIES = st.builds(
    Entry,
    st.sampled_from(["a.html", "b c/ü.md", 'd"e.html']),
    st.sampled_from([("a",), ("a", "b")]),
    st.sampled_from(["0" * 32, "1" * 32, "2" * 32, "3" * 32]),
    st.sampled_from(["error", "warning", "info"]),
    st.integers(1, 3),
)
BASELINES = st.lists(ENTRIES, max_size=4, unique_by=lambda entry: entry.fingerprint).map(
    lambda entries: Baseline("Jo “J” Doe", UNTIL, tuple(sorted(entries)))
)


@given(BASELINES)
def test_what_is_written_is_read_again(tmp_path_factory: pytest.TempPathFactory, made: Baseline) -> None:
    path = tmp_path_factory.getbasetemp() / "written.json"
    path.write_text(baseline.dumps(made), "utf-8")
    assert baseline.load(path, "x") == made
    path.write_bytes(baseline.dumps(made).replace("\n", "\r\n").encode("utf-8-sig"))
    assert baseline.load(path, "x") == made


@given(BASELINES, BASELINES, st.sampled_from([("a.html",), ("a.html", "b c/ü.md", 'd"e.html')]))
def test_shrinking_never_adds_and_growing_holds_all_of_today(
    old: Baseline, today: Baseline, looked_at: tuple[str, ...]
) -> None:
    counts = {entry.fingerprint: entry.count for entry in old.entries}
    small = baseline.shrunk(old, today, looked_at.__contains__)
    assert all(entry.count <= counts[entry.fingerprint] for entry in small.entries)
    untouched = {entry for entry in old.entries if entry.path not in looked_at}
    assert untouched <= set(small.entries)
    assert baseline.shrunk(small, today, looked_at.__contains__) == small
    assert set(baseline.grown(old, today, looked_at.__contains__).entries) >= set(today.entries)


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("", 1, "is not valid JSON"),
        ("[]", 1, "is no baseline"),
        ('{"schema": "claimlint.baseline/2"}', 1, "is no baseline"),
        ('{\n"schema": "claimlint.baseline/1",\n"owner": "x",\n"until": "soon", "findings": []}', 1, "“until” (a date"),
        ('{\n"schema": "claimlint.baseline/1",\n<<<<<<< HEAD\n"owner": "x"', 3, "holds a merge conflict"),
        (
            '{"schema": "claimlint.baseline/1", "owner": "x", "until": "2026-01-01", "findings": [\n{"path": "a"}]}',
            1,
            "is no entry",
        ),
    ],
)
def test_a_broken_file_is_one_line_with_its_place(file: Path, text: str, line: int, said: str) -> None:
    file.write_text(text, "utf-8")
    with pytest.raises(KnowledgeError) as caught:
        baseline.load(file, "claimlint-baseline.json")
    (problem,) = caught.value.problems
    assert (problem.path, problem.line) == ("claimlint-baseline.json", line)
    assert said in problem.message


def test_a_finding_that_two_branches_set_aside_counts_once(knowledge: Knowledge, file: Path) -> None:
    text = baseline.dumps(aside(check(knowledge, "<p>Get permanent results.</p>")))
    (row,) = [line for line in text.splitlines() if "fingerprint" in line]
    file.write_text(text.replace(row, f"{row},\n{row}"), "utf-8")
    assert [entry.count for entry in baseline.load(file, "x").entries] == [1]


def test_fingerprints_do_not_depend_on_the_working_directory(knowledge: Knowledge, tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    names = {
        one.fingerprint
        for path, cwd in (("sub/a.html", tmp_path), ("a.html", tmp_path / "sub"), ("../sub/a.html", tmp_path / "sub"))
        for one in check(knowledge, "<p>Get permanent results.</p>", path, root=tmp_path, cwd=cwd).findings
    }
    assert len(names) == 1


SENTENCES = (
    "Get permanent results.", "Results are guaranteed.", "Acupuncture cures back pain permanently.",
    "Our exosomes repair joints.", "The rooms are quiet.",
)  # fmt: skip


@given(st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=5), st.lists(st.sampled_from(SENTENCES), max_size=3))
@hypothesis_settings(max_examples=15, deadline=None)
def test_every_match_is_accounted_for_whatever_is_set_aside(
    knowledge: Knowledge, tmp_path_factory: pytest.TempPathFactory, before: list[str], more: list[str]
) -> None:
    """Law 2."""
    path = tmp_path_factory.getbasetemp() / "aside.json"
    old, new = ("".join(f"<p>{each}</p>\n" for each in some) for some in (before, more + before))
    first, plain = check(knowledge, old), check(knowledge, new)
    path.write_text(baseline.dumps(aside(first)), "utf-8")
    report = check(knowledge, new, baseline=path)
    made = report.summary
    assert made.matches == plain.summary.matches == made.reported + made.supported + made.excused + made.baselined
    assert len(report.baselined) + len(report.findings) == len(plain.findings)
    assert len(report.baselined) <= len(first.findings)
    known = Counter((unnumbered(one.fingerprint), one.severity) for one in first.findings)
    now = Counter((unnumbered(one.fingerprint), one.severity) for one in plain.findings)
    same = sum(min(count, now[name]) for name, count in known.items())
    assert len(report.baselined) >= same
