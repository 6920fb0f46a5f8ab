"""Probes → Readings: the marks on each trigger, each with the words that show it, and the agent."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from claimlint import lazy
from claimlint.language.agent import agent_without_parse, find_agent
from claimlint.language.climb import Link, Step, climb, head_of
from claimlint.language.cues import Cues, Look, find_phrases, word_set
from claimlint.language.negation import Negators, negation, negators
from claimlint.language.parse import Token, Tree, parse
from claimlint.language.probe import Mark, MarkKind, Probe, Reading, Trigger
from claimlint.language.question import genuine_question, is_label, is_offer
from claimlint.language.stance import attribution, myth, warning
from claimlint.record import Record
from claimlint.store import Store

_ADVERBIAL = frozenset(("advmod", "npadvmod", "amod"))
_BELOW = frozenset(
    ("xcomp", "ccomp", "prep", "dobj", "acl", "acomp", "pobj", "attr", "oprd", "pcomp", "nsubjpass", "advcl")
)
_CONTEXT_WORD = lazy.pattern(r"[^\W_]+(?:'[^\W_]+)?")
_CONCESSIVE = frozenset("while although though despite as whilst even".split())
_PHRASES = (
    (MarkKind.HEDGED, "hedge_phrases"),
    (MarkKind.ATTRIBUTED, "attribution_phrases"),
    (MarkKind.WARNED, "warning_phrases"),
    (MarkKind.MYTH, "myth_phrases"),
    (MarkKind.HISTORICAL, "historical_phrases"),
    (MarkKind.LIMITED, "limit_phrases"),
)

Found = tuple[MarkKind, int, int]
"""A mark by its first and past-last token."""


class _View(Record, frozen=True):
    """A tree with what is the same for all its triggers."""

    tree: Tree
    fragment: bool
    negators: Negators
    sentence: tuple[Found, ...]
    offered: bool


def read(probes: Sequence[Probe], cues: Cues, known: Store | None = None) -> list[tuple[Reading, ...]]:
    """Return one Reading a trigger for each probe; a sentence without the words of what is asked for is not parsed.

    known: where sentences that were parsed before are looked up.
    """
    looks: dict[frozenset[MarkKind], Look] = {}
    asked: dict[Probe, list[int]] = {}
    for number, probe in enumerate(probes):
        look = looks.get(probe.asked)
        if look is None:
            look = looks[probe.asked] = Look(cues, probe.asked)
        if probe.triggers and look.sees(probe.text, heading=probe.heading):
            same = Probe(probe.text, probe.triggers, probe.fragment)
            asked.setdefault(same, []).append(number)
    answers = [_unparsed(probe, cues) for probe in probes]
    if asked:
        for numbers, pieces in zip(asked.values(), parse([*asked], cues, known), strict=True):
            for number in numbers:
                answers[number] = _parsed(probes[number], pieces, cues)
    return answers


def _unparsed(probe: Probe, cues: Cues) -> tuple[Reading, ...]:
    marks = tuple(_context_marks(probe, cues))
    return tuple(Reading(marks, agent_without_parse(probe, trigger)) for trigger in probe.triggers)


def _parsed(probe: Probe, pieces: list[tuple[Tree, tuple[int, ...]]], cues: Cues) -> tuple[Reading, ...]:
    readings = [Reading()] * len(probe.triggers)
    shared = tuple(_context_marks(probe, cues))
    for tree, numbers in pieces:
        view = _View(
            tree,
            probe.fragment or not _has_finite_verb(tree),
            negators(tree, cues),
            tuple(_sentence(tree, probe, cues)),
            is_offer(tree, cues),
        )
        for number in numbers:
            readings[number] = _reading(view, probe.triggers[number], shared, cues)
    return tuple(readings)


def _reading(view: _View, trigger: Trigger, shared: tuple[Mark, ...], cues: Cues) -> Reading:
    start = head_of(view.tree, trigger)
    if start is None:
        return Reading(shared)
    steps = climb(view.tree, start, cues, fragment=view.fragment)
    marks = dict.fromkeys([*(_mark(view.tree, found) for found in _marks(view, steps, trigger, cues)), *shared])
    return Reading(tuple(mark for mark in marks if mark is not None), find_agent(view.tree, start))


def _marks(view: _View, steps: Sequence[Step], trigger: Trigger, cues: Cues) -> Iterator[Found]:
    tree = view.tree
    negated = negation(tree, steps, trigger, view.negators, cues, fragment=view.fragment)
    if negated:
        yield MarkKind.NEGATED, *negated
    yield from ((MarkKind.HEDGED, i, i + 1) for i in _hedges(tree, steps, cues) if i not in view.negators.idle)
    yield from (
        (kind, i, i + 1)
        for kind, i in _conditions(tree, steps, cues)
        if not (kind is MarkKind.QUESTION and view.offered)
    )
    for kind, find in ((MarkKind.ATTRIBUTED, attribution), (MarkKind.WARNED, warning), (MarkKind.MYTH, myth)):
        if (span := find(tree, steps, cues)) is not None:
            yield kind, *span
    inside = set(tree.at(trigger.start, trigger.end))
    conceded = _concession(tree)
    yield from (
        found
        for found in view.sentence
        if (found[0] is MarkKind.QUESTION or not set(range(found[1], found[2])) <= inside)
        and not (found[0] is MarkKind.LIMITED and found[2] <= conceded <= min(inside, default=0))
    )


def _concession(tree: Tree) -> int:
    """The token after a concession that opens the sentence: “While more studies are needed,” bounds nothing more."""
    if not tree.tokens or tree.tokens[0].word not in _CONCESSIVE:
        return 0
    return next((token.index + 1 for token in tree.tokens if token.word == ","), 0)


def _mark(tree: Tree, found: Found) -> Mark | None:
    kind, first, last = found
    places = [token for token in tree.tokens[first:last] if token.start >= 0]
    if not places:
        return None
    start, end = _whole_words(tree.text, places[0].start, places[-1].end)
    return Mark(kind, tree.text[start:end], start, end)


def _whole_words(text: str, start: int, end: int) -> tuple[int, int]:
    """Widen a place to whole words: the model parts “cannot” and “don't”, a reader does not."""
    first, last = start, end
    while first > 0 and _in_word(text[first - 1]) and _in_word(text[first]):
        first -= 1
    while last < len(text) and _in_word(text[last]) and _in_word(text[last - 1]):
        last += 1
    while first < start and not text[first].isalnum():
        first += 1
    while last > end and not text[last - 1].isalnum():
        last -= 1
    return first, last


def _in_word(character: str) -> bool:
    return character.isalnum() or character in "'’"


def _has_finite_verb(tree: Tree) -> bool:
    return any(token.tag in ("VBZ", "VBD", "VBP", "MD") for token in tree.tokens)


def _sentence(tree: Tree, probe: Probe, cues: Cues) -> Iterator[Found]:
    """Yield the marks that bear on every trigger of the sentence."""
    words = [(token.word, token.lemma) for token in tree.tokens]
    for kind, name in _PHRASES:
        yield from ((kind, first, last) for first, last in find_phrases(getattr(cues, name), words))
    if (asked := genuine_question(tree, probe, cues)) is not None:
        yield MarkKind.QUESTION, asked, asked + 1
    if is_label(tree, cues):
        yield MarkKind.MYTH, 0, 1
    yield from ((MarkKind.LIMITED, first, last) for first, last in _weak_evidence(tree, cues))


def _weak_evidence(tree: Tree, cues: Cues) -> Iterator[tuple[int, int]]:
    """“The evidence for it is weak”."""
    for token in tree.tokens:
        subject = tree.child(token.index, "nsubj", "nsubjpass")
        judged = [tree.tokens[k] for k in token.children if tree.tokens[k].dep in ("acomp", "attr", "oprd")]
        for word in [token, *judged]:
            if subject is not None and _is_in(subject, cues.evidence_nouns) and _is_in(word, cues.weak_words):
                yield word.index, word.index + 1


def _hedges(tree: Tree, steps: Sequence[Step], cues: Cues) -> Iterator[int]:
    """Yield modals and hedging words that stand over the trigger in its clause, and hedging verbs above that clause."""
    same_clause = True
    for step in steps:
        came = None if step.came is None else tree.tokens[step.came]
        same_clause = same_clause and step.link is not Link.CLAUSE
        node = tree.tokens[step.node]
        if step.link is Link.PAST:
            continue
        if came is not None and came.dep in _BELOW and _is_in(node, cues.hedge_words):
            yield node.index
        for child in (tree.tokens[k] for k in node.children if same_clause and k != step.came):
            modal = child.dep == "aux" and child.lemma in word_set(cues.modals)
            if modal and not (child.lemma == "would" and _is_told(tree, steps, cues)):
                yield child.index
            adverb = child.dep in _ADVERBIAL and _is_in(child, cues.hedge_adverbs)
            judged = (
                child.dep in ("amod", "acomp")
                and child.index < (step.came or node.index)
                and _is_in(child, cues.hedge_words)
            )
            if adverb or judged:
                yield child.index


def _is_in(token: Token, words: tuple[str, ...]) -> bool:
    known = word_set(words)
    return token.lemma in known or token.word in known


def _is_told(tree: Tree, steps: Sequence[Step], cues: Cues) -> bool:
    """“They said it would help”: this “would” is “will” told in the past."""
    above = (tree.tokens[step.node] for step in steps if step.link is Link.CLAUSE)
    return any(token.lemma in word_set(cues.attribution_verbs) and token.tag in ("VBD", "VBN") for token in above)


def _conditions(tree: Tree, steps: Sequence[Step], cues: Cues) -> Iterator[tuple[MarkKind, int]]:
    """Yield the “if” over the trigger; after “ask”, “see” and the like it is a question told."""
    for step in steps:
        node = tree.tokens[step.node]
        for child in (tree.tokens[k] for k in node.children if k < node.index):
            if child.dep in ("mark", "advmod", "nsubj", "dobj") and child.word in word_set(cues.conditionals):
                asked = child.word in ("if", "whether") and node.dep in (
                    "ccomp",
                    "xcomp",
                    "acl",
                    "pcomp",
                    "advcl",
                    "csubj",
                    "conj",
                )
                told = asked and ((child.word == "whether" and node.dep != "advcl") or _asks(tree, node, cues))
                yield (MarkKind.QUESTION if told else MarkKind.CONDITIONAL), child.index


def _asks(tree: Tree, node: Token, cues: Cues) -> bool:
    above = tree.tokens[node.head]
    if node.dep == "advcl" and node.index < above.index:
        return False
    near = [above, *(tree.tokens[k] for k in above.children if tree.tokens[k].dep in ("acomp", "attr", "xcomp"))]
    return any(_is_in(token, cues.asking_words) for token in near)


def _context_marks(probe: Probe, cues: Cues) -> Iterator[Mark]:
    """Yield the marks that a heading or lead-in gives to what stands under it."""
    if probe.about:
        yield Mark(MarkKind.DISEASE, probe.about, 0, 0)
    if not probe.context:
        return
    words = [(word, word) for word in _CONTEXT_WORD.findall(probe.context.replace("’", "'").lower())]
    singular = [(word, word.removesuffix("s")) for word, _ in words]
    for first, last in find_phrases(cues.warning_headings, singular):
        yield Mark(MarkKind.WARNED, " ".join(word for word, _ in words[first:last]), 0, 0)
        break
    for first, last in find_phrases(cues.negating_lead_ins, words):
        if last == len(words):
            yield Mark(MarkKind.NEGATED, " ".join(word for word, _ in words[first:last]), 0, 0)
            break


def tells_of_disease(title: str, cues: Cues) -> str:
    """Return the words by which a heading, a lead-in or a key announces a disease's own course, or "".

    "Symptoms of eczema" and `warningSigns` do; "Symptoms we treat" announces care, "Causes collagen to grow" claims.
    """
    words = [(word, word) for word in _CONTEXT_WORD.findall(title.replace("’", "'").lower())]
    found = next(find_phrases(cues.disease_headings, words), None)
    if found is None or found[0] > 0:
        return ""
    rest = [word for word, _ in words[found[1] :]]
    if found[1] == 1 and rest and rest[0] not in word_set(cues.disease_links):
        return ""
    return "" if word_set(cues.care_words).intersection(rest) else " ".join(word for word, _ in words[: found[1]])
