"""A treatment and a condition to a commented evidence row that somebody can fill: it loads as it is and says nothing.

Without a conclusion that somebody has seen a row supports no claim, so an unfilled one does no harm.
"""

from __future__ import annotations

import datetime

from claimlint.vocabulary import Entry

SHEET = """\
# Evidence on {name}, kept by this site. Rows here are added to those that come with claimlint; one about the same
# treatment, condition and outcome takes the place of theirs. `claimlint evidence check` looks over this file.
treatment: {treatment}
# What the regulator says of it, by jurisdiction; leave out what you have not looked up. One of: unlicensed, off-label,
# rx-on-label, device-cleared, device-other-use, blood-product, service, unknown.
status: {{}}
# status-source: {{us: "where you read it"}}
# harms:
#   - {{name: "bruising", source: "where you read it"}}
rows:
"""
ROW = """\
  - id: {id}
    treatment: {treatment}
    condition: {condition}
    # What was measured: an id of the vocabulary of outcomes (pain, function, quality-of-life …).
    outcome: {outcome}
    # The row that is meant where copy names no outcome; one for each treatment and condition.
    primary: {primary}
    # N: looked for, nothing found. E0: trials found no benefit, or harm. E1: laboratory or animals only.
    # E2: case series, or trials too weak to tell. E3: compared, not randomised.
    # E4, E5, E6: randomised, of low, moderate, high certainty.
    state: N
    # high, moderate, low, very-low or none: GRADE certainty as the source gives it.
    grade: none
    # benefit, similar, no-benefit, unproven, conflicting, harm or unknown.
    direction: unknown
    # As they read in the middle of a sentence:
    # population: "adults with …"
    # comparator: "placebo"
    # follow-up: "three months"
    # size: small
    # What the source found, in your own words. It counts only with a citation that was read so far: `seen: conclusion`.
    conclusion: none
    citations: []
    #  - {{text: "Author year, journal", year: {year}, pmid: "12345678", doi: "10.1000/xyz", seen: conclusion}}
    # The clinician who looked over this row: {{name: "Dr …", date: {today}}}.
    clinical-review: none
    review-by: {review_by}
"""


def new_row(
    treatment: Entry, condition: Entry | None, outcome: Entry, today: datetime.date, *, primary: bool, row_id: str
) -> str:
    """Return the row as YAML, to stand under `rows:`."""
    return ROW.format(
        id=row_id,
        treatment=treatment.id,
        condition=condition.id if condition else "any",
        outcome=outcome.id,
        primary=str(primary).lower(),
        year=today.year,
        today=today.isoformat(),
        review_by=(today + datetime.timedelta(days=365)).isoformat(),
    )


def new_sheet(treatment: Entry) -> str:
    """Return the head of a file about a treatment, as YAML that ends with an open `rows:`."""
    return SHEET.format(name=treatment.name, treatment=treatment.id)
