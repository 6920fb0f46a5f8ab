"""Probes → dependency trees with offsets into the sentence text.

Three things are done to the words before the model sees them, none to the offsets. A claim verb in the third person is
replaced by a stand-in, because the small model takes claim verbs for plural nouns. A bullet that begins with such a
verb gets a subject, its signs are left out. Headlines in capitals are lowered. A long text is read in windows.
"""

from __future__ import annotations

import contextlib
import functools
import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, TypeAlias

from claimlint import lazy
from claimlint.language.cues import Cues, word_set
from claimlint.language.model import load_model
from claimlint.language.probe import Probe, Trigger
from claimlint.record import Record, pack, unpacker
from claimlint.segment import PLACEHOLDER
from claimlint.store import Store

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

    from claimlint.language.fast import Pipeline

BATCH = 256
WINDOW = 3000
"""Characters read at once: no list item or sentence worth a parse is longer, and memory stays bounded."""

STAND_IN = "removes"
STAND_IN_BASE = "Remove"
_SUBJECT = "It"
_NO_PLACE = -1
_NOUN_COMES = frozenset(
    "the a an no any all some many most these those this that such of for other our your my his her its their every "
    "each few more".split()
)
_VERB_COMES = frozenset(
    "to not n't can could may might will would should must do does did we they you i and or nor , who".split()
)
_CONTRACTED = {"n't": "not", "nt": "not", "ca": "can", "wo": "will", "sha": "shall"}
_SPACE = lazy.pattern(r"\s")
_WORDS = lazy.pattern(r"[^\W\d_]{2,}")
_SMALL = frozenset("a an and as at but by for from in is it nor not of on or our so that the to up we with you".split())


class Token(Record, frozen=True):
    """One token: place in the sentence text (−1 for an added subject), labels, and its neighbours in the tree."""

    index: int
    start: int
    end: int
    word: str
    lemma: str
    pos: str
    tag: str
    dep: str
    head: int
    left: int
    right: int
    children: tuple[int, ...]


_KEPT = ("start", "end", "word", "lemma", "pos", "tag", "dep", "head", "left", "right")
_Row: TypeAlias = tuple[int, int, str, str, str, str, str, int, int, int]
_Piece: TypeAlias = tuple[int, int, tuple[int, ...]]
_Spot: TypeAlias = tuple[Probe, _Piece]
"""A probe and the window of it that is read."""


class Tree(Record, frozen=True):
    """The parse of one sentence (or window of one); `left` and `right` of a token are the edges of its subtree."""

    tokens: tuple[Token, ...]
    text: str

    def child(self, index: int, *deps: str) -> Token | None:
        """Return the first child with one of the labels."""
        return next((self.tokens[k] for k in self.tokens[index].children if self.tokens[k].dep in deps), None)

    def at(self, start: int, end: int) -> tuple[int, ...]:
        """Return the tokens that overlap a place in the text."""
        return tuple(token.index for token in self.tokens if token.start < end and token.end > start)


def parse(
    probes: Sequence[Probe], cues: Cues, known: Store | None = None
) -> Iterator[list[tuple[Tree, tuple[int, ...]]]]:
    """Yield for each probe its trees, each with the numbers of the triggers that lie in it.

    known: where the trees of earlier runs are looked up, and new ones kept. A tree depends on the sentence and on where
    its claim verbs are, not on rules; with all of them known the model is not even loaded.
    """
    pieces = [_pieces(probe) for probe in probes]
    spots = [(probe, piece) for probe, parts in zip(probes, pieces, strict=True) for piece in parts]
    trees = iter(_parsed(spots, cues) if known is None else _remembered(spots, cues, known))
    for parts in pieces:
        yield [(next(trees), triggers) for _, _, triggers in parts]


def _parsed(spots: Sequence[_Spot], cues: Cues) -> Iterator[Tree]:
    if not spots:
        return
    nlp = load_model()
    words = [_words(probe, piece, nlp, cues) for probe, piece in spots]
    docs = nlp.pipe((_doc(nlp, piece) for piece in words), batch_size=BATCH)
    for doc, placed, (probe, _) in zip(docs, words, spots, strict=True):
        yield _tree(doc, placed, probe.text)


def _remembered(spots: Sequence[_Spot], cues: Cues, known: Store) -> Iterator[Tree]:
    names = [known.name(b"tree", _asked(spot, cues)) for spot in spots]
    earlier = known.find(names)
    fresh = _parsed([spot for spot, name in zip(spots, names, strict=True) if name not in earlier], cues)
    for spot, name in zip(spots, names, strict=True):
        if name in earlier:
            yield kept_tree(earlier[name], spot[0].text) or next(_parsed([spot], cues))
            continue
        tree = next(fresh)
        with contextlib.suppress(ValueError):  # a lone surrogate
            known.keep({name: packed_tree(tree)})
        yield tree


def _asked(spot: _Spot, cues: Cues) -> bytes:
    """Return all that a tree depends on, beside the model and this code."""
    probe, (start, end, numbers) = spot
    verbs = sorted({probe.triggers[number].start for number in numbers if probe.triggers[number].form == "verb"})
    return repr((probe.text[start:end], start, verbs, probe.fragment, cues.bullet_verbs)).encode()


def packed_tree(tree: Tree) -> bytes:
    """Return a tree as bytes, without its text and what follows from the rest."""
    return pack([[getattr(token, name) for name in _KEPT] for token in tree.tokens])


def kept_tree(value: bytes, text: str) -> Tree | None:
    """Return the tree that `packed_tree` made bytes of, None where there is none in them."""
    try:
        rows = _unpacked()(value)
    except ValueError:
        return None
    children: list[list[int]] = [[] for _ in rows]
    for index, row in enumerate(rows):
        head = row[7]
        if head != index:
            children[head].append(index)
    return Tree(tuple(Token(index, *row, tuple(children[index])) for index, row in enumerate(rows)), text)


@functools.cache
def _unpacked() -> Callable[[bytes], list[_Row]]:
    return unpacker(list[_Row])


def _pieces(probe: Probe) -> list[_Piece]:
    """Cut a text into windows at spaces; a window without a trigger is not read."""
    text = probe.text
    if len(text) <= WINDOW:
        return [(0, len(text), tuple(range(len(probe.triggers))))]
    cuts = [0]
    while len(text) - cuts[-1] > WINDOW:
        space = text.rfind(" ", cuts[-1] + WINDOW // 2, cuts[-1] + WINDOW)
        cuts.append(space + 1 if space >= 0 else cuts[-1] + WINDOW)
    bounds = list(zip(cuts, [*cuts[1:], len(text)], strict=True))
    inside: dict[int, list[int]] = {}
    for number, trigger in enumerate(probe.triggers):
        inside.setdefault(bisect_right(cuts, trigger.start) - 1, []).append(number)
    return [(*bounds[window], tuple(numbers)) for window, numbers in sorted(inside.items())]


class _Word(Record, frozen=True):
    text: str
    shown: str
    start: int
    end: int
    space: bool


def _words(probe: Probe, piece: _Piece, nlp: Pipeline | Language, cues: Cues) -> list[_Word]:
    start, end, numbers = piece
    text = _SPACE.sub(" ", probe.text[start:end].replace(PLACEHOLDER, "X").replace("’", "'").replace("‘", "'"))
    lowered = text.lower() if _is_shouted(text) else text
    words = [
        _Word(token.text, token.text, start + token.idx, start + token.idx + len(token.text), bool(token.whitespace_))
        for token in nlp.make_doc(lowered if len(lowered) == len(text) else text)
        if not token.is_space
    ]
    first = next((i for i, word in enumerate(words) if any(map(str.isalnum, word.text))), 0)
    while first < len(words) - 1 and re.fullmatch(r"[\d.)]+", words[first].text) and words[first].text[-1] in ".)":
        first += 1
    return _stand_in(words[first:], [probe.triggers[number] for number in numbers], probe, cues)


def _stand_in(words: list[_Word], triggers: Iterable[Trigger], probe: Probe, cues: Cues) -> list[_Word]:
    starts = {word.start: index for index, word in enumerate(words)}
    for trigger in triggers:
        index = starts.get(trigger.start)
        if index is None or trigger.form != "verb":
            continue
        word = words[index]
        before = words[index - 1].text.lower() if index else ""
        if _is_third_person(word.text) and before not in _NOUN_COMES:
            words[index] = _Word(word.text, STAND_IN, word.start, word.end, word.space)
        elif _is_base(word.text) and (before in _VERB_COMES or (before.endswith("s") and before not in _NOUN_COMES)):
            words[index] = _Word(word.text, STAND_IN_BASE.lower(), word.start, word.end, word.space)
        elif index == 0 and probe.fragment and _is_base(word.text):
            words[index] = _Word(word.text, STAND_IN_BASE, word.start, word.end, word.space)
    if words and (words[0].shown == STAND_IN or words[0].text.lower() in word_set(cues.bullet_verbs)):
        first = words[0]
        words[0] = _Word(first.text, first.shown.lower(), first.start, first.end, first.space)
        words.insert(0, _Word(_SUBJECT, _SUBJECT, _NO_PLACE, _NO_PLACE, True))
    return words


def _is_third_person(word: str) -> bool:
    return len(word) > 3 and word.lower().endswith("s") and not word.lower().endswith(("ss", "us", "is"))


def _is_base(word: str) -> bool:
    return not word.lower().endswith(("ed", "ing", "s"))


def _is_shouted(text: str) -> bool:
    """True for a line in capitals and for a headline with Capitals On Most Words: the tagger takes both for names."""
    words = _WORDS.findall(text[:WINDOW])
    if len(words) < 3:
        return text.isupper()
    long = [word for word in words if word.lower() not in _SMALL]
    return len(long) > 2 and sum(word[0].isupper() for word in long) > 0.7 * len(long)


def _doc(nlp: Pipeline | Language, words: list[_Word]) -> Doc:
    from spacy.tokens import Doc

    return Doc(nlp.vocab, words=[word.shown for word in words], spaces=[word.space for word in words])


def _tree(doc: Doc, words: list[_Word], text: str) -> Tree:
    tokens = tuple(
        Token(
            index=token.i,
            start=word.start,
            end=word.end,
            word=word.text.lower(),
            lemma=_CONTRACTED.get(word.text.lower(), token.lemma_.lower()),
            pos=token.pos_,
            tag=token.tag_,
            dep=token.dep_,
            head=token.head.i,
            left=token.left_edge.i,
            right=token.right_edge.i,
            children=tuple(child.i for child in token.children),
        )
        for token, word in zip(doc, words, strict=True)
    )
    return Tree(tokens, text)
