"""Rules about what is to be learnt first, compared with slow and obvious ways to find the same."""

from dataclasses import replace

import networkx as nx
from hypothesis import given, settings

from kg.catalog import Catalog
from kg.model import Group
from kg.rules.relations import cycle
from kg.rules.requirements import impossible_group, next_against_requires, unlearnable
from tests.build import catalog as made
from tests.strategies import catalogs


def never_learnt(catalog: Catalog) -> set[str]:
    """What cannot be learnt by somebody who learns whatever has its requirements met until nothing is left."""
    learnt: set[str] = set()
    groups = {(r.from_, r.group.id): r.group for r in catalog.relations if r.group}
    essential = [r for r in catalog.of_type("requires") if r.group is None and r.strength == "essential"]

    def ready(id: str) -> bool:
        if any(r.to not in learnt for r in essential if r.from_ == id):
            return False
        return all(
            sum(r.to in learnt for r in catalog.relations if (r.from_, r.group) == (id, group)) >= group.at_least
            for (owner, _), group in groups.items()
            if owner == id
        )

    while new := {id for id in catalog.concepts if id not in learnt and ready(id)}:
        learnt |= new
    return set(catalog.concepts) - learnt


@settings(deadline=None)
@given(catalogs(cyclic=True))
def test_what_is_never_learnt_is_reported(catalog: Catalog) -> None:
    """Something is reported, as a cycle or as unlearnable, whenever something can never be learnt."""
    stuck = never_learnt(catalog)
    reported = {problem.message.split("'")[1] for problem in unlearnable(catalog)}
    assert reported <= stuck
    essential = nx.DiGraph([(r.from_, r.to) for r in catalog.relations if r.strength == "essential" and not r.group])
    if nx.is_directed_acyclic_graph(essential):
        assert bool(reported) == bool(stuck)
    else:
        assert list(cycle(catalog))


def test_a_group_needs_enough_of_its_options() -> None:
    """Two of three are asked for and one can be learnt: that is not enough."""
    stuck = made("a requires-any 2 of b c d", "b requires a", "c requires a")
    (problem,) = unlearnable(stuck)
    assert problem.message == "'a' can never be learnt: 'b', 'c' wait for it in turn"
    assert list(unlearnable(made("a requires-any 1 of b c d", "b requires a", "c requires a"))) == []


def test_only_the_loop_is_reported() -> None:
    """What waits for a concept that can never be learnt is not at fault itself."""
    stuck = made("a requires-any 1 of b", "b requires a", "c requires-any 1 of a", "d requires c")
    assert [problem.message.split("'")[1] for problem in unlearnable(stuck)] == ["a"]


def test_an_essential_loop_is_reported_as_a_cycle_alone() -> None:
    """A concept in a loop of essential requirements is told as a cycle, not once more as unlearnable."""
    stuck = made("a requires b", "b requires a", "a requires-any 1 of c", "c requires a")
    assert len(list(cycle(stuck))) == 1
    assert list(unlearnable(stuck)) == []


def test_two_groups_of_one_name() -> None:
    """Two groups of a concept that share their id are told, even where they ask for as much."""
    whole = made("a requires-any 1 of b c", "a requires-any 1 of d e")
    same = [r.model_copy(update={"group": Group(id="one", at_least=1, size=2)}) for r in whole.relations]
    assert [problem.message for problem in impossible_group(replace(whole, relations=tuple(same)))] == [
        "'a' has two groups called 'one'"
    ]
    assert list(impossible_group(whole)) == []


def test_a_met_group_is_not_reported() -> None:
    """Of two groups, only the one that cannot be met is told, though the other has an option in the loop."""
    stuck = made("a requires-any 1 of b x", "a requires-any 1 of c", "b requires a", "c requires a")
    assert [problem.message for problem in unlearnable(stuck)] == ["'a' can never be learnt: 'c' wait for it in turn"]


@settings(deadline=None)
@given(catalogs(cyclic=True))
def test_next_against_requires(catalog: Catalog) -> None:
    """`a next b` is reported where a requires b, essentially or helpfully, in any number of steps."""
    needs = nx.DiGraph([(r.from_, r.to) for r in catalog.of_type("requires") if r.group is None])
    needs.add_nodes_from(catalog.concepts)
    expected = [r.id for r in catalog.of_type("next") if r.to in nx.descendants(needs, r.from_)]
    assert [problem.message.split(": ")[0] for problem in next_against_requires(catalog)] == expected
