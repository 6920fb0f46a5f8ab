"""Frames: which words claim what of what, how strongly, and which words are something else."""

from __future__ import annotations

import pytest
from lexicon import extent, read_frames

from claimlint.predicate import Strength


@pytest.mark.parametrize(
    ("text", "claims"),
    [
        ("Our drip cures migraine.", ["cures migraine"]),
        ("Shock waves relieve heel pain and reduce swelling.", ["relieve heel pain", "reduce swelling"]),
        ("Acne can be treated with light.", ["Acne can be treated"]),
        ("Relief from fatigue, stress and insomnia", ["Relief from fatigue, stress and insomnia"]),
        ("Knee pain relief without tablets", ["Knee pain relief"]),
        ("Improved circulation", ["Improved circulation"]),
        ("Cartilage repair", ["Cartilage repair"]),
        ("Vision improves within hours.", ["Vision improves"]),
        ("An effective treatment for sciatica", ["treatment for sciatica"]),
        ("Say goodbye to back pain!", ["Say goodbye to back pain"]),
        ("A pain-free life", ["pain-free life"]),
        (
            "Laser therapy stimulates collagen, tightens skin and fades scars.",
            ["stimulates collagen", "tightens skin", "fades scars"],
        ),
        ("Noticeably thicker hair and deeper sleep", ["thicker hair", "deeper sleep"]),
        ("Our cells find damaged cartilage and rebuild it from within.", ["rebuild it"]),
        ("Freedom from pain and relief from stiffness", ["Freedom from pain", "relief from stiffness"]),
        ("A sleep-deepening drip with skin-brightening effects", ["skin-brightening"]),
        ("Ozone burns off fat and wakes up tired cells.", ["burns off fat", "wakes up tired cells"]),
    ],
)
def test_the_extent_holds_the_predicate_and_its_object(text: str, claims: list[str]) -> None:
    assert set(claims) <= {extent(frame, text) for frame in read_frames(text)}


@pytest.mark.parametrize(
    "text",
    [
        "We treat every patient with courtesy.",
        "The curing light hardens the resin.",
        "Restorative dentistry and rotator cuff repair are described below.",
        "Your treatment plan is discussed in the treatment room.",
        "We work closely with your doctor.",
        "Write to our email address or call for support staff.",
        "Chronic neck pain reduces nobody's rights.",
        "Growth hormone is produced by the pituitary gland.",
        "The lower back is painful in many people.",
        "Opening hours: nine to five.",
        "Expect more pain on the second day.",
        "Pain management services, conditions treated",
        "You gain weight when the thyroid is slow.",
        "It is for a migraine, it is not for children.",
        "Alcohol increases redness, and hot showers can trigger breakouts.",
        "The needle may leave a dull ache; muscles that support the spine tire.",
        "Answers to your questions about eye care",
        "Go home once the swelling is controlled.",
    ],
)
def test_other_senses_and_plain_facts_make_no_frame(text: str) -> None:
    assert [extent(frame, text) for frame in read_frames(text)] == []


@pytest.mark.parametrize(
    ("text", "strength"),
    [
        ("PRP cures knee pain.", "S8"),
        ("PRP regenerates cartilage.", "S7"),
        ("PRP reduces knee pain.", "S6"),
        ("PRP can reduce knee pain.", "S5"),
        ("PRP helps to reduce knee pain.", "S5"),
        ("PRP is designed to reduce knee pain.", "S5"),
        ("PRP probably reduces knee pain.", "S4"),
        ("PRP may reduce knee pain.", "S3"),
        ("PRP may help to reduce knee pain.", "S3"),
        ("PRP might regenerate cartilage.", "S3"),
        ("PRP is being studied to see whether it reduces knee pain.", "S2"),
        ("It is not known whether PRP reduces knee pain.", "S1"),
        ("PRP significantly reduces knee pain.", "S7"),
        ("PRP could revolutionise the treatment of knee pain.", "S8"),
        ("PRP has the potential to regenerate cartilage.", "S7"),
    ],
)
def test_strength_follows_predicate_and_modality(text: str, strength: str) -> None:
    assert max(frame.strength for frame in read_frames(text)) == Strength[strength]


@pytest.mark.parametrize(
    ("text", "treatment"),
    [
        ("Acupuncture relieves migraine.", "acupuncture"),
        ("Migraine is relieved with acupuncture.", "acupuncture"),
        ("It relieves migraine.", None),
        ("Surgery-free, it relieves migraine.", None),
        ("No surgery: it relieves migraine.", None),
        ("Surgery-free acupuncture relieves migraine.", "acupuncture"),
    ],
)
def test_the_treatment_named_beside_the_predicate_is_its_agent(text: str, treatment: str | None) -> None:
    (frame,) = read_frames(text)
    assert (frame.treatment.id if frame.treatment else None) == treatment


def test_coordinated_verbs_keep_their_own_objects() -> None:
    text = "Our cells repair cartilage, reduce inflammation and improve mobility."
    found = {extent(frame, text): [slot.id for slot in frame.objects] for frame in read_frames(text)}
    assert found == {
        "repair cartilage": ["cartilage"],
        "reduce inflammation": ["inflammation"],
        "improve mobility": ["mobility"],
    }


def test_a_name_is_found_under_one_entry_of_its_kind() -> None:
    (frame,) = read_frames("Massage relieves burnout.")
    assert [slot.id for slot in frame.objects] == ["stress"]
