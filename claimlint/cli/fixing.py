"""The options --fix, --fix-review and --show-fixes: drafts into files, onto standard output or into a diff.

With standard input or --text the fixed text takes standard output, as formatters do, and the report standard error.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from claimlint.cli import output
from claimlint.cli.inputs import Inputs, Wish
from claimlint.config import InputFile, Project, Settings, shipped_knowledge
from claimlint.errors import UsageError
from claimlint.record import Record, replace
from claimlint.report import Finding, Report, with_files

if TYPE_CHECKING:
    from claimlint.fixes import Fixed, Guard, Outcome
    from claimlint.knowledge import Knowledge

MOST_LINES = 20
"""Drafts that were not put in are named up to this number."""

Run = Callable[[Sequence[InputFile]], Report]


class Fixing(Record, frozen=True):
    """What the person asked for: automatic drafts, those for review too, and whether only to show them."""

    fix: bool = False
    review: bool = False
    show: bool = False

    @property
    def asked(self) -> bool:
        """True where any of the options was given."""
        return self.fix or self.review or self.show

    def takes_output(self, wish: Wish) -> bool:
        """Tell whether standard output is for the diff or for the fixed text, so that the report goes elsewhere."""
        return self.show or (self.asked and (wish.text is not None or "-" in wish.paths))


class Done(Record, frozen=True):
    """The inputs and the report after the fixes, and a line for every file that could not be written."""

    inputs: Inputs
    report: Report
    faults: tuple[str, ...] = ()


def check_wish(asked: Fixing, wish: Wish, *, for_people: bool) -> None:
    """Refuse what cannot be done together. Raises UsageError."""
    if not asked.asked:
        return
    if "-" in wish.paths and len(wish.paths) > 1 and not asked.show:
        raise UsageError("the fixed text of standard input (-) is printed; give - alone, or files without it")
    if asked.takes_output(wish) and not for_people:
        what = "the diff" if asked.show else "the fixed text"
        raise UsageError(f"{what} takes standard output; write the report to a file with --output FORMAT=FILE")


def check_inputs(asked: Fixing, inputs: Inputs) -> None:
    """Refuse to change many files at once with drafts that somebody has to read. Raises UsageError."""
    if asked.review and not asked.show and len(inputs.files) > 1:
        raise UsageError(
            f"--fix-review changes one file at a time, since its drafts have to be read, and here are "
            f"{len(inputs.files)}; name one, or add --show-fixes to see them all as a diff"
        )


def carry_out(
    asked: Fixing,
    wish: Wish,
    inputs: Inputs,
    made: Report,
    run: Run,
    knowledge: Knowledge,
    around: tuple[Project, Settings],
) -> Done:
    """Put the drafts in and say what was done; the report afterwards is of what is left."""
    project, settings = around
    fixed = list(_fixed(asked, inputs, made, run, _guard(knowledge, settings)))
    if asked.show:
        _show(fixed)
        _say(fixed, made.findings, asked, written="would be put in", tail="; nothing was written")
        return Done(inputs, made)
    if asked.takes_output(wish):
        after = {one.before.path: one.after for one in fixed}
        _print([after.get(file.path, file) for file in inputs.files], wish)
        written, faults = fixed, list[str]()
    else:
        written, faults = _write(fixed, project, settings)
    changed = {one.before.path: one.after for one in written if one.applied}
    files = tuple(changed.get(file.path, file) for file in inputs.files)
    left = with_files(run(files), inputs.left_out) if changed else made
    _say(written, left.findings, asked, written="put in", tail="; stage them" if wish.staged and changed else "")
    return Done(replace(inputs, files=files), left, tuple(faults))


def _guard(knowledge: Knowledge, settings: Settings) -> Guard:
    from claimlint.fixes import load_guard

    cues = knowledge.lexis.cues
    hedges = (*cues.modals, *cues.hedge_adverbs, *cues.hedge_words, *cues.weak_words)
    return load_guard(settings.knowledge or shipped_knowledge(), hedges)


def _fixed(asked: Fixing, inputs: Inputs, made: Report, run: Run, guard: Guard) -> Iterator[Fixed]:
    """Yield what became of every file that has a draft to put in."""
    from claimlint.fixes import fix

    by_path: dict[str, list[Finding]] = {}
    for finding in made.findings:
        by_path.setdefault(finding.path, []).append(finding)
    for file in inputs.files:
        one = fix(file, by_path.get(file.path, ()), lambda files: run(files).findings, guard, review=asked.review)
        if one.outcomes:
            yield one


def _show(fixed: Iterable[Fixed]) -> None:
    from claimlint.cli.diff import diff
    from claimlint.source import decode

    for one in fixed:
        if one.applied:
            before, after = (decode(file.data, file.path).text for file in (one.before, one.after))
            output.write(diff(one.before.path, before, after, colour=output.colour()))


def _print(files: Iterable[InputFile], wish: Wish) -> None:
    for file in files:
        output.write_bytes(file.data)
        if wish.text is not None and not file.data.endswith(b"\n"):
            output.write_bytes(b"\n")


def _write(fixed: Iterable[Fixed], project: Project, settings: Settings) -> tuple[list[Fixed], list[str]]:
    """Write what has changed; return what was written, or had nothing to write, and what is wrong with the rest."""
    from claimlint.fixes import writing

    done: list[Fixed] = []
    faults: list[str] = []
    for one in fixed:
        if one.applied:
            try:
                writing.replace(settings.cwd / one.before.path, one.before.data, one.after.data, project.root)
            except UsageError as error:
                faults.append(f"{one.before.path}: {error}")
                continue
        done.append(one)
    return done, faults


def _say(fixed: Sequence[Fixed], left: Sequence[Finding], asked: Fixing, *, written: str, tail: str) -> None:
    from claimlint.fixes import chosen
    from claimlint.reporters import words

    drafts = sum(len(one.applied) for one in fixed)
    files = sum(bool(one.applied) for one in fixed)
    where = f", in {words.count(files, 'file')}" if drafts else ""
    output.say(f"claimlint: {words.count(drafts, 'draft') if drafts else 'no draft'} {written}{where}{tail}.")
    refused = [(one, outcome) for one in fixed for outcome in one.refused]
    for one, outcome in refused[:MOST_LINES]:
        output.say(f"claimlint: {_refused(one, outcome)}")
    if len(refused) > MOST_LINES:
        output.say(f"claimlint: and {words.count(len(refused) - MOST_LINES, 'draft')} more that were not put in.")
    by_hand = sum(chosen(finding, review=True) is None for finding in left)
    if by_hand and asked.review:
        output.say(
            f"claimlint: {words.count(by_hand, 'finding')} left without a draft to put in: a question to settle, "
            "or wording to choose by hand."
        )
    first = (chosen(finding, review=True) for finding in left)
    waiting = sum(draft is not None and draft.applicability == "review" for draft in first)
    if waiting and not asked.review:
        output.say(
            f"claimlint: {words.count(waiting, 'finding')} left with a draft that somebody has to read first; "
            "`claimlint check --fix-review FILE` puts it in, one file at a time."
        )


def _refused(one: Fixed, outcome: Outcome) -> str:
    from claimlint.reporters import words

    at = outcome.draft.start
    what = words.quoted(outcome.finding.text or outcome.draft.text)
    return f"{one.before.path}:{at.line}:{at.column}: draft for {what} not put in: {outcome.reason}"
