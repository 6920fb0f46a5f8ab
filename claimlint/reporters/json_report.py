"""A Report to the contract's JSON object."""

from __future__ import annotations

from claimlint.report import Report, dumps, to_json


def render(report: Report) -> str:
    """Return the whole report as one JSON object, two spaces deep, with a final line feed."""
    return dumps(to_json(report))
