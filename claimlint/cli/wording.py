"""`claimlint wording TREATMENT [CONDITION]`: what may be said, before anything is written."""

from __future__ import annotations

import datetime
import textwrap
from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from claimlint.cli import options, output
from claimlint.cli.session import entry_id, project_and_settings

if TYPE_CHECKING:
    from claimlint.sayable import Permitted, Sayable

_LICENCE = {
    "unlicensed": "not licensed",
    "off-label": "approved for something else",
    "rx-on-label": "a prescription medicine, approved for this",
    "device-cleared": "a device, cleared for this",
    "device-other-use": "a device, cleared for something else",
    "blood-product": "a blood product",
    "service": "a service that needs no licence",
    "unknown": "not on file; find out before anything is published",
}


@click.command()
@click.argument("treatment")
@click.argument("condition", required=False)
@click.option("--jurisdiction", "jurisdictions", type=options.Jurisdictions(), multiple=True, help="Ask for these.")
@click.option("--as-of", type=options.Day(), metavar="DATE", help="Ask as of this day (default: today).")
@click.option("--format", "form", type=options.OneOf(("terminal", "json")), default="terminal", help="Print it so.")
def command(
    treatment: str,
    condition: str | None,
    jurisdictions: tuple[tuple[str, ...], ...],
    as_of: datetime.date | None,
    form: str,
) -> None:
    """Say what may be said of TREATMENT for CONDITION: approved texts, the strongest sentence, what is too strong."""
    from claimlint import knowledge
    from claimlint.report import dumps
    from claimlint.sayable import sayable

    _, settings = project_and_settings(jurisdictions, as_of, None, cache=True, jobs=1)
    loaded = knowledge.load(settings)
    words = loaded.lexis.vocabulary
    about = words.entry(entry_id(words, "treatment", treatment))
    people = words.entry(entry_id(words, "condition", condition)) if condition else None
    found = sayable(loaded, about, people, settings.as_of)
    if form == "json":
        rows = [_json(one) for one in found]
        ids = {"treatment": about.id, "condition": people.id if people else None}
        output.write_utf8(dumps({**ids, "as_of": settings.as_of.isoformat(), "jurisdictions": rows}))
        return
    name = f"{about.name} for {people.name}" if people else str(about.name)
    lines = [f"{name[:1].upper()}{name[1:]}, as of {settings.as_of.isoformat()}"]
    lines += [line for one in found for line in _lines(one)]
    lines += ["", "Draft wording, not legal advice; more may be forbidden by what else the page says."]
    text = "".join(f"{line}\n" for line in lines)
    output.write(output.prose(text))


def _lines(one: Sayable) -> Iterator[str]:
    partial = " (partial: only some of the rules are on file)" if one.partial else ""
    yield ""
    yield f"{one.jurisdiction.upper()}{partial}"
    yield from _wrapped(f"Licence status: {_LICENCE[one.licence]}.")
    if one.forbidden:
        yield from _wrapped(f"No benefit claim may be made for this here: {one.forbidden}")
        if one.basis:
            yield from _wrapped(f"Basis: {'; '.join(one.basis)}.")
    if one.approved:
        yield from _wrapped("Approved by the site:")
        for text in one.approved:
            note = f"{text.reference}, {text.owner}, until {text.until.isoformat()}"
            yield from _wrapped(f"“{' '.join(text.text.split())}” ({note})", "    ")
    if one.status:
        yield from _wrapped("Its status, to be said first:")
        yield from _wrapped(f"“{one.status}”", "    ")
    if one.permitted:
        many = "sentences" if len(one.permitted) > 1 else "sentence"
        what = (
            "What can be said besides" if one.forbidden else f"The strongest {many} that the evidence on file carries"
        )
        yield from _wrapped(f"{what}:")
        for line in one.permitted:
            yield from _wrapped(f"“{line.sentence}” ({_rests_on(line)})", "    ")
            for step in line.indirect:
                yield from _wrapped(f"Counts for less: {step}.", "    ")
    if one.question:
        yield from _wrapped("No row on file carries a sentence on this. To settle first:")
        yield from _wrapped(one.question, "    ")
    if one.too_strong:
        yield from _wrapped("May not be said:")
        for words in one.too_strong:
            yield from _wrapped(words, "    ")


def _rests_on(line: Permitted) -> str:
    if line.row is None:
        return "no source on file"
    whose = "your own row" if line.owner == "site" else "row"
    review = f"reviewed by {line.clinical_review}" if line.clinical_review else "no clinician has reviewed this row"
    return f"{whose} {line.row}; {review}"


def _wrapped(text: str, indent: str = "  ") -> list[str]:
    return textwrap.wrap(
        " ".join(text.split()),
        min(output.width(), 100),
        initial_indent=indent,
        subsequent_indent=indent,
        break_long_words=False,
    )


def _json(one: Sayable) -> dict[str, object]:
    return {
        "jurisdiction": one.jurisdiction,
        "partial": one.partial,
        "licence": one.licence,
        "forbidden": one.forbidden,
        "basis": list(one.basis),
        "status": one.status,
        "permitted": [
            {
                "outcome": line.outcome,
                "sentence": line.sentence,
                "row": line.row,
                "owner": line.owner,
                "clinical_review": line.clinical_review,
                "indirect": list(line.indirect),
            }
            for line in one.permitted
        ],
        "question": one.question,
        "too_strong": list(one.too_strong),
        "approved": [
            {
                "text": str(text.text),
                "reference": str(text.reference),
                "owner": str(text.owner),
                "until": text.until.isoformat(),
            }
            for text in one.approved
        ],
    }
