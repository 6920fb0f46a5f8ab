"""A comment to what it allows: `claimlint-allow W-0012`, or `claimlint-allow a-rule: the reason`."""

from __future__ import annotations

from collections.abc import Sequence

from claimlint import lazy
from claimlint.record import Record
from claimlint.segment import DIRECTIVE, Comment
from claimlint.waiver import NUMBER

SCOPES = {"allow": "next", "allow-begin": "begin", "allow-end": "end", "allow-file": "file"}
_OPENS = lazy.pattern(rf"[\s*!#./-]*+{DIRECTIVE}([a-z]++(?:-[a-z]++)*+)(?![\w.])[ \t]*+:?")
_PARTS = lazy.pattern(r"[,\s]+")


class Directive(Record, frozen=True):
    """What a comment says. scope: next, begin, end, file. fault: why it cannot count, empty where it does."""

    scope: str
    numbers: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    reason: str = ""
    fault: str = ""


def parse(comment: Comment, rules: Sequence[str]) -> Directive | None:
    """Return what a comment allows, None where it does not speak to claimlint; rules: the ids there are."""
    opened = _OPENS.match(comment.text)
    if opened is None:
        return None
    scope = SCOPES.get(opened[1])
    if scope is None:
        known = ", ".join(f"claimlint-{name}" for name in SCOPES)
        return Directive("next", fault=f"says claimlint-{opened[1]}, which means nothing; expected one of {known}")
    head, _, note = comment.text[opened.end() :].partition(":")
    names = tuple(dict.fromkeys(name for name in _PARTS.split(head.strip()) if name))
    numbers = tuple(name for name in names if NUMBER.fullmatch(name))
    if len(numbers) == len(names) and (names or scope == "end"):
        return Directive(scope, numbers=numbers)
    if numbers or not names:
        return Directive(
            scope, fault="names no waiver; expected numbers such as W-0012 and nothing else before a colon"
        )
    reason = " ".join(note.split())
    return Directive(scope, (), names, reason, _fault(comment, scope, names, reason, rules))


def _fault(comment: Comment, scope: str, names: Sequence[str], reason: str, rules: Sequence[str]) -> str:
    for name in names:
        if name not in rules:
            from claimlint.yamlload import did_you_mean

            return (
                f"names “{name[:80]}”, which is neither a rule nor a waiver{did_you_mean(name[:80], rules).rstrip('?')}"
            )
    if not reason and scope != "end":
        return f"gives no reason; expected claimlint-allow {names[0]}: why these words may stand"
    if not comment.secret:
        return "gives its reason where every visitor can read it; write a waiver and refer to it by its number"
    return ""
