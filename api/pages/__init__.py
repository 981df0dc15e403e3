"""The pages for people. Each is a file of its own: a function that answers a request, and a template.

`PAGES` is where a page is registered; those about a concept and the vocabulary are documents (`api.documents`),
which come in other types too.
"""

from collections.abc import Awaitable, Callable, Mapping

from starlette.requests import Request
from starlette.responses import Response

from api.pages import atlas, compare, docs, home, learn, report, search
from api.pages.shell import Page, Site
from api.work import Work
from kg.graph import ConceptGraph

PAGES: Mapping[str, Page] = {
    "/": home.page,
    "/compare": compare.page,
    "/docs": docs.docs,
    "/learn": learn.page,
    "/map": atlas.page,
    "/report": report.page,
    "/search": search.page,
    "/problems/{code}": docs.problem,
}

Endpoint = Callable[[Request], Awaitable[Response]]


def routes(graph: ConceptGraph, work: Work) -> dict[str, Endpoint]:
    """The pages by path."""
    site = Site(graph, work)
    return {path: _endpoint(site, page) for path, page in PAGES.items()}


def _endpoint(site: Site, page: Page) -> Endpoint:
    async def endpoint(request: Request) -> Response:
        return await page(site, request)

    return endpoint
