"""Which reader takes a file, by name and by content; what happens where a reader fails or none exists."""

from __future__ import annotations

import subprocess
import sys

import pytest

from claimlint import readers
from claimlint.errors import UnreadableError
from claimlint.readers import data_json, plain, quoted
from claimlint.segment import Document, Surface
from claimlint.source import SourceFile

LINE = "We may help with knee pain."

COPY = {
    "index.html": f"<p>{LINE}</p>",
    "page.htm": f"<p>{LINE}</p>",
    "about.md": f"# Care\n\n{LINE}\n",
    "about.mdx": f"import A from './a'\n\n# Care\n\n{LINE}\n",
    "llms.txt": f"Care\n\n{LINE}\n",
    "app/page.tsx": f"export default () => <p>{LINE}</p>;",
    "app/page.jsx": f"export default () => <p>{LINE}</p>;",
    "data.ts": f'export const data = {{ text: "{LINE}" }};',
    "data.js": f'module.exports = {{ text: "{LINE}" }};',
    "data.mjs": f'export default {{ text: "{LINE}" }};',
    "Card.vue": f"<template><p>{LINE}</p></template>",
    "Card.svelte": f"<script>let a = 1;</script>\n<p>{LINE}</p>",
    "index.astro": f"---\nconst a = 1;\n---\n<p>{LINE}</p>",
    "a.json": f'{{"text": "{LINE}"}}',
    "a.jsonc": f'{{"text": "{LINE}",}} // note',
    "a.yaml": f"text: {LINE}\n",
    "a.yml": f"- text: {LINE}\n",
    "a.toml": f'text = "{LINE}"\n',
    "a.csv": f"Title,Text\nKnee,{LINE}\n",
    "a.po": f'msgid "{LINE}"\nmsgstr ""\n',
    "feed.xml": f"<rss><item><description>{LINE}</description></item></rss>",
    "a.pug": f"p {LINE}\n",
    "theme/section.liquid": f"{{% if a %}}<p>{LINE}</p>{{% endif %}}",
    "a.njk": f"{{% block a %}}<p>{LINE}</p>{{% endblock %}}",
    "a.twig": f"{{# note #}}<p>{LINE}</p>",
    "a.html.j2": f"{{% if a %}}<p>{LINE}</p>{{% endif %}}",
    "a.hbs": f"{{{{#if a}}}}<p>{LINE}</p>{{{{/if}}}}",
    "a.mustache": f"{{{{#a}}}}<p>{LINE}</p>{{{{/a}}}}",
    "a.ejs": f"<% if (a) {{ %><p>{LINE}</p><% }} %>",
    "a.html.erb": f"<% if a %><p>{LINE}</p><% end %>",
    "page.php": f"<?php get_header(); ?><p>{LINE}</p>",
    "page.blade.php": f"@if ($a)\n<p>{LINE}</p>\n@endif",
    "a.gohtml": f"{{{{ if .A }}}}<p>{LINE}</p>{{{{ end }}}}",
    "a.webc": f"<p>{LINE}</p>",
}


@pytest.mark.parametrize("path", COPY)
def test_every_format_is_read(path: str) -> None:
    assert readers.supported(path)
    (document,) = readers.read(path, COPY[path].encode())
    assert document.status == "checked", document.reason
    segment = next(segment for segment in document.segments if segment.text == LINE)
    span = segment.hull(0, len(LINE))
    assert COPY[path][span.start : span.end] == LINE


@pytest.mark.parametrize("path", ["photo.png", "script.py", "Makefile", "a.pdf", "archive.zip", "styles.css", ".env"])
def test_other_files_are_not_supported_and_say_so(path: str) -> None:
    assert not readers.supported(path)
    with pytest.raises(UnreadableError, match="no reader takes"):
        readers.read(path, b"We may help with knee pain.")


@pytest.mark.parametrize("path", ["A.HTML", "Read.Me.MD", "brochure.DOCX", "dir.with.dots/page.Blade.PHP"])
def test_names_are_told_apart_without_regard_to_case(path: str) -> None:
    assert readers.supported(path)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<p>Care</p>", "html"),
        ("---\ntitle: Care\n---\n<p>Care</p>", "liquid"),
        ("{% extends 'base.html' %}{% block a %}Care{% endblock %}", "jinja"),
        ("{% load static %}<img src=\"{% static 'a.png' %}\">", "jinja"),
        ("{% assign a = 1 %}<p>Care</p>", "liquid"),
        ('{{ define "main" }}<p>{{ .Title }}</p>{{ end }}', "go"),
        ("{{#each a}}<p>Care</p>{{/each}}", "handlebars"),
        ("<?php the_title(); ?>", "php"),
        ("<p><%= title %></p>", "erb"),
    ],
)
def test_templates_in_html_files_are_told_by_their_content(text: str, expected: str) -> None:
    assert readers.reader_for(SourceFile("templates/page.html", text)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<!doctype html><p>Care</p>", "html"),
        ('{"text": "Care"}', "json"),
        ("---\ntitle: Care\n---\nWords", "markdown"),
        ("# Care\n\nWords", "markdown"),
        ('<?xml version="1.0"?><rss/>', "xml"),
        ("We may help with knee pain.", "plain"),
        ("[sic] they said", "plain"),
    ],
)
def test_standard_input_without_a_name_is_told_by_its_content(text: str, expected: str) -> None:
    assert readers.reader_for(SourceFile("-", text)) == expected


def test_front_matter_of_an_html_page_is_read() -> None:
    text = f"---\ntitle: Care for knees\n---\n<p>{LINE}</p>"
    (document,) = readers.read("page.html", text.encode())
    assert document.segments[0].text == "Care for knees"
    assert document.segments[0].surface in (Surface.FRONT_MATTER, Surface.TITLE)
    assert document.segments[-1].text == LINE


def _fails(source: SourceFile) -> Document:
    raise RecursionError(source.path)


def test_a_reader_that_fails_is_followed_by_a_weaker_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(data_json, "read", _fails)
    (document,) = readers.read("a.json", f'{{"text": "{LINE}"}}'.encode())
    assert document.status == "partial"
    assert document.reason == "the json reader failed (RecursionError); it was read as code, quoted strings only"
    assert [segment.text for segment in document.segments] == [LINE]


def test_a_file_that_no_reader_can_take_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(data_json, "read", _fails)
    monkeypatch.setattr(quoted, "read", _fails)
    with pytest.raises(UnreadableError, match=r"a\.json: cannot be read: the json reader failed"):
        readers.read("a.json", b"{}")
    monkeypatch.setattr(plain, "read", _fails)
    with pytest.raises(UnreadableError, match=r"a\.txt"):
        readers.read("a.txt", b"words")


def test_binary_content_is_an_error() -> None:
    with pytest.raises(UnreadableError, match="binary"):
        readers.read("a.html", b"\x00\x01\x02")


def test_quoted_strings_are_read_where_nothing_else_is() -> None:
    document = quoted.read(SourceFile("a.js", f"x('{LINE}'); y(\"flex mt-4 items-center\"); `{LINE} open"))
    assert [segment.text for segment in document.segments] == [LINE, f"{LINE} open"]


def test_readers_are_imported_when_they_are_needed() -> None:
    code = (
        "import sys; from claimlint import readers; readers.supported('a.md'); "
        "print([name for name in ('markdown_it', 'yaml', 'zipfile') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
