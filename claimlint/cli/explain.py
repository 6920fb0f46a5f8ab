"""`claimlint explain RULE`: why a rule is there, in the words of its own file."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from claimlint.cli import output
from claimlint.cli.session import lexis_here, rule_named

if TYPE_CHECKING:
    from claimlint.ruleset import Example, Rule

_JUDGED_BY = {
    "evidence": "the evidence on file for what the claim is about",
    "wording": "the wording itself; no evidence makes it sayable",
    "document": "the page as a whole",
}
_SHOWN_EXAMPLES = 4


@click.command()
@click.argument("rule")
def command(rule: str) -> None:
    """Say what RULE flags, why, on what basis, with examples."""
    from claimlint.reporters.words import ascii_marks

    text = "".join(f"{line}\n" for line in _lines(rule_named(lexis_here().rules, rule)))
    output.write(text if output.speaks_unicode_out() else ascii_marks(text))


def _lines(rule: Rule) -> Iterator[str]:
    yield str(rule.id)
    yield ""
    yield from _wrapped(str(rule.why))
    yield ""
    yield f"Judged by: {_JUDGED_BY[rule.judged_by]}."
    if rule.severity:
        listed = ", ".join(f"{value} ({key})" for key, value in rule.severity.items())
        yield f"Severity: {listed}."
    yield from _examples("Flagged:", rule.examples.flag)
    yield from _examples("Left alone:", rule.examples.pass_)
    if rule.excuse:
        yield ""
        yield f"Harmless where it is {', '.join(rule.excuse)}."
    seen = [basis for basis in rule.basis if basis.seen]
    if seen:
        yield ""
        yield "Basis:"
        for basis in seen:
            section = f", {basis.section}" if basis.section else ""
            url = f" <{basis.url}>" if basis.url else ""
            yield from _wrapped(f"{basis.source}{section} ({str(basis.jurisdiction).upper()}){url}", "  ")
    unseen = len(rule.basis) - len(seen)
    if unseen:
        yield f"{'Another' if seen else 'A'} basis whose text nobody has opened yet is not shown ({unseen})."


def _examples(title: str, examples: tuple[str | Example, ...]) -> Iterator[str]:
    if not examples:
        return
    yield ""
    yield title
    for example in examples[:_SHOWN_EXAMPLES]:
        yield from _wrapped(_plain(example), "  ")


def _plain(example: str | Example) -> str:
    text = example if isinstance(example, str) else example.text or example.html or example.markdown or ""
    return " ".join(text.replace("[[", "").replace("]]", "").split())


def _wrapped(text: str, indent: str = "") -> list[str]:
    body = " ".join(text.split())
    return textwrap.wrap(
        body, output.width(), initial_indent=indent, subsequent_indent=indent, break_long_words=False
    ) or [""]
