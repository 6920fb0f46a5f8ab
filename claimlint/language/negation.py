"""A trigger in its tree → the cue that takes it back, if one does.

Negators are counted on the way up from the trigger: an odd number negates, an even one (“no … without”) does not.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from claimlint.language.climb import SUBJECTS, Link, Step, is_dash
from claimlint.language.cues import Cues, find_phrases, word_set
from claimlint.language.parse import Token, Tree
from claimlint.language.probe import Trigger
from claimlint.record import Record

_CARRIERS = frozenset(
    ("neg", "det", "advmod", "preconj", "predet", "amod", "quantmod", "nummod", "dep", "aux", "npadvmod")
)
_COMPARATIVES = frozenset(("JJR", "RBR"))
_OURS = frozenset(("our", "ours", "this", "us", "we", "here", "that"))
_LINKED = frozenset(
    ("xcomp", "ccomp", "prep", "dobj", "acl", "advcl", "acomp", "pobj", "pcomp", "attr", "oprd", "relcl")
)
_ENTRIES = frozenset(("of", "to", "in", "at", "for", "from", "about", "that", "on", "with"))
_CONCORD = frozenset(("neither", "nor", "or"))
_JOINS = frozenset(("and", "&", "plus", "+"))
_PAUSES = _JOINS | frozenset((",", "|", "•", ";", ":", "."))
_DEGREES = frozenset(("advmod", "prep", "npadvmod"))
_IN_ADVERBS = frozenset(("not", "n't", "never", "no"))
_HELD = frozenset(("no", "without", "not", "zero", "free", "never", "less", "non", "nothing", "n't"))

Span = tuple[int, int]


class Negators(Record, frozen=True):
    """The negators of one tree: words that count, groups of words that count, and idioms in which they do not."""

    idle: frozenset[int]
    adverbs: tuple[Span, ...]
    phrases: tuple[Span, ...]


def negators(tree: Tree, cues: Cues) -> Negators:
    """Find the groups of words that bear on negation, once per tree."""
    words = [(token.word, token.lemma) for token in tree.tokens]
    idioms = [span for span in find_phrases(cues.pseudo_negations, words) if not _is_told_of(tree, span[0])]
    idle = {i for span in idioms for i in range(*span)}
    adverbs = tuple(find_phrases(cues.negative_adverbs, words))
    phrases = tuple(find_phrases(cues.implicit_phrases, words))
    grouped = {i for span in (*adverbs, *phrases) for i in range(*span)}
    return Negators(frozenset(idle | grouped | _not_negating(tree)), adverbs, phrases)


def _is_told_of(tree: Tree, first: int) -> bool:
    """“Don't delay” is an idiom as a request only: “they don't delay” is not."""
    return tree.tokens[first].lemma == "do" and first > 0 and tree.tokens[first - 1].pos in ("PRON", "NOUN", "PROPN")


def negation(
    tree: Tree, steps: Sequence[Step], trigger: Trigger, found: Negators, cues: Cues, *, fragment: bool
) -> Span | None:
    """Return the tokens of the cue that negates a trigger, or None."""
    spans: list[Span] = []
    for step in steps:
        for span in (*_at(tree, step, found, cues), *_phrases_at(tree, step, steps, found)):
            concord = _words(tree, span) <= _CONCORD and any(_words(tree, other) <= _CONCORD for other in spans)
            if not (span in spans or concord or (fragment and _pause_between(tree, span, trigger))):
                spans.append(span)
    if trigger.claims_absence:
        spans = _without_own(tree, spans, trigger)
    return spans[0] if len(spans) % 2 else None


def _words(tree: Tree, span: Span) -> set[str]:
    return {token.word for token in tree.tokens[slice(*span)]}


def _without_own(tree: Tree, spans: list[Span], trigger: Trigger) -> list[Span]:
    outside = [span for span in spans if not trigger.start <= tree.tokens[span[0]].start < trigger.end]
    held = any(tree.tokens[i].word in _HELD for i in tree.at(trigger.start, trigger.end))
    return outside if held or len(outside) < len(spans) else outside[1:]


def _pause_between(tree: Tree, span: Span, trigger: Trigger) -> bool:
    """“No downtime, permanent results”: in a fragment nothing is negated across a comma, unless “or” ends the list."""
    between = [t for t in tree.tokens[span[1] :] if t.start < trigger.start]
    pauses = [i for i, token in enumerate(between) if token.word in _PAUSES or is_dash(tree, token)]
    tail = {token.word for token in tree.tokens[span[1] :]}
    return bool(pauses) and not (tail & {"or", "nor"} and not tail & _JOINS)


def _at(tree: Tree, step: Step, found: Negators, cues: Cues) -> Iterator[Span]:
    """Yield the negators that stand at one word of the way up."""
    if step.link is Link.PAST:
        yield from _nor(tree, step, step.node if step.came is None else step.came)
        return
    if step.link is Link.SUBJECT and not _reaches_subject(tree, step, cues):
        return
    node = tree.tokens[step.node]
    anchor = node.index if step.came is None else step.came
    auxiliaries = (
        k for i in node.children if tree.tokens[i].dep in ("aux", "auxpass") for k in tree.tokens[i].children
    )
    for child in (tree.tokens[k] for k in (*node.children, *auxiliaries) if k != step.came):
        if child.word in word_set(cues.negators) and child.dep in _CARRIERS and child.index not in found.idle:
            after_subject = step.link is Link.SUBJECT and child.dep == "neg"
            if (child.index < anchor or after_subject) and not _superlative_noun(tree, node, child):
                yield child.index, child.index + 1
        elif child.dep in SUBJECTS and child.index < anchor:
            yield from _negative_noun(tree, child, node, found, cues)
        elif child.dep in ("dobj", "dative", "attr") and step.came is None:
            yield from _negative_object(tree, child, found, cues)
        elif child.dep in _DEGREES and child.index < anchor:
            yield from _inside_adverb(tree, child, found)
    yield from _nor(tree, step, anchor)
    yield from _implicit(tree, step, node, anchor, found, cues)
    for first, last in found.adverbs:
        root = _root(tree, first, last)
        if (
            tree.tokens[root].head == node.index
            and first < anchor
            and root != step.came
            and node.index not in range(first, last)
        ):
            yield first, last


def _nor(tree: Tree, step: Step, anchor: int) -> Iterator[Span]:
    """“… nor does it cure”: the “nor” before a second conjunct, or before the sentence."""
    for child in (tree.tokens[k] for k in tree.tokens[step.node].children if k < anchor):
        second = step.came is not None and tree.tokens[step.came].dep == "conj"
        if child.dep in ("cc", "preconj") and child.word == "nor" and (second or child.index < step.node):
            yield child.index, child.index + 1


def _inside_adverb(tree: Tree, adverb: Token, found: Negators) -> Iterator[Span]:
    """Yield the negator within an adverbial before its verb: “not at all”, “not very well”, “no more”."""
    for token in tree.tokens[adverb.left : adverb.index + 1]:
        if token.word in _IN_ADVERBS and token.index not in found.idle:
            yield token.index, token.index + 1
            return


def _root(tree: Tree, first: int, last: int) -> int:
    return next((i for i in range(first, last) if tree.tokens[i].head not in range(first, last)), first)


def _reaches_subject(tree: Tree, step: Step, cues: Cues) -> bool:
    """“A cure has not been found”, “results are not guaranteed”: some verbs take their subject back with them."""
    node = tree.tokens[step.node]
    reach = word_set(cues.subject_reach) | word_set(cues.implicit_negatives)
    below = [tree.tokens[k] for k in node.children if tree.tokens[k].dep in ("acomp", "xcomp", "oprd", "attr")]
    return node.lemma in reach or any({token.lemma, token.word} & reach for token in below)


def _negative_noun(tree: Tree, noun: Token, verb: Token, found: Negators, cues: Cues) -> Iterator[Span]:
    """Yield the negator of a subject, unless it makes a superlative: “nothing heals faster”."""
    if noun.index in found.idle or _is_comparison(tree, verb):
        return
    if noun.word in word_set(cues.negative_subjects):
        yield noun.index, noun.index + 1
        return
    for token in tree.tokens[noun.left : noun.index]:
        near = token.head == noun.index or tree.tokens[token.head].head == noun.index
        if near and token.word in word_set(cues.negators) and token.dep in _CARRIERS and token.index not in found.idle:
            yield token.index, token.index + 1
            return


def _negative_object(tree: Tree, noun: Token, found: Negators, cues: Cues) -> Iterator[Span]:
    """“It cures nobody”: an object that is nothing but a negator negates its verb."""
    if noun.index in found.idle:
        return
    if noun.word in word_set(cues.negative_subjects):
        yield noun.index, noun.index + 1
    elif noun.word == "one" and (child := tree.child(noun.index, "det")) is not None and child.word == "no":
        yield child.index, noun.index + 1


def _is_comparison(tree: Tree, verb: Token) -> bool:
    """Return whether a comparative or “like”, “as … as” follows the verb within its own phrase."""
    near = [tree.tokens[k] for k in verb.children if k > verb.index]
    near += [
        tree.tokens[k]
        for token in list(near)
        if token.dep in ("acomp", "dobj", "advmod", "attr")
        for k in token.children
    ]
    as_as = sum(token.word == "as" for token in near) > 1
    like = any(token.dep == "prep" and token.word == "like" for token in near)
    return as_as or like or any(token.tag in _COMPARATIVES for token in near)


def _superlative_noun(tree: Tree, noun: Token, negator: Token) -> bool:
    """“There is no better treatment” praises; “no greater benefit than placebo” does not."""
    if negator.word != "no" or noun.pos not in ("NOUN", "PROPN", "PRON"):
        return False
    if not any(tree.tokens[k].tag in _COMPARATIVES for k in noun.children):
        return False
    rest = [token.word for token in tree.tokens[noun.index :]]
    return "than" not in rest or any(word in _OURS for word in rest[rest.index("than") :])


def _implicit(tree: Tree, step: Step, node: Token, anchor: int, found: Negators, cues: Cues) -> Iterator[Span]:
    """Yield words that take back what depends on them: “fails to”, “lack of”, “unproven …”, “it is false that”."""
    known = word_set(cues.implicit_negatives)

    def takes_back(token: Token) -> bool:
        return token.index not in found.idle and bool({token.word, token.lemma} & known)

    came = None if step.came is None else tree.tokens[step.came]
    if came is not None and came.index > node.index and _enters(came):
        if takes_back(node):
            yield node.index, node.index + 1
        if node.word == "without" and node.index not in found.idle:
            yield node.index, node.index + 1
    for child in (tree.tokens[k] for k in node.children if k != step.came):
        modifier = child.dep == "amod" and child.index < anchor
        judged = child.dep in ("acomp", "attr", "oprd", "xcomp") and (
            step.link is Link.SUBJECT
            or (came is not None and child.index < came.index and came.dep in ("ccomp", "xcomp", "advcl"))
        )
        if (modifier or judged) and takes_back(child):
            yield child.index, child.index + 1
        if child.dep == "mark" and child.word == "without" and child.index < anchor and child.index not in found.idle:
            yield child.index, child.index + 1


def _enters(came: Token) -> bool:
    return came.dep in _LINKED and (came.dep != "prep" or came.word in _ENTRIES)


def _phrases_at(tree: Tree, step: Step, steps: Sequence[Step], found: Negators) -> Iterator[Span]:
    """Yield groups such as “rather than” and “free of” that stand right before a word's phrase and belong to it."""
    node = tree.tokens[step.node]
    above = {later.node for later in steps}
    for first, last in found.phrases:
        if last > node.index or node.left > last or step.link in (Link.PAST, Link.SUBJECT):
            continue
        inside = range(first, last)
        heads = {tree.tokens[i].head for i in inside}
        governs = any(i in above for i in inside)
        filled = not governs and any(tree.tokens[i].right >= last for i in inside if tree.tokens[i].head not in inside)
        if governs or (heads & {node.index, node.head} and not filled):
            yield first, last


def _not_negating(tree: Tree) -> frozenset[int]:
    """The “n't” of “Isn't it time …?” negates nothing, nor does the answer “No, …”."""
    tokens = tree.tokens
    if len(tokens) > 1 and tokens[0].word == "no" and tokens[1].word in (",", "!", "."):
        return frozenset((0,))
    if not tree.text.rstrip().endswith("?"):
        return frozenset()
    opening = tree.tokens[:3]
    return frozenset(
        t.index for t in opening if t.dep == "neg" and t.index and tree.tokens[t.index - 1].pos in ("AUX", "VERB")
    )
