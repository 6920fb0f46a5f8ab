"""Names that stand for two things at once: found when the vocabulary is compiled, whatever way they are written."""

from __future__ import annotations

from pathlib import Path

import pytest
from lexicon import AS_OF, lexis

from claimlint.config import Settings
from claimlint.errors import KnowledgeError
from claimlint.homonym import shared
from claimlint.lexis import load_lexis


def problems(folder: Path, **files: str) -> list[str]:
    for kind, text in files.items():
        (folder / f"{kind.replace('_', '-')}.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(KnowledgeError) as caught:
        load_lexis(Settings(as_of=AS_OF, site_vocabulary=folder))
    return [str(problem) for problem in caught.value.problems]


def test_no_shipped_name_stands_for_two_things() -> None:
    unclear = lexis().vocabulary.unclear
    named = [entry for entry in lexis().lexicon.entries if entry.kind in lexis().lexicon.kinds]
    entries = [entry for entry in named if entry.part not in unclear.get(entry.name, ())]
    assert 2000 < len(entries) < len(named)
    assert [(one.first.name, one.second.name, one.words) for one in shared(entries)] == []


@pytest.mark.parametrize(
    ("ours", "words"),
    [
        ("zorbing", "zorbing"),
        ('"(rolling / zorbing) session"', "zorbing session"),
        ('"zorbing sessions"', "zorbing sessions"),
        ('"zorbing-session"', "zorbing session"),
        ('"(deep)? zorbing"', "zorbing"),
    ],
)
def test_a_name_under_two_entries_is_refused_where_it_stands_again(tmp_path: Path, ours: str, words: str) -> None:
    zorb = 'zorb: {name: ball therapy, synonyms: [zorbing, "zorbing session"]}'
    (found,) = problems(tmp_path, treatments=f"{zorb}\nball: {{name: ball rides, synonyms: [{ours}]}}\n")
    assert found.startswith("treatments.yaml:2:")
    assert f"“{words}” stands for “ball” and for “zorb” (treatments.yaml:1)" in found


def test_a_name_that_an_own_file_takes_from_the_shipped_ones_is_refused(tmp_path: Path) -> None:
    (found,) = problems(tmp_path, treatments='spin: {name: spinning plasma, synonyms: ["platelet-rich plasma"]}\n')
    assert "“platelet rich plasma” stands for “spin” and for “prp”" in found


def test_one_word_may_be_a_condition_and_a_harm(tmp_path: Path) -> None:
    (tmp_path / "conditions.yaml").write_text("zorbitis: {name: zorbitis}\n", encoding="utf-8")
    (tmp_path / "harms.yaml").write_text("zorbitis-harm: {name: zorbitis}\n", encoding="utf-8")
    found = load_lexis(Settings(as_of=AS_OF, site_vocabulary=tmp_path)).vocabulary
    assert found.entry("zorbitis").kind == "condition"
    assert found.entry("zorbitis-harm").kind == "harm"
