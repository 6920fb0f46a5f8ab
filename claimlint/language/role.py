"""Probes → the part that each trigger plays in its sentence: asserted, taken for granted, aimed at, or only named.

Who grades a sentence wants to know what it says, not what it mentions on the way: in “the drug, used to treat asthma,
is linked to falls” one thing is said, and it is not the treating.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from claimlint.language.climb import MAX_STEPS, comma_before, head_of, is_infinitive
from claimlint.language.cues import Cues, word_set
from claimlint.language.parse import Token, Tree, parse
from claimlint.language.probe import Probe
from claimlint.record import Record

_FINITE = frozenset(("VBZ", "VBD", "VBP", "MD"))
_NOUNS = frozenset(("NOUN", "PROPN"))
_VERBS = ("VERB", "AUX")
_BEFORE_NOUN = frozenset(("amod", "compound", "nmod", "npadvmod"))
_DEFINITE = frozenset("the this that these those any each every no".split())
_MEANS = frozenset("by through via with after following".split())


class Role(StrEnum):
    """What the sentence does with a trigger."""

    ASSERTED = "asserted"
    ASIDE = "aside"
    """In a relative or subordinate clause: taken for granted."""
    AIM = "aim"
    """What something is for."""
    NAMED = "named"
    """A noun: spoken of."""
    MODIFIER = "modifier"
    """Before its noun: a kind of thing."""


class Standing(Record, frozen=True):
    """object: the trigger acts on something; passive: on its subject; means: the sentence says by what."""

    role: Role = Role.ASSERTED
    object: bool = False
    passive: bool = False
    means: bool = False


def stand(probes: Sequence[Probe], cues: Cues) -> list[tuple[Standing, ...]]:
    """Return one Standing a trigger for each probe; every probe with triggers is parsed."""
    found = [[Standing()] * len(probe.triggers) for probe in probes]
    asked = [number for number, probe in enumerate(probes) if probe.triggers]
    for number, pieces in zip(asked, parse([probes[number] for number in asked], cues), strict=True):
        for tree, inside in pieces:
            for index in inside:
                head = head_of(tree, probes[number].triggers[index])
                if head is not None:
                    found[number][index] = _standing(tree, tree.tokens[head], cues)
    return [tuple(row) for row in found]


def _standing(tree: Tree, token: Token, cues: Cues) -> Standing:
    if _is_hidden_verb(tree, token):
        return Standing(Role.ASSERTED, object=True)
    children = [tree.tokens[k] for k in token.children]
    deps = {child.dep for child in children}
    passive = bool(deps & {"nsubjpass", "auxpass", "agent"}) or (token.tag == "VBN" and token.dep == "acl")
    means = "agent" in deps or any(child.dep == "prep" and child.word in _MEANS for child in children)
    acts = bool(deps & {"dobj", "dative", "nsubjpass", "ccomp", "xcomp", "oprd"})
    return Standing(_role(tree, token, cues), acts or passive, passive, means)


def _is_hidden_verb(tree: Tree, token: Token) -> bool:
    """“Screening reduced deaths”: the model takes the only verb for a participle before its noun."""
    before = tree.tokens[token.index - 1] if token.index else None
    alone = not any(one.tag in _FINITE for one in tree.tokens)
    return alone and token.dep == "amod" and token.word.endswith("ed") and before is not None and before.pos in _NOUNS


def _role(tree: Tree, token: Token, cues: Cues) -> Role:
    if token.dep in _BEFORE_NOUN:
        return Role.MODIFIER
    if token.pos not in _VERBS and token.dep not in ("acomp", "attr", "oprd", "ROOT", "conj", "advmod", "prep"):
        return Role.NAMED
    return _rise(tree, token, cues)


def _rise(tree: Tree, token: Token, cues: Cues) -> Role:
    """Follow the clauses that hold a verb up to the one that the sentence asserts."""
    for _ in range(MAX_STEPS):
        above = tree.tokens[token.head]
        if above is token or token.dep == "ROOT":
            return Role.ASSERTED
        if token.dep in ("xcomp", "advcl", "acl", "relcl", "ccomp") and is_infinitive(tree, token):
            if not (token.dep in ("xcomp", "ccomp", "acl") and _raises(above, cues)):
                return Role.AIM
        elif token.dep == "advcl":
            follows = token.tag == "VBG" and token.index > above.index and comma_before(tree, token)
            if not follows:
                return Role.ASIDE
        elif token.dep in ("relcl", "acl"):
            if not _is_news(tree, above):
                return Role.ASIDE
        elif token.dep in ("csubj", "pcomp"):
            return Role.ASIDE
        if token.dep in ("pobj", "nsubj", "nsubjpass"):
            return Role.NAMED
        token = above
    return Role.ASSERTED


def _is_news(tree: Tree, noun: Token) -> bool:
    """“Found a gene that causes it” asserts the causing; “the gene that causes it” takes it for granted."""
    articles = {tree.tokens[k].word for k in noun.children if tree.tokens[k].dep == "det"}
    return noun.dep in ("dobj", "attr") and not articles & _DEFINITE


def _raises(verb: Token, cues: Cues) -> bool:
    known = word_set(cues.raising_words)
    return verb.lemma in known or verb.word in known
