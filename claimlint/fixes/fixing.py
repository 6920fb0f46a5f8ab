"""One file's findings to the file with their drafts in it: placed, spelt, read again, judged again, round by round."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from claimlint import readers
from claimlint.config import InputFile
from claimlint.errors import UnreadableError
from claimlint.fixes.edit import Edit, Edits
from claimlint.fixes.guard import Guard
from claimlint.fixes.page import brought
from claimlint.fixes.readback import read_again
from claimlint.fixes.spelling import spellings
from claimlint.fixes.target import Finder, Refused, Target
from claimlint.record import Record, replace
from claimlint.report import Finding, Suggestion
from claimlint.segment import Document
from claimlint.source import decode, encode

ROUNDS = 4
"""Overlapping drafts wait for the next round; after so many nothing more is tried."""
READ_WRONG = "the file would not read as before with it"
FINDS_MORE = "it would bring a finding of its own"

Lint = Callable[[Sequence[InputFile]], Sequence[Finding]]


class Outcome(Record, frozen=True):
    """What became of one draft: at which place of the file as it was then, and why not, where it was not put in."""

    finding: Finding
    draft: Suggestion
    reason: str | None = None


class Fixed(Record, frozen=True):
    """A file before and after; `outcomes` in the order in which they were decided."""

    before: InputFile
    after: InputFile
    outcomes: tuple[Outcome, ...]

    @property
    def applied(self) -> tuple[Outcome, ...]:
        """The drafts that were put in."""
        return tuple(one for one in self.outcomes if one.reason is None)

    @property
    def refused(self) -> tuple[Outcome, ...]:
        """The drafts that were not, and why."""
        return tuple(one for one in self.outcomes if one.reason is not None)


def chosen(finding: Finding, *, review: bool) -> Suggestion | None:
    """Return the draft that would be put in: one marked automatic, or with `review` the first if it is for review."""
    for draft in finding.suggestions:
        if draft.applicability == "automatic":
            return draft
    first = finding.suggestions[0] if finding.suggestions else None
    return first if review and first and first.applicability == "review" and first.kind != "ask" else None


def fix(file: InputFile, findings: Sequence[Finding], lint: Lint, guard: Guard, *, review: bool = False) -> Fixed:
    """Put the drafts of a file's findings in; what `lint` finds afterwards decides which of them stay."""
    if not any(chosen(finding, review=review) for finding in findings):
        return Fixed(file, file, ())
    try:
        documents = readers.read(file.path, file.data)
        source = decode(file.data, file.path)
    except UnreadableError:
        return _none(file, findings, review, "the file is not edited in this format; paste the draft in by hand")
    if len(documents) != 1 or documents[0].source.text != source.text:
        return _none(file, findings, review, "the file is not edited in this format; paste the draft in by hand")
    if encode(source) != file.data:
        return _none(file, findings, review, "the file cannot be written back byte for byte in its encoding")
    return _Fixer(file, documents[0], lint, guard, review).run(findings)


def _none(file: InputFile, findings: Iterable[Finding], review: bool, reason: str) -> Fixed:
    drafts = ((finding, chosen(finding, review=review)) for finding in findings)
    return Fixed(file, file, tuple(Outcome(finding, draft, reason) for finding, draft in drafts if draft))


class _Plan(Record, frozen=True):
    """A draft with its place and the spellings that may read back there."""

    finding: Finding
    draft: Suggestion
    target: Target
    edits: tuple[Edit, ...]

    @property
    def edit(self) -> Edit:
        """The spelling that is tried; the others wait behind it."""
        return self.edits[0]


class _Tried(Record, frozen=True):
    """An attempt at several plans: the new file and document where all may stay, else what is wrong with which."""

    file: InputFile | None = None
    document: Document | None = None
    reason: str = ""
    at_fault: Mapping[int, str] = {}


class _Fixer:
    """Fixes one file; `file` and `document` are what it has come to so far."""

    def __init__(self, file: InputFile, document: Document, lint: Lint, guard: Guard, review: bool) -> None:
        self.original = self.file = file
        self.document = document
        self.lint = lint
        self.guard = guard
        self.review = review
        self.outcomes: list[Outcome] = []
        self.refused: set[tuple[str, ...]] = set()
        self._spelling: dict[tuple[object, ...], int | None] = {}
        self._found: dict[InputFile, Sequence[Finding]] = {}

    def run(self, findings: Sequence[Finding]) -> Fixed:
        """Go round until nothing is left to put in."""
        for number in range(ROUNDS):
            reported = self._reported() if number else findings
            before = self.file
            plans = self._readable(list(self._plans(reported)))
            if plans:
                self._settle(plans)
            if self.file is before:
                break
        return Fixed(self.original, self.file, tuple(self.outcomes))

    def _reported(self) -> Sequence[Finding]:
        return self._findings(self.file)

    def _everywhere(self, file: InputFile) -> Sequence[Finding]:
        return self._findings(replace(file, added_lines=None))

    def _findings(self, file: InputFile) -> Sequence[Finding]:
        if file not in self._found:
            self._found[file] = self.lint([file])
        return self._found[file]

    def _plans(self, findings: Iterable[Finding]) -> Iterator[_Plan]:
        """Yield what can be put in by itself; of drafts that meet the first, the others wait for the next round."""
        finder = Finder(self.document)
        last = -1
        said: set[tuple[int, str]] = set()
        for finding in sorted(findings, key=lambda one: one.start):
            draft = chosen(finding, review=self.review)
            if draft is None or _key(finding, draft) in self.refused:
                continue
            try:
                plan = self._plan(finder, finding, draft)
            except Refused as refused:
                self._refuse(finding, draft, str(refused))
                continue
            says = plan.target.segment, draft.text
            if plan.edit.start > last and says not in said:
                last = plan.edit.end
                said.add(says)
                yield plan

    def _plan(self, finder: Finder, finding: Finding, draft: Suggestion) -> _Plan:
        if draft.only_for is not None:
            raise Refused(f"it speaks of {draft.only_for.upper()} only; choose by hand")
        target = finder.target(draft.start.offset, draft.end.offset, draft.text)
        segment = self.document.segments[target.segment]
        self.guard.check(segment, target, unseen=draft.applicability == "automatic")
        source = self.document.source
        spelt = spellings(target.words, segment, source.text, source.encoding, target.source)
        edits = [Edit(target.source.start, target.source.end, words) for words in spelt]
        if len(edits) > 1:
            self._choose(edits, target)
        return _Plan(finding, draft, target, tuple(edits))

    def _choose(self, edits: list[Edit], target: Target) -> None:
        """Put the spelling first that reads back; one that did in a place of the same kind is taken to do so again."""
        segment, text = self.document.segments[target.segment], self.document.source.text
        hull = segment.hull(0, len(segment.text))
        around = text[max(hull.start - 1, 0) : hull.start], text[hull.end : hull.end + 1]
        kind = (segment.surface, *around, target.words, len(edits))
        if kind not in self._spelling:
            tries = (number for number, edit in enumerate(edits) if self._reads(edit, target))
            self._spelling[kind] = next(tries, None)
        first = self._spelling[kind]
        if first is None:
            raise Refused(READ_WRONG)
        edits.insert(0, edits.pop(first))

    def _reads(self, edit: Edit, target: Target) -> bool:
        return read_again(self.document, Edits([edit]), [target]) is not None

    def _readable(self, plans: Sequence[_Plan]) -> list[_Plan]:
        """Return the plans that read back together, in the spelling in which they do; nothing is judged yet."""
        kept: list[_Plan] = []
        waiting = [list(plans)]
        while waiting:
            group = waiting.pop()
            together = sorted([*kept, *group], key=_place)
            edits = Edits(plan.edit for plan in together)
            if read_again(self.document, edits, [plan.target for plan in together]):
                kept += group
            elif len(group) > 1:
                waiting += [group[len(group) // 2 :], group[: len(group) // 2]]
            elif len(group[0].edits) > 1:
                waiting.append([replace(group[0], edits=group[0].edits[1:])])
            else:
                self._refuse(group[0].finding, group[0].draft, READ_WRONG)
        return kept

    def _settle(self, plans: Sequence[_Plan]) -> None:
        """Keep as many of the plans as may stay; where nobody can tell which is at fault, halve and try again."""
        start, before = self.document, self._everywhere(self.file)
        file = self.file
        kept: list[_Plan] = []
        waiting = [list(plans)]
        while waiting:
            group = waiting.pop()
            tried = self._try(start, file, before, [*kept, *group])
            if tried.file is not None and tried.document is not None:
                kept += group
                self.file, self.document = tried.file, tried.document
            else:
                waiting += self._smaller(group, [*kept, *group], tried)
        self.outcomes += [Outcome(plan.finding, plan.draft) for plan in sorted(kept, key=_place)]

    def _smaller(self, group: list[_Plan], together: Sequence[_Plan], tried: _Tried) -> Iterator[list[_Plan]]:
        """Yield what is to be tried in place of a group that cannot stay as it is, the last one first."""
        ordered = sorted(together, key=_place)
        faulty = {id(ordered[index]): reason for index, reason in tried.at_fault.items()}
        rest = [plan for plan in group if id(plan) not in faulty]
        if len(rest) == len(group) == 1:
            self._refuse(group[0].finding, group[0].draft, tried.reason)
            return
        for plan in group:
            if id(plan) in faulty:
                self._refuse(plan.finding, plan.draft, faulty[id(plan)])
        half = len(rest) // 2 if len(rest) == len(group) else 0
        yield from (part for part in (rest[half:], rest[:half]) if part)

    def _try(self, start: Document, file: InputFile, before: Sequence[Finding], plans: Sequence[_Plan]) -> _Tried:
        ordered = sorted(plans, key=_place)
        edits, targets = Edits(plan.edit for plan in ordered), [plan.target for plan in ordered]
        document = read_again(start, edits, targets)
        if document is None:
            return _Tried(reason=READ_WRONG)
        lines = edits.lines(start.source.text, document.source.text, file.added_lines)
        changed = InputFile(file.path, encode(document.source), lines)
        fixed = [plan.finding for plan in ordered]
        new = list(brought(before, self._everywhere(changed), edits, targets, fixed, start))
        if not new:
            return _Tried(changed, document)
        at_fault = {index: _brings(one.finding) for one in reversed(new) for index in one.by}
        return _Tried(reason=_brings(new[0].finding), at_fault=at_fault)

    def _refuse(self, finding: Finding, draft: Suggestion, reason: str) -> None:
        self.refused.add(_key(finding, draft))
        self.outcomes.append(Outcome(finding, draft, reason))


def _place(plan: _Plan) -> Edit:
    return plan.edit


def _brings(finding: Finding) -> str:
    return f"{FINDS_MORE}: {finding.message}"


def _key(finding: Finding, draft: Suggestion) -> tuple[str, ...]:
    return finding.fingerprint, finding.surface, finding.rule, finding.text, finding.sentence, draft.text
