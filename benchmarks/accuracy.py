"""How well claimlint finds what a reviewer would stop, and leaves alone what a reviewer would pass.

    python benchmarks/accuracy.py DATA [--pages FOLDER] [--json FILE] [--errors FILE]

DATA holds `pages/gold.jsonl` and `data/*.jsonl`; FOLDER the checked pages that gold.jsonl names (default: DATA/pages).
Every figure is printed with its denominator and a 95 % interval (Wilson); measures whose data is absent are left out.
"""

from __future__ import annotations

import argparse
import datetime
import json
import math
import re
import sys
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from claimlint import engine, readers
from claimlint.config import InputFile, Settings
from claimlint.knowledge import Knowledge, load
from claimlint.record import replace
from claimlint.report import Finding, Report
from claimlint.segment import Segment
from claimlint.source import LineIndex, Span

SETTINGS = Settings(as_of=datetime.date(2026, 11, 24))
WARNING = ("error", "warning")
_WORD = re.compile(r"\w+")


def jsonl(path: Path) -> list[dict[str, Any]]:
    """Return the objects of a JSON Lines file, none where it is absent."""
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()] if path.is_file() else []


def interval(hits: int, total: int) -> tuple[float, float]:
    """Return Wilson's 95 % interval of a share."""
    if not total:
        return 0.0, 1.0
    z = 1.96
    share = hits / total
    centre = share + z * z / (2 * total)
    spread = z * math.sqrt(share * (1 - share) / total + z * z / (4 * total * total))
    return (centre - spread) / (1 + z * z / total), (centre + spread) / (1 + z * z / total)


def share(name: str, hits: int, total: int) -> dict[str, Any]:
    """Print a share and return it."""
    low, high = interval(hits, total)
    figure = hits / total if total else 0.0
    print(f"{name}: {hits}/{total} = {100 * figure:.1f} % (95 % {100 * low:.1f}–{100 * high:.1f})")
    return {"name": name, "hits": hits, "total": total, "share": figure, "low": low, "high": high}


def plain(text: str) -> str:
    """Return the words of a text, lower case, as one string."""
    return " ".join(_WORD.findall(unicodedata.normalize("NFKC", text).lower().replace("’", "'")))


@dataclass(frozen=True, slots=True)
class Located:
    """A labelled line with its place in the source of its file, None where it was not found."""

    line: dict[str, Any]
    span: Span | None


def locate(line: dict[str, Any], segments: Sequence[Segment], lines: LineIndex) -> Located:
    """Find the segment that holds the line's words, nearest to its line number."""
    wanted = plain(line["text"])
    best: tuple[int, Span] | None = None
    for segment in segments:
        words = plain(segment.text)
        if not wanted or (wanted not in words and not (len(words) > 20 and words in wanted)):
            continue
        span = _inside(segment, wanted)
        distance = abs(lines.position(span.start).line - line["line"])
        if best is None or distance < best[0]:
            best = distance, span
    return Located(line, best[1] if best and best[0] <= 60 else None)


def _inside(segment: Segment, wanted: str) -> Span:
    """The source of the wanted words inside a segment, or of the whole segment."""
    text = unicodedata.normalize("NFKC", segment.text).lower().replace("’", "'")
    if len(text) == len(segment.text):
        found = re.search(r"\W+".join(map(re.escape, wanted.split())), text)
        if found:
            return segment.hull(found.start(), found.end())
    return segment.hull(0, len(segment.text))


def places(finding: Finding) -> Iterator[tuple[int, int]]:
    """Yield every source range that a finding points to."""
    yield from finding.spans
    for other in (*finding.related, *finding.also_at):
        yield other.start.offset, other.end.offset


def gold(data: Path, pages: Path, knowledge: Knowledge, errors: list[str]) -> list[dict[str, Any]]:
    """Measure the labelled lines of real pages."""
    labelled = [line for line in jsonl(data / "pages" / "gold.jsonl") if line["copy"]]
    by_file: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for line in labelled:
        by_file[line["file"]].append(line)
    tally: Counter[str] = Counter()
    sites: dict[str, Counter[str]] = defaultdict(Counter)
    missing = 0
    for name, lines in sorted(by_file.items()):
        path = pages / name
        if not path.is_file():
            missing += len(lines)
            continue
        content = path.read_bytes()
        report = engine.check([InputFile(name, content)], SETTINGS, knowledge)
        documents = readers.read(name, content)
        segments = [segment for document in documents for segment in document.segments]
        index = LineIndex(documents[0].source.text)
        found = [finding for finding in report.findings if finding.severity in WARNING]
        for line in lines:
            located = locate(line, segments, index)
            hit = located.span is not None and any(
                start < located.span.end and located.span.start < end for one in found for start, end in places(one)
            )
            _count(tally, sites[name.split("/")[1]], line["label"], hit, located.span is not None)
            if line["label"] == "V" and not hit:
                why = "not located" if located.span is None else "missed"
                errors.append(f"{why}\t{line['id']}\t{line['text']}\t{', '.join(line['categories'])}")
            if line["label"] == "O" and hit:
                rules = sorted({rule for one in found for rule in one.rules if _meets(one, located.span)})
                errors.append(f"flagged O\t{line['id']}\t{line['text']}\t{', '.join(rules)}")
    if missing:
        print(f"(pages: {missing} labelled lines are in files that are not here)")
    flagged = tally["V hit"] + tally["B hit"] + tally["O hit"]
    made = [
        share("pages: V lines hit", tally["V hit"], tally["V"]),
        share("pages: lines hit that are V or B", tally["V hit"] + tally["B hit"], flagged),
        share("pages: labelled lines located", tally["located"], tally["V"] + tally["B"] + tally["O"]),
    ]
    for site, counts in sorted(sites.items()):
        print(f"  {site}: V {counts['V hit']}/{counts['V']}, O flagged {counts['O hit']}/{counts['O']}")
    return made


def _meets(finding: Finding, span: Span | None) -> bool:
    return span is not None and any(start < span.end and span.start < end for start, end in places(finding))


def _count(tally: Counter[str], site: Counter[str], label: str, hit: bool, located: bool) -> None:
    for counter in (tally, site):
        counter[label] += 1
        counter[f"{label} hit"] += hit
        counter["located"] += located


def each(strings: Iterable[str], knowledge: Knowledge) -> Report:
    """Check strings, each a document of its own, without the rules that look at whole pages."""
    rules = tuple(one for one, compiled in knowledge.lexis.rules.rules.items() if compiled.rule.judged_by == "document")
    files = [InputFile(f"{number:05}.txt", text.encode()) for number, text in enumerate(strings)]
    return engine.check(files, replace(SETTINGS, ignore=rules), knowledge)


def quotes(data: Path, knowledge: Knowledge, errors: list[str]) -> list[dict[str, Any]]:
    """Measure the wording that regulators acted on."""
    rows = jsonl(data / "data" / "regulator_quotes.jsonl")
    if not rows:
        return []
    hit = {finding.path for finding in each((row["text"] for row in rows), knowledge).findings}
    for number, row in enumerate(rows):
        if f"{number:05}.txt" not in hit:
            errors.append(f"quote missed\t{row['id']}\t{row['text']}\t{', '.join(row['categories'])}")
    return [share("regulator quotes with a finding", len(hit), len(rows))]


def negatives(data: Path, knowledge: Knowledge, errors: list[str]) -> list[dict[str, Any]]:
    """Measure sentences that must not be flagged."""
    rows = jsonl(data / "data" / "hard_negatives.jsonl")
    if not rows:
        return []
    findings = defaultdict(list)
    for finding in each((row["text"] for row in rows), knowledge).findings:
        if finding.severity in WARNING:
            findings[finding.path].append(finding)
    named = 0
    for number, row in enumerate(rows):
        found = findings.get(f"{number:05}.txt", [])
        rules = {rule for finding in found for rule in finding.rules}
        named += not rules.intersection(row["must_not_flag"])
        if rules:
            errors.append(f"negative flagged\t{row['id']}\t{row['text']}\t{', '.join(sorted(rules))}")
    return [
        share("hard negatives silent, any rule", len(rows) - len(findings), len(rows)),
        share("hard negatives silent, rules named", named, len(rows)),
    ]


def background(data: Path, knowledge: Knowledge, errors: list[str]) -> list[dict[str, Any]]:
    """Measure findings per 1,000 words of texts that inform and sell nothing."""
    made = []
    for name in ("patient_education", "hard", "cochrane"):
        rows = jsonl(data / "data" / f"background_{name}.jsonl")
        if not rows:
            continue
        report = each((row["text"] for row in rows), knowledge)
        found = [finding for finding in report.findings if finding.severity in WARNING]
        words = report.summary.words
        rate = 1000 * len(found) / words
        print(f"background {name}: {len(found)} findings in {words} words = {rate:.2f} per 1,000")
        errors += (f"background {name}\t{', '.join(one.rules)}\t{one.text}\t{one.sentence}" for one in found)
        made.append({"name": f"background {name}", "hits": len(found), "total": words, "share": rate})
    return made


def main() -> int:
    """Run every measure whose data is there."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--pages", type=Path)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--errors", type=Path)
    parser.add_argument("--only", choices=("gold", "quotes", "negatives", "background", "strength"))
    options = parser.parse_args()
    knowledge = load(SETTINGS)
    errors: list[str] = []
    made: list[dict[str, Any]] = []
    wanted = options.only
    if wanted in (None, "gold"):
        made += gold(options.data, options.pages or options.data / "pages", knowledge, errors)
    if wanted in (None, "quotes"):
        made += quotes(options.data, knowledge, errors)
    if wanted in (None, "negatives"):
        made += negatives(options.data, knowledge, errors)
    if wanted in (None, "background"):
        made += background(options.data, knowledge, errors)
    if options.json:
        options.json.write_text(json.dumps(made, indent=2) + "\n", "utf-8")
    if options.errors:
        options.errors.write_text("\n".join(errors) + "\n", "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
