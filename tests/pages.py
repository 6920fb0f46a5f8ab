"""Reads the fixture pages word by word for the tests, independently of the readers under test."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from click.testing import CliRunner

ROOT = Path(__file__).resolve().parent.parent
FIXTURES = ROOT / "fixtures"
BODY_SURFACES = frozenset({"body", "heading", "list-item", "table-cell", "quote", "button"})
DOCUMENT_RULES = frozenset({"missing-risk-information", "self-contradiction"})

_INLINE = r"</?(?:a|abbr|b|em|i|span|strong|u|wbr)\b[^>]*>"
_UNSEEN = r"<!--.*?-->|<(?P<tag>script|style|title)\b.*?</(?P=tag)\s*>|<[^>]*>"
_HTML = re.compile(rf"(?P<inline>{_INLINE})|(?P<unseen>{_UNSEEN})|(?P<entity>&\#?\w+;)", re.DOTALL)
_MARKDOWN = re.compile(
    r"(?P<unseen>\A---\n.*?\n---\n|^-{3,}$|^\#+[ ]|^>[ ]|^[ ]*(?:[-*]|\d+\.)[ ])"
    r"|(?P<inline>\*+|(?<!\w)_+|_+(?!\w)|\]\([^)]*\)|\[)|(?P<entity>&\#?\w+;)",
    re.DOTALL | re.MULTILINE,
)
_PLAIN = re.compile(r"(?P<inline>(?!))|(?P<unseen>^- )|(?P<entity>(?!))", re.MULTILINE)
_SYNTAX = {".html": _HTML, ".md": _MARKDOWN, ".txt": _PLAIN}


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a page, in lower case, with the half-open stretch of the source that it takes up."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Page:
    """A page as a visitor reads it: its text with white space collapsed, and its words with their places."""

    text: str
    words: tuple[Word, ...]

    def find(self, phrase: str) -> list[tuple[Word, ...]]:
        """Return every place where the words of `phrase` follow each other."""
        wanted = [word.text for word in _words(phrase, range(len(phrase)))]
        count = len(wanted)
        return [
            self.words[at : at + count]
            for at in range(len(self.words) - count + 1)
            if [word.text for word in self.words[at : at + count]] == wanted
        ]


def read_source(path: Path) -> str:
    """Return the file decoded as UTF-8 with its line ends as they stand."""
    return path.read_bytes().decode("utf-8")


def read_page(path: Path, *, main: bool = False) -> Page:
    """Return a page of any form (of HTML only `<main>`, if asked); markup counts as nothing inside a word."""
    source = read_source(path)
    start, stop = 0, len(source)
    if main and path.suffix == ".html":
        start, stop = source.index("<main>"), source.index("</main>")
    characters: list[str] = []
    offsets: list[int] = []

    def put(text: str, offset: int, *, atomic: bool = False) -> None:
        characters.extend(text)
        offsets.extend([offset] * len(text) if atomic else range(offset, offset + len(text)))

    for markup in _SYNTAX[path.suffix].finditer(source, start, stop):
        put(source[start : markup.start()], start)
        if markup["unseen"] is not None:
            put(" ", markup.start(), atomic=True)
        elif markup["entity"] is not None:
            put(html.unescape(markup["entity"]).replace("\N{SOFT HYPHEN}", ""), markup.start(), atomic=True)
        start = markup.end()
    put(source[start:stop], start)
    text = "".join(characters)
    return Page(" ".join(text.split()), tuple(_words(text, offsets)))


def locate(path: Path, phrase: str) -> list[tuple[Word, ...]]:
    """Return every place of a phrase in what a visitor reads, else in the source with its attributes and metadata."""
    source = read_source(path)
    return read_page(path).find(phrase) or Page(source, tuple(_words(source, range(len(source))))).find(phrase)


def hidden_stretches(source: str) -> list[tuple[int, int]]:
    """Return where the scripts (JSON-LD aside), styles and comments of an HTML page stand."""
    found = re.finditer(r"<!--.*?-->|<style\b.*?</style>|<script>.*?</script>", source, re.DOTALL)
    return [stretch.span() for stretch in found]


def check(path: Path) -> dict[str, Any]:
    """Run `claimlint check --format json` on one file and return its report."""
    from claimlint.cli import main

    arguments = ["check", "--format", "json", "--jurisdiction", "us", "--as-of", "2026-11-22", str(path)]
    result = CliRunner().invoke(main, arguments)
    assert result.exit_code in (0, 1), result.output
    report: dict[str, Any] = json.loads(result.stdout)
    assert [entry["status"] for entry in report["files"]] == ["checked"]
    return report


def is_document_finding(finding: dict[str, Any]) -> bool:
    """Tell whether only rules about the page as a whole stand behind the finding."""
    return DOCUMENT_RULES.issuperset(finding["rules"])


def pages_in(folder: Path) -> list[Path]:
    """Return the pages of a folder, without the golden lists beside them."""
    return sorted(path for path in folder.iterdir() if path.suffix != ".golden")


def touches(finding: dict[str, Any], start: int, end: int) -> bool:
    """Tell whether a span of the finding meets the half-open stretch of source."""
    return any(left < end and start < right for left, right in finding["spans"])


def covered(finding: dict[str, Any], words: Sequence[Word]) -> int:
    """Count the words that a span of the finding meets."""
    return sum(touches(finding, word.start, word.end) for word in words)


def listing(findings: Iterable[dict[str, Any]]) -> str:
    """Return the findings one a line, for a failing test's message."""
    return "\n".join(
        f"  {finding['start']['line']}:{finding['start']['column']} {finding['severity']} "
        f"{'+'.join(finding['rules'])}: {finding['text']!r} in {finding['sentence']!r}"
        for finding in findings
    )


def _words(text: str, offsets: Sequence[int]) -> list[Word]:
    return [
        Word(found.group().casefold(), offsets[found.start()], offsets[found.end() - 1] + 1)
        for found in re.finditer(r"\w+", text)
    ]
