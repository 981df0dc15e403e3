"""How all tests run: hypothesis draws the same examples every time, and no test is timed."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings
from playwright.sync_api import Browser, sync_playwright

import kg
from tests.browsing import CHROMIUM

settings.register_profile("house", deadline=None, derandomize=True)
settings.load_profile("house")


@pytest.fixture(scope="session")
def graph() -> kg.ConceptGraph:
    """The graph of the hub's own data."""
    return kg.load(Path(__file__).parent.parent / "data")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A browser without a window."""
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield found
        found.close()
