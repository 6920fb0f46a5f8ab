"""`claimlint rules list|test|schema`: the rules, their own examples run, the shape of a rule's file."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from claimlint.cli import options, output
from claimlint.cli.session import lexis_here, rule_named

if TYPE_CHECKING:
    from claimlint.ruleset import Rule


@click.group()
def command() -> None:
    """List and test the rules, or show the shape of a rule's file."""


@command.command("list")
@click.option("--format", "form", type=options.OneOf(("terminal", "json")), default="terminal", help="Print it so.")
def list_rules(form: str) -> None:
    """List every rule with what judges it."""
    from claimlint.report import dumps

    compiled = lexis_here().rules.rules.values()
    rules = [one.rule for one in compiled]
    if form == "json":
        rows = [
            {"id": str(rule.id), "file": rule.at.path, "judged_by": rule.judged_by, "message": str(rule.message)}
            for rule in rules
        ]
        output.write_utf8(dumps(rows))
        return
    width = max((len(rule.id) for rule in rules), default=0)
    lines = [f"{rule.id:<{width}}  {rule.judged_by:<8}  {_said(rule)}\n" for rule in rules]
    output.write("".join(lines) + f"{len(rules)} rules; `claimlint explain RULE` says more.\n")


def _said(rule: Rule) -> str:
    return " ".join(rule.message.replace("{match}", "…").split())


@command.command("test")
@click.argument("rules", nargs=-1, metavar="[RULE]...")
@click.option("--coverage", is_flag=True, help="Also name what no example exercises.")
def run_examples(rules: tuple[str, ...], coverage: bool) -> int:
    """Run the examples in the files of RULE... (default: of every rule); exit 1 where one fails."""
    from claimlint import rule_tests

    loaded = lexis_here()
    chosen = [rule_named(loaded.rules, name) for name in rules]
    chosen = chosen or [compiled.rule for compiled in loaded.rules.rules.values()]
    failures = rule_tests.run(chosen, loaded, coverage=coverage)
    for failure in failures:
        example = " ".join(failure.example.split())
        output.write(f"{failure.path}:{failure.line}: {failure.rule}: {failure.message}: {example}\n")
    many = sum(len(rule.examples.flag) + len(rule.examples.pass_) + len(rule.examples.known_miss) for rule in chosen)
    output.write(f"{many} examples of {len(chosen)} rules: {len(failures)} fail.\n")
    return 1 if failures else 0


@command.command("schema")
def show_schema() -> None:
    """Print the JSON Schema of a rule's file, for editors."""
    from claimlint.cli.schema import schema_of
    from claimlint.report import dumps
    from claimlint.ruleset import Rule

    output.write_utf8(dumps({**schema_of(Rule), "title": "A claimlint rule"}))
