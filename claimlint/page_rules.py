"""Rules that look at a whole page: something has to be said near something and is not, or the page says otherwise.

What asks for a statement, what counts as one and how near it has to stand is data of the rule (`requires`). One finding
speaks for all that asks for the same statement in the same place: about one treatment, within one section.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from claimlint.claim import Claim
from claimlint.footnote import Footnotes, Place
from claimlint.layout import Layout, Spot
from claimlint.licence import Status
from claimlint.match import Match
from claimlint.predicate import Strength
from claimlint.record import Record
from claimlint.ruleset import Asks, Contradiction, Requires, Rule, Ruleset
from claimlint.scan import Hit, Hits
from claimlint.segment import Document
from claimlint.sentence import Sentence
from claimlint.vocabulary import Vocabulary

_SHOWN = 5
"""Caveats, and further places that ask for the same statement, that a finding points to."""


class Asserted(Record, frozen=True):
    """A live match of the page and what it says.

    benefit: a claim of an effect that the evidence on file does not carry. status: what its treatment is in the
    jurisdictions asked for.
    """

    match: Match
    claim: Claim
    benefit: bool = True
    status: Collection[Status] = ()


class Asked(Record, frozen=True):
    """Words that ask for a statement: a range of their segment's text, and the claim they make, if any."""

    sentence: Sentence
    start: int
    end: int
    by: Asserted | None = None

    @property
    def treatment(self) -> str | None:
        """The treatment that the words are about."""
        return self.by.claim.treatment.id if self.by and self.by.claim.treatment else None


class PageMatch(Record, frozen=True):
    """A document rule that fires, at the words that ask for something or are contradicted.

    others: further words that ask for the same in the same place. caveats: the statements that contradict it.
    weak: where the statement does stand, but few readers look. insert: the source offset where it would go.
    """

    rule: str
    verdict: str
    at: Asked
    insert: int | None = None
    others: tuple[Asked, ...] = ()
    caveats: tuple[tuple[int, int, int], ...] = ()
    weak: tuple[tuple[int, int, int], ...] = ()


class _Statement(Record, frozen=True):
    """A required statement that was found: its sentence and a range of its segment's text."""

    sentence: Sentence
    start: int
    end: int

    @property
    def place(self) -> tuple[int, int, int]:
        return self.sentence.segment, self.start, self.end


def judge_page(
    document: Document,
    reads: Sequence[Hits],
    asserted: Sequence[Asserted],
    asking: Sequence[Match],
    rules: Ruleset,
    vocabulary: Vocabulary,
) -> Iterator[PageMatch]:
    """Yield the document rules that fire, in order of rule and place; none where no claim and no idiom asks.

    asking: the idioms by which document rules are asked, those left out that their sentence takes back.
    """
    if not asserted and not asking:
        return
    chosen = [compiled.rule for compiled in rules.rules.values() if compiled.rule.judged_by == "document"]
    if not chosen:
        return
    page = _Page(
        document, reads, asserted, asking, Layout(document, reads), _footnotes(document, reads, chosen), vocabulary
    )
    layout = page.layout
    for rule in chosen:
        if rule.requires and layout.words >= rule.requires.words:
            yield from _missing(rule, rule.requires, page)
        elif rule.contradiction and layout.words >= rule.contradiction.words:
            yield from _contradicted(rule, rule.contradiction, reads, asserted)


class _Page(Record, frozen=True):
    """What document rules look at."""

    document: Document
    reads: Sequence[Hits]
    asserted: Sequence[Asserted]
    asking: Sequence[Match]
    layout: Layout
    footnotes: Footnotes
    vocabulary: Vocabulary


def _footnotes(document: Document, reads: Sequence[Hits], rules: Sequence[Rule]) -> Footnotes:
    """Return the footnotes of a document, by the marks and the lists of notes that its rules know."""
    asking = {rule.id: asks for rule in rules if rule.requires for asks in rule.requires.asked_by if asks.mark}
    signs = dict.fromkeys(sign for asks in asking.values() for sign in asks.mark)
    lists = {hits.sentence.segment for hits in reads for hit in hits.of("statement") if hit.entry.name in asking}
    return Footnotes(document, tuple(signs), frozenset(lists))


def _missing(rule: Rule, requires: Requires, page: _Page) -> Iterator[PageMatch]:
    layout, vocabulary = page.layout, page.vocabulary
    found: dict[tuple[int, int], tuple[Asked, list[_Statement]]] = {}
    for asks in requires.asked_by:
        for asked, statements in _asked(rule, asks, page):
            found.setdefault((asked.sentence.segment, asked.start), (asked, statements))
    made: list[PageMatch] = []
    marked = any(asks.mark for asks in requires.asked_by)
    for key in sorted(found):
        asked, statements = found[key]
        led_to = _led_to(asked, page)
        near = [
            one
            for one in statements
            if _is_near(asked, layout.spot(one.sentence), requires, layout, vocabulary) or _is_within(one, led_to)
        ]
        if any(not page.document.segments[one.sentence.segment].context.hidden for one in near):
            continue
        # In order of place: of those that speak for their own block only the latest can stand in this one.
        first = max(len(made) - 1, 0) if requires.near == "block" and not marked else 0
        spoken_for = next(
            (at for at in range(first, len(made)) if _would_do(made[at], asked, requires, layout, vocabulary)), None
        )
        if spoken_for is not None:
            made[spoken_for] = _with(made[spoken_for], asked)
        else:
            insert = layout.insertion(asked.sentence, requires.near).offset
            made.append(PageMatch(rule.id, "missing", asked, insert, weak=tuple(one.place for one in near[:_SHOWN])))
    yield from made


def _with(match: PageMatch, asked: Asked) -> PageMatch:
    others = (*match.others, asked)[:_SHOWN]
    return PageMatch(match.rule, match.verdict, match.at, match.insert, others, match.caveats, match.weak)


def _led_to(asked: Asked, page: _Page) -> list[Place]:
    """Return the notes that the sentence's marks lead to: what stands there counts as said beside it."""
    return [note for mark in page.footnotes.marks(asked.sentence) for note in page.footnotes.notes(mark.key)]


def _is_within(statement: _Statement, places: Iterable[Place]) -> bool:
    segment = statement.sentence.segment
    return any(index == segment and start <= statement.start < end for index, start, end in places)


def _asked(rule: Rule, asks: Asks, page: _Page) -> Iterator[tuple[Asked, list[_Statement]]]:
    """Yield the words that ask for the statement, with what counts as it wherever it stands."""
    if asks.mark:
        yield from _marked(page)
        return
    statements = list(_statements(rule, page.reads))
    if asks.phrase:
        for match in page.asking:
            if match.rule == rule.id:
                yield Asked(match.sentence, match.start, match.end), statements
        return
    for one in page.asserted:
        if _fits(one, asks) and _is_about(one.claim, asks, page.vocabulary):
            yield Asked(one.match.sentence, one.match.start, one.match.end, one), statements


def _fits(one: Asserted, asks: Asks) -> bool:
    if asks.status and set(asks.status).isdisjoint(one.status):
        return False
    if asks.rule:
        return one.match.rule in asks.rule
    group = one.match.frame.group if one.match.frame else None
    strong = asks.strength is not None and one.claim.strength >= Strength[asks.strength]
    return one.benefit and strong and (not asks.group or group in asks.group)


def _is_about(claim: Claim, asks: Asks, vocabulary: Vocabulary) -> bool:
    """True where the claim is about what is asked for; a condition that it leaves open may be any."""

    def fits(named: str, wanted: Sequence[str]) -> bool:
        return not {named, *vocabulary.ancestors(named)}.isdisjoint(wanted)

    if asks.treatment and not (claim.treatment and fits(claim.treatment.id, asks.treatment)):
        return False
    return not asks.condition or claim.condition is None or fits(claim.condition.id, asks.condition)


def _statements(rule: Rule, reads: Iterable[Hits]) -> Iterator[_Statement]:
    for hits in reads:
        for hit in hits.of("statement"):
            if hit.entry.name == rule.id:
                yield _Statement(hits.sentence, *hits.sentence.place(hit.first, hit.last))


def _marked(page: _Page) -> Iterator[tuple[Asked, list[_Statement]]]:
    """Yield the marks of sentences that claim something, with the notes that they lead to."""
    sentences: dict[int, Sentence] = {}
    for hits in page.reads:
        sentences.setdefault(hits.sentence.segment, hits.sentence)
    seen: set[int] = set()
    for one in page.asserted:
        if id(one.match.sentence) in seen:
            continue
        seen.add(id(one.match.sentence))
        for mark in page.footnotes.marks(one.match.sentence):
            notes = [_Statement(sentences[at], start, end) for at, start, end in page.footnotes.notes(mark.key)]
            if notes and mark.key.isdigit():
                continue  # a number cites a source, and sources may stand where few readers look
            yield Asked(one.match.sentence, mark.start, mark.end, one), notes


def _is_near(asked: Asked, spot: Spot, requires: Requires, layout: Layout, vocabulary: Vocabulary) -> bool:
    """Return whether a statement at a spot is near enough to the words that ask for it."""
    if requires.near == "page" or not requires.statement:
        return True
    if requires.near == "block":
        return spot.segment == asked.sentence.segment
    if layout.same_section(asked.sentence, spot.segment):
        return True
    topics = layout.topics(spot.segment)
    if asked.treatment and topics and not any(_akin(asked.treatment, topic, vocabulary) for topic in topics):
        return False
    apart = abs(layout.spot(asked.sentence).words - spot.words)
    return layout.is_heading(spot.segment) or apart <= requires.within


def _akin(first: str, second: str, vocabulary: Vocabulary) -> bool:
    return first == second or first in vocabulary.ancestors(second) or second in vocabulary.ancestors(first)


def _would_do(match: PageMatch, asked: Asked, requires: Requires, layout: Layout, vocabulary: Vocabulary) -> bool:
    """Return whether the statement that a finding asks for would, where it goes, do for these words too."""
    if any(asks.mark for asks in requires.asked_by):
        return _text(match.at) == _text(asked)
    return _is_near(asked, layout.insertion(match.at.sentence, requires.near), requires, layout, vocabulary)


def _text(asked: Asked) -> str:
    start = asked.sentence.start
    return asked.sentence.text[asked.start - start : asked.end - start]


def _contradicted(
    rule: Rule, test: Contradiction, reads: Sequence[Hits], asserted: Sequence[Asserted]
) -> Iterator[PageMatch]:
    """A caveat beside the claim bounds it; one elsewhere contradicts. The claim named by an idiom goes first."""
    statements = list(_statements(rule, reads))
    wanted = [one for one in asserted if one.benefit and one.claim.strength >= Strength[test.strength]]
    if not statements or not wanted:
        return
    idioms = _idioms(rule, reads)
    for one in sorted(wanted, key=lambda one: (id(one.match.sentence) not in idioms, -one.claim.strength)):
        apart = [statement for statement in statements if not _beside(statement.sentence, one.match)]
        if apart:
            asked = Asked(one.match.sentence, one.match.start, one.match.end, one)
            yield PageMatch(rule.id, "contradicted", asked, caveats=tuple(each.place for each in apart[:_SHOWN]))
            return


def _idioms(rule: Rule, reads: Iterable[Hits]) -> Mapping[int, list[Hit]]:
    """The idioms that a rule names as claims, by the identity of their sentence."""
    return {
        id(hits.sentence): found
        for hits in reads
        if (found := [hit for hit in hits.of("rule") if hit.entry.name == rule.id])
    }


def _beside(statement: Sentence, match: Match) -> bool:
    """True where the statement stands in the sentence of the claim or in the next one of its block."""
    return statement.segment == match.sentence.segment and 0 <= statement.start - match.sentence.start <= 400
