"""Rules about the hub as a whole: clusters, pages and redirects."""

from collections.abc import Iterator

from kg.catalog import Catalog
from kg.errors import did_you_mean, near
from kg.rules.rule import Finding, error, warning


@error
def unknown_cluster(catalog: Catalog) -> Iterator[Finding]:
    """A cluster is a concept of the kind `cluster`, listed in hub.yaml, whose file bears its id.

    List it under `clusters`, define it in `concepts/<cluster>.yaml`, or rename the file.
    """
    clusters = [id for id, concept in catalog.concepts.items() if concept.kind == "cluster"]
    for number, id in enumerate(catalog.hub.clusters):
        if id not in clusters:
            place = catalog.places.at("hub", "hub", "clusters", number)
            yield f"there is no concept {id!r} of the kind cluster{did_you_mean(near(id, clusters))}", place
    reported: set[str] = set()
    for id, concept in catalog.concepts.items():
        home = concept.cluster or id
        if home not in catalog.hub.clusters and home not in reported:
            reported.add(home)
            hint = did_you_mean(near(home, catalog.hub.clusters))
            yield f"hub.yaml lists no cluster {home!r}{hint}", catalog.places.at("concept", id)


@error
def redirect_loop(catalog: Catalog) -> Iterator[Finding]:
    """A redirect that leads back to itself, or away from an id that is still in use.

    An old id leads, perhaps by way of other old ids, to one that exists, or to null.
    """
    walked: set[str] = set()
    for old in catalog.redirects:
        place = catalog.places.at("redirect", old)
        if old in catalog.concepts:
            yield f"{old!r} is redirected, but it is still a concept: remove one of the two", place
            continue
        path: list[str] = []
        id: str | None = old
        while id is not None and id in catalog.redirects and id not in walked:
            walked.add(id)
            path.append(id)
            id = catalog.redirects[id]
        if id is not None and id in path:
            loop = " -> ".join([*path[path.index(id) :], id])
            yield f"{loop} leads back to where it started", catalog.places.at("redirect", id)


@warning
def empty_page(catalog: Catalog) -> Iterator[Finding]:
    """A page that is about no concept, so that nothing can be said of its place in the hub."""
    for slug, page in catalog.pages.items():
        if not page.about:
            yield f"the page {slug!r} is about nothing", catalog.places.at("page", slug, "about")


@error
def reserved_page(catalog: Catalog) -> Iterator[Finding]:
    """A page with the slug `preview`, an address under which pages are tried out.

    Give the file another name. The address of the article, its `url`, may stay as it is.
    """
    if "preview" in catalog.pages:
        yield "a page cannot have the slug 'preview': rename its file", catalog.places.at("page", "preview")
