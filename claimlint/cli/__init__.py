"""The command line: the only place that prints and exits."""

from claimlint.cli.app import main

__all__ = ["main"]
