"""An edit placed at a span and read again gives the edited text, in every format and on real pages where they are."""

from __future__ import annotations

import io
import os
import random
import re
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimlint import readers
from claimlint.segment import Document, Segment
from claimlint.source import decode

_SHARED = Path(os.environ.get("CLAIMLINT_SHARED", Path(__file__).parents[2] / "shared")) / "pages" / "files"
_WORD_XML = (
    '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>'
    "<w:p><w:r><w:t>{}</w:t></w:r></w:p></w:body></w:document>"
)
_WXR = (
    '<?xml version="1.0"?><rss xmlns:content="c" xmlns:wp="w"><channel><wp:wxr_version>1.2</wp:wxr_version><item>'
    "<title>Care</title><wp:post_type>page</wp:post_type><content:encoded><![CDATA[<!-- wp:paragraph -->"
    "<p>{}</p>]]></content:encoded></item></channel></rss>"
)
_SHAPES = {
    "a.html": "<main><p class='x'>\n  {}\n</p></main>",
    "a.liquid": "{{% if a %}}<p>{}</p>{{% endif %}}",
    "a.njk": "{{% block b %}}<li>{}</li>{{% endblock %}}",
    "a.hbs": "{{{{#if a}}}}<p>{}</p>{{{{/if}}}}",
    "a.html.erb": "<% if a %><p>{}</p><% end %>",
    "a.ejs": "<% if (a) {{ %><p>{}</p><% }} %>",
    "a.blade.php": "@if ($a)\n<p>{}</p>\n@endif",
    "a.php": "<?php $a = ['text' => '{}']; ?><p>Hello.</p>",
    "a.gohtml": '{{{{ define "main" }}}}<p>{}</p>{{{{ end }}}}',
    "a.js": 'const a = {{ text: "{}", n: 2 }};',
    "key.js": 'export const faq = {{ "{}": "Hardly.", n: 2 }};',
    "key.tsx": "const a = {{ '{}': <p>Hardly.</p> }};",
    "key.vue": "<script>export default {{ faq: {{ '{}': ['Hardly.'] }} }}</script>",
    "key.astro": "---\nconst faq = {{ '{}': {{ text: 'Hardly.' }} }};\n---\n<p>Care</p>",
    "key.json": '{{"faq": {{"{}": {{"text": "Hardly."}}}}}}',
    "key.yaml": 'faq:\n  "{}":\n    - Hardly.\n',
    "key.md": "---\nfaq:\n  {}: Hardly.\n---\nCare\n",
    "a.ts": "export const A: string[] = ['{}'];",
    "a.jsx": "export default () => <p>{}</p>;",
    "a.tsx": "const a = <A title='{}'>{{b}}</A>;",
    "a.vue": "<template><p>{}</p></template>",
    "a.svelte": "<script>let a = 1;</script><p>{}</p>",
    "a.astro": "---\nconst a = 1;\n---\n<p>{}</p>",
    "a.json": '{{"items": [{{"text": "{}"}}]}}',
    "a.yaml": "items:\n  - text: >-\n      {}\n",
    "a.toml": '[a]\ntext = "{}"\n',
    "a.md": "---\ntitle: Care\n---\n- **Good:** {}\n",
    "a.mdx": "import A from 'a';\n\n<A>\n\n{}\n\n</A>\n",
    "a.txt": "Care\n\n{}\n",
    "a.csv": 'name,text\nCare,"{}"\n',
    "a.po": 'msgid "a"\nmsgstr "{}"\n',
    "a.xml": _WXR,
    "a.xlf": "<xliff><file><trans-unit><target>{}</target></trans-unit></file></xliff>",
    "a.pug": "section\n  p {}\n",
    "a.docx": "{}",
}
_WORDS = st.lists(
    st.sampled_from("Ease knees and backs with calm care for people we meet é today".split()), min_size=6, max_size=60
)
_SENTENCES = _WORDS.map(lambda words: f"The {' '.join(words)} that you know.")


def _bytes(name: str, text: str) -> bytes:
    if not name.endswith(".docx"):
        return text.encode("utf-8")
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("word/document.xml", _WORD_XML.format(text))
    return file.getvalue()


def _only(name: str, text: str, sentence: str) -> tuple[Document, Segment]:
    for document in readers.read(name, _bytes(name, text)):
        for segment in document.segments:
            if sentence in segment.text:
                return document, segment
    raise AssertionError(f"{name}: {sentence!r} is not read")


@pytest.mark.parametrize("name", _SHAPES)
@given(_SENTENCES, st.data())
def test_an_edit_at_a_span_is_read_back(name: str, sentence: str, data: st.DataObject) -> None:
    text = _SHAPES[name].format(sentence)
    document, segment = _only(name, text, sentence)
    begin = segment.text.index(sentence)
    word = data.draw(st.sampled_from([match.span() for match in re.finditer(r"\w+", sentence)]))
    (piece,) = segment.pieces(begin + word[0], begin + word[1])
    source = document.source.text
    assert source[piece.start : piece.end] == sentence[slice(*word)]
    edited = sentence[: word[0]] + "Zebra" + sentence[word[1] :]
    again = source[: piece.start] + "Zebra" + source[piece.end :]
    if name.endswith(".docx"):
        again = re.sub(r"<[^>]*+>", "", again)
    assert edited in _only(name, again, edited)[1].text


def _sample() -> list[Path]:
    found = sorted(path for path in _SHARED.rglob("*") if path.is_file() and readers.supported(str(path)))
    return [path for path in found if path.suffix != ".docx"]


@pytest.mark.skipif(not _SHARED.is_dir(), reason="the real pages are not here")
def test_edits_on_real_pages_are_read_back() -> None:
    chosen = random.Random(7)
    edits = 0
    for path in _sample():
        document = readers.read_source(decode(path.read_bytes(), path.name))
        words = [
            (segment, match.span())
            for segment in document.segments
            for match in re.finditer(r"\b[a-z]{5,}\b", segment.text)
            if " " in segment.text
        ]
        for segment, span in chosen.sample(words, min(2, len(words))):
            pieces = segment.pieces(*span)
            text = document.source.text
            if len(pieces) != 1 or text[pieces[0].start : pieces[0].end] != segment.text[slice(*span)]:
                continue
            again = text[: pieces[0].start] + "zebras" + text[pieces[0].end :]
            edited = segment.text[: span[0]] + "zebras" + segment.text[span[1] :]
            texts = [each.text for each in readers.read_source(decode(again.encode("utf-8"), path.name)).segments]
            assert edited in texts, f"{path}: {segment.text[:80]!r} at {pieces[0]}"
            edits += 1
    assert edits
