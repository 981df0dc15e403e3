"""Documents about concepts and about the vocabulary, in the type that `Accept` or a suffix asks for.

Negotiation follows RFC 9110 section 12.5.1, the language RFC 4647 section 3.4, the separation of a concept from the
document about it the W3C's httpRange-14 resolution and "Cool URIs for the Semantic Web".
"""

from collections.abc import Awaitable, Callable, Iterator, Mapping
from functools import lru_cache
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from api import service
from api.pages import article, concept, ontology
from api.pages.shell import MAX_TAG, keeping
from api.problems import Refused
from kg.answers.view import language
from kg.documents import DOCUMENTS, Type
from kg.errors import Renamed
from kg.graph import ConceptGraph
from kg.questions import Question, ReadConcept, ReadOntology, ReadPage, parse_query

Endpoint = Callable[[Request], Awaitable[Response]]

_URI = "!#$%&'()*+,/:;=?@[]~"  # what stands for itself in a URI (RFC 3986), beside letters and digits
_CONTEXT = "http://www.w3.org/ns/json-ld#context"


# Each table begins with what is given to a client that has no preference: a program that asks for a concept gets
# JSON, as under /api, and the vocabulary is RDF before all. A browser says that it prefers HTML.
CONCEPT: Mapping[str, Type] = {
    "json": DOCUMENTS[ReadConcept]["json"],
    "html": Type("text/html", concept.page),
    **DOCUMENTS[ReadConcept],
}
PAGE: Mapping[str, Type] = {
    "json": DOCUMENTS[ReadPage]["json"],
    "html": Type("text/html", article.page),
    **DOCUMENTS[ReadPage],
}
ONTOLOGY: Mapping[str, Type] = {**DOCUMENTS[ReadOntology], "html": Type("text/html", ontology.page)}


TYPES: Mapping[type[Question], Mapping[str, Type]] = {ReadConcept: CONCEPT, ReadPage: PAGE, ReadOntology: ONTOLOGY}


def routes(graph: ConceptGraph) -> dict[str, Endpoint]:
    """The documents by path."""
    return {
        "/id/{id}": _thing(graph),
        "/concepts/{id}": _concept(graph),
        "/pages/{id}": _page(graph),
        "/ontology": _ontology(graph),
        "/ontology.{suffix}": _ontology(graph),
        f"/{service.CATALOG}": _catalog(graph),
    }


@lru_cache(maxsize=256)
def negotiated(accepted: str, media: tuple[str, ...]) -> str | None:
    """The media type that the client likes best, the first of equals; none where it likes none of them.

    The most specific range that names a type says how much it is liked, one that names it in full before `*/*`.
    Parameters of a range are not looked at: none of the types has any that would tell it apart.
    """
    from werkzeug.http import parse_accept_header

    liked: dict[str, float] = {}
    for item, quality in parse_accept_header(accepted if accepted.strip() else "*/*"):
        range_ = item.partition(";")[0].strip().lower()
        liked[range_] = max(quality, liked.get(range_, 0))

    def liking(one: str) -> tuple[float, int]:
        ranges = (one, f"{one.partition('/')[0]}/*", "*/*")
        return next(((liked[range_], -place) for place, range_ in enumerate(ranges) if range_ in liked), (0, 0))

    best = max(media, key=liking)
    return best if liking(best)[0] > 0 else None


def _chosen(request: Request, types: Mapping[str, Type]) -> str:
    """The suffix of the document to give by `Accept`. Raises `Refused`."""
    media = {one.media: suffix for suffix, one in types.items()}
    found = negotiated(",".join(request.headers.getlist("accept")), tuple(media))
    if found is None:
        detail = f"None of the types asked for is to be had. There are: {', '.join(media)}."
        raise Refused("not-acceptable", detail, available=list(media))
    return media[found]


def _spoken(request: Request, graph: ConceptGraph) -> str:
    """The hub's language that `Accept-Language` asks for, else the hub's default."""
    from werkzeug.http import parse_accept_header

    accepted = parse_accept_header(",".join(request.headers.getlist("accept-language")))
    return language(graph, [range_ for range_, quality in accepted if quality > 0 and len(range_) <= MAX_TAG])


async def _document(
    request: Request,
    graph: ConceptGraph,
    kind: type[Question],
    name: str,
    suffix: str,
    given: Mapping[str, str],
    *more: str,
) -> Response:
    """The document of a name in the type asked for, with the headers that say what it is and what it depends on."""
    types = TYPES[kind]
    found = suffix or _chosen(request, types)
    vary = [] if suffix else ["Accept"]
    # a link to a page may carry fields of others, so HTML passes over them
    pairs = [pair for pair in request.query_params.multi_items() if found != "html" or pair[0] == "lang"]
    question = parse_query(kind, pairs, given)
    headers = {}
    if types[found].worded:
        if question.lang is None and len(graph.hub.languages) > 1:
            vary.append("Accept-Language")
            wanted = _spoken(request, graph)
            question = question if wanted == graph.hub.language else question.model_copy(update={"lang": wanted})
        headers["Content-Language"] = language(graph, [question.lang or ""])
    query = keeping(question.lang)
    headers["Content-Location"] = f"{graph.base}{name}.{found}{query}"
    headers["Link"] = ", ".join([*_links(graph, name, found, query, types), *more])
    headers |= {"Vary": ", ".join(vary)} if vary else {}
    # what takes longer than JSON does not hold up the others
    write = types[found].write
    quick = found == "json" and not kind.hard
    body = write(graph, question) if quick else await run_in_threadpool(write, graph, question)
    return Response(body, 200, headers, media_type=types[found].media)


def _links(graph: ConceptGraph, name: str, found: str, query: str, types: Mapping[str, Type]) -> Iterator[str]:
    """What a document leads to (RFC 8288): itself in the other types, its address without a type, its licence."""
    for suffix, one in types.items():
        if suffix != found:
            yield f'<{graph.base}{name}.{suffix}{query}>; rel="alternate"; type="{one.media}"'
    yield f'<{graph.base}{name}>; rel="canonical"'
    yield f'<{quote(graph.hub.licence, safe=_URI)}>; rel="license"'
    if found == "json" and types is CONCEPT:
        yield f'<{graph.base}context.jsonld>; rel="{_CONTEXT}"; type="application/ld+json"'


def _thing(graph: ConceptGraph) -> Endpoint:
    async def thing(request: Request) -> Response:
        """The concept itself, which no document is: see the document about it."""
        id = request.path_params["id"]
        graph.number(id)
        document = f"{graph.base}concepts/{id}"
        return RedirectResponse(document, 303, {"Link": f'<{document}>; rel="describedby"'})

    return thing


def _concept(graph: ConceptGraph) -> Endpoint:
    async def concept(request: Request) -> Response:
        """The document about a concept."""
        id, dot, suffix = _parted(request.path_params["id"], CONCEPT)
        described = f'<{graph.base}id/{id}>; rel="describes"', f'<{graph.base}ontology>; rel="describedby"'
        try:
            return await _document(request, graph, ReadConcept, f"concepts/{id}", suffix, {"id": id}, *described)
        except Renamed as one:
            raise Renamed(f"{id}{dot}{suffix}", f"{one.successor}{dot}{suffix}") from None

    return concept


def _page(graph: ConceptGraph) -> Endpoint:
    async def about(request: Request) -> Response:
        """The document about an article: what goes around it."""
        id, _, suffix = _parted(request.path_params["id"], PAGE)
        return await _document(request, graph, ReadPage, f"pages/{id}", suffix, {"id": id})

    return about


def _parted(name: str, types: Mapping[str, Type]) -> tuple[str, str, str]:
    """A name without the suffix of a type, the dot, and the suffix; of one without, nothing."""
    id, dot, suffix = name.rpartition(".")
    return (id, dot, suffix) if dot and suffix in types else (name, "", "")


def _ontology(graph: ConceptGraph) -> Endpoint:
    async def ontology(request: Request) -> Response:
        """The vocabulary that the RDF is written in: kinds as classes, relation types as properties."""
        suffix = request.path_params.get("suffix", "")
        if suffix and suffix not in ONTOLOGY:
            available = [f"{graph.base}ontology.{one}" for one in ONTOLOGY]
            raise Refused("no-such-address", "The vocabulary is not to be had like this.", available=available)
        return await _document(request, graph, ReadOntology, "ontology", suffix, {})

    return ontology


def _catalog(graph: ConceptGraph) -> Endpoint:
    async def catalog(_: Request) -> Response:
        """What this host offers to programs, and where it is described."""
        headers = {"Content-Type": service.MEDIA, "Link": service.catalog_link(graph.base)}
        return Response(service.catalog(graph.base), 200, headers)

    return catalog
