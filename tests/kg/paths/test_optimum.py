"""The cheapest selection, against all subsets."""

from random import Random

import pytest
from hypothesis import given, settings

from kg.errors import Unreachable
from kg.graph import ConceptGraph
from kg.paths.optimum import cheapest
from kg.paths.requirements import closure_of, downward, requirements, select
from tests.build import graph, ids, numbers
from tests.kg.paths import brute
from tests.kg.paths.brute import Asked, asked
from tests.kg.paths.catalogues import catalogue
from tests.kg.paths.landmarks import fewest


def least(graph: ConceptGraph, targets: str, known: str = "") -> set[str]:
    """The cheapest selection by the solver, even where nothing is left to choose."""
    met = downward(graph, numbers(graph, known.split()))
    needs = requirements(graph, numbers(graph, targets.split()), met)
    return set(ids(graph, cheapest(needs, needs.derivable(), set(numbers(graph, targets.split())) - met)))


@settings(max_examples=200)
@given(asked())
def test_no_subset_is_better(question: Asked) -> None:
    """Of all subsets that can be learnt and hold the targets, the one chosen has the fewest minutes, then the fewest
    concepts, then the smallest sum of ranks.
    """
    _no_subset_is_better(question)


@settings(max_examples=200)
@given(asked(most=6, loops=True))
def test_no_subset_is_better_with_loops(question: Asked) -> None:
    """The same where alternatives lead back to where they started: what holds itself up does not count as learnt."""
    _no_subset_is_better(question)


def _no_subset_is_better(question: Asked) -> None:
    found, targets, known = question
    graph = ConceptGraph.of(found)
    have = brute.closed(found, known)
    clauses = brute.rules(found)
    minutes = {id: concept.minutes or 0 for id, concept in found.concepts.items()}
    best = brute.cheapest(clauses, minutes, graph.numbers, targets, have)
    wanted = numbers(graph, targets)
    needs = requirements(graph, wanted, frozenset(numbers(graph, have)))
    if best is None:
        assert not set(wanted) - needs.known <= set(needs.derivable())
        return
    solutions = [set(select(needs, wanted, graph.ids).nodes)]
    if rest := set(wanted) - needs.known:
        solutions.append(cheapest(needs, needs.derivable(), rest))
    for nodes in solutions:
        chosen = set(ids(graph, nodes))
        assert (sum(minutes[id] for id in chosen), len(chosen), sum(nodes)) == best
        assert brute.learnable(clauses, chosen, have) == chosen


def test_what_is_shared_is_paid_once() -> None:
    """The option that serves two concepts wins over two that are cheaper one by one."""
    found = graph(
        "t requires a b",
        "a requires-any 1 of c shared",
        "b requires-any 1 of d shared",
        minutes={"t": 1, "a": 1, "b": 1, "c": 4, "d": 4, "shared": 5},
    )
    assert least(found, "t") == {"t", "a", "b", "shared"}


def test_at_least_two_of_four() -> None:
    """Of a group that asks for two the two cheapest are taken, with what they bring counted."""
    found = graph(
        "t requires-any 2 of a b c d",
        "a requires e",
        minutes={"t": 0, "a": 1, "b": 3, "c": 4, "d": 9, "e": 9},
    )
    assert least(found, "t") == {"t", "b", "c"}
    assert least(found, "t", "d") == {"t", "b"}


def test_fewer_concepts_before_smaller_ranks() -> None:
    """Of equal minutes fewer concepts win, although the sum of their ranks is greater."""
    found = graph("aa", "ab requires aa", "b", "c", "d", "t requires-any 1 of ab e", minutes={"aa": 0, "ab": 5, "e": 5})
    aa, ab, e = numbers(found, ("aa", "ab", "e"))
    assert aa + ab < e
    assert least(found, "t") == {"t", "e"}


@pytest.mark.parametrize("seed", range(5))
def test_of_equal_minutes_the_smaller_ranks(seed: int) -> None:
    """Of equal minutes and equally many concepts those of smaller rank win, however many there are."""
    options = [f"o{n:02}" for n in range(30)]
    Random(seed).shuffle(options)
    found = graph(f"t requires-any 3 of {' '.join(options)}", minutes=dict.fromkeys(options, 7))
    assert least(found, "t") == {"t", "o00", "o01", "o02"}


def test_a_loop_needs_a_way_in() -> None:
    """Two concepts that may rest on each other still need the one from outside, however dear."""
    found = graph(
        "t requires a b",
        "a requires-any 1 of b c",
        "b requires-any 1 of a d",
        minutes={"c": 500, "d": 90, "a": 1, "b": 1},
    )
    assert least(found, "t") == {"t", "a", "b", "d"}


def test_a_loop_through_what_is_essential_needs_a_way_in() -> None:
    """A concept that may rest on what requires it is not met by that, even though both are to be learnt anyway."""
    found = graph("t requires a", "a requires b", "b requires-any 1 of a c", minutes={"a": 1, "b": 1, "c": 500})
    assert least(found, "t") == {"t", "a", "b", "c"}


def test_a_great_choice_is_made_exactly() -> None:
    """Where each of 12 concepts accepts either a dear option of its own or one of three shared ones, the cover of three
    is found; taking the cheapest one by one would not.
    """
    lines, minutes = ["t requires " + " ".join(f"x{n}" for n in range(12))], {"t": 1}
    for n in range(12):
        lines.append(f"x{n} requires-any 1 of own{n} part{n // 4} odd{n % 2}")
        minutes |= {f"x{n}": 1, f"own{n}": 3}
    minutes |= {"part0": 10, "part1": 10, "part2": 10, "odd0": 14, "odd1": 17}
    found = graph(*lines, minutes=minutes)
    assert {id for id in least(found, "t") if id[0] in "op"} == {"part0", "part1", "part2"}


@pytest.mark.parametrize("seed", range(4))
def test_course_catalogues_as_by_another_solver(seed: int) -> None:
    """In a catalogue of 300 courses with nested choices of up to 70 options, some in loops, the minutes for one course, or
    five, are those that branch and bound over landmarks finds, without a linear program. In which order the solver is told
    the courses does not matter.
    """
    needs = catalogue(seed, 300, loops=0.05)
    possible = needs.derivable()
    random = Random(seed)
    for many in (1, 1, 1, 1, 5):
        wanted = set(random.sample(possible, many))
        region = sorted(set(closure_of(needs, sorted(wanted))).intersection(possible))
        nodes = cheapest(needs, region, wanted)
        assert nodes == cheapest(needs, region[::-1], wanted)
        assert wanted <= nodes
        assert sorted(needs.derivable(nodes)) == sorted(nodes)
        assert sum(needs.minutes[node] for node in nodes) == fewest(needs, wanted)


@settings(max_examples=60)
@given(asked(most=7, loops=True))
def test_the_other_solver_is_right(question: Asked) -> None:
    """On small curricula branch and bound over landmarks agrees with all subsets."""
    found, targets, known = question
    graph = ConceptGraph.of(found)
    have = brute.closed(found, known)
    minutes = {id: concept.minutes or 0 for id, concept in found.concepts.items()}
    best = brute.cheapest(brute.rules(found), minutes, graph.numbers, targets, have)
    wanted = set(numbers(graph, targets))
    needs = requirements(graph, wanted, frozenset(numbers(graph, have)))
    assert fewest(needs, wanted - needs.known) == (best and best[0])


def test_unreachable_is_not_asked_of_the_solver() -> None:
    """A target that nothing leads to is refused before any solving."""
    found = graph("a requires-any 1 of b", "b requires-any 1 of a")
    wanted = numbers(found, "a")
    with pytest.raises(Unreachable) as caught:
        select(requirements(found, wanted, frozenset()), wanted, found.ids)
    assert caught.value.targets == ("a",)
