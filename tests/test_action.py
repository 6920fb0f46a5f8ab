"""The GitHub action and what `init` writes for CI: each step's script run for real, each file held to its schema."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from claimlint.cli import init_files
from claimlint.cli.init_files import Source
from claimlint.record import Record
from claimlint.reporters.markdown import MARKER

ROOT = Path(__file__).resolve().parent.parent
ACTION: dict[str, Any] = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))
STEPS: list[dict[str, Any]] = ACTION["runs"]["steps"]
CLAIM = "<title>PRP</title><h1>PRP</h1>\n<p>Our PRP injections cure hair loss.</p>\n"
WORDS = "cure hair loss"

pytestmark = pytest.mark.skipif(os.name == "nt" or not shutil.which("bash"), reason="the scripts are for bash")

FAKE_GH = '''\
#!{python}
"""Stands in for gh: comments in a file, and what it was asked."""
import json, os, pathlib, sys
state = pathlib.Path({state!r})
told = json.loads(state.read_text("utf-8"))
arguments = sys.argv[1:]
told["asked"].append(arguments)
url = next(one for one in arguments if one.startswith("repos/"))
method = arguments[arguments.index("--method") + 1] if "--method" in arguments else "GET"
if told["refuses"] == method:
    sys.exit("HTTP 403: Resource not accessible by integration")
if not os.environ.get("GH_TOKEN"):
    sys.exit("no token")
if url == "repos/clinic/site":
    print(told["private"])
elif method == "GET":
    assert arguments[-2:] == ["--jq", ".[] | select(.body | startswith(env.MARKER)) | .id"]
    for id, body in told["comments"].items():
        if body.startswith(os.environ["MARKER"]):
            print(id)
else:
    field = arguments[arguments.index("--field") + 1]
    assert field.startswith("body=@")
    id = url.rsplit("/", 1)[1] if method == "PATCH" else str(1000 + len(told["comments"]))
    told["comments"][id] = pathlib.Path(field[6:]).read_text("utf-8")
state.write_text(json.dumps(told), "utf-8")
'''


class Workflow(Record):
    """A pull request in a scratch repository, and the runner around it."""

    site: Path
    tmp: Path
    event: dict[str, str]
    inputs: dict[str, str]

    @property
    def told(self) -> dict[str, Any]:
        """What the fake gh knows."""
        told: dict[str, Any] = json.loads((self.tmp / "gh.json").read_text("utf-8"))
        return told

    def tell(self, **changes: Any) -> None:
        """Change what the fake gh knows."""
        (self.tmp / "gh.json").write_text(json.dumps({**self.told, **changes}), "utf-8")

    def git(self, *arguments: str) -> str:
        done = subprocess.run(["git", *arguments], cwd=self.site, capture_output=True, text=True, check=True)
        return done.stdout.strip()

    def commit(self, name: str, text: str) -> str:
        (self.site / name).parent.mkdir(parents=True, exist_ok=True)
        (self.site / name).write_text(text, encoding="utf-8")
        self.git("add", "-A")
        self.git("commit", "-q", "-m", "x")
        return self.git("rev-parse", "HEAD")

    def step(self, name: str, outputs: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
        """Run a step's script as the runner does, its environment filled from the event, inputs and outputs."""
        (step,) = (one for one in STEPS if one.get("name") == name)
        values = {
            **{f"inputs.{key}": one.get("default", "") for key, one in ACTION["inputs"].items()},
            **{f"inputs.{key}": value for key, value in self.inputs.items()},
            "inputs.token": "secret",
            **{f"steps.check.outputs.{key}": value for key, value in outputs.items()},
            **self.event,
        }
        filled = {
            key: re.sub(r"\$\{\{ (.+?) \}\}", lambda one: values.get(one[1], ""), value)
            for key, value in step.get("env", {}).items()
        }
        environment = {
            **{key: value for key, value in os.environ.items() if not key.startswith(("GITHUB_", "GH_", "GIT_"))},
            "PATH": f"{self.tmp / 'bin'}{os.pathsep}{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
            "GITHUB_ACTION_PATH": str(ROOT),
            "GITHUB_REPOSITORY": "clinic/site",
            "GITHUB_OUTPUT": str(self.tmp / "output"),
            "GITHUB_STEP_SUMMARY": str(self.tmp / "summary.md"),
            "RUNNER_TEMP": str(self.tmp / "runner temp"),
            **filled,
        }
        assert step["shell"] == "bash"
        command = ["bash", "--noprofile", "--norc", "-e", "-o", "pipefail", "-c", step["run"]]
        return subprocess.run(
            command, cwd=self.site, env=environment, capture_output=True, encoding="utf-8", check=False
        )

    def run(self) -> tuple[int, str, dict[str, str]]:
        """Run the steps after the installation; return the job's status, its log and the outputs of the check."""
        for name in ("output", "summary.md"):
            (self.tmp / name).write_text("", "utf-8")
        done = self.step("Check", {})
        log = done.stdout + done.stderr
        if done.returncode:
            return done.returncode, log, {}
        lines = (self.tmp / "output").read_text("utf-8").splitlines()
        outputs = dict(line.split("=", 1) for line in lines)
        if outputs["comment"] and self.event.get("github.event.pull_request.number"):
            comment = self.step("Comment", outputs)
            assert comment.returncode == 0, comment.stderr
            log += comment.stdout
        return self.step("Result", outputs).returncode, log, outputs

    @property
    def summary(self) -> str:
        return (self.tmp / "summary.md").read_text("utf-8")

    @property
    def comments(self) -> list[str]:
        return [*self.told["comments"].values()]


@pytest.fixture
def pull_request(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workflow:
    """A private repository with an old claim; the pull request adds one."""
    for name in ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    for role in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{role}_NAME", "A")
        monkeypatch.setenv(f"GIT_{role}_EMAIL", "a@example.org")
    for folder in ("site", "bin", "runner temp"):
        (tmp_path / folder).mkdir()
    state = tmp_path / "gh.json"
    told = {"asked": [], "comments": {"7": "Looks good!"}, "refuses": "", "private": "true"}
    state.write_text(json.dumps(told), "utf-8")
    fake = tmp_path / "bin" / "gh"
    fake.write_text(FAKE_GH.format(python=sys.executable, state=str(state)), "utf-8")
    fake.chmod(0o755)
    made = Workflow(tmp_path / "site", tmp_path, {}, {})
    made.git("init", "-q", "-b", "main")
    base = made.commit("old.html", CLAIM.replace("hair loss", "migraine"))
    made.git("checkout", "-q", "-b", "$(touch${IFS}pwned)")
    made.commit("new.html", CLAIM)
    made.event.update(
        {
            "github.event.repository.private": "true",
            "github.event.pull_request.base.sha": base,
            "github.event.pull_request.number": "12",
        }
    )
    return made


def test_a_claim_fails_the_job_and_stands_in_summary_comment_and_sarif(pull_request: Workflow) -> None:
    status, log, outputs = pull_request.run()
    assert status == 1
    assert WORDS in log
    assert "migraine" not in log
    assert WORDS in pull_request.summary
    assert [MARKER in one for one in pull_request.comments] == [False, True]
    assert WORDS in pull_request.comments[1]
    results = json.loads(Path(outputs["sarif"]).read_text("utf-8"))["runs"][0]["results"]
    assert [one["properties"]["words"] for one in results if one["level"] != "note"] == [WORDS]
    assert WORDS in Path(outputs["html"]).read_text("utf-8")


def test_there_is_one_comment_however_often_it_runs(pull_request: Workflow) -> None:
    pull_request.run()
    pull_request.commit("new.html", CLAIM.replace("hair loss", "gout"))
    pull_request.run()
    assert len(pull_request.comments) == 2
    assert "cure gout" in pull_request.comments[1]
    assert WORDS not in pull_request.comments[1]
    pull_request.commit("new.html", "<p>Hello.</p>\n")
    assert pull_request.run()[0] == 0
    assert len(pull_request.comments) == 2
    assert "nothing to report" in pull_request.comments[1].lower()
    assert pull_request.comments[0] == "Looks good!"


def test_a_calm_pull_request_gets_no_comment(pull_request: Workflow) -> None:
    pull_request.commit("new.html", "<p>Hello.</p>\n")
    status, _, outputs = pull_request.run()
    assert status == 0
    assert outputs["calm"] == "true"
    assert pull_request.comments == ["Looks good!"]
    assert "nothing to report" in pull_request.summary.lower()


def test_in_a_public_repository_nothing_quotes_the_copy(pull_request: Workflow) -> None:
    pull_request.event["github.event.repository.private"] = "false"
    status, log, outputs = pull_request.run()
    assert status == 1
    assert (outputs["sarif"], outputs["html"]) == ("", "")
    for text in (log, pull_request.summary, pull_request.comments[1]):
        assert "1 warning" in text or "Fails: 1 finding" in text
        assert "hair" not in text
    pull_request.inputs["public"] = "true"
    _, log, outputs = pull_request.run()
    assert WORDS in log
    assert WORDS in pull_request.comments[1]
    assert outputs["sarif"]


@pytest.mark.parametrize(("private", "shows"), [("true", True), ("false", False)])
def test_a_scheduled_run_looks_at_everything_and_asks_who_may_read(
    pull_request: Workflow, private: str, shows: bool
) -> None:
    pull_request.event.clear()
    pull_request.tell(private=private)
    status, log, _ = pull_request.run()
    assert status == 1
    assert ("cure migraine" in log) is shows
    assert (WORDS in pull_request.summary) is shows
    assert pull_request.comments == ["Looks good!"]


def test_where_nobody_says_who_may_read_it_counts_only(pull_request: Workflow) -> None:
    pull_request.event.clear()
    pull_request.tell(refuses="GET")
    _, log, _ = pull_request.run()
    assert "hair" not in log + pull_request.summary


@pytest.mark.parametrize(("refuses", "said"), [("GET", "read"), ("POST", "written")])
def test_a_token_that_may_not_comment_fails_nothing_by_itself(pull_request: Workflow, refuses: str, said: str) -> None:
    pull_request.tell(refuses=refuses)
    status, log, _ = pull_request.run()
    assert status == 1
    assert f"::notice::claimlint: the comment could not be {said}; the report is in the job summary" in log
    assert WORDS in pull_request.summary


def test_inputs_reach_the_command_as_they_are(pull_request: Workflow) -> None:
    hostile = "a $(touch pwned); `touch pwned` 'b\" page.html"
    pull_request.commit(hostile, CLAIM.replace("hair loss", "gout"))
    pull_request.inputs.update({"scope": "everything", "paths": f"{hostile}\nold.html\n", "fail-on": "never"})
    status, log, _ = pull_request.run()
    assert status == 0
    assert "cure gout" in log
    assert "cure migraine" in log
    assert WORDS not in log
    assert not [*pull_request.tmp.rglob("pwned")]
    pull_request.inputs.update({"paths": "", "jurisdiction": "uk,us"})
    assert "for UK and US" in pull_request.run()[1] or "UK" in pull_request.summary


@pytest.mark.parametrize(
    ("inputs", "base", "said"),
    [
        ({"scope": "some"}, None, "“scope” is none of auto, changed, everything"),
        ({"scope": "changed"}, "", "“scope: changed” needs a pull request"),
        ({}, "0" * 40, "is no commit or branch of this repository"),
        ({"jurisdiction": "zz"}, None, "unknown jurisdiction “zz”"),
    ],
)
def test_what_cannot_be_checked_is_said_and_fails_with_2(
    pull_request: Workflow, inputs: dict[str, str], base: str | None, said: str
) -> None:
    pull_request.inputs.update(inputs)
    if base is not None:
        pull_request.event["github.event.pull_request.base.sha"] = base
    status, log, _ = pull_request.run()
    assert status == 2
    assert said in log
    assert pull_request.comments == ["Looks good!"]


def test_a_page_that_cannot_be_read_is_commented_on_though_nothing_was_found(pull_request: Workflow) -> None:
    pull_request.commit("new.html", "<p>Hello.</p>\n")
    (pull_request.site / "bad.html").write_bytes(b"\x00\x01\x02" * 50)
    pull_request.inputs.update({"scope": "everything", "paths": "bad.html\nnew.html"})
    status, _, outputs = pull_request.run()
    assert status == 2
    assert outputs["calm"] == "false"
    assert "Could not be checked: bad.html" in pull_request.comments[1]


def test_no_script_holds_an_expression_that_a_name_could_break_out_of() -> None:
    scripts = [step["run"] for step in STEPS if "run" in step]
    assert len(scripts) == 4
    workflows = [init_files.github(Source()).text, init_files.github(Source("https://github.com/a/b", "v1")).text]
    for text in workflows:
        assert text is not None
        jobs = yaml.safe_load(text)["jobs"].values()
        scripts += [step["run"] for job in jobs for step in job["steps"] if "run" in step]
    assert not [script for script in scripts if "${{" in script]


def test_the_action_is_installed_from_its_own_folder(pull_request: Workflow) -> None:
    fake = pull_request.tmp / "bin" / "python"
    fake.write_text('#!/bin/sh\nprintf "%s\\n" "$@"\n', "utf-8")
    fake.chmod(0o755)
    said = pull_request.step("Install claimlint", {}).stdout.splitlines()
    assert said[:3] == ["-m", "pip", "install"]
    assert said[-1] == str(ROOT)


def test_every_file_fits_its_published_schema(tmp_path: Path) -> None:
    sources = {"package": Source(), "action": Source("https://github.com/a/b", "v1")}
    checked = {"vendor.github-actions": [ROOT / "action.yml"], "vendor.github-workflows": [], "vendor.gitlab-ci": []}
    for name, source in sources.items():
        planned = {
            "vendor.github-workflows": init_files.github(source),
            "vendor.gitlab-ci": init_files.gitlab(None, source)[0],
        }
        for schema, one in planned.items():
            file = tmp_path / f"{name}-{schema}.yml"
            file.write_text(one.text or "", "utf-8")
            checked[schema].append(file)
        hooks = tmp_path / f"{name}-hooks.yaml"
        hooks.write_text(init_files.pre_commit(None, source).text or "", "utf-8")
        command = [sys.executable, "-m", "pre_commit", "validate-config", str(hooks)]
        assert subprocess.run(command, check=False).returncode == 0
    for schema, files in checked.items():
        command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema, *map(str, files)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
    manifest = [sys.executable, "-m", "pre_commit", "validate-manifest", str(ROOT / ".pre-commit-hooks.yaml")]
    assert subprocess.run(manifest, check=False).returncode == 0
