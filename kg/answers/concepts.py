"""Answers about concepts: the list, one with all that is said of it, and what a walk from it finds."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Literal

from kg.answers.shapes import ConceptAnswer, Neighbours, PageLink, Reached, ReachedList, SummaryList
from kg.answers.view import View, one_of, page_of, part_of, resolve, types_of
from kg.buffers import REQUIREMENTS
from kg.errors import QuestionError
from kg.graph import ConceptGraph
from kg.questions import (
    MAX_LIMIT,
    Ancestors,
    ConceptRelations,
    Dependents,
    Descendants,
    ListConcepts,
    Prerequisites,
    ReadConcept,
    onward,
    parse,
)
from kg.reach import Step, levels

MOST_NEIGHBOURS = 50


def listed(graph: ConceptGraph, question: ListConcepts) -> SummaryList:
    """The concepts of the hub in rank order, or those asked for by id in the order asked."""
    view = View(graph, question.lang)
    if question.id:
        return _batch(view, question)
    one_of(question.kind, graph.kinds, "kind", "kind")
    one_of(question.page, graph.pages, "page", "page")
    numbers: Sequence[int] = range(len(graph))
    renamed: dict[str, str] = {}
    if question.cluster is not None:
        given, renamed = resolve(graph, cluster=question.cluster)
        (cluster,) = given["cluster"]
        one_of(graph.ids[cluster], graph.hub.clusters, "cluster", "cluster")
        numbers = graph.members.get(cluster, ())
    elif question.kind is not None:
        numbers = graph.of_kind(question.kind)
    if question.page is not None:
        page = graph.pages[question.page]
        of_page = {graph.numbers[id] for id in (*page.about, *page.teaches, *page.mentions)}
        numbers = sorted(of_page.intersection(numbers))
    if question.kind is not None:
        numbers = [n for n in numbers if graph.kind(n) == question.kind]
    if question.q is not None:
        return _meant(view, question, numbers, renamed)
    items, following = page_of(graph, question, numbers)
    answer: SummaryList = {"items": [view.summary(n) for n in items], "next": following, "total": len(numbers)}
    if renamed:
        answer["renamed"] = renamed
    return answer


def _meant(view: View, question: ListConcepts, numbers: Sequence[int], renamed: dict[str, str]) -> SummaryList:
    """The concepts among some that a text may mean, best first; how many there are in all is not counted."""
    graph, found = view.graph, numbers if isinstance(numbers, range) else frozenset(numbers)
    hits = graph.names.find(question.q or "", MAX_LIMIT, accept=found.__contains__)
    items, following = page_of(graph, question, hits)
    answer: SummaryList = {"items": [view.summary(hit.concept) for hit in items], "next": following}
    return {**answer, "renamed": renamed} if renamed else answer


def _batch(view: View, question: ListConcepts) -> SummaryList:
    graph = view.graph
    others = (question.q, question.kind, question.cluster, question.page, question.cursor)
    if any(other is not None for other in others):
        raise QuestionError((("/id", "cannot be combined with q, kind, cluster, page or cursor"),))
    answer: SummaryList = {"items": [], "next": None, "missing": []}
    renamed: dict[str, str] = {}
    for id in dict.fromkeys(question.id):
        successor = graph.successor(id)
        if successor is None or successor not in graph:
            answer["missing"].append(id)
            continue
        if successor != id:
            renamed[id] = successor
        answer["items"].append(view.summary(graph.number(successor)))
    if renamed:
        answer["renamed"] = renamed
    return answer


def read(graph: ConceptGraph, question: ReadConcept) -> ConceptAnswer:
    """One concept with its texts, pages and relations both ways."""
    view = View(graph, question.lang)
    number = graph.number(question.id)
    record = graph.record(number)
    pages: list[PageLink] = [
        {"slug": slug, "title": view.said(graph.pages[slug].title) or slug, "url": graph.pages[slug].url, "role": role}
        for slug, role in graph.pages_of.get(question.id, ())
    ]
    return {
        **view.summary(number),
        "labels": record["label"],
        "also": record.get("also", {}),
        "notes": view.text(record.get("notes", {}))[0] or [],
        "outcomes": view.text(record.get("outcomes", {}))[0] or [],
        "difficulty": record.get("difficulty"),
        "notation": record.get("notation"),
        "cluster": record.get("cluster"),
        "main_parent": record.get("main_parent"),
        "schemes": record.get("schemes", []),
        "collections": record.get("collections", []),
        "mappings": record.get("mappings", {}),
        "pages": pages,
        "relations": _neighbours(view, question, "out"),
        "inverse": _neighbours(view, question, "in"),
    }


def _neighbours(view: View, asked: ReadConcept, direction: Literal["out", "in"]) -> dict[str, Neighbours]:
    """The relations of a concept by type, the first of each; symmetric ones stand among those going out."""
    graph, backwards = view.graph, direction == "in"
    return {
        type_: {
            "items": [view.met[one] for one in found[:MOST_NEIGHBOURS]],
            "total": len(found),
            "next": _rest(graph, asked, type_, direction) if len(found) > MOST_NEIGHBOURS else None,
        }
        for type_, found in graph.by_type(graph.number(asked.id), backwards=backwards).items()
        if not (backwards and graph.types[type_].symmetric)
    }


def _rest(graph: ConceptGraph, asked: ReadConcept, type_: str, direction: Literal["out", "in"]) -> str:
    """The address of the neighbours of a type that are not told with the concept."""
    fields = {"id": asked.id, "type": (type_,), "direction": direction, "lang": asked.lang}
    rest = onward(parse(ConceptRelations, fields), graph.version, MOST_NEIGHBOURS)
    return f"{graph.base}api/concepts/{asked.id}/relations{rest}"


def ancestors(graph: ConceptGraph, question: Ancestors) -> ReachedList:
    """What a concept stands under."""
    return _hierarchy(graph, question, backwards=False)


def descendants(graph: ConceptGraph, question: Descendants) -> ReachedList:
    """What stands under a concept."""
    return _hierarchy(graph, question, backwards=True)


def _hierarchy(graph: ConceptGraph, question: Ancestors, *, backwards: bool) -> ReachedList:
    types = types_of(graph, question.type) or graph.hierarchy
    steps = graph.walk(types, question.id, depth=question.depth, backwards=backwards)
    items, following = page_of(graph, question, steps)
    view = View(graph, question.lang)
    return {"items": [_reached(view, step) for step in items], "next": following, "total": len(steps)}


def prerequisites(graph: ConceptGraph, question: Prerequisites) -> ReachedList:
    """What is to be learnt before a concept."""
    return _requirements(graph, question, backwards=False)


def dependents(graph: ConceptGraph, question: Dependents) -> ReachedList:
    """What a concept is to be learnt before."""
    return _requirements(graph, question, backwards=True)


def _requirements(graph: ConceptGraph, question: Prerequisites, *, backwards: bool) -> ReachedList:
    start, depth = graph.number(question.id), question.depth
    every = graph.required(options=True, helpful=question.helpful, backwards=backwards)
    options, essential = (graph.required(options=wanted, backwards=backwards) for wanted in (True, False))
    found, origins = levels(every, start, depth)
    chosen = origins if options is every else levels(options, start, depth)[1]
    always = chosen if essential is options else levels(essential, start, depth)[1]
    total = len(origins) - 1
    begin, end, following = part_of(graph, question, total)
    if begin or following:
        found = list(_cut(found, begin, end))
    summary, ids = View(graph, question.lang).summary, graph.ids
    told = summary.made
    reached: list[Reached] = [
        {
            "concept": told[node] or summary(node),
            "depth": at,
            "reached_from": ids[origins[node]],
            "by": "requires",
            "needed": "always" if node in always else "choice" if node in chosen else "helpful",
        }
        for at, level in enumerate(found, 1)
        for node in level
    ]
    return {"items": reached, "next": following, "total": total}


def _cut(levels: Iterable[list[int]], begin: int, end: int) -> Iterator[list[int]]:
    """What of each level lies between two places of all of them in a row."""
    for level in levels:
        yield level[max(begin, 0) : max(end, 0)]
        begin, end = begin - len(level), end - len(level)


def _reached(view: View, step: Step) -> Reached:
    return {
        "concept": view.summary(step.node),
        "depth": step.depth,
        "reached_from": view.graph.ids[step.origin],
        "by": "requires" if step.layer in REQUIREMENTS else step.layer,
    }
