"""A claim and the registry to a verdict: gate 1 (may anything be said?), the row, its ceiling, gate 2 (too strong?).

Evidence for another outcome, or for something more general in the vocabulary, counts two states lower, once, and never
below E1; the verdict names every step. Evidence never travels from the particular to the general.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from typing import Literal

from claimlint.evidence.jurisdiction import Jurisdiction, Severity, level, sources
from claimlint.evidence.registry import Registry
from claimlint.evidence.row import ANY, Row, State
from claimlint.licence import Status
from claimlint.record import Record, replace
from claimlint.vocabulary import Established, Vocabulary

Decision = Literal["supported", "overstated", "unsupported", "unverified", "restricted"]

BENEFIT = 2
"""The weakest wording that is a benefit claim."""
ESTABLISHED_CEILING = 6
UNOPENED = "the source on file for that has not been opened"
"""Stands for a source that nobody has seen: its name is no fact."""
INDIRECTNESS = 2

_CELLS: Mapping[State, str] = {
    State.E0: "sOOUUUUUU",
    State.E1: "ssOOUUUUU",
    State.E2: "ss?OOUUUU",
    State.E3: "sssOOOUUU",
    State.E4: "ssssOOOUU",
    State.E5: "sssss?OtU",
    State.E6: "sssssss+U",
}
"""Verdict by state and strength S0–S8: s supported, O overstated, U unsupported; ? supported where the sentence gives
the scope, else O; t O where a structural outcome was tested, else U; + supported where the product is licensed for the
structural outcome, else O."""
_CEILING: Mapping[State, int] = {
    State.N: 1,
    State.E0: 0,
    State.E1: 1,
    State.E2: 1,
    State.E3: 2,
    State.E4: 3,
    State.E5: 4,
    State.E6: 6,
}
_LICENSED = frozenset({Status.RX_ON_LABEL, Status.DEVICE_CLEARED, Status.SERVICE})
_SEVERITIES: tuple[Severity, ...] = ("error", "warning", "info")
_STRICTNESS: tuple[Decision, ...] = ("supported", "unverified", "overstated", "unsupported", "restricted")


class Verdict(Record, frozen=True):
    """What the evidence on file and the jurisdiction say of one claim.

    state, ceiling: after indirectness, with what the jurisdiction lowers. steps: how far above the ceiling an
    overstated claim is. row: its id, None where there is none. indirect: in plain words, why the row counts lower.
    established: the source that makes it ordinary care, where somebody opened it. because: why the jurisdiction
    forbids or lowers it. basis: the documents that say so. codes: of the jurisdiction and the one it lies over.
    expired: the row is due for review. others: what other jurisdictions asked for say.
    """

    verdict: Decision
    jurisdiction: str
    strength: int
    status: Status
    state: State
    ceiling: int
    steps: int = 0
    row: str | None = None
    owner: str | None = None
    indirect: tuple[str, ...] = ()
    clinical_review: str | None = None
    expired: bool = False
    established: str | None = None
    because: str | None = None
    basis: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    others: tuple[Verdict, ...] = ()

    @property
    def all(self) -> tuple[Verdict, ...]:
        """This verdict and those of the other jurisdictions, the strictest first."""
        return (self, *self.others)


class Found(Record, frozen=True):
    """A row with the state it has for the claim, and the steps away from it."""

    row: Row
    state: State
    indirect: tuple[str, ...]


def judge(
    registry: Registry,
    vocabulary: Vocabulary,
    jurisdictions: Mapping[str, Jurisdiction],
    *,
    treatment: str | None,
    condition: str | None,
    outcome: str | None,
    strength: int,
    scoped: bool,
    as_of: datetime.date,
) -> Verdict:
    """Judge one claim in every jurisdiction and return the strictest verdict; ties go to the jurisdiction named first.

    strength: 0–8. scoped: the sentence itself names the kind of evidence, or the comparator and the size.
    """
    found = None if treatment is None else find(registry, vocabulary, treatment, condition, outcome)
    verdicts = [
        _judge_in(registry, vocabulary, jurisdiction, found, treatment, condition, outcome, strength, scoped, as_of)
        for jurisdiction in jurisdictions.values()
    ]
    strictest = sorted(verdicts, key=strictness, reverse=True)
    return replace(strictest[0], others=tuple(strictest[1:]))


def strictness(verdict: Verdict) -> tuple[int, int]:
    """Return how strict a verdict is, to compare by."""
    return _STRICTNESS.index(verdict.verdict), verdict.steps


def severity(verdict: Verdict, jurisdictions: Mapping[str, Jurisdiction], *, named: bool) -> Severity:
    """Return how serious a verdict is where it is most serious; `named`: the claim names an outcome or a condition."""
    return min((_severity(each, jurisdictions, named) for each in verdict.all), key=_SEVERITIES.index)


def _severity(verdict: Verdict, jurisdictions: Mapping[str, Jurisdiction], named: bool) -> Severity:
    jurisdiction = jurisdictions.get(verdict.jurisdiction)
    if jurisdiction is not None:
        for name, special in jurisdiction.verdict_severity.items():
            if name == verdict.verdict:
                return special
    if verdict.verdict == "restricted":
        return "error" if verdict.strength >= 5 else "warning"
    if verdict.verdict == "unsupported":
        return "error" if verdict.strength >= 7 else "warning"
    if verdict.verdict == "overstated":
        return "info" if verdict.steps <= 1 else "warning"
    if verdict.verdict == "unverified":
        return "warning" if verdict.strength >= 5 and named else "info"
    return "info"


def find(
    registry: Registry, vocabulary: Vocabulary, treatment: str, condition: str | None, outcome: str | None
) -> Found | None:
    """Return the row that speaks to a claim, directly or two states lower, or None.

    Nearest first: this treatment before more general ones, this condition before more general ones, this outcome before
    others. A claim without a condition is answered only by a row without one; such a row comes last for other claims.
    """
    conditions: tuple[str | None, ...] = (None,)
    if condition is not None:
        conditions = (condition, *vocabulary.ancestors(condition), ANY, None)
    for about in (treatment, *vocabulary.ancestors(treatment)):
        rows = [row for row in registry.of(about) if row.concluded]
        for held in conditions:
            here = [row for row in rows if row.condition == held]
            away = tuple(_away(vocabulary, (treatment, about), (condition, held)))
            direct = [row for row in here if (row.outcome == outcome if outcome else held is not None)]
            if direct and not away:
                return Found(direct[0], direct[0].state, ())
            usable = [row for row in direct or _nearest(vocabulary, here, outcome) if row.state is not State.N]
            if usable and (held is not None or direct):
                row = usable[0]
                if outcome and row.outcome != outcome and held != ANY:
                    away += (_step(vocabulary, row.outcome, outcome),)
                return Found(row, _lower(row.state) if away else row.state, away)
    return None


def _judge_in(
    registry: Registry,
    vocabulary: Vocabulary,
    jurisdiction: Jurisdiction,
    found: Found | None,
    treatment: str | None,
    condition: str | None,
    outcome: str | None,
    strength: int,
    scoped: bool,
    as_of: datetime.date,
) -> Verdict:
    status = Status.UNKNOWN
    if treatment is not None:
        status = registry.status(treatment, condition, jurisdiction.base, vocabulary)
    row = found.row if found else None
    established = vocabulary.established(treatment, condition, outcome) if treatment else None
    if (
        established
        and found
        and not found.indirect
        and established not in vocabulary.entry(found.row.treatment).established_for
    ):
        established = None  # a row of its own goes before the ordinary care of something more particular
    if established:
        state, ceiling = State.E6, ESTABLISHED_CEILING
    else:
        state = found.state if found else State.N
        ceiling = _ceiling(found, vocabulary, status, scoped)
    forbidden = jurisdiction.forbids(status, strength, as_of)
    cap = jurisdiction.caps.get(state) if not established else None
    lowered = bool(cap and level(cap.ceiling) < ceiling)
    if cap:
        ceiling = min(ceiling, level(cap.ceiling))
    gate = jurisdiction.gate.get(status)
    if gate and gate.ceiling is not None and gate.in_force(as_of):
        ceiling = min(ceiling, level(gate.ceiling))
    because = str(forbidden.because) if forbidden else None
    bases = forbidden.basis if forbidden else ()
    if forbidden and forbidden.forbids_from:
        ceiling = min(ceiling, level(forbidden.forbids_from) - 1)
        decision: Decision = "restricted"
    elif state is State.N:
        decision = "unverified" if strength >= BENEFIT else "supported"
    else:
        decision = _decide(_cell(state, strength), found, vocabulary, status, scoped, bool(established))
        if decision == "supported" and strength > ceiling:
            decision = "overstated"
            if cap and lowered:
                because, bases = str(cap.because), cap.basis
    steps = max(strength - ceiling, 1) if decision == "overstated" else 0
    return Verdict(
        verdict=decision,
        jurisdiction=str(jurisdiction.id),
        strength=strength,
        status=status,
        state=state,
        ceiling=ceiling,
        steps=steps,
        row=str(row.id) if row and not established else None,
        owner=registry.owner(row.id) if row and not established else None,
        indirect=found.indirect if found and not established else (),
        clinical_review=row.reviewer if row and not established else None,
        expired=bool(row and not established and row.expired(as_of)),
        established=_source(established) if established else None,
        because=because,
        codes=jurisdiction.codes,
        basis=tuple(sources(basis for basis in bases if basis.in_force(as_of))),
    )


def _source(record: Established) -> str:
    return str(record.source) if record.seen else UNOPENED


def ceiling_of(state: State) -> int:
    """Return the strongest wording that evidence of this state permits by the general table."""
    return _CEILING[state]


def _cell(state: State, strength: int) -> str:
    return _CELLS[state][strength]


def _decide(
    cell: str, found: Found | None, vocabulary: Vocabulary, status: Status, scoped: bool, established: bool
) -> Decision:
    if cell == "?":
        return "supported" if scoped else "overstated"
    if cell == "t":
        return "overstated" if _structural(found, vocabulary) else "unsupported"
    if cell == "+":
        return "supported" if not established and _plus(found, vocabulary, status) else "overstated"
    return "supported" if cell == "s" else "overstated" if cell == "O" else "unsupported"


def _ceiling(found: Found | None, vocabulary: Vocabulary, status: Status, scoped: bool) -> int:
    if found is None:
        return _CEILING[State.N]
    if scoped and found.state in (State.E2, State.E5):
        return _CEILING[found.state] + 1
    if found.state is State.E6 and _plus(found, vocabulary, status):
        return _CEILING[State.E6] + 1
    return _CEILING[found.state]


def _plus(found: Found | None, vocabulary: Vocabulary, status: Status) -> bool:
    """E6+: high certainty on a structural or disease outcome of something licensed, or that needs no licence."""
    return _structural(found, vocabulary) and status in _LICENSED


def _structural(found: Found | None, vocabulary: Vocabulary) -> bool:
    if found is None or found.indirect:
        return False
    entry = vocabulary.get(found.row.outcome)
    return found.row.disease_outcome or (entry is not None and entry.structural)


def _lower(state: State) -> State:
    return State(f"E{max(int(state.value[1:]) - INDIRECTNESS, 1)}")


def _nearest(vocabulary: Vocabulary, rows: list[Row], outcome: str | None) -> list[Row]:
    """Sort rows on other outcomes: the ones that the outcome is a kind of first, then primary ones, then by id."""
    above = vocabulary.ancestors(outcome) if outcome else ()
    return sorted(rows, key=lambda row: above.index(row.outcome) if row.outcome in above else len(above))


def _away(
    vocabulary: Vocabulary, treatment: tuple[str, str], condition: tuple[str | None, str | None]
) -> Iterator[str]:
    asked, held = condition
    if treatment[0] != treatment[1]:
        yield _step(vocabulary, treatment[1], treatment[0])
    if asked is None or held in (asked, ANY):
        return
    if held is None:
        yield f"the evidence on file is not about people with {_name(vocabulary, asked)}"
    else:
        yield _step(vocabulary, held, asked)


def _step(vocabulary: Vocabulary, held: str, asked: str) -> str:
    return f"the evidence on file is about {_name(vocabulary, held)}, not {_name(vocabulary, asked)}"


def _name(vocabulary: Vocabulary, id_: str) -> str:
    entry = vocabulary.get(id_)
    return str(entry.name) if entry else id_
