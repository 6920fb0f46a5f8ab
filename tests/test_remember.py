"""Results of earlier runs: what they save, and that nobody can tell from the output that they were there."""

from __future__ import annotations

import datetime
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from command import command

from claimlint import engine, outcome, readers, report, store
from claimlint.config import InputFile, Settings, shipped_knowledge
from claimlint.knowledge import Knowledge, load
from claimlint.language import Probe, Trigger, model
from claimlint.language.parse import kept_tree, packed_tree, parse
from claimlint.record import replace
from claimlint.reporters.formats import FORMATS
from claimlint.store import Store
from claimlint.waiver import Waiver

AS_OF = datetime.date(2026, 11, 24)
SETTINGS = Settings(as_of=AS_OF, remember=True)
PAGE = "<h1>PRP</h1><p>PRP may not cure arthritis.</p>\n<p>It cures back pain for good.</p>\n"
FIXTURES = sorted(path for path in Path("fixtures").rglob("*") if path.is_file() and readers.supported(path.name))


@pytest.fixture(scope="module")
def compiled_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cache folder with nothing but compiled knowledge."""
    folder = tmp_path_factory.mktemp("compiled")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CLAIMLINT_CACHE_DIR", str(folder))
        load(replace(SETTINGS, remember=False))
    return folder


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, compiled_once: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache folder for this test alone."""
    shutil.copytree(compiled_once, tmp_path / "cache")
    monkeypatch.setenv("CLAIMLINT_CACHE_DIR", str(tmp_path / "cache"))
    return tmp_path / "cache"


@pytest.fixture
def knowledge(folder: Path) -> Knowledge:
    """The shipped knowledge."""
    assert folder.is_dir()
    return load(replace(SETTINGS, remember=False))


def fixtures() -> list[InputFile]:
    """All fixture pages, and one that is no text."""
    assert len(FIXTURES) > 10
    return [InputFile(path.as_posix(), path.read_bytes()) for path in FIXTURES] + [InputFile("a.html", b"\0\1")]


def seen(files: list[InputFile], settings: Settings, knowledge: Knowledge) -> str:
    """The report of a run as JSON."""
    return report.dumps(report.to_json(engine.check(files, settings, knowledge)))


def page(text: str = PAGE, name: str = "a.html", lines: frozenset[int] | None = None) -> list[InputFile]:
    """One small page."""
    return [InputFile(name, text.encode(), lines)]


def refuse(*_: object, **__: object) -> None:
    """Fail: this should not have been needed."""
    raise AssertionError("was done again")


def test_report_is_the_same_without_before_and_after(knowledge: Knowledge, monkeypatch: pytest.MonkeyPatch) -> None:
    files = fixtures()
    without = seen(files, replace(SETTINGS, remember=False), knowledge)
    assert seen(files, SETTINGS, knowledge) == without
    monkeypatch.setattr(engine, "analyse", lambda documents, *_, **__: [] if not documents else refuse())
    assert seen(files, SETTINGS, knowledge) == without
    assert seen(files[::-1], replace(SETTINGS, jobs=2), knowledge) == without


def test_every_format_prints_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site = tmp_path / "site"
    site.mkdir()
    for path in FIXTURES[-3:-2]:
        shutil.copy(path, site)
    monkeypatch.chdir(site)
    for form in FORMATS:
        asked = ("check", "--format", form, "--as-of", "2026-11-24")
        first = command(*asked)
        assert command(*asked) == first
        if form == "json":
            assert command(*asked, "--no-cache") == first
        assert first.code == 1


def test_other_settings_parse_no_sentence_again(knowledge: Knowledge, monkeypatch: pytest.MonkeyPatch) -> None:
    files = fixtures()
    without = seen(files, Settings(as_of=AS_OF, jurisdictions=("us", "uk")), knowledge)
    seen(files, SETTINGS, knowledge)
    model.load_model.cache_clear()
    monkeypatch.setattr("claimlint.language.parse.load_model", refuse)
    assert seen(files, replace(SETTINGS, jurisdictions=("us", "uk")), knowledge) == without


def test_changed_rule_is_judged_anew_and_nothing_is_parsed(
    knowledge: Knowledge, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = page()
    before = seen(files, SETTINGS, knowledge)
    shutil.copytree(shipped_knowledge(), tmp_path / "rules")
    rule = next((tmp_path / "rules/claims").rglob("permanence.yaml"))
    rule.write_text(
        rule.read_text(encoding="utf-8").replace("message: ", "message: “{match}” stands here. # "), "utf-8"
    )
    monkeypatch.setattr("claimlint.language.parse.load_model", refuse)
    settings = replace(SETTINGS, knowledge=tmp_path / "rules")
    after = seen(files, settings, load(replace(settings, cache=False)))
    assert "stands here." in after
    assert "stands here." not in before


@pytest.mark.parametrize(
    "changed",
    [
        {"as_of": datetime.date(2030, 1, 1)},
        {"jurisdictions": ("uk",)},
        {"ignore": ("warning",)},
        {"treatment": "acupuncture"},
        {"waivers": (Waiver("W-1", "a.html", "disease-cure", "Because.", datetime.date(2027, 1, 1), (), "Jo"),)},
    ],
    ids=lambda changed: next(iter(changed)),
)
def test_outcome_depends_on_the_settings(knowledge: Knowledge, changed: dict[str, object]) -> None:
    files = page(PAGE + "<!-- claimlint-allow W-1 --><p>PRP cures arthritis.</p>")
    seen(files, SETTINGS, knowledge)
    other = replace(SETTINGS, **changed)
    assert seen(files, other, knowledge) == seen(files, replace(other, remember=False), knowledge)


def test_outcome_depends_on_the_name(knowledge: Knowledge) -> None:
    seen(page(), SETTINGS, knowledge)
    without = seen(page(name="b.txt"), replace(SETTINGS, remember=False), knowledge)
    assert seen(page(name="b.txt"), SETTINGS, knowledge) == without


def test_lines_that_count_are_chosen_from_what_is_known(knowledge: Knowledge, monkeypatch: pytest.MonkeyPatch) -> None:
    without = seen(page(lines=frozenset({1})), replace(SETTINGS, remember=False), knowledge)
    every = seen(page(), SETTINGS, knowledge)
    monkeypatch.setattr(engine, "analyse", lambda documents, *_, **__: [] if not documents else refuse())
    assert seen(page(lines=frozenset({1})), SETTINGS, knowledge) == without != every


def test_baseline_hides_from_what_is_known(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "site").mkdir()
    monkeypatch.chdir(tmp_path / "site")
    Path("a.html").write_text(PAGE, encoding="utf-8")
    before = command("check", "--as-of", "2026-11-24", "--format", "json")
    made = command("baseline", "--owner", "Jo", "--until", "2027-01-31", "--as-of", "2026-11-24", "--include-errors")
    assert (before.code, made.code) == (1, 0)
    after = command("check", "--as-of", "2026-11-24", "--format", "json")
    assert after.code == 0
    assert after == command("check", "--as-of", "2026-11-24", "--format", "json", "--no-cache")


def _garbage(file: Path) -> None:
    file.write_bytes(b"no database" * 500)


def _cut(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:5000])


def _nothing(file: Path) -> None:
    file.write_bytes(b"")


def _folder(file: Path) -> None:
    file.unlink()
    file.mkdir()


def _silenced(file: Path) -> None:
    """Every page has the outcome of one where nothing was found."""
    with sqlite3.connect(file) as data:
        shortest = data.execute("SELECT value FROM kept ORDER BY length(value) LIMIT 1").fetchone()
        data.execute("UPDATE kept SET value = ?", shortest)


def _bent(file: Path) -> None:
    with sqlite3.connect(file) as data:
        for key, value in data.execute("SELECT key, value FROM kept").fetchall():
            data.execute("UPDATE kept SET value = ? WHERE key = ?", (value[:-3] + b"abc", key))


def _other_types(file: Path) -> None:
    with sqlite3.connect(file) as data:
        data.execute("UPDATE kept SET value = 'text', day = NULL")


def _other_table(file: Path) -> None:
    with sqlite3.connect(file) as data:
        data.execute("DROP TABLE kept")
        data.execute("CREATE TABLE kept (other)")


@pytest.mark.parametrize(
    "spoil",
    [_garbage, _cut, _nothing, _folder, _silenced, _bent, _other_types, _other_table],
    ids=lambda spoil: spoil.__name__,
)
def test_spoilt_file_changes_nothing(knowledge: Knowledge, folder: Path, spoil: Callable[[Path], None]) -> None:
    files = [*page(), *page("<p>Parking is behind the building.</p>", "b.html")]
    without = seen(files, replace(SETTINGS, remember=False), knowledge)
    seen(files, SETTINGS, knowledge)
    spoil(folder / store.NAME)
    assert seen(files, SETTINGS, knowledge) == without
    assert seen(files, SETTINGS, knowledge) == without


def test_outcome_of_another_shape_is_none(knowledge: Knowledge, folder: Path) -> None:
    memory = outcome.Memory(outcome.open_store(SETTINGS), SETTINGS, knowledge)
    assert memory.find(page()) == [None]
    kept = outcome.open_store(SETTINGS)
    kept.keep({memory.name(page()[0]): b"\x93\x01\x02\x03"})
    kept.save()
    assert (folder / store.NAME).exists()
    assert memory.find(page()) == [None]


def test_file_that_another_run_holds_is_passed_over(
    knowledge: Knowledge, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "_PATIENCE", 0)
    without = seen(page(), replace(SETTINGS, remember=False), knowledge)
    seen(page("<p>Other.</p>"), SETTINGS, knowledge)
    with sqlite3.connect(folder / store.NAME) as held:
        held.execute("BEGIN EXCLUSIVE")
        assert seen(page(), SETTINGS, knowledge) == without
    held.close()


def test_folder_that_cannot_be_made_is_passed_over(
    knowledge: Knowledge, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    monkeypatch.setenv("CLAIMLINT_CACHE_DIR", str(tmp_path / "file" / "below"))
    assert seen(page(), SETTINGS, knowledge) == seen(page(), replace(SETTINGS, remember=False), knowledge)


def test_configuration_names_no_folder_for_results(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "site").mkdir()
    monkeypatch.chdir(tmp_path / "site")
    Path("claimlint.yaml").write_text("cache-dir: here\n", encoding="utf-8")
    Path("a.html").write_text(PAGE, encoding="utf-8")
    assert "cache-dir" in command("check").err


def test_what_was_longest_not_used_is_given_up(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "LIMIT", 200_000)
    day = 20_000 * 86400
    monkeypatch.setattr("time.time", lambda: float(day))
    kept = Store(folder / store.NAME)
    names = [bytes([number]) * 8 for number in range(60)]
    for number, name in enumerate(names):
        day = (20_000 + number) * 86400
        if number > 1:
            assert kept.find(names[:1])  # used every day
        kept.keep({name: bytes(10_000)})
        kept.save()
    assert names[-1] in kept.find(names)
    assert names[0] in kept.find(names)
    assert names[1] not in kept.find(names)
    assert (folder / store.NAME).stat().st_size < 400_000


def test_tree_comes_back_as_it_was(knowledge: Knowledge) -> None:
    texts = [
        "Our clinic doesn’t treat acne, which may not be cured.",
        "- Tightens skin and reduces wrinkles",
        "WE CURE PAIN",
        "It \N{PILE OF POO} heals\u00a0wounds in “most” of our patients.",
    ]
    probes = [Probe(text, (Trigger(6, 12, "verb"), Trigger(0, 4, "phrase")), fragment=True) for text in texts]
    trees = [tree for pieces in parse(probes, knowledge.lexis.cues) for tree, _ in pieces]
    assert len(trees) == len(texts)
    assert [kept_tree(packed_tree(tree), tree.text) for tree in trees] == trees
    assert kept_tree(b"\xc1", "") is None
