"""Sentences of any prose to statements: what is said to bring about, to go with or to differ from something.

Frames say what is claimed of what; a statement says how strongly anything of the kind is said, known treatment or not.
Its words (increase, be linked to, a difference between) come from `grading.yaml`, the modal words and the ladder from
the same place as for frames. The code knows grammar only.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Literal

from claimlint import language
from claimlint.inflect import inflections
from claimlint.language import Cues, MarkKind, Probe, Reading, Role, Standing, Trigger
from claimlint.modality import HARD_MARKS, worded
from claimlint.phrase import compile_phrase
from claimlint.predicate import Grade, Strength
from claimlint.record import Record, replace
from claimlint.scan import Entry, Hit, Hits, Lexicon, build, scan
from claimlint.yamlload import Text, load

Kind = Literal["effect", "association", "mention", "difference", "study"]
"""Asserted effects and associations; effects only mentioned; groups that merely differ; what is looked into."""

_ASKS = 14
"""Words between what asks or advises and what it bears on, at most."""
_VERBS = ("verbs", "changes")
_ORDER = ("other", "association", "effect", "changes", "verbs", "difference", "mention")
ASKED = frozenset((MarkKind.QUESTION, MarkKind.MYTH, MarkKind.WARNED))
"""Marks under which nothing is asserted."""


class Words(Record, frozen=True):
    """The file `grading.yaml`.

    verbs: they bring something about; changes: they do so with an object, else something merely changes. effect,
    mention: the same as turns of phrase that carry a sentence, or only name it. aims, advice: what they govern is
    asked or wished for, not said. other: phrases in which the words mean something else.
    """

    association: tuple[Text, ...]
    difference: tuple[Text, ...]
    verbs: dict[Grade, tuple[Text, ...]]
    changes: dict[Grade, tuple[Text, ...]]
    effect: dict[Grade, tuple[Text, ...]]
    mention: dict[Grade, tuple[Text, ...]]
    aims: tuple[Text, ...]
    advice: tuple[Text, ...]
    other: tuple[Text, ...] = ()


class Statement(Record, frozen=True):
    """What a sentence says or mentions: its half-open place in the text, and the strength of its wording.

    denied: said not to be so. asked: asked, wished for or warned about, which asserts nothing. softened: as in frames.
    """

    kind: Kind
    start: int
    end: int
    strength: Strength
    softened: frozenset[str] = frozenset()
    denied: bool = False
    asked: bool = False

    def meets(self, other: Statement) -> bool:
        """Return whether the two share words."""
        return self.start < other.end and other.start < self.end


def load_words(path: Path) -> Lexicon:
    """Read and compile `grading.yaml`. Raises KnowledgeError."""
    words = load(Words, path, f"{path.parent.name}/{path.name}")
    made: list[Entry] = []
    for kind in ("association", "difference", "aims", "advice", "other"):
        made += _entries(kind, "S2", getattr(words, kind))
    for kind in ("verbs", "changes", "effect", "mention"):
        for strength, phrases in getattr(words, kind).items():
            made += _entries(kind, strength, phrases)
    return build(made, ())


def _entries(kind: str, name: str, phrases: Sequence[Text]) -> Iterator[Entry]:
    for part, phrase in enumerate(phrases):
        yield Entry(kind, name, part, compile_phrase(phrase, inflections, ()))


def statements(sentences: Sequence[Hits], words: Lexicon, cues: Cues) -> list[list[Statement]]:
    """Return the statements of each sentence in order of place; all sentences are parsed together."""
    readers = [_Reader(hits, words) for hits in sentences]
    probes = [reader.probe() for reader in readers]
    standings = language.stand(probes, cues)
    marks = language.read(probes, cues)
    return [
        sorted(reader.statements(roles, readings), key=lambda one: (one.start, one.end))
        for reader, roles, readings in zip(readers, standings, marks, strict=True)
    ]


def studied(hits: Hits, beside: Sequence[Statement]) -> Iterator[Statement]:
    """Yield the study status that a sentence reports: S2, and S1 where it says that something is unknown."""
    modal = [hit for hit in hits.of("modality") if hit.entry.name in ("study", "unknown")]
    strength = Strength.S1 if any(hit.entry.name == "unknown" for hit in modal) else Strength.S2
    taken = list(beside)
    for hit in modal:
        made = Statement("study", *hits.sentence.place(hit.first, hit.last), strength, frozenset((hit.entry.name,)))
        if not any(made.meets(one) for one in taken):
            taken.append(made)
            yield made


class _Reader:
    """Reads the statements of one sentence."""

    def __init__(self, hits: Hits, words: Lexicon) -> None:
        self.found = hits
        self.sentence = hits.sentence
        self.words = hits.sentence.words
        self.modal = list(hits.of("modality"))
        found = scan(hits.sentence, words).others
        self.asking = [hit for hit in found if hit.entry.kind in ("aims", "advice")]
        self.advises = any(hit.entry.kind == "advice" for hit in found)
        self.hedges = [
            Strength[hit.entry.name.removeprefix("lower-")]
            for hit in self.modal
            if hit.entry.name in ("lower-S3", "lower-S4")
        ]
        self.hits = sorted(
            (hit for hit in found if hit.entry.kind in _ORDER), key=lambda hit: _ORDER.index(hit.entry.kind)
        )

    def probe(self) -> Probe:
        within = self.sentence.within
        triggers = tuple(
            Trigger(*within(hit.first, hit.last), "verb" if hit.entry.kind in _VERBS else "phrase") for hit in self.hits
        )
        return Probe(self.sentence.text, triggers, self.sentence.is_fragment)

    def statements(self, standings: Sequence[Standing], readings: Sequence[Reading]) -> Iterator[Statement]:
        """Yield statements, each word in one at most."""
        taken: list[tuple[int, int]] = []
        for hit, standing, reading in zip(self.hits, standings, readings, strict=True):
            if any(first < hit.last and hit.first < last for first, last in taken):
                continue
            kind = None if hit.entry.kind == "other" else self._kind(hit, standing)
            if kind or hit.entry.kind == "other":
                taken.append((hit.first, hit.last))
            if kind:
                yield self._marked(self._statement(kind, hit), hit, standing, reading)

    def _kind(self, hit: Hit, standing: Standing) -> Kind | None:
        match hit.entry.kind:
            case "verbs" | "changes":
                return _verb(standing, changes=hit.entry.kind == "changes")
            case "association" | "effect" | "mention" | "difference" as kind:
                return kind
        return None

    def _statement(self, kind: Kind, hit: Hit) -> Statement:
        base = Strength[hit.entry.name] if kind in ("effect", "mention") else Strength.S2
        strength, softened = worded(self.words, self.modal, hit.first, hit.last, base)
        if base is Strength.S2:
            strength = min(strength, base)
        if kind == "mention":
            strength = min([strength, *self.hedges])
        return Statement(kind, *self.sentence.place(hit.first, hit.last), strength, softened)

    def _marked(self, made: Statement, hit: Hit, standing: Standing, reading: Reading) -> Statement:
        kinds = {mark.kind for mark in reading.marks}
        asked = bool(kinds & ASKED) or (standing.role is Role.AIM) or any(self._bears(one, hit) for one in self.asking)
        asked = asked or (self.advises and made.kind in ("mention", "difference"))
        return replace(made, denied=MarkKind.NEGATED in kinds, asked=asked)

    def _bears(self, asking: Hit, hit: Hit) -> bool:
        between = range(asking.last, hit.first)
        return (
            asking.last <= hit.first
            and len(between) <= _ASKS
            and not any(self.words[index].norm in HARD_MARKS for index in between)
        )


def _verb(standing: Standing, *, changes: bool) -> Kind | None:
    """What a form of a verb states: nothing where it is a noun or stands before its noun."""
    match standing.role:
        case Role.MODIFIER:
            return None
        case Role.NAMED:
            return "difference" if changes else None
        case Role.ASIDE | Role.AIM:
            return "mention"
    if changes and (not standing.object or (standing.passive and not standing.means)):
        return "difference"
    return "effect" if standing.object else None
