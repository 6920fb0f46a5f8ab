"""The command line around an engine that flags the word “permanent”: paths, formats, exit statuses, errors."""

from __future__ import annotations

import datetime
import json
import os
import re
import stat
import subprocess
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace

import pytest
import yaml
from click.testing import CliRunner
from command import Ran, command
from reports import TOOL, claim, finding, made

import claimlint
from claimlint.cli import main
from claimlint.config import InputFile, Settings, known_rules
from claimlint.errors import UnreadableError
from claimlint.report import ClaimEntry, FileEntry, Finding, Report
from claimlint.source import decode

ROOT = Path(__file__).resolve().parent.parent


Run = Callable[..., Ran]


@dataclass
class Engine:
    """Stands in for the engine and remembers what it was asked."""

    settings: Settings | None = None
    files: tuple[InputFile, ...] = ()
    severity: str = "warning"
    problems: tuple[str, ...] = ()

    def check(self, files: Iterable[InputFile], settings: Settings, knowledge: object = None) -> Report:
        self.files, self.settings, self.knowledge = tuple(files), settings, knowledge
        findings: list[Finding] = []
        entries = []
        for file in self.files:
            try:
                text = decode(file.data, file.path).text
            except UnreadableError as error:
                entries.append(FileEntry(file.path, "failed", str(error)))
                continue
            entries.append(FileEntry(file.path, "checked", None, 1, len(text.split())))
            if "permanent" in text:
                one = finding(text, "permanent", path=file.path, severity=self.severity)
                if file.added_lines is None or one.start.line in file.added_lines:
                    findings.append(one)
        return made(findings, files=entries, tool=TOOL, problems=self.problems)

    def claims(self, files: Iterable[InputFile], settings: Settings) -> tuple[tuple[ClaimEntry, ...], Report]:
        report = self.check(files, settings)
        entries = [
            ClaimEntry(one.path, None, one.start, one.end, one.text, one.sentence, claim(), "supported")
            for one in report.findings
        ]
        return tuple(entries), report


@pytest.fixture
def engine(monkeypatch: pytest.MonkeyPatch) -> Engine:
    stub = Engine()
    module = SimpleNamespace(check=stub.check, claims=stub.claims)
    monkeypatch.setitem(sys.modules, "claimlint.engine", module)
    monkeypatch.setattr(claimlint, "engine", module, raising=False)
    return stub


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    home = tmp_path / "project"
    (home / ".git").mkdir(parents=True)
    monkeypatch.chdir(home)
    for name in ("NO_COLOR", "FORCE_COLOR", "PRE_COMMIT_FROM_REF"):
        monkeypatch.delenv(name, raising=False)
    return home


@pytest.fixture
def run(folder: Path, engine: Engine) -> Run:
    assert folder
    assert engine

    return command


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="")


def test_a_finding_fails_and_the_last_line_says_why(run: Run, folder: Path) -> None:
    write(folder / "claimlint.yaml", "contact: ask@clinic.example\n")
    write(folder / "site" / "a.html", "Get permanent results.\n")
    ran = run("check")
    assert ran.code == 1
    assert "site/a.html" in ran.out
    assert ran.out.endswith(
        "Fails: 1 finding at or above “warning”. Nothing is hidden. Questions: ask@clinic.example\n"
    )
    assert ran.err == ""


def test_nothing_found_is_zero_and_says_nothing_to_report(run: Run, folder: Path) -> None:
    write(folder / "a.html", "Good morning.\n")
    ran = run("check")
    assert ran.code == 0
    assert "Nothing to report for US" in ran.out
    assert ran.out.endswith("No finding at or above “warning”. Nothing is hidden.\n")


@pytest.mark.parametrize(
    ("severity", "fail_on", "code"),
    [
        ("info", "warning", 0), ("warning", "warning", 1), ("error", "warning", 1), ("warning", "error", 0),
        ("error", "error", 1), ("info", "info", 1), ("error", "never", 0),
    ],
)  # fmt: skip
def test_the_exit_status_follows_fail_on(
    run: Run, engine: Engine, folder: Path, severity: str, fail_on: str, code: int
) -> None:
    engine.severity = severity
    write(folder / "a.html", "permanent")
    assert run("check", "--fail-on", fail_on).code == code


def test_fail_over_allows_so_many(run: Run, folder: Path) -> None:
    for name in "abc":
        write(folder / f"{name}.html", "permanent")
    assert run("check", "--fail-over", "3").code == 0
    ran = run("check", "--fail-over", "2")
    assert ran.code == 1
    assert "3 findings at or above “warning”, more than the 2 allowed" in ran.out


def test_json_is_the_contracts_object_and_nothing_else(run: Run, folder: Path) -> None:
    write(folder / "a.html", "Get permanent “results” 😀.")
    ran = run("check", "--format", "json")
    data = json.loads(ran.bytes.decode("utf-8"))
    assert ran.code == 1
    assert data["findings"][0]["path"] == "a.html"
    assert data["findings"][0]["sentence"] == "Get permanent “results” 😀."


def test_json_with_nothing_to_check_is_still_an_object(run: Run, folder: Path) -> None:
    write(folder / "README.md", "permanent")
    ran = run("check", "--force-exclude", "README.md", "--format", "json")
    assert ran.code == 0
    assert json.loads(ran.out)["files"][0]["reason"] == "is about the repository, not for visitors"


def test_concise_keeps_standard_output_for_findings(run: Run, folder: Path) -> None:
    write(folder / "a.html", "x\nGet permanent results.")
    ran = run("check", "--format", "concise")
    assert ran.out == "a.html:2:5: warning: “permanent” promises a lasting result. [permanence]\n"
    said = ran.err.splitlines()
    assert said[0] == "claimlint: 1 warning for US: 1 file, 4 words read."
    assert said[-1] == "claimlint: Fails: 1 finding at or above “warning”. Nothing is hidden."


@pytest.mark.parametrize("options", [["--format", "concise"], ["--format", "json", "--output-file", "report.json"]])
def test_a_run_without_findings_still_says_what_it_judged_and_why_it_does_not_fail(
    run: Run, folder: Path, options: list[str]
) -> None:
    write(folder / "README.md", "Open from Monday to Friday.")
    write(folder / "photo.png", "x")
    ran = run("check", "README.md", *options)
    assert (ran.code, ran.out) == (0, "")
    said = ran.err.splitlines()
    assert said[0] == "claimlint: Nothing to report for US: 1 file, 5 words read."
    assert said[1].startswith("claimlint: Judged for US as of 2026-03-04 by 23 rules")
    assert any(line.startswith("claimlint: Never judged: images") for line in said)
    assert said[-1] == "claimlint: No finding at or above “warning”. Nothing is hidden."


def test_a_named_folder_is_left_out_where_exclusions_are_forced(run: Run, folder: Path) -> None:
    write(folder / "dist" / "a.html", "permanent")
    assert "dist/a.html" in run("check", "dist").out
    ran = run("check", "dist", "--force-exclude")
    assert ran.code == 0
    assert "no file or line to judge (1 left out" in ran.out


def test_a_folder_of_which_everything_is_left_out_says_where_to_ask(run: Run, folder: Path) -> None:
    write(folder / "drafts" / "a.html", "permanent")
    write(folder / "claimlint.yaml", "exclude: ['drafts/*.html']\n")
    ran = run("check", "drafts")
    assert ran.code == 2
    assert ran.err == "claimlint: drafts: holds no file that claimlint can check (`claimlint files` says why)\n"


def test_a_configuration_further_down_is_not_passed_over_in_silence(run: Run, folder: Path) -> None:
    write(folder / "web" / "claimlint.yaml", "jurisdiction: uk\n")
    write(folder / "web" / "a.html", "Open from Monday.")
    assert run("check", "--jurisdiction", "us").err == (
        "claimlint: web/claimlint.yaml is configuration that holds only where claimlint runs in its folder; "
        "this run does not follow it\n"
    )


def test_an_empty_path_is_a_mistake_and_not_the_whole_folder(run: Run, folder: Path) -> None:
    write(folder / "a.html", "permanent")
    for command_ in ("check", "files"):
        ran = run(command_, "")
        assert (ran.code, ran.err) == (2, "claimlint: a path is empty; give . for this folder\n")


@pytest.mark.skipif(os.name == "nt", reason="symbolic links need rights on Windows")
def test_links_that_lead_in_a_circle_are_named(run: Run, folder: Path) -> None:
    write(folder / "a.html", "permanent")
    (folder / "one.html").symlink_to(folder / "two.html")
    (folder / "two.html").symlink_to(folder / "one.html")
    assert "a.html\n" in run("files").out
    ran = run("check", "one.html")
    assert (ran.code, ran.err) == (2, "claimlint: one.html: is a link that leads nowhere\n")


def test_paths_in_any_order_give_the_same_bytes(run: Run, folder: Path) -> None:
    for name in ("a", "b", "c"):
        write(folder / "site" / f"{name}.html", "permanent")
    outputs = {
        run("check", "--format", "json", "--as-of", "2026-01-01", *paths).out
        for paths in (["."], ["site/c.html", "site"], ["site/b.html", "site/c.html", "site/a.html"])
    }
    assert len(outputs) == 1


def test_a_report_file_is_written_whole(run: Run, folder: Path) -> None:
    write(folder / "a.html", "permanent")
    ran = run("check", "--format", "json", "--output-file", "report.json")
    assert ran.code == 1
    assert ran.out == ""
    assert json.loads((folder / "report.json").read_text(encoding="utf-8"))["summary"]["reported"] == 1
    assert sorted(path.name for path in folder.iterdir()) == [".git", "a.html", "report.json"]


def test_a_report_that_cannot_be_written_is_one_line_and_leaves_nothing(run: Run, folder: Path) -> None:
    write(folder / "a.html", "permanent")
    write(folder / "taken" / "x.txt", "x")
    for name in ("none/report.json", "taken"):
        ran = run("check", "a.html", "--format", "json", "--output-file", name)
        assert ran.code == 2
        assert ran.err.startswith(f"claimlint: {name}: the report cannot be written")
        assert ran.err.count("\n") == 1
    assert sorted(path.name for path in folder.iterdir()) == [".git", "a.html", "taken"]


def test_a_report_goes_through_a_link_and_into_a_pipe_without_replacing_them(run: Run, folder: Path) -> None:
    write(folder / "a.html", "permanent")
    (folder / "link.json").symlink_to("real.json")
    assert run("check", "a.html", "--format", "json", "--output-file", "link.json").code == 1
    assert (folder / "link.json").is_symlink()
    assert json.loads((folder / "real.json").read_text("utf-8"))["summary"]["reported"] == 1
    os.mkfifo(folder / "pipe")
    reader = os.open(folder / "pipe", os.O_RDONLY | os.O_NONBLOCK)
    try:
        assert run("check", "a.html", "--format", "concise", "--output-file", "pipe").code == 1
        assert os.read(reader, 100_000).startswith(b"a.html:")
    finally:
        os.close(reader)
    assert stat.S_ISFIFO((folder / "pipe").stat().st_mode)


def test_standard_input_is_named_by_its_content_or_by_the_option(run: Run, engine: Engine) -> None:
    assert run("check", "-", stdin="<p>permanent</p>").code == 1
    assert engine.files[0].path == "stdin.html"
    run("check", "-", stdin="Just permanent words.\n")
    assert engine.files[0].path == "stdin.txt"
    run("check", "-", "--stdin-filename", "site/x.md", stdin="permanent")
    assert engine.files[0].path == "site/x.md"
    assert run("check", "--stdin-filename", "x.md").code == 2
    assert run("check", "-", "--stdin-filename", "x.zzz", stdin="permanent").code == 2


def test_text_is_judged_without_files(run: Run, engine: Engine) -> None:
    assert run("check", "--text", "Get permanent results.").code == 1
    assert engine.files[0].data == b"Get permanent results."
    ran = run("check", "--text", "x", "a.html")
    assert ran.code == 2
    assert "exclude each other" in ran.err


def test_about_takes_names_of_the_vocabulary(run: Run, engine: Engine) -> None:
    run("check", "--text", "x", "--about", "LASIK")
    assert engine.settings is not None
    assert engine.settings.treatment == "lasik"
    ran = run("check", "--text", "x", "--about", "lasick")
    assert ran.code == 2
    assert "the vocabulary has no treatment “lasick”; did you mean “lasik”?" in ran.err


def test_options_reach_the_engine(run: Run, engine: Engine, folder: Path) -> None:
    write(folder / "a.html", "x")
    run("check", "--jurisdiction", "us,uk", "--as-of", "2026-02-03", "--no-cache", "--jobs", "2")
    assert engine.settings is not None
    assert engine.settings.jurisdictions == ("us", "uk")
    assert engine.settings.as_of == datetime.date(2026, 2, 3)
    assert engine.settings.cache is False
    assert engine.settings.jobs == 2


def test_what_could_not_be_checked_wins_over_findings_which_are_printed_all_the_same(run: Run, folder: Path) -> None:
    write(folder / "a.html", "permanent")
    ran = run("check", "a.html", "gone.html")
    assert ran.code == 2
    assert "“permanent” promises" in ran.out
    assert ran.err == "claimlint: gone.html: does not exist\n"
    assert ran.out.endswith(
        "Fails: 1 finding at or above “warning” and 1 thing could not be checked. Nothing is hidden.\n"
    )


def test_a_fault_in_the_rules_wins_too(run: Run, engine: Engine, folder: Path) -> None:
    engine.problems = ("own/x.yaml:3:1: unknown key “mesage”; did you mean “message”?",)
    write(folder / "a.html", "permanent")
    ran = run("check")
    assert ran.code == 2
    assert ran.err == f"claimlint: {engine.problems[0]}\n"
    assert "“permanent” promises" in ran.out


def test_a_list_of_excluded_files_under_force_exclude_is_zero(run: Run, folder: Path) -> None:
    write(folder / "README.md", "permanent")
    write(folder / "dist" / "a.html", "permanent")
    ran = run("check", "--force-exclude", "README.md", "dist/a.html")
    assert ran.code == 0
    assert "Nothing to report" in ran.out
    assert run("check", "README.md").code == 1


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["chek"], "there is no command “chek”; did you mean “check”?"),
        (["a.html"], "there is no command “a.html”; did you mean `claimlint check a.html`?"),
        (["check", "--fail-onn", "error"], "there is no option --fail-onn; did you mean “--fail-on”?"),
        (["check", "--format", "jsno"], "did you mean “json”?"),
        (["check", "--as-of", "tomorrow"], "expected one such as 2026-11-24"),
        (["check", "--jobs", "0"], "0"),
        (["check", "--jurisdiction", "usa"], "unknown jurisdiction “usa”; did you mean “us”?"),
        (["check", "--jurisdiction", ","], "names no jurisdiction"),
        (["check", "--staged", "--changed-since", "main"], "exclude each other"),
        (["check", "--staged", "-"], "standard input"),
        (["rules", "lst"], "lst"),
        ([], "Missing command"),
    ],
)
def test_a_mistake_on_the_command_line_is_one_line_and_two(
    run: Run, folder: Path, arguments: list[str], said: str
) -> None:
    write(folder / "a.html", "x")
    ran = run(*arguments)
    assert ran.code == 2
    assert said in ran.err
    assert ran.err.startswith("claimlint: ")
    assert ran.err.count("\n") == 1
    assert ran.out == ""


def test_a_fault_in_the_configuration_is_one_line_with_its_place(run: Run, folder: Path) -> None:
    write(folder / "claimlint.yaml", "exlude: [a]\n")
    write(folder / "a.html", "x")
    ran = run("check")
    assert ran.code == 2
    assert ran.err == "claimlint: claimlint.yaml:1:1: unknown key “exlude”; did you mean “exclude”?\n"


def test_an_unknown_rule_in_the_configuration_has_a_place(run: Run, folder: Path) -> None:
    known = known_rules(Settings(as_of=datetime.date(2026, 1, 1)))[0]
    write(folder / "claimlint.yaml", f"ignore:\n  - {known}s\n")
    write(folder / "a.html", "x")
    ran = run("check")
    assert ran.code == 2
    assert f"claimlint.yaml:2:5: unknown rule “{known}s”; did you mean “{known}”?" in ran.err


def test_an_internal_error_is_three_with_what_to_report(
    run: Run, engine: Engine, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(files: object, settings: object, knowledge: object = None) -> Report:
        raise RecursionError(f"too deep {files is settings is knowledge}")

    monkeypatch.setattr(sys.modules["claimlint.engine"], "check", broken)
    write(folder / "a.html", "x")
    assert engine
    ran = run("check")
    assert ran.code == 3
    assert "internal error: RecursionError: too deep" in ran.err
    assert "Please report this line" in ran.err
    assert "Traceback" not in ran.err
    assert ran.err.count("\n") == 1


def test_an_interrupted_run_is_two_and_writes_no_report(
    run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_: object) -> Report:
        raise KeyboardInterrupt

    monkeypatch.setattr(sys.modules["claimlint.engine"], "check", interrupted)
    write(folder / "a.html", "x")
    ran = run("check", "--output-file", "report.txt")
    assert ran.code == 2
    assert ran.err.strip() == "claimlint: interrupted; nothing is known of the files not yet read"
    assert not (folder / "report.txt").exists()


def test_claims_lists_them_all_as_json_lines(run: Run, folder: Path) -> None:
    write(folder / "a.html", "Get permanent results.")
    write(folder / "b.html", "A permanent thing.")
    rows = [json.loads(line) for line in run("claims", "--format", "jsonl").out.splitlines()]
    assert [(row["path"], row["text"], row["verdict"]) for row in rows] == [
        ("a.html", "permanent", "supported"),
        ("b.html", "permanent", "supported"),
    ]
    ran = run("claims")
    assert ran.code == 0
    assert "“permanent” (prp, aga): the evidence on file carries this" in ran.out
    assert ran.out.endswith("2 claims; 2 of them judged by rows that no clinician has reviewed.\n")


def test_files_says_what_would_be_read_and_why_not(run: Run, folder: Path) -> None:
    write(folder / "a.html", "x")
    write(folder / "README.md", "x")
    ran = run("files")
    assert ran.code == 0
    assert ran.out == "a.html\nREADME.md  (left out: is about the repository, not for visitors)\n"
    rows = json.loads(run("files", "--format", "json").out)
    assert [row["status"] for row in rows] == ["skipped", "to-check"]
    assert run("files", "gone.html").code == 2


def test_config_show_says_which_file_set_what(run: Run, folder: Path) -> None:
    write(folder / "claimlint.yaml", "jurisdiction: uk\n")
    ran = run("config", "show")
    assert ran.code == 0
    assert "Configuration: claimlint.yaml" in ran.out
    shown = {line.split()[0]: line for line in ran.out.splitlines()[1:]}
    assert '["uk"]' in shown["jurisdiction"]
    assert shown["jurisdiction"].endswith("(claimlint.yaml)")
    assert shown["contact"].endswith("(default)")
    assert json.loads(run("config", "show", "--format", "json").out)["settings"]["jurisdiction"]["value"] == ["uk"]


def test_config_show_names_packs_and_folders_that_count_by_their_names(run: Run, folder: Path) -> None:
    write(folder / "claimlint.yaml", "extends: [dental]\nseverity: {before-after: error}\n")
    write(folder / "claimlint-evidence" / "a.yaml", "[]\n")
    write(folder / "site" / "a.html", "x")
    os.chdir(folder / "site")
    lines = run("config", "show").out.splitlines()
    assert lines[0] == "Configuration: ../claimlint.yaml"
    shown = [line.split(maxsplit=1) for line in lines[1:]]
    assert ["evidence-folder", '"claimlint-evidence"  (../claimlint-evidence/ is there)'] in shown
    assert [rest for key, rest in shown if key == "severity"] == [
        '{"before-after": "error"}  (../claimlint.yaml)',
        '{"before-after": "warning"}  (pack dental)',
    ]
    told = json.loads(run("config", "show", "--format", "json").out)
    assert {"key": "ignore", "value": ["personalised"], "set_by": "pack dental"} in told["packs"]


def test_colour_only_where_a_person_watches_or_insists(run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(folder / "a.html", "permanent")
    assert "\x1b" not in run("check").out
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert "\x1b[" in CliRunner().invoke(main, ["check"], color=True).stdout
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b" not in run("check").out


def test_the_hook_prints_five_findings_then_counts_and_one_line_for_none(run: Run, folder: Path) -> None:
    for name in "abcdefgh":
        write(folder / f"{name}.html", "permanent")
    names = [f"{name}.html" for name in "abcdefgh"]
    ran = run("check", "--hook", *names)
    assert ran.out.count("promises a lasting result") == 5
    assert "and 3 more findings" in ran.out
    write(folder / "calm.html", "x")
    ran = run("check", "--hook", "calm.html")
    assert ran.code == 0
    assert ran.out.count("\n") == 1
    assert ran.out.startswith("Nothing to report for US")


def test_the_hook_never_says_nothing_to_report_of_a_file_that_failed(run: Run, folder: Path) -> None:
    (folder / "bad.html").write_bytes(b"\x00")
    ran = run("check", "--hook", "bad.html")
    assert ran.code == 2
    assert "Nothing to report" not in ran.out
    assert ran.err.startswith("claimlint: bad.html: is a binary file")


def test_a_report_file_is_written_though_there_is_nothing_to_check(run: Run, folder: Path) -> None:
    write(folder / "README.md", "x")
    assert run("check", "--force-exclude", "README.md", "--output-file", "report.txt").code == 0
    assert "Nothing to report" in (folder / "report.txt").read_text(encoding="utf-8")


def git(folder: Path, *arguments: str) -> None:
    identity = ["-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", *identity, *arguments], cwd=folder, check=True, capture_output=True)


@pytest.fixture
def repository(folder: Path) -> Path:
    (folder / ".git").rmdir()
    git(folder, "init", "-q", "-b", "main")
    write(folder / "old.html", "old permanent\nline\n")
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", "x")
    return folder


def test_staged_judges_staged_lines_of_staged_content(run: Run, engine: Engine, repository: Path) -> None:
    write(repository / "old.html", "old permanent\nline\nmore\n")
    write(repository / "new.html", "permanent\n")
    write(repository / "README.md", "permanent\n")
    write(repository / "sub" / "x.png", "x")
    ran = run("check", "--staged")
    assert ran.code == 0
    assert "no file or line to judge" in ran.out
    git(repository, "add", "-A")
    write(repository / "new.html", "edited since\n")
    ran = run("check", "--staged")
    assert ran.code == 1
    assert {file.path: file.added_lines for file in engine.files} == {
        "new.html": frozenset({1}),
        "old.html": frozenset({3}),
    }
    assert engine.files[0].data == b"permanent\n"
    run("check", "--staged", "old.html")
    assert [file.path for file in engine.files] == ["old.html"]
    assert run("check", "--staged", "gone.html").code == 2


def test_staged_paths_are_relative_to_the_working_directory(
    run: Run, engine: Engine, repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(repository / "sub" / "new.html", "permanent\n")
    git(repository, "add", "-A")
    monkeypatch.chdir(repository / "sub")
    assert run("check", "--staged").code == 1
    assert [file.path for file in engine.files] == ["new.html"]


def test_changed_since_judges_the_working_tree(run: Run, engine: Engine, repository: Path) -> None:
    git(repository, "checkout", "-q", "-b", "topic")
    write(repository / "old.html", "old permanent\nline\npermanent\r\n")
    ran = run("check", "--changed-since", "main")
    assert ran.code == 0
    assert engine.files[0].added_lines == frozenset({3})
    assert run("check", "--changed-since", "nowhere").code == 2


def test_the_hook_between_two_revisions_looks_at_the_first(
    run: Run, engine: Engine, repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(repository / "new.html", "permanent\n")
    git(repository, "add", "-A")
    git(repository, "commit", "-q", "-m", "y")
    monkeypatch.setenv("PRE_COMMIT_FROM_REF", "HEAD~1")
    assert run("check", "--staged", "--force-exclude", "--hook", "new.html").code == 1
    assert [file.path for file in engine.files] == ["new.html"]


def test_staged_without_git_is_one_line(run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / ".git").rmdir()
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(folder.parent))
    ran = run("check", "--staged")
    assert ran.code == 2
    assert ran.err == "claimlint: this is not a git repository; --staged and --changed-since need one\n"


def script(*arguments: str, cwd: Path, code: str = "", **environment: str) -> subprocess.CompletedProcess[bytes]:
    """Run the command line in a process of its own; `code` runs after it."""
    program = f"import sys, claimlint.cli as c\ntry:\n    c.main({list(arguments)!r})\nfinally:\n    {code or 'pass'}\n"
    env = {**os.environ, "PYTHONPATH": str(ROOT), **environment}
    return subprocess.run([sys.executable, "-c", program], cwd=cwd, capture_output=True, env=env, check=False)


HEAVY = "[sys.stderr.write(m + ' ') for m in ('spacy', 'rich', 'yaml', 'rapidfuzz', 'numpy') if m in sys.modules]"


@pytest.mark.parametrize("arguments", [["--version"], ["check", "--force-exclude", "README.md"], ["check", "--help"]])
def test_a_run_with_nothing_to_check_loads_nothing_heavy(folder: Path, arguments: list[str]) -> None:
    write(folder / "README.md", "permanent")
    done = script(*arguments, cwd=folder, code=HEAVY)
    assert done.returncode == 0
    assert done.stdout
    assert done.stderr == b""


@pytest.mark.parametrize("encoding", ["cp1252", "cp437", "ascii", "utf-8"])
def test_a_console_of_any_code_page_is_no_reason_to_crash(folder: Path, encoding: str) -> None:
    write(folder / "日本.html", "x")
    done = script("files", cwd=folder, PYTHONIOENCODING=encoding)
    assert done.returncode == 0
    assert b"html" in done.stdout
    done = script("check", "zzz“日本”.html", cwd=folder, PYTHONIOENCODING=encoding)
    assert done.returncode == 2
    assert b"Traceback" not in done.stderr
    assert done.stderr.count(b"\n") == 1


@pytest.mark.skipif(os.name == "nt", reason="needs a shell with pipes")
def test_a_closed_pipe_is_no_error(folder: Path) -> None:
    for number in range(3000):
        write(folder / f"{number}.html", "x")
    line = f"{sys.executable} -c 'import claimlint.cli as c; c.main([\"files\"])' | head -n 1"
    done = subprocess.run(
        ["bash", "-o", "pipefail", "-c", line],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0
    assert done.stderr == b""
    assert done.stdout == b"0.html\n"


def test_rules_are_listed_explained_and_tested(run: Run, engine: Engine) -> None:
    assert engine
    known = known_rules(Settings(as_of=datetime.date(2026, 1, 1)))
    listed = json.loads(run("rules", "list", "--format", "json").out)
    assert [row["id"] for row in listed] == list(known)
    assert run("rules", "list").out.count("\n") == len(known) + 1
    ran = run("explain", known[0])
    assert ran.code == 0
    assert ran.out.startswith(f"{known[0]}\n")
    assert "Judged by: " in ran.out
    assert "[[" not in ran.out
    ran = run("explain", f"{known[0]}s")
    assert ran.code == 2
    assert f"did you mean “{known[0]}”?" in ran.err
    ran = run("rules", "test", known[0])
    assert ran.out.endswith(f"examples of 1 rule: {0 if ran.code == 0 else ran.out.count(known[0])} fail.\n")


def test_the_schema_takes_the_rules_that_there_are(run: Run) -> None:
    schema = json.loads(run("rules", "schema").out)
    assert schema["$schema"].startswith("https://json-schema.org/")
    for file in (ROOT / "rules" / "claims").rglob("*.yaml"):
        keys = yaml.safe_load(file.read_text(encoding="utf-8")).keys()
        assert keys <= schema["properties"].keys()
        assert set(schema["required"]) <= keys


def test_one_rule_that_fails_its_examples_is_one_line_and_one(run: Run, folder: Path) -> None:
    write(
        folder / "own" / "shouting.yaml",
        """\
id: shouting
judged_by: wording
severity: {default: info}
message: "“{match}” shouts."
why: Nobody likes it.
basis: []
match:
  - phrase: "wow"
examples:
  flag: ["Say [[wow]]."]
  pass: ["Do not say wow."]
""",
    )
    write(folder / "claimlint.yaml", "rules-folder: own\n")
    ran = run("rules", "test", "shouting")
    assert ran.code == 1
    assert "shouting.yaml:11: shouting: expected nothing, found “wow”: Do not say wow." in ran.out
    assert ran.out.endswith("2 examples of 1 rule: 1 fail.\n")


@pytest.fixture
def real(folder: Path) -> Run:
    """The command line with the engine it ships with, among a clinic's pages."""
    assert folder

    def call(*arguments: str, **environment: str) -> Ran:
        done = script(*arguments, cwd=folder, **environment)
        encoding = environment.get("PYTHONIOENCODING", "utf-8")
        return Ran(done.returncode, done.stdout.decode(encoding), done.stderr.decode(encoding), done.stdout)

    return call


PAGE = "<h1>PRP für Haar 日本 😀</h1>\n<p>Our PRP injections cure hair loss. Results are “guaranteed” – always.</p>\n"


@pytest.mark.parametrize("encoding", ["cp1252", "cp437", "utf-8"])
def test_the_whole_way_on_a_console_of_any_code_page(real: Run, folder: Path, encoding: str) -> None:
    write(folder / "prp.html", PAGE)
    ran = real("check", PYTHONIOENCODING=encoding)
    assert ran.code == 1
    assert ran.err == ""
    assert "cure hair loss" in ran.out
    assert "\x1b" not in ran.out


def test_the_whole_way_says_it_in_plain_words(real: Run) -> None:
    ran = real("check", str(ROOT / "fixtures" / "clinic"), "--show-excused", "--as-of", "2026-06-01")
    assert ran.code == 1
    assert "may not be said" in ran.out
    assert "Judged for US as of 2026-06-01 by " in ran.out
    assert not re.search(r"\b[SE][0-8]\b", ran.out)
    for word in ("clean", "compliant", "legal", "illegal"):
        assert not re.search(rf"\b{word}\b", ran.out, re.IGNORECASE), word


def test_the_whole_way_as_json_is_the_same_bytes_twice(real: Run, folder: Path) -> None:
    write(folder / "a.html", PAGE)
    write(folder / "b.md", "# PRP\n\nIt is not a cure for hair loss.\n")
    first = real("check", "--format", "json", "--as-of", "2026-06-01")
    again = real("check", "b.md", "a.html", "--format", "json", "--as-of", "2026-06-01", PYTHONHASHSEED="7")
    assert first.bytes == again.bytes
    summary = json.loads(first.out)["summary"]
    parts = ("reported", "supported", "excused", "suppressed", "baselined")
    assert summary["matches"] == sum(summary[part] for part in parts) > 0
    for row in json.loads(first.out)["findings"]:
        text = (folder / row["path"]).read_text(encoding="utf-8")
        pieces = "".join(text[start:end] for start, end in row["spans"])
        assert "".join(pieces.split()) == "".join(row["text"].split())


def test_evidence_is_listed_shown_and_checked(run: Run) -> None:
    rows = json.loads(run("evidence", "list", "--format", "json").out)
    assert rows
    assert run("evidence", "list").out.splitlines()[-1].startswith(f"{len(rows)} rows; ")
    name = rows[0]["id"]
    shown = run("evidence", "show", name)
    assert shown.code == 0
    assert shown.out.startswith(f"{name}\n")
    assert not re.search(r"\bE[0-6]\b", shown.out)
    assert "did you mean" in run("evidence", "show", f"{name}x").err
    assert run("evidence", "check", "--as-of", "2020-01-01").code == 0
    late = run("evidence", "check", "--as-of", "2099-01-01")
    assert late.code == 1
    assert f"{len(rows)} overdue for review" in late.out


def test_doctor_says_what_it_found(run: Run, folder: Path) -> None:
    ran = run("doctor")
    assert ran.code == 0
    for word in ("claimlint:", "Python:", "spacy:", "language model:", "rules:", "configuration:", "git:"):
        assert word in ran.out
    write(folder / "claimlint.yaml", "exlude: []\n")
    ran = run("doctor")
    assert ran.code == 2
    assert "broken: claimlint.yaml:1:1: unknown key “exlude”" in ran.out
