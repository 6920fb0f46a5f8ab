"""Is a sentence a question that somebody asks, or an offer in the form of one?"""

from __future__ import annotations

from claimlint import lazy
from claimlint.language.cues import Cues, find_phrases, word_set
from claimlint.language.parse import Tree
from claimlint.language.probe import Probe

_STARTS_ANEW = frozenset((",", ":", "-", "–", "—", ";", "and", "but", "so", "or", "then", "“", '"', "(", "."))
_NUMBER = lazy.pattern(r"[#\d.)]+|no|number")
_LABEL_ENDS = frozenset((":", "-", "–", "—"))


def genuine_question(tree: Tree, probe: Probe, cues: Cues) -> int | None:
    """Return the token that shows a genuine question, or None.

    A question is no question where its opening makes it an offer (“Want to …?”, “Isn't it time …?”), or where it only
    follows a statement (“It works, doesn't it?”). A heading may go without the question mark or without a verb.
    """
    marked = tree.text.rstrip().rstrip("\"”’')]*_ ").endswith("?")
    tokens = tree.tokens
    if not tokens or not (marked or probe.heading):
        return None
    words = [(token.word, token.lemma) for token in tokens]
    opening = _opening(tree, cues)
    if opening is None:
        last = next((t.index for t in reversed(tokens) if t.word == "?"), None)
        return last if probe.heading and marked and not _is_rhetorical(words, 0, cues) else None
    if _is_rhetorical(words, opening, cues) or _is_tag_or_negative(tree, opening):
        return None
    return opening if marked or _is_inverted(tree, opening) else None


def is_offer(tree: Tree, cues: Cues) -> bool:
    """Return whether the sentence is an offer in the form of a question: “Wondering whether it works?”."""
    asked = tree.text.rstrip().endswith("?")
    return asked and _is_rhetorical([(token.word, token.lemma) for token in tree.tokens], 0, cues)


def is_label(tree: Tree, cues: Cues) -> bool:
    """Return whether the sentence opens with a label such as “Myth:” or “Myth 2 –”."""
    tokens = tree.tokens
    if len(tokens) < 3 or tokens[0].word.rstrip(":") not in word_set(cues.myth_labels):
        return False
    rest = 1
    while rest < len(tokens) - 1 and _NUMBER.fullmatch(tokens[rest].word):
        rest += 1
    return tokens[rest].word in _LABEL_ENDS or tokens[0].word.endswith(":")


def _opening(tree: Tree, cues: Cues) -> int | None:
    known = word_set(cues.question_words)
    starts = [token.index for token in tree.tokens if token.word in known and _opens(tree, token.index)]
    return starts[0] if starts else None


def _opens(tree: Tree, index: int) -> bool:
    return index == 0 or tree.tokens[index - 1].word in _STARTS_ANEW or tree.tokens[index - 1].start < 0


def _is_rhetorical(words: list[tuple[str, str]], opening: int, cues: Cues) -> bool:
    return any(first in (0, opening) for first, _ in find_phrases(cues.rhetorical_openings, words))


def _is_tag_or_negative(tree: Tree, opening: int) -> bool:
    tokens = tree.tokens
    negative = opening + 1 < len(tokens) and tokens[opening + 1].lemma == "not"
    rest = [token for token in tokens[opening:] if token.word != "?"]
    return negative or (opening > 1 and len(rest) <= 3 and rest[-1].pos == "PRON" and tokens[opening - 1].word == ",")


def _is_inverted(tree: Tree, opening: int) -> bool:
    """In a heading without a question mark only “Is it safe” is a question; “What we treat” is a title."""
    token = tree.tokens[opening]
    if token.tag in ("WP", "WRB", "WDT", "WP$") or token.pos in ("PRON", "DET"):
        following = tree.tokens[opening + 1 : opening + 4]
        return any(t.pos == "AUX" for t in following[:2]) and len(following) > 2
    return (
        token.pos in ("AUX", "VERB")
        and opening + 1 < len(tree.tokens)
        and tree.tokens[opening + 1].pos not in ("VERB", "AUX")
    )
