"""The answer about where to start: what is asked, how replies are given, and what can be wrong with them."""

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from kg.answers import answer
from kg.errors import QuestionError
from kg.graph import ConceptGraph
from kg.questions import FindPath, Placement, parse, parse_query
from kg.render import render
from tests.build import catalog
from tests.build import graph as small
from tests.kg.paths import spaces

ROOT = Path(__file__).parents[3]
LLM = "large-language-model"
CHAIN = small("d requires c", "c requires b", "b requires a", "x requires a")


def asked(graph: ConceptGraph, **fields: Any) -> Mapping[str, Any]:
    """The answer to a placement by the names that clients use."""
    return answer(graph, parse(Placement, fields))


def wrong(graph: ConceptGraph, **fields: Any) -> dict[str, str]:
    """What is wrong with a placement, by pointer."""
    with pytest.raises(QuestionError) as caught:
        asked(graph, **fields)
    return dict(caught.value.errors)


def test_a_placement_leads_into_a_path(graph: ConceptGraph) -> None:
    """Who knows deep learning and what it rests on is placed there within the hub's own data, and what is known goes
    straight into a path, which holds none of it.
    """
    region = {graph.ids[node] for node in spaces.of(graph, LLM).nodes}
    known = {"deep-learning", *graph.closure(["requires"], "deep-learning")}
    answers: list[str] = []
    while "ask" in (found := asked(graph, target=[LLM], answers=answers, slip=0, guess=0)):
        id = found["ask"]["id"]
        assert graph[id].kind != "cluster"
        assert 1 <= found["remaining"] <= len(graph)
        answers.append(f"{id}:{'yes' if id in known else 'no'}")
    assert set(found["known"]) == known & region
    assert (found["confidence"], found["unused"], found["exact"]) == (1, [], True)
    steps = answer(graph, FindPath(target=(LLM,), known=tuple(found["known"])))["steps"]
    assert not known & {step["concept"]["id"] for step in steps}
    assert len(answers) < len(region)


def test_there_is_something_to_ask_or_something_known(graph: ConceptGraph) -> None:
    """While something is to be asked the answer holds the question and what is likely; at the end, what is known."""
    first = asked(graph, target=["dot-product"])
    assert set(first) == {"targets", "ask", "likely", "remaining", "confidence", "exact", "unused", "renamed"}
    last = asked(graph, target=["dot-product"], answers=["vector:yes", "dot-product:no"])
    assert set(last) == {"targets", "known", "confidence", "exact", "unused", "renamed"}
    assert (last["targets"], last["known"]) == (["dot-product"], ["vector"])
    assert 0.9 < last["confidence"] < 1


def test_replies_in_every_form_mean_the_same() -> None:
    """As objects, as strings, several to a string, repeated in an address: one question, and it goes back and forth."""
    one = parse(
        Placement, {"target": "d", "answers": [{"concept": "b", "knows": "yes"}, {"concept": "c", "knows": "no"}]}
    )
    assert parse(Placement, {"target": "d", "answers": ["b:yes", "c:no"]}) == one
    assert parse(Placement, {"target": "d", "answers": ["b:yes", {"concept": "c", "knows": "no"}]}) == one
    assert parse(Placement, {"target": "d", "answers": "b:yes, c:no"}) == one
    assert parse_query(Placement, [("target", "d"), ("answers", "b:yes,c:no")], {}) == one
    assert parse_query(Placement, [("answers", "b:yes"), ("target", "d"), ("answers", "c:no")], {}) == one
    fields = one.model_dump(mode="json", exclude_defaults=True)
    assert fields == {"target": ["d"], "answers": ["b:yes", "c:no"]}
    assert parse(Placement, fields) == one


@pytest.mark.parametrize(
    ("answers", "pointer", "detail"),
    [
        (["b"], "/answers/0/knows", "'yes', 'no' or 'unsure'"),
        (["a:yes", "b:maybe"], "/answers/1/knows", "'yes', 'no' or 'unsure'"),
        ([":yes"], "/answers/0/concept", "at least 1 character"),
        ([{"concept": "a"}], "/answers/0/knows", "is missing"),
        ([{"concept": "a", "knows": "yes", "why": "x"}], "/answers/0/why", "there is no such field"),
        ([7], "/answers/0", "dictionary"),
        (7, "/answers", "should be a list"),
        (["a:yes", "zzz:no"], "/answers/1", "there is no concept 'zzz'"),
        (["a:yes", "b:no", "a:no"], "/answers/2", "a is answered with 'no' here and with 'yes' before"),
        (["a:unsure", "a:no"], "/answers/1", "give one answer"),
        (["a:yes"] * 10_001, "/answers", "at most 10000 items"),
    ],
)
def test_wrong_replies_are_told_with_their_place(answers: Any, pointer: str, detail: str) -> None:
    """Each reply that cannot be understood, or contradicts one before, is pointed at."""
    assert detail in wrong(CHAIN, target="d", answers=answers)[pointer]


@pytest.mark.parametrize(
    ("field", "value"), [("slip", 0.5), ("slip", -0.1), ("guess", "nan"), ("guess", 1), ("target", [])]
)
def test_wrong_fields_are_told(field: str, value: Any) -> None:
    """A slip or a guess is a share below a half, and something is to be learnt."""
    assert f"/{field}" in wrong(CHAIN, **{"target": "d", field: value})


def test_unknown_targets_are_told() -> None:
    """What is not there is named, with what is near."""
    assert wrong(CHAIN, target=["d", "zzz"]) == {"/target/1": "there is no concept 'zzz'"}


def test_unsure_counts_as_no() -> None:
    """Who is unsure is placed as who says no."""
    for given in ("unsure", "no"):
        found = asked(CHAIN, target="d", answers=[f"b:{given}"])
        assert render(found) == render(asked(CHAIN, target="d", answers=["b:no"]))


def test_the_same_reply_twice_is_one() -> None:
    """A reply that is repeated makes nothing surer."""
    once = asked(CHAIN, target="d", answers=["b:yes"])
    assert asked(CHAIN, target="d", answers=["b:yes"] * 10_000) == once


def test_what_no_target_requires_is_unused() -> None:
    """Replies about what lies outside, and about clusters, are named and change nothing."""
    found = asked(CHAIN, target="d", answers=["x:yes", "b:yes"])
    assert found["unused"] == ["x"]
    assert {**found, "unused": []} == asked(CHAIN, target="d", answers=["b:yes"])
    clustered = small("t requires a", home={"a": "z"})
    assert asked(clustered, target="z", answers=["z:yes"])["unused"] == ["z"]


def test_replies_that_leave_no_state_are_refused() -> None:
    """Where no mistakes are allowed for, replies must go together; else they are weighed."""
    answers = ["d:yes", "b:no"]
    assert "nobody can know d" in wrong(CHAIN, target="d", answers=answers, slip=0, guess=0)["/answers"]
    assert asked(CHAIN, target="d", answers=answers)["exact"]


def test_a_cluster_stands_for_what_is_in_it() -> None:
    """Of a cluster its members are asked about, and are known in the end."""
    clustered = small("a requires b", home={"a": "z", "c": "z"})
    assert asked(clustered, target="z")["ask"]["id"] in "abc"
    found = asked(clustered, target="z", answers=["a:yes", "b:yes", "c:yes"])
    assert sorted(found["known"]) == ["a", "b", "c"]


def test_everything_known_already() -> None:
    """Who answers everything with yes knows everything, and who has nothing to learn is asked nothing."""
    found = asked(CHAIN, target="d", answers=[f"{id}:yes" for id in "abcd"])
    assert sorted(found["known"]) == ["a", "b", "c", "d"]
    assert asked(small("a", home={"a": "z"}), target="z", answers=["a:yes"])["known"] == ["a"]
    assert asked(small("a requires b", "b requires a"), target="a")["known"] == []


def test_renamed_ids_are_followed_and_said() -> None:
    """Old names in targets and replies count as what they are called now, and contradict each other by that."""
    moved = ConceptGraph.of(catalog("a requires b", redirects={"old-a": "a", "old-b": "b", "gone": None}))
    found = asked(moved, target="old-a", answers=["old-b:yes", "a:no"])
    assert (found["targets"], found["known"]) == (["a"], ["b"])
    assert found["renamed"] == {"old-a": "a", "old-b": "b"}
    assert "/answers/1" in wrong(moved, target="a", answers=["old-b:yes", "b:no"])
    assert "/answers/0" in wrong(moved, target="a", answers=["gone:yes"])


def test_too_much_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Targets that require more than can be asked about are an error that says how many are too many."""
    monkeypatch.setattr("kg.answers.placement.MAX_CONCEPTS", 3)
    assert wrong(CHAIN, target="d") == {
        "/target": "may require 4 concepts, and up to 3 can be asked about: name fewer targets, or nearer ones"
    }
    assert asked(CHAIN, target="c")["targets"] == ["c"]


def test_ten_thousand_replies() -> None:
    """As many replies as there may be are weighed, whatever they say."""
    many = small(*(f"n{n} requires n{n // 2}" for n in range(2, 1_500)), "t requires n1")
    answers = [f"n{n}:{'yes' if n % 3 else 'no'}" for n in range(1, 1_500)]
    found = asked(many, target=[f"n{n}" for n in range(1, 1_500)], answers=[*answers, *answers[:8_500]])
    assert ("ask" in found, found["exact"]) == (False, True)
    assert 0 <= found["confidence"] <= 1


def test_it_can_be_asked_of_the_graph(graph: ConceptGraph) -> None:
    """The graph's own method asks the same."""
    assert graph.placement(LLM, answers=["vector:yes"]) == asked(graph, target=[LLM], answers=["vector:yes"])


def test_it_is_the_same_in_every_process() -> None:
    """Neither the process nor its hashing changes a byte, where states are sampled either."""
    fields = {"target": [f"n{n}" for n in range(100, 160)], "answers": ["n0:yes", "n30:no"]}
    lines = [f"n{n} requires n{n * n % 37} n{n * 5 % 41}" for n in range(41, 160)]
    script = (
        "import sys; from kg.answers import answer; from kg.questions import Placement, parse\n"
        "from kg.render import render; from tests.build import graph\n"
        f"sys.stdout.buffer.write(render(answer(graph(*{lines!r}), parse(Placement, {fields!r}))))"
    )
    environment = {**os.environ, "PYTHONHASHSEED": "7"}
    command = [sys.executable, "-c", script]
    found = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, check=True).stdout
    assert found == render(asked(small(*lines), **fields))
    assert b'"exact":false' in found
