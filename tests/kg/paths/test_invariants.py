"""What holds of paths however they are computed, beside what the tests of each module say."""

from itertools import pairwise, permutations
from random import Random

import networkx as nx
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import Unreachable
from kg.graph import ConceptGraph
from kg.paths.order import Measures
from kg.paths.plan import plan
from tests.build import SEEDS, catalog, curriculum, ids, numbers
from tests.kg.paths import brute
from tests.kg.paths.brute import Asked, asked


def steps(found: ConceptGraph, targets: list[str], known: list[str]) -> list[str]:
    """The ids of a path in order."""
    return ids(found, (step.node for step in plan(found, numbers(found, targets), numbers(found, known)).steps))


@given(asked(choices=False))
def test_closed_knowledge_spares_at_least_as_much_as_blocked(question: Asked) -> None:
    """Known things imply what they rest on, so nothing is learnt that a search which stops at known things would not
    find; where what is known holds all that it rests on, the two are the same.
    """
    found, targets, known = question
    graph = ConceptGraph.of(found)
    needs = nx.DiGraph((id, other) for id, others in brute.essentials(found).items() for other in others)
    needs.add_nodes_from(found.concepts)

    def blocked(known: set[str]) -> set[str]:
        open_ = needs.subgraph(set(needs) - known)
        return {other for t in set(targets) - known for other in (t, *nx.descendants(open_, t))}

    closed = set(steps(graph, targets, known))
    assert closed <= blocked(set(known))
    assert closed == blocked(brute.closed(found, known))


@given(asked(loops=True))
def test_what_is_known_needs_no_path(question: Asked) -> None:
    """Who knows the targets, or what rests on them, has nothing to learn, even where nobody else could."""
    found, targets, known = question
    graph = ConceptGraph.of(found)
    assert steps(graph, targets, [*targets, *known]) == []
    implied = sorted(brute.closed(found, known))
    assert steps(graph, implied, known) == []


@given(asked(choices=False), st.data())
def test_what_is_left_of_a_path_is_the_next_path(question: Asked, data: st.DataObject) -> None:
    """Without choices, who has learnt the first steps and asks again is told to learn just the others; asked to keep to
    the path, in the same order.
    """
    found, targets, known = question
    graph = ConceptGraph.of(found)
    path = steps(graph, targets, known)
    done = data.draw(st.integers(0, len(path)))
    have = [*known, *path[:done]]
    assert sorted(steps(graph, targets, have)) == sorted(path[done:])
    again = plan(graph, numbers(graph, targets), numbers(graph, have), keep=numbers(graph, path))
    assert ids(graph, (step.node for step in again.steps)) == path[done:]


@settings(max_examples=40)
@given(st.lists(st.sampled_from("xyz"), min_size=2, max_size=12))
def test_a_chain_and_an_antichain(homes: list[str]) -> None:
    """In a chain each use is of the step before, one thing is open at a time and topics switch where neighbours differ;
    of what uses nothing, nothing is apart and nothing open.
    """
    names = [f"c{place:02}" for place in range(len(homes))]
    home = dict(zip(names, homes, strict=True))
    chain = (f"{after} requires {before}" for before, after in pairwise(names))
    linked, apart = (ConceptGraph.of(catalog(*lines, home=home)) for lines in (chain, names))
    switches = sum(one != other for one, other in pairwise(homes))
    one, many = plan(linked, numbers(linked, names[-1:])), plan(apart, numbers(apart, names))
    assert one.arranged.measures == Measures(len(names) - 1, 1, switches, 0)
    assert many.arranged.measures[:2] == (0, 0)


@settings(max_examples=40)
@given(SEEDS)
def test_a_redundant_requirement_changes_no_possible_order(seed: int) -> None:
    """To write down what already follows leaves the same steps and the same orders that work."""
    random = Random(seed)
    found = curriculum(random, most=5, choices=False)
    edges = [(r.from_, r.to) for r in found.of_type("requires") if r.strength == "essential"]
    needs: nx.DiGraph[str] = nx.DiGraph()
    needs.add_nodes_from(found.concepts)
    needs.add_edges_from(edges)
    implied = sorted((a, b) for a in needs for b in nx.descendants(needs, a) if not needs.has_edge(a, b))
    both = edges, [*edges, *implied]
    written = [catalog(*found.concepts, *(f"{a} requires {b}" for a, b in each)) for each in both]
    targets = sorted(found.concepts)[:2]
    chosen = [set(steps(ConceptGraph.of(each), targets, [])) for each in written]
    assert chosen[0] == chosen[1]
    working = [
        {
            order
            for order in permutations(sorted(chosen[0]))
            if all(order.index(b) < order.index(a) for a, b in each if {a, b} <= chosen[0])
        }
        for each in both
    ]
    assert working[0] == working[1]


@settings(max_examples=40)
@given(SEEDS)
def test_levels_of_depth_are_learnt_from_the_bottom(seed: int) -> None:
    """Where a concept is taught on levels, each resting on the one below: who learns a level has learnt or known the
    lower ones, and a higher target asks for all that a lower one does.
    """
    random = Random(seed)
    names = "abcd"[: random.randint(2, 4)]
    lines = [f"{name}{level} requires {name}{level - 1}" for name in names for level in (2, 3)]
    lines += [
        f"{after}{random.randint(1, 3)} requires {before}{random.randint(1, 3)}"
        for place, after in enumerate(names)
        for before in names[:place]
        if random.random() < 0.7
    ]
    graph = ConceptGraph.of(catalog(*(f"{name}1" for name in names), *dict.fromkeys(lines)))
    known = random.sample(graph.ids, random.randint(0, 2))
    paths = [steps(graph, [f"{names[-1]}{level}"], known) for level in (1, 2, 3)]
    have = brute.closed(catalog(*(f"{name}1" for name in names), *dict.fromkeys(lines)), known)
    for path in paths:
        for place, id in enumerate(path):
            lower = f"{id[0]}{int(id[1]) - 1}"
            assert id[1] == "1" or lower in have.union(path[:place])
    assert set(paths[0]) <= set(paths[1]) <= set(paths[2])


@settings(max_examples=40)
@given(asked(most=6, loops=True))
def test_other_names_change_nothing_but_ties(question: Asked) -> None:
    """The same curriculum under other names has paths of as many minutes, steps and choices, and without choices as good."""
    found, targets, known = question
    names = sorted(found.concepts)
    other = dict(zip(names, reversed([f"x{place}" for place in range(len(names))]), strict=True))
    relations = tuple(r.model_copy(update={"from_": other[r.from_], "to": other[r.to]}) for r in found.relations)
    concepts = {other[id]: c.model_copy(update={"id": other[id]}) for id, c in found.concepts.items()}
    renamed = type(found)(found.hub, found.kinds, found.types, concepts, relations)
    results = list[tuple[int, ...]]()
    for each, old in ((found, {n: n for n in names}), (renamed, other)):
        graph = ConceptGraph.of(each)
        try:
            path = plan(graph, numbers(graph, (old[t] for t in targets)), numbers(graph, (old[k] for k in known)))
        except Unreachable as error:
            results.append((len(error.targets),))
            continue
        value = 0 if path.choices else path.arranged.value
        results.append((path.sufficient, len(path.steps), len(path.choices), value))
    assert results[0] == results[1]
