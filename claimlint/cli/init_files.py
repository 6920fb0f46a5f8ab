"""What was answered to the files that `init` writes: configuration, pre-commit entry, CI workflow."""

from __future__ import annotations

import json
import re
from importlib import metadata
from pathlib import Path

from claimlint import __version__, lazy, yamlload
from claimlint.config import CONFIG_NAME
from claimlint.errors import KnowledgeError, UsageError
from claimlint.record import Record
from claimlint.reporters import words

PRE_COMMIT = ".pre-commit-config.yaml"
WORKFLOW = ".github/workflows/claimlint.yml"
PIPELINE, INCLUDED = ".gitlab-ci.yml", ".gitlab/claimlint.yml"
_PACKAGE = "claimlint-clinic"
_TEMPLATES = Path(__file__).parent / "templates"
_GITHUB = lazy.pattern(r"(?:https://|ssh://git@|git@)github\.com[/:]([\w.-]+/[\w.-]+?)(?:\.git)?/?")
_SPECIAL = lazy.pattern(r"([\\\[\]!# ])|([*?])")
_HOOK = lazy.pattern(r"(?m)^[ \t-]*+id:[ \t]++[\"']?claimlint(?:-full)?+[\"']?[ \t]*+(?:#.*+)?\r?$")


class Answers(Record, frozen=True):
    """What the configuration shall say; `because_…` tells where a guess came from (empty: somebody said so)."""

    jurisdictions: tuple[str, ...]
    contact: str | None
    unpublished: tuple[str, ...]
    because_jurisdiction: str = ""
    because_contact: str = ""
    because_unpublished: str = ""


class Source(Record, frozen=True):
    """Where claimlint comes from: a git repository at a revision, or (both None) the package index."""

    repository: str | None = None
    revision: str | None = None

    @property
    def action(self) -> str | None:
        """The action of a workflow on GitHub, where the repository is there."""
        found = _GITHUB.fullmatch(self.repository or "")
        return f"{found[1]}@{self.revision}" if found else None


class Planned(Record, frozen=True):
    """A file to write, `text` whole; None: it stays as it is. note: what the person has to know or do."""

    path: str
    text: str | None
    note: str = ""


def source(named: str | None) -> Source:
    """Return the source that the person named as URL@REVISION, else where this installation came from."""
    if named is not None:
        url, at, revision = named.rpartition("@")
        if not at or "/" not in url or not revision or "/" in revision:
            raise UsageError(f"“{named}” does not say both; expected URL@REVISION, such as https://…/claimlint@v1.0.0")
        return Source(url, revision)
    try:
        told = json.loads(metadata.distribution(_PACKAGE).read_text("direct_url.json") or "{}")
    except (metadata.PackageNotFoundError, ValueError):
        told = {}
    vcs = told.get("vcs_info", {}) if isinstance(told, dict) else {}
    if vcs.get("vcs") == "git" and vcs.get("commit_id") and str(told.get("url")).startswith(("https://", "ssh://")):
        return Source(str(told["url"]), str(vcs.get("requested_revision") or vcs["commit_id"]))
    return Source()


def configuration(answers: Answers) -> Planned:
    """Return `claimlint.yaml` with what was answered and what else can be said in it."""
    codes = answers.jurisdictions
    folders = [f"  - {_quoted(f'/{_escaped(name)}/')}" for name in answers.unpublished]
    text = _filled(
        "claimlint.yaml",
        jurisdiction=codes[0] if len(codes) == 1 else f"[{', '.join(codes)}]",
        contact=f"contact: {_quoted(answers.contact)}" if answers.contact else "# contact: compliance@example.org",
        exclude="\n".join(("exclude:", *folders)) if folders else '# exclude: ["/drafts/"]',
        why_jurisdiction=_why(answers.because_jurisdiction),
        why_contact=_why(answers.because_contact),
        why_exclude=_why(answers.because_unpublished),
    )
    return Planned(CONFIG_NAME, text)


def pre_commit(current: str | None, come_from: Source) -> Planned:
    """Return the configuration of pre-commit with the hook in it; what is there keeps its comments and its form."""
    entry = _entry(come_from)
    if current is None or not current.strip():
        return Planned(PRE_COMMIT, f"repos:\n{_indented(entry, 2)}")
    if _HOOK.search(current):
        return Planned(PRE_COMMIT, None, "it has the hook already")
    by_hand = Planned(PRE_COMMIT, None, f"it has no plain list of “repos”; add this there by hand:\n{entry.rstrip()}")
    try:
        place = yamlload.list_end(current, "repos")
    except KnowledgeError as error:
        raise UsageError(f"{PRE_COMMIT}: {error.problems[0].message}; mend it first") from error
    if place is None:
        return by_hand
    start, end, column = place
    before = current[:start]
    if start != end:
        before = f"{before.rstrip()}\n"
    elif not before.endswith("\n"):
        before += "\n"
    added = _indented(entry, column)
    text = f"{before}{added}{current[end:].lstrip(chr(10)) if start != end else current[end:]}"
    return Planned(PRE_COMMIT, text.replace("\r\n", "\n").replace("\n", "\r\n") if "\r\n" in current else text)


def github(come_from: Source) -> Planned:
    """Return the workflow: with the action where claimlint is on GitHub, else with the package."""
    if come_from.action:
        return Planned(WORKFLOW, _filled("github-action.yml", action=come_from.action))
    return Planned(WORKFLOW, _filled("github-package.yml", requirement=_quoted(_requirement(come_from))))


def gitlab(pipeline: str | None, come_from: Source) -> list[Planned]:
    """Return the jobs, and the pipeline that includes them; one that exists is not touched."""
    include = f"include:\n  - local: {INCLUDED}\n"
    jobs = Planned(INCLUDED, _filled("gitlab.yml", requirement=_quoted(_requirement(come_from))))
    if pipeline is None:
        return [jobs, Planned(PIPELINE, include)]
    if INCLUDED in pipeline:
        return [jobs, Planned(PIPELINE, None, "it includes the jobs already")]
    return [jobs, Planned(PIPELINE, None, f"include the jobs in it by hand:\n{include.rstrip()}")]


def _entry(come_from: Source) -> str:
    if come_from.repository:
        names = {"repository": _quoted(come_from.repository), "revision": _quoted(come_from.revision or "")}
        return _filled("pre-commit-repository.yaml", **names)
    return _filled("pre-commit-package.yaml", requirement=_quoted(_requirement(come_from)))


def _requirement(come_from: Source) -> str:
    if come_from.repository:
        return f"{_PACKAGE} @ git+{come_from.repository}@{come_from.revision}"
    return f"{_PACKAGE}=={__version__}"


def _filled(template: str, **values: str) -> str:
    text = (_TEMPLATES / template).read_text(encoding="utf-8")
    return re.sub(r"@([a-z_]++)@", lambda name: values[name[1]], text)


def _escaped(name: str) -> str:
    """Return the pattern for just this name; a backslash before a star would look like a folder of Windows."""
    return _SPECIAL.sub(lambda found: f"\\{found[1]}" if found[1] else f"[{found[2]}]", name)


def _quoted(text: str) -> str:
    """Return a YAML string in double quotes, which JSON's are."""
    return json.dumps(text, ensure_ascii=False)


def _why(because: str) -> str:
    return f"\n# Guessed: {words.safe(because)}." if because else ""


def _indented(text: str, column: int) -> str:
    return "".join(f"{' ' * column}{line}" for line in text.splitlines(keepends=True))
