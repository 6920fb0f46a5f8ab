"""What is made when it is first used: modules that most runs do not need, and regular expressions.

if TYPE_CHECKING:
    import yaml
else:
    yaml = lazy.module("yaml")

_WORD = lazy.pattern(r"[a-z]+")
"""

from __future__ import annotations

import importlib
import re
from typing import Any, AnyStr, cast


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


class _Compiled:
    """What a regular expression can do, each as an attribute of the instance: found as fast as on the original."""


class _Pattern(_Compiled):
    def __init__(self, source: str | bytes, flags: int) -> None:
        self._asked = (source, flags)
        self.pattern = source

    def __getattr__(self, name: str) -> Any:
        made = re.compile(*self.__dict__.pop("_asked"))
        self.__dict__.update((each, getattr(made, each)) for each in dir(made) if not each.startswith("_"))
        self.__class__ = _Compiled  # type: ignore[assignment]
        return getattr(self, name)


def pattern(source: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """Return what stands for a regular expression and is compiled when it is first asked for something.

    Compiling all that some reader may need took longer than reading a small page. Flaws in the source come up late, so
    a test compiles them all.
    """
    return cast("re.Pattern[AnyStr]", _Pattern(source, flags))
