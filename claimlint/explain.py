"""Judged matches to what a person reads: the message, and the evidence it was judged by."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from claimlint.claim import Claim
from claimlint.finding import Group
from claimlint.judgement import Judged
from claimlint.knowledge import Knowledge
from claimlint.page_rules import PageMatch
from claimlint.report import Evidence
from claimlint.ruleset import Rule, Ruleset
from claimlint.segment import Document
from claimlint.vocabulary import Vocabulary


def message(one: Group, text: str, rules: Ruleset, vocabulary: Vocabulary) -> str:
    """Return what is wrong, in the words of the rule that decides, about the words found."""
    rule = rules[one.head.match.rule]
    said = [_filled(rule, text)]
    if rule.judged_by == "evidence":
        said += _open(one.head.claim, vocabulary)
    return " ".join(said)


def _open(claim: Claim, vocabulary: Vocabulary) -> Iterator[str]:
    """Yield what is left open by a name of the claim that can mean several things."""
    for about in (claim.treatment, claim.condition, claim.outcome):
        if about is None or about.unsettled is None:
            continue
        ambiguity = vocabulary.ambiguities[about.unsettled]
        meanings = [
            str(vocabulary.entry(sense.entry).name if sense.entry else sense.meaning) for sense in ambiguity.senses
        ]
        chosen = vocabulary.entry(about.id).name
        yield (
            f"“{ambiguity.name}” can mean {', '.join(meanings[:-1])} or {meanings[-1]}, and nothing near it shows "
            f"which; judged as {chosen}, the most careful reading."
        )


def _filled(rule: Rule, text: str) -> str:
    return " ".join(str(rule.message).split()).replace("{match}", " ".join(text.split()))


def evidence(judged: Judged, knowledge: Knowledge, as_of: datetime.date) -> Evidence:
    """Return what a claim was judged by, with a summary in plain words."""
    verdict = judged.evidence
    row = knowledge.registry.rows.get(verdict.row) if verdict.row else None
    age = (as_of - row.clinical_review.date).days if row and not isinstance(row.clinical_review, str) else None
    return Evidence(
        row=verdict.row,
        state=verdict.state.value,
        ceiling=f"S{verdict.ceiling}",
        verdict=verdict.verdict,
        clinical_review=verdict.clinical_review,
        summary=_summary(judged, knowledge),
        indirect=verdict.indirect,
        owner=verdict.owner,
        age=age,
        jurisdiction=verdict.jurisdiction,
        expired=verdict.expired,
    )


def _summary(judged: Judged, knowledge: Knowledge) -> str:
    verdict = judged.evidence
    reasons = {each.jurisdiction: each.because for each in verdict.all if each.because}
    if len(reasons) > 1:
        return " ".join(f"{code.upper()}: {reason}" for code, reason in reasons.items())
    if verdict.because:
        return verdict.because
    if verdict.established:
        return f"ordinary care ({verdict.established})"
    row = knowledge.registry.rows.get(verdict.row) if verdict.row else None
    if row is not None:
        return str(row.conclusion)
    treatment = knowledge.lexis.vocabulary.get(judged.claim.treatment.id if judged.claim.treatment else None)
    condition = knowledge.lexis.vocabulary.get(judged.claim.condition.id if judged.claim.condition else None)
    if treatment is None:
        return "the page does not say which treatment this is about, so there is no source to hold it against"
    about = f" for {condition.name}" if condition else ""
    return f"there is no source on file for {treatment.name}{about}"


def page_message(match: PageMatch, rule: Rule, document: Document) -> str:
    """Return what a document rule says of the words that ask for something or are contradicted."""
    text = document.segments[match.at.sentence.segment].text[match.at.start : match.at.end]
    said = _filled(rule, text)
    return f"{said} {_WEAK}" if match.weak else said


_WEAK = (
    "Something like it stands only where few readers look: in the footer, folded away or hidden. Say it in the open."
)
