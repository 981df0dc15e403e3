"""What `kg diff` tells: the changes between two data folders, and what they do to pages and learning paths."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from api.analysis import effect_of
from kg.catalog import Catalog
from kg.formats import commonmark
from kg.formats.markup import folded
from kg.graph import ConceptGraph
from kg.model import Release
from kg.versions.difference import Change, difference
from kg.versions.history import history
from kg.versions.state import lost, state

MOST = 1_000
"""How many changes, pages and paths are told, each."""

_HEADINGS = {
    "concepts": "Concepts",
    "groups": "Choices",
    "relations": "Relations",
    "pages": "Pages",
    "types": "Relation types",
    "kinds": "Kinds",
    "sources": "Sources",
    "redirects": "Old ids",
    "hub": "Hub",
}


def compared(old: Catalog, new: Catalog, lang: str | None = None, most: int = MOST) -> dict[str, Any]:
    """The difference between two clean catalogs as plain data; of each list the first so many.

    `pages` are those that are about, teach or mention a concept of which more or less is said, each with how the
    paths to what it is about or teaches change.
    """
    before, after = state(old), state(new)
    changes = difference(before, after)
    effect = effect_of(ConceptGraph.of(old), ConceptGraph.of(new))
    pages = list(_pages(new, changes, effect))
    return {
        "from": _version(old),
        "to": _version(new),
        "changes": [_plain(change, lang or new.hub.language) for change in changes[:most]],
        "lost": lost(before, after)[:most],
        "pages": pages[:most],
        "effect": {**effect, "changes": effect["changes"][:most]},
        "totals": {"changes": len(changes), "pages": len(pages), "paths": len(effect["changes"])},
    }


def of_last(releases: Sequence[Release]) -> list[str]:
    """What the last of some releases changed, a line each, in the hub's language."""
    told, changes = history(releases)
    return [folded(next(iter(one["said"].values()))) for one in changes[told[-1]["at"] :]]


def _version(catalog: Catalog) -> dict[str, str]:
    return {"version": catalog.hub.version, "date": catalog.hub.date.isoformat()}


def _plain(change: Change, lang: str) -> dict[str, Any]:
    said = change.said.get(lang) or next(iter(change.said.values()))
    facts = {name: value for name, value in change._asdict().items() if value is not None and name != "said"}
    return {**facts, "sentence": said}


def _pages(catalog: Catalog, changes: Iterable[Change], effect: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    concerned = {id for change in changes for id in change.concepts}
    paths = {one["target"]: one for one in effect["changes"]}
    for slug, page in sorted(catalog.pages.items()):
        targets = dict.fromkeys((*page.about, *page.teaches))
        concepts = [id for id in dict.fromkeys((*targets, *page.mentions)) if id in concerned]
        routes = [{name: paths[id][name] for name in ("target", "before", "after")} for id in targets if id in paths]
        if concepts or routes:
            title = page.title.get(catalog.hub.language) or slug
            yield {"page": slug, "title": title, "concepts": concepts, "paths": routes}


# -- for people


def text(found: Mapping[str, Any]) -> str:
    """The difference as text."""
    return "\n".join([*_lines(found, folded, "", "  "), ""])


def markdown(found: Mapping[str, Any]) -> str:
    """The difference as Markdown, for notes on a release."""
    return "\n".join([*_lines(found, commonmark.text, "## ", "- "), ""])


def _lines(found: Mapping[str, Any], safe: Callable[[str], str], heading: str, item: str) -> Iterator[str]:
    """The lines of a difference; `safe` makes the hub's texts fit for the form that it is told in."""
    start, end, totals = found["from"], found["to"], found["totals"]
    what = f"Changes from {start['version']} ({start['date']}) to {end['version']} ({end['date']})"
    count = totals["changes"] or "none"
    yield f"{heading}{safe(f'{what}: {count}')}"
    for section, some in groupby(found["changes"], key=lambda one: str(one["section"])):
        yield from _part(_HEADINGS[section], (safe(one["sentence"]) for one in some), heading, item)
    if totals["changes"] > len(found["changes"]):
        yield from _part("Cut off", [f"{len(found['changes'])} of {totals['changes']} are told."], heading, item)
    if found["lost"]:
        names = safe(f"{', '.join(found['lost'])}: nothing is released until redirects.yaml says where they lead.")
        yield from _part("Gone without a redirect", [names], heading, item)
    pages = (safe(f"{one['title']}: {_page(one)}") for one in found["pages"])
    yield from _part(f"Pages concerned ({totals['pages']})", pages, heading, item)
    paths = (safe(_path(one)) for one in found["effect"]["changes"])
    title = f"Learning paths that change ({totals['paths']} of {found['effect']['compared']})"
    yield from _part(title, paths, heading, item)
    if left := found["effect"]["left"]:
        yield from _part("Not planned for, for the choices on the way", [safe(_few(left))], heading, item)


def _part(title: str, lines: Iterable[str], heading: str, item: str) -> Iterator[str]:
    told = [f"{item}{line}" for line in lines]
    if told:
        yield from ("", f"#{heading}{title}" if heading else title, *([""] if heading else []), *told)


def _page(one: Mapping[str, Any]) -> str:
    paths = (f"the path to {path['target']}: {_minutes(path)}" for path in one["paths"])
    return "; ".join(filter(None, (_few(one["concepts"]), *paths)))


def _path(one: Mapping[str, Any]) -> str:
    more = f"; now also {_few(one['gained'])}" if one["gained"] else ""
    less = f"; no longer {_few(one['lost'])}" if one["lost"] else ""
    return f"{one['target']}: {_minutes(one)}{more}{less}"


def _minutes(one: Mapping[str, Any]) -> str:
    before, after = ("no way" if one[name] is None else f"{one[name]} min" for name in ("before", "after"))
    return f"{before} → {after}"


def _few(names: Sequence[str]) -> str:
    return ", ".join([*names[:10], *([f"… {len(names)} in all"] if len(names) > 10 else [])])


FORMATS: Mapping[str, Callable[[Mapping[str, Any]], str]] = {"text": text, "markdown": markdown}
