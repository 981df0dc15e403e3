"""mermaid: read back by a grammar of the few forms of line that may occur."""

import html
import re

from hypothesis import given

from kg.formats import GraphAnswer
from kg.formats.markup import folded, safe_url
from kg.formats.mermaid import mermaid
from kg.formats.shape import manner, said
from tests.kg.formats.answers import answer, answers, node

LABEL = r"\"((?:[^\W_]|[ ,.'-]|#\d+;|<br/>)*)\""
NODE = re.compile(rf"  (n\d+)\[{LABEL}\]")
EDGE = re.compile(rf"  (n\d+) (-->|-\.->)\|{LABEL}\| (n\d+)")
CLICK = re.compile(r'  click (n\d+) href "([!#-;=?-Z_a-z~\[\]]+)"')


def plain(label: str) -> str:
    """A label as Mermaid shows it."""
    return html.unescape(re.sub(r"#(\d+);", lambda code: chr(int(code[1])), label).replace("<br/>", "\0"))


def shown(text: str) -> str:
    """A text as `plain` is to give it; what looks like a character entity is decoded there too."""
    return html.unescape(folded(text) or " ")


def check(one: GraphAnswer) -> None:
    """The lines are a title, the nodes, the edges and the links of the answer, and nothing else."""
    rule, title, end, head, *lines = mermaid(one).decode().removesuffix("\n").split("\n")
    assert (rule, end, head) == ("---", "---", "flowchart BT")
    assert re.fullmatch(r'title: "(?:[A-Za-z0-9 ]|\\U[0-9A-F]{8})*"', title)
    assert re.sub(r"\\U(.{8})", lambda code: chr(int(code[1], 16)), title[8:-1]) == folded(one["title"])
    count = len(one["nodes"])
    nodes = [NODE.fullmatch(line) for line in lines[:count]]
    assert [(found[1], plain(found[2])) for found in nodes if found] == [
        (f"n{k}", f"{shown(each['label'])}\0{shown(each['kind'])}") for k, each in enumerate(one["nodes"], start=1)
    ]
    names = {each["id"]: f"n{k}" for k, each in enumerate(one["nodes"], start=1)}
    edges = [EDGE.fullmatch(line) for line in lines[count : count + len(one["edges"])]]
    assert [(found[1], found[2] == "-->", plain(found[3]), found[4]) for found in edges if found] == [
        (names[each["from"]], manner(each) in ("essential", "other"), shown(said(each)), names[each["to"]])
        for each in one["edges"]
    ]
    clicks = [CLICK.fullmatch(line) for line in lines[count + len(one["edges"]) :]]
    assert [found and found[1] for found in clicks] == [names[e["id"]] for e in one["nodes"] if safe_url(e["url"])]


def test_lines_are_those_of_the_answer(closure: GraphAnswer, neighbourhood: GraphAnswer) -> None:
    """For the hub's own data."""
    check(closure)
    check(neighbourhood)


@given(one=answers())
def test_no_label_breaks_out(one: GraphAnswer) -> None:
    """Whatever the texts, no line is of another form."""
    check(one)


def test_no_address_breaks_out() -> None:
    """An address cannot end its quotes; one that would run a script is left out."""
    urls = ('/a"b%%{init}%%', "javascript:alert(1)", "JAVASCRIPT:x", "//host/ok", "https://hub.example/#x;")
    found = mermaid(answer([node(f"c{k}", k, url=url) for k, url in enumerate(urls)], [])).decode()
    assert re.findall(r"click .*", found) == [
        'click n1 href "/a%22b%%%7Binit%7D%%"',
        'click n4 href "//host/ok"',
        'click n5 href "https://hub.example/#x%3B"',
    ]
