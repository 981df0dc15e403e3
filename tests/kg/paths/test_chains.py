"""Sampled states, beside all of them counted."""

from random import Random
from statistics import mean

import pytest

from kg.paths.chains import sample
from kg.paths.diagram import diagram, weigh
from kg.paths.knowledge import Likelihood, Space
from tests.kg.paths import spaces


@pytest.mark.parametrize("seed", range(6))
def test_samples_are_close_to_what_is_counted(seed: int) -> None:
    """On spaces of 20 to 40 concepts with alternatives, some answered, chances differ from the exact ones by 0.005 on
    average and by 0.05 at most; the entropy is at most a little less than it is.
    """
    random = Random(seed)
    size = random.randint(20, 40)
    space = spaces.drawn(random, size)
    likelihoods = [one if random.random() < 0.3 else (1.0, 1.0) for one in spaces.likely(random, size)]
    levels = diagram(space, likelihoods)
    assert levels is not None
    exact, found = weigh(levels, likelihoods), sample(space, likelihoods)
    errors = [abs(one - other) for one, other in zip(exact.chances, found.chances, strict=True)]
    assert mean(errors) < 0.005
    assert max(errors) < 0.05
    assert found.bits > exact.bits - 0.1
    assert not found.exact


@pytest.mark.parametrize("seed", range(3))
def test_certain_answers_are_kept(seed: int) -> None:
    """What answers make certain is so in every sample, and chances are still those of the states that are left."""
    random = Random(seed)
    space = spaces.drawn(random, 14)
    state = random.choice(spaces.states(space))
    likelihoods: list[Likelihood] = [(1.0, 1.0)] * 14
    for node in random.sample(range(14), 4):
        likelihoods[node] = (0.0, 1.0) if state[node] else (1.0, 0.0)
    expected = spaces.marginals(spaces.posterior(space, likelihoods))
    chances = sample(space, likelihoods).chances
    assert chances == pytest.approx(expected, abs=0.05)
    assert all(0 < chance < 1 for chance in chances)
    assert all(abs(chance - sure) < 1e-3 for chance, sure in zip(chances, expected, strict=True) if sure in (0, 1))


def test_samples_are_the_same_every_time() -> None:
    """The same space and answers give the same numbers to the last digit."""
    space = spaces.drawn(Random(5), 60)
    likelihoods = spaces.likely(Random(6), 60)
    assert sample(space, likelihoods) == sample(space, likelihoods)


def test_chances_that_are_small_are_not_none() -> None:
    """A likelihood of one in a million leaves a concept possible, and its users too."""
    space = Space((0, 1), ((), ((0,),)))
    found = sample(space, [(1.0, 1e-6), (1.0, 1.0)])
    assert 0 < found.chances[1] <= found.chances[0] < 0.01


@pytest.mark.parametrize("size", [1, 2, 1_500])
def test_any_number_of_concepts(size: int) -> None:
    """Of unrelated concepts each is known in half of the states, be they one or many."""
    found = sample(Space(tuple(range(size)), ((),) * size), [(1.0, 1.0)] * size)
    assert mean(found.chances) == pytest.approx(0.5, abs=0.01)
    assert found.bits == pytest.approx(size, rel=0.02)
