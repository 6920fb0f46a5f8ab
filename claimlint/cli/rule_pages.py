"""A rule's file to a page about it in Markdown, to the start of a new one, and to the list of what nobody has seen."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from claimlint import lazy

if TYPE_CHECKING:
    from claimlint.knowledge import Knowledge
    from claimlint.ruleset import Asks, CompiledRule, Example, Rule

JUDGED_BY = {
    "evidence": "the evidence on file for what the claim is about",
    "wording": "the wording itself; no evidence makes it sayable",
    "document": "the page as a whole",
}
NEW = """\
# A rule of this site. Its id is the name of this file and names what is flagged. Try it: claimlint rules test {id}
id: {id}
# evidence: the words claim an effect, and the evidence on file decides. wording: the words themselves are the problem.
judged_by: wording
# info, warning or error; more keys make it differ by jurisdiction (uk) or licence status (unlicensed).
severity: {{default: warning}}
# For whoever wrote the copy: name the words found, and say what to write instead.
message: "“{{match}}” … Say … instead."
# One paragraph: why is it a problem, for whom?
why: >
  …
# What it rests on. seen: true only where somebody has opened the text; the rest is never shown as a fact.
basis:
  - {{source: "…", section: "…", jurisdiction: us, url: "https://…", seen: false}}
match:
  # A word stands for its inflections (cure: cures, cured); =word that form only; ~word also misspelt; (a / b) either;
  # word? may be missing; ... up to five words within the clause. {{treatment}} {{condition}} {{outcome}} {{body-part}}
  # {{harm}} {{number}} {{percent}} {{duration}}: any entry of the vocabulary.
  - phrase: "amazing (result / outcome)"
  # Or claims about an effect, whatever its words:
  # - claim: {{predicate: [cure], modifier: [forever]}}
# Contexts that make a match harmless: negated, hedged, question, conditional, attributed, warned …
# excuse: [negated]
# Draft wording by place: sentence, heading, button, bullet, adjective, noun-phrase, verb-phrase. Empty: leave it out.
# suggest: {{adjective: ""}}
examples:
  # What it flags, with [[ ]] around what is underlined …
  flag:
    - "You will see [[amazing results]]."
    - "What an [[amazing outcome]]!"
  # … and what looks like it but is left alone.
  pass:
    - "The results of your blood test are ready."
"""


def new_rule(rule: str) -> str:
    """Return a commented rule to change; it loads, and its examples hold."""
    return NEW.format(id=rule)


def permits(loaded: Knowledge) -> Iterator[tuple[str, str]]:
    """Yield each state of the evidence in plain words, with the strongest wording that it permits."""
    from claimlint.evidence import State, ceiling_of
    from claimlint.reporters.words import STATES
    from claimlint.yamlload import Text

    ladder = loaded.wording.words.ladder
    for state in State:
        level = ceiling_of(state)
        words = ladder.get(Text(f"S{level}"))
        nothing = "no benefit; that trials found none" if level == 0 else "no benefit; that it is not known"
        yield STATES[state.value], f"up to {words}" if words else nothing


def asks(rule: Rule) -> Iterator[str]:
    """Yield in plain words what asks for a required statement, and how near it has to stand."""
    if rule.requires is None:
        return
    told = dict.fromkeys(_asked_by(one) for one in rule.requires.asked_by)
    yield f"What asks for it: {'; '.join(told)}."
    near = {"block": "in the same block", "section": "in the same section", "page": "anywhere on the page"}
    apart = f", or no more than {rule.requires.within} words away" if rule.requires.within else ""
    yield f"Where it has to stand: {near[rule.requires.near]}{apart}; not hidden, folded away or in the footer."
    if rule.requires.words:
        yield f"Pages of fewer than {rule.requires.words} words are left alone."


def _asked_by(one: Asks) -> str:
    if one.mark:
        return f"{' '.join(one.mark)} after a word, in a sentence that claims something"
    if one.phrase:
        return f"the words “{one.phrase}”"
    what = f"what {' or '.join(one.rule)} finds" if one.rule else "a benefit claim"
    about = f" about {' or '.join(one.treatment)}" if one.treatment else ""
    people = f" for {' or '.join(one.condition)}" if one.condition else ""
    status = f", where the product is {' or '.join(each.value for each in one.status)}" if one.status else ""
    return f"{what}{about}{people}{status}"


def unseen(loaded: Knowledge) -> Iterator[str]:
    """Yield a line for every basis whose text nobody has opened: of rules, of jurisdictions, of ordinary care."""
    for compiled in loaded.lexis.rules.rules.values():
        for basis in compiled.rule.basis:
            if not basis.seen:
                section = f", {basis.section}" if basis.section else ""
                yield f"rule {compiled.rule.id}: {basis.source}{section} ({basis.jurisdiction}){_by(basis.secondary)}"
    for code, jurisdiction in loaded.jurisdictions.items():
        for status, gate in jurisdiction.gate.items():
            for one in gate.basis:
                if not one.seen:
                    yield f"jurisdiction {code}, {status.value}: {one.source}{_by(one.secondary)}"
    for entry in loaded.lexis.vocabulary.kind("treatment"):
        for record in entry.established_for:
            if not record.seen:
                yield f"ordinary care, {entry.id} for {record.condition}: {record.source}"


def _by(secondary: str | None) -> str:
    return f"; reported by {secondary}" if secondary else ""


def page(compiled: CompiledRule, loaded: Knowledge) -> str:
    """Return the page about a rule."""
    return "\n".join(_page(compiled, loaded)) + "\n"


def index(rules: Iterable[CompiledRule]) -> str:
    """Return the page that lists all rules by topic."""
    by_topic: dict[str, list[CompiledRule]] = {}
    for compiled in rules:
        by_topic.setdefault(compiled.topic, []).append(compiled)
    lines = ["# Rules", "", "Made from the rule files by `claimlint rules docs`; change those, not these pages.", ""]
    for topic, members in sorted(by_topic.items()):
        lines += [f"## {topic.capitalize()}", "", "| rule | judged by | what it says |", "|---|---|---|"]
        lines += [
            f"| [{one.rule.id}]({one.rule.id}.md) | {one.rule.judged_by} | {_cell(one.rule)} |" for one in members
        ]
        lines.append("")
    return "\n".join(lines)


def _cell(rule: Rule) -> str:
    return _plain(str(rule.message).replace("{match}", "…")).replace("|", "\\|")


def _page(compiled: CompiledRule, loaded: Knowledge) -> Iterator[str]:
    rule = compiled.rule
    yield f"# {rule.id}"
    yield ""
    yield f"> {_plain(str(rule.message).replace('{match}', '…'))}"
    yield ""
    yield _plain(str(rule.why))
    yield ""
    yield f"- Judged by: {JUDGED_BY[rule.judged_by]}"
    if rule.severity:
        yield f"- Severity: {', '.join(f'{value} ({key})' for key, value in rule.severity.items())}"
    if rule.only_in:
        yield f"- Only in: {', '.join(rule.only_in)}"
    if rule.excuse:
        yield f"- Harmless where it is {', '.join(rule.excuse)}"
    yield from (f"- {line}" for line in asks(rule))
    yield from _basis(rule)
    if rule.judged_by == "evidence":
        yield from ("", "## What the evidence permits", "", "| evidence on file | wording |", "|---|---|")
        yield from (f"| {state} | {words} |" for state, words in permits(loaded))
    yield from _examples("Flagged", rule.examples.flag)
    yield from _examples("Left alone", rule.examples.pass_)
    if rule.suggest:
        yield from ("", "## Draft wording", "")
        yield from (
            f"- {slot}: {f'“{_plain(text)}”' if text.strip() else 'leave it out'}"
            for slot, text in rule.suggest.items()
        )


def _basis(rule: Rule) -> Iterator[str]:
    shown = [basis for basis in rule.basis if basis.shown]
    if shown:
        yield from ("", "## Basis", "")
    for basis in shown:
        name = f"[{basis.shown}]({basis.url})" if basis.url else basis.shown
        dates = f", in force from {basis.effective.isoformat()}" if basis.effective else ""
        note = f". {basis.note}" if basis.note else ""
        yield f"- {name} ({str(basis.jurisdiction).upper()}{dates}){note}"


def clearest_first(examples: Iterable[str | Example]) -> list[str | Example]:
    """Return examples with those first that a reader takes in at a glance: one place marked, and short."""
    return sorted(examples, key=lambda one: (max(example_text(one).count("[["), 1), len(example_text(one))))


def example_text(example: str | Example) -> str:
    """Return an example as its file writes it."""
    return example if isinstance(example, str) else example.text or example.html or example.markdown or ""


def _examples(title: str, examples: Iterable[str | Example]) -> Iterator[str]:
    shown = clearest_first(examples)
    if shown:
        yield from ("", f"## {title}", "")
    for example in shown:
        text = example_text(example)
        if "\n" in text.strip():
            yield from ("```text", text.strip().replace("[[", "").replace("]]", ""), "```", "")
        else:
            yield f"- {_marked(_plain(text))}"


_SPECIAL = lazy.pattern(r"([\\`*_<>#|~\[\]])")


def _marked(text: str) -> str:
    """Return an example with what is flagged in bold, and nothing else read as Markdown."""
    parts = [_SPECIAL.sub(r"\\\1", part) for part in re.split(r"\[\[(.*?)\]\]", text)]
    return "".join(f"**{part}**" if at % 2 else part for at, part in enumerate(parts))


def _plain(text: str) -> str:
    return " ".join(text.split())
