"""Generators of catalogs with every feature that the data can have, for use in property tests.

`catalogs()` draws clean catalogs: no rule finds an error in them. Their texts are odd on purpose, for they
hold whatever a writer of YAML could get wrong.
"""

import json
import re
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any, TypeVar

import networkx as nx
from hypothesis import strategies as st

from kg.catalog import Catalog
from kg.errors import Problem
from kg.folder import read
from kg.model import (
    Answered,
    Author,
    Citation,
    Concept,
    Evidence,
    Group,
    Hub,
    Kind,
    Page,
    Quotation,
    Relation,
    RelationType,
    Section,
    Source,
    Vocabulary,
)

T = TypeVar("T")

ODD_TEXTS = (
    *("yes", "No", "on", "null", "~", "true", "1.10", "0o17", "1e3", "2026-01-01", ".inf", "12:30", "=", "<<"),
    *(
        "- a",
        "a: b",
        "a #b",
        "? a",
        "!a",
        "&a",
        "*a",
        "%a",
        "@a",
        "`a`",
        "{a}",
        "[a",
        "'",
        '"',
        "\\",
        "|",
        ">",
        "---",
        "...",
    ),
    *(
        "a\n\n  b\tc",
        "a \n b",
        "\u00a0a",
        "\u2028",
        "a\u0085b",
        "\x7f",
        "\ufeffa",
        "e\u0301",
        "\u202eabc",
        "😀",
        "漢字",
        "ß",
    ),
    *("word " * 40, "w" * 200, "a  b" * 60),
)
ODD_IDS = ("no", "yes", "on", "null", "true", "1", "1e3", "0x1f", "2026-01-01", "a-b", "id")
LANGUAGES = ("en", "no", "de", "pt-BR", "zh-Hant")
HIERARCHY = ("is-a", "part-of")


_LETTERS = st.characters(min_codepoint=32, exclude_categories=["Cs"]) | st.sampled_from("\n\t")
_TEXTS = (st.sampled_from(ODD_TEXTS) | st.text(_LETTERS, max_size=12)).map(str.strip).filter(bool)
_IDS = st.sampled_from(ODD_IDS) | st.lists(st.text("abz019", min_size=1, max_size=3), min_size=1, max_size=3).map(
    "-".join
)
_POOL = st.lists(_TEXTS, min_size=1, max_size=12)
_SPOKEN = st.lists(st.sampled_from(LANGUAGES), min_size=1, unique=True)
_RANDOM = st.randoms(use_true_random=True)


def texts() -> st.SearchStrategy[str]:
    """Lines as a record may hold them: not empty, without white space at the ends or control characters."""
    return _TEXTS


def ids() -> st.SearchStrategy[str]:
    """Ids, those among them that YAML could take for something else."""
    return _IDS


@st.composite
def catalogs(draw: st.DrawFn, max_concepts: int = 8, *, cyclic: bool = False) -> Catalog:
    """Clean catalogs of up to so many concepts.

    `requires` and the hierarchy have no cycles; with `cyclic=True` they may have, and then the catalog is not
    clean, and a group may be impossible to learn. Ids, texts and languages are drawn one by one, so that they
    shrink; how they are put together follows one drawn seed.
    """
    concepts = draw(st.lists(_IDS, min_size=1, max_size=max_concepts, unique=True))
    return _World(draw(_RANDOM), draw(_SPOKEN), draw(_POOL)).catalog(concepts, cyclic=cyclic)


class _World:
    """Puts records together from some languages and texts."""

    def __init__(self, random: Random, languages: list[str], pool: list[str]) -> None:
        self.random = random
        self.languages = languages
        self.pool = pool

    def catalog(self, concepts: list[str], *, cyclic: bool) -> Catalog:
        clusters = concepts[: self.random.randint(1, 2)]
        kinds = {name: Kind(label=self.text(), definition=self.maybe()) for name in ("concept", "cluster", "no")}
        sources = {id: self.source() for id in self.some(ODD_IDS)}
        pages = {slug: self.page(slug, concepts) for slug in self.some(ODD_IDS)}
        places = [(slug, section.id) for slug, page in pages.items() for section in page.sections]
        relations = self.relations(concepts, places, tuple(sources), cyclic=cyclic)
        parents = {id: [r.to for r in relations if r.from_ == id and r.type in HIERARCHY] for id in concepts}
        return Catalog(
            hub=self.hub(clusters),
            kinds=kinds,
            types={name: self.type(name, tuple(kinds)) for name in ("requires", *HIERARCHY, "related", "next", "on")},
            concepts={
                id: self.concept(id, None, "cluster", parents[id])
                if id in clusters
                else self.concept(id, self.random.choice(clusters), self.random.choice(list(kinds)), parents[id])
                for id in concepts
            },
            relations=relations,
            pages=pages,
            sources=sources,
            redirects={id: self.random.choice([None, *concepts]) for id in self.some(ODD_IDS) if id not in concepts},
        )

    def line(self) -> str:
        return self.random.choice(self.pool)

    def one(self, *values: T) -> T:
        return self.random.choice(values)

    def some(self, values: Sequence[T]) -> tuple[T, ...]:
        """Up to three of them."""
        return tuple(self.random.sample(values, self.random.randint(0, min(3, len(values)))))

    def text(self) -> dict[str, str]:
        """A text in the default language and perhaps in others."""
        default, *others = self.languages
        return {tag: self.line() for tag in (default, *self.some(others))}

    def maybe(self) -> dict[str, str]:
        return self.one({}, self.text())

    def lines(self) -> dict[str, tuple[str, ...]]:
        return {tag: tuple({self.line(): None, self.line(): None}) for tag in self.some(self.languages)}

    def hub(self, clusters: list[str]) -> Hub:
        return Hub(
            iri="https://hub.example/",
            title=self.text(),
            description=self.maybe(),
            languages=tuple(self.languages),
            licence="https://hub.example/licence",
            publisher=self.line(),
            clusters=tuple(clusters),
            minutes=self.random.randint(0, 100),
            version=self.one("0.0.0", "2026.11-rc.1+build_7", "1", "12.30"),
            date=date.fromordinal(self.random.randint(1, 10**6)),
            edit_url=self.one(None, "https://hub.example/edit?x=%20#y"),
            vocabularies={"wd": Vocabulary(iri="https://wd.example/", title=self.line())},
        )

    def type(self, name: str, kinds: tuple[str, ...]) -> RelationType:
        def sentence(first: str, second: str) -> dict[str, str]:
            said = {tag: re.sub(r"[{}]", "", text) for tag, text in self.text().items()}
            return {tag: f"{{{first}}} {text} {{{second}}}." for tag, text in said.items()}

        return RelationType(
            label=self.text(),
            inverse=self.text(),
            definition=self.maybe(),
            sentence=sentence("from", "to"),
            inverse_sentence=sentence("to", "from"),
            hierarchy=name in HIERARCHY,
            transitive=name in HIERARCHY,
            symmetric=name == "related",
            acyclic=name in {"requires", *HIERARCHY},
            from_=self.one((), kinds),
            rdf="http://www.w3.org/2004/02/skos/core#related" if name == "related" else None,
        )

    def concept(self, id: str, cluster: str | None, kind: str, parents: list[str]) -> Concept:
        label = self.text()
        also = _without(self.lines(), {tag: (text,) for tag, text in label.items()})
        hidden = _without(_without(self.lines(), {tag: (text,) for tag, text in label.items()}), also)
        return Concept(
            id=id,
            kind=kind,
            cluster=cluster,
            main_parent=self.one(None, *parents),
            label=label,
            also=also,
            hidden=hidden,
            definition=self.maybe(),
            notes=self.lines(),
            outcomes=self.lines(),
            minutes=self.one(None, self.random.randint(0, 1000)),
            difficulty=self.one(None, self.random.randint(1, 5)),
            iri=self.one(None, f"https://other.example/{id}"),
            notation=self.one(None, self.line()),
            schemes=tuple(f"Scheme {text}" for text in self.some(self.pool)),
            collections=tuple(f"Collection {text}" for text in self.some(self.pool)),
            mappings=self.one({}, {"exactMatch": ("https://x.example/1",), "relatedMatch": ("wd:Q1", "wd:Q2")}),
        )

    def page(self, slug: str, concepts: list[str]) -> Page:
        sections = self.random.sample(ODD_IDS, self.random.randint(1, 3))
        question = Answered(
            id="what",
            question=self.text(),
            answer=self.text(),
            section=sections[0],
            about=self.some(concepts),
        )
        return Page(
            slug=slug,
            url=f"https://hub.example/{slug}",
            title=self.text(),
            description=self.maybe(),
            about=self.some(concepts),
            sections=tuple(
                Section(
                    id=id,
                    heading=self.one(None, self.line()),
                    sha256=self.one(None, "0" * 64, "12345e67" * 8),
                    sentences=self.one(None, self.random.randint(0, 50)),
                )
                for id in sections
            ),
            teaches=self.some(concepts),
            mentions=self.some(concepts),
            questions=self.one((), (question,)),
            authors=self.one((), (Author(name=self.line()), Author(name="A", url="https://hub.example/a"))),
            published=self.one(None, date(2026, 1, 31)),
            modified=self.one(None, date(1999, 12, 1)),
            images=self.one((), ("https://hub.example/1.png",)),
            minutes=self.one(None, 12),
            level=self.one(None, self.line()),
            free=self.one(None, True, False),
            licence=self.one(None, "https://hub.example/licence"),
        )

    def source(self) -> Source:
        year = self.random.randint(1600, 2100)
        return Source(title=self.line(), authors=self.some(self.pool), year=year, url="urn:isbn:1")

    def evidence(self, places: list[tuple[str, str]], sources: tuple[str, ...]) -> tuple[Evidence, ...]:
        quotations = (
            Quotation(page=page, section=section, quote=" ".join(self.line().split()[:8]))
            for page, section in self.some(places)
        )
        return (*quotations, *(Citation(source=id) for id in self.some(sources)))

    def relations(
        self, concepts: list[str], places: list[tuple[str, str]], sources: tuple[str, ...], *, cyclic: bool
    ) -> tuple[Relation, ...]:
        order = self.random.sample(concepts, len(concepts))
        hierarchy: nx.DiGraph[str] = nx.DiGraph()
        hierarchy.add_nodes_from(order)
        found: list[Relation] = []
        for place, start in enumerate(order):
            earlier = [other for other in order if other != start] if cyclic else list(order[:place])
            if not earlier:
                continue

            def relate(type_: str, to: str, start: str = start, **facts: Any) -> None:
                evidence = self.evidence(places, sources)
                found.append(Relation(type=type_, from_=start, to=to, why=self.maybe(), evidence=evidence, **facts))

            needed = list(self.some(earlier))
            cut = self.random.randint(0, len(needed))
            for to in needed[:cut]:
                relate("requires", to, strength=self.one("essential", "helpful"))
            if options := needed[cut:]:
                at_least = self.random.randint(1, len(options))
                group = Group(id=self.line(), at_least=at_least, size=len(options))
                for to in options:
                    relate("requires", to, strength="essential", group=group)
            for type_ in HIERARCHY:
                for to in self.some(earlier):
                    relate(type_, to)
                    hierarchy.add_edge(start, to)
            for type_ in ("next", "on"):
                for to in self.some([other for other in order if other != start]):
                    relate(type_, to)
        for start, to in self.some([(start, to) for start in order for to in order]):
            if cyclic or not (nx.has_path(hierarchy, start, to) or nx.has_path(hierarchy, to, start)):
                found.append(Relation(type="related", from_=start, to=to, why=self.maybe()))
        return tuple(found)


def _without(lines: Mapping[str, tuple[str, ...]], others: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    kept = {tag: tuple(text for text in some if text not in others.get(tag, ())) for tag, some in lines.items()}
    return {tag: some for tag, some in kept.items() if some}


def written(value: Any) -> str:
    """Plain data as JSON that is YAML 1.2 too: characters that YAML does not allow are escaped."""
    forbidden = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
    return forbidden.sub(lambda found: f"\\u{ord(found[0]):04x}", json.dumps(value, ensure_ascii=False))


def reread(files: Mapping[str, str]) -> tuple[Catalog, list[Problem]]:
    """What reading a folder of these files gives."""
    with TemporaryDirectory() as folder:
        for name, text in files.items():
            path = Path(folder, name)
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return read(folder)


def content(catalog: Catalog) -> dict[str, Any]:
    """What a catalog says, whatever the order in which it says it."""
    return {
        "hub": catalog.hub,
        "kinds": dict(catalog.kinds),
        "types": dict(catalog.types),
        "concepts": dict(catalog.concepts),
        "relations": {relation.id: relation for relation in catalog.relations},
        "pages": dict(catalog.pages),
        "sources": dict(catalog.sources),
        "redirects": dict(catalog.redirects),
    }
