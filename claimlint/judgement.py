"""Matches with their claims to judged matches: the verdict of words, law and evidence, and its severity."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from claimlint.claim import Claim
from claimlint.evidence import Verdict
from claimlint.match import Match
from claimlint.predicate import Strength
from claimlint.ruleset import Rule

ORDER = ("restricted", "prohibited", "contradicted", "unsupported", "overstated", "unverified", "missing")
"""Verdicts that somebody has to act on, the one that decides first."""
SEVERITIES = ("error", "warning", "info")


@dataclass(frozen=True, slots=True)
class Judged:
    """One live match with its verdict. `evidence` is None for rules that need none."""

    match: Match
    claim: Claim
    verdict: str
    severity: str
    evidence: Verdict | None = None


def judge(match: Match, claim: Claim, rule: Rule, verdict: Verdict, keys: Iterable[str]) -> Judged:
    """Combine a rule with the verdict of law and evidence. `keys`: jurisdictions and licence status, for severities."""
    if rule.judged_by == "evidence":
        return Judged(match, claim, verdict.verdict, _severity(verdict, claim), verdict)
    if _true(match, verdict):
        return Judged(match, claim, "supported", "info", verdict)
    return Judged(match, claim, "prohibited", rule.severity_for(keys), verdict if claim.treatment else None)


def _true(match: Match, verdict: Verdict) -> bool:
    """A statement of status is true where the registry holds that status for this treatment and condition."""
    return bool(match.true_where) and verdict.row is not None and verdict.status in match.true_where


def _severity(verdict: Verdict, claim: Claim) -> str:
    """The contract's severities by verdict and strength."""
    strength = claim.strength
    if verdict.verdict == "restricted":
        return "error" if strength >= Strength.S5 else "warning"
    if verdict.verdict == "unsupported":
        return "error" if strength >= Strength.S7 else "warning"
    if verdict.verdict == "overstated":
        return "info" if strength - Strength[verdict.ceiling] <= 1 else "warning"
    if verdict.verdict == "unverified":
        named = claim.condition is not None or claim.outcome is not None
        return "warning" if strength >= Strength.S5 and named else "info"
    return "info"
