"""One evidence row: what is known of one treatment, one condition and one outcome, and who saw it.

A row without a seen conclusion names a source that nobody has read to its finding: it supports no claim and feeds no
draft wording, but its licence status still counts.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from enum import Enum
from typing import Literal

from claimlint import lazy
from claimlint.errors import Problem
from claimlint.licence import Status
from claimlint.record import Record, field
from claimlint.yamlload import Place, Text

ANY = "any"
"""The condition of a row that holds for every condition."""
NONE = "none"


class State(Enum):
    """How good the evidence is; N: searched for and not found."""

    N = "N"
    E0 = "E0"
    E1 = "E1"
    E2 = "E2"
    E3 = "E3"
    E4 = "E4"
    E5 = "E5"
    E6 = "E6"


Direction = Literal["benefit", "similar", "no-benefit", "unproven", "conflicting", "harm", "unknown"]
"""similar: about as good as other recommended care; unproven: reviews found nothing to rely on; conflicting: trials
disagree."""
Seen = Literal["conclusion", "abstract", "identifier"]


class Citation(Record, frozen=True):
    """A source and how much of it was seen."""

    text: Text
    seen: Seen
    year: int | None = None
    pmid: Text | None = None
    pmc: Text | None = None
    doi: Text | None = None
    cochrane: Text | None = None
    url: Text | None = None


class Harm(Record, frozen=True):
    """A harm in plain words, as it reads in a list, with its source."""

    name: Text
    source: Text


class ApprovedUse(Record, frozen=True):
    """A use that a regulator has approved, so that no sentence says “not approved for any use”.

    condition: what it is for, where the vocabulary has it; there the sheet's general status does not hold.
    """

    use: Text
    source: Text
    condition: Text | None = None
    seen: bool = False


class Review(Record, frozen=True):
    """The clinician who reviewed a row."""

    name: Text
    date: datetime.date


class Row(Record, frozen=True):
    """One treatment, one condition, one outcome.

    condition: a vocabulary id, `any`, or None for people without a named condition. ocebm: level 1–5 of 2011; None
    where there was nothing to grade. primary: the row meant where copy names no outcome. population, follow-up,
    comparator: as they read in the middle of a sentence. conclusion: what the source found, or `none`.
    """

    id: Text
    treatment: Text
    outcome: Text
    state: State
    direction: Direction
    grade: Literal["high", "moderate", "low", "very-low", "none"]
    conclusion: Text
    citations: tuple[Citation, ...]
    clinical_review: Review | Literal["none"]
    review_by: datetime.date
    condition: Text | None = None
    ocebm: Literal["1", "2", "3", "4", "5"] | None = None
    primary: bool = False
    size: Literal["small", "moderate", "large"] | None = None
    population: Text | None = None
    comparator: Text | None = None
    follow_up: Text | None = None
    harms: tuple[Harm, ...] = ()
    status: Mapping[Text, Status] = field(default_factory=dict)
    disease_outcome: bool = False
    note: Text | None = None
    at: Place = field(default_factory=Place)

    @property
    def concluded(self) -> bool:
        """True where somebody saw a source's finding, so that the row may carry a claim."""
        return self.conclusion != NONE

    @property
    def randomised(self) -> bool:
        """True where the evidence is from randomised trials."""
        return self.ocebm in ("1", "2")

    @property
    def reviewer(self) -> str | None:
        """The clinician who reviewed the row, or None."""
        return None if isinstance(self.clinical_review, str) else str(self.clinical_review.name)

    def expired(self, as_of: datetime.date) -> bool:
        """Return whether the row was due for review before this day."""
        return self.review_by < as_of


class Sheet(Record, frozen=True):
    """One file: a treatment's status and approved uses by jurisdiction, its known harms, and its rows."""

    treatment: Text
    rows: tuple[Row, ...] = ()
    status: Mapping[Text, Status] = field(default_factory=dict)
    status_source: Mapping[Text, Text] = field(default_factory=dict)
    approved_uses: Mapping[Text, tuple[ApprovedUse, ...]] = field(default_factory=dict)
    harms: tuple[Harm, ...] = ()
    note: Text | None = None
    at: Place = field(default_factory=Place)


_IDENTIFIERS = {
    "pmid": (lazy.pattern(r"[1-9]\d{0,7}"), "a PubMed number such as 34812863"),
    "pmc": (lazy.pattern(r"PMC[1-9]\d{3,8}"), "a PMC number such as PMC8611484"),
    "doi": (lazy.pattern(r"10\.\d{4,9}/\S+"), "a DOI such as 10.1001/jama.2021.6986, without https://doi.org/"),
    "cochrane": (lazy.pattern(r"CD\d{6}(?:\.pub\d+)?"), "a Cochrane number such as CD004123.pub4"),
    "url": (lazy.pattern(r"https?://\S+"), "an address that begins with https://"),
}


_ID = lazy.pattern(r"[a-z0-9]+(?:-[a-z0-9]+)*")


def faults(row: Row) -> Iterator[Problem]:
    """Yield what is wrong inside one row: malformed identifiers, a conclusion that nobody saw, E0 with a benefit."""
    if not _ID.fullmatch(row.id):
        yield row.id.problem(f"expected small letters, digits and hyphens, such as lasik-myopia, found “{row.id}”")
    for citation in row.citations:
        for name, (pattern, wanted) in _IDENTIFIERS.items():
            value: Text | None = getattr(citation, name)
            if value is not None and not pattern.fullmatch(value):
                yield value.problem(f"expected {wanted}, found “{value}”")
        if citation.year is not None and not 1800 <= citation.year <= row.review_by.year:
            yield citation.text.problem(f"expected a year such as 2024, found “{citation.year}”")
    if row.concluded and not any(citation.seen == "conclusion" for citation in row.citations):
        yield row.conclusion.problem(
            "has a conclusion, but no citation with “seen: conclusion”; write “conclusion: none”"
        )
    if row.state is State.E0 and row.direction in ("benefit", "similar", "unknown"):
        yield row.at.problem(f"state E0 is for trials that found nothing or harm; its direction is “{row.direction}”")
    if row.state not in (State.E0, State.N) and row.direction in ("no-benefit", "unproven", "harm"):
        yield row.at.problem(f"direction “{row.direction}” is state E0, found {row.state.value}")
