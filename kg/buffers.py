"""Catalog -> the named flat buffers that a graph consists of.

Concepts are numbered by topological rank of the condensation of `requires` (essential, options and
helpful; ties by id), so that every prerequisite has a smaller number than what needs it: the order of a
closure is its sorted numbers, and neighbours lie close in memory. Where files stood and in which order
keys were written leaves no trace: equal content gives equal buffers.

Integers are 32 bits wide in the machine's order, offsets into a blob 64. With `n` concepts and `m` relations:

    meta                          JSON: hub, kinds, types, pages, sources, redirects, layers, quoting (page -> relations),
                                  releases (see `kg.versions.history`)
    ids                           the ids by number, joined by line feeds
    concepts, concepts.at         JSON records by number, and their n + 1 offsets
    concepts.minutes .cluster .kind   n numbers each: study time, the cluster's concept number (-1: none,
                                  for both), the kind's place among the sorted kinds
    relations, relations.at       JSON records, and their m + 1 offsets; sorted by from, type, to
    relations.from .to .type      m numbers each; a type is its place among the sorted type names
    out.L.at .to .rel             adjacency of layer L: n + 1 offsets, targets, relation numbers
    in.L.at .to .rel              the same backwards
    groups.at .need               groups of alternatives: n + 1 offsets by concept, how many are needed
    groups.options.at .to         their options: offsets by group, concept numbers
    changes, changes.at           JSON records of what the releases changed, and their offsets
    names...                      the index of labels (see `kg.names`)

A layer is a relation type; `requires` is three: `requires` (essential), `requires:option` and `requires:helpful`.
"""

import heapq
from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import accumulate
from typing import Any

import orjson

from kg import names
from kg.catalog import Catalog
from kg.model import Concept, Hub, Quotation, Relation
from kg.versions.history import history

Edges = Sequence[tuple[int, int, int]]

ESSENTIAL = "requires"
OPTION = "requires:option"
HELPFUL = "requires:helpful"
REQUIREMENTS = (ESSENTIAL, OPTION, HELPFUL)


def build(catalog: Catalog) -> dict[str, bytes]:
    """The buffers of a clean catalog; of one with errors the result is undefined."""
    ids = ranked(catalog)
    number = {id: n for n, id in enumerate(ids)}
    types = sorted(catalog.types)
    kind_number = {name: n for n, name in enumerate(sorted(catalog.kinds))}
    type_number = {name: n for n, name in enumerate(types)}
    relations = sorted(catalog.relations, key=lambda r: (number[r.from_], type_number[r.type], number[r.to]))
    layers: dict[str, list[tuple[int, int, int]]] = defaultdict(list)
    for k, relation in enumerate(relations):
        layers[layer(relation)].append((number[relation.from_], number[relation.to], k))
    for name in list(layers):
        if catalog.types[name.partition(":")[0]].symmetric:
            layers[name] += [(to, start, k) for start, to, k in layers[name]]
    releases, changes = history(catalog.releases)
    facts = {"layers": sorted(layers), "quoting": _quoting(relations), "releases": releases}
    buffers = {
        "meta": _json({**_meta(catalog), **facts}),
        "ids": "\n".join(ids).encode(),
        **_blob("concepts", (_concept(catalog.concepts[id], catalog.hub) for id in ids)),
        **_blob("relations", map(_relation, relations)),
        "concepts.minutes": _ints(-1 if (m := catalog.concepts[id].minutes) is None else m for id in ids),
        "concepts.cluster": _ints(number.get(catalog.concepts[id].cluster or "", -1) for id in ids),
        "concepts.kind": _ints(kind_number[catalog.concepts[id].kind] for id in ids),
        **_blob("changes", map(_json, changes)),
        **names.index(_names(catalog, ids)),
        "relations.from": _ints(number[r.from_] for r in relations),
        "relations.to": _ints(number[r.to] for r in relations),
        "relations.type": _ints(type_number[r.type] for r in relations),
        **_groups(relations, number, len(ids)),
    }
    for name, edges in layers.items():
        buffers |= _adjacency(f"out.{name}", edges, len(ids))
        buffers |= _adjacency(f"in.{name}", [(to, start, k) for start, to, k in edges], len(ids))
    return buffers


def layer(relation: Relation) -> str:
    """The layer that a relation belongs to."""
    if relation.group is not None:
        return OPTION
    return HELPFUL if relation.strength == "helpful" else relation.type


def ranked(catalog: Catalog) -> list[str]:
    """The ids by topological rank of the condensation of `requires`, ties by id (Kahn 1962, with a heap)."""
    ids = sorted(catalog.concepts)
    place = {id: n for n, id in enumerate(ids)}
    needs: list[list[int]] = [[] for _ in ids]
    for relation in catalog.of_type("requires"):
        needs[place[relation.from_]].append(place[relation.to])
    component = components(needs)
    members: dict[int, list[int]] = defaultdict(list)
    for node, root in enumerate(component):
        members[root].append(node)
    waiting = dict.fromkeys(members, 0)
    users: dict[int, list[int]] = defaultdict(list)
    for node, prerequisites in enumerate(needs):
        for prerequisite in prerequisites:
            if component[node] != component[prerequisite]:
                waiting[component[node]] += 1
                users[component[prerequisite]].append(component[node])
    ready = [(nodes[0], root) for root, nodes in members.items() if not waiting[root]]
    heapq.heapify(ready)
    order: list[int] = []
    while ready:
        _, root = heapq.heappop(ready)
        order += members[root]
        for user in users[root]:
            waiting[user] -= 1
            if not waiting[user]:
                heapq.heappush(ready, (members[user][0], user))
    return [ids[node] for node in order]


def components(steps: Sequence[Sequence[int]]) -> list[int]:
    """The strongly connected component of each node, named by one of its nodes (Tarjan 1972, without recursion)."""
    index = [0] * len(steps)
    low = [0] * len(steps)
    found = [-1] * len(steps)
    open_: list[int] = []
    count = 0
    for start in range(len(steps)):
        if index[start]:
            continue
        count += 1
        index[start] = low[start] = count
        open_.append(start)
        path = [(start, iter(steps[start]))]
        while path:
            node, rest = path[-1]
            for after in rest:
                if not index[after]:
                    count += 1
                    index[after] = low[after] = count
                    open_.append(after)
                    path.append((after, iter(steps[after])))
                    break
                if found[after] < 0:
                    low[node] = min(low[node], index[after])
            else:
                path.pop()
                if path:
                    low[path[-1][0]] = min(low[path[-1][0]], low[node])
                if low[node] == index[node]:
                    member = -1
                    while member != node:
                        member = open_.pop()
                        found[member] = node
    return found


def _names(catalog: Catalog, ids: Sequence[str]) -> Iterator[names.Entry]:
    """Every name that a concept goes by, its id among them."""
    for number, id in enumerate(ids):
        concept = catalog.concepts[id]
        yield names.Entry(number, id, "", "id")
        for tag, label in concept.label.items():
            yield names.Entry(number, label, tag, "label")
        for tag, lines in concept.also.items():
            yield from (names.Entry(number, line, tag, "also") for line in lines)
        for tag, lines in concept.hidden.items():
            yield from (names.Entry(number, line, tag, "hidden") for line in lines)


def _json(value: Any) -> bytes:
    return orjson.dumps(value, option=orjson.OPT_SORT_KEYS)


def _ints(values: Iterable[int]) -> bytes:
    return array("i", values).tobytes()


def _blob(name: str, records: Iterable[bytes]) -> dict[str, bytes]:
    parts = list(records)
    offsets = array("q", accumulate(map(len, parts), initial=0))
    return {name: b"".join(parts), f"{name}.at": offsets.tobytes()}


def _adjacency(name: str, edges: Edges, n: int) -> dict[str, bytes]:
    counts = [0] * n
    for start, _, _ in edges:
        counts[start] += 1
    ordered = sorted(edges)
    return {
        f"{name}.at": _ints(accumulate(counts, initial=0)),
        f"{name}.to": _ints(to for _, to, _ in ordered),
        f"{name}.rel": _ints(k for _, _, k in ordered),
    }


def _groups(relations: Sequence[Relation], number: Mapping[str, int], n: int) -> dict[str, bytes]:
    groups: dict[tuple[int, str], list[Relation]] = defaultdict(list)
    for relation in relations:
        if relation.group is not None:
            groups[number[relation.from_], relation.group.id].append(relation)
    counts = [0] * n
    for owner, _ in groups:
        counts[owner] += 1
    ordered = [groups[key] for key in sorted(groups)]
    return {
        "groups.at": _ints(accumulate(counts, initial=0)),
        "groups.need": _ints(group[0].group.at_least for group in ordered if group[0].group),
        "groups.options.at": _ints(accumulate(map(len, ordered), initial=0)),
        "groups.options.to": _ints(number[option.to] for group in ordered for option in group),
    }


def _concept(concept: Concept, hub: Hub) -> bytes:
    record = concept.model_dump(mode="json", exclude_defaults=True)
    if concept.mappings:
        record["mappings"] = {
            predicate: [expand(iri, hub) for iri in iris] for predicate, iris in concept.mappings.items()
        }
    return _json(record)


def expand(iri: str, hub: Hub) -> str:
    """The IRI that a compact one (`prefix:name`, W3C CURIE) stands for; any other as it is."""
    prefix, _, name = iri.partition(":")
    vocabulary = hub.vocabularies.get(prefix)
    return vocabulary.iri + name if vocabulary else iri


def _relation(relation: Relation) -> bytes:
    keys = {"why", "strength", "group", "evidence"}
    return _json(relation.model_dump(mode="json", include=keys, exclude_none=True))


def _quoting(relations: Sequence[Relation]) -> dict[str, list[int]]:
    """The relations that quote each page, by number."""
    found: dict[str, list[int]] = defaultdict(list)
    for k, relation in enumerate(relations):
        for page in sorted({e.page for e in relation.evidence if isinstance(e, Quotation)}):
            found[page].append(k)
    return found


def _meta(catalog: Catalog) -> dict[str, Any]:
    def dumped(records: Mapping[str, Any]) -> dict[str, Any]:
        return {id: record.model_dump(mode="json", exclude_defaults=True) for id, record in records.items()}

    return {
        "hub": catalog.hub.model_dump(mode="json", exclude_defaults=True),
        "kinds": dumped(catalog.kinds),
        "types": dumped(catalog.types),
        "pages": dumped(catalog.pages),
        "sources": dumped(catalog.sources),
        "redirects": dict(catalog.redirects),
    }
