"""A flagged sentence to the same sentence without the words that carry the fault, or with plainer ones in their place.

Which words may go is data. What stays has to read: an adjective goes only before its noun, with the comma or the “and”
that joined it; “a” and “an” and the first capital are set anew.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Collection, Iterator, Sequence
from typing import Literal

from claimlint import lazy
from claimlint.errors import KnowledgeError, Problem
from claimlint.phrase import Matcher, Phrase, compile_phrase
from claimlint.record import Record, field
from claimlint.sentence import Sentence, Word
from claimlint.wording.grammar import article, capital
from claimlint.yamlload import Text

Part = Literal["praise", "qualities", "superlatives", "adverbs", "tails", "swaps", "clause"]
_JOINS = frozenset((",", "and", "&", "yet", "but", "/"))
_BEFORE_TAIL = frozenset((",", "and", "–", "—", "but", "yet", "all", "&", "or"))
_SMALL = frozenset(
    "a an the and or but for with without of in on at to from by as than that which who when where while if because "
    "so is are was were be been being has have had do does did can could may might will would should must not no "
    "it they we you he she i this these those our your my his her its their even also only just too enough both either "
    "so".split()
)
"""Closed classes: what no noun phrase goes on with."""
_DETERMINERS = frozenset("a an the our your my his her its their this these those some any".split())
_COMPLEMENTS = frozenset("of from for in on to against".split())
_MARKS = frozenset((",", ":", ";", "–", "—"))
_OBJECTS = frozenset("you me us them him her".split())
_GOVERNORS = frozenset("with for of by in through via without".split())
_STOPS = frozenset((".", "!", "?"))
_CUT = "\0"
_BLANKS = lazy.pattern(rf"(\s)({_CUT}+)\s+")
_ARTICLE = lazy.pattern(rf"\b(?P<article>an?)(?P<blank>\s+){_CUT}+\s*(?P<next>[^\s{_CUT}]+)", re.IGNORECASE)
_DANGLING = lazy.pattern(rf"\s*(?:--+|[–—])\s*{_CUT}+$")
_TIGHT = lazy.pattern(r"\s+([,;:.!?)])")
_BE = frozenset(
    "is are was were be been being am has have had get gets become becomes feel feels look looks at".split()
)
_HAVE = frozenset(("have", "has", "had"))
_PAIRS = frozenset(("both", "either", "neither", "between"))
_NOT = frozenset(("not", "no", "never", "isn't", "aren't"))
_LY_BUT_NO_ADVERB = frozenset(
    "only early daily weekly monthly yearly family elderly friendly likely lovely ugly".split()
)
_ADJECTIVAL = ("able", "ible", "ful", "ive", "ous", "less", "ic", "ical", "ed")
"""Endings that only adjectives have, or hardly anything else."""


class Trims(Record, frozen=True):
    """Phrases that may go, by how they stand in a sentence, and better words for some.

    praise: adjectives that say nothing. qualities: adjectives that say something. superlatives: those that single one
    out, which “the” holds fast. intensifiers: what goes with any of them. bare: nouns that say nothing without what
    describes them; promising: words after which such a noun alone would still promise. measured: verbs that are nothing
    without how long. takes_to, directly_to: words that a “to” in their clause, or right behind them, belongs to.
    participles: what describes the noun before it (“a plan designed to …”). subjects: nouns with which a clause begins.
    """

    praise: tuple[Text, ...] = ()
    qualities: tuple[Text, ...] = ()
    superlatives: tuple[Text, ...] = ()
    adverbs: tuple[Text, ...] = ()
    intensifiers: tuple[Text, ...] = ()
    tails: tuple[Text, ...] = ()
    bare: tuple[Text, ...] = ()
    promising: tuple[Text, ...] = ()
    measured: tuple[Text, ...] = ()
    takes_to: tuple[Text, ...] = ()
    directly_to: tuple[Text, ...] = ()
    participles: tuple[Text, ...] = ()
    subjects: tuple[Text, ...] = ()
    swaps: dict[Text, Text] = field(default_factory=dict)


class Edit(Record, frozen=True):
    """New words for a range of the segment's text. praise: nothing but praise goes."""

    start: int
    end: int
    text: str
    praise: bool

    def of(self, text: str) -> str:
        """Return a text with the edit made."""
        return text[: self.start] + self.text + text[self.end :]


class _Cut(Record, frozen=True):
    first: int
    last: int
    text: str
    part: Part


def _phrase(source: str) -> Phrase:
    return compile_phrase(source, lambda word: frozenset((word,)), ())


_compiled = functools.lru_cache(maxsize=512)(_phrase)


def unreadable(trims: Trims) -> Iterator[Problem]:
    """Yield the fault of every phrase that cannot be compiled."""
    for phrase in (*trims.praise, *trims.qualities, *trims.superlatives, *trims.adverbs, *trims.tails, *trims.swaps):
        try:
            _phrase(phrase)
        except KnowledgeError as error:
            yield from error.problems


def trimmed(sentence: Sentence, text: str, first: int, last: int, trims: Trims) -> Edit | None:
    """Return the edit that takes out of the words `[first, last)` whatever may go, None where nothing may.

    text: of the whole segment. The edit reaches to the next whole words, so that it reads by itself.
    """
    return _Trimmer(sentence, text, trims).edit(first, last)


def clause(sentence: Sentence, text: str, first: int, last: int, trims: Trims) -> Edit | None:
    """Return the edit that leaves off the words `[first, last)`; None where they are no clause of their own."""
    trimmer = _Trimmer(sentence, text, trims)
    begins = sentence.words[first]
    if (begins.is_mark and trimmer.describes(first + 1)) or text[: begins.start].endswith(("-", "‑")):
        return None
    return trimmer.made([_Cut(first, last, "", "clause")])


class _Trimmer:
    def __init__(self, sentence: Sentence, text: str, trims: Trims) -> None:
        self.words: Sequence[Word] = sentence.words
        self.sentence = sentence
        self.text = text
        self.trims = trims
        self.matcher = Matcher(sentence.norms, {}, {})

    def edit(self, first: int, last: int) -> Edit | None:
        cuts = sorted(self._cuts(first, last), key=lambda cut: (cut.first, -cut.last))
        kept: list[_Cut] = []
        for cut in cuts:
            if kept and cut.first < kept[-1].last:
                continue
            kept.append(cut)
        return self.made(kept) if kept else None

    def made(self, cuts: Sequence[_Cut]) -> Edit | None:
        """Return the cuts as one edit, None where hardly a word would be left."""
        gone = {index for cut in cuts for index in range(cut.first, cut.last)}
        left = [word for index, word in enumerate(self.words) if index not in gone and not word.is_mark]
        if len(left) + sum(len(cut.text.split()) for cut in cuts) < 2 or any(map(self._stripped, self._beside(gone))):
            return None
        first, last = self._whole(cuts[0].first, cuts[-1].last)
        start = self.words[first].start
        end = self.words[last - 1].end
        text = self._text(cuts, start, end)
        if text is None:
            return None
        if first == 0 and self.text[start : start + 1].isupper():
            text = capital(text)
        return Edit(start, end, text, all(cut.part == "praise" for cut in cuts))

    def _beside(self, gone: Collection[int]) -> Iterator[tuple[str, ...]]:
        """Yield what is left around each cut: up to a noun that lost a word beside it, and the word after that."""
        kept = [index for index in range(len(self.words)) if index not in gone]
        for place, index in enumerate(kept):
            if self._norm(index) in self.trims.bare and (index - 1 in gone or index + 1 in gone):
                after = self._norm(kept[place + 1]) if place + 1 < len(kept) else "."
                yield (*(self._norm(each) for each in kept[:place]), after)

    def _stripped(self, around: Sequence[str]) -> bool:
        """True where a noun that says nothing stands alone after a preposition, “is” or a promise."""
        *before, after = around
        while before and before[-1] in _DETERMINERS:
            before.pop()
        held = _GOVERNORS | _BE | frozenset(map(str, self.trims.promising))
        return bool(before) and (before[-1] in held or before[-1] in _MARKS) and after not in _COMPLEMENTS

    def _whole(self, first: int, last: int) -> tuple[int, int]:
        """Return the cuts' range with the word before and the word after, compounds whole, no mark at an end."""
        if first and not self.words[first - 1].is_mark:
            first -= 1
            while first and self.text[self.words[first].start - 1] == "-":
                first -= 1
        if last < len(self.words) and not self.words[last].is_mark:
            last += 1
            while last < len(self.words) and self.text[self.words[last - 1].end] == "-":
                last += 1
        return first, last

    def _text(self, cuts: Sequence[_Cut], start: int, end: int) -> str | None:
        """Return the words from `start` to `end` less the cuts; a cut leaves a mark until “a” and “an” are set."""
        made: list[str] = []
        at = start
        for cut in cuts:
            made += (self.text[at : self.words[cut.first].start], _CUT)
            if cut.text:
                made.append(capital(cut.text) if self.text[self.words[cut.first].start].isupper() else cut.text)
            at = self.words[cut.last - 1].end
        made.append(self.text[at:end])
        text = _ARTICLE.sub(_with_article, _BLANKS.sub(r"\1\2", "".join(made)))
        text = _TIGHT.sub(r"\1", _DANGLING.sub("", text).replace(_CUT, "")).strip()
        return text if text and "\n" not in text else None

    def _cuts(self, first: int, last: int) -> Iterator[_Cut]:
        for source, text in self.trims.swaps.items():
            for begin, end in self._found(source, first, last):
                yield _Cut(begin, end, str(text), "swaps")
        parts: tuple[Part, ...] = ("praise", "qualities", "superlatives")
        for part in parts:
            for source in getattr(self.trims, part):
                for begin, end in self._found(source, first, last):
                    cut = self._adjective(begin, end, single=part == "superlatives")
                    if cut:
                        yield _Cut(*cut, "", part)
        for source in self.trims.adverbs:
            for begin, end in self._found(source, first, last):
                cut = self._adverb(begin, end)
                if cut:
                    yield _Cut(*cut, "", "adverbs")
        tail = self._tail(first, last)
        if tail:
            yield _Cut(*tail, "", "tails")

    def _found(self, source: Text, first: int, last: int) -> Iterator[tuple[int, int]]:
        for begin, end in self.matcher.find(_compiled(str(source))):
            if begin < last and first < end and not self._is_compound(begin, end):
                yield begin, end

    def _is_compound(self, begin: int, end: int) -> bool:
        """True where a hyphen binds the words to others."""
        start, stop = self.words[begin].start, self.words[end - 1].end
        return self.text[start - 1 : start] in ("-", "‑") or self.text[stop : stop + 1] in ("-", "‑")

    def _norm(self, index: int) -> str:
        return self.words[index].norm if 0 <= index < len(self.words) else "."

    def _content(self, index: int) -> bool:
        return index < len(self.words) and not self.words[index].is_mark and self._norm(index) not in _SMALL

    def _adjective(self, begin: int, end: int, *, single: bool) -> tuple[int, int] | None:
        """Return what goes with an adjective before its noun; None where it stands otherwise or “the” holds it fast."""
        begin, most = self._intensified(begin)
        before = self._norm(begin - 1)
        owns = before in _HAVE and self._content(end)
        if (
            (before in _BE and not owns)
            or before in _NOT
            or before in _OBJECTS
            or ((single or most) and before in ("the", "of"))
            or self._broken(begin, end)
        ):
            return None
        if self._ends_clause(end) and before in ("and", "&") and self._norm(begin - 3) != ",":
            return (begin - 1, end) if self.describes(begin - 2) else None
        if self._norm(end) in _JOINS:
            after = end + 1 + (self._norm(end) == "," and self._norm(end + 1) in _JOINS)
            listed = self._norm(end) == "," and before in _DETERMINERS and self._content(after)
            describes = listed or self.describes(after)
            return (begin, after) if describes and self._content(after + 1) else None
        if not self._content(end) or not self._adjacent(end):
            return None
        if before not in _JOINS or begin < 2:
            return begin, end
        return self._joined(begin, end)

    def _intensified(self, begin: int) -> tuple[int, bool]:
        """Return where an adjective begins with the adverbs before it, and whether “most” is one of them."""
        most = False
        while begin:
            if self._norm(begin - 1) in self.trims.intensifiers or self._is_adverb(begin - 1):
                begin -= 1
                most = most or self._norm(begin) == "most"
            elif self._norm(begin - 1) == "%" and self._norm(begin - 2).isdigit():
                begin -= 2
            else:
                break
        return begin, most

    def _is_adverb(self, index: int) -> bool:
        word = self._norm(index)
        return word.endswith("ly") and word not in _LY_BUT_NO_ADVERB

    def describes(self, index: int) -> bool:
        """Return whether a word is an adjective, by the trims or by its ending."""
        return self._content(index) and (
            self._norm(index) in self._adjectives or self._norm(index).endswith(_ADJECTIVAL)
        )

    def _adjacent(self, index: int) -> bool:
        """True where nothing but blanks parts a word from the one before it."""
        return not self.text[self.words[index - 1].end : self.words[index].start].strip()

    def _joined(self, begin: int, end: int) -> tuple[int, int] | None:
        """Take the join before an adjective along where it joins two adjectives; None where nobody can tell."""
        before = begin - 2 - (self._norm(begin - 2) == ",")
        word = self._norm(before)
        if self.describes(before):
            return before + 1, end
        nouns = self._norm(begin - 1) in ("and", ",") and word.endswith("s") and not word.endswith("ss")
        return (begin, end) if nouns else None

    @functools.cached_property
    def _adjectives(self) -> frozenset[str]:
        found: set[str] = set()
        for source in (*self.trims.praise, *self.trims.qualities, *self.trims.superlatives):
            for begin, end in self.matcher.find(_compiled(str(source))):
                found.update(word.norm for word in self.words[begin:end])
        return frozenset(found)

    def _adverb(self, begin: int, end: int) -> tuple[int, int] | None:
        """Return what goes with an adverb; None where it only makes an adjective stronger, which then stays."""
        begin, _ = self._intensified(begin)
        if self._broken(begin, end) or self.describes(end) or self._measures(begin):
            return None
        if self._norm(begin - 1) in ("and", "&", ",") and begin >= 2 and self._is_adverb(begin - 2):
            return begin - 1, end
        if self._norm(end) in ("and", "&") and self._is_adverb(end + 1):
            return begin, end + 1
        joined = self._norm(begin - 1) in (*_JOINS, *_BE) or self._norm(end) in _JOINS
        return None if joined or (begin == 0 and not self._content(end)) else (begin, end)

    def _measures(self, begin: int) -> bool:
        """True for what says how long: “last you for ever”."""
        before = begin - 1 - (self._norm(begin - 1) in _OBJECTS)
        return self._norm(before) in self.trims.measured

    def _tail(self, first: int, last: int) -> tuple[int, int] | None:
        """Return the tail that ends where its clause does and takes the words flagged along, the shortest of several.

        None takes more than it must: of “no needles, no scars” only what is flagged goes.
        """
        spans = {span for source in self.trims.tails for span in self._tails(source)}
        made = {self._joined_tail(span, spans, first) for span in spans if self._ends_clause(span[1])}
        fit = [
            (begin, end)
            for begin, end in made
            if begin >= 2
            and begin < last
            and first < end
            and self._content(begin - 1)
            and not self._broken(begin, end)
            and not any(self._norm(index) in _PAIRS for index in range(begin - 3, begin))
        ]
        covering = [span for span in fit if span[0] <= first and last <= span[1]]
        if covering:
            return max(covering, key=lambda span: (span[0], -span[1]))
        return max(fit, key=lambda span: (span[1], -span[0]), default=None)

    def _ends_clause(self, end: int) -> bool:
        return end >= len(self.words) or self.words[end].is_mark

    def _joined_tail(self, span: tuple[int, int], spans: Collection[tuple[int, int]], first: int) -> tuple[int, int]:
        """Return a tail with what joins it, and with the tails before it that the flagged words reach into."""
        begin, end = self._before(span[0]), span[1]
        while begin > first:
            longer = [other for other in spans if other[1] == begin and other[0] < begin]
            if not longer:
                break
            begin = self._before(min(longer)[0])
        return begin, end

    def _tails(self, source: Text) -> Iterator[tuple[int, int]]:
        phrase = _compiled(str(source))
        for start in self.matcher.starts(phrase):
            end = self.matcher.match(phrase, start)
            if end is not None:
                yield start, end

    def _before(self, begin: int) -> int:
        while begin and self._norm(begin - 1) in _BEFORE_TAIL:
            begin -= 1
        return begin

    def _broken(self, begin: int, end: int) -> bool:
        """True where a bracket or a stop stands inside."""
        inside = self.text[self.words[begin].start : self.words[end - 1].end]
        return any(mark in inside for mark in "()[]\n") or any(stop in inside for stop in _STOPS)


def _with_article(match: re.Match[str]) -> str:
    """Set “a” or “an” before a cut as what follows asks for."""
    right = article(match["next"])
    return f"{capital(right) if match['article'][0].isupper() else right}{match['blank']}{match['next']}"
