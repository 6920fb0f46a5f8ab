"""From a trigger up its dependency tree: which words of the sentence bear on it, and how.

Negation, hedges, attribution and warnings all come down to the trigger from the words above it, but not over every
link. This module knows the links (a closed set of grammar); what stands on them is for the other modules.
"""

from __future__ import annotations

from enum import Enum, auto

from claimlint.language.cues import Cues, word_set
from claimlint.language.parse import Token, Tree
from claimlint.language.probe import Trigger
from claimlint.record import Record

MAX_STEPS = 40
"""No sentence that somebody means to be read is nested deeper; a hostile one costs no more than this."""

SUBJECTS = frozenset(("nsubj", "nsubjpass"))
_ALOOF = frozenset(("parataxis", "meta", "intj", "punct", "discourse"))
_BESIDE = frozenset(
    (
        "despite",
        "because",
        "since",
        "after",
        "before",
        "until",
        "thanks",
        "due",
        "following",
        "besides",
        "considering",
        "given",
        "including",
    )
)
"""Prepositions whose phrase stands outside what the verb's negation covers: “do not relapse after being healed”."""
_THINGS = frozenset(("dobj", "nsubjpass", "pobj", "attr", "nsubj", "conj"))
_FINITE = frozenset(("VBZ", "VBD", "VBP", "MD"))
_PAUSES = frozenset((",", "-", "–", "—", "|", "/", "•", "+", "&", ":"))


class Link(Enum):
    """How a word stands to the one below it on the way up."""

    SELF = auto()
    SAME = auto()
    """In the same clause: what governs or modifies the one governs the other."""
    CLAUSE = auto()
    """The word below heads a complement or relative clause of this one."""
    SUBJECT = auto()
    """The trigger is the subject of this verb."""
    PAST = auto()
    """What stands at this word does not bear on the trigger, what stands above it may."""


class Step(Record, frozen=True):
    """One word on the way up; `came` is the word below it, `link` how that one hangs on."""

    node: int
    came: int | None
    link: Link


def head_of(tree: Tree, trigger: Trigger) -> int | None:
    """Return the token that governs the others of a trigger, a verb first where the trigger is one."""
    inside = tree.at(trigger.start, trigger.end)
    tops = [i for i in inside if tree.tokens[i].head not in inside or tree.tokens[i].head == i]
    if trigger.form == "verb":
        tops = [i for i in tops if tree.tokens[i].pos in ("VERB", "AUX")] or tops
    wordy = [i for i in tops if any(map(str.isalnum, tree.tokens[i].word))]
    found = wordy or tops
    return found[0 if trigger.form == "verb" else -1] if found else None


def climb(tree: Tree, start: int, cues: Cues, *, fragment: bool) -> tuple[Step, ...]:
    """Return the steps from a token to the last word that can bear on it."""
    steps = [Step(start, None, Link.SELF)]
    current, nominal = start, tree.tokens[start].pos not in ("VERB", "AUX")
    while (above := tree.tokens[current].head) != current and len(steps) < MAX_STEPS:
        link = _link(tree, tree.tokens[current], cues, nominal=nominal, fragment=fragment)
        if link is None:
            break
        steps.append(Step(above, current, link))
        nominal = nominal and link is Link.SAME and tree.tokens[above].pos not in ("VERB", "AUX")
        current = above
    return tuple(steps)


def has_own_subject(tree: Tree, index: int) -> bool:
    """Return whether a verb has a subject of its own."""
    return tree.child(index, "nsubj", "nsubjpass", "csubj", "expl") is not None


def is_infinitive(tree: Tree, token: Token) -> bool:
    """Return whether a verb stands with “to”."""
    return any(tree.tokens[k].tag == "TO" for k in token.children)


def comma_before(tree: Tree, token: Token) -> bool:
    """Return whether a comma or dash parts a token's phrase from what stands before it."""
    edge = min(token.left, token.index)
    return edge > 0 and tree.tokens[edge - 1].word in _PAUSES


def is_dash(tree: Tree, token: Token) -> bool:
    """Return whether a dash parts phrases; one with a letter on either side belongs to a compound."""
    if token.word not in ("-", "–", "—", "--"):
        return False
    before, after = tree.text[max(token.start - 1, 0) : token.start], tree.text[token.end : token.end + 1]
    return not (before.isalnum() and after.isalnum())


def _link(tree: Tree, token: Token, cues: Cues, *, nominal: bool, fragment: bool) -> Link | None:
    above = tree.tokens[token.head]
    if token.dep in _ALOOF or _parted(tree, token, above):
        return None
    if token.dep in SUBJECTS:
        return Link.SUBJECT if nominal or token.lemma in word_set(cues.statement_nouns) else Link.PAST
    if token.dep in ("csubj", "csubjpass"):
        return Link.PAST
    if token.dep == "conj":
        return _coordinated(tree, token, above, fragment=fragment)
    if token.dep in ("advcl", "acl", "relcl", "ccomp", "xcomp"):
        return _clause(tree, token, above, cues)
    if token.dep in ("appos", "dep"):
        apart = fragment or has_own_subject(tree, token.index) or tree.child(token.index, "det") is not None
        return None if apart else Link.SAME
    if token.dep == "prep":
        return _prepositional(tree, token, above, cues)
    return Link.SAME


def _prepositional(tree: Tree, token: Token, above: Token, cues: Cues) -> Link | None:
    if token.word == "for" and _is_purpose_of_need(tree, token, above, cues):
        return None
    parted = token.index > above.index and comma_before(tree, token)
    return Link.PAST if parted or token.word in _BESIDE else Link.SAME


def _clause(tree: Tree, token: Token, above: Token, cues: Cues) -> Link | None:
    if is_infinitive(tree, token) and _is_purpose_of_need(tree, token, above, cues):
        return None
    if token.dep == "xcomp":
        return Link.SAME
    if token.dep == "advcl":
        return _adverbial(tree, token, above)
    if token.dep == "relcl":
        return None if comma_before(tree, token) and above.index < token.index else Link.CLAUSE
    if token.dep == "ccomp":
        return _complement(tree, token, above, cues)
    return Link.CLAUSE


def _complement(tree: Tree, token: Token, above: Token, cues: Cues) -> Link | None:
    marker = tree.child(token.index, "mark", "advmod")
    asked = marker is not None and marker.word in ("whether", "if")
    spliced = comma_before(tree, token) and marker is None and has_own_subject(tree, token.index)
    if spliced and above.index < token.index:
        return None
    if above.index > token.index and not asked:
        return Link.CLAUSE if has_own_subject(tree, above.index) else None
    if above.lemma in word_set(cues.factives) and not asked and not _is_own_ignorance(tree, above, cues):
        return Link.PAST
    return Link.CLAUSE


def _is_own_ignorance(tree: Tree, verb: Token, cues: Cues) -> bool:
    """“We do not know that …” and “it is not known that …” take the fact back; “many do not know that …” does not."""
    subject = tree.child(verb.index, "nsubj", "nsubjpass")
    return verb.lemma == "know" and (subject is None or subject.word in word_set(cues.own_voices))


def _adverbial(tree: Tree, token: Token, above: Token) -> Link:
    if token.index < above.index or comma_before(tree, token):
        return Link.PAST
    finite = token.tag in _FINITE or any(tree.tokens[k].tag in _FINITE for k in token.children)
    marker = tree.child(token.index, "mark")
    conjunction = marker is not None and marker.word not in ("that", "for", "to", "without", "than")
    return Link.PAST if finite or conjunction else Link.CLAUSE


def _is_purpose_of_need(tree: Tree, token: Token, above: Token, cues: Cues) -> bool:
    """“You do not need surgery to fix it”: the infinitive hangs on the need or on the thing needed."""
    if above.pos in ("NOUN", "PROPN", "PRON"):
        governor = tree.tokens[above.head]
        governor = tree.tokens[governor.head] if governor.dep in ("prep", "conj") else governor
        return above.dep in _THINGS and _needs(tree, governor, cues)
    if token.dep == "xcomp" and tree.child(above.index, "dobj", "nsubjpass") is None:
        return False
    return _needs(tree, above, cues)


def _needs(tree: Tree, verb: Token, cues: Cues) -> bool:
    """Return whether a verb says a need: “need”, “is required”, or what one does not “have to” or “need to” do."""
    known = word_set(cues.need_verbs)
    above = tree.tokens[verb.head]
    forced = verb.dep == "xcomp" and (above.lemma in known or above.lemma == "have")
    return verb.lemma in known or forced


def _coordinated(tree: Tree, token: Token, above: Token, *, fragment: bool) -> Link:
    """A second conjunct shares what stands at the first unless it has its own subject, tense, or stands after “but”."""
    if has_own_subject(tree, token.index) or (fragment and not _is_alternative(tree, token, above)):
        return Link.PAST
    between = [tree.tokens[k] for k in above.children if above.index < k < token.index]
    if any(k.dep == "cc" and k.word in ("but", "yet") for k in between):
        return Link.PAST
    if "VERB" in (token.pos, above.pos) and _own_tense(tree, token, above):
        return Link.PAST
    if token.pos in ("NOUN", "PROPN") and _and_own_phrase(tree, token, between):
        return Link.PAST
    return Link.SAME


def _own_tense(tree: Tree, token: Token, above: Token) -> bool:
    bare = any(tree.tokens[k].dep in ("aux", "neg") for k in above.children) and above.tag in ("VB", "VBN", "VBG")
    return (token.tag in ("VBZ", "VBD", "VBP") and (bare or above.tag not in ("VBZ", "VBD", "VBP"))) or any(
        tree.tokens[k].dep in ("aux", "auxpass") and tree.tokens[k].tag in _FINITE for k in token.children
    )


def _and_own_phrase(tree: Tree, token: Token, between: list[Token]) -> bool:
    """“No pain and fast results”: after “and” a noun with modifiers of its own is a phrase of its own."""
    joined = any(k.dep == "cc" and k.word in ("and", "&", "plus") for k in between)
    return joined and any(tree.tokens[k].dep in ("amod", "det", "poss", "neg") for k in token.children)


def _is_alternative(tree: Tree, token: Token, above: Token) -> bool:
    """In “no pills, patches or injections” the “or” after a conjunct makes the list one."""
    return any(t.dep == "cc" and t.word in ("or", "nor") for t in tree.tokens[above.index : token.index + 1]) or any(
        tree.tokens[k].dep == "cc" and tree.tokens[k].word in ("or", "nor") for k in token.children
    )


def _parted(tree: Tree, token: Token, above: Token) -> bool:
    first, last = sorted((token.index, above.index))
    between = tree.tokens[first:last]
    if any(t.word == ";" for t in between):
        return True
    opened = sum((t.word == "(") - (t.word == ")") for t in between)
    return token.index > above.index and (opened > 0 or any(is_dash(tree, t) for t in between))
