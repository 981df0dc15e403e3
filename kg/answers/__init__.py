"""answer(graph, question): the one way to ask, whatever asks.

An answer is plain data in one of the shapes of `kg.answers.shapes`, and a pure function of graph and question.
"""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from kg import questions as q
from kg.answers import (
    annotate,
    changes,
    concepts,
    connections,
    drawing,
    glossary,
    hub,
    names,
    pages,
    paths,
    placement,
    preview,
    relations,
    report,
    shapes,
)
from kg.graph import ConceptGraph


class Operation(NamedTuple):
    """How a kind of question is answered, and the shape of the answer."""

    answer: Callable[[ConceptGraph, Any], Mapping[str, Any]]
    shape: type


OPERATIONS: Mapping[type[q.Question], Operation] = {
    q.ListConcepts: Operation(concepts.listed, shapes.SummaryList),
    q.ReadConcept: Operation(concepts.read, shapes.ConceptAnswer),
    q.ConceptRelations: Operation(relations.of_concept, shapes.RelationList),
    q.Ancestors: Operation(concepts.ancestors, shapes.ReachedList),
    q.Descendants: Operation(concepts.descendants, shapes.ReachedList),
    q.Prerequisites: Operation(concepts.prerequisites, shapes.ReachedList),
    q.Dependents: Operation(concepts.dependents, shapes.ReachedList),
    q.Suggest: Operation(names.suggested, shapes.SuggestionList),
    q.Connect: Operation(connections.connected, shapes.ConnectionsAnswer),
    q.ListRelations: Operation(relations.listed, shapes.RelationList),
    q.ReadRelation: Operation(relations.read, shapes.RelationAnswer),
    q.ReadOntology: Operation(relations.ontology, shapes.OntologyAnswer),
    q.ReadGraph: Operation(drawing.drawn, shapes.GraphAnswer),
    q.FindPath: Operation(paths.path, shapes.PathAnswer),
    q.Frontier: Operation(paths.frontier, shapes.FrontierAnswer),
    q.Placement: Operation(placement.placed, shapes.PlacementAnswer),
    q.Report: Operation(report.report, shapes.ReportAnswer),
    q.ReadHub: Operation(hub.read, shapes.HubAnswer),
    q.ReadDump: Operation(hub.whole, shapes.DumpAnswer),
    q.Annotate: Operation(annotate.annotated, shapes.AnnotateAnswer),
    q.ReadGlossary: Operation(glossary.read, shapes.TermList),
    q.ListPages: Operation(pages.listed, shapes.PageList),
    q.PreviewPage: Operation(preview.previewed, shapes.PreviewAnswer),
    q.ReadPage: Operation(pages.read, shapes.PageAnswer),
    q.Changes: Operation(changes.changes, shapes.ChangesAnswer),
}


def answer(graph: ConceptGraph, question: q.Question) -> Mapping[str, Any]:
    """The answer to a question. Raises `kg.errors.KgError` where there is none."""
    return OPERATIONS[type(question)].answer(graph, question)
