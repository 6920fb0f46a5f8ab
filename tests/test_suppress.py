"""Waivers and reasons in the copy: what they hide, how far they reach, and what is said of those that hide nothing."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from claimlint import engine
from claimlint.config import InputFile, Settings
from claimlint.knowledge import Knowledge, load
from claimlint.record import replace
from claimlint.report import Report
from claimlint.waiver import Waiver

DAY = datetime.date(2026, 6, 1)
LATER = datetime.date(2026, 12, 31)
WARNED = "Get permanent results."
GRAVE = "Results are guaranteed."


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return load(Settings(as_of=DAY))


def waiver(number: str = "W-0012", **other: Any) -> Waiver:
    made = Waiver(number, "**", "permanence", "Signed off.", LATER, owner="Jo Doe")
    return replace(made, **other)


def check(
    knowledge: Knowledge,
    text: str,
    *waivers: Waiver,
    path: str = "a.html",
    added: set[int] | None = None,
    **other: Any,
) -> Report:
    lines = None if added is None else frozenset(added)
    settings = replace(Settings(as_of=DAY, waivers=waivers), **other)
    return engine.check([InputFile(path, text.encode(), lines)], settings, knowledge)


def reported(report: Report) -> list[str]:
    return [finding.rule for finding in report.findings]


def hidden(report: Report) -> list[tuple[str, str]]:
    return [(one.finding.rule, one.by) for one in report.suppressed]


def test_a_comment_that_names_a_waiver_hides_what_it_waives(knowledge: Knowledge) -> None:
    page = f"<!-- claimlint-allow W-0012 -->\n<p>{WARNED}</p>\n<p>{WARNED}</p>\n"
    report = check(knowledge, page, waiver())
    assert reported(report) == ["permanence"]
    assert report.findings[0].start.line == 3
    (one,) = report.suppressed
    assert (one.finding.start.line, one.by, one.until, one.owner, one.reason) == (
        2, "W-0012", LATER, "Jo Doe", "Signed off.",
    )  # fmt: skip
    assert report.summary.suppressed == one.finding.matches == 1


@pytest.mark.parametrize(
    "other",
    [
        {"path": "other/**"},
        {"rule": "guarantee"},
        {"words": "lasting relief"},
        {"words": "Get permanent results now"},
        {"words": "Get"},
    ],
)
def test_a_waiver_for_something_else_hides_nothing(knowledge: Knowledge, other: dict[str, Any]) -> None:
    page = f"<!-- claimlint-allow W-0012 --><p>{WARNED}</p>"
    assert reported(check(knowledge, page, waiver(**other))) == ["permanence"]


@pytest.mark.parametrize(
    "other",
    [
        {"path": "a.html"},
        {"path": ("x", "*.html")},
        {"rule": ("guarantee", "permanence")},
        {"words": "PERMANENT  results"},
        {"words": ("x", "permanent")},
        {"words": "Get “permanent results”."},
        {"until": DAY},
    ],
)
def test_path_rule_words_and_day_decide(knowledge: Knowledge, other: dict[str, Any]) -> None:
    page = f"<!-- claimlint-allow W-0012 --><p>{WARNED}</p>"
    assert hidden(check(knowledge, page, waiver(**other))) == [("permanence", "W-0012")]


REACHES = [
    ("a.html", "<!-- claimlint-allow W-1 -->\n\n<p>{0}</p>\n<p>{0}</p>", [3]),
    ("a.html", "<p>{0}</p><!-- claimlint-allow W-1 --><p>{0}</p><p>{0}</p>", ["second"]),
    ("a.html", "<p>{0} <!-- claimlint-allow W-1 --> Come in.</p><p>{0}</p>", ["first"]),
    ("a.html", "<p>{0}</p> <!-- claimlint-allow W-1 -->\n<p>{0}</p>", [1]),
    ("a.html", "<p>{0}</p>\n<p>{0}</p>\n<!-- claimlint-allow-file W-1 -->", [1, 2]),
    ("a.html", "<!-- claimlint-allow-begin W-1 -->\n<p>{0}</p>\n<!-- claimlint-allow-end -->\n<p>{0}</p>", [2]),
    ("a.html", '<!-- claimlint-allow W-1 -->\n<img alt="{0}">\n<p>{0}</p>', [2]),
    ("a.html", "<script>\n// claimlint-allow W-1\nlet a = '{0}';\nlet b = '{0}';\n</script>", [3]),
    ("a.liquid", "<p>Ours</p><script>let b = '{0}';\n/* claimlint-allow W-1 */\nlet a = '{0}';\n</script>", [3]),
    ("a.md", "{0}\n\n<!-- claimlint-allow W-1 -->\n{0}\n\n{0}\n", [4]),
    ("a.md", "[//]: # (claimlint-allow W-1)\n\n{0}\n\n{0}\n", [3]),
    ("a.mdx", "{{/* claimlint-allow W-1 */}}\n\n{0}\n\n{0}\n", [3]),
    ("a.njk", "{{# claimlint-allow W-1 #}}\n<p>{0}</p>\n<p>{0}</p>", [2]),
    ("a.liquid", "{{% comment %}}claimlint-allow W-1{{% endcomment %}}\n<p>{0}</p>\n<p>{0}</p>", [2]),
    ("a.hbs", "{{{{!-- claimlint-allow W-1 --}}}}\n<p>{0}</p>\n<p>{0}</p>", [2]),
    ("a.erb", "<%# claimlint-allow W-1 %>\n<p>{0}</p>\n<p>{0}</p>", [2]),
    ("a.gohtml", "{{{{/* claimlint-allow W-1 */}}}}\n<p>{0}</p>\n<p>{0}</p>", [2]),
    ("a.blade.php", "{{{{-- claimlint-allow W-1 --}}}}\n<p>{0}</p>\n<p>{0}</p>", [2]),
    ("a.php", "<?php // claimlint-allow W-1 ?>\n<p>{0}</p>\n<p>{0}</p>", [2]),
    ("a.php", "<?php\n# claimlint-allow W-1\n$a = '{0}';\n$b = '{0}';", [3]),
    ("a.pug", "//- claimlint-allow W-1\np {0}\np {0}\n", [2]),
    ("a.jsx", "const a = <div>\n{{/* claimlint-allow W-1 */}}\n<p>{0}</p>\n<p>{0}</p></div>;", [3]),
    ("a.ts", "// claimlint-allow W-1\nconst a = {{ text: '{0}' }};\nconst b = {{ text: '{0}' }};", [2]),
    ("a.ts", "const a = {{ text: '{0}' }}; // claimlint-allow W-1\nconst b = {{ text: '{0}' }};", [1]),
    ("a.vue", "<template>\n<!-- claimlint-allow W-1 -->\n<p>{0}</p>\n<p>{0}</p>\n</template>", [3]),
    ("a.svelte", "<!-- claimlint-allow W-1 -->\n<p>{0}</p>\n<p>{0}</p>", [2]),
    ("a.astro", "---\n---\n<!-- claimlint-allow W-1 -->\n<p>{0}</p>\n<p>{0}</p>", [4]),
    ("a.yaml", "# claimlint-allow W-1\nlead: {0}\ntext: {0}\n", [2]),
    ("a.yaml", "lead: {0}\ntext: {0} # claimlint-allow W-1\nmore: {0}\n", [2]),
    ("a.toml", "# claimlint-allow W-1\nlead = '{0}'\ntext = '{0}'\n", [2]),
    ("a.po", '# claimlint-allow W-1\nmsgid "{0}"\nmsgstr ""\n\nmsgid "{0} Today."\nmsgstr ""\n', [2]),
    ("a.html", "---\ntitle: x # claimlint-allow-file W-1\n---\n<p>{0}</p>", [4]),
]  # fmt: skip


@pytest.mark.parametrize(("path", "page", "lines"), REACHES)
def test_every_format_takes_the_comment_in_its_own_syntax(
    knowledge: Knowledge, path: str, page: str, lines: list[int | str]
) -> None:
    report = check(knowledge, page.format(WARNED), waiver("W-1"), path=path)
    text = page.format(WARNED)
    places = [text.index("permanent")]
    while (at := text.find("permanent", places[-1] + 1)) >= 0:
        places.append(at)
    named = {"first": places[0], "second": places[1] if len(places) > 1 else None}
    found = [one.finding.start.offset for one in report.suppressed if one.finding.rule == "permanence"]
    if isinstance(lines[0], str):
        assert found == [named[str(one)] for one in lines]
    else:
        assert [text.count("\n", 0, at) + 1 for at in found] == lines
    own = [one for one in report.findings if one.rule == "permanence"]
    left = [one.start.offset for one in own] + [also.start.offset for one in own for also in one.also_at]
    assert sorted(found + left) == places
    assert {one.rule for one in report.findings} <= {"permanence"}


@pytest.mark.parametrize(
    ("path", "page"), [("a.json", '{{"text": "{0}"}}'), ("a.csv", "text\n{0}\n"), ("a.txt", "{0}\n")]
)
def test_a_format_without_comments_is_covered_by_the_words_of_a_waiver(
    knowledge: Knowledge, path: str, page: str
) -> None:
    text = page.format(WARNED)
    assert hidden(check(knowledge, text, waiver(words="permanent results"), path=path)) == [("permanence", "W-0012")]
    assert reported(check(knowledge, text, waiver(), path=path)) == ["permanence"]
    assert reported(check(knowledge, f"<p>{text}</p>", waiver(words="permanent results"))) == ["permanence"]


SECRET = [
    ("a.njk", "{{# {0} #}}\n<p>{1}</p>"),
    ("a.erb", "<%# {0} %>\n<p>{1}</p>"),
    ("a.liquid", "{{% comment %}}{0}{{% endcomment %}}\n<p>{1}</p>"),
    ("a.hbs", "{{{{! {0} }}}}\n<p>{1}</p>"),
    ("a.blade.php", "{{{{-- {0} --}}}}\n<p>{1}</p>"),
    ("a.php", "<?php /* {0} */ ?>\n<p>{1}</p>"),
    ("a.pug", "//- {0}\np {1}\n"),
    ("a.jsx", "const a = <div>\n{{/* {0} */}}\n<p>{1}</p></div>;"),
    ("a.mdx", "{{/* {0} */}}\n\n{1}\n"),
    ("a.tsx", "// {0}\nconst a = {{ text: '{1}' }};"),
    ("a.yaml", "# {0}\ntext: {1}\n"),
    ("a.toml", "# {0}\ntext = '{1}'\n"),
]
SENT = [
    ("a.html", "<!-- {0} -->\n<p>{1}</p>"),
    ("a.njk", "<!-- {0} -->\n<p>{1}</p>{{{{ x }}}}"),
    ("a.md", "<!-- {0} -->\n{1}\n"),
    ("a.pug", "// {0}\np {1}\n"),
    ("a.svelte", "<!-- {0} -->\n<p>{1}</p>"),
    ("a.astro", "<!-- {0} -->\n<p>{1}</p>"),
    ("a.vue", "<template><!-- {0} -->\n<p>{1}</p></template>"),
    ("a.js", "// {0}\nconst a = {{ text: '{1}' }};"),
]


@pytest.mark.parametrize(("path", "page"), SECRET)
def test_a_reason_counts_where_no_visitor_receives_it(knowledge: Knowledge, path: str, page: str) -> None:
    report = check(knowledge, page.format("claimlint-allow permanence: a quotation", WARNED), path=path)
    assert reported(report) == []
    (one,) = report.suppressed
    assert (one.by, one.reason, one.until) == ("inline", "a quotation", None)


@pytest.mark.parametrize(("path", "page"), SENT)
def test_a_reason_that_every_visitor_can_read_is_a_finding(knowledge: Knowledge, path: str, page: str) -> None:
    report = check(knowledge, page.format("claimlint-allow permanence: a quotation", WARNED), path=path)
    assert sorted(reported(report)) == ["invalid-waiver", "permanence"]
    assert report.suppressed == ()
    assert hidden(check(knowledge, page.format("claimlint-allow W-0012", WARNED), waiver(), path=path))


def test_errors_and_what_is_restricted_need_a_waiver_with_an_owner(knowledge: Knowledge) -> None:
    page = f"{{# claimlint-allow guarantee: because #}}\n<p>{GRAVE}</p>"
    report = check(knowledge, page, path="a.njk")
    assert reported(report) == ["invalid-waiver", "guarantee"]
    page = f"{{# claimlint-allow W-0012 #}}\n<p>{GRAVE}</p>"
    ownerless = waiver(rule="guarantee", owner=None)
    report = check(knowledge, page, ownerless, path="a.njk")
    assert reported(report) == ["invalid-waiver", "guarantee"]
    assert "owner" in report.findings[0].message
    assert hidden(check(knowledge, page, waiver(rule="guarantee"), path="a.njk")) == [("guarantee", "W-0012")]
    restricted = "{# claimlint-allow W-0012 #}\n<p>Our exosomes can help with arthritis pain.</p>"
    rules = tuple({name for one in check(knowledge, restricted, path="a.njk").findings for name in one.rules})
    quiet: dict[str, Any] = {"path": "a.njk", "severity": dict.fromkeys(rules, "warning")}
    before = check(knowledge, restricted, waiver(rule="guarantee"), **quiet)
    assert {(one.verdict, one.severity) for one in before.findings} == {("restricted", "warning")}
    assert check(knowledge, restricted, waiver(rule=rules, owner=None), **quiet).suppressed == ()
    assert check(knowledge, restricted, waiver(rule=rules), **quiet).findings == ()


def test_suppressing_one_rule_leaves_the_finding_while_another_remains(knowledge: Knowledge) -> None:
    page = "<!-- claimlint-allow W-0012 -->\n<p>Acupuncture cures back pain permanently.</p>"
    both = check(knowledge, page.replace("claimlint", "x"))
    (before,) = [one for one in both.findings if "disease-cure" in one.rules]
    assert len(before.rules) > 1
    for rule in before.rules:
        report = check(knowledge, page, waiver(rule=rule))
        (left,) = [one for one in report.findings if one.verdict != "missing"]
        assert set(left.rules) == set(before.rules) - {rule}
        assert [one.finding.rule for one in report.suppressed] == [rule]
        assert left.matches + sum(one.finding.matches for one in report.suppressed) == before.matches
        assert left.fingerprint == before.fingerprint
    assert not [one for one in check(knowledge, page, waiver(rule=before.rules)).findings if one.verdict != "missing"]


def test_unknown_numbers_and_what_means_nothing_are_findings_at_the_comment(knowledge: Knowledge) -> None:
    cases = {
        "claimlint-allow W-0099": "unknown-waiver",
        "claimlint-allow": "invalid-waiver",
        "claimlint-allow W-0012 and more": "invalid-waiver",
        "claimlint-allow nonsense: a reason": "invalid-waiver",
        "claimlint-allow permanence": "invalid-waiver",
        "claimlint-ignore W-0012": "invalid-waiver",
        "claimlint-allow-begin W-0012": "invalid-waiver",
        "claimlint-allow-end": "invalid-waiver",
    }
    for comment, rule in cases.items():
        report = check(knowledge, f"x\n<p>{WARNED}</p>{{# {comment} #}}\n", waiver(), path="a.njk")
        found = [one for one in report.findings if one.rule != "permanence"]
        assert [one.rule for one in found] == [rule], comment
        assert found[0].start.line == 2
        assert found[0].text == f"x\n<p>{WARNED}</p>{{# {comment} #}}\n"[found[0].start.offset : found[0].end.offset]
        assert comment.startswith(found[0].text)
    for comment in ("claimlint-waivers.yaml holds them", "see claimlint-allow W-0099", "claimlintallow W-0099"):
        assert reported(check(knowledge, f"<!-- {comment} --><p>{WARNED}</p>")) == ["permanence"]


def test_an_expired_waiver_hides_nothing_and_is_named_where_it_is_referred_to(knowledge: Knowledge) -> None:
    page = f"<!-- claimlint-allow W-0012 -->\n<p>{WARNED}</p>\n<p>Come in.</p>"
    old = waiver(until=DAY - datetime.timedelta(days=1))
    report = check(knowledge, page, old)
    assert reported(report) == ["expired-waiver", "permanence"]
    assert "2026-05-31" in report.findings[0].message
    assert "Jo Doe" in report.findings[0].message
    assert reported(check(knowledge, page, old, added={3})) == []
    assert reported(check(knowledge, page, old, added={2})) == ["permanence"]
    assert reported(check(knowledge, page, old, added={1})) == ["expired-waiver"]


def test_what_hides_nothing_is_said_of_a_run_over_the_whole_site_only(knowledge: Knowledge, tmp_path: Path) -> None:
    page = "<!-- claimlint-allow W-0012 -->\n<p>Come in.</p>{# claimlint-allow permanence: x #}{{ x }}"
    assert reported(check(knowledge, page, waiver(), path="a.njk")) == []
    report = check(knowledge, page, waiver(), path="a.njk", whole=True, root=tmp_path, cwd=tmp_path)
    assert reported(report) == ["unused-waiver", "unused-waiver"]
    report = check(knowledge, "<p>Come in.</p>", waiver(), whole=True, root=tmp_path, cwd=tmp_path)
    assert reported(report) == ["unused-waiver"]
    assert "no comment refers to it" in report.findings[0].message


def test_upkeep_can_be_left_out_and_made_louder_like_any_rule(knowledge: Knowledge) -> None:
    page = f"<!-- claimlint-allow W-0099 --><p>{WARNED}</p>"
    assert reported(check(knowledge, page, ignore=("unknown-waiver",))) == ["permanence"]
    report = check(knowledge, page, severity={"unknown-waiver": "error"})
    assert next((one.rule, one.severity) for one in report.findings) == ("unknown-waiver", "error")


def test_very_many_comments_are_no_reason_to_stop(knowledge: Knowledge) -> None:
    page = "<!-- claimlint-allow-begin W-0012 -->" * 3000 + f"<p>{WARNED}</p>" + "<!-- claimlint-allow-end -->" * 3000
    report = check(knowledge, page, waiver())
    assert len(report.findings) > 5000
    assert {one.rule for one in report.findings} == {"invalid-waiver", "permanence"}


SENTENCES = (
    WARNED, GRAVE, "Acupuncture cures back pain permanently.", "There are no side effects.", "Nobody can cure it.",
    "Our exosomes repair joints and cure arthritis.", "Acupuncture may ease chronic back pain.", "The rooms are quiet.",
)  # fmt: skip
COMMENTS = (
    "", "claimlint-allow W-1", "claimlint-allow W-2, W-3", "claimlint-allow permanence: why",
    "claimlint-allow-begin W-2", "claimlint-allow-end", "claimlint-allow-file W-3", "claimlint-allow W-9",
)  # fmt: skip
RULES = ("permanence", "guarantee", "disease-cure", "regenerates-repairs", "no-side-effects")


@given(
    st.lists(st.tuples(st.sampled_from(COMMENTS), st.sampled_from(SENTENCES)), min_size=1, max_size=5),
    st.lists(st.sampled_from(RULES), min_size=1, max_size=3, unique=True),
    st.booleans(),
)
@hypothesis_settings(max_examples=25, deadline=None)
def test_every_match_is_accounted_for_whatever_is_waived(
    knowledge: Knowledge, blocks: list[tuple[str, str]], rules: list[str], owned: bool
) -> None:
    """Law 2."""
    page = "".join(f"{{# {comment} #}}\n<p>{sentence}</p>\n" for comment, sentence in blocks)
    owner = "Jo Doe" if owned else None
    waivers = [waiver(f"W-{number}", rule=tuple(rules), owner=owner) for number in (1, 2, 3)]
    plain = check(knowledge, page.replace("claimlint", "x"), path="a.njk").summary
    report = check(knowledge, page, *waivers, path="a.njk")
    upkeep = sum(one.rule.endswith("-waiver") for one in report.findings)
    made = report.summary
    assert made.matches - upkeep == plain.matches
    assert made.matches == made.reported + made.supported + made.excused + made.suppressed
    assert (made.supported, made.excused) == (plain.supported, plain.excused)
    assert all(one.finding.rule in rules or one.by == "inline" for one in report.suppressed)
