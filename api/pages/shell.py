"""What every page has in common: the frame that it is shown in, and how it reads what it is asked."""

import re
from collections.abc import Awaitable, Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple, TypeVar
from urllib.parse import urlencode

import orjson
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import Response

from api.work import Work
from kg.answers.view import View, language
from kg.formats.markup import safe_url
from kg.formats.style import KINDS
from kg.formats.words import counted, hours
from kg.graph import ConceptGraph
from kg.questions import LANGUAGE, Question, fields_of, parse_query

Q = TypeVar("Q", bound=Question)

MAX_TAG = 35  # characters that a language tag takes at most (RFC 5646 section 4.4.1)


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
    found.filters |= {"hours": hours, "counted": counted, "fields": _fields}
    return found


def _fields(fields: Mapping[str, str]) -> str:
    """The fields of an address, those left empty left out."""
    return urlencode({name: value for name, value in fields.items() if value})


def shown(graph: ConceptGraph, template: str, lang: str | None = None, **context: Any) -> bytes:
    """A page in HTML, its texts in a language that the links of the page keep to.

    Templates extend `base.html` and have these names beside those of `context`: `base`, `title`, `version`,
    `licence`, `publisher`, `language` (the hub's own), `languages`, `lang` (the one asked for), `spoken` (that of the texts),
    `query`, which ends a link, and `kinds`; `jsonld`, if given, stands in the head.
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
        "query": keeping(lang),
        "kinds": _kinds(graph, view),
    }
    return _environment().get_template(template).render({**common, **context}).encode()


def keeping(lang: str | None) -> str:
    """What ends an address so that it keeps to the language asked for; nothing where none was."""
    return f"?lang={lang}" if lang else ""


def sent(graph: ConceptGraph, template: str, lang: str | None = None, status: int = 200, **context: Any) -> Response:
    """The response that a page is."""
    return Response(shown(graph, template, lang, **context), status, media_type="text/html")


def asked(kind: type[Q], request: Request, **given: str) -> Q:
    """The question of a kind in an address. Fields that it does not have are passed over, and those left empty.

    `given` stands above the address. Raises `kg.errors.QuestionError`.
    """
    own = set(fields_of(kind)) - {"format"} - set(given)
    pairs = ((name, value.strip()) for name, value in request.query_params.multi_items() if name in own)
    return parse_query(kind, ((name, value) for name, value in pairs if value), given)


def spoken(request: Request) -> str | None:
    """The language that an address asks for; none where it does not, or not in the form of a language tag."""
    found = request.query_params.get("lang", "")
    return found if len(found) <= MAX_TAG and re.fullmatch(LANGUAGE, found) else None


async def worked(site: Site, question: Question, request: Request) -> dict[str, Any] | None:
    """The answer to a question that may take long; none where the client has left.

    Raises `kg.errors.KgError`, and `api.problems.Refused` where there is no place for it or it takes too long.
    """
    made = await site.work.finished(question, request.receive)
    return None if made is None else orjson.loads(made.body)


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
