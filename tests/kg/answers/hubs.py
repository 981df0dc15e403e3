"""Small hubs with pages, for what is told of pages."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from kg.graph import ConceptGraph
from kg.model import Page
from tests.build import HUB, catalog


def page(slug: str, about: Sequence[str] = (), **facts: Any) -> Page:
    """A page about some concepts, its title the slug in capitals."""
    plain = {"url": f"https://hub.example/{slug}", "title": {"en": slug.upper()}, "about": tuple(about)}
    return Page(slug=slug, **{**plain, **facts})


def hub(*lines: str, pages: Sequence[Page] = (), defined: bool = True, **facts: Any) -> ConceptGraph:
    """The graph of some lines with pages; each concept is defined as "What x is."; `facts` are the hub's."""
    made = catalog(*lines, hub=HUB.model_copy(update=facts))
    concepts = {
        id: one.model_copy(update={"definition": {"en": f"What {id} is."}}) if defined else one
        for id, one in made.concepts.items()
    }
    return ConceptGraph.of(replace(made, concepts=concepts, pages={one.slug: one for one in pages}))
