"""Whole pages with the findings that they get, line by line: rewritten by `make goldens` and reviewed as a diff."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from lexicon import AS_OF

from claimlint import engine
from claimlint.config import InputFile, Settings
from claimlint.report import Finding

FIXTURES = Path(__file__).parent.parent / "fixtures"
PAGES = sorted(path for path in FIXTURES.rglob("*") if path.is_file() and path.suffix not in (".golden",))


def line(finding: Finding) -> str:
    place = f"{finding.start.line}:{finding.start.column}-{finding.end.line}:{finding.end.column}"
    text = " ".join(finding.text.split())
    also = f" (+{len(finding.also_at)})" if finding.also_at else ""
    return f"{place} {finding.severity} {finding.verdict} [{', '.join(finding.rules)}] “{text}”{also}"


@pytest.mark.parametrize("path", [pytest.param(path, id=path.name) for path in PAGES])
def test_a_page_gets_the_findings_of_its_golden_list(path: Path) -> None:
    report = engine.check([InputFile(path.name, path.read_bytes())], Settings(as_of=AS_OF))
    found = "".join(f"{line(finding)}\n" for finding in report.findings)
    golden = path.with_name(f"{path.name}.golden")
    if os.environ.get("CLAIMLINT_WRITE_GOLDENS"):
        golden.write_text(found, "utf-8")
    assert found == golden.read_text("utf-8")
