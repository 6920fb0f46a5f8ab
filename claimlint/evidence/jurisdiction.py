"""Jurisdictions as data: who regulates, what a licence status forbids there, and severities that differ.

An overlay (`overlay-of: us`) is a file of its own that takes everything from its base but what it says itself.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Literal

from claimlint.errors import KnowledgeError, Problem
from claimlint.evidence.row import State
from claimlint.licence import Status
from claimlint.record import Record, field, replace
from claimlint.yamlload import Place, Text, did_you_mean, load

Level = Literal["S0", "S1", "S2", "S3", "S4", "S5", "S6", "S7", "S8"]
Severity = Literal["error", "warning", "info"]


class Basis(Record, frozen=True):
    """A document and section; `seen` where somebody opened it. secondary: who reports it, where the text was not seen.

    effective, lapses: the first day on which it is in force, and the first on which it no longer is.
    """

    source: Text
    url: Text | None = None
    seen: bool = False
    secondary: Text | None = None
    effective: datetime.date | None = None
    lapses: datetime.date | None = None
    note: Text | None = None

    def in_force(self, as_of: datetime.date) -> bool:
        """Return whether it is in force on this day; one without dates always is."""
        return in_force(self.effective, self.lapses, as_of)


class Gate(Record, frozen=True):
    """What one licence status means here.

    forbids_from: the weakest wording that may not be used, None where none is forbidden. ceiling: stronger wording than
    this is too strong whatever the evidence. because: a sentence for the person who wrote the copy. A gate whose every
    basis is out of force forbids nothing.
    """

    because: Text
    forbids_from: Level | None = None
    ceiling: Level | None = None
    basis: tuple[Basis, ...] = ()

    def in_force(self, as_of: datetime.date) -> bool:
        """Return whether any of its bases is in force on this day."""
        return not self.basis or any(basis.in_force(as_of) for basis in self.basis)


class Cap(Record, frozen=True):
    """What evidence of one state permits at most, where a regulator asks for better evidence than the general table."""

    ceiling: Level
    because: Text
    basis: tuple[Basis, ...] = ()


class Jurisdiction(Record, frozen=True):
    """One jurisdiction.

    regulator: as it reads after “approved by”. verdict_severity: replaces the general table. caps: by evidence state.
    signs: what shows that copy is written for readers here. partial: only some of its rules are on file.
    overlay_of: the jurisdiction whose data also hold here; its regulator, gates, caps and signs are taken over.
    """

    id: Text
    name: Text
    regulator: Text
    spelling: Literal["american", "british"]
    gate: Mapping[Status, Gate]
    partial: bool = False
    caps: Mapping[State, Cap] = field(default_factory=dict)
    verdict_severity: Mapping[Text, Severity] = field(default_factory=dict)
    signs: tuple[Text, ...] = ()
    overlay_of: Text | None = None
    note: Text | None = None
    at: Place = field(default_factory=Place)

    @property
    def base(self) -> str:
        """The code that licence status and approved uses are kept under."""
        return str(self.overlay_of or self.id)

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes whose rules and severities hold here, its own first."""
        return tuple(dict.fromkeys((str(self.id), self.base)))

    def forbids(self, status: Status, strength: int, as_of: datetime.date | None = None) -> Gate | None:
        """Return the gate that forbids a claim of this strength for a product of this status, or None."""
        gate = self.gate.get(status)
        if gate is None or gate.forbids_from is None or strength < level(gate.forbids_from):
            return None
        return gate if as_of is None or gate.in_force(as_of) else None


class Overlay(Record, frozen=True):
    """A file that says only where it differs from the jurisdiction it lies over."""

    id: Text
    name: Text
    overlay_of: Text
    regulator: Text | None = None
    spelling: Literal["american", "british"] | None = None
    gate: Mapping[Status, Gate] = field(default_factory=dict)
    partial: bool | None = None
    caps: Mapping[State, Cap] = field(default_factory=dict)
    verdict_severity: Mapping[Text, Severity] = field(default_factory=dict)
    signs: tuple[Text, ...] = ()
    note: Text | None = None
    at: Place = field(default_factory=Place)


def level(code: str) -> int:
    """Return the number of a strength code: S3 is 3."""
    return int(code[1:])


def in_force(effective: datetime.date | None, lapses: datetime.date | None, as_of: datetime.date) -> bool:
    """Return whether something is in force on a day: from `effective` on and before `lapses`."""
    return (effective is None or effective <= as_of) and (lapses is None or as_of < lapses)


def load_jurisdictions(folder: Path, wanted: Iterable[str] | None = None) -> dict[str, Jurisdiction]:
    """Read `<code>.yaml` for every code wanted (default: all that are there). Raises KnowledgeError."""
    there = {path.stem: path for path in sorted(folder.glob("*.yaml"), key=lambda path: path.stem)}
    problems: list[Problem] = []
    found: dict[str, Jurisdiction] = {}
    for code in there if wanted is None else wanted:
        if code not in there:
            known = ", ".join(there)
            message = f"there is no jurisdiction “{code}”; expected one of {known}{did_you_mean(code, there)}"
            problems.append(Problem(folder.name, 1, 1, message))
            continue
        try:
            found[code] = _read(there[code], there)
        except KnowledgeError as error:
            problems.extend(error.problems)
    if problems:
        raise KnowledgeError(problems)
    return found


def _read(path: Path, there: Mapping[str, Path]) -> Jurisdiction:
    """Read one file, and the one that it lies over if it is an overlay."""
    kind: type[Jurisdiction] | type[Overlay] = Overlay if _is_overlay(path) else Jurisdiction
    made = load(kind, path, path.name)
    if made.id != path.stem:
        raise KnowledgeError([made.id.problem(f"expected “{path.stem}”, as the file is named, found “{made.id}”")])
    if isinstance(made, Jurisdiction):
        return made
    below = there.get(made.overlay_of)
    if below is None or _is_overlay(below):
        whole = [code for code, file in there.items() if not _is_overlay(file)]
        message = f"expected one of {', '.join(whole)}, found “{made.overlay_of}”{did_you_mean(made.overlay_of, whole)}"
        raise KnowledgeError([made.overlay_of.problem(message)])
    return _laid_over(made, _read(below, there))


def _is_overlay(path: Path) -> bool:
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError):
        return False
    return any(line.startswith(("overlay-of:", "overlay_of:")) for line in lines)


def _laid_over(overlay: Overlay, base: Jurisdiction) -> Jurisdiction:
    return replace(
        base,
        id=overlay.id,
        name=overlay.name,
        regulator=overlay.regulator or base.regulator,
        spelling=overlay.spelling or base.spelling,
        gate={**base.gate, **overlay.gate},
        partial=base.partial if overlay.partial is None else overlay.partial,
        caps={**base.caps, **overlay.caps},
        verdict_severity={**base.verdict_severity, **overlay.verdict_severity},
        signs=overlay.signs,
        overlay_of=overlay.overlay_of,
        note=overlay.note,
        at=overlay.at,
    )


def sources(bases: Iterable[Basis]) -> Iterator[str]:
    """Yield the documents that somebody opened, or that somebody reports, as a sentence names them."""
    for basis in bases:
        if basis.seen:
            yield str(basis.source)
        elif basis.secondary:
            yield f"{basis.source} (reported by {basis.secondary})"
