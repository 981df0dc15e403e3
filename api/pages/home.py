"""The first page: the hub at a glance."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from api import service
from api.pages.shell import Site, shown, spoken
from kg.answers import answer
from kg.answers.breadcrumbs import breadcrumbs
from kg.answers.schema import of_hub
from kg.answers.view import View
from kg.formats.schema_org import written
from kg.graph import ConceptGraph
from kg.questions import Ancestors, FindPath, ListPages, ListRelations, Prerequisites, Question, parse

MOST_ARTICLES = 50


async def page(site: Site, request: Request) -> Response:
    """The hub at a glance. Its examples are answered once for each language, and hold up nobody."""
    body = await run_in_threadpool(_drawn, site.graph, spoken(request))
    return Response(body, 200, {"Link": service.links(site.graph.base)}, media_type="text/html")


@lru_cache(maxsize=16)
def _drawn(graph: ConceptGraph, lang: str | None) -> bytes:
    view = View(graph, lang)
    subjects = [graph.number(id) for page in graph.pages.values() for id in page.about]
    routes = [route for subject in subjects[:1] for route in breadcrumbs(view, subject)]
    clusters = [(view.summary(n), len(graph.members.get(n, ()))) for n in map(graph.number, graph.hub.clusters)]
    return shown(
        graph,
        "home.html",
        lang,
        jsonld=written(of_hub(view)).decode(),
        description=view.said(graph.hub.description),
        numbers={"Concepts": len(graph), "Relations": graph.relation_count, "Said by the articles": len(graph.stated)},
        fields=routes[0] if routes else [],
        clusters=clusters,
        articles=answer(graph, parse(ListPages, {"limit": MOST_ARTICLES, "lang": lang})),
        examples=_examples(view, subjects),
        commands=_commands(view, subjects),
    )


def _examples(view: View, subjects: list[int]) -> list[dict[str, str]]:
    """Questions that this very graph can answer, each with its address and its answer in words."""
    graph = view.graph
    found = []

    def add(question: str, kind: type[Question], fields: dict[str, str]) -> None:
        asked = parse(kind, fields)
        told = _told(answer(graph, asked))
        if told:
            path = kind.path.replace("{id}", fields.pop("id", ""))
            query = urlencode(fields)
            found.append(
                {"question": question, "href": f"{graph.base}{path[1:]}{'?' if query else ''}{query}", "answer": told}
            )

    for subject in subjects[:1]:
        id, name = graph.ids[subject], view.label(subject)
        add(f"What does “{name}” sit inside?", Ancestors, {"id": id})
        if "suits" in graph.types:
            add("What suits which task?", ListRelations, {"type": "suits", "standing": "article"})
        for cluster in graph.hub.clusters:
            if any(graph.neighbours(graph.number(cluster), ("requires",))):
                label = view.label(graph.number(cluster))
                add(f"What does the part “{label}” require?", Prerequisites, {"id": cluster, "depth": "1"})
        add(f"What comes next after “{name}”?", ListRelations, {"from": id, "type": "next"})
        later = [n for n, _ in graph.neighbours(subject, ("next",))]
        if later:
            add(
                f"How do I get from “{name}” to “{view.label(later[-1])}”?",
                FindPath,
                {"target": graph.ids[later[-1]], "known": id},
            )
    return found


def _told(found: Mapping[str, Any]) -> str:
    """An answer in one line of words."""
    if "steps" in found:
        labels = [step["concept"]["label"] for step in found["steps"]]
        steps = f"{len(labels)} steps" if len(labels) > 1 else "One step"
        time = f"{found['minutes'] / 60:.0f} hours" if found["minutes"] >= 120 else f"{found['minutes']} minutes"
        return f"{steps}, {time}: {', '.join(labels[:4])}{', …' if len(labels) > 4 else ''}"
    items = found["items"]
    if items and "sentence" in items[0]:
        return " ".join(item["sentence"] for item in items[:5])
    return ", ".join(item["concept"]["label"] for item in items)


def _commands(view: View, subjects: list[int]) -> list[str]:
    graph = view.graph
    commands = ["kg check"]
    for subject in subjects[:1]:
        id = graph.ids[subject]
        later = [graph.ids[n] for n, _ in graph.neighbours(subject, ("next",))] or [id]
        commands += [f"kg show {id}", f"kg path {later[-1]} --known {id}", f"kg ready --known {id}"]
    return commands
