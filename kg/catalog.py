"""What was read, record by record, with the place of each; rules check it, and a clean one becomes a graph."""

import gc
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from kg.errors import Place
from kg.model import Concept, Hub, Kind, Page, Relation, RelationType, Release, Source
from kg.syntax import Map, Mark, Seq


class Places:
    """Where each record stands, by its section of the catalog and its key."""

    def __init__(self) -> None:
        self._roots: dict[tuple[str, str], tuple[str, Mark, Any]] = {}

    def put(self, section: str, key: str, file: str, mark: Mark, value: Any) -> None:
        """Remember that a record was read from `value`, whose key stood at `mark`."""
        self._roots[section, key] = file, mark, value

    def at(self, section: str, key: str, *path: str | int) -> Place | None:
        """The place of a record, or of what `path` leads to inside it, as near as it can be said."""
        root = self._roots.get((section, key))
        if root is None:
            return None
        file, mark, value = root
        for step in path:
            if isinstance(value, Map) and step in value:
                mark = value.values_at[str(step)]
                value = value[str(step)]
            elif isinstance(value, Seq) and isinstance(step, int) and step < len(value):
                mark = value.items_at[step]
                value = value[step]
            else:
                break
        return Place(file, *mark)


@contextmanager
def no_collection() -> Iterator[None]:
    """Reading and checking a catalog makes no garbage in circles, so looking for it meanwhile is lost time."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled and not gc.get_freeze_count():
            # frozen and thawed, what was made counts as old, so that it is not gone through at once
            gc.freeze()
            gc.unfreeze()
        if enabled:
            gc.enable()


@dataclass(frozen=True, slots=True)
class Catalog:
    """The records of a hub by id, as read. Inverses and closures are not in it: they are computed."""

    hub: Hub
    kinds: Mapping[str, Kind] = field(default_factory=dict)
    types: Mapping[str, RelationType] = field(default_factory=dict)
    concepts: Mapping[str, Concept] = field(default_factory=dict)
    relations: tuple[Relation, ...] = ()
    pages: Mapping[str, Page] = field(default_factory=dict)
    sources: Mapping[str, Source] = field(default_factory=dict)
    redirects: Mapping[str, str | None] = field(default_factory=dict)
    releases: tuple[Release, ...] = ()
    places: Places = field(default_factory=Places, compare=False, repr=False)

    def of_type(self, *types: str) -> Iterator[Relation]:
        """The relations of the types named, as they were read."""
        return (relation for relation in self.relations if relation.type in types)

    def hierarchy(self) -> frozenset[str]:
        """The relation types that lead upwards in the hierarchy."""
        return frozenset(name for name, type_ in self.types.items() if type_.hierarchy)
