"""The answer about what changed between versions."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from kg.answers.shapes import ChangeItem, ChangesAnswer, Gone, What
from kg.answers.view import View
from kg.errors import NotFound, TooOld, near
from kg.graph import ConceptGraph, Released
from kg.questions import Changes, onward, position
from kg.versions.number import order

LISTED = 100
"""How many versions are named to those who ask for one that there never was."""

_WHAT: Mapping[str, What] = {
    "concepts": "concept",
    "groups": "group",
    "relations": "relation",
    "pages": "page",
    "types": "type",
    "kinds": "kind",
    "sources": "source",
    "redirects": "redirect",
    "hub": "hub",
}


def changes(graph: ConceptGraph, question: Changes) -> ChangesAnswer:
    """The changes after a version, the newest release first. Raises `NotFound` and `TooOld` for a version unknown."""
    view, start = View(graph, question.lang), _start(graph, question.since)
    place = position(question, graph.version)
    total = graph.releases[-1].end - graph.releases[start].at if start < len(graph.releases) else 0
    some = _part(graph, start, place, question.limit)
    end = place + question.limit
    records = [(number, graph.change(k)) for number, k in some]
    added, changed, removed = _concepts(graph, start, [record for _, record in records])
    title, lang = view.text(graph.hub.title)
    versions = _versions(graph)
    return {
        "title": title or "",
        "lang": lang,
        "from": question.since or versions[0],
        "to": versions[-1],
        "releases": [
            {"version": one.version, "date": one.date, "note": one.note, "changes": one.end - one.at}
            for one in _of(graph, dict.fromkeys(number for number, _ in some))
        ],
        "added": added,
        "changed": changed,
        "removed": removed,
        "items": [_item(view, graph.releases[number], record) for number, record in records],
        "next": onward(question, graph.version, end) if end < total else None,
        "total": total,
    }


def _versions(graph: ConceptGraph) -> tuple[str, ...]:
    """The versions whose changes are kept, the oldest first; of a hub without releases the one that it has."""
    return tuple(one.version for one in graph.releases) or (graph.hub.version,)


def _start(graph: ConceptGraph, since: str | None) -> int:
    """The number of the first release after a version."""
    if since is None:
        return 0
    versions = _versions(graph)
    if since in versions:
        return versions.index(since) + 1
    if order(since) < order(versions[0]):
        raise TooOld(since, versions[:1] + versions[1:][-LISTED:])
    raise NotFound("version", since, near(since, versions), versions[-LISTED:])


def _part(graph: ConceptGraph, start: int, place: int, most: int) -> list[tuple[int, int]]:
    """So many changes from a place on, each after the number of its release: releases from the last to `start`."""
    found: list[tuple[int, int]] = []
    for number in reversed(range(start, len(graph.releases))):
        one = graph.releases[number]
        end = min(one.end, one.at + place + most - len(found))
        found += [(number, k) for k in range(one.at + place, end)]
        place = max(place - (one.end - one.at), 0)
    return found


def _of(graph: ConceptGraph, numbers: Iterable[int]) -> list[Released]:
    return [graph.releases[number] for number in numbers]


def _concepts(
    graph: ConceptGraph, start: int, records: Sequence[Mapping[str, Any]]
) -> tuple[list[str], list[str], list[Gone]]:
    """The concepts whose newest change is among some: what each is now, compared with before the release `start`.

    Whether one was there then follows from whether it is there now, and from how often that changed meanwhile.
    """
    added: list[str] = []
    changed: list[str] = []
    removed: list[Gone] = []
    for id, flips in sorted((id, flips) for record in records for id, flips in record.get("latest", {}).items()):
        now = id in graph
        before = now != (sum(number >= start for number in flips) % 2 == 1)
        if now:
            (changed if before else added).append(id)
        elif before:
            successor = graph.successor(id) if id in graph.redirects else None
            removed.append({"id": id, "replaced_by": successor})
    return added, changed, removed


def _item(view: View, release: Released, record: Mapping[str, Any]) -> ChangeItem:
    """A change of a release."""
    # for all that mypy knows, the optional parts may be something else
    more = {name: record[name] for name in ("field", "before", "after", "replaced_by") if name in record}
    return {
        "id": f"{release.version}/{record['id']}",
        "version": release.version,
        "date": release.date,
        "what": _WHAT[record["section"]],
        "key": record["key"],
        "action": record["action"],
        "sentence": view.said(record["said"]) or record["id"],
        "concepts": record["concepts"],
        "url": _url(view.graph, record),
        **more,  # type: ignore[typeddict-item]
    }


def _url(graph: ConceptGraph, record: Mapping[str, Any]) -> str:
    """Where what changed can be read about: a page, the vocabulary, a concept that is there, or the hub."""
    if record["section"] == "pages" and record["key"] in graph.pages:
        return graph.pages[record["key"]].url
    if record["section"] in ("types", "kinds"):
        return f"{graph.base}ontology"
    ids = (record.get("replaced_by"), record["key"], record["key"].partition(".")[0], *record["concepts"])
    concept = next((id for id in ids if id in graph), None)
    return f"{graph.base}concepts/{concept}" if concept else graph.base
