"""A Report to JUnit's XML: a suite a file, a test case a finding, for the test tab of a CI system.

JUnit knows no severities: a finding that counts against the run is a failure, a weaker one is a case with output.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from xml.etree.ElementTree import Element, SubElement

from claimlint.report import SEVERITIES, FileEntry, Finding, Report
from claimlint.reporters import lines, words
from claimlint.reporters.xml_text import document, text


def render(report: Report, fail_on: str = "warning") -> str:
    """Return the document; findings at or above `fail_on` (“never”: none) are failures."""
    found = {path: tuple(group) for path, group in groupby(report.findings, key=lambda finding: finding.path)}
    counted = SEVERITIES[: SEVERITIES.index(fail_on) + 1] if fail_on in SEVERITIES else ()
    root = Element("testsuites", name="claimlint")
    properties = " ".join(lines.scope(report))
    listed = {entry.path for entry in report.files}
    beside = [FileEntry(path, "skipped") for path in found if path not in listed]
    for entry in (*report.files, *beside):
        if entry.status != "skipped" or entry.path in found:
            cases = [*_cases(entry, found.get(entry.path, ()), counted)]
            _suite(root, entry.path, cases)
    for name in ("tests", "failures", "errors", "skipped"):
        root.set(name, str(sum(int(suite.get(name, "0")) for suite in root)))
    SubElement(_suite(root, "claimlint", []), "system-out").text = text(properties)
    return document(root)


def _suite(root: Element, name: str, cases: list[Element]) -> Element:
    def holding(tag: str) -> str:
        return str(sum(case.find(tag) is not None for case in cases))

    numbers = {
        "tests": str(len(cases)),
        "failures": holding("failure"),
        "errors": holding("error"),
        "skipped": holding("skipped"),
    }
    suite = SubElement(root, "testsuite", {"name": text(name), **numbers})
    suite.extend(cases)
    return suite


def _cases(entry: FileEntry, findings: tuple[Finding, ...], counted: tuple[str, ...]) -> Iterator[Element]:
    path = text(entry.path)
    for finding in findings:
        where = "" if finding.part is not None else f"{finding.start.line}:{finding.start.column} "
        name = f"{where}{', '.join(finding.rules)}: {words.quoted(finding.text)}"
        case = Element("testcase", {"classname": path, "name": text(name)})
        if finding.part is None:
            case.set("file", path)
            case.set("line", str(finding.start.line))
        said = "\n".join(text(line) for line in lines.lines(finding))
        if finding.severity in counted:
            failure = SubElement(case, "failure", {"message": text(lines.headline(finding)), "type": finding.severity})
            failure.text = said
        else:
            SubElement(case, "system-out").text = said
        yield case
    if entry.status == "failed":
        case = Element("testcase", {"classname": path, "name": "could be read"})
        SubElement(case, "error", {"message": text(entry.reason or "nobody said why"), "type": "not-checked"})
        yield case
    elif entry.status not in ("checked", "skipped"):
        case = Element("testcase", {"classname": path, "name": "was judged whole"})
        SubElement(case, "skipped", {"message": text(entry.reason or entry.status)})
        yield case
    elif not findings:
        yield Element("testcase", {"classname": path, "name": "nothing to report"})
