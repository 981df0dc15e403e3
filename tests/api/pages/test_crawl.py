"""A crawl that follows every link from the home page on, and what holds of each page on the way."""

import re
from collections import Counter
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from urllib.parse import parse_qsl, urljoin, urlsplit

import pytest
from starlette.testclient import TestClient

from api.app import create_app
from kg import load
from kg.graph import ConceptGraph

HEAVIEST = 60_000  # bytes that a page may have before it is compressed; the map apart
# Of each sort of address that a page has for every concept or choice, so many are followed; all that are about one are.
MANY, EVERY = 5, re.compile(r"/(concepts/[a-z0-9-]+|pages/[a-z0-9-]+|[a-z]*)$")
LINK = re.compile(r'<(?:a|link|script|img)\b[^>]*?\s(?:href|src)="([^"]*)"')
STARTER = Path("api/starter")


def links(text: str, address: str) -> Iterator[str]:
    """The addresses that a page leads to here, without fragments."""
    for found in LINK.findall(text):
        target = urlsplit(urljoin(address, unescape(found)))
        # what is searched thoroughly may take as long as a question may, and longer
        if not target.scheme and not target.netloc and "effort=thorough" not in target.query:
            yield target._replace(fragment="").geturl()


def sort(address: str) -> str:
    """What sort of address it is: the names in it left out, but for those of fields and types."""
    parts = urlsplit(address)
    fields = ",".join(sorted({name for name, _ in parse_qsl(parts.query)}))
    return re.sub(r"(?<=[a-z]/)[a-z0-9-]+(?=\.|$)", "*", parts.path) + (f"?{fields}" if fields else "")


def crawled(client: TestClient) -> dict[str, bytes]:
    """The pages by address, once each link has been followed to something that is there."""
    queue, came, sorts, pages = ["/"], {"/": ""}, Counter[str](), dict[str, bytes]()
    for address in queue:
        response = client.get(address, headers={"Accept": "text/html,*/*;q=0.8"}, follow_redirects=True)
        assert response.status_code == 200, f"{came[address]} leads to {address}"
        if not response.headers["content-type"].startswith("text/html"):
            continue
        pages[address] = response.content
        for target in links(response.text, address):
            if target not in came and (EVERY.fullmatch(target) or sorts[sort(target)] < MANY):
                came[target] = address
                sorts[sort(target)] += 1
                queue.append(target)
    return pages


@pytest.fixture(scope="module")
def pages(client: TestClient) -> dict[str, bytes]:
    """The pages of the hub's own data."""
    return crawled(client)


def test_every_link_leads_somewhere(pages: dict[str, bytes], graph: ConceptGraph) -> None:
    """All concepts, articles and pages are reached from the home page, and no link is broken."""
    expected = {f"/concepts/{id}" for id in graph} | {f"/pages/{slug}" for slug in graph.pages}
    assert expected | {"/", "/learn", "/map", "/search", "/compare", "/report", "/docs", "/ontology.html"} <= set(pages)


def test_every_page_is_light(pages: dict[str, bytes]) -> None:
    """No page has more than 60 kB before it is compressed."""
    heavy = {address: len(page) for address, page in pages.items() if len(page) >= HEAVIEST}
    assert {address for address in heavy if not address.startswith("/map")} == set()


def test_no_page_brings_anything_from_elsewhere(pages: dict[str, bytes]) -> None:
    """Scripts, styles, pictures and forms are of this host; no script or handler stands within a page."""
    for address, page in pages.items():
        text = page.decode()
        loaded = re.findall(
            r'<(?:script|img|iframe)[^>]*\ssrc="([^"]*)"|<link rel="(?:stylesheet|icon)" href="([^"]*)"', text
        )
        assert all(re.match("/[a-z]", one or other) for one, other in loaded), address
        inline = [tag for tag in re.findall(r"<script[^>]*>", text) if " src=" not in tag]
        assert all('type="application/ld+json"' in tag for tag in inline), address
        assert not re.search(r"<[^>]*\s(?:on[a-z]+|style)=", text), address
        assert all(action.startswith("/") for action in re.findall(r'<form[^>]*action="([^"]*)"', text)), address


@pytest.mark.parametrize("path", ["", "search", "compare", "report", "concepts/dough", "pages/how-bread-rises"])
def test_a_language_once_chosen_is_kept(path: str) -> None:
    """Of a page in a chosen language, every link to another page names a language, under a base path too."""
    client = TestClient(create_app(load(STARTER, base="/kg/")))
    text = client.get(f"/kg/{path}?lang=de", headers={"Accept": "text/html"}).text
    found = [urlsplit(unescape(one)) for one in re.findall(r'<a [^>]*?href="(/kg/[^"]*)"', text)]
    inner = [one for one in found if re.match(r"/kg/(api|docs|openapi|ontology)", one.path) is None]
    assert len(inner) > 5
    assert [one.geturl() for one in inner if "lang" not in dict(parse_qsl(one.query))] == []
