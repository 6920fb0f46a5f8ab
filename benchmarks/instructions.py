"""How many lines of claimlint's own code fixed pages take: the same on every machine, however busy it is.

    python benchmarks/instructions.py [--write]

Compared with `benchmarks/instructions.json`: more than a tenth above is a failure, and exit status 1; so is a page that
is hard on purpose and, twice as large, takes much more than twice the lines. Work inside libraries and single C calls
is not seen. Who makes a change that costs more for a good reason, or less, renews the figures with --write and says so
in the commit.
"""

from __future__ import annotations

import argparse
import datetime
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import CodeType, FrameType
from typing import Any

import corpora

from claimlint import engine, readers
from claimlint.config import InputFile, Settings
from claimlint.knowledge import load
from claimlint.scan import scan
from claimlint.sentence import split

FIGURES = Path(__file__).with_name("instructions.json")
ALLOWED = 1.10
LINEAR = 2.25
"""How much more twice the page may take."""
# A sentence is cut after 400 words, so that 200 candidates fill two of them.
SIZES = {"one line, bytes": 2000, "list items": 25, "candidates in one paragraph": 200, "nesting": 100}
_OWN = str(Path(engine.__file__).parent)
_AS_OF = datetime.date(2026, 11, 24)


def lines(work: Callable[[], object]) -> int:
    """Return how many lines of claimlint's code a piece of work runs through."""
    count = 0
    own: dict[CodeType, bool] = {}

    def each(_frame: FrameType, event: str, _arg: Any) -> Any:
        nonlocal count
        count += event == "line"
        return each

    def entered(frame: FrameType, _event: str, _arg: Any) -> Any:
        code = frame.f_code
        if code not in own:
            own[code] = code.co_filename.startswith(_OWN)
        return each if own[code] else None

    sys.settrace(entered)
    try:
        work()
    finally:
        sys.settrace(None)
    return count


def counted() -> dict[str, int]:
    """Return the lines for reading, scanning and checking pages of both corpora."""
    settings = Settings(as_of=_AS_OF, cache=False, jobs=1)
    knowledge = load(settings)
    clinic, sparse = corpora.Writer("clinic"), corpora.Writer("sparse")
    pages = [
        InputFile("clinic.html", corpora.html_page(clinic, 300, 1).encode()),
        InputFile("clinic.md", corpora.markdown_page(clinic, 300, 2).encode()),
        InputFile("sparse.html", corpora.html_page(sparse, 300, 3).encode()),
    ]
    engine.check([InputFile("first.txt", b"It does not cure acne.\n")], settings, knowledge)
    read = [document for page in pages for document in readers.read(page.path, page.data)]
    sentences = [one for document in read for one in split(document.segments)]
    return {
        "read": lines(lambda: [readers.read(page.path, page.data) for page in pages]),
        "scan": lines(lambda: [scan(one, knowledge.lexis.lexicon) for one in sentences]),
        "check": lines(lambda: engine.check(pages, settings, knowledge)),
    }


def growth() -> dict[str, float]:
    """Return by how much the lines grow when hard pages are twice as large."""
    settings = Settings(as_of=_AS_OF, cache=False, jobs=1)
    knowledge = load(settings)
    found = {}
    for name, size in SIZES.items():
        make, _ = corpora.HARD[name]
        pages = [[InputFile("page.html", make(each).encode())] for each in (size, 2 * size)]
        for page in pages:
            engine.check(page, settings, knowledge)  # what is worked out once a run is there by now
        half, whole = (lines(lambda page=page: engine.check(page, settings, knowledge)) for page in pages)  # type: ignore[misc]
        found[name] = whole / half
    return found


def main() -> int:
    """Count, compare or write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true", help="store the figures instead of comparing them")
    asked = parser.parse_args()
    if os.environ.get("PYTHONHASHSEED") != "0":  # the order of sets is part of what is counted
        return subprocess.run([sys.executable, *sys.argv], env={**os.environ, "PYTHONHASHSEED": "0"}).returncode
    found = counted()
    if asked.write:
        FIGURES.write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")
    stored = json.loads(FIGURES.read_text("utf-8"))
    for name, count in found.items():
        print(f"{name}: {count:,} lines, stored {stored[name]:,}, {count / stored[name] - 1:+.1%}")
    ratios = growth()
    for name, ratio in ratios.items():
        print(f"{name}: twice the page takes {ratio:.2f} times the lines")
    return int(max(ratios.values()) > LINEAR or any(count > stored[name] * ALLOWED for name, count in found.items()))


if __name__ == "__main__":
    raise SystemExit(main())
