"""Rules about the releases in changes.jsonl, and about what they promised."""

from collections.abc import Iterator
from itertools import pairwise

from kg.catalog import Catalog
from kg.rules.rule import Finding, error, warning
from kg.versions.number import order
from kg.versions.state import lost, released, state


@error
def unordered_releases(catalog: Catalog) -> Iterator[Finding]:
    """A line of changes.jsonl that is not newer than the line before: by its version, or earlier by its date.

    Lines are added by `kg release`, the newest last. Where two branches released the same, keep one of the lines,
    and release again.
    """
    for place, (before, after) in enumerate(pairwise(catalog.releases), 1):
        where = catalog.places.at("release", str(place))
        if order(after.version) <= order(before.version):
            yield f"version {after.version} stands after {before.version}, but is not newer", where
        elif after.date < before.date:
            yield f"version {after.version} has an earlier date, {after.date}, than {before.version} before it", where


@warning
def unreleased_version(catalog: Catalog) -> Iterator[Finding]:
    """The version in hub.yaml is not the last that was released, so those who follow the changes do not hear of it.

    `kg release` sets it. If a release was broken off, releasing once more completes it.
    """
    if catalog.releases and (last := catalog.releases[-1].version) != catalog.hub.version:
        place = catalog.places.at("hub", "hub", "version")
        yield f"the version is {catalog.hub.version}, but the last that was released is {last}", place


@warning
def lost_id(catalog: Catalog) -> Iterator[Finding]:
    """An id that a release published, and that is neither a concept nor redirected now. Links to it are dead.

    Write into redirects.yaml where it leads, or null where it was withdrawn; without that nothing is released.
    """
    if catalog.releases:
        for id in lost(released(catalog.releases), state(catalog)):
            last = catalog.places.at("release", str(len(catalog.releases) - 1))
            yield f"the id {id!r} was published and is gone: write where it leads into redirects.yaml", last
