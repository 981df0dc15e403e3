"""What a version says, and the steps between two."""

from dataclasses import replace

from hypothesis import given, settings

from kg.catalog import Catalog
from kg.model import Release
from kg.versions.state import EMPTY, lost, released, state, states, stepped, steps, successors
from tests.build import catalog
from tests.strategies import catalogs


@settings(max_examples=50)
@given(catalogs(), catalogs())
def test_the_steps_lead_from_one_state_to_the_other(one: Catalog, other: Catalog) -> None:
    """Applied to the one they give the other, in both directions, and from a state to itself there are none."""
    old, new = state(one), state(other)
    assert stepped(old, steps(old, new)) == new
    assert stepped(new, steps(new, old)) == old
    assert steps(old, old) == {}


def test_a_release_is_made_of_all_before_it() -> None:
    """The states of some releases are those that were released, the last among them."""
    made = [state(one) for one in (catalog("a"), catalog("a", "b requires a"), catalog("b"))]
    releases = [
        Release.model_validate({"version": str(number), "date": "2026-01-01", "changes": steps(before, after)})
        for number, (before, after) in enumerate(zip([EMPTY, *made], made, strict=False))
    ]
    # a section that lost its last record is there, and empty
    assert [steps(one, other) for one, other in zip(states(releases), made, strict=True)] == [{}, {}, {}]
    assert steps(released(releases), made[-1]) == {}
    assert released(()) == EMPTY


def test_version_and_date_are_no_part_of_it() -> None:
    """They are what a release sets, so they alone are nothing to release."""
    one = catalog("a")
    hub = one.hub.model_copy(update={"version": "9", "date": one.hub.date.replace(year=2030)})
    assert state(replace(one, hub=hub)) == state(one)


def test_a_group_is_a_record_of_its_own() -> None:
    """Another option changes the group and adds a relation; the relations to the other options stay as they are."""
    old, new = state(catalog("a requires-any 1 of b c")), state(catalog("a requires-any 1 of b c d"))
    assert steps(old, new).keys() == {"concepts", "groups", "relations"}
    assert [*steps(old, new)["relations"]] == ["a.requires.d"]
    assert steps(old, new)["groups"] == {"a.any-001": {"at-least": 1, "options": ["b", "c", "d"]}}


def test_redirects_are_followed_to_their_end() -> None:
    """Old ids lead, over others, to a concept or to nothing; what leads in a circle or to nowhere is left out."""
    redirects = {"x": "y", "y": "a", "z": None, "w": "z", "p": "q", "q": "p", "r": "nowhere"}
    found = state(catalog("a", redirects=redirects))
    assert successors(found, [*redirects, "never"]) == {"x": "a", "y": "a", "z": None, "w": None}


def test_what_is_lost() -> None:
    """An id is lost where it is neither a concept nor redirected; an old id that is no longer redirected, too."""
    old = state(catalog("a", "b", "c", redirects={"x": "a"}))
    assert lost(old, state(catalog("a", redirects={"b": None}))) == ["c", "x"]
    assert lost(old, old) == []
