"""What the hub holds in the words of schema.org, as JSON-LD: plain dicts, in one order, joined by absolute `@id`.

The identities are those of the hub's RDF: a concept has its own, an article its address, the hub as a set of terms the
hub's. Only what is known is said. Addresses are absolute; one that is not fetched over http or https is left out.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from kg.answers.breadcrumbs import breadcrumbs
from kg.answers.shapes import Needed, PageAnswer, Summary, Term
from kg.answers.view import View
from kg.model import Author, Page

Node = dict[str, Any]

CONTEXT = "https://schema.org"

MOST_TEXT = 4_800  # characters of a description, which together with the counts may have 5,000
WHOLE = 5_000  # concepts that /api/graph gives at once
DUMPS: Mapping[str, str] = {
    "turtle": "text/turtle",
    "jsonld": "application/ld+json",
    "graphml": "application/graphml+xml",
    "csv": "text/csv",
}

_FETCHED = re.compile(r"https?://", re.IGNORECASE)


def document(nodes: Iterable[Node]) -> Node:
    """A JSON-LD document of some nodes."""
    return {"@context": CONTEXT, "@graph": list(nodes)}


def of_page(view: View, page: PageAnswer, record: Page) -> Node:
    """The document of an article: itself, the routes to it, and the terms that it is about, teaches, needs, mentions."""
    required = [one["concept"] for one in page["prerequisites"] if _binding(one)]
    own = [*page["about"], *page["teaches"]]
    full = {one["id"]: defined_term(view, one) for one in own}
    brief = {one["id"]: _brief(view, one) for one in (*required, *page["mentions"])}
    routes = breadcrumb_lists(page["breadcrumbs"], lambda one: _article_on(view, one))
    return document((_article(view, page, record, required), *routes, *(brief | full).values(), _term_set(view)))


def of_concept(view: View, number: int) -> Node:
    """The document of a concept: the term, the routes to it, and the set of terms that it is in."""
    concept = view.summary(number)
    routes = breadcrumb_lists(breadcrumbs(view, number), lambda one: one["uri"])
    return document((defined_term(view, concept), *routes, _term_set(view)))


def of_glossary(view: View, terms: Sequence[Term]) -> Node:
    """The document of the glossary, or a part of it: the set of terms, and the terms."""
    hub = view.graph.hub
    whole = {
        **_term_set(view),
        "description": view.said(hub.description),
        "hasDefinedTerm": [{"@id": one["uri"]} for one in terms],
        "license": hub.licence,
        "publisher": publisher(view),
        "inLanguage": view.text(hub.title)[1],
        "dateModified": hub.date.isoformat(),
    }
    return document((_said(whole), *(_term(view, one) for one in terms)))


def of_hub(view: View) -> Node:
    """The document of the hub itself: its data as a dataset."""
    return document((dataset(view),))


def _article(view: View, page: PageAnswer, record: Page, required: Sequence[Summary]) -> Node:
    """An article that one learns from (`Article`, `LearningResource`)."""
    url = fetched(page["url"])
    found: Node = {
        "@type": ["Article", "LearningResource"],
        "@id": url,
        "headline": page["title"],
        "description": page["description"],
        "url": url,
        "mainEntityOfPage": url,
        "image": [image for image in record.images if fetched(image)],
        "author": [_author(one) for one in record.authors],
        "publisher": publisher(view),
        "datePublished": record.published and record.published.isoformat(),
        "dateModified": record.modified and record.modified.isoformat(),
        "inLanguage": page["lang"],
        "isPartOf": _website(view),
        "about": _refer(page["about"]),
        "mentions": _refer(page["mentions"]),
        "teaches": _refer(page["teaches"]),
        "competencyRequired": _refer(required),
        "educationalLevel": record.level,
        "learningResourceType": "article",
        "timeRequired": record.minutes and f"PT{record.minutes}M",
        "isAccessibleForFree": record.free,
        "license": record.licence,
    }
    return _said(found)


def _author(author: Author) -> Node:
    return _said({"@type": "Person", "name": author.name, "url": author.url and fetched(author.url)})


def defined_term(view: View, concept: Summary) -> Node:
    """A concept (`DefinedTerm`) with its names, its meaning and the articles on it."""
    graph, id = view.graph, concept["id"]
    record = graph.record(graph.number(id))
    articles = (graph.pages[slug].url for slug, role in graph.pages_of.get(id, ()) if role != "mentions")
    same = record.get("mappings", {}).get("exactMatch", ())
    found: Node = {
        "@type": "DefinedTerm",
        "@id": concept["uri"],
        "name": concept["label"],
        "alternateName": list(record.get("also", {}).get(concept["lang"], ())),
        "description": concept["definition"],
        "termCode": id,
        "url": address(concept),
        "inDefinedTermSet": {"@id": graph.hub.iri},
        "sameAs": [iri for iri in same if fetched(iri)],
        "subjectOf": [{"@id": url} for url in articles if fetched(url)],
    }
    return _said(found)


def _term(view: View, one: Term) -> Node:
    """A concept as a glossary has it."""
    found: Node = {
        "@type": "DefinedTerm",
        "@id": one["uri"],
        "name": one["term"],
        "alternateName": one["also"],
        "description": one["definition"],
        "termCode": one["id"],
        "url": fetched(one["url"]) or one["uri"],
        "inDefinedTermSet": {"@id": view.graph.hub.iri},
    }
    return _said(found)


def _brief(view: View, concept: Summary) -> Node:
    """A concept that is only named."""
    found: Node = {
        "@type": "DefinedTerm",
        "@id": concept["uri"],
        "name": concept["label"],
        "termCode": concept["id"],
        "url": address(concept),
        "inDefinedTermSet": {"@id": view.graph.hub.iri},
    }
    return _said(found)


def breadcrumb_lists(routes: Iterable[Sequence[Summary]], where: Callable[[Summary], str]) -> list[Node]:
    """The routes of two steps and more (`BreadcrumbList`), each ending in the page itself, which is not linked.

    `where` says which page each of the others leads to.
    """
    return [
        {
            "@type": "BreadcrumbList",
            "itemListElement": [
                {
                    "@type": "ListItem",
                    "position": position,
                    "name": one["label"],
                    **({"item": where(one)} if position < len(route) else {}),
                }
                for position, one in enumerate(route, 1)
            ],
        }
        for route in routes
        if len(route) > 1
    ]


def dataset(view: View) -> Node:
    """What the hub holds as data (`Dataset`), with the forms in which it can be had whole (`DataDownload`)."""
    graph, hub = view.graph, view.graph.hub
    told = f"{len(graph)} concepts and {graph.relation_count} typed relations between them, with reasons and sources."
    found: Node = {
        "@type": "Dataset",
        "@id": hub.iri,
        "name": view.said(hub.title),
        "description": f"{(view.said(hub.description) or '')[:MOST_TEXT]} {told}".strip(),
        "url": hub.iri,
        "license": hub.licence,
        "creator": publisher(view),
        "version": hub.version,
        "dateModified": hub.date.isoformat(),
        "keywords": [view.label(graph.number(id)) for id in hub.clusters],
        "distribution": [_download(view, name, media) for name, media in DUMPS.items()] if len(graph) <= WHOLE else [],
        "isBasedOn": [page.url for _, page in sorted(graph.pages.items()) if fetched(page.url)],
    }
    return _said(found)


def _download(view: View, name: str, media: str) -> Node:
    url = f"{view.graph.hub.iri}api/graph?format={name}&limit={WHOLE}"
    return {"@type": "DataDownload", "contentUrl": url, "encodingFormat": media}


def _term_set(view: View) -> Node:
    hub = view.graph.hub
    return {"@type": "DefinedTermSet", "@id": hub.iri, "name": view.said(hub.title), "url": hub.iri}


def _article_on(view: View, concept: Summary) -> str:
    """The article that is about a concept, or else the concept's identity."""
    graph = view.graph
    about = (graph.pages[slug].url for slug, role in graph.pages_of.get(concept["id"], ()) if role == "about")
    return next(filter(fetched, about), concept["uri"])


def publisher(view: View) -> Node:
    """Who publishes the hub."""
    hub = view.graph.hub
    return {"@type": "Organization", "@id": f"{hub.iri}#publisher", "name": hub.publisher}


def _website(view: View) -> Node:
    hub = view.graph.hub
    return {"@type": "WebSite", "@id": f"{hub.iri}#website", "name": view.said(hub.title), "url": hub.iri}


def address(concept: Summary) -> str:
    """Where to read about a concept, wherever that is said: the page that teaches it, or else its identity."""
    return fetched(concept["url"]) or concept["uri"]


def fetched(url: str) -> str | None:
    """An address that is absolute and fetched over http or https."""
    return url if _FETCHED.match(url) else None


def _refer(concepts: Iterable[Summary]) -> list[Node]:
    return [{"@id": one["uri"]} for one in concepts]


def _binding(one: Needed) -> bool:
    """Whether a prerequisite is needed in any case: neither only of help nor one of several ways."""
    return one.get("strength") != "helpful" and "group" not in one


def _said(node: Node) -> Node:
    """A node without what is not known."""
    return {name: value for name, value in node.items() if value not in (None, [], "")}
