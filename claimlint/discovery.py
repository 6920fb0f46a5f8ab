"""Paths to the files to lint, and to one entry for everything that was left out, with the reason.

A folder is walked; what git ignores, what is not the site's own copy and what leads out of the project is left out.
A file named on the command line is always taken, unless the caller forces the exclusions on it too.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from fnmatch import translate
from pathlib import Path
from typing import TypeAlias

from claimlint import lazy, patterns
from claimlint.config import CONFIG_NAME, Project
from claimlint.patterns import Patterns
from claimlint.record import Record, field
from claimlint.report import FileEntry

MAX_BYTES = 64 * 1024 * 1024
ELSEWHERE = "is configuration that holds only where claimlint runs in its folder"
_LEADS_NOWHERE = "is a link that leads nowhere"
_Rules: TypeAlias = tuple[tuple[Path, Patterns], ...]

_FOLDERS: dict[str, str] = {
    name: reason
    for reason, names in {
        "holds installed packages": "node_modules bower_components jspm_packages .venv venv site-packages",
        "holds other people's code": "vendor vendored third_party third-party thirdparty wp-admin wp-includes",
        "holds build output": "dist build out _site target deploy-site storybook-static __pycache__",
        "holds tests": "__tests__ __mocks__ __snapshots__ cypress e2e",
        "holds an old copy of the site": "_legacy_backup legacy_backup _backup _backups _old _archive",
    }.items()
    for name in names.split()
}
_PLANS = ("plans", "briefs", "audits")
"""Folders of notes, but only somewhere below `docs`: a clinic sells plans too."""
_WORDPRESS_PLUGINS = ("plugins", "mu-plugins")
"""Folders of plugins, but only in WordPress's own `wp-content`."""
_HIDDEN_BUT_COPY = (".vitepress", ".vuepress")
_ABOUT_THE_REPOSITORY = """
    readme changelog changes contributing license licence copying code_of_conduct code-of-conduct authors maintainers
    codeowners notice todo roadmap brief plan agents claude gemini skill copilot-instructions security governance
""".split()
_FILES: tuple[tuple[str, str], ...] = tuple(
    (pattern, reason)
    for reason, patterns in {
        "is minified": "*.min.* *-min.js *-min.css *.bundle.js *.chunk.js *.map",
        "is a lock file": "package-lock.json npm-shrinkwrap.json *-lock.json *-lock.yaml *.lock yarn.lock go.sum",
        "is about the repository, not for visitors": "readme[-_.]*.md *seo-audit* *-backlog.md "
        + " ".join(f"{stem} {stem}.md {stem}.txt {stem}.rst" for stem in _ABOUT_THE_REPOSITORY),
        "is configuration": "package.json composer.json tsconfig*.json jsconfig*.json bower.json lerna.json nx.json "
        "turbo.json vercel.json firebase.json angular.json components.json *.config.js *.config.cjs *.config.mjs "
        "*.config.ts *.config.mts .* docker-compose*.y*ml compose.y*ml pyproject.toml cargo.toml netlify.toml "
        "wrangler.toml requirements*.txt robots.txt ads.txt cmakelists.txt mkdocs.yml " + CONFIG_NAME,
        "is a test": "*.test.* *.spec.* *_test.* *.stories.* *.snap",
        "is generated": "*.d.ts *.generated.* *.gen.ts *.gen.js sitemap*.xml _redirects redirects.*",
    }.items()
    for pattern in patterns.split()
)
_FILE = lazy.pattern("|".join(f"({translate(pattern)})" for pattern, _ in _FILES))
"""All of them at once; the first that fits is the group that matched."""
_NOT_TEXT = {
    ext: kind
    for kind, exts in {
        "an image": "png jpg jpeg gif webp avif svg ico bmp tif tiff heic psd ai eps",
        "a PDF": "pdf",
        "a video or a sound": "mp4 webm mov avi mkv mp3 wav ogg m4a",
        "a font": "woff woff2 ttf otf eot",
        "an archive": "zip gz tgz bz2 xz 7z rar tar",
        "an office document": "doc xls xlsx ppt pptx odt ods odp pages key",
    }.items()
    for ext in exts.split()
}


class Found(Record, frozen=True):
    """A file to lint: the path that reports show (relative to the working directory, with `/`) and where it is."""

    path: str
    file: Path


class Discovery(Record, frozen=True):
    """What to lint, what was left out, and the named folders that hold nothing to lint; all sorted."""

    files: tuple[Found, ...]
    left_out: tuple[FileEntry, ...]
    empty_folders: tuple[str, ...] = ()


def shown(path: Path, cwd: Path) -> str:
    """Return `path` as reports show it; bytes of a name that are not UTF-8 are escaped (`caf\\xe9.html`)."""
    try:
        relative = os.path.relpath(path, cwd)
    except ValueError:
        relative = str(path)
    return os.fsencode(relative.replace(os.sep, "/")).decode("utf-8", "backslashreplace")


def discover(
    paths: Sequence[str],
    *,
    project: Project,
    cwd: Path,
    supported: Callable[[str], bool],
    force_exclude: bool = False,
) -> Discovery:
    """Find the files to lint in `paths`; `supported` tells by its name whether a file has a reader."""
    walk = _Walk(project, cwd, supported)
    empty: list[str] = []
    for name in paths:
        path = Path(os.path.normpath(cwd / name))
        if path.is_dir():
            if force_exclude and (reason := walk.reason_above(path, itself=True)):
                walk.leave(path, reason, is_folder=True)
            elif not walk.folder(path):
                empty.append(name)
        else:
            walk.named(path, name, force_exclude)
    return walk.done(empty)


def select(paths: Iterable[Path], *, project: Project, cwd: Path, supported: Callable[[str], bool]) -> Discovery:
    """Choose among paths that somebody else found (git): exclusions hold for all, and no file has to exist."""
    walk = _Walk(project, cwd, supported)
    for path in paths:
        if path.is_symlink():
            walk.leave(path, "is a link")
        elif reason := walk.named_reason(path) or walk.unread_reason(path):
            walk.leave(path, reason)
        else:
            walk.take(path)
    return walk.done()


def kind_of(name: str) -> str | None:
    """Return what a file is that cannot be read as text (“an image”), judged by its name; None where unknown."""
    return _NOT_TEXT.get(name.rpartition(".")[2].lower())


def read(found: Found) -> bytes:
    """Return the bytes of a file. Raises OSError, with a reason a person understands, where there is too much of it."""
    if found.file.stat().st_size > MAX_BYTES:
        raise OSError(f"is larger than {MAX_BYTES // 1024 // 1024} MB; split it")
    return found.file.read_bytes()


class _Walk(Record):
    project: Project
    cwd: Path
    supported: Callable[[str], bool]
    found: dict[Path, set[Path]] = field(default_factory=dict)
    left_out: dict[str, FileEntry] = field(default_factory=dict)
    taken: int = 0
    rules: dict[Path, _Rules] = field(default_factory=dict)

    def folder(self, top: Path) -> bool:
        """Walk a folder; tell whether it holds a file to lint."""
        before = self.taken
        stack = [top]
        while stack:
            folder = stack.pop()
            try:
                entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
            except OSError as error:
                self.leave(folder, f"cannot be opened: {error.strerror}", status="failed", is_folder=True)
                continue
            for entry in entries:
                path = Path(entry.path)
                if entry.is_symlink():
                    self._link(path)
                elif entry.is_dir():
                    reason = self._folder_reason(path)
                    if reason is None:
                        stack.append(path)
                    elif entry.name != ".git":
                        self.leave(path, reason, is_folder=True)
                else:
                    self._file(path)
        return self.taken > before

    def named(self, path: Path, name: str, force_exclude: bool) -> None:
        """Take a file the person named, or say why it cannot be taken."""
        if not os.path.lexists(path):
            self.leave(path, "does not exist", status="failed", as_named=name)
        elif path.is_symlink() and not self._inside(path, path.parent):
            self.leave(path, "is a link that leads out of the project", status="failed", as_named=name)
        elif not path.exists():
            self.leave(path, _LEADS_NOWHERE, status="failed", as_named=name)
        elif not path.is_file():
            self.leave(path, "is not a regular file; use - for standard input", status="failed", as_named=name)
        elif force_exclude and (reason := self.named_reason(path)):
            self.leave(path, reason)
        elif why := self.unread_reason(path):
            self.leave(path, why, status="skipped" if force_exclude else "failed")
        else:
            self.take(path)

    def done(self, empty: Iterable[str] = ()) -> Discovery:
        """Return what was found. Of several names of one file its own counts, and then the first."""
        found = []
        for real, names in self.found.items():
            first, *others = sorted((path != real, shown(path, self.cwd), path) for path in names)
            found.append(Found(first[1], first[2]))
            for _, _, path in others:
                self.leave(path, f"is the same file as {first[1]}")
        found.sort(key=lambda each: each.path)
        left_out = sorted(self.left_out.values(), key=lambda entry: entry.path)
        return Discovery(tuple(found), tuple(left_out), tuple(empty))

    def unread_reason(self, path: Path) -> str | None:
        if self.supported(path.name):
            return None
        kind = kind_of(path.name)
        return f"is {kind}, which claimlint does not judge" if kind else "has no format that claimlint reads"

    def _file(self, path: Path) -> None:
        if not path.exists():
            self.leave(path, _LEADS_NOWHERE)
        elif not path.is_file():
            self.leave(path, "is not a regular file")
        elif reason := self._file_reason(path) or self.unread_reason(path):
            self.leave(path, reason)
        else:
            self.take(path)

    def _link(self, path: Path) -> None:
        if not self._inside(path, self.project.root):
            self.leave(path, "is a link that leads out of the project")
        elif path.is_dir():
            self.leave(path, "is a link to a folder of the project", is_folder=True)
        else:
            self._file(path)

    def take(self, path: Path) -> None:
        self.taken += 1
        self.found.setdefault(_real(path), set()).add(path)

    def leave(
        self, path: Path, reason: str, *, status: str = "skipped", is_folder: bool = False, as_named: str | None = None
    ) -> None:
        name = shown(path, self.cwd) + ("/" if is_folder else "")
        if as_named and as_named.startswith("-"):
            name = as_named
        self.left_out[name] = FileEntry(name, status, reason)

    def _inside(self, path: Path, home: Path) -> bool:
        real = _real(path)
        return real.is_relative_to(_real(self.project.root)) or real.is_relative_to(_real(home))

    def _relative(self, path: Path) -> str | None:
        root = self.project.root
        return path.relative_to(root).as_posix() if path.is_relative_to(root) else None

    def _folder_reason(self, path: Path) -> str | None:
        relative = self._relative(path)
        if relative is not None:
            if path in self.project.knowledge_folders:
                return "holds rules or evidence, not copy"
            if patterns.fits(self.project.config.exclude, relative, folder=True):
                return f"is excluded by {CONFIG_NAME}"
            if any(_leads_into(pattern, relative) for pattern in self.project.config.include):
                return None
        if self._ignored(path, folder=True):
            return "is ignored by git"
        return _default_folder_reason(path.name, relative or "")

    def _file_reason(self, path: Path) -> str | None:
        relative = self._relative(path)
        if relative is not None:
            if relative in self.project.upkeep_files:
                return "is configuration"
            if path.name == CONFIG_NAME and path != self.project.file:
                return ELSEWHERE
            if patterns.fits(self.project.config.exclude, relative):
                return f"is excluded by {CONFIG_NAME}"
            if patterns.fits(self.project.config.include, relative):
                return None
            if self.project.config.include:
                return f"is not in “include” of {CONFIG_NAME}"
        if self._ignored(path, folder=False):
            return "is ignored by git"
        return _default_file_reason(path.name)

    def named_reason(self, path: Path) -> str | None:
        """Return why a file would be left out in a walk over the project, None where it would not."""
        return self.reason_above(path) or self._file_reason(path)

    def reason_above(self, path: Path, *, itself: bool = False) -> str | None:
        """Return why a walk over the project would not come to a path; itself: it is a folder, and asked about too."""
        top = self.project.root if path.is_relative_to(self.project.root) else path.parent
        parts = path.relative_to(top).parts
        for folder in (top.joinpath(*parts[:end]) for end in range(1, len(parts) + itself)):
            if reason := self._folder_reason(folder):
                return reason if folder == path else f"is in {shown(folder, self.cwd)}/, which {reason}"
        return None

    def _ignored(self, path: Path, *, folder: bool) -> bool:
        for base, rules in reversed(self._rules_in(path.parent)):
            verdict = rules.step(path.relative_to(base).as_posix(), folder=folder)
            if verdict is not None:
                return verdict
        return False

    def _rules_in(self, folder: Path) -> _Rules:
        """Return the rules for what is in a folder, outermost first, each with the folder it is relative to.

        They begin at the root of the git repository; without one at the root of the project.
        """
        rules: _Rules = ()
        unknown: list[Path] = []
        for above in (folder, *folder.parents):
            if above in self.rules:
                rules = self.rules[above]
                break
            unknown.append(above)
            if (above / ".git").exists():
                own = _read_ignore(above / ".git" / "info" / "exclude")
                rules = ((above, own),) if own else ()
                break
        else:
            unknown = [above for above in unknown if above == folder or above.is_relative_to(self.project.root)]
        for above in reversed(unknown):
            own = _read_ignore(above / ".gitignore")
            rules = self.rules[above] = (*rules, (above, own)) if own else rules
        return rules


def _default_folder_reason(name: str, relative: str) -> str | None:
    if name.lower() in _PLANS and "docs" in relative.lower().split("/"):
        return "holds plans and notes"
    if name.lower() in _WORDPRESS_PLUGINS and relative.lower().split("/")[-2:-1] == ["wp-content"]:
        return "holds other people's code"
    if name.startswith(".") and name not in _HIDDEN_BUT_COPY:
        return "is a hidden folder"
    return _FOLDERS.get(name.lower())


def _default_file_reason(name: str) -> str | None:
    found = _FILE.match(name.lower())
    return _FILES[found.lastindex - 1][1] if found and found.lastindex else None


def _leads_into(pattern: str, folder: str) -> bool:
    """Tell whether `pattern` names something in `folder` or on the way to it by its literal beginning."""
    literal = pattern.lstrip("/").split("*")[0].rstrip("/")
    return bool(literal) and (f"{literal}/".startswith(f"{folder}/") or f"{folder}/".startswith(f"{literal}/"))


def _real(path: Path) -> Path:
    """Return where links lead; of links that lead round in a circle no error but one of them."""
    return Path(os.path.realpath(path))


def _read_ignore(file: Path) -> Patterns | None:
    try:
        return patterns.of_gitignore(file.read_text(encoding="utf-8-sig", errors="replace"))
    except OSError:
        return None
