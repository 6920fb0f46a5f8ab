"""Certified drafts: every template, in every state and place, lints clean in each jurisdiction it is offered for."""

from __future__ import annotations

import functools
import html
import itertools
import re
from collections import defaultdict
from collections.abc import Iterator

import pytest
from desk import AS_OF, WORDS, Desk, claims, well_put
from lexicon import segment

from claimlint import engine, trial
from claimlint.config import InputFile, Settings
from claimlint.knowledge import Knowledge, load
from claimlint.record import Record, replace
from claimlint.segment import Surface
from claimlint.wording import Fit, Slot, Suggestion, case_of, ruled, suggest
from claimlint.yamlload import Text

Claim = tuple[str | None, str | None, str | None]
CODES = ("us", "uk", "eu", "au", "ca")
"""Florida lies over the United States: what may be said of a product is decided there."""
PAGE_RULES = ("missing", "contradicted")
RULED = {
    "sentence": Slot.SENTENCE,
    "bullet": Slot.BULLET,
    "lead-in": Slot.LEAD_IN,
    "heading": Slot.HEADING,
    "question": Slot.QUESTION,
    "button": Slot.BUTTON,
    "attribute": Slot.ATTRIBUTE,
}
PLACES = {
    Slot.BULLET: "<ul><li>{}</li></ul>",
    Slot.HEADING: "<h2>{}</h2>",
    Slot.QUESTION: "<h2>{}</h2>",
    Slot.BUTTON: "<button>{}</button>",
    Slot.LEAD_IN: "<p>{}</p><ul><li>Parking</li><li>Opening hours</li></ul>",
}
SURFACES = {
    Slot.BULLET: Surface.LIST_ITEM,
    Slot.HEADING: Surface.HEADING,
    Slot.QUESTION: Surface.HEADING,
    Slot.BUTTON: Surface.BUTTON,
    Slot.ATTRIBUTE: Surface.META,
}
COMPARATIVES = re.compile(
    r"\b(?:better|safer|faster|stronger|longer|fewer|rather than|instead of|more than|less than)\b"
)


class Made(Record, frozen=True):
    """A draft, the claim that it was written for, and the jurisdiction."""

    claim: Claim
    code: str
    slot: Slot
    text: str


@functools.cache
def desk() -> Desk:
    return Desk()


@functools.cache
def knowledge(code: str) -> Knowledge:
    return load(Settings(as_of=AS_OF, jurisdictions=(code,)))


@functools.cache
def found(code: str, slot: Slot, text: str) -> tuple[str, ...]:
    """Return the kinds of rules that find something in words, as the engine asks before it offers them."""
    lexis = knowledge(code).lexis
    return tuple(
        lexis.rules[name].judged_by
        for name in trial.found(segment(text, SURFACES.get(slot, Surface.BODY)), text, lexis)
    )


def checked(fit: Fit, code: str) -> Fit:
    """Return a place that asks what the engine asks."""
    return replace(
        fit,
        accept=lambda text: not found(code, fit.slot, text),
        permits=lambda text: "wording" not in found(code, fit.slot, text),
    )


def told_apart(code: str) -> list[Claim]:
    """Return one claim for each that the templates can tell from the others: state, law, number, what is named."""
    kept: dict[tuple[object, ...], Claim] = {}
    for claim in claims(desk()):
        verdict = desk().verdict(*claim, code)
        row = desk().registry.rows.get(verdict.row or "")
        treatment = desk().vocabulary.get(claim[0])
        kept.setdefault(
            (
                case_of(verdict, row),
                verdict.verdict,
                verdict.status,
                bool(verdict.established),
                treatment and treatment.plural,
                *(each is None for each in claim),
            ),
            claim,
        )
    return list(kept.values())


def fits(slot: Slot) -> Iterator[Fit]:
    """Yield the forms that a place of this kind can have."""
    words = WORDS.get(slot, "ends pain")
    if slot is not Slot.VERB_FINITE:
        yield Fit(slot, words)
    if slot is Slot.SENTENCE:
        yield Fit(slot, words, imperative=True)
        yield Fit(slot, words, stated=True)
    elif slot is Slot.VERB_FINITE:
        yield Fit(slot, words, plural=True)
        yield Fit(slot, words, plural=False)
    elif slot is Slot.BULLET:
        yield Fit(slot, "Ends pain for good.")
    elif slot is Slot.LEAD_IN:
        yield Fit(slot, words, introduces="conditions")


def in_place(draft: Suggestion, plural: bool | None) -> tuple[Slot, str]:
    """Return a draft as a whole: a verb phrase has the treatment for its subject."""
    if draft.replaces == "sentence" or draft.slot is not Slot.VERB_FINITE:
        return (Slot.SENTENCE if draft.replaces == "sentence" else draft.slot), draft.text
    return Slot.SENTENCE, f"{'These treatments' if plural else 'This treatment'} {draft.text}."


@functools.cache
def offered() -> tuple[Made, ...]:
    """Every rewrite of every state and status for every place and jurisdiction, each wording once."""
    made: dict[tuple[object, ...], Made] = {}
    asked = ((claim, slot, code) for code in CODES for claim in told_apart(code) for slot in Slot)
    for claim, slot, code in asked:
        brief = desk().brief(*claim, code)
        for fit in fits(slot):
            for draft in suggest(brief, checked(fit, code)):
                place, text = in_place(draft, fit.plural)
                if draft.kind == "rewrite":
                    one = Made(claim, code, place, text)
                    made.setdefault(kind(one), one)
    return tuple(made.values())


def kind(one: Made) -> tuple[object, ...]:
    """Return what drafts from the same line have in common: the words without what is filled in."""
    text = one.text.lower().replace("’", "'")
    for said in sorted(on_file(one.claim, one.code), key=len, reverse=True):
        text = text.replace(said.lower(), "…")
    return one.code, one.slot, text


def name_of(entry: str | None) -> str | None:
    found = desk().vocabulary.get(entry)
    return str(found.name) if found else None


def of_rules() -> Iterator[Made]:
    """Every draft that a rule has of its own, for a treatment, for several, and for none."""
    topics: list[Claim] = [
        ("acupuncture", "migraine", None),
        ("exosomes", "hair-loss", "hair-density"),
        ("dental-implant", None, None),
        (None, None, None),
    ]
    for code, claim in itertools.product(CODES, topics):
        brief = desk().brief(*claim, code)
        for rule in knowledge(code).lexis.rules.rules.values():
            lines = rule.rule.suggest
            for key, line in lines.items():
                slot = RULED.get(key.removesuffix("-else"))
                if slot is None or not line.strip():
                    continue
                fit = checked(Fit(slot, WORDS.get(slot, "Ends pain.")), code)
                text = ruled(brief, fit, [Text(" ".join(line.split()))])
                if text:
                    yield Made(claim, code, slot, text)


def dirty(drafts: Iterator[Made] | tuple[Made, ...]) -> list[tuple[str, str, list[str]]]:
    """Return the drafts in which something is found where they stand, and which rules find it."""
    groups: dict[tuple[str, str | None, str | None], list[Made]] = defaultdict(list)
    for one in drafts:
        groups[one.code, one.claim[0], one.claim[1]].append(one)
    wrong = []
    for (code, treatment, condition), group in groups.items():
        settings = Settings(as_of=AS_OF, jurisdictions=(code,), treatment=treatment, condition=condition)
        pages = {f"{number}.html": one for number, one in enumerate(group)}
        inputs = [InputFile(path, page(one).encode()) for path, one in pages.items()]
        found = defaultdict(list)
        for finding in engine.check(inputs, settings, knowledge(code)).findings:
            if finding.verdict not in PAGE_RULES:
                found[finding.path].append(f"{finding.rule} {finding.verdict} “{finding.text}”")
        wrong += [(code, pages[path].text, rules) for path, rules in found.items()]
    return wrong


def page(one: Made) -> str:
    text = html.escape(one.text)
    if one.slot is Slot.ATTRIBUTE:
        return f'<html><head><title>Our clinic</title><meta name="description" content="{text}"></head></html>'
    body = PLACES.get(one.slot, "<p>{}</p>").format(text)
    return f"<html><head><title>Our clinic</title></head><body>{body}</body></html>"


def test_every_template_is_offered_somewhere() -> None:
    texts = {kind(one)[2] for one in offered()}
    assert {one.code for one in offered()} == set(CODES)
    assert {one.slot for one in offered()} >= {*PLACES, Slot.SENTENCE, Slot.ATTRIBUTE}
    assert len(texts) > 300


@pytest.mark.parametrize("code", CODES)
def test_what_is_offered_lints_clean_where_it_goes(code: str) -> None:
    drafts = tuple(one for one in offered() if one.code == code)
    assert len(drafts) > 100
    assert dirty(drafts) == []


def test_the_rules_own_drafts_lint_clean_where_they_go() -> None:
    drafts = tuple(of_rules())
    assert len(drafts) > 500
    assert dirty(drafts) == []


def test_what_is_offered_is_english() -> None:
    own = {one.text for one in of_rules()}
    for one in (*offered(), *of_rules()):
        let = ("final stop", "a may without its evidence") if one.text in own else ("final stop",)
        wrong = [fault for fault in well_put(one.text, one.slot, desk()) if fault not in let]
        assert not wrong, (one, wrong)
        assert not COMPARATIVES.search(one.text), one
        assert agrees(one), one


def agrees(one: Made) -> bool:
    """A treatment that is the subject of a verb has it in its own number."""
    entry = desk().vocabulary.get(one.claim[0])
    if entry is None:
        return True
    verbs = "is|has|helps|does|reduces|increases|improves|affects|compares"
    wrong = verbs if entry.plural else "are|have|help|do|reduce|increase|improve|affect|compare"
    before = r"(?<!with )(?<!and )(?<!does )(?<!do )(?<!of )(?<!may )(?<!from )"
    return not re.search(rf"{before}\b{re.escape(entry.name)} (?:{wrong})\b", one.text, re.IGNORECASE)


def test_no_number_name_or_study_is_said_that_is_not_on_file() -> None:
    """Every word of a draft is a template's, or that of a row, of the vocabulary or of the law for its own claim."""
    shared = words_of_templates()
    for one in offered():
        strange = words(one.text) - shared - words(" ".join(on_file(one.claim, one.code)))
        assert not strange, (one, strange)


@functools.cache
def words_of_templates() -> frozenset[str]:
    wording = desk().wording
    lines = [line for case in (*wording.states.values(), *wording.status.values()) for line in case.every]
    verbs = [form for verb in wording.words.verbs.values() for form in (verb.finite, verb.plural, verb.ing)]
    little = (
        "is are has have it they its their help helps do does compare compares any of these effects with this "
        "treatment treatments people and or"
    )
    return words(" ".join((*lines, *verbs, *wording.words.size.values(), little)))


@functools.cache
def on_file(claim: Claim, code: str) -> tuple[str, ...]:
    """Return what may be filled in for a claim: names, what its row says, harms, the regulator."""
    verdict = desk().verdict(*claim, code)
    texts = [name for name in map(name_of, claim) if name]
    row = desk().registry.rows.get(verdict.row) if verdict.row else None
    if row is not None:
        held = (row.population, row.follow_up, row.comparator, *(harm.name for harm in row.harms))
        texts += [str(each) for each in held if each]
        texts += [name for name in map(name_of, (row.treatment, row.outcome)) if name]
    if claim[0]:
        texts += [str(harm.name) for harm in desk().registry.harms(claim[0], desk().vocabulary)]
    return (*texts, str(desk().jurisdictions[code].regulator))


def words(text: str) -> frozenset[str]:
    plain = desk().wording.words.american
    found = re.findall(r"[^\W_]+(?:['’-][^\W_]+)*", text.replace("’", "'").lower())
    return frozenset(str(plain.get(Text(word), word)) for word in found)
