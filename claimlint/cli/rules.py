"""`claimlint rules list|new|test|schema|docs`: the rules, their own examples run, the shape of every file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from claimlint import knowledge, lazy
from claimlint.cli import options, output
from claimlint.cli.session import knowledge_here, lexis_here, project_here, rule_named, settings_here
from claimlint.config import Settings, known_jurisdictions, known_rules, shipped_knowledge
from claimlint.discovery import shown
from claimlint.errors import Problem, UsageError
from claimlint.record import replace

if TYPE_CHECKING:
    from claimlint.evidence import Registry
    from claimlint.lexis import Lexis
    from claimlint.ruleset import Rule


@click.group()
def command() -> None:
    """List, write and test rules; show the shape of the files that hold what claimlint knows."""


@command.command("list")
@click.option("--format", "form", type=options.OneOf(("terminal", "json")), default="terminal", help="Print it so.")
@click.option("--unverified", is_flag=True, help="List what rests on a text that nobody has opened.")
def list_rules(form: str, unverified: bool) -> None:
    """List every rule with what judges it."""
    if unverified:
        _list_unverified(form)
        return
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


def _list_unverified(form: str) -> None:
    from claimlint.cli import rule_pages
    from claimlint.report import dumps

    settings = settings_here()
    lines = list(rule_pages.unseen(knowledge.load(replace(settings, jurisdictions=known_jurisdictions(settings)))))
    if form == "json":
        output.write_utf8(dumps(lines))
        return
    output.write("".join(f"{line}\n" for line in lines))
    care = sum(line.startswith("ordinary care") for line in lines)
    output.write(
        f"{len(lines)} sources that nobody has opened. No finding names them, unless as reported by somebody else; "
        f"but {care} of them are what lets claims of ordinary care count as carried.\n"
    )


def _said(rule: Rule) -> str:
    return " ".join(rule.message.replace("{match}", "…").split())


@command.command("new")
@click.argument("name")
def new_rule(name: str) -> None:
    """Write a commented rule called NAME with examples, into the site's own rules folder."""
    from claimlint.cli import rule_pages
    from claimlint.config import RULES_FOLDER

    if not _NAME.fullmatch(name):
        raise UsageError(f"“{name}” is no name for a rule; expected small letters and hyphens, such as amazing-results")
    if name in known_rules(settings_here()):
        raise UsageError(f"there is a rule “{name}” already; `claimlint explain {name}` says what it does")
    project, cwd = project_here()
    file = (project.rules_folder or project.root / RULES_FOLDER) / f"{name}.yaml"
    file.parent.mkdir(parents=True, exist_ok=True)
    output.write_file(str(file), rule_pages.new_rule(name))
    output.write(f"Wrote {shown(file, cwd)}; change it, then run `claimlint rules test {name}`.\n")


@command.command("test")
@click.argument("rules", nargs=-1, metavar="[RULE]...")
@click.option("--coverage", is_flag=True, help="Also name what no example exercises.")
def run_examples(rules: tuple[str, ...], coverage: bool) -> int:
    """Run the examples of RULE..., names or files (default: all); exit 1 where one fails, 2 where a file is broken."""
    from claimlint import rule_tests
    from claimlint.lexis import load_lexis
    from claimlint.reporters.words import count

    settings = settings_here()
    files = [Path(name) for name in rules if name.endswith((".yaml", ".yml"))]
    for file in files:
        if not file.is_file():
            raise UsageError(f"{file}: there is no such file")
    if files and not all(_is_below(file, settings.site_rules) for file in files):
        settings = replace(settings, site_rules=files[0].resolve().parent)
    loaded = load_lexis(settings)
    chosen = [
        rule_named(loaded.rules, Path(name).stem if Path(name) in files else name)
        for name in rules
        if not _is_broken(name, loaded)
    ]
    faults = [problem for problem in loaded.problems if not rules or any(_is_about(problem, name) for name in rules)]
    for problem in faults:
        output.say(f"claimlint: {problem}")
    chosen = chosen or ([] if rules else [compiled.rule for compiled in loaded.rules.rules.values()])
    asks = any(asks.status for rule in chosen if rule.requires for asks in rule.requires.asked_by)
    registry = _registry(settings, loaded) if asks else None
    failures = rule_tests.run(chosen, loaded, registry, coverage=coverage) if chosen else []
    for failure in failures:
        example = " ".join(failure.example.split())
        output.write(f"{failure.path}:{failure.line}: {failure.rule}: {failure.message}: {example}\n")
    many = sum(len(rule.examples.flag) + len(rule.examples.pass_) + len(rule.examples.known_miss) for rule in chosen)
    output.write(f"{count(many, 'example')} of {count(len(chosen), 'rule')}: {len(failures)} fail.\n")
    return 2 if faults else 1 if failures else 0


def _registry(settings: Settings, loaded: Lexis) -> Registry:
    from claimlint.evidence import load_registry

    folder = settings.knowledge or shipped_knowledge()
    return load_registry(folder / "evidence", loaded.vocabulary, settings.site_evidence)


def _is_below(file: Path, folder: Path | None) -> bool:
    return folder is not None and file.resolve().is_relative_to(folder.resolve())


def _is_about(problem: Problem, name: str) -> bool:
    return Path(problem.path).stem == Path(name).stem


def _is_broken(name: str, loaded: Lexis) -> bool:
    """True for a rule that was left out because its file is broken; its faults are said instead."""
    return Path(name).stem not in loaded.rules.rules and any(_is_about(problem, name) for problem in loaded.problems)


@command.command("schema")
@click.argument("kind", default="rule")
@click.option("--all", "folder", metavar="DIR", help="Write the schemas of all kinds of files into this folder.")
def show_schema(kind: str, folder: str | None) -> None:
    """Print the JSON Schema of a KIND of YAML file (default: rule), so that editors complete it."""
    from claimlint.cli.schema import kinds, schema_of
    from claimlint.report import dumps
    from claimlint.yamlload import did_you_mean

    known = kinds()
    if folder is not None:
        Path(folder).mkdir(parents=True, exist_ok=True)
        for name, (title, shape) in known.items():
            output.write_file(f"{folder}/{name}.schema.json", dumps({**schema_of(shape), "title": title}))
        output.write(f"Wrote {len(known)} schemas into {folder}.\n")
        return
    if kind not in known:
        raise UsageError(
            f"there is no file of the kind “{kind}”{did_you_mean(kind, known) or '; there are ' + ', '.join(known)}"
        )
    title, shape = known[kind]
    output.write_utf8(dumps({**schema_of(shape), "title": title}))


@command.command("docs")
@click.argument("folder", metavar="DIR")
def write_docs(folder: str) -> None:
    """Write a page about every rule into DIR, made from the rule files; pages of rules that are gone are removed."""
    from claimlint.cli import rule_pages

    loaded = knowledge_here()
    rules = loaded.lexis.rules.rules
    place = Path(folder)
    place.mkdir(parents=True, exist_ok=True)
    for old in place.glob("*.md"):
        if old.stem not in rules and _is_made(old):
            old.unlink()
    for name, compiled in rules.items():
        output.write_file(str(place / f"{name}.md"), rule_pages.page(compiled, loaded) + MADE)
    output.write_file(str(place / "README.md"), rule_pages.index(rules.values()) + MADE)
    output.write(f"Wrote {len(rules)} pages into {folder}.\n")


MADE = "\n<!-- Made by `claimlint rules docs`. -->\n"
_NAME = lazy.pattern(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")


def _is_made(page: Path) -> bool:
    return page.read_text(encoding="utf-8", errors="replace").endswith(MADE)
