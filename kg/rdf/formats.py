"""Triples -> bytes, by media type. The same triples give the same bytes, in whichever order they come.

All formats are written here, from the triples sorted by code points: those of rdflib number unknown namespaces
and order values as they come. There are no blank nodes to name.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from typing import TYPE_CHECKING, NamedTuple
from xml.sax.saxutils import escape, quoteattr

from kg.graph import ConceptGraph
from kg.rdf import jsonld
from kg.rdf.terms import Triple, is_literal
from kg.rdf.vocabulary import PREFIXES, prefixes, split

if TYPE_CHECKING:
    from rdflib import Literal, URIRef


_ESCAPES = {
    **{n: f"\\u{n:04X}" for n in (*range(32), 127)},
    **{ord(c): f"\\{e}" for c, e in zip('\\"\n\r\t\b\f', '\\"nrtbf', strict=True)},
}
_NOT_IN_IRIS = re.compile(r'[\x00-\x20<>"{}|^`\\]')
_LOCAL = re.compile(r"[A-Za-z0-9_](?:[\w.-]*[\w-])?", re.ASCII)
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_NEXT = " ;\n    "
_TYPE = PREFIXES["rdf"] + "type"
_BARE = {
    PREFIXES["xsd"] + "integer": re.compile(r"[+-]?[0-9]+\Z", re.ASCII),
    PREFIXES["xsd"] + "boolean": re.compile(r"(?:true|false)\Z"),
}


def _iri(iri: str) -> str:
    return "<" + _NOT_IN_IRIS.sub(lambda found: f"\\u{ord(found[0]):04X}", iri) + ">"


def _term(term: "URIRef | Literal", iri: Callable[[str], str] = _iri) -> str:
    """A term of a triple as N-Triples writes it; `iri` writes IRIs."""
    if not is_literal(term):
        return iri(term)
    text = f'"{str(term).translate(_ESCAPES)}"'
    if term.language:
        return f"{text}@{term.language}"
    return f"{text}^^{iri(term.datatype)}" if term.datatype else text


def ntriples(triples: set[Triple], graph: ConceptGraph) -> bytes:
    """RDF 1.1 N-Triples in its canonical form (section 4), sorted."""
    lines = sorted(f"{_iri(s)} {_iri(p)} {_term(o)} .\n" for s, p, o in triples)
    return "".join(lines).encode()


def turtle(triples: set[Triple], graph: ConceptGraph) -> bytes:
    """RDF 1.1 Turtle: the prefixes that are used, and a block per subject, its class first."""
    spaces = {**prefixes(graph.hub.iri), "id": f"{graph.hub.iri}id/", "relation": f"{graph.hub.iri}id/relation/"}
    used: set[str] = set()
    short = cache(lambda iri: _short(str(iri), spaces, used))
    found: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for subject, property_, value in triples:
        name = "" if str(property_) == _TYPE else short(property_)
        bare = _BARE.get(str(value.datatype) if is_literal(value) else "")
        found[subject][name].append(str(value) if bare and bare.match(value) else _term(value, short))
    blocks = []
    for iri, facts in sorted(found.items()):
        lines = (f"{name or 'a'} {', '.join(sorted(values))}" for name, values in sorted(facts.items()))
        blocks.append(f"\n{short(iri)} {_NEXT.join(lines)} .\n")
    head = (f"@prefix {prefix}: {_iri(spaces[prefix])} .\n" for prefix in sorted(used))
    return "".join([*head, *blocks]).encode()


def _short(iri: str, spaces: Mapping[str, str], used: set[str]) -> str:
    """An IRI as a prefixed name where it can be one, by the longest namespace (Turtle section 2.4)."""
    fitting = [
        (len(space), prefix)
        for prefix, space in spaces.items()
        if iri.startswith(space) and _LOCAL.fullmatch(iri, len(space))
    ]
    if not fitting:
        return _iri(iri)
    size, prefix = max(fitting)
    used.add(prefix)
    return f"{prefix}:{iri[size:]}"


def rdfxml(triples: set[Triple], graph: ConceptGraph) -> bytes:
    """RDF 1.1 XML Syntax. Raises `ValueError` for a property whose IRI does not end in an XML name.

    XML 1.0 (section 2.2) has no way to write some control characters; U+FFFD stands in for them.
    """
    names: dict[str, tuple[str, str]] = {}
    for _, property_, _ in triples:
        parts = split(property_)
        if parts is None:
            raise ValueError(f"{property_} cannot be a property in RDF/XML: it does not end in a name")
        names[property_] = parts
    known = {iri: prefix for prefix, iri in prefixes(graph.hub.iri).items()}
    others = sorted({space for space, _ in names.values()} - known.keys())
    known |= {space: f"ns{number}" for number, space in enumerate(others, 1)}
    found: dict[str, list[str]] = defaultdict(list)
    for subject, property_, value in triples:
        space, local = names[property_]
        found[subject].append(_element(f"{known[space]}:{local}", value))
    used = {space for space, _ in names.values()} | {PREFIXES["rdf"]}
    lines = ['<?xml version="1.0" encoding="UTF-8"?>\n<rdf:RDF']
    lines += [f"\n    xmlns:{known[space]}={_attribute(space)}" for space in sorted(used, key=known.__getitem__)]
    lines.append(">\n")
    for iri, elements in sorted(found.items()):
        lines += [f"<rdf:Description rdf:about={_attribute(iri)}>\n", *sorted(elements)]
        lines.append("</rdf:Description>\n")
    return "".join([*lines, "</rdf:RDF>\n"]).encode()


def _element(name: str, value: "URIRef | Literal") -> str:
    if not is_literal(value):
        return f"  <{name} rdf:resource={_attribute(value)}/>\n"
    mark = f' xml:lang="{value.language}"' if value.language else ""
    mark = f" rdf:datatype={_attribute(value.datatype)}" if value.datatype else mark
    return f"  <{name}{mark}>{escape(_NOT_XML.sub(chr(0xFFFD), str(value)), {chr(13): '&#13;'})}</{name}>\n"


def _attribute(text: str) -> str:
    return quoteattr(str(text))


class Format(NamedTuple):
    """How a media type is written, and how its files end."""

    suffix: str
    write: Callable[[set[Triple], ConceptGraph], bytes]


MEDIA: Mapping[str, Format] = {
    "text/turtle": Format("ttl", turtle),
    "application/n-triples": Format("nt", ntriples),
    "application/ld+json": Format("jsonld", jsonld.document),
    "application/rdf+xml": Format("rdf", rdfxml),
}


def serialise(triples: Iterable[Triple], media: str, graph: ConceptGraph) -> bytes:
    """Triples of a hub in a media type. Raises `ValueError` for one that is not in `MEDIA`."""
    if media not in MEDIA:
        raise ValueError(f"{media!r} is none of {', '.join(MEDIA)}")
    return MEDIA[media].write(set(triples), graph)
