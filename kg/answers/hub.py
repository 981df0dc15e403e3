"""Answers about the hub itself, and the whole of it at once."""

from kg.answers.pages import summary
from kg.answers.shapes import DumpAnswer, DumpConcept, DumpPage, HubAnswer, HubFacts
from kg.answers.view import View
from kg.buffers import HELPFUL
from kg.graph import ConceptGraph
from kg.model import Page
from kg.questions import ReadDump, ReadHub


def read(graph: ConceptGraph, question: ReadHub) -> HubAnswer:
    """The hub itself."""
    view, hub = View(graph, question.lang), graph.hub
    return {
        **_facts(view),
        "publisher": hub.publisher,
        "languages": list(hub.languages),
        "clusters": view.summaries(hub.clusters),
        "concepts": len(graph),
        "relations": graph.relation_count,
        "pages": len(graph.pages),
        "graph": graph.version,
    }


def whole(graph: ConceptGraph, question: ReadDump) -> DumpAnswer:
    """The whole hub."""
    view = View(graph, question.lang)
    return {
        **_facts(view),
        "concepts": [_concept(view, number) for number in range(len(graph))],
        "pages": [_page(view, graph.pages[slug]) for slug in sorted(graph.pages)],
        "redirects": {id: graph.successor(id) for id in sorted(graph.redirects)},
    }


def _facts(view: View) -> HubFacts:
    hub = view.graph.hub
    title, lang = view.text(hub.title)
    return {
        "uri": hub.iri,
        "base": view.graph.base,
        "title": title or "",
        "lang": lang,
        "description": view.said(hub.description),
        "version": hub.version,
        "date": hub.date.isoformat(),
        "licence": hub.licence,
    }


def _concept(view: View, number: int) -> DumpConcept:
    graph, record = view.graph, view.graph.record(number)

    def ids(*types: str, backwards: bool = False, helpful: bool = False) -> list[str]:
        """The neighbours by relations of some types, each once, requirements that only help apart from all others."""
        layers = (one for one in graph.layers(types, backwards=backwards) if (one[0] == HELPFUL) == helpful)
        return list(dict.fromkeys(graph.ids[n] for _, (at, to, _) in layers for n in to[at[number] : at[number + 1]]))

    return {
        **view.summary(number),
        "labels": record["label"],
        "also": record.get("also", {}),
        "definitions": record.get("definition", {}),
        "difficulty": record.get("difficulty"),
        "cluster": record.get("cluster"),
        "broader": ids(*graph.hierarchy),
        "requires": ids("requires"),
        "helpful": ids("requires", helpful=True),
        "unlocks": ids("requires", backwards=True),
        "related": ids("related"),
        "next": ids("next"),
        "pages": [slug for slug, role in graph.pages_of.get(record["id"], ()) if role != "mentions"],
    }


def _page(view: View, page: Page) -> DumpPage:
    return {**summary(view, page), "teaches": list(page.teaches), "mentions": list(page.mentions)}
