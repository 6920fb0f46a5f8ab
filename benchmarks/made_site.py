"""A clinic's website made up for benchmarks: pages in mixed formats, each with sentences of its own."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator
from pathlib import Path

TREATMENTS = {
    "acupuncture": "Acupuncture", "prp": "PRP", "shockwave": "Shockwave therapy", "laser": "Laser therapy",
    "massage": "Massage", "osteopathy": "Osteopathy", "peel": "Chemical peel", "infusion": "Vitamin infusion",
}  # fmt: skip
CONDITIONS = (
    "back pain", "migraine", "tennis elbow", "acne", "hair loss", "arthritis", "neck pain", "insomnia", "eczema",
    "plantar fasciitis", "tinnitus", "fatigue",
)  # fmt: skip
PLACES = ("Northgate", "Hillside", "Riverside", "Old Town", "Harbour Street", "the Mill", "Westfield", "Station Road")
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday")
NAMES = ("Adams", "Baker", "Clarke", "Doyle", "Evans", "Foster", "Grant", "Hughes", "Iqbal", "Jones", "Khan", "Lewis")
CALM = (
    "Our rooms in {place} are open from {day} until seven in the evening.",
    "Please bring a list of your medicines to the first visit with {name}.",
    "{name} joined the team in {place} {number} years ago.",
    "A first visit takes {number} minutes and costs {number} pounds.",
    "You can cancel a booking for {day} without a fee until the day before.",
    "Parking is behind the building in {place}; the entrance has no steps.",
    "We write to your own doctor after {number} visits if you wish.",
    "Before {treatment} for {condition}, {name} asks about earlier illnesses.",
    "It is not known whether {treatment} changes the course of {condition}.",
)
CLAIMS = (
    "{treatment} cures {condition} in {number} visits.",
    "Our {treatment} relieves {condition} for good.",
    "{number} of our patients in {place} got rid of {condition} with {treatment}.",
    "{treatment} may ease {condition} in some people.",
    "Feel no more {condition} after {number} sessions with {name}.",
    "{treatment} is completely safe and has no side effects.",
    "Guaranteed results for {condition}, says {name}.",
)


class Writer:
    """Writes pages; the same seed writes the same ones."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)

    def sentence(self, patterns: tuple[str, ...], topic: str) -> str:
        pick = self.random.choice
        return pick(patterns).format(
            treatment=TREATMENTS[topic],
            condition=pick(CONDITIONS),
            place=pick(PLACES),
            day=pick(DAYS),
            name=f"Dr {pick(NAMES)}",
            number=self.random.randrange(2, 90),
        )

    def paragraphs(self, topic: str, claims: int) -> Iterator[str]:
        """Yield paragraphs; so many of them end in a claim."""
        for number in range(6):
            said = [self.sentence(CALM, topic) for _ in range(self.random.randrange(2, 6))]
            if number < claims:
                said.append(self.sentence(CLAIMS, topic))
            yield " ".join(said)


def html(title: str, paragraphs: list[str]) -> str:
    body = "\n".join(f"    <p>{text}</p>" for text in paragraphs)
    head = f"<!doctype html>\n<html lang=en>\n<title>{title}</title>\n"
    return f"{head}<main>\n    <h1>{title}</h1>\n{body}\n</main>\n</html>\n"


def markdown(title: str, paragraphs: list[str]) -> str:
    return f"---\ntitle: {title}\n---\n\n# {title}\n\n" + "\n\n".join(paragraphs) + "\n"


def liquid(title: str, paragraphs: list[str]) -> str:
    body = "\n".join(f"<p>{text}</p>" for text in paragraphs)
    return f"---\ntitle: {title}\n---\n{{% include head.html %}}\n<h1>{{{{ page.title }}}}</h1>\n{body}\n"


def jsx(title: str, paragraphs: list[str]) -> str:
    body = "\n".join(f"      <p>{text}</p>" for text in paragraphs)
    shown = f"    <main>\n      <h1>{title}</h1>\n{body}\n    </main>\n"
    return f"export default function Page() {{\n  return (\n{shown}  );\n}}\n"


def data(title: str, paragraphs: list[str]) -> str:
    return json.dumps({"title": title, "sections": [{"text": text} for text in paragraphs]}, indent=2) + "\n"


def vue(title: str, paragraphs: list[str]) -> str:
    body = "\n".join(f"    <p>{text}</p>" for text in paragraphs)
    return f"<template>\n  <section>\n    <h1>{title}</h1>\n{body}\n  </section>\n</template>\n"


FORMATS: dict[str, Callable[[str, list[str]], str]] = {
    "html": html, "md": markdown, "liquid": liquid, "jsx": jsx, "json": data, "vue": vue,
}  # fmt: skip


def write(folder: Path, pages: int, *, seed: int = 7, claims_every: int = 3) -> list[Path]:
    """Write so many pages below `folder`, every so manieth with claims, and return their paths."""
    writer = Writer(seed)
    endings, topics = list(FORMATS), list(TREATMENTS)
    made = []
    for number in range(pages):
        ending, topic = endings[number % len(endings)], topics[number % len(topics)]
        claims = writer.random.randrange(1, 4) if number % claims_every == 0 else 0
        title = f"{TREATMENTS[topic]} in {writer.random.choice(PLACES)}"
        file = folder / topic / f"page-{number:04}.{ending}"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(FORMATS[ending](title, list(writer.paragraphs(topic, claims))), encoding="utf-8")
        made.append(file)
    return made
