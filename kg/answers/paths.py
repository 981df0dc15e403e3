"""Answers about learning: a path to some targets, and what can be learnt next."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from kg.answers.calendar import calendar
from kg.answers.shapes import (
    Alternative,
    BudgetAnswer,
    ChoiceAnswer,
    CostAnswer,
    FrontierAnswer,
    MeasuresAnswer,
    PathAnswer,
    StepAnswer,
)
from kg.answers.view import View, resolve
from kg.errors import QuestionError
from kg.graph import ConceptGraph
from kg.paths.budget import Filled
from kg.paths.fringe import fringe
from kg.paths.order import Measures
from kg.paths.plan import Plan, Step, plan
from kg.paths.requirements import Choice
from kg.questions import FindPath, Frontier
from kg.ticks import ticked

_WISHES = ("prefer", "avoid", "pin", "keep")


def path(graph: ConceptGraph, question: FindPath) -> PathAnswer:
    """A learning path to the targets. Raises `Unreachable`, or `QuestionError` for wishes that cannot be granted."""
    fields = {name: getattr(question, name) for name in ("target", "known", *_WISHES)}
    fields["ticked"] = ticked(question.ticked or "")
    given, renamed = resolve(graph, **fields)
    _refuse(graph, question, given)
    known = list(dict.fromkeys((*given["known"], *given["ticked"])))
    wanted: dict[str, Any] = {
        "weights": _weights(graph, question),
        "minutes": question.minutes,
        "objective": question.order,
        "effort": question.effort,
        "helpful": question.helpful,
    }
    wishes: dict[str, Any] = {name: given[name] for name in _WISHES}
    found = plan(graph, given["target"], known, **wanted, **wishes)
    answer = _answer(View(graph, question.lang), question, found, known, renamed)
    if question.start is not None:
        answer["calendar"] = calendar(answer["steps"], question)
    if any(wishes.values()):
        answer["cost"] = _cost(graph, found, plan(graph, given["target"], known, **wanted))
    return answer


def _refuse(graph: ConceptGraph, question: FindPath, given: Mapping[str, Sequence[int]]) -> None:
    """Raises `QuestionError` for fields that contradict each other."""
    errors = []
    if not question.target and question.minutes is None:
        errors.append(("/target", "is missing: name what to learn, or give a budget of minutes"))
    if len(question.weight) not in (0, len(question.target)):
        errors.append(("/weight", "needs one number for each target"))
    if question.start is None and question.format == "ics":
        errors.append(("/start", "is missing: a calendar begins on a day"))
    for field in ("prefer", "target", "pin"):
        both = set(given["avoid"]).intersection(given[field])
        errors += [("/avoid", f"{graph.ids[n]!r} is under {field} too: choose one") for n in sorted(both)]
    if errors:
        raise QuestionError(tuple(errors))


def _weights(graph: ConceptGraph, question: FindPath) -> dict[int, int]:
    """The weight of each target by number; one named twice, by an old id too, counts as much as both."""
    found: dict[int, int] = {}
    for id, weight in zip(question.target, question.weight, strict=False):
        number = graph.numbers[graph.successor(id) or id]
        found[number] = found.get(number, 0) + weight
    return found


def _answer(
    view: View, question: FindPath, found: Plan, known: Iterable[int], renamed: Mapping[str, str]
) -> PathAnswer:
    graph, arranged = view.graph, found.arranged
    steps = _steps(view, found)
    answer: PathAnswer = {
        "version": graph.version,
        "title": _title(view, question, found.targets),
        "lang": view.text(graph.hub.title)[1],
        "order": question.order,
        "targets": [graph.ids[n] for n in found.targets],
        "known": [graph.ids[n] for n in sorted(known)],
        "renamed": dict(renamed),
        "minutes": sum(step["minutes"] for step in steps),
        "steps": steps,
        "choices": [_choice(view, choice, question.prefer) for choice in found.choices],
        "left_out": [graph.ids[n] for n in found.left_out],
        "skipped": [graph.ids[n] for n in found.skipped],
        "unused": [graph.ids[n] for n in found.unused],
        "labels": {},
        "measures": _measures(arranged.measures),
        "proof": {
            "set": "optimal" if found.filled is None or found.filled.proved else "bounded",
            "order": "optimal" if arranged.proved else "bounded",
            "bound": arranged.bound,
            "gap": arranged.value - arranged.bound,
        },
    }
    if found.filled is not None:
        answer["budget"] = _budget(graph, found, found.filled)
    answer["labels"] = _labels(view, answer)
    return answer


def _title(view: View, question: FindPath, targets: Sequence[int]) -> str:
    if not targets:
        return f"What to learn in {question.minutes} minutes"
    more = f" and {len(targets) - 3} more" if len(targets) > 3 else ""
    return f"Learning path to {', '.join(f'“{view.label(n)}”' for n in targets[:3])}{more}"


def _measures(found: Measures) -> MeasuresAnswer:
    return {
        "prerequisite_distance": found.prerequisite_distance,
        "max_open": found.max_open,
        "topic_switches": found.topic_switches,
        "difficulty_drops": found.difficulty_drops,
    }


def _budget(graph: ConceptGraph, found: Plan, filled: Filled) -> BudgetAnswer:
    return {
        "minutes": filled.minutes,
        "sufficient": found.sufficient,
        "value": filled.value,
        "bound": filled.bound,
        "gap": filled.bound - filled.value,
        "next_hour": [graph.ids[n] for n in found.next_hour],
    }


def _cost(graph: ConceptGraph, found: Plan, free: Plan) -> CostAnswer:
    """What wishes cost beside the path without them."""
    minutes = (sum(graph.minutes(step.node) for step in one.steps) for one in (found, free))
    changes = (a - b for a, b in zip(found.arranged.measures, free.arranged.measures, strict=True))
    return {"minutes": next(minutes) - next(minutes), **_measures(Measures(*changes))}


def _labels(view: View, answer: PathAnswer) -> dict[str, str]:
    """The labels of all concepts that an answer names by id, those of its steps left out."""
    graph = view.graph
    named = {*answer["targets"], *answer["known"], *answer["skipped"], *answer["left_out"], *answer["unused"]}
    named.update(id for step in answer["steps"] for id in (*step["requires"], *step["unlocks"], *step["chain"][1:2]))
    for choice in answer["choices"]:
        named.update((choice["for"], *choice["chosen"], *(id for way in choice["instead_of"] for id in way["ids"])))
    if "budget" in answer:
        named.update(answer["budget"]["next_hour"])
    named.difference_update(step["concept"]["id"] for step in answer["steps"])
    return {graph.ids[n]: view.label(n) for n in sorted(graph.numbers[id] for id in named)}


def _steps(view: View, found: Plan) -> list[StepAnswer]:
    graph, steps, spent = view.graph, list[StepAnswer](), 0
    for position, step in enumerate(found.steps, 1):
        concept, minutes = view.summary(step.node), graph.minutes(step.node)
        spent += minutes
        answer: StepAnswer = {
            "position": position,
            "concept": concept,
            "minutes": minutes,
            "minutes_so_far": spent,
            "stage": step.stage,
            "requires": [graph.ids[n] for n in step.requires],
            "unlocks": [graph.ids[n] for n in step.unlocks],
            "because": _because(view, found, step),
            "chain": [graph.ids[n] for n in step.chain],
        }
        if concept["minutes"] is None:
            answer["assumed"] = True
        if step.optional:
            answer["optional"] = True
        steps.append(answer)
    return steps


def _because(view: View, found: Plan, step: Step) -> str:
    """Why a step is there, in a sentence: what it serves next on its chain, and the reason of that relation."""
    graph = view.graph
    if len(step.chain) == 1:
        return "This is what you set out to learn." if step.node in found.targets else "Much of the hub rests on it."
    after = step.chain[1]
    name = view.label(after)
    k = next((k for other, k in graph.neighbours(after, ("requires",)) if other == step.node), None)
    if k is None:
        return f"It is part of the cluster “{name}”."
    record = graph.relation(k)
    why = view.said(record["why"])
    if "group" in record:
        lead = f"Chosen for “{name}”, which leaves a choice of {record['group']['size']}"
    elif record.get("strength") == "helpful":
        lead = f"It makes “{name}” easier"
    else:
        lead = f"“{name}” requires it"
    return f"{lead}: {why}" if why else f"{lead}."


def _choice(view: View, choice: Choice, prefer: Iterable[str]) -> ChoiceAnswer:
    graph = view.graph
    groups = dict.fromkeys(
        group["id"]
        for _, k in graph.neighbours(choice.group.owner, ("requires",))
        if (group := graph.relation(k).get("group"))
    )
    others: list[Alternative] = [
        {"ids": [graph.ids[n] for n in ids], "extra_minutes": extra} for ids, extra in choice.instead
    ]
    return {
        "for": graph.ids[choice.group.owner],
        "group": sorted(groups)[choice.group.place],
        "chosen": [graph.ids[n] for n in choice.chosen],
        "instead_of": others,
        "complete": choice.complete,
        "because": _told(view, choice, preferred=any(graph.ids[n] in prefer for n in choice.chosen)),
    }


def _told(view: View, choice: Choice, *, preferred: bool) -> str:
    """A choice in words, beside the runner-up."""
    lead = f"{_names(view, choice.chosen)} {'is preferred' if preferred else 'makes the whole path shortest'}"
    if not choice.instead:
        if choice.complete:
            return f"Nothing else that “{view.label(choice.group.owner)}” accepts can be learnt."
        return f"{lead}; how long other ways take was not worked out."
    ids, extra = choice.instead[0]
    if extra < 0:
        cost = f"would save {-extra} minutes in all"
    else:
        cost = f"would take {extra} more minutes in all" if extra else "would take as long, with no fewer concepts"
    return f"{lead}; {_names(view, ids)} {cost}."


def _names(view: View, numbers: Iterable[int]) -> str:
    return " with ".join(f"“{view.label(n)}”" for n in numbers)


def frontier(graph: ConceptGraph, question: Frontier) -> FrontierAnswer:
    """What can be learnt next, what lacks one requirement, and what nothing known rests on."""
    given, renamed = resolve(graph, known=question.known, target=question.target)
    found = fringe(graph, given["known"], next(iter(given["target"]), None), question.limit)
    view = View(graph, question.lang)
    return {
        "ready": [{**view.summary(n), "unlocks": unlocks} for n, unlocks in found.ready],
        "one_away": [
            {"concept": view.summary(n), "missing": [graph.ids[m] for m in missing]} for n, missing in found.one_away
        ],
        "just_learned": [view.summary(n) for n in found.just_learned],
        "totals": dict(found.totals),
        "renamed": renamed,
    }
