"""What drafts are written from, loaded once; claims to write them for, and what is wrong with one as English."""

from __future__ import annotations

import datetime
import re
from pathlib import Path

from claimlint.evidence import Jurisdiction, Registry, Verdict, judge, load_jurisdictions, load_registry
from claimlint.vocabulary import Vocabulary, load_vocabulary
from claimlint.wording import Brief, Fit, Slot, Suggestion, Topic, Wording, is_well_formed, load_wording, suggest

RULES = Path(__file__).parent.parent / "rules"
AS_OF = datetime.date(2026, 11, 24)
WORDS = {
    Slot.BULLET: "Lasting relief – Ends pain for good",
    Slot.HEADING: "Pain Relief That Lasts",
    Slot.SENTENCE: "It ends pain for good.",
    Slot.ATTRIBUTE: "Ends pain for good",
}


class Desk:
    """Everything that a draft is made from, loaded once."""

    def __init__(self) -> None:
        self.vocabulary: Vocabulary = load_vocabulary(RULES / "vocabulary")
        self.registry: Registry = load_registry(RULES / "evidence", self.vocabulary)
        self.jurisdictions: dict[str, Jurisdiction] = load_jurisdictions(RULES / "jurisdictions")
        self.wording: Wording = load_wording(RULES / "wording")

    def topic(self, treatment: str | None, condition: str | None, outcome: str | None) -> Topic:
        found = [self.vocabulary.get(name) for name in (treatment, condition, outcome)]
        return Topic(*found)

    def verdict(
        self, treatment: str | None, condition: str | None, outcome: str | None, code: str = "us", strength: int = 7
    ) -> Verdict:
        return judge(
            self.registry,
            self.vocabulary,
            {code: self.jurisdictions[code]},
            treatment=treatment,
            condition=condition,
            outcome=outcome,
            strength=strength,
            scoped=False,
            as_of=AS_OF,
        )

    def drafts(
        self,
        treatment: str | None,
        condition: str | None,
        outcome: str | None,
        slot: Slot = Slot.SENTENCE,
        words: str | None = None,
        code: str = "us",
        strength: int = 7,
        plural: bool | None = None,
    ) -> tuple[Suggestion, ...]:
        brief = self.brief(treatment, condition, outcome, code, strength)
        return suggest(brief, Fit(slot, words if words is not None else WORDS.get(slot, "ends pain"), plural))

    def brief(
        self, treatment: str | None, condition: str | None, outcome: str | None, code: str = "us", strength: int = 7
    ) -> Brief:
        verdict = self.verdict(treatment, condition, outcome, code, strength)
        topic = self.topic(treatment, condition, outcome)
        return Brief(self.wording, self.registry, self.vocabulary, self.jurisdictions[code], verdict, topic)


def claims(desk: Desk) -> list[tuple[str | None, str | None, str | None]]:
    """Every row's own claim, the same without an outcome, another condition, no condition, and pairs without a row."""
    found: dict[tuple[str | None, str | None, str | None], None] = {}
    for row in desk.registry.rows.values():
        condition = None if row.condition in (None, "any") else str(row.condition)
        found[(row.treatment, condition, row.outcome)] = None
        found[(row.treatment, condition, None)] = None
        found[(row.treatment, "hip-osteoarthritis", "tissue")] = None
        found[(row.treatment, None, "pain")] = None
    found[("red-light", "neck-pain", "pain")] = None
    found[("chiropractic", "low-back-pain", "function")] = None
    found[("whitening", "stained-teeth", "tooth-colour")] = None
    found[("cupping", "low-back-pain", "pain")] = None
    found[(None, "low-back-pain", "pain")] = None
    found[(None, None, None)] = None
    return list(found)


def says(word: str, text: str) -> bool:
    return re.search(rf"(?<![\w-]){re.escape(word)}(?![\w-])", text, re.IGNORECASE) is not None


def well_put(text: str, slot: Slot, desk: Desk) -> list[str]:
    """Return what is wrong with a draft as English in its slot."""
    wrong = []
    if not is_well_formed(text):
        wrong.append("doubled word or space, stray punctuation or a placeholder")
    if text != text.strip() or not text:
        wrong.append("blank at an end, or nothing")
    if (
        slot in (Slot.SENTENCE, Slot.HEADING, Slot.QUESTION, Slot.BUTTON, Slot.ATTRIBUTE, Slot.LEAD_IN)
        and text[0].islower()
        and not text[1].isupper()
    ):
        wrong.append("small first letter")
    if slot in (Slot.VERB_FINITE, Slot.VERB_ING, Slot.NOUN_PHRASE) and text[0].isupper():
        wrong.append("capital first letter")
    stops = {Slot.SENTENCE: ".", Slot.QUESTION: "?", Slot.LEAD_IN: ":"}
    if (text[-1] in ".?!:" and text[-1]) != (slot in stops and stops[slot]):
        wrong.append("final stop")
    if re.search(r"\ba [aeiou]|\ban [^aeiouhAEFHILMNORSX]", text):
        wrong.append("article")
    wrong += [f"says “{banned}”" for banned in desk.wording.words.banned if says(banned, text)]
    if re.search(r"\b(may|might|could)\b", text, re.IGNORECASE) and "evidence" not in text.lower():
        wrong.append("a may without its evidence")
    return wrong
