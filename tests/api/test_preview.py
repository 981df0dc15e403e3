"""A page that the hub does not have, sent over HTTP."""

import json
from typing import Any

import pytest
from starlette.testclient import TestClient

PATH = "/api/pages/preview"


def test_a_document_is_previewed(client: TestClient) -> None:
    """A document with front matter and its fields come back as a bundle, with the mentions that were found."""
    source = "---\ntitle: On pooling\nabout: [pooling]\n---\nA convolutional network uses it.\n"
    found = client.post(PATH, json={"markdown": source})
    assert found.status_code == 200
    bundle = found.json()
    assert (bundle["title"], [one["id"] for one in bundle["about"]]) == ("On pooling", ["pooling"])
    assert "convolutional-network" in [one["id"] for one in bundle["mentions"]]
    assert client.get(PATH, params={"markdown": source}).json() == bundle


def test_pages_of_the_hub_are_still_read(client: TestClient) -> None:
    """The address of previews hides no page, and a page may be asked for beside it."""
    assert client.get("/api/pages/what-is-deep-learning").json()["slug"] == "what-is-deep-learning"
    assert client.get(PATH).status_code == 422


@pytest.mark.parametrize(
    ("fields", "pointer"),
    [
        ({"title": 3}, "/title"),
        ({"about": "attention"}, "/about"),
        ({"about": ["attention"] * 21}, "/about"),
        ({"about": ["atention"]}, "/about/0"),
        ({"markdown": "---\ntitle: [a]\n---\n"}, "/markdown"),
        ({"markdown": "---\n- a\n: b\n---\n"}, "/markdown"),
        ({"text": "a", "page": "b"}, "/page"),
        ({}, ""),
    ],
)
def test_what_is_wrong_is_pointed_at(client: TestClient, fields: dict[str, Any], pointer: str) -> None:
    """Fields and front matter of wrong types, unknown concepts and fields, and nothing at all."""
    found = client.post(PATH, json=fields)
    assert (found.status_code, found.headers["content-type"]) == (422, "application/problem+json")
    assert [one["pointer"] for one in found.json()["errors"]] == [pointer]


def test_ten_megabytes_are_too_much(client: TestClient) -> None:
    """A body of more than 1 MiB is refused, whatever it holds."""
    found = client.post(PATH, json={"text": "a " * 5_000_000})
    assert (found.status_code, found.json()["type"].rpartition("/")[2]) == (413, "body-too-large")


HOSTILE = {
    "deep html": {"html": "<div>" * 100_000},
    "broken html": {"html": "<p <b>token</ <script>token</p><svg onload=alert(1)><!-- token"},
    "entities": {"html": "&lt;" * 200_000},
    "front matter in front matter": {"markdown": "---\n" * 100_000},
    "deep front matter": {"markdown": f"---\nabout: {'[' * 50_000}\n---\n"},
    "an anchor of anchors": {"markdown": "---\na: &a [x]\nb: &b [*a, *a]\ntitle: t\n---\n"},
    "a long line": {"text": "x" * 900_000},
    "a hostile title": {"title": "</script><script>alert(1)</script>", "text": "\u0000\u202e\ufffe"},
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_documents_do_no_harm(client: TestClient, name: str) -> None:
    """Whatever is sent comes back as a bundle or as what is wrong with it, and its text only as text."""
    found = client.post(PATH, json=HOSTILE[name])
    assert found.status_code in (200, 422)
    assert found.headers["content-type"] in ("application/json", "application/problem+json")
    assert json.loads(found.content)
