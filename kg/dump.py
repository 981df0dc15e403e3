"""Catalog -> the text of its files. Reading them again gives the same catalog."""

from typing import Any

import yaml

from kg.catalog import Catalog
from kg.model import Citation, Quotation, Record, Relation
from kg.versions import log


def dump(catalog: Catalog) -> dict[str, str]:
    """The text of each file, by its path inside the data folder."""
    clusters: dict[str, dict[str, Any]] = {}
    entries: dict[str, dict[str, Any]] = {}
    for concept in catalog.concepts.values():
        entries[concept.id] = _plain(concept, {"id", "cluster"})
        clusters.setdefault(concept.cluster or concept.id, {})[concept.id] = entries[concept.id]
    for relation in catalog.relations:
        _put(entries[relation.from_], relation)
    files: dict[str, Any] = {
        "hub.yaml": _plain(catalog.hub),
        "ontology.yaml": {
            "kinds": {id: _plain(kind) for id, kind in catalog.kinds.items()},
            "relations": {id: _plain(type_) for id, type_ in catalog.types.items()},
        },
        "sources.yaml": {id: _plain(source) for id, source in catalog.sources.items()},
        "redirects.yaml": dict(catalog.redirects),
        **{f"concepts/{cluster}.yaml": concepts for cluster, concepts in clusters.items()},
        **{f"pages/{slug}.yaml": _plain(page, {"slug"}) for slug, page in catalog.pages.items()},
    }
    lines = b"".join(map(log.line, catalog.releases)).decode()
    return {name: _yaml(value) for name, value in files.items()} | ({"changes.jsonl": lines} if lines else {})


def _plain(record: Record, without: set[str] | None = None) -> dict[str, Any]:
    return record.model_dump(mode="json", by_alias=True, exclude=without, exclude_defaults=True)


def _put(entry: dict[str, Any], relation: Relation) -> None:
    says = [[f"{e.page}#{e.section}", e.quote] for e in relation.evidence if isinstance(e, Quotation)]
    source = [e.source for e in relation.evidence if isinstance(e, Citation)]
    value = {k: v for k, v in (("why", dict(relation.why)), ("says", says), ("source", source)) if v}
    if relation.group is None:
        key = "helpful" if relation.strength == "helpful" else relation.type
        entry.setdefault(key, {})[relation.to] = value
        return
    groups = entry.setdefault("requires-any", [])
    group = next((g for g in groups if g["id"] == relation.group.id), None)
    if group is None:
        group = {"id": relation.group.id, "at-least": relation.group.at_least, "of": {}}
        groups.append(group)
    group["of"][relation.to] = value


class _Dumper(yaml.CSafeDumper):
    def ignore_aliases(self, data: Any) -> bool:
        return True


def _string(dumper: Any, text: str) -> Any:
    # quoted unless it is plainly a word: YAML 1.1, which the emitter knows, and 1.2 read some others differently
    plain = text.isascii() and text.replace("-", "").isalnum() and text[0].isalpha() and len(text) > 5
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=None if plain else '"')


_Dumper.add_representer(str, _string)


def _yaml(value: Any) -> str:
    text: str = yaml.dump(value, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=120)
    return text
