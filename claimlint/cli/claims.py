"""`claimlint claims`: every claim that the files make, the supported ones too."""

from __future__ import annotations

import datetime
import json
from collections.abc import Sequence
from itertools import groupby

import click

from claimlint.cli import options, output
from claimlint.cli.inputs import Wish, gather
from claimlint.cli.session import judge, project_and_settings, say_not_checked
from claimlint.report import ClaimEntry, claim_entry_json, dumps, rests_on_unreviewed

FORMATS = ("terminal", "json", "jsonl")


@click.command()
@options.choosing
@options.judging
@click.option(
    "--format", "form", type=options.OneOf(FORMATS), default="terminal", show_default=True, help="Print it so."
)
def command(
    paths: tuple[str, ...],
    text: str | None,
    about: str | None,
    stdin_filename: str | None,
    staged: bool,
    changed_since: str | None,
    force_exclude: bool,
    jurisdictions: tuple[tuple[str, ...], ...],
    as_of: datetime.date | None,
    no_cache: bool,
    jobs: int,
    form: str,
) -> int:
    """List every claim in PATHS with its verdict, the supported ones too."""
    project, settings = project_and_settings(jurisdictions, as_of, about, cache=not no_cache, jobs=jobs)
    inputs = gather(Wish(paths, text, stdin_filename, staged, changed_since, force_exclude), project, settings.cwd)
    from claimlint import engine

    entries, made = judge(inputs, lambda files: engine.claims(files, settings)) if inputs.files else ((), None)
    rows = [claim_entry_json(entry) for entry in entries]
    if form == "jsonl":
        output.write_utf8("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows))
    elif form == "json":
        output.write_utf8(dumps(rows))
    else:
        output.write(_listed(entries))
    failed = say_not_checked(inputs, made.files if made else inputs.left_out, made.problems if made else ())
    return 2 if failed else 0


def _listed(entries: Sequence[ClaimEntry]) -> str:
    from claimlint.reporters import words

    lines: list[str] = []
    for path, group in groupby(entries, key=lambda entry: entry.path):
        lines.append(words.safe(path))
        for entry in group:
            claim = entry.claim
            named = [name for name in (claim.treatment, claim.condition, claim.outcome) if name]
            about = f" ({', '.join(named)})" if named else ""
            place = f"{entry.start.line}:{entry.start.column}"
            lines.append(f"  {place:<8} {words.quoted(entry.text)}{about}: {words.VERDICTS[entry.verdict]}")
        lines.append("")
    unreviewed = sum(map(rests_on_unreviewed, entries))
    last = f"{words.count(len(entries), 'claim')}; {unreviewed} of them judged by rows that no clinician has reviewed."
    text = "\n".join([*lines, last]) + "\n"
    return output.prose(text)
