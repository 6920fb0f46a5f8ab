"""Template languages: code masked in place, the words in it kept, the page around it read as HTML."""

from __future__ import annotations

import jinja2
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from strategies import SOUP, TEMPLATE_SOUP, check_document, paragraphs, soup

from claimlint.readers import filler, masking, php
from claimlint.readers.templates import detect, read_template
from claimlint.segment import PLACEHOLDER, Document, Segment, Surface
from claimlint.source import SourceFile

P = PLACEHOLDER


def read(dialect: str, text: str) -> Document:
    document = read_template(SourceFile("page", text), dialect)
    check_document(document)
    return document


def texts(dialect: str, text: str) -> list[str]:
    return [segment.text for segment in read(dialect, text).segments]


def find(document: Document, text: str) -> Segment:
    found = [segment for segment in document.segments if segment.text == text]
    assert len(found) == 1, [segment.text for segment in document.segments]
    return found[0]


EXPRESSIONS = {
    "jinja": ("{{ name }}", "{{ {'a': {}} }}", '{{ "}}" if x else "b" }}', "{{- name|upper -}}"),
    "liquid": ("{{ name }}", "{{- name | escape -}}"),
    "handlebars": ("{{name}}", "{{{name}}}", '{{helper "}}"}}', "{{&name}}"),
    "erb": ("<%= name %>", "<%== name -%>"),
    "ejs": ("<%= name %>", "<%- name %>"),
    "blade": ("{{ $name }}", "{!! $name !!}", "{{ $a['}}'] }}", "<?= $name ?>"),
    "php": ("<?php echo $name; ?>", "<?= $name ?>", "<?php the_title(); ?>", "<?php echo '?>'; // it's ?>"),
    "go": ("{{ .Name }}", "{{- .Name -}}", '{{ printf "}}" }}'),
}
CONTROLS = {
    "jinja": ("{% if a > b %}", "{% endif %}", "{# it's #}"),
    "liquid": ("{% if a > b %}", "{% comment %}it's <p>{% endcomment %}", "{% style %}p{}{% endstyle %}"),
    "handlebars": ("{{#if a}}", "{{/if}}", "{{!-- it's }} --}}", "{{! note }}", "{{> head}}"),
    "erb": ("<% if a > b %>", "<% end %>", "<%# it's %>"),
    "ejs": ("<% if (a > b) { %>", "<% } %>", "<%# it's %>"),
    "blade": ("@if($a > (1))", "@endif", "{{-- it's --}}", "@php $a = 1; @endphp", "<?php $a = 1; ?>"),
    "php": ("<?php if ($a > 1): ?>", "<?php endif; ?>", "<?php /* ?> it's */ ?>", "<?php # it's ?>"),
    "go": ("{{ if .A }}", "{{ end }}", "{{/* it's */}}", "{{ $x := 1 }}"),
}
PARTS = {
    "jinja": "{% else %}",
    "liquid": "{% elsif b %}",
    "handlebars": "{{else}}",
    "erb": "<% else %>",
    "ejs": "<% } else { %>",
    "blade": "@elseif($b)",
    "php": "<?php else: ?>",
    "go": "{{ else }}",
}


@pytest.mark.parametrize(("dialect", "code"), [(d, code) for d, codes in EXPRESSIONS.items() for code in codes])
def test_an_expression_is_one_placeholder_over_all_of_it(dialect: str, code: str) -> None:
    source = f"<p>We treat {code} well.</p>"
    (segment,) = read(dialect, source).segments
    assert segment.text == f"We treat {P} well."
    (span,) = segment.pieces(9, 10)
    assert source[span.start : span.end] == code


@pytest.mark.parametrize(("dialect", "code"), [(d, code) for d, codes in CONTROLS.items() for code in codes])
def test_a_control_tag_has_no_width(dialect: str, code: str) -> None:
    if code.startswith("@"):
        assert texts(dialect, f"<p>lasting {code} relief</p>") == ["lasting relief"]
    else:
        assert texts(dialect, f"<p>per{code}manent relief</p>") == ["permanent relief"]


@pytest.mark.parametrize(("dialect", "code"), PARTS.items())
def test_else_parts_two_texts(dialect: str, code: str) -> None:
    assert texts(dialect, f"<p>We care {code} You wait</p>") == ["We care", "You wait"]


@pytest.mark.parametrize("dialect", masking.DIALECTS)
def test_code_in_a_tag_does_not_end_it(dialect: str) -> None:
    code = EXPRESSIONS[dialect][0]
    control = CONTROLS[dialect][0]
    assert texts(dialect, f"<a {control} title=\"Our {code} care\" href='{code}'>Call</a>") == [f"Our {P} care", "Call"]


@pytest.mark.parametrize(
    ("dialect", "source", "expected"),
    [
        ("jinja", "<p>{{ _(\"Don't wait\") }} for {% trans 'less pain' %}.</p>", ["Don't wait for less pain."]),
        ("php", "<h2><?php _e( 'Great results', 'theme' ); ?></h2>", ["Great results"]),
        ("php", "<p><?= __('It\\'s safe', 'theme') ?> here</p>", ["It's safe here"]),
        ("blade", "<p>{{ __('We cure pain') }} @lang('for good')</p>", ["We cure pain for good"]),
        ("erb", "<p><%= t 'Feel better' %> now</p>", ["Feel better now"]),
        ("ejs", "<p><%= __('Feel better') %> now</p>", ["Feel better now"]),
        ("handlebars", "<p>{{t 'Feel better'}} now</p>", ["Feel better now"]),
        ("erb", "<p><%= t('home.title') %> now</p>", [f"{P} now"]),
        ("blade", "<p>{{ __('messages.welcome') }} now</p>", [f"{P} now"]),
        ("php", "<a title=\"<?php esc_attr_e('Safe care', 'x') ?>\">go</a>", ["Safe care", "go"]),
    ],
)
def test_a_printed_literal_is_read_in_its_sentence(dialect: str, source: str, expected: list[str]) -> None:
    assert texts(dialect, source) == expected


@pytest.mark.parametrize(
    ("dialect", "source", "key"),
    [
        ("jinja", "{{ card(heading='It works for you') }}", "heading"),
        ("jinja", '{% set intro = "It works for you" %}', "intro"),
        ("liquid", "{% render 'card', heading: 'It works for you' %}", "heading"),
        ("handlebars", '{{> card heading="It works for you"}}', "heading"),
        ("erb", "<%= render 'card', heading: \"It works for you\" %>", "heading"),
        ("ejs", "<%- include('partials/head', { heading: 'It works for you' }) %>", "heading"),
        ("blade", "@include('card', ['heading' => 'It works for you'])", "heading"),
        ("blade", "@php $intro = 'It works for you'; @endphp", "intro"),
        ("php", "<?php $a = ['heading' => 'It works for you']; ?>", "heading"),
        ("php", "<?php $a = array('heading' => __('It works for you', 'theme')); ?>", "heading"),
        ("go", '{{ partial "card" (dict "heading" "It works for you") }}', "heading"),
    ],
)
def test_prose_in_an_argument_is_a_text_of_its_own(dialect: str, source: str, key: str) -> None:
    segment = find(read(dialect, f"<p>first</p>{source}<p>last</p>"), "It works for you")
    assert segment.context.key == key
    assert segment.surface is Surface.DATA_STRING
    hull = segment.hull(0, len(segment.text))
    assert f"<p>first</p>{source}"[hull.start : hull.end] == "It works for you"


@pytest.mark.parametrize(
    ("dialect", "code"),
    [
        ("jinja", "{% if mode == 'no pain at all' %}{% endif %}"),
        ("jinja", "{% include 'parts/head.html' %}"),
        ("liquid", "{% assign x = 'btn btn-lg flex' %}"),
        ("erb", "<%= link_to name, path, class: 'btn btn-large main' %>"),
        ("php", "<?php if ($a === 'no pain at all') {} ?>"),
        ("php", "<?php throw new Exception('It went very wrong'); error_log('It went very wrong'); ?>"),
        ("php", "<?php $x['No pain at all']; get_template_part('No pain at all'); ?>"),
        ("php", "<?php // 'It works for you'\n/* \"It works for you\" */ # 'It works'\n ?>"),
    ],
)
def test_strings_for_the_machine_are_left_alone(dialect: str, code: str) -> None:
    assert texts(dialect, f"<p>first</p>{code}<p>last</p>") == ["first", "last"]


@pytest.mark.parametrize(
    ("dialect", "source"),
    [
        ("jinja", "{% block title %}Gentle care{% endblock %}<h1>Knees</h1>"),
        ("blade", "@section('title', 'Gentle care')<h1>Knees</h1>"),
        ("blade", "@section('title')Gentle care@endsection<h1>Knees</h1>"),
        ("erb", "<% content_for :title, 'Gentle care' %><h1>Knees</h1>"),
        ("jinja", "---\ntitle: Gentle care\n---\n<h1>Knees</h1>"),
    ],
)
def test_what_a_page_gives_to_its_layout_is_its_title(dialect: str, source: str) -> None:
    document = read(dialect, source)
    assert document.is_page
    assert document.title is not None
    assert document.segments[document.title].text == "Gentle care"
    assert [segment.text for segment in document.segments] == ["Gentle care", "Knees"]


def test_a_layout_that_asks_for_the_title_is_left_alone() -> None:
    assert texts("jinja", "<title>{% block title %}Harbour{% endblock %} Physio</title>") == ["Harbour Physio"]


def test_description_given_in_a_tag_with_other_quotes() -> None:
    source = "<meta name=\"description\" content='<%= yield_meta(:description, 'It can help you') %>'>"
    segment = find(read("erb", source), "It can help you")
    assert segment.surface is Surface.META


def test_raw_blocks_are_read_as_they_stand() -> None:
    assert texts("jinja", "{% raw %}<p>a {{ b }}</p>{% endraw %}") == ["a {{ b }}"]
    assert texts("handlebars", r"<p>a \{{b}}</p>") == [r"a \{{b}}"]
    assert texts("blade", "@verbatim<p>a {{ b }}</p>@endverbatim") == ["a {{ b }}"]
    assert texts("blade", "<p>a @{{ b }} @@if me@example.org @harbour</p>") == [
        "a @{{ b }} @@if me@example.org @harbour"
    ]


def test_the_schema_of_a_liquid_section_is_json() -> None:
    schema = '{"name": "x", "settings": [{"type": "text", "id": "t", "default": "Relief \\u2014 for you"}]}'
    source = "<p>one</p>{% schema %}" + schema + "{% endschema %}"
    document = read("liquid", source)
    segment = find(document, "Relief — for you")
    (span,) = segment.pieces(7, 8)
    assert source[span.start : span.end] == "\\u2014"


def test_what_only_the_editor_of_a_liquid_section_sees_is_not_read() -> None:
    schema = (
        '{"name": "Our results", "settings": [{"type": "text", "id": "t", "label": "Text shown below", '
        '"info": "Shown on phones only", "default": "Less pain"}]}'
    )
    assert texts("liquid", "<p>one</p>{% schema %}" + schema + "{% endschema %}") == ["one", "Less pain"]


@pytest.mark.parametrize("filters", ["| t", "| trans", "| escape | upcase", "|trans()|raw"])
def test_a_literal_behind_filters_that_keep_it_stays_in_its_sentence(filters: str) -> None:
    source = "<p>We {{ 'ease your back' " + filters + " }} in {{ city }}.</p>"
    segment = find(read("jinja", source), f"We ease your back in {P}.")
    (span,) = segment.pieces(3, 17)
    assert source[span.start : span.end] == "ease your back"


def test_comments_of_the_template_are_secret() -> None:
    document = read("jinja", "{# for us #}<!-- for all --><p>x</p>")
    assert [(comment.text, comment.secret) for comment in document.comments] == [
        (" for us ", True),
        (" for all ", False),
    ]


def test_json_ld_with_an_expression() -> None:
    source = '<script type="application/ld+json">{"name": "Care by {{ name }} for you", "x": {{ y }}}</script>'
    segment = find(read("jinja", source), f"Care by {P} for you")
    (span,) = segment.pieces(8, 9)
    assert source[span.start : span.end] == "{{ name }}"


def test_php_arrays_pair_questions_with_answers() -> None:
    source = (
        "<?php $faq = [\n"
        "  ['question' => 'Is it safe?', 'answer' => 'Yes, it\\'s <b>quite</b> safe.'],\n"
        "  ['question' => 'Will it last?', 'answer' => \"For {$months} months\\u{2014}or more.\"],\n"
        "];\n"
    )
    document = read("php", source)
    assert [segment.text for segment in document.segments] == [
        "Is it safe?",
        "Yes, it's quite safe.",
        "Will it last?",
        f"For {P} months—or more.",
    ]
    assert [segment.context.question for segment in document.segments] == [None, 0, None, 2]
    (span,) = document.segments[1].pieces(7, 8)
    assert source[span.start : span.end] == "\\'"


_PHP_MEMBERS = st.lists(
    st.sampled_from(
        [
            *(
                "'k' => 'Words for you'",
                '"k" => "Words for you"',
                "'It works for you'",
                '"It works for $you"',
                "'k' => 12",
            ),
            *(
                "'k' => ['Does it hurt?', 'Not at all']",
                "__('It works for you', 'theme')",
                "'k' => true",
                "'a' . $b",
                "''",
            ),
            *(
                "f('k' => 'It works', 'no')",
                "$x['It works for you']",
                "'k' => 'It\\'s for you'",
                "null",
                "1 => 'It works'",
            ),
            *("new Exception('It went', 'wrong')", "$a == 'It works'", "'It works' == $a", "{'It works', 'twice'}"),
        ]
    ),
    min_size=1,
    max_size=8,
)


@given(_PHP_MEMBERS, st.sampled_from(["[%s]", "array(%s)", "f(%s)", "f([%s], 'more words')"]))
def test_plain_members_of_php_arrays_are_read_as_those_that_comments_part(members: list[str], around: str) -> None:
    def read_strings(parting: str) -> list[tuple[object, str]]:
        code = php.scan(source := f"$all = {around % f'{parting}, '.join(members)}; ?>", 0, len(source))
        assert all(
            source[run.source : run.source + run.length] == value.text.text
            for value in code.values
            if len(value.text.runs) == 1
            for run in value.text.runs
        )
        return [(value.path, value.text.text) for value in code.values]

    assert read_strings("") == read_strings(" /* between */")


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("<p>{% trans %}We ease {{ n }} knees{% endtrans %}</p>", [f"We ease {P} knees"]),
        ("<p>{%- trans n=count -%}We ease knees{% endtrans %}</p>", ["We ease knees"]),
        ("<p>{% trans %}One knee{% pluralize %}Many knees{% endtrans %}</p>", ["One knee", "Many knees"]),
        ("<p>{% trans key %} of knees</p>", [f"{P} of knees"]),
        ("<p>{% translate 'home.title' %} of knees</p>", [f"{P} of knees"]),
    ],
)
def test_a_translation_that_holds_its_text_prints_nothing_before_it(source: str, expected: list[str]) -> None:
    assert texts("jinja", source) == expected


def test_php_strings_joined_by_dots_are_one_sentence() -> None:
    assert texts("php", "<?php echo 'We treat ' . $name . ' with' . ' care.';") == [f"We treat {P} with care."]


def test_php_heredocs_are_html() -> None:
    source = "<?php\n$a = <<<HTML\n<h2>Care</h2><p>We treat {$x} well</p>\nHTML;\n?><p>after</p>"
    document = read("php", source)
    assert [segment.text for segment in document.segments] == ["Care", f"We treat {P} well", "after"]


def test_php_that_never_ends_its_string_is_partial() -> None:
    document = read("php", "<p>first</p><?php $a = 'It never ends; ?><p>last</p>")
    assert document.status == "partial"
    assert document.reason
    assert document.segments[0].text == "first"


def test_php_stops_where_the_code_ends() -> None:
    text = "$a = '?>'; /* ?> */ echo \"?>\"; ?> rest"
    assert php.scan(text, 0, len(text)).stop == text.index(" rest")


def test_xml_declarations_are_no_php() -> None:
    assert texts("php", '<?xml version="1.0"?><p>text</p>') == ["text"]


@pytest.mark.parametrize(
    ("text", "dialect"),
    [
        ("<p>plain</p>", None),
        ("<?php echo 1; ?>", "php"),
        ("{% extends 'a' %}{{ x }}", "jinja"),
        ("{% assign a = 1 %}", "liquid"),
        ("{{#each a}}{{/each}}", "handlebars"),
        ('{{ define "main" }}{{ end }}', "go"),
        ("<%= name %>", "erb"),
        ("<p>{{ x }}</p>", "jinja"),
    ],
)
def test_the_language_of_an_html_file(text: str, dialect: str | None) -> None:
    assert detect(text) == dialect


@pytest.mark.parametrize("dialect", masking.DIALECTS)
@given(data=st.data())
def test_masking_keeps_length_and_the_text_outside(dialect: str, data: st.DataObject) -> None:
    codes = [*EXPRESSIONS[dialect], *CONTROLS[dialect], PARTS[dialect]]
    pieces = data.draw(
        st.lists(st.one_of(st.sampled_from(codes), st.sampled_from([" we ", "<b>", "Ä𝒳", "\r\n"])), max_size=12)
    )
    source = " ".join(pieces)
    masked = masking.mask(source, dialect).text
    assert len(masked) == len(source)
    at = 0
    for piece in pieces:
        stretch = masked[at : at + len(piece)]
        assert set(stretch) <= set(filler.FILLERS) if piece in codes else stretch == piece
        at += len(piece) + 1


@pytest.mark.parametrize("dialect", masking.DIALECTS)
@given(paragraph=paragraphs(), data=st.data())
def test_an_edit_beside_code_gives_the_edited_text(
    dialect: str, paragraph: tuple[str, str], data: st.DataObject
) -> None:
    code = data.draw(st.sampled_from([*EXPRESSIONS[dialect], *CONTROLS[dialect]]))
    source = f"<p>{code} and {paragraph[1]} end {code}</p>"
    (segment,) = read(dialect, source).segments
    places = [i for i, character in enumerate(segment.text) if not character.isspace() and character != P]
    index = data.draw(st.sampled_from(places))
    (span,) = segment.pieces(index, index + 1)
    edited = f"{source[: span.start]}Q{source[span.end :]}"
    assert [each.text for each in read(dialect, edited).segments] == [
        f"{segment.text[:index]}Q{segment.text[index + 1 :]}"
    ]


@pytest.mark.parametrize("dialect", masking.DIALECTS)
@settings(suppress_health_check=[HealthCheck.too_slow], max_examples=60)
@given(text=soup(*SOUP, *TEMPLATE_SOUP, *TEMPLATE_SOUP))
def test_soup_is_read_without_a_crash(dialect: str, text: str) -> None:
    assert len(masking.mask(text, dialect).text) == len(text)
    read(dialect, text)


JINJA = st.lists(
    st.sampled_from(
        [
            "text ",
            "it's ",
            "{{ a }}",
            "{{ 'x}}' ~ y }}",
            "{{ {'k': {'l': 1}} }}",
            "{% if a %}",
            "{% endif %}",
            "{# c' #}",
            '{{ "it\'s" ~ x }}',
            "{%- set b = '%}' -%}",
            "{% raw %}{{ r }}{% endraw %}",
            "<p>",
            "}}",
            "%}",
            "{ ",
            "\n",
        ]
    ),
    max_size=14,
).map("".join)


@given(JINJA)
def test_the_same_data_as_the_lexer_of_jinja(source: str) -> None:
    tokens = jinja2.Environment(keep_trailing_newline=True).lexer.tokeniter(source, None)
    theirs = "".join(value for _, kind, value in tokens if kind == "data")
    mine = "".join(character for character in masking.mask(source, "jinja").text if character not in filler.FILLERS)
    assert "".join(mine.split()) == "".join(theirs.split())


MANY = 20_000


@pytest.mark.parametrize(
    ("dialect", "code"),
    [
        ("jinja", "{{ "),
        ("jinja", "{% raw %}"),
        ("jinja", "{{ '\\' }} "),
        ("jinja", "{{ { }} "),
        ("jinja", "{% block title %}"),
        ("jinja", "{{ __('a"),
        ("liquid", "{% comment %}"),
        ("handlebars", "{{{{a}}}}"),
        ("handlebars", "{{!-- "),
        ("erb", "<%= '"),
        ("blade", "@if("),
        ("blade", "@if x "),
        ("blade", "@php "),
        ("blade", "@section('title') "),
        ("blade", "{{ '"),
        ("php", "<?php '"),
        ("php", "<?php <<<A\n"),
        ("php", "<?php [ "),
        ("php", "<?= $a ?>"),
        ("php", "/*"),
        ("go", "{{ ` "),
    ],
)
def test_hostile_templates_end(dialect: str, code: str) -> None:
    source = "<p>text</p>" + code * MANY
    document = read(dialect, source)
    assert document.segments[0].text == "text"


def test_many_heredocs_without_an_end() -> None:
    source = "<p>text</p><?php " + "".join(f"<<<A{number}\n" for number in range(MANY))
    assert read("php", source).segments[0].text == "text"
