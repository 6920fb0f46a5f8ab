"""A finding to draft wording in the grammar of its place: which words a draft replaces, and with what.

First the sentence itself, less the words that carry the fault, where that is enough. Else, where the wording itself is
the problem, the rule's own drafts; where evidence or law decide, the registry's. Nobody's own words are rewritten.
"""

from __future__ import annotations

import functools
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import Literal

from claimlint import trial, wording
from claimlint.approved import Replacement
from claimlint.claim import About
from claimlint.finding import Group
from claimlint.judgement import Judged
from claimlint.knowledge import Knowledge
from claimlint.lexis import Lexis
from claimlint.page_rules import PageMatch
from claimlint.place import Place, place_of
from claimlint.record import Record, replace
from claimlint.ruleset import Rule
from claimlint.segment import Segment
from claimlint.vocabulary import Entry
from claimlint.wording import Brief, Edit, Fit, Flagged, Slot, Spelling, Topic, Trims
from claimlint.yamlload import Text

_RULE_SLOTS = {
    Slot.HEADING: ("heading",),
    Slot.QUESTION: ("question", "heading"),
    Slot.BUTTON: ("button", "heading"),
    Slot.BULLET: ("bullet",),
    Slot.LEAD_IN: ("lead-in",),
    Slot.ATTRIBUTE: ("attribute", "sentence"),
    Slot.VERB_FINITE: ("verb-phrase", "sentence"),
    Slot.SENTENCE: ("sentence",),
}
_WHOLE = (Slot.SENTENCE, Slot.BULLET, Slot.LEAD_IN)
"""Places that may simply go."""
_MAX_DRAFTS = 3
_FIRST_PERSON = frozenset("i i'm i've i'd i'll my me mine myself".split())
_COUNTED = frozenset(("a", "an", "(", "each", "every"))
"""What stands before the name of a thing rather than of a treatment: “a multifocal IOL”."""
_APART = frozenset("without no non not than unlike instead avoid avoiding from combined beyond".split())
"""Words that set the treatment named behind them apart from the one that is claimed to work."""
_AHEAD = 4
_STRUCTURAL = 7
"""How strong a word is that says of itself that tissue or disease changes."""
_SHORTEST = 2
"""Letters that are no abbreviation to call a treatment by."""


class Draft(Record, frozen=True):
    """Draft wording: kind, text, the range of the segment's text that it replaces, and who may apply it.

    only_for: the jurisdiction whose regulator it names, where several were asked for. reads: the sentence with it.
    """

    kind: str
    text: str
    start: int
    end: int
    applicability: str
    slot: Slot
    only_for: str | None = None
    reads: str | None = None


class Manner(Record, frozen=True):
    """How a page writes and what it was told before. again: the status of this treatment was offered already.

    accept: whether the rules find nothing in words that would stand in this place; permits: whether those that judge
    wording find no more in them than in the sentence as it is. replacements: phrases that have an
    approved text to take their place. imperative: the sentence tells its reader to do something.
    """

    spelling: Spelling | None = None
    again: bool = False
    accept: Callable[[str], bool] | None = None
    permits: Callable[[str], bool] | None = None
    replacements: Sequence[Replacement] = ()
    imperative: bool = False


def drafts(one: Group, segment: Segment, rule: Rule, knowledge: Knowledge, manner: Manner) -> Sequence[Draft]:
    """Return the drafts for a finding, the best first, at most three."""
    place = place_of(one, segment)
    if place.quoted:
        found = [_removal(place), *_asked(knowledge.wording.questions.quoted[:1], one.head, place, knowledge, manner)]
        return tuple(found)
    if place.terms:
        general = knowledge.wording.questions.unverified if one.head.verdict == "unverified" else ()
        return (_removal(place), *_asked([*_lines(rule, ("ask",)), *general], one.head, place, knowledge, manner))
    found = []
    if one.head.verdict != "restricted":
        found = [*_approved(one, segment, place, knowledge, manner), *_edits(one, segment, place, knowledge)]
    manner = _checked(one, segment, knowledge, manner)
    manner = replace(manner, imperative=place.slot is Slot.SENTENCE and _is_imperative(one, knowledge))
    if one.head.verdict == "prohibited":
        found += _of_rule(rule, one.head, place, knowledge, manner)
    else:
        found += _of_evidence(rule, one.head, place, knowledge, manner)
    found = [_shown(draft, one, segment) for draft in found if draft.text != segment.text[draft.start : draft.end]]
    if not found:
        found = [_removal(place)]
    unlike: dict[tuple[str, str], Draft] = {}
    for draft in found:
        unlike.setdefault((draft.kind, draft.reads or draft.text), draft)
    return tuple(unlike.values())[:_MAX_DRAFTS]


def _checked(one: Group, segment: Segment, knowledge: Knowledge, manner: Manner) -> Manner:
    """Return the manner with what asks whether words may stand in the place of a finding."""
    lexis = knowledge.lexis
    besides = functools.cache(lambda: _besides(one, segment, lexis))  # most findings never ask

    def accept(text: str) -> bool:
        return not trial.found(segment, text, lexis).total()

    def permits(text: str) -> bool:
        after = trial.found(segment, text, lexis)
        return all(
            count <= besides()[name] for name, count in after.items() if lexis.rules[name].judged_by == "wording"
        )

    return replace(manner, accept=accept, permits=permits)


def _is_imperative(one: Group, knowledge: Knowledge) -> bool:
    """True where the sentence begins with the verb of a claim, or another, in the form that tells somebody to do it."""
    opens = one.sentence.words[0].norm
    frames = [each.match.frame for each in one.members if each.match.frame and each.match.frame.first == 0]
    orders = any(frame.form == "verb" for frame in frames) and not opens.endswith(("s", "ing", "ed"))
    return orders or opens in knowledge.wording.words.orders


def _shown(draft: Draft, one: Group, segment: Segment) -> Draft:
    """Return a verb phrase with the sentence that it would stand in, which says little by itself."""
    if (
        draft.kind != "rewrite"
        or draft.slot is not Slot.VERB_FINITE
        or draft.end - draft.start >= len(one.sentence.text)
    ):
        return draft
    made = Edit(draft.start, draft.end, draft.text, praise=False)
    return replace(draft, reads=draft.reads or _reads(one, segment, made))


def _removal(place: Place) -> Draft:
    return Draft("remove", "", *place.all, "review", place.slot)


# --- what somebody has signed off for these words


def _approved(one: Group, segment: Segment, place: Place, knowledge: Knowledge, manner: Manner) -> Iterator[Draft]:
    """Yield the approved text for a phrase that holds flagged words, where nothing of the finding is left with it."""
    about, (start, end) = one.head.claim.treatment, one.range
    for each in manner.replacements:
        if about is not None and about.id != each.approved.treatment:
            continue
        new = " ".join(each.approved.text.split())
        for made in wording.swapped(one.sentence, segment.text, each.phrase, new):
            sound = _is_whole(one, made) or _removes(one, segment, made, knowledge)
            if made.start < end and start < made.end and sound:
                yield _edited(one, segment, made, place, "automatic", place.slot)
                return


def _is_whole(one: Group, made: Edit) -> bool:
    """True where an edit takes the place of all words of its sentence: an approved text is not judged again there."""
    words = [word for word in one.sentence.words if not word.is_mark]
    return made.start == words[0].start and made.end == words[-1].end


# --- the sentence itself, less the fault


def _edits(one: Group, segment: Segment, place: Place, knowledge: Knowledge) -> Iterator[Draft]:
    """Yield the sentence with the flagged words trimmed, and with the clause that holds them left off."""
    trims = _allowed(one, knowledge)
    made = wording.trimmed(one.sentence, segment.text, one.first, one.last, trims)
    if made and _removes(one, segment, made, knowledge) and not _still_claims(one, segment, made, knowledge):
        yield _edited(one, segment, made, place, "automatic" if made.praise else "review", Slot.ADJECTIVE)
        return
    if not trims.tails:
        return
    for first, last in wording.clauses(_flagged(one), trims):
        if first == 0 and place.slot is Slot.HEADING:  # what stands below may rest on its label
            continue
        left = wording.clause(one.sentence, segment.text, first, last, trims)
        if left and _removes(one, segment, left, knowledge):
            yield _edited(one, segment, left, place, "review", Slot.VERB_ING)
            return


def _still_claims(one: Group, segment: Segment, made: Edit, knowledge: Knowledge) -> bool:
    """True where evidence decides and the flagged words would still say that tissue or disease changes (“repair”)."""
    if one.head.verdict == "prohibited":
        return False
    first, last = min(made.start, one.range[0]), max(made.end, one.range[1])
    left = segment.text[first : made.start] + made.text + segment.text[made.end : last]
    return trial.asserts(left, knowledge.lexis, _STRUCTURAL)


def _flagged(one: Group) -> Flagged:
    frames = (each.match.frame for each in one.members if each.match.first - each.match.lead == one.first)
    verb = any(frame is not None and frame.form == "verb" for frame in frames)
    head = one.head.match.frame
    treatment = head.treatment.last if head and head.treatment else None
    return Flagged(one.sentence.words, one.first, one.last, verb, treatment)


def _allowed(one: Group, knowledge: Knowledge) -> Trims:
    """Return what the rules of a finding let go: one that judges wording says so under `adjective` and `clause`."""
    trims = knowledge.wording.trims
    rules = [knowledge.lexis.rules[member.match.rule] for member in one.members]
    strict = [rule for rule in rules if rule.judged_by == "wording"]
    if not all("adjective" in rule.suggest for rule in strict):
        trims = replace(trims, praise=(), qualities=(), superlatives=(), adverbs=())
    if not all("clause" in rule.suggest for rule in strict):
        trims = replace(trims, tails=(), swaps={})
    return trims


def _edited(one: Group, segment: Segment, made: Edit, place: Place, how: str, slot: Slot) -> Draft:
    slot = slot if place.slot in (Slot.SENTENCE, Slot.VERB_FINITE) else place.slot
    reads = _reads(one, segment, made)
    return Draft("rewrite", made.text, made.start, made.end, how, slot, reads=None if reads == made.text else reads)


def _reads(one: Group, segment: Segment, made: Edit) -> str:
    """Return the sentence of a finding with an edit made."""
    start, end = one.sentence.start, one.sentence.end
    return replace(made, start=made.start - start, end=made.end - start).of(segment.text[start:end])


def _removes(one: Group, segment: Segment, made: Edit, knowledge: Knowledge) -> bool:
    """Return whether the rules find nothing of the finding in the edited sentence, and nothing new."""
    before = _besides(one, segment, knowledge.lexis)
    after = trial.found(segment, _reads(one, segment, made), knowledge.lexis)
    return all(after[name] <= before[name] for name in after)


def _besides(one: Group, segment: Segment, lexis: Lexis) -> Counter[str]:
    """Count by rule what is found in the sentence besides the finding itself."""
    return trial.found(segment, one.sentence.text, lexis) - Counter(member.match.rule for member in one.members)


# --- the registry's drafts


def _brief(judged: Judged, knowledge: Knowledge) -> Brief:
    entries, claim = knowledge.lexis.vocabulary, judged.claim
    slots = (claim.treatment, claim.condition, claim.outcome)
    treatment, *others = (entries.get(about.id if about else None) for about in slots)
    if treatment is not None and treatment.id in knowledge.wording.words.generic:
        treatment = None
    topic = Topic(_as_written(judged, treatment), *others)
    return knowledge.brief(knowledge.jurisdictions[judged.evidence.jurisdiction], judged.evidence, topic)


def _as_written(judged: Judged, treatment: Entry | None) -> Entry | None:
    """Return the treatment under the abbreviation that the sentence has for it (LASIK), if it has one."""
    frame, words = judged.match.frame, judged.match.sentence.words
    named = frame.treatment if frame else None
    if treatment is None or treatment.plural or named is None or named.id != treatment.id:
        return treatment
    start = judged.match.sentence.start
    text = judged.match.sentence.text
    spelt = text[words[named.first].start - start : words[named.last - 1].end - start]
    short = len(spelt) > _SHORTEST and spelt.isalpha() and spelt.isupper() and not text.isupper()
    counted = named.first and words[named.first - 1].norm in _COUNTED
    return replace(treatment, name=Text(spelt)) if short and not counted else treatment


def _is_stated(judged: Judged, knowledge: Knowledge) -> bool:
    """True where the sentence names its treatment, and a condition or an outcome that one could ask about.

    What somebody tells of themselves is left to them.
    """
    claim, words = judged.claim, knowledge.wording.words
    if claim.treatment is None or not _in_sentence(claim.treatment) or claim.treatment.id in words.vague:
        return False
    norms = judged.match.sentence.norms
    named = judged.match.frame.treatment if judged.match.frame else None
    before = norms[max(named.first - _AHEAD, 0) : named.first] if named and named.id == claim.treatment.id else norms
    if not _FIRST_PERSON.isdisjoint(norms) or not _APART.isdisjoint(before):
        return False
    outcome = knowledge.lexis.vocabulary.get(claim.outcome.id if claim.outcome else None)
    clear = outcome is not None and not outcome.structural and outcome.id not in words.vague
    return _in_sentence(claim.condition) or (clear and _in_sentence(claim.outcome))


def _in_sentence(about: About | None) -> bool:
    return about is not None and about.where == "sentence"


def _fit(judged: Judged, place: Place, slot: Slot, manner: Manner, *, stated: bool = False) -> Fit:
    words, condition, outcome = place.text[slice(*place.words)], judged.claim.condition, judged.claim.outcome
    below: Literal["effects", "conditions", "anything"] = "anything"
    if condition and condition.where == "list-item":
        below = "conditions"
    elif outcome and outcome.where == "list-item":
        below = "effects"
    return Fit(
        slot,
        words,
        place.plural,
        manner.spelling,
        place.room,
        manner.accept,
        manner.permits,
        below,
        manner.imperative,
        stated,
    )


def _of_evidence(rule: Rule, judged: Judged, place: Place, knowledge: Knowledge, manner: Manner) -> Iterator[Draft]:
    jurisdiction = knowledge.jurisdictions[judged.evidence.jurisdiction]
    fit = _fit(judged, place, place.slot, manner, stated=_is_stated(judged, knowledge))
    made = wording.suggest(_brief(judged, knowledge), fit, again=manner.again)
    several = len(knowledge.jurisdictions) > 1
    own = [*_asked(_lines(rule, ("ask",)), judged, place, knowledge, manner)]
    for one in made:
        if one.kind == "ask" and own and place.slot is not Slot.ALT:
            yield own[0]
            continue
        names = several and jurisdiction.regulator.removeprefix("the ") in one.text
        only_for = str(jurisdiction.id) if names else None
        span = place.words if one.replaces == "words" else place.all
        yield Draft(one.kind, one.text, *span, one.applicability, one.slot, only_for)


# --- the rule's own drafts


def _lines(rule: Rule, slots: Sequence[str]) -> list[Text]:
    """Return the lines of a rule for these slots, each with the one to fall back on, best first."""
    keys = [key for slot in slots for key in (slot, f"{slot}-else")]
    return [rule.suggest[key] for key in keys if key in rule.suggest]


def _of_rule(rule: Rule, judged: Judged, place: Place, knowledge: Knowledge, manner: Manner) -> Iterator[Draft]:
    """Yield the rule's draft for the slot, removal where the place may stay empty, and what to ask."""
    if place.slot is Slot.ALT:
        yield from _asked(knowledge.wording.questions.alt, judged, place, knowledge, manner)
        return
    lines = _lines(rule, _RULE_SLOTS.get(place.slot, ()))
    text = _filled(lines, place.slot, judged, place, knowledge, manner)
    if text:
        yield Draft("rewrite", text, *place.words, "review", place.slot)
    if place.slot in (*_WHOLE, Slot.VERB_FINITE):
        yield _removal(place)
    yield from _asked(_lines(rule, ("ask",)), judged, place, knowledge, manner)


def _asked(
    lines: Sequence[Text], judged: Judged, place: Place, knowledge: Knowledge, manner: Manner
) -> Iterator[Draft]:
    nowhere = replace(place, text="", words=(0, 0))
    text = _filled(lines, Slot.SENTENCE, judged, nowhere, knowledge, replace(manner, accept=None, permits=None))
    if text:
        yield Draft("ask", text, *place.all, "manual", place.slot)


def _filled(
    lines: Sequence[Text], slot: Slot, judged: Judged, place: Place, knowledge: Knowledge, manner: Manner
) -> str | None:
    written = [_on_one_line(line) for line in lines if line.strip()]
    return wording.ruled(_brief(judged, knowledge), _fit(judged, place, slot, manner), written) if written else None


def page_draft(
    match: PageMatch, by: Judged | None, knowledge: Knowledge, rule: Rule, spelling: Spelling | None
) -> str | None:
    """Return the statement that a page lacks: the status on file where the rule asks for it, else its own draft.

    by: the judged claim that asks for it, if a claim does.
    """
    requires = rule.requires
    if match.verdict != "missing" or requires is None or requires.draft == "none":
        return None
    lines = [_on_one_line(line) for line in _lines(rule, ("sentence",))]
    if by is None:
        return next((str(line) for line in lines if "{" not in line), None)
    brief = _brief(by, knowledge)
    status = wording.status_sentence(brief) if requires.draft == "status" else None
    return status or wording.ruled(brief, Fit(spelling=spelling), lines)


def _on_one_line(text: Text) -> Text:
    return Text.at(" ".join(text.split()), text.path, text.line, text.column)
