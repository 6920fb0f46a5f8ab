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
from claimlint.record import Record
from claimlint.vocabulary import Entry, Vocabulary
from claimlint.wording.grammar import american, bullet, capital, is_title_case, series, title_case, uncapital
from claimlint.wording.template import Slot, Wording, fill
from claimlint.yamlload import Text

Kind = Literal["rewrite", "remove", "ask"]
Applicability = Literal["automatic", "review", "manual"]
Replaces = Literal["words", "sentence"]

ATTRIBUTE_LIMIT = 155
"""Characters of a meta description that search engines show."""
_STARTS_CAPITAL = frozenset({Slot.SENTENCE, Slot.HEADING, Slot.BUTTON, Slot.ATTRIBUTE})
_OTHER_USE = frozenset({Status.OFF_LABEL, Status.DEVICE_OTHER_USE})
_PRESCRIPTION = frozenset({Status.RX_ON_LABEL})


class Suggestion(Record, frozen=True):
    """Draft wording. replaces: the words of the slot, or the sentence that holds them; an `ask` replaces nothing."""

    kind: Kind
    text: str
    applicability: Applicability
    replaces: Replaces = "words"


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
    spelling: Literal["american", "british"] | None = None,
    accept: Callable[[str], bool] | None = None,
) -> tuple[Suggestion, ...]:
    """Return drafts for the words of a claim, the best first; none where the claim is supported.

    words: the words that a draft would replace, as they stand. plural: number of the subject before a finite verb
    phrase (default: that of the treatment's name). spelling: of the page (default: the jurisdiction's). accept: says
    whether a draft lints clean; one that does not is dropped.
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
    )
    drafts = tuple(dict.fromkeys(writer.drafts()))
    if accept is None:
        return drafts
    return tuple(draft for draft in drafts if draft.kind != "rewrite" or accept(draft.text))


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
    spelling: Literal["american", "british"]

    def drafts(self) -> Iterator[Suggestion]:
        kind = self.verdict.verdict
        if kind == "supported":
            return
        if kind == "restricted":
            yield from self._restricted()
        elif kind == "unverified" or self.topic.treatment is None:
            yield from self._ask(self.wording.questions.unverified)
        elif self.verdict.established:
            yield from self._ask(self.wording.questions.established)
        else:
            yield from self._by_evidence()

    def status_line(self) -> str | None:
        """Return the status sentence, or None where no treatment is named."""
        return self._line(self.wording.status[self._status_key()].lines(Slot.SENTENCE), Slot.SENTENCE)

    def state_line(self) -> str | None:
        """Return the strongest sentence that the evidence carries where the law lets it be said, else uncertainty."""
        restricted = self.jurisdiction.forbids(self.verdict.status, 2) is not None
        key = self._uncertain_key() if restricted else case_of(self.verdict, self._row)
        return self._line(self.wording.states[key].lines(Slot.SENTENCE), Slot.SENTENCE) if key else None

    def _restricted(self) -> Iterator[Suggestion]:
        if self.topic.treatment is not None:
            yield from self._rewrite(self.wording.status[self._status_key()].lines, "review")
        yield Suggestion("remove", "", "review", "sentence")
        key = self._uncertain_key()
        if self.topic.treatment is not None and key:
            yield from self._rewrite(self.wording.states[key].lines, "manual")

    def _uncertain_key(self) -> str | None:
        """Return the case of plain uncertainty (S0–S1), or None where the registry knows better than “not known”."""
        case = case_of(self.verdict, self._row)
        if case.startswith("E0."):
            return case
        return None if self.verdict.state in (State.E5, State.E6) and case != "uncertain" else "uncertain"

    def _by_evidence(self) -> Iterator[Suggestion]:
        if self.slot is Slot.ADJECTIVE:
            yield Suggestion("remove", "", "review")
        case = self.wording.states[case_of(self.verdict, self._row)]
        yield from self._rewrite(case.lines, "review")
        if self.verdict.verdict == "unsupported" and self.slot is not Slot.ADJECTIVE:
            yield Suggestion("remove", "", "review", "sentence")

    def _ask(self, questions: Sequence[Text]) -> Iterator[Suggestion]:
        text = self._line(questions, Slot.SENTENCE)
        if text:
            yield Suggestion("ask", text, "manual", "sentence")

    def _rewrite(self, lines: Callable[[Slot], Iterable[Text]], how: Applicability) -> Iterator[Suggestion]:
        """Yield the draft for the slot and, where the slot is less than that, one for the whole sentence."""
        own = self._line(lines(self.slot), self.slot)
        if own:
            yield Suggestion("rewrite", own, how)
        if self.slot in (Slot.VERB_FINITE, Slot.VERB_BARE, Slot.VERB_ING, Slot.ADJECTIVE, Slot.NOUN_PHRASE) or not own:
            whole = self._line(lines(Slot.SENTENCE), Slot.SENTENCE)
            if whole:
                yield Suggestion("rewrite", whole, how, "sentence")

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

    def _line(self, lines: Iterable[Text], slot: Slot) -> str | None:
        facts = self._facts(slot)
        for line in lines:
            filled = fill(line, facts)
            if filled:
                return self._shaped(filled, slot)
        return None

    def _shaped(self, text: str, slot: Slot) -> str:
        if self.spelling == "american":
            text = american(text, self.wording.words.american)
        if slot is Slot.BULLET:
            return self._bullet(text)
        if slot is Slot.HEADING and is_title_case(self.words):
            text = title_case(text)
        if slot is Slot.ATTRIBUTE and len(text) > ATTRIBUTE_LIMIT:
            text = f"{text[: ATTRIBUTE_LIMIT - 1].rsplit(' ', 1)[0].rstrip(',;')}…"
        return capital(text) if slot in _STARTS_CAPITAL else text

    def _bullet(self, gloss: str) -> str:
        """Keep the form of the bullets around: label and mark, case of the first letter, final stop or none."""
        parts = bullet(self.words)
        old = parts[2] if parts else self.words.strip()
        gloss = uncapital(gloss) if old[:1].islower() else capital(gloss)
        if old.rstrip().endswith("."):
            gloss += "."
        return f"{self._label(parts[0])}{parts[1]}{gloss}" if parts else gloss

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
        facts = {"regulator": str(self.jurisdiction.regulator)}
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
        }
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
            "harms": series([str(harm.name) for harm in row.harms]),
        }
        return {name: value for name, value in facts.items() if value}


_DOUBLED = re.compile(r"\b(\w+) \1\b|  | [,.;]", re.IGNORECASE)


def is_well_formed(text: str) -> bool:
    """Return whether a draft has no doubled word or space, no stray punctuation and no placeholder left."""
    return not _DOUBLED.search(text) and text.count("(") == text.count(")") and not set("{}[]") & set(text)
