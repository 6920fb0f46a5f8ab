"""Claims to verdicts: evidence rows, licence status, what a jurisdiction forbids, and how strong wording may be."""

from claimlint.evidence.jurisdiction import Gate, Jurisdiction, Severity, load_jurisdictions
from claimlint.evidence.registry import Notice, Registry, audit, examine, load_registry
from claimlint.evidence.row import Row, Sheet, State
from claimlint.evidence.verdict import Decision, Verdict, ceiling_of, find, judge, severity, strictness
from claimlint.licence import Status

__all__ = [
    "Decision",
    "Gate",
    "Jurisdiction",
    "Notice",
    "Registry",
    "Row",
    "Severity",
    "Sheet",
    "State",
    "Status",
    "Verdict",
    "audit",
    "ceiling_of",
    "examine",
    "find",
    "judge",
    "load_jurisdictions",
    "load_registry",
    "severity",
    "strictness",
]
