"""`claimlint check`: judge files, print the report, exit as it turned out."""

from __future__ import annotations

import datetime
import os
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

import click

from claimlint import report
from claimlint.cli import options, output
from claimlint.cli.inputs import Inputs, Wish, gather
from claimlint.cli.session import judge, project_and_settings, say_not_checked, say_where
from claimlint.config import InputFile, Project, Settings
from claimlint.report import Report

FORMATS = ("terminal", "json", "concise")
FAIL_ON = ("error", "warning", "info", "never")
HOOK_LIMIT = 5
FINDINGS, NOT_CHECKED = 1, 2


@click.command()
@options.choosing
@options.judging
@click.option(
    "--format", "form", type=options.OneOf(FORMATS), default="terminal", show_default=True, help="Print it so."
)
@click.option("--output-file", metavar="FILE", help="Write the report there instead of printing it.")
@click.option(
    "--fail-on", type=options.OneOf(FAIL_ON), default="warning", show_default=True, help="Fail from this severity on."
)
@click.option(
    "--fail-over",
    type=click.IntRange(min=0),
    default=0,
    show_default=True,
    help="Fail only on more findings than this.",
)
@click.option("--show-excused", is_flag=True, help="List matches that their context makes harmless.")
@click.option("--hook", is_flag=True, hidden=True, help="Speak as a commit hook: briefly.")
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
    output_file: str | None,
    fail_on: str,
    fail_over: int,
    show_excused: bool,
    hook: bool,
) -> int:
    """Report the claims in PATHS (default: this folder) that the evidence on file does not carry."""
    project, settings = project_and_settings(jurisdictions, as_of, about, cache=not no_cache, jobs=jobs)
    wish = Wish(paths, text, stdin_filename, staged, changed_since, force_exclude)
    if hook:
        wish = _from_pre_commit(wish)
    inputs = gather(wish, project, settings.cwd)
    if not inputs.files and form != "json" and output_file is None:
        return _nothing_read(inputs, settings)
    from claimlint import engine, knowledge

    loaded = knowledge.load(settings)
    say_where(inputs, project, settings, lambda: loaded.known, jurisdictions)
    made = report.with_files(judge(inputs, lambda files: engine.check(files, settings, loaded)), inputs.left_out)
    brief = hook and _calm(made)
    rendered = _render(made, inputs.files, form, show_excused=show_excused, hook=hook, brief=brief)
    if output_file is not None:
        output.write_file(output_file, rendered)
    elif form == "json":
        output.write_utf8(rendered)
    else:
        output.write(rendered)
    in_full = form == "terminal" and output_file is None and not brief
    return _finish(made, inputs, project, fail_on, fail_over, in_full=in_full)


def _from_pre_commit(wish: Wish) -> Wish:
    """Between two revisions, as `pre-commit run --from-ref … --to-ref …` asks, nothing is staged: look at the first."""
    base = os.environ.get("PRE_COMMIT_FROM_REF")
    return replace(wish, staged=False, changed_since=base) if base and wish.staged else wish


def _calm(made: Report) -> bool:
    """Tell whether one line says all there is: nothing found, and every file read whole."""
    return not made.findings and all(entry.status in ("checked", "skipped") for entry in made.files)


def _render(made: Report, files: Sequence[InputFile], form: str, *, show_excused: bool, hook: bool, brief: bool) -> str:
    if form == "json":
        from claimlint.reporters import json_report

        return json_report.render(made)
    if form == "concise":
        from claimlint.reporters import concise

        return concise.render(made)
    if brief:
        from claimlint.reporters import words

        return f"{words.nothing_line(made)}\n"
    from claimlint.reporters.terminal import Look, render

    look = Look(
        width=output.width(),
        colour=output.colour(),
        unicode=output.speaks_unicode_out(),
        show_excused=show_excused,
        limit=HOOK_LIMIT if hook else None,
    )
    return render(made, _sources(files), look)


def _sources(files: Iterable[InputFile]) -> Callable[[str], str | None]:
    """Return a function from a shown path to its decoded text, made when it is asked for."""
    from claimlint.errors import UnreadableError
    from claimlint.source import decode

    contents = {file.path: file.data for file in files}

    def source_of(path: str) -> str | None:
        data = contents.get(path)
        try:
            return None if data is None else decode(data, path).text
        except UnreadableError:
            return None

    return source_of


def _nothing_read(inputs: Inputs, settings: Settings) -> int:
    """Say that there was nothing to judge; the engine, the languages and the rules are not even loaded."""
    failed = say_not_checked(inputs, inputs.left_out, ())
    if failed:
        return NOT_CHECKED
    where = ", ".join(code.upper() for code in settings.jurisdictions)
    left_out = sum(entry.status == "skipped" for entry in inputs.left_out)
    also = f" ({left_out} left out; `claimlint files` says why)" if left_out else ""
    output.write(f"Nothing to report for {where} as of {settings.as_of}: no file or line to judge{also}.\n")
    return 0


def _finish(made: Report, inputs: Inputs, project: Project, fail_on: str, fail_over: int, *, in_full: bool) -> int:
    """Say on the last line why the run fails, if it does, and whom to ask; return the exit status."""
    from claimlint.reporters import words

    not_checked = say_not_checked(inputs, made.files, made.problems)
    reached = words.at_or_above(made, fail_on)
    over = words.why_failed(reached, fail_on, fail_over)
    reasons = [reason for reason in (over, not_checked) if reason]
    line = f"Fails: {' and '.join(reasons)}." if reasons else words.not_failing(reached, fail_on)
    if reasons and project.config.contact:
        line += f" Questions: {words.safe(project.config.contact)}"
    if in_full:
        output.write((line if output.speaks_unicode_out() else words.ascii_marks(line)) + "\n")
    elif reasons:
        output.say(f"claimlint: {line}")
    if not_checked:
        return NOT_CHECKED
    return FINDINGS if over else 0
