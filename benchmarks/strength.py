"""How well the wording of any sentence is graded, known treatment or not.

    python benchmarks/strength.py DATA [--halves] [--json FILE] [--errors FILE]

DATA is a folder with `strength.jsonl` and `exaggeration_pairs.jsonl`, or the folder whose `data` holds them. S0–S1, S2,
S3–S4 and S5–S8 stand against 0 none, 1 association, 2 conditional, 3 direct; of a pair, the order of its two strengths
in these four steps against “exaggerates”, “same” and “downplays”. The labels say how a sentence is worded, whether it
affirms or denies, so denials count as worded. --halves: also the half that was read while rules were written, and the
other. Measures whose data is absent are left out.
"""

from __future__ import annotations

import argparse
import datetime
import json
import random
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from claimlint.config import Settings, shipped_knowledge
from claimlint.grade import grades
from claimlint.lexis import load_lexis
from claimlint.predicate import Strength
from claimlint.statement import load_words

SEED = 20261124
STEPS = ("S0–S1", "S2", "S3–S4", "S5–S8")
ORDERS = ("downplays", "same", "exaggerates")
FLOORS = {"strength": 0.63, "pairs": 0.42}

Row = dict[str, Any]
Judged = tuple[int, int]
"""What is right, and what was said."""


def main() -> int:
    """Measure and print; status 1 below a floor."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("data", type=Path)
    options.add_argument("--halves", action="store_true")
    options.add_argument("--json", type=Path)
    options.add_argument("--errors", type=Path)
    chosen = options.parse_args()
    folder = chosen.data / "data" if (chosen.data / "data").is_dir() else chosen.data
    figures: dict[str, float] = {}
    for name, file, measure, names in (
        ("strength", "strength.jsonl", sentences, STEPS),
        ("pairs", "exaggeration_pairs.jsonl", pairs, ORDERS),
    ):
        if not (folder / file).is_file():
            print(f"{name}: skipped, {file} is not here")
            continue
        rows = [json.loads(line) for line in (folder / file).read_text("utf-8").splitlines()]
        judged = measure(rows)
        figures[name] = show(name, judged, names)
        if chosen.halves:
            for half, numbers in zip(("read", "unread"), halves(len(rows)), strict=True):
                show(f"{name}, {half} half", [judged[number] for number in numbers], names)
        if chosen.errors:
            _list_errors(chosen.errors, name, rows, judged, names)
    if chosen.json:
        chosen.json.write_text(json.dumps(figures), "utf-8")
    return int(any(figure < FLOORS[name] for name, figure in figures.items()))


def steps(texts: Sequence[str]) -> list[int]:
    """Return for each text the step of its wording, as a number of STEPS."""
    lexis = load_lexis(Settings(as_of=datetime.date(2026, 11, 24)))
    words = load_words(shipped_knowledge() / "grading.yaml")
    return [_step(graded.worded) for graded in grades(texts, lexis, words)]


def _step(strength: Strength) -> int:
    return sum(strength >= least for least in (Strength.S2, Strength.S3, Strength.S5))


def sentences(rows: Sequence[Row]) -> list[Judged]:
    """Return label and step of each sentence."""
    return list(zip((row["label"] for row in rows), steps([row["text"] for row in rows]), strict=True))


def pairs(rows: Sequence[Row]) -> list[Judged]:
    """Return label and order of each pair, as numbers of ORDERS."""
    told, shown = (steps([row[key] for row in rows]) for key in ("text", "evidence_text"))
    ranks = [1 + (first > second) - (first < second) for first, second in zip(told, shown, strict=True)]
    return list(zip((ORDERS.index(row["label"]) for row in rows), ranks, strict=True))


def halves(count: int) -> tuple[list[int], list[int]]:
    """Return the row numbers of two random halves, the same on every machine."""
    numbers = list(range(count))
    random.Random(SEED).shuffle(numbers)
    return numbers[: count // 2], numbers[count // 2 :]


def show(name: str, judged: Sequence[Judged], names: Sequence[str]) -> float:
    """Print macro-F1, its parts and the confusion matrix; return macro-F1."""
    counts = [[sum(one == (gold, said) for one in judged) for said in range(len(names))] for gold in range(len(names))]
    scores = [_f1(counts, number) for number in range(len(names))]
    macro = sum(scores) / len(scores)
    right = sum(counts[number][number] for number in range(len(names)))
    print(f"{name}: macro-F1 {macro:.3f} (n = {len(judged)}; {right}/{len(judged)} right)")
    print("  " + "".join(f"{shown:>12}" for shown in ("right \\ said", *names, "F1")))
    for shown, row, score in zip(names, counts, scores, strict=True):
        print("  " + "".join(f"{cell:>12}" for cell in (shown, *row, f"{score:.3f}")))
    return macro


def _f1(counts: Sequence[Sequence[int]], number: int) -> float:
    right = counts[number][number]
    total = sum(counts[number]) + sum(row[number] for row in counts)
    return 2 * right / total if total else 0.0


def _list_errors(file: Path, name: str, rows: Iterable[Row], judged: Sequence[Judged], names: Sequence[str]) -> None:
    with file.open("a", encoding="utf-8") as out:
        for row, (gold, said) in zip(rows, judged, strict=True):
            if gold != said:
                out.write(f"{name}\t{names[gold]}\t{names[said]}\t{row['id']}\t{row['text']}\n")


if __name__ == "__main__":
    raise SystemExit(main())
