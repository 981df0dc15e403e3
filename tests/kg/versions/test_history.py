"""The changes of each release, as a graph holds them."""

from dataclasses import replace
from typing import Any

from hypothesis import given, settings

from kg.catalog import Catalog
from kg.graph import ConceptGraph
from kg.model import Release
from kg.versions.difference import difference
from kg.versions.history import history
from kg.versions.state import EMPTY, State, state, steps
from tests.build import catalog
from tests.strategies import catalogs


def releases(*found: Catalog) -> tuple[Release, ...]:
    """The releases of some catalogs, one after the other."""
    made = [state(one) for one in found]
    pairs = zip([EMPTY, *made], made, strict=False)
    return tuple(
        Release.model_validate({"version": str(number), "date": "2026-01-01", "changes": steps(old, new)})
        for number, (old, new) in enumerate(pairs)
    )


def test_the_first_release_is_one_change() -> None:
    """What there was at the start is counted, not listed."""
    told, changes = history(releases(catalog("a requires b", "c")))
    assert told == [{"version": "0", "date": "2026-01-01", "note": None, "at": 0, "end": 1}]
    assert [one["said"] for one in changes] == [{"en": "The first version: 3 concepts, 1 relation, 0 pages."}]
    assert history(()) == ([], [])


@settings(max_examples=12)
@given(catalogs(), catalogs(), catalogs())
def test_each_release_is_told_as_the_difference_to_the_one_before(one: Catalog, two: Catalog, three: Catalog) -> None:
    """The steps alone give the same changes as whole states that are compared, in the same order."""
    told, changes = history(releases(one, two, three))
    states: list[State] = [state(found) for found in (one, two, three)]
    for facts, old, new in zip(told[1:], states, states[1:], strict=False):
        plain: list[dict[str, Any]] = [
            {name: value for name, value in change._asdict().items() if value is not None}
            for change in difference(old, new)
        ]
        part = changes[facts["at"] : facts["end"]]
        assert [{name: value for name, value in each.items() if name != "latest"} for each in part] == plain
    assert [facts["end"] for facts in told[:-1]] == [facts["at"] for facts in told[1:]]


@settings(max_examples=8)
@given(catalogs(), catalogs())
def test_a_graph_holds_them_as_its_own(one: Catalog, two: Catalog) -> None:
    """The graph has each change by number, and its version changes with the log, since answers do."""
    made = releases(one, two)
    graph, bare = ConceptGraph.of(replace(two, releases=made)), ConceptGraph.of(two)
    _, changes = history(made)
    assert [facts.version for facts in graph.releases] == ["0", "1"]
    assert [set(graph.change(k)) for k in range(graph.releases[-1].end)] == [set(change) for change in changes]
    assert (bare.releases, bare.version == graph.version) == ((), False)
