"""Bad input, end to end: one clear line each, the contract's exit status, findings of the other files all the same."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from command import command

CLAIM = "<h1>PRP for hair loss</h1><p>Our PRP injections cure hair loss with guaranteed results.</p>"


@dataclass
class Ran:
    code: int
    out: str
    err: list[str]

    @property
    def said(self) -> list[str]:
        """The words that are reported, by path."""
        return [finding["path"] for finding in json.loads(self.out)["findings"]]

    @property
    def statuses(self) -> dict[str, str]:
        return {entry["path"]: entry["status"] for entry in json.loads(self.out)["files"]}


Check = Callable[..., Ran]


@pytest.fixture
def check(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Check:
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path)
    (tmp_path / "good.html").write_text(CLAIM, encoding="utf-8")

    def run(*arguments: str) -> Ran:
        ran = command("check", "--format", "json", "--as-of", "2026-06-01", *arguments)
        assert "Traceback" not in ran.err
        return Ran(ran.code, ran.out, ran.err.splitlines())

    return run


def test_the_page_of_these_tests_has_findings(check: Check) -> None:
    ran = check("good.html")
    assert ran.code == 1
    assert "good.html" in ran.said


@pytest.mark.parametrize(
    ("name", "data", "line"),
    [
        ("gone.html", None, "claimlint: gone.html: does not exist"),
        ("binary.html", b"<p>\x00\x01\x02cure</p>", "claimlint: binary.html: is a binary file, not text"),
        ("broken.html", b"<p>caf\x81 cure</p>", "claimlint: broken.html: cannot be decoded as UTF-8"),
        ("marked.html", b"\xff\xfe<\x00p\x00>", "claimlint: marked.html: begins with a UTF-16-LE byte order mark"),
        ("cut.txt", b"\xef\xbb\xbfcaf\xe9", "claimlint: cut.txt: begins with a UTF-8 byte order mark"),
        ("photo.png", b"\x89PNG", "claimlint: photo.png: is an image"),
        ("data.zzz", b"cure", "claimlint: data.zzz: has no format that claimlint reads"),
        ("word.docx", b"not a zip", "claimlint: word.docx: "),
    ],
)
def test_a_file_that_cannot_be_checked_is_one_line_and_two(
    check: Check, tmp_path: Path, name: str, data: bytes | None, line: str
) -> None:
    if data is not None:
        (tmp_path / name).write_bytes(data)
    ran = check(name, "good.html")
    assert "good.html" in ran.said
    assert ran.code == 2
    assert ran.statuses[name] == "failed"
    assert ran.err[0].startswith(line)
    assert len(ran.err) == 2
    assert "1 thing could not be checked" in ran.err[1]


def test_a_folder_with_nothing_to_lint_is_one_line_and_two(check: Check, tmp_path: Path) -> None:
    (tmp_path / "images").mkdir()
    (tmp_path / "images" / "photo.png").write_bytes(b"x")
    ran = check("images", "good.html")
    assert ran.code == 2
    assert ran.err[0] == "claimlint: images: holds no file that claimlint can check (`claimlint files` says why)"
    assert "good.html" in ran.said


def test_a_broken_rule_is_named_with_its_place(check: Check, tmp_path: Path) -> None:
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "shouting.yaml").write_text("id: shouting\njudged_by: wording\nmesage: x\n", encoding="utf-8")
    (tmp_path / "claimlint.yaml").write_text("rules-folder: own\n", encoding="utf-8")
    ran = check("good.html")
    assert ran.code == 2
    assert any("shouting.yaml:3:1: unknown key “mesage”; did you mean “message”?" in line for line in ran.err)
    assert all(line.startswith("claimlint: ") for line in ran.err)


@pytest.mark.parametrize("data", [b"", b"\n", b"\xef\xbb\xbf", b"<html></html>"])
def test_an_empty_file_is_checked_and_has_nothing(check: Check, tmp_path: Path, data: bytes) -> None:
    (tmp_path / "empty.html").write_bytes(data)
    ran = check("empty.html")
    assert ran.code == 0
    assert ran.said == []
    assert ran.statuses == {"empty.html": "checked"}


def test_a_page_of_ten_megabytes_on_one_line_is_checked(check: Check, tmp_path: Path) -> None:
    filler = "<p>" + "word " * 2_000_000 + "</p>"
    (tmp_path / "long.html").write_text(f"<h1>PRP</h1>{filler}{CLAIM}", encoding="utf-8")
    ran = check("long.html")
    assert ran.code == 1
    first = json.loads(ran.out)["findings"][0]
    assert first["start"]["line"] == 1
    assert first["start"]["column"] > 10_000_000


@pytest.mark.parametrize("tag", ["<div>", "<b>", "<ul><li>", "<p><i>"])
def test_a_hundred_thousand_nested_tags_are_checked(check: Check, tmp_path: Path, tag: str) -> None:
    (tmp_path / "deep.html").write_text(tag * 100_000 + CLAIM, encoding="utf-8")
    ran = check("deep.html")
    assert ran.code == 1
    assert "deep.html" in ran.said


def test_half_a_document_is_checked(check: Check, tmp_path: Path) -> None:
    (tmp_path / "half.html").write_text(CLAIM + "<p title='x", encoding="utf-8")
    (tmp_path / "half.json").write_text('{"title": "Our PRP cures hair loss', encoding="utf-8")
    ran = check("half.html", "half.json")
    assert "half.html" in ran.said
    assert "failed" not in ran.statuses.values()
