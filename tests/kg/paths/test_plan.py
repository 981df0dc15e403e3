"""A plan: its order, and what it says of each step."""

from dataclasses import replace
from random import Random

import networkx as nx
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import Unreachable
from kg.graph import ConceptGraph
from kg.paths.order import Measures, least_distance, measures
from kg.paths.plan import Plan, plan
from tests.build import catalog, chain, graph, ids, numbers
from tests.kg.paths import brute
from tests.kg.paths.brute import Asked, asked

Looping = asked(most=6, loops=True)


def planned(graph: ConceptGraph, targets: list[str], known: list[str]) -> Plan | None:
    """A plan by ids, none where there is no way."""
    try:
        return plan(graph, numbers(graph, targets), numbers(graph, known))
    except Unreachable:
        return None


def steps(graph: ConceptGraph, found: Plan) -> list[str]:
    """The ids of the steps in order."""
    return ids(graph, (step.node for step in found.steps))


@given(Looping)
def test_the_order_works(question: Asked) -> None:
    """Each step has its requirements met by earlier steps and what is known; targets are among them, nothing known is."""
    found, targets, known = question
    graph = ConceptGraph.of(found)
    if (path := planned(graph, targets, known)) is None:
        return
    have = brute.closed(found, known)
    order = steps(graph, path)
    assert len(set(order)) == len(order)
    assert not have.intersection(order)
    assert set(targets) <= have.union(order)
    for place, id in enumerate(order):
        assert brute.met(brute.rules(found)[id], have.union(order[:place]))


@given(st.booleans().flatmap(lambda loops: st.tuples(st.just(loops), asked(most=6, loops=loops))))
def test_what_a_step_says(drawn: tuple[bool, Asked]) -> None:
    """A step requires what it names among the known and, for what these leave open, earlier steps: all of them, but
    where alternatives lead back to where they started; unlocks is the same seen from the other end; its stage is one
    above the highest that it needs.
    """
    loops, (found, targets, known) = drawn
    graph = ConceptGraph.of(found)
    if (path := planned(graph, targets, known)) is None:
        return
    have = brute.closed(found, known)
    clauses = brute.rules(found)
    order = steps(graph, path)
    stage = dict.fromkeys(have, 0)
    for place, (id, step) in enumerate(zip(order, path.steps, strict=True)):
        named = {other for _, options in clauses[id] for other in options}
        open_ = {other for least, options in clauses[id] if len(options & have) < least for other in options}
        earlier = open_.intersection(order[:place]) - have
        requires = set(ids(graph, step.requires))
        assert requires <= earlier | named & have if loops else requires == earlier | named & have
        assert brute.met(clauses[id], requires)
        stage[id] = 1 + max((stage[other] for other in requires - have), default=0)
        assert step.stage == stage[id]
    unlocked = {(step.node, other) for step in path.steps for other in step.unlocks}
    required = {(other, step.node) for step in path.steps for other in step.requires if graph.ids[other] not in have}
    assert unlocked == required


@given(Looping)
def test_each_step_has_a_shortest_chain_to_a_target(question: Asked) -> None:
    """The chain of a step leads by use, one at a time, to a target that is to be learnt, and no chain is shorter."""
    found, targets, known = question
    graph = ConceptGraph.of(found)
    if (path := planned(graph, targets, known)) is None:
        return
    used_by = nx.DiGraph((step.node, user) for step in path.steps for user in step.unlocks)
    used_by.add_nodes_from(step.node for step in path.steps)
    wanted = [number for number in numbers(graph, targets) if number in used_by]
    for step in path.steps:
        assert step.chain[0] == step.node
        assert step.chain[-1] in wanted
        assert nx.is_path(used_by, list(step.chain))
        reached = (t for t in wanted if nx.has_path(used_by, step.node, t))
        assert len(step.chain) == 1 + min(nx.shortest_path_length(used_by, step.node, t) for t in reached)


def test_of_equal_chains_the_smaller_rank() -> None:
    """Of two chains that are equally short that through the smaller number is told."""
    found = graph("t requires b c", "b requires a", "c requires a")
    path = plan(found, numbers(found, "t"), ())
    assert [ids(found, step.chain) for step in path.steps] == [["a", "b", "t"], ["b", "t"], ["c", "t"], ["t"]]


@given(Looping)
def test_measures_are_those_of_the_steps(question: Asked) -> None:
    """The measures are those of the steps as listed, and the value is that of the objective, no less than the bound."""
    found, targets, known = question
    found = replace(
        found,
        concepts={
            id: concept.model_copy(update={"difficulty": 1 + place % 3 if place % 4 else None})
            for place, (id, concept) in enumerate(sorted(found.concepts.items()))
        },
    )
    graph = ConceptGraph.of(found)
    if (path := planned(graph, targets, known)) is None:
        return
    order = [step.node for step in path.steps]
    uses = {step.node: [n for n in step.requires if n in order] for step in path.steps}
    hard = {n: d for n in order if (d := found.concepts[graph.ids[n]].difficulty) is not None}
    arranged = path.arranged
    assert arranged.order == tuple(order)
    assert arranged.measures == measures(order, uses, dict.fromkeys(order), hard)
    assert least_distance(uses) <= arranged.bound <= arranged.value == arranged.measures.prerequisite_distance


@given(Looping, st.randoms(use_true_random=False))
def test_order_of_reading_changes_nothing(question: Asked, random: Random) -> None:
    """Concepts and relations read in another order give the same plan, in every detail."""
    found, targets, known = question
    concepts, relations = list(found.concepts.items()), list(found.relations)
    random.shuffle(concepts)
    random.shuffle(relations)
    shuffled = replace(found, concepts=dict(concepts), relations=tuple(relations))
    assert planned(ConceptGraph.of(found), targets, known) == planned(ConceptGraph.of(shuffled), targets, known)


def test_two_that_could_rest_on_each_other() -> None:
    """Where a loop of alternatives is learnt as a whole, what comes first rests on what is outside, and nothing later."""
    found = graph("t requires a b", "a requires-any 1 of b c", "b requires-any 1 of a d", minutes={"c": 5, "d": 90})
    path = plan(found, numbers(found, "t"), ())
    assert steps(found, path) == ["c", "a", "b", "t"]
    assert [ids(found, step.requires) for step in path.steps] == [[], ["c"], ["a"], ["a", "b"]]
    assert [step.stage for step in path.steps] == [1, 2, 3, 4]


def test_what_was_skipped() -> None:
    """Skipped are the targets that are known and the known that a step rests on, not all that is known."""
    found = graph("t requires a", "t requires-any 1 of b c", "a requires d", "e requires f")
    path = plan(found, numbers(found, "te"), numbers(found, "abef"))
    assert steps(found, path) == ["t"]
    assert set(ids(found, path.skipped)) == {"a", "b", "e"}
    assert set(ids(found, path.steps[0].requires)) == {"a", "b"}


def test_a_cluster_as_target() -> None:
    """For a cluster the steps are its members with all that they and it need; the cluster itself is none."""
    found = graph("a requires b", "c requires d", "z requires e", home={"a": "z", "c": "z"}, minutes={"b": 1})
    path = plan(found, numbers(found, "z"), numbers(found, "d"))
    assert sorted(steps(found, path)) == ["a", "b", "c", "e"]
    assert {found.ids[step.node]: ids(found, step.chain) for step in path.steps} == {
        "a": ["a", "z"],
        "b": ["b", "a", "z"],
        "c": ["c", "z"],
        "e": ["e", "z"],
    }
    assert path.arranged.measures.prerequisite_distance == 1


def test_a_cluster_whose_members_are_known() -> None:
    """Who knows what is in a cluster, and what it requires, has nothing to learn for it."""
    found = graph("a requires b", home={"a": "z"})
    assert plan(found, numbers(found, "z"), numbers(found, "a")).steps == ()
    assert plan(found, numbers(found, "a"), numbers(found, "z")).steps == ()


def test_topics_are_clusters() -> None:
    """A topic switch is a step from one cluster to another."""
    found = ConceptGraph.of(
        catalog(
            "c requires b", "b requires a", home={"a": "x", "b": "y", "c": "x"}, difficulty={"a": 3, "b": 1, "c": 2}
        )
    )
    path = plan(found, numbers(found, "c"), ())
    assert path.arranged.measures == Measures(prerequisite_distance=2, max_open=1, topic_switches=2, difficulty_drops=1)


def test_a_long_chain() -> None:
    """A plan of 30,000 steps neither recurses nor takes memory for all its chains at once."""
    n = 30_000
    found = chain(n)
    path = plan(found, [n - 1], ())
    assert [step.node for step in path.steps] == list(range(n))
    assert path.steps[0].chain == tuple(range(n))
    assert path.steps[-1].stage == n
    assert path.arranged.measures == Measures(n - 1, 1, 0, 0)
    assert path.arranged.proved
