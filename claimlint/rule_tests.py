"""A rule's own examples, run: does it flag exactly what is marked and pass the rest; what do they leave untried?

`[[…]]` in a `flag` example marks what must be found, to the character. A text that begins with “- ” is a list item, one
that begins with “# ” a heading; `html:` and `markdown:` examples are read by their readers.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from claimlint import lazy
from claimlint.analysis import Analysis, analyse
from claimlint.claim import Claim, page, resolve
from claimlint.evidence import Registry
from claimlint.lexis import Lexis
from claimlint.licence import Status
from claimlint.match import Match
from claimlint.page_rules import Asked, Asserted, PageMatch, judge_page
from claimlint.phrase import Matcher, Phrase, alternatives
from claimlint.record import Record
from claimlint.ruleset import Example, Rule
from claimlint.scan import Hits
from claimlint.segment import Context, Document, SegmentBuilder, Surface
from claimlint.source import SourceFile, Span
from claimlint.yamlload import Text

_MARK = lazy.pattern(r"\[\[|\]\]")


class Failure(Record, frozen=True):
    """An example that does not do what it stands for. line: of the example in the rule's file."""

    rule: str
    path: str
    line: int
    example: str
    message: str


class _Case(Record, frozen=True):
    kind: str
    source: Text
    document: Document
    marked: tuple[Span, ...]


def run(
    rules: Sequence[Rule], lexis: Lexis, registry: Registry | None = None, *, coverage: bool = False
) -> list[Failure]:
    """Run the examples of these rules; with `coverage` also name what no example exercises.

    registry: knows the licence statuses that some rules about pages ask for.
    """
    cases = [(rule, case) for rule in rules for case in _cases(rule)]
    analyses = analyse([case.document for _, case in cases], lexis)
    failures: list[Failure] = []
    by_rule: dict[str, list[tuple[_Case, Analysis]]] = {}
    for (rule, case), analysis in zip(cases, analyses, strict=True):
        by_rule.setdefault(rule.id, []).append((case, analysis))
        message = _verdict(rule, case, analysis, lexis, registry)
        if message:
            failures.append(_failure(rule, case.source, message))
    if coverage:
        for rule in rules:
            failures += _untried(rule, by_rule.get(rule.id, []), lexis)
    return failures


def _failure(rule: Rule, source: Text, message: str) -> Failure:
    return Failure(rule.id, source.path, source.line, str(source).strip(), message)


def _cases(rule: Rule) -> Iterator[_Case]:
    for kind, examples in (("flag", rule.examples.flag), ("pass", rule.examples.pass_)):
        for example in examples:
            yield _case(kind, example)
    for example in rule.examples.known_miss:
        yield _case("known-miss", example)


def _case(kind: str, example: Text | Example) -> _Case:
    if isinstance(example, Text):
        source, reader = example, "text"
    else:
        found = [(getattr(example, name), name) for name in ("text", "html", "markdown") if getattr(example, name)]
        source, reader = found[0] if found else (Text.at("", "", 1, 1), "text")
    clean, marked = _unmark(source)
    return _Case(kind, source, _document(clean, reader), marked)


def _unmark(text: str) -> tuple[str, tuple[Span, ...]]:
    """Take the marks out; returns the text and the spans between them."""
    clean: list[str] = []
    spans: list[Span] = []
    length = begin = at = 0
    for mark in _MARK.finditer(text):
        clean.append(text[at : mark.start()])
        length += mark.start() - at
        at = mark.end()
        if mark.group() == "[[":
            begin = length
        else:
            spans.append(Span(begin, length))
    clean.append(text[at:])
    return "".join(clean), tuple(spans)


def _document(text: str, reader: str) -> Document:
    if reader == "html":
        from claimlint.readers import html

        return html.read(SourceFile("example.html", text))
    if reader == "markdown":
        from claimlint.readers import markdown

        return markdown.read(SourceFile("example.md", text))
    surface, start = Surface.BODY, 0
    if text.startswith("- "):
        surface, start = Surface.LIST_ITEM, 2
    elif text.startswith("# "):
        surface, start = Surface.HEADING, 2
    builder = SegmentBuilder()
    builder.literal(start, text[start:])
    segment = builder.finish(surface, Context())
    source = SourceFile("example.txt", text)
    return Document(source, (segment,) if segment else (), insert_at=len(text))


def _live(rule: Rule, analysis: Analysis) -> list[Match]:
    return [match for match, _ in analysis.matches if match.rule == rule.id and match.excuse is None]


def _hull(match: Match, document: Document) -> Span:
    return document.segments[match.sentence.segment].hull(match.start, match.end)


def _verdict(rule: Rule, case: _Case, analysis: Analysis, lexis: Lexis, registry: Registry | None) -> str | None:
    """Return what is wrong with the example's outcome, or None."""
    if rule.judged_by == "document":
        return _page_verdict(rule, case, analysis, lexis, registry)
    found = sorted({_hull(match, case.document) for match in _live(rule, analysis)})
    return _compared(case, found, _why(rule, analysis))


def _compared(case: _Case, found: Sequence[Span], why: str = "") -> str | None:
    text = case.document.source.text
    if case.kind == "flag":
        if not case.marked:
            return "has no [[…]]; mark what the rule must find"
        if list(case.marked) != found:
            return f"expected {_quoted(text, case.marked)}, found {_quoted(text, found)}{why}"
        return None
    if case.kind == "pass":
        return f"expected nothing, found {_quoted(text, found)}" if found else None
    if not case.marked:
        return "has no [[…]]; mark what the rule ought to find"
    return "is found now; move it to “flag”" if list(case.marked) == found else None


def _why(rule: Rule, analysis: Analysis) -> str:
    excuses = [match.excuse for match, _ in analysis.matches if match.rule == rule.id and match.excuse]
    return "".join(f"; a match is excused as {excuse.because} by “{excuse.cue}”" for excuse in excuses)


def _quoted(text: str, spans: Sequence[Span]) -> str:
    return ", ".join(f"“{text[span.start : span.end]}”" for span in spans) or "nothing"


def _page_verdict(rule: Rule, case: _Case, analysis: Analysis, lexis: Lexis, registry: Registry | None) -> str | None:
    facts = page(analysis.document, analysis.hits, lexis.vocabulary, (None, None))
    asserted, asking = [], []
    for match, hits in analysis.matches:
        if match.excuse is None and lexis.rules[match.rule].judged_by == "document":
            asking.append(match)
        elif match.excuse is None:
            claim = resolve(match, hits, facts, lexis.vocabulary)
            benefit = lexis.rules[match.rule].judged_by == "evidence"
            asserted.append(Asserted(match, claim, benefit, _status(rule, claim, lexis, registry)))
    found = [
        one
        for one in judge_page(analysis.document, analysis.hits, asserted, asking, lexis.rules, lexis.vocabulary)
        if one.rule == rule.id
    ]
    if case.kind == "pass":
        return f"expected nothing, found the page reported{_places(found, analysis.document)}" if found else None
    if case.kind == "known-miss":
        return "is found now; move it to “flag”" if found else None
    if not found:
        return "expected the page to be reported, found nothing"
    asked = sorted({_asked(one, analysis.document) for match in found for one in (match.at, *match.others)})
    if case.marked and list(case.marked) != asked:
        text = case.document.source.text
        return f"expected {_quoted(text, case.marked)} to ask for it, found {_quoted(text, asked)}"
    return None


def _asked(one: Asked, document: Document) -> Span:
    return document.segments[one.sentence.segment].hull(one.start, one.end)


def _places(found: Sequence[PageMatch], document: Document) -> str:
    text = document.source.text
    return "".join(f" for {_quoted(text, [_asked(match.at, document)])}" for match in found)


def _status(rule: Rule, claim: Claim, lexis: Lexis, registry: Registry | None) -> frozenset[Status]:
    """What the claim's treatment is where the documents hold that the rule rests on."""
    if registry is None or claim.treatment is None:
        return frozenset()
    condition = claim.condition.id if claim.condition else None
    codes = {str(basis.jurisdiction) for basis in rule.basis}
    return frozenset(registry.status(claim.treatment.id, condition, code, lexis.vocabulary) for code in codes)


def _untried(rule: Rule, cases: Sequence[tuple[_Case, Analysis]], lexis: Lexis) -> Iterator[Failure]:
    """Name the alternatives that no `flag` example takes and the excuses that no `pass` example needs."""
    flags = [analysis for case, analysis in cases if case.kind == "flag"]
    passes = [analysis for case, analysis in cases if case.kind == "pass"]
    excused = {
        match.excuse.because
        for analysis in passes
        for match, _ in analysis.matches
        if match.rule == rule.id and match.excuse
    }
    for kind in rule.excuse:
        if kind.value not in excused:
            yield _failure(rule, rule.id, f"no pass example is excused as {kind.value}")
    for entry in lexis.lexicon.entries:
        if entry.name != rule.id or entry.kind not in ("rule", "statement", "unless", "unless-near"):
            continue
        where = {"rule": flags, "statement": passes if _is_missing(rule) else flags}.get(entry.kind, passes)
        for shown, narrowed in alternatives(entry.phrase):
            if not any(_matches(narrowed, hits) for analysis in where for hits in analysis.hits):
                which = "flag" if where is flags else "pass"
                yield _failure(rule, rule.id, f"no {which} example takes “{shown}” of “{entry.phrase.source}”")
    yield from _untried_claims(rule, flags, lexis)


def _is_missing(rule: Rule) -> bool:
    return rule.requires is not None


def _matches(phrase: Phrase, hits: Hits) -> bool:
    slots: dict[str, dict[int, list[int]]] = {}
    for hit in hits.vocabulary:
        slots.setdefault(hit.entry.kind, {}).setdefault(hit.first, []).append(hit.last)
    matcher = Matcher(hits.sentence.norms, slots, hits.typos)
    return next(matcher.find(phrase), None) is not None


def _untried_claims(rule: Rule, flags: Sequence[Analysis], lexis: Lexis) -> Iterator[Failure]:
    """Every predicate, group and form that a claim selector names must be used by some example."""
    used = [match.frame for analysis in flags for match in _live(rule, analysis) if match.frame]
    for part, selector in enumerate(rule.match):
        if selector.claim is None:
            continue
        for what, names, got in (
            ("predicate", selector.claim.predicate, {frame.predicate for frame in used}),
            ("group", selector.claim.group, {frame.group for frame in used}),
            ("form", selector.claim.form, {frame.form for frame in used}),
        ):
            for name in names:
                if name not in got:
                    yield _failure(rule, rule.id, f"no flag example uses the {what} {name}")
        for phrase in lexis.rules.rules[rule.id].modifiers[part]:
            for shown, narrowed in alternatives(phrase):
                if not any(_matches(narrowed, hits) for analysis in flags for hits in analysis.hits):
                    yield _failure(rule, rule.id, f"no flag example takes the modifier “{shown}”")
