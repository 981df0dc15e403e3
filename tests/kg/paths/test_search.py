"""The search for the best selection: exact without limits, and honest with them."""

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.paths.program import Box, Program, total
from kg.paths.requirements import Requirements
from kg.paths.search import Search, decided, improve, seek
from tests.build import SEEDS
from tests.kg.paths.test_program import selections, small


@settings(max_examples=60)
@given(SEEDS)
def test_it_finds_the_best(seed: int) -> None:
    """Without limits the weight is the greatest there is, the bound is that weight, and the first of equals may stay."""
    needs, region, weights = small(seed)
    best = max(total(weights, nodes) for nodes in selections(needs))
    found = seek(Program(needs, region), weights, set(), Search(), lambda _: ())
    assert total(weights, found.nodes) == found.bound == best
    again = seek(Program(needs, region), weights, found.nodes, Search(), lambda _: [set(region)])
    assert total(weights, again.nodes) == best


@settings(max_examples=60)
@given(SEEDS, st.integers(0, 3), st.integers(0, 1))
def test_with_limits_it_is_no_worse_and_its_bound_holds(seed: int, open_: int, nodes: int) -> None:
    """However little may be searched, what is found can be learnt, is no worse than what was given, and the best there is
    lies between it and the bound.
    """
    needs, region, weights = small(seed)
    every = selections(needs)
    given_ = Random(seed).choice(every)
    program = Program(needs, region)
    found = seek(program, weights, given_, Search(nodes, open_), lambda relaxed: [set(relaxed.share)])
    best = max(total(weights, nodes) for nodes in every)
    assert set(found.nodes) in every
    assert total(weights, given_) <= total(weights, found.nodes) <= best <= found.bound


@settings(max_examples=60)
@given(SEEDS, st.integers(0, 3))
def test_what_is_forced(seed: int, open_: int) -> None:
    """A selection that weighs no less than the one found holds all that is forced in, and nothing that is forced out."""
    needs, region, weights = small(seed)
    found = seek(Program(needs, region), weights, set(), Search(1, open_), lambda _: ())
    for nodes in selections(needs):
        if total(weights, nodes) >= total(weights, found.nodes):
            assert all((node in nodes) == bool(value) for node, value in found.forced.items())


@settings(max_examples=60)
@given(SEEDS)
def test_one_weight_after_the_other(seed: int) -> None:
    """What was improved is kept to: the next weights are improved among the selections that are best by those before."""
    needs, region, weights = small(seed)
    others = {node: Random(seed + node).randint(-3, 3) for node in region}
    program = Program(needs, region)
    first = improve(program, weights, set(), Search(), lambda _: ())
    second = improve(program, others, first.nodes, Search(), lambda _: ())
    key = total(weights, second.nodes), total(others, second.nodes)
    assert key == max((total(weights, nodes), total(others, nodes)) for nodes in selections(needs))
    assert key == (first.bound, second.bound)


def test_the_solver_is_not_believed_blindly(monkeypatch: pytest.MonkeyPatch) -> None:
    """A selection of the solver's that cannot be learnt is no answer, and then the best given is not called proved."""
    needs = Requirements({0: (), 1: (0,)}, dict.fromkeys(range(2), ()), {0: 3, 1: 4})
    program = Program(needs, [0, 1])
    program.require({0: -3, 1: -4}, -6)
    monkeypatch.setattr("kg.paths.search.solve", lambda *_, **__: ({1}, 5.0))
    found = seek(program, {1: 5}, set(), Search(), lambda _: ())
    assert (found.nodes, found.bound) == (set(), 4)


def test_only_what_serves_is_searched() -> None:
    """Concepts outside `within` are left out of the search, and still open afterwards."""
    needs = Requirements({0: (), 1: (0,), 2: ()}, dict.fromkeys(range(3), ()), dict.fromkeys(range(3), 1))
    program = Program(needs, [0, 1, 2])
    found = improve(program, {1: 5}, set(), Search(), lambda _: (), within=[0, 1])
    assert (set(found.nodes), found.bound) == ({0, 1}, 5)
    assert improve(program, {2: 1}, found.nodes, Search(), lambda _: ()).nodes == {0, 1, 2}


def test_decided() -> None:
    """A decision is made in a box of its own."""
    program = Program(Requirements({0: (), 1: ()}, {0: (), 1: ()}, {0: 1, 1: 1}), [0, 1])
    assert decided(program, program.box, {1: 1}) == Box([0, 1], [1, 1])
    assert program.box == Box([0, 0], [1, 1])
