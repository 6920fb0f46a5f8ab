"""Verdicts to draft wording: what may be said, in the grammar of the place it goes to."""

from claimlint.wording.grammar import article
from claimlint.wording.suggest import Suggestion, Topic, case_of, is_well_formed, permitted, status_sentence, suggest
from claimlint.wording.template import Slot, Wording, fill, load_wording

__all__ = [
    "Slot",
    "Suggestion",
    "Topic",
    "Wording",
    "article",
    "case_of",
    "fill",
    "is_well_formed",
    "load_wording",
    "permitted",
    "status_sentence",
    "suggest",
]
