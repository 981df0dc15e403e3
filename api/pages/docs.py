"""The pages that describe the interface, and each problem it can tell."""

from starlette.requests import Request
from starlette.responses import Response

from api.pages.shell import Site, sent
from api.problems import TYPES, explain


async def docs(site: Site, _: Request) -> Response:
    """The description of the interface, to be tried out."""
    return sent(site.graph, "docs.html")


async def problem(site: Site, request: Request) -> Response:
    """What a code means. Raises `kg.errors.NotFound` for one that is not ours."""
    code = request.path_params["code"]
    explanation = explain(code)
    heading = TYPES[code].title if code in TYPES else f"A rule of the data: {code}"
    return sent(site.graph, "problem.html", code=code, heading=heading, explanation=explanation)
