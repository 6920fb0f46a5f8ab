"""A finding to draft wording in the grammar of its place: which words a draft replaces, and with what.

First the sentence itself, less the words that carry the fault, where that is enough. Else, where the wording itself is
the problem, the rule's own drafts; where evidence or law decide, the registry's. Nobody's own words are rewritten.
"""

from __future__ import annotations

import functools
import itertools
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import Literal

from claimlint import trial, wording
from claimlint.approved import Replacement
from claimlint.finding import Group
from claimlint.judgement import Judged
from claimlint.knowledge import Knowledge
from claimlint.lexis import Lexis
from claimlint.page_rules import PageMatch
from claimlint.place import Place, place_of
from claimlint.record import Record, replace
from claimlint.ruleset import Rule
from claimlint.segment import Segment
from claimlint.sentence import Word
from claimlint.wording import Brief, Edit, Fit, Slot, Spelling, Topic, Trims
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
_RELATIVE = frozenset(("which", "that"))
_THUS = frozenset(("thus", "thereby", "while", "hence", "by"))
_PURPOSE = frozenset(("to", "for"))
_REST = 5
"""Words behind the flagged ones that may go with them."""
_SUBJECTS = frozenset("i we you they he she it our my this these there".split())
_MAX_DRAFTS = 3


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
    return tuple(dict.fromkeys(found))[:_MAX_DRAFTS]


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
    if made and _removes(one, segment, made, knowledge):
        yield _edited(one, segment, made, place, "automatic" if made.praise else "review", Slot.ADJECTIVE)
        return
    start = _clause(one, trims) if trims.tails else None
    left = wording.clause(one.sentence, segment.text, start, trims) if start else None
    if left and _removes(one, segment, left, knowledge):
        yield _edited(one, segment, left, place, "review", Slot.VERB_ING)


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


def _clause(one: Group, trims: Trims) -> int | None:
    """Return the word at which a clause begins that may be left off with all that follows, None for none.

    “, reducing stiffness”, “, which relieves pain”, “we place fine needles to relieve pain”, and “acupuncture for pain
    relief” where the treatment stands alone.
    """
    words, first = one.sentence.words, one.first
    if first < 3 or not _closes(one):
        return None
    before = words[first - 1].norm
    opens = first - 1 if before in _RELATIVE | _THUS else first
    if words[opens - 1].norm == "," and (opens < first or words[first].norm.endswith("ing")):
        return opens - 1
    frame = one.head.match.frame
    if before in _PURPOSE and frame and frame.treatment and frame.treatment.last == first - 1:
        return first - 1
    if before not in (*_RELATIVE, "to") or not _begins_with_verb(one):
        return None
    return first - 1 if before in _RELATIVE or not _belongs(words[: first - 1], trims) else None


def _closes(one: Group) -> bool:
    """True where the flagged words end their sentence, but for a few that go with them (“in your knee”)."""
    rest = one.sentence.words[one.last :]
    own = [word.norm for word in rest if not word.is_mark]
    return len(own) <= _REST and not (own and any(word.is_mark for word in rest[:-1])) and _SUBJECTS.isdisjoint(own)


def _begins_with_verb(one: Group) -> bool:
    frames = (each.match.frame for each in one.members if each.match.first - each.match.lead == one.first)
    return any(frame is not None and frame.form == "verb" for frame in frames)


def _belongs(before: Sequence[Word], trims: Trims) -> bool:
    """True where “to” goes with a word of its clause: “able to”, “help you to”, “used to”."""
    clause = list(itertools.takewhile(lambda word: not word.is_mark, reversed(before)))
    said = {word.norm for word in clause}
    return not said or not said.isdisjoint(trims.takes_to) or clause[0].norm in trims.directly_to


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
    topic = Topic(*(entries.get(about.id if about else None) for about in slots))
    return knowledge.brief(knowledge.jurisdictions[judged.evidence.jurisdiction], judged.evidence, topic)


def _fit(judged: Judged, place: Place, slot: Slot, manner: Manner) -> Fit:
    words, condition = place.text[slice(*place.words)], judged.claim.condition
    below: Literal["effects", "conditions"] = "effects"
    if condition and condition.where == "list-item":
        below = "conditions"
    named = judged.claim.treatment, judged.claim.condition
    stated = all(about is not None and about.where == "sentence" for about in named)
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
    made = wording.suggest(_brief(judged, knowledge), _fit(judged, place, place.slot, manner), again=manner.again)
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
