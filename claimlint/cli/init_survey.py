"""A repository to what `init` says of it: what can be read, what cannot and why, and guesses from the copy."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path, PurePosixPath

from claimlint import discovery, lazy, whereabouts
from claimlint.cli.inputs import supported
from claimlint.config import DEFAULT_JURISDICTION, Project, shipped_knowledge
from claimlint.discovery import Discovery
from claimlint.evidence import Jurisdiction, load_jurisdictions
from claimlint.record import Record

ROOT = "."
"""What the files that lie in no folder are counted under."""
_UNPUBLISHED = frozenset(
    "ci config doc docs draft drafts etc example examples notes script scripts spec test tests tool tools".split()
)
_START = lazy.pattern(r"index\.\w+")
_ADDRESS = lazy.pattern(r"(?<![\w.+-])[\w.+-]{1,64}+@(?:[a-z0-9-]{1,63}+\.){1,5}[a-z]{2,24}(?![\w@])", re.IGNORECASE)
_NOBODY = lazy.pattern(r"@(?:.+\.)?(?:example\.\w+|domain\.com|email\.com|sentry\.io)$|no-?reply", re.IGNORECASE)
_SHARE = 10
"""A sign of a country decides where one in so many files has it."""
_SHOWN = 3
"""Examples shown of what is left out."""


class Guess(Record, frozen=True):
    """What the copy suggests, and what shows it (empty: nothing does)."""

    value: str | None
    because: str = ""


class Survey(Record, frozen=True):
    """What there is: files by ending, files by top folder, what is left out by reason, and guesses."""

    endings: Mapping[str, int]
    folders: Mapping[str, int]
    left_out: Mapping[str, tuple[str, ...]]
    unpublished: tuple[str, ...]
    jurisdiction: Guess
    contact: Guess

    @property
    def files(self) -> int:
        """How many files can be read."""
        return sum(self.endings.values())


def survey(root: Path) -> Survey:
    """Look at a repository as `check` would without a configuration."""
    found = discovery.discover([ROOT], project=Project(root), cwd=root, supported=supported)
    contents = list(_contents(found))
    return Survey(
        _sorted(Counter(PurePosixPath(each.path).suffix.lower() for each in found.files)),
        _sorted(Counter(_top(each.path) for each in found.files)),
        _left_out(found),
        tuple(_unpublished(found)),
        _jurisdiction(contents),
        _contact(contents),
    )


def described(seen: Survey) -> Iterator[str]:
    """Yield what there is to say of a repository, line by line."""
    endings = ", ".join(f"{count} {ending}" for ending, count in seen.endings.items())
    yield f"claimlint can read {_count(seen.files, 'file')}{': ' + endings if endings else ''}."
    if seen.left_out:
        yield "It leaves out:"
    for reason, names in seen.left_out.items():
        more = ", …" if len(names) > _SHOWN else ""
        yield f"  {len(names):>5} because it {reason} ({', '.join(names[:_SHOWN])}{more})"
    yield "What images and PDFs say, what templates fill in and text in other languages is not judged."


def known_jurisdictions() -> Mapping[str, Jurisdiction]:
    """Return all jurisdictions there are by their codes."""
    return load_jurisdictions(shipped_knowledge() / "jurisdictions")


def _contents(found: Discovery) -> Iterator[tuple[str, bytes]]:
    for each in found.files:
        try:
            yield each.path, discovery.read(each)
        except OSError:
            continue


def _sorted(counts: Counter[str]) -> dict[str, int]:
    return dict(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))


def _top(path: str) -> str:
    head, slash, _ = path.partition("/")
    return head if slash else ROOT


def _left_out(found: Discovery) -> dict[str, tuple[str, ...]]:
    by_reason: dict[str, list[str]] = {}
    for entry in found.left_out:
        by_reason.setdefault(entry.reason or entry.status, []).append(entry.path)
    ordered = sorted(by_reason.items(), key=lambda pair: (-len(pair[1]), pair[0]))
    return {reason: tuple(names) for reason, names in ordered}


def _unpublished(found: Discovery) -> Iterator[str]:
    """Yield the top folders that hold no copy by their names, unless a start page in them says otherwise."""
    starts = {_top(each.path) for each in found.files if _START.fullmatch(PurePosixPath(each.path).name)}
    for folder in sorted({_top(each.path) for each in found.files}):
        if folder.lower() in _UNPUBLISHED and folder not in starts:
            yield folder


def _jurisdiction(contents: Sequence[tuple[str, bytes]]) -> Guess:
    hint = whereabouts.hint(contents, (), known_jurisdictions())
    if hint is None or hint.files * _SHARE < len(contents):
        return Guess(DEFAULT_JURISDICTION)
    more = f" and {_count(hint.files - 1, 'more file')}" if hint.files > 1 else ""
    return Guess(hint.code, f"“{hint.sign}” in {hint.path}{more}")


def _contact(contents: Iterable[tuple[str, bytes]]) -> Guess:
    files: dict[str, list[str]] = {}
    for path, data in contents:
        for address in {match.group().lower() for match in _ADDRESS.finditer(data.decode("utf-8", "replace"))}:
            if not _NOBODY.search(address):
                files.setdefault(address, []).append(path)
    if not files:
        return Guess(None)
    address = max(sorted(files), key=lambda name: len(files[name]))
    return Guess(address, f"stands in {_count(len(files[address]), 'file')}, such as {min(files[address])}")


def _count(number: int, thing: str) -> str:
    return f"{number} {thing}{'' if number == 1 else 's'}"
