"""`claimlint evidence list|show|check`: the rows that claims are judged by, and which of them need somebody's work."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from claimlint.cli import options, output
from claimlint.cli.session import knowledge_here
from claimlint.errors import UsageError

if TYPE_CHECKING:
    from claimlint.evidence import Registry, Row
    from claimlint.knowledge import Knowledge

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
    from claimlint.reporters.words import ascii_marks

    loaded = knowledge_here()
    found = _row_named(loaded.registry, row)
    if form == "json":
        output.write_utf8(dumps(_json(found, loaded.registry)))
        return
    text = "".join(f"{line}\n" for line in _lines(found, loaded))
    output.write(text if output.speaks_unicode_out() else ascii_marks(text))


@command.command("check")
@click.option("--as-of", type=options.Day(), metavar="DATE", help="Check as of this day (default: today).")
def check_rows(as_of: datetime.date | None) -> int:
    """Check every row; exit 1 where a review is overdue, 2 where a file is broken."""
    from claimlint.evidence import audit

    registry = knowledge_here().registry
    notices = list(audit(registry, as_of or datetime.date.today()))
    overdue = [notice for notice in notices if notice.what == "expired"]
    for notice in overdue:
        output.write(f"{notice.problem}\n")
    counted = Counter(notice.what for notice in notices)
    output.write(
        f"{len(registry.rows)} rows: {counted['expired']} overdue for review, {counted['unreviewed']} that no "
        f"clinician has reviewed, {counted['no-conclusion']} whose source nobody has read to its finding, "
        f"{counted['unseen-status']} without a licence status.\n"
    )
    return 1 if overdue else 0


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
