"""What the language stage says of a claim's words, construction by construction.

Each line is a sentence with its trigger in brackets. Before the bar: the kinds that must be marked (`-kind`: must not
be), then letters: v verb, n noun, a adjective, p phrase; ! the phrase claims an absence; * a fragment; # a heading.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimlint.language import Cues, Mark, MarkKind, Probe, Reading, Trigger, load_cues, read
from claimlint.language.cues import Look

ROOT = Path(__file__).parent.parent
CUES = load_cues(ROOT / "rules" / "cues.yaml")
FORMS = {"v": "verb", "n": "noun", "a": "adjective", "p": "phrase"}

NEGATION = """
negated n|There is no [cure] for arthritis.
negated n|There are currently no proven [cures] for tinnitus.
negated v|Our therapy cannot [cure] arthritis.
negated v|It can not [reverse] hair loss.
negated v|Massage doesn't [heal] torn ligaments.
negated v|Massage doesn’t [heal] torn ligaments.
negated v|We do not claim to [treat] any of these conditions.
negated v|We do not claim that it [treats] any of these conditions.
negated v|We don't believe that it [helps].
negated v|Nobody has shown that magnets [relieve] pain.
negated v|No study has shown that it [works].
negated v|No studies [prove] that it works.
negated v|No clinic can honestly [promise] a cure.
negated n|No clinic can honestly promise a [cure].
negated v|Nobody can [cure] diabetes.
negated v|None of these products [cures] herpes.
negated v|Neither acupuncture nor massage [cures] cancer.
negated a|It is neither [safe] nor effective.
negated a|It is neither safe nor [effective].
negated v|Acupuncture neither treats nor [cures] asthma.
negated v|It does not treat, cure or [prevent] any disease.
negated v|This tonic is not intended to diagnose, treat, [cure], or prevent any disease.
negated v|It does not hurt, nor does it [cure].
negated v|Nor does it [cure] pain.
negated v|There is no evidence that acupuncture [heals] joints.
negated v|There is little evidence that it [works].
negated v|There is insufficient evidence to show that it [works].
negated n|There is a lack of evidence for [pain relief].
negated v|This has not been shown to [regenerate] cartilage.
negated v|It is not known whether stem cells [reduce] pain.
negated v|It has never been shown to [work].
negated v|This cream fails to [relieve] itching.
negated v|It lacks any power to [heal].
negated v|It is unable to [restore] lost hearing.
negated v|The device is incapable of [curing] anything.
negated v|It is unlikely to [cure] you.
negated v|It is impossible to [guarantee] a result.
negated v|We refuse to [promise] a cure.
negated v|Doctors doubt that it [heals] cartilage.
negated v|It is false that the patch [cures] warts.
negated v|The claim that it [cures] warts is false.
negated v|It is too early to say that it [works].
negated v|It remains to be seen whether it [works].
negated v|Exosomes are yet to be [proven] in trials.
negated v|We focus on management rather than [curing] the disease.
negated v|We teach coping skills instead of [curing] the disease.
negated a|It is by no means [effective].
negated a|It is far from [safe].
negated a|It is anything but [safe].
negated v|It no longer [hurts].
negated v|It hardly [works].
negated v|It [cures] nothing.
negated v|It [cures] no one.
negated n|Surgery is no [guarantee] of success.
negated n|We make no promise of a [cure].
negated n|A permanent [cure] has not been found.
negated v|Results are not [guaranteed].
negated p|Results are not [permanent].
negated p|There are no [permanent results].
negated a|The device is not [FDA-approved].
negated a|The device is not FDA‑registered or [approved].
negated a|The product isn’t [safe] for children.
negated v|It has not been approved to [treat] pain.
negated v|The regulator has not approved any exosome product to [treat] disease.
negated n|No treatment offers a [cure].
negated a|It is no more [effective] than placebo.
negated n|Trials found no greater [benefit] than placebo.
negated n*|Not a [cure]
negated v*|Does not [cure] disease
negated n#|THERE IS NO [CURE] FOR ARTHRITIS
negated n#|There Is No [Cure] For Arthritis
negated v|It is not a drug that [cures] disease.
negated v|Never has the oil been able to [cure] anything.
negated v|We did not find that the oil [reduced] pain.
negated v|The oil did not at all [reduce] pain.
negated a|The oil is not really very [effective].
negated v|Under no circumstances does it [cure] cancer.
negated n|We do not offer a quick fix or a [cure].
negated v|You should not expect it to [heal] overnight.
negated v|It would not [cure] you.
negated v|It didnt [cure] me.
negated v|Nothing can [undo] hearing loss completely.
negated v|You will not find a clinic that [treats] it.
negated n|No cream alone gives [relief].
negated n|Results vary and no [cure] can be promised.
negated n|Ozone has no known [benefit].
negated v|Cupping has not been proven to [draw out] toxins.
negated n|We offer neither [cures] nor miracles.
negated n|We're not here to sell you a [cure].
negated v|Not all patients are [cured].
negated v|Not many creams [heal] scars.
negated v|This does not mean that it [works].
negated v|It isn't true that it [cures] colds.
negated n|Claims of a [cure] are false.
negated n|No reputable clinic promises a [cure].
negated v|Trials do not support the claim that it [regrows] cartilage.
negated a|No, the implant is not [permanent].
negated n|Frozen shoulder has no [cure], but exercises may ease it.
"""

NOT_NEGATED = """
-negated v|Our herbs, which are not drugs, [cure] insomnia.
-negated v|Our tonic, which is not a drug, [relieves] stress.
-negated v|Patients who could not walk are [healed].
-negated v|Patients who do not respond to drugs are [cured] by our therapy.
-negated v|For patients who cannot take drugs, acupuncture [relieves] pain.
-negated v|When drugs do not help, acupuncture [heals].
-negated v|Although it does not cure arthritis, it [relieves] pain.
-negated v|Because it is not invasive, it [heals] fast.
-negated v|You don't need surgery to [fix] a slipped disc.
-negated v|No surgery is needed to [fix] a slipped disc.
-negated v|You do not have to take drugs to [relieve] pain.
-negated v|The serum not only [heals] but also protects.
-negated n|Not only does it bring [relief], it lasts.
-negated v|It is not just a treatment that [heals], it is a way of life.
-negated v|There is no doubt that it [heals] wounds.
-negated v|Without a doubt it [heals] wounds.
-negated v|No wonder it [heals] so well.
-negated v|Nothing [heals] faster than our laser.
-negated v|No one [treats] back pain better than we do.
-negated v|No other clinic [heals] as fast as ours.
-negated v|No other cream [heals] like this one.
-negated n|There is no better [treatment] for back pain.
-negated v|No patient leaves without being [healed].
-negated v|It does not fail to [heal].
-negated v|Conventional drugs do not work, but our therapy [cures] migraine.
-negated v|Conventional drugs do not work and our therapy [cures] migraine.
-negated v|Drugs do not work; our therapy [cures] migraine.
-negated v|It doesn't mask the pain, it [heals] the cause.
-negated v|It does not mask symptoms but [heals] the cause.
-negated v|It's not magic; it [heals] the body.
-negated v|Don't wait: [heal] your knee today.
-negated v|Never before has a cream [healed] so fast.
-negated v|You won't believe how fast it [heals].
-negated v|Most people do not know that acupuncture [cures] pain.
-negated v|Don't forget that massage [heals].
-negated n|Isn't it time to get [relief]?
-negated n|LASIK doesn't hurt because of its [healing] light.
-negated v|Patients do not relapse after being [cured].
-negated v|This pillow, unlike drugs, [relieves] pain.
-negated v|Unlike surgery, laser therapy [repairs] tissue.
-negated v|A cream that [heals] eczema without steroids.
-negated n|It offers [relief] without surgery.
-negated n|Instead of drugs, we offer lasting [relief].
-negated v|Rather than mask the pain, we [cure] it.
-negated a|It is [effective], not addictive.
-negated a|It is [safe] and does not hurt.
-negated a|The treatment is [painless] and has no side effects.
-negated v|It [treats] more conditions than you think.
-negated p*|No side effects, [permanent results]
-negated p*|No pills, no needles – [lasting relief]
-negated p*|No downtime and [fast results]
-negated p!*|[No side effects], permanent results
-negated p!|There is [no downtime].
-negated p!|There are no [side effects].
-negated p!|Recover [without surgery].
-negated p!|Our patients have reported [no side effects].
-negated p!|It is [free of side effects].
negated p!|No treatment is [free of side effects].
negated p!|We cannot promise [no side effects].
negated p!|Recovery is not possible [without surgery].
negated p!|The procedure is not [without risk].
negated p!|There is no such thing as a procedure with [no downtime].
-negated v|[Tightens] skin and smooths wrinkles without surgery
-negated v*|• [Tightens] loose skin
-negated v*|[Reduce] pain without drugs
-negated v|We have not seen any patient who was not [healed].
-negated v|Left alone, it won't heal, but our therapy [mends] it.
-negated v|After years of nothing working, this [cured] me.
-negated v|We don't just treat symptoms, we [cure] the cause.
-negated n|Laser is not for everyone, but [relief] is real.
-negated n|There's nothing that brings [relief] like our massage.
-negated v|It's no secret that massage [heals].
-negated v|Don't get me wrong, the oil [works].
-negated v|Medication does nothing – acupuncture [treats] the cause.
-negated v|It is not a drug (it [heals] gently).
"""

STANCE = """
warned-about n|Beware of clinics that promise a [miracle cure].
warned-about n|Any clinic guaranteeing a [cure] is lying to you.
warned-about v|Any clinic [guaranteeing] results should worry you.
warned-about n|Be cautious of any clinic that offers a [cure].
warned-about n|Be wary of adverts that speak of a [cure].
warned-about v|Avoid clinics that [guarantee] results.
warned-about v|Patients should be skeptical of anyone who claims to [cure] arthritis.
warned-about v|Some websites claim that it [cures] cancer.
warned-about n|Don't fall for [miracle cures].
warned-about n|A promised [cure] is a red flag.
warned-about n|Watch out for guaranteed [cures].
warned-about n|Bogus [cures] are sold online.
-warned-about n|Avoid surgery and get lasting [relief].
-warned-about n|Our clinic promises you a [cure].
-warned-about v|We [heal] what other clinics cannot.
myth a|Myth: LASIK is [painful].
myth a|Myth 2 – LASIK is [painful]
myth v|Many people wrongly assume that it [cures] acne.
myth v|It would be wrong to say that it [cures] acne.
myth n|It is a myth that there is a [cure].
myth n|The idea that there is a [cure] is a myth.
myth v|A common misconception is that it [cures] arthritis.
myth v|Magnets are falsely said to [relieve] pain.
-myth v|Our therapy [cures] arthritis, no myth, just facts.
genuine-question v|Does PRP [regrow] hair?
genuine-question v#|Can exosomes [regrow] hair?
genuine-question a#|Is stem cell therapy [safe]?
genuine-question a#|Is stem cell therapy [safe]
genuine-question v|So, does it [work]?
genuine-question a|FAQ: is the laser [safe]?
genuine-question n|How long does the [relief] last?
genuine-question v|Ask your doctor whether it could [help] you.
genuine-question v|It is unclear if PRP [helps].
genuine-question v|Researchers are testing whether stem cells [reduce] pain.
genuine-question p!#|[No side effects]?
-genuine-question p!|Want to lose inches with [no down time]?
-genuine-question v|Ready to [heal] your back?
-genuine-question n|Looking for lasting [relief]?
-genuine-question v|Tired of creams that never [heal]?
-genuine-question n|Suffering from pain that needs a [cure]?
-genuine-question n|Why is our [treatment] better?
-genuine-question n|Isn't it time to get [relief]?
-genuine-question v|It [works], doesn't it?
-genuine-question p|ARE YOU READY FOR [PERMANENT RESULTS]?
-genuine-question v#|How we [treat] back pain
-genuine-question v|If it hurts, our therapy [heals] it.
conditional v|If you want to [eliminate] wrinkles, see a doctor.
conditional v|Unless the cream [heals] the skin, see a doctor.
-conditional v|If you have pain, our therapy [relieves] it.
-conditional v|Our therapy [relieves] pain if it is used daily.
-conditional v|Whether you are young or old, our therapy [heals] you.
hedged v|This may [help].
hedged v|It might also [help].
hedged v|It can help to [reduce] swelling.
hedged v|It possibly [reduces] pain.
hedged v|It probably [reduces] pain.
hedged v|It appears to [reduce] pain.
hedged v|It seems that it [reduces] pain.
hedged n|It is a potential [cure].
hedged n|It has the potential to bring [relief].
hedged n|It may be an effective [treatment].
hedged n|[Relief] may last for weeks.
hedged v|It is likely to [ease] pain.
hedged v|Studies suggest that it [reduces] pain.
hedged v|Low-certainty evidence suggests that it [reduces] pain.
hedged v|It is being studied for its power to [heal].
-hedged v|They said it would [help] me.
-hedged v|It [heals] wounds, and you may shower afterwards.
-hedged v|Our laser [heals] the skin, so you can relax.
-hedged v|Patients who may feel anxious are [healed].
attributed v|The World Health Organization says that acupuncture [treats] pain.
attributed v|"It [cured] me," says Anna.
attributed p|Patients report [less pain].
attributed n|A survey found that most users had [relief].
attributed n|According to the maker, it gives [relief].
attributed v|Acupuncture is said to [relieve] pain.
attributed n|The [relief] reported by users is lasting.
-attributed v|We say that it [works].
-attributed v|We do not claim that it [works].
-attributed n|Users find [relief] in days.
historical a|The old advert wrongly described the device as [FDA approved]; we have corrected it.
historical v|Leeches were once thought to [cure] fever.
-historical v|Our laser has [corrected] more than 900 eyes.
limited v|More studies are needed to show that it [works].
limited v|It [reduced] pain in a small trial, but more research is needed.
limited n|The evidence for [healing] is weak.
limited v|In mice it [reduced] swelling; this has not been shown in people.
warned-about n|Anyone who promises a [cure] should be avoided.
warned-about n|If someone offers you a guaranteed [cure], walk away.
warned-about v|Clinics that [guarantee] results are breaking the law.
warned-about n|Claims of a [cure] should be treated with caution.
historical v|In 1990 it was thought to [heal] ulcers, which we now know is wrong.
genuine-question v|There is debate about whether it [helps].
genuine-question n#|What is the best [treatment]?
-genuine-question v|Wondering if PRP [works]?
-genuine-question v|It [treats] acne, whether mild or severe.
limited v|Evidence that it [reduces] pain is limited.
attributed v|As seen in a magazine, it [lifts] skin.
-limited v|Our research shows that it [works].
"""


def cases(table: str) -> list[str]:
    return [line for line in table.strip().splitlines() if "[" in line]


def probe_of(line: str) -> tuple[str, Probe]:
    head, _, marked = line.partition("|")
    wanted, _, flags = head.partition(" ")
    start, end = marked.index("["), marked.index("]") - 1
    text = marked.replace("[", "").replace("]", "")
    trigger = Trigger(start, end, FORMS[flags[0]], "!" in flags)  # type: ignore[arg-type]
    return wanted, Probe(text, (trigger,), fragment="*" in flags, heading="#" in flags)


def one(probe: Probe, cues: Cues = CUES) -> Reading:
    return read([probe], cues)[0][0]


@pytest.mark.parametrize("line", cases(NEGATION) + cases(NOT_NEGATED) + cases(STANCE))
def test_construction(line: str) -> None:
    wanted, probe = probe_of(line)
    kinds = {mark.kind.value for mark in one(probe).marks}
    assert (wanted.removeprefix("-") in kinds) is not wanted.startswith("-")


@pytest.mark.parametrize("line", cases(NEGATION) + cases(STANCE))
def test_cue_stands_where_the_mark_says(line: str) -> None:
    _, probe = probe_of(line)
    assert all(probe.text[mark.start : mark.end] == mark.cue != "" for mark in one(probe).marks)


@pytest.mark.parametrize(
    ("line", "agent"),
    [
        ("v|Our therapy cannot [cure] arthritis.", "Our therapy"),
        ("v|Acne may be [treated] by our laser.", "our laser"),
        ("v|Acne may be [treated] with red light.", "red light"),
        ("v|A cream that may [heal] eczema.", "A cream"),
        ("v|Acupuncture is said to [relieve] pain.", "Acupuncture"),
        ("v|Drugs do not work, but our patented therapy [cures] migraine.", "our patented therapy"),
        ("v|It may hurt at first and then [relieves] pain.", "It"),
        ("n|Laser therapy may offer lasting [relief].", "Laser therapy"),
        ("v|Our clinic [treats] acne.", "Our clinic"),
        ("v|In two weeks, our gentle laser quickly [clears] acne.", "our gentle laser"),
        ("v*|[Tightens] loose skin", None),
        ("n|There is no [cure].", None),
        ("v|Our tea can [lower] blood sugar by up to a third.", "Our tea"),
    ],
)
def test_agent_is_who_does_it(line: str, agent: str | None) -> None:
    _, probe = probe_of("x " + line)
    found = one(probe).agent
    assert (None if found is None else probe.text[slice(*found)]) == agent


def test_heading_of_warnings_marks_what_stands_under_it() -> None:
    probe = Probe("Promises of a cure", (Trigger(14, 18, "noun"),), fragment=True, context="Red flags to avoid")
    assert one(probe).marks == (Mark(MarkKind.WARNED, "red flags", 0, 0),)


def test_lead_in_that_negates_marks_its_items() -> None:
    probe = Probe("A cure for pain", (Trigger(2, 6, "noun"),), fragment=True, context="Our therapy is not:")
    assert [mark.kind for mark in one(probe).marks] == [MarkKind.NEGATED]


def test_ordinary_heading_marks_nothing() -> None:
    probe = Probe("A cure for pain", (Trigger(2, 6, "noun"),), fragment=True, context="What our patients love")
    assert one(probe).marks == ()


def test_each_trigger_has_its_own_reading() -> None:
    text = "It does not cure arthritis, but it relieves pain."
    triggers = (Trigger(12, 16, "verb"), Trigger(35, 43, "verb"))
    cure, relieve = read([Probe(text, triggers)], CUES)[0]
    assert [mark.cue for mark in cure.marks] == ["not"]
    assert relieve.marks == ()


def test_line_break_inside_a_sentence_does_not_hide_its_negation() -> None:
    text = "These devices are not\nFDA-approved for home use."
    assert [mark.cue for mark in one(Probe(text, (Trigger(22, 34, "adjective"),))).marks] == ["not"]


def test_sentence_without_cue_needs_no_model() -> None:
    code = (
        "import sys; from pathlib import Path; from claimlint.language import *\n"
        "probe = Probe('Our laser heals acne.', (Trigger(10, 15, 'verb'),))\n"
        "reading, = read([probe], load_cues(Path('rules/cues.yaml')))[0]\n"
        "print(probe.text[slice(*reading.agent)], 'spacy' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "Our laser False"


def test_long_text_is_read_to_its_end() -> None:
    text = "word " * 2000 + "and our oil does not cure acne " + "word " * 2000
    start = text.index("cure")
    assert MarkKind.NEGATED in {m.kind for m in one(Probe(text, (Trigger(start, start + 4, "verb"),))).marks}


def test_unbroken_text_is_read() -> None:
    text = "no" * 5000 + "cure"
    assert len(read([Probe(text, (Trigger(10000, 10004, "noun"),))], CUES)[0]) == 1


def test_cue_is_whole_words() -> None:
    reading = one(Probe("The oil can't cure you.", (Trigger(14, 18, "verb"),)))
    assert sorted({mark.cue for mark in reading.marks}) == ["can't"]


def test_hostile_nesting_is_answered() -> None:
    text = ("not cure of " * 240)[:2800]
    starts = [i for i in range(len(text)) if text.startswith("cure", i)]
    readings = read([Probe(text, tuple(Trigger(i, i + 4, "noun") for i in starts))], CUES)[0]
    assert len(readings) == len(starts) > 200


def test_benchmark_says_that_its_data_is_not_here(tmp_path: Path) -> None:
    command = [sys.executable, str(ROOT / "benchmarks" / "negation.py"), str(tmp_path / "none.jsonl")]
    done = subprocess.run(
        command, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, text=True
    )
    assert (done.returncode, done.stdout) == (0, "negation: skipped, none.jsonl is not here\n")


def test_order_and_number_of_answers_follow_the_questions() -> None:
    probes = [probe_of(line)[1] for line in cases(STANCE)]
    together = read(probes, CUES)
    assert together[::-1] == read(probes[::-1], CUES)
    assert [len(readings) for readings in together] == [len(probe.triggers) for probe in probes]


def test_no_probes_no_answers() -> None:
    assert read([], CUES) == []
    assert read([Probe("There is no cure.", ())], CUES) == [()]


def texts() -> Iterator[str]:
    yield from (
        "no ",
        "not ",
        "cure ",
        "heals ",
        ", ",
        "? ",
        "“",
        "’",
        "n't ",
        "without ",
        "\n",
        "\ufffc",
        "é",
        "𝟘 ",
        "- ",
        "may ",
    )


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from(list(texts())), min_size=1, max_size=25), st.data())
def test_any_text_is_answered_with_places_inside_it(parts: list[str], data: st.DataObject) -> None:
    text = "".join(parts)
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    form = data.draw(st.sampled_from(["verb", "noun", "adjective", "phrase"]))
    reading = one(Probe(text, (Trigger(start, end, form),), fragment=data.draw(st.booleans())))  # type: ignore[arg-type]
    for mark in reading.marks:
        assert 0 <= mark.start < mark.end <= len(text)
        assert text[mark.start : mark.end] == mark.cue
    assert reading.agent is None or 0 <= reading.agent[0] < reading.agent[1] <= len(text)


@pytest.mark.parametrize("line", cases(NEGATION) + [line for line in cases(STANCE) if not line.startswith("-")])
def test_quick_look_misses_no_cue(line: str) -> None:
    probe = probe_of(line)[1]
    assert Look(CUES, frozenset(MarkKind)).sees(probe.text, heading=probe.heading)


def test_quick_look_lets_plain_sentences_pass() -> None:
    plain = [
        "Our laser heals acne.",
        "Enjoy permanent results from day one.",
        "Massage restores the spine.",
        "Book today",
    ]
    assert not any(Look(CUES, frozenset(MarkKind)).sees(text, heading=True) for text in plain)
