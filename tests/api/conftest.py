"""The service of the hub's own data, in this process."""

import pytest
from starlette.testclient import TestClient

from api.app import create_app
from kg import ConceptGraph


@pytest.fixture(scope="session")
def client(graph: ConceptGraph) -> TestClient:
    """A client that follows no redirects."""
    return TestClient(create_app(graph), follow_redirects=False)
