"""What `--fix-review` does to real files: drafts put in or not and why, and whether anything else was touched.

    python benchmarks/fixes.py --pages FOLDER [--pages FOLDER …] [--only PATTERN] [--jurisdiction CODE] [--json FILE]
    [--diff FILE]

Nothing is written into the folders. Every file below them that has a reader is fixed in memory, round by round. After
each round the text between the places of the drafts has to stand there as before, and parsers that are not claimlint's
have to see the same structure: json, yaml, tomllib, csv, html.parser, markdown-it, and for scripts and PHP tree-sitter,
where its grammars are installed. Exit status 1 where either failed.
"""

from __future__ import annotations

import argparse
import csv
import io
import json
import re
import sys
import time
import tomllib
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from fnmatch import fnmatch
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import yaml
from markdown_it import MarkdownIt

from claimlint import engine, fixes, knowledge, readers
from claimlint.cli.diff import diff
from claimlint.config import InputFile, Settings
from claimlint.errors import ClaimlintError
from claimlint.fixes import Fixed, Outcome, fixing
from claimlint.report import Finding
from claimlint.source import decode

ROUNDS = 4
_WORDS = re.compile("“[^”]*”")
_SCRIPTS = {".js": "javascript", ".jsx": "javascript", ".mjs": "javascript", ".ts": "typescript", ".tsx": "tsx"}
_TREE_SITTER = {
    "javascript": ("tree_sitter_javascript", "language"),
    "typescript": ("tree_sitter_typescript", "language_typescript"),
    "tsx": ("tree_sitter_typescript", "language_tsx"),
    "php": ("tree_sitter_php", "language_php"),
}


# --- parsers that are not claimlint's


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[Any] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, tuple(name for name, _ in attrs)))

    def handle_endtag(self, tag: str) -> None:
        self.found.append(tag)

    def handle_comment(self, data: str) -> None:
        self.found.append(data)


def _tags(text: str) -> object:
    parser = _Tags()
    parser.feed(text)
    parser.close()
    return parser.found


_RUNNING = ("text", "softbreak", "text_special")


def _markdown(text: str) -> object:
    return [
        (
            token.type,
            token.tag,
            [(child.type, child.attrs.get("href")) for child in token.children or () if child.type not in _RUNNING],
        )
        for token in MarkdownIt().enable("table").parse(text)
    ]


def _keys(value: object) -> object:
    if isinstance(value, dict):
        return {key: _keys(each) for key, each in value.items()}
    return [_keys(each) for each in value] if isinstance(value, list) else type(value).__name__


def _csv(text: str) -> object:
    return [len(row) for row in csv.reader(io.StringIO(text))]


_PIECES = ("jsx_text", "html_character_reference", "string_fragment", "string_content", "escape_sequence")
"""Nodes of which a text has as many as it has escapes."""


def _tree(name: str) -> Callable[[str], object] | None:
    try:
        import importlib

        import tree_sitter

        module, function = _TREE_SITTER[name]
        language = tree_sitter.Language(getattr(importlib.import_module(module), function)())
    except ImportError:
        return None
    parser = tree_sitter.Parser(language)

    def shape(text: str) -> object:
        root = parser.parse(text.encode()).root_node
        if root.has_error:
            raise ValueError("syntax error")
        cursor, found = root.walk(), []
        while True:
            node = cursor.node
            if node.type not in _PIECES:
                found.append(node.type)
            if cursor.goto_first_child() or cursor.goto_next_sibling():
                continue
            while cursor.goto_parent():
                if cursor.goto_next_sibling():
                    break
            else:
                return found

    return shape


def parser_for(path: str) -> tuple[str, Callable[[str], object]] | None:
    """Return the name of a foreign parser for a file, and what tells its structure."""
    suffix = Path(path).suffix.lower()
    if suffix in _SCRIPTS or suffix == ".php":
        name = _SCRIPTS.get(suffix, "php")
        tree = _tree(name)
        return (f"tree-sitter {name}", tree) if tree else None
    plain: dict[str, tuple[str, Callable[[str], object]]] = {
        ".json": ("json", lambda text: _keys(json.loads(text))),
        ".yml": ("yaml", lambda text: [_keys(each) for each in yaml.safe_load_all(text)]),
        ".yaml": ("yaml", lambda text: [_keys(each) for each in yaml.safe_load_all(text)]),
        ".toml": ("tomllib", lambda text: _keys(tomllib.loads(text))),
        ".csv": ("csv", _csv),
        ".md": ("markdown-it", _markdown),
        ".txt": ("lines", lambda text: text.count("\n\n")),
    }
    return plain.get(suffix, ("html.parser", _tags))


# --- one file


@dataclass
class Seen:
    """What became of all files."""

    files: Counter[str] = field(default_factory=Counter)
    drafts: Counter[str] = field(default_factory=Counter)
    applied: Counter[str] = field(default_factory=Counter)
    reasons: Counter[str] = field(default_factory=Counter)
    parsed: Counter[str] = field(default_factory=Counter)
    unparsed: Counter[str] = field(default_factory=Counter)
    kinds: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    before: Counter[str] = field(default_factory=Counter)
    after: Counter[str] = field(default_factory=Counter)
    diffs: list[str] = field(default_factory=list)


def outside(before: str, after: str, applied: list[Outcome]) -> str | None:
    """Return a stretch outside of the places of the drafts that is no longer there; a space beside them may go."""
    at = last = 0
    for start, end in sorted((one.draft.start.offset, one.draft.end.offset) for one in applied):
        kept = before[last:start]
        kept = kept.lstrip() if last else kept
        place = after.find(kept.rstrip(), at)
        if place < 0 or (last == 0 and place != 0):
            return kept[:80]
        at, last = place + len(kept.rstrip()), end
    tail = before[last:].lstrip() if last else before
    return None if after.endswith(tail) and len(after) - len(tail) >= at else tail[:80]


def one_file(file: InputFile, reader: str, lint: fixes.Lint, guard: fixes.Guard, seen: Seen) -> None:
    """Fix a file round by round and hold each round against what it may do."""
    first = findings = lint([file])
    original = file
    outcomes: list[Outcome] = []
    settled: set[tuple[str, ...]] = set()
    for _ in range(ROUNDS):
        waiting = [one for one in findings if _key(one) not in settled]
        made = fixes.fix(file, waiting, lint, guard, review=True)
        settled |= {_key(one.finding) for one in made.outcomes}
        outcomes += made.outcomes
        if made.applied:
            _compare(made, reader, seen)
        if made.after is file:
            break
        file = made.after
        findings = lint([file])
    seen.files[reader] += 1
    seen.before.update(one.severity for one in first)
    seen.after.update(one.severity for one in lint([file]))
    for outcome in outcomes:
        seen.drafts[reader] += 1
        if outcome.reason is None:
            seen.applied[reader] += 1
            seen.kinds[outcome.draft.kind] += 1
        else:
            seen.reasons[_class(outcome.reason)] += 1
    if file is not original:
        seen.diffs.append(diff(file.path, *(decode(one.data, one.path).text for one in (original, file))))
        _parse(original, file, seen)


def _key(finding: Finding) -> tuple[str, ...]:
    return finding.rule, finding.text, finding.sentence


def _class(reason: str) -> str:
    return _WORDS.sub("“…”", reason).partition(":")[0].partition(";")[0]


def _compare(made: Fixed, reader: str, seen: Seen) -> None:
    before, after = (decode(one.data, one.path).text for one in (made.before, made.after))
    lost = outside(before, after, list(made.applied))
    if lost is not None:
        seen.wrong.append(f"{made.before.path} ({reader}): changed outside: {lost!r}")


def _parse(before: InputFile, after: InputFile, seen: Seen) -> None:
    parser = parser_for(before.path)
    if parser is None:
        seen.unparsed["no parser at hand"] += 1
        return
    name, shape = parser
    try:
        wanted = shape(decode(before.data, before.path).text)
    except Exception as error:
        seen.unparsed[f"{name} cannot read the original ({type(error).__name__})"] += 1
        return
    try:
        got = shape(decode(after.data, after.path).text)
    except Exception as error:
        seen.wrong.append(f"{before.path}: {name} no longer reads it: {error}")
        return
    if got == wanted:
        seen.parsed[name] += 1
    else:
        seen.wrong.append(f"{before.path}: {name} sees another structure")


# --- all files


def inputs(folders: list[Path], only: str) -> Iterator[tuple[InputFile, str]]:
    """Yield every file with a reader, and the reader's name."""
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            name = path.relative_to(folder).as_posix()
            if path.is_file() and readers.supported(name) and fnmatch(name, only):
                data = path.read_bytes()
                try:
                    reader = "docx" if name.endswith(".docx") else readers.reader_for(decode(data, name))
                except ClaimlintError:
                    continue
                yield InputFile(name, data), reader


def main() -> int:
    """Run the benchmark and print its tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", action="append", type=Path, required=True)
    parser.add_argument("--only", default="*")
    parser.add_argument("--jurisdiction", default="us")
    parser.add_argument("--json", type=Path)
    parser.add_argument("--diff", type=Path)
    given = parser.parse_args()
    settings = Settings(as_of=date(2026, 11, 24), jurisdictions=tuple(given.jurisdiction.split(",")))
    loaded = knowledge.load(settings)
    cues = loaded.lexis.cues
    folder = Path(__file__).resolve().parent.parent / "rules"
    guard = fixes.load_guard(folder, (*cues.modals, *cues.hedge_adverbs, *cues.hedge_words, *cues.weak_words))
    fixing.ROUNDS = 1
    seen = Seen()
    start = time.process_time()

    def lint(files: Any) -> Any:
        return engine.check(files, settings, loaded).findings

    for file, reader in inputs(given.pages, given.only):
        try:
            one_file(file, reader, lint, guard, seen)
        except Exception as error:
            seen.wrong.append(f"{file.path}: {type(error).__name__}: {error}")
            raise
    _print(seen, time.process_time() - start)
    if given.diff:
        given.diff.write_text("".join(seen.diffs), "utf-8")
    if given.json:
        given.json.write_text(json.dumps({key: value for key, value in vars(seen).items() if key != "diffs"}, indent=1))
    return 1 if seen.wrong else 0


def _print(seen: Seen, seconds: float) -> None:
    print("| reader | files | drafts | put in |\n|---|---|---|---|")
    for reader in sorted(seen.files):
        print(f"| {reader} | {seen.files[reader]} | {seen.drafts[reader]} | {seen.applied[reader]} |")
    drafts, applied = sum(seen.drafts.values()), sum(seen.applied.values())
    print(f"| all | {sum(seen.files.values())} | {drafts} | {applied} |\n\n| not put in, because | drafts |\n|---|---|")
    for reason, number in seen.reasons.most_common():
        print(f"| {reason} | {number} |")
    print(f"\nkinds put in: {dict(seen.kinds)}")
    print(f"findings before: {dict(seen.before)}, after: {dict(seen.after)}")
    print(f"changed files with the same structure: {sum(seen.parsed.values())} {dict(seen.parsed)}")
    print(f"changed files not held against a parser: {dict(seen.unparsed)}")
    print(f"wrong: {len(seen.wrong)}; {seconds:.0f} s CPU")
    for line in seen.wrong:
        print(f"  {line}")


if __name__ == "__main__":
    sys.exit(main())
