"""Words that an edit may not take away, or swap for others, whoever drafted it: `rules/fixes.yaml` and the cues."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from claimlint import lazy
from claimlint.fixes.target import QUOTATION, Refused, Target
from claimlint.record import Record
from claimlint.segment import Segment
from claimlint.yamlload import Text, load

FILE = "fixes.yaml"
_NAME = lazy.pattern(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_WORD = lazy.pattern(r"\w+")
_ENDINGS = ("", "s", "d", "ed", "ing")


class Swap(Record, frozen=True):
    """A status in law that must not turn into another one."""

    from_: tuple[Text, ...]
    to: tuple[Text, ...]


class Kept(Record, frozen=True):
    """The file as it stands: the statuses that no draft swaps, and words in the names of fields that quote."""

    never_swapped: tuple[Swap, ...] = ()
    quoting_fields: tuple[Text, ...] = ()


class Guard(Record, frozen=True):
    """hedges: words that limit a claim. swaps: pairs of words, those that go and those that come in their place.

    quoting: words in the name of a field (`hero_quote`, `reviewText`) by which what it holds is somebody's own.
    """

    hedges: frozenset[str] = frozenset()
    swaps: tuple[tuple[frozenset[str], frozenset[str]], ...] = ()

    quoting: frozenset[str] = frozenset()

    def check(self, segment: Segment, target: Target, *, unseen: bool) -> None:
        """Raise Refused where the target takes away what it may not; `unseen` edits are read by nobody."""
        text, names = segment.text, _NAME.findall(segment.context.key or "")
        if not self.quoting.isdisjoint(name.casefold() for name in names):
            raise Refused(QUOTATION)
        first, last = target.whole
        old = _words(text[first:last])
        new = _words(text[first : target.start] + target.words + text[target.end : last])
        gone, come = old - new, new - old
        for here, there in self.swaps:
            if gone & here and come & there:
                raise Refused(f"it would turn “{min(gone & here)}” into “{min(come & there)}”, another status in law")
        limits = gone & self.hedges
        if limits and (unseen or (not target.words and _goes_on(text, target))):
            raise Refused(f"it would take away “{min(limits)}”, which limits the claim")


def load_guard(folder: Path, hedges: Iterable[str]) -> Guard:
    """Read the guard of a folder of rules. Raises KnowledgeError."""
    path = folder / FILE
    kept = load(Kept, path, FILE) if path.is_file() else Kept()
    swaps = tuple((frozenset(map(str, swap.from_)), frozenset(map(str, swap.to))) for swap in kept.never_swapped)
    quoting = frozenset(f"{word}{ending}" for word in kept.quoting_fields for ending in _ENDINGS)
    return Guard(frozenset(f"{word}{ending}" for word in hedges for ending in _ENDINGS), swaps, quoting)


def _words(text: str) -> frozenset[str]:
    return frozenset(word.casefold() for word in _WORD.findall(text))


def _goes_on(text: str, target: Target) -> bool:
    """Tell whether something of the sentence is left beside what goes."""
    before, after = text[: target.start].rstrip(), text[target.end :].lstrip()
    return bool(before and before[-1] not in ".!?:\n") or bool(after and not after[0].isupper())
