"""Which concepts a path needs, against definitions applied by brute force."""

from dataclasses import replace
from math import inf

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.catalog import Catalog
from kg.errors import Unreachable
from kg.graph import ConceptGraph
from kg.model import Group, Relation
from kg.paths.requirements import Selection, downward, requirements, select, strongly_connected
from tests.build import catalog, graph, ids, numbers
from tests.kg.paths import brute
from tests.kg.paths.brute import Asked, asked

Plain = asked(choices=False)
Choosing = asked()
Looping = asked(most=6, loops=True)


def selected(graph: ConceptGraph, targets: list[str], known: list[str]) -> Selection:
    """What is to be learnt for some targets."""
    met = downward(graph, numbers(graph, known))
    wanted = numbers(graph, targets)
    return select(requirements(graph, wanted, met), wanted, graph.ids)


def learnt(found: Catalog, targets: list[str], known: list[str]) -> set[str]:
    """The ids of what is to be learnt."""
    graph = ConceptGraph.of(found)
    return set(ids(graph, selected(graph, targets, known).nodes))


def cost(found: Catalog, targets: list[str], known: list[str]) -> float:
    """The minutes of what is to be learnt, infinite where the targets cannot be reached."""
    try:
        return sum(found.concepts[id].minutes or 0 for id in learnt(found, targets, known))
    except Unreachable:
        return inf


# -- known


@given(Choosing)
def test_known_closes_downwards_and_implies_no_option(question: Asked) -> None:
    """Who knows a concept knows what it essentially requires, step by step, and none of its options for that."""
    found, _, known = question
    graph = ConceptGraph.of(found)
    assert set(ids(graph, downward(graph, numbers(graph, known)))) == brute.closed(found, known)


def test_known_cluster() -> None:
    """Who knows a cluster knows what is in it and what that rests on."""
    found = graph("a requires b", home={"a": "c"})
    assert set(ids(found, downward(found, numbers(found, "c")))) == {"a", "b", "c"}


# -- requirements


def test_what_is_known_is_left_out() -> None:
    """A known option lowers what its group still needs; a group that is met, and what is known, are gone."""
    found = graph("a requires-any 2 of b c d", "a requires-any 1 of e f", "a requires g", minutes={"a": 9})
    a, b, c, d = numbers(found, "abcd")
    needs = requirements(found, [a], frozenset(numbers(found, "beg")))
    assert needs.essential[a] == ()
    assert [(group.place, group.need, set(group.options)) for group in needs.groups[a]] == [(0, 1, {c, d})]
    assert needs.nodes == sorted((a, c, d))
    assert b not in needs.minutes
    assert needs.minutes[a] == 9


def test_a_cluster_requires_what_is_in_it() -> None:
    """To learn a cluster is to learn its members and what it requires itself; it takes no minutes of its own."""
    found = graph("a requires b", "z requires c", home={"a": "z"})
    (z,) = numbers(found, "z")
    needs = requirements(found, [z], frozenset())
    assert set(ids(found, needs.essential[z])) == {"a", "c"}
    assert set(ids(found, needs.nodes)) == {"a", "b", "c", "z"}
    assert needs.minutes[z] == 0


@given(Looping)
def test_derivable_is_what_can_be_learnt_step_by_step(question: Asked) -> None:
    """What is derivable within some concepts is the least fixpoint, each where its needs are met, the smallest first."""
    found, some, known = question
    graph = ConceptGraph.of(found)
    met = downward(graph, numbers(graph, known))
    needs = requirements(graph, range(len(graph)), met)
    clauses, have = brute.rules(found), brute.closed(found, known)
    rest = set(found.concepts) - have
    for within in (rest, rest - set(some)):
        order = ids(graph, needs.derivable(numbers(graph, within)))
        assert set(order) == brute.learnable(clauses, within, have)
        for place, id in enumerate(order):
            ready = {o for o in within.difference(order[:place]) if brute.met(clauses[o], have.union(order[:place]))}
            assert id == min(ready, key=graph.number)


@given(Looping)
def test_strongly_connected_requirements(question: Asked) -> None:
    """Concepts share a component when essential requirements and options lead from each to the other."""
    found, _, _ = question
    graph = ConceptGraph.of(found)
    needs = requirements(graph, range(len(graph)), frozenset())
    named = strongly_connected(needs, needs.nodes)
    edges = nx.DiGraph((r.from_, r.to) for r in found.of_type("requires") if r.strength == "essential")
    edges.add_nodes_from(found.concepts)
    components = {frozenset(ids(graph, (n for n in needs.nodes if named[n] == name))) for name in named}
    assert components == set(map(frozenset, nx.strongly_connected_components(edges)))


# -- without choices


@given(Plain)
def test_without_choices_it_is_the_closure(question: Asked) -> None:
    """Without alternatives: all that the targets need, themselves included, without what the known imply."""
    found, targets, known = question
    edges = nx.DiGraph((r.from_, r.to) for r in found.of_type("requires") if r.strength == "essential")
    edges.add_nodes_from(found.concepts)
    expected = set(targets).union(*(nx.descendants(edges, id) for id in targets))
    assert learnt(found, targets, known) == expected - brute.closed(found, known)


@given(Plain, st.data())
def test_without_choices_it_is_monotone(question: Asked, data: st.DataObject) -> None:
    """Who knows more learns no concept that he would not have learnt anyway, and who wants more no fewer."""
    found, targets, known = question
    more = data.draw(st.sampled_from(sorted(found.concepts)))
    assert learnt(found, targets, [*known, more]) <= learnt(found, targets, known)
    assert learnt(found, targets, known) <= learnt(found, [*targets, more], known)


@given(Plain)
def test_a_shortcut_changes_nothing(question: Asked) -> None:
    """To write down as a requirement what already follows from others changes no selection."""
    found, targets, known = question
    graph = ConceptGraph.of(found)
    written = {(r.from_, r.to) for r in found.relations}
    shortcuts = tuple(
        Relation(type="requires", from_=id, to=other, strength="essential")
        for id in found.concepts
        for other in brute.closed(found, [id]) - {id}
        if (id, other) not in written
    )
    longer = ConceptGraph.of(replace(found, relations=(*found.relations, *shortcuts)))
    before, after = (set(ids(g, selected(g, targets, known).nodes)) for g in (graph, longer))
    assert before == after


# -- with choices


@given(Choosing)
def test_the_selection_works_and_holds_the_targets(question: Asked) -> None:
    """Each concept has its requirements met by what stands before it; targets are in it or known, nothing known is."""
    found, targets, known = question
    graph = ConceptGraph.of(found)
    have = brute.closed(found, known)
    order = ids(graph, selected(graph, targets, known).nodes)
    assert not have.intersection(order)
    assert have.union(order) >= set(targets)
    for place, id in enumerate(order):
        assert brute.met(brute.rules(found)[id], have.union(order[:place]))
    assert order == sorted(order, key=graph.number)


@given(Looping)
def test_nothing_can_be_left_out(question: Asked) -> None:
    """No proper part of the selection that holds the targets can be learnt, loops of alternatives or not."""
    found, targets, known = question
    have = brute.closed(found, known)
    try:
        nodes = learnt(found, targets, known)
    except Unreachable:
        return
    clauses = brute.rules(found)
    assert brute.learnable(clauses, nodes, have) == nodes
    for left_out in nodes:
        assert not set(targets) - have <= brute.learnable(clauses, nodes - {left_out}, have)


@given(Choosing, st.data())
def test_the_cost_is_monotone(question: Asked, data: st.DataObject) -> None:
    """To know more never costs more; a further target costs no less, and no more than its own path on top."""
    found, targets, known = question
    more = data.draw(st.sampled_from(sorted(found.concepts)))
    plain, wiser = cost(found, targets, known), cost(found, targets, [*known, more])
    wider, alone = cost(found, [*targets, more], known), cost(found, [more], known)
    assert wiser <= plain <= wider <= plain + alone < inf


@given(Choosing, st.data())
def test_an_alternative_never_costs_and_a_requirement_never_saves(question: Asked, data: st.DataObject) -> None:
    """One more option in a group does not raise the cost, one more essential requirement does not lower it."""
    found, targets, _ = question
    order = ConceptGraph.of(found).ids
    later = data.draw(st.integers(1, len(order) - 1))
    start, to = order[later], data.draw(st.sampled_from(order[:later]))
    others = tuple(r for r in found.relations if (r.from_, r.to) != (start, to))
    found = replace(found, relations=others)
    before = cost(found, targets, [])
    required = Relation(type="requires", from_=start, to=to, strength="essential")
    assert cost(replace(found, relations=(*others, required)), targets, []) >= before
    groups = {r.group.id: r.group for r in others if r.from_ == start and r.group}
    for name, group in groups.items():
        wider = Group(id=name, at_least=group.at_least, size=group.size + 1)
        relations = [
            r.model_copy(update={"group": wider}) if r.from_ == start and r.group and r.group.id == name else r
            for r in others
        ]
        relations.append(required.model_copy(update={"group": wider}))
        assert cost(replace(found, relations=tuple(relations)), targets, []) <= before


@given(Looping)
def test_learning_on_leaves_the_rest(question: Asked) -> None:
    """Who learns the first steps and asks again is told to learn as many minutes as were left, loops or not."""
    found, targets, known = question
    graph = ConceptGraph.of(found)
    try:
        order = ids(graph, selected(graph, targets, known).nodes)
    except Unreachable:
        return
    for done in range(len(order) + 1):
        rest = sum(found.concepts[id].minutes or 0 for id in order[done:])
        assert cost(found, targets, [*known, *order[:done]]) == rest


def test_known_targets_need_nothing() -> None:
    """Where the target is known, there is nothing to learn, whatever it requires."""
    found = graph("a requires b", "a requires-any 1 of c d")
    assert selected(found, ["a"], ["a"]) == Selection((), ())
    assert selected(found, [], []) == Selection((), ())


def test_known_meets_its_own_groups_alone() -> None:
    """A known concept needs no option for itself, yet another concept that needs one does."""
    found = catalog("a requires-any 1 of b c", "d requires a", "d requires-any 1 of b c", minutes={"b": 1, "c": 2})
    assert learnt(found, ["d"], ["a"]) == {"b", "d"}


# -- unreachable


@given(Looping)
def test_what_cannot_be_reached_says_why(question: Asked) -> None:
    """`Unreachable` names exactly the targets that no choice reaches, and its witness states true facts about them."""
    found, targets, known = question
    have = brute.closed(found, known)
    clauses = brute.rules(found)
    possible = brute.learnable(clauses, found.concepts, have) | have
    stuck = set(targets) - possible
    if not stuck:
        learnt(found, targets, known)
        return
    with pytest.raises(Unreachable) as caught:
        learnt(found, targets, known)
    assert set(caught.value.targets) == stuck
    assert caught.value.witness
    for fact in caught.value.witness:
        id, *words = fact.replace(",", "").split()
        assert id not in possible
        if words[0] == "requires":
            assert words[1] in brute.essentials(found)[id] - possible
        else:
            need, options = int(words[1]), frozenset(words[3:])
            assert (need, options) in [(least - len(o & have), o - have) for least, o in clauses[id]]
            assert len(options & possible) < need


def test_a_witness_in_words() -> None:
    """The message holds the loop that keeps the target from being learnt."""
    found = graph("t requires a", "a requires-any 1 of b", "b requires a")
    with pytest.raises(Unreachable) as caught:
        selected(found, ["t"], [])
    assert caught.value.targets == ("t",)
    assert caught.value.witness == ("t requires a", "a needs 1 of b", "b requires a")
    assert str(caught.value) == "t cannot be reached: t requires a; a needs 1 of b; b requires a"


def test_too_few_options() -> None:
    """A group that asks for more options than it has cannot be met."""
    found = catalog("a requires-any 2 of b c")
    one_less = tuple(r for r in found.relations if r.to != "c")
    with pytest.raises(Unreachable, match=r"a needs 2 of b$"):
        learnt(replace(found, relations=one_less), ["a"], [])


# -- choices


@settings(max_examples=300)
@given(Looping)
def test_every_choice_is_told_with_the_price_of_the_others(question: Asked) -> None:
    """Each group that the targets leave open is listed: what was taken, and each other option that works, with the
    extra minutes of the cheapest selection in which it is the one that meets the group.
    """
    found, targets, known = question
    graph = ConceptGraph.of(found)
    try:
        selection = selected(graph, targets, known)
    except Unreachable:
        return
    have = brute.closed(found, known)
    clauses = {id: [(n - len(o & have), o - have) for n, o in cs] for id, cs in brute.rules(found).items()}
    minutes = {id: concept.minutes or 0 for id, concept in found.concepts.items()}
    nodes = set(ids(graph, selection.nodes))
    total = sum(minutes[id] for id in nodes)
    needs = brute.essentials(found)
    forced = set(targets) - have
    while more := {other for id in forced for other in needs[id]} - forced - have:
        forced |= more
    groups = {
        (owner, place): options
        for owner in nodes
        for place, (need, options) in enumerate(clauses[owner][len(needs[owner]) :])
        if len(options & forced) < need
    }
    told = {(graph.ids[choice.group.owner], choice.group.place): choice for choice in selection.choices}
    assert set(told) == set(groups)
    assert len(told) == len(selection.choices)
    for (owner, place), choice in told.items():
        assert set(ids(graph, choice.chosen)) == groups[owner, place] & nodes
        prices = {}
        own = len(needs[owner]) + place
        need, options = clauses[owner][own]
        for option in options - nodes:
            rest = [clause for other, clause in enumerate(clauses[owner]) if other != own]
            swapped = {**clauses, owner: [*rest, (1, frozenset({option})), (need - 1, options - {option})]}
            least = brute.cheapest(swapped, minutes, graph.numbers, [*targets, owner], have)
            if least is not None:
                prices[option] = least[0] - total
        extras = [extra for _, extra in choice.instead]
        assert extras == sorted(prices.values())
        assert all(extra >= 0 for extra in extras)
        assert all(len(others) >= need for others, _ in choice.instead)
        if need == 1:
            assert {graph.ids[only]: extra for (only,), extra in choice.instead} == prices


def test_the_price_of_the_other_way() -> None:
    """An option is priced with all that it brings, and with what it shares with the rest."""
    found = graph(
        "t requires-any 1 of cheap dear",
        "cheap requires base",
        "dear requires deep",
        "t requires base",
        minutes={"t": 10, "cheap": 5, "dear": 4, "base": 20, "deep": 8},
    )
    (choice,) = selected(found, ["t"], []).choices
    dear, cheap = numbers(found, ("dear", "cheap"))
    assert (choice.chosen, choice.instead) == ((cheap,), (((dear,), 7),))


def test_the_price_of_another_two_of_four() -> None:
    """Of a group that asks for two, each other option is priced together with the cheapest that stays."""
    found = graph("t requires-any 2 of a b c d", minutes={"t": 1, "a": 1, "b": 2, "c": 4, "d": 8})
    (choice,) = selected(found, ["t"], []).choices
    assert ids(found, choice.chosen) == ["a", "b"]
    assert [(ids(found, options), extra) for options, extra in choice.instead] == [(["a", "c"], 2), (["a", "d"], 6)]


def test_the_price_keeps_what_it_is_for() -> None:
    """An option of a concept that was itself chosen is priced with that concept kept, not by way of another choice."""
    found = graph(
        "t requires-any 1 of a z", "a requires-any 1 of b c", minutes={"t": 1, "a": 1, "b": 1, "c": 50, "z": 9}
    )
    prices = {
        found.ids[choice.group.owner]: [(ids(found, options), extra) for options, extra in choice.instead]
        for choice in selected(found, ["t"], []).choices
    }
    assert prices == {"t": [(["z"], 7)], "a": [(["c"], 49)]}
