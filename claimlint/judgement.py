"""Matches with their claims to judged matches: the verdict of words, law and evidence, and its severity."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from claimlint.claim import Claim
from claimlint.evidence import Jurisdiction, State, Status, Verdict, severity
from claimlint.match import Match
from claimlint.record import Record, replace
from claimlint.ruleset import Rule

ORDER = ("restricted", "prohibited", "contradicted", "unsupported", "overstated", "unverified", "missing")
"""Verdicts that somebody has to act on, the one that decides first."""
SEVERITIES = ("error", "warning", "info")


class Judged(Record, frozen=True):
    """One live match with its verdict. `evidence` is what the registry and the law say of its claim.

    general: its rule gives way to a more particular one at the same place.
    """

    match: Match
    claim: Claim
    verdict: str
    severity: str
    evidence: Verdict
    general: bool = False


def judge(
    match: Match, claim: Claim, rule: Rule, verdict: Verdict, jurisdictions: Mapping[str, Jurisdiction]
) -> Judged:
    """Combine a rule with the verdict of law and evidence; its severities go by jurisdiction and licence status."""
    if rule.judged_by == "evidence":
        verdict = verdict if rule.ordinary else _unverified_beyond_care(verdict)
        named = claim.condition is not None or claim.outcome is not None or claim.bodily
        grave = severity(verdict, jurisdictions, named=named)
        return Judged(match, claim, verdict.verdict, grave, verdict, rule.general)
    if match.true_where and all(each.status in match.true_where for each in verdict.all):
        return Judged(match, claim, "supported", "info", verdict)
    if match.true_where and all(each.status is Status.UNKNOWN for each in verdict.all):
        return Judged(match, claim, "unverified", "warning" if claim.condition else "info", verdict)
    return Judged(match, claim, "prohibited", rule.severity_for(_keys(verdict, jurisdictions)), verdict)


def _unverified_beyond_care(verdict: Verdict) -> Verdict:
    """That something is ordinary care is no source for how fast or how often it works."""
    if verdict.established:
        verdict = replace(verdict, verdict="unverified", state=State.N, ceiling=1, steps=0, established=None)
    return replace(verdict, others=tuple(map(_unverified_beyond_care, verdict.others)))


def _keys(verdict: Verdict, jurisdictions: Mapping[str, Jurisdiction]) -> Iterable[str]:
    for jurisdiction in jurisdictions.values():
        yield from jurisdiction.codes
    for each in verdict.all:
        yield each.status.value
