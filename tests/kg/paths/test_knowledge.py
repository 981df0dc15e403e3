"""Knowledge states: a space holds just the sets that can have been learnt."""

from math import comb, log2
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.graph import ConceptGraph
from kg.paths.knowledge import MAX_WORK, Space, entropy, in_order, largest
from tests.build import SEEDS, chain, graph, ids
from tests.kg.paths import brute, spaces
from tests.kg.paths.brute import Asked, asked


def named(graph: ConceptGraph, space: Space) -> set[frozenset[str]]:
    """The states of a space by ids."""
    return {
        frozenset(id for id, known in zip(ids(graph, space.nodes), state, strict=True) if known)
        for state in spaces.states(space)
    }


def learnable(question: Asked) -> set[frozenset[str]]:
    """The sets of what some targets may come to require that can be learnt one by one, from nothing."""
    found, targets, _ = question
    clauses = brute.rules(found)
    region = set(targets)
    while more := {o for id in region for _, options in clauses[id] for o in options} - region:
        region |= more
    return {frozenset(some) for some in brute.subsets(region) if brute.learnable(clauses, some) == some}


@given(asked())
def test_the_states_are_what_can_be_learnt(question: Asked) -> None:
    """A set of what the targets may require is a state exactly if it can be learnt concept by concept."""
    built = ConceptGraph.of(question[0])
    assert named(built, spaces.of(built, *question[1])) == learnable(question)


@given(asked(loops=True))
def test_with_circles_no_state_is_missing(question: Asked) -> None:
    """Where options lead back to their owner, whatever can be learnt is a state, and only what nobody can learn is not
    in the space.
    """
    built = ConceptGraph.of(question[0])
    space = spaces.of(built, *question[1])
    expected = learnable(question)
    assert expected <= named(built, space)
    assert set(ids(built, space.nodes)) == set().union(*expected)


@given(asked(loops=True))
def test_a_concept_stands_after_what_it_needs(question: Asked) -> None:
    """The clauses of each concept name only places before its own."""
    space = spaces.of(ConceptGraph.of(question[0]), *question[1])
    assert all(max(clause) < node for node, clauses in enumerate(space.clauses) for clause in clauses)
    assert len(set(space.nodes)) == len(space.nodes) == len(space.clauses)


@given(SEEDS)
def test_states_are_closed_under_union(seed: int) -> None:
    """Two states together are a state; where nothing is left to choose, what they share is one too."""
    for choices in (False, True):
        found = set(spaces.states(spaces.drawn(Random(seed), 5, choices=choices)))
        pairs = [(one, other) for one in found for other in found]
        assert all(tuple(map(max, one, other)) in found for one, other in pairs)
        assert choices or all(tuple(map(min, one, other)) in found for one, other in pairs)


@given(SEEDS)
def test_the_largest_state(seed: int) -> None:
    """It is the union of all states without what is certainly not known."""
    random = Random(seed)
    space = spaces.drawn(random, 7)
    likelihoods = [random.choice(((1.0, 1.0), (1.0, 0.0))) for _ in space.nodes]
    fitting = [
        state
        for state in spaces.states(space)
        if all(yes or not k for k, (_, yes) in zip(state, likelihoods, strict=True))
    ]
    assert largest(space, likelihoods) == [any(known) for known in zip(*fitting, strict=True)]


def test_some_of_many_are_clauses() -> None:
    """Two of three options are three clauses of two."""
    built = graph("a requires-any 2 of b c d")
    space = spaces.of(built, "a")
    assert sorted(len(clause) for clause in space.clauses[-1]) == [2, 2, 2]
    assert len(spaces.states(space)) == 8 + 4


def test_a_group_of_too_many_clauses_is_left_out() -> None:
    """Nothing follows from a group that would take too many clauses, that are too long; its options are in the space."""
    assert comb(12, 7) * 7 * 7 > MAX_WORK
    options = [f"o{n}" for n in range(12)]
    built = graph(f"a requires-any 6 of {' '.join(options)}", "a requires b")
    space = spaces.of(built, "a")
    clauses = {built.ids[node]: clauses for node, clauses in zip(space.nodes, space.clauses, strict=True)}
    assert {id: len(each) for id, each in clauses.items()} == {"a": 1, "b": 0, **dict.fromkeys(options, 0)}


def test_a_cluster_stands_for_what_it_holds_and_requires() -> None:
    """Clusters are not in the space: their members and requirements are, in whatever requires them."""
    built = graph("t requires z", "z requires r", home={"a": "z", "y": "z", "b": "y"})
    assert set(ids(built, spaces.of(built, "z").nodes)) == {"r", "a", "b"}
    assert len(spaces.states(spaces.of(built, "z"))) == 8
    assert named(built, spaces.of(built, "t")) >= {frozenset("rab"), frozenset("rabt")}
    assert len(spaces.states(spaces.of(built, "t"))) == 9


def test_a_choice_of_a_cluster_is_left_out() -> None:
    """Nothing follows from a group that has a cluster as an option, but its members are in the space."""
    built = graph("t requires-any 1 of z b", home={"a": "z"})
    assert len(spaces.states(spaces.of(built, "t"))) == 2**3


def test_what_waits_for_itself_is_left_out() -> None:
    """What nobody can learn is in no state and nothing to ask about."""
    assert spaces.of(graph("a requires b", "b requires a"), "a") == Space((), ())
    built = graph("t requires-any 1 of a b", "a requires-any 1 of a2", "a2 requires a")
    assert set(ids(built, spaces.of(built, "t").nodes)) == {"t", "b"}


def test_a_long_chain() -> None:
    """A chain is laid out from its start, however long it is."""
    built = chain(500)
    space = spaces.of(built, built.ids[-1])
    assert space.nodes == tuple(range(500))
    assert space.clauses == ((), *(((node,),) for node in range(499)))
    assert in_order({node: [node - 1] if node else [] for node in range(20_000)}) == tuple(range(20_000))


@given(SEEDS)
def test_everything_comes_after_what_it_uses(seed: int) -> None:
    """Each node is there once, after all that it uses."""
    random = Random(seed)
    uses = {node: random.sample(range(node), min(node, random.randint(0, 3))) for node in range(12)}
    order = in_order(uses)
    assert sorted(order) == sorted(uses)
    assert all(order.index(other) < order.index(node) for node in uses for other in uses[node])


@pytest.mark.parametrize(("chance", "bits"), [(0, 0), (1, 0), (0.5, 1), (0.25, 2 - 0.75 * log2(3))])
def test_entropy(chance: float, bits: float) -> None:
    """What is certain has none, what is even one bit."""
    assert entropy(chance) == pytest.approx(bits)
    assert entropy(1 - chance) == pytest.approx(bits)


@given(st.floats(0, 1))
def test_entropy_is_at_most_one_bit(chance: float) -> None:
    """No yes or no tells more than a bit."""
    assert 0 <= entropy(chance) <= 1
