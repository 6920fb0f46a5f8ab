"""How fast claimlint is beside other linters, and how its time and memory grow.

    python benchmarks/throughput.py WORK [--only PARTS] [--runs N] [--files N] [--hard SHARE]

WORK is a folder outside the project: peers are installed and corpora written there, and kept for the next time. PARTS
are some of words,page,small,large,memory,jobs,scan,rules,hard (default: all). Costs are CPU seconds of whole processes
(user and system), medians of runs that took turns. `large` runs --files files (default 2,000, 20 MB) once each; `hard`
takes adversarial pages of half and of the whole size, times SHARE.
"""

from __future__ import annotations

import argparse
import collections
import datetime
import os
import re
import shutil
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import corpora
import peers
import yaml
from corpora import Density
from processes import Cost, measured
from startup import STOCK, page_of_claims

from claimlint import engine, readers
from claimlint.config import InputFile, Settings, shipped_knowledge
from claimlint.knowledge import load
from claimlint.language import Probe, marks
from claimlint.language.parse import Tree
from claimlint.scan import scan
from claimlint.sentence import split

RUN = "from claimlint.cli.command import run; run()"
DENSITIES: tuple[Density, ...] = ("sparse", "clinic")
SLOW = ("write-good", "harper, the phrases", "textlint, terminology")
"""Peers that say nothing new about the large corpora, and take minutes."""


class Bench:
    """Everything that is measured, below one folder."""

    def __init__(self, work: Path, runs: int, files: int, share: float) -> None:
        self.work = work.resolve()
        self.runs, self.files, self.share = runs, files, share
        self.tools = self.work / "tools"
        self.environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
        self.environment["CLAIMLINT_CACHE_DIR"] = str(self.work / "cache")

    def ours(self, target: Path, *more: str) -> list[str]:
        """Return the command line that checks a page or a folder in one process."""
        return [sys.executable, "-c", RUN, "check", "--format", "concise", "--jobs", "1", *more, str(target)]

    def corpus(self, density: Density, files: int) -> Path:
        folder = self.work / "corpora" / f"{density}-{files}"
        return folder if folder.is_dir() else corpora.write(folder, density, files)

    def cost(self, commands: Mapping[str, Sequence[str]], *, runs: int, warm: int = 1) -> dict[str, Cost]:
        allowed = {name: (0, 1) for name in commands if name.startswith("claimlint")}
        return measured(
            commands, self.work, self.environment, runs=runs, warm=warm, allowed=allowed, before=self.forget
        )

    def forget(self) -> None:
        """Forget what earlier runs found; compiled knowledge stays, as on any machine that ran claimlint once."""
        shutil.rmtree(self.work / "cache" / "runs", ignore_errors=True)
        for file in (self.work / "cache").glob("results-*"):
            file.unlink()

    def compile(self) -> None:
        """Let a run compile the knowledge."""
        page = self.work / "calm.txt"
        page.write_text("The office is open.\n", encoding="utf-8")
        self.cost({"claimlint": self.ours(page)}, runs=1)

    def words(self) -> None:
        """Say what the corpora are like."""
        knowledge = load(Settings(as_of=_AS_OF)).lexis
        for density in DENSITIES:
            count: collections.Counter[str] = collections.Counter()
            seen: set[str] = set()
            for path in sorted(self.corpus(density, 40).rglob("*.*")):
                (document,) = readers.read(str(path), path.read_bytes())
                count["bytes"] += path.stat().st_size
                for read in split(document.segments):
                    words = sum(not word.is_mark for word in read.words)
                    count["words"] += words
                    hits = scan(read, knowledge.lexicon)
                    count["with a predicate"] += words * any(
                        hit.entry.kind in ("verb", "noun", "adjective") for hit in hits.others
                    )
                    count["repeated"] += words * (read.text in seen)
                    seen.add(read.text)
            count["parsed"] = _parsed(self.corpus(density, 40))
            shares = ", ".join(
                f"{name} {count[name] / count['words']:.1%}" for name in ("with a predicate", "repeated", "parsed")
            )
            print(f"{density}: 40 files, {count['bytes']:,} bytes, {count['words']:,} words; of the words {shares}")

    def beside(self, name: str, target: Path, *, runs: int, without: Sequence[str] = (), warm: int = 1) -> None:
        """Measure claimlint and the peers on one target and print a table."""
        others = {key: value for key, value in peers.commands(self.tools, target).items() if key not in without}
        floor = {"python -c pass": [sys.executable, "-c", "pass"]}
        cost = self.cost({"claimlint": self.ours(target), **others, **floor}, runs=runs, warm=warm)
        vale = cost["proselint"].cpu * peers.VALE[name.partition(",")[0]] if "proselint" in cost else 0.0
        ours = cost["claimlint"].cpu
        print(f"\n{name}, median of {runs}")
        for tool, each in sorted(cost.items(), key=lambda one: one[1].cpu):
            ratio = f"{ours / each.cpu:8.2f}"
            print(f"  {tool:<24}{each.cpu:9.3f} s CPU{each.wall:9.2f} s wall{each.memory:7.0f} MB  claimlint ×{ratio}")
        print(f"  Vale, by its ratio to proselint: {vale:.3f} s CPU; claimlint × {ours / vale if vale else 0:.2f}")

    def page(self) -> None:
        """One page of new claims, beside stock spaCy and the peers."""
        sentences = page_of_claims(1000)
        (self.work / "claims.txt").write_text("\n".join(sentences), encoding="utf-8")
        body = "".join(f"<p>{sentence}</p>\n" for sentence in sentences)
        page = self.work / "claims.html"
        page.write_text(f"<html lang=en><h1>Our care</h1>\n{body}</html>", encoding="utf-8")
        self.beside("page, new claims", page, runs=self.runs)
        stock = [sys.executable, "-c", STOCK, "claims.txt"]
        cost = self.cost({"claimlint": self.ours(page), "stock spaCy": stock}, runs=self.runs)
        print(f"  claimlint: {cost['claimlint'].cpu / cost['stock spaCy'].cpu:.2f} × stock spaCy")

    def small(self) -> None:
        """Forty pages."""
        for density in DENSITIES:
            self.beside(f"40 pages, {density}", self.corpus(density, 40), runs=self.runs)

    def large(self) -> None:
        """Two thousand files."""
        for density in DENSITIES:
            target = self.corpus(density, self.files)
            self.beside(f"2,000 files, {density}, {self.files} of them", target, runs=1, warm=0, without=SLOW)

    def memory(self) -> None:
        """Time and peak memory at a quarter, half and all of the files."""
        print("\nfiles, CPU s, ms a file, MB at most")
        for density in DENSITIES:
            for files in (self.files // 4, self.files // 2, self.files):
                each = self.cost({"claimlint": self.ours(self.corpus(density, files))}, runs=1, warm=0)["claimlint"]
                print(f"  {density:<8}{files:6}{each.cpu:9.1f}{each.cpu / files * 1000:8.1f}{each.memory:7.0f}")

    def jobs(self) -> None:
        """Wall clock against CPU with two processes."""
        target = self.corpus("clinic", self.files // 4)
        both = {"claimlint": self.ours(target), "claimlint, two": self.ours(target, "--jobs", "2")}
        for name, each in self.cost(both, runs=1, warm=0).items():
            print(f"\n{name}: {each.cpu:.1f} s CPU, {each.wall:.1f} s wall, {each.wall / each.cpu:.2f}")

    def scan(self) -> None:
        """The scan by itself, in this process, beside ripgrep."""
        knowledge = load(Settings(as_of=_AS_OF)).lexis
        for density in DENSITIES:
            target = self.corpus(density, 40)
            documents = [readers.read(str(path), path.read_bytes())[0] for path in sorted(target.rglob("*.*"))]
            read = [one for document in documents for one in split(document.segments)]
            took = _seconds(lambda read=read: [scan(one, knowledge.lexicon) for one in read])  # type: ignore[misc]
            words = sum(len(one.words) for one in read)
            cost = self.cost({"ripgrep": peers.commands(self.tools, target)["ripgrep"]}, runs=self.runs)["ripgrep"]
            print(f"\nscan, 40 pages, {density}: {took:.2f} s, {words / took:,.0f} words a second; ", end="")
            print(f"ripgrep {cost.cpu:.3f} s; × {took / cost.cpu:.0f}")

    def rules(self) -> None:
        """What twice, four times the rules cost."""
        target = self.corpus("clinic", 40)
        print("\nrules, CPU s")
        commands = {}
        for more in (0, 1, 3):
            site = self.work / f"rules-{more}"
            _write_rules(site, more)
            commands[f"claimlint, {more + 1} × the rules"] = [
                sys.executable, "-c", f"import os; os.chdir({str(site)!r}); {RUN}", "check", "--format", "concise",
                "--jobs", "1", str(target),
            ]  # fmt: skip
        for name, each in self.cost(commands, runs=self.runs).items():
            print(f"  {name:<28}{each.cpu:9.2f}")

    def hard(self) -> None:
        """Pages that are hard on purpose: half the size, the whole size."""
        site = self.work / "hostile"
        _write_rules(site, 0)
        rule = {**_own_rule("hostile", ["hostile"]), "match": [{"phrase": corpora.HOSTILE}]}
        (site / "claimlint-rules" / "hostile.yaml").write_text(yaml.safe_dump(rule), encoding="utf-8")
        calm = site / "calm.txt"
        calm.write_text("The office is open.\n", encoding="utf-8")
        start = [sys.executable, "-c", f"import os; os.chdir({str(site)!r}); {RUN}", "check", "--format", "concise"]
        floor = self.cost({"claimlint": [*start, "--jobs", "1", str(calm)]}, runs=3)["claimlint"].cpu
        print(f"\nhard pages, CPU s beyond {floor:.2f} s of a calm one: half the size, the whole, ratio; MB")
        for name, (make, size) in corpora.HARD.items():
            taken = []
            for part in (2, 1):
                page = site / f"page-{part}.html"
                page.write_text(make(int(size * self.share) // part), encoding="utf-8")
                taken.append(self.cost({"claimlint": [*start, "--jobs", "1", str(page)]}, runs=1, warm=0)["claimlint"])
            half, whole = (each.cpu - floor for each in taken)
            print(f"  {name:<30}{int(size * self.share):>12,}{half:9.2f}{whole:9.2f}", end="")
            print(f"{whole / half if half > 0.05 else 0:7.2f}{taken[1].memory:7.0f}")


_AS_OF = datetime.date(2026, 11, 24)


def _parsed(folder: Path) -> int:
    """Return the words of the sentences that a check of the folder parses."""
    words = 0
    parse = marks.parse

    def counting(probes: Sequence[Probe], *more: Any) -> Iterator[list[tuple[Tree, tuple[int, ...]]]]:
        nonlocal words
        words += sum(len(probe.text.split()) for probe in probes)
        return parse(probes, *more)

    marks.parse = counting
    try:
        files = [InputFile(str(path), path.read_bytes()) for path in sorted(folder.rglob("*.*"))]
        engine.check(files, Settings(as_of=_AS_OF, cache=False, jobs=1))
    finally:
        marks.parse = parse
    return words


def _seconds(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def _own_rule(name: str, words: Sequence[str]) -> dict[str, object]:
    return {
        "id": name,
        "judged_by": "wording",
        "severity": {"default": "warning"},
        "message": "“{match}” was made up for a benchmark.",
        "why": "It was made up for a benchmark.",
        "basis": [{"source": "none", "jurisdiction": "us", "seen": False}],
        "match": [{"phrase": " ".join(words)}],
        "examples": {"flag": [f"A [[{' '.join(words)}]]."], "pass": ["Nothing."]},
    }


def _write_rules(site: Path, times: int) -> None:
    """Write a site with so many times the shipped rules: the same phrases with other words, none about claims."""
    shutil.rmtree(site, ignore_errors=True)
    folder = site / "claimlint-rules"
    folder.mkdir(parents=True)
    (site / "claimlint.yaml").write_text("jurisdiction: us\n", encoding="utf-8")
    for path in sorted((shipped_knowledge() / "claims").rglob("*.yaml")):
        shipped = yaml.safe_load(path.read_text("utf-8"))
        for number in range(times):
            phrases = [_other(one["phrase"], number) for one in shipped.get("match", ()) if "phrase" in one]
            if phrases:
                name = f"{path.stem}-{number}"
                made = {**_own_rule(name, ["made", "up"]), "match": [{"phrase": phrase} for phrase in phrases]}
                (folder / f"{name}.yaml").write_text(yaml.safe_dump(made, allow_unicode=True), encoding="utf-8")


def _other(phrase: str, number: int) -> str:
    """Return a phrase with other words of four letters and more in place of its own."""
    return re.sub(r"(?<![{\w-])[a-z]{4,}(?![}\w-])", lambda word: f"{word.group()[::-1]}{'abcdefgh'[number]}o", phrase)


def main() -> None:
    """Measure what is asked for and print it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("work", type=Path)
    parser.add_argument("--only", default="words,page,small,large,memory,jobs,scan,rules,hard")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--files", type=int, default=2000)
    parser.add_argument("--hard", type=float, default=1.0)
    asked = parser.parse_args()
    bench = Bench(asked.work, asked.runs, asked.files, asked.hard)
    peers.set_up(bench.tools, corpora.PHRASES)
    bench.compile()
    for part in asked.only.split(","):
        getattr(bench, part)()


if __name__ == "__main__":
    main()
