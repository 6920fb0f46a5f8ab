"""The names of the formats to their renderers; each is imported when it is asked for."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from claimlint.record import Record
from claimlint.report import Report

if TYPE_CHECKING:
    from claimlint.reporters.reference import Reference
    from claimlint.segment import Document

FORMATS = (
    "terminal", "concise", "json", "jsonl", "csv", "sarif", "github", "gitlab", "markdown", "markdown-counts", "junit",
    "checkstyle", "rdjson", "html",
)  # fmt: skip
"""All formats; that of the terminal has a renderer of its own, which knows how the terminal looks."""
FOR_PEOPLE = ("terminal", "concise")
"""Formats that are printed in the encoding of the console; the others are UTF-8 everywhere."""


class Around(Record, frozen=True):
    """What a format may ask for beside the report.

    reference: rule texts and sources. source_of: the decoded text of a path. documents_of: what a reader made of it.
    url_of: the address of a page, where the configuration says. commit_of: what is checked out. contact: whom to ask.
    fail_on: the severity from which on a finding fails the run.
    """

    reference: Callable[[], Reference]
    source_of: Callable[[str], str | None]
    documents_of: Callable[[str], tuple[Document, ...]]
    url_of: Callable[[str], str | None] = lambda _path: None
    commit_of: Callable[[], str | None] = lambda: None
    contact: str | None = None
    fail_on: str = "warning"


def render(form: str, report: Report, around: Around) -> str:
    """Return the report in the format named; “terminal” is not among them."""
    if form == "json":
        from claimlint.reporters import json_report

        return json_report.render(report)
    if form == "concise":
        from claimlint.reporters import concise

        return concise.render(report)
    if form == "jsonl":
        from claimlint.reporters import jsonl

        return jsonl.render(report)
    if form == "csv":
        from claimlint.reporters import csv_report

        return csv_report.render(report)
    if form == "sarif":
        from claimlint.reporters import sarif

        return sarif.render(report, around.reference())
    if form == "github":
        from claimlint.reporters import github

        return github.render(report)
    if form == "gitlab":
        from claimlint.reporters import gitlab

        return gitlab.render(report)
    if form in ("markdown", "markdown-counts"):
        from claimlint.reporters import markdown

        return markdown.render(report, contact=around.contact, counts_only=form == "markdown-counts")
    if form == "junit":
        from claimlint.reporters import junit

        return junit.render(report, around.fail_on)
    if form == "checkstyle":
        from claimlint.reporters import checkstyle

        return checkstyle.render(report)
    if form == "rdjson":
        from claimlint.reporters import rdjson

        return rdjson.render(report, around.source_of)
    if form == "html":
        from claimlint.reporters import html_report

        return html_report.render(report, around)
    raise ValueError(f"there is no format “{form}”")
