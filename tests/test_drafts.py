"""Law 4 on whole pages: a draft put in place of the words removes its finding and brings no new one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import pytest
from lexicon import AS_OF

from claimlint import engine
from claimlint.config import InputFile, Settings
from claimlint.knowledge import Knowledge, load
from claimlint.report import Finding, Report, Suggestion

FIXTURES = Path(__file__).parent.parent / "fixtures"
PAGES = sorted(
    path for path in FIXTURES.rglob("*") if path.suffix in (".html", ".md", ".txt") and "careful" not in path.parts
)
SETTINGS = Settings(as_of=AS_OF)
PAGE_VERDICTS = ("missing", "contradicted")


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return load(SETTINGS)


def check(path: Path, text: str, knowledge: Knowledge) -> Report:
    return engine.check([InputFile(path.name, text.encode())], SETTINGS, knowledge)


def said(findings: Iterable[Finding]) -> Counter[tuple[str, str]]:
    return Counter(
        (rule, finding.text) for finding in findings if finding.verdict not in PAGE_VERDICTS for rule in finding.rules
    )


def applied(text: str, suggestion: Suggestion, path: Path) -> str:
    draft = suggestion.text.replace("&", "&amp;") if path.suffix == ".html" else suggestion.text
    return text[: suggestion.start.offset] + draft + text[suggestion.end.offset :]


def drafts(report: Report) -> list[tuple[Finding, Suggestion]]:
    return [
        (finding, suggestion)
        for finding in report.findings
        if finding.verdict not in PAGE_VERDICTS and not finding.also_at
        for suggestion in finding.suggestions
        if suggestion.kind != "ask"
    ]


@pytest.mark.parametrize("path", [pytest.param(path, id=path.name) for path in PAGES])
def test_a_draft_removes_its_finding_and_adds_none(path: Path, knowledge: Knowledge) -> None:
    text = path.read_text("utf-8")
    before = check(path, text, knowledge)
    tried = drafts(before)
    assert tried
    pages = [
        InputFile(f"{number:04}{path.suffix}", applied(text, suggestion, path).encode())
        for number, (_, suggestion) in enumerate(tried)
    ]
    found: dict[str, list[Finding]] = {page.path: [] for page in pages}
    for one in engine.check(pages, SETTINGS, knowledge).findings:
        found[one.path].append(one)
    known = said(before.findings)
    wrong = []
    for page, (finding, suggestion) in zip(pages, tried, strict=True):
        after = said(found[page.path])
        new = {words for words in after if after[words] > known[words] and not _part_of_old(words, before)}
        if new or after[finding.rule, finding.text] >= known[finding.rule, finding.text]:
            wrong.append((finding.start.line, finding.text, suggestion.kind, suggestion.text, sorted(new)))
    assert wrong == []


def _part_of_old(words: tuple[str, str], before: Report) -> bool:
    """What a longer finding held before and is left over is not new."""
    rule, text = words
    return any(rule in finding.rules and text in finding.text for finding in before.findings)


@pytest.mark.parametrize("path", [pytest.param(path, id=path.name) for path in PAGES])
def test_every_finding_has_a_draft_a_removal_or_a_question(path: Path, knowledge: Knowledge) -> None:
    report = check(path, path.read_text("utf-8"), knowledge)
    assert [
        finding.text for finding in report.findings if not finding.suggestions and finding.verdict != "contradicted"
    ] == []


def test_on_a_restricted_page_removal_or_status_comes_first_and_uncertainty_is_by_hand(knowledge: Knowledge) -> None:
    path = FIXTURES / "uc-msc-neck-pain.txt"
    report = check(path, path.read_text("utf-8"), knowledge)
    restricted = [finding for finding in report.findings if finding.verdict == "restricted"]
    assert len(restricted) > 20
    for finding in restricted:
        first = finding.suggestions[0]
        assert first.kind == "remove" or "not approved" in first.text.lower()
        assert all(one.applicability == "manual" for one in finding.suggestions if "not known" in one.text)
