"""`claimlint baseline`: set the findings of today aside until a day, as hashes; later only shrink what is set aside."""

from __future__ import annotations

import datetime
from collections.abc import Callable

import click

from claimlint import baseline
from claimlint.baseline import Baseline
from claimlint.cli import options, output
from claimlint.cli.inputs import Wish, gather
from claimlint.cli.session import judge, project_and_settings, say_not_checked
from claimlint.config import Project, Settings
from claimlint.discovery import shown
from claimlint.errors import UsageError
from claimlint.record import replace
from claimlint.report import READ, Report, with_files

NOT_CHECKED = 2


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(), metavar="[PATHS]...")
@click.option("--owner", metavar="NAME", help="Who answers for what is set aside.")
@click.option("--until", type=options.Day(), metavar="DATE", help="The last day on which it is hidden.")
@click.option("--include-errors", is_flag=True, help="Set errors aside too.")
@click.option("--update", is_flag=True, help="Take out what is gone; add nothing.")
@click.option("--allow-growth", is_flag=True, help="With --update: also add what is new.")
@options.judging
def command(
    paths: tuple[str, ...],
    owner: str | None,
    until: datetime.date | None,
    include_errors: bool,
    update: bool,
    allow_growth: bool,
    jurisdictions: tuple[tuple[str, ...], ...],
    as_of: datetime.date | None,
    no_cache: bool,
    jobs: int,
) -> int:
    """Set the findings in PATHS (default: this folder) aside, so that later runs report only new ones."""
    project, settings = project_and_settings(jurisdictions, as_of, None, cache=not no_cache, jobs=jobs)
    name = shown(project.baseline_file, settings.cwd)
    old = baseline.load(project.baseline_file, name) if project.baseline_file.is_file() else None
    owner, until = _signed(old, owner, until, name, update=update, allow_growth=allow_growth)
    if until < settings.as_of:
        raise UsageError(f"--until {until.isoformat()} is over; expected a day from {settings.as_of.isoformat()} on")
    settings = replace(settings, baseline=None)
    inputs = gather(Wish(paths), project, settings.cwd)
    from claimlint import engine

    made = with_files(judge(inputs, lambda files: engine.check(files, settings)), inputs.left_out)
    today = baseline.make(made.findings, owner, until, settings.in_project, errors=include_errors)
    new = _joined(old, today, made, project, settings, allow_growth=allow_growth) if old else today
    new = replace(new, owner=owner, until=until)
    output.write_file(str(project.baseline_file), baseline.dumps(new), "baseline")
    output.write(_said(name, old, new, made))
    return NOT_CHECKED if say_not_checked(inputs, made.files, made.problems) else 0


def _signed(
    old: Baseline | None,
    owner: str | None,
    until: datetime.date | None,
    name: str,
    *,
    update: bool,
    allow_growth: bool,
) -> tuple[str, datetime.date]:
    """Return who answers for the baseline until when; an update keeps what it does not change."""
    if allow_growth and not update:
        raise UsageError("--allow-growth goes with --update; a new baseline takes in all that there is")
    if update and old is None:
        raise UsageError(f"there is no {name} to update; make one with --owner and --until")
    if not update and old is not None:
        raise UsageError(f"there is a {name} already; --update takes out what is gone, with --allow-growth adds to it")
    owner = (owner or "").strip() or (old.owner if old else "")
    until = until or (old.until if old else None)
    if not owner or until is None:
        raise UsageError("a baseline needs --owner (who answers for it) and --until (its last day)")
    return owner, until


def _joined(
    old: Baseline, today: Baseline, made: Report, project: Project, settings: Settings, *, allow_growth: bool
) -> Baseline:
    join = baseline.grown if allow_growth else baseline.shrunk
    return join(old, today, _looked_at(made, project, settings))


def _looked_at(made: Report, project: Project, settings: Settings) -> Callable[[str], bool]:
    """Return whether this run knows what there is at a path: it was read, or there is no such file any more."""
    read = {settings.in_project(entry.path) for entry in made.files if entry.status in READ}
    return lambda path: path in read or not (project.root / path).exists()


def _said(name: str, old: Baseline | None, new: Baseline, made: Report) -> str:
    from claimlint.reporters import words

    errors = sum(entry.count for entry in new.entries if entry.severity == "error")
    among = f", {words.count(errors, 'error')} among them" if errors else ""
    lines = [
        f"Wrote {name}: {words.count(new.count, 'finding')} hidden until {new.until.isoformat()}{among}; "
        f"{words.safe(new.owner)} answers for that."
    ]
    if old is not None:
        lines.append(f"There were {old.count} before.")
    left, _ = baseline.account(new, new.until).part(made.findings, lambda _: True)
    if left:
        grave = sum(finding.severity == "error" for finding in left)
        hint = f", {words.count(grave, 'error')} among them (--include-errors takes those in)" if grave else ""
        lines.append(f"Still reported: {words.count(len(left), 'finding')}{hint}.")
    return output.prose(" ".join(lines) + "\n")
