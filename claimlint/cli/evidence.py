"""`claimlint evidence list|show|new|check`: the rows that claims are judged by, and which need somebody's work."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterator
from itertools import count
from typing import TYPE_CHECKING

import click

from claimlint.cli import options, output
from claimlint.cli.session import entry_id, knowledge_here, project_here, settings_here, vocabulary_of
from claimlint.errors import UsageError

if TYPE_CHECKING:
    from claimlint.evidence import Registry, Row
    from claimlint.knowledge import Knowledge
    from claimlint.vocabulary import Entry

_FORMAT = click.option(
    "--format", "form", type=options.OneOf(("terminal", "json")), default="terminal", help="Print it so."
)


@click.group()
def command() -> None:
    """Look at the evidence on file."""


@command.command("list")
@_FORMAT
def list_rows(form: str) -> None:
    """List every row: what it is about, how good the evidence is, who reviewed it."""
    from claimlint.report import dumps
    from claimlint.reporters.words import STATES

    loaded = knowledge_here()
    rows = sorted(loaded.registry.rows.values(), key=lambda row: row.id)
    if form == "json":
        output.write_utf8(dumps([_json(row, loaded.registry) for row in rows]))
        return
    width = max((len(row.id) for row in rows), default=0)
    for row in rows:
        said = STATES[row.state.value] if row.concluded else "source named, its finding not seen"
        output.write(f"{row.id:<{width}}  {_about(row, loaded)}: {said}\n")
    unreviewed = sum(row.reviewer is None for row in rows)
    output.write(f"{len(rows)} rows; no clinician has reviewed {unreviewed} of them.\n")


@command.command("show")
@click.argument("row")
@_FORMAT
def show_row(row: str, form: str) -> None:
    """Show one ROW with its sources."""
    from claimlint.report import dumps

    loaded = knowledge_here()
    found = _row_named(loaded.registry, row)
    if form == "json":
        output.write_utf8(dumps(_json(found, loaded.registry)))
        return
    text = "".join(f"{line}\n" for line in _lines(found, loaded))
    output.write(output.prose(text))


@command.command("check")
@click.option("--as-of", type=options.Day(), metavar="DATE", help="Check as of this day (default: today).")
def check_rows(as_of: datetime.date | None) -> int:
    """Check every row; exit 1 where a review is overdue, 2 where a file is broken."""
    from claimlint.config import known_jurisdictions, shipped_knowledge
    from claimlint.evidence import audit, examine
    from claimlint.reporters.words import count

    settings = settings_here()
    folder = settings.knowledge or shipped_knowledge()
    known = known_jurisdictions(settings)
    registry, faults = examine(folder / "evidence", vocabulary_of(settings), settings.site_evidence, known)
    notices = list(audit(registry, as_of or datetime.date.today()))
    overdue = [notice for notice in notices if notice.what == "expired"]
    unread = [notice for notice in notices if notice.what == "no-conclusion"]
    for notice in (*overdue, *unread):
        output.write(f"{notice.problem}\n")
    for fault in faults:
        output.say(f"claimlint: {fault}")
    counted = Counter(notice.what for notice in notices)
    output.write(
        f"{count(len(registry.rows), 'row')}, {len(registry.site_rows)} of them your own: {counted['expired']} overdue "
        f"for review, {counted['unreviewed']} that no clinician has reviewed, {counted['no-conclusion']} whose source "
        f"nobody has read to its finding, {counted['unseen-status']} without a licence status"
        f"{', ' + count(len(faults), 'fault') if faults else ''}.\n"
    )
    return 2 if faults else 1 if overdue else 0


@command.command("new")
@click.argument("treatment")
@click.argument("condition", required=False)
@click.option("--outcome", help="What was measured: an id of the vocabulary.")
def new_row(treatment: str, condition: str | None, outcome: str | None) -> None:
    """Write a commented row on TREATMENT and CONDITION to fill, into the site's own evidence folder."""
    from claimlint.config import EVIDENCE_FOLDER
    from claimlint.discovery import shown
    from claimlint.evidence import template

    project, cwd = project_here()
    loaded = knowledge_here()
    words = loaded.lexis.vocabulary
    about = words.entry(entry_id(words, "treatment", treatment))
    people = words.entry(entry_id(words, "condition", condition)) if condition else None
    measured = words.entry(entry_id(words, "outcome", outcome) if outcome else _likely_outcome(loaded, people))
    there = [row for row in loaded.registry.of(about.id) if row.condition == (people.id if people else None)]
    row = template.new_row(
        about,
        people,
        measured,
        datetime.date.today(),
        primary=not any(row.primary for row in there),
        row_id=_free_id(f"{about.id}-{people.id if people else 'any'}", loaded.registry),
    )
    file = (project.evidence_folder or project.root / EVIDENCE_FOLDER) / f"{about.id}.yaml"
    name = shown(file, cwd)
    if file.exists():
        output.write(row)
        output.say(f"claimlint: {name} is there already; put the row above under its “rows:”")
        return
    file.parent.mkdir(parents=True, exist_ok=True)
    output.write_file(str(file), template.new_sheet(about) + row)
    output.write(f"Wrote {name}; fill in the row, then run `claimlint evidence check`.\n")
    if project.config.evidence_folder is None and file.parent.name == EVIDENCE_FOLDER:
        output.write("Rows in this folder count in every run from here on.\n")


def _likely_outcome(loaded: Knowledge, condition: Entry | None) -> str:
    """Return what rows on this condition measure, else the first outcome of the vocabulary."""
    rows = loaded.registry.rows.values()
    measured = Counter(str(row.outcome) for row in rows if condition and row.condition == condition.id)
    return measured.most_common(1)[0][0] if measured else next(loaded.lexis.vocabulary.kind("outcome")).id


def _free_id(wanted: str, registry: Registry) -> str:
    numbered = (f"{wanted}-{number}" for number in count(2))
    return wanted if wanted not in registry.rows else next(name for name in numbered if name not in registry.rows)


def _row_named(registry: Registry, name: str) -> Row:
    from claimlint.yamlload import did_you_mean

    if name not in registry.rows:
        near = did_you_mean(name, registry.rows)
        raise UsageError(f"there is no evidence row “{name}”{near or '; `claimlint evidence list` shows them all'}")
    return registry.rows[name]


def _about(row: Row, loaded: Knowledge) -> str:
    vocabulary = loaded.lexis.vocabulary
    treatment = vocabulary.entry(row.treatment).name
    condition = vocabulary.get(row.condition)
    on = f" for {condition.name}" if condition else ""
    return f"{treatment}{on}, {vocabulary.entry(row.outcome).name}"


def _lines(row: Row, loaded: Knowledge) -> Iterator[str]:
    from claimlint.reporters.words import STATES

    yield str(row.id)
    yield f"  about:      {_about(row, loaded)}"
    yield f"  evidence:   {STATES[row.state.value]}"
    yield f"  conclusion: {row.conclusion if row.concluded else 'none; nobody has read its source to its finding'}"
    for name, value in (("people", row.population), ("compared to", row.comparator), ("followed", row.follow_up)):
        if value:
            yield f"  {name + ':':<11} {value}"
    yield f"  reviewed:   {row.reviewer or 'by no clinician'}; due by {row.review_by.isoformat()}"
    yield f"  kept by:    {loaded.registry.owner(row.id)}"
    for harm in row.harms:
        yield f"  harm:       {harm.name} ({harm.source})"
    for citation in row.citations:
        yield f"  source:     {citation.text} ({_SEEN[citation.seen]})"


_SEEN = {"conclusion": "its finding was read", "abstract": "its abstract was seen", "identifier": "its number was seen"}


def _json(row: Row, registry: Registry) -> dict[str, object]:
    return {
        "id": str(row.id),
        "treatment": str(row.treatment),
        "condition": row.condition,
        "outcome": str(row.outcome),
        "state": row.state.value,
        "conclusion": str(row.conclusion) if row.concluded else None,
        "clinical_review": row.reviewer,
        "review_by": row.review_by.isoformat(),
        "owner": registry.owner(row.id),
        "citations": [{"text": str(citation.text), "seen": citation.seen} for citation in row.citations],
    }
