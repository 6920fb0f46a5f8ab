"""Which rules speak and how loudly: packs, the configuration, per-path overrides; the later step has the last word."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from claimlint.cli import main
from claimlint.config import Settings, known_rules, known_topics, shipped_knowledge
from claimlint.errors import KnowledgeError
from claimlint.selection import SEVERITIES, Layer, digest, holding, load_packs, severity_of, wanted

PACKS = shipped_knowledge() / "packs"
PAGE = "<h1>Our clinic</h1><p>Guaranteed results. Hurry, limited time offer.</p>"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / ".git").mkdir()
    (tmp_path / "blog").mkdir()
    (tmp_path / "a.html").write_text(PAGE, "utf-8")
    (tmp_path / "blog" / "b.html").write_text(PAGE, "utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def check(config: str = "") -> dict[str, Any]:
    Path("claimlint.yaml").write_text(f"jurisdiction: us\n{config}", "utf-8")
    done = CliRunner().invoke(main, ["check", "--format", "json", "--as-of", "2026-11-24"])
    assert done.exit_code in (0, 1), done.stderr
    report = json.loads(done.stdout)
    assert isinstance(report, dict)
    return report


def said(report: dict[str, Any]) -> set[tuple[str, str, str]]:
    return {(one["path"], one["rule"], one["severity"]) for one in report["findings"]}


# The steps by themselves


def test_without_steps_every_rule_speaks() -> None:
    assert wanted((), "permanence", "benefit", None)
    assert severity_of((), "permanence", "benefit", "warning") == "warning"


@pytest.mark.parametrize(
    ("layers", "speaks"),
    [
        ((Layer(select=("benefit",)),), True),
        ((Layer(select=("safety",)),), False),
        ((Layer(select=("error",)),), True),
        ((Layer(ignore=("permanence",)),), False),
        ((Layer(select=("benefit",), ignore=("permanence",)),), False),
        ((Layer(ignore=("benefit",)), Layer(select=("permanence",))), True),
        ((Layer(select=("benefit",)), Layer(ignore=("error",))), False),
    ],
)
def test_a_name_may_be_a_rule_a_topic_or_a_severity(layers: tuple[Layer, ...], speaks: bool) -> None:
    assert wanted(layers, "permanence", "benefit", "error") == speaks


def test_the_last_step_that_names_a_severity_decides_and_a_rule_goes_before_its_topic() -> None:
    layers = (Layer(severity={"permanence": "info"}), Layer(severity={"benefit": "error"}))
    assert severity_of(layers, "permanence", "benefit", "warning") == "error"
    both = (Layer(severity={"permanence": "info", "benefit": "error"}),)
    assert severity_of(both, "permanence", "benefit", "warning") == "info"


names = st.lists(st.sampled_from(["r", "t", "error", "other"]), max_size=3).map(tuple)
layers_ = st.lists(st.builds(Layer, select=names, ignore=names), max_size=4)


@given(layers_, st.sampled_from(SEVERITIES))
def test_a_step_that_says_nothing_changes_nothing(layers: list[Layer], severity: str) -> None:
    assert wanted([*layers, Layer()], "r", "t", severity) == wanted(layers, "r", "t", severity)
    assert not wanted([*layers, Layer(ignore=("t",))], "r", "t", severity)
    assert wanted([*layers, Layer(select=("r",))], "r", "t", severity)


def test_a_step_for_paths_holds_for_them_only() -> None:
    here, everywhere = Layer(files=("blog/*",)), Layer(ignore=("x",))
    assert holding((here, everywhere), "blog/a.html") == (here, everywhere)
    assert holding((here, everywhere), "a.html") == (everywhere,)


# Packs


def test_every_shipped_pack_names_what_there_is() -> None:
    from lexicon import AS_OF

    settings = Settings(as_of=AS_OF)
    known = {*known_rules(settings), *known_topics(settings), *SEVERITIES}
    files = sorted(PACKS.glob("*.yaml"))
    assert {"clinic-core", "dental", "aesthetics"} <= {file.stem for file in files}
    for file in files:
        pack = load_packs([file.stem], PACKS, Path())
        assert pack is not None
        assert {*pack.select, *pack.ignore, *pack.severity} <= known, file.name


def test_the_core_pack_leaves_out_no_topic() -> None:
    from lexicon import AS_OF

    core = load_packs(["clinic-core"], PACKS, Path())
    assert core is not None
    assert set(core.select) == set(known_topics(Settings(as_of=AS_OF)))


def test_packs_add_up_and_a_later_one_has_the_last_word(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(
        "id: a\nwhy: A.\nselect: [benefit]\nseverity: {safety: info, hype: info}\n", "utf-8"
    )
    (tmp_path / "b.yaml").write_text("id: b\nwhy: B.\nselect: [safety]\nseverity: {safety: error}\n", "utf-8")
    both = load_packs(["a", "b"], tmp_path, tmp_path)
    assert both == Layer(("benefit", "safety"), (), {"safety": "error", "hype": "info"})
    assert load_packs([], tmp_path, tmp_path) is None
    with pytest.raises(KnowledgeError, match="there is no pack “c”; there are a, b"):
        load_packs(["c"], tmp_path, tmp_path)


# In a run


@pytest.mark.usefixtures("folder")
def test_a_pack_makes_its_rules_louder_and_the_report_names_it() -> None:
    plain, louder = check(), check("extends: [clinic-core, aesthetics]\n")
    assert ("a.html", "urgency-pressure", "warning") in said(plain)
    assert ("a.html", "urgency-pressure", "error") in said(louder)
    assert louder["tool"]["packs"] == ["clinic-core", "aesthetics"]
    assert (
        plain["tool"]["selection"]
        != louder["tool"]["selection"]
        == check("extends: [clinic-core, aesthetics]\n")["tool"]["selection"]
    )


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(
    ("config", "rules"),
    [
        ("select: [safety]\n", {"guarantee"}),
        ("ignore: [selling]\n", {"guarantee"}),
        ("select: [error]\n", {"guarantee"}),
        ("ignore: [warning]\nselect: [safety, selling]\n", {"guarantee"}),
        ("extends: [aesthetics]\nselect: [urgency-pressure]\n", {"urgency-pressure"}),
    ],
)
def test_topics_and_severities_select_too(config: str, rules: set[str]) -> None:
    assert {rule for _, rule, _ in said(check(config))} == rules


@pytest.mark.usefixtures("folder")
def test_an_override_holds_for_its_paths() -> None:
    found = said(check("overrides:\n  - files: [blog/*]\n    ignore: [guarantee]\n    severity: {selling: info}\n"))
    assert ("a.html", "guarantee", "error") in found
    assert ("a.html", "urgency-pressure", "warning") in found
    assert ("blog/b.html", "urgency-pressure", "info") in found
    assert not any(path == "blog/b.html" and rule == "guarantee" for path, rule, _ in found)


def test_a_pack_of_the_sites_own_is_a_file(folder: Path) -> None:
    (folder / "ours.yaml").write_text(
        "id: ours\nwhy: We never hurry anybody.\nseverity: {urgency-pressure: error}\n", "utf-8"
    )
    assert ("a.html", "urgency-pressure", "error") in said(check("exclude: [ours.yaml]\nextends: [ours.yaml]\n"))


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(
    ("config", "says"),
    [
        ("extends: [dentel]\n", "claimlint.yaml:2:11: there is no pack “dentel”; did you mean “dental”?"),
        ("ignore: [safetey]\n", "unknown rule “safetey”; did you mean “safety”?"),
        ("overrides:\n  - files: [../x]\n", "leaves the project"),
        ("overrides:\n  - files: [a]\n    ignore: [permanense]\n", "did you mean “permanence”?"),
    ],
)
def test_names_that_mean_nothing_are_refused(config: str, says: str) -> None:
    Path("claimlint.yaml").write_text(f"jurisdiction: us\n{config}", "utf-8")
    done = CliRunner().invoke(main, ["check"])
    assert done.exit_code == 2
    assert says in done.stderr


def test_the_digest_knows_order_and_content() -> None:
    one, other = Layer(select=("a",)), Layer(ignore=("a",))
    assert len({digest([]), digest([one]), digest([other]), digest([one, other]), digest([other, one])}) == 5
