"""A run that finds nothing to look at imports none of the large libraries."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from claimlint import lazy

CALM = "The office is open from Monday to Friday. Parking is behind the building."
PAGES = {
    "page.html": f"<html lang=en><title>Opening hours</title><h1>Opening hours</h1><p>{CALM}</p></html>",
    "page.md": f"# Opening hours\n\n{CALM}\n",
    "page.js": f'export const text = "{CALM}";\n',
    "page.txt": f"Opening hours\n\n{CALM}\n",
}
THIRD_PARTY = {"click", "msgspec", "platformdirs"}
"""All that a clean run may import beside the standard library; Markdown and plain text their parser too."""
PROGRAM = """
import os, sys
before = set(sys.modules)
from claimlint.cli import command
os._exit = lambda status: print(status, *{name.partition(".")[0] for name in set(sys.modules) - before})
command.run()
"""


def imported(folder: Path, *arguments: str) -> tuple[str, set[str]]:
    """Run the command in the folder; return its status and the top-level modules that it imported."""
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, *arguments],
        cwd=folder,
        env={**os.environ, "CLAIMLINT_CACHE_DIR": str(folder / ".cache")},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    status, *names = done.stdout.splitlines()[-1].split()
    return status, {name for name in names if name not in sys.stdlib_module_names and name != "claimlint"}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the pages, and knowledge that was compiled before."""
    folder = tmp_path_factory.mktemp("site")
    for name, text in PAGES.items():
        (folder / name).write_text(text, encoding="utf-8")
    assert imported(folder, "check", "page.txt")[0] == "0"
    return folder


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("form", [["--format", "json"], ["--format", "concise"], ["--hook"]], ids=lambda form: form[-1])
def test_clean_run_imports_no_more_than_this(site: Path, name: str, form: list[str]) -> None:
    status, found = imported(site, "check", *form, name)
    assert status == "0"
    assert found <= THIRD_PARTY | ({"markdown_it", "mdurl"} if name.endswith((".md", ".txt")) else set())


def test_version_imports_next_to_nothing(tmp_path: Path) -> None:
    assert imported(tmp_path, "--version") == ("0", {"click", "msgspec"})


def test_sentence_with_a_cue_is_parsed(site: Path) -> None:
    (site / "doubt.html").write_text("<p>Our laser may not cure arthritis.</p>", encoding="utf-8")
    assert "spacy" in imported(site, "check", "--format", "json", "doubt.html")[1]


@pytest.mark.parametrize("text", ["Our laser may cure arthritis.", "Our doctors say that it can cure arthritis."])
def test_sentence_whose_cues_no_rule_asks_about_is_not_parsed(site: Path, text: str) -> None:
    (site / "hedged.html").write_text(f"<p>{text}</p>", encoding="utf-8")
    status, found = imported(site, "check", "--fail-on", "never", "--format", "json", "hedged.html")
    assert status == "0"
    assert "spacy" not in found


ALL_PATTERNS = """
import pkgutil, re
import claimlint
from claimlint import lazy
made = []
lazy.pattern = lambda source, flags=0: made.append(re.compile(source, flags)) or made[-1]
for module in pkgutil.walk_packages(claimlint.__path__, "claimlint."):
    if not module.name.endswith("__main__"):
        __import__(module.name)
print(len(made))
"""


def test_every_pattern_that_waits_for_its_first_use_compiles() -> None:
    done = subprocess.run(
        [sys.executable, "-c", ALL_PATTERNS], capture_output=True, encoding="utf-8", env=os.environ, check=False
    )
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) > 200


def test_pattern_that_waits_works_as_the_compiled_one() -> None:
    made = lazy.pattern(r"(?P<word>[a-z]+)-", re.IGNORECASE)
    assert made.pattern == r"(?P<word>[a-z]+)-"
    assert [match["word"] for match in made.finditer("Ab-c-d")] == ["Ab", "c"]
    assert made.sub("+", "a-b") == "+b"
    assert made.match("-") is None
    assert made.groupindex == {"word": 1}
    with pytest.raises(AttributeError):
        made.nothing  # type: ignore[attr-defined]  # noqa: B018


def test_pattern_with_a_flaw_says_so_at_its_first_use() -> None:
    with pytest.raises(re.error, match="unterminated"):
        lazy.pattern("(").match("(")
