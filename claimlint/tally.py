"""What a run adds up while it goes through the outcomes of its documents."""

from __future__ import annotations

from claimlint.record import Record, field
from claimlint.report import ClaimEntry, Excused, FileEntry, Finding, Hidden


class Tally(Record):
    """Findings, what hides some of them, files and counts. named, hiding: waivers referred to, and those of use.

    unreviewed: supported claims that rest on a row which no clinician has reviewed.
    """

    findings: list[Finding] = field(default_factory=list)
    excused: list[Excused] = field(default_factory=list)
    suppressed: list[Hidden] = field(default_factory=list)
    baselined: list[Hidden] = field(default_factory=list)
    files: list[FileEntry] = field(default_factory=list)
    entries: list[ClaimEntry] = field(default_factory=list)
    named: set[str] = field(default_factory=set)
    hiding: set[str] = field(default_factory=set)
    matches: int = 0
    supported: int = 0
    unreviewed: int = 0
    older: int = 0
