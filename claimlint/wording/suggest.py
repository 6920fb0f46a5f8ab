"""A verdict to draft wording: the strongest that the evidence carries, in the grammar of the place it goes to.

A draft states what the registry holds and nothing else. Where no benefit claim may be made, the status or removal comes
first and plain uncertainty second, by hand. Where nothing is on file the honest draft is a question.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Literal

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
_STOPS = (".", "!", "?", "…", ")", "”", '"')
_OWN_LABEL = re.compile(r"<([^<>]+)> ")


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


def suggest(
    wording: Wording,
    registry: Registry,
    vocabulary: Vocabulary,
    jurisdiction: Jurisdiction,
    verdict: Verdict,
    topic: Topic,
    *,
    slot: Slot,
    words: str,
    plural: bool | None = None,
    spelling: Spelling | None = None,
    again: bool = False,
    room: int = ATTRIBUTE_LIMIT,
    accept: Callable[[str], bool] | None = None,
) -> tuple[Suggestion, ...]:
    """Return drafts for the words of a claim, the best first; none where the claim is supported.

    words: the words that a draft would replace, as they stand. plural: number of the subject before a finite verb
    phrase (default: that of the treatment's name). spelling: of the page (default: the jurisdiction's). again: the
    page has been offered the status of this treatment before, so that removal comes first. room: characters that an
    attribute may have. accept: says whether words that claim nothing lint clean; if not, the next line is tried.
    """
    writer = _Writer(
        wording,
        registry,
        vocabulary,
        jurisdiction,
        verdict,
        topic,
        slot,
        words,
        plural,
        spelling or jurisdiction.spelling,
        room,
        accept,
    )
    return tuple(dict.fromkeys(writer.drafts(again=again)))


def ruled(
    wording: Wording,
    registry: Registry,
    vocabulary: Vocabulary,
    jurisdiction: Jurisdiction,
    verdict: Verdict,
    topic: Topic,
    lines: Sequence[Text],
    *,
    slot: Slot,
    words: str,
    spelling: Spelling | None = None,
    room: int = ATTRIBUTE_LIMIT,
    accept: Callable[[str], bool] | None = None,
) -> str | None:
    """Return the first of a rule's own lines that can be filled, in the shape of its slot; None for none.

    accept: says whether a line lints clean; where it does not, fewer harms are named, then the next line is tried.
    """
    spelling = spelling or jurisdiction.spelling
    writer = _Writer(
        wording, registry, vocabulary, jurisdiction, verdict, topic, slot, words, None, spelling, room, accept
    )
    for line in lines:
        for harms in range(_HARMS if "{harms}" in line else 1, 0, -1):
            made = replace(writer, harms=harms).line((line,), slot, check=True)
            if made:
                return made
    return None


def permitted(
    wording: Wording,
    registry: Registry,
    vocabulary: Vocabulary,
    jurisdiction: Jurisdiction,
    verdict: Verdict,
    topic: Topic,
) -> tuple[str, ...]:
    """Return what may be said of a topic before anything is written: the status, then the strongest sentence."""
    writer = _speaker(wording, registry, vocabulary, jurisdiction, verdict, topic)
    lines = (
        [writer.status_line(), writer.state_line()]
        if jurisdiction.forbids(verdict.status, 8)
        else [writer.state_line()]
    )
    return tuple(line for line in lines if line)


def status_sentence(
    wording: Wording,
    registry: Registry,
    vocabulary: Vocabulary,
    jurisdiction: Jurisdiction,
    verdict: Verdict,
    topic: Topic,
) -> str | None:
    """Return what the product of a topic is; None where the topic is too vague for such a sentence."""
    return _speaker(wording, registry, vocabulary, jurisdiction, verdict, topic).status_line()


def _speaker(
    wording: Wording,
    registry: Registry,
    vocabulary: Vocabulary,
    jurisdiction: Jurisdiction,
    verdict: Verdict,
    topic: Topic,
) -> _Writer:
    return _Writer(
        wording, registry, vocabulary, jurisdiction, verdict, topic, Slot.SENTENCE, "", None, jurisdiction.spelling
    )


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


class _Writer(Record, frozen=True):
    """Writes the drafts of one claim."""

    wording: Wording
    registry: Registry
    vocabulary: Vocabulary
    jurisdiction: Jurisdiction
    verdict: Verdict
    topic: Topic
    slot: Slot
    words: str
    plural: bool | None
    spelling: Spelling
    room: int = ATTRIBUTE_LIMIT
    accept: Callable[[str], bool] | None = None
    harms: int = _HARMS

    def drafts(self, *, again: bool) -> Iterator[Suggestion]:
        kind = self.verdict.verdict
        if kind == "supported":
            return
        if self.slot is Slot.ALT:
            yield from self._ask(self.wording.questions.alt)
        elif kind == "restricted":
            yield from self._restricted(again=again)
        elif kind == "unverified" or self.topic.treatment is None:
            yield from self._unverified()
        elif self.verdict.established:
            yield from self._rewrite(self.wording.states["established"], "review")
            yield from self._ask(self.wording.questions.established)
        else:
            yield from self._by_evidence()

    def status_line(self) -> str | None:
        """Return the status sentence, or None where no treatment is named."""
        return self.line(self.wording.status[self._status_key()].sentence, Slot.SENTENCE)

    def state_line(self) -> str | None:
        """Return the strongest sentence that the evidence carries where the law lets it be said, else uncertainty."""
        restricted = self.jurisdiction.forbids(self.verdict.status, 2) is not None
        key = self._uncertain_key() if restricted else case_of(self.verdict, self._row)
        return self.line(self.wording.states[key].sentence, Slot.SENTENCE) if key else None

    def _restricted(self, *, again: bool) -> Iterator[Suggestion]:
        named = self.topic.treatment is not None
        status = [*self._rewrite(self.wording.status[self._status_key()], "review", whole=False)] if named else []
        remove = Suggestion("remove", "", "review", "sentence", self.slot)
        yield from (remove, *status) if again else (*status, remove)
        key = self._uncertain_key()
        if named and key:
            yield from self._rewrite(self.wording.states[key], "manual", whole=False)

    def _uncertain_key(self) -> str | None:
        """Return the case of plain uncertainty (S0–S1), or None where the registry knows better than “not known”."""
        case = case_of(self.verdict, self._row)
        if case.startswith("E0."):
            return case
        return None if self.verdict.state in (State.E5, State.E6) and case != "uncertain" else "uncertain"

    def _unverified(self) -> Iterator[Suggestion]:
        yield from self._ask(self.wording.questions.unverified)
        if self.slot not in _CANNOT_STAY_EMPTY:
            yield Suggestion("remove", "", "review", "sentence", self.slot)
        elif self.topic.treatment is not None:
            text = self.line(self.wording.states["unverified"].lines(self.slot), self.slot, check=True)
            if text:
                yield Suggestion("rewrite", text, "manual", "words", self.slot)

    def _by_evidence(self) -> Iterator[Suggestion]:
        if self.slot is Slot.ADJECTIVE:
            yield Suggestion("remove", "", "review", "words", self.slot)
        yield from self._rewrite(self.wording.states[case_of(self.verdict, self._row)], "review")
        if self.verdict.verdict == "unsupported" and self.slot is not Slot.ADJECTIVE:
            yield Suggestion("remove", "", "review", "sentence", self.slot)

    def _ask(self, questions: Sequence[Text]) -> Iterator[Suggestion]:
        text = replace(self, words="").line(questions, Slot.SENTENCE)
        if text:
            yield Suggestion("ask", text, "manual", "sentence", self.slot)

    def _rewrite(self, case: Case, how: Applicability, *, whole: bool = True) -> Iterator[Suggestion]:
        """Yield the draft for the slot and, where the slot is less than that, one for the whole sentence.

        A sentence is also offered in a plainer tone. whole: false where one draft is enough.
        """
        own = self.line(case.lines(self.slot), self.slot)
        if own:
            yield Suggestion("rewrite", own, how, "sentence" if self.slot is Slot.SENTENCE else "words", self.slot)
        if not own or (whole and self.slot in _WITHIN_SENTENCE):
            sentence = self.line(case.sentence, Slot.SENTENCE)
            if sentence and self.slot not in _CANNOT_STAY_EMPTY:
                yield Suggestion("rewrite", sentence, how, "sentence", self.slot)
        if whole and self.slot is Slot.SENTENCE:
            for tone in (case.plain, case.short):
                other = self.line(tone, Slot.SENTENCE)
                if other:
                    yield Suggestion("rewrite", other, how, "sentence", self.slot)

    @property
    def _row(self) -> Row | None:
        return self.registry.rows.get(self.verdict.row) if self.verdict.row else None

    def _status_key(self) -> str:
        """`unlicensed` says “for any use”, so it needs that no approved use is on file."""
        if self.verdict.status in _PRESCRIPTION:
            return "prescription"
        treatment = self.topic.treatment
        uses = self.registry.approved_uses(treatment.id, self.jurisdiction.base) if treatment else ()
        return "other-use" if uses or self.verdict.status in _OTHER_USE else "unlicensed"

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
                fits = slot is not Slot.ATTRIBUTE or len(shaped) <= self.room
                if fits and not (check and self.accept and not self.accept(shaped)):
                    return shaped
        return None

    def _shaped(self, text: str, slot: Slot) -> str:
        text = text.replace("'", "’")
        if self.spelling == "american":
            text = american(text, self.wording.words.american)
        if slot is Slot.BULLET:
            return self._bullet(text)
        if slot in (Slot.HEADING, Slot.BUTTON, Slot.QUESTION) and is_title_case(self.words):
            text = title_case(text)
        if slot is Slot.ATTRIBUTE and self.words.rstrip().endswith("."):
            text = f"{text.rstrip('.')}."
        whole = slot is Slot.SENTENCE and self.slot in (Slot.SENTENCE, Slot.BULLET)
        if whole and self.words.strip() and not self.words.rstrip().endswith(_STOPS):
            text = text.removesuffix(".")
        return capital(text) if slot in _STARTS_CAPITAL else text

    def _bullet(self, text: str) -> str:
        """Keep the form of the bullets around: label and mark, case of the first letter, final stop or none."""
        own = _OWN_LABEL.match(text)
        gloss = text[own.end() :] if own else text
        parts = bullet(self.words)
        made = bullet(gloss) if parts and not own else None
        old = parts[2] if parts else self.words.strip()
        if made:
            label, gloss = made[0], made[2]
        else:
            label = own.group(1) if own else self._label(parts[0] if parts else "")
        gloss = uncapital(gloss) if old[:1].islower() else capital(gloss)
        if is_title_case(self.words if parts is None else parts[0]):
            label = title_case(label)
            gloss = gloss if parts else title_case(gloss)
        if old.rstrip().endswith("."):
            gloss += "."
        return f"{label}{parts[1]}{gloss}" if parts else gloss

    def _label(self, old: str) -> str:
        """Name the outcome in place of a label that was itself a claim."""
        entry = self.topic.outcome or self.topic.condition or self.topic.treatment
        label = capital(str(entry.name).removeprefix("the ")) if entry else old
        label = american(label, self.wording.words.american) if self.spelling == "american" else label
        return title_case(label) if is_title_case(old) else label

    def _facts(self, slot: Slot) -> dict[str, str]:
        treatment, condition, outcome = self.topic.treatment, self.topic.condition, self.topic.outcome
        row = self._row
        own = treatment is not None and treatment.plural
        plural = own if self.plural is None or slot is not Slot.VERB_FINITE else self.plural
        facts = {"regulator": str(self.jurisdiction.regulator), "this-treatment": "this treatment"}
        direct = row is not None and row.concluded and not self.verdict.indirect
        if outcome is None and row is not None and direct:
            outcome = self.vocabulary.get(row.outcome)
        facts |= {
            name: str(entry.name) for name, entry in (("treatment", treatment), ("condition", condition)) if entry
        }
        if outcome is not None:
            verb = self.wording.words.verbs[Text(outcome.verb)]
            facts |= {"outcome": str(outcome.name), "verb": str(verb.plural), "verbing": str(verb.ing)}
            facts["verbs"] = str(verb.plural if plural else verb.finite)
        facts |= {
            "is": "are" if plural else "is",
            "has": "have" if plural else "has",
            "it": "they" if plural else "it",
            "helps": "help" if plural else "helps",
            "does": "do" if plural else "does",
            "carries": "carry" if plural else "carries",
        }
        if treatment is not None:
            facts["this-treatment"] = str(treatment.name)
            harms = self.registry.harms(treatment.id, self.vocabulary)[: self.harms]
            if harms:
                facts["harms"] = series([str(harm.name) for harm in harms], oxford=self.spelling == "american")
        if condition is not None:
            facts["population"] = f"people with {condition.name}"
        if row is not None and row.concluded:
            facts |= self._row_facts(row, direct)
        return facts

    def _row_facts(self, row: Row, direct: bool) -> dict[str, str]:
        if not direct:
            held, outcome = self.vocabulary.entry(row.treatment), self.vocabulary.entry(row.outcome)
            return {
                "held-treatment": str(held.name),
                "held-has": "have" if held.plural else "has",
                "held-population": str(row.population or "people"),
                "held-outcome": str(outcome.name),
            }
        facts = {
            "population": str(row.population or ""),
            "follow-up": str(row.follow_up or ""),
            "comparator": str(row.comparator or ""),
            "size": str(self.wording.words.size.get(Text(row.size or ""), "")),
            "harms": series([str(harm.name) for harm in row.harms], oxford=self.spelling == "american"),
        }
        return {name: value for name, value in facts.items() if value}


_DOUBLED = re.compile(r"\b(\w+) \1\b|  | [,.;]", re.IGNORECASE)


def is_well_formed(text: str) -> bool:
    """Return whether a draft has no doubled word or space, no stray punctuation and no placeholder left."""
    return not _DOUBLED.search(text) and text.count("(") == text.count(")") and not set("{}[]") & set(text)
