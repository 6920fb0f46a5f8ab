"""git: which lines are new, in files of any name and line end, and what is staged."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimlint import git
from claimlint.errors import UsageError
from claimlint.source import LineIndex


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE"):
        monkeypatch.delenv(name, raising=False)
    for role in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{role}_NAME", "A")
        monkeypatch.setenv(f"GIT_{role}_EMAIL", "a@example.org")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    folder = tmp_path / "repo"
    folder.mkdir()
    run(folder, "init", "-q", "-b", "main")
    return folder


def run(folder: Path, *arguments: str) -> None:
    subprocess.run(["git", *arguments], cwd=folder, check=True, capture_output=True)


def commit(folder: Path, name: str, data: bytes) -> None:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    run(folder, "add", "-A")
    run(folder, "commit", "-q", "-m", "x")


def lines(changes: tuple[git.Change, ...]) -> dict[str, list[int] | None]:
    return {change.path: None if change.lines is None else sorted(change.lines) for change in changes}


def test_staged_lines_are_those_added(repository: Path) -> None:
    commit(repository, "a.html", b"one\ntwo\nthree\nfour\n")
    (repository / "a.html").write_bytes(b"one\nTWO\nthree\nnew\nfour\nlast\n")
    (repository / "b.html").write_bytes(b"x\n--- y\n+++ b/z\ndiff --git a/q b/q\n")
    assert lines(git.staged(repository)) == {}
    run(repository, "add", "-A")
    assert lines(git.staged(repository)) == {"a.html": [2, 4, 6], "b.html": [1, 2, 3, 4]}


def test_unstaged_edits_do_not_count_and_the_staged_bytes_are_read(repository: Path) -> None:
    commit(repository, "a.html", b"one\n")
    (repository / "a.html").write_bytes(b"one\nstaged\n")
    run(repository, "add", "-A")
    (repository / "a.html").write_bytes(b"changed again\n")
    assert lines(git.staged(repository)) == {"a.html": [2]}
    assert git.staged_bytes(repository, ["a.html", "none.html"]) == {"a.html": b"one\nstaged\n"}


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such names")
@pytest.mark.parametrize(
    "name", ["é.html", 'a"b.html', "a\tb.html", "a b.html", "x and b.html", "a\nb.html", "sub dir/ä\\n.html"]
)
def test_files_of_any_name(repository: Path, name: str) -> None:
    commit(repository, "first.html", b"x\n")
    path = repository / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(b"one\ntwo\n")
    run(repository, "add", "-A")
    assert lines(git.staged(repository)) == {name: [1, 2]}
    assert git.staged_bytes(repository, [name]) == {name: b"one\ntwo\n"}


def test_settings_of_the_person_change_nothing(repository: Path) -> None:
    commit(repository, "a.html", b"one\ntwo\nthree\nfour\nfive\n")
    (repository / "a.html").write_bytes(b"ONE\ntwo\nthree\nfour\nFIVE\n")
    run(repository, "add", "-A")
    for name, value in {
        "diff.context": "5", "diff.interHunkContext": "10", "diff.noprefix": "true", "diff.mnemonicPrefix": "true",
        "color.ui": "always", "diff.renames": "false", "diff.external": "false", "core.quotePath": "false",
        "diff.relative": "true", "diff.submodule": "log",
    }.items():  # fmt: skip
        run(repository, "config", name, value)
    assert lines(git.staged(repository)) == {"a.html": [1, 5]}


def test_a_renamed_file_adds_only_the_lines_that_changed(repository: Path) -> None:
    commit(repository, "a.html", b"one\ntwo\nthree\nfour\nfive\nsix\n")
    run(repository, "mv", "a.html", "b.html")
    (repository / "b.html").write_bytes(b"one\ntwo\nTHREE\nfour\nfive\nsix\n")
    run(repository, "add", "-A")
    assert lines(git.staged(repository)) == {"b.html": [3]}


def test_a_work_tree_beside_the_repository_has_an_index_of_its_own(repository: Path, tmp_path: Path) -> None:
    commit(repository, "a.html", b"one\n")
    run(repository, "worktree", "add", "-q", str(tmp_path / "other"), "-b", "other")
    (tmp_path / "other" / "b.html").write_bytes(b"new\n")
    run(tmp_path / "other", "add", "-A")
    assert git.root(tmp_path / "other") == (tmp_path / "other").resolve()
    assert lines(git.staged(tmp_path / "other")) == {"b.html": [1]}
    assert git.staged(repository) == ()


def test_a_merge_shows_what_it_brings_in(repository: Path) -> None:
    commit(repository, "a.html", b"one\n")
    run(repository, "checkout", "-q", "-b", "topic")
    commit(repository, "t.html", b"topic\n")
    run(repository, "checkout", "-q", "main")
    commit(repository, "m.html", b"main\n")
    run(repository, "merge", "-q", "--no-commit", "--no-ff", "topic")
    assert lines(git.staged(repository)) == {"t.html": [1]}
    run(repository, "commit", "-q", "-m", "merge")
    assert lines(git.changed_since(repository, "topic")) == {"m.html": [1]}


def test_a_submodule_is_no_file_to_read(repository: Path, tmp_path: Path) -> None:
    inner = tmp_path / "inner"
    inner.mkdir()
    run(inner, "init", "-q", "-b", "main")
    commit(inner, "a.html", b"one\n")
    run(repository, "-c", "protocol.file.allow=always", "submodule", "--quiet", "add", str(inner), "part.html")
    assert git.staged_bytes(repository, ["part.html"]) == {}


def test_before_the_first_commit_every_line_is_new(repository: Path) -> None:
    (repository / "a.html").write_bytes(b"one\ntwo\n")
    run(repository, "add", "-A")
    assert lines(git.staged(repository)) == {"a.html": [1, 2]}
    with pytest.raises(UsageError, match="is no commit or branch"):
        git.changed_since(repository, "HEAD")


def test_a_file_without_lines_counts_whole(repository: Path) -> None:
    commit(repository, "a.html", b"x")
    (repository / "b.html").write_bytes("\ufeffone\ntwo".encode("utf-16-le"))
    (repository / "gone.html").write_bytes(b"x\n")
    run(repository, "add", "-A")
    assert lines(git.staged(repository)) == {"b.html": None, "gone.html": [1]}


def test_deleted_and_merely_moved_files_add_no_line(repository: Path) -> None:
    commit(repository, "a.html", b"one\n" * 20)
    commit(repository, "b.html", b"two\n" * 20)
    run(repository, "rm", "-q", "a.html")
    run(repository, "mv", "b.html", "c.html")
    assert not any(change.lines for change in git.staged(repository))


def test_changed_since_looks_from_where_the_history_parted(repository: Path) -> None:
    commit(repository, "a.html", b"one\n")
    run(repository, "checkout", "-q", "-b", "topic")
    commit(repository, "a.html", b"one\ntopic\n")
    run(repository, "checkout", "-q", "main")
    commit(repository, "b.html", b"main moved on\n")
    run(repository, "checkout", "-q", "topic")
    (repository / "a.html").write_bytes(b"one\ntopic\nnot committed\n")
    assert lines(git.changed_since(repository, "main")) == {"a.html": [2, 3]}


def test_an_unknown_base_is_one_line(repository: Path) -> None:
    commit(repository, "a.html", b"one\n")
    for base in ("nowhere", "--output=x", "-x"):
        with pytest.raises(UsageError, match="is no commit or branch"):
            git.changed_since(repository, base)


def test_a_shallow_clone_says_what_to_do(repository: Path, tmp_path: Path) -> None:
    commit(repository, "a.html", b"one\n")
    first = subprocess.run(["git", "rev-parse", "HEAD"], cwd=repository, capture_output=True, text=True, check=True)
    commit(repository, "a.html", b"two\n")
    run(tmp_path, "clone", "-q", "--depth", "1", repository.as_uri(), "shallow")
    with pytest.raises(UsageError, match="shallow clone; fetch it first"):
        git.changed_since(tmp_path / "shallow", first.stdout.strip())


def test_no_repository_and_no_git_are_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    with pytest.raises(UsageError, match="not a git repository"):
        git.root(tmp_path)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(UsageError, match="git was not found"):
        git.root(tmp_path)


@given(st.lists(st.sampled_from(["a", "\r", "\n", "\r\n", "b"]), max_size=30), st.sets(st.integers(1, 12)))
def test_lines_of_git_are_lines_of_claimlint(pieces: list[str], wanted: set[int]) -> None:
    text = "".join(pieces)
    index = LineIndex(text)
    numbers = git.lines_of(text.encode(), frozenset(wanted))
    assert numbers is not None
    of_git, at = {}, 1
    for offset, char in enumerate(text):
        of_git[offset] = at
        at += char == "\n"
    for offset, line in of_git.items():
        assert (index.position(offset).line in numbers) >= (line in wanted)
        if line not in wanted:
            touched = {of_git[other] for other in of_git if index.position(other).line == index.position(offset).line}
            assert (index.position(offset).line in numbers) == bool(touched & wanted)
