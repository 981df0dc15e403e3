"""Examples for the description of the interface: questions that this very graph answers, with their answers.

They are asked when the description is made, so they are true. Of what a graph has no example for, there is none.
"""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

import orjson

from kg import questions as q
from kg.errors import KgError
from kg.graph import ConceptGraph
from kg.render import FORMATS, finished

MOST = 32 * 1024  # bytes; a longer answer shows less than it costs
SCANNED, SMALL = 200, 5_000
PLAIN = ("text/csv", "text/markdown", "text/vnd.graphviz", "text/vnd.mermaid")

Fields = Mapping[str, Any]


class Example(NamedTuple):
    """A question's fields, and its answer: what JSON holds, or else the text; none where that is long."""

    fields: Fields
    media: str
    answer: Any


class Subject(NamedTuple):
    """What the examples are about: a central concept and what it stands under, one with few relations, a way to learn.

    Of a graph that is not `small`, nothing is asked that goes through all of it.
    """

    central: str
    above: str
    quiet: str
    relation: str | None
    target: str
    known: tuple[str, ...]
    page: str | None
    small: bool


FIELDS: Mapping[type[q.Question], Callable[[Subject], Fields | None]] = {
    q.ListConcepts: lambda s: {"id": [s.central]},
    q.ReadConcept: lambda s: {"id": s.quiet},
    q.ConceptRelations: lambda s: {"id": s.central, "limit": 1},
    q.Ancestors: lambda s: {"id": s.central, "limit": 1},
    q.Descendants: lambda s: {"id": s.above, "limit": 1},
    q.Prerequisites: lambda s: {"id": s.central, "limit": 1},
    q.Dependents: lambda s: {"id": s.known[0] if s.known else s.central, "limit": 1},
    q.Suggest: lambda s: {"q": s.central[:6], "limit": 1},
    q.Connect: lambda s: {"from": s.target, "to": s.known[0]} if s.known else None,
    q.ListRelations: lambda s: {"from": s.central, "limit": 1},
    q.ReadRelation: lambda s: {"id": s.relation} if s.relation else None,
    q.ReadOntology: lambda s: {},
    q.ReadGraph: lambda s: {"center": s.quiet, "limit": 2},
    q.FindPath: lambda s: {"target": [s.target], "known": list(s.known)},
    q.Frontier: lambda s: {"known": list(s.known), "limit": 1},
    q.Placement: lambda s: {"target": [s.target], "answers": [f"{id}:yes" for id in s.known]},
    q.Report: lambda s: {"limit": 1} if s.small else None,
    q.ReadHub: lambda s: {},
    q.ReadDump: lambda s: {} if s.small else None,
    q.Annotate: lambda s: {"text": f"{s.central.replace('-', ' ').capitalize()} in a sentence."},
    q.ReadGlossary: lambda s: {"limit": 2},
    q.ListPages: lambda s: {"limit": 1},
    q.PreviewPage: lambda s: {"title": "A page", "about": [s.quiet], "text": "Its text, in words."},
    q.ReadPage: lambda s: {"id": s.page} if s.page else None,
    q.Changes: lambda s: {"limit": 1},
}


def subject(graph: ConceptGraph) -> Subject | None:
    """What to take examples from; none where there is no concept. Only the first concepts are looked through."""
    if not graph.ids:
        return None
    first = range(min(SCANNED, len(graph)))
    page = min(graph.pages, default=None)
    central = next(iter(graph.pages[page].about), graph.ids[0]) if page is not None else graph.ids[0]
    related = {n: _degree(graph, n) for n in first}
    quiet = min(first, key=lambda n: (not related[n], related[n], n))
    targets = {n: [other for other, _ in graph.neighbours(n, ("requires",))] for n in first}
    target = min(first, key=lambda n: (not targets[n], len(targets[n]), n))
    above = [n for n, _ in graph.neighbours(graph.number(central), graph.hierarchy)]
    relations = [k for _, k in graph.neighbours(graph.number(central), graph.type_names)]
    return Subject(
        central,
        graph.ids[above[0]] if above else central,
        graph.ids[quiet],
        graph.relation_id(relations[0]) if relations else None,
        graph.ids[target],
        tuple(graph.ids[n] for n in targets[target]),
        page,
        len(graph) <= SMALL,
    )


def _degree(graph: ConceptGraph, number: int) -> int:
    return sum(len(graph.neighbours(number, graph.type_names, backwards=back)) for back in (False, True))


def examples(graph: ConceptGraph, kind: type[q.Question], about: Subject | None) -> dict[str, Example]:
    """An example of a kind of question, and then the same in each format that is short and quickly written, by format.

    The one without a format comes first.
    """
    fields = FIELDS[kind](about) if about and kind in FIELDS else None
    if fields is None:
        return {}
    formats = FORMATS.get(kind, {})
    plain = _example(graph, kind, fields)
    if plain is None:
        return {}
    found: dict[str, Example | None] = {"": plain}
    found |= {
        name: _example(graph, kind, {**fields, "format": name}) for name, one in formats.items() if one.media in PLAIN
    }
    return {name: one for name, one in found.items() if one and (one.answer is not None or not name)}


def _example(graph: ConceptGraph, kind: type[q.Question], fields: Fields) -> Example | None:
    try:
        media, body, _ = finished(graph, q.parse(kind, fields))
    except KgError:
        return None
    if len(body) > MOST:
        return Example(fields, media, None)
    return Example(fields, media, orjson.loads(body) if media == "application/json" else body.decode())
