"""`claimlint init`: what it says of a repository, guesses, asks and writes, and what it leaves alone."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from claimlint import config, yamlload
from claimlint.cli import init, init_files, main
from claimlint.cli.init_files import Answers, Source

Say = Callable[..., tuple[int, str, str]]


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A British clinic's repository: copy in two folders, notes in one, an image, a PDF, installed packages."""
    folder = tmp_path / "site"
    folder.mkdir()
    for name in ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.chdir(folder)
    subprocess.run(["git", "init", "-q", "-b", "main"], check=True)
    for name, text in {
        "pages/a.html": "<p>From £90. Write to hello@clinic.test or me@example.com.</p>",
        "pages/b.html": "<p>From £60. Write to hello@clinic.test.</p>",
        "posts/c.md": "# News\n\nWrite to desk@clinic.test.\n",
        "scripts/notes.md": "# Notes\n",
        "pages/team.png": "x",
        "pages/prices.pdf": "x",
        "node_modules/x/readme.html": "x",
    }.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def say(site: Path, monkeypatch: pytest.MonkeyPatch) -> Say:
    """Run the command; with answers, as on a terminal."""
    assert site

    def call(*arguments: str, answers: str | None = None) -> tuple[int, str, str]:
        monkeypatch.setattr(init, "_asks", lambda: answers is not None)
        ran = CliRunner().invoke(main, ["init", *arguments], input=answers)
        if ran.exception is not None and not isinstance(ran.exception, SystemExit):
            raise ran.exception
        return ran.exit_code, ran.stdout, ran.stderr

    return call


def test_it_says_what_can_be_read_and_what_cannot(say: Say) -> None:
    code, out, _ = say("--yes")
    assert code == 0
    assert "can read 4 files: 2 .html, 2 .md." in out
    assert "1 because it is an image, which claimlint does not judge (pages/team.png)" in out
    assert "1 because it is a PDF, which claimlint does not judge (pages/prices.pdf)" in out
    assert "1 because it holds installed packages (node_modules/)" in out


def test_with_yes_it_takes_what_the_copy_suggests_and_says_why(say: Say, site: Path) -> None:
    say("--yes")
    project = config.find_project(site)
    assert config.jurisdictions_of(project.config) == ("uk",)
    assert project.config.contact == "hello@clinic.test"
    assert project.config.exclude == ("/scripts/",)
    text = (site / "claimlint.yaml").read_text("utf-8")
    assert "# Guessed: “£” in pages/a.html and 1 more file.\njurisdiction: uk\n" in text
    assert "# Guessed: stands in 2 files, such as pages/a.html.\n" in text


def test_a_sign_in_few_files_decides_nothing(say: Say, site: Path) -> None:
    for number in range(40):
        (site / "posts" / f"{number}.md").write_text("# News\n", encoding="utf-8")
    say("--yes")
    assert config.jurisdictions_of(config.find_project(site).config) == ("us",)


def test_it_asks_at_most_four_questions(say: Say, site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    installed: list[Path] = []

    def install(root: Path) -> bool:
        installed.append(root)
        return True

    monkeypatch.setattr(init, "_install", install)
    code, out, _ = say(answers="us, uk\nCare Desk <care@clinic.test>\npages\ny\n")
    assert code == 0
    assert out.count("?") == 4
    held = config.find_project(site).config
    assert config.jurisdictions_of(held) == ("us", "uk")
    assert held.contact == "Care Desk <care@clinic.test>"
    assert held.exclude == ("/posts/", "/scripts/")
    assert installed == [site]


def test_a_wrong_answer_is_asked_again_with_what_was_meant(say: Say, site: Path) -> None:
    code, out, err = say("--no-install-hooks", answers="ukk\nuk\n-\npagse\npages\n")
    assert code == 0
    assert "unknown jurisdiction “ukk”; did you mean “uk”?" in out + err
    assert "no folder “pagse” with copy at the top of the repository; did you mean “pages”?" in out + err
    held = config.find_project(site).config
    assert held.contact is None
    assert held.exclude == ("/posts/", "/scripts/")


def test_options_answer_before_it_asks(say: Say, site: Path) -> None:
    options = ("--jurisdiction", "au", "--contact", "x", "--published", "all", "--no-install-hooks")
    code, out, _ = say(*options, answers="")
    assert code == 0
    assert "?" not in out
    held = config.find_project(site).config
    assert (config.jurisdictions_of(held), held.contact, held.exclude) == (("au",), "x", ())


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "this is no terminal; give --yes"),
        (("--yes", "--jurisdiction", "zz"), "unknown jurisdiction “zz”; there are au, "),
        (("--yes", "--published", "nowhere"), "there is no folder “nowhere” with copy"),
        (("--yes", "--source", "https://x.test/claimlint"), "expected URL@REVISION"),
        (("--yes", "--source", "git@x.test:a/claimlint"), "expected URL@REVISION"),
    ],
)
def test_what_cannot_be_done_is_one_line_and_writes_nothing(
    say: Say, site: Path, arguments: tuple[str, ...], said: str
) -> None:
    before = sorted(site.rglob("*"))
    code, _, err = say(*arguments)
    assert code == 2
    assert said in err
    assert err.count("\n") == 1
    assert sorted(site.rglob("*")) == before


def test_nothing_is_overwritten_but_when_it_is_wanted(say: Say, site: Path) -> None:
    (site / "claimlint.yaml").write_text("contact: mine\n", encoding="utf-8")
    code, out, _ = say("--yes")
    assert code == 0
    assert "claimlint.yaml exists and stays as it is; --force replaces it." in out
    assert (site / "claimlint.yaml").read_text("utf-8") == "contact: mine\n"
    answers = "us\n-\nall\n"
    say("--no-install-hooks", answers=f"{answers}n\n")
    assert (site / "claimlint.yaml").read_text("utf-8") == "contact: mine\n"
    say("--no-install-hooks", answers=f"{answers}y\n")
    assert "jurisdiction: us" in (site / "claimlint.yaml").read_text("utf-8")
    say("--yes", "--force")
    assert "jurisdiction: uk" in (site / "claimlint.yaml").read_text("utf-8")


def test_a_run_stopped_by_the_person_says_so(say: Say, site: Path) -> None:
    code, _, err = say(answers="us\n")
    assert code == 2
    assert "interrupted" in err
    assert not (site / "claimlint.yaml").exists()


def test_the_same_run_twice_changes_nothing(say: Say, site: Path) -> None:
    say("--yes", "--ci", "github")
    first = {path: path.read_bytes() for path in site.rglob("*") if path.is_file() and ".git/" not in str(path)}
    code, out, _ = say("--yes", "--ci", "github", "--force")
    assert code == 0
    assert "it has the hook already" in out
    assert {path: path.read_bytes() for path in first} == first


def test_without_git_only_the_configuration_is_written(
    say: Say, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "plain"
    folder.mkdir()
    (folder / "a.html").write_text("<p>Hello.</p>", encoding="utf-8")
    monkeypatch.chdir(folder)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    code, out, _ = say("--yes")
    assert code == 0
    assert "no git repository" in out
    assert sorted(path.name for path in folder.iterdir()) == ["a.html", "claimlint.yaml"]


def test_what_cannot_be_written_is_said_and_leaves_nothing_half_written(say: Say, site: Path) -> None:
    (site / ".github").write_text("a file, not a folder", encoding="utf-8")
    code, _, err = say("--yes", "--ci", "github")
    assert code == 2
    assert ".github/workflows: the folder cannot be made: " in err
    assert not [path for path in site.iterdir() if path.name.startswith(".claimlint")]


def test_a_hook_that_cannot_be_installed_is_said(say: Say, site: Path) -> None:
    (site / ".git" / "hooks").mkdir(exist_ok=True)
    (site / ".git" / "hooks" / "pre-commit").mkdir()
    code, _, err = say("--yes", "--install-hooks", "--ci", "none")
    assert code == 2
    assert "the commit hook was not installed (" in err
    assert "); `pre-commit install --install-hooks` does it" in err


@pytest.mark.parametrize(
    ("folder", "remote", "written"),
    [
        (".github", None, ".github/workflows/claimlint.yml"),
        (None, "git@github.com:clinic/site.git", ".github/workflows/claimlint.yml"),
        (None, "https://gitlab.clinic.test/web/site", ".gitlab/claimlint.yml"),
    ],
)
def test_the_workflow_is_for_what_is_there(
    say: Say, site: Path, folder: str | None, remote: str | None, written: str
) -> None:
    if folder:
        (site / folder).mkdir()
    if remote:
        subprocess.run(["git", "remote", "add", "origin", remote], check=True)
    code, out, _ = say("--yes")
    assert code == 0
    assert f"{written} written." in out
    assert (site / written).is_file()


def test_a_pipeline_that_exists_is_not_touched(say: Say, site: Path) -> None:
    (site / ".gitlab-ci.yml").write_text("# ours\nstages: [test]\n", encoding="utf-8")
    _, out, _ = say("--yes")
    assert (site / ".gitlab-ci.yml").read_text("utf-8") == "# ours\nstages: [test]\n"
    assert "include the jobs in it by hand:\ninclude:\n  - local: .gitlab/claimlint.yml\n" in out


EXISTING = """\
# Hooks of the web team. Ask Kim before you add one.
default_language_version:
    python: python3
repos:
# formatting
{dash}- repo: https://hooks.test/a   # pinned on purpose
{dash}  rev: "1"
{dash}  hooks:
{dash}  - id: x
{dash}    files: |
{dash}      (?x)^(
{dash}        # pages
{dash}        pages/.*
{dash}      )$

# the service
ci:
  skip: [x]  # slow
"""


@pytest.mark.parametrize("dash", ["", "  ", "      "])
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_the_hook_goes_into_what_is_there_and_all_comments_stay(dash: str, line_end: str) -> None:
    before = EXISTING.format(dash=dash).replace("\n", line_end)
    after = init_files.pre_commit(before, Source("https://code.test/claimlint", "v1")).text
    assert after is not None
    assert {*before.splitlines()} <= {*after.splitlines()}
    assert after.count("\r\n") == (after.count("\n") if line_end == "\r\n" else 0)
    old, new = yaml.safe_load(before), yaml.safe_load(after)
    added = new["repos"].pop()
    assert added == {"repo": "https://code.test/claimlint", "rev": "v1", "hooks": [{"id": "claimlint"}]}
    assert new == old


@pytest.mark.parametrize(
    "before",
    [
        "repos: []\n",
        "repos: []  # none yet\nfail_fast: true\n",
        "repos:\n- {repo: a, rev: b, hooks: [{id: c}]}",
        "repos:\n  - repo: a\n    rev: b\n    hooks:\n      - id: c\n        args: [\n        x] # why\n\n\n",
        "fail_fast: true\nrepos:\n- repo: meta\n  hooks:\n  - id: identity",
    ],
)
def test_other_forms_of_a_list_are_extended_too(before: str) -> None:
    after = init_files.pre_commit(before, Source()).text
    assert after is not None
    new = yaml.safe_load(after)
    assert new["repos"].pop()["hooks"][0]["id"] == "claimlint"
    assert new == yaml.safe_load(before)
    assert before.count("#") == after.count("#")


@pytest.mark.parametrize("before", ["repos: [{repo: a, rev: b, hooks: []}]\n", "fail_fast: true\n", "- a\n"])
def test_what_cannot_be_extended_is_left_alone_and_shown(before: str) -> None:
    planned = init_files.pre_commit(before, Source())
    assert planned.text is None
    assert "by hand" in planned.note
    assert "id: claimlint" in planned.note


def test_a_hook_that_is_there_is_not_added_again() -> None:
    for line in ("- id: claimlint", "- id: 'claimlint-full'  # all", "- alias: x\n        id: claimlint"):
        before = f"repos:\n  - repo: a\n    rev: b\n    hooks:\n      {line}\n"
        assert init_files.pre_commit(before, Source()).text is None


@given(st.text(min_size=1).filter(str.isprintable), st.text("ab c[!*#?\\'\"-é", min_size=1))
def test_any_answer_makes_a_configuration_that_reads_as_it_was_given(contact: str, folder: str) -> None:
    text = init_files.configuration(Answers(("uk",), contact, (folder,), contact, folder)).text
    assert text is not None
    held = yamlload.loads(config.Config, text, "claimlint.yaml")
    assert held.contact == contact
    assert len(held.exclude) == 1


def test_a_folder_with_marks_in_its_name_is_the_one_left_out(say: Say, site: Path) -> None:
    for name in ("[draft] *!", "#b"):
        (site / name).mkdir()
        (site / name / "x.html").write_text("<p>x</p>", encoding="utf-8")
    say("--yes", "--published", "pages,posts,scripts")
    ran = CliRunner().invoke(main, ["files"])
    assert "[draft] *!/  (left out: is excluded by claimlint.yaml)" in ran.stdout
    assert "#b/  (left out: is excluded by claimlint.yaml)" in ran.stdout
    assert "pages/a.html\n" in ran.stdout


def test_claimlint_on_github_is_used_as_an_action() -> None:
    text = init_files.github(Source("https://github.com/clinic/claimlint.git", "v1.2.3")).text
    assert text is not None
    assert "uses: clinic/claimlint@v1.2.3" in text
    package = init_files.github(Source("https://code.test/clinic/claimlint", "v1.2.3")).text
    assert package is not None
    assert '"claimlint-clinic @ git+https://code.test/clinic/claimlint@v1.2.3"' in package
