"""One document to its outcome: which matches are claims, what law and evidence say of them, what becomes a finding."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from claimlint import approval, balance, lazy, patterns, report, selection, suppress, upkeep
from claimlint.analysis import NO_CLAIM, Analysis
from claimlint.claim import Claim, Page, of, page, readings, resolve
from claimlint.config import InputFile, PageGroup, Settings, shipped_knowledge
from claimlint.evidence import Verdict, strictness
from claimlint.evidence import judge as judge_evidence
from claimlint.finding import Group, Maker, group, parted, rule_bases
from claimlint.judgement import Judged, judge
from claimlint.knowledge import Knowledge
from claimlint.match import Match
from claimlint.outcome import Outcome
from claimlint.page_rules import Asserted, PageMatch, judge_page
from claimlint.record import replace
from claimlint.report import ClaimEntry, Excused, FileEntry, Finding, Hidden, Suggestion
from claimlint.ruleset import Rule
from claimlint.segment import Segment
from claimlint.source import Span

if TYPE_CHECKING:
    from claimlint import drafting, explain, wording
else:  # asked for where something was found
    drafting, explain, wording = (lazy.module(f"claimlint.{name}") for name in ("drafting", "explain", "wording"))

NO_OFFER = "no sign of an offer"


def outcome_of(court: Court) -> Outcome:
    """Judge a document and return what came of it."""
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


_PROSE = ("sentence", "verb-finite")
_OPENS = frozenset(">({[\"'`")
"""Characters behind which a text begins."""


class Court:
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
        self.invited: set[str] = set()
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
            for one in configured([finding], self.layers):
                yield one, segment

    def upkeep(self) -> list[Finding]:
        """Return what has to be said of the comments by which the page lets something stand; call it last."""
        notes = [*self.cover.notes(whole=self.settings.whole)]
        said = texts(self.settings) if notes else {}
        found = (
            upkeep.at_comment(said[rule], rule, self.document.source, self.path, span, message)
            for rule, span, message in notes
        )
        return [*configured(found, self.layers)]

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
            if one.head.verdict == "unverified" and self._is_repeated(draft):
                continue
            hull = self._hull(segment, draft.start, draft.end)
            start, end = self.maker.place(hull.start), self.maker.place(hull.end)
            how = draft.applicability, draft.only_for, draft.slot.value, draft.reads
            made.append(Suggestion(draft.kind, draft.text, start, end, *how))
        return tuple(made)

    def _hull(self, segment: Segment, start: int, end: int) -> Span:
        """Return the source that a draft takes the place of, inline markup whole."""
        pieces = segment.pieces(start, end)
        hull = segment.hull(start, end)
        if len(pieces) < 2 or segment.part:
            return hull
        return balance.whole(self.document.source.text, hull.start, hull.end)

    def _is_repeated(self, draft: drafting.Draft) -> bool:
        """True for a sentence that invites the reader to ask, where the page was offered the same before."""
        if draft.kind != "rewrite" or draft.applicability != "manual" or draft.slot.value not in _PROSE:
            return False
        known = draft.text in self.invited
        self.invited.add(draft.text)
        return known

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
        words = " ".join((text or question or "").split())
        blank = " " if text and self._runs_on(match.insert) else ""
        return (Suggestion(kind, blank + words, place, place, "manual"),)

    def _runs_on(self, offset: int) -> bool:
        """True where a sentence put in at an offset would touch the word or the stop before it."""
        before = self.document.source.text[offset - 1 : offset]
        return bool(before) and not before.isspace() and before not in _OPENS

    @cached_property
    def _spelling(self) -> wording.Spelling | None:
        """How the page spells, None where it does not show; read when the first draft is written."""
        text = " ".join(segment.text for segment in self.document.segments)
        return wording.spelling(text, self.knowledge.wording.words.american)

    def _explain(self, one: Group, text: str) -> str:
        return explain.message(one, text, self.rules, self.vocabulary)


def texts(settings: Settings) -> Mapping[str, upkeep.Upkeep]:
    """Return what is said of waivers, comments and the baseline, by rule."""
    return upkeep.load_upkeep(settings.knowledge or shipped_knowledge())


def configured(findings: Iterable[Finding], layers: Sequence[selection.Layer]) -> Iterator[Finding]:
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


def page_group(path: str, settings: Settings) -> PageGroup | None:
    """Return the last page group of the configuration whose patterns fit the path."""
    shown = settings.in_project(path)
    fitting = [one for one in settings.pages if patterns.fits(one.files, shown)]
    return fitting[-1] if fitting else None


def _hidden(finding: Finding, why: suppress.Waived) -> Hidden:
    return Hidden(finding, why.by, why.until, why.owner, why.reason)
