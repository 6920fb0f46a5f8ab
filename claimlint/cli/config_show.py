"""`claimlint config show`: what holds here, and which file says so."""

from __future__ import annotations

import click

from claimlint.cli import options, output
from claimlint.cli.session import project_here


@click.group()
def command() -> None:
    """Look at the configuration."""


@command.command()
@click.option("--format", "form", type=options.OneOf(("terminal", "json")), default="terminal", help="Print it so.")
def show(form: str) -> None:
    """Show every setting that holds in this folder, and where it was set."""
    from claimlint import config, discovery
    from claimlint.report import dumps

    project, cwd = project_here()
    held = config.as_dict(project.config)
    held["jurisdiction"] = list(config.jurisdictions_of(project.config))
    file = discovery.shown(project.file, cwd) if project.file else None
    origins = {key: file if project.says(key) else None for key in held}
    if form == "json":
        rows = {key: {"value": value, "set_by": origins[key] or "default"} for key, value in held.items()}
        output.write_utf8(dumps({"file": file, "root": discovery.shown(project.root, cwd), "settings": rows}))
        return
    lines = [f"Configuration: {file or 'none found; every setting is the default'}"]
    width = max(map(len, held))
    for key, value in held.items():
        shown = dumps(value, indent=None).strip()
        lines.append(f"  {key:<{width}}  {shown}  ({origins[key] or 'default'})")
    from claimlint.reporters.words import safe

    output.write("".join(f"{safe(line)}\n" for line in lines))
