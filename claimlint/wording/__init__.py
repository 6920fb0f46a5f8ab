"""Verdicts to draft wording: what may be said, in the grammar of the place it goes to."""

from claimlint.wording.grammar import article, spelling
from claimlint.wording.leave import Flagged, clauses
from claimlint.wording.suggest import (
    ATTRIBUTE_LIMIT,
    Brief,
    Fit,
    Spelling,
    Suggestion,
    Topic,
    case_of,
    is_well_formed,
    permitted,
    ruled,
    status_sentence,
    suggest,
)
from claimlint.wording.swap import swapped
from claimlint.wording.template import Slot, Wording, fill, load_wording
from claimlint.wording.trim import Edit, Trims, clause, trimmed

__all__ = [
    "ATTRIBUTE_LIMIT",
    "Brief",
    "Edit",
    "Fit",
    "Flagged",
    "Slot",
    "Spelling",
    "Suggestion",
    "Topic",
    "Trims",
    "Wording",
    "article",
    "case_of",
    "clause",
    "clauses",
    "fill",
    "is_well_formed",
    "load_wording",
    "permitted",
    "ruled",
    "spelling",
    "status_sentence",
    "suggest",
    "swapped",
    "trimmed",
]
