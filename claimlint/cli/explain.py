"""`claimlint explain RULE`: why a rule is there, in the words of its own file."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from claimlint.cli import output
from claimlint.cli.rule_pages import JUDGED_BY, asks, clearest_first, example_text, permits
from claimlint.cli.session import knowledge_here, rule_named
from claimlint.config import shipped_knowledge
from claimlint.upkeep import Upkeep, load_upkeep

if TYPE_CHECKING:
    from claimlint.knowledge import Knowledge
    from claimlint.ruleset import Example, Rule

_SHOWN_EXAMPLES = 4


@click.command()
@click.argument("rule")
def command(rule: str) -> None:
    """Say what RULE flags, why, on what basis, with examples."""

    upkeep = load_upkeep(shipped_knowledge())
    if rule in upkeep:
        lines = _upkeep(rule, upkeep[rule])
    else:
        loaded = knowledge_here()
        lines = _lines(rule_named(loaded.lexis.rules, rule), loaded)
    text = "".join(f"{line}\n" for line in lines)
    output.write(output.prose(text))


def _upkeep(name: str, one: Upkeep) -> Iterator[str]:
    yield name
    yield ""
    yield from _wrapped(one.message)
    yield ""
    yield from _wrapped(one.why)
    yield ""
    yield f"Severity: {one.severity}."
    yield from _wrapped(f"What to do: {one.instead}")


def _lines(rule: Rule, loaded: Knowledge) -> Iterator[str]:
    yield str(rule.id)
    yield ""
    yield from _wrapped(str(rule.why))
    yield ""
    yield f"Judged by: {JUDGED_BY[rule.judged_by]}."
    if rule.severity:
        listed = ", ".join(f"{value} ({key})" for key, value in rule.severity.items())
        yield f"Severity: {listed}."
    if rule.only_in:
        yield f"Holds only in: {', '.join(rule.only_in).upper()}."
    for line in asks(rule):
        yield from _wrapped(line)
    if rule.judged_by == "evidence":
        yield ""
        yield "What the evidence on file permits, where no law forbids all benefit claims:"
        for state, words in permits(loaded):
            yield from _wrapped(f"{state}: {words}", "  ")
    yield from _examples("Flagged:", rule.examples.flag)
    yield from _examples("Left alone:", rule.examples.pass_)
    if rule.suggest:
        yield ""
        yield "Draft wording:"
        for slot, text in rule.suggest.items():
            yield from _wrapped(f"{slot}: {f'“{text}”' if text.strip() else 'leave it out'}", "  ")
    if rule.excuse:
        yield ""
        yield f"Harmless where it is {', '.join(rule.excuse)}."
    shown = [basis for basis in rule.basis if basis.shown]
    if shown:
        yield ""
        yield "Basis:"
        for basis in shown:
            url = f" <{basis.url}>" if basis.url else ""
            yield from _wrapped(f"{basis.shown} ({str(basis.jurisdiction).upper()}){url}", "  ")
    unseen = len(rule.basis) - len(shown)
    if unseen:
        yield f"{'Another' if shown else 'A'} basis whose text nobody has opened yet is not shown ({unseen})."


def _examples(title: str, examples: tuple[str | Example, ...]) -> Iterator[str]:
    if not examples:
        return
    yield ""
    yield title
    for example in clearest_first(examples)[:_SHOWN_EXAMPLES]:
        yield from _wrapped(_plain(example), "  ")


def _plain(example: str | Example) -> str:
    text = example_text(example).replace("[[", "").replace("]]", "")
    return " ".join(text.removeprefix("# ").removeprefix("- ").split())


def _wrapped(text: str, indent: str = "") -> list[str]:
    body = " ".join(text.split())
    return textwrap.wrap(
        body, output.width(), initial_indent=indent, subsequent_indent=indent, break_long_words=False
    ) or [""]
