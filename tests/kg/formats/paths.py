"""Path answers to format: from the hub's own data, with all that a path can have, of any texts and of any size."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, cast
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from kg.answers.shapes import CalendarAnswer, PathAnswer, Sitting, StepAnswer, Week
from kg.graph import ConceptGraph
from tests.kg.formats.answers import texts, urls


def step(position: int, id: str, requires: Sequence[str] = (), **facts: Any) -> StepAnswer:
    """A step with plain facts; those of its concept, or others, may be replaced."""
    concept: dict[str, Any] = {
        "id": id,
        "uri": f"https://hub.example/id/{id}",
        "label": id.replace("-", " ").capitalize(),
        "lang": "en",
        "kind": "concept",
        "definition": f"What {id} is.",
        "minutes": 30,
        "url": f"/concepts/{id}",
    }
    concept |= {name: facts.pop(name) for name in concept if name in facts}
    plain = {
        "position": position,
        "concept": concept,
        "minutes": concept["minutes"],
        "minutes_so_far": 30 * position,
        "stage": 1,
        "requires": list(requires),
        "unlocks": [],
        "because": f"Why {id} is here.",
        "chain": [id],
    }
    return cast("StepAnswer", {**plain, **facts})


def path(steps: Sequence[StepAnswer], **facts: Any) -> PathAnswer:
    """A path with plain facts, some of them replaced."""
    plain = {
        "version": "1.0.0-abc",
        "title": "A path",
        "lang": "en",
        "order": "connected",
        "targets": [steps[-1]["concept"]["id"]] if steps else ["goal"],
        "known": [],
        "renamed": {},
        "minutes": sum(one["minutes"] for one in steps),
        "steps": list(steps),
        "choices": [],
        "left_out": [],
        "skipped": [],
        "labels": {},
        "measures": {"prerequisite_distance": 9, "max_open": 2, "topic_switches": 0, "difficulty_drops": 0},
        "proof": {"set": "optimal", "order": "bounded", "bound": 7, "gap": 2},
    }
    return cast("PathAnswer", {**plain, **facts})


def calendar(
    steps: Sequence[StepAnswer], first: str = "2026-03-23T18:00", zone: str = "Europe/Berlin", most: int = 45
) -> CalendarAnswer:
    """A sitting a day, of at most so many minutes, from a local time on; the steps get their weeks."""
    start, place = datetime.fromisoformat(first), ZoneInfo(zone)
    sittings, weeks, day = list[Sitting](), dict[int, Week](), 0
    for one in steps:
        parts = max(1, -(-one["minutes"] // most))
        for part in range(1, parts + 1):
            minutes = one["minutes"] // parts
            begins = (start + timedelta(days=day)).replace(tzinfo=place)
            ends = (begins.astimezone(ZoneInfo("UTC")) + timedelta(minutes=minutes)).astimezone(place)
            times = {"starts": begins.isoformat(), "ends": ends.isoformat(), "minutes": minutes}
            sittings.append(cast("Sitting", {"concept": one["concept"]["id"], "part": part, "parts": parts, **times}))
            number = day // 7 + 1
            monday = (start + timedelta(days=day - day % 7)).date().isoformat()
            week = weeks.setdefault(number, {"week": number, "starts": monday, "minutes": 0, "concepts": []})
            week["minutes"] += minutes
            week["concepts"] = list(dict.fromkeys([*week["concepts"], one["concept"]["id"]]))
            one.setdefault("week", number)
            day += 1
    finish = sittings[-1]["ends"][:10] if sittings else None
    return {"timezone": zone, "finish": finish, "weeks": list(weeks.values()), "sittings": sittings}


def of_hub(graph: ConceptGraph, target: str, *known: str) -> PathAnswer:
    """A path in the hub's own data."""
    found = cast("dict[str, Any]", graph.path(target, known=list(known)))
    told = {id for one in found["steps"] for id in one["requires"]} | {*found["skipped"], *found["targets"]}
    names = {id: graph.labels[graph.numbers[id]] for id in sorted(told)}
    plain = path([], title=graph.labels[graph.numbers[target]], labels=names)
    return cast("PathAnswer", {**plain, **found})


# the way to self-attention: id, kind, minutes, what is required
_WAY = (
    ("data", "resource", 15, ""),
    ("function", "concept", 30, ""),
    ("exponential-function", "concept", 45, "function"),
    ("probability", "quantity", 45, ""),
    ("random-variable", "concept", 30, "probability"),
    ("probability-distribution", "concept", 60, "random-variable"),
    ("representation", "concept", 30, "data"),
    ("dot-product", "quantity", 30, "vector"),
    ("matrix", "concept", 45, "vector"),
    ("matrix-multiplication", "concept", 60, "dot-product matrix"),
    ("softmax", "component", 40, "exponential-function probability-distribution"),
    ("embedding", "component", 40, "representation vector"),
    ("attention", "component", 60, "dot-product softmax embedding"),
    ("self-attention", "component", 60, "matrix-multiplication attention"),
)


def full() -> PathAnswer:
    """A path of 14 steps with a calendar, a budget, a choice, an optional step and something left out."""
    steps, later = list[StepAnswer](), dict[str, list[str]]()
    for position, (id, kind, minutes, requires) in reversed(list(enumerate(_WAY, 1))):
        unlocks = later.get(id, [])
        chains = [one["chain"] for one in steps if one["concept"]["id"] in unlocks]
        chain = [id, *min(chains, key=len, default=[])]
        facts: dict[str, Any] = {"kind": kind, "minutes": minutes, "unlocks": unlocks, "chain": chain}
        steps.insert(0, step(position, id, requires.split(), **facts))
        for other in requires.split():
            later.setdefault(other, []).insert(0, id)
    steps[0]["optional"] = steps[1]["assumed"] = True
    names = {"vector": "Vector", "transformer": "Transformer", "positional-encoding": "Positional encoding"}
    budget = {"minutes": 600, "sufficient": 900, "value": 5, "bound": 6, "gap": 1, "next_hour": ["positional-encoding"]}
    ways = [
        {"ids": ["function", "transformer"], "extra_minutes": 90},
        {"ids": ["transformer"], "extra_minutes": 0},
    ]
    choice = {"for": "exponential-function", "group": "g1", "chosen": ["data"], "instead_of": ways}
    return path(
        steps,
        title="Self-attention",
        labels=names,
        skipped=["vector"],
        left_out=["transformer", "positional-encoding"],
        renamed={"old-name": "data"},
        budget=budget,
        choices=[{**choice, "because": "This way makes the whole path shortest."}],
        calendar=calendar(steps),
    )


def line(count: int, width: int = 3) -> PathAnswer:
    """A path of any length in which each step requires some of those before it and leads to the last."""
    ids = [f"c{k}" for k in range(count)]
    steps = [
        step(k + 1, ids[k], ids[max(0, k - width) : k], unlocks=ids[k + 1 : k + 1 + width], chain=ids[k:])
        for k in range(count)
    ]
    return path(steps)


@st.composite
def paths(draw: st.DrawFn) -> PathAnswer:
    """Small paths with any text in every text, with or without a calendar, a budget, choices and known concepts."""
    count = draw(st.integers(0, 6))
    known = [f"k{k}" for k in range(draw(st.integers(0, 3)))]
    steps = []
    for k in range(count):
        before = [f"c{j}" for j in range(k)] + known
        requires = draw(st.lists(st.sampled_from(before), unique=True, max_size=4)) if before else []
        facts: dict[str, Any] = {"label": draw(texts), "url": draw(urls), "definition": draw(st.none() | texts)}
        facts |= {"because": draw(texts), "minutes": draw(st.integers(0, 200)), "chain": [f"c{k}", *known, f"c{k}"]}
        facts |= draw(st.sampled_from(({}, {"assumed": True}, {"optional": True})))
        later = [f"c{j}" for j in range(k + 1, count)]
        steps.append(step(k + 1, f"c{k}", requires, unlocks=draw(st.permutations(later)), **facts))
    facts = {"title": draw(texts), "labels": {id: draw(texts) for id in known}, "skipped": known, "lang": "en"}
    facts |= {"targets": draw(st.sampled_from((["goal"], [f"c{count - 1}"], ["c0", "goal"])))}
    facts |= {"order": draw(st.sampled_from(("connected", "few-open", "some-other"))), "left_out": known[:1]}
    if draw(st.booleans()):
        facts["calendar"] = calendar(steps)
    if draw(st.booleans()):
        because, ids = draw(texts), known[:1] or ["goal"]
        way = {"ids": ids, "extra_minutes": draw(st.integers(-9, 99))}
        facts["choices"] = [{"for": "goal", "group": "g", "chosen": ids, "instead_of": [way] * 7, "because": because}]
        facts["budget"] = {"minutes": 60, "sufficient": 90, "value": 1, "bound": 2, "gap": 1, "next_hour": known}
    return path(steps, **facts)
