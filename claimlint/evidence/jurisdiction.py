"""Jurisdictions as data: who regulates, what a licence status forbids there, and severities that differ."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from claimlint.errors import KnowledgeError, Problem
from claimlint.evidence.row import Status
from claimlint.yamlload import Place, Text, did_you_mean, load

Level = Literal["S0", "S1", "S2", "S3", "S4", "S5", "S6", "S7", "S8"]
Severity = Literal["error", "warning", "info"]


@dataclass(frozen=True, slots=True)
class Basis:
    """A document and section; `seen` where somebody opened it."""

    source: Text
    url: Text | None = None
    seen: bool = False


@dataclass(frozen=True, slots=True)
class Gate:
    """What one licence status means here.

    forbids_from: the weakest wording that may not be used, None where none is forbidden. ceiling: stronger wording than
    this is too strong whatever the evidence. because: a sentence for the person who wrote the copy.
    """

    because: Text
    forbids_from: Level | None = None
    ceiling: Level | None = None
    basis: tuple[Basis, ...] = ()


@dataclass(frozen=True, slots=True)
class Jurisdiction:
    """One jurisdiction. regulator: as it reads after “approved by”. verdict_severity: replaces the general table."""

    id: Text
    name: Text
    regulator: Text
    spelling: Literal["american", "british"]
    gate: Mapping[Status, Gate]
    partial: bool = False
    verdict_severity: Mapping[Text, Severity] = field(default_factory=dict)
    note: Text | None = None
    at: Place = field(default_factory=Place)

    def forbids(self, status: Status, strength: int) -> Gate | None:
        """Return the gate that forbids a claim of this strength for a product of this status, or None."""
        gate = self.gate.get(status)
        if gate is None or gate.forbids_from is None or strength < level(gate.forbids_from):
            return None
        return gate


def level(code: str) -> int:
    """Return the number of a strength code: S3 is 3."""
    return int(code[1:])


def load_jurisdictions(folder: Path, wanted: Iterable[str] | None = None) -> dict[str, Jurisdiction]:
    """Read `<code>.yaml` for every code wanted (default: all that are there). Raises KnowledgeError."""
    there = {path.stem: path for path in sorted(folder.glob("*.yaml"))}
    problems: list[Problem] = []
    found: dict[str, Jurisdiction] = {}
    for code in there if wanted is None else wanted:
        if code not in there:
            known = ", ".join(there)
            message = f"there is no jurisdiction “{code}”; expected one of {known}{did_you_mean(code, there)}"
            problems.append(Problem(folder.name, 1, 1, message))
            continue
        try:
            jurisdiction = load(Jurisdiction, there[code], there[code].name)
        except KnowledgeError as error:
            problems.extend(error.problems)
            continue
        if jurisdiction.id != code:
            problems.append(
                jurisdiction.id.problem(f"expected “{code}”, as the file is named, found “{jurisdiction.id}”")
            )
        found[code] = jurisdiction
    if problems:
        raise KnowledgeError(problems)
    return found
