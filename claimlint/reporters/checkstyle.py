"""A Report to Checkstyle's XML: an `error` a finding, by file."""

from __future__ import annotations

from itertools import groupby
from xml.etree.ElementTree import Element, SubElement

from claimlint.report import Finding, Report
from claimlint.reporters import lines
from claimlint.reporters.xml_text import document, text


def render(report: Report) -> str:
    """Return the document; a file that could not be checked holds an error without a place."""
    root = Element("checkstyle", version="4.3")
    reasons = {entry.path: entry.reason or "nobody said why" for entry in report.failed}
    found = {path: tuple(group) for path, group in groupby(report.findings, key=lambda finding: finding.path)}
    for path in sorted({*reasons, *found}):
        file = SubElement(root, "file", name=text(path))
        for finding in found.get(path, ()):
            SubElement(file, "error", _error(finding))
        if path in reasons:
            said = f"Could not be checked: {text(reasons[path])}"
            SubElement(
                file, "error", {"severity": "error", "message": said, "source": "claimlint.could-not-be-checked"}
            )
    return document(root)


def _error(finding: Finding) -> dict[str, str]:
    place = {"line": str(finding.start.line), "column": str(finding.start.column)} if finding.part is None else {}
    said = " ".join((lines.headline(finding), *lines.drafts(finding)))
    return {
        **place,
        "severity": finding.severity,
        "message": text(said),
        "source": text(f"claimlint.{finding.rule}"),
    }
