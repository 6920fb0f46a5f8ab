"""What people get wrong who edit a rule by hand: one clear line each, in its place, and every other rule still runs."""

from __future__ import annotations

from pathlib import Path

import pytest
from lexicon import AS_OF, lexis

from claimlint import engine
from claimlint.config import InputFile, Settings, known_jurisdictions
from claimlint.ruleset import Names, load_rules
from claimlint.vocabulary import KINDS

NAMES = Names(lexis().predicates, lexis().vocabulary, known_jurisdictions(Settings(as_of=AS_OF)))
RULE = """\
id: {id}
judged_by: wording
severity: {{default: warning}}
message: "“{{match}}” is no good. Leave it out."
why: Because.
basis:
  - {{source: "CAP Code", section: "3.7", jurisdiction: uk, seen: true}}
match:
  - phrase: "amazing (result / outcome)"
excuse: [negated]
examples:
  flag: ["You get [[amazing results]]."]
  pass: ["No amazing results here."]
"""
MATCH = 'match:\n  - phrase: "amazing (result / outcome)"\n'
PHRASE = '"amazing (result / outcome)"'
DOCUMENT = "requires:\n  asked-by:\n    - {asks}\n  statement: [risk]\n"

MISTAKES = [
    ("unknown key", "message:", "mesage:", "4:1: unknown key “mesage”; did you mean “message”?"),
    ("unknown key inside", "section:", "sektion:", "7:26: unknown key “sektion”; did you mean “section”?"),
    ("key left out", "why: Because.\n", "", "1:1: is missing “why”"),
    ("key twice", "why: Because.", "why: A.\nwhy: B.", "6:1: the key “why” stands twice; the first is on line 5"),
    ("another name than the file", "id: broken", "id: other", "1:5: the rule is named “other” but its file broke"),
    ("choice", "judged_by: wording", "judged_by: words", "2:12: expected one of evidence, wording, document"),
    ("severity", "{default: warning}", "{default: warn}", "3:21: expected one of error, warning, info"),
    ("severity for nobody", "warning}", "warning, unlicenced: error}", "3:30: there is no licence status or juris"),
    ("severity alone", "{default: warning}", "error", "3:11: expected a mapping of names to one of error"),
    ("excuse", "[negated]", "[negate]", "10:10: expected one of negated, genuine-question"),
    ("no list", "[negated]", "negated", "found “negated”; write [negated]"),
    ("number for a list", "[negated]", "3", "10:9: expected a list of any of negated"),
    ("tab", "  - phrase", "\t- phrase", "9:1: is indented with a tab; use spaces"),
    ("colon", "why: Because.", "why: Because: so.", "5:13: has a colon and a space inside a text; put the text in"),
    ("open quote", 'Leave it out."', "Leave it out.", "the quotation mark that opens on line 4 may not be closed"),
    ("percent", "why: Because.", "why: %", "5:6: has a text that begins with"),
    ("date", "seen: true", "seen: true, effective: 2026-13-01", "7:83: expected a date such as 2026-11-24"),
    ("truth", "seen: true", "seen: maybe", "7:66: expected true or false, found “maybe”"),
    ("jurisdiction", "jurisdiction: uk", "jurisdiction: ukk", "7:56: there is no jurisdiction “ukk”; did you mea"),
    ("only in", "excuse:", "only_in: [us-flo]\nexcuse:", "10:11: there is no jurisdiction “us-flo”; did you mean"),
    ("draft", "excuse:", "suggest: {sentense: x}\nexcuse:", "10:11: there is no place for draft wording “sentense”"),
    ("surface", PHRASE, '"amazing"\n    surface: [hedding]', "10:15: expected one of body, heading"),
    ("status", PHRASE, '"amazing"\n    true-where: [device-cleard]', "did you mean “device-cleared”?"),
    ("anchor", "[negated]", "&all [negated]\nunless: *all", "anchors and aliases are not allowed here"),
    ("tag", "why: Because.", "why: !!python/name:os.system x", "5:6: the tag"),
    ("parenthesis open", "(result / outcome)", "(result / outcome", "9:22: phrase “amazing (result / outcome” ha"),
    ("parenthesis closed", "(result / outcome)", "result) outcome", "9:28: phrase “amazing result) outcome” has"),
    ("stray slash", "(result / outcome)", "result / outcome", "9:29: phrase “amazing result / outcome” has a str"),
    ("slot", "(result / outcome)", "{tratment}", "{treatment}; did you mean “treatment”?"),
    ("brace", "(result / outcome)", "{treatment", "9:22: phrase “amazing {treatment” has “{” without “}”"),
    ("depth", "(result / outcome)", "(" * 90 + "a" + ")" * 90, "nests parentheses more than 8 deep"),
    ("anything", PHRASE, '"..."', "could match anything"),
    ("optional", PHRASE, '"amazing?"', "could match anything"),
    ("nothing", PHRASE, '""', "9:14: phrase “” is empty"),
    ("gaps", PHRASE, f'"{"a ... " * 13}"', "has more than 12 “...”"),
    ("regular expression", "(result / outcome)", "result.*", "9:28: phrase “amazing result.*” has “.*”, which means"),
    ("character class", "(result / outcome)", "result[s]", "has “[s]”, which means nothing here"),
    ("either without blanks", "(result / outcome)", "result|outcome", "which means nothing here"),
    ("no match", MATCH, "", "1:1: has no “match”; expected at least one phrase or claim"),
    ("claim", MATCH, "match:\n  - claim: {predicate: [cuer]}\n", "9:25: there is no predicate “cuer”; did you me"),
    ("group", MATCH, "match:\n  - claim: {group: [curee]}\n", "there is no group of predicates “curee”"),
    ("softened", MATCH, "match:\n  - claim: {softened: [studied]}\n", "no kind of softening “studied”; did you m"),
    ("both", MATCH, "match:\n  - {phrase: a, claim: {predicate: [cure]}}\n", "9:5: expected either “phrase” or “"),
]  # fmt: skip
ASKING = [
    ("{strength: S5, treatment: [stem-cell]}", "there is no treatment in the vocabulary “stem-cell”; did you mea"),
    ("{strength: S5, condition: [knee-pian]}", "there is no condition in the vocabulary “knee-pian”; did you mea"),
    ("{strength: S5, status: [unlicenced]}", "did you mean “unlicensed”?"),
    ("{rule: [sounds]}", "there is no rule “sounds”; did you mean “sound”?"),
    ("{treatment: [prp]}", "expected one of “strength”, “rule”, “phrase” and “mark”"),
    ("{phrase: a, status: [unlicensed]}", "narrow claims and rules"),
    ("{group: [cure], rule: [permanence]}", "“group” narrows claims; expected “strength” beside it"),
    ("{mark: ['*'], treatment: [prp]}", "narrow claims and rules"),
    ("{phrase: '(a'}", "has “(” without “)”"),
]  # fmt: skip


def problems(folder: Path, text: str | bytes) -> list[str]:
    """Put a broken rule beside a sound one; return what is wrong with it, after seeing that the sound one works."""
    own = folder / "claimlint-rules"
    own.mkdir()
    (own / "sound.yaml").write_text(RULE.format(id="sound"), "utf-8")
    (own / "broken.yaml").write_bytes(text if isinstance(text, bytes) else text.encode())
    rules, _, found = load_rules([own], NAMES, frozenset(KINDS))
    assert set(rules.rules) == {"sound"}
    return [str(problem) for problem in found]


@pytest.mark.parametrize(("old", "new", "said"), [pytest.param(*case[1:], id=case[0]) for case in MISTAKES])
def test_a_mistake_is_one_clear_line_and_hides_no_other_rule(old: str, new: str, said: str, tmp_path: Path) -> None:
    text = RULE.format(id="broken")
    assert old in text
    found = problems(tmp_path, text.replace(old, new))
    assert len(found) in (1, 2)
    assert any(line.startswith("claimlint-rules/broken.yaml:") and said in line for line in found), found
    assert all("\n" not in line and len(line) < 400 for line in found)


@pytest.mark.parametrize(("asks", "said"), ASKING)
def test_what_asks_for_a_statement_names_things_that_there_are(asks: str, said: str, tmp_path: Path) -> None:
    text = RULE.format(id="broken").replace("wording", "document").replace(MATCH, DOCUMENT.replace("{asks}", asks))
    found = problems(tmp_path, text)
    assert any(line.startswith("claimlint-rules/broken.yaml:10:") and said in line for line in found), found


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "1:1: is empty; expected a mapping with id"),
        (b"- a\n", "1:1: expected a mapping with id"),
        (RULE.format(id="broken").encode("utf-16"), "1:1: is not UTF-8; save it as UTF-8"),
        (b"id: a\x00b\n", "1:1: is not valid YAML: unacceptable character #x0000"),
        (b"a: " + b"[" * 500 + b"]" * 500, "is nested deeper than 30 levels"),
        (b"why: " + b"x" * 10_000_000, "1:1: is 10.0 MB; expected no more than 2 MB"),
    ],
)
def test_a_file_that_is_no_rule_at_all_is_one_clear_line(content: bytes, said: str, tmp_path: Path) -> None:
    (found,) = problems(tmp_path, content)
    assert said in found


def test_two_rules_of_one_name_are_told_apart_by_their_folders(tmp_path: Path) -> None:
    own = tmp_path / "claimlint-rules"
    for folder in ("a", "b"):
        (own / folder).mkdir(parents=True)
        (own / folder / "twice.yaml").write_text(RULE.format(id="twice"), "utf-8")
    (problem,) = load_rules([own], NAMES, frozenset(KINDS))[2]
    assert str(problem).startswith(
        "claimlint-rules/b/twice.yaml:1:5: there is a rule “twice” already, in claimlint-rules/a"
    )


def test_a_run_with_a_broken_rule_says_so_and_judges_by_the_others(tmp_path: Path) -> None:
    own = tmp_path / "claimlint-rules"
    own.mkdir()
    (own / "broken.yaml").write_text(RULE.format(id="broken").replace("why", "wy"), "utf-8")
    report = engine.check(
        [InputFile("a.html", b"<h1>A</h1><p>We cure asthma.</p>")], Settings(as_of=AS_OF, site_rules=own)
    )
    assert [finding.rule for finding in report.findings] == ["disease-cure"]
    assert any("unknown key “wy”" in problem for problem in report.problems)
