"""Findings of the day a baseline was made, kept as hashes, to those of today that it hides.

The file holds no copy: one line a finding, in a stable order, so that branches merge. What counts is how often a
finding was there: one more of the same is new. An entry hides nothing graver than what it was made for, and nothing
that another rule has come to find in the same words.
"""

from __future__ import annotations

import datetime
import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from claimlint.errors import KnowledgeError, Problem
from claimlint.fingerprint import unnumbered
from claimlint.record import Record, field, replace
from claimlint.report import SEVERITIES, Finding, Hidden
from claimlint.selection import UPKEEP

SCHEMA = "claimlint.baseline/1"
BY = "baseline"


class Entry(Record, frozen=True, order=True):
    """So many findings of one name. path: relative to the project. rules: all that found it. severity: the gravest."""

    path: str
    rules: tuple[str, ...]
    fingerprint: str
    severity: str
    count: int = 1

    def covers(self, finding: Finding) -> bool:
        """Tell whether a finding of this name is no graver, and found by no other rule, than when it was set aside."""
        graver = SEVERITIES.index(finding.severity) < SEVERITIES.index(self.severity)
        return not graver and set(finding.rules) <= set(self.rules)


class Baseline(Record, frozen=True):
    """What was set aside, by whom, until when."""

    owner: str
    until: datetime.date
    entries: tuple[Entry, ...] = ()

    def expired(self, as_of: datetime.date) -> bool:
        """Tell whether its last day is over."""
        return self.until < as_of

    @property
    def count(self) -> int:
        """How many findings it sets aside."""
        return sum(entry.count for entry in self.entries)


class Account(Record):
    """What a baseline has left to hide while a run goes through the files."""

    until: datetime.date | None = None
    owner: str | None = None
    entries: Mapping[str, Entry] = field(default_factory=dict)
    left: Counter[str] = field(default_factory=Counter)

    def part(
        self, findings: Iterable[Finding], touched: Callable[[Finding], bool]
    ) -> tuple[list[Finding], list[Hidden]]:
        """Part findings into new ones and hidden ones; where one too many is there, it is one on a line just added."""
        if not self.entries:
            return list(findings), []
        new: list[Finding] = []
        hidden: list[Hidden] = []
        for finding in sorted(findings, key=lambda finding: (touched(finding), finding.start, finding.end)):
            name = unnumbered(finding.fingerprint)
            entry = self.entries.get(name)
            if entry is None or not self.left[name] or finding.rule in UPKEEP or not entry.covers(finding):
                new.append(finding)
                continue
            self.left[name] -= 1
            hidden.append(Hidden(finding, BY, self.until, owner=self.owner))
        return new, hidden


def account(baseline: Baseline | None, as_of: datetime.date) -> Account:
    """Return what a baseline hides on a day: nothing where there is none, or its last day is over."""
    if baseline is None or baseline.expired(as_of):
        return Account()
    left = Counter({entry.fingerprint: entry.count for entry in baseline.entries})
    return Account(baseline.until, baseline.owner, {entry.fingerprint: entry for entry in baseline.entries}, left)


def make(
    findings: Iterable[Finding],
    owner: str,
    until: datetime.date,
    path_of: Callable[[str], str],
    *,
    errors: bool,
) -> Baseline:
    """Set findings aside, errors only where `errors`; path_of: from a path as reports show it to one in the project."""
    by_name: dict[str, Entry] = {}
    for finding in findings:
        if finding.rule in UPKEEP or (finding.severity == "error" and not errors):
            continue
        name = unnumbered(finding.fingerprint)
        one = Entry(path_of(finding.path), tuple(sorted(finding.rules)), name, finding.severity)
        by_name[name] = _joined(by_name[name], one) if name in by_name else one
    return Baseline(owner, until, tuple(sorted(by_name.values())))


def _joined(first: Entry, second: Entry) -> Entry:
    return replace(
        first,
        rules=tuple(sorted({*first.rules, *second.rules})),
        severity=min(first.severity, second.severity, key=SEVERITIES.index),
        count=first.count + second.count,
    )


def shrunk(old: Baseline, today: Baseline, looked_at: Callable[[str], bool]) -> Baseline:
    """Return the old entries without what is gone; looked_at: whether today's run says anything of a path."""
    now = {entry.fingerprint: entry.count for entry in today.entries}
    kept = (
        replace(entry, count=min(entry.count, now.get(entry.fingerprint, 0))) if looked_at(entry.path) else entry
        for entry in old.entries
    )
    return replace(old, entries=tuple(entry for entry in kept if entry.count))


def grown(old: Baseline, today: Baseline, looked_at: Callable[[str], bool]) -> Baseline:
    """Return today's entries, with the old ones for what was not looked at, and for errors that had been let in."""
    made = {entry.fingerprint: entry for entry in shrunk(old, today, looked_at).entries}
    made |= {entry.fingerprint: entry for entry in today.entries}
    return replace(old, entries=tuple(sorted(made.values())))


def dumps(baseline: Baseline) -> str:
    """Return the text of the file."""
    rows = ",\n".join(_row(entry) for entry in sorted(baseline.entries))
    head = {"schema": SCHEMA, "owner": baseline.owner, "until": baseline.until.isoformat()}
    lines = [f"{json.dumps(key)}: {json.dumps(value, ensure_ascii=False)}," for key, value in head.items()]
    return "\n".join(("{", *lines, '"findings": [', *([rows] if rows else []), "]", "}")) + "\n"


def _row(entry: Entry) -> str:
    values = {
        "path": entry.path,
        "rules": list(entry.rules),
        "severity": entry.severity,
        "fingerprint": entry.fingerprint,
        "count": entry.count,
    }
    return json.dumps(values, ensure_ascii=False)


def load(file: Path, shown: str) -> Baseline:
    """Read a baseline. Raises KnowledgeError with the line that is at fault."""
    try:
        text = file.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise KnowledgeError([Problem(shown, 1, 1, f"cannot be read: {error.strerror or error}")]) from error
    except UnicodeDecodeError as error:
        raise KnowledgeError([Problem(shown, 1, 1, "is not UTF-8; save it as UTF-8")]) from error
    try:
        data = json.loads(text)
    except json.JSONDecodeError as error:
        raise KnowledgeError([_broken(text, shown, error)]) from error
    except RecursionError as error:
        raise KnowledgeError([Problem(shown, 1, 1, "is nested too deeply for a baseline")]) from error
    return _bound(data, text, shown)


_CONFLICT = ("<<<<<<<", "=======", ">>>>>>>")


def _broken(text: str, shown: str, error: json.JSONDecodeError) -> Problem:
    for number, line in enumerate(text.splitlines(), 1):
        if line.startswith(_CONFLICT):
            both = "keep the lines of both sides, then run `claimlint baseline --update`"
            return Problem(shown, number, 1, f"holds a merge conflict; {both}")
    return Problem(shown, error.lineno, error.colno, f"is not valid JSON: {error.msg}")


def _bound(data: Any, text: str, shown: str) -> Baseline:
    if not isinstance(data, dict) or data.get("schema") != SCHEMA:
        raise KnowledgeError([Problem(shown, 1, 1, f"is no baseline; expected an object with the schema {SCHEMA}")])
    owner, rows = data.get("owner"), data.get("findings")
    until = _date(data.get("until"))
    if not isinstance(owner, str) or not owner.strip() or until is None or not isinstance(rows, list):
        message = "expected “owner” (who answers for it), “until” (a date such as 2026-11-24) and “findings” (a list)"
        raise KnowledgeError([Problem(shown, 1, 1, message)])
    entries: dict[str, Entry] = {}
    for row in rows:
        entry = _entry(row)
        if entry is None:
            raise KnowledgeError([Problem(shown, _line(text, row), 1, "is no entry as `claimlint baseline` writes it")])
        twice = entries.get(entry.fingerprint)
        entries[entry.fingerprint] = entry if twice is None else _merged(twice, entry)
    return Baseline(owner, until, tuple(sorted(entries.values())))


def _merged(first: Entry, second: Entry) -> Entry:
    """Two branches that set the same finding aside did so once."""
    return replace(_joined(first, second), count=max(first.count, second.count))


def _date(value: Any) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(value)
    except (TypeError, ValueError):
        return None


def _entry(row: Any) -> Entry | None:
    if not isinstance(row, dict) or row.keys() != {"path", "rules", "severity", "fingerprint", "count"}:
        return None
    path, rules, severity, name, count = (row[key] for key in ("path", "rules", "severity", "fingerprint", "count"))
    texts = isinstance(rules, list) and all(isinstance(each, str) for each in (path, name, *rules))
    if not texts or severity not in SEVERITIES or type(count) is not int or count < 1:
        return None
    return Entry(path, tuple(rules), name, severity, count)


def _line(text: str, row: Any) -> int:
    """Return the line of an entry: each stands on one of its own."""
    wanted = json.dumps(row, ensure_ascii=False)
    lines: Iterator[tuple[int, str]] = enumerate(text.splitlines(), 1)
    return next((number for number, line in lines if line.strip().rstrip(",") == wanted), 1)
