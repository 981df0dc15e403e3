"""The files of the site, served at their names: what `kg export site` writes, asked of the graph at once."""

from collections.abc import Awaitable, Callable, Iterator
from typing import NamedTuple

from starlette.requests import Request
from starlette.responses import Response

from api.documents import TYPES
from api.work import Work
from kg.graph import ConceptGraph
from kg.questions import Question, parse_query
from kg.site import SHEETS, Sheet, asked

Endpoint = Callable[[Request], Awaitable[Response]]


class Served(NamedTuple):
    """A name of the table: the sheet it is of, the format, and the path it is served at."""

    sheet: Sheet
    form: str
    path: str


def served() -> Iterator[Served]:
    """The names that are not those of documents, which have routes of their own."""
    for sheet in SHEETS:
        if sheet.kind not in TYPES:
            yield from (Served(sheet, form, f"/{name}") for form, name in sheet.files.items())


def routes(graph: ConceptGraph, work: Work) -> dict[str, Endpoint]:
    """The files by path."""
    return {one.path: _file(graph, work, one) for one in served()}


def _file(graph: ConceptGraph, work: Work, one: Served) -> Endpoint:
    async def file(request: Request) -> Response:
        """The file in the language asked for; what is added to an address to get past a cache is passed over."""
        pairs = [pair for pair in request.query_params.multi_items() if pair[0] == "lang"]
        lang = parse_query(Question, pairs, {}).lang
        question = asked(graph, one.sheet, one.form, request.path_params.get("id", ""), lang)
        return await work.response(question, request, graph.base + one.sheet.kind.path[1:])

    return file
