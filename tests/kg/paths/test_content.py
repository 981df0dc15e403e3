"""What is to be put in order: uses, helpers, clusters, and the wishes of a learner."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import QuestionError
from kg.graph import ConceptGraph
from kg.paths.content import content_of, easier, kept, pinned, uses_of
from kg.paths.order import Content
from kg.paths.requirements import requirements
from tests.build import SEEDS, curriculum, graph, ids, numbers


def content(found: ConceptGraph, *targets: str) -> Content:
    """All that some targets may require, as far as it can be learnt."""
    needs = requirements(found, numbers(found, targets or found.ids), frozenset())
    nodes = needs.derivable()
    return content_of(found, uses_of(needs, nodes), easier(found, nodes), {})


def precedes(some: Content) -> dict[int, set[int]]:
    """What must come before each step, directly."""
    return {node: {*some.uses[node], *some.after.get(node, ())} for node in some.nodes}


def works(some: Content, order: list[int]) -> bool:
    """Whether an order keeps to what a content asks for."""
    return all(before <= set(order[: order.index(node)]) for node, before in precedes(some).items())


def orderly(some: Content) -> list[int]:
    """An order that keeps to it; there must be one."""
    waiting, order = precedes(some), list[int]()
    while waiting:
        node = min(node for node, before in waiting.items() if before <= set(order))
        order.append(node)
        del waiting[node]
    return order


def test_an_option_is_used_where_it_comes_before() -> None:
    """Of a loop of alternatives, each uses what is learnt before it, and not what comes later."""
    found = graph("a requires-any 1 of b c", "b requires-any 1 of a c", "d requires a b")
    some = content(found)
    assert ids(found, some.nodes) == ["c", "a", "b", "d"]
    used = {found.ids[node]: set(ids(found, used)) for node, used in some.uses.items()}
    assert used == {"c": set(), "a": {"c"}, "b": {"a", "c"}, "d": {"a", "b"}}


def test_helpers_come_before_and_are_not_counted_as_uses() -> None:
    """What only makes a step easier comes before it, and the measures do not count it."""
    some = content(found := graph("a helpful b", "a requires c"))
    a, b, c = numbers(found, "abc")
    assert (some.uses[a], some.after) == ((c,), {a: (b,)})


def test_what_needs_a_cluster_comes_after_all_that_is_in_it() -> None:
    """A cluster is no step; whoever needs it needs its members, and those of the clusters that it requires."""
    found = graph("t requires z", "z requires y", "y requires c", home={"a": "z", "b": "y"})
    some = content(found, "t")
    t, a, b, c = numbers(found, "tabc")
    assert set(some.nodes) == {t, a, b, c}
    assert set(some.after[t]) == {a, b, c}
    assert some.uses[t] == ()


@given(SEEDS)
def test_what_is_kept_stays_in_place(seed: int) -> None:
    """An order that works stays as it was, whatever else has come to it; what is gone from it does no harm."""
    random = Random(seed)
    some = content(ConceptGraph.of(curriculum(random)))
    keep = [node for node in orderly(some) if random.random() < 0.7]
    new = kept(some, [*keep, 999])
    assert works(some, orderly(new))
    assert [node for node in orderly(new) if node in keep] == keep


@given(SEEDS)
def test_only_what_must_moves(seed: int) -> None:
    """Of an order that does not work, each next step is the earliest kept of those that can come next."""
    random = Random(seed)
    some = content(ConceptGraph.of(curriculum(random)))
    keep = random.sample(some.nodes, random.randint(1, len(some.nodes)))
    found = orderly(kept(some, keep))
    assert works(some, found)
    assert [node for node in found if node in keep] == stable(some, keep)


def stable(some: Content, keep: list[int]) -> list[int]:
    """The same by asking, over and over, for the first kept whose kept requirements, direct or not, are behind it."""
    before = precedes(some)
    for _ in before:
        before = {node: b.union(*(before[n] for n in b)) for node, b in before.items()}
    left, order = list(keep), list[int]()
    while left:
        node = next(node for node in left if not before[node].intersection(left))
        left.remove(node)
        order.append(node)
    return order


def test_nothing_to_keep_changes_nothing() -> None:
    """Without an earlier order, or with one of other concepts, no step comes after another for its sake."""
    some = content(graph("a requires b", "c"))
    assert kept(some, []) == some
    assert kept(some, [999]).after == some.after


@given(SEEDS)
def test_what_is_pinned_comes_first_or_is_refused(seed: int) -> None:
    """Pinned steps are the first, in the order given; where one needs something else first, that is said."""
    random = Random(seed)
    found = ConceptGraph.of(curriculum(random))
    some = content(found)
    pin = random.sample(some.nodes, random.randint(1, min(3, len(some.nodes))))
    if not all(precedes(some)[node] <= set(pin[:place]) for place, node in enumerate(pin)):
        with pytest.raises(QuestionError, match="cannot be that early"):
            pinned(found, some, pin)
        return
    new = pinned(found, some, pin)
    assert works(some, orderly(new))
    assert orderly(new)[: len(pin)] == pin


def test_to_pin_what_is_no_step_is_refused() -> None:
    """The message names the concept and the place in the list."""
    found = graph("a requires b", "c")
    with pytest.raises(QuestionError) as raised:
        pinned(found, content(found, "a"), numbers(found, "bc"))
    assert raised.value.errors == (("/pin/1", "'c' is no step of this path: leave it out"),)


@given(SEEDS, st.booleans())
def test_without_clusters_nothing_is_added(seed: int, choices: bool) -> None:
    """Steps are the nodes themselves, their uses those of the requirements, and only helpers come before them besides."""
    found = ConceptGraph.of(curriculum(Random(seed), choices=choices))
    needs = requirements(found, range(len(found)), frozenset())
    nodes = needs.derivable()
    some = content_of(found, uses_of(needs, nodes), {}, {})
    assert (some.nodes, some.after, some.uses) == (tuple(nodes), {}, uses_of(needs, nodes))
