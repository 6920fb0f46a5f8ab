"""The vocabulary: what is found in copy, what is a kind of what, and what a mistake in a file looks like."""

from __future__ import annotations

from pathlib import Path

import pytest

from claimlint.errors import KnowledgeError
from claimlint.inflect import inflections
from claimlint.phrase import compile_phrase
from claimlint.scan import Entry, Lexicon, build, scan
from claimlint.segment import Context, Segment, Surface
from claimlint.sentence import split_segment
from claimlint.vocabulary import KINDS, Vocabulary, load_vocabulary

RULES = Path(__file__).parent.parent / "rules" / "vocabulary"


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    return load_vocabulary(RULES)


@pytest.fixture(scope="module")
def lexicon(vocabulary: Vocabulary) -> Lexicon:
    return build(
        (
            Entry(entry.kind, entry.id, part, compile_phrase(phrase, inflections, KINDS))
            for entry in vocabulary.entries.values()
            for part, phrase in enumerate(entry.synonyms)
        ),
        KINDS,
    )


def write(folder: Path, **files: str) -> Path:
    for name, text in files.items():
        (folder / f"{name.replace('_', '-')}.yaml").write_text(text, encoding="utf-8")
    return folder


def problems(folder: Path, site: Path | None = None) -> list[str]:
    with pytest.raises(KnowledgeError) as caught:
        load_vocabulary(folder, site)
    return [str(problem) for problem in caught.value.problems]


@pytest.mark.parametrize(
    ("copy", "kind", "wanted"),
    [
        ("Wharton’s jelly injections for a stiff neck", "treatment", "uc-msc"),
        ("Wharton’s jelly injections for a stiff neck", "condition", "neck-pain"),
        ("Our UC-MSCs are screened twice", "treatment", "uc-msc"),
        ("Umbilical cord mesenchymal stem cells", "treatment", "uc-msc"),
        ("Exosomes for thinning hair", "treatment", "exosomes"),
        ("Exosomes for thinning hair", "condition", "hair-loss"),
        ("The vampire facial everyone asks about", "treatment", "prp"),
        ("NAD+ drips on Fridays", "treatment", "nad-iv"),
        ("Immunity drips in the lounge", "treatment", "iv-vitamins"),
        ("An adjustment by our chiropractor", "treatment", "chiropractic"),
        ("Spravato is given here", "treatment", "esketamine"),
        ("rTMS five days a week", "treatment", "tms"),
        ("Botox and fillers", "treatment", "botulinum-toxin"),
        ("Botox and fillers", "treatment", "ha-filler"),
        ("Invisalign straightens crowded teeth", "treatment", "aligners"),
        ("Invisalign straightens crowded teeth", "condition", "crooked-teeth"),
        ("A white filling for a small cavity", "condition", "tooth-decay"),
        ("LASIK corrects short-sightedness", "treatment", "lasik"),
        ("LASIK corrects short-sightedness", "condition", "myopia"),
        ("GAINSWave brings back your confidence", "treatment", "low-intensity-shockwave"),
        ("GAINSWave brings back your confidence", "outcome", "confidence"),
        ("Sciatica and slipped discs", "condition", "sciatica"),
        ("Sciatica and slipped discs", "condition", "disc-herniation"),
        ("Arthritis of the knee", "condition", "knee-osteoarthritis"),
        ("Colicky babies sleep better", "condition", "colic"),
        ("Colicky babies sleep better", "outcome", "sleep"),
        ("The leukaemia ward", "condition", "blood-cancer"),
        ("Treating haemorrhoids with a laser", "condition", "haemorrhoids"),
        ("Hemorrhoids are common", "condition", "haemorrhoids"),
        ("It stimulates collagen", "outcome", "collagen"),
        ("Fewer wrinkles", "outcome", "wrinkle-depth"),
        ("Improves range of motion", "outcome", "mobility"),
        ("It targets the root cause", "outcome", "root-cause"),
        ("Bruising and infection can occur", "harm", "bruising"),
        ("Bruising and infection can occur", "harm", "infection-harm"),
        ("A rotator cuff is a body part", "body-part", "shoulder"),
    ],
)
def test_copy_names_what_the_vocabulary_knows(lexicon: Lexicon, copy: str, kind: str, wanted: str) -> None:
    segment = Segment(copy, (), Surface.BODY, Context())
    hits = [hit for sentence in split_segment(0, segment) for hit in scan(sentence, lexicon).named([kind])]
    assert wanted in {hit.entry.name for hit in hits}


@pytest.mark.parametrize(
    "copy",
    [
        "Add your name to the list.",
        "Ms Smith is our manager.",
        "The rooms are facing the park.",
        "The sole entrance is at the bottom.",
    ],
)
def test_everyday_words_name_nothing(lexicon: Lexicon, copy: str) -> None:
    segment = Segment(copy, (), Surface.BODY, Context())
    hits = [hit for sentence in split_segment(0, segment) for hit in scan(sentence, lexicon).named(KINDS)]
    assert hits == []


def test_ancestors_come_nearest_first_and_then_by_id(vocabulary: Vocabulary) -> None:
    above = vocabulary.ancestors("knee-osteoarthritis")
    assert above[:2] == ("knee-pain", "osteoarthritis")
    assert above.index("arthritis") < above.index("musculoskeletal-pain")
    assert vocabulary.ancestors("osteoarthritis").count("knee-osteoarthritis") == 0
    assert vocabulary.ancestors("no-such-thing") == ()


def test_every_kind_is_broad_and_ids_are_unique_across_kinds(vocabulary: Vocabulary) -> None:
    assert {kind: len(list(vocabulary.kind(kind))) > 40 for kind in KINDS} == dict.fromkeys(KINDS, True)
    assert sum(len(list(vocabulary.kind(kind))) for kind in KINDS) == len(vocabulary.entries)


def test_ordinary_care_is_known_by_condition_or_outcome(vocabulary: Vocabulary) -> None:
    assert vocabulary.established("filling", "tooth-decay", None)
    assert vocabulary.established("lasik", "myopia", None), "myopia is a refractive error"
    assert vocabulary.established("whitening", None, "tooth-colour")
    assert not vocabulary.established("whitening", None, "pain")
    assert not vocabulary.established("hbot", "autism", None)
    assert vocabulary.established("surgery", "cataract", None), "cataract surgery is meant"
    assert not vocabulary.established("surgery", "autism", None)
    assert not vocabulary.established("surgery", None, "vision"), "of a general name only the condition tells the kind"
    assert not vocabulary.established("stem-cells", "blood-cancer", None)


def test_a_cycle_is_named_where_it_stands(tmp_path: Path) -> None:
    folder = write(
        tmp_path,
        conditions="a: {name: a thing, is-a: [b]}\nb: {name: b thing, is-a: [c]}\nc: {name: c thing, is-a: [a]}\n",
    )
    assert problems(folder) == [
        "conditions.yaml:1:27: “a” is its own ancestor by way of “b”",
        "conditions.yaml:2:27: “b” is its own ancestor by way of “c”",
        "conditions.yaml:3:27: “c” is its own ancestor by way of “a”",
    ]


def test_a_dangling_name_gets_a_hint(tmp_path: Path) -> None:
    folder = write(
        tmp_path,
        conditions="neck-pain: {name: neck pain}\n",
        treatments="x: {name: a cream, established-for: [{condition: nek-pain, source: S}]}\n",
    )
    assert problems(folder) == [
        "treatments.yaml:1:50: “nek-pain” is no condition of the vocabulary; did you mean “neck-pain”?"
    ]


@pytest.mark.parametrize(
    ("files", "says"),
    [
        ({"harms": "x: {name: x, match-name: false}"}, "can never be found"),
        ({"harms": "x: {name: burn, synonyms: [scald, Burn]}"}, "“Burn” stands twice in “x”"),
        ({"outcomes": "x: {name: pain, verb: lower}"}, "expected one of reduce, increase, improve, affect"),
        ({"conditions": "x: {name: pain, sold: true}"}, "only a treatment has “sold”"),
        ({"harms": "x: {name: pain, structural: true}"}, "only an outcome has “structural”"),
        ({"harms": "x: {name: pain, sinonyms: []}"}, "unknown key “sinonyms”"),
        ({"harms": "x: {name: burn}", "outcomes": "x: {name: pain}"}, "the id “x” is taken by the kind “outcome”"),
    ],
)
def test_faults_of_an_entry_are_named(tmp_path: Path, files: dict[str, str], says: str) -> None:
    assert any(says in problem for problem in problems(write(tmp_path, **files)))


def test_a_site_adds_and_replaces_entries(tmp_path: Path) -> None:
    shipped, site = tmp_path / "shipped", tmp_path / "site"
    shipped.mkdir()
    site.mkdir()
    write(shipped, treatments="a: {name: an old name}\nb: {name: another}\n")
    write(site, treatments="a: {name: a new name}\nc: {name: ours, is-a: [b]}\n")
    found = load_vocabulary(shipped, site)
    assert [entry.name for entry in found.kind("treatment")] == ["a new name", "another", "ours"]
    assert found.ancestors("c") == ("b",)
