"""Answers about learning: a path step by step, and what can be learnt next."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.answers import answer
from kg.catalog import Catalog
from kg.errors import QuestionError, Unreachable
from kg.graph import ConceptGraph
from kg.questions import WEEKDAYS, FindPath, Frontier, parse
from kg.render import finished
from tests.build import catalog, curricula
from tests.build import graph as small

LLM = "large-language-model"


def ids(found: Mapping[str, Any]) -> list[str]:
    """The ids of the steps."""
    return [step["concept"]["id"] for step in found["steps"]]


def essential(graph: ConceptGraph) -> "nx.DiGraph[str]":
    """What requires what without a choice, as networkx has it."""
    view: nx.DiGraph[str] = nx.DiGraph()
    view.add_nodes_from(graph)
    for start, end, facts in graph.to_networkx().edges(data=True):
        if facts.get("strength") == "essential" and "group" not in facts:
            view.add_edge(start, end)
    return view


def closure(graph: ConceptGraph, *starts: str) -> set[str]:
    """The starts and all that they essentially require."""
    view = essential(graph)
    return set(starts).union(*(nx.descendants(view, start) for start in starts))


# -- a path to large language models


def test_a_path_from_nothing(graph: ConceptGraph) -> None:
    """It starts with what needs nothing, ends with large language models, and leaves out nothing that they require."""
    found = answer(graph, FindPath(target=(LLM,)))
    assert closure(graph, LLM) <= set(ids(found))
    assert ids(found)[-1] == LLM
    assert found["steps"][0]["requires"] == []
    assert {"transformer", "next-token-prediction", "pre-training"} <= set(ids(found))
    assert found["proof"]["set"] == "optimal"


def test_a_path_from_what_is_known(graph: ConceptGraph) -> None:
    """Neither what is known nor what it rests on is learnt again, all else is, and the path is as much shorter."""
    from_nothing = answer(graph, FindPath(target=(LLM,)))
    found = answer(graph, FindPath(target=(LLM,), known=("deep-learning", "probability")))
    known = closure(graph, "deep-learning", "probability")
    assert set(ids(found)) == set(ids(from_nothing)) - known
    assert found["minutes"] == from_nothing["minutes"] - sum(
        step["minutes"] for step in from_nothing["steps"] if step["concept"]["id"] in known
    )
    assert set(found["skipped"]) <= known
    assert sorted(found["known"]) == ["deep-learning", "probability"]


@pytest.mark.parametrize("known", [(), ("deep-learning",), ("transformer", "vector")])
def test_every_step_is_explained(graph: ConceptGraph, known: tuple[str, ...]) -> None:
    """A step comes after what it requires, says what it unlocks, and why it is there by a chain to the target."""
    found = answer(graph, FindPath(target=(LLM, "llm-cluster"), known=known))
    view = essential(graph)
    place = {step["concept"]["id"]: step["position"] for step in found["steps"]}
    assert list(place.values()) == list(range(1, len(place) + 1))
    stages = {step["concept"]["id"]: step["stage"] for step in found["steps"]}
    spent = 0
    for step in found["steps"]:
        id = step["concept"]["id"]
        spent += step["minutes"]
        assert step["minutes_so_far"] == spent
        assert set(view.successors(id)) <= set(step["requires"])
        assert all(place.get(other, 0) < place[id] for other in step["requires"])
        assert stages[id] == 1 + max((stages.get(other, 0) for other in step["requires"]), default=0)
        assert all(place[other] > place[id] for other in step["unlocks"] if other in place)
        assert step["chain"][0] == id
        assert step["chain"][-1] in (LLM, "llm-cluster")
        assert step["because"].strip()
        assert step.get("assumed", False) == (graph[id].minutes is None)
        for before, after in pairwise(step["chain"]):
            in_cluster = graph[before].cluster == after
            assert in_cluster or f"{after}.requires.{before}" in REQUIRED.setdefault(graph.version, required(graph))
    assert found["minutes"] == spent
    unlocking = {(other, step["concept"]["id"]) for step in found["steps"] for other in step["requires"]}
    for step in found["steps"]:
        assert all((step["concept"]["id"], other) in unlocking for other in step["unlocks"] if other in place)


REQUIRED: dict[str, set[str]] = {}


def required(graph: ConceptGraph) -> set[str]:
    """The ids of all requirements."""
    return {facts["rid"] for _, _, key, facts in graph.to_networkx().edges(keys=True, data=True) if key == "requires"}


def test_a_cluster_as_a_target_stands_for_its_members(graph: ConceptGraph) -> None:
    """A path to the LLM cluster teaches every concept at home in it, and the cluster itself is no step."""
    found = answer(graph, FindPath(target=("llm-cluster",)))
    members = {id for id, concept in graph.items() if concept.cluster == "llm-cluster"}
    assert members <= set(ids(found))
    assert "llm-cluster" not in ids(found)


def test_what_is_known_already_takes_no_step(graph: ConceptGraph) -> None:
    """Whoever knows the target is there."""
    found = answer(graph, FindPath(target=("machine-learning",), known=("deep-learning",)))
    assert (found["steps"], found["minutes"], found["skipped"]) == ([], 0, ["machine-learning"])
    assert found["targets"] == ["machine-learning"]


@given(curricula(), st.data())
def test_a_path_can_be_walked(found: Catalog, data: st.DataObject) -> None:
    """Whatever the targets and what is known, each step's requirements, choices included, are met before it."""
    graph = ConceptGraph.of(found)
    names = list(graph)
    targets = data.draw(st.lists(st.sampled_from(names), min_size=1, max_size=3))
    known = data.draw(st.lists(st.sampled_from(names), max_size=2))
    path = answer(graph, FindPath(target=tuple(targets), known=tuple(known)))
    met = closure(graph, *known) if known else set[str]()
    for step in path["steps"]:
        id = step["concept"]["id"]
        assert id not in met
        groups: dict[str, list[bool]] = {}
        for relation in found.relations:
            if relation.from_ == id and relation.strength == "essential":
                if relation.group is None:
                    assert relation.to in met
                else:
                    groups.setdefault(relation.group.id, []).append(relation.to in met)
        least = {r.group.id: r.group.at_least for r in found.relations if r.from_ == id and r.group is not None}
        assert all(sum(options) >= least[group] for group, options in groups.items())
        met.add(id)
    assert set(targets) <= met
    for choice in path["choices"]:
        assert set(choice["chosen"]) <= met
        assert all(way["extra_minutes"] >= 0 for way in choice["instead_of"])


# -- choices


def test_a_choice_is_told_with_its_price() -> None:
    """Of two options the shorter is taken, and the answer says how much longer the other would be."""
    graph = small("app requires-any 1 of python rust", "rust requires memory", minutes={"python": 60, "rust": 90})
    found = answer(graph, FindPath(target=("app",)))
    assert ids(found) == ["python", "app"]
    assert found["choices"] == [
        {
            "for": "app",
            "group": "any-001",
            "chosen": ["python"],
            "instead_of": [{"ids": ["rust"], "extra_minutes": 60}],
            "complete": True,
            "because": "“PYTHON” makes the whole path shortest; “RUST” would take 60 more minutes in all.",
        }
    ]
    assert found["steps"][0]["because"] == "Chosen for “APP”, which leaves a choice of 2."


def test_a_known_option_leaves_no_choice() -> None:
    """Whoever knows one of the options has met the group, whatever the others would cost."""
    graph = small("app requires-any 1 of python rust", minutes={"python": 60, "rust": 90})
    found = answer(graph, FindPath(target=("app",), known=("rust",)))
    assert (ids(found), found["choices"], found["skipped"]) == (["app"], [], ["rust"])


def test_a_target_that_no_choice_can_meet_says_why() -> None:
    """Where requirements go round in a circle, the error names who waits for whom."""
    graph = small("a requires b", "b requires-any 1 of a")
    with pytest.raises(Unreachable) as caught:
        answer(graph, FindPath(target=("a",)))
    assert caught.value.targets == ("a",)
    assert caught.value.witness == ("a requires b", "b needs 1 of a")


def test_minutes_that_nobody_has_judged_are_marked() -> None:
    """Where a concept has no study time, the hub's default stands in and the step says so."""
    first, second = answer(small("a requires b", minutes={"b": 10}), FindPath(target=("a",)))["steps"]
    assert (first["minutes"], "assumed" in first) == (10, False)
    assert (second["minutes"], second["assumed"], second["concept"]["minutes"]) == (30, True, None)


def test_helpful_concepts_are_steps_only_when_asked_for() -> None:
    """What is only helpful is no step, or an optional one, before what it helps, with what it needs itself."""
    graph = small("a helpful b", "a requires c", "b requires d")
    assert ids(answer(graph, FindPath(target=("a",)))) == ["c", "a"]
    found = answer(graph, FindPath(target=("a",), helpful=True))
    assert {step["concept"]["id"]: step.get("optional", False) for step in found["steps"]} == {
        "a": False,
        "b": True,
        "c": False,
        "d": True,
    }
    assert ids(found).index("d") < ids(found).index("b") < ids(found).index("a")
    because = {step["concept"]["id"]: step["because"] for step in found["steps"]}
    assert because["b"] == "It makes “A” easier."
    assert next(step for step in found["steps"] if step["concept"]["id"] == "d")["chain"] == ["d", "b", "a"]


# -- wishes, and what they cost


LANGUAGES = small(
    "app requires-any 1 of python rust", "rust requires memory", "app requires web", minutes={"python": 60, "rust": 90}
)


def test_a_preferred_option_is_taken_and_its_cost_is_told() -> None:
    """The longer way is taken, the choice says what the other would save, and the path what the wish costs."""
    found = answer(LANGUAGES, FindPath(target=("app",), prefer=("rust",)))
    assert set(ids(found)) == {"memory", "rust", "web", "app"}
    (choice,) = found["choices"]
    assert (choice["chosen"], choice["instead_of"]) == (["rust"], [{"ids": ["python"], "extra_minutes": -60}])
    assert choice["because"] == "“RUST” is preferred; “PYTHON” would save 60 minutes in all."
    assert found["cost"]["minutes"] == 60


def test_to_avoid_an_option_is_to_take_another() -> None:
    """What is avoided is no step, nor is what only it needs; there is nothing else to choose from, and that is said."""
    found = answer(LANGUAGES, FindPath(target=("app",), avoid=("python",)))
    assert set(ids(found)) == {"memory", "rust", "web", "app"}
    assert found["cost"]["minutes"] == 60
    assert found["choices"][0]["because"] == "Nothing else that “APP” accepts can be learnt."


def test_what_cannot_be_avoided_says_why() -> None:
    """To avoid what is essential leaves no way, and the witness names what it is needed for."""
    with pytest.raises(Unreachable) as raised:
        answer(LANGUAGES, FindPath(target=("app",), avoid=("web",)))
    assert raised.value.witness == ("app requires web", "web is to be avoided")


def test_a_preference_that_cannot_be_met_says_why() -> None:
    """To prefer an option whose own requirement is avoided leaves no way."""
    with pytest.raises(Unreachable) as raised:
        answer(LANGUAGES, FindPath(target=("app",), prefer=("rust",), avoid=("memory",)))
    assert "rust requires memory" in raised.value.witness


def test_wishes_that_bear_upon_nothing_are_named() -> None:
    """To prefer what is no option, or to avoid what is never a step, changes nothing and is listed."""
    found = answer(LANGUAGES, FindPath(target=("rust",), prefer=("memory",), avoid=("web",)))
    assert (ids(found), found["unused"]) == (["memory", "rust"], ["memory", "web"])
    assert set(found["cost"].values()) == {0}
    assert found["labels"]["web"] == "WEB"


@pytest.mark.parametrize(
    ("fields", "pointers"),
    [
        ({}, ["/target"]),
        ({"target": ("app",), "weight": (1, 2)}, ["/weight"]),
        ({"target": ("app",), "prefer": ("rust",), "avoid": ("rust",)}, ["/avoid"]),
        ({"target": ("app",), "avoid": ("app",)}, ["/avoid"]),
        ({"target": ("app",), "pin": ("app",)}, ["/pin/0"]),
        ({"target": ("app",), "pin": ("memory",)}, ["/pin/0"]),
        ({"target": ("app",), "format": "ics"}, ["/start"]),
        ({"target": ("app",), "known": ("web", "wbe", "rsut")}, ["/known/1", "/known/2"]),
    ],
)
def test_wishes_that_contradict_each_other_are_refused(fields: dict[str, Any], pointers: list[str]) -> None:
    """Each contradiction is told with its place, unknown ids among known ones each by its own."""
    with pytest.raises(QuestionError) as raised:
        answer(LANGUAGES, FindPath(**fields))
    assert [where for where, _ in raised.value.errors] == pointers


def test_pinned_steps_come_first() -> None:
    """In the order given, wherever they would have stood."""
    found = answer(LANGUAGES, FindPath(target=("app",), pin=("web", "python")))
    assert ids(found) == ["web", "python", "app"]
    assert "cost" in found


def test_what_is_left_of_an_earlier_plan_stays_in_place(graph: ConceptGraph) -> None:
    """Having learnt some steps, and with a further target, the rest is in the order it was, with the new between."""
    before = ids(answer(graph, FindPath(target=("self-attention",))))
    after = ids(
        answer(graph, FindPath(target=("self-attention", "loss-function"), known=tuple(before[:3]), keep=tuple(before)))
    )
    assert [id for id in after if id in before] == [id for id in before if id in after]
    assert set(after) > set(before[3:])


# -- in how much time


def test_a_budget_that_is_too_small(graph: ConceptGraph) -> None:
    """What fits is the best of the path; the rest is left out by name, and the answer says what would be enough."""
    whole = answer(graph, FindPath(target=("self-attention",)))
    found = answer(graph, FindPath(target=("self-attention",), minutes=200))
    assert found["minutes"] <= 200 < found["budget"]["sufficient"] == whole["minutes"]
    assert sorted([*ids(found), *found["left_out"]]) == sorted(ids(whole))
    assert found["proof"]["set"] == "optimal"
    assert found["budget"]["gap"] == 0
    hour = answer(graph, FindPath(target=("self-attention",), minutes=260))
    assert set(found["budget"]["next_hour"]) == set(ids(hour)) - set(ids(found))
    for step in found["steps"]:
        assert step["chain"][-1] == "self-attention"
        assert {*step["requires"]} <= {*ids(found)}


def test_a_budget_that_is_enough(graph: ConceptGraph) -> None:
    """The path is that without a budget, and nothing is left out."""
    whole = answer(graph, FindPath(target=("embedding",)))
    found = answer(graph, FindPath(target=("embedding",), minutes=10_000_000))
    assert {**found, "budget": None} == {**whole, "budget": None}
    assert (found["left_out"], found["budget"]["next_hour"]) == ([], [])


def test_no_time_at_all(graph: ConceptGraph) -> None:
    """In no minutes nothing is learnt, all is left out, and the least that is enough is told."""
    found = answer(graph, FindPath(target=("embedding",), minutes=0))
    assert (found["steps"], found["minutes"]) == ([], 0)
    assert found["left_out"] == sorted(ids(answer(graph, FindPath(target=("embedding",)))), key=graph.number)


@pytest.mark.parametrize("minutes", [-1, 10**12, "none", 1.5])
def test_a_budget_that_cannot_be(minutes: object) -> None:
    """Less than none, more than any life has, no whole number: each is pointed at before anything is worked out."""
    with pytest.raises(QuestionError) as caught:
        parse(FindPath, {"target": ["a"], "minutes": minutes})
    assert [where for where, _ in caught.value.errors] == ["/minutes"]


def test_a_budget_without_a_target(graph: ConceptGraph) -> None:
    """It is filled with what most of the hub rests on."""
    found = answer(graph, FindPath(minutes=300))
    assert found["title"] == "What to learn in 300 minutes"
    assert 0 < found["minutes"] <= 300
    assert {step["because"] for step in found["steps"]} == {"Much of the hub rests on it."}


def test_of_two_targets_that_of_more_weight_comes_first() -> None:
    """Where only one target fits, it is the heavier one; where both do, it is learnt first."""
    graph = small("a requires b", "c requires d", minutes=dict.fromkeys("abcd", 60))
    for weight, wanted in (((1, 3), ["d", "c"]), ((3, 1), ["b", "a"])):
        asked: dict[str, Any] = {"target": ("a", "c"), "weight": weight}
        assert ids(answer(graph, FindPath(**asked, minutes=120))) == wanted
        assert ids(answer(graph, FindPath(**asked, order="targets-early")))[:2] == wanted


def test_a_calendar(graph: ConceptGraph) -> None:
    """Each step has a week, weeks are no fuller than they may be, and the sittings take all its minutes, in order."""
    asked = FindPath(
        target=("self-attention",),
        start=date(2026, 3, 23),
        weekly=2.5,
        rest=("sat", "sun"),
        timezone="Europe/Berlin",
    )
    found = answer(graph, asked)
    calendar = found["calendar"]
    assert sum(sitting["minutes"] for sitting in calendar["sittings"]) == found["minutes"]
    assert all(week["minutes"] <= 150 for week in calendar["weeks"])
    assert [step["week"] for step in found["steps"]] == sorted(step["week"] for step in found["steps"])
    assert list(dict.fromkeys(sitting["concept"] for sitting in calendar["sittings"])) == ids(found)
    starts = [datetime.fromisoformat(sitting["starts"]) for sitting in calendar["sittings"]]
    assert starts == sorted(starts)
    assert {one.weekday() for one in starts} <= {0, 1, 2, 3, 4}
    assert {one.utcoffset() for one in starts} == {timedelta(hours=1), timedelta(hours=2)}
    assert calendar["finish"] == calendar["sittings"][-1]["ends"][:10]


@pytest.mark.parametrize(
    ("fields", "pointer"), [({"timezone": "Mars/Base"}, "/timezone"), ({"rest": WEEKDAYS}, "/rest")]
)
def test_a_calendar_that_cannot_be(graph: ConceptGraph, fields: dict[str, Any], pointer: str) -> None:
    """An unknown time zone, or a week without a day to study, is pointed at."""
    with pytest.raises(QuestionError) as raised:
        answer(graph, FindPath(target=("embedding",), start=date(2026, 1, 1), **fields))
    assert raised.value.errors[0][0] == pointer


def test_a_ticked_checklist_is_what_is_known(graph: ConceptGraph) -> None:
    """A path given out as Markdown, with its first steps ticked, asks for the rest."""
    whole = answer(graph, FindPath(target=("self-attention",)))
    text = finished(graph, FindPath(target=("self-attention",), format="md")).body.decode()
    for _ in range(4):
        text = text.replace("- [ ]", "- [x]", 1)
    found = answer(graph, FindPath(target=("self-attention",), ticked=text, keep=tuple(ids(whole))))
    assert ids(found) == ids(whole)[4:]
    assert found["known"] == sorted(ids(whole)[:4], key=graph.number)


def test_every_id_that_is_no_step_has_a_label(graph: ConceptGraph) -> None:
    """Whoever shows a path need not ask for names: steps have theirs, and the others are in `labels`."""
    asked: dict[str, Any] = {
        "target": ("llm-cluster",),
        "known": ("deep-learning",),
        "minutes": 300,
        "prefer": ("vector",),
    }
    found = answer(graph, FindPath(**asked))
    named = {*found["targets"], *found["known"], *found["skipped"], *found["left_out"], *found["unused"]}
    named.update(*(step["requires"] for step in found["steps"]), found["budget"]["next_hour"])
    assert named - set(ids(found)) <= found["labels"].keys()
    assert not found["labels"].keys() & set(ids(found))
    assert found["labels"]["deep-learning"] == "Deep learning"


def test_thousands_of_targets() -> None:
    """Ten thousand targets that need nothing are as many steps, and an order of them is proved."""
    names = [f"c{place:05}" for place in range(10_000)]
    graph = small(*names)
    found = answer(graph, FindPath(target=tuple(names)))
    assert len(found["steps"]) == 10_000
    assert found["proof"]["gap"] == 0
    assert found["title"].endswith(" and 9997 more")


def test_thousands_of_targets_that_need_one_another() -> None:
    """A thousand targets, each needing one or two others, are planned for with a bound, and within a budget too."""
    size = 1_000
    lines = (f"c{node:04} requires c{node // 2:04} c{node // 3:04}" for node in range(1, size))
    graph = small("c0000", *lines)
    targets = tuple(graph)
    found = answer(graph, FindPath(target=targets))
    assert len(found["steps"]) == size
    assert found["proof"]["order"] == "bounded"
    assert found["proof"]["bound"] + found["proof"]["gap"] == found["measures"]["prerequisite_distance"]
    short = answer(graph, FindPath(target=targets, minutes=600))
    assert 0 < short["minutes"] <= 600
    assert len(short["steps"]) + len(short["left_out"]) == size


@pytest.mark.parametrize("fields", [{}, {"minutes": 0}, {"minutes": 600}, {"helpful": True}])
def test_who_knows_everything(graph: ConceptGraph, fields: dict[str, Any]) -> None:
    """Nothing is left to learn, whatever is wanted and in whatever time."""
    found = answer(graph, FindPath(target=(LLM, "llm-cluster"), known=tuple(graph), **fields))
    assert (found["steps"], found["minutes"], found["left_out"], found["choices"]) == ([], 0, [], [])
    ready = answer(graph, Frontier(known=tuple(graph)))
    assert (ready["ready"], ready["one_away"]) == ([], [])


# -- ids that were


MOVED = ConceptGraph.of(catalog("a requires b", redirects={"old-a": "a", "old-b": "b", "gone": None}))


def test_renamed_ids_in_a_saved_plan_are_followed_and_said() -> None:
    """Targets and known concepts under old names count as what they are called now."""
    found = answer(MOVED, FindPath(target=("old-a",), known=("old-b",)))
    assert (ids(found), found["targets"], found["known"]) == (["a"], ["a"], ["b"])
    assert found["renamed"] == {"old-a": "a", "old-b": "b"}
    assert answer(MOVED, Frontier(known=("old-b",), target="old-a"))["renamed"] == {"old-b": "b", "old-a": "a"}


def test_unknown_and_withdrawn_ids_are_pointed_at() -> None:
    """Each id that leads nowhere is told with its place."""
    with pytest.raises(QuestionError) as caught:
        answer(MOVED, FindPath(target=("a", "zzz"), known=("gone",)))
    assert [where for where, _ in caught.value.errors] == ["/target/1", "/known/0"]
    with pytest.raises(QuestionError) as caught:
        answer(MOVED, Frontier(target="zzz"))
    assert [where for where, _ in caught.value.errors] == ["/target"]


@given(curricula(), st.data())
def test_every_unknown_id_is_told_with_its_place(found: Catalog, data: st.DataObject) -> None:
    """Among targets and known concepts, wherever they stand, just those that are not in the graph are errors."""
    names = st.lists(st.sampled_from([*found.concepts, "un-known", "wrong"]), min_size=1, max_size=6, unique=True)
    target, known = data.draw(names), data.draw(names)
    wrong = [
        f"/{field}/{place}"
        for field, some in (("target", target), ("known", known))
        for place, id in enumerate(some)
        if id not in found.concepts
    ]
    graph = ConceptGraph.of(found)
    if not wrong:
        assert answer(graph, FindPath(target=tuple(target), known=tuple(known)))["targets"] == target
        return
    with pytest.raises(QuestionError) as caught:
        answer(graph, FindPath(target=tuple(target), known=tuple(known)))
    assert [where for where, _ in caught.value.errors] == wrong


# -- what next


def test_what_to_learn_after_deep_learning(graph: ConceptGraph) -> None:
    """What is ready lacks nothing, what is one away lacks one thing, and the target ranks them."""
    found = answer(graph, Frontier(known=("deep-learning",), target=LLM))
    known, view = closure(graph, "deep-learning"), essential(graph)
    wanted = closure(graph, LLM) - known
    ready = {item["id"] for item in found["ready"]}
    assert ready >= {id for id in wanted if set(view.successors(id)) <= known} >= {"vector", "probability"}
    assert all(set(view.successors(id)) <= known for id in ready)
    assert not ready & known
    for item in found["one_away"]:
        assert set(view.successors(item["concept"]["id"])) - known == set(item["missing"])
    unlocks = [item["unlocks"] for item in found["ready"]]
    assert unlocks == sorted(unlocks, reverse=True)
    assert [item["id"] for item in found["just_learned"]] == ["deep-learning"]


def test_the_lists_are_cut_off_and_say_how_long_they_are(graph: ConceptGraph) -> None:
    """Each list has at most `limit` entries, the first of the whole, and `totals` says how many there are."""
    whole = answer(graph, Frontier(known=("machine-learning",), limit=500))
    found = answer(graph, Frontier(known=("machine-learning",), limit=2))
    for name in ("ready", "one_away", "just_learned"):
        assert found[name] == whole[name][:2]
        assert found["totals"][name] == whole["totals"][name] == len(whole[name])
    assert found["totals"]["ready"] > 2


def test_who_knows_nothing_starts_at_the_foundations(graph: ConceptGraph) -> None:
    """Without anything known, ready is what requires nothing."""
    found = answer(graph, Frontier(limit=500))
    assert {item["id"] for item in found["ready"]} == {
        graph.ids[n] for n in graph.foundations if graph.kind(n) != "cluster"
    }
    assert found["just_learned"] == []
