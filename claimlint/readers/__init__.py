"""A file to documents: which reader takes it, by its name and, where names do not say, by its content.

Readers are imported when they are first needed. A reader that fails is followed by a weaker one, and the document says
so (`partial`); a file that no reader takes is an UnreadableError, never a file without findings.
"""

from __future__ import annotations

import importlib
import re
from collections.abc import Callable
from pathlib import PurePosixPath
from typing import cast

from claimlint import lazy
from claimlint.errors import ClaimlintError, UnreadableError
from claimlint.record import replace
from claimlint.segment import Document
from claimlint.source import SourceFile, decode

_WORD = (".docx", ".docm", ".dotx")
_BY_SUFFIX = {
    **dict.fromkeys((".html", ".htm", ".xhtml", ".shtml", ".webc", ".tpl", ".tmpl"), "markup"),
    **dict.fromkeys((".liquid",), "liquid"),
    **dict.fromkeys((".njk", ".nunjucks", ".twig", ".j2", ".jinja", ".jinja2", ".django", ".tera", ".peb"), "jinja"),
    **dict.fromkeys((".hbs", ".handlebars", ".mustache"), "handlebars"),
    **dict.fromkeys((".erb", ".rhtml", ".jsp", ".asp", ".aspx"), "erb"),
    **dict.fromkeys((".ejs", ".eta"), "ejs"),
    **dict.fromkeys((".php", ".phtml", ".inc"), "php"),
    **dict.fromkeys((".gohtml", ".gotmpl"), "go"),
    **dict.fromkeys((".js", ".mjs", ".cjs", ".jsx", ".ts", ".mts", ".cts", ".tsx"), "javascript"),
    ".vue": "vue",
    ".svelte": "svelte",
    ".astro": "astro",
    **dict.fromkeys((".md", ".markdown", ".mdown", ".mkd", ".mdoc", ".qmd"), "markdown"),
    ".mdx": "mdx",
    **dict.fromkeys((".txt", ".text"), "plain"),
    **dict.fromkeys((".json", ".jsonc", ".json5", ".jsonld", ".jsonl", ".ndjson", ".arb"), "json"),
    **dict.fromkeys((".yaml", ".yml"), "yaml"),
    ".toml": "toml",
    **dict.fromkeys((".csv", ".tsv", ".tab"), "csv"),
    **dict.fromkeys((".po", ".pot"), "po"),
    **dict.fromkeys((".xml", ".rss", ".atom", ".wxr", ".xlf", ".xliff", ".resx"), "xml"),
    **dict.fromkeys((".pug", ".jade"), "pug"),
}
_WHOLE_NAMES = {".blade.php": "blade"}
_READERS = {
    "html": ("html", "read"),
    "javascript": ("javascript", "read"),
    "vue": ("components", "read_vue"),
    "svelte": ("components", "read_svelte"),
    "astro": ("components", "read_astro"),
    "markdown": ("markdown", "read"),
    "mdx": ("mdx", "read"),
    "plain": ("plain", "read"),
    "json": ("data_json", "read"),
    "yaml": ("data_yaml", "read"),
    "toml": ("data_toml", "read"),
    "csv": ("table_csv", "read"),
    "po": ("gettext_po", "read"),
    "xml": ("wxr", "read"),
    "pug": ("pug", "read"),
    "quoted": ("quoted", "read"),
}
_TEMPLATES = frozenset(("liquid", "jinja", "handlebars", "erb", "ejs", "php", "blade", "go"))
_WEAKER = {
    **dict.fromkeys((*_TEMPLATES, "vue", "svelte", "astro", "xml"), "html"),
    **dict.fromkeys(("markdown", "mdx", "html"), "plain"),
    **dict.fromkeys(("javascript", "json", "yaml", "toml", "csv", "po", "pug"), "quoted"),
}
_CALLED = {
    "html": "HTML",
    "plain": "plain text",
    "quoted": "code, quoted strings only",
}

_WITHOUT_COMMENTS = frozenset({"plain", "word", "json", "csv", "xml"})
"""Formats without comments, or (JSON, exports) whose files are written by programs that keep none."""

_HANDLEBARS = lazy.pattern(r"\{\{\{|\{\{~?[#/>^!]")
_FRONT_MATTER = lazy.pattern(r"---[ \t]*+\r?\n")
_SNIFFED = 60_000


def supported(path: str) -> bool:
    """Say whether some reader takes files of this name."""
    return _format_of(path) is not None


def takes_comments(path: str) -> bool:
    """Say whether somebody who writes a file of this name can write a comment into it."""
    return _format_of(path) not in _WITHOUT_COMMENTS


def read(path: str, data: bytes) -> tuple[Document, ...]:
    """Decode and read one file: one document, or one a part for Word files.

    Raises UnreadableError where the bytes are no text or no reader takes them.
    """
    if path.lower().endswith(_WORD):
        from claimlint.readers import docx

        return docx.read(path, data)
    if not supported(path):
        suffix = PurePosixPath(path).suffix
        raise UnreadableError(
            f"{path}: no reader takes {f'{suffix} files' if suffix else 'files without a suffix'}; leave it out, "
            "or pass its text on standard input with --stdin-filename"
        )
    return (read_source(decode(data, path)),)


def read_source(source: SourceFile) -> Document:
    """Read decoded text; where the name says nothing (standard input), the content decides."""
    chosen = reader_for(source)
    failed: list[str] = []
    while chosen:
        try:
            document = _reader(chosen)(source)
        except ClaimlintError:
            raise
        except Exception as error:  # hostile input must cost one file its precision, not the run
            failed.append(f"the {chosen} reader failed ({type(error).__name__})")
            chosen = _WEAKER.get(chosen, "")
            continue
        if not failed:
            return document
        return replace(document, status="partial", reason=f"{failed[0]}; it was read as {_CALLED.get(chosen, chosen)}")
    raise UnreadableError(f"{source.path}: cannot be read: {'; '.join(failed)}")


def reader_for(source: SourceFile) -> str:
    """Return the name of the reader for a file: a format, or the dialect of a template."""
    found = _format_of(source.path)
    if found == "markup":
        return _dialect(source)
    if found == "word":
        raise UnreadableError(f"{source.path}: a Word document has to be read from its file, not as text")
    return found or _by_content(source)


def _format_of(path: str) -> str | None:
    name = PurePosixPath(path.replace("\\", "/")).name.lower()
    if name.endswith(_WORD):
        return "word"
    for ending, found in _WHOLE_NAMES.items():
        if name.endswith(ending):
            return found
    return _BY_SUFFIX.get(PurePosixPath(name).suffix)


def _dialect(source: SourceFile) -> str:
    """Tell HTML from the templates kept in .html files; front matter makes a page of Jekyll or Eleventy."""
    from claimlint.readers import templates

    if "{{" in source.text and _HANDLEBARS.search(source.text) and "{%" not in source.text:
        return "handlebars"
    found = templates.detect(source.text)
    return found or ("liquid" if _FRONT_MATTER.match(source.text) else "html")


def _by_content(source: SourceFile) -> str:
    head = source.text[:_SNIFFED].lstrip()
    if head.startswith(("<?xml", "<rss", "<feed")):
        return "xml"
    if head.startswith("<"):
        return _dialect(source)
    if head.startswith(("{", "[")) and re.match(r"[{\[]\s*+[\"{\[\]}]", head):
        return "json"
    if _FRONT_MATTER.match(head) or re.search(r"^#{1,6} \S|\]\([^()\s]++\)|\*\*\S", head, re.MULTILINE):
        return "markdown"
    return "plain"


def _reader(chosen: str) -> Callable[[SourceFile], Document]:
    if chosen in _TEMPLATES:
        from claimlint.readers import templates

        return lambda source: templates.read_template(source, chosen)
    module, function = _READERS[chosen]
    return cast(
        Callable[[SourceFile], Document], getattr(importlib.import_module(f"claimlint.readers.{module}"), function)
    )
