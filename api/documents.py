"""Documents about concepts and about the vocabulary: JSON and RDF, by `Accept` or by suffix.

Negotiation follows RFC 9110 section 12.5.1, the separation of a concept from the document about it the W3C's
httpRange-14 resolution and "Cool URIs for the Semantic Web".
"""

from collections.abc import Awaitable, Callable, Mapping
from functools import lru_cache

import orjson
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from api.problems import Refused
from kg import rdf
from kg.answers import answer
from kg.errors import Renamed
from kg.graph import ConceptGraph
from kg.questions import ReadConcept, parse_query
from kg.render import render

Endpoint = Callable[[Request], Awaitable[Response]]

RDF: Mapping[str, str] = {format.suffix: media for media, format in rdf.MEDIA.items()}
MEDIA: Mapping[str, str] = {"json": "application/json", **RDF}


def routes(graph: ConceptGraph) -> dict[str, Endpoint]:
    """The documents by path."""
    return {
        "/id/{id}": _thing(graph),
        "/concepts/{id}": _concept(graph),
        "/ontology": _ontology(graph),
        "/ontology.{suffix}": _ontology(graph),
        "/context.jsonld": _context(graph),
    }


@lru_cache(maxsize=1024)
def negotiated(accepted: str, media: tuple[str, ...]) -> str | None:
    """The media type that the client likes best, the first of equals; none where it likes none of them."""
    from werkzeug.datastructures import MIMEAccept
    from werkzeug.http import parse_accept_header

    if not accepted.strip():
        return media[0]
    return parse_accept_header(accepted, MIMEAccept).best_match(media)


def chosen(request: Request, suffix: str, media: Mapping[str, str]) -> tuple[str, dict[str, str]]:
    """The suffix of the document to give, and the headers that say how it was chosen. Raises `Refused`."""
    if suffix:
        return suffix, {}
    accepted = ",".join(request.headers.getlist("accept"))
    found = negotiated(accepted, tuple(media.values()))
    if found is None:
        available = ", ".join(media.values())
        raise Refused("not-acceptable", f"None of the types asked for is to be had. There are: {available}.")
    return next(suffix for suffix, one in media.items() if one == found), {"Vary": "Accept"}


def _links(address: str, suffix: str, media: Mapping[str, str], *more: str) -> str:
    """The `Link` header (RFC 8288): the same document in the other types."""
    others = [f'<{address}.{other}>; rel="alternate"; type="{one}"' for other, one in media.items() if other != suffix]
    return ", ".join([*others, *more])


def _thing(graph: ConceptGraph) -> Endpoint:
    async def thing(request: Request) -> Response:
        """The concept itself, which no document is: see the document about it."""
        id = request.path_params["id"]
        graph.number(id)
        return RedirectResponse(f"{graph.base}concepts/{id}", 303)

    return thing


def _concept(graph: ConceptGraph) -> Endpoint:
    async def concept(request: Request) -> Response:
        id, dot, suffix = request.path_params["id"].rpartition(".")
        if not dot or suffix not in MEDIA:
            id, dot, suffix = request.path_params["id"], "", ""
        question = parse_query(ReadConcept, request.query_params.multi_items(), {"id": id})
        try:
            number = graph.number(id)
        except Renamed as one:
            raise Renamed(f"{id}{dot}{suffix}", f"{one.successor}{dot}{suffix}") from None
        suffix, headers = chosen(request, suffix, MEDIA)
        address = f"{graph.base}concepts/{id}"
        context = (
            f'<{graph.base}context.jsonld>; rel="http://www.w3.org/ns/json-ld#context"; type="application/ld+json"'
        )
        more = [f'<{graph.base}id/{id}>; rel="describes"', *([context] if suffix == "json" else [])]
        headers |= {"Content-Location": f"{address}.{suffix}", "Link": _links(address, suffix, MEDIA, *more)}
        if suffix == "json":
            return Response(render(answer(graph, question)), 200, headers, media_type=MEDIA[suffix])
        body = rdf.serialise(rdf.concept_triples(graph, number), MEDIA[suffix], graph)
        return Response(body, 200, headers, media_type=MEDIA[suffix])

    return concept


def _ontology(graph: ConceptGraph) -> Endpoint:
    async def ontology(request: Request) -> Response:
        """The vocabulary that the RDF is written in: kinds as classes, relation types as properties."""
        suffix = request.path_params.get("suffix", "")
        if suffix and suffix not in RDF:
            raise Refused("no-such-address", f"The vocabulary is to be had as {', '.join(RDF)}.")
        suffix, headers = chosen(request, suffix, RDF)
        address = f"{graph.base}ontology"
        headers |= {"Content-Location": f"{address}.{suffix}", "Link": _links(address, suffix, RDF)}
        body = rdf.serialise(rdf.ontology_triples(graph), RDF[suffix], graph)
        return Response(body, 200, headers, media_type=RDF[suffix])

    return ontology


def _context(graph: ConceptGraph) -> Endpoint:
    async def context(_: Request) -> Response:
        """The JSON-LD context that the documents name."""
        body = orjson.dumps(rdf.context(graph), option=orjson.OPT_APPEND_NEWLINE)
        return Response(body, media_type="application/ld+json")

    return context
