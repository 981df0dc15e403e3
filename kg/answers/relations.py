"""Answers about relations: asserted ones, and what follows from transitive types."""

from collections.abc import Iterator, Sequence
from itertools import chain, islice

from kg.answers.shapes import KindAnswer, OntologyAnswer, RelationAnswer, RelationList, TypeAnswer
from kg.answers.view import View, one_of, page_of, resolve, types_of
from kg.errors import NotFound, QuestionError, Renamed
from kg.graph import ConceptGraph
from kg.questions import ConceptRelations, ListRelations, ReadOntology, ReadRelation, onward, position


def of_concept(graph: ConceptGraph, question: ConceptRelations) -> RelationList:
    """The relations from a concept, then those to it, each by type and rank."""
    number = graph.number(question.id)
    types = types_of(graph, question.type) or graph.type_names
    found: dict[int, None] = {}
    for direction in ("out", "in"):
        if question.direction in (direction, "both"):
            pairs = graph.neighbours(number, types, backwards=direction == "in")
            found.update((k, None) for _, k in pairs)
    items, following = page_of(graph, question, list(found))
    view = View(graph, question.lang)
    return {"items": [view.relation(k) for k in items], "next": following, "total": len(found)}


def listed(graph: ConceptGraph, question: ListRelations) -> RelationList:
    """The relations of the hub by rank of where they start, or those that the question narrows down to."""
    types = types_of(graph, question.type)
    one_of(question.page, graph.pages, "page", "page")
    given, renamed = resolve(graph, **{"from": question.from_, "to": question.to})
    start, end = (next(iter(given[end]), None) for end in ("from", "to"))
    narrowed = _inferred_list if question.standing == "inferred" else _asserted_list
    answer = narrowed(View(graph, question.lang), question, types, start, end)
    if renamed:
        answer["renamed"] = renamed
    return answer


def _asserted_list(
    view: View, question: ListRelations, types: Sequence[str], start: int | None, end: int | None
) -> RelationList:
    graph = view.graph
    candidates = _candidates(graph, question, types, start, end)
    if question.standing != "editorial":
        items, following = page_of(graph, question, candidates)
        return {"items": [view.relation(k) for k in items], "next": following, "total": len(candidates)}
    # what an article states is little beside the rest, so it is stepped over, not filtered out beforehand
    stated = sum(1 for k in graph.stated if _fits(graph, k, types, start, end))
    at = position(question, graph.version)
    rest = ((n, candidates[n]) for n in range(at, len(candidates)) if candidates[n] not in graph.stated)
    found = list(islice(rest, question.limit + 1))
    following = onward(question, graph.version, found[-1][0]) if len(found) > question.limit else None
    shown = [view.relation(k) for _, k in found[: question.limit]]
    return {"items": shown, "next": following, "total": 0 if question.page else len(candidates) - stated}


def _candidates(
    graph: ConceptGraph, question: ListRelations, types: Sequence[str], start: int | None, end: int | None
) -> Sequence[int]:
    if question.page is not None or question.standing == "article":
        stated = graph.quoting.get(question.page, []) if question.page is not None else sorted(graph.stated)
        return [k for k in stated if _fits(graph, k, types, start, end)]
    if start is not None or end is not None:
        ends = [(start, False), (end, True)]
        number, backwards = next((n, back) for n, back in ends if n is not None)
        pairs = graph.neighbours(number, types or graph.type_names, backwards=backwards)
        return sorted({k for _, k in pairs if _fits(graph, k, types, start, end)})
    if not types:
        return range(graph.relation_count)
    return list(chain.from_iterable(graph.of_type(name) for name in types))


def _fits(graph: ConceptGraph, k: int, types: Sequence[str], start: int | None, end: int | None) -> bool:
    """Whether a relation is of the types and joins the ends; a symmetric one joins them either way."""
    type_ = graph.type_names[graph.relations_type[k]]
    ends = (graph.relations_from[k], graph.relations_to[k])
    ways = (ends, ends[::-1]) if graph.types[type_].symmetric else (ends,)
    return (not types or type_ in types) and any(start in (None, a) and end in (None, b) for a, b in ways)


def _inferred_list(
    view: View, question: ListRelations, types: Sequence[str], start: int | None, end: int | None
) -> RelationList:
    graph = view.graph
    if start is None and end is None:
        raise QuestionError((("/standing", "inferred relations are listed from or to one concept: name it"),))
    if question.page is not None:
        raise QuestionError((("/page", "no page states what is inferred: leave it out"),))
    number, backwards = (start, False) if start is not None else (end, True)
    assert number is not None
    found = [
        (type_, node, via)
        for type_ in types or graph.type_names
        if graph.types[type_].transitive
        for node, via in inferred(graph, type_, number, backwards=backwards)
        if end is None or backwards or node == end
    ]
    items, following = page_of(graph, question, found)
    shown = [
        _inferred(view, type_, *((node, number) if backwards else (number, node)), via) for type_, node, via in items
    ]
    return {"items": shown, "next": following, "total": len(found)}


def inferred(
    graph: ConceptGraph, type_: str, number: int, *, backwards: bool = False
) -> Iterator[tuple[int, list[int]]]:
    """What a transitive type implies of a concept: each concept it reaches in two steps or more, by which relations."""
    steps = graph.walk((type_,), graph.ids[number], backwards=backwards)
    found = {step.node: step for step in steps}
    for node, step in found.items():
        if step.depth > 1:
            via, back = [step.rel], step
            while back.depth > 1:
                back = found[back.origin]
                via.append(back.rel)
            yield node, via if backwards else via[::-1]


def _inferred(view: View, type_: str, start: int, end: int, via: Sequence[int]) -> RelationAnswer:
    return {
        **view.statement(type_, start, end),  # type: ignore[typeddict-item]  # as in `View.relation`
        "why": None,
        "standing": "inferred",
        "evidence": [],
        "via": [view.graph.relation_id(k) for k in via],
    }


def read(graph: ConceptGraph, question: ReadRelation) -> RelationAnswer:
    """One relation by its id. Raises `NotFound`, or `Renamed` where an end was renamed or the two stand swapped."""
    parts = question.id.split(".")
    if len(parts) != 3:
        raise NotFound("relation", question.id)
    start_id, type_, end_id = parts
    try:
        current = [_current(graph, id) for id in (start_id, end_id)]
    except NotFound:
        raise NotFound("relation", question.id, _like(graph, start_id, end_id)) from None
    if [start_id, end_id] != current:
        raise Renamed(question.id, f"{current[0]}.{type_}.{current[1]}")
    start, end, view = graph.number(start_id), graph.number(end_id), View(graph, question.lang)
    if type_ in graph.types:
        for other, k in graph.neighbours(start, (type_,)):
            if other == end:
                if graph.relations_from[k] != start:
                    raise Renamed(question.id, graph.relation_id(k))
                return view.relation(k)
        for node, via in inferred(graph, type_, start) if graph.types[type_].transitive else ():
            if node == end:
                return _inferred(view, type_, start, end, via)
    raise NotFound("relation", question.id, _like(graph, start_id, end_id))


def _current(graph: ConceptGraph, id: str) -> str:
    """The present id of an end of a relation."""
    try:
        graph.number(id)
    except Renamed as one:
        return one.successor
    return id


def _like(graph: ConceptGraph, start: str, end: str) -> tuple[str, ...]:
    """Up to three relations between two concepts, either way round, or between those whose ids are near."""
    starts, ends = ((id,) if id in graph else graph.near(id) for id in (start, end))
    found = [
        graph.relation_id(k)
        for one in starts
        for other, k in chain.from_iterable(
            graph.neighbours(graph.number(one), graph.type_names, backwards=backwards) for backwards in (False, True)
        )
        if graph.ids[other] in ends
    ]
    return tuple(dict.fromkeys(found))[:3]


def ontology(graph: ConceptGraph, question: ReadOntology) -> OntologyAnswer:
    """The kinds and relation types, by id."""
    view = View(graph, question.lang)
    kinds: list[KindAnswer] = [
        {"id": id, "label": view.said(kind.label) or id, "definition": view.said(kind.definition)}
        for id, kind in sorted(graph.kinds.items())
    ]
    types: list[TypeAnswer] = [
        {
            "id": id,
            "label": view.said(type_.label) or id,
            "inverse": view.said(type_.inverse) or id,
            "definition": view.said(type_.definition),
            "sentence": view.said(type_.sentence) or "",
            "inverse_sentence": view.said(type_.inverse_sentence) or "",
            "hierarchy": type_.hierarchy,
            "transitive": type_.transitive,
            "symmetric": type_.symmetric,
            "acyclic": type_.acyclic,
            "from_kinds": list(type_.from_),
            "to_kinds": list(type_.to),
            "rdf": type_.rdf,
        }
        for id, type_ in sorted(graph.types.items())
    ]
    return {"kinds": kinds, "types": types}
