"""What a single run costs: whole processes, CPU seconds, medians of interleaved runs, as ratios to two floors.

    python benchmarks/startup.py [--runs N]

The floors are `python -c pass` and stock spaCy that loads the model and parses the page of claims once. Knowledge is
compiled before the first measured run, bytecode too. “new” means that the page was never seen; the others are the same
command once more.
"""

from __future__ import annotations

import argparse
import itertools
import os
import statistics
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

RUN = "from claimlint.cli.command import run; run()"
STOCK = """
import sys
from claimlint.language.model import find_model
import spacy
nlp = spacy.load(find_model(), exclude=["ner", "senter"])
for doc in nlp.pipe(open(sys.argv[1], encoding="utf-8").read().splitlines(), batch_size=256):
    pass
"""
CALM = "The office is open from Monday to Friday. Parking is behind the building. Please bring your letter."
CALM_PAGES = {
    "calm.html": f"<html lang=en><title>Opening hours</title><h1>Opening hours</h1><p>{CALM}</p></html>",
    "calm.js": f'export const text = "{CALM}";\n',
    "calm.md": f"# Opening hours\n\n{CALM}\n",
}
SUBJECTS = (
    "Our laser",
    "This therapy",
    "PRP",
    "Shockwave therapy",
    "A course of acupuncture",
    "Our team",
    "Botox",
    "Physiotherapy",
    "A hearing aid",
    "Spinal manipulation",
    "Our cream",
    "Light therapy",
    "A series of injections",
)
CLAIMS = (
    "relieves back pain after a few visits",
    "cannot cure arthritis, but patients say that it may help",
    "reduces wrinkles without surgery",
    "has not been shown to restore hearing",
    "is said to heal tendon injuries in most of our patients",
    "improves sleep when other care has failed",
    "might ease migraine, although no study proves it",
)
ASIDES = ("Please call us to book a visit on a weekday.", "You will find us opposite the station, on the second floor.")
TARGETS = {"calm.html": 8.0, "calm.js": 8.0, "calm.md": 11.0}
TARGETS |= {f"{name}, new": target for name, target in TARGETS.items()} | {"claims.html, seen": 8.0}
CLAIMS_TARGET = 0.45


def page_of_claims(words: int) -> list[str]:
    """Return sentences of about so many words, two thirds of them in sentences with a claim, none twice but asides."""
    made: list[str] = []
    pairs = itertools.product(CLAIMS, SUBJECTS)
    while sum(len(sentence.split()) for sentence in made) < words:
        claim, subject = next(pairs)
        made.append(f"{subject} {claim}.")
        if len(made) % 3 == 2:
            made.append(ASIDES[len(made) % 2])
    return made


def cpu(command: Sequence[str], folder: Path, environment: dict[str, str]) -> float:
    """Return the CPU seconds (user and system) of one process."""
    pid = os.posix_spawn(
        command[0],
        list(command),
        {**environment, "PWD": str(folder)},
        file_actions=[(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)],
    )
    _, status, used = os.wait4(pid, 0)
    if os.waitstatus_to_exitcode(status) not in (0, 1):
        raise SystemExit(f"{' '.join(command)}: exit status {os.waitstatus_to_exitcode(status)}")
    return used.ru_utime + used.ru_stime


def make_new(page: Path, turn: int) -> None:
    """Give every sentence of a page, and its heading, words that it never had."""
    text = page.read_text(encoding="utf-8").replace(f" {turn - 1}.", ".")
    page.write_text(text.replace(".", f" {turn}."), encoding="utf-8")


def measured(jobs: dict[str, Sequence[str]], folder: Path, runs: int) -> dict[str, float]:
    """Run all jobs in turn, so often, and return the median of each; a “new” page is another one each time."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    environment |= {"CLAIMLINT_CACHE_DIR": str(folder / "cache"), "PYTHONPYCACHEPREFIX": str(folder / "bytecode")}
    times: dict[str, list[float]] = {name: [] for name in jobs}
    for turn in range(-2, runs):
        for name, command in jobs.items():
            if name.endswith(", new"):
                make_new(folder / command[-1], turn + 100)
            took = cpu(command, folder, environment)
            if turn >= 0:
                times[name].append(took)
    return {name: statistics.median(each) for name, each in times.items()}


def main() -> None:
    """Measure and print one line a job."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=11)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        os.chdir(folder)
        for page, text in CALM_PAGES.items():
            (folder / page).write_text(text, encoding="utf-8")
            (folder / f"new-{page}").write_text(text, encoding="utf-8")
        sentences = page_of_claims(1000)
        (folder / "claims.txt").write_text("\n".join(sentences), encoding="utf-8")
        paragraphs = "".join(f"<p>{sentence}</p>\n" for sentence in sentences)
        for page in ("claims.html", "new-claims.html"):
            (folder / page).write_text(f"<html lang=en><h1>Our care</h1>\n{paragraphs}</html>", encoding="utf-8")
        python = [sys.executable, "-c"]
        check = [*python, RUN, "check", "--format", "concise"]
        jobs: dict[str, Sequence[str]] = {
            "python -c pass": [*python, "pass"],
            "stock spaCy": [*python, STOCK, "claims.txt"],
            "--version": [*python, RUN, "--version"],
            **{page: [*check, page] for page in CALM_PAGES},
            "calm.html, terminal": [*python, RUN, "check", "calm.html"],
            "claims.html, seen": [*check, "claims.html"],
            **{f"{page}, new": [*check, f"new-{page}"] for page in CALM_PAGES},
            "claims.html, new": [*check, "new-claims.html"],
        }
        found = measured(jobs, folder, asked.runs)
    floor, stock = found["python -c pass"], found["stock spaCy"]
    words = sum(len(sentence.split()) for sentence in sentences)
    print(f"medians of {asked.runs} interleaved runs; claims.html has {words} words in {len(sentences)} sentences")
    print(f"{'job':<22}{'CPU s':>8}{'× pass':>9}{'× stock':>9}  target")
    for job, took in found.items():
        target = f"{TARGETS[job]:g} × pass" if job in TARGETS else ""
        target = f"{CLAIMS_TARGET} × stock" if job == "claims.html, new" else target
        print(f"{job:<22}{took:>8.3f}{took / floor:>9.1f}{took / stock:>9.2f}  {target}")


if __name__ == "__main__":
    main()
