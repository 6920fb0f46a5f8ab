"""Knowledge that was compiled before is the same as freshly compiled, is renewed by every change, and never hurts."""

from __future__ import annotations

import dataclasses
import datetime
import json
import os
import shutil
from pathlib import Path
from typing import Any

import pytest

from claimlint import codec, knowledge, record
from claimlint.config import Settings, shipped_knowledge
from claimlint.evidence.row import State
from claimlint.knowledge import Knowledge
from claimlint.scan import Entry
from claimlint.yamlload import Place, Text

DAY = datetime.date(2026, 11, 24)
SMALL = ("predicates.yaml", "modality.yaml", "cues.yaml", "vocabulary", "jurisdictions", "wording", "evidence")


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """A copy of the shipped knowledge with one rule, and a cache folder of its own."""
    monkeypatch.setenv("CLAIMLINT_CACHE_DIR", str(tmp_path / "cache"))
    rules = tmp_path / "rules"
    (rules / "claims" / "topic").mkdir(parents=True)
    for name in SMALL:
        source = shipped_knowledge() / name
        (shutil.copytree if source.is_dir() else shutil.copy)(source, rules / name)
    rule = next(iter(sorted((shipped_knowledge() / "claims").rglob("permanence.yaml"))))
    shutil.copy(rule, rules / "claims" / "topic" / rule.name)
    return Settings(as_of=DAY, knowledge=rules)


@pytest.fixture
def compiling(monkeypatch: pytest.MonkeyPatch) -> list[Knowledge]:
    """What was compiled afresh, in order."""
    made: list[Knowledge] = []
    compile_all = knowledge.compile_all

    def counted(settings: Settings) -> Knowledge:
        made.append(compile_all(settings))
        return made[-1]

    monkeypatch.setattr(knowledge, "compile_all", counted)
    return made


def kept_file(settings: Settings) -> Path:
    (found,) = Path(os.environ["CLAIMLINT_CACHE_DIR"]).glob("knowledge-*")
    assert settings.knowledge
    return found


def plain(value: Any) -> Any:
    """A record as nested plain values, so that records of different types compare by their fields."""
    if isinstance(value, Entry):
        return value
    if isinstance(value, record.Record):
        return {name: plain(getattr(value, name)) for name in record.names(type(value))}
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: plain(getattr(value, field.name)) for field in dataclasses.fields(value)}
    if isinstance(value, (list, tuple)) or type(value).__name__ == "_Made":
        return [plain(part) for part in value]
    if hasattr(value, "items"):
        return {key: plain(part) for key, part in value.items()}
    if isinstance(value, Text):
        return str(value), value.path, value.line, value.column
    return value


def test_second_run_compiles_nothing_and_knows_the_same(settings: Settings, compiling: list[Knowledge]) -> None:
    first, second = knowledge.load(settings), knowledge.load(settings)
    assert len(compiling) == 1
    assert second is not first
    assert len(second.lexis.lexicon.entries) > 1000
    assert plain(second) == plain(first)


@pytest.mark.parametrize("name", ["predicates.yaml", "vocabulary/treatments.yaml", "claims/topic/permanence.yaml"])
def test_changed_file_is_read_anew(settings: Settings, compiling: list[Knowledge], name: str) -> None:
    knowledge.load(settings)
    assert settings.knowledge
    with (settings.knowledge / name).open("a", encoding="utf-8") as file:
        file.write("# changed\n")
    knowledge.load(settings)
    assert len(compiling) == 2


def test_change_of_same_size_and_time_just_after_is_seen(settings: Settings, compiling: list[Knowledge]) -> None:
    knowledge.load(settings)
    assert settings.knowledge
    file = settings.knowledge / "predicates.yaml"
    state = file.stat()
    content = file.read_bytes()
    file.write_bytes(content.replace(b"S6", b"S7", 1))
    os.utime(file, ns=(state.st_atime_ns, state.st_mtime_ns))
    knowledge.load(settings)
    assert len(compiling) == 2


def test_added_and_removed_rules_are_seen(settings: Settings, compiling: list[Knowledge]) -> None:
    assert settings.knowledge
    rule = settings.knowledge / "claims" / "topic" / "permanence.yaml"
    assert "permanence" in knowledge.load(settings).lexis.rules.rules
    rule.unlink()
    assert not knowledge.load(settings).lexis.rules.rules
    assert len(compiling) == 2


def test_touched_file_is_compared_by_content(settings: Settings, compiling: list[Knowledge]) -> None:
    knowledge.load(settings)
    assert settings.knowledge
    for file in settings.knowledge.rglob("*.yaml"):
        os.utime(file, (1_000_000_000, 1_000_000_000))
    knowledge.load(settings)
    knowledge.load(settings)
    assert len(compiling) == 1


def test_faulty_rules_are_reported_every_time(settings: Settings, compiling: list[Knowledge]) -> None:
    assert settings.knowledge
    rule = settings.knowledge / "claims" / "topic" / "permanence.yaml"
    rule.write_text(rule.read_text("utf-8") + "nonsense: 1\n", "utf-8")
    problems = [knowledge.load(settings).lexis.problems for _ in range(2)]
    assert problems[0] == problems[1]
    assert "unknown key" in str(problems[1][0])
    assert len(compiling) == 1


@pytest.mark.parametrize(
    "damage",
    [
        lambda _: b"",
        lambda content: content[: len(content) // 2],
        lambda content: content[:-9] + b"\0" * 9,
        lambda _: b"[" * 100_000,
        lambda content: b"{}\n" + content.partition(b"\n")[2],
        lambda content: content[::-1].replace(b"tceffe", b"tceffa", 1)[::-1],
        lambda content: b"\x80\x04cos\nsystem\n(S'false'\ntR." + content,
    ],
    ids=["empty", "cut", "overwritten", "deep", "headless", "tampered", "a pickle"],
)
def test_broken_cache_is_no_cache(settings: Settings, compiling: list[Knowledge], damage: Any) -> None:
    first = knowledge.load(settings)
    file = kept_file(settings)
    file.write_bytes(damage(file.read_bytes()))
    second = knowledge.load(settings)
    assert plain(second.lexis.rules) == plain(first.lexis.rules)
    assert len(compiling) == 2


def test_no_cache_means_none(settings: Settings, compiling: list[Knowledge], tmp_path: Path) -> None:
    for _ in range(2):
        knowledge.load(record.replace(settings, cache=False))
    assert len(compiling) == 2
    assert not list((tmp_path / "cache").glob("knowledge-*"))


def test_folder_that_cannot_be_written_is_no_error(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("CLAIMLINT_CACHE_DIR", str(tmp_path / "file" / "below"))
    assert knowledge.load(settings).lexis.rules.rules


def test_only_the_newest_are_kept(settings: Settings, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    cache.mkdir()
    for number in range(20):
        (cache / f"knowledge-{number}.txt").write_text("old")
    knowledge.load(settings)
    assert len(list(cache.glob("knowledge-*"))) < 10


@pytest.mark.parametrize(
    "value",
    [
        None,
        True,
        -1,
        2.5,
        "“text”\n\ud800",
        (1, ("a",), ()),
        {"a": (1,), "b": None},
        frozenset({"x"}),
        datetime.date(2026, 1, 2),
        State.E4,
        Place("a.yaml", 3, 4),
        {State.N: Place()},
    ],
    ids=repr,
)
def test_values_come_back_as_they_were(value: object) -> None:
    back = codec.decode(codec.encode(value))
    assert back == value
    assert type(back) is type(value)


def test_text_comes_back_with_its_place() -> None:
    text = codec.decode(codec.encode(Text.at("relief", "rules/a.yaml", 7, 3)))
    assert (str(text), text.path, text.line, text.column) == ("relief", "rules/a.yaml", 7, 3)


@pytest.mark.parametrize(
    "name",
    ["config:Path", "cache:os.system", "git:subprocess.run", "codec:encode", "../os:system", "yamlload:Text", "x:y"],
)
def test_nothing_but_records_can_be_made(name: str) -> None:
    with pytest.raises((TypeError, AttributeError, ImportError)):
        codec.decode(json.dumps(["o", name, "echo"]))
    with pytest.raises((TypeError, AttributeError, ImportError)):
        codec.decode(json.dumps(["e", name, "echo"]))


@pytest.mark.parametrize("value", [object(), b"x", Path(), {1, 2}])
def test_what_is_no_value_is_not_kept(value: object) -> None:
    with pytest.raises(TypeError):
        codec.encode(value)
