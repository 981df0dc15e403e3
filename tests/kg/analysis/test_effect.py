"""The effect of new data on all learning paths, against planning every path anew."""

from dataclasses import replace
from random import Random

from hypothesis import given, settings

from kg.analysis.effect import Change, effect
from kg.catalog import Catalog
from kg.errors import Unreachable
from kg.graph import ConceptGraph
from kg.paths.requirements import requirements, select
from tests.build import SEEDS, catalog, curriculum, graph, ids
from tests.test_real import METACADEMY, published, read

Route = tuple[int, frozenset[str]] | None


def route(found: ConceptGraph, target: str) -> Route:
    """The minutes and concepts of the path to a target, by planning it."""
    needs = requirements(found, [found.number(target)], frozenset())
    try:
        nodes = select(needs, [found.number(target)], found.ids, ways=0).nodes
    except Unreachable:
        return None
    return sum(map(found.minutes, nodes)), frozenset(ids(found, nodes))


def change(target: str, before: Route, after: Route) -> Change:
    """The difference between two paths."""
    minutes, concepts = before or (None, frozenset())
    now, others = after or (None, frozenset())
    return Change(target, minutes, now, tuple(sorted(others - concepts)), tuple(sorted(concepts - others)))


def edited(found: Catalog, random: Random) -> Catalog:
    """The catalog with another study time for one concept, and without one relation that is no option."""
    id = random.choice(sorted(found.concepts))
    concepts = {**found.concepts, id: found.concepts[id].model_copy(update={"minutes": random.choice((0, 3, 9))})}
    single = [relation for relation in found.relations if relation.group is None]
    gone = random.choice(single) if single else None
    return replace(found, concepts=concepts, relations=tuple(r for r in found.relations if r is not gone))


def compare(one: Catalog, other: Catalog) -> None:
    """The effect is the difference of planning for every target before and after."""
    old, new = ConceptGraph.of(one), ConceptGraph.of(other)
    found = effect(old, new)
    changes = {each.target: each for each in found.changes}
    shared = old.numbers.keys() & new.numbers.keys()
    choosing = {relation.from_ for relation in (*one.relations, *other.relations) if relation.group}
    assert (set(found.added), set(found.removed)) == (new.numbers.keys() - shared, old.numbers.keys() - shared)
    assert (found.compared, found.left, found.renamed) == (len(shared), (), {})
    for target in shared:
        before, after = route(old, target), route(new, target)
        if target in changes:
            assert changes[target] == change(target, before, after)
            assert before != after
        elif before is None or after is None or not choosing & (before[1] | after[1]):
            assert before == after
        else:
            # equally cheap choices may be told apart by ranks, which shift by what happens elsewhere
            assert before[0] == after[0]
    assert [(-abs(each.minutes), each.target) for each in found.changes] == sorted(
        (-abs(each.minutes), each.target) for each in found.changes
    )


@settings(max_examples=25)
@given(SEEDS)
def test_the_effect_of_an_edit_is_the_difference_of_two_plans(seed: int) -> None:
    """After a small edit each path is told that differs, with its minutes and concepts, and no other."""
    random = Random(seed)
    found = curriculum(random, loops=random.random() < 0.5)
    compare(found, edited(found, random))


@settings(max_examples=25)
@given(SEEDS)
def test_the_effect_of_replacing_all(seed: int) -> None:
    """So it is between two graphs that have nothing but some names in common."""
    random = Random(seed)
    compare(*(curriculum(random, choices=random.random() < 0.5) for _ in range(2)))


def test_what_changes_is_told() -> None:
    """Targets that become longer or shorter, by how much, and which concepts their paths gain and lose."""
    old = graph("c requires b", "b requires a", "d", "gone", minutes={"a": 5, "b": 7, "c": 11, "d": 20})
    new = graph("c requires d", "b requires a", "d", "fresh", minutes={"a": 6, "b": 7, "c": 11, "d": 20})
    found = effect(old, new)
    assert (found.added, found.removed, found.compared, found.planned) == (("fresh",), ("gone",), 4, 3)
    assert found.changes == (
        Change("c", 23, 31, ("d",), ("a", "b")),
        Change("a", 5, 6, (), ()),
        Change("b", 12, 13, (), ()),
    )
    assert [each.minutes for each in found.changes] == [8, 1, 1]


def test_equal_graphs_need_no_planning() -> None:
    """Where nothing differs no path is worked out; nor where only what paths do not use does."""
    found = catalog("c requires b", "b requires-any 1 of a d")
    more = catalog("c requires b", "b requires-any 1 of a d", "c next b", "e helpful b", "a is-a e")
    assert effect(ConceptGraph.of(found), ConceptGraph.of(found)).planned == 0
    assert effect(ConceptGraph.of(found), ConceptGraph.of(more)).changes == ()


def test_a_renamed_concept_is_the_same() -> None:
    """What goes by a new id is neither added nor removed; paths that hold it do not change."""
    old = ConceptGraph.of(catalog("c requires b", "b requires a"))
    new = ConceptGraph.of(catalog("c requires x", "x requires a", redirects={"b": "y", "y": "x"}))
    found = effect(old, new)
    assert (found.renamed, found.added, found.removed, found.changes) == ({"b": "x"}, (), (), ())
    assert found.compared == 3


def test_a_concept_that_was_joined_to_another_is_gone() -> None:
    """Where the new id was there before, the old one is removed, and paths lose it."""
    old = ConceptGraph.of(catalog("c requires b x", minutes={"b": 5, "c": 1, "x": 1}))
    new = ConceptGraph.of(catalog("c requires x", redirects={"b": "x"}, minutes={"c": 1, "x": 1}))
    found = effect(old, new)
    assert (found.renamed, found.removed) == ({}, ("b",))
    assert found.changes == (Change("c", 7, 2, (), ("b",)),)


def test_a_cluster_is_a_target() -> None:
    """What becomes at home in a cluster lengthens the path to it."""
    old = graph("a", "b", minutes={"a": 5, "b": 7}, home={"a": "z"})
    new = graph("a", "b", minutes={"a": 5, "b": 7}, home={"a": "z", "b": "z"})
    assert effect(old, new).changes == (Change("z", 5, 12, ("b",), ()),)


def test_a_target_that_no_way_leads_to() -> None:
    """Where no way leads to a target before or after, its minutes are none."""
    whole = graph("a requires b", "b requires-any 1 of c", minutes=dict.fromkeys("abc", 10))
    stuck = graph("a requires b", "b requires-any 1 of a", "c", minutes=dict.fromkeys("abc", 10))
    assert effect(whole, stuck).changes == (
        Change("a", 30, None, (), ("a", "b", "c")),
        Change("b", 20, None, (), ("b", "c")),
    )
    assert [(each.before, each.after) for each in effect(stuck, whole).changes] == [(None, 30), (None, 20)]


def test_only_so_many_choices_are_made() -> None:
    """Beyond the limit, targets with a choice on the way are named as left, and the others are planned for."""
    lines = [f"t{n} requires-any 1 of a b" for n in range(5)]
    old = graph(*lines, "u requires a", minutes={"a": 10, "b": 20})
    new = graph(*lines, "u requires a", minutes={"a": 15, "b": 20})
    found = effect(old, new, most=2)
    assert (found.planned, found.left) == (4, ("t2", "t3", "t4"))
    assert {each.target for each in found.changes} == {"a", "u", "t0", "t1"}
    assert effect(old, new).left == ()


def test_dropping_a_relation_of_published_data() -> None:
    """In Metacademy's concepts just those paths change whose closure is another before and after."""
    whole = read(published(METACADEMY))
    gone = whole.relations[len(whole.relations) // 2]
    old = ConceptGraph.of(whole)
    new = ConceptGraph.of(replace(whole, relations=tuple(r for r in whole.relations if r is not gone)))

    before, after = ({id: {id, *one.closure(["requires"], id)} for id in one} for one in (old, new))
    found = effect(old, new)
    assert {each.target for each in found.changes} == {id for id in before if before[id] != after[id]} != set()
    assert all(set(each.lost) == before[each.target] - after[each.target] for each in found.changes)
    assert found.planned < 392
