"""`claimlint check`: judge files, print the report, exit as it turned out."""

from __future__ import annotations

import datetime
import os
from collections.abc import Callable, Iterable, Sequence

import click

from claimlint import report
from claimlint.cli import fixing, options, output
from claimlint.cli.around import around
from claimlint.cli.fixing import Fixing
from claimlint.cli.inputs import Inputs, Wish, gather, reach
from claimlint.cli.recording import Recording
from claimlint.cli.session import judge, project_and_settings, say_elsewhere, say_not_checked, say_where
from claimlint.config import InputFile, Project, Settings
from claimlint.errors import UsageError
from claimlint.record import Record, replace
from claimlint.report import Report
from claimlint.reporters import formats
from claimlint.reporters.formats import FOR_PEOPLE, FORMATS, Around

FAIL_ON = ("error", "warning", "info", "never")
HOOK_LIMIT = 5
FINDINGS, NOT_CHECKED = 1, 2


@click.command()
@options.choosing
@options.judging
@options.fixing
@click.option(
    "--format", "form", type=options.OneOf(FORMATS), default="terminal", show_default=True, help="Print it so."
)
@click.option("--output-file", metavar="FILE", help="Write the report there instead of printing it.")
@click.option(
    "--output",
    "outputs",
    type=options.Output(FORMATS),
    multiple=True,
    metavar="FORMAT=FILE",
    help="Write the report in this format there as well; may be given several times.",
)
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
    fix: bool,
    fix_review: bool,
    show_fixes: bool,
    form: str,
    output_file: str | None,
    outputs: tuple[tuple[str, str], ...],
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
    asked_fixes = Fixing(fix, fix_review, show_fixes)
    fixing.check_wish(asked_fixes, wish, for_people=form in FOR_PEOPLE or output_file is not None)
    settings = reach(settings, wish, project)
    inputs = gather(wish, project, settings.cwd)
    fixing.check_inputs(asked_fixes, inputs)
    files = outputs if output_file is None else ((form, output_file), *outputs)
    if not inputs.files and form in FOR_PEOPLE and not files:
        return _nothing_read(inputs, settings)
    from claimlint import engine, knowledge

    loaded = knowledge.load(settings)
    say_where(inputs, project, settings, lambda: loaded.known, jurisdictions)
    say_elsewhere(inputs)

    def run(files: Sequence[InputFile]) -> Report:
        return engine.check(files, settings, loaded)

    made = report.with_files(judge(inputs, run), inputs.left_out)
    done = fixing.Done(inputs, made)
    if asked_fixes.asked:
        done = fixing.carry_out(asked_fixes, wish, inputs, made, run, loaded, (project, settings))
        inputs, made = done.inputs, done.report
    aside = asked_fixes.takes_output(wish)
    brief = hook and _calm(made)
    look = _Look(show_excused, hook, brief)
    asked = around(inputs.files, loaded, project, settings, fail_on)
    if output_file is None and not asked_fixes.show:
        show = output.write_aside if aside else output.write if form in FOR_PEOPLE else output.write_utf8
        show(_render(form, made, asked, look))
    faults = _write(files, lambda each: _render(each, made, asked, look))
    in_full = form == "terminal" and output_file is None and not brief and not aside
    bare = form == "concise" or output_file is not None
    if faults:
        raise UsageError("\n".join(faults))
    status = _finish(made, inputs, project, fail_on, fail_over, in_full=in_full, bare=bare, unwritten=done.faults)
    recording = click.get_current_context().find_object(Recording)
    if recording:
        recording.keep(project, settings, wish.paths, inputs.files, status)
    return status


def _write(files: Iterable[tuple[str, str]], render: Callable[[str], str]) -> list[str]:
    """Write each file whole or not at all; return what is wrong with those that cannot be written."""
    faults = []
    for form, name in files:
        try:
            output.write_file(name, render(form))
        except UsageError as error:
            faults.append(str(error))
    return faults


def _from_pre_commit(wish: Wish) -> Wish:
    """Between two revisions, as `pre-commit run --from-ref … --to-ref …` asks, nothing is staged: look at the first."""
    base = os.environ.get("PRE_COMMIT_FROM_REF")
    return replace(wish, staged=False, changed_since=base) if base and wish.staged else wish


def _calm(made: Report) -> bool:
    """Tell whether one line says all there is: nothing found, and every file read whole."""
    return not made.findings and all(entry.status in ("checked", "skipped") for entry in made.files)


class _Look(Record, frozen=True):
    show_excused: bool
    hook: bool
    brief: bool


def _render(form: str, made: Report, asked: Around, look: _Look) -> str:
    if form != "terminal":
        return formats.render(form, made, asked)
    if look.brief:
        from claimlint.reporters import words

        return f"{words.nothing_line(made)}\n"
    from claimlint.reporters import terminal

    printed = terminal.Look(
        width=output.width(),
        colour=output.colour(),
        unicode=output.speaks_unicode_out(),
        show_excused=look.show_excused,
        limit=HOOK_LIMIT if look.hook else None,
    )
    return terminal.render(made, asked.source_of, printed)


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


def _finish(
    made: Report,
    inputs: Inputs,
    project: Project,
    fail_on: str,
    fail_over: int,
    *,
    in_full: bool,
    bare: bool,
    unwritten: Sequence[str],
) -> int:
    """Say on the last line why the run fails, if it does, and whom to ask; return the exit status.

    in_full: standard output has said what was judged and by what, and the last line goes there too. bare: standard
    output has findings only, or nothing; all the rest is said on standard error.
    """
    from claimlint.reporters import lines, words

    not_checked = say_not_checked(inputs, made.files, made.problems)
    reached = words.at_or_above(made, fail_on)
    over = words.why_failed(reached, fail_on, fail_over)
    for fault in unwritten:
        output.say(f"claimlint: {fault}")
    not_fixed = f"{words.count(len(unwritten), 'file')} could not be fixed" if unwritten else None
    reasons = [reason for reason in (over, not_checked, not_fixed) if reason]
    line = f"Fails: {' and '.join(reasons)}." if reasons else words.not_failing(reached, fail_on)
    line += f" {words.hidden_last(made)}"
    if reasons and project.config.contact:
        line += f" Questions: {words.safe(project.config.contact)}"
    if in_full:
        output.write(output.prose(f"{line}\n"))
    elif bare:
        for said in (*lines.scope(replace(made, problems=())), line):
            output.say(f"claimlint: {said}")
    elif reasons:
        output.say(f"claimlint: {line}")
    if not_checked or not_fixed:
        return NOT_CHECKED
    return FINDINGS if over else 0
