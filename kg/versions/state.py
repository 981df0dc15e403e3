"""What a version of a hub says, as plain records by section and key, and the steps from one state to the next."""

from collections.abc import Iterable, Iterator, Mapping
from functools import reduce
from typing import Any

from kg.catalog import Catalog
from kg.model import Record, Relation, Release

Fields = Mapping[str, Any]
State = Mapping[str, Mapping[str, Fields]]

EMPTY: State = {}


def state(catalog: Catalog) -> State:
    """The records of a catalog with the fields that are not at their defaults, named as in files.

    What a release sets, version and date, is left out. An alternative names its group, which is a record of its own;
    a redirect to nothing is a record without `to`.
    """
    relations = {relation.id: _relation(relation) for relation in catalog.relations}
    return {
        "hub": {"hub": _plain(catalog.hub, {"version", "date"})},
        "kinds": {id: _plain(kind) for id, kind in catalog.kinds.items()},
        "types": {id: _plain(type_) for id, type_ in catalog.types.items()},
        "sources": {id: _plain(source) for id, source in catalog.sources.items()},
        "redirects": {old: {"to": to} if to else {} for old, to in catalog.redirects.items()},
        "concepts": {id: _plain(concept, {"id"}) for id, concept in catalog.concepts.items()},
        "groups": _groups(catalog.relations),
        "relations": relations,
        "pages": {slug: _plain(page, {"slug"}) for slug, page in catalog.pages.items()},
    }


def _plain(record: Record, without: set[str] | None = None) -> Fields:
    return record.model_dump(mode="json", by_alias=True, exclude=without, exclude_defaults=True)


def _relation(relation: Relation) -> Fields:
    group = {"group": relation.group.id} if relation.group else {}
    return {**_plain(relation, {"type", "from_", "to", "group"}), **group}


def _groups(relations: Iterable[Relation]) -> dict[str, Fields]:
    """The groups of alternatives, `{concept}.{group}`: how many are needed of which options."""
    found: dict[str, Fields] = {}
    for relation in relations:
        if relation.group:
            key = f"{relation.from_}.{relation.group.id}"
            options = found.get(key, {}).get("options", [])
            found[key] = {"at-least": relation.group.at_least, "options": sorted([*options, relation.to])}
    return found


def steps(old: State, new: State) -> dict[str, dict[str, Fields | None]]:
    """The records of `new` that `old` has not or has otherwise, whole, and none for those that it has no longer."""
    found: dict[str, dict[str, Fields | None]] = {}
    for section in sorted({*old, *new}):
        before, after = old.get(section, {}), new.get(section, {})
        keys = sorted(key for key in {*before, *after} if before.get(key) != after.get(key))
        if keys:
            found[section] = {key: after.get(key) for key in keys}
    return found


def stepped(old: State, changes: Mapping[str, Mapping[str, Fields | None]]) -> State:
    """The state that the steps lead to."""
    found = dict(old)
    for section, records in changes.items():
        merged = {**old.get(section, {}), **records}
        found[section] = {key: fields for key, fields in merged.items() if fields is not None}
    return found


def states(releases: Iterable[Release]) -> Iterator[State]:
    """The state of each release, the first of which is made of nothing."""
    last = EMPTY
    for release in releases:
        last = stepped(last, release.changes)
        yield last


def released(releases: Iterable[Release]) -> State:
    """The state of the last release; the empty one where there is none."""
    return reduce(lambda last, release: stepped(last, release.changes), releases, EMPTY)


def successors(state_: State, ids: Iterable[str]) -> dict[str, str | None]:
    """Where the redirects of some ids that are no concepts lead: a concept, or none where they were withdrawn.

    An id without a redirect is not among them, nor one whose redirects end nowhere.
    """
    concepts, redirects = state_.get("concepts", {}), state_.get("redirects", {})
    found: dict[str, str | None] = {}
    for id in ids:
        seen: set[str] = set()
        at: str | None = id
        while at is not None and at in redirects and at not in seen:
            seen.add(at)
            at = redirects[at].get("to")
        if seen and (at is None or at in concepts):
            found[id] = at
    return found


def lost(old: State, new: State) -> list[str]:
    """The ids of concepts, and old ids, that `new` neither has nor redirects."""
    published = {*old.get("concepts", {}), *old.get("redirects", {})}
    return sorted(published - new.get("concepts", {}).keys() - new.get("redirects", {}).keys())
