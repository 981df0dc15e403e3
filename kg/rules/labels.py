"""Rules about the names and texts of concepts."""

from collections import defaultdict
from collections.abc import Iterator

from kg.catalog import Catalog
from kg.errors import did_you_mean, near, shown
from kg.rules.rule import Finding, error, warning


@error
def missing_label(catalog: Catalog) -> Iterator[Finding]:
    """A concept needs a label in the hub's default language: it is what readers see.

    Write `label: Attention`, or `label: {en: Attention}`.
    """
    language = catalog.hub.language
    for id, concept in catalog.concepts.items():
        if language not in concept.label:
            yield f"{id!r} has no label in {language!r}", catalog.places.at("concept", id, "label")


@warning
def missing_definition(catalog: Catalog) -> Iterator[Finding]:
    """A concept without a definition in the hub's default language tells a newcomer nothing.

    Write one or two sentences in your own words.
    """
    language = catalog.hub.language
    for id, concept in catalog.concepts.items():
        text = concept.definition.get(language)
        if text is None:
            yield f"{id!r} has no definition in {language!r}", catalog.places.at("concept", id)
        elif text.rstrip(".").casefold() == concept.label.get(language, "").casefold():
            yield f"the definition of {id!r} only repeats its label", catalog.places.at("concept", id, "definition")


@error
def skos_s14(catalog: Catalog) -> Iterator[Finding]:
    """SKOS S14: a concept has at most one preferred label for each language tag.

    Tags are the same whatever their case: `EN` is `en`. Keep one, put the other under `also`.
    """
    for id, concept in catalog.concepts.items():
        seen: dict[str, str] = {}
        for tag in concept.label:
            first = seen.setdefault(tag.casefold(), tag)
            if first != tag:
                place = catalog.places.at("concept", id, "label", tag)
                yield f"{id!r} has two labels in one language, {first!r} and {tag!r}", place


@error
def skos_s13(catalog: Catalog) -> Iterator[Finding]:
    """SKOS S13: the preferred, alternative and hidden labels of a concept are different texts.

    The same text in the same language may play only one of the three roles. Drop the lesser one.
    """
    for id, concept in catalog.concepts.items():
        roles: dict[tuple[str, str], str] = {(t.casefold(), text): "label" for t, text in concept.label.items()}
        for role, texts in (("also", concept.also), ("hidden", concept.hidden)):
            for tag, lines in texts.items():
                for text in lines:
                    other = roles.setdefault((tag.casefold(), text), role)
                    if other != role:
                        place = catalog.places.at("concept", id, role)
                        yield f"{id!r} has {text!r} both as {other} and as {role}", place


@error
def skos_s9(catalog: Catalog) -> Iterator[Finding]:
    """SKOS S9: a concept is not a concept scheme.

    The id of a concept stands under `schemes`. Name the scheme, not a concept.
    """
    for id, concept in catalog.concepts.items():
        for scheme in concept.schemes:
            if scheme in catalog.concepts:
                place = catalog.places.at("concept", id, "schemes")
                yield f"{id!r} is said to be in the scheme {scheme!r}, which is a concept", place


@error
def skos_s37(catalog: Catalog) -> Iterator[Finding]:
    """SKOS S37: a collection is neither a concept nor a concept scheme.

    What stands under `collections` is also a concept, or also stands under `schemes`. Give it another name.
    """
    schemes = {scheme for concept in catalog.concepts.values() for scheme in concept.schemes}
    for id, concept in catalog.concepts.items():
        for collection in concept.collections:
            other = "concept" if collection in catalog.concepts else "scheme" if collection in schemes else None
            if other:
                place = catalog.places.at("concept", id, "collections")
                yield f"{id!r} is said to be in the collection {collection!r}, which is a {other}", place


@error
def skos_s46(catalog: Catalog) -> Iterator[Finding]:
    """SKOS S46: what matches exactly is not also a broader, narrower or related match.

    exactMatch is symmetric and transitive (S44, S45), so it is followed through the concepts that share a
    match. Decide which of the two holds.
    """
    same: dict[str, set[str]] = defaultdict(set)
    for id, concept in catalog.concepts.items():
        for iri in concept.mappings.get("exactMatch", ()):
            same[id].add(iri)
            same[iri].add(id)
    for id, concept in catalog.concepts.items():
        exact, queue = {id}, [id]
        for node in queue:
            new = same[node] - exact if node in same else set()
            exact |= new
            queue += sorted(new)
        for predicate in ("broadMatch", "narrowMatch", "relatedMatch"):
            for iri in concept.mappings.get(predicate, ()):
                if iri in exact:
                    place = catalog.places.at("concept", id, "mappings", predicate)
                    yield f"{id!r} has {iri} both as exactMatch and as {predicate}", place


@error
def unknown_vocabulary(catalog: Catalog) -> Iterator[Finding]:
    """A mapping leads to a vocabulary that hub.yaml does not declare.

    Write the whole IRI (`https://…`), or declare the prefix under `vocabularies`.
    """
    known = catalog.hub.vocabularies
    for id, concept in catalog.concepts.items():
        for predicate, iris in concept.mappings.items():
            for iri in iris:
                prefix = iri.partition(":")[0]
                if prefix not in ("http", "https", "urn") and prefix not in known:
                    place = catalog.places.at("concept", id, "mappings", predicate)
                    yield f"{id!r} is mapped to {shown(iri)}, but {prefix!r} is no declared vocabulary", place


@warning
def label_clash(catalog: Catalog) -> Iterator[Finding]:
    """Two concepts go by the same name, so that nobody can tell which one is meant.

    Labels and alternative labels are compared without regard to case, language by language. Make one of
    them more precise.
    """
    owners: dict[tuple[str, str], str] = {}
    for id, concept in sorted(catalog.concepts.items()):
        names = {(tag, text) for tag, text in concept.label.items()}
        names |= {(tag, text) for tag, texts in concept.also.items() for text in texts}
        for tag, text in sorted(names):
            owner = owners.setdefault((tag.casefold(), text.casefold()), id)
            if owner != id:
                role = "label" if concept.label.get(tag) == text else "also"
                place = catalog.places.at("concept", id, role)
                yield f"{id!r} and {owner!r} are both called {text!r} in {tag!r}", place


@warning
def undeclared_language(catalog: Catalog) -> Iterator[Finding]:
    """A text is in a language that hub.yaml does not list under `languages`.

    Add the language there, or correct the tag.
    """
    known = {tag.casefold() for tag in catalog.hub.languages}
    for id, concept in catalog.concepts.items():
        for name in ("label", "also", "hidden", "definition", "notes", "outcomes"):
            for tag in getattr(concept, name):
                if tag.casefold() not in known:
                    place = catalog.places.at("concept", id, name, tag)
                    yield f"{name} of {id!r} is in {tag!r}, which the hub does not declare", place


@error
def unknown_kind(catalog: Catalog) -> Iterator[Finding]:
    """A kind that ontology.yaml does not define. Correct it, or define it there under `kinds`."""
    if not catalog.kinds:
        return  # ontology.yaml was not read, which is reported already
    for id, concept in catalog.concepts.items():
        if concept.kind not in catalog.kinds:
            hint = _hint(concept.kind, catalog)
            yield (
                f"{id!r} is of the kind {concept.kind!r}, which is not defined{hint}",
                catalog.places.at("concept", id, "kind"),
            )
    for name, type_ in catalog.types.items():
        for end, kinds in (("from", type_.from_), ("to", type_.to)):
            for kind in kinds:
                if kind not in catalog.kinds:
                    place = catalog.places.at("type", name, end)
                    yield f"{name!r} names the kind {kind!r}, which is not defined{_hint(kind, catalog)}", place


def _hint(kind: str, catalog: Catalog) -> str:
    return did_you_mean(near(kind, catalog.kinds))
