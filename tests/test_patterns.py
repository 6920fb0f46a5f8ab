"""Patterns of the configuration: those of `.gitignore`, with names in brackets and nothing outside of the project."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from command import command

from claimlint import patterns


@pytest.mark.parametrize(
    ("written", "fitting", "other"),
    [
        (("*.html",), ["a.html", "site/a.html"], ["a.htm", "site/a.htmlx"]),
        (("site/*.html",), ["site/a.html"], ["a.html", "site/old/a.html", "x/site/a.html"]),
        (("/a.html",), ["a.html"], ["site/a.html"]),
        (("site/",), ["site/a.html", "site/old/a.html", "x/site/a.html"], ["site"]),
        (("site/**",), ["site/a.html", "site/old/a.html"], ["x/site/a.html"]),
        (("./site/*.html",), ["site/a.html"], ["x/site/a.html"]),
        (("./a.html",), ["a.html"], ["site/a.html"]),
        (("**/old/*",), ["old/a.html", "site/old/a.html"], ["old"]),
        (("site/**", "!site/a.html"), ["site/b.html"], ["site/a.html"]),
        (("app/[slug]/page.tsx",), ["app/[slug]/page.tsx", "app/s/page.tsx"], ["app/slug/page.tsx"]),
        (("[...all].astro",), ["[...all].astro", "site/[...all].astro"], ["all.astro"]),
        (("!a.html",), [], ["a.html", "b.html"]),
        ((), [], ["a.html"]),
    ],
)
def test_what_a_list_of_patterns_fits(written: tuple[str, ...], fitting: list[str], other: list[str]) -> None:
    assert [path for path in (*fitting, *other) if patterns.fits(written, path)] == fitting


def test_nothing_outside_of_the_project_fits() -> None:
    assert not any(patterns.fits(("*.html", "**"), path) for path in ("../a.html", "/tmp/a.html", ".."))


def test_a_folder_fits_by_what_is_in_it_unless_something_is_taken_back() -> None:
    assert patterns.fits(("old/**",), "old", folder=True)
    assert patterns.fits(("old/",), "old", folder=True)
    assert not patterns.fits(("old/**", "!old/a.html"), "old", folder=True)
    assert not patterns.fits(("old/*.html",), "old", folder=True)


def test_one_meaning_of_a_pattern_everywhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = "<h1>Our clinic</h1><p>It gives you permanent results. Guaranteed results.</p>"
    for name in ("site/prp.html", "site/deep/prp.html", "other/site/prp.html"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(page, "utf-8")
    (tmp_path / "claimlint.yaml").write_text(
        """\
jurisdiction: us
pages: [{files: [site/*.html], treatment: acupuncture, url: "https://clinic.example/{name}"}]
overrides: [{files: [site/*.html], ignore: [guarantee]}]
""",
        "utf-8",
    )
    monkeypatch.chdir(tmp_path)
    report = json.loads(command("check", "--format", "json", "--as-of", "2026-11-24").out)
    assert {one["path"] for one in report["findings"] if one["rule"] == "guarantee"} == {
        "site/deep/prp.html",
        "other/site/prp.html",
    }
    about = {one["path"]: one["claim"]["treatment"] for one in report["findings"] if one["rule"] == "permanence"}
    assert about == {"site/prp.html": "acupuncture", "site/deep/prp.html": None, "other/site/prp.html": None}
    urls = {one["path"]: one["url"] for one in report["files"] if one["status"] == "checked"}
    assert urls == {
        "site/prp.html": "https://clinic.example/prp",
        "site/deep/prp.html": None,
        "other/site/prp.html": None,
    }
    shown = command("check", "site/prp.html", "--as-of", "2026-11-24").out
    assert shown.startswith("site/prp.html  https://clinic.example/prp\n")
    assert "https://clinic.example/prp" in command("check", "site/prp.html", "--format", "html").out
    (tmp_path / "claimlint.yaml").write_text("exclude: [site/*.html]\n", "utf-8")
    assert command("files").out.splitlines()[:2] == ["other/site/prp.html", "site/deep/prp.html"]
