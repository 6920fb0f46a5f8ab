"""For people who write rules: a new one works as it is, schemas fit what ships, pages say what rules do."""

from __future__ import annotations

import datetime
import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from command import command as run

from claimlint.cli.schema import kinds, schema_of

RULES = Path(__file__).parent.parent / "rules"
FILES = {
    "rule": "claims/**/*.yaml",
    "predicates": "predicates.yaml",
    "modality": "modality.yaml",
    "vocabulary": "vocabulary/[!a]*.yaml",
    "vocabulary-ambiguous": "vocabulary/ambiguous.yaml",
    "evidence": "evidence/*.yaml",
    "jurisdiction": "jurisdictions/*.yaml",
    "wording": "wording/stat*.yaml",
    "wording-words": "wording/words.yaml",
    "wording-questions": "wording/questions.yaml",
}


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path


def faults(schema: dict[str, Any], value: Any, path: str = "") -> list[str]:
    """Check a value against the part of JSON Schema that is used here."""
    if "anyOf" in schema and "type" not in schema:
        tried = [faults(each, value, path) for each in schema["anyOf"]]
        return [] if [] in tried else min(tried, key=len)
    if "enum" in schema:
        shown = value.isoformat() if isinstance(value, datetime.date) else value
        return [] if shown in schema["enum"] or str(shown) in schema["enum"] else [f"{path}: {value!r}"]
    match schema["type"]:
        case "object":
            if not isinstance(value, dict):
                return [f"{path}: no object"]
            rest = schema.get("additionalProperties", True)
            found = [f"{path}: lacks {key}" for key in schema.get("required", ()) if key not in value]
            found += [
                f"{path}: lacks {each}"
                for each in schema.get("allOf", ())
                if not any(set(one["required"]) <= value.keys() for one in each["anyOf"])
            ]
            for key, inner in value.items():
                part = schema.get("properties", {}).get(key, rest)
                found += [f"{path}: unknown {key}"] if part is False else faults(part, inner, f"{path}/{key}")
            return found
        case "array":
            if not isinstance(value, list):
                return [f"{path}: no list"]
            return [fault for at, inner in enumerate(value) for fault in faults(schema["items"], inner, f"{path}/{at}")]
        case "boolean":
            return [] if isinstance(value, bool) else [f"{path}: no boolean"]
        case "integer" | "number":
            return [] if isinstance(value, int | float) else [f"{path}: no number"]
        case _:
            return [] if isinstance(value, str | int | float | datetime.date) else [f"{path}: no text"]


@pytest.mark.parametrize("kind", FILES)
def test_every_shipped_file_fits_its_schema(kind: str) -> None:
    schema = schema_of(kinds()[kind][1])
    files = sorted(RULES.glob(FILES[kind]))
    assert files
    for file in files:
        assert faults(schema, yaml.safe_load(file.read_text("utf-8"))) == [], file.name


def test_a_schema_refuses_what_the_loader_refuses() -> None:
    schema = schema_of(kinds()["evidence"][1])
    assert faults(schema, {"treatment": "prp", "rowz": []}) == [": unknown rowz"]
    assert faults(schema, {"rows": []}) == [": lacks treatment"]
    assert faults(schema, {"treatment": "prp", "status": {"us": "licenced"}}) == ["/status/us: 'licenced'"]


def test_schemas_are_printed_by_kind_or_written_all(folder: Path) -> None:
    assert json.loads(run("rules", "schema").out)["title"] == "A claimlint rule"
    assert json.loads(run("rules", "schema", "config").out)["properties"].keys() >= {"jurisdiction", "pages"}
    assert "did you mean “evidence”?" in run("rules", "schema", "evidense").err
    assert run("rules", "schema", "--all", "schemas").code == 0
    assert {path.name for path in (folder / "schemas").iterdir()} == {f"{kind}.schema.json" for kind in kinds()}


# A new rule


def test_a_new_rule_loads_and_its_examples_hold(folder: Path) -> None:
    ran = run("rules", "new", "amazing-results")
    assert (ran.code, ran.out.splitlines()[0].split(";")[0]) == (0, "Wrote claimlint-rules/amazing-results.yaml")
    tested = run("rules", "test", "amazing-results")
    assert (tested.code, tested.out) == (0, "3 examples of 1 rule: 0 fail.\n")
    assert run("rules", "test", "amazing-results", "--coverage").code == 0
    (folder / "a.html").write_text("<p>Amazing outcomes.</p>", "utf-8")
    assert "amazing-results" in run("check").out
    assert "holds rules or evidence, not copy" in run("files").out


@pytest.mark.parametrize(
    ("name", "says"),
    [("Amazing", "expected small letters and hyphens"), ("../x", "is no name"), ("permanence", "there is a rule")],
)
def test_a_name_that_cannot_be_is_refused(folder: Path, name: str, says: str) -> None:
    ran = run("rules", "new", name)
    assert ran.code == 2
    assert says in ran.err
    assert not (folder / "claimlint-rules").exists()


def test_a_file_outside_of_the_project_is_tested_by_its_path(folder: Path) -> None:
    run("rules", "new", "amazing-results")
    (folder / "claimlint-rules").rename(folder / "drafts")
    file = folder / "drafts" / "amazing-results.yaml"
    assert run("rules", "test", "drafts/amazing-results.yaml").code == 0
    file.write_text(file.read_text("utf-8").replace("[[amazing results]]", "[[amazing]] results"), "utf-8")
    ran = run("rules", "test", "drafts/amazing-results.yaml")
    assert ran.code == 1
    assert "expected “amazing”, found “amazing results”" in ran.out
    file.write_text(file.read_text("utf-8").replace("judged_by", "judgedby"), "utf-8")
    ran = run("rules", "test", "drafts/amazing-results.yaml")
    assert ran.code == 2
    assert "unknown key “judgedby”; did you mean “judged-by”?" in ran.err
    assert "there is no such file" in run("rules", "test", "drafts/other.yaml").err


# What is said about rules


def test_what_nobody_has_opened_is_listed() -> None:
    ran = run("rules", "list", "--unverified")
    assert ran.code == 0
    assert "rule florida-stem-cell-notice: Florida Statutes" in ran.out
    assert "jurisdiction uk, blood-product: MHRA on platelet-rich plasma, 2025; reported by the JCCP" in ran.out
    lines = json.loads(run("rules", "list", "--unverified", "--format", "json").out)
    care = [line for line in lines if line.startswith("ordinary care")]
    last = ran.out.splitlines()[-1]
    assert last.startswith(f"{len(lines)} sources that nobody has opened. No finding names them,")
    assert f"but {len(care)} of them are what lets claims of ordinary care count" in last


def test_explain_shows_examples_that_are_taken_in_at_a_glance() -> None:
    shown = run("explain", "permanence").out
    flagged = shown.split("Flagged:\n")[1].split("\n\n")[0].splitlines()
    assert len(flagged) == 4
    assert all(len(line) < 60 and not line.strip().startswith(("#", "-")) for line in flagged)


def test_explain_says_what_each_state_of_the_evidence_permits() -> None:
    out = " ".join(run("explain", "permanence").out.split())
    assert "randomised trials that are little certain: up to “may”, “might”, “could”" in out
    assert "laboratory or animal studies only: no benefit; that it is not known" in out
    assert "Flagged:" in out
    assert "Left alone:" in out
    assert "What the evidence on file permits" not in run("explain", "guarantee").out


def test_pages_about_rules_are_made_from_their_files(folder: Path) -> None:
    (folder / "docs").mkdir()
    run("rules", "new", "amazing-results")
    assert run("rules", "docs", "docs").code == 0
    (folder / "docs" / "notes.md").write_text("Mine.\n", "utf-8")
    (folder / "claimlint-rules" / "amazing-results.yaml").unlink()
    (folder / "claimlint-rules").rmdir()
    first = {path.name: path.read_bytes() for path in (folder / "docs").iterdir()}
    assert run("rules", "docs", "docs").code == 0
    second = {path.name: path.read_bytes() for path in (folder / "docs").iterdir()}
    rules = {path.stem for path in RULES.glob("claims/**/*.yaml")}
    assert first.keys() - second.keys() == {"amazing-results.md"}
    assert second.keys() == {*(f"{rule}.md" for rule in rules), "README.md", "notes.md"}
    assert {name: first[name] for name in second if name != "README.md"} == {
        name: text for name, text in second.items() if name != "README.md"
    }
    page = second["permanence.md"].decode()
    assert "## What the evidence permits" in page
    assert "- **Permanent results**" in page
    assert "[permanence](permanence.md)" in second["README.md"].decode()
