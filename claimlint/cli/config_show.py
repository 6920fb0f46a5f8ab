"""`claimlint config show`: what holds here, and which file says so."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from claimlint.cli import options, output
from claimlint.cli.session import project_and_settings
from claimlint.config import Project, Settings
from claimlint.record import Record

DEFAULT = "default"


class _Held(Record, frozen=True):
    """A setting with its value and what set it: a file, or the default."""

    key: str
    value: Any
    set_by: str


@click.group()
def command() -> None:
    """Look at the configuration."""


@command.command()
@click.option("--format", "form", type=options.OneOf(("terminal", "json")), default="terminal", help="Print it so.")
def show(form: str) -> None:
    """Show every setting that holds in this folder, and which file set it."""
    from claimlint import discovery
    from claimlint.report import dumps
    from claimlint.reporters.words import safe

    project, settings = project_and_settings((), None, None, cache=True, jobs=1)
    file = discovery.shown(project.file, settings.cwd) if project.file else None
    held = list(_held(project, settings, file))
    packs = list(_packs(settings))
    if form == "json":
        rows = {one.key: {"value": one.value, "set_by": one.set_by} for one in held}
        more = [{"key": one.key, "value": one.value, "set_by": one.set_by} for one in packs]
        root = discovery.shown(project.root, settings.cwd)
        output.write_utf8(dumps({"file": file, "root": root, "settings": rows, "packs": more}))
        return
    lines = [f"Configuration: {file or 'none found; every setting is the default'}"]
    width = max(len(one.key) for one in held)
    lines += [
        f"  {one.key:<{width}}  {dumps(one.value, indent=None).strip()}  ({one.set_by})" for one in (*held, *packs)
    ]
    output.write("".join(f"{safe(line)}\n" for line in lines))


def _held(project: Project, settings: Settings, file: str | None) -> Iterator[_Held]:
    """Yield every key of the configuration; folders and files that count by their names are said by these."""
    from claimlint import config, discovery

    values = config.as_dict(project.config)
    values["jurisdiction"] = list(config.jurisdictions_of(project.config))
    found = {
        "rules-folder": project.rules_folder,
        "evidence-folder": project.evidence_folder,
        "vocabulary-folder": project.vocabulary_folder,
    }
    for key, value in values.items():
        if project.says(key):
            yield _Held(key, value, file or DEFAULT)
        elif (there := found.get(key)) is not None:
            yield _Held(key, there.name, f"{discovery.shown(there, settings.cwd)}/ is there")
        else:
            yield _Held(key, value, DEFAULT)
    approved: Path | None = settings.site_approved
    if approved is not None:
        yield _Held("approved wording", approved.name, f"{discovery.shown(approved, settings.cwd)} is there")


def _packs(settings: Settings) -> Iterator[_Held]:
    """Yield what each pack in `extends` sets, which holds before the configuration's own."""
    from claimlint import config, selection

    folder = config.shipped_knowledge() / "packs"
    for name in settings.extends:
        layer = selection.load_packs([name], folder, settings.root)
        for key in ("select", "ignore", "severity") if layer else ():
            value = getattr(layer, key)
            if value:
                yield _Held(key, value, f"pack {name}")
