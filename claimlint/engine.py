"""The pipeline on one screen: files to one report.

path ─source→ SourceFile ─reader→ Segments ─sentence→ Sentences ─scan→ hits ─frame→ Frames ─rule→ Matches
     ─claim→ Claims ─evidence→ Verdicts ─wording→ Findings ─report→ Report
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from itertools import islice

from claimlint import (
    __version__,
    baseline,
    batches,
    outcome,
    readers,
    report,
    selection,
    suppress,
    upkeep,
)
from claimlint.analysis import analyse
from claimlint.config import InputFile, Settings
from claimlint.court import Court, configured, outcome_of, texts
from claimlint.errors import UnreadableError
from claimlint.knowledge import Knowledge, load
from claimlint.language import fast, model_name, warm_up
from claimlint.outcome import Outcome
from claimlint.record import Record, field, replace
from claimlint.report import ClaimEntry, FileEntry, Finding, Report, Tool
from claimlint.segment import Document
from claimlint.store import Store
from claimlint.tally import Tally


def check(files: Iterable[InputFile], settings: Settings, knowledge: Knowledge | None = None) -> Report:
    """Check the files and return the report; `knowledge` is loaded where none is given. Raises KnowledgeError."""
    knowledge = knowledge or load(settings)
    aside = _aside(settings)
    tally = _run(files, settings, knowledge, aside, inventory=False)
    _check_upkeep(tally, aside, settings)
    return _report(tally, knowledge, settings)


def claims(files: Iterable[InputFile], settings: Settings) -> tuple[tuple[ClaimEntry, ...], Report]:
    """Return every claim of the files, supported ones too, and the report of the same run."""
    knowledge = load(settings)
    tally = _run(files, settings, knowledge, _aside(settings), inventory=True)
    made = _report(tally, knowledge, settings)
    entries = sorted(tally.entries, key=lambda entry: (entry.path, entry.part or "", entry.start, entry.end))
    return tuple(entries), made


def _aside(settings: Settings) -> baseline.Baseline | None:
    """Read the baseline, if there is one. Raises KnowledgeError."""
    return baseline.load(settings.baseline, settings.in_project(str(settings.baseline))) if settings.baseline else None


def _run(
    files: Iterable[InputFile],
    settings: Settings,
    knowledge: Knowledge,
    aside: baseline.Baseline | None,
    *,
    inventory: bool,
) -> Tally:
    """Go through all files: what an earlier run knows is taken from there, the rest is judged and kept."""
    ordered = sorted(files, key=lambda file: file.path)
    store = outcome.open_store(settings)
    memory = outcome.Memory(store, settings, knowledge)
    known = memory.find(() if inventory else ordered) or [None] * len(ordered)
    todo = [number for number, outcomes in enumerate(known) if outcomes is None]
    tally, account = Tally(), baseline.account(aside, settings.as_of)
    numbers = iter(todo)
    for part in _judge_all([ordered[number] for number in todo], settings, knowledge, store, inventory=inventory):
        tally.entries += part.entries
        tally.files += part.failed
        for judged, number in zip(part.judged, numbers, strict=False):
            known[number] = judged
            if judged and not inventory:
                memory.keep(ordered[number], judged)
    store.save()
    store.close()
    for file, outcomes in zip(ordered, known, strict=True):
        for one in outcomes or ():
            _count(one, file, account, tally)
    return tally


class _Part(Record):
    """What came of some files, in order: outcomes, none of those that could not be read; claims, new readings."""

    judged: list[tuple[Outcome, ...]] = field(default_factory=list)
    failed: list[FileEntry] = field(default_factory=list)
    entries: list[ClaimEntry] = field(default_factory=list)
    learned: dict[bytes, bytes] = field(default_factory=dict)


def _judge_all(
    files: Sequence[InputFile], settings: Settings, knowledge: Knowledge, store: Store, *, inventory: bool
) -> Iterator[_Part]:
    """Judge files, in as many processes as pay or are asked for; only this one writes to the store."""
    processes = batches.processes(files, settings.jobs)
    if processes == 1:
        for batch in batches.batches(files, processes):
            yield _judge_batch(batch, settings, knowledge, store, inventory)
        return
    from claimlint import workers

    if workers.METHOD == "fork":
        warm_up()
    own = knowledge if workers.METHOD == "fork" else None
    opener = partial(_open, settings, own, inventory, fast.is_allowed())
    store.close()  # no connection may live on in a forked process
    for part in workers.run(opener, batches.batches(files, processes), processes, method=workers.METHOD):
        store.keep(part.learned)
        yield part


def _open(
    settings: Settings, knowledge: Knowledge | None, inventory: bool, own_process: bool
) -> Callable[[Sequence[InputFile]], _Part]:
    """Return what a process does with a batch of files."""
    if own_process:
        fast.allow()
    loaded = knowledge or load(settings)
    store = outcome.open_store(settings, writes=False)

    def judged(files: Sequence[InputFile]) -> _Part:
        part = _judge_batch(files, settings, loaded, store, inventory)
        return replace(part, learned=store.taken())

    return judged


def _judge_batch(
    files: Sequence[InputFile], settings: Settings, knowledge: Knowledge, store: Store, inventory: bool
) -> _Part:
    part = _Part()
    read = _read(files, part.failed)
    every = [document for documents in read for document in documents]
    analyses = iter(analyse(every, knowledge.lexis, store, inventory=inventory))
    for file, documents in zip(files, read, strict=True):
        outcomes = []
        for analysis in islice(analyses, len(documents)):
            court = Court(file, analysis, knowledge, settings)
            if inventory:
                part.entries += court.inventory()
            outcomes.append(outcome_of(court))
        part.judged.append(tuple(outcomes))
    return part


def _report(tally: Tally, knowledge: Knowledge, settings: Settings) -> Report:
    return report.build(
        tool(knowledge, settings),
        matches=tally.matches,
        supported=tally.supported,
        unreviewed_supported=tally.unreviewed,
        findings=tally.findings,
        excused=tally.excused,
        suppressed=tally.suppressed,
        baselined=tally.baselined,
        files=tally.files,
        older=tally.older,
        problems=map(str, knowledge.lexis.problems),
    )


def tool(knowledge: Knowledge, settings: Settings) -> Tool:
    """Return what a report says of the run: versions, hashes, jurisdictions, date, and how much nobody reviewed."""
    return Tool(
        version=__version__,
        rules=knowledge.lexis.hash,
        evidence=knowledge.evidence_hash,
        model=model_name(),
        jurisdiction=settings.jurisdictions,
        as_of=settings.as_of,
        rule_count=len(knowledge.lexis.rules.rules),
        row_count=len(knowledge.registry.rows),
        unreviewed_rows=sum(row.reviewer is None for row in knowledge.registry.rows.values()),
        packs=settings.extends,
        selection=selection.digest(settings.layers),
        partial=tuple(code for code, one in knowledge.jurisdictions.items() if one.partial),
    )


def _read(files: Iterable[InputFile], failed: list[FileEntry]) -> list[tuple[Document, ...]]:
    """Return the documents of every file; one that no reader can take is `failed`, never passed over."""
    made: list[tuple[Document, ...]] = []
    for file in files:
        try:
            made.append(readers.read(file.path, file.data))
        except UnreadableError as error:
            failed.append(FileEntry(file.path, "failed", str(error)))
            made.append(())
    return made


def _count(one: Outcome, file: InputFile, account: baseline.Account, tally: Tally) -> None:
    """Add the outcome of a document to the tally: what the baseline hides and what stands on older lines apart."""
    new, baselined = account.part(one.findings, lambda finding: _touches(finding, file))
    findings = [*new, *one.upkeep]
    reported = [finding for finding in findings if _touches(finding, file)]
    tally.findings += reported
    tally.excused += one.excused
    tally.suppressed += one.suppressed
    tally.baselined += baselined
    tally.supported += one.supported
    tally.unreviewed += one.unreviewed
    tally.older += len(findings) - len(reported)
    tally.matches += sum(finding.matches for finding in reported) + one.supported + len(one.excused)
    tally.matches += sum(each.finding.matches for each in (*one.suppressed, *baselined))
    tally.named |= one.named
    tally.hiding |= one.hiding
    tally.files.append(one.file)


def _check_upkeep(tally: Tally, aside: baseline.Baseline | None, settings: Settings) -> None:
    """In a run over the whole site, say which waivers are of no use, and that the baseline has run out."""
    if not settings.whole:
        return
    found: list[Finding] = []
    for rule, waiver, message in suppress.of_site(settings.waivers, tally.named, tally.hiding, settings.as_of):
        found.append(upkeep.at_waiver(texts(settings)[rule], rule, waiver, settings.root, settings.cwd, message))
    if aside and settings.baseline and aside.expired(settings.as_of):
        rule, until = "expired-baseline", aside.until.isoformat()
        message = (
            f"The baseline ended on {until} and hides none of its {aside.count} findings any more (ask {aside.owner})."
        )
        text = texts(settings)[rule]
        found.append(upkeep.at_words(text, rule, settings.baseline, until, settings.root, settings.cwd, message))
    found = [*configured(found, settings.layers)]
    tally.findings += found
    tally.matches += len(found)


def _touches(finding: Finding, file: InputFile) -> bool:
    """Tell whether a finding stands on an added line, or the same words, its lead-in or its bullets do."""
    if file.added_lines is None:
        return True
    places = [(finding.start, finding.end), *((one.start, one.end) for one in finding.related)]
    places += [(one.start, one.end) for one in finding.also_at]
    return any(not file.added_lines.isdisjoint(range(start.line, end.line + 1)) for start, end in places)
