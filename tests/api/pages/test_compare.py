"""Comparing: the sentences are those of the connections, and names do as well as ids."""

import re
from html import unescape

import pytest
from starlette.testclient import TestClient

from api.app import create_app
from api.pages.naming import meant
from kg.graph import ConceptGraph
from tests.build import catalog
from tests.build import graph as small


def said(text: str) -> list[str]:
    """The sentences of a page."""
    found = re.findall(r'<p class="sentence">(.*?)</p>', text)
    return [unescape(re.sub(r"<[^>]+>", "", one)) for one in found]


@pytest.mark.parametrize(
    ("start", "end"),
    [("image-heavy-task", "artificial-intelligence"), ("transformer", "attention"), ("softmax", "deep-learning")],
)
def test_the_sentences_are_those_of_the_connections(client: TestClient, start: str, end: str) -> None:
    """Each chain of `/api/connections` stands there step by step, in its order, each step with its reason."""
    response = client.get(f"/compare?from={start}&to={end}")
    connections = client.get(f"/api/connections?from={start}&to={end}").json()["connections"]
    assert said(response.text) == [step["sentence"] for chain in connections for step in chain]
    text = unescape(response.text)
    assert all((step["relation"]["why"] or "") in text for chain in connections for step in chain)


def test_names_do_as_well_as_ids(client: TestClient) -> None:
    """A label, in any case, or another name of one concept alone stands for it."""
    one = client.get("/compare?from=convolutional-network&to=artificial-intelligence").text
    other = client.get("/compare", params={"from": "cnn", "to": " artificial INTELLIGENCE "}).text
    assert said(one) == said(other) != []


def test_what_a_name_may_mean_is_offered(client: TestClient) -> None:
    """A name of several concepts is told as a mistake of its field, with links that decide; a name of none is told."""
    response = client.get("/compare?from=netw&to=token")
    assert response.status_code == 422
    assert 'aria-invalid="true" aria-describedby="from-error"' in response.text
    offers = re.findall(r'href="(/compare\?from=[^"]+to=token)"', response.text)
    assert len(offers) > 1
    assert client.get(unescape(offers[0])).status_code == 200
    assert "nothing in the hub is called so" in client.get("/compare?from=zzzzzz&to=token").text


def test_there_need_be_no_connection() -> None:
    """Two concepts that nothing joins are told apart from one compared with itself."""
    client = TestClient(create_app(small("a is-a b", "c")))
    assert "Nothing connects them" in client.get("/compare?from=a&to=c").text
    assert "They are the same" in client.get("/compare?from=a&to=a").text
    assert client.get("/compare").status_code == client.get("/compare?from=a").status_code == 200


def test_an_old_id_means_its_successor() -> None:
    """So it does in a form as in any parameter; a withdrawn one means nothing."""
    graph = ConceptGraph.of(catalog("a is-a b", redirects={"old": "a", "gone": None}))
    assert meant(graph, "old", None).id == "a"
    assert meant(graph, "gone", None).id is None
    assert meant(graph, "A", None).id == "a"
    assert meant(graph, "x" * 300, None) == ("x" * 300, None, ())
    assert meant(graph, "", None).offers == ()
