"""Rules as data: selectors over frames and idioms, read from `rules/claims/`."""

from claimlint.ruleset.load import SLOTS, Names, load_rules
from claimlint.ruleset.rule import (
    Asks,
    Basis,
    CompiledRule,
    Contradiction,
    Example,
    Requires,
    Rule,
    Ruleset,
    Selector,
)

__all__ = [
    "SLOTS",
    "Asks",
    "Basis",
    "CompiledRule",
    "Contradiction",
    "Example",
    "Names",
    "Requires",
    "Rule",
    "Ruleset",
    "Selector",
    "load_rules",
]
