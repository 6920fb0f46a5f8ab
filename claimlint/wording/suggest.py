"""A verdict to draft wording: the strongest that the evidence carries, in the grammar of the place it goes to.

A draft states what the registry holds and nothing else. Where no benefit claim may be made, the status or removal comes
first and plain uncertainty second, by hand. Where nothing is on file the honest draft is a question.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Literal

from claimlint import lazy
from claimlint.evidence.jurisdiction import Jurisdiction
from claimlint.evidence.registry import Registry
from claimlint.evidence.row import Row, State
from claimlint.evidence.verdict import Verdict
from claimlint.licence import Status
from claimlint.record import Record, replace
from claimlint.vocabulary import Entry, Vocabulary
from claimlint.wording.grammar import american, bullet, capital, is_title_case, series, title_case, uncapital
from claimlint.wording.template import Case, Slot, Wording, fill
from claimlint.yamlload import Text

Kind = Literal["rewrite", "remove", "ask"]
Applicability = Literal["automatic", "review", "manual"]
Replaces = Literal["words", "sentence"]
Spelling = Literal["american", "british"]

ATTRIBUTE_LIMIT = 155
"""Characters of a meta description that search engines show."""
_STARTS_CAPITAL = frozenset({Slot.SENTENCE, Slot.HEADING, Slot.QUESTION, Slot.BUTTON, Slot.ATTRIBUTE, Slot.LEAD_IN})
_WITHIN_SENTENCE = frozenset({Slot.VERB_FINITE, Slot.VERB_BARE, Slot.VERB_ING, Slot.ADJECTIVE, Slot.NOUN_PHRASE})
_CANNOT_STAY_EMPTY = frozenset({Slot.HEADING, Slot.QUESTION, Slot.BUTTON, Slot.ATTRIBUTE, Slot.LEAD_IN})
_NAMES_ONLY = frozenset({Slot.HEADING, Slot.QUESTION, Slot.BUTTON})
_OTHER_USE = frozenset({Status.OFF_LABEL, Status.DEVICE_OTHER_USE})
_PRESCRIPTION = frozenset({Status.RX_ON_LABEL})
_HARMS = 4
_DOES_THESE = {
    "effects": ("has any of these effects", "have any of these effects"),
    "conditions": ("helps with any of these", "help with any of these"),
}
"""What the bullets below a lead-in claim, of one thing and of several."""
_STOPS = (".", "!", "?", "…", ")", "”", '"')
_OWN_LABEL = lazy.pattern(r"<([^<>]+)> ")


class Suggestion(Record, frozen=True):
    """Draft wording. replaces: the words of the slot, or the sentence that holds them; an `ask` replaces nothing."""

    kind: Kind
    text: str
    applicability: Applicability
    replaces: Replaces = "words"
    slot: Slot = Slot.SENTENCE


class Topic(Record, frozen=True):
    """What a claim is about: vocabulary entries, each None where the copy leaves it open."""

    treatment: Entry | None
    condition: Entry | None
    outcome: Entry | None


class Brief(Record, frozen=True):
    """What drafts are written from: the words, facts and law on file, the verdict on a claim and what it is about."""

    wording: Wording
    registry: Registry
    vocabulary: Vocabulary
    jurisdiction: Jurisdiction
    verdict: Verdict
    topic: Topic


class Fit(Record, frozen=True):
    """The place that a draft has to fit.

    words: the words that it would replace, as they stand. plural: number of the subject before a finite verb phrase
    (default: that of the treatment's name). spelling: of the page (default: the jurisdiction's). room: characters that
    an attribute may have. accept: says whether words lint clean there; permits: whether those do that may claim
    something by their evidence. introduces: what stands in the bullets below. imperative: the sentence tells its reader
    to do something. stated: it names treatment and condition itself.
    """

    slot: Slot = Slot.SENTENCE
    words: str = ""
    plural: bool | None = None
    spelling: Spelling | None = None
    room: int = ATTRIBUTE_LIMIT
    accept: Callable[[str], bool] | None = None
    permits: Callable[[str], bool] | None = None
    introduces: Literal["effects", "conditions", "anything"] = "effects"
    imperative: bool = False
    stated: bool = False


def suggest(brief: Brief, fit: Fit, *, again: bool = False) -> tuple[Suggestion, ...]:
    """Return drafts for the words of a claim, the best first; none where the claim is supported.

    again: the page has been offered the status of this treatment before, so that removal comes first. Words that claim
    nothing are tried with `accept`; where it refuses, the next line is tried.
    """
    return tuple(dict.fromkeys(_Writer(brief, fit).drafts(again=again)))


def ruled(brief: Brief, fit: Fit, lines: Sequence[Text]) -> str | None:
    """Return the first of a rule's own lines that can be filled, in the shape of its slot; None for none.

    Where `accept` refuses a line, fewer harms are named, then the next line is tried.
    """
    for line in lines:
        for harms in range(_HARMS if "{harms}" in line else 1, 0, -1):
            made = _Writer(brief, fit, harms).line((line,), fit.slot, check=True)
            if made:
                return made
    return None


def permitted(brief: Brief) -> tuple[str, ...]:
    """Return what may be said of a topic before anything is written: the status, then the strongest sentence."""
    writer = _Writer(brief)
    barred = brief.jurisdiction.forbids(brief.verdict.status, 8)
    lines = [writer.status_line(), writer.state_line()] if barred else [writer.state_line()]
    return tuple(line for line in lines if line)


def status_sentence(brief: Brief) -> str | None:
    """Return what the product of a topic is; None where the topic is too vague for such a sentence."""
    return _Writer(brief).status_line()


def case_of(verdict: Verdict, row: Row | None) -> str:
    """Return the key of states.yaml that a verdict's drafts come from."""
    if row is None or not row.concluded or verdict.state is State.N:
        return "uncertain"
    if verdict.indirect:
        return "indirect"
    if verdict.state is State.E0:
        return f"E0.{row.direction}"
    if verdict.state is State.E2 and row.randomised:
        return "E2.randomised"
    if verdict.state is State.E5 and row.direction == "similar":
        return "E5.similar"
    if row.direction in ("unknown", "conflicting") and verdict.state in (State.E3, State.E4, State.E5, State.E6):
        return "uncertain"
    return str(verdict.state.value)


def _named(topic: Topic) -> Iterator[Entry]:
    """Yield what a bullet's label may name, the most particular first."""
    yield from (entry for entry in (topic.outcome, topic.condition, topic.treatment) if entry)


class _Writer(Record, frozen=True):
    """Writes the drafts of one claim."""

    brief: Brief
    fit: Fit = Fit()
    harms: int = _HARMS

    def drafts(self, *, again: bool) -> Iterator[Suggestion]:
        kind = self.brief.verdict.verdict
        if kind == "supported":
            return
        if self.fit.slot is Slot.ALT:
            yield from self._ask(self.brief.wording.questions.alt)
        elif kind == "restricted":
            yield from self._restricted(again=again)
        elif kind == "unverified" or self.brief.topic.treatment is None:
            yield from self._unverified()
        elif self.brief.verdict.established:
            yield from self._rewrite(self.brief.wording.states["established"], "review")
            yield from self._ask(self.brief.wording.questions.established)
        else:
            yield from self._by_evidence()

    def status_line(self) -> str | None:
        """Return the status sentence, or None where no treatment is named."""
        return self.line(self.brief.wording.status[self._status_key()].sentence, Slot.SENTENCE)

    def state_line(self) -> str | None:
        """Return the strongest sentence that the evidence carries where the law lets it be said, else uncertainty."""
        restricted = self.brief.jurisdiction.forbids(self.brief.verdict.status, 2) is not None
        key = self._uncertain_key() if restricted else case_of(self.brief.verdict, self._row)
        return self.line(self.brief.wording.states[key].sentence, Slot.SENTENCE) if key else None

    def _restricted(self, *, again: bool) -> Iterator[Suggestion]:
        named = self.brief.topic.treatment is not None
        status = [*self._rewrite(self.brief.wording.status[self._status_key()], "review", whole=False)] if named else []
        remove = Suggestion("remove", "", "review", "sentence", self.fit.slot)
        yield from (remove, *status) if again else (*status, remove)
        key = self._uncertain_key()
        if named and key:
            yield from self._rewrite(self.brief.wording.states[key], "manual", whole=False)

    def _uncertain_key(self) -> str | None:
        """Return the case of plain uncertainty (S0–S1), or None where the registry knows better than “not known”."""
        case = case_of(self.brief.verdict, self._row)
        if case.startswith("E0."):
            return case
        return None if self.brief.verdict.state in (State.E5, State.E6) and case != "uncertain" else "uncertain"

    def _unverified(self) -> Iterator[Suggestion]:
        """Yield what to ask; words that claim nothing where the place needs some, or the sentence invites."""
        case, slot = self.brief.wording.states["unverified"], self.fit.slot
        if self.fit.imperative:
            yield from self._claimless(case.imperative, "review")
        yield from self._ask(self.brief.wording.questions.unverified)
        if slot not in _CANNOT_STAY_EMPTY:
            yield Suggestion("remove", "", "review", "sentence", slot)
            if self.fit.stated and not self.fit.imperative and slot in (Slot.SENTENCE, Slot.VERB_FINITE):
                yield from self._claimless(case.sentence, "manual")
        elif self.brief.topic.treatment is not None:
            text = self.line(case.lines(slot), slot, check=True)
            if text:
                yield Suggestion("rewrite", text, "manual", "words", slot)

    def _claimless(self, lines: Sequence[Text], how: Applicability) -> Iterator[Suggestion]:
        text = self.line(lines, Slot.SENTENCE, check=True)
        if text:
            yield Suggestion("rewrite", text, how, "sentence", self.fit.slot)

    def _by_evidence(self) -> Iterator[Suggestion]:
        if self.fit.slot is Slot.ADJECTIVE:
            yield Suggestion("remove", "", "review", "words", self.fit.slot)
        yield from self._rewrite(self.brief.wording.states[case_of(self.brief.verdict, self._row)], "review")
        if self.brief.verdict.verdict == "unsupported" and self.fit.slot is not Slot.ADJECTIVE:
            yield Suggestion("remove", "", "review", "sentence", self.fit.slot)

    def _ask(self, questions: Sequence[Text]) -> Iterator[Suggestion]:
        text = replace(self, fit=replace(self.fit, words="")).line(questions, Slot.SENTENCE)
        if text:
            yield Suggestion("ask", text, "manual", "sentence", self.fit.slot)

    def _rewrite(self, case: Case, how: Applicability, *, whole: bool = True) -> Iterator[Suggestion]:
        """Yield the draft for the slot and, where the slot is less than that, one for the whole sentence.

        A sentence is also offered in a plainer tone. whole: false where one draft is enough.
        """
        own = self.line(case.lines(self.fit.slot), self.fit.slot)
        if own:
            yield Suggestion(
                "rewrite", own, how, "sentence" if self.fit.slot is Slot.SENTENCE else "words", self.fit.slot
            )
        if not own or (whole and self.fit.slot in _WITHIN_SENTENCE):
            sentence = self.line(case.sentence, Slot.SENTENCE)
            if sentence and self.fit.slot not in _CANNOT_STAY_EMPTY:
                yield Suggestion("rewrite", sentence, how, "sentence", self.fit.slot)
        if whole and self.fit.slot is Slot.SENTENCE:
            for tone in (case.plain, case.short):
                other = self.line(tone, Slot.SENTENCE)
                if other:
                    yield Suggestion("rewrite", other, how, "sentence", self.fit.slot)

    @property
    def _spelling(self) -> Spelling:
        return self.fit.spelling or self.brief.jurisdiction.spelling

    @property
    def _row(self) -> Row | None:
        return self.brief.registry.rows.get(self.brief.verdict.row) if self.brief.verdict.row else None

    def _status_key(self) -> str:
        """`unlicensed` says “for any use”, so it needs that no approved use is on file."""
        if self.brief.verdict.status in _PRESCRIPTION:
            return "prescription"
        treatment = self.brief.topic.treatment
        uses = self.brief.registry.approved_uses(treatment.id, self.brief.jurisdiction.base) if treatment else ()
        return "other-use" if uses or self.brief.verdict.status in _OTHER_USE else "unlicensed"

    def line(self, lines: Iterable[Text], slot: Slot, *, check: bool = False) -> str | None:
        """Return the first line that can be filled and has room, in the shape of its slot.

        check: whether it also has to be accepted. Names of treatments alone can break a rule where they stand.
        """
        facts = self._facts(slot)
        check = check or slot in _NAMES_ONLY
        for line in lines:
            filled = fill(line, facts)
            if filled:
                shaped = self._shaped(filled, slot)
                fits = slot is not Slot.ATTRIBUTE or len(shaped) <= self.fit.room
                sound = self.fit.accept if check else self.fit.permits
                if fits and (sound is None or sound(shaped)):
                    return shaped
        return None

    def _shaped(self, text: str, slot: Slot) -> str:
        text = text.replace("'", "’")
        if self._spelling == "american":
            text = american(text, self.brief.wording.words.american)
        if slot is Slot.BULLET:
            return self._bullet(text)
        if slot in (Slot.HEADING, Slot.BUTTON, Slot.QUESTION) and is_title_case(self.fit.words):
            text = title_case(text)
        if slot is Slot.ATTRIBUTE and self.fit.words.rstrip().endswith("."):
            text = f"{text.rstrip('.')}."
        whole = slot is Slot.SENTENCE and self.fit.slot in (Slot.SENTENCE, Slot.BULLET)
        if whole and self.fit.words.strip() and not self.fit.words.rstrip().endswith(_STOPS):
            text = text.removesuffix(".")
        if slot is Slot.ATTRIBUTE and self.fit.words[:1].islower():
            named = self.brief.topic.treatment
            return text if named and named.name[:1].isupper() and text.startswith(named.name) else uncapital(text)
        return capital(text) if slot in _STARTS_CAPITAL else text

    def _bullet(self, text: str) -> str:
        """Keep the form of the bullets around: label and mark, case of the first letter, final stop or none."""
        own = _OWN_LABEL.match(text)
        gloss = text[own.end() :] if own else text
        parts = bullet(self.fit.words)
        made = bullet(gloss) if parts and not own else None
        old = parts[2] if parts else self.fit.words.strip()
        if made:
            label, gloss = made[0], made[2]
        else:
            label = own.group(1) if own else self._label(parts[0] if parts else "")
        gloss = uncapital(gloss) if old[:1].islower() and (label or not parts) else capital(gloss)
        if is_title_case(self.fit.words if parts is None else parts[0]):
            label = title_case(label)
            gloss = gloss if parts else title_case(gloss)
        if old.rstrip().endswith("."):
            gloss += "."
        return f"{label}{parts[1]}{gloss}" if parts and label else gloss

    def _label(self, old: str) -> str:
        """Name the outcome in place of a label that was itself a claim; nothing where every name would be one too."""
        topic, sound = self.brief.topic, self.fit.accept
        names = [capital(str(entry.name).removeprefix("the ")) for entry in _named(topic)] or [old]
        label = next((name for name in names if sound is None or sound(name)), "")
        label = american(label, self.brief.wording.words.american) if self._spelling == "american" else label
        return title_case(label) if is_title_case(old) else label

    def _facts(self, slot: Slot) -> dict[str, str]:
        treatment, condition, outcome = self.brief.topic.treatment, self.brief.topic.condition, self.brief.topic.outcome
        row = self._row
        own = treatment is not None and treatment.plural
        plural = own if self.fit.plural is None or slot is not Slot.VERB_FINITE else self.fit.plural
        facts = {"regulator": str(self.brief.jurisdiction.regulator), "this-treatment": "this treatment"}
        direct = row is not None and row.concluded and not self.brief.verdict.indirect
        if outcome is None and row is not None and direct:
            outcome = self.brief.vocabulary.get(row.outcome)
        facts |= {
            name: str(entry.name) for name, entry in (("treatment", treatment), ("condition", condition)) if entry
        }
        if outcome is not None:
            verb = self.brief.wording.words.verbs[Text(outcome.verb)]
            facts |= {"outcome": str(outcome.name), "verb": str(verb.plural), "verbing": str(verb.ing)}
            facts["verbs"] = str(verb.plural if plural else verb.finite)
        facts |= {
            "is": "are" if plural else "is",
            "has": "have" if plural else "has",
            "it": "they" if plural else "it",
            "its": "their" if plural else "its",
            "compares": "compare" if plural else "compares",
            "helps": "help" if plural else "helps",
            "does": "do" if plural else "does",
        }
        if self.fit.introduces in _DOES_THESE:
            facts["does-these"] = _DOES_THESE[self.fit.introduces][plural]
        if treatment is not None:
            facts["this-treatment"] = facts["treatment-again"] = str(treatment.name)
            harms = self.brief.registry.harms(treatment.id, self.brief.vocabulary)[: self.harms]
            if harms:
                facts["harms"] = series([str(harm.name) for harm in harms], oxford=self._spelling == "american")
        if condition is not None:
            people = str(condition.people or f"people with {condition.name}")
            facts |= {"people": people, "population": people}
            held = self.brief.registry.of(treatment.id) if treatment else ()
            if all(each.condition != condition.id for each in held):  # else its row says more than “commonly used”
                facts["usual-people"] = people
            if outcome is not None and outcome.name.casefold() == condition.name.casefold():
                del facts["population"]
        if row is not None and row.concluded:
            facts |= self._row_facts(row, direct)
        return facts

    def _row_facts(self, row: Row, direct: bool) -> dict[str, str]:
        if not direct:
            held, outcome = self.brief.vocabulary.entry(row.treatment), self.brief.vocabulary.entry(row.outcome)
            treatment = self.brief.topic.treatment
            again = (
                {"treatment-again": "they" if held.plural else "it"} if treatment and treatment.id == held.id else {}
            )
            return again | {
                "held-treatment": str(held.name),
                "held-has": "have" if held.plural else "has",
                "held-population": str(row.population or "people"),
                "held-outcome": str(outcome.name),
            }
        facts = {
            "population": str(row.population or ""),
            "follow-up": str(row.follow_up or ""),
            "comparator": str(row.comparator or ""),
            "size": str(self.brief.wording.words.size.get(Text(row.size or ""), "")),
            "harms": series([str(harm.name) for harm in row.harms], oxford=self._spelling == "american"),
        }
        return {name: value for name, value in facts.items() if value}


_DOUBLED = lazy.pattern(r"\b(\w+) \1\b|  | [,.;]", re.IGNORECASE)


def is_well_formed(text: str) -> bool:
    """Return whether a draft has no doubled word or space, no stray punctuation and no placeholder left."""
    return not _DOUBLED.search(text) and text.count("(") == text.count(")") and not set("{}[]") & set(text)
