"""A trigger in its tree → who or what does it: the by-phrase, else the subject of the verb that governs it."""

from __future__ import annotations

import re

from claimlint import lazy
from claimlint.language.climb import is_infinitive
from claimlint.language.parse import Token, Tree
from claimlint.language.probe import Probe, Trigger

_RELATIVE = frozenset(("that", "which", "who"))
_LEFT_OUT = frozenset(("relcl", "acl", "advcl", "punct", "appos", "conj", "cc", "parataxis"))
_CARRIED_ON = frozenset("xcomp conj advcl pcomp prep dobj pobj acomp attr oprd amod compound nsubj acl".split())
_MEANS = frozenset(("with", "using", "through", "via"))
_BOUNDARY = lazy.pattern(r"[,;:.!?()\[\]–—|•]|\b(?:and|but|or|because|so|when|while|if|as|although)\b", re.IGNORECASE)
_AUXILIARY = lazy.pattern(
    r"(?:^|\s+)(?:is|are|was|were|be|been|has|have|had|do|does|did|will|to|also|[a-z]+ly|clinically|then|even|always|often)$",
    re.IGNORECASE,
)
_NO_AGENT = lazy.pattern(
    r"(?:^|\s)(?:than|to|for|of|with|from|that|which|who|can|may|will|help|helps|let|lets)$", re.IGNORECASE
)
_MAX_AGENT = 120

Place = tuple[int, int]


def find_agent(tree: Tree, start: int) -> Place | None:
    """Return the place of the agent's noun phrase in the sentence text, or None where the sentence does not say."""
    current, below = tree.tokens[start], ""
    for _ in range(len(tree.tokens)):
        if (found := _by_phrase(tree, current)) is not None:
            return _phrase(tree, found)
        if current.pos in ("VERB", "AUX"):
            subject = tree.child(current.index, "nsubj", "csubj")
            if subject is not None and subject.index != start:
                return _resolved(tree, subject, current)
            passive = tree.child(current.index, "nsubjpass")
            if passive is not None:
                return _resolved(tree, passive, current) if below == "xcomp" else _means(tree, current)
        if current.dep in ("acl", "relcl") and not is_infinitive(tree, current):
            return _phrase(tree, tree.tokens[current.head])
        if current.dep not in _CARRIED_ON or current.head == current.index:
            return None
        current, below = tree.tokens[current.head], current.dep
    return None


def agent_without_parse(probe: Probe, trigger: Trigger) -> Place | None:
    """Return the words before a verb up to the last clause boundary, without adverbs and auxiliaries, or None."""
    text, start = probe.text, trigger.start
    if trigger.form != "verb" or probe.fragment or text[start : trigger.end].endswith("ing"):
        return None
    low = max(0, start - _MAX_AGENT)
    first = low
    for boundary in _BOUNDARY.finditer(text, low, start):
        first = boundary.end()
    words = text[first:start].rstrip()
    while (match := _AUXILIARY.search(words)) is not None:
        words = words[: match.start()]
    lead = len(words) - len(words.lstrip(" \t\n-*•✓\"“'"))
    found = words[lead:]
    if not any(map(str.isalpha, found)) or _NO_AGENT.search(found):
        return None
    return first + lead, first + len(words)


def _by_phrase(tree: Tree, verb: Token) -> Token | None:
    agent = tree.child(verb.index, "agent")
    if agent is None and (verb.pos == "NOUN" or verb.tag == "VBN"):
        agent = next((t for k in verb.children if (t := tree.tokens[k]).word == "by" and t.dep == "prep"), None)
    return None if agent is None else tree.child(agent.index, "pobj")


def _means(tree: Tree, verb: Token) -> Place | None:
    """“Pain is relieved with a laser”: without a by-phrase a passive names its means."""
    for token in (tree.tokens[k] for k in verb.children):
        if token.word in _MEANS and (thing := tree.child(token.index, "pobj", "dobj")) is not None:
            return _phrase(tree, thing)
    return None


def _resolved(tree: Tree, subject: Token, verb: Token) -> Place | None:
    if subject.word in _RELATIVE:
        return _phrase(tree, tree.tokens[verb.head]) if verb.dep == "relcl" else None
    return _phrase(tree, subject)


def _phrase(tree: Tree, noun: Token) -> Place | None:
    """The noun with what belongs to it, without clauses, appositions and further conjuncts."""
    first = min([noun.index, *(tree.tokens[k].left for k in noun.children if _kept(tree.tokens[k]) and k < noun.index)])
    last = max([noun.index, *(tree.tokens[k].right for k in noun.children if _kept(tree.tokens[k]) and k > noun.index)])
    inside = [token for token in tree.tokens[first : last + 1] if token.start >= 0]
    return (inside[0].start, inside[-1].end) if inside else None


def _kept(token: Token) -> bool:
    return token.dep not in _LEFT_OUT
