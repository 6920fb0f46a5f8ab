"""The evidence files to one registry: rows by treatment, status and approved uses by jurisdiction.

A site's own folder adds rows and replaces those of the same id or the same treatment, condition and outcome.
"""

from __future__ import annotations

import datetime
import functools
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from claimlint.errors import KnowledgeError, Problem
from claimlint.evidence.row import ANY, ApprovedUse, Harm, Row, Sheet, faults
from claimlint.licence import Status
from claimlint.record import Record
from claimlint.vocabulary import Vocabulary
from claimlint.yamlload import Text, load, one_of

SHIPPED, SITE = "claimlint", "site"


@dataclass(frozen=True, slots=True, eq=False)
class Registry:
    """All rows by id, the sheets they came on by owner and treatment, and the ids of a site's own rows."""

    rows: Mapping[str, Row]
    sheets: Mapping[str, tuple[Sheet, ...]]
    site_rows: frozenset[str]

    def of(self, treatment: str) -> tuple[Row, ...]:
        """Return the rows of one treatment, primary ones first, then by id."""
        return _by_treatment(self).get(treatment, ())

    def owner(self, row: str) -> str:
        """Return whose row this is: `claimlint` or `site`."""
        return SITE if row in self.site_rows else SHIPPED

    def status(self, treatment: str, condition: str | None, jurisdiction: str, vocabulary: Vocabulary) -> Status:
        """Return the status of a treatment for a condition: from its row, its sheet, or the nearest treatment above.

        An explicit `unknown` on a sheet is an answer and stops the search; so is a condition near an approved use.
        """
        for name in (treatment, *vocabulary.ancestors(treatment)):
            if name == treatment and condition is not None:
                for row in self.of(name):
                    if row.condition == condition and jurisdiction in row.status:
                        return row.status[Text(jurisdiction)]
            for sheet in self.sheets.get(name, ()):
                if jurisdiction in sheet.status:
                    near = condition is not None and self._approved_near(name, condition, jurisdiction, vocabulary)
                    return Status.UNKNOWN if near else sheet.status[Text(jurisdiction)]
        return Status.UNKNOWN

    def _approved_near(self, treatment: str, condition: str, jurisdiction: str, vocabulary: Vocabulary) -> bool:
        for use in self.approved_uses(treatment, jurisdiction):
            if use.condition is not None and (
                condition == use.condition
                or use.condition in vocabulary.ancestors(condition)
                or condition in vocabulary.ancestors(use.condition)
            ):
                return True
        return False

    def approved_uses(self, treatment: str, jurisdiction: str) -> tuple[ApprovedUse, ...]:
        """Return the uses of this very treatment that the regulator has approved."""
        return tuple(
            use for sheet in self.sheets.get(treatment, ()) for use in sheet.approved_uses.get(Text(jurisdiction), ())
        )

    def harms(self, treatment: str, vocabulary: Vocabulary) -> tuple[Harm, ...]:
        """Return the harms on file for a treatment, else for the nearest more general one."""
        for name in (treatment, *vocabulary.ancestors(treatment)):
            on_rows = tuple(harm for row in self.of(name) for harm in row.harms)
            found = tuple(harm for sheet in self.sheets.get(name, ()) for harm in sheet.harms) + on_rows
            if found:
                return tuple({harm.name: harm for harm in found}.values())
        return ()


@functools.lru_cache(maxsize=8)
def _by_treatment(registry: Registry) -> Mapping[str, tuple[Row, ...]]:
    found: dict[str, list[Row]] = {}
    for row in registry.rows.values():
        found.setdefault(row.treatment, []).append(row)
    return {name: tuple(sorted(rows, key=lambda row: (not row.primary, row.id))) for name, rows in found.items()}


class Notice(Record, frozen=True):
    """Something a maintainer of the registry should look at; `what` is a kind that scripts can count."""

    what: Literal["expired", "no-conclusion", "unreviewed", "unseen-status"]
    row: str
    problem: Problem


def load_registry(folder: Path, vocabulary: Vocabulary, site_folder: Path | None = None) -> Registry:
    """Read every `*.yaml` of the folders. Raises KnowledgeError with all faults of all files."""
    registry, problems = examine(folder, vocabulary, site_folder)
    if problems:
        raise KnowledgeError(problems)
    return registry


def examine(
    folder: Path, vocabulary: Vocabulary, site_folder: Path | None = None, jurisdictions: Iterable[str] = ()
) -> tuple[Registry, list[Problem]]:
    """Read every `*.yaml` of the folders; return what could be read, and all faults of all files.

    jurisdictions: the codes that a status may be kept under (none: they are not looked at).
    """
    problems: list[Problem] = []
    shipped = list(_sheets(folder, problems))
    own = list(_sheets(site_folder, problems)) if site_folder is not None else []
    for sheets in (shipped, own):
        problems += _check(sheets, vocabulary)
        problems += _unknown_jurisdictions(sheets, tuple(jurisdictions))
    problems += _taken(shipped, own)
    site_rows: dict[str, Row] = {row.id: row for sheet in own for row in sheet.rows}
    replaced = {_triple(row) for row in site_rows.values()}
    rows: dict[str, Row] = {row.id: row for sheet in shipped for row in sheet.rows if _triple(row) not in replaced}
    by_treatment: dict[str, tuple[Sheet, ...]] = {}
    for sheet in (*own, *shipped):  # the site's status is asked first
        by_treatment[sheet.treatment] = (*by_treatment.get(sheet.treatment, ()), sheet)
    return Registry({**rows, **site_rows}, by_treatment, frozenset(site_rows)), problems


def audit(registry: Registry, as_of: datetime.date) -> Iterator[Notice]:
    """Yield what maintenance is due: expired reviews, rows without a seen conclusion or status, rows not reviewed."""
    for row in registry.rows.values():
        if row.expired(as_of):
            yield Notice("expired", row.id, row.at.problem(f"“{row.id}” was due for review by {row.review_by}"))
        if not row.concluded:
            message = f"“{row.id}” has no seen conclusion; it supports no claim"
            yield Notice("no-conclusion", row.id, row.at.problem(message))
        if row.reviewer is None:
            yield Notice("unreviewed", row.id, row.at.problem(f"“{row.id}” has not been reviewed by a clinician"))
        if not row.status and not any(sheet.status for sheet in registry.sheets.get(row.treatment, ())):
            yield Notice("unseen-status", row.id, row.at.problem(f"“{row.id}” says nothing of the licence status"))


def _sheets(folder: Path, problems: list[Problem]) -> Iterator[Sheet]:
    for path in sorted(folder.glob("*.yaml")):
        try:
            yield load(Sheet, path, f"{folder.name}/{path.name}")
        except KnowledgeError as error:
            problems.extend(error.problems)


def _triple(row: Row) -> tuple[str, str | None, str]:
    return str(row.treatment), None if row.condition is None else str(row.condition), str(row.outcome)


def _check(sheets: list[Sheet], vocabulary: Vocabulary) -> Iterator[Problem]:
    ids: dict[str, Row] = {}
    triples: dict[tuple[str, str | None, str], Row] = {}
    for sheet in sheets:
        yield from vocabulary.missing(sheet.treatment, "treatment")
        for use in (use for uses in sheet.approved_uses.values() for use in uses):
            if use.condition is not None:
                yield from vocabulary.missing(use.condition, "condition")
        for row in sheet.rows:
            yield from faults(row)
            if row.treatment != sheet.treatment:
                yield row.treatment.problem(f"this file is about “{sheet.treatment}”, found “{row.treatment}”")
            yield from vocabulary.missing(row.outcome, "outcome")
            if row.condition is not None and row.condition != ANY:
                yield from vocabulary.missing(row.condition, "condition")
            if row.id in ids:
                yield row.id.problem(f"the id “{row.id}” stands twice; the first is on line {ids[row.id].at.line}")
            elif _triple(row) in triples:
                other = triples[_triple(row)].id
                yield row.id.problem(f"“{row.id}” is about the same treatment, condition and outcome as “{other}”")
            ids.setdefault(row.id, row)
            triples.setdefault(_triple(row), row)


def _taken(shipped: list[Sheet], own: list[Sheet]) -> Iterator[Problem]:
    """A site's row may take the place of ours about the same thing, never of another by its id alone."""
    ours = {str(row.id): _triple(row) for sheet in shipped for row in sheet.rows}
    for row in (row for sheet in own for row in sheet.rows):
        if row.id in ours and ours[row.id] != _triple(row):
            about = ", ".join(name for name in ours[row.id] if name)
            yield row.id.problem(f"“{row.id}” is the id of a row that comes with claimlint ({about}); choose another")


def _unknown_jurisdictions(sheets: list[Sheet], known: tuple[str, ...]) -> Iterator[Problem]:
    for sheet in sheets:
        named = [*sheet.status, *sheet.status_source, *sheet.approved_uses]
        for code in (*named, *(code for row in sheet.rows for code in row.status)):
            if known and code not in known:
                yield code.problem(f"there is no jurisdiction “{code}”{one_of(code, known)}")
