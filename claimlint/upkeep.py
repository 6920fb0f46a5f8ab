"""Findings about the site's own waivers, baseline and approved wording, and the texts that explain them.

No rule of the copy stands behind them: their texts are in `rules/upkeep.yaml`, and they are never hidden themselves.
"""

from __future__ import annotations

import functools
import os
from collections.abc import Mapping
from pathlib import Path

from claimlint import lazy
from claimlint.errors import UnreadableError
from claimlint.fingerprint import fingerprint
from claimlint.record import Record
from claimlint.report import Finding
from claimlint.segment import Surface
from claimlint.source import LineIndex, SourceFile, Span, decode
from claimlint.waiver import Waiver

FILE = "upkeep.yaml"
VERDICT = "unverified"
_SHOWN = lazy.pattern(r"claimlint-[a-z-]++(?:[ \t:]++[\w-]++)?")


class Upkeep(Record, frozen=True):
    """One kind of such finding: how grave it is, what it says in general, why, and what to do instead."""

    severity: str
    message: str
    why: str
    instead: str


@functools.cache
def load_upkeep(knowledge: Path) -> Mapping[str, Upkeep]:
    """Read the texts. Raises KnowledgeError."""
    from claimlint import yamlload

    return yamlload.load(dict[str, Upkeep], knowledge / FILE, FILE)


def at_comment(upkeep: Upkeep, rule: str, source: SourceFile, path: str, span: Span, message: str) -> Finding:
    """Return a finding about a comment; path: of its file, relative to the project."""
    shown = _SHOWN.search(source.text, span.start, span.end)
    return _finding(upkeep, rule, source, path, Span(*shown.span()) if shown else span, message)


def at_waiver(upkeep: Upkeep, rule: str, waiver: Waiver, root: Path, cwd: Path, message: str) -> Finding:
    """Return a finding about a waiver, at its number in the file that holds it."""
    name = str(getattr(waiver.id, "path", ""))
    source = _source(root / name, cwd)
    lines = LineIndex(source.text)
    line, column = getattr(waiver.id, "line", 1), getattr(waiver.id, "column", 1)
    start = lines.start_of(line) + column - 1 if line <= len(lines) else 0
    return _finding(upkeep, rule, source, name, Span(start, start + len(waiver.id)), message)


def at_words(upkeep: Upkeep, rule: str, file: Path, words: str, root: Path, cwd: Path, message: str) -> Finding:
    """Return a finding at the first place where words stand in a file of the site's own."""
    source = _source(file, cwd)
    start = max(source.text.find(words), 0)
    end = start + len(words) if source.text.startswith(words, start) else start
    path = Path(os.path.relpath(file, root)).as_posix()
    return _finding(upkeep, rule, source, path, Span(start, end), message)


def _finding(upkeep: Upkeep, rule: str, source: SourceFile, path: str, span: Span, message: str) -> Finding:
    lines = LineIndex(source.text)
    text = source.text[span.start : span.end]
    return Finding(
        rule=rule,
        rules=(rule,),
        matches=1,
        severity=upkeep.severity,
        verdict=VERDICT,
        path=source.path,
        part=None,
        surface=Surface.BODY.value,
        start=lines.position(span.start),
        end=lines.position(span.end),
        spans=((span.start, span.end),),
        text=text,
        sentence=text,
        claim=None,
        message=message,
        fingerprint=fingerprint(rule, path, text),
    )


def _source(file: Path, cwd: Path) -> SourceFile:
    shown = os.path.relpath(file, cwd).replace(os.sep, "/")
    try:
        return decode(file.read_bytes(), shown)
    except (OSError, UnreadableError):
        return SourceFile(shown, "")
