"""Negation against the negation-scope sentences: verbs and adjectives inside a scope that are recognised as negated.

Usage: python benchmarks/negation.py [FILE] [--errors]. Prints precision, recall and F1 with counts; without the data it
says so and ends with status 0.
"""

from __future__ import annotations

import argparse
import json
import os
from collections.abc import Iterator
from pathlib import Path

from claimlint.language import Cues, MarkKind, Probe, Trigger, load_cues, read
from claimlint.language.model import load_model

ROOT = Path(__file__).parent.parent
DATA = Path(os.environ.get("CLAIMLINT_DATA", ROOT.parent / "shared" / "data")) / "negation_scope.jsonl"
FLOOR = 0.78


def main() -> int:
    """Measure and print; status 1 below the floor."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("file", nargs="?", type=Path, default=DATA)
    options.add_argument("--errors", action="store_true", help="print what was missed (-) and wrongly negated (+)")
    chosen = options.parse_args()
    if not chosen.file.is_file():
        print(f"negation: skipped, {chosen.file.name} is not here")
        return 0
    right, wrong, missed = measure(chosen.file, load_cues(ROOT / "rules" / "cues.yaml"), show=chosen.errors)
    precision, recall = right / ((right + wrong) or 1), right / ((right + missed) or 1)
    f1 = 2 * right / ((2 * right + wrong + missed) or 1)
    print(
        f"negation: F1 {f1:.3f}, precision {precision:.3f}, recall {recall:.3f} "
        f"({right} right, {wrong} wrong, {missed} missed)"
    )
    return 0 if f1 >= FLOOR else 1


def measure(file: Path, cues: Cues, *, show: bool) -> tuple[int, int, int]:
    """Return how many verbs and adjectives are rightly, wrongly and not recognised as negated."""
    rows = [row for row in map(json.loads, file.read_text(encoding="utf-8").splitlines()) if list(scopes(row))]
    docs = load_model().pipe(row["text"] for row in rows)
    probes = [Probe(row["text"], tuple(triggers(doc))) for row, doc in zip(rows, docs, strict=True)]
    counts = [0, 0, 0]
    for row, probe, readings in zip(rows, probes, read(probes, cues), strict=True):
        errors = []
        for trigger, reading in zip(probe.triggers, readings, strict=True):
            gold = any(start <= trigger.start < end for start, end in scopes(row))
            cue = next((mark.cue for mark in reading.marks if mark.kind is MarkKind.NEGATED), None)
            if gold or cue:
                counts[0 if gold and cue else 1 if cue else 2] += 1
            if gold != bool(cue):
                errors.append(f"{'-' if gold else '+'}{row['text'][trigger.start : trigger.end]} [{cue or ''}]")
        if show and errors:
            print(
                f"{', '.join(errors)}\n    {row['text']}\n    {[row['text'][slice(*scope)] for scope in scopes(row)]}"
            )
    return counts[0], counts[1], counts[2]


def scopes(row: dict[str, object]) -> Iterator[tuple[int, int]]:
    """Yield the scopes of a row's negation marks."""
    marks = row["marks"]
    assert isinstance(marks, list)
    for mark in marks:
        if mark["type"] == "negation" and mark["scope_span"]:
            yield mark["scope_span"][0], mark["scope_span"][1]


def triggers(doc: object) -> Iterator[Trigger]:
    """Yield a trigger for each verb and adjective."""
    for token in doc:  # type: ignore[attr-defined]
        if token.pos_ in ("VERB", "ADJ") and token.text.isalpha():
            form = "verb" if token.pos_ == "VERB" else "adjective"
            yield Trigger(token.idx, token.idx + len(token.text), form)  # type: ignore[arg-type]


if __name__ == "__main__":
    raise SystemExit(main())
