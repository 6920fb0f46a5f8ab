"""Rules that look at a whole page: something has to be said that is not, or the page itself says otherwise."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from claimlint.claim import Claim
from claimlint.match import Match
from claimlint.predicate import Strength
from claimlint.record import Record
from claimlint.ruleset import DocumentTest, Rule, Ruleset
from claimlint.scan import Hit, Hits
from claimlint.segment import Document
from claimlint.vocabulary import Vocabulary

_CAVEATS = 5


class Asserted(Record, frozen=True):
    """A live claim of the page: the match that found it and what it says."""

    match: Match
    claim: Claim


class PageMatch(Record, frozen=True):
    """A document rule that fires. at: the claim it is about. caveats: the statements that contradict it, if any."""

    rule: str
    verdict: str
    at: Asserted
    caveats: tuple[tuple[Hits, Hit], ...] = ()


def judge_page(
    document: Document, reads: Sequence[Hits], asserted: Sequence[Asserted], rules: Ruleset, vocabulary: Vocabulary
) -> Iterator[PageMatch]:
    """Yield the document rules that fire, each once a page."""
    if not asserted:
        return
    words = sum(len(hits.sentence.words) for hits in reads)
    for compiled in rules.rules.values():
        rule = compiled.rule
        if rule.document is None or words < rule.document.words:
            continue
        wanted = [one for one in asserted if one.claim.strength >= Strength[rule.document.strength]]
        if rule.document.groups:
            wanted = [one for one in wanted if one.match.frame and one.match.frame.group in rule.document.groups]
        wanted = [one for one in wanted if _is_about(one.claim, rule.document, vocabulary)]
        if not wanted:
            continue
        statements = [(hits, hit) for hits in reads for hit in hits.of("statement") if hit.entry.name == rule.id]
        if rule.document.kind == "missing":
            if not [one for one in statements if not document.segments[one[0].sentence.segment].context.hidden]:
                yield PageMatch(rule.id, "missing", wanted[0])
        elif statements:
            yield from _contradiction(rule, wanted, statements, _phrases(rule, reads))


def _is_about(claim: Claim, test: DocumentTest, vocabulary: Vocabulary) -> bool:
    """True where the claim is about what the rule is limited to; a condition that it leaves open may be any."""

    def fits(named: str, wanted: Sequence[str]) -> bool:
        return not {named, *vocabulary.ancestors(named)}.isdisjoint(wanted)

    if test.treatment and not (claim.treatment and fits(claim.treatment.id, test.treatment)):
        return False
    return not test.condition or claim.condition is None or fits(claim.condition.id, test.condition)


def _phrases(rule: Rule, reads: Iterable[Hits]) -> Mapping[int, list[Hit]]:
    """The idioms that a `contradicted` rule names as the claim, by the identity of their sentence's hits."""
    return {
        id(hits.sentence): found
        for hits in reads
        if (found := [hit for hit in hits.of("rule") if hit.entry.name == rule.id])
    }


def _contradiction(
    rule: Rule,
    wanted: Sequence[Asserted],
    statements: Sequence[tuple[Hits, Hit]],
    idioms: Mapping[int, list[Hit]],
) -> Iterator[PageMatch]:
    """A caveat beside the claim bounds it; one elsewhere contradicts. The claim named by an idiom goes first."""
    for one in sorted(wanted, key=lambda one: (id(one.match.sentence) not in idioms, -one.claim.strength)):
        apart = [(hits, hit) for hits, hit in statements if not _beside(hits, one.match)]
        if apart:
            yield PageMatch(rule.id, "contradicted", one, tuple(apart[:_CAVEATS]))
            return


def _beside(hits: Hits, match: Match) -> bool:
    """True where the statement stands in the sentence of the claim or in the next one of its block."""
    return hits.sentence.segment == match.sentence.segment and 0 <= hits.sentence.start - match.sentence.start <= 400
