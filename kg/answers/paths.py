"""Answers about learning: a path to some targets, and what can be learnt next."""

from collections.abc import Iterable

from kg.answers.shapes import ChoiceAnswer, FrontierAnswer, PathAnswer, StepAnswer
from kg.answers.view import View, resolve
from kg.graph import ConceptGraph
from kg.paths.fringe import fringe
from kg.paths.plan import Plan, Step, plan
from kg.paths.requirements import Choice
from kg.questions import FindPath, Frontier


def path(graph: ConceptGraph, question: FindPath) -> PathAnswer:
    """A learning path to the targets: the cheapest selection in rank order. Raises `Unreachable`."""
    given, renamed = resolve(graph, target=question.target, known=question.known)
    targets, known = given["target"], given["known"]
    view = View(graph, question.lang)
    found = plan(graph, targets, known)
    steps: list[StepAnswer] = []
    spent = 0
    for position, step in enumerate(found.steps, 1):
        minutes = graph.minutes(step.node)
        spent += minutes
        steps.append(_step(view, found, step, position, minutes, spent))
    distance = found.measures.prerequisite_distance
    return {
        "version": graph.version,
        "targets": [graph.ids[n] for n in targets],
        "known": [graph.ids[n] for n in sorted(known)],
        "renamed": renamed,
        "minutes": spent,
        "steps": steps,
        "choices": [_choice(view, choice) for choice in found.choices],
        "left_out": [],
        "skipped": [graph.ids[n] for n in found.skipped],
        "measures": {
            "prerequisite_distance": distance,
            "max_open": found.measures.max_open,
            "topic_switches": found.measures.topic_switches,
            "difficulty_drops": found.measures.difficulty_drops,
        },
        "proof": {
            "set": "optimal",
            "order": "optimal" if distance == found.bound else "bounded",
            "bound": found.bound,
            "gap": distance - found.bound,
        },
    }


def _step(view: View, found: Plan, step: Step, position: int, minutes: int, spent: int) -> StepAnswer:
    graph = view.graph
    concept = view.summary(step.node)
    answer: StepAnswer = {
        "position": position,
        "concept": concept,
        "minutes": minutes,
        "minutes_so_far": spent,
        "stage": step.stage,
        "requires": [graph.ids[n] for n in step.requires],
        "unlocks": [graph.ids[n] for n in step.unlocks],
        "because": _because(view, step),
        "chain": [graph.ids[n] for n in step.chain],
    }
    if concept["minutes"] is None:
        answer["assumed"] = True
    return answer


def _because(view: View, step: Step) -> str:
    """Why a step is there, in a sentence: what it serves next on its chain, and the reason of that relation."""
    graph = view.graph
    if len(step.chain) == 1:
        return "This is what you set out to learn."
    after = step.chain[1]
    name = view.label(after)
    k = next((k for other, k in graph.neighbours(after, ("requires",)) if other == step.node), None)
    if k is None:
        return f"It is part of the cluster “{name}”."
    record = graph.relation(k)
    why = view.said(record["why"])
    group = record.get("group")
    lead = f"Chosen for “{name}”, which leaves a choice of {group['size']}" if group else f"“{name}” requires it"
    return f"{lead}: {why}" if why else f"{lead}."


def _choice(view: View, choice: Choice) -> ChoiceAnswer:
    graph = view.graph
    owner = graph.ids[choice.group.owner]
    groups = dict.fromkeys(
        group["id"]
        for _, k in graph.neighbours(choice.group.owner, ("requires",))
        if (group := graph.relation(k).get("group"))
    )
    chosen = _names(view, choice.chosen)
    if not choice.instead:
        because = f"Nothing else that “{view.label(choice.group.owner)}” accepts can be learnt."
    else:
        ids, extra = choice.instead[0]
        cost = f"would take {extra} more minutes in all" if extra else "would take as long, with no fewer concepts"
        because = f"{chosen} makes the whole path shortest; {_names(view, ids)} {cost}."
    return {
        "for": owner,
        "group": sorted(groups)[choice.group.place],
        "chosen": [graph.ids[n] for n in choice.chosen],
        "instead_of": [{"ids": [graph.ids[n] for n in ids], "extra_minutes": extra} for ids, extra in choice.instead],
        "because": because,
    }


def _names(view: View, numbers: Iterable[int]) -> str:
    return " with ".join(f"“{view.label(n)}”" for n in numbers)


def frontier(graph: ConceptGraph, question: Frontier) -> FrontierAnswer:
    """What can be learnt next, what lacks one requirement, and what nothing known rests on."""
    given, renamed = resolve(graph, known=question.known, target=question.target)
    found = fringe(graph, given["known"], next(iter(given["target"]), None))
    view, most = View(graph, question.lang), question.limit
    return {
        "ready": [{**view.summary(n), "unlocks": unlocks} for n, unlocks in found.ready[:most]],
        "one_away": [
            {"concept": view.summary(n), "missing": [graph.ids[m] for m in missing]}
            for n, missing in found.one_away[:most]
        ],
        "just_learned": [view.summary(n) for n in found.just_learned[:most]],
        "totals": {
            "ready": len(found.ready),
            "one_away": len(found.one_away),
            "just_learned": len(found.just_learned),
        },
        "renamed": renamed,
    }
