"""The types that a document comes in beside HTML, as pages link to them."""

from collections.abc import Mapping
from typing import NamedTuple


class Download(NamedTuple):
    """A type that a document comes in beside HTML, and what it is called."""

    type: str
    name: str


DOWNLOADS: Mapping[str, Download] = {
    "json": Download("application/json", "JSON"),
    "jsonld": Download("application/ld+json", "JSON-LD"),
    "ttl": Download("text/turtle", "Turtle"),
    "nt": Download("application/n-triples", "N-Triples"),
    "rdf": Download("application/rdf+xml", "RDF/XML"),
    "md": Download("text/markdown", "Markdown"),
}
