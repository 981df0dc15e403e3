"""How all tests run: hypothesis draws the same examples every time, and no test is timed."""

from pathlib import Path

import pytest
from hypothesis import settings

import kg

settings.register_profile("house", deadline=None, derandomize=True)
settings.load_profile("house")


@pytest.fixture(scope="session")
def graph() -> kg.ConceptGraph:
    """The graph of the hub's own data."""
    return kg.load(Path(__file__).parent.parent / "data")
