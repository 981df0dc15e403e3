"""The answer about the hub as a whole: what its editors may want to look at."""

from bisect import bisect_left
from collections.abc import Sequence

from kg.analysis.bottlenecks import Bottleneck
from kg.analysis.quality import LARGEST
from kg.answers.shapes import (
    BottlenecksAnswer,
    CurriculumAnswer,
    Forced,
    LongPathPart,
    ReportAnswer,
    Shortcut,
    Statement,
    StatementPart,
    SummaryPart,
    UnverifiedSection,
)
from kg.answers.view import View
from kg.graph import ConceptGraph
from kg.questions import Report

EXACT = 2**53
"""From here on, readers of JSON may take one whole number for another."""


def report(graph: ConceptGraph, question: Report) -> ReportAnswer:
    """The quality of the graph, which is worked out once for each version."""
    view, found, most = View(graph, question.lang), graph.quality, question.limit
    redundant: list[Shortcut] = [
        {"relation": _statement(view, k), "by": graph.ids[by]} for k, by in found.redundant[:most]
    ]
    unverified: list[UnverifiedSection] = [
        {"page": page, "section": section, "quotes": quotes, "url": graph.pages[page].url}
        for page, section, quotes in found.unverified[:most]
    ]
    return {
        "totals": dict(found.totals),
        "orphans": _concepts(view, found.orphans, most),
        "undefined": _concepts(view, found.undefined, most),
        "unjudged": _concepts(view, found.unjudged, most),
        "untaught": _concepts(view, found.untaught, most),
        "unsupported": _relations(view, found.unsupported, most),
        "unexplained": _relations(view, found.unexplained, most),
        "unverified": {"items": unverified, "total": len(found.unverified)},
        "redundant": {"items": redundant, "total": len(found.redundant)},
        "contradictions": _relations(view, found.contradictions, most),
        "curriculum": _curriculum(view, most),
        "bottlenecks": _bottlenecks(view, most),
        "long_paths": _long_paths(view, question.over, most),
    }


def _statement(view: View, k: int) -> Statement:
    graph = view.graph
    type_ = graph.type_names[graph.relations_type[k]]
    return view.statement(type_, graph.relations_from[k], graph.relations_to[k])


def _concepts(view: View, numbers: Sequence[int], most: int) -> SummaryPart:
    return {"items": [view.summary(n) for n in numbers[:most]], "total": len(numbers)}


def _relations(view: View, numbers: Sequence[int], most: int) -> StatementPart:
    return {"items": [_statement(view, k) for k in numbers[:most]], "total": len(numbers)}


def _exact(number: int) -> int | None:
    return number if number < EXACT else None


def _curriculum(view: View, most: int) -> CurriculumAnswer:
    found = view.graph.quality
    blocking, delay, centrality = found.measures
    return {
        "blocking": found.sums.blocking,
        "delay": found.sums.delay,
        "complexity": found.sums.complexity,
        "centrality": _exact(found.sums.centrality),
        "longest": _concepts(view, found.longest, most),
        "concepts": [
            {
                "concept": view.summary(n),
                "blocking": blocking[n],
                "delay": delay[n],
                "complexity": blocking[n] + delay[n],
                "centrality": _exact(centrality[n]),
            }
            for n in found.hardest[:most]
        ],
    }


def _bottlenecks(view: View, most: int) -> BottlenecksAnswer:
    graph, found = view.graph, view.graph.quality
    return {
        "relations": [
            {"relation": _statement(view, _requirement(graph, one)), **_forced(one)}
            for one in found.relations.items[:most]
        ],
        "concepts": [{"concept": view.summary(one.node), **_forced(one)} for one in found.concepts.items[:most]],
        "complete": found.relations.complete and found.concepts.complete,
    }


def _requirement(graph: ConceptGraph, one: Bottleneck) -> int:
    """The relation that a bottleneck is."""
    return next(k for other, k in graph.neighbours(one.node, ("requires",)) if other == one.to)


def _forced(one: Bottleneck) -> Forced:
    return {"own": one.own, "minutes": one.minutes, "targets": one.targets}


def _long_paths(view: View, over: int, most: int) -> LongPathPart:
    paths = view.graph.quality.paths
    total = bisect_left(paths, -over, key=lambda path: -path[0])
    return {
        "over": over,
        "items": [{"concept": view.summary(n), "minutes": minutes} for minutes, n in paths[: min(most, total)]],
        "total": total,
        "complete": len(view.graph) <= LARGEST,
    }
