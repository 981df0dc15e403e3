"""The page about the vocabulary: kinds of concepts, types of relations."""

from api.pages.downloads import DOWNLOADS
from api.pages.shell import shown
from kg.answers import answer
from kg.graph import ConceptGraph
from kg.questions import ReadOntology
from kg.rdf.vocabulary import OWN, class_name, inverse_name, property_name


def page(graph: ConceptGraph, question: ReadOntology) -> bytes:
    """The page about the vocabulary. Its anchors are the local names of the terms, so that their IRIs lead to them."""
    found = answer(graph, question)
    kinds = [{**kind, "anchor": class_name(kind["id"])} for kind in found["kinds"]]
    types = [
        {**one, "anchor": property_name(one["id"]), "inverse_anchor": inverse_name(one["id"])} for one in found["types"]
    ]
    downloads = {suffix: one for suffix, one in DOWNLOADS.items() if suffix != "md"}
    context = {"all_kinds": kinds, "types": types, "own": OWN, "downloads": downloads}
    return shown(graph, "ontology.html", question.lang, **context)
