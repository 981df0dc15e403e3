"""Routes down the hierarchy to a concept."""

from dataclasses import replace

from kg.answers.breadcrumbs import MOST_ROUTES, breadcrumbs
from kg.answers.view import View
from kg.graph import ConceptGraph
from tests.build import catalog
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


# -- main parents


def declared(*lines: str, **main: str) -> ConceptGraph:
    """The graph of some lines in which concepts declare main parents."""
    made = catalog(*lines)
    concepts = {
        id: one.model_copy(update={"main_parent": main[id]}) if id in main else one for id, one in made.concepts.items()
    }
    return ConceptGraph.of(replace(made, concepts=concepts))


def test_the_main_route_comes_first() -> None:
    """A concept that declares its main parent is reached by way of it first, however long that is; others stand beside."""
    lines = ("x is-a a", "x part-of b", "b is-a c")
    assert routes(small(*lines), "x") == [["a", "x"], ["c", "b", "x"]]
    assert routes(declared(*lines, x="b"), "x") == [["c", "b", "x"], ["a", "x"]]


def test_main_parents_count_on_the_way_up() -> None:
    """What stands above leads on by way of its own main parent, and the main route is listed once."""
    graph = declared("x is-a a", "a is-a b", "a is-a c", "c is-a d", a="c")
    assert routes(graph, "x") == [["d", "c", "a", "x"], ["b", "a", "x"]]


def test_the_main_route_is_among_three() -> None:
    """Of many routes the main one is shown even if it is the longest, and the two shortest beside it."""
    graph = declared("x is-a a", "x part-of b", "x is-a c", "x is-a e", "e is-a f", "f is-a g", x="e")
    assert routes(graph, "x") == [["g", "f", "e", "x"], ["a", "x"], ["b", "x"]]


def test_main_parents_in_a_circle_end() -> None:
    """An import may declare what leads back: the route ends where it would go round."""
    graph = declared("x is-a a", "a is-a x", "a is-a b", "x is-a y", x="a", a="x")
    assert routes(graph, "x")[0] == ["a", "x"]
    assert ["b", "a", "x"] in routes(graph, "x")


def test_what_is_no_parent_is_passed_over() -> None:
    """A main parent that the data lost, which the rules report, changes nothing."""
    assert routes(declared("x is-a a", "x is-a b", x="gone"), "x") == [["a", "x"], ["b", "x"]]


def test_the_hub_declares_some(graph: ConceptGraph) -> None:
    """Backpropagation stands under training first, though another way is no longer."""
    first, *others = routes(graph, "backpropagation")
    assert (first[-2], [route[-2] for route in others]) == ("training", ["automatic-differentiation"])
