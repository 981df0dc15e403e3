"""Which mentions are linked, and why others are not."""

from collections import Counter
from random import Random

import pytest

from kg.mentions import Form, Lexicon, Rules, spliced
from kg.mentions.judge import MOST, SPACING
from kg.names import Entry
from tests.kg.mentions.linked import UNBOUND, lexicon, linked, mentions, written

FILL = "word " * 200


def test_the_first_mention_is_linked() -> None:
    """One link per concept; what follows counts as linked already."""
    assert written("text", f"token vector tokens vector {FILL}", "token", "vector") == [
        ("token", "link"),
        ("vector", "link"),
        ("tokens", "already-linked"),
        ("vector", "already-linked"),
    ]


@pytest.mark.parametrize(
    ("form", "source"),
    [
        ("html", f"token <h2>one</h2> token <h3>more</h3> token <h2>two</h2> token {FILL}"),
        ("markdown", f"token\n\n# one\n\ntoken\n\n### more\n\ntoken\n\ntwo\n---\n\ntoken {FILL}"),
    ],
)
def test_one_in_each_section(form: Form, source: str) -> None:
    """A section begins with a heading of level one or two; by page there is one link in all."""
    reasons = [why for _, why in written(form, source, "token", rules=UNBOUND._replace(per="section"))]
    assert reasons == ["link", "link", "already-linked", "link"]
    assert [why for _, why in written(form, source, "token")] == ["link", *["already-linked"] * 3]


def test_no_more_than_a_page_can_bear() -> None:
    """Twelve links where nothing else is said, fewer on a short page, none where none is wanted."""
    names = [f"name{letter}" for letter in "abcdefghijklmnopqrst"]
    text = " ".join(names)
    assert Counter(why for _, why in written("text", f"{text} {FILL}", *names, rules=Rules())) == {
        "link": MOST,
        "cap": 8,
    }
    short = Counter(why for _, why in written("text", text, *names, rules=Rules()))
    assert short["link"] == len(names) // SPACING
    assert {why for _, why in written("text", f"{text} {FILL}", *names, rules=Rules(most=0))} == {"cap"}


def test_links_that_are_there_count() -> None:
    """A concept that stands in a link further down is not linked again, and its link is one of those allowed."""
    source = f"<p>token vector matrix <a href=x>the token</a> {FILL}"
    rules = Rules(most=2)
    assert written("html", source, "token", "vector", "matrix", rules=rules) == [
        ("token", "already-linked"),
        ("vector", "link"),
        ("matrix", "cap"),
        ("token", "already-linked"),
    ]


def test_a_page_does_not_link_to_itself() -> None:
    """What the page is about is found and left."""
    assert written("text", f"token vector {FILL}", "token", "vector", rules=UNBOUND._replace(own={0})) == [
        ("token", "self"),
        ("vector", "link"),
    ]


def test_an_ambiguous_name_is_linked_nowhere() -> None:
    """A name of two concepts is told, its owners in rank order, and hides no other name."""
    names = Lexicon(
        [Entry(0, "kernel", "en", "label"), Entry(1, "kernel", "en", "hidden"), Entry(2, "token", "en", "also")]
    )
    found = mentions("text", f"kernel token {FILL}", names)
    assert [(one.why_not, len(one.found.owners)) for one in found] == [("ambiguous", 2), (None, 1)]


@pytest.mark.parametrize(
    "text",
    [
        "https://hub.example/token",
        "www.hub.example/token?token",
        "me@token.example",
        "{{ token }} {% token %} {.token}",
        r"\(token\) \[token\] $token$ $$token$$",
    ],
)
@pytest.mark.parametrize("form", ["text", "html", "markdown"])
def test_addresses_templates_and_formulas_are_left(form: Form, text: str) -> None:
    """In whatever form, they are no words of the text."""
    assert {why for _, why in written(form, f"{text} {FILL}", "token")} <= {"inside"}


def test_money_is_no_formula() -> None:
    """Two amounts in dollars do not make what is between them mathematics."""
    assert written("text", f"It costs $5 a token and $6 a vector. {FILL}", "token", "vector") == [
        ("token", "link"),
        ("vector", "link"),
    ]


def test_splicing_keeps_the_rest() -> None:
    """What is put in, taken out again, leaves the source."""
    random = Random(1)
    source = "".join(random.choices("ab <>&é\n", k=500))
    places = sorted(random.sample(range(500), 40))
    links = [(start, end, "\ue000", "\ue001") for start, end in zip(places[::2], places[1::2], strict=True)]
    assert spliced(source, links).replace("\ue000", "").replace("\ue001", "") == source
    assert spliced(source, links).count("\ue000") == 20


@pytest.mark.parametrize("form", ["html", "markdown"])
def test_what_was_linked_is_left_as_it_is(form: Form) -> None:
    """To link a document again, by page or by section, with whatever cap, changes nothing."""
    names = lexicon("token", "vector", "matrix", "deep learning")
    source = (
        f"token vector, *matrix*\n\n<h2>token</h2>\n\nDeep learning: vector token {FILL}\n\n## matrix\n\nmatrix token"
    )
    for rules in (UNBOUND, Rules(), Rules(most=2), Rules(per="section"), Rules(most=3, per="section")):
        once = linked(form, source, names, rules)
        assert once != source
        assert linked(form, once, names, rules) == once
