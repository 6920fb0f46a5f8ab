"""The contract's six laws, each on whole pages."""

from __future__ import annotations

import re
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from lexicon import AS_OF

from claimlint import engine
from claimlint.config import InputFile, Settings, shipped_knowledge
from claimlint.report import Report, dumps, to_json

FIXTURES = Path(__file__).parent.parent / "fixtures"
PAGES = sorted(path for path in FIXTURES.rglob("*") if path.suffix in (".html", ".md", ".txt"))
SETTINGS = Settings(as_of=AS_OF)


def inputs(paths: list[Path] = PAGES) -> list[InputFile]:
    return [InputFile(path.relative_to(FIXTURES).as_posix(), path.read_bytes()) for path in paths]


@pytest.fixture(scope="module")
def shipped() -> Report:
    return engine.check(inputs(), SETTINGS)


@pytest.fixture
def knowledge(tmp_path: Path) -> Path:
    return Path(shutil.copytree(shipped_knowledge(), tmp_path / "rules"))


def words_of(report: Report) -> list[tuple[str, str, str]]:
    return [(finding.path, finding.rule, finding.text) for finding in report.findings]


def test_every_span_reads_as_its_part_of_the_text(shipped: Report) -> None:
    """Law 1, for the pages whose markup this test can read by itself."""
    assert shipped.findings
    for finding in shipped.findings:
        source = (FIXTURES / finding.path).read_text("utf-8")
        pieces = [source[start:end] for start, end in finding.spans]
        assert all(first[1] <= second[0] for first, second in zip(finding.spans, finding.spans[1:], strict=False))
        assert (finding.start.offset, finding.end.offset) == (finding.spans[0][0], finding.spans[-1][1])
        line = source[: finding.start.offset].count("\n") + 1
        assert finding.start.line == line
        assert finding.start.column == finding.start.offset - (source.rfind("\n", 0, finding.start.offset) + 1) + 1
        assert _letters("".join(pieces)) == _letters(finding.text)


def _letters(text: str) -> str:
    """Letters and digits only: references, soft hyphens and white space left out."""
    text = re.sub(r"&(?:shy|nbsp|zwnj|ndash|mdash|rsquo|lsquo|ldquo|rdquo|amp|hellip|#\w+);|<[^>]*>|\\", "", text)
    return re.sub(r"[\W_]+", "", text)


def test_every_match_is_accounted_for(shipped: Report) -> None:
    """Law 2."""
    summary = shipped.summary
    assert summary.matches == summary.reported + summary.supported + summary.excused
    assert summary.reported == sum(finding.matches for finding in shipped.findings) > 0
    assert summary.excused == len(shipped.excused) > 0
    assert {entry.path for entry in shipped.files} == {file.path for file in inputs()}


def test_the_same_input_gives_the_same_bytes_whatever_the_order(shipped: Report) -> None:
    """Law 3."""
    again = engine.check(reversed(inputs()), SETTINGS)
    assert dumps(to_json(again)) == dumps(to_json(shipped))


def test_without_rules_there_are_no_findings(knowledge: Path) -> None:
    """Law 5."""
    shutil.rmtree(knowledge / "claims")
    report = engine.check(inputs(), replace(SETTINGS, knowledge=knowledge))
    assert report.findings == ()
    assert report.summary.words > 1000


def test_without_predicates_there_are_no_claims(knowledge: Path) -> None:
    """Law 5: the code knows no verb."""
    shutil.rmtree(knowledge / "claims")
    (knowledge / "predicates.yaml").unlink()
    claims, _ = engine.claims(inputs(), replace(SETTINGS, knowledge=knowledge))
    assert claims == ()


def test_renaming_a_treatment_changes_no_finding(knowledge: Path, shipped: Report) -> None:
    """Law 5: the code knows no treatment."""
    name = re.compile(r"(?<![\w-])uc-msc(?![\w-])")
    for path in knowledge.rglob("*.yaml"):
        text = path.read_text("utf-8")
        if name.search(text):
            path.write_text(name.sub("renamed-cells", text), "utf-8")
    report = engine.check(inputs(), replace(SETTINGS, knowledge=knowledge))
    assert words_of(report) == words_of(shipped)


def test_a_page_is_read_the_same_with_bold_words_and_more_paragraphs() -> None:
    """Laws 1 and 3: wrapping a word changes no finding's text; a new paragraph moves no earlier finding."""
    page = "<h1>PRP for hair</h1>\n<p>PRP cures baldness and regrows hair.</p>\n"
    bold = page.replace("regrows", "re<b>grow</b>s")
    longer = page + "<p>Nothing is claimed here.</p>"
    plain, wrapped, extended = (
        engine.check([InputFile("a.html", text.encode())], SETTINGS) for text in (page, bold, longer)
    )
    assert plain.findings
    assert [finding.text for finding in wrapped.findings] == [finding.text for finding in plain.findings]
    assert [finding.spans for finding in extended.findings] == [finding.spans for finding in plain.findings]
