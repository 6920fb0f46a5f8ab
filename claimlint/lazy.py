"""Modules that are imported when they are first used: most runs use few of the libraries that some run needs.

if TYPE_CHECKING:
    import yaml
else:
    yaml = lazy.module("yaml")
"""

from __future__ import annotations

import importlib
from typing import Any


class _Module:
    def __init__(self, name: str) -> None:
        self._name = name

    def __getattr__(self, name: str) -> Any:
        value = getattr(importlib.import_module(self._name), name)
        setattr(self, name, value)
        return value


def module(name: str) -> Any:
    """Return what stands for a module until, and after, one of its names is used."""
    return _Module(name)
