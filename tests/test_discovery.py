"""Discovery: which files of a folder are copy, and a reason for everything that is left out."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from claimlint import discovery
from claimlint.config import Config, Project
from claimlint.discovery import Discovery

Tree = Callable[[Mapping[str, str]], Path]


def supported(name: str) -> bool:
    return name.endswith((".html", ".md", ".txt", ".json", ".js", ".ts"))


@pytest.fixture
def tree(tmp_path: Path) -> Tree:
    def make(files: Mapping[str, str]) -> Path:
        for name, text in files.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return tmp_path

    return make


def walk(
    root: Path, *paths: str, cwd: Path | None = None, force: bool = False, config: Config | None = None
) -> Discovery:
    project = Project(root, None, config or Config())
    return discovery.discover(
        paths or (".",), project=project, cwd=cwd or root, supported=supported, force_exclude=force
    )


def names(found: Discovery) -> list[str]:
    return [each.path for each in found.files]


def reasons(found: Discovery) -> dict[str, str | None]:
    return {entry.path: entry.reason for entry in found.left_out}


def test_files_are_relative_to_the_working_directory_sorted_with_slashes(tree: Tree) -> None:
    root = tree({"site/b.html": "", "site/a/z.md": "", "site/a.txt": "", "other.html": ""})
    assert names(walk(root)) == ["other.html", "site/a.txt", "site/a/z.md", "site/b.html"]
    assert names(walk(root, "../other.html", ".", cwd=root / "site")) == ["../other.html", "a.txt", "a/z.md", "b.html"]


def test_the_order_and_repetition_of_paths_change_nothing(tree: Tree) -> None:
    root = tree({"a.html": "", "b/c.html": ""})
    assert walk(root, "a.html", "b").files == walk(root, "b", "a.html", "./a.html", "b/c.html").files


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("node_modules/x/readme.html", "holds installed packages"),
        ("sub/vendor/x.html", "holds other people's code"),
        ("wp-includes/x.php", "holds other people's code"),
        ("www/wp-content/plugins/seo/x.php", "holds other people's code"),
        ("dist/index.html", "holds build output"),
        ("__tests__/page.js", "holds tests"),
        (".github/x.md", "is a hidden folder"),
        ("docs/launch/plans/x.md", "holds plans and notes"),
    ],
)
def test_a_folder_that_is_not_copy_is_one_entry(tree: Tree, name: str, reason: str) -> None:
    root = tree({"a.html": "", name: "", str(Path(name).with_name("two.html")): ""})
    found = walk(root)
    assert names(found) == ["a.html"]
    (entry,) = found.left_out
    assert name.startswith(entry.path)
    assert entry.path.endswith("/")
    assert entry.status == "skipped"
    assert entry.reason == reason


@pytest.mark.parametrize(
    "name",
    [
        *("README.md", "readme-de.md", "LICENSE", "CHANGELOG.md", "BRIEF.md", "plan.md", "AGENTS.md"),
        *("app.min.js", "package-lock.json", "tsconfig.json", "tailwind.config.js", "a.test.js", "types.d.ts"),
        *("clinic-seo-audit.md", "app.js.map", "photo.JPG", "x.pdf", "x.zzz", ".eslintrc.json", "claimlint.yaml"),
    ],
)
def test_a_file_that_is_not_copy_is_left_out_with_a_reason(tree: Tree, name: str) -> None:
    found = walk(tree({"a.html": "", name: ""}))
    assert names(found) == ["a.html"]
    assert reasons(found)[name]


def test_pages_with_ordinary_names_are_copy(tree: Tree) -> None:
    pages = [
        *("plans/gold.html", "our-history.md", "tests/blood.md", "notice-of-privacy.txt", "public/index.html"),
        *("docs/a.md", "licensed-therapists.html", "brief-history.html", "treatment-plan.md", "coverage/index.md"),
    ]
    assert names(walk(tree(dict.fromkeys(pages, "")))) == sorted(pages)


def test_what_git_ignores_is_left_out(tree: Tree) -> None:
    root = tree(
        {
            ".git/info/exclude": "private.html\n",
            ".gitignore": "*.txt\n/gen/\n!keep.txt\n",
            "sub/.gitignore": "!b.txt\nown.html\n",
            "a.txt": "",
            "keep.txt": "",
            "sub/b.txt": "",
            "sub/own.html": "",
            "gen/x.html": "",
            "private.html": "",
            "page.html": "",
        }
    )
    found = walk(root)
    assert names(found) == ["keep.txt", "page.html", "sub/b.txt"]
    assert reasons(found)["gen/"] == "is ignored by git"
    assert reasons(found)["private.html"] == "is ignored by git"
    assert names(walk(root, "sub")) == ["sub/b.txt"]
    assert names(walk(root, ".", cwd=root / "sub")) == ["b.txt"]


def test_a_line_that_is_no_pattern_spoils_no_other(tree: Tree) -> None:
    root = tree({".git/x": "", ".gitignore": "!\na\\\n*.txt\n", "a.txt": "", "b.html": ""})
    (root / ".gitignore").write_bytes(b"\xef\xbb\xbf" + b"c.html\r\n" + (root / ".gitignore").read_bytes())
    (root / "c.html").write_text("")
    assert names(walk(root)) == ["b.html"]


def test_without_a_repository_patterns_hold_from_the_project_on(tree: Tree) -> None:
    root = tree({".gitignore": "own.html\n", "sub/own.html": "", "sub/a.html": ""})
    assert names(walk(root)) == names(walk(root, "sub")) == ["sub/a.html"]
    assert names(walk(root, "sub/own.html")) == ["sub/own.html"]
    assert not names(walk(root, "sub/own.html", force=True))


_NAMES = st.sampled_from(["a", "b", "foo", "s.html", "[s].html", "!k.html", "#h.html", "sp ace.html"])
_PIECES = st.sampled_from(
    ["a", "b", "foo", "*", "**", "*.html", "?.html", "[ab]", "f*", r"\[s\].html", r"\!k.html", "[!s].html", "s*e.html"]
)
_PATTERN = st.builds(
    "{}{}{}{}".format,
    st.sampled_from(["", "", "!"]),
    st.sampled_from(["", "", "/"]),
    st.lists(_PIECES, min_size=1, max_size=3).map("/".join).filter(lambda pattern: not pattern.endswith("**")),
    st.sampled_from(["", "", "/", "/**"]),
)


@pytest.mark.skipif(shutil.which("git") is None, reason="there is no git to compare with")
@settings(max_examples=60, deadline=None)
@given(
    paths=st.sets(st.lists(_NAMES, min_size=1, max_size=3).map("/".join), min_size=4, max_size=12),
    ignore=st.dictionaries(st.sampled_from(["", "a/", "foo/"]), st.lists(_PATTERN, min_size=1, max_size=4), min_size=1),
)
@example(paths={"b", "a/a/a"}, ignore={"": ["a/a/a"], "a/": ["!/a"]})
def test_the_same_files_are_left_out_as_by_git(paths: set[str], ignore: dict[str, list[str]]) -> None:
    with tempfile.TemporaryDirectory() as name:
        root = Path(os.path.realpath(name))
        git = ["git", "-C", str(root), "-c", f"core.excludesFile={os.devnull}"]
        subprocess.run([*git, "init", "-q"], check=True, capture_output=True)
        for path in sorted(paths, key=lambda path: -path.count("/")):
            if not (root / path).exists() and not any(parent.is_file() for parent in (root / path).parents):
                (root / path).parent.mkdir(parents=True, exist_ok=True)
                (root / path).write_text("x")
        for folder, lines in ignore.items():
            if (root / folder).is_dir():
                (root / folder / ".gitignore").write_text("\n".join(lines))
        listed = subprocess.run([*git, "ls-files", "-zo", "--exclude-standard"], check=True, capture_output=True)
        project = Project(root)
        found = discovery.discover(["."], project=project, cwd=root, supported=lambda name: name != ".gitignore")
        wanted = {path for path in listed.stdout.decode().split("\0") if path and not path.endswith(".gitignore")}
        assert set(names(found)) == wanted


def test_a_named_file_is_taken_whatever_is_excluded_unless_forced(tree: Tree) -> None:
    root = tree(
        {".git/x": "", ".gitignore": "out.html\n", "out.html": "", "README.md": "", "dist/a.html": "", "b.html": ""}
    )
    named = ("out.html", "README.md", "dist/a.html", "b.html")
    assert names(walk(root, *named)) == ["README.md", "b.html", "dist/a.html", "out.html"]
    forced = walk(root, *named, force=True)
    assert names(forced) == ["b.html"]
    assert {entry.status for entry in forced.left_out} == {"skipped"}
    assert reasons(forced)["dist/a.html"] == "is in dist/, which holds build output"


def test_include_and_exclude_of_the_configuration(tree: Tree) -> None:
    root = tree({"site/a.html": "", "site/old/b.html": "", "notes/c.html": "", "dist/d.html": "", "site/README.md": ""})
    config = Config(include=("site/**", "dist/*.html"), exclude=("site/old/",))
    found = walk(root, config=config)
    assert names(found) == ["dist/d.html", "site/README.md", "site/a.html"]
    assert reasons(found)["site/old/"] == "is excluded by claimlint.yaml"
    assert reasons(found)["notes/c.html"] == "is not in “include” of claimlint.yaml"


@pytest.mark.skipif(os.name == "nt", reason="symbolic links need rights on Windows")
def test_links_never_lead_out_of_the_project(tree: Tree, tmp_path_factory: pytest.TempPathFactory) -> None:
    outside = tmp_path_factory.mktemp("outside")
    (outside / "secret.html").write_text("x")
    root = tree({"a.html": "", "folder/b.html": ""})
    (root / "link.html").symlink_to(outside / "secret.html")
    (root / "out").symlink_to(outside)
    (root / "again").symlink_to(root / "folder")
    (root / "loop").symlink_to(root)
    (root / "same.html").symlink_to(root / "a.html")
    (root / "dead.html").symlink_to(root / "none.html")
    found = walk(root)
    assert names(found) == ["a.html", "folder/b.html"]
    assert reasons(found) == {
        "again/": "is a link to a folder of the project",
        "dead.html": "is a link that leads nowhere",
        "link.html": "is a link that leads out of the project",
        "loop/": "is a link to a folder of the project",
        "out": "is a link that leads out of the project",
        "same.html": "is the same file as a.html",
    }
    named = walk(root, "link.html")
    assert not named.files
    assert named.left_out[0].status == "failed"


@pytest.mark.skipif(os.name == "nt", reason="symbolic links need rights on Windows")
def test_a_file_is_called_by_its_own_name_in_whatever_order_links_to_it_come(tree: Tree) -> None:
    root = tree({"pages/prp.html": ""})
    (root / "a.html").symlink_to(root / "pages" / "prp.html")
    (root / "linked").symlink_to(root / "pages")
    for order in (("a.html", "linked", "pages"), ("pages", "linked", "a.html"), ("linked", "pages", "a.html")):
        found = walk(root, *order)
        assert names(found) == ["pages/prp.html"]
        assert set(reasons(found).values()) == {"is the same file as pages/prp.html"}
    assert names(walk(root, "linked")) == ["linked/prp.html"]


def test_a_folder_named_twice_holds_files_both_times(tree: Tree) -> None:
    assert walk(tree({"site/a.html": ""}), "site", "site", "site/a.html", ".").empty_folders == ()


def test_a_configuration_further_down_says_that_it_does_not_hold_here(tree: Tree) -> None:
    root = tree({"claimlint.yaml": "", "sub/claimlint.yaml": "", "sub/a.html": ""})
    found = discovery.discover(
        ["."], project=Project(root, root / "claimlint.yaml"), cwd=root, supported=lambda name: bool(name)
    )
    assert reasons(found)["claimlint.yaml"] == "is configuration"
    assert reasons(found)["sub/claimlint.yaml"] == (
        "is configuration that holds only where claimlint runs in its folder"
    )


def test_what_is_named_but_cannot_be_taken_is_failed(tree: Tree) -> None:
    root = tree({"photo.png": "", "x.zzz": ""})
    found = walk(root, "gone.html", "photo.png", "x.zzz")
    assert {entry.path: entry.status for entry in found.left_out} == dict.fromkeys(
        ("gone.html", "photo.png", "x.zzz"), "failed"
    )
    assert reasons(found)["gone.html"] == "does not exist"
    assert reasons(found)["photo.png"] == "is an image, which claimlint does not judge"


def test_a_folder_with_nothing_to_lint_is_named(tree: Tree) -> None:
    root = tree({"empty/photo.png": "", "full/a.html": ""})
    assert walk(root, "empty", "full").empty_folders == ("empty",)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such names")
def test_a_name_that_is_not_utf8_is_shown_escaped(tree: Tree) -> None:
    root = tree({"a.html": ""})
    try:
        Path(os.fsdecode(os.fsencode(root) + b"/caf\xe9.html")).write_text("x")
    except OSError:
        pytest.skip("the file system takes UTF-8 only")
    assert names(walk(root)) == ["a.html", "caf\\xe9.html"]


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="the superuser can open every folder")
def test_a_folder_that_cannot_be_opened_is_failed(tree: Tree) -> None:
    root = tree({"a.html": "", "shut/b.html": ""})
    (root / "shut").chmod(0)
    found = walk(root)
    (root / "shut").chmod(0o755)
    assert {entry.path: entry.status for entry in found.left_out} == {"shut/": "failed"}


def test_a_file_too_large_is_refused(tree: Tree, monkeypatch: pytest.MonkeyPatch) -> None:
    root = tree({"a.html": "x" * 100})
    monkeypatch.setattr(discovery, "MAX_BYTES", 50)
    with pytest.raises(OSError, match="larger than"):
        discovery.read(walk(root).files[0])


def test_select_needs_no_file_and_holds_exclusions_against_all(tmp_path: Path) -> None:
    paths = [tmp_path / name for name in ("new.html", "dist/a.html", "README.md", "x.png")]
    found = discovery.select(paths, project=Project(tmp_path), cwd=tmp_path, supported=supported)
    assert names(found) == ["new.html"]
    assert sorted(reasons(found)) == ["README.md", "dist/a.html", "x.png"]
