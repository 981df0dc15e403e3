"""The page about an article: what it says, section by section, and all that goes around it."""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from api.pages.downloads import DOWNLOADS
from api.pages.shell import shown
from kg.answers import answer
from kg.answers.document import Piece, told
from kg.answers.shapes import PageAnswer, RelationAnswer
from kg.answers.view import View
from kg.graph import ConceptGraph
from kg.questions import ListRelations, ReadPage, parse

MOST = 100


class Said(NamedTuple):
    """A relation that an article states: its sentence, the phrases of one section that it rests on, the reason."""

    sentence: tuple[Piece, ...]
    quotes: list[str]
    why: str | None


class Part(NamedTuple):
    """A section of an article, the opening without a heading, and what it states."""

    heading: str | None
    said: list[Said]


def page(graph: ConceptGraph, question: ReadPage) -> bytes:
    """The page about an article. Raises `kg.errors.KgError` where there is none."""
    found: Any = answer(graph, question)
    asked = parse(ListRelations, {"page": question.id, "limit": MOST, "lang": question.lang})
    stated = answer(graph, asked)
    view = View(graph, question.lang)
    return shown(
        graph,
        "article.html",
        question.lang,
        article=found,
        parts=list(_parts(view, found, stated["items"])),
        taught=list({one["id"]: one for one in (*found["about"], *found["teaches"])}.values()),
        total=stated["total"],
        left=stated["total"] - len(stated["items"]),
        labels={id: view.label(graph.number(id)) for one in found["questions"] for id in one["about"]},
        downloads={suffix: one for suffix, one in DOWNLOADS.items() if suffix in ("json", "jsonld", "md")},
    )


def _parts(view: View, article: PageAnswer, relations: Sequence[RelationAnswer]) -> Iterator[Part]:
    """What each section states, in the order of the sections; one that states nothing is left out."""
    for section in article["sections"]:
        said = []
        for one in relations:
            here = {"page": article["slug"], "section": section["id"]}
            quotes = [item["quote"] for item in one["evidence"] if here.items() <= item.items()]
            if quotes:
                said.append(Said(told(view, one), quotes, one["why"]))
        if said:
            yield Part(section["heading"], said)
