"""The page about a concept."""

from collections.abc import Mapping
from urllib.parse import quote

from api.pages.downloads import DOWNLOADS
from api.pages.picture import around
from api.pages.shell import shown
from kg.answers import answer
from kg.answers.document import document
from kg.answers.schema import of_concept
from kg.answers.view import View
from kg.formats.markup import safe_url
from kg.formats.schema_org import written
from kg.graph import ConceptGraph
from kg.questions import Dependents, Prerequisites, ReadConcept, parse


def page(graph: ConceptGraph, question: ReadConcept) -> bytes:
    """The page about a concept. Raises `kg.errors.KgError` where there is none."""
    found = document(graph, question)
    return shown(
        graph,
        "concept.html",
        question.lang,
        jsonld=written(of_concept(View(graph, question.lang), graph.number(question.id))).decode(),
        found=found,
        concept=found.concept,
        totals=_totals(graph, question),
        picture=around(graph, question.id, question.lang),
        downloads=DOWNLOADS,
        mend=mend(graph, question.id),
    )


def _totals(graph: ConceptGraph, question: ReadConcept) -> Mapping[str, int]:
    """How many concepts lie before one, and how many build on it, over however many steps."""
    fields = {"id": question.id, "limit": 1}
    kinds = {"before": Prerequisites, "after": Dependents}
    return {name: answer(graph, parse(kind, fields))["total"] for name, kind in kinds.items()}


def mend(graph: ConceptGraph, id: str) -> str | None:
    """Where a mistake about a concept is put right: an address for mail, or else of the file that it stands in."""
    address, cluster = graph.hub.edit_url or "", graph.cluster(graph.number(id))
    if address.lower().startswith("mailto:"):
        return f"{address}{'&' if '?' in address else '?'}subject={quote(id)}"
    file = f"/concepts/{graph.ids[cluster]}.yaml" if cluster >= 0 else ""
    return safe_url(address and f"{address.rstrip('/')}{file}")
