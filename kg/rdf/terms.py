"""The resources that a hub's RDF speaks of, as rdflib terms. Every one has an IRI: there are no blank nodes."""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from hashlib import sha256
from typing import TYPE_CHECKING, Any, TypeAlias
from urllib.parse import quote

from typing_extensions import TypeIs

from kg.buffers import ESSENTIAL, HELPFUL, OPTION
from kg.graph import ConceptGraph
from kg.rdf.vocabulary import INVERSES, PREFIXES, class_name, expanded, inverse_name, prefixes, property_name, split

if TYPE_CHECKING:
    from rdflib import Literal, URIRef

Triple: TypeAlias = "tuple[URIRef, URIRef, URIRef | Literal]"

_THESAURI = (PREFIXES["skos"], PREFIXES["iso-thes"])


class Terms:
    """Makes the terms of one hub, each once."""

    def __init__(self, graph: ConceptGraph) -> None:
        from rdflib import Literal, URIRef

        self.graph = graph
        self.base = graph.hub.iri
        self.prefixes = prefixes(self.base)
        self.iri, self.literal = URIRef, Literal
        self.name = cache(self._name)
        self.concept = cache(self._concept)
        self.labels = cache(self._labels)
        self.pairs = cache(self._pairs)
        self.hub = URIRef(self.base)
        self.ontology = URIRef(f"{self.base}ontology")
        self.type = self.name("rdf:type")

    def _name(self, curie: str) -> "URIRef":
        return self.iri(expanded(curie, self.prefixes))

    # -- resources

    def _concept(self, number: int) -> "URIRef":
        return self.iri(self.graph.record(number).get("iri") or self.id(self.graph.ids[number]))

    def id(self, *path: str) -> "URIRef":
        """What the hub names by a path under `id/`."""
        return self.iri(f"{self.base}id/" + "/".join(quote(part, safe="") for part in path))

    def part(self, whole: str, name: str) -> "URIRef":
        """A part of another resource, as a fragment of it."""
        return self.iri(f"{whole}#{quote(name, safe='')}")

    def section(self, page: str, section: str) -> "URIRef":
        """A section of an article."""
        return self.part(self.id("page", page), f"section-{section}")

    def named(self, sort: str, name: str) -> "URIRef":
        """A scheme or a collection that an import names, by its IRI or in words."""
        known = re.fullmatch(r"https?:[^\s<>\"{}|\\^`]+", name)
        return self.iri(name) if known else self.id(sort, name)

    def kind(self, kind: str) -> "URIRef":
        """The class of the concepts of a kind."""
        return self.name(f"hub:{class_name(kind)}")

    def _labels(self, number: int) -> Mapping[str, str]:
        labels: Mapping[str, str] = self.graph.record(number)["label"]
        return labels

    # -- properties

    def properties(self, type_: str) -> tuple["URIRef", "URIRef"]:
        """The properties of a relation type: as it stands, and seen from the other end."""
        forwards = self.name(f"hub:{property_name(type_)}")
        if self.graph.types[type_].symmetric:
            return forwards, forwards
        return forwards, self.name(f"hub:{inverse_name(type_)}")

    def above(self, type_: str) -> tuple["URIRef", ...]:
        """The standard properties that a relation type stands under; `requires` never under those of SKOS 8.1."""
        facts = self.graph.types[type_]
        stated = facts.rdf and (type_ != "requires" or not facts.rdf.startswith(_THESAURI)) and self.iri(facts.rdf)
        names = ("dcterms:requires",) if type_ == "requires" else ()
        most = self.name("skos:broader" if facts.hierarchy and type_ != "requires" else "skos:semanticRelation")
        return tuple(dict.fromkeys((*map(self.name, names), *((stated,) if stated else ()), most)))

    def below(self, property_: "URIRef") -> "URIRef | None":
        """What a standard property is called seen from the other end."""
        return {self.name(one): self.name(other) for one, other in INVERSES.items()}.get(property_)

    def _pairs(self, layer: str) -> tuple[tuple["URIRef", "URIRef | None"], ...]:
        """The properties that a relation of a layer is published under, each with its inverse; an option under none."""
        if layer == OPTION:
            return ()
        if layer == HELPFUL:
            return ((self.name("hub:helpedBy"), self.name("hub:helpfulFor")),)
        type_ = "requires" if layer == ESSENTIAL else layer
        standard = (one for one in self.above(type_) if one != self.name("skos:semanticRelation") and split(one))
        return (self.properties(type_), *((one, self.below(one)) for one in standard))

    # -- triples

    def link(self, subject: "URIRef", property_: str, *objects: "URIRef") -> Iterator[Triple]:
        """The statements that a resource has some others."""
        for other in objects:
            yield subject, self.name(property_), other

    def types(self, subject: "URIRef", *classes: str) -> Iterator[Triple]:
        """The classes of a resource."""
        yield from self.link(subject, "rdf:type", *map(self.name, classes))

    def texts(self, subject: "URIRef", property_: str, texts: Mapping[str, str | Sequence[str]]) -> Iterator[Triple]:
        """Texts by language."""
        for lang, lines in texts.items():
            for line in (lines,) if isinstance(lines, str) else lines:
                yield subject, self.name(property_), self.literal(line, lang=lang)

    def value(self, subject: "URIRef", property_: str, value: Any, datatype: str | None = None) -> Iterator[Triple]:
        """One value, if there is one: a string or of a datatype."""
        if value is not None:
            of = self.name(datatype) if datatype else None
            yield subject, self.name(property_), self.literal(str(value), datatype=of, normalize=False)


def is_literal(term: "URIRef | Literal") -> TypeIs["Literal"]:
    """Whether a term is a literal; rdflib need not be imported to tell."""
    return hasattr(term, "datatype")


def digest(*parts: str) -> str:
    """A short name for some texts, the same wherever and in whichever order they stand among others."""
    return sha256("\0".join(parts).encode()).hexdigest()[:16]
