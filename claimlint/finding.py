"""Judged matches to findings: one underlined place in the source, one message, one draft.

Matches that overlap, or stand side by side with a word or two of the same clause between them, become one finding that
names all their rules and has the gravest verdict. A bullet with a label and its gloss is one statement.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

from claimlint import lazy
from claimlint.claim import Claim
from claimlint.fingerprint import fingerprint, numbered
from claimlint.judgement import ORDER, SEVERITIES, Judged
from claimlint.page_rules import PageMatch
from claimlint.record import Record, replace
from claimlint.report import AlsoAt, Basis, ClaimView, Evidence, Finding, Place, Related, Suggestion
from claimlint.ruleset import Rule, Ruleset
from claimlint.segment import Document, Segment, Surface
from claimlint.sentence import Sentence, normal
from claimlint.source import LineIndex, Span
from claimlint.suppress import Cover, Waived

_GAP = 3
"""Words between two matches that are underlined as one, at most."""
_LABEL_MARKS = frozenset("–—:-")
_LABEL_WORDS = 6
_BULLET_WORDS = 40
_LEAD_IN_TAIL = 5

Describe = Callable[[Judged], Evidence | None]


class Group(Record, frozen=True):
    """Judged matches that make one finding, the one that decides first; a half-open word range of their sentence.

    named: the rule and word range by which the finding goes; they stay when some of its matches are waived.
    """

    members: tuple[Judged, ...]
    first: int
    last: int
    named: tuple[str, int, int] | None = None

    @property
    def head(self) -> Judged:
        """The match whose verdict and message the finding has."""
        return self.members[0]

    @property
    def sentence(self) -> Sentence:
        """The sentence that holds the group."""
        return self.head.match.sentence

    @property
    def range(self) -> tuple[int, int]:
        """Offsets in the segment's text."""
        return self.sentence.place(self.first, self.last)


def group(judged: Iterable[Judged], document: Document) -> list[Group]:
    """Merge judged matches into groups, in order of place."""
    groups: list[Group] = []
    for one in sorted(
        judged, key=lambda one: (one.match.sentence.segment, one.match.start, one.match.end, one.match.rule)
    ):
        last = groups[-1] if groups else None
        if last and _together(last, one, document.segments[one.match.sentence.segment]):
            members = tuple(sorted((*last.members, one), key=_rank))
            first = min(last.first, one.match.first - one.match.lead)
            groups[-1] = Group(members, first, max(last.last, one.match.last))
        else:
            groups.append(Group((one,), one.match.first - one.match.lead, one.match.last))
    return groups


def parted(groups: Iterable[Group], cover: Cover) -> tuple[list[Group], list[tuple[Group, Waived]]]:
    """Part matches that a waiver hides from their groups; what is left of a group stays one finding."""
    kept: list[Group] = []
    hidden: list[tuple[Group, Waived]] = []
    for one in groups:
        left: list[Judged] = []
        taken: dict[Waived, list[Judged]] = {}
        for member in one.members:
            waived = cover.of_match(member)
            (taken.setdefault(waived, []) if waived else left).append(member)
        if not taken:
            kept.append(one)
            continue
        name = (one.head.match.rule, one.first, one.last)
        kept += [_of(left, name)] if left else []
        hidden += [(_of(members, name), waived) for waived, members in taken.items()]
    return kept, hidden


def _of(members: Sequence[Judged], name: tuple[str, int, int]) -> Group:
    first = min(one.match.first - one.match.lead for one in members)
    return Group(tuple(members), first, max(one.match.last for one in members), name)


def _rank(one: Judged) -> tuple[object, ...]:
    """The gravest severity first, then verdict, the particular rule, the strongest wording, the longest match."""
    match = one.match
    return (
        SEVERITIES.index(one.severity),
        ORDER.index(one.verdict),
        one.general,
        -int(one.claim.strength),
        -(match.last - match.first),
        match.first,
        match.rule,
    )


def _together(earlier: Group, one: Judged, segment: Segment) -> bool:
    if earlier.sentence is not one.match.sentence:
        return False
    if one.match.first - one.match.lead < earlier.last:
        return True
    words = earlier.sentence.words
    between = words[earlier.last : one.match.first - one.match.lead]
    if len(between) <= _GAP and not any(word.is_mark and word.norm not in (",", "/") for word in between):
        return True
    return segment.surface is Surface.LIST_ITEM and _is_labelled(earlier.sentence)


def _is_labelled(sentence: Sentence) -> bool:
    """True for “Label – gloss” and “Label: gloss”."""
    head = sentence.words[: _LABEL_WORDS + 1]
    return len(sentence.words) <= _BULLET_WORDS and any(word.norm in _LABEL_MARKS for word in head[1:])


class Maker:
    """Makes the findings of one document; path: what fingerprints call it, relative to the project."""

    def __init__(
        self,
        document: Document,
        rules: Ruleset,
        describe: Describe,
        draft: Callable[[Group], tuple[Suggestion, ...]],
        explain: Callable[[Group, str], str],
        path: str | None = None,
    ) -> None:
        self.document = document
        self.path = document.source.path if path is None else path
        self.rules = rules
        self.describe = describe
        self.draft = draft
        self.explain = explain
        self.lines = LineIndex(document.source.text)

    def place(self, offset: int) -> Place:
        """Return the place of a source offset."""
        return self.lines.position(offset)

    def findings(self, groups: Iterable[Group]) -> list[Finding]:
        """Return one finding a group, the same words elsewhere in the file folded into `also_at`."""
        return _numbered(_folded([self._finding(one) for one in groups]))

    def _finding(self, one: Group) -> Finding:
        segment = self.document.segments[one.sentence.segment]
        start, end = one.range
        pieces = segment.pieces(start, end)
        text = segment.text[start:end]
        head = one.head
        return Finding(
            rule=head.match.rule,
            rules=tuple(dict.fromkeys(member.match.rule for member in one.members)),
            matches=len(one.members),
            severity=head.severity,
            verdict=head.verdict,
            path=self.document.source.path,
            part=segment.part,
            surface=segment.surface.value,
            start=self.place(pieces[0].start),
            end=self.place(pieces[-1].end),
            spans=tuple((piece.start, piece.end) for piece in pieces),
            text=text,
            sentence=one.sentence.text,
            claim=self.view(one),
            message=self.explain(one, text),
            suggestions=self.draft(one),
            related=(*self._related(head), *self._items(one)),
            fingerprint=self._fingerprint(one),
            basis=bases(one, self.rules),
        )

    def view(self, one: Group) -> ClaimView | None:
        """Return what the group asserts; None where its rules assert no effect."""
        asserting = [
            member
            for member in one.members
            if member.match.frame or self.rules[member.match.rule].judged_by == "evidence"
        ]
        return self.view_of(asserting[0]) if asserting else None

    def view_of(self, judged: Judged) -> ClaimView:
        """Return what one match asserts."""
        return _view(judged.claim, self.describe(judged))

    def _related(self, judged: Judged) -> Iterator[Related]:
        """The lead-in of the finding's own block, and any other whose words name what it is about."""
        seen = {judged.match.sentence.segment}
        own = self.document.segments[judged.match.sentence.segment].context.lead_in
        if own is not None:
            seen.add(own)
            yield self.related("lead-in", self.document.segments[own])
        for about in (judged.claim.treatment, judged.claim.condition):
            if about and about.segment is not None and about.segment not in seen and about.where in _RELATED:
                seen.add(about.segment)
                yield self.related(about.where, self.document.segments[about.segment])

    def _items(self, one: Group) -> Iterator[Related]:
        """The bullets that inherit a claim whose object they are: it ends their lead-in."""
        index = one.sentence.segment
        effects = [each.match for each in one.members if self.rules[each.match.rule].judged_by == "evidence"]
        ends = one.head.match in effects and len(one.sentence.words) - one.last <= _LEAD_IN_TAIL
        ends = ends or any(match.introduces for match in effects)
        if not ends or self.document.segments[index].text[one.sentence.end :].strip():
            return
        for segment in self.document.segments:
            if segment.context.lead_in == index and segment.surface is Surface.LIST_ITEM:
                yield self.related("list-item", segment)

    def related(self, what: str, segment: Segment) -> Related:
        """Return a reference to a whole segment."""
        hull = segment.hull(0, len(segment.text))
        return Related(what, self.place(hull.start), self.place(hull.end))

    def _fingerprint(self, one: Group) -> str:
        segment = self.document.segments[one.sentence.segment]
        lead_in = segment.context.lead_in
        introduced_by = self.document.segments[lead_in].text if lead_in is not None else ""
        rule, first, last = one.named or (one.head.match.rule, one.first, one.last)
        text = segment.text[slice(*one.sentence.place(first, last))]
        return fingerprint(rule, self.path, text, one.sentence.text, introduced_by)

    def page_finding(self, match: PageMatch, severity: str, message: str, suggestions: Sequence[Suggestion]) -> Finding:
        """Return a document rule's finding: a missing statement has no width, a contradiction stands at its claim."""
        asked = match.at
        segment = self.document.segments[asked.sentence.segment]
        asking = segment.text[asked.start : asked.end]
        spans, text, sentence = segment.pieces(asked.start, asked.end), asking, asked.sentence.text
        related = [self._range("caveat", place) for place in (*match.caveats, *match.weak)]
        if match.verdict == "missing":
            insert = self.document.insert_at if match.insert is None else match.insert
            spans, text, sentence = (Span(insert, insert),), "", ""
            asking = f"{asking}|{asked.sentence.text}"
            places = ((one.sentence.segment, one.start, one.end) for one in (asked, *match.others))
            related = [*(self._range("claim", place) for place in places), *related]
        return Finding(
            rule=match.rule,
            rules=(match.rule,),
            matches=1,
            severity=severity,
            verdict=match.verdict,
            path=self.document.source.path,
            part=segment.part,
            surface=segment.surface.value if text else Surface.BODY.value,
            start=self.place(spans[0].start),
            end=self.place(spans[-1].end),
            spans=tuple((span.start, span.end) for span in spans),
            text=text,
            sentence=sentence,
            claim=_view(asked.by.claim, None) if asked.by else None,
            message=message,
            suggestions=tuple(suggestions),
            related=tuple(related),
            fingerprint=fingerprint(match.rule, self.path, text, sentence, "" if text else asking),
        )

    def _range(self, what: str, place: tuple[int, int, int]) -> Related:
        """Return a reference to a range of a segment's text."""
        index, start, end = place
        hull = self.document.segments[index].hull(start, end)
        return Related(what, self.place(hull.start), self.place(hull.end))


def bases(one: Group, rules: Ruleset) -> tuple[Basis, ...]:
    """Return the documents that a finding rests on in each jurisdiction asked for: of the law, then of its rules."""
    verdicts = one.head.evidence.all
    found = [Basis(each.jurisdiction, source) for each in verdicts for source in each.basis]
    codes = {code for each in verdicts for code in each.codes}
    for member in one.members:
        found += rule_bases(rules[member.match.rule], codes)
    return tuple(dict.fromkeys(found))


def rule_bases(rule: Rule, codes: Collection[str]) -> tuple[Basis, ...]:
    """Return the documents that a rule rests on in these jurisdictions; what nobody has seen is not among them."""
    return tuple(
        Basis(str(basis.jurisdiction), basis.shown, str(basis.url) if basis.url else None)
        for basis in rule.basis
        if basis.shown and basis.jurisdiction in codes
    )


_RELATED = ("lead-in",)
"""Where a slot is read that belongs to the claim itself; a heading or title only names the topic."""
_WORD = lazy.pattern(r"\w+")


def _view(claim: Claim, evidence: Evidence | None) -> ClaimView:
    slots = {"treatment": claim.treatment, "condition": claim.condition, "outcome": claim.outcome}
    return ClaimView(
        strength=claim.strength.name,
        treatment=claim.treatment.id if claim.treatment else None,
        condition=claim.condition.id if claim.condition else None,
        outcome=claim.outcome.id if claim.outcome else None,
        from_=tuple((name, about.where) for name, about in slots.items() if about),
        evidence=evidence,
        unsettled=tuple((name, about.unsettled) for name, about in slots.items() if about and about.unsettled),
    )


def _folded(findings: Sequence[Finding]) -> list[Finding]:
    """Fold findings of one file that say the same with the same verdict into the first, the body's before others."""
    kept: dict[tuple[str, ...], Finding] = {}
    for finding in sorted(findings, key=lambda finding: (finding.surface in _ECHOES, finding.start)):
        key = (
            *finding.rules,
            finding.verdict,
            *map(normal, _WORD.findall(finding.text)),
            "|",
            *map(normal, _WORD.findall(finding.sentence)),
        )
        first = kept.get(key)
        if first is None or not (finding.surface in _ECHOES or first.surface in _ECHOES):
            kept[key if first is None else (*key, str(finding.start.offset))] = finding
            continue
        also = AlsoAt(finding.path, finding.start, finding.end)
        kept[key] = replace(first, also_at=(*first.also_at, also), matches=first.matches + finding.matches)
    return list(kept.values())


_ECHOES = frozenset({"json-ld", "meta", "title", "attribute", "front-matter", "script-string", "data-string"})


def _numbered(findings: Iterable[Finding]) -> list[Finding]:
    """Tell equal fingerprints apart by their order in the file."""
    counts: dict[str, int] = {}
    made = []
    for finding in sorted(findings, key=lambda finding: finding.start):
        count = counts[finding.fingerprint] = counts.get(finding.fingerprint, 0) + 1
        made.append(replace(finding, fingerprint=numbered(finding.fingerprint, count)))
    return made
