"""Relations that go round in circles, on small catalogs and on published data."""

from collections.abc import Iterable
from dataclasses import replace
from itertools import combinations, pairwise

import networkx as nx
from hypothesis import given, settings

from kg.analysis.cycles import ARTICLE, EDITORIAL, HELPFUL, Tangle, tangles, weight
from kg.catalog import Catalog
from kg.model import Quotation, Relation
from kg.rules import check
from tests.build import catalog, networks
from tests.test_real import CYCLIC, METACADEMY, published, read


def names(relations: Iterable[Relation]) -> list[str]:
    """The ids of some relations."""
    return [one.id for one in relations]


def stated(found: Catalog, *ids: str) -> Catalog:
    """The catalog with an article that states some of the relations."""
    said = Quotation(page="article", section="opening", quote="so it is")
    relations = (r.model_copy(update={"evidence": (said,)}) if r.id in ids else r for r in found.relations)
    return replace(found, relations=tuple(relations))


def acyclic(relations: Iterable[Relation]) -> bool:
    """Whether relations form no cycle, says networkx."""
    return nx.is_directed_acyclic_graph(nx.MultiDiGraph((one.from_, one.to) for one in relations))


def test_weights() -> None:
    """Helpful relations weigh least and what an article states most, helpful or not."""
    found = stated(
        catalog("a requires b", "a helpful c", "b requires d", "b helpful e"), "b.requires.d", "b.requires.e"
    )
    assert {one.id: weight(one) for one in found.relations} == {
        "a.requires.b": EDITORIAL,
        "a.requires.c": HELPFUL,
        "b.requires.d": ARTICLE,
        "b.requires.e": ARTICLE,
    }
    assert HELPFUL < EDITORIAL < ARTICLE


def test_a_tangle_is_told_with_a_loop_and_the_way_out() -> None:
    """What is in it, a shortest loop in its order, and what to drop: here the one helpful relation of the loop."""
    found = catalog("b requires c", "c requires d", "d helpful b", "x requires b", "d requires y")
    assert tangles(found) == [
        Tangle(
            type="requires",
            concepts=("b", "c", "d"),
            relations=3,
            loop=(found.relations[0], found.relations[1], found.relations[2]),
            drop=(found.relations[2],),
            weight=1,
            bound=1,
        )
    ]


def test_what_an_article_states_stays() -> None:
    """Two editorial relations go rather than one that an article states."""
    found = stated(catalog("a requires b", "b requires a c", "c requires a"), "a.requires.b")
    (tangle,) = tangles(found)
    assert names(tangle.drop) == ["b.requires.a", "b.requires.c"]
    assert (tangle.weight, tangle.bound) == (20, 20)
    assert names(tangle.loop) == ["a.requires.b", "b.requires.a"]


def test_only_types_that_must_not_go_round_count() -> None:
    """Circles of types that may have them are none, options may form loops, and each type is looked at by itself."""
    found = catalog(
        *("a next b", "b next a", "a requires-any 1 of b", "b requires a", "c is-a d", "d part-of c"),
        *("e is-a f", "f is-a e", "g part-of h", "h part-of g"),
    )
    assert [(one.type, one.concepts) for one in tangles(found)] == [("is-a", ("e", "f")), ("part-of", ("g", "h"))]


def test_a_concept_that_requires_itself_is_a_tangle() -> None:
    """The shortest loop of all has one step."""
    (tangle,) = tangles(catalog("a requires a b", "b requires a"))
    assert names(tangle.loop) == ["a.requires.a"]
    assert names(tangle.drop) == ["a.requires.a", "a.requires.b"]


@settings(max_examples=60)
@given(networks(7))
def test_there_is_one_for_each_cyclic_component(found: Catalog) -> None:
    """Components are those of networkx, the loop is as short as any, and what is dropped is needed and enough."""
    told = {(one.type, one.concepts): one for one in tangles(found)}
    expected = set()
    for name in ("is-a", "part-of", "requires"):
        relations = list(found.of_type(name))
        edges = nx.DiGraph((r.from_, r.to) for r in relations)
        for component in nx.strongly_connected_components(edges):
            if len(component) == 1:
                continue
            expected.add((name, tuple(sorted(component))))
            tangle = told[name, tuple(sorted(component))]
            inside = [r for r in relations if {r.from_, r.to} <= component]
            assert tangle.relations == len(inside)
            assert len(tangle.loop) == min(map(len, nx.simple_cycles(edges.subgraph(component))))
            assert all(one.to == after.from_ for one, after in pairwise((*tangle.loop, tangle.loop[0])))
            assert tangle.weight == tangle.bound == sum(map(weight, tangle.drop))
            kept = [r for r in inside if r not in tangle.drop]
            assert acyclic(kept)
            assert not any(acyclic([*kept, one]) for one in tangle.drop)
    assert set(told) == expected
    assert bool(told) == any(problem.code == "cycle" for problem in check(found))


def test_published_concepts_of_computer_science() -> None:
    """The tangle of 12 in CPR's concepts has a shortest loop of 3, and no 3 of its relations do what its 4 do."""
    found = read(published(CYCLIC))
    (tangle,) = tangles(found)
    inside = [r for r in found.relations if {r.from_, r.to} <= set(tangle.concepts)]
    cycles = list(nx.simple_cycles(nx.DiGraph((r.from_, r.to) for r in inside)))
    assert (len(tangle.concepts), tangle.relations, len(inside), len(cycles)) == (12, 21, 21, 10)
    assert len(tangle.loop) == min(map(len, cycles)) == 3
    assert acyclic(r for r in inside if r not in tangle.drop)
    assert (len(tangle.drop), tangle.weight, tangle.bound) == (4, 40, 40)
    steps = [{*pairwise([*cycle, cycle[0]])} for cycle in cycles]
    pairs = [(r.from_, r.to) for r in inside]
    assert not any(all(step & set(some) for step in steps) for some in combinations(pairs, 3))
    kept = replace(found, relations=tuple(r for r in found.relations if r not in tangle.drop))
    assert "cycle" not in {problem.code for problem in check(kept)}


def test_published_data_without_a_cycle() -> None:
    """Metacademy's concepts have no tangle."""
    assert tangles(read(published(METACADEMY))) == []
