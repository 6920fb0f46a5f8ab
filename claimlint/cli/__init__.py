"""The command line: the only place that prints and exits."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from claimlint.cli.app import main

__all__ = ["main"]


def __getattr__(name: str) -> Any:
    """Import the commands when one is asked for: a command that is repeated needs none of them."""
    if name != "main":
        raise AttributeError(name)
    from claimlint.cli.app import main

    return main
