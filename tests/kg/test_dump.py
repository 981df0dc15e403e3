"""Writing a catalog to files and reading it again."""

from random import Random
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from kg import buffers
from kg.catalog import Catalog
from kg.dump import dump
from kg.folder import read
from kg.graph import ConceptGraph
from kg.rules import check
from kg.syntax import parse
from tests.strategies import catalogs, content, reread, written


@settings(deadline=None)
@given(catalogs())
def test_generated_catalogs_are_clean(catalog: Catalog) -> None:
    """No rule finds an error in what `catalogs()` draws, so that a graph may be made of it."""
    assert [problem for problem in check(catalog) if problem.severity == "error"] == []


@settings(deadline=None)
@given(catalogs())
def test_dump_loses_nothing(catalog: Catalog) -> None:
    """A catalog that is written to files and read again is equal, and gives the same version of the graph."""
    again, problems = reread(dump(catalog))
    assert problems == []
    assert content(again) == content(catalog)
    assert dump(again).keys() == dump(catalog).keys()
    assert ConceptGraph.of(again).version == ConceptGraph.of(catalog).version


@settings(deadline=None, max_examples=30)
@given(catalogs(cyclic=True))
def test_dump_loses_nothing_of_a_catalog_with_cycles(catalog: Catalog) -> None:
    """What the rules find fault with is written and read as faithfully as what is clean."""
    again, problems = reread(dump(catalog))
    assert problems == []
    assert content(again) == content(catalog)


@settings(deadline=None)
@given(catalogs(), st.randoms(use_true_random=True))
def test_order_leaves_no_trace(catalog: Catalog, random: Random) -> None:
    """The order of keys, and so of concepts, relations and fields, changes no byte of the graph's buffers."""
    files = {name: written(_shuffled(parse(text.encode(), name)[0], random)) for name, text in dump(catalog).items()}
    again, problems = reread(files)
    assert problems == []
    assert buffers.build(again) == buffers.build(catalog)


def _shuffled(value: Any, random: Random) -> Any:
    if isinstance(value, list):
        return [_shuffled(item, random) for item in value]
    if not isinstance(value, dict):
        return value
    return {key: _shuffled(value[key], random) for key in random.sample(sorted(value), len(value))}


def test_toy_hub_survives() -> None:
    """The toy hub, which has every form that the data can take, is the same after a round trip."""
    catalog, problems = read("tests/toy")
    assert problems == []
    again, problems = reread(dump(catalog))
    assert problems == []
    assert content(again) == content(catalog)
