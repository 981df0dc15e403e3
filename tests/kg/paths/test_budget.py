"""How much of it in how much time: against every subset there is."""

from itertools import pairwise
from random import Random

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.catalog import Catalog
from kg.errors import QuestionError, Unreachable
from kg.graph import ConceptGraph
from kg.paths.budget import MOST, Filled, Worth, fill, importance, next_hour, sufficient, worth
from kg.paths.requirements import Requirements, constrained, downward, requirements
from tests.build import catalog, ids, numbers
from tests.kg.paths import brute
from tests.kg.paths.brute import Asked, asked

Drawn = tuple[ConceptGraph, Requirements, Worth, Catalog, list[str]]


def drawn(question: Asked, weights: list[int]) -> Drawn:
    """What may be learnt for some targets of some weights, and what it is worth."""
    found, targets, known = question
    graph = ConceptGraph.of(found)
    needs = requirements(graph, numbers(graph, targets), downward(graph, numbers(graph, known)))
    value = worth(needs, dict(zip(numbers(graph, targets), weights, strict=False)))
    return graph, needs, value, found, known


def best(some: Drawn, minutes: int) -> tuple[int, int, int, int] | None:
    """The most valuable of all subsets that fit and can be learnt: its value, then by minutes, number and ranks."""
    graph, needs, value, found, known = some
    rules, have = brute.rules(found), brute.closed(found, known)
    keys = []
    for each in brute.subsets(ids(graph, needs.essential)):
        nodes = numbers(graph, each)
        taken = sum(needs.minutes[n] for n in nodes)
        if taken <= minutes and brute.learnable(rules, each, have) == each:
            keys.append((value.total(nodes), -taken, -len(nodes), -sum(nodes)))
    return max(keys, default=None)


@settings(max_examples=60)
@given(asked(most=6, loops=True), st.lists(st.integers(1, 5), min_size=3, max_size=3), st.integers(0, 14))
def test_it_is_the_best_of_all_subsets(question: Asked, weights: list[int], minutes: int) -> None:
    """It fits, can be learnt, is proved, and no subset is better: worth more, or as much in less time, and so on."""
    some = _, needs, value, _, _ = drawn(question, weights)
    found = fill(needs, value, minutes)
    assert needs.derivable(found.nodes) == list(found.nodes)
    taken = sum(needs.minutes[n] for n in found.nodes)
    assert (found.value, -taken, -len(found.nodes), -sum(found.nodes)) == best(some, minutes)
    assert found.value == value.total(found.nodes)
    assert found.proved


@settings(max_examples=40)
@given(asked(most=7, loops=True))
def test_more_time_is_worth_no_less(question: Asked) -> None:
    """The value never falls as the budget grows, and with time for all, all that is of worth is learnt."""
    _, needs, value, _, _ = drawn(question, [1, 2, 3])
    values = [fill(needs, value, minutes).value for minutes in (0, 1, 3, 7, 10**12)]
    assert all(before <= after for before, after in pairwise(values))
    assert values[-1] == value.total(needs.derivable())


@settings(max_examples=40)
@given(asked(most=7), st.integers(0, 10))
def test_what_rests_on_nothing_can_be_dropped(question: Asked, minutes: int) -> None:
    """Without a concept that nothing chosen rests on, the rest can still be learnt."""
    _, needs, value, _, _ = drawn(question, [1, 1, 1])
    nodes = fill(needs, value, minutes).nodes
    for node in nodes:
        if not any(node in needs.eligible(other) for other in nodes):
            rest = [other for other in nodes if other != node]
            assert needs.derivable(rest) == rest


def test_targets_come_first_by_weight() -> None:
    """A target counts more than all that is none; of two, the heavier."""
    found = ConceptGraph.of(
        catalog("a requires b", "c requires d", "d requires e f g", minutes=dict.fromkeys("abcdefg", 10))
    )
    a, c = numbers(found, "ac")
    needs = requirements(found, (a, c), frozenset())
    assert set(ids(found, fill(needs, worth(needs, {a: 1, c: 1}), 20).nodes)) == {"a", "b"}
    assert set(ids(found, fill(needs, worth(needs, {a: 1, c: 2}), 50).nodes)) == {"c", "d", "e", "f", "g"}


def test_importance_counts_what_rests_on_a_concept() -> None:
    """Itself and all that is above it, by essential requirements and options, loops as one."""
    found = ConceptGraph.of(catalog("a requires b", "b requires c", "d requires-any 1 of c e", "e requires-any 1 of d"))
    needs = requirements(found, range(len(found)), frozenset())
    important = importance(needs, needs.nodes)
    assert {found.ids[n]: value for n, value in important.items()} == {"a": 1, "b": 2, "c": 5, "d": 2, "e": 2}


@settings(max_examples=100)
@given(asked(most=8, loops=True))
def test_importance_is_what_reaches_a_concept(question: Asked) -> None:
    """Among some concepts it is the number of those from which requirements and options among them lead there."""
    found, *some = question
    graph = ConceptGraph.of(found)
    needs = requirements(graph, range(len(graph)), frozenset())
    among = sorted(set(needs.nodes).difference(*(numbers(graph, named) for named in some)))
    edges = nx.DiGraph((node, other) for node in among for other in needs.eligible(node) if other in among)
    edges.add_nodes_from(among)
    assert importance(needs, among) == {node: len(nx.ancestors(edges, node) | {node}) for node in among}


def test_what_counts() -> None:
    """Targets that are known do not count; other concepts only if they are among those named; targets before all others."""
    found = ConceptGraph.of(catalog("a requires-any 1 of b c", "d requires e"))
    a, b, c, d, e = numbers(found, "abcde")
    needs = requirements(found, (a, d), frozenset({d, e}))
    assert worth(needs, {a: 7, d: 9}) == Worth(({a: 7}, {b: 2, c: 2}))
    assert worth(needs, {a: 7, d: 9}, among=(a, c)) == Worth(({a: 7}, {c: 2}))
    assert worth(needs, {}) == Worth(({a: 1, b: 2, c: 2},))
    value = Worth(({a: 1, b: 2}, {c: 40, d: 2}))
    assert value.total((a,)) > value.total((c, d))
    assert value.total((b,)) > value.total((a, c, d)) > value.total((a, c)) > value.total((a,))


def test_nothing_is_worth_anything() -> None:
    """Where all values are none, nothing is learnt, whatever the budget; what takes no minutes fits into none."""
    found = ConceptGraph.of(catalog("a requires b", minutes={"a": 0, "b": 0}))
    needs = requirements(found, range(2), frozenset())
    for minutes in (0, 5, 10**12):
        assert fill(needs, Worth(({0: 0, 1: 0},)), minutes) == Filled(minutes, (), 0, 0)
        assert fill(needs, Worth(({},)), minutes) == Filled(minutes, (), 0, 0)
        assert fill(needs, Worth(({0: 3, 1: 4},)), minutes) == Filled(minutes, (0, 1), 7, 7)
    assert fill(needs, Worth(({0: 3, 1: 4},)), -1).value == 7


@settings(max_examples=40)
@given(asked(most=6, loops=True), st.lists(st.integers(1, 5), min_size=3, max_size=3), st.integers(0, 14))
def test_with_little_effort_the_bound_holds(question: Asked, weights: list[int], minutes: int) -> None:
    """Where next to nothing is searched, the most that is possible still lies between what is found and the bound."""
    some = _, needs, value, _, _ = drawn(question, weights)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("kg.paths.budget.SEARCHES", {"quick": (0, 1, 0)})
        found = fill(needs, value, minutes)
    most = best(some, minutes)
    assert most is not None
    assert found.value == value.total(found.nodes) <= most[0] <= found.bound
    assert sum(needs.minutes[node] for node in found.nodes) <= minutes
    assert needs.derivable(found.nodes) == list(found.nodes)


def test_the_next_hour() -> None:
    """What sixty minutes more would add, and what it would be learnt instead of."""
    found = ConceptGraph.of(catalog("a requires b", "c", minutes={"a": 60, "b": 30, "c": 40}))
    a, b, c = numbers(found, "abc")
    needs = requirements(found, (a, c), frozenset())
    value = worth(needs, {a: 3, c: 1})
    held = fill(needs, value, 50)
    gain = next_hour(needs, value, held)
    assert (held.nodes, set(gain.nodes), gain.instead_of) == ((c,), {a, b}, (c,))
    assert gain.value == fill(needs, value, 110).value - held.value
    assert set(next_hour(needs, value, fill(needs, value, 29)).nodes) == {b, c}  # one minute less than the target takes
    assert next_hour(needs, value, fill(needs, value, 1000)).nodes == ()


def test_what_is_sufficient() -> None:
    """The minutes of the cheapest selection; a target that nothing reaches is an error, avoided things included."""
    found = ConceptGraph.of(catalog("a requires-any 1 of b c", minutes={"a": 1, "b": 5, "c": 3}))
    a, b, c = numbers(found, "abc")
    needs = requirements(found, (a,), frozenset())
    assert sufficient(needs, (a,), found.ids) == 4
    assert sufficient(constrained(needs, avoid=(c,)), (a,), found.ids) == 6
    with pytest.raises(Unreachable):
        sufficient(constrained(needs, avoid=(b, c)), (a,), found.ids)


def test_what_is_avoided_is_never_learnt() -> None:
    """However valuable."""
    found = ConceptGraph.of(catalog("a requires b", "c", minutes={"a": 1, "b": 1, "c": 1}))
    needs = requirements(found, range(3), frozenset())
    kept = constrained(needs, avoid=numbers(found, "b"))
    assert ids(found, fill(kept, worth(kept, {}), 100).nodes) == ["c"]


def test_nothing_to_choose_from() -> None:
    """Where all is known, or no time is given, nothing is learnt, and that is proved."""
    found = ConceptGraph.of(catalog("a", minutes={"a": 5}))
    for known, minutes in ((frozenset({0}), 100), (frozenset[int](), 0)):
        needs = requirements(found, (0,), known)
        filled = fill(needs, worth(needs, {0: 1}), minutes)
        assert (filled.nodes, filled.proved) == ((), True)


def test_too_many_to_choose_from() -> None:
    """Beyond what is searched, the answer is a refusal that says so, not a guess."""
    needs = Requirements(dict.fromkeys(range(MOST + 1), ()), {}, {})
    with pytest.raises(QuestionError, match="too many to choose from"):
        worth(needs, {})


@pytest.mark.parametrize("seed", range(3))
def test_hundreds_of_concepts_are_within_their_bound(seed: int) -> None:
    """What is found is worth at least what a greedy learner gets, and no more than the bound."""
    random = Random(seed)
    names = [f"c{place:03}" for place in range(300)]
    lines = [f"{name} requires {random.choice(names[:place])}" for place, name in enumerate(names) if place]
    found = ConceptGraph.of(catalog(*names, *lines, minutes={name: random.randint(5, 90) for name in names}))
    needs = requirements(found, range(300), frozenset())
    value = worth(needs, {})
    budget = sum(needs.minutes.values()) // 4
    filled = fill(needs, value, budget)
    greedy, spent = list[int](), 0
    for node in needs.derivable():
        if spent + needs.minutes[node] <= budget and set(needs.essential[node]) <= set(greedy):
            greedy.append(node)
            spent += needs.minutes[node]
    assert value.total(greedy) <= filled.value <= filled.bound
    assert filled.bound - filled.value <= filled.bound // 200
