"""The decision diagram: what it says of all states is what one gets by going through them."""

from math import log2
from random import Random

import pytest
from hypothesis import given, settings

from kg.graph import ConceptGraph
from kg.paths.diagram import diagram, weigh
from kg.paths.knowledge import Beliefs, Likelihood, Space
from tests.build import SEEDS
from tests.kg.paths import spaces
from tests.test_real import METACADEMY, published, read


def beliefs(space: Space, likelihoods: list[Likelihood]) -> Beliefs:
    """What the diagram says."""
    levels = diagram(space, likelihoods)
    assert levels is not None
    return weigh(levels, likelihoods)


@given(SEEDS)
@settings(max_examples=60)
def test_beliefs_are_those_of_bayes(seed: int) -> None:
    """Chances are the sums of the probabilities of the states, each the product of its likelihoods over the sum of all
    products (Bayes' rule, state by state); the entropy is theirs too. That holds with certain answers as well.
    """
    random = Random(seed)
    space = spaces.drawn(random, 8)
    for certain in (False, True):
        likelihoods = spaces.likely(random, 8, certain=certain)
        expected = spaces.posterior(space, likelihoods)
        if expected:
            assert sum(expected.values()) == pytest.approx(1)
            found = beliefs(space, likelihoods)
            assert found.chances == pytest.approx(spaces.marginals(expected), abs=1e-12)
            assert found.bits == pytest.approx(-sum(p * log2(p) for p in expected.values() if p), abs=1e-9)
            assert found.exact


@given(SEEDS)
def test_states_are_counted(seed: int) -> None:
    """Without answers the entropy is the logarithm of the number of states."""
    space = spaces.drawn(Random(seed), 7)
    assert 2 ** beliefs(space, [(1.0, 1.0)] * 7).bits == pytest.approx(len(spaces.states(space)))


def test_states_of_known_shapes_are_counted() -> None:
    """A chain of n has n + 1 states, n unrelated concepts 2^n, and n that one other requires 2^n + 1."""
    even = [(1.0, 1.0)] * 1_500
    chain = Space(tuple(range(1_500)), ((), *(((node,),) for node in range(1_499))))
    assert beliefs(chain, even).bits == pytest.approx(log2(1_501))
    apart = Space(tuple(range(1_500)), ((),) * 1_500)
    assert beliefs(apart, even).bits == pytest.approx(1_500)
    assert beliefs(apart, even).chances == pytest.approx([0.5] * 1_500)
    star = Space(tuple(range(41)), (*((),) * 40, tuple((node,) for node in range(40))))
    assert beliefs(star, even[:41]).bits == pytest.approx(log2(2**40 + 1))
    assert beliefs(star, even[:41]).chances[-1] == pytest.approx(1 / (2**40 + 1))
    any_of = Space(tuple(range(41)), (*((),) * 40, (tuple(range(40)),)))
    assert beliefs(any_of, even[:41]).chances[-1] == pytest.approx((2**40 - 1) / (2**41 - 1))


@given(SEEDS)
def test_chances_never_rise_upwards(seed: int) -> None:
    """What a concept essentially requires is at least as likely known."""
    random = Random(seed)
    space = spaces.drawn(random, 12)
    chances = beliefs(space, spaces.likely(random, 12)).chances
    for node, clauses in enumerate(space.clauses):
        for clause in clauses:
            assert len(clause) > 1 or chances[clause[0]] >= chances[node] - 1e-12


def test_answers_that_contradict_each_other_a_thousand_times() -> None:
    """Numbers do not run out, however little any state is worth: chances stay between 0 and 1."""
    size = 1_500
    chain = Space(tuple(range(size)), ((), *(((node,),) for node in range(size - 1))))
    half = [(0.9, 0.05)] * (size // 2)
    found = beliefs(chain, [*half, *((0.1, 0.95) for _ in half)])
    assert all(0 <= chance <= 1 for chance in found.chances)
    assert found.bits >= 0
    swapped = beliefs(chain, [*((0.1, 0.95) for _ in half), *half])
    # each state further down weighs 0.1 / 0.95 of the one before, further up 0.05 / 0.9: 2 / 17 and 1 / 17 in all
    assert swapped.chances[size // 2 - 1 : size // 2 + 1] == pytest.approx((0.9, 0.05))


def test_too_many_nodes_are_given_up() -> None:
    """Where the diagram would take more nodes than it may, there is none."""
    apart = Space((0, 1, 2), ((), (), ()))
    even = [(1.0, 1.0)] * 3
    assert diagram(apart, even, most=3) is not None
    assert diagram(apart, even, most=2) is None


def test_no_concept_has_one_state() -> None:
    """The empty space has the empty state alone."""
    assert beliefs(Space((), ()), []) == Beliefs((), 0.0, exact=True)


@pytest.mark.parametrize("seed", range(10))
def test_up_to_four_hundred_thousand_states_are_counted(seed: int) -> None:
    """Spaces of few requirements, which have most states for their size, are counted up to 400,000 states and far beyond."""
    random = Random(seed)
    size = 24
    clauses = [
        tuple((other,) for other in random.sample(range(node), min(node, random.choice((0, 1, 2)))))
        for node in range(size)
    ]
    assert diagram(Space(tuple(range(size)), tuple(clauses)), [(1.0, 1.0)] * size, most=20_000) is not None


def test_metacademy_is_counted() -> None:
    """The states of every target of Metacademy's content repository are counted, by less than a thousand nodes each."""
    graph = ConceptGraph.of(read(published(METACADEMY)))
    most = 0.0
    for target in graph:
        space = spaces.of(graph, target)
        even = [(1.0, 1.0)] * len(space.nodes)
        levels = diagram(space, even, most=1_000)
        assert levels is not None
        most = max(most, weigh(levels, even).bits)
    assert 2**most == pytest.approx(968_000, rel=0.05)
