"""A Report to reviewdog's diagnostic format (rdjson): diagnostics with places and draft wording to put there.

Its columns count bytes of UTF-8, so the source is looked at; where there is none to look at, only lines are given.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import accumulate
from typing import Any

from claimlint.record import Record
from claimlint.report import Finding, Place, Report, dumps
from claimlint.reporters import lines

SourceOf = Callable[[str], str | None]
_STEP = 4096
_SEVERITIES = {"error": "ERROR", "warning": "WARNING", "info": "INFO"}


def render(report: Report, source_of: SourceOf) -> str:
    """Return one object; `source_of` gives the decoded text of a file that the report names."""
    rulers: dict[str, _Ruler] = {}
    diagnostics = []
    for finding in report.findings:
        if finding.path not in rulers:
            rulers[finding.path] = _Ruler.of(source_of(finding.path))
        diagnostics.append(_diagnostic(finding, rulers[finding.path]))
    diagnostics += (
        {
            "message": f"Could not be checked: {entry.reason or 'nobody said why'}",
            "location": {"path": entry.path},
            "severity": "ERROR",
        }
        for entry in report.failed
    )
    return dumps({"source": {"name": "claimlint"}, "diagnostics": diagnostics})


class _Ruler(Record, frozen=True):
    """Counts bytes of UTF-8. before: bytes before each step, so that a page on one long line costs no more."""

    source: str | None
    before: tuple[int, ...] = ()

    @classmethod
    def of(cls, source: str | None) -> _Ruler:
        steps = range(0, len(source or ""), _STEP)
        sizes = (_size((source or "")[at : at + _STEP]) for at in steps)
        return cls(source, (0, *accumulate(sizes)))

    def position(self, place: Place) -> dict[str, int]:
        if self.source is None:
            return {"line": place.line}
        return {
            "line": place.line,
            "column": self._bytes(place.offset) - self._bytes(place.offset - place.column + 1) + 1,
        }

    def _bytes(self, offset: int) -> int:
        step = offset // _STEP
        return self.before[step] + _size((self.source or "")[step * _STEP : offset])

    def range(self, start: Place, end: Place) -> dict[str, Any]:
        return {"start": self.position(start), "end": self.position(end)}


def _size(text: str) -> int:
    return len(text.encode("utf-8", "surrogatepass"))


def _diagnostic(finding: Finding, ruler: _Ruler) -> dict[str, Any]:
    location: dict[str, Any] = {"path": finding.path}
    made: dict[str, Any] = {
        "message": "\n".join(lines.lines(finding)),
        "location": location,
        "severity": _SEVERITIES[finding.severity],
        "code": {"value": finding.rule},
    }
    if finding.part is None:
        location["range"] = ruler.range(finding.start, finding.end)
        made["suggestions"] = [
            {"range": ruler.range(one.start, one.end), "text": one.text}
            for one in finding.suggestions
            if one.kind != "ask" and one.applicability != "manual" and ruler.source is not None
        ]
    return made
