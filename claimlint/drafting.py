"""A finding to draft wording in the grammar of its place: which words a draft replaces, and with what.

Where the wording itself is the problem the rule's own drafts are used; where evidence or law decide, the registry's.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from claimlint import wording
from claimlint.finding import Group
from claimlint.frame import Frame
from claimlint.judgement import Judged
from claimlint.knowledge import Knowledge
from claimlint.page_rules import PageMatch
from claimlint.record import Record
from claimlint.ruleset import Rule
from claimlint.segment import Segment, Surface
from claimlint.sentence import Sentence
from claimlint.wording import Slot, Topic
from claimlint.yamlload import Text

BY_SURFACE = {
    Surface.HEADING: Slot.HEADING,
    Surface.TITLE: Slot.HEADING,
    Surface.BUTTON: Slot.BUTTON,
    Surface.META: Slot.ATTRIBUTE,
    Surface.ATTRIBUTE: Slot.ATTRIBUTE,
}
_RULE_SLOTS = {
    Slot.HEADING: ("heading",),
    Slot.BUTTON: ("button", "heading"),
    Slot.BULLET: ("bullet",),
    Slot.ATTRIBUTE: ("sentence",),
    Slot.ADJECTIVE: ("adjective",),
    Slot.NOUN_PHRASE: ("noun-phrase",),
    Slot.VERB_FINITE: ("verb-phrase",),
}
_BEFORE_A_BARE_VERB = frozenset(
    "to may might can could will would should must help helps helping not and or also even".split()
)
_MAX_DRAFTS = 3


class Draft(Record, frozen=True):
    """Draft wording: kind, text, the range of the segment's text that it replaces, and who may apply it.

    only_for: the jurisdiction whose regulator it names, where several were asked for.
    """

    kind: str
    text: str
    start: int
    end: int
    applicability: str
    only_for: str | None = None


def drafts(one: Group, segment: Segment, rule: Rule, knowledge: Knowledge) -> Sequence[Draft]:
    """Return the drafts for a finding, the best first, at most three."""
    place = _Place(one, segment)
    found = list(_of_rule(rule, place)) if one.head.verdict == "prohibited" else []
    if not found:
        found = list(_of_evidence(one.head, place, knowledge))
    if not found:
        found = [Draft("remove", "", *place.sentence, "review")]
    return tuple(dict.fromkeys(found))[:_MAX_DRAFTS]


class _Place:
    """The words of a finding, their grammatical slot, and the sentence around them."""

    def __init__(self, one: Group, segment: Segment) -> None:
        self.words = one.range
        self.sentence = (one.sentence.start, one.sentence.end)
        self.text = segment.text
        self.slot = _slot(one, segment)
        if self.slot in (Slot.BULLET, Slot.HEADING, Slot.BUTTON, Slot.ATTRIBUTE):
            self.words = self.sentence

    def range(self, replaces: str) -> tuple[int, int]:
        """Return what a draft replaces: the words of the slot, or the sentence."""
        return self.words if replaces == "words" else self.sentence


def _slot(one: Group, segment: Segment) -> Slot:
    if segment.surface in BY_SURFACE:
        return BY_SURFACE[segment.surface]
    if segment.surface is Surface.LIST_ITEM and one.sentence.ends_in not in (".", "!", "?"):
        return Slot.BULLET
    frame = one.head.match.frame
    if frame is None or (one.first, one.last) == (0, len(one.sentence.words)):
        return Slot.SENTENCE
    if frame.form == "verb" and one.first == frame.first and _closes(one.sentence, one.last):
        return _verb_slot(one.sentence, frame)
    return Slot.SENTENCE


def _closes(sentence: Sentence, last: int) -> bool:
    """True where nothing but punctuation follows, so that a verb phrase can be replaced whole."""
    return all(word.is_mark for word in sentence.words[last:])


def _verb_slot(sentence: Sentence, frame: Frame) -> Slot:
    verb = sentence.words[frame.first].norm
    before = sentence.words[frame.first - 1].norm if frame.first else ""
    if not before or before in _BEFORE_A_BARE_VERB or not verb.endswith("s"):
        return Slot.SENTENCE
    return Slot.VERB_FINITE


def _topic(judged: Judged, knowledge: Knowledge) -> Topic:
    entries = knowledge.lexis.vocabulary
    claim = judged.claim
    return Topic(
        *(entries.get(about.id if about else None) for about in (claim.treatment, claim.condition, claim.outcome))
    )


def _of_evidence(judged: Judged, place: _Place, knowledge: Knowledge) -> Iterator[Draft]:
    jurisdiction = knowledge.jurisdictions[judged.evidence.jurisdiction]
    made = wording.suggest(
        knowledge.wording,
        knowledge.registry,
        knowledge.lexis.vocabulary,
        jurisdiction,
        judged.evidence,
        _topic(judged, knowledge),
        slot=place.slot,
        words=place.text[slice(*place.words)],
    )
    several = len(knowledge.jurisdictions) > 1
    for one in made:
        names = several and jurisdiction.regulator.removeprefix("the ") in one.text
        only_for = str(jurisdiction.id) if names else None
        yield Draft(one.kind, one.text, *place.range(one.replaces), one.applicability, only_for)


def _of_rule(rule: Rule, place: _Place) -> Iterator[Draft]:
    """Yield the rule's own drafts; an empty one means that the words go."""
    lines = {str(slot): text for slot, text in rule.suggest.items()}
    for slot in _RULE_SLOTS.get(place.slot, ()):
        if slot in lines:
            yield _rule_draft(lines[slot], place.words)
    if place.slot is Slot.SENTENCE and "sentence" in lines:
        yield _rule_draft(lines["sentence"], place.sentence)


def _rule_draft(text: Text | str, span: tuple[int, int]) -> Draft:
    shown = " ".join(text.split())
    return Draft("rewrite" if shown else "remove", shown, *span, "review")


def page_draft(match: PageMatch, by: Judged | None, knowledge: Knowledge, rule: Rule) -> str | None:
    """Return the statement that a page lacks: the harms or the status on file, else the rule's own draft.

    by: the judged claim that asks for it, if a claim does.
    """
    requires = rule.requires
    if match.verdict != "missing" or requires is None or requires.draft == "none":
        return None
    found = None
    if requires.draft == "harms" and match.at.treatment is not None:
        found = _harms(match.at.treatment, knowledge)
    elif requires.draft == "status" and by is not None:
        found = _status(by, knowledge)
    return found or (" ".join(rule.suggest["sentence"].split()) if "sentence" in rule.suggest else None)


def _harms(treatment: str, knowledge: Knowledge) -> str | None:
    harms = knowledge.registry.harms(treatment, knowledge.lexis.vocabulary)
    entry = knowledge.lexis.vocabulary.get(treatment)
    if not harms or entry is None:
        return None
    named = [str(harm.name) for harm in harms[:4]]
    listed = ", ".join(named[:-1]) + (" and " if len(named) > 1 else "") + named[-1]
    return f"Reported harms of {entry.name} include {listed}."


def _status(by: Judged, knowledge: Knowledge) -> str | None:
    jurisdiction = knowledge.jurisdictions[by.evidence.jurisdiction]
    return wording.status_sentence(
        knowledge.wording,
        knowledge.registry,
        knowledge.lexis.vocabulary,
        jurisdiction,
        by.evidence,
        _topic(by, knowledge),
    )
