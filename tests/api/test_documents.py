"""Documents: a concept in every media type, by suffix and by what the client accepts."""

import json

import pytest
import rdflib
from starlette.testclient import TestClient

from api.app import create_app
from api.documents import MEDIA, RDF
from kg import rdf
from kg.answers import answer
from kg.graph import ConceptGraph
from kg.questions import ReadConcept
from kg.render import render
from tests.build import catalog
from tests.kg.rdf.reading import parsed


@pytest.mark.parametrize("suffix", RDF)
@pytest.mark.parametrize("id", ["deep-learning", "llm-cluster", "temperature"])
def test_rdf_by_suffix_is_what_the_graph_says(client: TestClient, graph: ConceptGraph, id: str, suffix: str) -> None:
    """Parsed by rdflib, each syntax holds exactly the triples of the concept."""
    found = client.get(f"/concepts/{id}.{suffix}")
    assert (found.status_code, found.headers["content-type"].partition(";")[0]) == (200, RDF[suffix])
    expected = set(rdf.concept_triples(graph, graph.number(id)))
    assert set(parsed(found.content, RDF[suffix], graph)) == expected
    assert "Accept" not in found.headers.get("vary", "").split(", ")


def test_json_is_byte_for_byte_that_of_the_api(client: TestClient, graph: ConceptGraph) -> None:
    """By suffix, by Accept and under /api: one and the same JSON."""
    expected = render(answer(graph, ReadConcept(id="token")))
    assert client.get("/api/concepts/token").content == expected
    assert client.get("/concepts/token.json").content == expected
    assert client.get("/concepts/token", headers={"accept": "application/json"}).content == expected


@pytest.mark.parametrize(
    ("accept", "suffix"),
    [
        ("text/turtle", "ttl"),
        ("application/rdf+xml", "rdf"),
        ("application/ld+json", "jsonld"),
        ("application/n-triples", "nt"),
        ("*/*", "json"),
        ("", "json"),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "json"),
        ("text/turtle;q=0.5, application/n-triples;q=0.9", "nt"),
        ("application/json;q=0, text/turtle;q=0.1", "ttl"),
        ("text/*", "ttl"),
        ("text/turtle;q=0.2, application/*;q=0.1", "ttl"),
        ("TEXT/TURTLE", "ttl"),
        ("text/turtle, ;;;, =,", "ttl"),
    ],
)
def test_the_type_the_client_likes_best_is_given(client: TestClient, accept: str, suffix: str) -> None:
    """Quality, nought among it, wildcards and oddities are read as RFC 9110 says; the answer says what it depends on."""
    found = client.get("/concepts/token", headers={"accept": accept})
    assert found.headers["content-type"].partition(";")[0] == MEDIA[suffix]
    assert found.headers["content-location"] == f"/concepts/token.{suffix}"
    assert "Accept" in found.headers["vary"].split(", ")
    assert found.content == client.get(f"/concepts/token.{suffix}").content


@pytest.mark.parametrize("accept", ["image/png", "text/turtle;q=0", "application/pdf, image/*"])
@pytest.mark.parametrize("path", ["/concepts/token", "/ontology"])
def test_what_is_not_to_be_had_is_refused_with_the_list(client: TestClient, path: str, accept: str) -> None:
    """406, with the types there are."""
    found = client.get(path, headers={"accept": accept})
    assert found.status_code == 406
    assert "text/turtle" in found.json()["detail"]


def test_links_lead_to_the_other_types(client: TestClient) -> None:
    """Each alternate of the Link header answers with the type it names, and the thing described leads back."""
    found = client.get("/concepts/token.json")
    links = found.links
    assert links["describes"]["url"] == "/id/token"
    assert links["http://www.w3.org/ns/json-ld#context"]["url"] == "/context.jsonld"
    for part in found.headers["link"].split(", "):
        if 'rel="alternate"' in part:
            address, media = part[1:].split(">")[0], part.split('type="')[1].rstrip('"')
            assert client.get(address).headers["content-type"].partition(";")[0] == media
    thing = client.get("/id/token")
    assert (thing.status_code, thing.headers["location"]) == (303, "/concepts/token")


def test_old_ids_keep_their_suffix() -> None:
    """A renamed concept's document has moved for good, in the same type; a withdrawn one is gone."""
    graph = ConceptGraph.of(catalog("a is-a b", redirects={"old": "a", "gone": None}), "/kg/")
    client = TestClient(create_app(graph), follow_redirects=False)
    moved = client.get("/kg/concepts/old.ttl?lang=en")
    assert (moved.status_code, moved.headers["location"]) == (308, "/kg/concepts/a.ttl?lang=en")
    assert client.get("/kg/concepts/gone.ttl").status_code == 410
    assert client.get("/kg/concepts/none.ttl").status_code == 404


@pytest.mark.parametrize("suffix", RDF)
def test_the_vocabulary_is_served(client: TestClient, graph: ConceptGraph, suffix: str) -> None:
    """Every property and class of ours that a concept's RDF uses is described in the vocabulary."""
    body = client.get(f"/ontology.{suffix}").content
    described = {str(s) for s, _, _ in parsed(body, RDF[suffix], graph)}
    own = f"{graph.hub.iri}ontology#"
    terms = rdf.concept_triples(graph, graph.number("transformer"))
    used = {str(p) for _, p, _ in terms if str(p).startswith(own)}
    assert used
    assert used <= described
    assert client.get("/ontology.txt").status_code == 404


def test_the_context_is_served(client: TestClient, graph: ConceptGraph) -> None:
    """The address that JSON-LD documents name as their context holds it."""
    named = client.get("/concepts/token.jsonld").json()["@context"]
    assert named == "/context.jsonld"
    assert client.get(named).json() == json.loads(json.dumps(rdf.context(graph)))


def test_the_whole_hub_as_an_rdflib_graph(graph: ConceptGraph) -> None:
    """`graph.to_rdf()` holds the triples that `kg export` writes."""
    found = graph.to_rdf()
    assert isinstance(found, rdflib.Graph)
    assert len(found) == len(set(rdf.graph_triples(graph)))
