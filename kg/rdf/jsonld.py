"""JSON-LD 1.1: the context of a hub, and documents compacted with it.

Names are short, as in SkoHub: `id`, `type`, `prefLabel` by language. A relation type of the hub is called by its
compact IRI, `hub:partOf`, so that no type can take the name of something else.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import orjson

from kg.graph import ConceptGraph
from kg.rdf.terms import Triple, is_literal
from kg.rdf.vocabulary import CLASSES, PREFIXES, PROPERTIES, expanded, inverse_name, prefixes, property_name

if TYPE_CHECKING:
    from rdflib import Literal, URIRef


_TYPE = PREFIXES["rdf"] + "type"
# literals that JSON has too; longer numbers it does not hold exactly everywhere (RFC 8259 section 6)
_NATIVE: Mapping[str, tuple[re.Pattern[str], Callable[[str], Any]]] = {
    PREFIXES["xsd"] + "integer": (re.compile(r"(?:0|-?[1-9][0-9]{0,14})\Z"), int),
    PREFIXES["xsd"] + "boolean": (re.compile(r"(?:true|false)\Z"), "true".__eq__),
}


def context(graph: ConceptGraph) -> dict[str, Any]:
    """The context document, served as `context.jsonld` under the hub's base."""
    found: dict[str, Any] = {"@version": 1.1, "id": "@id", "type": "@type", **prefixes(graph.hub.iri)}
    found |= {_local(curie): curie for curie in CLASSES}
    for curie, (name, sort) in _names(graph).items():
        found[name] = {"@id": curie, **_coercion(sort)}
    return {"@context": dict(sorted(found.items()))}


def document(triples: set[Triple], graph: ConceptGraph) -> bytes:
    """A document with the context by its address: a flat list of nodes, everything sorted."""
    return orjson.dumps(
        {"@context": f"{graph.base}context.jsonld", "@graph": _nodes(triples, graph)},
        option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE,
    )


def _local(curie: str) -> str:
    return curie.partition(":")[2]


def _names(graph: ConceptGraph) -> dict[str, tuple[str, str]]:
    """What each property is called, and what its values are."""
    own = (f"hub:{name(type_)}" for type_ in graph.type_names for name in (property_name, inverse_name))
    found = {curie: (curie, "iri*") for curie in own}
    taken: set[str] = set()
    for curie, sort in PROPERTIES.items():
        found[curie] = (curie if _local(curie) in taken else _local(curie)), sort
        taken.add(_local(curie))
    return found


def _coercion(sort: str) -> dict[str, Any]:
    """How a term definition says what its values are (JSON-LD 1.1 sections 4.2.3, 4.2.4 and 4.3.1)."""
    of, many = sort.rstrip("*"), sort.endswith("*")
    if of == "text":
        return {"@container": ["@language", "@set"] if many else "@language"}
    type_ = {"iri": "@id", "string": None, "xsd:integer": None, "xsd:boolean": None}.get(of, of)
    return ({"@type": type_} if type_ else {}) | ({"@container": "@set"} if many else {})


def _nodes(triples: set[Triple], graph: ConceptGraph) -> list[dict[str, Any]]:
    spaces = prefixes(graph.hub.iri)
    names = {
        expanded(curie, spaces): (name, expanded(sort, spaces) if ":" in sort else sort)
        for curie, (name, sort) in _names(graph).items()
    }
    classes = {expanded(curie, spaces): _local(curie) for curie in CLASSES}
    found: dict[str, dict[str, list[URIRef | Literal]]] = defaultdict(lambda: defaultdict(list))
    for subject, property_, value in triples:
        found[str(subject)][str(property_)].append(value)
    nodes = []
    for id, facts in sorted(found.items()):
        node: dict[str, Any] = {"id": id}
        if types := facts.pop(_TYPE, None):
            node["type"] = sorted(classes.get(str(type_)) or _short(str(type_), spaces) for type_ in types)
        rest: dict[str, Any] = {}
        for iri, values in facts.items():
            name, sort = names.get(iri, (iri, ""))
            fitting = [value for value in values if _fits(_sort(value), sort.rstrip("*"))]
            if fitting:
                rest[name] = _compact(fitting, sort)
            if others := [value for value in values if value not in fitting]:
                rest[iri] = sorted(map(_whole, others), key=orjson.dumps)
        nodes.append(node | dict(sorted(rest.items())))
    return nodes


def _short(iri: str, spaces: Mapping[str, str]) -> str:
    return next((f"{prefix}:{iri[len(space) :]}" for prefix, space in spaces.items() if iri.startswith(space)), iri)


def _fits(sort: str, wanted: str) -> bool:
    return sort == wanted or (sort, wanted) == ("string", "text")


def _sort(value: "URIRef | Literal") -> str:
    """What a value is, in the words of `PROPERTIES`, datatypes in full."""
    if not is_literal(value):
        return "iri"
    if value.language:
        return "text"
    datatype = str(value.datatype or "string")
    other = datatype in _NATIVE and not _NATIVE[datatype][0].match(value)
    return f"{datatype} in another form" if other else datatype


def _compact(values: Sequence["URIRef | Literal"], sort: str) -> Any:
    """Values as a term definition has them."""
    many = sort.endswith("*")
    if sort.startswith("text"):
        by_language: dict[str, list[str]] = defaultdict(list)
        for value in filter(is_literal, values):
            by_language[value.language or "@none"].append(str(value))
        return {lang: _one(sorted(texts), many=many) for lang, texts in sorted(by_language.items())}
    read = _NATIVE[sort][1] if sort in _NATIVE else str
    return _one(sorted(read(value) for value in values), many=many)


def _one(values: list[Any], *, many: bool) -> Any:
    return values if many or len(values) > 1 else values[0]


def _whole(value: "URIRef | Literal") -> dict[str, str]:
    """A value that no term definition fits, in expanded form."""
    if not is_literal(value):
        return {"@id": str(value)}
    mark = {"@language": value.language} if value.language else {"@type": str(value.datatype)} if value.datatype else {}
    return {"@value": str(value), **mark}
