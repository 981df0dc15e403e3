"""Markdown: which of it is running text, and that an independent parser sees nothing else than links."""

from random import Random
from typing import Any

import pytest
from markdown_it import MarkdownIt
from markdown_it.token import Token

from kg.mentions import READERS
from tests.kg.mentions.linked import ADDRESS, drawn, lexicon, linked, written

PARSER = MarkdownIt("commonmark").enable(["table", "strikethrough"])
PARTS = (
    *("deep learning", "token", "vector", "deep", "learning", "learning rate", "a", "é", " ", " ", " ", "\n", "\n\n"),
    *(
        "*",
        "**",
        "***",
        "_",
        "~~",
        "`",
        "``",
        "[",
        "](x)",
        "]",
        "![",
        "(",
        ")",
        "\\",
        "!",
        "^",
        "$",
        "|",
        '"',
        "'",
        ": ",
    ),
    *("> ", "- ", "+ ", "1. ", "2) ", "    ", "\t", "# ", "```\n", "---\n", "===\n", "|-|-|\n", "\r\n", "{.x}"),
    *("[x]: /u\n", "[token]: /t\n", "&amp;", "&nbsp;", "<https://token>", "<", "<b>", "</b>", "<a href=x>", "</a>"),
    *("<div>\n", "</div>\n", "<pre>", "</pre>", "<script>", "</script>", "<!-- ", " -->"),
)


def reasons(source: str) -> list[str]:
    """What becomes of each `token` in a document."""
    return [why for _, why in written("markdown", drawn([source]), "token")]


def seen(source: str) -> tuple[list[Any], int]:
    """What markdown-it sees in a document: everything but our links, and how many of those there are."""
    found: list[Any] = []
    links = 0
    for token in PARSER.parse(source):
        found.append(
            (
                token.type,
                token.tag,
                str(token.map),
                token.markup,
                token.info,
                token.content if not token.children else "",
            )
        )
        ours: list[bool] = []
        for child in token.children or ():
            if child.type == "link_open":
                ours.append(str(child.attrs["href"]).startswith(ADDRESS))
                links += ours[-1]
            if not (child.type in ("link_open", "link_close") and ours[-1]):
                _add(found, child)
            if child.type == "link_close":
                ours.pop()
    return found, links


def _add(found: list[Any], child: Token) -> None:
    """Add what is within a block; a text that goes on is one text."""
    if child.type != "text":
        found.append((child.type, child.tag, child.content, sorted(child.attrs.items()), child.markup))
    elif found[-1][0] == "text":
        found[-1] = ("text", found[-1][1] + child.content)
    elif child.content:
        found.append(("text", child.content))


@pytest.mark.parametrize(
    "source",
    [
        "token",
        "*token*",
        "**a token** b",
        "_token_, too",
        "- token",
        "1. a\n\n   token",
        "> token",
        "> a\ntoken",
        "- a\n  > token",
        "| a | token |\n|---|---|",
        "a\n    token",
        "-\ttoken",
        "<details>\n\ntoken\n\n</details>",
        "\\[token",
        "[ ] token",
        "a<br>token",
        "`a` token `b`",
        "`` ` `` token",
        "a ` token",
        "---\n\ntoken",
        "---\ntitle: x\n---\ntoken",
        "+++\ntitle = 1\n+++\ntoken",
        "\ufeff# x\n\ntoken",
        "# x\ntoken",
        "```\n```\ntoken",
        "```a`b\ntoken",
        "> ```\ntoken",
        "***\ntoken",
        "[x]: /y\n\ntoken",
    ],
)
def test_running_text(source: str) -> None:
    """Paragraphs wherever they stand."""
    assert reasons(source) == ["link"]


@pytest.mark.parametrize(
    "source",
    [
        "# token",
        "## token ##",
        "token\n===",
        "a\ntoken\n---",
        "> token\n> ---",
        "    token",
        "\ttoken",
        "- a\n\n      token",
        "```\ntoken\n```",
        "~~~ token\ntoken",
        "- ```\n  token",
        "`token`",
        "`` `token` ``",
        "`a\ntoken`",
        "<code>token</code>",
        "<kbd>a token",
        "<div>token</div>",
        "<pre>\n\ntoken\n\n</pre>",
        "<div data-kg-skip>\n\ntoken\n\n</div>",
        "<span data-kg-skip>token</span>",
        "![token](x)",
        "[a token",
        "[a token] b",
        "*[AB]: token",
        "[^1]: token",
        "<https://hub.example/token>",
        "wow!token",
        "a*token*b",
        "*the token*.",
        "a ^token",
        "token{.x}",
    ],
)
def test_all_else(source: str) -> None:
    """Headings, code, HTML, images, definitions, and where brackets would not be read as a link."""
    expected = "link" if source == "[a token" else "inside"
    assert set(reasons(source)) == {expected}


@pytest.mark.parametrize(
    "source",
    [
        "[token](x)",
        "[a token](<x y> 'z')",
        "[a *token*][x]\n\n[x]: /y",
        "[token][]\n\n[Token]: /y",
        "[token]\n\n[TOKEN]: /y",
        "[[token]]",
        "[![a](b) token](c)",
        '<a href="x">token</a>',
        "[a\ntoken](x\n'y')",
        "[a token](x(y)z)",
    ],
)
def test_links(source: str) -> None:
    """What stands in a link of any sort counts as linked."""
    assert "already-linked" in reasons(source)
    assert "link" not in reasons(source)


@pytest.mark.parametrize(
    "source",
    ["[](token)", "[x](token 'token')", "[x]( <token token> )", "<!-- token -->", "<?token?>", "<b title='token'>"],
)
def test_what_is_no_text(source: str) -> None:
    """Addresses and titles of links, comments and attributes are not read."""
    assert reasons(source) == []


@pytest.mark.parametrize("part", [*PARTS, "[a](", "[](a '", "[a][", "> - ", "<!", "`a``", "\\(", "- a\n\n"])
def test_a_great_deal_of_anything(part: str) -> None:
    """Two thousand times the same: an answer, and no stack to run over."""
    names = lexicon("token", "deep")
    once = linked("markdown", part * 2_000, names)
    assert linked("markdown", once, names) == once


def test_another_parser_sees_nothing_else_than_links() -> None:
    """Of documents put together at random: every other token the same, and each of our links read as one.

    Linked again they stay as they are, and their text is the same to us.
    """
    random, names = Random(1), lexicon("deep learning", "token", "vector", "deep", "learning rate")
    changed = 0
    for _ in range(1_000):
        # front matter is no part of CommonMark
        source = drawn(random.choices(PARTS, k=random.randint(1, 30))).removeprefix("---\n")
        once = linked("markdown", source, names)
        changed += once != source
        assert linked("markdown", once, names) == once
        assert READERS["markdown"](once).text == READERS["markdown"](source).text
        before, after = seen(source), seen(once)
        assert before[0] == after[0], (source, once)
        assert (before[1], after[1]) == (0, once.count(f"]({ADDRESS}")), (source, once)
    assert changed > 200
