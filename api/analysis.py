"""What `kg analyse` finds, as plain data, and circles as text; the tables stand in `api.tables`."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from kg.analysis.cycles import ARTICLE, EDITORIAL, HELPFUL, tangles, weight
from kg.analysis.dominators import dominators
from kg.analysis.effect import effect
from kg.answers import answer
from kg.answers.view import View, resolve
from kg.catalog import Catalog
from kg.graph import ConceptGraph
from kg.model import Relation
from kg.questions import Report

WEIGHTS = f"a helpful relation weighs {HELPFUL}, an editorial one {EDITORIAL}, one that an article states {ARTICLE}"


def of_graph(graph: ConceptGraph, target: str | None, old: ConceptGraph | None) -> dict[str, Any]:
    """The report on a graph, what every way to a target holds, and what it does to all paths to replace an older graph.

    Raises `QuestionError` for a target that does not exist and `Unreachable` for one to which no way leads.
    """
    number = next(iter(resolve(graph, target=target)[0]["target"]), None)
    return {
        "report": answer(graph, Report()),
        "dominators": None if number is None else _dominators(graph, number),
        "effect": None if old is None else effect_of(old, graph),
    }


def _dominators(graph: ConceptGraph, target: int) -> dict[str, Any]:
    found, view = dominators(graph, target), View(graph, None)
    return {
        "target": view.summary(target),
        "always": [view.summary(n) for n in found.always],
        "anyway": [view.summary(n) for n in found.anyway],
        "minutes": found.minutes,
        "cheapest": found.cheapest,
    }


def effect_of(old: ConceptGraph, new: ConceptGraph) -> dict[str, Any]:
    """What becomes of all learning paths, as plain data (`kg.analysis.effect`)."""
    found = effect(old, new)
    return {
        "added": found.added,
        "removed": found.removed,
        "renamed": found.renamed,
        "changes": [{**change._asdict(), "minutes": change.minutes} for change in found.changes],
        "compared": found.compared,
        "planned": found.planned,
        "left": found.left,
    }


def circles(catalog: Catalog) -> list[dict[str, Any]]:
    """The relations that go round in circles though their type must not, with their places (`kg.analysis.cycles`)."""
    return [
        {
            "type": tangle.type,
            "concepts": tangle.concepts,
            "relations": tangle.relations,
            "loop": _placed(catalog, tangle.loop),
            "drop": _placed(catalog, tangle.drop),
            "weight": tangle.weight,
            "bound": tangle.bound,
        }
        for tangle in tangles(catalog)
    ]


def _placed(catalog: Catalog, relations: Sequence[Relation]) -> list[dict[str, Any]]:
    found = []
    for one in relations:
        place = catalog.places.at("relation", one.id)
        where = (place.file, place.line, place.column) if place else (None, None, None)
        facts = dict(zip(("file", "line", "column"), where, strict=True))
        found.append({"relation": one.id, "weight": weight(one), **facts})
    return found


def lines(found: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """Circles as text: one shortest loop of each tangle, step by step, and the cheapest relations to drop."""
    for tangle in found:
        names = ", ".join(tangle["concepts"][:12]) + (", …" if len(tangle["concepts"]) > 12 else "")
        yield f"{tangle['type']}: {len(tangle['concepts'])} concepts lead round in circles by {tangle['relations']} relations: {names}"
        yield "  one of the shortest circles:"
        yield from map(_line, tangle["loop"])
        least = (
            "the least there is" if tangle["weight"] == tangle["bound"] else f"the least is {tangle['bound']} or more"
        )
        yield f"  cheapest to drop, so that none is left (weight {tangle['weight']}, {least}; {WEIGHTS}):"
        yield from map(_line, tangle["drop"])


def _line(step: Mapping[str, Any]) -> str:
    where = f"{step['file']}:{step['line']}:{step['column']}: " if step["file"] else ""
    return f"    {where}{step['relation']} (weighs {step['weight']})"
