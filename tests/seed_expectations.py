"""The neck-pain page worked through by hand: what has to be found in it and what has to be left alone.

Lines are those of `fixtures/uc-msc-neck-pain.txt`; words are quoted exactly as they stand there. The other two forms
of the page say the same sentences in the same order.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Expected:
    """One claim of the page: the line it stands on, its words (with gaps left out) and the rules that may name it."""

    line: int
    words: tuple[str, ...]
    rules: frozenset[str]


@dataclass(frozen=True, slots=True)
class Fine:
    """A stretch of the page that no rule may touch; `marked` where the worked example says so in as many words."""

    line: int
    words: str
    marked: bool = False


def _claim(line: int, words: str | tuple[str, ...], *rules: str) -> Expected:
    return Expected(line, (words,) if isinstance(words, str) else words, frozenset(rules))


CLAIMS: tuple[Expected, ...] = (
    _claim(
        1,
        "provide only temporary relief and do not address the underlying tissue degeneration",
        "disparages-alternatives",
        "root-cause",
    ),
    _claim(
        1,
        "have emerged as a promising regenerative therapy",
        "promissory-hedge",
        "novelty-cutting-edge",
        "regenerates-repairs",
    ),
    _claim(
        1,
        "unique ability to repair damaged tissues, reduce inflammation, and modulate the immune response",
        "regenerates-repairs",
        "mechanism-as-outcome",
        "hype-superlative",
    ),
    _claim(1, "innovative option for patients struggling", "novelty-cutting-edge", "promissory-hedge"),
    _claim(
        3,
        "fail to regenerate damaged cervical structures",
        "disparages-alternatives",
        "regenerates-repairs",
    ),
    _claim(
        3,
        "offers potential advantages, as it targets the root cause by repairing tissues rather than masking symptoms",
        "root-cause",
        "regenerates-repairs",
        "disparages-alternatives",
        "promissory-hedge",
    ),
    _claim(
        5,
        "remarkable biological properties that make them highly effective in musculoskeletal regeneration",
        "hype-superlative",
        "regenerates-repairs",
        "establishment-claim",
    ),
    _claim(
        6,
        "secrete cytokines and growth factors that reduce inflammation around cervical discs and facet joints",
        "mechanism-as-outcome",
    ),
    _claim(
        7,
        "stimulate chondrocytes and fibroblasts, aiding cartilage repair and collagen production",
        "regenerates-repairs",
        "mechanism-as-outcome",
    ),
    _claim(
        8,
        "support neural health by releasing neurotrophic factors that may help relieve nerve-related pain",
        "mechanism-as-outcome",
        "promissory-hedge",
    ),
    _claim(
        9,
        "regulate overactive immune responses, reducing chronic inflammatory cascades that drive pain persistence",
        "mechanism-as-outcome",
    ),
    _claim(
        10,
        "not only provide pain relief but also improve long-term spinal health",
        "disease-treatment",
        "permanence",
    ),
    _claim(
        12,
        "combined with platelet-rich plasma (PRP) to enhance regenerative effects",
        "regenerates-repairs",
        "mechanism-as-outcome",
    ),
    _claim(
        12,
        "many specialists recommend multiple doses for sustained benefits",
        "authority-endorsement",
        "permanence",
        "price-inducement",
    ),
    _claim(
        12,
        "repeated applications reinforce tissue repair and prolong pain relief",
        "regenerates-repairs",
        "permanence",
    ),
    _claim(
        14,
        (
            "Several clinical studies have demonstrated the efficacy of MSC",
            "in degenerative spinal conditions",
        ),
        "establishment-claim",
        "evidence-extrapolation",
    ),
    _claim(
        14,
        "Patients treated with stem cells reported:",
        "anecdotal-statistic",
        "testimonial-typicality",
        "numeric-efficacy",
        "condition-list",
        "evidence-extrapolation",
    ),
    _claim(15, "Significant reduction in pain intensity (VAS scores)", "numeric-efficacy"),
    _claim(
        17,
        "Decreased reliance on opioid or steroid-based pain relief",
        "discourages-treatment",
        "disparages-alternatives",
    ),
    _claim(
        19,
        ("the regenerative principles apply equally to the cervical region", "a logical extension"),
        "evidence-extrapolation",
    ),
    _claim(21, "offer distinct advantages", "comparative-superiority"),
    _claim(
        22,
        "Non-surgical solution – Provides an alternative to invasive surgery such as cervical fusion",
        "disparages-alternatives",
        "procedure-minimised",
        "comparative-superiority",
    ),
    _claim(
        23,
        "Regenerative healing – Targets damaged tissues for repair rather than symptom suppression",
        "regenerates-repairs",
        "root-cause",
        "disparages-alternatives",
    ),
    _claim(
        24,
        "Long-term effectiveness – Reduces recurrence of pain when administered in repeated doses",
        "permanence",
        "establishment-claim",
    ),
    _claim(
        25,
        ("Safe and ethical source", "obtained non-invasively and carry minimal risk of rejection"),
        "safety-absolute",
        "procedure-minimised",
        "safety-minimised",
        "natural-equals-safe",
    ),
    _claim(
        26,
        "Improved mobility – Restores neck function, reducing stiffness and enhancing daily activities",
        "regenerates-repairs",
        "disease-treatment",
    ),
    _claim(
        32,
        "ongoing research and clinical adoption continue to address these barriers",
        "trial-halo",
        "promissory-hedge",
        "authority-endorsement",
    ),
    _claim(36, "to maximize cervical regeneration", "regenerates-repairs"),
    _claim(
        37,
        (
            "Personalized approaches tailored to",
            "patient biology",
        ),
        "personalised",
    ),
    _claim(38, "may become a mainstream, non-surgical solution", "promissory-hedge", "procedure-minimised"),
    _claim(
        40,
        (
            "offers a regenerative approach that addresses underlying tissue damage, reduces inflammation, "
            "and promotes long-term healing"
        ),
        "regenerates-repairs",
        "root-cause",
        "permanence",
        "mechanism-as-outcome",
    ),
    _claim(
        40,
        ("With their ability to repair cervical structures and restore mobility", "represent a promising future"),
        "regenerates-repairs",
        "promissory-hedge",
        "hype-superlative",
    ),
    _claim(
        40,
        (
            "early results strongly suggest that this therapy could revolutionize",
            "helping patients achieve lasting relief",
        ),
        "promissory-hedge",
        "establishment-claim",
        "hype-superlative",
        "permanence",
    ),
)

FINE: tuple[Fine, ...] = (
    Fine(
        1,
        "Chronic neck pain is one of the most common musculoskeletal complaints, often caused by degenerative disc "
        "disease, cervical spondylosis, whiplash injuries, or poor posture.",
        marked=True,
    ),
    Fine(2, "Pathophysiology of Chronic Neck Pain"),
    Fine(
        3,
        "Intervertebral disc dehydration, cartilage wear, ligament strain, and facet joint inflammation contribute to "
        "pain and restricted mobility.",
        marked=True,
    ),
    Fine(
        3,
        "Over time, nerve compression can lead to radiating pain into the shoulders and arms, further impairing "
        "quality of life.",
        marked=True,
    ),
    Fine(11, "Administration of UC-MSC Stem Cell for Neck Pain"),
    Fine(
        12,
        "For chronic neck pain, UC-MSC stem cells can be administered through targeted injections into cervical facet "
        "joints, intervertebral discs, or surrounding soft tissues.",
        marked=True,
    ),
    Fine(13, "Clinical Evidence Supporting UC-MSC Stem Cell"),
    Fine(20, "Benefits of UC-MSC Stem Cell for Chronic Neck Pain"),
    Fine(27, "Challenges and Considerations"),
    Fine(28, "Despite its potential, UC-MSC stem cells therapy for chronic neck pain faces some challenges:"),
    Fine(
        29,
        "Limited large-scale trials – More randomized controlled studies are needed to confirm efficacy.",
        marked=True,
    ),
    Fine(
        30,
        "Variability in treatment protocols – Dosage, delivery method, and frequency are not yet standardized.",
        marked=True,
    ),
    Fine(
        31,
        "Cost and accessibility – Stem cell therapy remains more expensive than conventional treatments.",
        marked=True,
    ),
    Fine(33, "Future Directions"),
    Fine(34, "Future research will likely focus on:"),
    Fine(
        35,
        "Double-dose protocols to determine whether repeated UC-MSC stem cells injections enhance long-term outcomes.",
        marked=True,
    ),
    Fine(39, "Conclusion"),
    Fine(
        40,
        "Chronic neck pain significantly impacts quality of life, often persisting despite conventional therapies.",
    ),
)
"""Two places are in neither list, since they may be reported or not: the disease framing that opens line 3 and the
heading on line 4. The bullets on lines 16 and 18 belong to the lead-in on line 14."""

DOCUMENT_RULES: tuple[str, ...] = ("missing-risk-information", "self-contradiction")

CAVEAT = (29, "More randomized controlled studies are needed to confirm efficacy.")
"""What the page itself says against the claim on line 14."""
