"""Hits of one sentence to frames: what is said to have which effect on what, and how strongly.

A frame is a predicate with its object and modality. The predicate is local to the sentence; the object too, or it is
left open for the block around it. The code knows grammar only (closed classes: articles, prepositions, conjunctions,
forms of “be”); every verb, noun, adjective and hedge with a meaning comes from the data.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from claimlint.modality import HARD_MARKS, worded
from claimlint.predicate import Form, Predicate, Predicates, Strength
from claimlint.record import Record
from claimlint.scan import Hit, Hits
from claimlint.sentence import MARKS, Word

REACH = 9
"""Words between a predicate and the first word of its object, at most."""
_LIST_REACH = 14
_BE = frozenset("be is are was were been being am get gets got gotten 's 're".split())
_DETERMINERS = frozenset(
    "a an the our your my his her their its this that these those each every some any no of".split()
)
_PREPOSITIONS = frozenset("through with by in for from into onto under over during as".split())
_SET_AGAINST = frozenset(
    "than unlike versus vs without instead replace replaces replacing avoid avoiding need needs alternative ditch "
    "substitute no non".split()
)
_SUBJECTS = frozenset("the it they we you he she i this that these those there some many most".split())
_PRONOUNS = frozenset("it they we you he she i which who there".split())
_OBJECT_PRONOUNS = frozenset("it them".split())
_AUXILIARIES = _BE | frozenset("do does did can could may might will would should has have had 'll".split())
_SUBORDINATORS = frozenset(
    "that which who whom whose because while although though when whenever if unless so since as whereas where before "
    "after until until but rather than by without via through using".split()
)
_LINKS = frozenset(
    "of in for from to with on against around within at and or the your a an all any both more most".split()
)
_FINITE = frozenset("is are has have can may will does".split())
_ADVERBS = frozenset("not also often then now never always all even usually sometimes commonly still just".split())
_PASSIVE_OPENERS = frozenset("with by using through via after following".split())
_FUNCTION = (
    _BE
    | _DETERMINERS
    | _SUBORDINATORS
    | _LINKS
    | frozenset(
        "it they we you i he she not can may might could will would should do does did has have had also".split()
    )
)


class Slot(Record, frozen=True):
    """A vocabulary entry in the sentence: kind, id, and its word range."""

    kind: str
    id: str
    first: int
    last: int


class Frame(Record, frozen=True):
    """One predicate with what it is said of. Word ranges are half-open, in the sentence's words.

    first, last: the predicate itself. extent: the predicate with its object, the words a finding underlines.
    objects: conditions, outcomes and body parts in order. base: the predicate's own strength; strength: as said here.
    softened: the kind of modality that lowered it. treatment: the one named as agent or means in the sentence.
    """

    predicate: str
    group: str
    form: Form
    first: int
    last: int
    extent: tuple[int, int]
    objects: tuple[Slot, ...]
    treatment: Slot | None
    base: Strength
    strength: Strength
    softened: frozenset[str]


def slots(hits: Hits, kinds: Sequence[str]) -> list[Slot]:
    """Return the vocabulary entries of these kinds in the sentence, in order of place."""
    return [Slot(hit.entry.kind, hit.entry.name, hit.first, hit.last) for hit in hits.named(kinds)]


def agents(hits: Hits) -> list[Slot]:
    """Return the treatments that may be what acts: not those compared with, done without or replaced."""
    norms = [word.norm for word in hits.sentence.words]
    return [
        slot
        for slot in slots(hits, ("treatment",))
        if not _is_set_against(norms, slot.first) and norms[slot.last : slot.last + 1] != ["free"]
    ]


def _is_set_against(norms: Sequence[str], first: int) -> bool:
    """True for what copy compares with or does without, and for the second of two: "without diet or exercise"."""
    if not _SET_AGAINST.isdisjoint(norms[max(first - 2, 0) : first]):
        return True
    return norms[first - 1 : first] == ["or"] and not _SET_AGAINST.isdisjoint(norms[max(first - 5, 0) : first - 1])


def frames(hits: Hits, predicates: Predicates, verbs_of: Mapping[str, str]) -> list[Frame]:
    """Return the frames of one sentence in order of place. verbs_of: what a benefit does to an outcome, by id."""
    reader = _Reader(hits, predicates, verbs_of)
    return list(reader.frames())


def is_verbless(hits: Hits) -> bool:
    """True where the sentence has no auxiliary, no pronoun for a subject and no known verb but at its start."""
    if any(word.norm in _AUXILIARIES or word.norm in _PRONOUNS for word in hits.sentence.words):
        return False
    return all(hit.first == 0 for hit in hits.of("verb"))


def lacks_subject(hits: Hits) -> bool:
    """True where the sentence begins with a finite verb, the subject left out: "Helps reduce swelling"."""
    words = hits.sentence.words
    if hits.sentence.is_question or len(words) < 2:
        return False
    first = words[0].norm
    if first in _FINITE:
        return words[1].norm not in _SUBJECTS | _DETERMINERS
    if not first.endswith("s") or first.endswith("ss"):
        return False
    softening = (hit for hit in hits.of("modality") if hit.entry.name.startswith("lower-"))
    return any(hit.first == 0 for hit in (*hits.of("verb"), *softening))


def modality(hits: Hits, kind: str) -> list[Hit]:
    """Return the hits of one kind of modality words (`lower-S3`, `boost`, `offer`, …)."""
    return [hit for hit in hits.of("modality") if hit.entry.name == kind]


def _outermost(found: Sequence[Slot]) -> list[Slot]:
    """Drop entries that lie inside a longer one ("neck" and "pain" in "neck pain")."""
    return [
        slot
        for slot in found
        if not any(
            other.first <= slot.first and slot.last <= other.last and other.last - other.first > slot.last - slot.first
            for other in found
        )
    ]


class _Reader:
    """Reads the frames of one sentence."""

    def __init__(self, hits: Hits, predicates: Predicates, verbs_of: Mapping[str, str]) -> None:
        self.hits = hits
        self.verbs_of = verbs_of
        self.words: tuple[Word, ...] = hits.sentence.words
        self.predicates = predicates
        self.objects = _outermost(slots(hits, ("condition", "outcome", "body-part")))
        self.treatments = agents(hits)
        self.names = slots(hits, ("treatment",))
        self.cares = _outermost(self.names)
        self.modal = list(hits.of("modality"))
        self.found = self._predicates()

    def frames(self) -> Iterator[Frame]:
        for hit in self.found:
            predicate = self.predicates.by_id[hit.entry.name]
            objects, first, last = self._objects(hit, predicate)
            form: Form = hit.entry.kind  # type: ignore[assignment]
            if not objects:
                if form not in predicate.alone:
                    continue
                first, last = self._alone(hit, form)
            base = Strength[predicate.strength]
            strength, softened = worded(self.words, self.modal, hit.first, hit.last, base, keeps=predicate.keeps)
            yield Frame(
                hit.entry.name,
                str(predicate.group),
                form,
                hit.first,
                hit.last,
                (first, last),
                tuple(objects),
                self._treatment(hit),
                base,
                strength,
                softened,
            )

    def _predicates(self) -> list[Hit]:
        """Predicate hits that are no other sense and no part of a treatment's name."""
        senses = [(hit.entry.name, hit.first, hit.last) for hit in self.hits.of("sense")]
        names = [*self.names, *(slot for slot in self.objects if slot.kind == "condition")]
        kept: list[Hit] = []
        for kind in ("verb", "noun", "adjective"):
            for hit in self.hits.of(kind):
                if any(
                    name == hit.entry.name and first < hit.last and hit.first < last for name, first, last in senses
                ):
                    continue
                if any(slot.first <= hit.first and hit.last <= slot.last for slot in names):
                    continue
                if kind == "noun" and any(slot.first <= hit.first < slot.last for slot in self.names):
                    continue
                if kind == "verb" and self._is_noun(hit):
                    continue
                kept.append(hit)
        kept.sort(key=lambda hit: (hit.first, -hit.last, hit.entry.kind != "verb", hit.entry.name))
        chosen: list[Hit] = []
        for hit in kept:
            same = [other for other in chosen if other.first < hit.last and hit.first < other.last]
            if not same:
                chosen.append(hit)
            elif self._object_count(hit) > max(map(self._object_count, same)):
                chosen = [other for other in chosen if other not in same]
                chosen.append(hit)
        return chosen

    def _object_count(self, hit: Hit) -> int:
        return bool(self._objects(hit, self.predicates.by_id[hit.entry.name])[0])

    def _is_noun(self, hit: Hit) -> bool:
        """A base or plural form after an article or possessive is no verb, nor is a participle before a noun."""
        before = self._norm(hit.first - 1)
        word = self._norm(hit.first)
        if word.endswith("ed"):
            return before in _DETERMINERS or before in _PREPOSITIONS
        if before in _DETERMINERS:
            return before not in ("that", "this", "these") and not word.endswith("ing")
        return not word.endswith(("s", "ing")) and self._follows_verb(hit)

    def _follows_verb(self, hit: Hit) -> bool:
        """True for a base form right after another verb, whose object it is: "enhances tone"."""
        before = (other for other in self.hits.of("verb") if other.last == hit.first)
        return any(self._norm(other.first - 1) not in _DETERMINERS for other in before)

    def _objects(self, hit: Hit, predicate: Predicate) -> tuple[list[Slot], int, int]:
        within = [slot for slot in self.objects if hit.first <= slot.first and slot.last <= hit.last]
        inside = self._kinds(within, predicate)
        if hit.entry.kind == "adjective":
            found = (
                self._holding(hit, predicate) or self._attributive(hit, predicate) or self._predicative(hit, predicate)
            )
        elif hit.entry.kind == "noun":
            found = self._compound(hit, predicate) + self._right(hit.last, predicate, noun=True)
        elif predicate.subject:
            found = self._subject(hit, predicate)
        elif self._passive(hit):
            found = self._left(hit, predicate)
            if not found and self._norm(hit.last) not in _PASSIVE_OPENERS:
                found = self._right(hit.last, predicate)
        else:
            found = self._right(hit.last, predicate)
            meant = () if found or inside else self._meant(hit, predicate)
            if meant:
                return list(meant), hit.first, hit.last + 1
            if not found and not inside and (self._subject_is_object(hit) or self._ends_compound(hit)):
                found = self._left(hit, predicate, near=True)
        if hit.entry.kind != "verb" or hit.last - hit.first > 1:
            found = [*inside, *found]
        found = sorted({*found}, key=lambda slot: (slot.first, slot.last, slot.kind, slot.id))
        if not found:
            return [], hit.first, hit.last
        last = max(hit.last, *(slot.last for slot in found))
        if hit.entry.kind == "adjective" and last == hit.last:
            last = self._head_noun(last)
        return found, min(hit.first, found[0].first), last

    def _wanted(self, predicate: Predicate) -> list[Slot]:
        """The entries of the sentence that the predicate may be said of, in order of place."""
        if "treatment" not in predicate.object:
            return self._kinds(self.objects, predicate)
        both = sorted([*self.objects, *self.cares], key=lambda slot: (slot.first, slot.last))
        return self._kinds(both, predicate)

    def _kinds(self, found: Sequence[Slot], predicate: Predicate) -> list[Slot]:
        return [slot for slot in found if slot.kind in predicate.object and self._is_benefit(slot, predicate)]

    def _is_benefit(self, slot: Slot, predicate: Predicate) -> bool:
        """More of an outcome that ought to be less is no benefit, nor the other way round."""
        if slot.kind != "outcome" or not predicate.outcomes:
            return True
        return self.verbs_of.get(slot.id, "affect") in predicate.outcomes

    def _right(self, start: int, predicate: Predicate, *, noun: bool = False) -> list[Slot]:
        """Objects after the predicate: the first within reach, then the list it opens."""
        if noun and not _LINKS.intersection((self._norm(start), self._norm(start - 1))):
            return []
        found: list[Slot] = []
        stop = self._clause_end(start)
        reach = start + REACH
        for slot in self._wanted(predicate):
            if slot.first < start or slot.first >= stop:
                continue
            if slot.first > reach:
                break
            if found and not self._listed(found[-1].last, slot.first):
                break
            if (
                any(start <= other.first < slot.first and other.entry.kind == "verb" for other in self._verbs())
                and not found
            ):
                break
            found.append(slot)
            reach = slot.last + _LIST_REACH if self._continues(slot.last) else slot.last + 4
        return found

    def _listed(self, start: int, stop: int) -> bool:
        """True where two objects belong to one list or phrase: after a comma the next item must begin soon."""
        between = [self._norm(index) for index in range(start, stop)]
        if "," not in between:
            return True
        return len(between) - between.index(",") <= 4

    def _meant(self, hit: Hit, predicate: Predicate) -> tuple[Slot, ...]:
        """What a pronoun right after a verb stands for: "finds damaged tissue and rebuilds it"."""
        if self._norm(hit.last) not in _OBJECT_PRONOUNS or self._norm(hit.last + 1) in _AUXILIARIES:
            return ()
        return tuple(slot for slot in self._wanted(predicate) if slot.last <= hit.first)[-1:]

    def _verbs(self) -> list[Hit]:
        return [hit for hit in self.hits.of("verb") if not self._is_noun(hit)]

    def _continues(self, index: int) -> bool:
        return self._norm(index) in (",", "and", "or", "/")

    def _clause_end(self, start: int) -> int:
        for index in range(start, len(self.words)):
            norm = self.words[index].norm
            if norm in HARD_MARKS or (norm in _SUBORDINATORS and index > start):
                return index
            if norm in (",", "and", "or") and self._begins_predicate(index + 1):
                return index
            if norm == "," and self._begins_clause(index + 1):
                return index
        return len(self.words)

    def _begins_predicate(self, index: int) -> bool:
        """True where a coordinated verb follows: its objects are its own."""
        while self._norm(index) in (
            "and",
            "or",
            ",",
            "can",
            "may",
            "will",
            "help",
            "helps",
            "helping",
            "even",
            "also",
            "to",
        ):
            index += 1
        nouns = (hit for hit in self.hits.of("noun") if hit.last - hit.first > 1)
        return any(hit.first == index for hit in (*self._verbs(), *nouns))

    def _begins_clause(self, index: int) -> bool:
        """True after a comma where a subject and an auxiliary of its own follow, after a conjunction or at once."""
        if self._norm(index) not in ("and", "but", "so", "or", "yet"):
            return self._norm(index).isalpha() and self._norm(index + 1) in _AUXILIARIES
        subject = self._norm(index + 1) in _SUBJECTS
        return subject or any(self._norm(following) in _AUXILIARIES for following in range(index + 1, index + 6))

    def _left(self, hit: Hit, predicate: Predicate, *, near: bool = False) -> list[Slot]:
        floor = self._clause_start(hit.first, reduced=not self._has_be(hit))
        found = [slot for slot in self._wanted(predicate) if floor <= slot.first and slot.last <= hit.first]
        if near:
            found = [slot for slot in found if hit.first - slot.last <= 4]
            return found[-1:]
        return found

    def _subject(self, hit: Hit, predicate: Predicate) -> list[Slot]:
        """The subject of a verb without object: the last entry before it, unless another verb took that."""
        found = self._left(hit, predicate, near=True)
        floor = self._clause_start(hit.first)
        taken = [verb for verb in self._verbs() if floor <= verb.first and verb.last <= hit.first]
        return [] if any(slot.first >= verb.last for slot in found for verb in taken) else found

    def _clause_start(self, stop: int, *, reduced: bool = False) -> int:
        """Where the clause before `stop` begins; a participle without "be" takes nothing across a comma."""
        for index in range(stop - 1, -1, -1):
            norm = self.words[index].norm
            if norm in HARD_MARKS or (reduced and norm == ","):
                return index + 1
        return 0

    def _passive(self, hit: Hit) -> bool:
        word = self._norm(hit.first)
        if not word.endswith(("ed", "en", "t", "n")) or word.endswith(("ent", "ant")):
            return False
        return self._has_be(hit) or self._norm(hit.last) in _PASSIVE_OPENERS

    def _has_be(self, hit: Hit) -> bool:
        index = hit.first - 1
        while index > hit.first - 4 and (self._norm(index).endswith("ly") or self._norm(index) in _ADVERBS):
            index -= 1
        return self._norm(index) in _BE

    def _subject_is_object(self, hit: Hit) -> bool:
        """True for an intransitive use ("vision improves within hours"): no object follows before the clause ends."""
        following = self._norm(hit.last)
        return (
            not following
            or following in MARKS
            or (following in _SUBORDINATORS and following != "that")
            or following
            in ("within", "in", "after", "over", "and", "with", "completely", "significantly", "quickly", "from")
        )

    def _ends_compound(self, hit: Hit) -> bool:
        """True for a participle right after its object: "skin-tightening effects", "nerve calming"."""
        return self._norm(hit.first).endswith("ing") and any(slot.last == hit.first for slot in self.objects)

    def _compound(self, hit: Hit, predicate: Predicate) -> list[Slot]:
        """Objects that stand right before a noun: "pain relief", "hair and nail growth"."""
        found: list[Slot] = []
        edge = hit.first
        for slot in reversed(self._wanted(predicate)):
            if slot.last > edge:
                continue
            between = [self._norm(index) for index in range(slot.last, edge)]
            if between and not (found and all(norm in (",", "and", "or", "/") for norm in between)):
                break
            found.append(slot)
            edge = slot.first
        return found[::-1]

    def _holding(self, hit: Hit, predicate: Predicate) -> list[Slot]:
        """The state that an adjective is the first word of: "thicker hair", "radiant skin"."""
        return [
            slot
            for slot in self._wanted(predicate)
            if slot.first <= hit.first and hit.last < slot.last and hit.last - slot.first <= 2
        ][:1]

    def _attributive(self, hit: Hit, predicate: Predicate) -> list[Slot]:
        if self._norm(hit.last) in _FUNCTION:
            return []
        found = [
            slot
            for slot in self._wanted(predicate)
            if hit.last <= slot.first <= hit.last + 2
            and not any(self._norm(index) in _FUNCTION | MARKS for index in range(hit.last, slot.first))
        ]
        if found:
            found += [slot for slot in self._right(found[-1].last, predicate) if self._continues(found[-1].last)]
        return found

    def _predicative(self, hit: Hit, predicate: Predicate) -> list[Slot]:
        """ "effective for back pain", "beneficial in treating anxiety"."""
        if self._norm(hit.last) not in ("for", "in", "against", "at", "to", "with", "from", "of"):
            return []
        return self._right(hit.last, predicate)

    def _alone(self, hit: Hit, form: Form) -> tuple[int, int]:
        """A predicate without object: an adjective takes the noun it stands before."""
        return hit.first, self._head_noun(hit.last) if form == "adjective" else hit.last

    def _head_noun(self, start: int) -> int:
        """Return the end of the one or two words that an adjective before `start` stands with."""
        last = start
        while last < len(self.words) and last - start < 2:
            norm = self.words[last].norm
            if norm in MARKS or norm in _FUNCTION or not norm[0].isalpha():
                break
            last += 1
        return last

    def _treatment(self, hit: Hit) -> Slot | None:
        """The treatment named before the predicate, nearest first, else after "with", "by" or "using"."""
        before = [slot for slot in self.treatments if slot.last <= hit.first]
        if before:
            return before[-1]
        after = [slot for slot in self.treatments if slot.first >= hit.last]
        for slot in after:
            if any(self._norm(index) in _PASSIVE_OPENERS for index in range(max(slot.first - 4, 0), slot.first)):
                return slot
        return next((slot for slot in self.treatments if slot.first < hit.last and hit.first < slot.last), None)

    def _norm(self, index: int) -> str:
        return self.words[index].norm if 0 <= index < len(self.words) else ""
