"""Compiled vocabulary phrases to the names that stand for two things at once, so that nobody has to guess which.

Two entries of one kind that are found by the same words give a claim two meanings, of which the order of their ids
would choose one. Such a name belongs to one of them, or is declared ambiguous.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from claimlint.phrase import Either, Node, Term
from claimlint.record import Record
from claimlint.scan import Entry

_LIMIT = 5_000
"""Word sequences of one phrase that are compared, at most; a phrase with more is compared in part."""

Words = tuple[Term, ...]


class Shared(Record, frozen=True):
    """Two entries of one kind that the same words find; `words` is the shortest way to write them."""

    first: Entry
    second: Entry
    words: str


def shared(entries: Iterable[Entry]) -> Iterator[Shared]:
    """Yield each pair of phrases of two entries that some words match whole, once, in the order of the entries."""
    groups: dict[str, str] = {}
    spelt = [(entry, list(_spelt(entry.phrase.nodes))) for entry in entries]
    for _, found in spelt:
        for term in {term for words in found for term in words}:
            _join(groups, sorted(term.forms))
    seen: dict[tuple[str, ...], list[tuple[Entry, Words]]] = {}
    told: set[tuple[str, int, str, int]] = set()
    for entry, found in spelt:
        for words in found:
            alike = seen.setdefault((entry.kind, *(_root(groups, min(term.forms)) for term in words)), [])
            for other, theirs in alike:
                pair = (other.name, other.part, entry.name, entry.part)
                common = _common(theirs, words)
                if common and other.name != entry.name and pair not in told:
                    told.add(pair)
                    yield Shared(other, entry, common)
            alike.append((entry, words))


def _spelt(nodes: Sequence[Node]) -> Iterator[Words]:
    """Yield the word sequences that a phrase without gaps and slots matches."""
    made: list[Words] = [()]
    for node in nodes:
        if isinstance(node, Term):
            made = [(*words, node) for words in made]
        elif isinstance(node, Either):
            options = [words for option in node.options for words in _spelt(option)]
            made = [(*words, *option) for words in made[: _LIMIT // max(len(options), 1) + 1] for option in options]
        else:
            return
    yield from dict.fromkeys(made)


def _common(first: Words, second: Words) -> str:
    """Return words that both sequences match, empty where one word of them differs."""
    both = [one.forms & other.forms for one, other in zip(first, second, strict=True)]
    return " ".join(min(forms, key=lambda form: (len(form), form)) for forms in both) if all(both) else ""


def _join(groups: dict[str, str], forms: Sequence[str]) -> None:
    """Put the forms of a word into one group; words that share a form share a group."""
    roots = {_root(groups, form) for form in forms}
    first = min(roots)
    groups.update(dict.fromkeys(roots, first))


def _root(groups: dict[str, str], form: str) -> str:
    while groups.setdefault(form, form) != form:
        form = groups[form]
    return form
