"""The pipeline on one screen: files to one report.

path ─source→ SourceFile ─reader→ Segments ─sentence→ Sentences ─scan→ hits ─frame→ Frames ─rule→ Matches
     ─claim→ Claims ─evidence→ Verdicts ─wording→ Findings ─report→ Report
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property, partial
from itertools import islice
from typing import TYPE_CHECKING

from claimlint import (
    __version__,
    approval,
    baseline,
    batches,
    lazy,
    outcome,
    patterns,
    readers,
    report,
    selection,
    suppress,
    upkeep,
)
from claimlint.analysis import NO_CLAIM, Analysis, analyse
from claimlint.claim import Claim, Page, of, page, readings, resolve
from claimlint.config import InputFile, PageGroup, Settings, shipped_knowledge
from claimlint.errors import UnreadableError
from claimlint.evidence import Verdict, strictness
from claimlint.evidence import judge as judge_evidence
from claimlint.finding import Group, Maker, group, parted, rule_bases
from claimlint.judgement import Judged, judge
from claimlint.knowledge import Knowledge, load
from claimlint.language import fast, model_name, warm_up
from claimlint.match import Match
from claimlint.outcome import Outcome
from claimlint.page_rules import Asserted, PageMatch, judge_page
from claimlint.record import Record, field, replace
from claimlint.report import ClaimEntry, Excused, FileEntry, Finding, Hidden, Report, Suggestion, Tool
from claimlint.ruleset import Rule
from claimlint.segment import Document
from claimlint.store import Store
from claimlint.tally import Tally

if TYPE_CHECKING:
    from claimlint import drafting, explain, wording
else:  # asked for where something was found
    drafting, explain, wording = (lazy.module(f"claimlint.{name}") for name in ("drafting", "explain", "wording"))


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
            court = _Court(file, analysis, knowledge, settings)
            if inventory:
                part.entries += court.inventory()
            outcomes.append(_outcome(court))
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


def _outcome(court: _Court) -> Outcome:
    judged, excused = court.judge()
    findings, suppressed = court.findings(judged)
    url = court.group.url_of(court.path) if court.group else None
    return Outcome(
        _entry(court.analysis, url),
        tuple(findings),
        tuple(court.upkeep()),
        tuple(excused),
        tuple(suppressed),
        sum(one.verdict == "supported" for one in judged),
        frozenset(court.cover.named),
        frozenset(court.cover.hiding),
        court.unreviewed(judged),
    )


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
        found.append(upkeep.at_waiver(_texts(settings)[rule], rule, waiver, settings.root, settings.cwd, message))
    if aside and settings.baseline and aside.expired(settings.as_of):
        rule, until = "expired-baseline", aside.until.isoformat()
        message = (
            f"The baseline ended on {until} and hides none of its {aside.count} findings any more (ask {aside.owner})."
        )
        text = _texts(settings)[rule]
        found.append(upkeep.at_words(text, rule, settings.baseline, until, settings.root, settings.cwd, message))
    found = [*_configured(found, settings.layers)]
    tally.findings += found
    tally.matches += len(found)


def _texts(settings: Settings) -> Mapping[str, upkeep.Upkeep]:
    return upkeep.load_upkeep(settings.knowledge or shipped_knowledge())


def _configured(findings: Iterable[Finding], layers: Sequence[selection.Layer]) -> Iterator[Finding]:
    """Yield what the configuration selects of findings that no rule of the copy made, as grave as it says."""
    for finding in findings:
        severity = selection.severity_of(layers, finding.rule, finding.rule, finding.severity)
        if selection.wanted(layers, finding.rule, finding.rule, severity):
            yield replace(finding, severity=severity)


def _entry(analysis: Analysis, url: str | None) -> FileEntry:
    document = analysis.document
    status, reason = document.status, document.reason
    foreign = len(analysis.foreign)
    if foreign and foreign == len(document.segments):
        status, reason = "not-judged", "is in another language"
    elif foreign and status == "checked":
        reason = f"{foreign} of {len(document.segments)} blocks are in another language and were not judged"
    return FileEntry(document.source.path, status, reason, len(document.segments), analysis.words, url)


def _touches(finding: Finding, file: InputFile) -> bool:
    """Tell whether a finding stands on an added line, or the same words, its lead-in or its bullets do."""
    if file.added_lines is None:
        return True
    places = [(finding.start, finding.end), *((one.start, one.end) for one in finding.related)]
    places += [(one.start, one.end) for one in finding.also_at]
    return any(not file.added_lines.isdisjoint(range(start.line, end.line + 1)) for start, end in places)


class _Court:
    """Judges one document."""

    def __init__(self, file: InputFile, analysis: Analysis, knowledge: Knowledge, settings: Settings) -> None:
        self.analysis = analysis
        self.document = analysis.document
        self.knowledge = knowledge
        self.rules = knowledge.lexis.rules
        self.vocabulary = knowledge.lexis.vocabulary
        self.settings = settings
        self.codes = {code for one in knowledge.jurisdictions.values() for code in one.codes}
        codes = {code: one.codes for code, one in knowledge.jurisdictions.items()}
        self.approvals = approval.approvals(analysis.hits, knowledge.approved, codes, settings.as_of)
        self.path = settings.in_project(file.path)
        self.replacements = knowledge.approved.replacements(codes, settings.as_of)
        self.layers = selection.holding(settings.layers, self.path)
        known = (*self.rules.rules, selection.APPROVAL)
        self.cover = suppress.Cover(self.document, self.path, settings.waivers, known, settings.as_of)
        self.group = page_group(file.path, settings)
        given = (
            (self.group and self.group.treatment) or settings.treatment,
            (self.group and self.group.condition) or settings.condition,
        )
        informs = self.group is not None and self.group.purpose == "information"
        self.page: Page = page(
            self.document, analysis.hits, self.vocabulary, given, informs=informs, unsettled=analysis.unsettled
        )
        self.told: set[str | None] = set()
        self.asking: list[Match] = []
        self.maker = Maker(self.document, self.rules, self._describe, self._draft, self._explain, self.path)

    def judge(self) -> tuple[list[Judged], list[Excused]]:
        """Return the live matches with their verdicts, and the excused ones."""
        judged: list[Judged] = []
        excused: list[Excused] = []
        for match, hits in self.analysis.matches:
            if not self._wanted(match.rule):
                continue
            if self.rules[match.rule].judged_by == "document" and not match.excuse:
                self.asking.append(match)
                continue
            if match.excuse:
                excused.append(self._excused(match, match.excuse.because, match.excuse.cue))
                continue
            claim = resolve(match, hits, self.page, self.vocabulary)
            if not self._is_offer(self.rules[match.rule], match, claim):
                excused.append(self._excused(match, "not-an-offer", NO_OFFER))
                continue
            verdict = self._judge(match, claim)
            if verdict.verdict != "supported" and not self._wanted(match.rule, verdict.severity):
                continue
            signed = self.approvals.of(verdict)
            if signed:
                excused.append(self._excused(match, "approved", signed.reference))
                continue
            judged.append(verdict)
        return judged, excused

    @staticmethod
    def _is_offer(rule: Rule, match: Match, claim: Claim) -> bool:
        if rule.advertises or match.advertises:
            return not (claim.informs or (claim.everyday and rule.judged_by == "evidence"))
        return claim.offered if rule.judged_by == "evidence" else claim.advertised

    def findings(self, judged: Sequence[Judged]) -> tuple[list[Finding], list[Hidden]]:
        """Return the findings of the page, of its merged matches and its document rules, and those waivers hide."""
        live = [one for one in judged if one.verdict != "supported"]
        kept, waived = parted(group(live, self.document), self.cover)
        found = self.maker.findings(kept)
        hidden = [_hidden(finding, why) for one, why in waived for finding in self.maker.findings([one])]
        for finding, segment in self._of_page(judged):
            why = self.cover.of_finding(finding, segment)
            if why:
                hidden.append(_hidden(finding, why))
            else:
                found.append(finding)
        return found, hidden

    def _of_page(self, judged: Sequence[Judged]) -> Iterator[tuple[Finding, int | None]]:
        """Yield what document rules and approved wording find, with the block it stands in, None for all the page."""
        is_page = self.document.is_page or (self.group is not None)
        said = {id(one.match): one for one in judged}
        for match in judge_page(
            self.document,
            self.analysis.hits,
            list(self._asserted(judged)),
            self.asking,
            self.rules,
            self.vocabulary,
        ):
            severity = self._configured(match.rule, "warning" if is_page else "info")
            if self._wanted(match.rule, severity) and match.rule not in self.approvals.notices:
                rule = self.rules[match.rule]
                by = said.get(id(match.at.by.match)) if match.at.by else None
                message = explain.page_message(match, rule, self.document)
                made = self.maker.page_finding(match, severity, message, self._page_drafts(match, by))
                segment = match.at.sentence.segment if match.caveats else None
                yield replace(made, basis=rule_bases(rule, self.codes)), segment
        restricted = [one.match.sentence for one in judged if one.verdict == "restricted"]
        for finding, segment in approval.findings(self.document, self.approvals, restricted, self.path):
            for one in _configured([finding], self.layers):
                yield one, segment

    def upkeep(self) -> list[Finding]:
        """Return what has to be said of the comments by which the page lets something stand; call it last."""
        notes = [*self.cover.notes(whole=self.settings.whole)]
        texts = _texts(self.settings) if notes else {}
        found = (
            upkeep.at_comment(texts[rule], rule, self.document.source, self.path, span, message)
            for rule, span, message in notes
        )
        return [*_configured(found, self.layers)]

    def _asserted(self, judged: Iterable[Judged]) -> Iterator[Asserted]:
        """Yield what the page says; only claims that the evidence does not carry count as unproved benefit."""
        for one in judged:
            carried = one.verdict == "supported" or one.severity == "info"
            benefit = self.rules[one.match.rule].judged_by == "evidence" and not carried
            yield Asserted(one.match, one.claim, benefit, frozenset(each.status for each in one.evidence.all))

    def inventory(self) -> Iterator[ClaimEntry]:
        """Yield every frame and every idiom as a claim with its verdict, unless it is negated or asked."""
        framed: set[tuple[int, int, int]] = set()
        for match, hits in self.analysis.matches:
            if match.excuse is None and self.rules[match.rule].judged_by == "evidence":
                claim = resolve(match, hits, self.page, self.vocabulary)
                if match.frame:
                    framed.add((id(hits), match.frame.first, match.frame.last))
                yield self._entry_of(match, claim)
        for read in self.analysis.frames:
            frame, hits = read.frame, read.hits
            if (id(hits), frame.first, frame.last) in framed or any(mark.kind in NO_CLAIM for mark in read.marks):
                continue
            claim = of(frame, *frame.extent, frame.strength, hits, self.page, self.vocabulary)
            yield self._entry_of(Match("", hits.sentence, *frame.extent, frame, frame.strength), claim)

    def _entry_of(self, match: Match, claim: Claim) -> ClaimEntry:
        claim, verdict = self._weighed(claim)
        judged = Judged(match, claim, verdict.verdict, "info", verdict)
        segment = self.document.segments[match.sentence.segment]
        hull = segment.hull(match.start, match.end)
        return ClaimEntry(
            self.document.source.path,
            segment.part,
            self.maker.place(hull.start),
            self.maker.place(hull.end),
            segment.text[match.start : match.end],
            match.sentence.text,
            self.maker.view_of(judged),
            verdict.verdict,
        )

    def unreviewed(self, judged: Iterable[Judged]) -> int:
        """Return how many supported claims rest on an evidence row that no clinician has reviewed."""
        rows = (
            one.evidence
            for one in judged
            if one.verdict == "supported" and self.rules[one.match.rule].judged_by == "evidence"
        )
        return sum(row.row is not None and row.clinical_review is None for row in rows)

    def _judge(self, match: Match, claim: Claim) -> Judged:
        claim, verdict = self._weighed(claim)
        judged = judge(match, claim, self.rules[match.rule], verdict, self.knowledge.jurisdictions)
        severity = self._configured(match.rule, judged.severity)
        return replace(judged, severity=severity)

    def _weighed(self, claim: Claim) -> tuple[Claim, Verdict]:
        """Return the claim in the sense that is judged most strictly, and how."""
        judged = [(one, self._evidence(one)) for one in readings(claim, self.page, self.vocabulary)]
        return max(judged, key=lambda one: strictness(one[1]))

    def _evidence(self, claim: Claim) -> Verdict:
        slots = [about.id if about else None for about in (claim.treatment, claim.condition, claim.outcome)]
        return judge_evidence(
            self.knowledge.registry,
            self.vocabulary,
            self.knowledge.jurisdictions,
            treatment=slots[0],
            condition=slots[1],
            outcome=slots[2],
            strength=int(claim.strength),
            scoped=claim.scoped,
            as_of=self.settings.as_of,
        )

    def _wanted(self, rule: str, severity: str | None = None) -> bool:
        """Tell whether a rule speaks here; before its severity is known, whether it may at any."""
        if not self.rules[rule].holds(self.codes, self.settings.as_of):
            return False
        topic = self.rules.rules[rule].topic
        severities = (severity,) if severity else selection.SEVERITIES
        return any(selection.wanted(self.layers, rule, topic, each) for each in severities)

    def _configured(self, rule: str, severity: str) -> str:
        return selection.severity_of(self.layers, rule, self.rules.rules[rule].topic, severity)

    def _excused(self, match: Match, because: str, cue: str) -> Excused:
        segment = self.document.segments[match.sentence.segment]
        hull = segment.hull(match.start, match.end)
        return Excused(
            match.rule,
            self.document.source.path,
            self.maker.place(hull.start),
            self.maker.place(hull.end),
            segment.text[match.start : match.end],
            because,
            cue,
        )

    def _describe(self, judged: Judged) -> report.Evidence | None:
        return explain.evidence(judged, self.knowledge, self.settings.as_of)

    def _draft(self, one: Group) -> tuple[Suggestion, ...]:
        segment = self.document.segments[one.sentence.segment]
        rule = self.rules[one.head.match.rule]
        made = []
        topic = one.head.claim.treatment.id if one.head.claim.treatment else None
        restricted = one.head.verdict == "restricted"
        again = restricted and topic in self.told
        manner = drafting.Manner(self._spelling, again=again, replacements=self.replacements)
        if restricted:
            self.told.add(topic)
        for draft in drafting.drafts(one, segment, rule, self.knowledge, manner):
            hull = segment.hull(draft.start, draft.end)
            start, end = self.maker.place(hull.start), self.maker.place(hull.end)
            how = draft.applicability, draft.only_for, draft.slot.value, draft.reads
            made.append(Suggestion(draft.kind, draft.text, start, end, *how))
        return tuple(made)

    def _page_drafts(self, match: PageMatch, by: Judged | None) -> tuple[Suggestion, ...]:
        if match.verdict == "contradicted":
            asked = str(self.knowledge.wording.questions.contradicted[0])
            place = self.maker.place(self.document.insert_at)
            return (Suggestion("ask", asked, place, place, "manual"),)
        text = drafting.page_draft(match, by, self.knowledge, self.rules[match.rule], self._spelling)
        question = self.rules[match.rule].suggest.get("ask")
        if match.insert is None or (text is None and question is None):
            return ()
        place = self.maker.place(match.insert)
        kind = "ask" if text is None else "rewrite"
        return (Suggestion(kind, " ".join((text or question or "").split()), place, place, "manual"),)

    @cached_property
    def _spelling(self) -> wording.Spelling | None:
        """How the page spells, None where it does not show; read when the first draft is written."""
        text = " ".join(segment.text for segment in self.document.segments)
        return wording.spelling(text, self.knowledge.wording.words.american)

    def _explain(self, one: Group, text: str) -> str:
        return explain.message(one, text, self.rules, self.vocabulary)


NO_OFFER = "no sign of an offer"


def page_group(path: str, settings: Settings) -> PageGroup | None:
    """Return the last page group of the configuration whose patterns fit the path."""
    shown = settings.in_project(path)
    fitting = [one for one in settings.pages if patterns.fits(one.files, shown)]
    return fitting[-1] if fitting else None


def _hidden(finding: Finding, why: suppress.Waived) -> Hidden:
    return Hidden(finding, why.by, why.until, why.owner, why.reason)
