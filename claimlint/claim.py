"""Matches to claims: treatment, condition and outcome, where each was read, and whether care is offered.

What the sentence names wins; then the blocks that introduce it, earlier sentences of its block, headings from the
nearest up, and the title. Only the treatment may also come from the page as a whole. In text without a sign of an
offer, a claim is for the inventory only.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from claimlint.frame import Frame, Slot, agents, is_verbless, lacks_subject, modality, slots
from claimlint.match import Match
from claimlint.predicate import Strength
from claimlint.record import Record, field, replace
from claimlint.scan import Hits
from claimlint.segment import Document, Surface, main_titles
from claimlint.sense import Unsettled
from claimlint.vocabulary import Vocabulary

_RIVAL_REACH = 4
_SLOGAN_WORDS = 4
"""Words that a sentence with a verb may have to count as a slogan."""
_VERBLESS_WORDS = 8
"""Words that a sentence without a verb may have to count as a slogan."""
_HINTS = 2
"""Sentences with a weak sign of an offer that make a text one."""
_COLUMNS = 20
"""Cells of a row that are looked at, at most."""
_DOMINANT = 2
"""Times that a page must name a treatment for it to be what the page is about."""


class About(Record, frozen=True):
    """A vocabulary entry that a claim speaks of, where it was read, and the segment that names it (None: given).

    where, nearest first: sentence, list-item, table-row, lead-in, question, label, table-header, paragraph, heading,
    title, page, given (by the configuration or `--about`). unsettled: the ambiguity of its name, where nothing shows
    what is meant.
    """

    id: str
    where: str
    segment: int | None
    unsettled: str | None = None


class Claim(Record, frozen=True):
    """An asserted effect with its slots.

    offered: the text offers the treatment to its reader. advertised: it offers something, whatever the claim is about.
    informs: it is worded as information, so that not even advertising words in it offer anything. everyday: it tells
    what everyday medicine does. bodily: it names a part of the body, which stands for how that is or works.
    """

    strength: Strength
    treatment: About | None
    condition: About | None
    outcome: About | None
    offered: bool
    scoped: bool
    advertised: bool = True
    informs: bool = False
    everyday: bool = False
    bodily: bool = False


class Page(Record, frozen=True):
    """What a document says as a whole, for the slots that its sentences leave open.

    informs: it offers nothing by what it is, only where a sentence of it says so.
    listed: the first condition in the list that a segment introduces.
    """

    document: Document
    named: Mapping[int, tuple[Slot, ...]]
    earlier: Mapping[int, tuple[tuple[int, Slot], ...]]
    titled: frozenset[str]
    listed: Mapping[int, About]
    dominant: str | None
    offers: bool
    treatment: str | None
    condition: str | None
    informs: bool = False
    unsettled: Unsettled = field(default_factory=dict)

    def own(self, treatment: str) -> bool:
        """Return whether the page is about this treatment."""
        return treatment in self.titled or treatment == self.dominant


def page(
    document: Document,
    reads: Sequence[Hits],
    vocabulary: Vocabulary,
    given: tuple[str | None, str | None],
    *,
    informs: bool = False,
    unsettled: Unsettled | None = None,
) -> Page:
    """Gather the facts of a document; `given` is the configured treatment and condition, `informs` the purpose."""
    named: dict[int, list[Slot]] = {}
    earlier: dict[int, list[tuple[int, Slot]]] = {}
    counts: Counter[str] = Counter()
    signs: Counter[str] = Counter()
    for hits in reads:
        found = [*agents(hits), *slots(hits, ("condition",))]
        index = hits.sentence.segment
        named.setdefault(index, []).extend(found)
        earlier.setdefault(index, []).extend((hits.sentence.start, slot) for slot in found)
        counts.update(slot.id for slot in found if slot.kind == "treatment")
        signs.update({hit.entry.name for hit in hits.of("modality")})
    titled = {slot.id for index in main_titles(document) for slot in named.get(index, ()) if slot.kind == "treatment"}
    if given[0]:
        titled.add(given[0])
    return Page(
        document,
        {index: tuple(found) for index, found in named.items()},
        {index: tuple(found) for index, found in earlier.items()},
        frozenset(titled),
        _listed(document, named),
        _dominant(counts, frozenset(_headed(document, named)), vocabulary),
        document.is_page or _offers(signs, sold=not counts or any(vocabulary.entry(name).sold for name in counts)),
        *given,
        informs,
        unsettled or {},
    )


def _listed(document: Document, named: Mapping[int, Sequence[Slot]]) -> dict[int, About]:
    found: dict[int, About] = {}
    for index, segment in enumerate(document.segments):
        slot = _first(named.get(index, ()), "condition")
        if slot and segment.context.lead_in is not None:
            found.setdefault(segment.context.lead_in, About(slot.id, "list-item", index))
    return found


def _offers(signs: Counter[str], *, sold: bool) -> bool:
    """Weigh the sentences with signs of an offer against those that inform, in a text that is no page of a site."""
    informs = signs["informs"] + signs["review"]
    return signs["offer"] > informs or (sold and signs["hint"] >= max(_HINTS, informs + 1))


def _headed(document: Document, named: Mapping[int, Sequence[Slot]]) -> Iterator[str]:
    """Yield the treatments that headings and titles name."""
    for index, found in named.items():
        if document.segments[index].surface in (Surface.HEADING, Surface.TITLE):
            yield from (slot.id for slot in found if slot.kind == "treatment")


def _dominant(counts: Counter[str], headed: frozenset[str], vocabulary: Vocabulary) -> str | None:
    """The treatment named most often, what is sold first; ties by id.

    Ordinary care that no heading names ("exercise" in a page on nutrition) is mentioned and no more.
    """
    ranked = sorted(counts.items(), key=lambda item: (not vocabulary.entry(item[0]).sold, -item[1], item[0]))
    return next(
        (name for name, count in ranked if count >= _DOMINANT and (name in headed or vocabulary.entry(name).sold)),
        None,
    )


def resolve(match: Match, hits: Hits, page: Page, vocabulary: Vocabulary) -> Claim:
    """Return the claim that a match makes."""
    frame = match.frame
    strength = match.strength if match.strength is not None else (frame.strength if frame else Strength.S6)
    claim = of(frame, match.first, match.last, strength, hits, page, vocabulary)
    listed = page.listed.get(match.sentence.segment) if match.introduces else None
    in_sentence = claim.condition is not None and claim.condition.where == "sentence"
    return replace(claim, condition=_as_named(listed, page)) if listed and not in_sentence else claim


def of(
    frame: Frame | None, first: int, last: int, strength: Strength, hits: Hits, page: Page, vocabulary: Vocabulary
) -> Claim:
    """Return the claim made by the words `[first, last)` of a sentence, by a frame or an idiom."""
    local = frame.treatment if frame else _nearest(agents(hits), first, last)
    treatment = (
        _here(local, hits) or _treatment(hits, page, vocabulary) or _here(_first(agents(hits), "treatment"), hits)
    )
    treatment = treatment and _particular(treatment, page, vocabulary)
    objects = frame.objects if frame else slots(hits, ("condition", "outcome"))
    condition = _here(_first(objects, "condition"), hits) or _here(
        _nearest(slots(hits, ("condition",)), first, last), hits
    )
    condition = condition or _around("condition", hits, page, vocabulary)
    if condition is None and page.condition:
        condition = About(page.condition, "given", None)
    outcome = _here(_first(objects, "outcome"), hits)
    scoped = bool(frame and {"study", "unknown"} & frame.softened) or bool(modality(hits, "evidence"))
    loud = advertises(hits)
    said = _by_itself(hits, page, loud=loud)
    offered = said if said is not None else _offered(treatment, hits, page, vocabulary)
    advertised = said if said is not None else _advertised(hits, page, vocabulary)
    return Claim(
        strength,
        _as_named(treatment, page),
        _as_named(condition, page),
        _as_named(outcome, page),
        offered and not _of_rival(first, hits),
        scoped,
        advertised,
        _is_information(first, last, hits, page, loud=loud),
        _is_everyday(treatment, condition if strength >= Strength.S7 else None, page, vocabulary, loud=loud),
        _is_bodily(frame, first, last, hits),
    )


def _as_named(about: About | None, page: Page) -> About | None:
    """Add the ambiguity of its name, if that is left open; what the configuration names is meant."""
    if about is None or about.where == "given" or about.id in (page.treatment, page.condition):
        return about
    open_ = page.unsettled.get((about.segment, about.id))
    return replace(about, unsettled=open_) if open_ else about


def readings(claim: Claim, page: Page, vocabulary: Vocabulary) -> list[Claim]:
    """Return what a claim says in each sense of the names that are left open, the first senses first."""
    made = [claim]
    for slot in ("treatment", "condition", "outcome"):
        about: About | None = getattr(claim, slot)
        if about is None or about.unsettled is None:
            continue
        senses = [
            name for name in vocabulary.ambiguities[about.unsettled].entries if vocabulary.entry(name).kind == slot
        ]
        given = [name for name in senses if name in (page.treatment, page.condition)]
        if given:
            made = [replace(one, **{slot: About(given[0], about.where, about.segment)}) for one in made]
        else:
            made = [replace(one, **{slot: replace(about, id=name)}) for one in made for name in senses]
    return made


def _first(found: Iterable[Slot], kind: str) -> Slot | None:
    return next((slot for slot in found if slot.kind == kind), None)


def _nearest(found: Sequence[Slot], first: int, last: int) -> Slot | None:
    """The entry inside the words, else the last before them, else the first after."""
    inside = [slot for slot in found if slot.first >= first and slot.last <= last]
    before = [slot for slot in found if slot.last <= first]
    return next(iter(inside or before[::-1] or found), None)


def _here(slot: Slot | None, hits: Hits) -> About | None:
    return About(slot.id, "sentence", hits.sentence.segment) if slot else None


def _treatment(hits: Hits, page: Page, vocabulary: Vocabulary) -> About | None:
    around = _around("treatment", hits, page, vocabulary)
    if around:
        return around
    if page.treatment:
        return About(page.treatment, "given", None)
    return About(page.dominant, "page", None) if page.dominant else None


def _particular(treatment: About, page: Page, vocabulary: Vocabulary) -> About:
    """A general name ("regenerative therapy") on a page about a particular treatment of that kind means that one."""
    meant = sorted(page.titled) + [name for name in (page.dominant,) if name]
    if treatment.id in meant:
        return treatment
    for name in meant:
        if treatment.id in vocabulary.ancestors(name):
            return About(name, "title" if name in page.titled else "page", None)
    return treatment


def _around(kind: str, hits: Hits, page: Page, vocabulary: Vocabulary) -> About | None:
    """Look outwards from the sentence for an entry of one kind; of earlier sentences only for what is sold."""
    index = hits.sentence.segment
    context = page.document.segments[index].context
    for where, block in (
        *(("table-row", cell) for cell in _cells_before(index, page.document)),
        ("lead-in", context.lead_in),
        ("question", context.question),
        ("label", context.label),
        ("table-header", context.header),
    ):
        found = _named(page, block, kind)
        if found:
            return About(found.id, where, block)
    earlier = page.earlier.get(index, ()) if kind == "treatment" else ()
    before = [
        slot
        for start, slot in earlier
        if slot.kind == kind and start < hits.sentence.start and (page.own(slot.id) or vocabulary.entry(slot.id).sold)
    ]
    if before:
        return About(before[-1].id, "paragraph", index)
    for heading in reversed(context.headings):
        found = _named(page, heading, kind)
        if found:
            return About(found.id, "heading", heading)
    found = _named(page, page.document.title, kind)
    return About(found.id, "title", page.document.title) if found else None


def _cells_before(index: int, document: Document) -> Iterator[int]:
    """Yield the cells between one and the first of its row, nearest first; that one is the label of them all."""
    segments = document.segments
    label = segments[index].context.label
    if label is None or segments[index].surface is not Surface.TABLE_CELL:
        return
    for cell in range(index - 1, max(label, index - _COLUMNS), -1):
        if segments[cell].surface is Surface.TABLE_CELL and segments[cell].context.label == label:
            yield cell


def _named(page: Page, block: int | None, kind: str) -> Slot | None:
    return _first(page.named.get(block, ()), kind) if block is not None else None


def _by_itself(hits: Hits, page: Page, *, loud: bool) -> bool | None:
    """Return whether a sentence offers something by its own words; None where its treatment and its page decide.

    A paper's report of itself offers nothing. loud: the sentence advertises.
    """
    if modality(hits, "review"):
        return False
    if page.informs:
        return bool(modality(hits, "offer"))
    if loud:
        return True
    return False if _informs(hits, page) else None


def _offered(treatment: About | None, hits: Hits, page: Page, vocabulary: Vocabulary) -> bool:
    """True for what the page is about or clinics sell; not for a rival named beside the page's own treatment."""
    if treatment is None:
        return page.offers or bool(modality(hits, "hint"))
    if vocabulary.entry(treatment.id).sold or _related(treatment.id, page.titled, vocabulary):
        return True
    if treatment.where == "sentence" and (page.titled or page.dominant not in (None, treatment.id)):
        return page.offers and not page.titled
    return page.offers


def _advertised(hits: Hits, page: Page, vocabulary: Vocabulary) -> bool:
    own = [*page.titled, *((page.dominant,) if page.dominant else ()), *(slot.id for slot in agents(hits))]
    return page.offers or any(vocabulary.entry(name).sold for name in own) or bool(modality(hits, "hint"))


def advertises(hits: Hits) -> bool:
    """Return whether the sentence by itself offers something or has the form of a slogan."""
    return bool(modality(hits, "offer")) or _is_slogan(hits)


def _informs(hits: Hits, page: Page) -> bool:
    """True for a sentence worded as information, in a text that as a whole offers nothing."""
    return not page.offers and bool(modality(hits, "informs"))


def _is_information(first: int, last: int, hits: Hits, page: Page, *, loud: bool) -> bool:
    """True where even words that advertising lives on offer nothing: research, or a bare weak sign in a leaflet."""
    if modality(hits, "review"):
        return True
    if loud or page.offers:
        return False
    bare = any(hit.first < last and first < hit.last for hit in modality(hits, "hint"))
    return bare or _informs(hits, page)


def _is_bodily(frame: Frame | None, first: int, last: int, hits: Hits) -> bool:
    """True for what is done to a part of the body: "heals your gut", not "hair restoration", which is a name."""
    if frame is not None:
        return any(slot.kind == "body-part" for slot in frame.objects)
    acts = any(first <= hit.first < last for hit in hits.of("verb"))
    return acts and any(slot.first < last and first < slot.last for slot in slots(hits, ("body-part",)))


def _is_everyday(
    treatment: About | None, strange: About | None, page: Page, vocabulary: Vocabulary, *, loud: bool
) -> bool:
    """True where a text that offers nothing tells what everyday medicine does.

    strange: the condition of a claim to cure; what is ordinary care for others only is no everyday medicine for it.
    """
    if treatment is None or treatment.where != "sentence" or page.offers or loud:
        return False
    entry = vocabulary.entry(treatment.id)
    if strange is not None and strange.where == "sentence" and entry.established_for:
        return not entry.sold and vocabulary.established(treatment.id, strange.id, None) is not None
    return not entry.sold


def _is_slogan(hits: Hits) -> bool:
    """True for a fragment, an exclamation or a call to improve what is “yours”: the forms that advertising takes."""
    sentence = hits.sentence
    if sentence.ends_in not in (".", "?", ":", ")", ";", ",") or _calls(hits):
        return True
    count = sum(not word.is_mark for word in sentence.words)
    states = any(hit.first for hit in hits.of("verb")) and slots(hits, ("treatment",))
    if count <= _SLOGAN_WORDS and not states:
        return True
    return lacks_subject(hits) or (count <= _VERBLESS_WORDS and is_verbless(hits))


def _calls(hits: Hits) -> bool:
    """True where the sentence opens with a known verb in its base form and “your” is the next word."""
    words = [word.norm for word in hits.sentence.words[:2]]
    opening = any(hit.first == 0 for hit in hits.of("verb"))
    return opening and not words[0].endswith(("s", "ed", "ing")) and words[-1] == "your"


def _of_rival(first: int, hits: Hits) -> bool:
    """True where the words before the claim end in a rival: "conventional treatments only relieve symptoms"."""
    rivals = [hit for hit in modality(hits, "rival") if hit.last <= first]
    if not rivals or modality(hits, "offer"):
        return False
    between = hits.sentence.words[rivals[-1].last : first]
    own = [slot for slot in slots(hits, ("treatment",)) if rivals[-1].last <= slot.first and slot.last <= first]
    apart = any(word.is_mark or word.norm == "to" for word in between)
    return len(between) <= _RIVAL_REACH and not own and not apart


def _related(treatment: str, others: Iterable[str], vocabulary: Vocabulary) -> bool:
    above = {treatment, *vocabulary.ancestors(treatment)}
    return any(other in above or treatment in vocabulary.ancestors(other) for other in others)
