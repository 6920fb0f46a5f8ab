"""`claimlint init`: look at the repository, ask a little, write configuration, commit hook and CI workflow."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TypeVar

import click

from claimlint import git
from claimlint.cli import init_files, options, output
from claimlint.cli.init_files import Answers, Planned, Source
from claimlint.cli.init_survey import ROOT, Survey, described, known_jurisdictions, survey
from claimlint.errors import UsageError
from claimlint.record import Record

T = TypeVar("T")
NOT_DONE = 2
CI = ("github", "gitlab", "none")


class _Told(Record, frozen=True):
    """What the command line says; None where it leaves a question open."""

    jurisdictions: tuple[str, ...] | None
    contact: str | None
    published: str | None
    install: bool | None


@click.command()
@click.option("--yes", is_flag=True, help="Ask nothing: take what the copy suggests.")
@click.option("--force", is_flag=True, help="Replace a claimlint.yaml and a workflow that exist.")
@click.option("--jurisdiction", "jurisdictions", type=options.Jurisdictions(), multiple=True, help="Judge for these.")
@click.option("--contact", help="Whom to ask about a finding.")
@click.option("--published", metavar="FOLDERS", help="Folders that visitors see, with commas between; “all” for all.")
@click.option("--ci", type=options.OneOf(CI), help="Write a workflow for this (default: by what is there).")
@click.option("--source", metavar="URL@REV", help="Get claimlint from this git repository.")
@click.option("--install-hooks/--no-install-hooks", default=None, help="Run `pre-commit install --install-hooks`.")
def command(
    yes: bool,
    force: bool,
    jurisdictions: tuple[tuple[str, ...], ...],
    contact: str | None,
    published: str | None,
    ci: str | None,
    source: str | None,
    install_hooks: bool | None,
) -> int:
    """Set claimlint up in this repository; nothing that exists is overwritten and nothing is hidden.

    It asks at most four questions: the jurisdictions, a contact, which folders are published, whether to install the
    hook. Options answer them beforehand; --yes takes what the copy suggests.
    """
    if not yes and not _asks():
        raise UsageError("init asks questions and this is no terminal; give --yes to take what the copy suggests")
    root, in_git = _root()
    come_from = init_files.source(source)
    seen = survey(root)
    output.write("".join(f"{_shown(line)}\n" for line in described(seen)))
    codes = tuple(code for one in jurisdictions for code in one) or None
    told = _Told(codes and _codes(codes), contact, published, install_hooks)
    if told.published is not None:
        _unpublished(told.published, seen)
    try:
        answers, install = _answers(seen, told, ask=not yes, hook=in_git)
        planned = _planned(root, in_git, answers, come_from, ci)
        asked = None if yes or force else _replace
        written = _write(root, planned, force=force, ask=asked)
    except click.Abort:
        output.say("claimlint: interrupted; what is not named above was not written")
        return NOT_DONE
    failed = install and not _install(root)
    if written or not failed:
        output.write(_shown("Nothing is hidden: `claimlint check` shows all there is today.") + "\n")
    return NOT_DONE if failed else 0


def _asks() -> bool:
    return sys.stdin is not None and sys.stdin.isatty() and sys.stdout.isatty()


def _root() -> tuple[Path, bool]:
    """Return the root of the git repository and True, or this folder and False where there is none."""
    try:
        return git.root(Path.cwd()), True
    except UsageError:
        return Path.cwd().resolve(), False


def _answers(seen: Survey, told: _Told, *, ask: bool, hook: bool) -> tuple[Answers, bool]:
    """Ask what is open, or take the guesses; return also whether the hook is to be installed."""
    codes, contact, folders = told.jurisdictions, told.contact, told.published
    because = ["", "", ""]
    guessed = (seen.jurisdiction.value or "",)
    if codes is None and ask:
        shown = f" ({seen.jurisdiction.because})" if seen.jurisdiction.because else ""
        codes = _question(f"Whose law holds for the copy?{shown}", ",".join(guessed), lambda text: _codes(_parts(text)))
    if contact is None and ask:
        contact = _question("Whom to ask about a finding? (- for nobody)", seen.contact.value or "-", _contact)
    if folders is None and ask and len(seen.folders) > 1:
        there = ", ".join(f"{name} ({count})" for name, count in seen.folders.items() if name != ROOT)
        default = ",".join(name for name in seen.folders if name not in seen.unpublished and name != ROOT)
        folders = _question(f"Which folders are published? There are {there}", default or "all", _there(seen))
    install = told.install
    if install is None:
        install = ask and hook and click.confirm(_shown("Install the commit hook now?"), default=True)
    if codes is None:
        codes, because[0] = guessed, seen.jurisdiction.because or "nothing in the copy says otherwise"
    if contact is None:
        contact, because[1] = seen.contact.value, seen.contact.because
    left_out = seen.unpublished if folders is None else _unpublished(folders, seen)
    if folders is None and left_out:
        because[2] = "by the names of the folders"
    return Answers(codes, contact if contact != "-" else None, left_out, *because), install and hook


def _question(text: str, default: str, take: Callable[[str], T]) -> T:
    def checked(value: str) -> T:
        try:
            return take(value)
        except UsageError as error:
            raise click.UsageError(_shown(str(error))) from error

    answer: T = click.prompt(_shown(text), default=default, value_proc=checked)
    return answer


def _shown(text: str) -> str:
    from claimlint.reporters import words

    return output.prose(words.safe(text))


def _parts(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())


def _codes(codes: Iterable[str]) -> tuple[str, ...]:
    from claimlint.yamlload import did_you_mean

    known = known_jurisdictions()
    wanted = tuple(dict.fromkeys(code.lower() for code in codes))
    for code in wanted:
        if code not in known:
            near = did_you_mean(code, known) or f"; there are {', '.join(known)}"
            raise UsageError(f"unknown jurisdiction “{code}”{near}")
    if not wanted:
        raise UsageError(f"expected one of {', '.join(known)}")
    return wanted


def _contact(text: str) -> str:
    if not text.isprintable():
        raise UsageError("expected an address, a name or a link, on one line")
    return text.strip()


def _there(seen: Survey) -> Callable[[str], str]:
    def take(text: str) -> str:
        _unpublished(text, seen)
        return text

    return take


def _unpublished(text: str, seen: Survey) -> tuple[str, ...]:
    """Return the top folders that are not among those named. Raises UsageError for one that is not there."""
    from claimlint.yamlload import did_you_mean

    named = {name.strip("/").removeprefix("./") for name in _parts(text)}
    folders = [name for name in seen.folders if name != ROOT]
    if named <= {"all"}:
        return ()
    for name in sorted(named - {ROOT}):
        if name not in folders:
            near = did_you_mean(name, folders) or (f"; there are {', '.join(folders)}" if folders else "")
            raise UsageError(f"there is no folder “{name}” with copy at the top of the repository{near}")
    return tuple(name for name in sorted(folders) if name not in named)


def _planned(root: Path, in_git: bool, answers: Answers, come_from: Source, ci: str | None) -> list[Planned]:
    planned = [init_files.configuration(answers)]
    if not in_git:
        output.write(_shown("This is no git repository, so there is no commit hook and no workflow to write.") + "\n")
        return planned
    planned.append(init_files.pre_commit(_read(root / init_files.PRE_COMMIT), come_from))
    chosen = ci or _ci(root)
    if chosen == "github":
        planned.append(init_files.github(come_from))
    elif chosen == "gitlab":
        planned += init_files.gitlab(_read(root / init_files.PIPELINE), come_from)
    elif ci is None:
        output.write(
            _shown("Neither GitHub nor GitLab is to be seen here; --ci github or --ci gitlab writes one.") + "\n"
        )
    return planned


def _ci(root: Path) -> str | None:
    if (root / init_files.PIPELINE).exists():
        return "gitlab"
    if (root / ".github").is_dir():
        return "github"
    host = git.remote_host(root) or ""
    return next((name for name in ("github", "gitlab") if name in host), None)


def _read(file: Path) -> str | None:
    """Return the text of a file with its line ends, None where there is none. Raises UsageError."""
    try:
        return file.read_bytes().decode("utf-8")
    except FileNotFoundError:
        return None
    except UnicodeDecodeError as error:
        raise UsageError(f"{file.name}: is not UTF-8; save it as UTF-8") from error


def _write(root: Path, planned: Iterable[Planned], *, force: bool, ask: Callable[[str], bool] | None) -> list[str]:
    """Write what is planned, each file whole or not at all; replace what exists only where that is wanted."""
    written = []
    for one in planned:
        file = root / one.path
        extended = one.path == init_files.PRE_COMMIT
        if one.text is None:
            output.write(_shown(f"{one.path} stays as it is: ") + one.note + "\n")
        elif file.exists() and not extended and not force and not (ask and ask(one.path)):
            output.write(_shown(f"{one.path} exists and stays as it is; --force replaces it.") + "\n")
        else:
            verb = "extended" if extended and file.exists() else "written"
            output.make_folder(file.parent)
            output.write_file(str(file), one.text, "file")
            output.write(_shown(f"{one.path} {verb}.") + "\n")
            written.append(one.path)
    return written


def _replace(name: str) -> bool:
    return click.confirm(_shown(f"{name} exists. Replace it?"), default=False)


def _install(root: Path) -> bool:
    """Run `pre-commit install --install-hooks`; say what to do where that fails."""
    found = shutil.which("pre-commit")
    command = [found] if found else [sys.executable, "-m", "pre_commit"]
    done = subprocess.run(
        [*command, "install", "--install-hooks"],
        cwd=root,
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    if done.returncode == 0:
        output.write(_shown("The commit hook is installed.") + "\n")
        return True
    if not found and "No module named" in done.stderr:
        why = "pre-commit is not installed"
    else:
        said = (done.stderr.strip() or done.stdout.strip() or "it did not say why").splitlines()
        why = said[0]
    output.say(f"claimlint: the commit hook was not installed ({why}); `pre-commit install --install-hooks` does it")
    return False
