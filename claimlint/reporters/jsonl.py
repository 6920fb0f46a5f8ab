"""A Report to JSON Lines: the contract's JSON one record a line, each with its `kind`, the run itself first."""

from __future__ import annotations

from typing import Any

from claimlint.report import Report, dumps, to_json

_KINDS = {
    "findings": "finding",
    "excused": "excused",
    "suppressed": "suppressed",
    "baselined": "baselined",
    "files": "file",
}


def render(report: Report) -> str:
    """Return one line for the run, then one a finding, excused match, hidden finding and file."""
    whole = to_json(report)
    run = {"kind": "run", **{key: value for key, value in whole.items() if key not in _KINDS}}
    records: list[dict[str, Any]] = [run]
    for key, kind in _KINDS.items():
        records += ({"kind": kind, **record} for record in whole[key])
    return "".join(dumps(record, indent=None) for record in records)
