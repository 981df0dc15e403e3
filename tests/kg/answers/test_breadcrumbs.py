"""Routes down the hierarchy to a concept."""

from kg.answers.breadcrumbs import MOST_ROUTES, breadcrumbs
from kg.answers.view import View
from kg.graph import ConceptGraph
from tests.build import graph as small


def routes(graph: ConceptGraph, id: str) -> list[list[str]]:
    """The ids on each route to a concept."""
    return [[step["id"] for step in route] for route in breadcrumbs(View(graph, None), graph.number(id))]


def test_routes_are_shortest_first_and_at_most_three() -> None:
    """Of many ways down the hierarchy the three shortest are shown."""
    graph = small("x is-a a", "x part-of b", "x is-a c", "c is-a d", "x is-a e", "e is-a f", "f is-a g")
    found = routes(graph, "x")
    assert found == [["a", "x"], ["b", "x"], ["d", "c", "x"]]
    assert len(found) == MOST_ROUTES


def test_a_concept_at_the_top_is_its_own_route() -> None:
    """Where nothing stands above, the route is the concept alone."""
    assert routes(small("a", "b is-a a"), "a") == [["a"]]


def test_a_circle_in_the_hierarchy_ends() -> None:
    """An import may hold a circle: no route goes round it, and the search ends."""
    assert routes(small("x is-a a", "a is-a b", "b is-a a"), "x") == [["b", "a", "x"]]


def test_very_many_routes_are_cut_off() -> None:
    """A ladder of thirty diamonds has a thousand million routes, and the answer is there at once."""
    rungs = [f"r{n:02} is-a s{n:02} t{n:02}" for n in range(30)]
    sides = [f"{side}{n:02} is-a r{n + 1:02}" for n in range(29) for side in "st"]
    found = routes(small(*rungs, *sides, "s29 is-a top", "t29 is-a top"), "r00")
    assert len(found) == MOST_ROUTES
    assert all(len(route) == 61 for route in found)
