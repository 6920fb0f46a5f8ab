"""The strict loader: every fault has file, line and column and says what was expected."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Literal

import pytest

from claimlint.errors import KnowledgeError
from claimlint.record import Record, field
from claimlint.yamlload import Place, Text, load, loads


class Inner(Record, frozen=True):
    name: Text
    level: Literal["low", "high"] = "low"


class Outer(Record, frozen=True):
    id: Text
    count: int = 0
    seen: bool = False
    on: datetime.date | None = None
    words: tuple[Text | Inner, ...] = ()
    by_name: dict[str, Inner] = field(default_factory=dict)
    pass_: tuple[Text, ...] = ()
    at: Place = field(default_factory=Place)


def test_values_are_typed_and_know_their_place() -> None:
    made = loads(
        Outer,
        "id: no\ncount: 3\nseen: true\non: 2026-11-24\nwords:\n  - yes\n  - {name: x, level: high}\npass: ['a']\n",
        "f.yaml",
    )
    assert made.id == "no"
    assert (made.count, made.seen, made.on) == (3, True, datetime.date(2026, 11, 24))
    assert made.words == ("yes", Inner(Text("x"), "high"))
    assert (made.id.line, made.id.column) == (1, 5)
    assert made.pass_[0].column == 9
    assert (made.at.line, made.at.column) == (1, 1)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("id: a\ncuont: 3", "f.yaml:2:1: unknown key “cuont”; did you mean “count”?"),
        ("id: a\nid: b", "f.yaml:2:1: the key “id” stands twice; the first is on line 1"),
        ("count: 3", "f.yaml:1:1: is missing “id”"),
        ("id: a\ncount: many", "f.yaml:2:8: expected a whole number, found “many”"),
        ("id: a\nwords: x", "f.yaml:2:8: expected a list of text or a mapping with name, found “x”"),
        ("id: a\nwords:\n- {name: x, level: hihg}", "expected one of low, high, found “hihg”; did you mean “high”?"),
        ("id: a\non: tomorrow", "f.yaml:2:5: expected a date such as 2026-11-24, found “tomorrow”"),
        ("id: [a]", "f.yaml:1:5: expected text, found a list"),
        ("id: &x a\nwords: [*x]", "anchors and aliases are not allowed"),
        ("id: 'a", "is not valid YAML"),
        ("", "f.yaml:1:1: is empty; expected a mapping with id"),
        ("- a", "f.yaml:1:1: expected a mapping with id, found a list"),
        ("id: a\n? [x]\n: y", "expected a name before the colon, found a list"),
        ("id: !!python/object:os.system a", "f.yaml:1:5"),
        ("id: a\nwords: " + "[" * 60 + "]" * 60, "nested deeper than"),
    ],
)
def test_faults_say_where_and_what_was_expected(text: str, problem: str) -> None:
    with pytest.raises(KnowledgeError) as caught:
        loads(Outer, text, "f.yaml")
    assert problem in str(caught.value)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("id: a\n count: 3", "f.yaml:2:7: begins in column 2, though the line above has its value already"),
        (
            "words:\n  - name: x\n   level: low",
            "f.yaml:3:4: begins in column 4; the lines above it begin in column 1 or 3",
        ),
        ("id: a\n- b", "f.yaml:2:1: is out of place here: items of a list begin with “- ”"),
        ("\tid: a", "f.yaml:1:1: is indented with a tab; use spaces"),
        ("id: [*.html]", "f.yaml:1:7: has a text that begins with “*”; put it in quotation marks"),
        ("words:\n  - *html", "f.yaml:2:5: has a text that begins with “*”; put it in quotation marks"),
        ("words: [!a/b]", "has a text that begins with “!”; put it in quotation marks"),
        (
            "words:\n  - !a",
            "f.yaml:2:5: the tag “!a” is not allowed here; a text that begins with “!” goes in quotation",
        ),
        ("id: @jo", "f.yaml:1:5: has a text that begins with “@”; put it in quotation marks"),
        ("id: he said: yes", "has a colon and a space inside a text; put the text in quotation marks"),
        ('id: "a" b', "f.yaml:1:9: has text after a closed quotation mark"),
        ('id: "a\ncount: 3', "the quotation mark that opens on line 1 may not be closed"),
        ("words: [a, b\nid: c", "f.yaml:2:3: has a “[” that is not closed; it opens on line 1"),
        ('words: ["a" "b"]', "has no comma between two items after “[”"),
        ('id: "C:\\d"', "use single ones (') instead"),
        ("id:a", "f.yaml:1:1: expected a mapping with id, found “id:a”; a space goes after the colon"),
        ("id: a\nby-name: {x: {name: y, level: HIGH}}", "found “HIGH”; did you mean “high”?"),
        ("id: a\nby-name: {x: {name: y, level: “high”}}", "found ““high””; did you mean “high”?"),
        ("id: a\non: “2026-11-24”", "curly quotation marks are part of the text here, so write straight ones or none"),
        ("id: a\npass:\n  one: b", "expected a list of text, found a mapping; begin each item with “- ”"),
    ],
)
def test_slips_of_people_who_do_not_program_are_explained(text: str, problem: str) -> None:
    with pytest.raises(KnowledgeError) as caught:
        loads(Outer, text, "f.yaml")
    assert problem in str(caught.value)
    assert len(str(caught.value).splitlines()) == 1


def test_every_fault_is_reported_not_only_the_first() -> None:
    with pytest.raises(KnowledgeError) as caught:
        loads(dict[str, Inner], "a: {nam: x}\nb: {name: [1]}\nb: {name: y, level: mid}", "f.yaml")
    assert [problem.line for problem in caught.value.problems] == [1, 1, 2, 3]


def test_a_file_that_is_absent_or_not_utf8_is_one_clear_line(tmp_path: Path) -> None:
    with pytest.raises(KnowledgeError, match="cannot be read: No such file"):
        load(Outer, tmp_path / "none.yaml", "none.yaml")
    (tmp_path / "bad.yaml").write_bytes(b"id: \xff")
    with pytest.raises(KnowledgeError, match=r"^bad\.yaml:1:1: is not UTF-8"):
        load(Outer, tmp_path / "bad.yaml", "bad.yaml")
