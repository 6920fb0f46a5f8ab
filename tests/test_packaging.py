"""What is installed finds its rules: a built wheel and a checkout alike."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from claimlint.config import shipped_knowledge

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    built = subprocess.run(command, capture_output=True, text=True, check=False)
    assert built.returncode == 0, built.stdout + built.stderr
    (wheel,) = folder.glob("claimlint_clinic-*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder / "site")
    return folder / "site"


def test_a_wheel_holds_every_rule_and_nothing_of_the_tests(unpacked: Path) -> None:
    shipped = {path.relative_to(ROOT / "rules") for path in (ROOT / "rules").rglob("*.yaml")}
    packed = {path.relative_to(unpacked / "claimlint" / "_rules") for path in unpacked.rglob("_rules/**/*.yaml")}
    assert packed == shipped
    assert len(packed) > 100
    assert not [path for path in unpacked.rglob("*.py") if path.name.startswith("test_")]


def test_the_wheel_lints_as_the_checkout_does(unpacked: Path, tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text("<h1>Our clinic</h1><p>Acupuncture cures arthritis.</p>", "utf-8")

    def run(path: str) -> bytes:
        environment = {**os.environ, "PYTHONPATH": path}
        command = [sys.executable, "-m", "claimlint", "check", "--format", "json", "--as-of", "2026-11-24", "page.html"]
        return subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, check=False).stdout

    installed = run(str(unpacked))
    assert b'"disease-cure"' in installed
    assert installed == run(str(ROOT))


def test_a_checkout_finds_the_rules_beside_the_package() -> None:
    assert shipped_knowledge() == ROOT / "rules"
