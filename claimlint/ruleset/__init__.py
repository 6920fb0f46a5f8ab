"""Rules as data: selectors over frames and idioms, read from `rules/claims/`."""

from claimlint.ruleset.rule import Basis, CompiledRule, DocumentTest, Example, Rule, Ruleset, Selector, load_rules

__all__ = ["Basis", "CompiledRule", "DocumentTest", "Example", "Rule", "Ruleset", "Selector", "load_rules"]
