"""Every day on which something begins or ends: what a run says changes on that day, and on no other."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as profile
from hypothesis import strategies as st
from lexicon import OWN_ROWS

from claimlint import baseline, engine
from claimlint.config import InputFile, find_project, settings, shipped_knowledge
from claimlint.evidence import load_jurisdictions
from claimlint.knowledge import Knowledge, load
from claimlint.record import replace
from claimlint.report import Report, to_json

DAY = datetime.timedelta(days=1)
PAGE = """<title>Stem cells</title><h1>Stem cell therapy in Miami</h1>
<p>Stem cell therapy relieves knee pain.</p>
<p>Reflexology relieves low back pain.</p>
<p>Come to our wonder week.</p>
<p>We see people with migraine, and acupuncture cures their migraine.</p>
<!-- claimlint-allow W-1 -->
<p>Reflexology gives permanent relief.</p>
<p>Reflexology is completely safe.</p>
"""
SITE = {
    "claimlint.yaml": """\
jurisdiction: us-fl
waivers:
  - {id: W-1, path: "**", rule: permanence, reason: Quoted., owner: Jo Doe, until: 2026-09-01}
""",
    "approved.yaml": """\
- text: "We see people with migraine, and acupuncture cures their migraine."
  treatment: acupuncture
  reference: MKT-12
  owner: Dr Ada
  until: 2026-07-01
""",
    "claimlint-evidence/reflexology.yaml": OWN_ROWS.replace("2026-01-02", "2024-01-02").replace(
        "2027-01-02", "2026-05-01"
    ),
    "claimlint-rules/wonder-week.yaml": """\
id: wonder-week
judged_by: wording
severity: {default: warning}
message: "“{match}” was forbidden for a year."
why: The law was tried for a year.
basis: [{source: A law, jurisdiction: us, seen: true, effective: 2025-03-01, lapses: 2026-03-01}]
match:
  - phrase: "wonder week"
examples:
  flag: ["Our [[wonder week]]."]
  pass: ["No wonder."]
""",
}
BASELINE_UNTIL = datetime.date(2026, 11, 1)
OURS = {
    "a rule begins": datetime.date(2025, 3, 1),
    "a rule lapses": datetime.date(2026, 3, 1),
    "Florida asks for a notice": datetime.date(2025, 7, 1),
    "a row is overdue": datetime.date(2026, 5, 2),
    "an approval is over": datetime.date(2026, 7, 2),
    "a waiver is over": datetime.date(2026, 9, 2),
    "the baseline is over": BASELINE_UNTIL + DAY,
}
"""The first days on which something is otherwise."""

Says = Callable[[datetime.date], Any]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    (folder / ".git").mkdir()
    for name, text in {**SITE, "page.html": PAGE}.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    return folder


@pytest.fixture(scope="module")
def knowledge(site: Path) -> Knowledge:
    return load(settings(find_project(site), as_of=BASELINE_UNTIL))


@pytest.fixture(scope="module")
def says(site: Path, knowledge: Knowledge) -> Says:
    """What a run over the whole site says on a day, without the day itself and how old a review is."""
    project = find_project(site)
    known: dict[datetime.date, Any] = {}

    def check(day: datetime.date, file: Path | None) -> Report:
        made = replace(settings(project, as_of=day, cwd=site), whole=True, baseline=file)
        return engine.check([InputFile("page.html", PAGE.encode())], made, knowledge)

    safety = [one for one in check(BASELINE_UNTIL, None).findings if "safety-absolute" in one.rules]
    file = site / "claimlint-baseline.json"
    file.write_text(baseline.dumps(baseline.make(safety, "Jo", BASELINE_UNTIL, str, errors=True)), "utf-8")

    def on(day: datetime.date) -> Any:
        if day not in known:
            known[day] = timeless(to_json(check(day, file)))
        return known[day]

    return on


def timeless(value: Any) -> Any:
    """Leave out what differs from day to day without anything having begun or ended."""
    if isinstance(value, dict):
        return {key: timeless(one) for key, one in value.items() if key not in ("as_of", "age")}
    return [timeless(one) for one in value] if isinstance(value, list | tuple) else value


def turns(knowledge: Knowledge, site: Path) -> list[datetime.date]:
    """Every first day on which something in what ships or in the site is otherwise, read from the loaded data."""
    bases = [basis for compiled in knowledge.lexis.rules.rules.values() for basis in compiled.rule.basis]
    codes = load_jurisdictions(shipped_knowledge() / "jurisdictions").values()
    gates = [basis for one in codes for gate in one.gate.values() for basis in gate.basis]
    caps = [basis for one in codes for cap in one.caps.values() for basis in cap.basis]
    began = [day for basis in bases for day in (basis.effective, basis.lapses) if day]
    began += [day for law in (*gates, *caps) for day in (law.effective, law.lapses) if day]
    made = settings(find_project(site), as_of=BASELINE_UNTIL)
    last = [row.review_by for row in knowledge.registry.rows.values()]
    last += [one.approved.until for one in knowledge.approved.entries] + [one.until for one in made.waivers]
    return sorted({*began, *(day + DAY for day in (*last, BASELINE_UNTIL))})


def test_the_sweep_knows_every_kind_of_dated_data(knowledge: Knowledge, site: Path) -> None:
    found = turns(knowledge, site)
    assert set(OURS.values()) <= set(found)
    assert set(found) - set(OURS.values()), "the reviews of the rows that ship"


@pytest.mark.parametrize("day", OURS.values(), ids=[*OURS])
def test_a_run_says_something_else_from_that_day_on(day: datetime.date, says: Says) -> None:
    assert says(day - 2 * DAY) == says(day - DAY)
    assert says(day - DAY) != says(day)
    assert says(day) == says(day + DAY)


def test_nothing_changes_but_on_the_days_of_the_data(knowledge: Knowledge, site: Path, says: Says) -> None:
    days = turns(knowledge, site)
    for day, following in zip(days, [*days[1:], days[-1] + 400 * DAY], strict=True):
        assert says(day) == says(following - DAY), (day, following)


@profile(max_examples=25, deadline=None)
@given(day=st.dates(datetime.date(2020, 1, 1), datetime.date(2035, 1, 1)))
def test_any_day_says_what_the_last_turn_before_it_said(
    day: datetime.date, knowledge: Knowledge, site: Path, says: Says
) -> None:
    before = [turn for turn in turns(knowledge, site) if turn <= day]
    assert says(day) == says(before[-1] if before else datetime.date(2019, 1, 1))


def test_what_changes_is_what_the_date_is_about(says: Says) -> None:
    def rules(day: datetime.date) -> set[str]:
        return {rule for finding in says(day)["findings"] for rule in finding["rules"]}

    changed = {name: rules(day) ^ rules(day - DAY) for name, day in OURS.items()}
    assert changed["a rule begins"] == changed["a rule lapses"] == {"wonder-week"}
    assert changed["Florida asks for a notice"] == {"florida-stem-cell-notice"}
    assert changed["an approval is over"] >= {"approved-wording", "disease-cure"}
    assert changed["a waiver is over"] == {"expired-waiver", "permanence"}
    assert changed["the baseline is over"] == {"expired-baseline", "safety-absolute"}
    assert not changed["a row is overdue"]
    day = OURS["a row is overdue"]
    late = [
        [one["claim"] for one in says(at)["findings"] if one["rule"] == "disease-treatment"] for at in (day - DAY, day)
    ]
    assert late[0]
    assert late[0] != late[1]
