"""The phrase language: what people who do not program write in rules and vocabularies, compiled to a bounded matcher.

    phrase   cure                  the word and its inflections (cures, cured, curing, a cure's)
             =cure                 that form only
             ~revolutionary        also misspelt
             (lasting / long-term) either
             downtime?             optional
             ...                   up to five words within the clause
             {treatment}           any entry of a vocabulary; {number} {percent} {duration} are built in

Hyphens, typographic quotes, soft hyphens, British and American spelling make no difference: phrases and copy go through
the same `sentence.words`. Matching a phrase at one place takes time bounded by the phrase, never by the sentence.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from claimlint import lazy
from claimlint.errors import KnowledgeError, Problem
from claimlint.record import Record
from claimlint.sentence import MARKS, words
from claimlint.yamlload import Text, did_you_mean

GAP = 5
"""Words that `...` may span."""
GAPS = 12
"""Times that `...` may stand in a phrase, at most."""
TYPO_LENGTH = 6
"""A word shorter than this never counts in a misspelling."""
_CLAUSE_MARKS = frozenset(",;:–—()|•→/")
_DURATION_UNITS = frozenset(
    "second seconds minute minutes hour hours day days night nights week weeks month months year years decade decades "
    "session sessions visit visits treatment treatments appointment appointments cycle cycles dose doses".split()
)
_NUMBER_WORDS = frozenset(
    "one two three four five six seven eight nine ten eleven twelve fifteen twenty thirty forty fifty sixty seventy "
    "eighty ninety hundred hundreds thousand thousands million millions half few couple several dozen dozens".split()
)
BUILT_IN = frozenset({"number", "percent", "duration"})

Inflect = Callable[[str], frozenset[str]]
Slots = Mapping[str, Mapping[int, Iterable[int]]]
"""Vocabulary kind → index of the word at which an entry begins → indexes at which one ends."""


class Term(Record, frozen=True):
    """One word: the forms that match; `typo` where misspellings count too."""

    forms: frozenset[str]
    typo: bool = False


class Either(Record, frozen=True):
    """One of several sequences; an empty one makes it optional.

    words: the options of one word each, all their forms together. longer: the others. Made by `either`.
    """

    options: tuple[tuple[Node, ...], ...]
    words: frozenset[str]
    longer: tuple[tuple[Node, ...], ...]


class Slot(Record, frozen=True):
    """An entry of the vocabulary `kind`, or a built-in number, percentage or duration."""

    kind: str


class Gap(Record, frozen=True):
    """Up to GAP words of the same clause."""


Node = Term | Either | Slot | Gap


class Phrase(Record, frozen=True):
    """A compiled phrase; firsts: the words (or `{kind}` for a slot) that a match may begin with; None: any."""

    source: str
    nodes: tuple[Node, ...]
    firsts: frozenset[str] | None = None

    @property
    def anchors(self) -> tuple[frozenset[str], ...]:
        """Sets of words (or `{kind}` for a slot); every match holds at least one word of each set."""
        return tuple(_anchors(self.nodes))

    @property
    def misspelt(self) -> frozenset[str]:
        """The forms that count in misspellings too."""
        return frozenset(_misspelt(self.nodes))


def either(options: tuple[tuple[Node, ...], ...]) -> Either:
    """Return a choice between the options."""
    single = [option for option in options if len(option) == 1 and isinstance(option[0], Term) and not option[0].typo]
    words_of = (node.forms for option in single for node in option if isinstance(node, Term))
    return Either(options, frozenset().union(*words_of), tuple(each for each in options if each not in single))


def compile_phrase(source: str, inflect: Inflect, kinds: Iterable[str], *, lenient: bool = False) -> Phrase:
    """Compile one phrase; `kinds` are the vocabularies that `{…}` may name. Raises KnowledgeError with its place.

    lenient: every word counts in its misspellings, as if written with “~”.
    """
    parser = _Parser(source, inflect, frozenset(kinds) | BUILT_IN, lenient)
    made = phrase_of(str(source), parser.parse())
    if not made.anchors:
        raise KnowledgeError([parser.fault(0, "could match anything; expected at least one word that must be there")])
    return made


def phrase_of(source: str, nodes: tuple[Node, ...]) -> Phrase:
    """Return the phrase of nodes that were parsed before."""
    return Phrase(source, nodes, _firsts(nodes)[0])


def alternatives(phrase: Phrase) -> Iterator[tuple[str, Phrase]]:
    """Yield every option of every `( / )` in words, with the phrase narrowed to it, for coverage reports.

    A phrase without options yields itself.
    """
    found = list(_narrowed(phrase.nodes))
    for nodes, words_of_option in found:
        yield words_of_option, Phrase(phrase.source, nodes)
    if not found:
        yield phrase.source, phrase


def _narrowed(nodes: tuple[Node, ...]) -> Iterator[tuple[tuple[Node, ...], str]]:
    for index, node in enumerate(nodes):
        if not isinstance(node, Either) or _is_hyphenation(node):
            continue
        before, after = nodes[:index], nodes[index + 1 :]
        options = [option for option in node.options if option]
        for option in options:
            inner = list(_narrowed(option))
            for narrowed, shown in inner:
                yield (*before, *narrowed, *after), shown
            if not inner and len(options) > 1:
                yield (*before, *option, *after), _spelt(option)


def _is_hyphenation(node: Either) -> bool:
    """The two ways to write a compound ("long-term", "longterm") are one option."""
    return (
        len(node.options) == 2
        and len(node.options[1]) == 1
        and len(node.options[0]) > 1
        and all(isinstance(part, Term) for option in node.options for part in option)
    )


def _spelt(nodes: tuple[Node, ...]) -> str:
    shown = []
    for node in nodes:
        if isinstance(node, Term):
            shown.append(min(node.forms, key=lambda form: (len(form), form)))
        elif isinstance(node, Slot):
            shown.append("{" + node.kind + "}")
        elif isinstance(node, Gap):
            shown.append("...")
        elif len(node.options) == 1 or _is_hyphenation(node):
            shown.append(_spelt(node.options[0]))
        else:
            shown.append("(" + " / ".join(_spelt(option) for option in node.options if option) + ")")
    return " ".join(shown)


_FOREIGN = lazy.pattern(r"\\[A-Za-z]?|\.[*+?]|\w[*](?=\s|$|[()])|(?<!\S)[*](?=\w)|\w[|]\w|\[[^\]]*\]|\?\?")
"""What belongs to regular expressions and to other tools' patterns."""
_MEANT = "“...” stands for up to five words, “(a / b)” for either, “word?” for a word or none"
_TOKEN = lazy.pattern(r"\s+|\.\.\.|…|[()?]|/(?=[\s()]|$)|\{[a-z-]*\}?|[=~]?[^\s()?{}]+")


class _Parser:
    """Recursive over parentheses only, whose depth is capped."""

    def __init__(self, source: str, inflect: Inflect, kinds: frozenset[str], lenient: bool) -> None:
        self.lenient = lenient
        self.source = source
        self.inflect = inflect
        self.kinds = kinds
        self.tokens = [(m.start(), m.group()) for m in _TOKEN.finditer(source) if not m.group().isspace()]
        self.at = 0

    def fault(self, offset: int, message: str) -> Problem:
        if isinstance(self.source, Text):
            shown = self.source if len(self.source) <= 60 else f"{self.source[:59]}…"
            return self.source.problem(f"phrase “{shown}” {message}", offset)
        return Problem("phrase", 1, offset + 1, f"“{self.source}” {message}")

    def fail(self, offset: int, message: str) -> KnowledgeError:
        return KnowledgeError([self.fault(offset, message)])

    def parse(self) -> tuple[Node, ...]:
        if not self.tokens:
            raise self.fail(0, "is empty; expected at least one word")
        foreign = _FOREIGN.search(self.source)
        if foreign:
            raise self.fail(foreign.start(), f"has “{foreign.group()}”, which means nothing here; {_MEANT}")
        if sum(token in ("...", "…") for _, token in self.tokens) > GAPS:
            raise self.fail(0, f"has more than {GAPS} “...”; expected fewer, or several phrases")
        nodes = self.sequence(0)
        if self.at < len(self.tokens):
            offset, token = self.tokens[self.at]
            hint = "write alternatives in parentheses: (a / b)" if token == "/" else "there is no “(” before it"
            raise self.fail(offset, f"has a stray “{token}”; {hint}")
        return nodes

    def sequence(self, depth: int) -> tuple[Node, ...]:
        nodes: list[Node] = []
        while self.at < len(self.tokens) and self.tokens[self.at][1] not in ")/":
            offset, token = self.tokens[self.at]
            self.at += 1
            if token == "?":
                if not nodes or isinstance(nodes[-1], Gap):
                    raise self.fail(offset, "has “?” with nothing before it to be optional")
                nodes[-1] = either((self.last, ()))
                continue
            node = self.atom(offset, token, depth)
            self.last = node
            nodes.append(node[0] if len(node) == 1 else either((node,)))
        return tuple(nodes)

    last: tuple[Node, ...] = ()

    def atom(self, offset: int, token: str, depth: int) -> tuple[Node, ...]:
        if token == "(":
            return (self.group(offset, depth),)
        if token in ("...", "…"):
            return (Gap(),)
        if token.startswith("{"):
            kind = token.strip("{}")
            if not token.endswith("}"):
                raise self.fail(offset, "has “{” without “}”")
            if kind not in self.kinds:
                known = ", ".join("{" + name + "}" for name in sorted(self.kinds))
                raise self.fail(offset, f"names {token}; expected one of {known}{did_you_mean(kind, self.kinds)}")
            return (Slot(kind),)
        return self.word(offset, token, depth)

    def group(self, offset: int, depth: int) -> Either:
        if depth >= 8:
            raise self.fail(offset, "nests parentheses more than 8 deep")
        options = [self.sequence(depth + 1)]
        while self.at < len(self.tokens) and self.tokens[self.at][1] == "/":
            self.at += 1
            options.append(self.sequence(depth + 1))
        if self.at >= len(self.tokens):
            raise self.fail(offset, "has “(” without “)”")
        self.at += 1
        if not all(options):
            raise self.fail(offset, "has an empty alternative; write “word?” for something optional")
        return either(tuple(options))

    def word(self, offset: int, token: str, depth: int) -> tuple[Node, ...]:
        if depth and re.search(r"[^\W\d]/[^\W\d]", token):
            raise self.fail(offset, f"has “{token}” in parentheses; write “ / ” between alternatives")
        exact = token.startswith("=")
        typo = token.startswith("~") or self.lenient
        bare = token.lstrip("=~")
        found = list(words(bare))
        parts = [word.norm for word in found]
        if not parts:
            raise self.fail(offset, f"has “{token}”, in which there is no word")
        last = parts[-1]
        # As written too: the one spelling of “promise” is no word, and has no past tense.
        written = bare[found[-1].start : found[-1].end].lower()
        forms = frozenset({last}) if exact or last in MARKS else self.inflect(last) | self.inflect(written)
        nodes: list[Node] = [Term(frozenset({part})) for part in parts[:-1]]
        nodes.append(Term(forms, typo))
        if len(parts) > 1 and "-" in bare and not any(part in MARKS for part in parts):
            joined = "".join(parts[:-1])
            solid = frozenset(joined + form for form in forms)
            return (either((tuple(nodes), (Term(solid),))),)
        return tuple(nodes)


def _anchors(nodes: tuple[Node, ...]) -> Iterator[frozenset[str]]:
    """Yield sets of words of which every match must hold one; the rarest is chosen when all phrases are known."""
    for node in nodes:
        if isinstance(node, Term):
            yield node.forms
        elif isinstance(node, Slot):
            yield frozenset({"{" + node.kind + "}"})
        elif isinstance(node, Either):
            parts = [min(_anchors(option), key=len, default=None) for option in node.options]
            if all(part is not None for part in parts):
                yield frozenset().union(*(part for part in parts if part is not None))


def _misspelt(nodes: tuple[Node, ...]) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, Term) and node.typo:
            yield from (form for form in node.forms if "'" not in form and len(form) >= TYPO_LENGTH)
        elif isinstance(node, Either):
            for option in node.options:
                yield from _misspelt(option)


def _firsts(nodes: tuple[Node, ...]) -> tuple[frozenset[str] | None, bool]:
    """Return the words that a match may begin with (None: any), and whether the nodes may match nothing at all."""
    found: frozenset[str] = frozenset()
    for node in nodes:
        if isinstance(node, Term):
            return found | node.forms, False
        if isinstance(node, Slot):
            return found | {"{" + node.kind + "}"}, False
        if not isinstance(node, Either):
            return None, False
        options = [_firsts(option) for option in node.options]
        for words_of_option, _ in options:
            if words_of_option is None:
                return None, False
            found |= words_of_option
        if not any(empty for _, empty in options):
            return found, False
    return found, True


_FAR = 1 << 30


class Matcher:
    """Matches phrases over the words of one sentence, given by their norms."""

    __slots__ = ("_norms", "_places", "_slots", "_typos")

    def __init__(self, norms: Sequence[str], slots: Slots, typos: Mapping[str, str]) -> None:
        self._norms = norms
        self._slots = {**slots, **_built_in(norms)}
        self._places: Mapping[str, Sequence[int]] | None = None
        self._typos = typos

    @property
    def kinds(self) -> Iterator[str]:
        """The kinds that slots can be filled with here."""
        return (kind for kind, places in self._slots.items() if places)

    def find(self, phrase: Phrase) -> Iterator[tuple[int, int]]:
        """Yield the best match at each place, left to right and without overlaps, as half-open word ranges."""
        free = 0
        for start in self.starts(phrase):
            end = self.match(phrase, start) if start >= free else None
            if end is not None:
                yield start, end
                free = end

    def starts(self, phrase: Phrase) -> Sequence[int]:
        """Return the places where a match of the phrase may begin, in order."""
        firsts = phrase.firsts
        if firsts is None:
            return range(len(self._norms))
        places = self._places = self._places or self._index()
        found = [places[first] for first in firsts.intersection(places)]
        return found[0] if len(found) == 1 else sorted({place for each in found for place in each})

    def _index(self) -> Mapping[str, Sequence[int]]:
        """Map words, what misspelt ones stand for, and slots to where they begin."""
        index: dict[str, list[int]] = {}
        for at, norm in enumerate(self._norms):
            index.setdefault(norm, []).append(at)
            if norm in self._typos:
                index.setdefault(self._typos[norm], []).append(at)
        for kind, places in self._slots.items():
            index["{" + kind + "}"] = sorted(places)
        return index

    def match(self, phrase: Phrase, start: int) -> int | None:
        """Return the end of the match that begins at word `start`, or None.

        Gaps are as narrow as they can be; of matches with equal gaps the longest counts.
        """
        at = start
        for number, node in enumerate(phrase.nodes):
            if type(node) is not Term:
                ends = self._ends(phrase.nodes[number:], at)
                ends.pop(start, None)
                return min(ends, key=lambda end: (ends[end], -end)) if ends else None
            if not self._is(node, at):
                return None
            at += 1
        return at if at > start else None

    def _ends(self, nodes: tuple[Node, ...], begin: int) -> dict[int, int]:
        """Ends to the words spent in gaps. Breadth-first over positions: no backtracking, so no blow-up."""
        starts = {begin: 0}
        for node in nodes:
            following: dict[int, int] = {}
            for start, spent in starts.items():
                if type(node) is Term:
                    if self._is(node, start):
                        following[start + 1] = spent
                    continue
                for end, more in self._choice(node, start) if type(node) is Either else self._step(node, start):
                    if spent + more < following.get(end, _FAR):
                        following[end] = spent + more
            starts = following
            if not starts:
                break
        return starts

    def _step(self, node: Node, start: int) -> Iterable[tuple[int, int]]:
        if isinstance(node, Either):
            return self._choice(node, start)
        if isinstance(node, Slot):
            return [(end, 0) for end in self._slots.get(node.kind, _NOWHERE).get(start, ())]
        return [(end, end - start) for end in self._gap(start)]

    def _choice(self, node: Either, start: int) -> Iterator[tuple[int, int]]:
        norm = self._norms[start] if start < len(self._norms) else ""
        if norm in node.words:
            yield start + 1, 0
        for option in node.longer:
            if not option:
                yield start, 0
                continue
            first = option[0]
            if type(first) is Term and not (norm in first.forms or first.typo):
                continue
            at = start
            for part in option:
                if type(part) is not Term:
                    yield from self._ends(option, start).items()
                    break
                if not self._is(part, at):
                    break
                at += 1
            else:
                yield at, 0

    def _is(self, term: Term, at: int) -> bool:
        if at >= len(self._norms):
            return False
        norm = self._norms[at]
        if norm in term.forms:
            return True
        return term.typo and self._typos.get(norm) in term.forms

    def _gap(self, start: int) -> Iterator[int]:
        yield start
        for end in range(start + 1, min(start + GAP, len(self._norms)) + 1):
            if self._norms[end - 1] in _CLAUSE_MARKS:
                return
            yield end


_NOWHERE: Mapping[int, Iterable[int]] = {}


def _built_in(norms: Sequence[str]) -> Slots:
    """Return the numbers, percentages and durations in a row of words."""
    numbers = [at for at, norm in enumerate(norms) if _is_number(norm)]
    if not numbers:
        return {}
    count = _Count(norms)
    return {
        "number": {at: (at + 1,) for at in numbers},
        "percent": {at: ends for at in numbers if (ends := count.percent(at + 1))},
        "duration": {at: ends for at in numbers if (ends := count.duration(at + 1))},
    }


def _is_number(norm: str) -> bool:
    return norm[:1].isdigit() or norm in _NUMBER_WORDS


class _Count:
    """Reads on after a number: each function returns where a percentage, a duration ends."""

    def __init__(self, norms: Sequence[str]) -> None:
        self._norms = norms

    def percent(self, end: int) -> Sequence[int]:
        ends: list[int] = []
        stop = end
        while self._norm(stop) in ("%", "+", "–", "—", "to", "-", "and") or self._norm(stop)[:1].isdigit():
            stop += 1
            if self._norm(stop - 1) == "%" or (ends and self._norm(stop - 1) == "+"):
                ends.append(stop)
            if stop - end > 6:
                break
        if self._norm(end) == "percent":
            ends.append(end + 1)
        if self._norm(end) == "per" and self._norm(end + 1) == "cent":
            ends.append(end + 2)
        return ends

    def duration(self, end: int) -> Sequence[int]:
        stop = end
        while stop - end < 4 and (
            self._norm(stop) in ("–", "—", "to", "or", "+", "and", "more", "short", "consecutive", "half")
            or _is_number(self._norm(stop))
        ):
            stop += 1
        return (stop + 1,) if self._norm(stop) in _DURATION_UNITS else ()

    def _norm(self, index: int) -> str:
        return self._norms[index] if index < len(self._norms) else ""
