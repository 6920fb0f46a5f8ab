"""The language model is the published one, or it is refused with the command that helps."""

from __future__ import annotations

import importlib
import shutil
import sys
from pathlib import Path

import pytest
from spacy.language import Language

from claimlint.errors import ClaimlintError
from claimlint.language import model


@pytest.fixture
def copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the installed data under a package name of its own."""
    package = tmp_path / "copied_model"
    data = package / f"copied_model-{model.VERSION}"
    shutil.copytree(model.find_model(cache=tmp_path / "first.json"), data)
    (package / "__init__.py").write_text("raise AssertionError('code of the model package was run')\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    importlib.invalidate_caches()
    return data


def test_installed_model_is_found_without_running_its_package(copy: Path, tmp_path: Path) -> None:
    assert model.find_model(("copied_model",), tmp_path / "check.json") == copy
    assert "copied_model" not in sys.modules


@pytest.mark.parametrize("name", ["parser/model", "tokenizer", "config.cfg"])
def test_changed_data_is_refused(copy: Path, tmp_path: Path, name: str) -> None:
    (copy / name).write_bytes((copy / name).read_bytes() + b" ")
    with pytest.raises(ClaimlintError, match=f"{name} differs.*pip install"):
        model.find_model(("copied_model",), tmp_path / "check.json")


def test_missing_file_is_refused(copy: Path, tmp_path: Path) -> None:
    (copy / "tokenizer").unlink()
    with pytest.raises(ClaimlintError, match="tokenizer cannot be read"):
        model.find_model(("copied_model",), tmp_path / "check.json")


def test_change_after_a_remembered_check_is_refused(copy: Path, tmp_path: Path) -> None:
    cache = tmp_path / "check.json"
    model.find_model(("copied_model",), cache)
    (copy / "tokenizer").write_bytes(b"other")
    with pytest.raises(ClaimlintError, match="tokenizer differs"):
        model.find_model(("copied_model",), cache)


def test_check_is_remembered(copy: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cache = tmp_path / "deep" / "check.json"
    model.find_model(("copied_model",), cache)
    monkeypatch.setattr(model, "SUMS", dict.fromkeys(model.SUMS, "0"))
    assert model.find_model(("copied_model",), cache) == copy


@pytest.mark.parametrize("content", ["", "[1]", "{", "\x00"])
def test_broken_cache_is_no_error(copy: Path, tmp_path: Path, content: str) -> None:
    cache = tmp_path / "check.json"
    cache.write_text(content)
    assert model.find_model(("copied_model",), cache) == copy


def test_unwritable_cache_is_no_error(copy: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert model.find_model(("copied_model",), tmp_path / "file" / "check.json") == copy


def test_first_package_wins_and_the_next_stands_in(copy: Path, tmp_path: Path) -> None:
    cache = tmp_path / "check.json"
    assert model.find_model(("copied_model", *model.PACKAGES), cache) == copy
    (copy / "tokenizer").unlink()
    assert model.find_model(("copied_model", *model.PACKAGES), cache) != copy


def test_no_model_names_the_command(tmp_path: Path) -> None:
    with pytest.raises(ClaimlintError) as caught:
        model.find_model(("no_such_model_package",), tmp_path / "check.json")
    assert "python -m pip install" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_loaded_pipeline_parses_and_finds_no_names() -> None:
    nlp = model.load_model()
    assert isinstance(nlp, Language)
    assert "parser" in nlp.pipe_names
    assert "ner" not in nlp.pipe_names
    assert model.model_name() == f"en_core_web_sm {nlp.meta['version']}"
