"""Two corpora of made-up clinic pages for measuring time, and pages that are hard on purpose; one seed, the same bytes.

Sparse: one sentence in twenty holds a phrase of advertising, the rest is everyday matter. Clinic: about two thirds of
the words stand in sentences with a predicate of claims, one sentence in sixteen was said before.
"""

from __future__ import annotations

import html
import itertools
import json
import random
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Literal

from made_site import CONDITIONS, DAYS, NAMES, PLACES, TREATMENTS

Density = Literal["sparse", "clinic"]
REPEATED = 0.06
_ADJECTIVES = (
    "permanent", "lasting", "miracle", "guaranteed", "painless", "instant", "proven", "natural", "risk-free", "total",
    "complete", "drug-free", "unbeatable", "revolutionary", "world-class",
)  # fmt: skip
_NOUNS = (
    "results", "relief", "recovery", "cure", "healing", "treatment", "outcome", "regeneration", "comfort", "safety",
    "success", "rejuvenation", "therapy", "solution", "protection", "renewal", "care", "repair", "improvement",
    "effect",
)  # fmt: skip
PHRASES = tuple(f"{adjective} {noun}" for adjective, noun in itertools.product(_ADJECTIVES, _NOUNS))
"""Three hundred phrases: what the other tools look for, and what the sparse corpus holds."""
_ADVERTS = (
    "With {phrase}, you can return to what you love in {place}.",
    "Ask {name} how {phrase} can be part of your plan.",
    "We do not promise {phrase}, but many people come back.",
    "This is {phrase}, and it is available in {place} from {day}.",
)
_CALM = (
    "Our rooms in {place} are open from {day} until {number} minutes past seven.",
    "Please bring a list of your medicines to the first visit with {name}.",
    "{name} joined the team in {place} {number} years ago and works on {day}.",
    "A first visit takes {number} minutes and costs {number} pounds in {place}.",
    "You can move a booking for {day} without a fee until {number} hours before.",
    "The car park in {place} has {number} spaces; the entrance has no steps.",
    "We write to your own doctor after {number} visits if you wish.",
    "The bus number {number} stops opposite the old post office in {place}.",
    "{name} studied in {place} and speaks {number} languages.",
    "The reception desk answers the telephone on {day} from {number} past eight.",
    "Lockers, towels and water are on the ground floor beside room {number}.",
    "Your notes are kept for {number} years and never leave the building in {place}.",
)
_CLAIMS = (
    "{treatment} cures {condition} in {number} visits.",
    "Our {treatment} relieves {condition} for good, and {name} says so on {day}.",
    "{number} of our patients in {place} got rid of {condition} with {treatment}.",
    "{treatment} may ease {condition} in some people after {number} sessions.",
    "Many people find that {treatment} helps them to sleep and reduces {condition}.",
    "{treatment} has not been shown to improve {condition} in any trial of {number} people.",
    "If {condition} keeps you awake, {name} can treat it with {treatment} in {place}.",
    "{name} treats {condition} with {treatment} every {day} and restores your strength.",
    "Does {treatment} work for {condition} within {number} days?",
    "Our team in {place} uses {treatment} to support healing and boost recovery from {condition}.",
    "Enjoy less {condition} and more energy with {treatment} from {number} pounds.",
    "There is no evidence that {treatment} prevents {condition} after {number} weeks.",
)
_MENU = (
    "Home", "About us", "Our doctors", "Prices", "Physiotherapy", "Knee pain", "Back pain", "Skin clinic", "Questions",
    "Locations", "Careers", "Contact", "Book a visit",
)  # fmt: skip


class Writer:
    """Writes the sentences of one corpus."""

    def __init__(self, density: Density, seed: int = 7) -> None:
        self.density = density
        self.random = random.Random(f"{density} {seed}")
        self.said: list[str] = []

    def sentence(self) -> str:
        if self.density == "clinic" and self.said and self.random.random() < REPEATED:
            return self.random.choice(self.said)
        made = self._new()
        self.said = [*self.said[-199:], made]
        return made

    def _new(self) -> str:
        if self.density == "clinic":
            patterns = _CLAIMS if self.random.random() < 0.66 else _CALM
        else:
            patterns = _ADVERTS if self.random.random() < 0.045 else _CALM
        pick = self.random.choice
        return pick(patterns).format(
            treatment=pick([*TREATMENTS.values()]),
            condition=pick(CONDITIONS),
            place=pick(PLACES),
            day=pick(DAYS),
            name=f"Dr {pick(NAMES)}",
            number=self.random.randrange(2, 990),
            phrase=pick(PHRASES),
        )

    def blocks(self, words: int) -> Iterator[tuple[str, list[str]]]:
        """Yield headings, lists, quotations and paragraphs of about so many words."""
        made = 0
        while made < words:
            kind = self.random.choices(("h2", "ul", "blockquote", "p"), (14, 14, 6, 66))[0]
            count = {"h2": 1, "blockquote": 1}.get(kind) or self.random.randrange(2, 6)
            said = [self.sentence() for _ in range(count)]
            if kind == "h2":
                said = [" ".join(said[0].rstrip(".?").split()[:6])]
            made += sum(len(one.split()) for one in said)
            yield kind, said


def html_page(writer: Writer, words: int, number: int) -> str:
    """Return a page with a menu, styles, scripts and structured data around the copy."""
    title = " ".join(writer.sentence().rstrip(".?").split()[:7])
    body = []
    for kind, said in writer.blocks(words):
        shown = [html.escape(one) for one in said]
        if kind == "ul":
            body.append("<ul>\n" + "\n".join(f"  <li>{one}</li>" for one in shown) + "\n</ul>")
        elif kind == "p":
            first, *rest = shown[0].split()
            body.append(f"<p><strong>{first}</strong> {' '.join((*rest, *shown[1:]))}</p>")
        else:
            body.append(f"<{kind}>{' '.join(shown)}</{kind}>")
    menu = "\n".join(
        f'    <li class="item"><a href="/{one.lower().replace(" ", "-")}/">{one}</a></li>' for one in _MENU
    )
    data = json.dumps({"@type": "MedicalWebPage", "name": title, "description": writer.sentence()})
    return f"""<!doctype html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <title>{html.escape(title)} | A clinic</title>
  <meta name="description" content="{html.escape(writer.sentence())}">
  <style>.item{{display:inline-block;margin:0 .5rem}}.quote{{border-left:4px solid #08c;padding-left:1rem}}</style>
  <script type="application/ld+json">{data}</script>
  <script>window.layer=window.layer||[];function tag(){{layer.push(arguments)}}tag('page',{number});</script>
</head>
<body class="page-{number}">
  <nav><ul>
{menu}
  </ul></nav>
  <main>
    <h1>{html.escape(title)}</h1>
{chr(10).join(body)}
  </main>
  <footer><p>All rights reserved.</p></footer>
</body>
</html>
"""


def markdown_page(writer: Writer, words: int, number: int) -> str:
    """Return a page with front matter and a block of code."""
    title = " ".join(writer.sentence().rstrip(".?").split()[:7])
    parts = ["---", f"title: {json.dumps(title)}", f"slug: page-{number}", "---", "", f"# {title}", ""]
    for kind, said in writer.blocks(words):
        if kind == "ul":
            parts += [f"- {one}" for one in said]
        else:
            parts.append({"h2": "## ", "blockquote": "> "}.get(kind, "") + " ".join(said))
        parts.append("")
    return "\n".join([*parts, "```js", 'const cure = "miracle";', "```", ""])


def write(folder: Path, density: Density, files: int, words: int = 1000) -> Path:
    """Write so many files, three in five of them HTML, the others Markdown, fifty to a folder."""
    writer = Writer(density)
    for number in range(files):
        markdown = number % 5 > 2
        made = (markdown_page if markdown else html_page)(writer, words, number)
        path = folder / f"part-{number // 50:02}" / f"page-{number:04}.{'md' if markdown else 'html'}"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(made, encoding="utf-8")
    return folder


def long_line(size: int) -> str:
    """One line of so many bytes."""
    writer = Writer("clinic")
    said = " ".join(writer.sentence() for _ in range(200))
    return f"<p>{(said * (size // len(said) + 1))[:size]}</p>"


def many_items(size: int) -> str:
    """A list of so many items, each of its own."""
    items = "".join(f"<li>Relieves back pain in {number} days</li>\n" for number in range(size))
    return f"<ul>\n{items}</ul>"


def many_candidates(size: int) -> str:
    """One paragraph with so many predicates and no full stop between them."""
    return f"<p>It {', '.join(f'relieves pain {number}' for number in range(size))}</p>"


def deep(size: int) -> str:
    """Elements nested so deep."""
    return f"{'<div>' * size}<p>It cures acne.</p>{'</div>' * size}"


def gaps(size: int) -> str:
    """Words that begin a phrase with many gaps again and again and never end it; see `HOSTILE`."""
    return f"<p>{'alpha beta ' * size}</p>"


HOSTILE = "alpha ... beta ... alpha ... beta ... alpha ... beta ... alpha ... beta ... gamma"
HARD: dict[str, tuple[Callable[[int], str], int]] = {
    "one line, bytes": (long_line, 10_000_000),
    "list items": (many_items, 100_000),
    "candidates in one paragraph": (many_candidates, 50_000),
    "nesting": (deep, 10_000),
    "a rule's own gaps": (gaps, 50_000),
}
"""Pages that ask for the most, with the size that has to be withstood."""
