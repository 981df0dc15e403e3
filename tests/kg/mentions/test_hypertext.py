"""HTML: which of it is text, where that stands, and that a browser sees nothing else than links."""

from random import Random

import pytest
from playwright.sync_api import Browser

from kg.mentions import READERS
from tests.browsing import needs_chromium
from tests.kg.mentions.linked import ADDRESS, drawn, lexicon, linked, mentions, written

NEVER = [
    *("a", "h1", "h2", "h3", "h4", "h5", "h6", "code", "pre", "kbd", "samp", "script", "style", "textarea", "button"),
    *("label", "summary", "svg", "math", "abbr", "dfn", "title", "select", "template"),
]
PARTS = (
    *(
        "deep learning",
        "token",
        "vector",
        "deep",
        "learning",
        " ",
        "\n",
        "&nbsp;",
        "&amp;",
        "&#8217;",
        "&token;",
        "x",
        "é",
    ),
    *("<", ">", "</>", "</ a>", '"', "'", "=", "/", "<!--", "-->", "--!>", "<!-->", "<![CDATA[", "]]>", "<?x", "<!x"),
    *(" href='x'", ' title="a>b"', "<p data-kg-skip>", "<div data-kg-skip>", "<a href=token>", "<svg/>", "<wbr>"),
    *(f"<{name}>" for name in (*NEVER, *"b p div span em li ul table tr td option img br desc mi".split())),  # noqa: SIM905
    *(f"</{name}>" for name in (*NEVER, *"b p div span em li ul table tr td option br desc mi".split()) * 2),  # noqa: SIM905
)
# Parses both documents as a page; gives what forbids a link of ours, and how they differ when those are taken out.
LOOKED_AT = """documents => documents.map(([before, after]) => {
    const [one, other] = [before, after].map(text => new DOMParser().parseFromString(text, "text/html"))
    const wrong = []
    for (const link of other.querySelectorAll('a[href^="ADDRESS"]')) {
        if (link.parentElement.closest("NEVER, [data-kg-skip]")) wrong.push(`in ${link.parentElement.outerHTML}`)
        link.replaceWith(...link.childNodes)
    }
    for (const page of [one, other]) page.normalize()
    if (!one.isEqualNode(other)) wrong.push(`${one.body.outerHTML} is not ${other.body.outerHTML}`)
    return wrong
})""".replace("ADDRESS", ADDRESS).replace("NEVER", ", ".join(NEVER))


def reasons(source: str) -> list[str]:
    """What becomes of each `token` in a document."""
    return [why for _, why in written("html", drawn([source]), "token")]


@pytest.mark.parametrize("name", [name for name in NEVER if name not in ("a", "script", "style", "textarea", "title")])
def test_not_within(name: str) -> None:
    """Not in these elements, nor in what stands in them; after them, again."""
    assert reasons(f"<{name.upper()} x='>'><x>token</x></{name}> token") == ["inside", "link"]


@pytest.mark.parametrize("name", ["script", "style", "textarea", "title", "iframe", "xmp"])
def test_what_is_no_text(name: str) -> None:
    """The content of these is not even read, whatever tags are in it."""
    assert reasons(f"<{name}><b>token</b></ {name}></{name}x>token<!-- </{name} >token") == ["link"]


@pytest.mark.parametrize(
    "source",
    [
        "<script>a = '</scr' + 'ipt>token'</script>",
        "<script><!-- <script> token </script> token --></script>",
        "<script><!--> token </script>",
        "<!-- token > token -->",
        "<!--> <!---> <!-- token --!>",
        "<!doctype token> <?token?> </ token> <![CDATA[token]]>",
        "<img alt=\"> token\" title='> token' alt=token>",
        '<a "></a>',
        "<p =token>",
        "</p token='>token'>",
        "<svg><![CDATA[ > </svg> ]]></svg>",
        "<svg/><math/>",
        "<title>token</title>",
        "a < b <= c <3 & d &vector",
    ],
)
def test_markup_of_every_sort_is_passed_over(source: str) -> None:
    """Comments, declarations, attributes and scripts hold no mentions, and what follows is read again."""
    assert reasons(f"{source} token") == ["link"]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("<p data-kg-skip>token<p>token", ["inside", "link"]),
        ("<div data-kg-skip><div>token</div>token</div>token", ["inside", "inside", "link"]),
        ("<br data-kg-skip>token", ["link"]),
        ("<h2>token</h3>token", ["inside", "link"]),
        ("<code>token<p>token</p>token", ["inside"] * 3),
        ("<a href=x>token</a> token", ["already-linked"] * 2),
        ("<a name=x>some <p>token", ["already-linked"]),
        ("<li data-kg-skip>token<li>token", ["inside", "link"]),
        ("</p></code></b>token", ["link"]),
        ("<table>token<tr><td>token", ["inside", "link"]),
        ("to<b>ken</b> <b>t</b>oken token", ["inside", "inside", "link"]),
        ("<b>a</b>token token<i>x</i> token", ["link"]),
        ("to<!-- x -->ken token", ["inside", "link"]),
        ("to<br>ken token", ["link"]),
        ("<p title='token", []),
    ],
)
def test_broken_and_nested(source: str, expected: list[str]) -> None:
    """Elements end where a browser ends them; words go on across tags in a line, and no link is put across a tag."""
    assert reasons(source) == expected


def test_references_are_characters() -> None:
    """A name is found across character references, and its place is that of their source."""
    source = "&lt;b&gt;&#68;eep&nbsp;learn&shy;ing&hellip; &bogus; &#99999999; R&amp;D"
    found = mentions("html", drawn([source]), lexicon("deep learning", "R&D"))
    assert [source[one.start : one.end] for one in found] == ["&#68;eep&nbsp;learn&shy;ing", "R&amp;D"]


def test_front_matter_is_left() -> None:
    """What a site generator reads above the document is no text."""
    assert written("html", drawn(["---\ntitle: token\n---\n<p>token"]), "token") == [("token", "link")]


@pytest.mark.parametrize("part", PARTS)
def test_a_great_deal_of_anything(part: str) -> None:
    """Four thousand times the same: an answer, and no stack to run over."""
    names = lexicon("token", "deep")
    source = part * 4_000
    once = linked("html", source, names)
    assert linked("html", once, names) == once


@needs_chromium
def test_a_browser_sees_nothing_else_than_links(browser: Browser) -> None:
    """Of documents put together at random: without our links the same tree, and no link where none may be.

    Linked again they stay as they are, and their text is the same to us.
    """
    random, names = Random(1), lexicon("deep learning", "token", "vector", "deep", "learning rate")
    documents = []
    for _ in range(700):
        source = drawn(random.choices(PARTS, k=random.randint(1, 25)))
        once = linked("html", source, names)
        assert linked("html", once, names) == once
        assert READERS["html"](once).text == READERS["html"](source).text
        documents.append((source, once))
    assert sum(source != once for source, once in documents) > 70
    wrong = browser.new_page().evaluate(LOOKED_AT, documents)
    assert [(pair, found) for pair, found in zip(documents, wrong, strict=True) if found] == []
