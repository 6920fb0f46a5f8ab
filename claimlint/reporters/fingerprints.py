"""Findings to names that last: the finding's own fingerprint, numbered where the same one comes twice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from claimlint.fingerprint import fingerprint, numbered
from claimlint.report import Finding


def fingerprints(findings: Iterable[Finding]) -> Iterator[tuple[Finding, str]]:
    """Yield each finding with a name of its own that no line number is part of."""
    seen: set[str] = set()
    counts: Counter[str] = Counter()
    for finding in findings:
        name = shown = finding.fingerprint or fingerprint(finding.rule, finding.path, finding.text, finding.sentence)
        while shown in seen:
            counts[name] += 1
            shown = numbered(name, counts[name] + 1)
        seen.add(shown)
        yield finding, shown
