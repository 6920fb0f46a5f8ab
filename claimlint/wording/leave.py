"""Flagged words to the clause around them that a sentence can do without: at its end, at its beginning, or a label.

What stays has to be a sentence by itself, so a clause goes only where closed classes of words show where it begins:
nobody parses here. Whether the fault goes with it is for the caller to try.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from claimlint.record import Record
from claimlint.sentence import Word
from claimlint.wording.trim import Trims

_RELATIVE = frozenset(("which", "that"))
_INDEFINITE = frozenset("something anything everything nothing one ones those all and but".split())
_THUS = frozenset(("thus", "thereby", "while", "hence", "by"))
_PURPOSE = frozenset(("to", "for"))
_THEN = frozenset(("so", "as", "while", "until"))
"""What follows from a clause or goes along with it; a reason (“because”) stays, or its claim stands bare."""
_CLAUSE_JOINS = frozenset(("and", "but", "so", "yet"))
_DASHES = frozenset(("–", "—", "--", "-"))
_PERSONS = frozenset("i we you he they she it".split())
_SUBJECTS = _PERSONS | frozenset("our my your this these there".split())
_OPENERS = _SUBJECTS | frozenset("most many some all its his her their that the a an".split())
"""What a clause, or a noun, begins with, besides the subjects of `Trims`."""
_HALVES = frozenset("both either neither whether only not".split())
"""Words that promise a second half: what they belong to cannot lose its end."""
_TORN = frozenset("but and or nor not than as only also with of for in the a an is are was be to from if".split())
"""What no sentence ends with."""
_MODALS = frozenset("can may might could will would should must".split())
_COPULAS = frozenset("is are was were be been being am get gets been it them they you well".split())
_REST = 5
"""Words behind the flagged ones that may go with them."""
_SUBJECT_WORDS = 4
_LEAST = 4
"""Words that have to be left of a sentence that loses its beginning, or what stands behind a dash."""

Span = tuple[int, int]


class Flagged(Record, frozen=True):
    """The words `[first, last)` of a sentence. verb: they begin with the verb of a claim. treatment: its last word."""

    words: Sequence[Word]
    first: int
    last: int
    verb: bool = False
    treatment: int | None = None

    def norm(self, index: int) -> str:
        """Return a word in lower case, empty outside of the sentence."""
        return self.words[index].norm if 0 <= index < len(self.words) else ""


def clauses(one: Flagged, trims: Trims) -> Iterator[Span]:
    """Yield the ranges of words that may be left off to be rid of the flagged ones, the smallest loss first."""
    if one.first >= 3 and _closes(one):
        for start in dict.fromkeys(_starts(one, trims)):
            if start is not None and not _tears(one, start):
                yield start, len(one.words)
    yield from _leading(one, trims)


def _starts(one: Flagged, trims: Trims) -> Iterator[int | None]:
    yield _nearest(one, trims)
    yield _series(one, trims)
    yield _then(one)
    yield _coordinate(one, trims)
    yield _absolute(one)
    yield _reduced(one, trims)
    yield _dash(one)


def _closes(one: Flagged) -> bool:
    """True where the flagged words end their sentence, but for a few that go with them (“in your knee”)."""
    rest = one.words[one.last :]
    own = [word.norm for word in rest if not word.is_mark]
    return len(own) <= _REST and not (own and any(word.is_mark for word in rest[:-1])) and _SUBJECTS.isdisjoint(own)


def _opens(word: str, trims: Trims) -> bool:
    return word in _OPENERS or word in trims.subjects


def _tears(one: Flagged, start: int) -> bool:
    """True where what is left before a clause is no sentence without it (“not only to ease it, but”)."""
    before = [word.norm for word in one.words[:start]]
    while before and before[-1] in (",", *_DASHES):
        before.pop()
    return not before or before[-1] in _TORN or not _HALVES.isdisjoint(before[-12:])


def _nearest(one: Flagged, trims: Trims) -> int | None:
    """“, reducing stiffness”, “, which relieves pain”, “we place needles to relieve pain”, “acupuncture for relief”."""
    words, first = one.words, one.first
    before = words[first - 1].norm
    opens = first - 1 if before in _RELATIVE | _THUS else first
    if words[opens - 1].norm == "," and (opens < first or words[first].norm.endswith("ing")):
        return opens - 1
    if before in _PURPOSE and one.treatment == first - 1:
        return first - 1
    if before not in (*_RELATIVE, "to") or not one.verb:
        return None
    return first - 1 if before in _RELATIVE or not _belongs(words[: first - 1], trims) else None


def _belongs(before: Sequence[Word], trims: Trims) -> bool:
    """True where “to” goes with a word of its clause: “able to”, “help you to”, “used to”."""
    clause: list[str] = []
    for word in reversed(before):
        if word.is_mark:
            break
        clause.append(word.norm)
    return not clause or clause[0] in trims.directly_to or any(word in trims.takes_to for word in clause)


def _series(one: Flagged, trims: Trims) -> int | None:
    """“to ease pain, calm nerves and restore sleep”, of which only the last is flagged: the whole series goes."""
    verb = one.norm(one.first)
    if not one.verb or one.norm(one.first - 1) not in (",", "and", "&"):
        return None
    for at in range(one.first - 2, 1, -1):
        word = one.norm(at)
        if word in _MODALS or word in (";", ":", "who") or word in _PERSONS:
            return None
        if word == "to" and not verb.endswith(("s", "ing", "ed")) and not _opens(one.norm(at + 1), trims):
            return None if _belongs(one.words[:at], trims) else at
        if word in _RELATIVE and verb.endswith("s") and one.norm(at + 1).endswith("s"):
            comma = one.norm(at - 1) == ","
            return None if one.norm(at - 1) in _INDEFINITE else at - comma
        if word == "," and verb.endswith("ing") and one.norm(at + 1).endswith("ing"):
            return at
    return None


def _then(one: Flagged) -> int | None:
    """“, so you sleep better”, “while it calms the nerves”."""
    at = one.first - 2
    if one.norm(at) not in _THEN or one.norm(at + 1) not in _SUBJECTS:
        return None
    return at - (one.norm(at - 1) == ",")


def _coordinate(one: Flagged, trims: Trims) -> int | None:
    """“, and most people go home the same day”: a join and a subject show that a clause begins."""
    for at in range(one.first - 1, max(one.first - 2 - _SUBJECT_WORDS, 1), -1):
        if one.words[at].is_mark:
            return None
        if one.norm(at) in _CLAUSE_JOINS:
            return at - 1 if one.norm(at - 1) == "," and _opens(one.norm(at + 1), trims) else None
    return None


def _absolute(one: Flagged) -> int | None:
    """“, with patients going home the same day”."""
    if not one.norm(one.first).endswith("ing"):
        return None
    for at in range(one.first - 2, max(one.first - 2 - _SUBJECT_WORDS, 1), -1):
        if one.norm(at) == "with":
            return at - 1 if one.norm(at - 1) == "," else None
    return None


def _reduced(one: Flagged, trims: Trims) -> int | None:
    """“an exercise plan designed to restore strength”: a participle right behind its noun."""
    at = one.first - 2 if one.norm(one.first - 1) == "to" else one.first
    before = one.norm(at - 1)
    held = at < 1 or one.words[at - 1].is_mark or before in _COPULAS | _TORN | _MODALS or before.endswith("ly")
    return None if held or one.norm(at) not in trims.participles else at


def _dash(one: Flagged) -> int | None:
    """“Recovery is quick — patients are pain-free in a day”: what a dash adds."""
    for at in range(one.first - 1, max(one.first - 1 - _SUBJECT_WORDS, _LEAST - 1), -1):
        if one.norm(at) in _DASHES:
            return None if one.norm(at - 1).isdigit() else at
        if one.words[at].is_mark:
            return None
    return None


def _leading(one: Flagged, trims: Trims) -> Iterator[Span]:
    """Yield “To relieve pain, ” before a subject, and a label with its colon."""
    at = next((index for index in range(one.last, len(one.words)) if one.words[index].is_mark), None)
    if at is None or len(one.words) - at - 1 < _LEAST:
        return
    if one.first == 0 and at == one.last and one.norm(at) == ":":
        yield 0, at + 1
    opens = one.norm(0) in _PURPOSE | frozenset(("by", "with")) or one.norm(0) in ("in", "through")
    within = one.first <= 2 and at - one.last <= _REST and not any(word.is_mark for word in one.words[: one.first])
    if opens and within and one.norm(at) == "," and _opens(one.norm(at + 1), trims):
        yield 0, at + 1
