"""A hub that strains every page: names of sixty characters, words without a break, forty relations, markup in texts."""

from dataclasses import replace
from pathlib import Path

from kg.catalog import Catalog
from kg.dump import dump
from kg.model import Answered, Kind, Page, Quotation, Relation, Section
from tests.build import HUB, KINDS, catalog

SHARP = '<script>alert("1")</script><b>&amp;\'"'
LONG = "A concept whose name is as long as sixty characters can be.."
WORD = "Rindfleischetikettierungsüberwachungsaufgabenübertragungsges"
MANY = 40


def strained() -> Catalog:
    """The catalog of the hub: `a` has forty relations outwards and many inwards, and no concept a definition but it."""
    others = [f"b{number}" for number in range(MANY)]
    lines = [
        f"a {type_} {' '.join(others[start::4])}" for start, type_ in enumerate(("is-a", "part-of", "related", "next"))
    ]
    lines += [f"a requires-any 2 of {' '.join(f'c{number}' for number in range(6))}", "a requires d", "e requires a"]
    home = dict.fromkeys(("a", "d", "e", *others, *(f"c{number}" for number in range(6))), "k")
    found = catalog(*lines, home=home, hub=HUB.model_copy(update={"clusters": ("k",), "description": {"en": SHARP}}))
    kinds = {**KINDS, **{f"kind-{number}": Kind(label={"en": f"{LONG} {number}"}) for number in range(13)}}
    concepts = {
        id: one.model_copy(
            update={"label": {"en": _name(place)}, "kind": one.kind if id == "k" else f"kind-{place % 13}"}
        )
        for place, (id, one) in enumerate(found.concepts.items())
    }
    concepts["a"] = concepts["a"].model_copy(update={"definition": {"en": " ".join([SHARP, LONG] * 4)}, "minutes": 90})
    said = tuple(_said(one, place) for place, one in enumerate(found.relations))
    return replace(found, kinds=kinds, concepts=concepts, relations=said, pages={"p": _page()})


def written(folder: Path) -> Path:
    """The hub as a data folder."""
    for name, text in dump(strained()).items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return folder


def _name(place: int) -> str:
    return (f"{place} {LONG}"[:60], f"{place}{WORD}"[:60], f"{place} {SHARP}")[place % 3]


def _said(relation: Relation, place: int) -> Relation:
    """A relation with a reason, every other one with a quote."""
    proof = (Quotation(page="p", section="s", quote=f"{SHARP} {place}"),) if place % 2 else ()
    return relation.model_copy(update={"why": {"en": f"{SHARP} {LONG}"}, "evidence": proof})


def _page() -> Page:
    return Page(
        slug="p",
        url="https://hub.example/p",
        title={"en": f"{SHARP} {WORD} {LONG}"},
        about=("a",),
        sections=(Section(id="s", heading=f"{LONG} {WORD}"),),
        teaches=tuple(f"b{number}" for number in range(MANY)),
        questions=(Answered(id="q", question={"en": f"{WORD}?"}, answer={"en": SHARP}, section="s", about=("a",)),),
    )
