"""Findings to edited files: drafts put in where they read back, bring nothing new, and touch nothing else."""

from claimlint.fixes.fixing import Fixed, Lint, Outcome, chosen, fix
from claimlint.fixes.guard import Guard, load_guard

__all__ = ["Fixed", "Guard", "Lint", "Outcome", "chosen", "fix", "load_guard"]
