"""Documents: a concept and the vocabulary in every type, by suffix and by what the client accepts."""

import json
from dataclasses import replace
from functools import cache
from html import unescape
from random import Random

import pytest
import rdflib
from httpx2 import Response
from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient

from api.app import create_app
from api.documents import CONCEPT, ONTOLOGY, PAGE, negotiated
from api.pages.downloads import DOWNLOADS
from kg import rdf
from kg.answers import answer, pages
from kg.answers.document import document
from kg.formats import page
from kg.formats.concept import markdown
from kg.formats.schema_org import written
from kg.graph import ConceptGraph
from kg.questions import ReadConcept, ReadOntology, ReadPage
from kg.render import render
from tests.build import HUB, catalog
from tests.kg.rdf.reading import parsed

RDF = {one.suffix: media for media, one in rdf.MEDIA.items()}
MEDIA = {suffix: one.media for suffix, one in CONCEPT.items()}
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8"


def media(response: Response) -> str:
    """The media type of a response without its parameters."""
    return str(response.headers["content-type"].partition(";")[0])


def links(response: Response) -> dict[str, list[str]]:
    """The addresses of a response's Link header by relation."""
    found: dict[str, list[str]] = {}
    for part in response.headers["link"].split(", <"):
        address, _, rest = part.lstrip("<").partition(">")
        found.setdefault(rest.split('rel="')[1].split('"')[0], []).append(address)
    return found


# -- types


@pytest.mark.parametrize("suffix", RDF)
@pytest.mark.parametrize("id", ["deep-learning", "llm-cluster", "temperature"])
def test_rdf_by_suffix_is_what_the_graph_says(client: TestClient, graph: ConceptGraph, id: str, suffix: str) -> None:
    """Parsed by rdflib, each syntax holds exactly the triples of the concept."""
    found = client.get(f"/concepts/{id}.{suffix}")
    assert (found.status_code, media(found)) == (200, RDF[suffix])
    expected = set(rdf.concept_triples(graph, graph.number(id)))
    assert set(parsed(found.content, RDF[suffix], graph)) == expected
    assert "Accept" not in found.headers.get("vary", "").split(", ")


def test_json_is_byte_for_byte_that_of_the_api(client: TestClient, graph: ConceptGraph) -> None:
    """By suffix, by Accept and under /api: one and the same JSON."""
    expected = render(answer(graph, ReadConcept(id="token")))
    assert client.get("/api/concepts/token").content == expected
    assert client.get("/concepts/token.json").content == expected
    assert client.get("/concepts/token", headers={"accept": "application/json"}).content == expected
    assert client.get("/ontology.json").content == client.get("/api/ontology").content


@pytest.mark.parametrize("id", ["deep-learning", "llm-cluster", "pre-training"])
def test_markdown_is_that_of_the_document(client: TestClient, graph: ConceptGraph, id: str) -> None:
    """The Markdown served is what `kg.formats.concept` writes, in UTF-8."""
    found = client.get(f"/concepts/{id}.md")
    assert found.content == markdown(document(graph, ReadConcept(id=id)), "/")
    assert found.headers["content-type"] == "text/markdown; charset=utf-8"


@pytest.mark.parametrize("path", ["/concepts/token", "/ontology"])
def test_the_page_names_the_other_types(client: TestClient, path: str) -> None:
    """What the page offers for download is what the document can be had as, with its media type."""
    types = CONCEPT if path.startswith("/concepts") else ONTOLOGY
    text = client.get(f"{path}.html").text
    offered = {suffix: one.type for suffix, one in DOWNLOADS.items() if suffix in types}
    assert offered == {suffix: one.media for suffix, one in types.items() if suffix != "html"}
    for suffix, type_ in offered.items():
        assert f'<link rel="alternate" type="{type_}" href="{path}.{suffix}"' in text
        assert f'<a href="{path}.{suffix}" type="{type_}">' in text


# -- by Accept


@pytest.mark.parametrize(
    ("accept", "suffix"),
    [
        ("text/turtle", "ttl"),
        ("application/rdf+xml", "rdf"),
        ("application/ld+json", "jsonld"),
        ('application/ld+json;profile="http://www.w3.org/ns/json-ld#compacted"', "jsonld"),
        ("application/n-triples", "nt"),
        ("text/markdown", "md"),
        ("text/html", "html"),
        (BROWSER, "html"),
        ("*/*", "json"),
        ("", "json"),
        ("application/json, text/plain, */*", "json"),
        ("text/turtle;q=0.5, application/n-triples;q=0.9", "nt"),
        ("application/json;q=0, text/turtle;q=0.1", "ttl"),
        ("text/*", "html"),
        ("text/*, text/html;q=0", "ttl"),
        ("*/*, application/*;q=0", "html"),
        ("text/*;q=0.3, text/turtle;q=0.2, */*;q=0.1", "html"),
        ("*/*;q=0.1, application/json;q=0.05", "html"),
        ("text/turtle;q=0.2, application/*;q=0.1", "ttl"),
        ("text/html;level=1;q=0.3, text/html;q=0.7, text/turtle;q=0.5", "html"),
        ("TEXT/TURTLE", "ttl"),
        ("text/turtle, ;;;, =,", "ttl"),
        ("text/html;q=high, text/turtle;q=0.1", "ttl"),
        ("image/png;q=0.9," * 700 + "text/turtle;q=0.1", "ttl"),
    ],
    ids=lambda value: value[:40],
)
def test_the_type_the_client_likes_best_is_given(client: TestClient, accept: str, suffix: str) -> None:
    """Quality, nought among it, wildcards and oddities are read as RFC 9110 says; the answer says what it depends on."""
    found = client.get("/concepts/token", headers={"accept": accept})
    assert media(found) == MEDIA[suffix]
    assert found.headers["content-location"] == f"/concepts/token.{suffix}"
    assert "Accept" in found.headers["vary"].split(", ")
    assert found.content == client.get(f"/concepts/token.{suffix}").content


def test_without_a_preference_the_vocabulary_is_turtle(client: TestClient) -> None:
    """A program that dereferences a term gets RDF; a browser gets the page."""
    assert media(client.get("/ontology", headers={"accept": "*/*"})) == "text/turtle"
    assert media(client.get("/ontology", headers={"accept": BROWSER})) == "text/html"


OFFERED = ("application/json", "text/html", "text/turtle")
RANGES = st.sampled_from([*OFFERED, "application/*", "text/*", "*/*", "image/png"])
QUALITIES = st.sampled_from(["0", "0.2", "0.5", "1"])


@given(st.dictionaries(RANGES, QUALITIES, min_size=1), st.randoms(use_true_random=False))
def test_what_is_given_is_liked_at_least_as_much_as_all_else(accepted: dict[str, str], random: Random) -> None:
    """By the table of RFC 9110 written out: no type is better than the one given, and none is given that is refused.

    The order in which the client names its ranges makes no difference.
    """

    def quality(one: str) -> float:
        main = one.partition("/")[0]
        return float(accepted.get(one, accepted.get(f"{main}/*", accepted.get("*/*", "0"))))

    named = [f"{range_};q={q}" for range_, q in accepted.items()]
    found = negotiated(", ".join(named), OFFERED)
    best = max(map(quality, OFFERED))
    assert (found is None) == (best == 0)
    assert found is None or quality(found) == best
    random.shuffle(named)
    assert negotiated(",".join(named), OFFERED) == found


@pytest.mark.parametrize(
    "accept", ["image/png", "*/*;q=0", "application/pdf, image/*", "text/html;q=0, text/turtle;q=0"]
)
@pytest.mark.parametrize("path", ["/concepts/token", "/ontology"])
def test_what_is_not_to_be_had_is_refused_with_the_list(client: TestClient, path: str, accept: str) -> None:
    """406, with the types there are."""
    found = client.get(path, headers={"accept": accept})
    types = CONCEPT if path.startswith("/concepts") else ONTOLOGY
    assert (found.status_code, media(found)) == (406, "application/problem+json")
    assert found.json()["available"] == [one.media for one in types.values()]
    assert client.get(f"{path}.ttl", headers={"accept": accept}).status_code == 200


def test_only_a_page_passes_over_fields_that_it_does_not_know(client: TestClient) -> None:
    """A link to a page may carry the parameters of a newsletter; data refuses them by name."""
    page = client.get("/concepts/token.html")
    assert client.get("/concepts/token.html?utm_source=x&utm_source=y").content == page.content
    assert client.get("/concepts/token?utm_source=x", headers={"accept": BROWSER}).content == page.content
    for suffix in CONCEPT.keys() - {"html"}:
        refused = client.get(f"/concepts/token.{suffix}?utm_source=x")
        assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, "/utm_source")
    assert client.get("/concepts/token.html?lang=!").status_code == 422


# -- languages


@cache
def multilingual() -> TestClient:
    """The service of a hub in English and German."""
    found = catalog("a is-a b", hub=HUB.model_copy(update={"languages": ("en", "de-AT")}))
    labels = {"a": {"en": "Tree", "de-AT": "Baum"}, "b": {"en": "Plant", "de-AT": "Pflanze"}}
    concepts = {id: one.model_copy(update={"label": labels[id]}) for id, one in found.concepts.items()}
    return TestClient(create_app(ConceptGraph.of(replace(found, concepts=concepts))))


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        ("de-AT", "de-AT"),
        ("de-AT-1996", "de-AT"),
        ("DE-at, en;q=0.5", "de-AT"),
        ("en, de-AT;q=0.9", "en"),
        ("fr, de-AT;q=0.1", "de-AT"),
        ("de-AT;q=0, en", "en"),
        ("de", "en"),
        ("fr", "en"),
        ("*", "en"),
        ("", "en"),
        ("x" * 5000 + ", de-AT", "de-AT"),
        (";;;,=", "en"),
    ],
    ids=lambda value: value[:20],
)
@pytest.mark.parametrize("suffix", ["html", "json", "md"])
def test_documents_are_in_the_language_accepted(suffix: str, accepted: str, language: str) -> None:
    """By RFC 4647 lookup, quality first; the answer says which it is and that it depends on the header."""
    client = multilingual()
    found = client.get(f"/concepts/a.{suffix}", headers={"accept-language": accepted})
    assert ("Baum" if language == "de-AT" else "Tree") in found.text
    assert found.headers["content-language"] == language
    assert "Accept-Language" in found.headers["vary"].split(", ")
    fixed = f"/concepts/a.{suffix}" + ("?lang=de-AT" if language == "de-AT" else "")
    assert found.headers["content-location"] == fixed
    assert client.get(fixed, headers={"accept-language": ""}).content == found.content


def test_a_language_in_the_address_wins() -> None:
    """`lang` is not overruled by the header, which then makes no difference; unknown ones get the default."""
    client = multilingual()
    for lang, label in (("en", "Tree"), ("de-AT", "Baum"), ("fr", "Tree")):
        found = client.get(f"/concepts/a.md?lang={lang}", headers={"accept-language": "de-AT"})
        assert found.text.startswith(f"# {label}\n")
        assert "Accept-Language" not in found.headers.get("vary", "")
        assert found.headers["content-language"] == ("de-AT" if lang == "de-AT" else "en")
    assert client.get("/concepts/a?lang=de-AT").content == client.get("/api/concepts/a?lang=de-AT").content


def test_what_is_in_every_language_does_not_depend_on_one() -> None:
    """RDF holds all texts, so it varies by no language; nor does a hub with one, nor the interface for programs."""
    client, headers = multilingual(), {"accept-language": "de-AT"}
    for suffix in RDF:
        found = client.get(f"/concepts/a.{suffix}", headers=headers)
        assert "content-language" not in found.headers
        assert "Accept-Language" not in found.headers.get("vary", "")
        assert "Baum" in found.text
        assert "Tree" in found.text
    api = client.get("/api/concepts/a", headers=headers)
    assert (api.json()["label"], "Accept-Language" in api.headers.get("vary", "")) == ("Tree", False)


def test_a_hub_with_one_language_varies_by_none(client: TestClient) -> None:
    """Where there is no choice, the header was not used."""
    found = client.get("/concepts/token", headers={"accept-language": "de"})
    assert found.headers["content-language"] == "en"
    assert "Accept-Language" not in found.headers["vary"]


def test_the_page_leads_to_itself_in_other_languages() -> None:
    """Each language of the hub is linked, and the links of a page in a chosen language keep it."""
    text = multilingual().get("/concepts/a.html?lang=de-AT").text
    assert '<a href="/concepts/a?lang=en" hreflang="en"' in text
    assert '<a href="/concepts/b?lang=de-AT">Pflanze</a>' in text
    assert '<a class="name" href="/?lang=de-AT" lang="en">Test hub</a>' in text


# -- links


@pytest.mark.parametrize("suffix", CONCEPT)
def test_links_lead_to_the_other_types(client: TestClient, graph: ConceptGraph, suffix: str) -> None:
    """Each alternate answers with the type it names; what is described, canonical, and licensed is linked too."""
    found = client.get(f"/concepts/token.{suffix}")
    by_relation = links(found)
    assert by_relation["describes"] == ["/id/token"]
    assert by_relation["canonical"] == ["/concepts/token"]
    assert by_relation["license"] == [graph.hub.licence]
    assert by_relation["describedby"] == ["/ontology"]
    assert by_relation["alternate"] == [f"/concepts/token.{other}" for other in CONCEPT if other != suffix]
    for part in found.headers["link"].split(", <"):
        if 'rel="alternate"' in part:
            assert media(client.get(part.lstrip("<").split(">")[0])) == part.split('type="')[1].rstrip('"')
    context = by_relation.get("http://www.w3.org/ns/json-ld#context")
    assert context == (["/context.jsonld"] if suffix == "json" else None)


def test_an_address_in_any_script_is_linked() -> None:
    """A licence with an IRI that is no URI is linked as the URI that it stands for."""
    hub = HUB.model_copy(update={"licence": "https://hub.example/Lizenz-für-alle"})
    found = TestClient(create_app(ConceptGraph.of(catalog("a", hub=hub)))).get("/concepts/a")
    assert links(found)["license"] == ["https://hub.example/Lizenz-f%C3%BCr-alle"]


def test_the_thing_is_described_by_its_document(client: TestClient) -> None:
    """A concept is no document: 303 and a link lead to the one about it."""
    thing = client.get("/id/token")
    assert (thing.status_code, thing.headers["location"]) == (303, "/concepts/token")
    assert links(thing) == {"describedby": ["/concepts/token"]}


@pytest.mark.parametrize("suffix", ["", *(f".{suffix}" for suffix in CONCEPT)])
@pytest.mark.parametrize("accept", ["text/html", "text/turtle", "application/json"])
def test_old_ids_keep_their_suffix(suffix: str, accept: str) -> None:
    """A renamed concept's document has moved for good, in the same type; a withdrawn one is gone."""
    graph = ConceptGraph.of(catalog("a is-a b", redirects={"old": "a", "gone": None}), "/kg/")
    client = TestClient(create_app(graph), follow_redirects=False, headers={"accept": accept})
    moved = client.get(f"/kg/concepts/old{suffix}?lang=en")
    assert (moved.status_code, moved.headers["location"]) == (308, f"/kg/concepts/a{suffix}?lang=en")
    for id, status in (("gone", 410), ("none", 404)):
        found = client.get(f"/kg/concepts/{id}{suffix}")
        told = "text/html" if accept == "text/html" else "application/problem+json"
        assert (found.status_code, media(found)) == (status, told)


# -- the vocabulary, the context, the catalog


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


def test_every_term_leads_to_its_place_on_the_page(client: TestClient, graph: ConceptGraph) -> None:
    """The fragment of each term's IRI is an anchor of the page, and its label stands there."""
    text = client.get("/ontology.html").text
    own = f"{graph.hub.iri}ontology#"
    described = {str(s).removeprefix(own) for s, _, _ in rdf.ontology_triples(graph) if str(s).startswith(own)}
    assert len(described) > 80
    assert [name for name in described if f'id="{name}"' not in text] == []
    said = answer(graph, ReadOntology())
    assert all(one["label"] in unescape(text) for one in (*said["kinds"], *said["types"]))


def test_the_vocabulary_in_another_form(client: TestClient) -> None:
    """A suffix that there is not is told with those that there are."""
    found = client.get("/ontology.txt")
    assert found.status_code == 404
    assert found.json()["available"] == [f"/ontology.{suffix}" for suffix in ONTOLOGY]


def test_the_context_is_served(client: TestClient, graph: ConceptGraph) -> None:
    """The address that JSON-LD documents name as their context holds it."""
    named = client.get("/concepts/token.jsonld").json()["@context"]
    assert named == "/context.jsonld"
    assert client.get(named).json() == json.loads(json.dumps(rdf.context(graph)))


@pytest.mark.parametrize("base", ["/", "/kg/"])
def test_the_catalog_names_what_describes_the_service(base: str) -> None:
    """RFC 9727: a link set whose links answer with the types they name; HEAD and the home page lead to it."""
    client = TestClient(create_app(ConceptGraph.of(catalog("a"), base)))
    found = client.get(f"{base}.well-known/api-catalog")
    assert found.headers["content-type"].startswith("application/linkset+json;")
    (only,) = found.json()["linkset"]
    assert only.pop("anchor") == base
    assert set(only) == {"service-desc", "service-doc", "status"}
    for (target,) in only.values():
        assert media(client.get(target["href"])) == target["type"]
    head = client.head(f"{base}.well-known/api-catalog")
    assert links(head)["api-catalog"] == [f"{base}.well-known/api-catalog"]
    at_home = links(client.get(base))
    assert {rel: [target["href"]] for rel, (target,) in only.items()} == {rel: at_home[rel] for rel in only}
    assert at_home["api-catalog"] == [f"{base}.well-known/api-catalog"]


def test_the_whole_hub_as_an_rdflib_graph(graph: ConceptGraph) -> None:
    """`graph.to_rdf()` holds the triples that `kg export` writes."""
    found = graph.to_rdf()
    assert isinstance(found, rdflib.Graph)
    assert len(found) == len(set(rdf.graph_triples(graph)))


# -- articles

SLUG = "what-is-deep-learning"


@pytest.mark.parametrize("suffix", PAGE)
def test_an_article_in_every_type(client: TestClient, suffix: str) -> None:
    """By suffix and by `Accept` the same bytes come, in the type that is named, and the others are linked."""
    fixed = client.get(f"/pages/{SLUG}.{suffix}")
    chosen = client.get(f"/pages/{SLUG}", headers={"accept": PAGE[suffix].media})
    assert (fixed.status_code, media(fixed), media(chosen)) == (200, PAGE[suffix].media, PAGE[suffix].media)
    assert fixed.content == chosen.content
    assert fixed.headers["content-location"] == chosen.headers["content-location"] == f"/pages/{SLUG}.{suffix}"
    assert set(links(fixed)["alternate"]) == {f"/pages/{SLUG}.{other}" for other in PAGE if other != suffix}


def test_an_article_is_the_bundle(client: TestClient, graph: ConceptGraph) -> None:
    """JSON is that of the API, byte for byte; JSON-LD is what the bundle says is to be pasted; Markdown is its twin."""
    question = ReadPage(id=SLUG)
    found = client.get(f"/api/pages/{SLUG}")
    assert client.get(f"/pages/{SLUG}.json").content == found.content == render(answer(graph, question))
    assert client.get(f"/pages/{SLUG}.jsonld").content == written(found.json()["jsonld"])
    assert client.get(f"/pages/{SLUG}.md").content == page.markdown(pages.read(graph, question), "/")


@pytest.mark.parametrize("suffix", ["", ".json", ".md"])
def test_an_article_that_there_is_not(client: TestClient, suffix: str) -> None:
    """A mistyped slug is a miss that proposes the right one."""
    found = client.get(f"/pages/what-is-deep-lerning{suffix}")
    assert (found.status_code, found.json()["suggestions"]) == (404, [SLUG])
