"""Only what changed: which findings an added line touches, and which are older."""

from __future__ import annotations

import datetime

import pytest

from claimlint import engine
from claimlint.config import InputFile, Settings
from claimlint.knowledge import Knowledge, load
from claimlint.report import Report

SETTINGS = Settings(as_of=datetime.date(2026, 6, 1))
PAGE = """\
<h1>Acupuncture</h1>
<p>Get permanent results.</p>
<p>Our programme offers:</p>
<ul>
<li>Lasting relief</li>
<li>Guaranteed results</li>
</ul>
<p>Our acupuncture relieves:</p>
<ul>
<li>Arthritis pain</li>
<li>Tinnitus</li>
</ul>
"""


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return load(SETTINGS)


def check(knowledge: Knowledge, *added: int, page: str = PAGE) -> Report:
    return engine.check([InputFile("a.html", page.encode(), frozenset(added))], SETTINGS, knowledge)


def lines(report: Report) -> list[int]:
    return [finding.start.line for finding in report.findings]


@pytest.mark.parametrize(
    ("added", "reported"),
    [
        ({1}, []),
        ({2}, [2]),
        ({3}, [5, 6]),
        ({4}, []),
        ({6}, [6]),
        ({8}, [8]),
        ({11}, [8]),
        ({2, 5, 12}, [2, 5]),
    ],
)
def test_what_an_added_line_touches_is_reported_and_the_rest_counted(
    knowledge: Knowledge, added: set[int], reported: list[int]
) -> None:
    every = engine.check([InputFile("a.html", PAGE.encode())], SETTINGS, knowledge)
    assert lines(every) == [2, 5, 6, 8]
    report = check(knowledge, *added)
    assert lines(report) == reported
    assert report.summary.older == len(every.findings) - len(reported)
    assert report.summary.matches == (report.summary.reported + report.summary.supported + report.summary.excused)


def test_the_same_words_added_in_another_place_of_the_page_are_reported(knowledge: Knowledge) -> None:
    page = '<p>Get permanent results.</p>\n<meta name="description" content="Get permanent results.">\n'
    (one,) = check(knowledge, 2, page=page).findings
    assert [also.start.line for also in one.also_at] == [2]
