"""English or another language, a segment at a time; short segments follow their file."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimlint.readers import tongue
from claimlint.segment import Document, Run, Segment, Surface
from claimlint.source import SourceFile

SENTENCES = {
    "en": "We look at your knee first and then we plan the exercises with you.",
    "de": "Wir sehen uns zuerst Ihr Knie an und planen dann mit Ihnen die passenden Übungen.",
    "fr": "Nous regardons d’abord votre genou et nous préparons avec vous les exercices pour la semaine.",
    "es": "Primero miramos su rodilla y después preparamos con usted los ejercicios para la semana.",
    "it": "Prima guardiamo il suo ginocchio e poi prepariamo con lei gli esercizi per la settimana.",
    "pt": "Primeiro olhamos para o seu joelho e depois preparamos com você os exercícios da semana.",
    "nl": "Wij kijken eerst naar uw knie en daarna maken we samen met u een plan voor de week.",
    "tr": "Önce dizinize bakıyoruz ve daha sonra sizin için bu hafta yapılacak egzersizleri planlıyoruz.",
    "vi": "Chúng tôi xem đầu gối của bạn trước và sau đó lên kế hoạch tập cho bạn.",
    "pl": "Najpierw oglądamy kolano, a potem planujemy ćwiczenia na cały tydzień i nie spieszymy się z tym.",
    "ru": "Сначала мы смотрим ваше колено.",
    "el": "Πρώτα κοιτάμε το γόνατό σας.",
    "ar": "ننظر أولا إلى ركبتك ثم نخطط للتمارين.",
    "zh": "我们先看您的膝盖，然后制定计划。",
    "ja": "まず膝を見て、それから計画を立てます。",
    "ko": "먼저 무릎을 보고 나서 계획을 세웁니다.",
    "hi": "पहले हम आपका घुटना देखते हैं।",
}


@pytest.mark.parametrize("expected", SENTENCES)
def test_the_language_of_a_sentence(expected: str) -> None:
    assert tongue.language(SENTENCES[expected]) == expected


@pytest.mark.parametrize(
    "text",
    [
        "The clinic on the Avenue de la Paix treats knees and hips in one room.",
        "Dr. van der Berg and Dr. de la Cruz see patients in the morning only.",
        "Botox, Dysport, Xeomin, Juvéderm and Restylane are prescribed after a talk with the doctor.",
        "In a café or at your résumé's end, a naïve question about your knee is welcome.",
        "Vitamin C, zinc and selenium in one drip, with a nurse beside you for the hour.",
    ],
)
def test_english_with_foreign_names_stays_english(text: str) -> None:
    assert tongue.language(text) == "en"


@pytest.mark.parametrize(
    "text", ["", "Kniebehandlung", "No downtime", "Physio, Hände, Knie", "12 34 56 78 90 11 12 13 14"]
)
def test_too_short_to_tell(text: str) -> None:
    assert tongue.language(text) is None


def document(*found: str, lang: str | None = None) -> Document:
    segments = tuple(Segment(text, (Run(0, 0, len(text)),), Surface.BODY) for text in found)
    return Document(SourceFile("a.html", "".join(found)), segments, lang=lang)


def test_short_segments_follow_the_longer_ones_of_their_file() -> None:
    german = document("Kniebehandlung", SENTENCES["de"], "Termin buchen", SENTENCES["en"][:30], lang="en")
    assert tongue.judge(german) == ("de", "de", "de", "de")
    english = document("Knee care", SENTENCES["en"], "Termin buchen", lang="de")
    assert tongue.judge(english) == (None, None, None)


def test_a_file_in_two_languages_is_judged_a_segment_at_a_time() -> None:
    both = document(SENTENCES["de"], SENTENCES["en"], SENTENCES["tr"])
    assert tongue.judge(both) == ("de", None, "tr")


def test_a_file_of_short_segments_follows_what_it_declares() -> None:
    assert tongue.judge(document("Kniebehandlung", "Termin buchen", lang="de-at")) == ("de", "de")
    assert tongue.judge(document("Knee care", "No downtime", lang="en-gb")) == (None, None)
    assert tongue.judge(document("Knee care", "No downtime")) == (None, None)
    assert tongue.judge(document()) == ()


@given(st.text(max_size=200))
def test_any_text_gets_an_answer(text: str) -> None:
    answer = tongue.language(text)
    assert answer is None or (len(answer) == 2 and answer.islower())
    assert len(tongue.judge(document(text, "Care"))) == 2


@given(st.permutations(SENTENCES["en"].rstrip(".").split()))
def test_the_order_of_words_does_not_matter(words: list[str]) -> None:
    assert tongue.language(" ".join(words)) == "en"
