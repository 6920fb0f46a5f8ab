"""Which rules speak and how loudly: packs, the configuration and per-path overrides, one after the other.

A name is a rule, a topic (the folder of a rule) or a severity. Each step may take only what it selects, then leaves out
what it ignores; the next step has the last word.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Literal

from claimlint import patterns
from claimlint.errors import KnowledgeError, Problem
from claimlint.record import Record, field

Severity = Literal["error", "warning", "info"]
SEVERITIES = ("error", "warning", "info")
APPROVAL = "approved-wording"
"""The name of findings about the site's own approved texts; no rule file stands behind them."""
UPKEEP = ("unknown-waiver", "unused-waiver", "expired-waiver", "invalid-waiver", "expired-baseline")
"""The names of findings about waivers and the baseline; neither hides them."""


class Layer(Record, frozen=True):
    """One step. select: only these (empty: all that came through so far). files: paths it holds for (empty: all)."""

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    severity: Mapping[str, Severity] = field(default_factory=dict)
    files: tuple[str, ...] = ()


class Pack(Record, frozen=True):
    """A named step that several sites share. why: for whom it is and what it changes."""

    id: str
    why: str
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    severity: dict[str, Severity] = field(default_factory=dict)


def wanted(layers: Iterable[Layer], rule: str, topic: str, severity: str | None) -> bool:
    """Return whether a rule speaks; severity: of what it found, None where nothing was judged."""
    names = {rule, topic, severity}
    speaks = True
    for layer in layers:
        if layer.select:
            speaks = not names.isdisjoint(layer.select)
        if not names.isdisjoint(layer.ignore):
            speaks = False
    return speaks


def severity_of(layers: Sequence[Layer], rule: str, topic: str, severity: str) -> str:
    """Return the severity that the last step gives the rule, or else its topic."""
    for layer in reversed(layers):
        for name in (rule, topic):
            if name in layer.severity:
                return layer.severity[name]
    return severity


def holding(layers: Iterable[Layer], path: str) -> tuple[Layer, ...]:
    """Return the steps that hold for a path relative to the project, with `/`."""
    return tuple(layer for layer in layers if not layer.files or patterns.fits(layer.files, path))


def load_packs(names: Iterable[str], folder: Path, root: Path) -> Layer | None:
    """Read the packs of these names, and those that are files of the project, into one step. Raises KnowledgeError."""
    from claimlint import yamlload

    packs: list[Pack] = []
    for name in names:
        own = name.endswith((".yaml", ".yml"))
        file = root / name if own else folder / f"{name}.yaml"
        if not file.is_file():
            known = sorted(path.stem for path in folder.glob("*.yaml"))
            hint = "" if own else yamlload.did_you_mean(name, known) or f"; there are {', '.join(known)}"
            raise KnowledgeError([_at(name, f"there is no pack “{name}”{hint}")])
        pack = yamlload.load(Pack, file, name if own else f"packs/{file.name}")
        if pack.id != file.stem:
            raise KnowledgeError([_at(pack.id, f"expected “{file.stem}”, as the file is named, found “{pack.id}”")])
        packs.append(pack)
    if not packs:
        return None
    return Layer(
        tuple(dict.fromkeys(name for pack in packs for name in pack.select)),
        tuple(dict.fromkeys(name for pack in packs for name in pack.ignore)),
        {name: severity for pack in packs for name, severity in pack.severity.items()},
    )


def digest(layers: Iterable[Layer]) -> str:
    """Return `sha256:…` over what the steps say, the same on every machine."""
    said = [
        [
            *(list(map(str, names)) for names in (layer.select, layer.ignore, layer.files)),
            *sorted([str(name), severity] for name, severity in layer.severity.items()),
        ]
        for layer in layers
    ]
    return f"sha256:{hashlib.sha256(repr(said).encode()).hexdigest()}"


def _at(value: str, message: str) -> Problem:
    problem = getattr(value, "problem", None)
    found = problem(message) if problem else None
    return found if isinstance(found, Problem) else Problem("claimlint.yaml", 1, 1, message)
