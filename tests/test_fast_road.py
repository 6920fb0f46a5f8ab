"""The fast road into spaCy reads every sentence as the stock road does, and steps aside where it cannot."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from claimlint import __version__

FIXTURES = Path(__file__).resolve().parent.parent / "fixtures"
OWN = (
    "Our clinic treats acne, rosacea and scars.",
    "It doesn't hurt, and you can't feel it; y'all'll see.",
    "Open from 10 am to 5 p.m. on weekdays, 9a.m. on Sat. :-) : -)",
    "Dr. Smith's Ph.D. isn't about PRP (i.e. platelet-rich plasma).",
    "See https://example.org/prp?x=1 or write to desk@example.org today.",
    "There is no evidence that it cures arthritis in 80% of patients.",
    "Patients who could not walk — after 2–3 sessions — are healed!",
    "NO SIDE EFFECTS, PERMANENT RESULTS",
    "C'mon, that's 50%-off… isn't it?",
    "Isn't it time to stop worrying about hair-loss and colour-treated hair?",
    "It was the worst of the best knees' cases; she'd gone, he'll go, they've been going.",
    "x",
    "  two  spaces\tand a tab\n",
    "",
)
PROGRAM = """
import json, sys
from claimlint.language import fast, model
fast.allow()
{before}
nlp = model.load_model()
texts = json.load(sys.stdin)
read = [
    [[t.text, t.idx, t.whitespace_, t.tag_, t.pos_, t.lemma_, t.dep_, t.head.i, t.left_edge.i, str(t.morph), t.norm_]
     for t in doc]
    for doc in nlp.pipe([nlp.make_doc(text) for text in texts], batch_size=64)
]
json.dump([type(nlp).__name__, read], sys.stdout)
"""


def corpus() -> list[str]:
    """The sentences above, and the lines of the fixture pages without their markup."""
    pages = [path.read_text("utf-8", "replace") for path in sorted(FIXTURES.rglob("*.html"))]
    lines = [line.strip() for page in pages for line in re.sub(r"<[^>]*>", "\n", page).splitlines()]
    return [*OWN, *dict.fromkeys(line for line in lines if len(line.split()) > 2)]


def read(texts: list[str], before: str = "", **environment: str) -> tuple[str, Any]:
    """Read the texts in a process of their own; return the kind of pipeline and what it read."""
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM.format(before=before)],
        input=json.dumps(texts),
        env={**os.environ, **environment},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    kind, found = json.loads(done.stdout)
    return kind, found


@pytest.fixture(scope="module")
def stock() -> list[Any]:
    kind, found = read(corpus(), CLAIMLINT_STOCK_SPACY="1")
    assert kind == "English"
    return list(found)


def test_both_roads_read_the_same(stock: list[Any]) -> None:
    kind, found = read(corpus())
    assert kind == "Pipeline"
    assert sum(map(len, stock)) > 1000
    assert found == stock


CHECK = """
import sys
from claimlint.language import fast
{fault}
from claimlint.cli.command import run
sys.argv = ["claimlint", "check", "-", "--stdin-filename", "page.html", "--format", "json", "--as-of", "2026-11-24"]
sys.argv += ["--no-cache"]
run()
"""
PAGE = "<p>Our PRP does not cure hair loss. We can not promise that our PRP cures baldness.</p>"


@pytest.mark.parametrize(
    "fault",
    [
        "fast._named = None",
        "fast._LAYERS.pop('residual')",
        "fast._INERT['spacy.scorer'] = ''",
        "fast._vocab = None",
        "fast._Tokenizer.make_doc = None",
    ],
)
def test_any_fault_starts_the_command_anew_on_the_stock_road(fault: str) -> None:
    plain, faulty = (
        subprocess.run(
            [sys.executable, "-c", CHECK.format(fault=code)],
            input=PAGE,
            env={**os.environ, "PYTHONPROFILEIMPORTTIME": "1"},
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        for code in ("", fault)
    )
    excused = [json.loads(done.stdout)["excused"] for done in (plain, faulty)]
    assert excused[0]
    assert excused[0] == excused[1]
    assert plain.returncode == faulty.returncode
    assert "spacy.schemas" in faulty.stderr
    assert "spacy.schemas" not in plain.stderr
    assert "Traceback" not in faulty.stderr


@pytest.mark.parametrize(
    "closed",
    ["import spacy", "fast._process['own'] = False", "fast.TESTED = ((3, 8, 1), (3, 8, 2))"],
    ids=["spaCy in use", "somebody else's process", "another version"],
)
def test_road_is_closed_to_others(closed: str) -> None:
    assert read(["It works."], before=closed)[0] == "English"


def test_library_forms_words_after_the_fast_road() -> None:
    """The inflection library hooks into spaCy where it finds one; it must not stumble over this one."""
    after = PROGRAM.format(before="") + "\nfrom claimlint import inflect\nprint(inflect._lemminflect())"
    done = subprocess.run([sys.executable, "-c", after], input="[]", capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    assert "lemminflect" in done.stdout
    assert not done.stderr


def test_command_prints_all_before_it_leaves() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "claimlint", "--version"], capture_output=True, encoding="utf-8", check=False
    )
    assert (done.returncode, done.stdout) == (0, f"claimlint {__version__}\n")
