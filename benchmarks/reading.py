"""How much of the copy of real pages is read, how fast, and whether every position holds on damaged files too.

    python benchmarks/reading.py DATA [--pages FOLDER] [--only PARTS] [--variants N] [--json FILE]

PARTS are some of coverage,speed,growth,damage (default: all). DATA holds `pages/gold.jsonl`; FOLDER the checked pages
that it names (default: DATA/pages). Times are process CPU time of one core; MB are millions of bytes. Exit status 1
where a crash or a wrong position was seen.
"""

from __future__ import annotations

import argparse
import html
import json
import random
import re
import sys
import time
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from claimlint import readers
from claimlint.errors import UnreadableError
from claimlint.segment import PLACEHOLDER, Document, Segment
from claimlint.source import LineIndex, SourceFile

ENOUGH = 2_000_000
GROWTH = (1, 2, 5, 10)
DEPTH = 100_000
NEAR = 60
FLOORS = {"V or B": 0.97, "all": 0.95}
_WORD = re.compile(r"\w+")
_EXPRESSION = re.compile(r"<%.*?%>|\{\{.*?\}\}|\$?\{[^{}]*\}|%s", re.DOTALL)
_ESCAPE = re.compile(r"\\(?:u\{([0-9a-fA-F]+)\}|u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|(.))", re.DOTALL)
_SIMPLE = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "v": "\v", "0": "\0", "e": "\x1b"}

Table = list[tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class File:
    """A real file: the name that chooses its reader, its bytes, and the reader chosen."""

    name: str
    data: bytes
    reader: str


def files(pages: Path) -> list[File]:
    """Return every file below `files/` that some reader takes."""
    found = []
    for path in sorted((pages / "files").rglob("*")):
        name = path.relative_to(pages).as_posix()
        if path.is_file() and readers.supported(name):
            data = path.read_bytes()
            word = name.endswith(".docx")
            source = SourceFile(name, "" if word else data.decode("utf-8", "replace"))
            found.append(File(name, data, "docx" if word else readers.reader_for(source)))
    return found


# --- coverage


def plain(text: str) -> str:
    """Return the words of a text, lower case, without template expressions, between single spaces."""
    text = unicodedata.normalize("NFKC", _EXPRESSION.sub(" ", text)).lower().replace("’", "'")
    return f" {' '.join(_WORD.findall(text))} "


def coverage(data: Path, pages: Path) -> tuple[Table, list[str]]:
    """Count the labelled lines that stand inside one segment of their file, near their line."""
    lines = [json.loads(line) for line in (data / "pages" / "gold.jsonl").read_text("utf-8").splitlines()]
    tally: Counter[tuple[str, bool]] = Counter()
    wrong: list[str] = []
    for name in sorted({line["file"] for line in lines}):
        if not (pages / name).is_file():
            wrong.append(f"absent: {name}")
            continue
        read = _placed(pages, name)
        for line in (line for line in lines if line["file"] == name):
            found = any(_holds(line, *placed) for placed in read)
            for group in _groups(line):
                tally[group, found] += 1
            if found != line["copy"]:
                wrong.append(f"{'not found' if line['copy'] else 'no copy'}: {line['label']} {name}:{line['line']}")
    table: Table = [("lines", "found", "of", "share", "floor")]
    for group in ("V or B", "all", "no copy"):
        hits, total = tally[group, True], tally[group, True] + tally[group, False]
        floor = f"{100 * FLOORS[group]:.0f} %" if group in FLOORS else "none"
        table.append((group, str(hits), str(total), f"{100 * hits / max(total, 1):.1f} %", floor))
    return table, wrong


def _holds(line: dict[str, Any], words: str, start: int, stop: int) -> bool:
    """Say whether a segment from line `start` to `stop` holds a labelled line; what is no copy has to be all of it."""
    wanted = plain(line["text"])
    near = start - NEAR <= line["line"] <= stop + NEAR
    return near and (wanted in words if line["copy"] else wanted == words)


def _groups(line: dict[str, Any]) -> list[str]:
    if not line["copy"]:
        return ["no copy"]
    return ["all", "V or B"] if line["label"] in "VB" else ["all"]


def _placed(pages: Path, name: str) -> list[tuple[str, int, int]]:
    placed = []
    for document in readers.read(name, (pages / name).read_bytes()):
        index = LineIndex(document.source.text)
        for segment in document.segments:
            hull = segment.hull(0, len(segment.text))
            placed.append((plain(segment.text), index.position(hull.start).line, index.position(hull.end).line))
    return placed


# --- speed


def speed(found: list[File]) -> Table:
    """Measure each reader on its real files: read for the first time, and the best round of 2 MB in all."""
    table: Table = [("reader", "files", "kB", "MB/s, first time", "MB/s, best round")]
    by_reader: dict[str, list[File]] = defaultdict(list)
    for file in found:
        by_reader[file.reader].append(file)
    for reader, group in sorted(by_reader.items()):
        suffix = Path(group[0].name).suffix
        size = sum(len(file.data) for file in group)
        if reader != "docx":
            readers.read(f"a{suffix}", b"")
        first = _timed(group)
        again = min(_timed(group) for _ in range(max(5, round(ENOUGH / size))))
        table.append(
            (reader, str(len(group)), str(size // 1000), f"{size / first / 1e6:.1f}", f"{size / again / 1e6:.1f}")
        )
    return table


def _timed(group: list[File]) -> float:
    start = time.process_time()
    for file in group:
        readers.read(file.name, file.data)
    return time.process_time() - start


# --- growth

_SENTENCE = "Our gentle treatment may ease pain &amp; stiffness for many patients. "
_LINES = {
    "a.html": ("", f"<p class='lead'>{_SENTENCE}<b>Ask us</b> first.</p>", ""),
    "a.liquid": ("", f"<p>{_SENTENCE}{{{{ clinic.name }}}}</p>{{% if a %}}<b>Ask us</b>{{% endif %}}", ""),
    "a.php": ("", f"<p><?php echo $name; ?> {_SENTENCE}</p>", ""),
    "a.js": ("const a = [", f'"{_SENTENCE}", {{ title: "Ask us first" }}, ', "];"),
    "a.tsx": ("export default () => <div>", f"<p>{_SENTENCE}{{name}}</p>", "</div>;"),
    "a.vue": ("<template>", f"<p>{_SENTENCE}{{{{ name }}}}</p>", "</template>"),
    "a.svelte": ("", f"<p>{_SENTENCE}{{name}}</p>", ""),
    "a.astro": ("", f"<p>{_SENTENCE}{{name}}</p>", ""),
    "a.json": ("[", f'{{"title": "Ask us first", "text": "{_SENTENCE}"}}, ', '{"a": 1}]'),
    "a.yaml": ("a: [", f'{{title: Ask us first, text: "{_SENTENCE}"}}, ', "]"),
    "a.md": ("", f"{_SENTENCE}Ask **us** [first](a.html). ", ""),
    "a.mdx": ("", f"{_SENTENCE}Ask **us** <A>first</A>. ", ""),
    "a.txt": ("", _SENTENCE, ""),
}
_DEEP = {
    "a.html": ("<div>", "text", "</div>"),
    "a.liquid": ("{% if a %}<div>", "text", "</div>{% endif %}"),
    "a.php": ("<?php if (a) { ?><div>", "text", "</div><?php } ?>"),
    "a.tsx": ("<div>", "text", "</div>"),
    "a.vue": ("<div>", "text", "</div>"),
    "a.svelte": ("<div>", "text", "</div>"),
    "a.astro": ("<div>", "text", "</div>"),
    "a.json": ('{"a":[', '"some text"', "]}"),
    "a.js": ("[{a: ", '"some text"', "}]"),
    "a.yaml": ("[", "text", "]"),
    "a.md": ("> ", "text", ""),
    "a.mdx": ("<div>", "text", "</div>"),
}


def growth() -> Table:
    """Measure how the time grows with one line of 1, 2, 5 and 10 MB, and with 100,000 nested elements.

    Each time is the shorter of two that are taken far apart, since another job on the machine can double one.
    """
    table: Table = [("file", *(f"{size} MB, s" for size in GROWTH), f"{GROWTH[-1]} MB : 1 MB", "100,000 deep, s")]
    for name, (head, unit, tail) in _LINES.items():
        lines = [head + unit * (size * 1_000_000 // len(unit)) + tail for size in GROWTH]
        taken = [min(pair) for pair in zip(*([_seconds(name, line) for line in lines] for _ in range(2)), strict=True)]
        deep = ""
        if name in _DEEP:
            opener, middle, closer = _DEEP[name]
            whole = opener * DEPTH + middle + closer * DEPTH
            deep = f"{_seconds(name, f'<template>{whole}</template>' if name == 'a.vue' else whole):.1f}"
        ratio = f"{taken[-1] / max(taken[0], 0.001):.1f}"
        table.append((name[1:], *(f"{seconds:.1f}" for seconds in taken), ratio, deep))
    return table


def _seconds(name: str, text: str) -> float:
    data = text.encode()
    start = time.process_time()
    for document in readers.read(name, data):
        if document.reason and "reader failed" in document.reason:
            print(f"{name}: {document.reason}")
    return time.process_time() - start


# --- damage

_SOUP = (
    "<", ">", "</p>", "<p", "<!--", "-->", "<script>", "</script>", "<style>", "<svg>", "<code>", "<title>", "&amp;",
    "&#8217;", "&#x1F9B7;", "&", "{{", "}}", "{%", "%}", "{#", "#}", "<?php ", "?>", "<%=", "%>", "@if(", "@endif",
    '"', "'", "`", "${", "}", "{", "\\", "\\u2019", "\\n", "/*", "*/", "//", "(", ")", "[", "]", "](", "---\n", "```",
    "\n", "\r\n", "\r", "\t", "\n\n", "# ", "- ", "> ", "| ", "\u00ad", "\u200b", "\ufeff", "\u2028", "\U0001f9b7",
    "\ufffc", "\ufdd0", "é", "%", ":", ",", "<<<EOT\n", "{/* ", " */}", '{" "}', "<br>", "<!DOCTYPE html>", "\0",
)  # fmt: skip


@dataclass(slots=True)
class Damage:
    """What was read of damaged files, and what went wrong."""

    read: int = 0
    refused: int = 0
    segments: int = 0
    characters: int = 0
    atomic: int = 0
    explained: int = 0
    crashes: list[str] = field(default_factory=list)
    misplaced: list[str] = field(default_factory=list)


def damage(found: list[File], variants: int) -> tuple[Table, Damage]:
    """Read every file whole, cut off at 50 places, and in fuzzed variants; check every position of each."""
    table: Table = [("files", "read", "refused", "segments", "characters", "crashes", "wrong positions")]
    chosen = random.Random(20261124)
    total = Damage()
    cut = [(file, file.data[: chosen.randrange(len(file.data) + 1)]) for file in found for _ in range(50)]
    fuzzed = (
        (file, _mutated(file, found, chosen)) for number in range(variants) for file in [found[number % len(found)]]
    )
    for what, cases in (("whole", ((file, file.data) for file in found)), ("cut off", cut), ("fuzzed", fuzzed)):
        seen = Damage()
        for number, (file, data) in enumerate(cases):
            _examine(f"{what} {number} {file.name}", file.name, data, seen)
        table.append(
            (
                what,
                *map(
                    str,
                    (seen.read, seen.refused, seen.segments, seen.characters, len(seen.crashes), len(seen.misplaced)),
                ),
            )
        )
        for name in ("read", "refused", "segments", "characters", "atomic", "explained", "crashes", "misplaced"):
            setattr(total, name, getattr(total, name) + getattr(seen, name))
    return table, total


def _mutated(file: File, found: list[File], chosen: random.Random) -> bytes:
    if chosen.random() < 0.1:
        data = bytearray(file.data)
        for _ in range(chosen.randrange(1, 20)):
            data[chosen.randrange(len(data))] = chosen.randrange(256)
        return bytes(data)
    if file.reader == "docx":
        at = chosen.randrange(len(file.data))
        return file.data[:at] + file.data[at + chosen.randrange(1, 200) :]
    text = file.data.decode("utf-8", "replace")
    for _ in range(chosen.randrange(1, 12)):
        at = chosen.randrange(len(text) + 1)
        stop = min(len(text), at + int(chosen.expovariate(1 / 60)))
        deed = chosen.randrange(5)
        if deed == 0:
            text = text[:at] + text[stop:]
        elif deed == 1:
            text = text[:at] + text[at:stop] * chosen.randrange(2, 6) + text[stop:]
        elif deed == 2:
            other = chosen.choice(found).data.decode("utf-8", "replace")
            start = chosen.randrange(len(other) + 1)
            text = text[:at] + other[start : start + chosen.randrange(1, 400)] + text[at:]
        else:
            text = text[:at] + "".join(chosen.choices(_SOUP, k=chosen.randrange(1, 5))) + text[at + deed - 3 :]
    return text.encode("utf-8", "surrogatepass")


def _examine(case: str, name: str, data: bytes, seen: Damage) -> None:
    try:
        documents = readers.read(name, data)
    except UnreadableError:
        seen.refused += 1
        return
    except Exception as error:
        seen.crashes.append(f"{case}: {type(error).__name__}: {error}")
        return
    seen.read += 1
    for document in documents:
        if document.reason and "reader failed" in document.reason:
            seen.crashes.append(f"{case}: {document.reason}")
        for wrong in misplaced(document, seen):
            seen.misplaced.append(f"{case}: {wrong}")


def misplaced(document: Document, seen: Damage) -> Iterator[str]:
    """Yield what is wrong with the positions of a document.

    Runs follow each other in the text and in the source, and lie inside it; a stretch of equal length is the source
    itself; another is white space, a break, a placeholder, or what its piece of source reads as.
    """
    source = document.source.text
    for number, segment in enumerate(document.segments):
        seen.segments += 1
        seen.characters += len(segment.text)
        where = f"segment {number} {segment.text[:40]!r}"
        if not segment.text or not segment.runs or segment.runs[0].text != 0:
            yield f"{where}: no text, or none at its start"
            continue
        last = 0
        for text, start, length in _stretches(segment):
            piece = source[start : start + length]
            if not text or start < last or start + length > len(source) or length < 1:
                yield f"{where}: {text[:30]!r} at {start}, {length} long, after {last}"
            elif len(text) == length and not _same(text, piece):
                yield f"{where}: {text[:30]!r} at {start} is {piece[:30]!r}"
            elif len(text) != length:
                seen.atomic += 1
                seen.explained += _explains(piece, text)
            last = start + length
        yield from _bad_context(document, number)


def _stretches(segment: Segment) -> Iterator[tuple[str, int, int]]:
    stops = [run.text for run in segment.runs[1:]] + [len(segment.text)]
    for run, stop in zip(segment.runs, stops, strict=True):
        yield segment.text[run.text : stop], run.source, run.length


def _same(text: str, piece: str) -> bool:
    r"""Compare character by character: one blank stands for any other, a placeholder or `\ufffd` for anything."""
    return text == piece or all(
        read in (written, PLACEHOLDER, "\ufffd") or (read.isspace() and written.isspace())
        for read, written in zip(text, piece, strict=True)
    )


def _explains(piece: str, text: str) -> bool:
    """Say whether a piece of source reads as `text`, through one or two levels of escaping or as markup."""
    if text == PLACEHOLDER or not text.strip():
        return True
    once = _unescaped(piece)
    return text in (
        html.unescape(piece),
        once,
        html.unescape(once),
        _unescaped(once),
        piece.replace("''", "'"),
        piece[1:],
    )


def _unescaped(piece: str) -> str:
    def reads(match: re.Match[str]) -> str:
        code = match.group(1) or match.group(2) or match.group(3)
        return chr(min(int(code, 16), 0x10FFFF)) if code else _SIMPLE.get(match.group(4), match.group(4))

    text = _ESCAPE.sub(reads, piece)
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _bad_context(document: Document, number: int) -> Iterator[str]:
    context = document.segments[number].context
    for name in ("lead_in", "question", "label", "header"):
        index = getattr(context, name)
        if index is not None and not (0 <= index < len(document.segments) and index != number):
            yield f"segment {number}: its {name} is {index} of {len(document.segments)}"
    if any(not 0 <= index < len(document.segments) for index in context.headings):
        yield f"segment {number}: its headings are {context.headings} of {len(document.segments)}"


# --- printing


def show(title: str, table: Table) -> None:
    """Print a table as Markdown."""
    print(f"\n### {title}\n")
    for number, row in enumerate(table):
        print(f"| {' | '.join(row)} |")
        if not number:
            print(f"|{'---|' * len(row)}")
    sys.stdout.flush()


def main() -> int:
    """Measure what is asked for; return the exit status."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("data", type=Path)
    options.add_argument("--pages", type=Path, help="folder of the checked pages")
    options.add_argument("--only", default="coverage,speed,growth,damage", help="which parts, with commas")
    options.add_argument("--variants", type=int, default=10_000, help="how many fuzzed files")
    options.add_argument("--json", type=Path, help="write the tables here as well")
    given = options.parse_args()
    pages = given.pages or given.data / "pages"
    found = files(pages)
    if not found:
        options.error(f"{pages}/files holds no file that a reader takes")
    tables: dict[str, Table] = {}
    status = 0
    wanted = given.only.split(",")
    if "coverage" in wanted:
        tables["Coverage"], wrong = coverage(given.data, pages)
        show("Coverage", tables["Coverage"])
        print("", *wrong, sep="\n")
    if "speed" in wanted:
        tables["Throughput"] = speed(found)
        show("Throughput", tables["Throughput"])
    if "growth" in wanted:
        tables["Growth"] = growth()
        show("Growth", tables["Growth"])
    if "damage" in wanted:
        tables["Damage"], total = damage(found, given.variants)
        show("Damage", tables["Damage"])
        print(f"\n{total.explained} of {total.atomic} atomic stretches read as their piece of source.")
        print("", *total.crashes[:50], *total.misplaced[:50], sep="\n")
        status = 1 if total.crashes or total.misplaced else 0
    if given.json:
        given.json.write_text(json.dumps(tables, indent=1) + "\n", "utf-8")
    return status


if __name__ == "__main__":
    sys.exit(main())
