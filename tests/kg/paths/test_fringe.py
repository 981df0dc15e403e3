"""What next: the fringes of what is known, against their definitions."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.catalog import Catalog
from kg.graph import ConceptGraph
from kg.paths.fringe import Fringe, fringe
from tests.build import curricula, graph, ids, numbers
from tests.kg.paths import brute
from tests.kg.paths.brute import Asked, asked


def near(
    graph: ConceptGraph, known: list[str] | set[str], target: str | None = None, most: int | None = None
) -> Fringe:
    """The fringes by ids."""
    return fringe(graph, numbers(graph, known), None if target is None else graph.number(target), most)


def ready(graph: ConceptGraph, known: list[str] | set[str]) -> set[str]:
    """What can be learnt now."""
    return {graph.ids[number] for number, _ in near(graph, known).ready}


def missing(clauses: list[brute.Clause], have: set[str]) -> list[frozenset[str]]:
    """What a concept lacks, one entry for each thing to be learnt; any of an entry will do."""
    return [o - have for least, o in clauses for _ in range(least - len(o & have))]


def states(found: Catalog) -> list[set[str]]:
    """Every set of concepts that can have been learnt one by one."""
    clauses = brute.rules(found)
    return [some for some in brute.subsets(found.concepts) if brute.learnable(clauses, some) == some]


@given(asked(loops=True))
def test_ready_is_what_has_its_requirements_met(question: Asked) -> None:
    """The outer fringe is every unknown concept whose requirements the known meet, in any catalog."""
    found, _, known = question
    have = brute.closed(found, known)
    clauses = brute.rules(found)
    expected = {id for id in found.concepts if id not in have and brute.met(clauses[id], have)}
    assert ready(ConceptGraph.of(found), known) == expected


@given(asked())
def test_ready_is_ranked_by_what_it_unlocks(question: Asked) -> None:
    """Each concept that is ready counts the unknown ones that name it; the most come first, ties by number."""
    found, _, known = question
    graph = ConceptGraph.of(found)
    have = brute.closed(found, known)
    told = near(graph, known).ready
    users = {
        id: {r.from_ for r in found.of_type("requires") if r.to == id and r.strength == "essential"} for id in graph
    }
    assert {graph.ids[n]: count for n, count in told} == {id: len(users[id] - have) for id in ids(graph, dict(told))}
    assert list(told) == sorted(told, key=lambda one: (-one[1], one[0]))


@given(asked())
def test_one_away_lacks_one_requirement(question: Asked) -> None:
    """One away is each unknown concept that rests on something known and lacks one more, with what would do.

    It is ranked as what is ready is.
    """
    found, _, known = question
    graph = ConceptGraph.of(found)
    have = brute.closed(found, known)
    expected = {}
    for id, clauses in brute.rules(found).items():
        lacks = missing(clauses, have)
        if id not in have and len(lacks) == 1 and any(options & have for _, options in clauses):
            expected[id] = lacks[0]
    told = near(graph, known).one_away
    assert {graph.ids[n]: frozenset(ids(graph, lacks)) for n, lacks in told} == expected
    users = {
        id: {r.from_ for r in found.of_type("requires") if r.to == id and r.strength == "essential"} for id in graph
    }
    assert list(told) == sorted(told, key=lambda one: (-len(users[graph.ids[one[0]]] - have), one[0]))


@given(asked(loops=True))
def test_towards_a_target(question: Asked) -> None:
    """Towards a target only what it may come to require counts, whatever is known of it; each concept that is ready
    counts the unknown ones on the way that lack it or lack what lacks it, over any number of steps.
    """
    found, targets, known = question
    graph = ConceptGraph.of(found)
    have = brute.closed(found, known)
    clauses = brute.rules(found)
    for target in targets:
        inside = {target} - have
        while more := {o for id in inside for n, os in clauses[id] if len(os & have) < n for o in os} - inside - have:
            inside |= more
        lacks = {id: missing(clauses[id], have) for id in inside}
        above: dict[str, set[str]] = {id: set() for id in inside}
        while wider := {
            (id, one)
            for id in inside
            for user in inside
            for one in above[user] | {user}
            if any(id in options for options in lacks[user]) and one not in above[id] | {id}
        }:
            for id, one in wider:
                above[id].add(one)
        told = near(graph, known, target)
        assert {graph.ids[n]: count for n, count in told.ready} == {
            id: len(above[id]) for id in inside if not lacks[id]
        }
        assert {graph.ids[n]: frozenset(ids(graph, m)) for n, m in told.one_away} == {
            id: lacks[id][0] for id in inside if len(lacks[id]) == 1
        }
        assert list(told.ready) == sorted(told.ready, key=lambda one: (-one[1], one[0]))


@given(curricula(most=5), st.data())
def test_the_fringes_of_a_state(found: Catalog, data: st.DataObject) -> None:
    """What is known with any part of the outer fringe is a state; so is it without one of the inner fringe, which is
    every concept that can be taken away.
    """
    graph = ConceptGraph.of(found)
    clauses = brute.rules(found)
    all_states = states(found)
    state = data.draw(st.sampled_from(all_states))
    for some in brute.subsets(ready(graph, state)):
        assert state | some in all_states
    inner = set(ids(graph, near(graph, state).just_learned))
    assert inner == {id for id in state if brute.learnable(clauses, state - {id}) == state - {id}}


@given(curricula(most=5), st.data())
def test_the_outer_fringe_grows_with_knowledge(found: Catalog, data: st.DataObject) -> None:
    """Nothing is ready exactly when all is known; what is ready stays so, until learnt, for whoever knows more."""
    graph = ConceptGraph.of(found)
    all_states = states(found)
    state = data.draw(st.sampled_from(all_states))
    assert bool(ready(graph, state)) == (state != set(found.concepts))
    wider = data.draw(st.sampled_from([other for other in all_states if state <= other]))
    assert ready(graph, state) - wider <= ready(graph, wider)


def test_a_spare_option_is_not_rested_on() -> None:
    """An option is just learned as long as another meets the group, and is rested on when it is the only one."""
    found = graph("a requires-any 1 of b c")
    assert set(ids(found, near(found, ["a", "b"]).just_learned)) == {"a"}
    assert set(ids(found, near(found, ["a", "b", "c"]).just_learned)) == {"a", "b", "c"}
    assert set(ids(found, near(found, ["a"]).just_learned)) == {"a"}


@given(asked(loops=True), st.integers(1, 3))
def test_the_first_of_each_list_are_given(question: Asked, most: int) -> None:
    """With a limit each list is the beginning of the whole one, and the totals stay what they were."""
    found, targets, known = question
    graph = ConceptGraph.of(found)
    for target in (None, *targets):
        whole, cut = near(graph, known, target), near(graph, known, target, most)
        assert whole.totals == cut.totals
        for name, total in whole.totals.items():
            assert getattr(cut, name) == getattr(whole, name)[:most]
            assert total == len(getattr(whole, name))


@given(curricula(most=5), st.data())
def test_every_state_is_learnt_one_by_one(found: Catalog, data: st.DataObject) -> None:
    """From nothing, what is ready and belongs to a state leads to it, one at a time and in any order."""
    graph = ConceptGraph.of(found)
    state = data.draw(st.sampled_from(states(found)))
    have: set[str] = set()
    while have != state:
        open_ = sorted(ready(graph, have) & state)
        assert open_
        have.add(data.draw(st.sampled_from(open_)))


@given(curricula(most=5), st.data())
def test_two_states_together_are_one(found: Catalog, data: st.DataObject) -> None:
    """The fringe of the union of two states holds all that is ready in either and not in the other."""
    graph = ConceptGraph.of(found)
    all_states = states(found)
    one, other = (data.draw(st.sampled_from(all_states)) for _ in range(2))
    assert one | other in all_states
    assert (ready(graph, one) | ready(graph, other)) - one - other <= ready(graph, one | other)


def test_what_an_option_unlocks_is_less_by_what_has_done_without() -> None:
    """A concept that nothing is required for counts the unknown concepts it is an option of, not the known ones."""
    found = graph("a requires-any 1 of x y", "b requires-any 1 of x y", "c requires y")
    assert [(found.ids[n], count) for n, count in near(found, []).ready] == [("y", 3), ("x", 2)]
    assert [(found.ids[n], count) for n, count in near(found, ["a"]).ready] == [("y", 2), ("x", 1)]
    assert [(found.ids[n], count) for n, count in near(found, ["a"], most=1).ready] == [("y", 2)]


def test_a_circle_of_options_is_counted_once() -> None:
    """Where options lead back to a concept, it does not count itself among what it leads to."""
    found = graph("t requires a", "a requires-any 1 of b c", "b requires-any 1 of a c", "c requires d")
    assert [(found.ids[n], count) for n, count in near(found, [], "t").ready] == [("d", 4)]
    assert [(found.ids[n], count) for n, count in near(found, ["d"], "t").ready] == [("c", 3)]


def test_a_target_far_up_is_counted_in_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a concept leads to is the same number however many concepts are counted at once."""
    found = graph(*(f"n{n} requires n{n // 2} n{n // 3}" for n in range(2, 60)))
    whole = near(found, ["n1"], "n59")
    monkeypatch.setattr("kg.paths.fringe.BITS", 7)
    assert near(found, ["n1"], "n59") == whole


def test_clusters_are_not_learnt() -> None:
    """A cluster is neither ready nor one away nor just learned; its members are."""
    found = graph("a requires b", home={"a": "z"})
    told = near(found, [])
    assert (ids(found, dict(told.ready)), told.one_away, told.just_learned) == (["b"], (), ())
    assert ids(found, dict(near(found, ["b"], "z").ready)) == ["a"]
    assert set(ids(found, near(found, ["z"]).just_learned)) == {"a"}
    done = near(found, ["z"], "z")
    assert (done.ready, done.one_away, ids(found, done.just_learned)) == ((), (), ["a"])


def test_a_cluster_is_known_when_all_in_it_is() -> None:
    """What requires a cluster is one away from the last member, whose place the cluster does not take, and is ready
    when all members are known; so it is for a cluster in a cluster.
    """
    found = graph("t requires z", "b requires a", home={"a": "z", "b": "y", "y": "z"})
    assert near(found, []).one_away == ()
    assert [(found.ids[n], ids(found, m)) for n, m in near(found, ["a"]).one_away] == [("t", ["b"])]
    assert ids(found, dict(near(found, ["a", "b"]).ready)) == ["t"]
    assert ids(found, dict(near(found, ["a", "b"], "t").ready)) == ["t"]


def test_clusters_that_wait_for_each_other_block() -> None:
    """What requires clusters that require each other is neither ready nor one away."""
    found = graph("t requires y", "y requires z", "z requires y", home={"a": "y", "b": "z"})
    assert ids(found, dict(near(found, ["a", "b"]).ready)) == []
    assert near(found, ["a", "b"]).one_away == ()


def test_a_graph_without_requirements_is_all_ready() -> None:
    """Where nothing requires anything, all that is not known is ready and unlocks nothing."""
    told = near(graph("a", "b is-a a", "c"), ["b"])
    assert (told.totals, [count for _, count in told.ready]) == ({"ready": 2, "one_away": 0, "just_learned": 1}, [0, 0])
