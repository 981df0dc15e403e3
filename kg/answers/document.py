"""What a document about a concept tells its reader, in words and in the order of telling.

HTML and Markdown are two ways of writing it; the facts are those of the answer to `ReadConcept`.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

from kg.answers.breadcrumbs import breadcrumbs
from kg.answers.concepts import read
from kg.answers.shapes import ConceptAnswer, EvidenceItem, Neighbour, Neighbours, Summary
from kg.answers.view import View, language
from kg.graph import ConceptGraph
from kg.model import Standing
from kg.questions import ReadConcept

MOST_MEMBERS = 200

_SLOT = re.compile(r"(\{from\}|\{to\})")
_LAST = ("related", "next")  # they say the least of what a concept is


class Piece(NamedTuple):
    """A piece of a sentence. `id` is set where it names another concept."""

    text: str
    id: str | None = None


class Proof(NamedTuple):
    """What a relation rests on: a quote from a section of a page (the opening has no heading), or a published work."""

    title: str
    url: str
    quote: str | None = None
    section: str | None = None


class Line(NamedTuple):
    """A relation: a sentence as seen from the concept, the reason, who says so and on what grounds.

    Of a requirement the title of its group says how it binds, so that only the other concept is named.
    """

    rid: str
    sentence: tuple[Piece, ...]
    why: str | None
    standing: Standing
    proofs: tuple[Proof, ...]


class Group(NamedTuple):
    """Relations of one sort under a title. `left` counts those that are not listed."""

    title: str
    lines: tuple[Line, ...]
    left: int = 0


class Document(NamedTuple):
    """A concept as it is told. `routes` lead down to it, each ending in it; `language` is that of the texts.

    `members` are the first concepts of a cluster in the order of learning, of `size` in all.
    """

    concept: ConceptAnswer
    language: str
    kind: str
    cluster: Summary | None
    routes: list[list[Summary]]
    before: list[Group]
    after: list[Group]
    others: list[Group]
    members: list[Summary]
    size: int


def document(graph: ConceptGraph, question: ReadConcept) -> Document:
    """The document about a concept. Raises `kg.errors.KgError` where there is none."""
    view, concept = View(graph, question.lang), read(graph, question)
    number = graph.number(question.id)
    kind = view.said(graph.kinds[concept["kind"]].label) or concept["kind"]
    cluster, members = graph.cluster(number), graph.members.get(number, ())
    needed, needing = concept["relations"].get("requires"), concept["inverse"].get("requires")
    return Document(
        concept,
        language(graph, [question.lang] if question.lang else []),
        kind,
        view.summary(cluster) if cluster >= 0 else None,
        breadcrumbs(view, number),
        _requirements(view, needed, _BEFORE, backwards=False) if needed else [],
        _requirements(view, needing, _AFTER, backwards=True) if needing else [],
        _others(view, concept),
        [view.summary(n) for n in members[:MOST_MEMBERS]],
        len(members),
    )


_BEFORE = ("Needed first", "At least {least} of these {size}", "Makes it easier")
_AFTER = ("Needed for", "One of the ways to", "Makes easier")


def _requirements(view: View, found: Neighbours, titles: Sequence[str], *, backwards: bool) -> list[Group]:
    """Requirements by how they bind: essential ones, each choice, and what only helps."""
    parts: dict[tuple[int, str], list[Neighbour]] = {}
    for item in found["items"]:
        group = item.get("group")
        place = 1 if group else 2 if item.get("strength") == "helpful" else 0
        parts.setdefault((place, group["id"] if group and not backwards else ""), []).append(item)
    groups = []
    for (place, _), items in sorted(parts.items()):
        group, title = items[0].get("group"), titles[place]
        title = title.format(least=group["at_least"], size=group["size"]) if group else title
        groups.append(Group(title, tuple(_line(view, (_named(item),), item) for item in items)))
    groups[-1] = groups[-1]._replace(left=found["total"] - len(found["items"]))
    return groups


def _others(view: View, concept: ConceptAnswer) -> list[Group]:
    """The relations of every other type: the hierarchy first, what says least last, each outwards before inwards."""
    types = view.graph.types
    found = [
        (name, backwards) for backwards in (False, True) for name in concept["inverse" if backwards else "relations"]
    ]
    groups = []
    for name, backwards in sorted(found, key=lambda one: (not types[one[0]].hierarchy, one[0] in _LAST, *one)):
        if name == "requires":
            continue
        facts, neighbours = types[name], concept["inverse" if backwards else "relations"][name]
        title, sentence = (facts.inverse, facts.inverse_sentence) if backwards else (facts.label, facts.sentence)
        lines = tuple(
            _line(view, _sentence(view.said(sentence) or "", concept["label"], item, backwards=backwards), item)
            for item in neighbours["items"]
        )
        groups.append(Group(view.said(title) or name, lines, neighbours["total"] - len(lines)))
    return groups


def _line(view: View, sentence: tuple[Piece, ...], item: Neighbour) -> Line:
    proofs = tuple(_proof(view, one) for one in item["evidence"])
    return Line(item["rid"], sentence, item["why"], item["standing"], proofs)


def _named(item: Neighbour) -> Piece:
    return Piece(item["concept"]["label"], item["concept"]["id"])


def _sentence(template: str, own: str, item: Neighbour, *, backwards: bool) -> tuple[Piece, ...]:
    here, there = Piece(own), _named(item)
    ends = {"{from}": there if backwards else here, "{to}": here if backwards else there}
    return tuple(ends.get(part, Piece(part)) for part in _SLOT.split(template) if part)


def _proof(view: View, item: EvidenceItem) -> Proof:
    if "page" not in item:
        return Proof(item.get("citation", ""), item.get("url", ""))
    page = view.graph.pages[item["page"]]
    heading = next((section.heading for section in page.sections if section.id == item.get("section")), None)
    return Proof(view.said(page.title) or page.slug, page.url, item.get("quote"), heading)
