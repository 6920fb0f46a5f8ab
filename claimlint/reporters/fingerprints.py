"""Findings to names that last: the finding's own fingerprint, numbered where the same one comes twice."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator

from claimlint.report import Finding


def fingerprints(findings: Iterable[Finding]) -> Iterator[tuple[Finding, str]]:
    """Yield each finding with a name of its own that no line number is part of."""
    seen: set[str] = set()
    counts: Counter[str] = Counter()
    for finding in findings:
        name = numbered = finding.fingerprint or _made(finding)
        while numbered in seen:
            counts[name] += 1
            numbered = f"{name}-{counts[name] + 1}"
        seen.add(numbered)
        yield finding, numbered


def _made(finding: Finding) -> str:
    parts = (finding.rule, finding.path, finding.part or "", *(" ".join(t.split()) for t in _texts(finding)))
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:32]


def _texts(finding: Finding) -> tuple[str, str]:
    return finding.text.casefold(), finding.sentence.casefold()
