"""Frames and idioms to matches: one rule at one place, with the context that makes it harmless, if any."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator, Sequence
from typing import TypeAlias

from claimlint import lazy
from claimlint.frame import Frame, modality, slots
from claimlint.language import Cues, Mark, MarkKind, Probe, Reading, Trigger
from claimlint.licence import Status
from claimlint.phrase import Matcher, Phrase
from claimlint.predicate import Form, Strength
from claimlint.record import Record, replace
from claimlint.ruleset import CompiledRule, Ruleset, Selector
from claimlint.ruleset.rule import ClaimSelector
from claimlint.scan import Hit, Hits
from claimlint.segment import Segment, Surface
from claimlint.sentence import Sentence, Word
from claimlint.vocabulary import Vocabulary

NEAR = 6
"""Words between a predicate's extent and a modifier of it, at most."""
_ANSWER_WORDS = 12
_BUT_FOR = 3
"""Words and marks that a sentence may have beside a match that is the whole of it."""
_CLAUSE_MARKS = frozenset(";:()[]|•→")
_BOUNDING = frozenset("but although though however may might could unless sometimes usually".split())
_QUOTED = lazy.pattern(r"“[^“”]{1,200}”|\"[^\"]{1,200}\"|(?<!\w)‘[^‘’]{1,100}’(?!\w)")
_Mentioned: TypeAlias = tuple[list[tuple[int, int]], str]
_NOTHING_QUOTED: _Mentioned = ([], "")
_ABSENT = frozenset(("free", "without"))
_PRESUMING = frozenset(("how", "why"))
"""Question words that take for granted what they ask about."""


class Excuse(Record, frozen=True):
    """Why a match is harmless: the kind of context and the words that show it."""

    because: str
    cue: str


class Match(Record, frozen=True):
    """One rule at one place: a half-open word range of a sentence. `frame` where the rule selected one.

    lead: the words right before it that belong to it (a modal, “ability to”), for whoever underlines or replaces it.
    introduces: it claims what the list below it holds. denied: it claims something only where the answer is no.
    advertises: its words are a sign of an offer by themselves.
    """

    rule: str
    sentence: Sentence
    first: int
    last: int
    frame: Frame | None = None
    strength: Strength | None = None
    excuse: Excuse | None = None
    true_where: tuple[Status, ...] = ()
    lead: int = 0
    introduces: bool = False
    denied: bool = False
    advertises: bool = False

    @property
    def start(self) -> int:
        """Offset of its first character in the segment's text."""
        return self.sentence.words[self.first].start

    @property
    def end(self) -> int:
        """Offset after its last character in the segment's text."""
        return self.sentence.words[self.last - 1].end


class Reads(Record, frozen=True):
    """One sentence with all that was found in it, before marks."""

    hits: Hits
    frames: tuple[Frame, ...]
    matches: tuple[Match, ...]


class Place(Record, frozen=True):
    """Where a sentence stands: its segment, and whether that is the lead-in of a list."""

    segment: Segment
    introduces: bool = False


def find(hits: Hits, frames: Sequence[Frame], ruleset: Ruleset, vocabulary: Vocabulary, place: Place) -> list[Match]:
    """Return every rule's matches in one sentence, in order of place; a rule matches one place once."""
    found = _once([*_idioms(hits, ruleset, place), *_claims(hits, frames, ruleset, vocabulary, place)])
    quoted = _mentions(hits) if found else _NOTHING_QUOTED
    found = [replace(_with_sense(match, hits, quoted), lead=_lead(match, hits)) for match in found]
    return sorted(found, key=lambda match: (match.first, match.last, match.rule))


def _idioms(hits: Hits, ruleset: Ruleset, place: Place) -> Iterator[Match]:
    for hit in hits.of("rule"):
        compiled = ruleset.rules.get(hit.entry.name)
        if compiled is None:
            continue
        if compiled.rule.judged_by == "document":
            if compiled.rule.requires:
                yield Match(compiled.rule.id, hits.sentence, hit.first, hit.last)
            continue
        selector = compiled.rule.match[hit.entry.part]
        if selector.last and not all(word.is_mark for word in hits.sentence.words[hit.last :]):
            continue
        if selector.whole and len(hits.sentence.words) - (hit.last - hit.first) > _BUT_FOR:
            continue
        if _applies(selector, hits, place):
            grade = selector.strength or compiled.rule.strength
            strength = Strength[grade] if grade else None
            where = selector.true_where
            made = Match(compiled.rule.id, hits.sentence, hit.first, hit.last, None, strength, None, where)
            if selector.denied:
                if not hits.sentence.is_question:
                    continue
                made = replace(made, denied=True, excuse=Excuse(MarkKind.QUESTION.value, _words(hit, hits.sentence)))
            yield replace(made, introduces=selector.introduces, advertises=selector.advertises)


def _claims(
    hits: Hits, frames: Sequence[Frame], ruleset: Ruleset, vocabulary: Vocabulary, place: Place
) -> Iterator[Match]:
    if not frames:
        return
    for compiled, selector, wanted, modifiers in _claiming(ruleset):
        if not _applies(selector, hits, place):
            continue
        for frame in frames:
            extent = _extent(wanted, modifiers, frame, hits, vocabulary)
            if extent:
                yield Match(compiled.rule.id, hits.sentence, *extent, frame, _strength(frame, selector, compiled))


@functools.lru_cache(maxsize=8)
def _claiming(ruleset: Ruleset) -> list[tuple[CompiledRule, Selector, ClaimSelector, Sequence[Phrase]]]:
    """Return the parts of rules that select frames."""
    return [
        (compiled, selector, selector.claim, compiled.modifiers[part])
        for compiled in ruleset.rules.values()
        for part, selector in enumerate(compiled.rule.match)
        if selector.claim is not None
    ]


def _strength(frame: Frame, selector: Selector, compiled: CompiledRule) -> Strength:
    """The rule's strength is a floor; only a true hedge lowers it."""
    grade = selector.strength or compiled.rule.strength
    if grade is None or any(name.startswith("lower-") or name in ("study", "unknown") for name in frame.softened):
        return frame.strength
    return max(frame.strength, Strength[grade])


def _applies(selector: Selector, hits: Hits, place: Place) -> bool:
    if selector.surface and place.segment.surface not in selector.surface:
        return False
    if selector.key and place.segment.context.key not in selector.key:
        return False
    if selector.introduces and not place.introduces:
        return False
    if selector.fragment is not None and selector.fragment != (hits.sentence.ends_in not in ".!?"):
        return False
    if selector.beside:
        return bool(slots(hits, selector.beside))
    return True


def _extent(
    wanted: ClaimSelector, modifiers: Sequence[Phrase], frame: Frame, hits: Hits, vocabulary: Vocabulary
) -> tuple[int, int] | None:
    """Return the words of the claim where the frame fits the selector, else None."""
    fits = (
        (not wanted.predicate or frame.predicate in wanted.predicate)
        and (not wanted.group or frame.group in wanted.group)
        and (not wanted.form or frame.form in wanted.form)
        and (not wanted.strength or frame.strength >= Strength[wanted.strength])
        and (not wanted.softened or bool(frame.softened.intersection(wanted.softened)))
        and (not wanted.object or any(slot.kind in wanted.object for slot in frame.objects))
    )
    if not fits:
        return None
    if wanted.structural is not None and wanted.structural != _structural(frame, vocabulary):
        return None
    if not modifiers:
        return frame.extent
    return _modified(modifiers, frame, hits)


def _structural(frame: Frame, vocabulary: Vocabulary) -> bool:
    return any(
        slot.kind == "body-part" or (slot.kind == "outcome" and vocabulary.entry(slot.id).structural)
        for slot in frame.objects
    )


def _modified(modifiers: Sequence[Phrase], frame: Frame, hits: Hits) -> tuple[int, int] | None:
    words = hits.sentence.words
    first, last = frame.extent
    matcher = Matcher(hits.sentence.norms, {}, {})
    for phrase in modifiers:
        for begin, end in matcher.find(phrase):
            gap = range(end, first) if end <= first else range(last, begin)
            if len(gap) <= NEAR and not any(words[index].norm in _CLAUSE_MARKS for index in gap):
                return min(first, begin), max(last, end)
    return None


def _lead(match: Match, hits: Hits) -> int:
    if match.frame is None:
        return 0
    first = match.first
    governing = [hit for hit in hits.of("modality") if hit.entry.name.startswith(("lower-", "promise", "boost"))]
    for hit in reversed(governing):
        if hit.first < first <= hit.last:
            first = hit.first
    return match.first - first


def answers(question: Iterable[Match], hits: Hits) -> list[Match]:
    """Return what the first sentence of an answer claims by saying yes or no, at its first words.

    Yes says what the question asks; no takes a fear away ("Does it hurt?"), unless a "but" or a hedge bounds it.
    """
    words = hits.sentence.words
    said = {kind for kind in ("affirm", "deny") if any(hit.first == 0 for hit in modality(hits, kind))}
    if not said or ("deny" in said and any(word.norm in _BOUNDING for word in words)):
        return []
    last = next((index for index in range(2, len(words)) if words[index].is_mark), len(words))
    return [
        Match(asked.rule, hits.sentence, 0, min(last, _ANSWER_WORDS), None, asked.strength)
        for asked in question
        if asked.excuse and asked.excuse.because == MarkKind.QUESTION and ("deny" if asked.denied else "affirm") in said
    ]


def _once(matches: Iterable[Match]) -> list[Match]:
    """Keep a rule's longest match at each place; a shorter one inside it, by the same rule, is the same place."""
    kept: list[Match] = []
    for match in sorted(matches, key=lambda match: (match.rule, match.first, -match.last)):
        if kept and kept[-1].rule == match.rule and match.last <= kept[-1].last:
            if match.advertises:
                kept[-1] = replace(kept[-1], advertises=True)
            if (match.strength or 0) > (kept[-1].strength or 0):
                kept[-1] = replace(kept[-1], strength=match.strength, frame=kept[-1].frame or match.frame)
            continue
        kept.append(match)
    return kept


def _mentions(hits: Hits) -> _Mentioned:
    """Return the quoted stretches of a sentence that speaks of words (“miracle” is no word we use), and its cue."""
    sentence = hits.sentence
    quoted = [found.span() for found in _QUOTED.finditer(sentence.text)]
    for hit in modality(hits, "mention") if quoted else ():
        start, end = sentence.within(hit.first, hit.last)
        if not any(first < end and start < last for first, last in quoted):
            return quoted, sentence.text[start:end]
    return _NOTHING_QUOTED


def _with_sense(match: Match, hits: Hits, mentioned: _Mentioned) -> Match:
    """Excuse a match whose words are only mentioned, or to which an `unless` phrase of its rule gives another sense."""
    start, end = match.sentence.within(match.first, match.last)
    if any(first < start and end < last for first, last in mentioned[0]):
        return replace(match, excuse=Excuse("mentioned", mentioned[1]))
    for hit in hits.others:
        if hit.entry.name != match.rule or hit.entry.kind not in ("unless", "unless-near"):
            continue
        if hit.entry.kind == "unless-near" or (hit.first < match.last and match.first < hit.last):
            return replace(match, excuse=Excuse("other-sense", _words(hit, hits.sentence)))
    return match


def _words(hit: Hit, sentence: Sentence) -> str:
    return sentence.text[slice(*sentence.within(hit.first, hit.last))]


def probe(reads: Reads, segment: Segment, context: str, cues: Cues) -> Probe | None:
    """Return what the language stage should look at: every match and frame of the sentence, or None for none."""
    sentence = reads.hits.sentence
    triggers = [
        _trigger(sentence, match.first, match.last, "phrase", cues)
        if match.frame is None
        else _of_frame(match.frame, sentence, cues)
        for match in reads.matches
    ]
    triggers += [_of_frame(frame, sentence, cues) for frame in reads.frames]
    if not triggers:
        return None
    heading = segment.surface in (Surface.HEADING, Surface.TITLE)
    return Probe(sentence.text, tuple(triggers), sentence.is_fragment, heading, context)


def _of_frame(frame: Frame, sentence: Sentence, cues: Cues) -> Trigger:
    return _trigger(sentence, frame.first, frame.last, frame.form, cues)


def _trigger(sentence: Sentence, first: int, last: int, form: Form, cues: Cues) -> Trigger:
    return Trigger(*sentence.within(first, last), form, _holds_negator(sentence.words[first:last], cues))


def _holds_negator(words: Sequence[Word], cues: Cues) -> bool:
    """True where the words negate by themselves: “no pain”, “won't hurt”, “free of scars”."""
    return any(word.norm in cues.negators or word.norm.endswith("n't") or word.norm in _ABSENT for word in words)


def excuse(reads: Reads, readings: Sequence[Reading], ruleset: Ruleset) -> tuple[list[Match], list[Reading]]:
    """Apply the marks: returns the matches, excused where their rule allows it, and the readings of the frames."""
    count = len(reads.matches)
    matches = [
        _excused(match, reading, ruleset) for match, reading in zip(reads.matches, readings[:count], strict=True)
    ]
    return matches, list(readings[count:])


def _holds(match: Match, mark: Mark) -> bool:
    """True where an idiom brings its own negator ("fails to address") or presumes what it asks ("how is it safer")."""
    if mark.kind is not MarkKind.NEGATED and mark.cue.lower() not in _PRESUMING:
        return False
    start = match.sentence.start
    return match.frame is None and match.start <= start + mark.start < start + mark.end <= match.end


def _excused(match: Match, reading: Reading, ruleset: Ruleset) -> Match:
    if match.excuse:
        return match
    allowed = ruleset[match.rule].excuses
    for mark in reading.marks:
        if mark.kind in allowed and not (mark.kind in (MarkKind.NEGATED, MarkKind.QUESTION) and _holds(match, mark)):
            return replace(match, excuse=Excuse(mark.kind.value, mark.cue))
    return match
