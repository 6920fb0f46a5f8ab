"""Where copy is read, if nobody says: signs of another country than the default, said once and never acted on."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from claimlint.cli import main
from claimlint.evidence import Jurisdiction, load_jurisdictions
from claimlint.whereabouts import hint

RULES = Path(__file__).parent.parent / "rules"


@pytest.fixture(scope="module")
def known() -> dict[str, Jurisdiction]:
    return load_jurisdictions(RULES / "jurisdictions")


@pytest.mark.parametrize(
    ("text", "code", "sign"),
    [
        ("Fillings from £80", "uk", "£"),
        ("Call +44 20 7946 0000", "uk", "+44"),
        ("Call +442079460000", "uk", "+44"),
        ('<html lang="en-GB">', "uk", "en-GB"),
        ("info@clinic.com.au", "au", ".com.au"),
        ("Fillings from €80", "eu", "€"),
        ("Fillings from &pound;80", "uk", "&pound;"),
        ('<meta property="og:locale" content="en_AU">', "au", "en_AU"),
        ('<html lang="fr-CA">', "ca", "fr-CA"),
    ],
)
def test_a_sign_of_another_country_is_found(known: dict[str, Jurisdiction], text: str, code: str, sign: str) -> None:
    found = hint([("a.html", text.encode())], ["us"], known)
    assert found is not None
    assert (found.code, found.sign, found.path, found.files) == (code, sign, "a.html", 1)


@pytest.mark.parametrize(
    "text", ["From $80", "Call +1 212 555 0100", "Part AHPRAX", "https://x.com.au2", 'lang="en-GBR"', ""]
)
def test_what_is_no_sign_says_nothing(known: dict[str, Jurisdiction], text: str) -> None:
    assert hint([("a.html", text.encode())], ["us"], known) is None


def test_the_country_of_most_files_is_named_with_its_first_file(known: dict[str, Jurisdiction]) -> None:
    files = [("c.html", b"+61 2 5550 0000"), ("b.html", "£5".encode()), ("a.html", "£9, A$7".encode())]
    found = hint(files, ["us"], known)
    assert found is not None
    assert (found.code, found.path, found.files) == ("au", "a.html", 2)
    assert hint(files, ["us"], known) == hint(files[::-1], ["us"], known)


def test_signs_of_where_it_is_judged_for_say_nothing(known: dict[str, Jurisdiction]) -> None:
    assert hint([("a.html", "£80".encode())], ["uk"], known) is None
    assert hint([("a.html", b"Florida Statutes")], ["us"], known) is None


def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *arguments: str) -> tuple[str, str]:
    (tmp_path / "a.html").write_text("<p>Open daily. A chat costs £20.</p>", "utf-8")
    (tmp_path / "b.html").write_text("<p>A longer chat costs £30.</p>", "utf-8")
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(main, ["check", *arguments])
    return done.stdout, done.stderr


def test_a_run_without_configuration_says_us_and_warns_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out, err = run(tmp_path, monkeypatch)
    assert "Nothing to report for US" in out
    assert err.count("judged for US, since nothing says otherwise") == 1
    assert "“£” in a.html and 1 more looks like United Kingdom" in err
    assert "--jurisdiction uk" in err


@pytest.mark.parametrize("said", ["option", "file"])
def test_a_named_jurisdiction_is_taken_at_its_word(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, said: str) -> None:
    if said == "file":
        (tmp_path / "claimlint.yaml").write_text("jurisdiction: us\n", "utf-8")
    _, err = run(tmp_path, monkeypatch, *(["--jurisdiction", "us"] if said == "option" else []))
    assert "since nothing says otherwise" not in err
