"""printed: read by a strict parser of HTML and by lxml; what is said, linked and named, and in which language."""

import re
from typing import Any, cast

import html5rdf  # type: ignore[import-untyped]
import pytest
from hypothesis import given, settings
from lxml import etree, html  # type: ignore[import-untyped]

from kg.answers.shapes import PathAnswer
from kg.formats import words
from kg.formats.markup import folded, safe_url
from kg.formats.paper import PAPER
from kg.formats.printed import printed
from kg.graph import ConceptGraph
from tests.kg.formats.answers import HOSTILE
from tests.kg.formats.paths import calendar, full, of_hub, path, paths, step

TAGS = {
    *("html", "head", "meta", "title", "style", "body", "main", "header", "section", "footer"),
    *("h1", "h2", "h3", "p", "ol", "ul", "li", "dl", "dt", "dd", "div", "span", "a", "bdi", "input", "time"),
}
NAMES = {
    *("lang", "dir", "charset", "name", "content", "class", "id", "type", "role", "href", "datetime"),
    "aria-labelledby",
}


def parsed(answer: PathAnswer) -> Any:
    """The document; what breaks a rule of the HTML standard for parsing raises."""
    content = printed(answer)
    html5rdf.HTMLParser(strict=True).parse(content)
    return html.document_fromstring(content)


def said(element: Any) -> str:
    """The text of an element on one line."""
    return folded(element.text_content())


def check(answer: PathAnswer) -> None:
    """A box, a name, a reason and a link for each step; only our own tags, attributes and addresses."""
    root = parsed(answer)
    assert {element.tag for element in root.iter(etree.Element)} <= TAGS
    assert {name for element in root.iter() for name in element.keys()} <= NAMES  # noqa: SIM118  elements are no mappings
    ids = [element.get("id") for element in root.iter() if element.get("id")]
    assert len(ids) == len(set(ids))
    assert [said(element) for element in root.iter("h1", "title")] == [words.heading(answer)] * 2
    items = root.xpath("//ol[@class='steps']/li")
    assert len(items) == len(answer["steps"]) == len(root.xpath("//input"))
    for item, one in zip(items, answer["steps"], strict=True):
        (box,), (head,) = item.xpath(".//input[@type='checkbox']"), item.xpath(".//h3")
        assert box.get("aria-labelledby") == head.get("id")
        name = words.label(one["concept"])
        assert said(head) == folded(f"{one['position']}. {name}")
        url = safe_url(one["concept"]["url"])
        assert [link.get("href") for link in head.iter("a")] == ([url] if url else [])
        assert [said(why) for why in item.xpath(".//p[@class='why']")] == [folded(one["because"])] * bool(
            folded(one["because"])
        )
        assert [said(each) for each in item.xpath(".//p[@class='address']")] == [
            link for link in [words.link(one["concept"])] if link
        ]
        links = [link.get("href") for link in item.xpath(".//dd//a")]
        assert all(link.removeprefix("#") in ids for link in links)


def test_a_path_of_the_hub_is_a_document(graph: ConceptGraph) -> None:
    """With the hub's own texts."""
    check(of_hub(graph, "large-language-model"))


def test_a_document_says_all_there_is() -> None:
    """With weeks, needs, choices and what was left out, all in one document."""
    answer = full()
    check(answer)
    root = parsed(answer)
    heads = [said(element) for element in root.iter("h2")]
    assert heads == [
        *("Week 1, from 2026-03-23 (3 h 45 min)", "Week 2, from 2026-03-30 (4 h 5 min)"),
        *("Week 3, from 2026-04-06 (2 h)", "Choices", "Not in this path", "Known already", "Renamed"),
    ]
    (step_12,) = root.xpath("//li[@id='step-12']")
    assert [said(part) for part in step_12.iter("dt", "dd")] == [
        *("Needs", "7. Representation, Vector (known)", "Unlocks", "13. Attention"),
        *("Leads to", "13. Attention → 14. Self attention"),
    ]


@settings(max_examples=40)
@given(one=paths())
def test_no_text_is_markup(one: PathAnswer) -> None:
    """Whatever the texts, the document is valid, and nothing in it is of another kind."""
    check(one)


@settings(max_examples=40)
@given(one=paths())
def test_all_texts_are_shown(one: PathAnswer) -> None:
    """Names and reasons come out of a parser as they went in."""
    plain = said(parsed(one).find("body"))
    texts = [one["title"], *one["labels"].values(), *(choice["because"] for choice in one["choices"])]
    texts += [each["concept"]["definition"] or "" for each in one["steps"]]
    assert all(folded(text) in plain for text in texts)


def test_hostile_texts_run_nothing() -> None:
    """No script, no event, no address but of pages."""
    answer = path(
        [step(k, f"c{k}", label=text, because=text, url=text, uri=text) for k, text in enumerate(HOSTILE, 1)],
        title=HOSTILE[0],
        version=HOSTILE[3],
        renamed={HOSTILE[0]: HOSTILE[1]},
    )
    check(answer)
    assert b"<script" not in printed(answer)


def test_it_needs_nothing_else() -> None:
    """No address in the style sheet or the head is fetched, and there is no script."""
    root = parsed(path([step(1, "a")]))
    assert not root.xpath("//script | //link | //img | //*[@src] | //*[@style]")
    assert "url(" not in PAPER
    assert "@import" not in PAPER


@pytest.mark.parametrize(
    ("lang", "direction"),
    [
        ("en", "ltr"),
        ("en-GB", "ltr"),
        ("he", "rtl"),
        ("ar-EG", "rtl"),
        ("fa-Latn", "ltr"),
        ("az-Arab-IR", "rtl"),
        ("de", "ltr"),
    ],
)
def test_the_document_is_in_the_language_of_the_answer(lang: str, direction: str) -> None:
    """With the direction of its script; our words are marked as English where it is not."""
    steps = [step(1, "a", ["k"], label="שלום", lang="he"), step(2, "b", ["a"])]
    root = parsed(path(steps, lang=lang, labels={"k": "K"}, skipped=["k"]))
    assert (root.get("lang"), root.get("dir")) == (lang, direction)
    english = lang.startswith("en")
    ours = root.xpath("//p[@class='totals'] | //h2 | //section | //footer | //dt")
    assert {(each.get("lang"), each.get("dir")) for each in ours if each.getparent().tag != "section"} == {
        (None, None) if english else ("en", "ltr")
    }
    (name,) = root.xpath("//h3[@id='name-1']//bdi")
    assert name.get("lang") == "he"
    known = root.xpath("//section//bdi")
    assert [each.get("lang") for each in known] == [None if english else lang]


def test_an_empty_path_says_so() -> None:
    """There is no list of steps and nothing to tick."""
    for facts in ({}, {"calendar": calendar([])}):
        root = parsed(path([], **cast("dict[str, Any]", facts)))
        assert said(root.xpath("//p[@class='totals']")[0]) == "Nothing is left to learn."
        assert not root.xpath("//ol | //input | //h2")


def test_colours_have_contrast_in_both_schemes_and_on_paper() -> None:
    """WCAG AA: 4.5 for text on what it stands on."""
    schemes = [dict(re.findall(r"--(\w+):(#\w+)", part)) for part in re.findall(r":root\{[^}]*\}", PAPER)]
    assert len(schemes) == 3

    def luminance(colour: str) -> float:
        digits = colour[1:] if len(colour) == 7 else "".join(2 * digit for digit in colour[1:])
        parts = [int(digits[k : k + 2], 16) / 255 for k in (0, 2, 4)]
        red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    for scheme in schemes:
        for ink in "ink", "quiet", "accent":
            for ground in "paper", "card":
                low, high = sorted(luminance(scheme[name]) for name in (ink, ground))
                assert (high + 0.05) / (low + 0.05) >= 4.5
