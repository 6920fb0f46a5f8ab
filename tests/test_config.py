"""Configuration: found upwards, strict, with places in errors, and nothing in it leads out of the project."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from claimlint import config, knowledge
from claimlint.config import Config, Project, find_project
from claimlint.errors import KnowledgeError, UsageError

DAY = datetime.date(2026, 3, 4)


def write(folder: Path, text: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / "claimlint.yaml"
    file.write_text(text, encoding="utf-8")
    return file


def test_everything_that_can_be_set_is_read(tmp_path: Path) -> None:
    (tmp_path / "own-rules").mkdir()
    write(
        tmp_path,
        """\
jurisdiction: [us, uk]
contact: compliance@clinic.example
include: ["site/**"]
exclude: [site/old/]
select: [permanence]
ignore: [hype-superlative]
severity: {permanence: error}
pages:
  - files: ["site/prp/*.html"]
    treatment: prp
    condition: androgenetic-alopecia
    purpose: information
    url: https://clinic.example/prp
rules-folder: own-rules
""",
    )
    project = find_project(tmp_path)
    assert project.root == tmp_path
    assert config.jurisdictions_of(project.config) == ("us", "uk")
    assert project.config.contact == "compliance@clinic.example"
    assert project.config.severity == {"permanence": "error"}
    assert project.config.pages[0].purpose == "information"
    assert project.says("rules-folder")
    assert not project.says("evidence-folder")


def test_it_is_found_upwards_but_not_above_the_repository(tmp_path: Path) -> None:
    write(tmp_path, "contact: outer\n")
    repository = tmp_path / "repo"
    (repository / ".git").mkdir(parents=True)
    deep = repository / "a" / "b"
    deep.mkdir(parents=True)
    assert find_project(deep) == Project(repository)
    write(repository, "contact: inner\n")
    assert find_project(deep).config.contact == "inner"
    write(repository / "a", "contact: innermost\n")
    assert find_project(deep).config.contact == "innermost"
    assert find_project(deep).root == repository / "a"


def test_without_one_the_defaults_hold(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    project = find_project(tmp_path)
    assert project.config == Config()
    assert config.jurisdictions_of(project.config) == ("us",)


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("contact: x\nexlude: [a]\n", 2, "unknown key “exlude”; did you mean “exclude”?"),
        ("contact: x\ncontact: y\n", 2, "stands twice"),
        ("severity: {permanence: grave}\n", 1, "expected one of error, warning, info"),
        ("include: site\n", 1, "expected a list"),
        ("contact: [\n", 2, "is not valid YAML"),
        ("pages:\n  - treatment: prp\n", 2, "is missing “files”"),
        ("pages:\n  - files: [a]\n    purpose: sell\n", 3, "expected one of offer, information"),
        ("include: [ok, ../x]\n", 1, "leaves the project"),
        ("exclude:\n  - a\n  - C:/x\n", 3, "leaves the project"),
        ("include: ['site\\*.html']\n", 1, "has a backslash; write / between folders"),
        ("exclude: [a, '!']\n", 1, "fits nothing; expected one as in .gitignore"),
        ("overrides:\n  - files: ['']\n", 2, "fits nothing"),
        ("pages:\n  - files: [a]\n    url: https://x/{slug}\n", 3, "“{slug}” in an address stands for nothing"),
        ("rules-folder: ../rules\n", 1, "is outside of the project"),
        ("evidence-folder: /etc\n", 1, "is outside of the project"),
        ("vocabulary-folder: none\n", 1, "there is no folder “none”"),
        ("", 1, "is empty"),
    ],
)
def test_a_fault_is_named_with_its_place(tmp_path: Path, text: str, line: int, said: str) -> None:
    write(tmp_path, text)
    with pytest.raises(KnowledgeError) as caught:
        find_project(tmp_path)
    (problem,) = caught.value.problems
    assert problem.path == "claimlint.yaml"
    assert problem.line == line
    assert said in problem.message


def test_every_fault_is_named(tmp_path: Path) -> None:
    write(tmp_path, "inclde: [a]\nseverity: {x: bad}\ncontct: b\n")
    with pytest.raises(KnowledgeError) as caught:
        find_project(tmp_path)
    assert [problem.line for problem in caught.value.problems] == [1, 2, 3]


def test_a_folder_that_a_link_leads_out_of_the_project_is_refused(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    outside = tmp_path_factory.mktemp("outside")
    try:
        (tmp_path / "rules").symlink_to(outside)
    except OSError:
        pytest.skip("symbolic links need rights on Windows")
    write(tmp_path, "rules-folder: rules\n")
    with pytest.raises(KnowledgeError, match="outside of the project"):
        find_project(tmp_path)


def test_the_command_line_wins_over_the_file(tmp_path: Path) -> None:
    write(tmp_path, "jurisdiction: us\n")
    project = find_project(tmp_path)
    made = config.settings(project, as_of=DAY, about=("prp", None), cache=False, jobs=3)
    assert made.jurisdictions == ("us",)
    assert (made.treatment, made.condition, made.cache, made.jobs, made.as_of) == ("prp", None, False, 3, DAY)
    assert made.root == tmp_path


def test_unknown_names_are_refused_with_the_nearest(tmp_path: Path) -> None:
    knowledge = tmp_path / "knowledge"
    for name in ("jurisdictions/us.yaml", "jurisdictions/uk.yaml", "claims/a/permanence.yaml"):
        (knowledge / name).parent.mkdir(parents=True, exist_ok=True)
        (knowledge / name).write_text("x: y\n")
    made = config.Settings(as_of=DAY, knowledge=knowledge)
    assert config.known_jurisdictions(made) == ("uk", "us")
    assert config.known_rules(made) == ("permanence",)


def test_an_unknown_jurisdiction_of_the_file_has_a_place(tmp_path: Path) -> None:
    if not config.known_jurisdictions(config.Settings(as_of=DAY)):
        pytest.skip("no jurisdiction is there yet")
    write(tmp_path, "contact: x\njurisdiction: [us, xx]\n")
    with pytest.raises(KnowledgeError, match=r"claimlint\.yaml:2:20: unknown jurisdiction “xx”"):
        config.settings(find_project(tmp_path), as_of=DAY)
    with pytest.raises(UsageError, match="unknown jurisdiction “zz”"):
        config.settings(find_project(tmp_path), as_of=DAY, jurisdictions=["zz"])


def test_a_file_of_nearly_the_right_name_is_not_passed_over(tmp_path: Path) -> None:
    (tmp_path / "claimlint.yml").write_text("exclude: [drafts/]\n", encoding="utf-8")
    (tmp_path / "site").mkdir()
    with pytest.raises(
        KnowledgeError, match=r"claimlint\.yml:1:1: is not read under this name; call it claimlint\.yaml"
    ):
        find_project(tmp_path / "site")
    write(tmp_path, "contact: x\n")
    assert find_project(tmp_path).config.contact == "x"


def test_pages_about_something_unknown_are_refused_with_a_place(tmp_path: Path) -> None:
    write(tmp_path, "pages:\n  - files: [a]\n    treatment: acupunctur\n    condition: acupuncture\n")
    made = config.settings(find_project(tmp_path), as_of=DAY)
    with pytest.raises(KnowledgeError) as caught:
        knowledge.load(made)
    first, second = caught.value.problems
    assert (first.line, first.column) == (3, 16)
    assert "no treatment “acupunctur”; did you mean “acupuncture”?" in first.message
    assert second.line == 4
    assert "no condition “acupuncture”" in second.message
