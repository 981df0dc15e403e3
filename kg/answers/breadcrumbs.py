"""Where a concept stands: the routes down the hierarchy that lead to it."""

from collections.abc import Callable

from kg.answers.shapes import Summary
from kg.answers.view import View
from kg.graph import ConceptGraph

MOST_ROUTES = 3


def breadcrumbs(view: View, number: int) -> list[list[Summary]]:
    """The routes down to a concept, itself last; at most three: the main one, then the shortest, by rank.

    The main route climbs by way of the declared main parents, and is the shortest that does.
    """
    graph = view.graph
    parents = _parents(graph)
    main = _routes(lambda n: _main(graph, n, parents(n)), number)[:1]
    routes = main + [route for route in _routes(parents, number) if route not in main]
    return [[view.summary(n) for n in route] for route in routes[:MOST_ROUTES]]


def _parents(graph: ConceptGraph) -> Callable[[int], list[int]]:
    return lambda number: sorted({n for n, _ in graph.neighbours(number, graph.hierarchy)})


def _main(graph: ConceptGraph, number: int, parents: list[int]) -> list[int]:
    """The main parent of a concept that declares one, else all its parents."""
    if len(parents) < 2:
        return parents
    main = graph.numbers.get(graph.record(number).get("main_parent", ""))
    return [main] if main in parents else parents


def _routes(parents: Callable[[int], list[int]], number: int) -> list[list[int]]:
    """The first routes from where nothing stands above down to a concept, shorter first, then by rank."""
    routes, done = [[number]], list[list[int]]()
    while routes and len(done) < MOST_ROUTES:
        longer = []
        for route in routes:
            above = [n for n in parents(route[0]) if n not in route]
            longer += [[parent, *route] for parent in above]
            if not above:
                done.append(route)
        routes = longer[:100]
    return done[:MOST_ROUTES]
