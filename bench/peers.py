"""The servers of `bench.http`: our service, a bare answer, and two that answer the same questions.

Each is an ASGI application made from the files of a folder. All are asked for a concept with its neighbours both
ways, and for all that a concept requires. What must be equal is read from each answer: ids and labels, and of a
relation why it holds.
"""

import sqlite3
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlencode

from starlette.types import ASGIApp, Receive, Scope, Send

from kg.graph import ConceptGraph

Rows = list[tuple[str | None, ...]]

CONCEPT, CLOSURE = "concept", "closure"


class Server(NamedTuple):
    """What makes an application, the address of a question there, and what an answer says."""

    app: Callable[[Path], ASGIApp]
    address: Callable[[ConceptGraph, str, str], str]
    rows: Callable[[str, Any], Rows]
    most: float = float("inf")  # concepts with which it is run


# -- ours


def ours(folder: Path) -> ASGIApp:
    """Our service as it is."""
    from api.app import create_app

    return create_app(ConceptGraph.open(folder / "graph"))


def uncached(folder: Path) -> ASGIApp:
    """Our service without room for finished answers, so that each is made anew."""
    from api import manners

    manners.MAX_CACHED = 0
    return ours(folder)


def _address(_: ConceptGraph, question: str, id: str) -> str:
    return f"/api/concepts/{id}" if question == CONCEPT else f"/api/concepts/{id}/prerequisites?limit=500"


def _rows(question: str, answer: Any) -> Rows:
    if question == CLOSURE:
        return [(item["concept"]["id"], item["concept"]["label"]) for item in answer["items"]]
    groups = [*answer["relations"].values(), *answer["inverse"].values()]
    items = [item for group in groups for item in group["items"]]
    return [(item["concept"]["id"], item["concept"]["label"], item["why"]) for item in items]


# -- a bare answer


def bare(_: Path) -> ASGIApp:
    """`/N` is answered with N bytes, made beforehand, and the two headers that this takes."""
    made: dict[str, tuple[list[tuple[bytes, bytes]], bytes]] = {}

    async def app(scope: Scope, _: Receive, send: Send) -> None:
        path = scope.get("path", "")
        if path not in made:
            length = path[1:].encode()
            made[path] = [(b"content-type", b"application/json"), (b"content-length", length)], b"x" * int(length)
        headers, body = made[path]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": body})

    return app


# -- rdflib-endpoint

_PREFIXES = "PREFIX hub: <{iri}ontology#> PREFIX skos: <http://www.w3.org/2004/02/skos/core#> "
_SPARQL = {
    CONCEPT: """SELECT ?c ?label ?why {{
        {{ ?r rdf:subject <{iri}id/{id}> ; rdf:object ?c }} UNION {{ ?r rdf:object <{iri}id/{id}> ; rdf:subject ?c }}
        UNION {{ <{iri}id/{id}> hub:requirement/hub:option ?r . ?r hub:concept ?c }}
        UNION {{ ?r hub:concept <{iri}id/{id}> . ?c hub:requirement/hub:option ?r }}
        OPTIONAL {{ ?r hub:why ?why FILTER(lang(?why) = "{lang}") }}
        ?c skos:prefLabel ?label FILTER(lang(?label) = "{lang}")
    }}""",
    CLOSURE: """SELECT ?c ?label {{
        <{iri}id/{id}> (hub:requires|(hub:requirement/hub:option/hub:concept))+ ?c .
        ?c skos:prefLabel ?label FILTER(lang(?label) = "{lang}")
    }}""",
}


def sparql(folder: Path) -> ASGIApp:
    """rdflib-endpoint over our linked data, in memory."""
    from rdflib_endpoint import SparqlEndpoint

    app: ASGIApp = SparqlEndpoint(graph=ConceptGraph.open(folder / "graph").to_rdf(), path="/sparql")
    return app


def _sparql_address(graph: ConceptGraph, question: str, id: str) -> str:
    template = " ".join((_PREFIXES + _SPARQL[question]).split())
    return "/sparql?" + urlencode({"query": template.format(iri=graph.hub.iri, lang=graph.hub.language, id=id)})


def _sparql_rows(_: str, answer: Any) -> Rows:
    _, *names = answer["head"]["vars"]
    found = answer["results"]["bindings"]
    return [
        (row["c"]["value"].rpartition("/")[2], *(row.get(name, {}).get("value") for name in names)) for row in found
    ]


# -- Datasette

_TABLES = """
    CREATE TABLE concepts (id TEXT PRIMARY KEY, label TEXT) WITHOUT ROWID;
    CREATE TABLE relations ("from" TEXT, "to" TEXT, why TEXT, needed INTEGER);
"""
_INDEXES = """
    CREATE INDEX out_of ON relations ("from");
    CREATE INDEX in_to ON relations ("to");
    CREATE INDEX needs ON relations ("from", "to") WHERE needed;
    ANALYZE;
"""
_SQL = {
    CONCEPT: """
        WITH ends AS (
            SELECT "to" AS id, why FROM relations WHERE "from" = :id
            UNION ALL SELECT "from", why FROM relations WHERE "to" = :id
        ) SELECT id, label, why FROM ends JOIN concepts USING (id)
    """,
    CLOSURE: """
        WITH RECURSIVE found (id) AS (
            SELECT "to" FROM relations WHERE "from" = :id AND needed
            UNION SELECT "to" FROM found JOIN relations ON "from" = id WHERE needed
        ) SELECT id, label FROM found JOIN concepts USING (id)
    """,
}


def datasette(folder: Path) -> ASGIApp:
    """Datasette over an SQLite file, taken for unchanging, with a canned query for each question."""
    from datasette.app import Datasette  # type: ignore[import-untyped]

    queries = {name: {"sql": sql} for name, sql in _SQL.items()}
    served = Datasette(immutables=[str(folder / "hub.db")], metadata={"databases": {"hub": {"queries": queries}}})
    app: ASGIApp = served.app()
    return app


def _datasette_address(_: ConceptGraph, question: str, id: str) -> str:
    return f"/hub/{question}.json?" + urlencode({"id": id, "_shape": "arrays"})


def _datasette_rows(_: str, answer: Any) -> Rows:
    return [tuple(row) for row in answer["rows"]]


def write(graph: ConceptGraph, folder: Path) -> None:
    """The files that the servers open: the graph as we save it, and its tables."""
    graph.save(folder / "graph")
    base = sqlite3.connect(folder / "hub.db")
    base.executescript(_TABLES)
    base.executemany("INSERT INTO concepts VALUES (?, ?)", zip(graph.ids, graph.labels, strict=True))
    for k in range(graph.relation_count):
        ids = graph.ids[graph.relations_from[k]], graph.ids[graph.relations_to[k]]
        record, type_ = graph.relation(k), graph.type_names[graph.relations_type[k]]
        needed = type_ == "requires" and record.get("strength") != "helpful"
        why = record["why"].get(graph.hub.language)
        base.execute("INSERT INTO relations VALUES (?, ?, ?, ?)", (*ids, why, needed))
    base.executescript(_INDEXES)
    base.close()


SERVERS: Mapping[str, Server] = {
    "ours": Server(uncached, _address, _rows),
    "rdflib-endpoint": Server(sparql, _sparql_address, _sparql_rows, 2_000),
    "Datasette": Server(datasette, _datasette_address, _datasette_rows),
}
