"""What the hub holds in the words of schema.org, as JSON-LD: plain dicts, in one order, joined by absolute `@id`.

The identities are those of the hub's RDF: a concept has its own, an article its address, the hub as a set of terms the
hub's. Only what is known is said. Addresses are absolute; one that is not fetched over http or https is left out.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import islice
from typing import Any

from kg.answers.breadcrumbs import MOST_ROUTES, breadcrumbs
from kg.answers.shapes import Needed, PageAnswer, Summary, Term
from kg.answers.view import View
from kg.model import Author, Page

Node = dict[str, Any]

CONTEXT = "https://schema.org"

MOST_ARTICLES = 50  # named of one concept, and of the hub
MOST_TEXT = 4_800  # characters of a description, which together with the counts may have 5,000
WHOLE = 5_000  # concepts that /api/graph gives at once
DUMPS: Mapping[str, str] = {
    "turtle": "text/turtle",
    "jsonld": "application/ld+json",
    "graphml": "application/graphml+xml",
    "csv": "text/csv",
}

_WEB = re.compile(r"https?://", re.IGNORECASE)


def document(nodes: Iterable[Node]) -> Node:
    """A JSON-LD document of some nodes."""
    return {"@context": CONTEXT, "@graph": list(nodes)}


def of_page(view: View, page: PageAnswer, record: Page) -> Node:
    """The document of an article: itself, the routes to it, and the terms that it is about, teaches, needs, mentions."""
    required = [one["concept"] for one in page["prerequisites"] if _binding(one)]
    full = {one["id"]: _full(view, one) for one in (*page["about"], *page["teaches"])}
    brief = {one["id"]: _term(view, one, one["label"]) for one in (*required, *page["mentions"])}
    routes = _breadcrumb_lists(page["breadcrumbs"][:MOST_ROUTES], lambda one: _article_on(view, one))
    return document((_article(view, page, record, required), *routes, *(brief | full).values(), _term_set(view)))


def of_concept(view: View, number: int) -> Node:
    """The document of a concept: the term, the routes to it, and the set of terms that it is in."""
    concept = view.summary(number)
    routes = _breadcrumb_lists(breadcrumbs(view, number), lambda one: one["uri"])
    return document((_full(view, concept), *routes, _term_set(view)))


def of_glossary(view: View, terms: Sequence[Term]) -> Node:
    """The document of the glossary, or a part of it: the set of terms, and the terms."""
    hub = view.graph.hub
    whole = {
        **_term_set(view),
        "description": view.said(hub.description),
        "hasDefinedTerm": [{"@id": one["uri"]} for one in terms],
        "license": hub.licence,
        "publisher": _publisher(view),
        "inLanguage": view.text(hub.title)[1],
        "dateModified": hub.date.isoformat(),
    }
    nodes = (_term(view, one, one["term"], also=one["also"], meaning=one["definition"]) for one in terms)
    return document((_said(whole), *nodes))


def of_hub(view: View) -> Node:
    """The document of the hub itself: its data as a dataset."""
    return document((_dataset(view),))


def _article(view: View, page: PageAnswer, record: Page, required: Sequence[Summary]) -> Node:
    """An article that one learns from (`Article`, `LearningResource`)."""
    url = _fetched(page["url"])
    found: Node = {
        "@type": ["Article", "LearningResource"],
        "@id": url,
        "headline": page["title"],
        "description": page["description"],
        "url": url,
        "mainEntityOfPage": url,
        "image": [image for image in record.images if _fetched(image)],
        "author": [_author(one) for one in record.authors],
        "publisher": _publisher(view),
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
    return _said({"@type": "Person", "name": author.name, "url": author.url and _fetched(author.url)})


def _full(view: View, concept: Summary) -> Node:
    """A concept with its names, its meaning, what is the same elsewhere, and the first articles on it."""
    graph, record = view.graph, view.graph.record(view.graph.number(concept["id"]))
    articles = (graph.pages[slug].url for slug, role in graph.pages_of.get(concept["id"], ()) if role != "mentions")
    return _term(
        view,
        concept,
        concept["label"],
        also=record.get("also", {}).get(concept["lang"], ()),
        meaning=concept["definition"],
        same=record.get("mappings", {}).get("exactMatch", ()),
        articles=islice(filter(_fetched, articles), MOST_ARTICLES),
    )


def _term(
    view: View,
    one: Summary | Term,
    name: str,
    *,
    also: Iterable[str] = (),
    meaning: str | None = None,
    same: Iterable[str] = (),
    articles: Iterable[str] = (),
) -> Node:
    """A concept (`DefinedTerm`); without more it is only named."""
    found: Node = {
        "@type": "DefinedTerm",
        "@id": one["uri"],
        "name": name,
        "alternateName": list(also),
        "description": meaning,
        "termCode": one["id"],
        "url": _fetched(one["url"]) or one["uri"],
        "inDefinedTermSet": {"@id": view.graph.hub.iri},
        "sameAs": list(filter(_fetched, same)),
        "subjectOf": [{"@id": url} for url in articles],
    }
    return _said(found)


def _breadcrumb_lists(routes: Iterable[Sequence[Summary]], where: Callable[[Summary], str]) -> list[Node]:
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


def _dataset(view: View) -> Node:
    """What the hub holds as data (`Dataset`), with the forms in which it can be had whole (`DataDownload`)."""
    graph, hub = view.graph, view.graph.hub
    articles = (page.url for _, page in sorted(graph.pages.items()))
    told = f"{len(graph)} concepts and {graph.relation_count} typed relations between them, with reasons and sources."
    found: Node = {
        "@type": "Dataset",
        "@id": hub.iri,
        "name": view.said(hub.title),
        "description": f"{(view.said(hub.description) or '')[:MOST_TEXT]} {told}".strip(),
        "url": hub.iri,
        "license": hub.licence,
        "creator": _publisher(view),
        "version": hub.version,
        "dateModified": hub.date.isoformat(),
        "keywords": [view.label(graph.number(id)) for id in hub.clusters],
        "distribution": [_download(view, name, media) for name, media in DUMPS.items()] if len(graph) <= WHOLE else [],
        "isBasedOn": list(islice(filter(_fetched, articles), MOST_ARTICLES)),
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
    return next(filter(_fetched, about), concept["uri"])


def _publisher(view: View) -> Node:
    """Who publishes the hub."""
    hub = view.graph.hub
    return {"@type": "Organization", "@id": f"{hub.iri}#publisher", "name": hub.publisher}


def _website(view: View) -> Node:
    hub = view.graph.hub
    return {"@type": "WebSite", "@id": f"{hub.iri}#website", "name": view.said(hub.title), "url": hub.iri}


def _fetched(url: str) -> str | None:
    """An address that is absolute and fetched over http or https."""
    return url if _WEB.match(url) else None


def _refer(concepts: Iterable[Summary]) -> list[Node]:
    return [{"@id": one["uri"]} for one in concepts]


def _binding(one: Needed) -> bool:
    """Whether a prerequisite is needed in any case: neither only of help nor one of several ways."""
    return one.get("strength") != "helpful" and "group" not in one


def _said(node: Node) -> Node:
    """A node without what is not known."""
    return {name: value for name, value in node.items() if value not in (None, [], "")}
