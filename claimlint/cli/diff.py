"""Two texts of a file to a unified diff for a person: nothing in it drives the terminal; in colour where wanted."""

from __future__ import annotations

import difflib
from collections.abc import Iterator

import click

from claimlint import lazy
from claimlint.reporters import words

_LINE = lazy.pattern(r"[^\n]*\n|[^\n]+")
_KEPT = "\t"
_MISSING = "\\ No newline at end of file\n"
_COLOURS = {"+": "green", "-": "red", "@": "cyan"}


def diff(path: str, before: str, after: str, *, colour: bool = False) -> str:
    """Return the diff of one file, as git would print it."""
    name = words.safe(path)
    made = difflib.unified_diff(_LINE.findall(before), _LINE.findall(after), f"a/{name}", f"b/{name}")
    return "".join(_shown(line, colour) for whole in made for line in _ended(whole))


def _ended(line: str) -> Iterator[str]:
    yield line if line.endswith("\n") else f"{line}\n"
    if not line.endswith("\n"):
        yield _MISSING


def _shown(line: str, colour: bool) -> str:
    body = line.removesuffix("\n")
    end = "\r\n" if body.endswith("\r") else "\n"
    text = "".join(char if char == _KEPT else words.escape(char) for char in body.removesuffix("\r"))
    if colour and text:
        head = text.startswith(("--- ", "+++ "))
        text = click.style(text, bold=True) if head else click.style(text, fg=_COLOURS.get(text[0]))
    return text + end
