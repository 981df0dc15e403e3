"""The learning path to a page and on from it."""

from urllib.parse import parse_qsl, urlsplit

from kg.answers import answer
from kg.answers.onward import MOST_OPTIONS, MOST_PLANNED, MOST_STEPS, route
from kg.answers.view import View
from kg.graph import ConceptGraph
from kg.questions import FindPath, parse_query
from tests.build import caps
from tests.build import graph as small
from tests.kg.answers.hubs import page


def chain(length: int) -> ConceptGraph:
    """Concepts of which each requires the one before."""
    return small(*(f"n{place + 1:03} requires n{place:03}" for place in range(length)))


def test_a_part_is_the_path_that_its_address_answers() -> None:
    """The address asks for the very path of which the steps are shown."""
    graph = small("a requires b", "b requires c", "d requires a e", minutes={"a": 5, "e": 7, "d": 1})
    found = route(View(graph, None), page("p", "a", teaches=("b",)), ["d"])
    assert found["complete"]
    for part, steps in (
        (found["here"], [("c", False), ("b", True), ("a", True)]),
        (found["on"], [("e", False), ("d", False)]),
    ):
        assert part is not None
        assert [(step["concept"]["id"], step["here"]) for step in part["steps"]] == steps
        query = parse_qsl(urlsplit(part["url"]).query, strict_parsing=True)
        path = answer(graph, parse_query(FindPath, query, {}))
        assert [step["concept"]["id"] for step in path["steps"]] == [id for id, _ in steps]
        assert (path["minutes"], len(path["steps"])) == (part["minutes"], part["total"])


def test_of_a_long_path_the_steps_nearest_to_the_page_are_shown() -> None:
    """What leads here ends here, what leads on begins here; the rest is counted."""
    length = MOST_STEPS + 20
    found = route(View(chain(2 * length), None), page("p", (f"n{length:03}",)), [f"n{2 * length:03}"])
    assert found["here"]
    assert found["on"]
    here, on = ([step["position"] for step in part["steps"]] for part in (found["here"], found["on"]))
    assert here == list(range(length + 2 - MOST_STEPS, length + 2))
    assert on == list(range(1, MOST_STEPS + 1))
    assert (found["here"]["total"], found["on"]["total"]) == (length + 1, length)


def test_a_path_that_takes_long_to_plan_is_left_out() -> None:
    """Beyond a number of concepts a part is missing, and the answer says that it is not complete."""
    found = route(View(chain(MOST_PLANNED), None), page("p", (f"n{MOST_PLANNED:03}",)), [])
    assert (found["here"], found["complete"]) == (None, False)
    assert route(View(chain(MOST_PLANNED - 1), None), page("p", (f"n{MOST_PLANNED - 1:03}",)), [])["complete"]


def test_a_path_of_many_choices_is_left_out() -> None:
    """The path to a hard choice is not planned beside other things: a page on it is there at once."""
    lines = caps(2)  # of three options each
    found = route(View(small(*lines), None), page("p", ("caps",)), [])
    assert (found["here"], found["complete"]) == (None, False)
    assert route(View(small(*lines[: MOST_OPTIONS // 3]), None), page("p", ("caps",)), [])["complete"]


def test_what_cannot_be_reached_has_no_path() -> None:
    """Where an import requires in a circle, there is no path to be shown."""
    found = route(View(small("a requires b", "b requires a"), None), page("p", "a"), [])
    assert (found["here"], found["on"]) == (None, None)
