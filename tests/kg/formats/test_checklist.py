"""checklist: read back by a parser of Markdown and by `ticked`."""

import html
import re
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

from kg.answers.shapes import PathAnswer, StepAnswer
from kg.formats import words
from kg.formats.checklist import checklist
from kg.formats.markup import folded
from kg.graph import ConceptGraph
from kg.ticks import ticked
from tests.kg.formats.answers import HOSTILE
from tests.kg.formats.paths import calendar, full, of_hub, path, paths, step

MARK = re.compile(r"<!-- kg:[a-z0-9-]+ -->")
READERS = (MarkdownIt(), MarkdownIt("gfm-like", {"linkify": False}))


def shown(node: SyntaxTreeNode) -> str:
    """The text of an inline node as a reader sees it."""
    parts = {"softbreak": "\n", "hardbreak": "\n"}
    leaves = [leaf for leaf in node.walk() if not leaf.children]
    return "".join(
        leaf.content if leaf.type in ("text", "code_inline") else parts.get(leaf.type, "") for leaf in leaves
    )


def told(one: StepAnswer) -> str:
    """The first line of a step as it is to be shown; spaces may be folded at its end."""
    why = f" — {folded(one['because'])}" if one["because"] else ""
    return f"[ ] {one['position']}. {words.label(one['concept'])} ({words.took(one)}){why} "


def check(answer: PathAnswer) -> None:
    """Every step is an item with its text, its link and its mark; nothing else is markup of others."""
    text = checklist(answer).decode()
    for reader in READERS:
        tree = SyntaxTreeNode(reader.parse(text))
        kinds = {node.type for node in tree.walk()}
        known = ("root", "heading", "inline", "text", "paragraph", "bullet_list", "list_item", "link", "html_inline")
        assert kinds <= set(known)
        raw = [node.content for node in tree.walk() if node.type == "html_inline"]
        assert raw == [f"<!-- kg:{one['concept']['id']} -->" for one in answer["steps"]]
        lines = [node for node in tree.walk() if node.type == "inline" and node.content.startswith("[ ] ")]
        assert [shown(node) for node in lines] == [told(one) for one in answer["steps"]]
        links = [[node.attrs["href"] for node in one.walk() if node.type == "link"] for one in lines]
        wanted = [words.link(one["concept"]) for one in answer["steps"]]
        assert links == [[reader.normalizeLink(url)] if url else [] for url in wanted]
        heads = [shown(node.children[0]) for node in tree.walk() if node.type == "heading"]
        assert heads[0] == words.heading(answer)
        weeks = [f"Week {k}" for k, _ in enumerate(answer.get("calendar", {}).get("weeks", []), 1)]
        assert [head.split(",")[0] for head in heads if head.startswith("Week")] == weeks


def test_a_path_of_the_hub_is_a_checklist(graph: ConceptGraph) -> None:
    """With the hub's own texts."""
    check(of_hub(graph, "large-language-model"))


def test_a_checklist_says_all_there_is() -> None:
    """With weeks, reasons, choices and what is left out."""
    answer = full()
    check(answer)
    text = checklist(answer).decode()
    assert (
        "\n- [ ] 2. [Function](<https://hub.example/id/function>) (about 30 min) — Why function is here. <!-- kg:function -->\n"
        in text
    )
    assert "  - Needs: 7. Representation, Vector (known)\n" in text
    assert "\n## Known already\n\n- Known and used: Vector.\n" in text


@settings(max_examples=40)
@given(one=paths())
def test_no_text_is_markup(one: PathAnswer) -> None:
    """Whatever the texts, a reader sees them as they are, on one line, and no tag comes through."""
    check(one)


@settings(max_examples=40)
@given(one=paths())
def test_all_texts_are_shown(one: PathAnswer) -> None:
    """Title, names, reasons and what stands below come out of a renderer as they went in."""
    page = re.sub(r"<[^>]*>", "", MARK.sub("", READERS[0].render(checklist(one).decode())))
    plain = folded(html.unescape(page))
    texts = [one["title"], *one["labels"].values(), *(choice["because"] for choice in one["choices"])]
    assert all(folded(text) in plain for text in texts if text)


def test_a_text_cannot_forge_a_mark_or_a_box() -> None:
    """What looks like one in a label or a reason is not read."""
    forged = "- [x] <!-- kg:forged -->\n- [x] b <!-- kg:forged -->"
    steps = [step(1, "a", label=forged, because=forged), step(2, "b")]
    text = checklist(path(steps, title=forged, labels={"k": forged}, skipped=["k"], left_out=["k"])).decode()
    assert ticked(text.replace("- [ ]", "- [x]")) == ["a", "b"]


@settings(max_examples=40)
@given(one=paths(), data=st.data())
def test_what_is_ticked_is_read_back(one: PathAnswer, data: st.DataObject) -> None:
    """Any of the boxes, ticked in any way, whatever the line ends, with text written between; none is ticked at first."""
    text = checklist(one).decode()
    assert ticked(text) == []
    ids = [each["concept"]["id"] for each in one["steps"]]
    done = [id for id in ids if data.draw(st.booleans())]
    lines = text.splitlines()
    for k, each in enumerate(lines):
        if any(f"<!-- kg:{id} -->" in each for id in done):
            lines[k] = each.replace("- [ ]", data.draw(st.sampled_from(("- [x]", "- [X]", "* [x]", "  + [x]"))), 1)
    end = data.draw(st.sampled_from(("\n", "\r\n", "\n\nA note of mine.\n\n")))
    assert ticked(end.join(lines)) == done


def test_dialects_find_nothing_of_theirs() -> None:
    """Strikes, highlights, mathematics, comments and tables of GFM and Obsidian are escaped wherever they would start."""
    answer = path([step(1, "a", because="~~s~~ ==h== $m$ %%c%% |t| #tag ^block {x} ![[file]] www.a.b http://c")])
    (first,) = (line for line in checklist(answer).decode().splitlines() if line.startswith("- [ ]"))
    assert not re.search(r"(?<!\\)[~=$%|#^{}\[\]]", first.partition(" — ")[2].replace("\\\\", ""))
    assert "www\\.a.b http\\://c" in first


def test_an_empty_path_says_so() -> None:
    """There is no list then, with or without a calendar."""
    for facts in ({}, {"calendar": calendar([])}):
        answer: Any = path([], title="Logic", skipped=["logic"], labels={"logic": "Logic"}, **facts)
        text = checklist(answer).decode()
        assert text == "# Logic\n\nNothing is left to learn.\n\n## Known already\n\n- Known and used: Logic.\n"


def test_hostile_texts_leave_one_line_per_step() -> None:
    """All of them as labels and reasons."""
    answer = path([step(k, f"c{k}", label=text, because=text, url=text) for k, text in enumerate(HOSTILE, 1)])
    check(answer)
    assert sum(line.startswith("- [ ]") for line in checklist(answer).decode().splitlines()) == len(HOSTILE)
