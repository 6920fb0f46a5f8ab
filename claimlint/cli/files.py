"""`claimlint files`: what would be checked, and what is left out and why."""

from __future__ import annotations

import click

from claimlint.cli import options, output
from claimlint.cli.inputs import Wish, find
from claimlint.cli.session import empty_lines, project_here
from claimlint.record import replace


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(), metavar="[PATHS]...")
@click.option("--force-exclude", is_flag=True, help="Leave out excluded files even where they are named.")
@click.option("--format", "form", type=options.OneOf(("terminal", "json")), default="terminal", help="Print it so.")
def command(paths: tuple[str, ...], force_exclude: bool, form: str) -> int:
    """List the files of PATHS that `check` would read, and what it leaves out and why."""
    from claimlint.report import dumps
    from claimlint.reporters.words import safe

    project, cwd = project_here()
    found = find(Wish(paths, force_exclude=force_exclude), project, cwd)
    if form == "json":
        rows = [{"path": each.path, "status": "to-check", "reason": None} for each in found.files]
        rows += [{"path": entry.path, "status": entry.status, "reason": entry.reason} for entry in found.left_out]
        output.write_utf8(dumps(sorted(rows, key=lambda row: str(row["path"]))))
    else:
        lines = [safe(each.path) for each in found.files]
        lines += [f"{safe(entry.path)}  (left out: {safe(entry.reason or '')})" for entry in found.left_out]
        output.write("".join(f"{line}\n" for line in lines))
    failed = [entry for entry in found.left_out if entry.status == "failed"]
    for entry in failed:
        output.say(f"claimlint: {entry.path}: {entry.reason}")
    for line in empty_lines(replace(found, left_out=())):
        output.say(f"claimlint: {line}")
    return 2 if failed or found.empty_folders else 0
