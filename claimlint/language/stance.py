"""A trigger's way up its tree → whose statement it is: another's, one that is warned about, or a myth."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from claimlint.language.climb import SUBJECTS, Link, Step
from claimlint.language.cues import Cues, word_set
from claimlint.language.parse import Token, Tree

_MAX_CUE = 40
_JOINED = frozenset(("conj", "appos", "cc"))
Span = tuple[int, int]


def attribution(tree: Tree, steps: Sequence[Step], cues: Cues) -> Span | None:
    """Return the source and verb over the trigger: “the Association states”, “patients report”, “is said to”."""
    for step in steps:
        node = tree.tokens[step.node]
        if (by := _told_by(tree, node, cues)) is not None:
            return by
        denied = tree.child(node.index, "neg") is not None
        if step.came is None or step.link is Link.PAST or denied or not _is_in(node, cues.attribution_verbs):
            continue
        came = tree.tokens[step.came]
        if came.dep == "ccomp" or (came.dep in ("dobj", "nsubjpass") and not _is_in(node, cues.clause_verbs)):
            if (span := _source(tree, node, cues)) is not None:
                return span
        elif came.dep in ("xcomp", "oprd") and tree.child(node.index, "nsubjpass") is not None:
            return node.index, node.index + 1
    return None


def _told_by(tree: Tree, noun: Token, cues: Cues) -> Span | None:
    """“Relief reported by users”."""
    for verb in (tree.tokens[k] for k in noun.children if tree.tokens[k].dep == "acl"):
        agent = tree.child(verb.index, "agent")
        if agent is not None and _is_in(verb, cues.attribution_verbs):
            return verb.index, agent.index + 1
    return None


def _source(tree: Tree, verb: Token, cues: Cues) -> Span | None:
    """The cue from the source to its verb; the page's own voice is no source."""
    passive = tree.child(verb.index, "nsubjpass") is not None or tree.child(verb.index, "auxpass") is not None
    subject = tree.child(verb.index, "nsubj", "nsubjpass")
    if passive:
        return verb.index, verb.index + 1
    if subject is None or _is_in(subject, cues.own_voices):
        return None
    first, last = sorted((subject.index, verb.index))
    short = tree.tokens[last].end - tree.tokens[first].start <= _MAX_CUE
    return (first, last + 1) if short else (verb.index, verb.index + 1)


def warning(tree: Tree, steps: Sequence[Step], cues: Cues) -> Span | None:
    """Return the words that warn of whoever promises the trigger, or of the promise."""
    told = _promise_on(tree, steps, cues)
    for step in steps:
        node = tree.tokens[step.node]
        came = None if step.came is None else tree.tokens[step.came]
        weak = told and _is_in(node, cues.weak_warning_words)
        if came is not None and came.dep not in _JOINED and (weak or _is_in(node, cues.warning_words)):
            return node.index, node.index + 1
        for child in (tree.tokens[k] for k in node.children):
            if child.dep in ("amod", "compound") and _is_in(child, cues.warning_words) and step.link is not Link.PAST:
                return child.index, child.index + 1
        if told and (span := _others(tree, step, node, came, cues)) is not None:
            return span
    return None


def _promise_on(tree: Tree, steps: Sequence[Step], cues: Cues) -> bool:
    return any(_is_in(tree.tokens[step.node], cues.promise_verbs) for step in steps)


def _others(tree: Tree, step: Step, node: Token, came: Token | None, cues: Cues) -> Span | None:
    """“Any clinic guaranteeing …”, “Some websites claim that …”: others who promise, told of at a distance."""
    if _is_in(node, cues.others) and came is not None and came.dep in ("relcl", "acl"):
        return _marked(tree, node, cues)
    if not _is_in(node, cues.promise_verbs) or step.link is Link.PAST:
        return None
    for subject in (tree.tokens[k] for k in node.children if tree.tokens[k].dep in SUBJECTS):
        if _is_in(subject, cues.others):
            return _marked(tree, subject, cues) or _supposed(tree, node, subject, cues)
    return None


def _supposed(tree: Tree, verb: Token, subject: Token, cues: Cues) -> Span | None:
    """“If a website promises …”."""
    for mark in (tree.tokens[k] for k in verb.children if tree.tokens[k].dep in ("mark", "advmod")):
        if mark.index < subject.index and _is_in(mark, cues.conditionals):
            return mark.index, subject.index + 1
    return None


def _marked(tree: Tree, noun: Token, cues: Cues) -> Span | None:
    markers = word_set(cues.others_markers)
    first = next((k for k in noun.children if k < noun.index and tree.tokens[k].word in markers), None)
    if noun.word in markers:
        first = noun.index
    return None if first is None else (first, noun.index + 1)


def myth(tree: Tree, steps: Sequence[Step], cues: Cues) -> Span | None:
    """Return the word that calls the trigger's statement a myth: “the myth that”, “wrongly believe”, “… is a myth”."""
    return next(((i, i + 1) for step in steps for i in _myth_at(tree, step, cues)), None)


def _myth_at(tree: Tree, step: Step, cues: Cues) -> Iterator[int]:
    node = tree.tokens[step.node]
    if step.came is not None and tree.tokens[step.came].dep not in _JOINED and _is_in(node, cues.myth_words):
        yield node.index
    for child in (tree.tokens[k] for k in node.children if k != step.came):
        adverb = child.dep == "advmod" and step.link is not Link.PAST
        came = step.came
        judged = child.dep in ("attr", "acomp") and came is not None and came < child.index
        judged = judged or (child.dep == "nsubj" and came is not None and tree.tokens[came].dep == "ccomp")
        if (adverb or judged) and _is_in(child, cues.myth_words):
            yield child.index


def _is_in(token: Token, words: tuple[str, ...]) -> bool:
    known = word_set(words)
    return token.lemma in known or token.word in known
