"""`claimlint baseline`, and runs with waivers and a baseline: from the command line, and as the page in docs/ says."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from command import Ran, command

from claimlint import engine

DOCS = (Path(__file__).parent.parent / "docs" / "waivers-and-baseline.md").read_text("utf-8")
NAME = "claimlint-baseline.json"
TODAY = ("--as-of", "2026-06-01")
MAKE = ("baseline", "--owner", "Jo Doe", "--until", "2026-12-31", *TODAY)


Run = Callable[..., Ran]


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    home = tmp_path / "site"
    (home / ".git").mkdir(parents=True)
    (home / "a.html").write_text(
        "<p>Get permanent results in all our hair clinics.</p>\n<p>Results are guaranteed.</p>\n"
    )
    (home / "claimlint.yaml").write_text("contact: ask@clinic.example\nseverity: {permanence: warning}\n")
    monkeypatch.chdir(home)
    return home


@pytest.fixture
def run(site: Path) -> Run:
    assert site

    return command


def rules(run: Run, *arguments: str) -> list[str]:
    made = json.loads(run("check", *TODAY, "--format", "json", *arguments).out)
    return [finding["rule"] for finding in made["findings"]]


def last(ran: Ran) -> str:
    return ran.out.splitlines()[-1]


def test_from_first_run_to_a_new_finding(run: Run, site: Path) -> None:
    assert last(run("check", *TODAY)) == (
        "Fails: 2 findings at or above “warning”. Nothing is hidden. Questions: ask@clinic.example"
    )
    ran = run(*MAKE)
    assert ran.code == 0
    assert ran.out == (
        f"Wrote {NAME}: 1 finding hidden until 2026-12-31; Jo Doe answers for that. Still reported: 1 finding, 1 error "
        "among them (--include-errors takes those in).\n"
    )
    assert last(run("check", *TODAY)) == (
        "Fails: 1 finding at or above “warning”. Hidden: 0 by waivers, 1 by the baseline until 2026-12-31. "
        "Questions: ask@clinic.example"
    )
    assert run("baseline", "--update", "--allow-growth", "--include-errors", *TODAY).code == 0
    ran = run("check", *TODAY)
    assert ran.code == 0
    assert "Hidden: 0 by waivers, 2 by the baseline until 2026-12-31." in last(ran)
    with (site / "a.html").open("a") as page:
        page.write("<p>Get permanent results, too.</p>\n")
    assert run("check", *TODAY).code == 1
    assert rules(run) == ["permanence"]
    late = run("check", "--as-of", "2027-01-01")
    assert late.code == 1
    assert "expired-baseline" in late.out
    assert last(late).startswith("Fails: 4 findings at or above “warning”. Nothing is hidden.")


def test_an_update_only_shrinks(run: Run, site: Path) -> None:
    (site / "b.html").write_text("<p>Get permanent results at home.</p>\n")
    assert run(*MAKE, "--include-errors").code == 0
    before = (site / NAME).read_text("utf-8")
    (site / "a.html").write_text(
        "<p>Get permanent results in all our hair clinics.</p>\n<p>Lasting relief for you.</p>\n"
    )
    (site / "b.html").unlink()
    ran = run("baseline", "--update", "--until", "2026-11-30", *TODAY)
    assert ran.code == 0
    assert "There were 3 before. Still reported: 1 finding." in ran.out
    after = (site / NAME).read_text("utf-8")
    assert set(after.splitlines()) - set(before.splitlines()) == {'"until": "2026-11-30",'} | {
        line for line in after.splitlines() if "fingerprint" in line and f"{line}," in before
    }
    assert len(json.loads(after)["findings"]) == 1
    assert rules(run) == ["permanence"]


def test_an_update_of_some_paths_leaves_the_others_alone(run: Run, site: Path) -> None:
    (site / "b.html").write_text("<p>Get permanent results at home.</p>\n")
    run(*MAKE, "--include-errors")
    (site / "b.html").write_text("<p>Welcome.</p>\n")
    (site / "a.html").write_text("<p>Welcome.</p>\n")
    run("baseline", "--update", *TODAY, "b.html")
    assert {row["path"] for row in json.loads((site / NAME).read_text("utf-8"))["findings"]} == {"a.html"}


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("baseline",), "a baseline needs --owner (who answers for it) and --until (its last day)"),
        (("baseline", "--owner", " ", "--until", "2026-12-31"), "needs --owner"),
        (("baseline", "--update"), f"there is no {NAME} to update"),
        (("baseline", "--allow-growth", "--owner", "x"), "--allow-growth goes with --update"),
        (("baseline", "--owner", "x", "--until", "2026-05-31", *TODAY), "--until 2026-05-31 is over"),
        (("baseline", "--owner", "x", "--until", "soon"), "expected one such as 2026-11-24"),
    ],
)
def test_a_mistake_is_one_line_and_writes_nothing(run: Run, site: Path, arguments: tuple[str, ...], said: str) -> None:
    ran = run(*arguments)
    assert ran.code == 2
    assert said in ran.err
    assert ran.err.count("\n") == 1
    assert not (site / NAME).exists()


def test_a_second_baseline_does_not_replace_the_first(run: Run, site: Path) -> None:
    run(*MAKE)
    before = (site / NAME).read_bytes()
    ran = run(*MAKE, "--include-errors")
    assert ran.code == 2
    assert ran.err == (
        f"claimlint: there is a {NAME} already; --update takes out what is gone, with --allow-growth adds to it\n"
    )
    assert (site / NAME).read_bytes() == before


def test_a_baseline_that_cannot_be_written_or_read_is_one_line(run: Run, site: Path) -> None:
    (site / "claimlint.yaml").write_text("baseline: none/aside.json\n")
    ran = run(*MAKE)
    assert ran.code == 2
    assert ran.err.startswith("claimlint: ")
    assert "the baseline cannot be written" in ran.err
    assert ran.err.count("\n") == 1
    (site / "claimlint.yaml").write_text("baseline: aside.json\n")
    (site / "aside.json").write_text('{"schema":\n<<<<<<< ours\n')
    for asked in ("check", "baseline --update"):
        ran = run(*asked.split())
        assert ran.code == 2
        assert ran.err == (
            "claimlint: aside.json:2:1: holds a merge conflict; keep the lines of both sides, then run `claimlint "
            "baseline --update`\n"
        )
    assert sorted(path.name for path in site.iterdir()) == [".git", "a.html", "aside.json", "claimlint.yaml"]


def test_an_interrupted_run_leaves_the_old_baseline(run: Run, site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run(*MAKE)
    before = (site / NAME).read_bytes()

    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(engine, "check", interrupted)
    ran = run("baseline", "--update", *TODAY)
    assert ran.code == 2
    assert "interrupted" in ran.err
    assert (site / NAME).read_bytes() == before


def test_what_could_not_be_read_keeps_its_entries_and_is_said(run: Run, site: Path) -> None:
    run(*MAKE, "--include-errors")
    (site / "a.html").write_bytes(b"\x00\x01")
    ran = run("baseline", "--update", *TODAY)
    assert ran.code == 2
    assert "is a binary file" in ran.err
    assert len(json.loads((site / NAME).read_text("utf-8"))["findings"]) == 2


@pytest.mark.parametrize(
    ("waivers", "said"),
    [
        ("  - {id: 12, path: a, rule: permanence, reason: x, until: 2027-01-01}", "expected one such as W-0012"),
        ("  - {id: X-1, path: a, rule: permanence, reason: x, until: 2027-01-01}", "expected one such as W-0012"),
        ("  - {id: W-1, path: a, rule: permanance, reason: x, until: 2027-01-01}", "did you mean “permanence”?"),
        ("  - {id: W-1, path: ../a, rule: permanence, reason: x, until: 2027-01-01}", "leaves the project"),
        ("  - {id: W-1, path: a, rule: permanence, reason: ' ', until: 2027-01-01}", "gives no reason"),
        ("  - {id: W-1, path: a, rule: permanence, reason: x}", "is missing “until”"),
        ("  - {id: W-1, path: a, rule: permanence, reason: x, until: soon}", "expected a date such as 2026-11-24"),
        ("  - {id: W-1, path: a, rule: permanence, reason: x, until: 2027-01-01, ownr: y}", "did you mean “owner”?"),
    ],
)
def test_a_fault_in_a_waiver_is_one_line_with_its_place(run: Run, site: Path, waivers: str, said: str) -> None:
    (site / "claimlint.yaml").write_text(f"waivers:\n{waivers}\n")
    ran = run("check")
    assert ran.code == 2
    assert said in ran.err
    assert ran.err.startswith("claimlint: claimlint.yaml:2:")
    assert ran.err.count("\n") == 1


def test_waivers_may_stand_in_a_file_of_their_own_but_not_twice(run: Run, site: Path) -> None:
    one = "{{id: {}, path: a.html, rule: permanence, reason: x, until: 2027-01-01}}"
    (site / "a.html").write_text("<!-- claimlint-allow W-2 --><p>Get permanent results.</p>\n")
    (site / "claimlint-waivers.yaml").write_text(f"- {one.format('W-2')}\n")
    assert rules(run) == []
    (site / "claimlint-waivers.yaml").rename(site / "own.yml")
    (site / "claimlint.yaml").write_text(f"waivers-file: own.yml\nwaivers: [{one.format('W-1')}]\n")
    assert rules(run) == ["unused-waiver"]
    (site / "claimlint.yaml").write_text(f"waivers-file: own.yml\nwaivers: [{one.format('W-2')}]\n")
    ran = run("check")
    assert ran.err == "claimlint: own.yml:1:8: W-2 stands twice; the first is in claimlint.yaml, line 2\n"
    (site / "claimlint.yaml").write_text("waivers-file: gone.yml\n")
    assert run("check").err == "claimlint: gone.yml:1:1: cannot be read: No such file or directory\n"


def test_what_hides_nothing_is_only_said_of_the_whole_site(run: Run, site: Path) -> None:
    (site / "claimlint.yaml").write_text(
        "waivers: [{id: W-1, path: b.html, rule: permanence, reason: x, until: 2026-01-01, owner: Jo Doe}]\n"
    )
    assert "expired-waiver" in rules(run)
    assert "expired-waiver" in rules(run, ".")
    assert "expired-waiver" not in rules(run, "a.html")
    assert rules(run, "--text", "Welcome to our clinic.") == []


def test_every_format_takes_a_finding_about_the_configuration(run: Run, site: Path) -> None:
    (site / "claimlint.yaml").write_text(
        "waivers: [{id: W-1, path: b, rule: permanence, reason: x, until: 2026-01-01}]\n"
    )
    for form in (
        "terminal",
        "concise",
        "html",
        "sarif",
        "csv",
        "markdown",
        "junit",
        "gitlab",
        "github",
        "rdjson",
        "checkstyle",
    ):
        ran = run("check", *TODAY, "--format", form)
        assert ran.code == 1, form
        assert "W-1 ended on 2026" in ran.out.replace("\\-", "-"), form


def test_the_page_about_them_is_what_happens(run: Run, site: Path) -> None:
    (settings,) = re.findall(r"```yaml\n(# claimlint.yaml\n.+?)```", DOCS, re.DOTALL)
    (page,) = re.findall(r"```html\n(.+?)```", DOCS, re.DOTALL)
    (template,) = re.findall(r"```jinja\n(.+?)```", DOCS, re.DOTALL)
    (site / "site").mkdir()
    (site / "a.html").unlink()
    (site / "claimlint.yaml").write_text(settings, "utf-8")
    (site / "site" / "a.html").write_text(page, "utf-8")
    (site / "site" / "b.njk").write_text(template, "utf-8")
    made = json.loads(run("check", *TODAY, "--format", "json").out)
    assert made["findings"] == []
    assert [(one["path"], one["by"], one["owner"]) for one in made["suppressed"]] == [
        ("site/a.html", "W-0012", "Jo Doe"),
        ("site/b.njk", "inline", None),
    ]
    (site / "claimlint.yaml").write_text("jurisdiction: us\n")
    (site / "site" / "b.njk").write_text(re.sub(r"\{#.*?#\}", "", template), "utf-8")
    assert sorted(rules(run)) == ["permanence", "permanence", "unknown-waiver"]


@pytest.mark.parametrize("rule", re.findall(r"^\| `([a-z]+-(?:waiver|baseline))` \|", DOCS, re.MULTILINE))
def test_explain_knows_them(run: Run, rule: str) -> None:
    ran = run("explain", rule)
    assert ran.code == 0
    assert ran.out.startswith(f"{rule}\n")
    assert "What to do: " in ran.out
