"""Four small pages full of ordinary violations: the words that have to be found, and words to leave alone."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Expected:
    """Words of a page of `fixtures/clinic/` as a visitor reads them, and the rules that may name them."""

    file: str
    words: str
    rules: frozenset[str]


def _page(file: str, claims: dict[str, str]) -> tuple[Expected, ...]:
    return tuple(Expected(file, words, frozenset(rules.split())) for words, rules in claims.items())


CLAIMS: tuple[Expected, ...] = (
    *_page(
        "prp-hair.html",
        {
            "Clinically proven PRP injections": "establishment-claim",
            "regrow your hair": "regenerates-repairs",
            "No downtime": "no-side-effects procedure-minimised",
            "FDA-approved": "regulatory-status",
            "revolutionary PRP treatment": "hype-superlative",
            "reawaken dormant follicles": "regenerates-repairs mechanism-as-outcome",
            "permanently reverse hair loss": "permanence disease-cure regenerates-repairs",
            "without surgery": "disparages-alternatives procedure-minimised",
            "only 5 spaces left this month": "urgency-pressure",
            "completely safe": "safety-absolute natural-equals-safe",
            "there are no side effects": "no-side-effects",
            "Better than minoxidil": "comparative-superiority",
            "treats the root cause": "root-cause",
            "just mask thinning": "disparages-alternatives root-cause",
            "visible results within weeks": "speed-ease",
            "Studies show that 9 out of 10 patients see thicker": "establishment-claim numeric-efficacy",
            "The procedure is painless": "procedure-minimised no-side-effects",
            "Before and after: full regrowth after three PRP sessions": "before-after regenerates-repairs",
            "After two sessions my hair grew back": "testimonial-typicality regenerates-repairs",
            "I feel 20 years younger": "testimonial-typicality anti-ageing",
        },
    ),
    *_page(
        "iv-drip.html",
        {
            "Boost your immune system": "detox-immune",
            "beat the winter flu": "disease-cure disease-treatment",
            "doctor-approved infusions": "authority-endorsement",
            "flush out toxins": "detox-immune",
            "supercharge your energy": "detox-immune hype-superlative mechanism-as-outcome",
            "slow the ageing process at a cellular level": "anti-ageing",
            "strengthen your immune system": "detox-immune",
            "prevent colds": "disease-treatment",
            "Liver Detox": "detox-immune",
            "cleanses your liver": "detox-immune",
            "melts away brain fog": "disease-treatment disease-cure",
            "Repairs DNA": "regenerates-repairs",
            "turns back the clock": "anti-ageing",
            "As used by celebrities and Premier League players": "celebrity authority-endorsement",
            "Instant relief from headache and nausea": "speed-ease disease-treatment",
            "of clients report more energy": "numeric-efficacy anecdotal-statistic testimonial-typicality",
            "side effects reported": "no-side-effects anecdotal-statistic",
            "100% safe": "safety-absolute guarantee",
            "get their lives back": "disease-treatment hype-superlative testimonial-typicality disease-cure",
            "20% off all drips until Sunday": "price-inducement urgency-pressure",
            "miss out": "urgency-pressure",
        },
    ),
    *_page(
        "chiropractic.md",
        {
            "Drug-free relief from back pain": "natural-equals-safe disease-treatment disparages-alternatives",
            "most trusted chiropractors": "best-leading",
            "End your pain at the source": "disease-cure root-cause",
            "free consultation": "price-inducement",
            "only mask your symptoms": "disparages-alternatives",
            "correct the underlying cause": "root-cause",
            "restoring the flow of nerve energy": "mechanism-as-outcome regenerates-repairs",
            "your body can heal itself": "natural-equals-safe regenerates-repairs disease-treatment",
            "an effective treatment for": "condition-list disease-treatment",
            "the leading chiropractor in the county": "best-leading",
            "95% success rate": "numeric-efficacy anecdotal-statistic",
            "state-of-the-art decompression table": "novelty-cutting-edge",
            "safe, non-invasive alternative to back surgery": (
                "safety-absolute procedure-minimised disparages-alternatives"
            ),
            "scientifically proven": "establishment-claim",
            "heal herniated discs": "disease-treatment regenerates-repairs",
            "Lasting relief": "permanence",
            "never need painkillers again": "discourages-treatment permanence disparages-alternatives",
            "feel better after your first visit": "speed-ease",
            "guarantee optimal function": "guarantee personalised",
            "asthma disappeared after six visits": "testimonial-typicality disease-cure disease-treatment",
            "threw away his inhaler": "discourages-treatment testimonial-typicality",
            "your first adjustment is half price": "price-inducement",
            "untreated misalignments only get worse": "urgency-pressure",
        },
    ),
    *_page(
        "lasik-advert.txt",
        {
            "Say goodbye to glasses forever": "disease-cure permanence",
            "most advanced LASIK in the region": "best-leading novelty-cutting-edge",
            "quick, painless": "procedure-minimised speed-ease no-side-effects",
            "perfect vision in just ten minutes": "hype-superlative speed-ease",
            "99% success rate": "numeric-efficacy anecdotal-statistic",
            "20/20 vision guaranteed": "guarantee",
            "Safer than contact lenses": "comparative-superiority safety-minimised",
            "Virtually no risk of complications": "safety-minimised safety-absolute no-side-effects",
            "Back to work the next day": "speed-ease",
            "Thousands of happy patients": "testimonial-typicality anecdotal-statistic",
            "life-changing": "hype-superlative",
            "I threw my glasses away on the way home": "testimonial-typicality discourages-treatment",
            "A miracle": "hype-superlative testimonial-typicality",
            "Unlike other clinics": "comparative-superiority disparages-alternatives",
            "approved by NASA": "authority-endorsement regulatory-status",
            "trusted by surgeons worldwide": "authority-endorsement",
            "internationally acclaimed pioneer": "authority-endorsement novelty-cutting-edge best-leading",
            "are all corrected in one visit": "speed-ease disease-treatment disease-cure",
            "the results last a lifetime": "permanence",
            "Book before 31 March": "urgency-pressure price-inducement",
            "Places are going fast": "urgency-pressure",
        },
    ),
)

FINE: tuple[tuple[str, str], ...] = (
    ("prp-hair.html", "The studio is on the second floor, and there is a lift."),
    ("prp-hair.html", "Please eat breakfast, and tell us which medicines you take."),
    ("iv-drip.html", "A nurse checks your blood pressure, places a cannula and stays in the room."),
    ("iv-drip.html", "The bar is open from ten until six and closed on Mondays."),
    ("chiropractic.md", "Wear loose clothing and bring a list of your medicines."),
    ("chiropractic.md", "no treatment is given until you have agreed to it."),
    ("chiropractic.md", "Parking is behind the building, and the entrance is step-free."),
    ("lasik-advert.txt", "We are next to the central station."),
    ("lasik-advert.txt", "Please leave your contact lenses out for a week before the assessment"),
    ("lasik-advert.txt", "arrange for somebody to drive you home."),
)
