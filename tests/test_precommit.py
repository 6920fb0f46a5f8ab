"""The pre-commit hook for real: installed by `pre-commit` from this checkout, it stops a commit and lets it pass."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import wheelhouse
import yaml

from claimlint import readers

ROOT = Path(__file__).resolve().parent.parent
SHIPPED = ("pyproject.toml", "README.md", "LICENSE", ".pre-commit-hooks.yaml", "claimlint", "rules")
CLAIM = "<h1>PRP for hair loss</h1>\n<p>Our PRP injections cure hair loss and give guaranteed results.</p>\n"
CALM = "<h1>Opening hours</h1>\n<p>Please call the clinic to book a visit.</p>\n"
HOOKS = [{"id": "claimlint"}, {"id": "claimlint-full", "stages": ["manual"]}]

pytestmark = pytest.mark.xdist_group("pre-commit")  # one worker, so that the hook is installed once


class Site:
    """A clinic's repository with the hook installed."""

    def __init__(self, folder: Path, environment: dict[str, str]) -> None:
        self.folder = folder
        self.environment = environment

    def run(self, *command: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        done = subprocess.run(
            command, cwd=self.folder, env=self.environment, capture_output=True, encoding="utf-8", check=False
        )
        assert not check or done.returncode == 0, done.stdout + done.stderr
        return done

    def commit(self, name: str, text: str) -> subprocess.CompletedProcess[str]:
        """Try to commit a file; what the hook prints is in `stderr`."""
        (self.folder / name).write_text(text, encoding="utf-8")
        self.run("git", "add", "-A")
        return self.run("git", "commit", "-q", "-m", "x", check=False)


def clean_environment(tmp: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("GIT_", "PIP_", "PRE_COMMIT"))}
    identity = {f"GIT_{role}_{what}": "a@example.org" for role in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    return {
        **kept,
        **identity,
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_NOSYSTEM": "1",
        "PRE_COMMIT_HOME": str(tmp / "home"),
        "VIRTUALENV_OVERRIDE_APP_DATA": str(tmp / "app-data"),
        "PIP_NO_INDEX": "1",
        "PIP_FIND_LINKS": str(tmp / "wheels"),
        "PIP_NO_CACHE_DIR": "1",
        "PIP_DISABLE_PIP_VERSION_CHECK": "1",
    }


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    tmp = tmp_path_factory.mktemp("pre-commit")
    (tmp / "wheels").mkdir()
    assert wheelhouse.build(tmp / "wheels") > 10
    environment = clean_environment(tmp)

    checkout = Site(tmp / "claimlint", environment)
    checkout.folder.mkdir()
    for name in SHIPPED:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, checkout.folder / name, ignore=shutil.ignore_patterns("__pycache__"))
        elif source.exists():
            shutil.copy(source, checkout.folder / name)
    checkout.run("git", "init", "-q", "-b", "main")
    checkout.run("git", "add", "-A")
    checkout.run("git", "commit", "-q", "-m", "x")
    revision = checkout.run("git", "rev-parse", "HEAD").stdout.strip()

    made = Site(tmp / "site", environment)
    made.folder.mkdir()
    made.run("git", "init", "-q", "-b", "main")
    configuration = {"repos": [{"repo": str(checkout.folder), "rev": revision, "hooks": HOOKS}]}
    (made.folder / ".pre-commit-config.yaml").write_text(yaml.safe_dump(configuration), encoding="utf-8")
    made.run("git", "add", "-A")
    made.run("git", "commit", "-q", "-m", "start")
    made.run(sys.executable, "-m", "pre_commit", "install", "--install-hooks")
    return made


def test_a_claim_is_stopped_and_the_mended_page_passes(site: Site) -> None:
    stopped = site.commit("prp.html", CLAIM)
    said = stopped.stdout + stopped.stderr
    assert stopped.returncode != 0, said
    assert "prp.html" in said
    assert "cure hair loss" in said
    assert "Fails: " in said
    passed = site.commit("prp.html", CALM)
    said = passed.stdout + passed.stderr
    assert passed.returncode == 0, said
    assert said.count("Nothing to report for US") == 1
    assert site.run("git", "log", "--oneline").stdout.count("\n") == 2


def test_only_staged_lines_count(site: Site) -> None:
    (site.folder / "old.html").write_text(CLAIM, encoding="utf-8")
    site.run("git", "add", "-A")
    site.run("git", "commit", "-q", "--no-verify", "-m", "before the hook")
    passed = site.commit("old.html", CLAIM + "<p>We are open on Mondays.</p>\n")
    assert passed.returncode == 0, passed.stdout + passed.stderr
    stopped = site.commit("old.html", CLAIM + "<p>We are open on Mondays.</p>\n<p>A miracle cure for baldness.</p>\n")
    assert stopped.returncode != 0
    assert "miracle cure" in stopped.stdout + stopped.stderr


def test_a_commit_without_copy_does_not_run_it(site: Site) -> None:
    site.run("git", "reset", "-q", "--hard")
    done = site.commit("photo.png", "x")
    assert done.returncode == 0
    assert "no files to check" in done.stdout + done.stderr


def test_the_full_hook_reads_whole_files_whatever_is_staged(site: Site) -> None:
    site.run("git", "reset", "-q", "--hard")
    (site.folder / "claimlint.yaml").write_text("jurisdiction: us\nexclude: ['drafts/**']\n", encoding="utf-8")
    (site.folder / "drafts").mkdir()
    for name, text in (
        ("full.html", CLAIM),
        ("calm.md", "# Hours\n\nPlease call to book.\n"),
        ("drafts/a.html", CLAIM),
    ):
        (site.folder / name).write_text(text, encoding="utf-8")
    site.run("git", "add", "-A")
    site.run("git", "commit", "-q", "--no-verify", "-m", "past the hook")
    full = (sys.executable, "-m", "pre_commit", "run", "claimlint-full", "--hook-stage", "manual")
    everything = site.run(*full, "--all-files", check=False)
    assert everything.returncode == 1, everything.stdout + everything.stderr
    assert "cure hair loss" in everything.stdout
    assert "full.html" in everything.stdout
    assert "drafts/a.html\n" not in everything.stdout
    calm = site.run(*full, "--files", "calm.md", "drafts/a.html")
    assert "Nothing to report for US" in calm.stdout


def test_the_hooks_take_every_format_there_is_a_reader_for() -> None:
    hooks = {hook["id"]: hook for hook in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))}
    assert set(hooks) == {"claimlint", "claimlint-full"}
    for hook in hooks.values():
        assert hook["require_serial"] is True
        assert hook["verbose"] is True
        taken = re.compile(hook["files"])
        names = [f"a/b.{ending}" for ending in ENDINGS]
        assert [name for name in names if readers.supported(name)] == [name for name in names if taken.search(name)]


ENDINGS = """
    arb asp aspx astro atom blade.php c cjs css csv cts cts2 django doc docm docx dotx ejs erb eta exe gif go gohtml
    gotmpl handlebars hbs htm html html.erb inc ini j2 jade jinja jinja2 jpg js json json5 jsonc jsonl jsonld jsp jsx
    liquid lock markdown md mdoc mdown mdx mjs mkd mp4 mts mustache ndjson njk nunjucks pdf peb php phtml png po pot pug
    py qmd rb resx rhtml rss scss sh shtml sql svelte svg tab tera text tmpl toml tpl ts tsv tsx twig txt vue webc webp
    woff wxr xhtml xlf xliff xml yaml yml zip HTML Md
""".split()
