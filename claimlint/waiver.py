"""Waivers as a site writes them down: which words may stand where, under which rule, by whom, until when and why."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable, Iterator, Sequence
from pathlib import Path

from claimlint import lazy, patterns
from claimlint.errors import KnowledgeError, Problem
from claimlint.record import Record

NUMBER = lazy.pattern(r"W-\d{1,6}")
"""How a waiver is called."""


class Waiver(Record, frozen=True):
    """Words that may stand though a rule flags them.

    path: patterns of files, relative to the project. rule: the rules it holds for. words: those that may stand
    (none: whatever these rules flag). owner: who answers for it; errors and what is restricted need one. until: its
    last day.
    """

    id: str
    path: str | tuple[str, ...]
    rule: str | tuple[str, ...]
    reason: str
    until: datetime.date
    words: str | tuple[str, ...] = ()
    owner: str | None = None

    @property
    def rules(self) -> tuple[str, ...]:
        """The ids of the rules it holds for."""
        return listed(self.rule)

    def holds_for(self, path: str) -> bool:
        """Tell whether it speaks of this file; path: relative to the project, with `/`."""
        return patterns.fits(listed(self.path), path)

    def expired(self, as_of: datetime.date) -> bool:
        """Tell whether its last day is over."""
        return self.until < as_of


def listed(value: str | tuple[str, ...]) -> tuple[str, ...]:
    """Return one or several values as several."""
    return (value,) if isinstance(value, str) else value


def load_waivers(written: Sequence[Waiver], file: Path | None, shown: str) -> tuple[Waiver, ...]:
    """Join the waivers of the configuration with those of a file of their own. Raises KnowledgeError."""
    if file is None:
        return tuple(written)
    from claimlint import yamlload

    return (*written, *yamlload.load(tuple[Waiver, ...], file, shown))


def check(waivers: Iterable[Waiver], rules: Collection[str]) -> None:
    """Refuse waivers that cannot hold. Raises KnowledgeError with every fault."""
    problems = list(_problems(waivers, rules))
    if problems:
        raise KnowledgeError(problems)


def _problems(waivers: Iterable[Waiver], rules: Collection[str]) -> Iterator[Problem]:
    seen: dict[str, Waiver] = {}
    for one in waivers:
        if not NUMBER.fullmatch(one.id):
            yield _at(one.id, f"“{one.id}” is no number of a waiver; expected one such as W-0012")
        elif one.id in seen:
            first = _at(seen[one.id].id, "")
            yield _at(one.id, f"{one.id} stands twice; the first is in {first.path}, line {first.line}")
        seen.setdefault(one.id, one)
        if not one.reason.strip():
            yield _at(one.reason, "gives no reason; expected why these words may stand")
        for pattern in listed(one.path):
            if fault := patterns.fault(pattern):
                yield _at(pattern, f"the pattern “{pattern}” {fault}")
        for name in one.rules:
            if rules and name not in rules:
                from claimlint.yamlload import did_you_mean

                near = did_you_mean(name, rules) or "; `claimlint rules list` shows them all"
                yield _at(name, f"unknown rule “{name}”{near}")


def _at(value: str, message: str) -> Problem:
    problem = getattr(value, "problem", None)
    found = problem(message) if problem else None
    return found if isinstance(found, Problem) else Problem("claimlint.yaml", 1, 1, message)
