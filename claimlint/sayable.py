"""A treatment and a condition to what may be said of them before anything is written, jurisdiction by jurisdiction."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from claimlint import wording
from claimlint.approved import Approved
from claimlint.evidence import Jurisdiction, Verdict, judge
from claimlint.evidence.row import ANY
from claimlint.knowledge import Knowledge
from claimlint.record import Record
from claimlint.vocabulary import Entry
from claimlint.wording import Fit, Topic
from claimlint.yamlload import Text

STRONGEST = 8


class Permitted(Record, frozen=True):
    """The strongest sentence on one outcome, and the row that it rests on (None: no row; the sentence says so)."""

    outcome: str | None
    sentence: str
    row: str | None
    owner: str | None
    clinical_review: str | None
    indirect: tuple[str, ...]


class Sayable(Record, frozen=True):
    """What may be said in one jurisdiction.

    forbidden: why no benefit claim may be made at all, None where some may. status: the sentence on the product's
    status where one is due. permitted: the strongest sentences that a row carries. question: what to settle where none
    does. too_strong: wording above them, the weakest first. approved: texts of the site that count here.
    """

    jurisdiction: str
    partial: bool
    licence: str
    forbidden: str | None
    basis: tuple[str, ...]
    status: str | None
    permitted: tuple[Permitted, ...]
    question: str | None
    too_strong: tuple[str, ...]
    approved: tuple[Approved, ...]


def sayable(
    knowledge: Knowledge, treatment: Entry, condition: Entry | None, as_of: datetime.date
) -> tuple[Sayable, ...]:
    """Return what may be said of the treatment in every jurisdiction asked for."""
    return tuple(_in(knowledge, one, treatment, condition, as_of) for one in knowledge.jurisdictions.values())


def _in(
    knowledge: Knowledge, jurisdiction: Jurisdiction, treatment: Entry, condition: Entry | None, as_of: datetime.date
) -> Sayable:
    general = _verdict(knowledge, jurisdiction, treatment, condition, None, as_of)
    barred = jurisdiction.forbids(general.status, STRONGEST, as_of)
    lines = [*_lines(knowledge, jurisdiction, treatment, condition, as_of)]
    ceiling = max((verdict.ceiling for verdict, _ in lines), default=general.ceiling)
    status = None
    if barred:
        both = wording.permitted(knowledge.brief(jurisdiction, general, Topic(treatment, condition, None)))
        status = both[0] if both else None
    ladder = knowledge.wording.words.ladder
    return Sayable(
        jurisdiction=str(jurisdiction.id),
        partial=jurisdiction.partial,
        licence=general.status.value,
        forbidden=str(barred.because) if barred else None,
        basis=general.basis if barred else (),
        status=status,
        question=None if barred or lines else _question(knowledge, jurisdiction, general, treatment, condition),
        permitted=tuple(dict.fromkeys(line for _, line in lines if line.sentence != status)),
        too_strong=tuple(str(ladder[Text(f"S{step}")]) for step in range(ceiling + 1, 9) if Text(f"S{step}") in ladder),
        approved=tuple(_approved(knowledge, jurisdiction, treatment, condition, as_of)),
    )


def _lines(
    knowledge: Knowledge, jurisdiction: Jurisdiction, treatment: Entry, condition: Entry | None, as_of: datetime.date
) -> Iterator[tuple[Verdict, Permitted]]:
    """Yield the strongest sentence on each outcome, and each condition if none is asked for, that a row is about."""
    for about, outcome in _topics(knowledge, treatment, condition):
        verdict = _verdict(knowledge, jurisdiction, treatment, about, outcome, as_of)
        if verdict.row is None:
            continue
        lines = wording.permitted(knowledge.brief(jurisdiction, verdict, Topic(treatment, about, outcome)))
        if lines:
            name = str(outcome.name) if outcome else None
            shown = Permitted(name, lines[-1], verdict.row, verdict.owner, verdict.clinical_review, verdict.indirect)
            yield verdict, shown


def _topics(
    knowledge: Knowledge, treatment: Entry, condition: Entry | None
) -> Iterator[tuple[Entry | None, Entry | None]]:
    """Yield the conditions and outcomes of the treatment's own rows, else the condition with its outcome left open."""
    vocabulary = knowledge.lexis.vocabulary
    rows = [row for row in knowledge.registry.of(treatment.id) if row.concluded]
    if condition is None:
        yield from dict.fromkeys((vocabulary.get(row.condition), vocabulary.get(row.outcome)) for row in rows)
        return
    outcomes = [vocabulary.get(row.outcome) for row in rows if row.condition in (condition.id, ANY)]
    yield from ((condition, outcome) for outcome in dict.fromkeys(outcomes or [None]))


def _question(
    knowledge: Knowledge, jurisdiction: Jurisdiction, verdict: Verdict, treatment: Entry, condition: Entry | None
) -> str | None:
    """Return what to settle first where no row can carry a sentence."""
    made = wording.suggest(knowledge.brief(jurisdiction, verdict, Topic(treatment, condition, None)), Fit())
    return next((one.text for one in made if one.kind == "ask"), None)


def _verdict(
    knowledge: Knowledge,
    jurisdiction: Jurisdiction,
    treatment: Entry,
    condition: Entry | None,
    outcome: Entry | None,
    as_of: datetime.date,
) -> Verdict:
    return judge(
        knowledge.registry,
        knowledge.lexis.vocabulary,
        {str(jurisdiction.id): jurisdiction},
        treatment=treatment.id,
        condition=condition.id if condition else None,
        outcome=outcome.id if outcome else None,
        strength=STRONGEST,
        scoped=False,
        as_of=as_of,
    )


def _approved(
    knowledge: Knowledge, jurisdiction: Jurisdiction, treatment: Entry, condition: Entry | None, as_of: datetime.date
) -> Iterator[Approved]:
    here = {str(jurisdiction.id): jurisdiction.codes}
    for one in knowledge.approved.texts:
        about = one.condition is None or condition is None or one.condition == condition.id
        if one.treatment == treatment.id and about and one.until >= as_of and one.counts_in(here):
            yield one
