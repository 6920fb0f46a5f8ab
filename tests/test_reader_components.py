"""Vue, Svelte and Astro components: markup, expressions, props and scripts, each with its place."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_reader_javascript import SOUP, hold_together, segment_of, source_of, texts

from claimlint.analysis import with_numbers
from claimlint.readers import components, javascript
from claimlint.segment import PLACEHOLDER, Document, Surface
from claimlint.source import SourceFile

Reader = Callable[[SourceFile], Document]
READERS: dict[str, Reader] = {
    "vue": components.read_vue,
    "svelte": components.read_svelte,
    "astro": components.read_astro,
    "tsx": javascript.read,
}


def read(kind: str, text: str) -> Document:
    return READERS[kind](SourceFile(f"page.{kind}", text))


VUE = """<!-- a component -->
<template>
  <section class="bg-white py-4">
    <h1>Knee care</h1>
    <template v-if="ready"><p>Hello {{ name }}, we treat
      sore knees.</p></template>
    <p v-else>Nothing to show</p>
    <FeatureCard title="No downtime" :subtitle="'Walk out today'" :class="'we cure'" icon="bone"
      @click="go('we cure it')" />
    <button>{{ open ? 'Close the list' : 'Open the list' }}</button>
  </section>
</template>

<script setup lang="ts">
import Card from './we cure.vue';
const items = [{ title: 'Gentle care', text: 'It isn\\'t a cure.' }];
</script>

<style scoped>
p { content: "we cure everything"; }
</style>
"""


def test_vue() -> None:
    document = read("vue", VUE)
    assert document.status == "checked"
    assert texts(document) == [
        "Knee care",
        f"Hello {PLACEHOLDER}, we treat sore knees.",
        "Nothing to show",
        "No downtime",
        "Walk out today",
        "Close the list",
        "Open the list",
        "Gentle care",
        "It isn't a cure.",
    ]
    assert document.is_page
    assert document.title == 0
    escaped = segment_of(document, "It isn't a cure.")
    assert source_of(document, escaped, 3, 8) == ["isn\\'t"]
    greeting = document.segments[1]
    assert source_of(document, greeting, 6, 7) == ["{{ name }}"]
    assert greeting.context.headings == (0,)
    hold_together(document)


def test_vue_template_in_another_language_is_said_to_be_unread() -> None:
    document = read(
        "vue",
        "<template lang='pug'>\np We cure\n</template>\n<script>\nexport default { text: 'It may help.' }\n</script>",
    )
    assert document.status == "partial"
    assert document.reason is not None
    assert "pug" in document.reason
    assert texts(document) == ["It may help."]


SVELTE = """<script lang="ts">
  import Faq from './Faq.svelte';
  let benefits = ['No downtime', 'Walk out today'];
  const wide = a < b;
</script>

<svelte:head><title>Knee care near you</title></svelte:head>
<!-- we cure it -->
<h1>Knee <span>care</span></h1>
{#if open}
  <p>We treat {count} people
    each year.</p>
{:else if shut}
  <p>Come back soon</p>
{/if}
{#each items as item (item.id)}<li>{item.name} is gentle</li>{/each}
<img src="/a.png" alt="A happy walker">
<Faq prep="Eat a light meal before." results="You may feel less pain, {name}." class="bg-white py-4" />
<p on:click={() => say("x")}>It isn't &amp; won't be {@html "<b>painful at all</b>"}</p>
<style>p { content: "we cure"; }</style>
"""


def test_svelte() -> None:
    document = read("svelte", SVELTE)
    assert document.status == "checked"
    assert texts(document) == [
        "No downtime",
        "Walk out today",
        "Knee care near you",
        "Knee care",
        f"We treat {PLACEHOLDER} people each year.",
        "Come back soon",
        f"{PLACEHOLDER} is gentle",
        "A happy walker",
        "Eat a light meal before.",
        f"You may feel less pain, {PLACEHOLDER}.",
        f"It isn't & won't be {PLACEHOLDER}",
        "painful at all",
    ]
    assert document.segments[document.title or 0].text == "Knee care near you"
    assert [comment.text for comment in document.comments] == ["we cure it"]
    wrapped = next(segment for segment in document.segments if "each year" in segment.text)
    at = wrapped.text.index("people each")
    assert source_of(document, wrapped, at, at + 11) == ["people\n    each"]
    hold_together(document)


ASTRO = """---
import Layout from '../layouts/Layout.astro';
const faqs = [{ question: 'Does it hurt?', answer: 'Most feel little.' }];
const path = 'M9.663 17h4.673M12 3v1';
---

<Layout title="Knee care" description="Gentle help for sore knees.">
  <!-- Hero -->
  <section class="relative py-4 px-6">
    <h1>Feel better</h1>
    <p>
      25 years of
      experience.<br>Come in.
    </p>
    <ul>
      {faqs.map((faq) => (
        <li>{faq.question} is a good question</li>
      ))}
    </ul>
    {open && <strong>Open today</strong>}
    <ServiceCard title="Reduces swelling" href="/we cure" />
    <img src="/a.png" alt="Our team">
  </section>
</Layout>
<script type="application/ld+json">{"@type": "FAQPage", "name": "It may help you."}</script>
<script>const label = { text: 'Please wait here.' };</script>
<style>p { content: "we cure"; }</style>
"""


def test_astro() -> None:
    document = read("astro", ASTRO)
    assert document.status == "checked"
    assert texts(document) == [
        "Does it hurt?",
        "Most feel little.",
        "Knee care",
        "Gentle help for sore knees.",
        "Feel better",
        "25 years of experience.\nCome in.",
        f"{PLACEHOLDER} is a good question",
        "Open today",
        "Reduces swelling",
        "Our team",
        "It may help you.",
        "Please wait here.",
    ]
    place = {segment.text: index for index, segment in enumerate(document.segments)}
    assert document.segments[1].context.question == 0
    assert segment_of(document, "Our team").context.headings == (place["Feel better"],)
    assert segment_of(document, "It may help you.").surface is Surface.JSON_LD
    assert segment_of(document, "Reduces swelling").surface is Surface.ATTRIBUTE
    assert document.title == place["Feel better"]
    hold_together(document)


def test_a_comment_of_markup_may_stand_in_an_expression() -> None:
    document = read("astro", "{ready && (\n  <!-- it's we cure -->\n  <p>It may help.</p>\n)}")
    assert document.status == "checked"
    assert texts(document) == ["It may help."]


def test_astro_without_front_matter() -> None:
    assert texts(read("astro", "<p>It may help {'you'}.</p>")) == ["It may help you."]


@pytest.mark.parametrize("kind", READERS)
def test_line_ends_and_unusual_characters(kind: str) -> None:
    body = "<p>Well\u00ad being \U0001f600 for\r\n\tyou &amp; yours</p>"
    text = f"<template>\r\n{body}\r\n</template>" if kind == "vue" else body
    document = read(kind, text)
    assert texts(document) == ["Well being \U0001f600 for you & yours"]
    segment = document.segments[0]
    at = segment.text.index("\U0001f600")
    assert source_of(document, segment, at, at + 1) == ["\U0001f600"]
    assert source_of(document, segment, at + 2, at + 9) == ["for\r\n\tyou"]


@pytest.mark.parametrize(("kind", "text"), [("vue", VUE), ("svelte", SVELTE), ("astro", ASTRO)])
def test_cut_anywhere_it_is_still_read(kind: str, text: str) -> None:
    for cut in range(0, len(text), 25):
        hold_together(read(kind, text[:cut]))


@pytest.mark.parametrize(("kind", "text"), [("vue", VUE), ("svelte", SVELTE), ("astro", ASTRO)])
@given(which=st.integers(0, 200))
def test_an_edit_at_a_span_is_read_back(kind: str, text: str, which: int) -> None:
    document = read(kind, text)
    places = [
        (index, at, at + len(word))
        for index, segment in enumerate(document.segments)
        for word in segment.text.split()
        for at in [segment.text.index(word)]
        if word.isalpha() and len(word) > 3 and len(segment.pieces(at, at + len(word))) == 1
    ]
    index, start, end = places[which % len(places)]
    segment = document.segments[index]
    span = segment.pieces(start, end)[0]
    edited = read(kind, text[: span.start] + "gentler" + text[span.end :])
    assert texts(edited)[index] == segment.text[:start] + "gentler" + segment.text[end:]


@pytest.mark.parametrize("kind", READERS)
@given(pieces=st.lists(st.sampled_from(SOUP), max_size=60))
def test_soup_never_breaks_the_readers(kind: str, pieces: list[str]) -> None:
    hold_together(read(kind, "".join(pieces)))
    hold_together(read(kind, "<template>" + "".join(pieces) + "</template><script>" + "".join(reversed(pieces))))


@pytest.mark.parametrize("kind", READERS)
@pytest.mark.parametrize(
    "text",
    [
        "{{" * 20_000,
        "<!--" * 20_000,
        "<template>" * 20_000,
        '<a "' * 20_000,
        "<p :a='" * 10_000,
        "---\n" * 20_000,
        "{#if a}" * 10_000,
        "<script>" * 20_000,
        "<template>{{ '" * 10_000,
        "<a b={" * 10_000,
        '<p :a="`' * 10_000,
        "{" * 30_000,
    ],
)
def test_hostile_input_is_finished(kind: str, text: str) -> None:
    assert read(kind, text).status in ("checked", "partial")
    hold_together(read(kind, f"<template>{text}"))


def test_a_number_given_to_a_component_of_vue_labels_the_words_beside_it() -> None:
    source = '<template><StatCard :value="92" suffix="%" label="of people sleep well again" /></template>'
    number, words = read("vue", source).segments
    assert (number.text, words.text, words.context.label) == ("92%", "of people sleep well again", 0)
    assert [source[piece.start : piece.end] for piece in number.pieces(0, 3)] == ["92", "%"]


COUNTERS = """<section>
  <div><CountUp start={0} end={95} /><b>%</b> <p>of our patients walk well</p></div>
  <div><h3><AnimatedCounter prefix="~" to={96} suffix="%" /></h3><p>of people sleep well</p></div>
  <div><NumberTicker value={85} suffix="%"></NumberTicker><span>of knees bend again</span></div>
  <div><Counter end={92} suffix="%" label="of backs feel better" /></div>
  <p>Over {97}% of shoulders move.</p>
  <ProgressBar value={60} /><Card number={3}><p>Third step</p></Card>
</section>"""


def _joined(document: Document) -> list[str]:
    return [segment.text for segment in with_numbers(document).segments if segment.text]


@pytest.mark.parametrize("kind", ["svelte", "astro", "tsx"])
def test_a_number_that_a_component_shows_is_read_beside_what_it_counts(kind: str) -> None:
    source = f"export default () => {COUNTERS};" if kind == "tsx" else COUNTERS
    document = read(kind, source)
    assert _joined(document) == [
        "95% of our patients walk well",
        "~96% of people sleep well",
        "85% of knees bend again",
        "92% of backs feel better",
        "Over 97% of shoulders move.",
        "Third step",
    ]
    over = next(segment for segment in document.segments if "96" in segment.text)
    assert [source[piece.start : piece.end] for piece in over.pieces(0, len(over.text))] == ["~", "96", "%"]
    hold_together(document)


def test_a_number_that_a_component_of_vue_shows_is_read_beside_what_it_counts() -> None:
    source = """<template><div><CountUp :end-val="95" />% <p>of our patients walk well</p></div>
    <div><h3><animated-counter :value="96" suffix="%"></animated-counter></h3><p>of people sleep well</p></div>
    <div><NumberTicker :value="85" suffix="%" /><span>of knees bend again</span></div>
    <ProgressBar :value="60" /></template>"""
    document = read("vue", source)
    assert _joined(document) == [
        "95% of our patients walk well",
        "96% of people sleep well",
        "85% of knees bend again",
    ]
    hold_together(document)


@pytest.mark.parametrize("kind", ["svelte", "astro"])
@pytest.mark.parametrize(
    "markup",
    [
        "<div><div>85%</div><div>Patients report less pain</div></div>",
        '<div><p class="big">85%</p><p>Patients report less pain</p></div>',
        "<div><b>85%</b><span>Patients report less pain</span></div>",
        '<Stat value="85%" label="Patients report less pain" />',
        '<Stat value={85} suffix="%" label="Patients report less pain" />',
        '{[{ value: 85, suffix: "%", label: "Patients report less pain" }].map((s) => 1)}',
        '{[{ label: "Patients report less pain", number: "85%" }].map((s) => 1)}',
    ],
)
def test_numbers_join_their_labels_in_svelte_and_astro(kind: str, markup: str) -> None:
    document = read(kind, f"<main>{markup}</main>")
    assert _joined(document) == ["85% Patients report less pain"]
    hold_together(document)


@pytest.mark.parametrize("kind", ["svelte", "astro", "tsx", "vue"])
@given(
    st.from_regex(r"[1-9][0-9]{0,4}(\.[0-9])?", fullmatch=True),
    st.sampled_from(["", "%", "+", "k", " years"]),
    st.sampled_from(["", "$", "about "]),
    st.integers(0, 3),
)
def test_a_counter_reads_as_its_number_with_what_is_around_it(
    kind: str, number: str, suffix: str, prefix: str, blanks: int
) -> None:
    value = f':end="{number}"' if kind == "vue" else f"end={{{number}}}"
    props = " ".join([*([f'prefix="{prefix}"'] if prefix else []), value, *([f'suffix="{suffix}"'] if suffix else [])])
    markup = f"<p>We help <CountUp {props}{' ' * blanks}/> of you well.</p>"
    source = {"tsx": f"export default () => {markup};", "vue": f"<template>{markup}</template>"}.get(kind, markup)
    document = read(kind, source)
    (segment,) = document.segments
    assert segment.text == f"We help {prefix}{number}{suffix} of you well."
    at = segment.text.index(number)
    assert [source[piece.start : piece.end] for piece in segment.pieces(at, at + len(number))] == [number]
    hold_together(document)


def test_astro_html_given_as_a_directive_is_read() -> None:
    document = read(
        "astro", "<p set:html=\"<b>Calm</b> knees\"></p><p set:html={`<i>Less</i> pain`} /><p set:text='So calm'></p>"
    )
    assert [segment.text for segment in document.segments] == ["Calm knees", "Less pain", "So calm"]


@pytest.mark.parametrize("kind", ["svelte", "astro", "tsx"])
def test_what_search_engines_are_told_and_the_words_of_buttons_are_read(kind: str) -> None:
    markup = (
        '<meta name="description" content="We ease knees &amp; hips" />'
        '<meta content="Calm knees" property="og:title" />'
        '<meta name="viewport" content="width=device-width, initial-scale=1" /><meta charset="utf-8" />'
        '<input type="submit" value="Book a calm visit" key={place} /><input type="text" value="No button at all" />'
    )
    source = f"export default () => <main>{markup}</main>;" if kind == "tsx" else f"<main>{markup}</main>"
    document = read(kind, source)
    assert [(segment.surface, segment.context.key, segment.text) for segment in document.segments] == [
        (Surface.META, "description", "We ease knees & hips"),
        (Surface.META, "og:title", "Calm knees"),
        (Surface.BUTTON, "value", "Book a calm visit"),
    ]
    (ampersand,) = document.segments[0].pieces(14, 15)
    assert source[ampersand.start : ampersand.end] == "&amp;"
