"""What a run adds up while it goes through documents; parts of a run become one by addition."""

from __future__ import annotations

from claimlint.record import Record, field
from claimlint.report import ClaimEntry, Excused, FileEntry, Finding, Hidden


class Tally(Record):
    """Findings, what hides some of them, files and counts. named, hiding: waivers referred to, and those of use."""

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
    older: int = 0

    def add(self, other: Tally) -> None:
        """Take in what another part of the run found, in other files."""
        self.findings += other.findings
        self.excused += other.excused
        self.suppressed += other.suppressed
        self.baselined += other.baselined
        self.files += other.files
        self.entries += other.entries
        self.named |= other.named
        self.hiding |= other.hiding
        self.matches += other.matches
        self.supported += other.supported
        self.older += other.older
