"""Tags and trees → parts of speech, forms and lemmas: what the model says of a word is asked once, not each time.

The attribute ruler holds every token against all of its patterns, which takes as long as the parser. All patterns but
a few look at one token alone, so that what comes of it, and its lemma, follows from its spelling, tag and label. A
sentence in which one of the longer patterns may fit, or that holds blanks, is read by the components themselves.
"""

from __future__ import annotations

import importlib
import itertools
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from spacy.tokens import Doc

_Key = tuple[int, int, int]
"""Spelling, tag and label of a token, as the model's numbers."""


class _Known:
    """What comes of a token; begins, goes_on: the longer patterns whose first, second place it may take, as bits."""

    __slots__ = ("begins", "goes_on", "labels")

    def __init__(self, labels: list[int] | None, begins: int, goes_on: int) -> None:
        self.labels = labels
        self.begins = begins
        self.goes_on = goes_on


class Labels:
    """The attribute ruler and the lemmatizer as one, which remembers what they said."""

    def __init__(self, ruler: Any, lemmatizer: Any) -> None:
        self._ruler = ruler
        self._lemmatizer = lemmatizer
        self._known: dict[_Key, _Known] = {}
        attrs = importlib.import_module("spacy.attrs")
        self._asked = [attrs.ORTH, attrs.TAG, attrs.DEP]
        self._said = [attrs.POS, attrs.MORPH, attrs.LEMMA]
        self._doc: Any = importlib.import_module("spacy.tokens").Doc
        self._matcher: Any = importlib.import_module("spacy.matcher").Matcher
        self._array: Any = importlib.import_module("numpy").array
        longer = [each for pattern in ruler.patterns for each in pattern["patterns"] if len(each) > 1]
        self._begins = self._places([pattern[0] for pattern in longer])
        self._goes_on = self._places([pattern[1] for pattern in longer])

    def read(self, docs: Iterable[Doc]) -> Iterator[Doc]:
        """Yield the documents with parts of speech, forms and lemmas."""
        for doc in docs:
            known = [self._of(doc, orth, tag, dep) for orth, tag, dep in doc.to_array(self._asked).tolist()]
            labels = [each.labels for each in known if each.labels is not None]
            longer = any(one.begins & after.goes_on for one, after in itertools.pairwise(known))
            if longer or not labels or len(labels) < len(known):
                yield self._lemmatizer(self._ruler(doc))
            else:
                yield doc.from_array(self._said, self._array(labels, dtype="uint64"))

    def _of(self, doc: Doc, orth: int, tag: int, dep: int) -> _Known:
        found = self._known.get((orth, tag, dep))
        if found is None:
            found = self._known[orth, tag, dep] = self._ask(doc, orth, tag, dep)
        return found

    def _ask(self, doc: Doc, orth: int, tag: int, dep: int) -> _Known:
        made = self._doc(doc.vocab, words=[doc.vocab.strings[orth]])
        given = self._array([[tag, dep]], dtype="uint64")
        made.from_array(self._asked[1:], given)
        begins, goes_on = self._fitting(self._begins, made), self._fitting(self._goes_on, made)
        self._lemmatizer(self._ruler(made))
        whole = not made[0].is_space and made.to_array(self._asked[1:]).tolist() == given.tolist()
        return _Known(made.to_array(self._said).tolist()[0] if whole else None, begins, goes_on)

    def _places(self, specs: list[Any]) -> Any:
        """Return what finds the longer patterns of which a token may take one place, by their numbers."""
        matcher = self._matcher(self._ruler.vocab, validate=False)
        for number, spec in enumerate(specs):
            matcher.add(str(number), [[spec]])
        return matcher

    def _fitting(self, matcher: Any, made: Doc) -> int:
        names = (made.vocab.strings[name] for name, _, _ in matcher(made, allow_missing=True))
        return sum(1 << int(name) for name in {*names})
