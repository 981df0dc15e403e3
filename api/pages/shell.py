"""What every page has in common: the frame that it is shown in, and how it reads what it is asked."""

from collections.abc import Awaitable, Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import Response

from api.work import Work
from kg.answers.view import View, language
from kg.formats.markup import safe_url
from kg.formats.style import KINDS
from kg.formats.words import counted, hours
from kg.graph import ConceptGraph
from kg.questions import Question, fields_of, parse_query

Q = TypeVar("Q", bound=Question)


class Site(NamedTuple):
    """What pages are made from: the graph, and what answers the questions that may take long."""

    graph: ConceptGraph
    work: Work


Page = Callable[[Site, Request], Awaitable[Response]]


@cache
def _environment() -> Environment:
    loader = FileSystemLoader(Path(__file__).parents[1] / "templates")
    found = Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    found.tests["safe"] = lambda url: safe_url(url) is not None
    found.filters |= {"hours": hours, "counted": counted}
    return found


def shown(graph: ConceptGraph, template: str, lang: str | None = None, **context: Any) -> bytes:
    """A page in HTML, its texts in a language that the links of the page keep to.

    Templates extend `base.html` and have these names beside those of `context`: `base`, `title`, `version`,
    `licence`, `publisher`, `language` (the hub's own), `languages`, `lang` (the one asked for), `spoken` (that of the texts),
    `query`, which ends a link, and `kinds`.
    """
    view = View(graph, lang)
    title, title_lang = view.text(graph.hub.title)
    common = {
        "base": graph.base,
        "title": title,
        "title_lang": title_lang,
        "version": graph.version,
        "licence": graph.hub.licence,
        "publisher": graph.hub.publisher,
        "language": graph.hub.language,
        "languages": graph.hub.languages,
        "spoken": language(graph, [lang] if lang else []),
        "lang": lang,
        "query": f"?lang={lang}" if lang else "",
        "kinds": _kinds(graph, view),
    }
    return _environment().get_template(template).render({**common, **context}).encode()


def sent(graph: ConceptGraph, template: str, lang: str | None = None, status: int = 200, **context: Any) -> Response:
    """The response that a page is."""
    return Response(shown(graph, template, lang, **context), status, media_type="text/html")


def asked(kind: type[Q], request: Request, **given: str) -> Q:
    """The question of a kind in an address. Fields that it does not have are passed over, and those left empty.

    `given` stands above the address. Raises `kg.errors.QuestionError`.
    """
    own = set(fields_of(kind)) - {"format", "cursor"} - set(given)
    pairs = ((name, value.strip()) for name, value in request.query_params.multi_items() if name in own)
    return parse_query(kind, ((name, value) for name, value in pairs if value), given)


class NamedKind(NamedTuple):
    """A kind of concept as it is shown: what it is called, in which language, and the number of its colour."""

    label: str
    lang: str
    place: int


def _kinds(graph: ConceptGraph, view: View) -> Mapping[str, NamedKind]:
    found = {}
    for place, id in enumerate(sorted(graph.kinds)):
        label, lang = view.text(graph.kinds[id].label)
        found[id] = NamedKind(label or id, lang, place % KINDS)
    return found
