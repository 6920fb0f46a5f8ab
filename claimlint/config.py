"""`claimlint.yaml` and the command line's wishes to the Settings that the engine works by.

Only dataclasses are made at import: a run that finds no configuration never loads the YAML library.
"""

from __future__ import annotations

import datetime
import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import Literal, TypeAlias

from claimlint import lazy, patterns, selection, waiver
from claimlint.errors import KnowledgeError, Problem, UsageError
from claimlint.record import Record, field, names
from claimlint.selection import Layer
from claimlint.waiver import Waiver

CONFIG_NAME = "claimlint.yaml"
MISNAMED = "claimlint.yml"
"""A name that somebody may well choose, and whose settings would hold nowhere."""
EVIDENCE_FOLDER = "claimlint-evidence"
"""The site's own evidence rows beside the configuration, where it names no other folder."""
RULES_FOLDER = "claimlint-rules"
"""The site's own rules beside the configuration, where it names no other folder."""
VOCABULARY_FOLDER = "claimlint-vocabulary"
"""The site's own names beside the configuration, where it names no other folder."""
APPROVED_NAME = "approved.yaml"
"""Wording that somebody at the site has signed off, beside the configuration."""
WAIVERS_NAME = "claimlint-waivers.yaml"
"""Waivers in a file of their own beside the configuration, where it names no other."""
BASELINE_NAME = "claimlint-baseline.json"
"""Findings set aside, beside the configuration, where it names no other file."""
DEFAULT_JURISDICTION = "us"

_UNKNOWN = lazy.pattern(r"\{(?!(?:path|name)\})[^}]*\}?")
"""What looks like a part to be filled into an address, and is none."""

Severity: TypeAlias = Literal["error", "warning", "info"]


class InputFile(Record, frozen=True):
    """A file to check: the path that reports show, its bytes, and the lines that count (1-based; None: all of them)."""

    path: str
    data: bytes
    added_lines: frozenset[int] | None = None


class PageGroup(Record, frozen=True):
    """Pages that belong together: patterns of their paths, what they are about, what they are for, where they appear.

    url: the address; `{path}` in it stands for a file's path in the project, `{name}` for its name without ending.
    """

    files: tuple[str, ...]
    treatment: str | None = None
    condition: str | None = None
    purpose: Literal["offer", "information"] = "offer"
    url: str | None = None

    def url_of(self, path: str) -> str | None:
        """Return the address at which a file of the group appears; path: relative to the project, with `/`."""
        if self.url is None or "{" not in self.url:
            return self.url
        from urllib.parse import quote

        name = PurePosixPath(path).name.split(".")[0]
        return self.url.replace("{path}", quote(path)).replace("{name}", quote(name))


class Override(Record, frozen=True):
    """What is selected, ignored or louder for some paths; names are those of rules, topics and severities."""

    files: tuple[str, ...]
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    severity: dict[str, Severity] = field(default_factory=dict)


class Config(Record, frozen=True):
    """One `claimlint.yaml` as it stands; `None` and empty mean that it does not say."""

    jurisdiction: str | tuple[str, ...] | None = None
    contact: str | None = None
    extends: tuple[str, ...] = ()
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    severity: dict[str, Severity] = field(default_factory=dict)
    overrides: tuple[Override, ...] = ()
    pages: tuple[PageGroup, ...] = ()
    rules_folder: str | None = None
    evidence_folder: str | None = None
    vocabulary_folder: str | None = None
    waivers: tuple[Waiver, ...] = ()
    waivers_file: str | None = None
    baseline: str | None = None


class Project(Record, frozen=True):
    """Where a run takes place: its root, the configuration file (None: there is none) and what it says."""

    root: Path
    file: Path | None = None
    config: Config = field(default_factory=Config)

    @property
    def evidence_folder(self) -> Path | None:
        """The folder of the site's own evidence rows, None where there is none."""
        return self._own(self.config.evidence_folder, EVIDENCE_FOLDER)

    @property
    def rules_folder(self) -> Path | None:
        """The folder of the site's own rules, None where there is none."""
        return self._own(self.config.rules_folder, RULES_FOLDER)

    @property
    def vocabulary_folder(self) -> Path | None:
        """The folder of the site's own names, None where there is none."""
        return self._own(self.config.vocabulary_folder, VOCABULARY_FOLDER)

    def _own(self, named: str | None, usual: str) -> Path | None:
        folder = self.root / (named or usual)
        return folder if named or folder.is_dir() else None

    @property
    def knowledge_folders(self) -> tuple[Path, ...]:
        """The folders of the site that hold rules, evidence and words, not copy."""
        named = (
            self.config.rules_folder or RULES_FOLDER,
            self.config.evidence_folder or EVIDENCE_FOLDER,
            self.config.vocabulary_folder or VOCABULARY_FOLDER,
        )
        return tuple(self.root / name for name in named)

    @property
    def waivers_file(self) -> Path | None:
        """The file of the site's waivers, None where there is none."""
        named = self.config.waivers_file
        file = self.root / (named or WAIVERS_NAME)
        return file if named or file.is_file() else None

    @property
    def baseline_file(self) -> Path:
        """Where the baseline is, or would be."""
        return self.root / (self.config.baseline or BASELINE_NAME)

    @property
    def upkeep_files(self) -> frozenset[str]:
        """The files of the site that hold approved wording, waivers and the baseline, relative to its root."""
        own = (self.config.waivers_file or WAIVERS_NAME, self.config.baseline or BASELINE_NAME)
        return frozenset({APPROVED_NAME, *(PurePosixPath(name).as_posix() for name in own)})

    def says(self, key: str) -> bool:
        """Tell whether the configuration file sets a key of it, named as in the file."""
        name = key.replace("-", "_")
        return bool(getattr(self.config, name) != getattr(Config(), name))


class Settings(Record, frozen=True):
    """What the engine goes by.

    knowledge: the folder that holds rules, vocabularies, evidence, jurisdictions and wording; None: the shipped one.
    site_rules, site_evidence, site_vocabulary: the site's own additions to them. site_approved: the file of its
    approved wording.
    waivers: those of the site. baseline: the file of its findings set aside. whole: the run is over the whole site, so
    that what hides nothing any more can be told.
    treatment, condition: vocabulary ids that hold where a text names none (`--about`).
    select: only these rules, topics or severities (empty: all); ignore: not these. packs: what holds before that, by
    the names of the packs in `extends`; overrides: what holds after it, by path.
    cache: knowledge is kept compiled in the user's cache folder; remember: results are kept there too.
    jobs: how many processes to use, 0: as many as pay.
    root: what the patterns of `pages` are relative to; cwd: what the paths of InputFile are relative to.
    """

    as_of: datetime.date
    jurisdictions: tuple[str, ...] = (DEFAULT_JURISDICTION,)
    knowledge: Path | None = None
    site_rules: Path | None = None
    site_evidence: Path | None = None
    site_vocabulary: Path | None = None
    site_approved: Path | None = None
    waivers: tuple[Waiver, ...] = ()
    baseline: Path | None = None
    whole: bool = False
    treatment: str | None = None
    condition: str | None = None
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    severity: Mapping[str, Severity] = field(default_factory=dict)
    extends: tuple[str, ...] = ()
    packs: Layer | None = None
    overrides: tuple[Layer, ...] = ()
    pages: tuple[PageGroup, ...] = ()
    root: Path = field(default_factory=Path)
    cwd: Path = field(default_factory=Path)
    cache: bool = True
    remember: bool = False
    jobs: int = 1

    @property
    def layers(self) -> tuple[Layer, ...]:
        """What decides which rules speak, in the order in which it holds."""
        own = Layer(self.select, self.ignore, self.severity)
        return (*((self.packs,) if self.packs else ()), own, *self.overrides)

    def in_project(self, path: str) -> str:
        """Return a path of an InputFile as patterns see it: relative to the root, with `/`."""
        absolute = Path(os.path.normpath(self.cwd / path))
        inside = absolute.is_relative_to(self.root)
        return (absolute.relative_to(self.root) if inside else PurePosixPath(path)).as_posix()


def shipped_knowledge() -> Path:
    """Return the folder of rules that came with claimlint: inside the wheel, or beside the package in a checkout."""
    package = Path(__file__).resolve().parent
    inside = package / "_rules"
    return inside if inside.is_dir() else package.parent / "rules"


def find_project(start: Path) -> Project:
    """Find `claimlint.yaml` in `start` or above it, no further than the root of the git repository.

    Without one the project is the git repository, or `start` where there is none. Raises KnowledgeError.
    """
    start = start.resolve()
    for folder in (start, *start.parents):
        file = folder / CONFIG_NAME
        if file.is_file():
            return load_project(file)
        misnamed = folder / MISNAMED
        if misnamed.is_file():
            raise KnowledgeError([Problem(MISNAMED, 1, 1, f"is not read under this name; call it {CONFIG_NAME}")])
        if (folder / ".git").exists():
            return Project(folder)
    return Project(start)


def load_project(file: Path, shown: str = CONFIG_NAME) -> Project:
    """Read one configuration file; `shown` is what messages call it. Raises KnowledgeError with every fault of it."""
    from claimlint import yamlload

    root = file.resolve().parent
    config = yamlload.load(Config, file, shown)
    problems = list(_problems(config, root, shown))
    if problems:
        raise KnowledgeError(problems)
    return Project(root, file, config)


def settings(
    project: Project,
    *,
    as_of: datetime.date,
    jurisdictions: Iterable[str] = (),
    about: tuple[str | None, str | None] = (None, None),
    cwd: Path | None = None,
    cache: bool = True,
    jobs: int = 1,
) -> Settings:
    """Join configuration and command line; what the command line says wins. Raises UsageError for unknown names."""
    config = project.config
    wanted = tuple(dict.fromkeys(jurisdictions)) or jurisdictions_of(config)
    made = Settings(
        as_of=as_of,
        jurisdictions=wanted,
        site_rules=project.rules_folder,
        site_evidence=project.evidence_folder,
        site_vocabulary=project.vocabulary_folder,
        site_approved=project.root / APPROVED_NAME if (project.root / APPROVED_NAME).is_file() else None,
        waivers=waiver.load_waivers(config.waivers, project.waivers_file, config.waivers_file or WAIVERS_NAME),
        baseline=project.baseline_file if project.baseline_file.is_file() else None,
        treatment=about[0],
        condition=about[1],
        select=config.select,
        ignore=config.ignore,
        severity=config.severity,
        extends=config.extends,
        packs=selection.load_packs(config.extends, shipped_knowledge() / "packs", project.root),
        overrides=tuple(Layer(one.select, one.ignore, one.severity, one.files) for one in config.overrides),
        pages=config.pages,
        root=project.root,
        cwd=(cwd or Path()).resolve(),
        cache=cache,
        remember=cache,
        jobs=jobs,
    )
    _check_names(made, project)
    return made


def jurisdictions_of(config: Config) -> tuple[str, ...]:
    """Return the jurisdictions that the configuration names, else the default one."""
    named = config.jurisdiction
    if named is None:
        return (DEFAULT_JURISDICTION,)
    return (named,) if isinstance(named, str) else tuple(dict.fromkeys(named)) or (DEFAULT_JURISDICTION,)


def known_jurisdictions(made: Settings) -> tuple[str, ...]:
    """Return the codes of the jurisdictions there are files for."""
    return _stems(made.knowledge or shipped_knowledge(), "jurisdictions/*.yaml")


def known_rules(made: Settings) -> tuple[str, ...]:
    """Return the ids of all rules there are, sorted; a rule's id is the name of its file."""
    shipped = _stems(made.knowledge or shipped_knowledge(), "claims/*/*.yaml")
    own = _stems(made.site_rules, "**/*.yaml") if made.site_rules else ()
    return tuple(sorted({*shipped, *own}))


def known_topics(made: Settings) -> tuple[str, ...]:
    """Return the topics of all rules there are, sorted; a rule's topic is the name of its folder."""
    shipped = (made.knowledge or shipped_knowledge()).glob("claims/*/*.yaml")
    own = made.site_rules.rglob("*.yaml") if made.site_rules else ()
    return tuple(sorted({path.parent.name for path in (*shipped, *own)}))


def as_dict(config: Config) -> dict[str, object]:
    """Return the configuration with the keys of its file, in the order of this module."""
    return {name.replace("_", "-"): _plain(getattr(config, name)) for name in names(Config)}


def _plain(value: object) -> object:
    if isinstance(value, Record):
        return {name: _plain(getattr(value, name)) for name in names(type(value))}
    if isinstance(value, tuple):
        return tuple(map(_plain, value))
    return value.isoformat() if isinstance(value, datetime.date) else value


def _stems(folder: Path, pattern: str) -> tuple[str, ...]:
    return tuple(sorted(path.stem for path in folder.glob(pattern)))


def _problems(config: Config, root: Path, shown: str) -> Iterator[Problem]:
    written = [
        *config.include,
        *config.exclude,
        *(pattern for group in config.pages for pattern in group.files),
        *(pattern for override in config.overrides for pattern in override.files),
    ]
    for pattern in written:
        if fault := patterns.fault(pattern):
            yield _at(pattern, shown, f"the pattern “{pattern}” {fault}")
    for group in config.pages:
        for unknown in _UNKNOWN.findall(group.url or ""):
            yield _at(
                group.url or "", shown, f"“{unknown}” in an address stands for nothing; expected {{path}} or {{name}}"
            )
    for key in ("waivers_file", "baseline"):
        name = getattr(config, key)
        if name is not None and (_leaves(name) or not (root / name).resolve().is_relative_to(root)):
            yield _at(name, shown, f"the file “{name}” is outside of the project; expected one inside it")
    for key in ("rules_folder", "evidence_folder", "vocabulary_folder"):
        name = getattr(config, key)
        if name is None:
            continue
        folder = root / name
        if _leaves(name) or not folder.resolve().is_relative_to(root):
            yield _at(name, shown, f"the folder “{name}” is outside of the project; expected one inside it")
        elif not folder.is_dir():
            yield _at(name, shown, f"there is no folder “{name}” beside {shown}")


def _leaves(name: str) -> bool:
    posix = PurePosixPath(name.replace("\\", "/"))
    drive = len(name) > 1 and name[1] == ":"
    return drive or name.startswith(("\\\\", "~")) or ".." in posix.parts


def _at(value: str, shown: str, message: str) -> Problem:
    problem = getattr(value, "problem", None)
    found = problem(message) if problem else None
    return found if isinstance(found, Problem) else Problem(shown, 1, 1, message)


def _check_names(made: Settings, project: Project) -> None:
    jurisdictions, rules = known_jurisdictions(made), known_rules(made)
    for code in made.jurisdictions:
        if jurisdictions and code not in jurisdictions:
            _refuse(code, project, "jurisdiction", jurisdictions, f"expected one of {', '.join(jurisdictions)}")
    waiver.check(made.waivers, (*rules, selection.APPROVAL) if rules else ())
    known = (*rules, *known_topics(made), *selection.SEVERITIES, selection.APPROVAL, *selection.UPKEEP)
    for layer in made.layers:
        for name in (*layer.select, *layer.ignore, *layer.severity):
            if rules and name not in known:
                _refuse(name, project, "rule", known, "`claimlint rules list` shows them all")


def _refuse(value: str, project: Project, what: str, known: Iterable[str], otherwise: str) -> None:
    from claimlint.yamlload import did_you_mean

    several = f"; several are written [{', '.join(value.split(','))}]" if "," in value else ""
    message = f"unknown {what} “{value}”{several or did_you_mean(value, known) or '; ' + otherwise}"
    if project.file is not None and hasattr(value, "problem"):
        raise KnowledgeError([_at(value, CONFIG_NAME, message)])
    raise UsageError(message)
