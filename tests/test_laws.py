"""The contract's six laws, each on whole pages."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lexicon import AS_OF

from claimlint import engine
from claimlint.config import InputFile, Settings, shipped_knowledge
from claimlint.knowledge import Knowledge, load
from claimlint.record import replace
from claimlint.report import Finding, Report, dumps, to_json

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


SENTENCES = (
    "PRP cures baldness and regrows hair.",
    "Our clinic offers guaranteed results, and there are no side effects.",
    "Acupuncture probably eases chronic pain.",
    "Nobody can promise a cure.",
    "The rooms are bright &amp; quiet.",
    "Say goodbye to back pain forever!",
)
PAGE = st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=4, unique=True)


@pytest.fixture(scope="module")
def loaded() -> Knowledge:
    return load(SETTINGS)


def found(page: str, knowledge: Knowledge) -> list[Finding]:
    report = engine.check([InputFile("a.html", page.encode())], SETTINGS, knowledge)
    return [finding for finding in report.findings if finding.verdict not in ("missing", "contradicted")]


@given(PAGE, st.data())
@settings(max_examples=25, deadline=None)
def test_wrapping_a_word_changes_no_findings_text(loaded: Knowledge, sentences: list[str], data: st.DataObject) -> None:
    """Law 1."""
    body = "".join(f"<p>{sentence}</p>" for sentence in sentences)
    words = [match.span() for match in re.finditer(r"(?<![&<\w/])[A-Za-z]{3,}(?![;>\w])", body)]
    start, end = data.draw(st.sampled_from(words))
    cut = data.draw(st.integers(start + 1, end))
    wrapped = f"{body[:start]}<b>{body[start:cut]}</b>{body[cut:]}"
    assert [one.text for one in found(wrapped, loaded)] == [one.text for one in found(body, loaded)]


@given(PAGE, PAGE)
@settings(max_examples=25, deadline=None)
def test_a_new_paragraph_moves_no_earlier_finding(loaded: Knowledge, before: list[str], after: list[str]) -> None:
    """Law 3."""
    page = "<h1>PRP for hair</h1>" + "".join(f"<p>{sentence}</p>" for sentence in before)
    longer = page + "".join(f"<p>{sentence}</p>" for sentence in after)
    places = [(one.spans, one.rules, one.verdict) for one in found(page, loaded)]
    assert [(one.spans, one.rules, one.verdict) for one in found(longer, loaded)][: len(places)] == places
