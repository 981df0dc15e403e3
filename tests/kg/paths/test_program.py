"""Selections as an integer program, against all subsets."""

import ctypes
from itertools import chain, combinations
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from scipy.optimize import milp

from kg.graph import ConceptGraph
from kg.paths.program import SCALE, Box, Program, relax, solve, total
from kg.paths.requirements import Group, Requirements, requirements
from tests.build import SEEDS, curriculum


def learnable(needs: Requirements, nodes: set[int]) -> bool:
    """Whether some concepts can be learnt one after the other, tried over and over."""
    have: set[int] = set()
    while more := {
        node
        for node in nodes - have
        if have.issuperset(needs.essential[node])
        and all(len(have.intersection(group.options)) >= group.need for group in needs.groups[node])
    }:
        have |= more
    return have == nodes


def selections(needs: Requirements) -> list[set[int]]:
    """Every subset that can be learnt."""
    nodes = sorted(needs.essential)
    subsets = chain.from_iterable(combinations(nodes, size) for size in range(len(nodes) + 1))
    return [set(some) for some in subsets if learnable(needs, set(some))]


def small(seed: int) -> tuple[Requirements, list[int], dict[int, int]]:
    """A curriculum of up to eight concepts with loops, those of it that can be learnt, and a weight for each."""
    random = Random(seed)
    graph = ConceptGraph.of(curriculum(random, 8, loops=True))
    needs = requirements(graph, range(len(graph)), frozenset())
    region = sorted(needs.derivable())
    return needs, region, {node: random.randint(-9, 9) for node in region}


@settings(max_examples=60)
@given(SEEDS)
def test_the_relaxation_is_above_all_selections(seed: int) -> None:
    """No selection weighs more than the bound; and one with, or without, a concept no more than its reduced cost allows."""
    needs, region, weights = small(seed)
    program = Program(needs, region)
    relaxed = relax(program, weights, program.box)
    for nodes in selections(needs):
        weight = SCALE * total(weights, nodes)
        assert weight <= relaxed.bound
        for node, column in program.place.items():
            cost = relaxed.reduced[column]
            if (node in nodes) != (cost > 0):
                assert weight <= relaxed.bound - abs(cost)


@settings(max_examples=60)
@given(SEEDS)
def test_without_choices_the_relaxation_is_exact(seed: int) -> None:
    """The heaviest closed set is a minimum cut (Picard 1976), of which the linear program has no gap."""
    needs, region, weights = small(seed)
    needs = Requirements(needs.essential, dict.fromkeys(needs.groups, ()), needs.minutes)
    region = sorted(needs.derivable())
    weights = {node: 1_000 * weights.get(node, 5) for node in region}
    program = Program(needs, region)
    best = max(total(weights, nodes) for nodes in selections(needs))
    assert relax(program, weights, program.box).bound // SCALE == best


@settings(max_examples=60)
@given(SEEDS)
def test_branch_and_bound_finds_the_best(seed: int) -> None:
    """Of all selections with the concepts that are wanted it finds one of the greatest weight, and says that it is."""
    needs, region, weights = small(seed)
    wanted = Random(seed).sample(region, min(len(region), 2))
    program = Program(needs, region, wanted)
    best = max(total(weights, nodes) for nodes in selections(needs) if nodes.issuperset(wanted))
    found, limit = solve(program, weights, program.box, None)
    assert found is not None
    assert program.holds(found)
    assert learnable(needs, found)
    assert total(weights, found) == best == round(limit)


@settings(max_examples=60)
@given(SEEDS)
def test_what_holds(seed: int) -> None:
    """Exactly the subsets hold that can be learnt, have what is wanted, and keep to what is required of their weights."""
    needs, region, weights = small(seed)
    random = Random(seed)
    wanted = random.sample(region, min(len(region), 1))
    program = Program(needs, region, wanted)
    program.require(weights, least := random.randint(-5, 9))
    for size in range(len(region) + 1):
        nodes = set(random.sample(region, size))
        fine = learnable(needs, nodes) and nodes.issuperset(wanted) and total(weights, nodes) >= least
        assert program.holds(nodes) == fine


def test_a_box_that_leaves_nothing_open() -> None:
    """Where every concept is decided there is nothing to solve, and what was decided is the answer."""
    needs = Requirements({0: (), 1: (0,)}, {0: (), 1: ()}, {0: 5, 1: 7})
    program = Program(needs, [0, 1])
    box = Box([1, 0], [1, 0])
    assert solve(program, {0: 3, 1: 4}, box, None) == ({0}, 3)
    assert relax(program, {0: 3, 1: 4}, box) == (3 * SCALE, [3 * SCALE, 4 * SCALE], {0: 1, 1: 0})


def test_a_box_that_nothing_fits() -> None:
    """Where no selection is in the box there is none, and no bound is claimed."""
    needs = Requirements(
        {0: (), 1: (0,), 2: ()}, {0: (), 1: (), 2: (Group(2, 0, 1, (0, 1)),)}, dict.fromkeys(range(3), 1)
    )
    program = Program(needs, [0, 1, 2])
    program.require({0: 1, 1: 1, 2: 1}, 4)
    assert solve(program, {0: 1}, program.box, None) == (None, float("inf"))


def test_the_solver_is_not_heard(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """What the solver writes by itself does not come to standard output, where an answer may be expected."""

    def loud(*given: Any, **named: Any) -> Any:
        ctypes.CDLL(None).puts(b"here I am")
        return milp(*given, **named)

    monkeypatch.setattr("kg.paths.program.milp", loud)
    needs, region, weights = small(1)
    program = Program(needs, region)
    assert solve(program, weights, program.box, None)[0] is not None
    ctypes.CDLL(None).fflush(None)
    assert capfd.readouterr() == ("", "")
