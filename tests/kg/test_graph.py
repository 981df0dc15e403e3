"""ConceptGraph: a mapping, a file, a version, and the structure of what was read."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings

from kg.buffers import build
from kg.catalog import Catalog
from kg.errors import KgError, NotFound, Renamed, Withdrawn
from kg.graph import ConceptGraph
from kg.model import Answered, Citation, Concept, Kind, Page, Quotation, Relation, Section, Source
from kg.paths.fringe import fringe
from kg.paths.plan import plan
from tests.build import HUB, KINDS, TYPES, catalog, curricula, graph, ids, networks, numbers


def hub() -> Catalog:
    """A small hub in which every sort of record occurs."""
    found = catalog(
        "deep-learning requires linear-algebra",
        "deep-learning requires-any 1 of python julia",
        "deep-learning helpful history",
        "deep-learning is-a machine-learning",
        "julia related python",
        minutes={"python": 120},
        difficulty={"python": 2},
        home={"deep-learning": "learning", "machine-learning": "learning"},
        redirects={"dl": "deep-nets", "deep-nets": "deep-learning", "perceptrons": None},
        hub=HUB.model_copy(update={"clusters": ("learning",)}),
    )
    said = Quotation(page="article", section="opening", quote="deep learning is machine learning")
    relations = tuple(r.model_copy(update={"evidence": (said,)}) if r.type == "is-a" else r for r in found.relations)
    question = Answered(id="q", question={"en": "Why?"}, answer={"en": "So."}, section="opening")
    page = Page(
        slug="article",
        url="https://hub.example/article",
        title={"en": "Article"},
        about=("deep-learning",),
        teaches=("deep-learning", "machine-learning"),
        mentions=("python", "machine-learning"),
        sections=(Section(id="opening"),),
        questions=(question,),
    )
    source = Source(title="Work", authors=("A. Author",), year=2020, url="https://work.example/")
    return replace(found, relations=relations, pages={"article": page}, sources={"work": source})


# -- as a mapping


@given(networks())
def test_it_is_a_mapping_of_concepts(found: Catalog) -> None:
    """Length, iteration, membership and look-up agree with what was read, and numbers with the order of iteration."""
    graph = ConceptGraph.of(found)
    assert dict(graph.items()) == dict(found.concepts)
    assert len(graph) == len(found.concepts)
    assert list(graph) == list(graph.ids) == sorted(graph, key=graph.number)
    assert all(id in graph for id in found.concepts)
    assert "nobody" not in graph


def test_a_miss_suggests_what_is_near() -> None:
    """An unknown id is a `KeyError` that names what is like it by id or by label; `get` answers with its default."""
    graph = ConceptGraph.of(hub())
    with pytest.raises(NotFound) as caught:
        graph["deep-lerning"]
    assert isinstance(caught.value, KeyError)
    assert caught.value.suggestions[0] == "deep-learning"
    assert "did you mean 'deep-learning'" in str(caught.value)
    assert graph.get("deep-lerning") is None
    with pytest.raises(NotFound) as caught:
        graph["zzz"]
    assert caught.value.suggestions == ()


def test_a_label_is_near_as_well() -> None:
    """What is typed like a label leads to the id of the concept that bears it."""
    found = catalog("a")
    concept = Concept(id="a", label={"en": "Backpropagation"})
    assert ConceptGraph.of(replace(found, concepts={"a": concept})).near("backpropagatoin") == ("a",)


@pytest.mark.parametrize(
    ("id", "expected"),
    [
        ("deep-nets", Renamed("deep-nets", "deep-learning")),
        ("dl", Renamed("dl", "deep-learning")),
        ("perceptrons", Withdrawn("perceptrons")),
    ],
)
def test_old_ids_say_what_became_of_them(id: str, expected: KgError) -> None:
    """A renamed id leads to its last successor, a withdrawn one says that it was withdrawn; neither is in the graph."""
    graph = ConceptGraph.of(hub())
    with pytest.raises(type(expected)) as caught:
        graph[id]
    assert caught.value == expected
    assert id not in graph


# -- at a glance


def test_repr_tells_what_it_holds() -> None:
    """The representation names the hub, the version and the sizes."""
    graph = ConceptGraph.of(hub())
    assert repr(graph) == f"<ConceptGraph 'Test hub' {graph.version}: 7 concepts, 6 relations>"


def test_html_holds_no_markup_of_the_data() -> None:
    """In a notebook, labels and titles that hold markup are shown as text."""
    nasty = "<script>&\"'"
    found = catalog(
        "a requires b",
        home={"a": "c", "b": "d"},
        hub=HUB.model_copy(update={"clusters": ("c", "d"), "title": {"en": nasty}}),
    )
    concepts = {id: c.model_copy(update={"label": {"en": nasty + id}}) for id, c in found.concepts.items()}
    html = ConceptGraph.of(replace(found, concepts=concepts))._repr_html_()
    assert "<script>" not in html
    assert html.count("&lt;script&gt;&amp;") == 6


# -- as a file


@settings(max_examples=25)
@given(curricula())
def test_saved_and_opened_it_is_the_same(tmp_path_factory: pytest.TempPathFactory, found: Catalog) -> None:
    """A graph mapped from its file equals the one that was built, and so do its records, closures, plans and fringes."""
    built = ConceptGraph.of(found)
    file = tmp_path_factory.mktemp("saved") / "hub.graph"
    built.save(file)
    opened = ConceptGraph.open(file)
    assert opened == built
    assert hash(opened) == hash(built)
    assert opened.version == built.version
    assert dict(opened.items()) == dict(built.items())
    assert [opened.relation(k) for k in range(built.relation_count)] == list(
        map(built.relation, range(built.relation_count))
    )
    for number, id in enumerate(built.ids):
        assert opened.walk(["requires"], id) == built.walk(["requires"], id)
        assert plan(opened, [number], ()) == plan(built, [number], ())
        assert fringe(opened, [number]) == fringe(built, [number])


def test_saving_an_opened_graph_gives_the_same_file(tmp_path: Path) -> None:
    """The file of a graph that came from a file is that file, byte for byte; also of a hub with every sort of record."""
    first, second = tmp_path / "first", tmp_path / "second"
    ConceptGraph.of(hub()).save(first)
    ConceptGraph.open(first).save(second)
    assert first.read_bytes() == second.read_bytes()


@pytest.mark.parametrize("content", [b"", b"nothing of the kind", b"kg graph 0\n" + bytes(64)])
def test_another_file_is_refused(tmp_path: Path, content: bytes) -> None:
    """A file that is no saved graph raises `ValueError`."""
    file = tmp_path / "other"
    file.write_bytes(content)
    with pytest.raises(ValueError, match=r"not a saved graph|empty file"):
        ConceptGraph.open(file)


@pytest.mark.parametrize("part", [0.02, 0.5, 0.99])
def test_a_file_that_is_cut_off_is_refused(tmp_path: Path, part: float) -> None:
    """A file that lost its end raises `ValueError`, wherever it was cut."""
    file = tmp_path / "cut"
    ConceptGraph.of(hub()).save(file)
    content = file.read_bytes()
    file.write_bytes(content[: int(len(content) * part)])
    with pytest.raises(ValueError, match=r".+"):
        ConceptGraph.open(file)


# -- the version


def changed(field: str, key: str, **facts: Any) -> Callable[[Catalog], Catalog]:
    """A change of one record of the catalog."""

    def change(found: Catalog) -> Catalog:
        records = dict(getattr(found, field))
        records[key] = records[key].model_copy(update=facts)
        update: dict[str, Any] = {field: records}
        return replace(found, **update)

    return change


def related(target: str, /, **facts: Any) -> Callable[[Catalog], Catalog]:
    """A change of the first relation to a concept."""

    def change(found: Catalog) -> Catalog:
        relation = next(r for r in found.relations if r.to == target)
        relations = tuple(r.model_copy(update=facts) if r is relation else r for r in found.relations)
        return replace(found, relations=relations)

    return change


CHANGES: dict[str, Callable[[Catalog], Catalog]] = {
    "label": changed("concepts", "python", label={"en": "Python 3"}),
    "language of a label": changed("concepts", "python", label={"de": "PYTHON"}),
    "definition": changed("concepts", "python", definition={"en": "A language."}),
    "minutes": changed("concepts", "python", minutes=121),
    "no minutes": changed("concepts", "python", minutes=None),
    "difficulty": changed("concepts", "python", difficulty=3),
    "mapping": changed("concepts", "python", mappings={"exactMatch": ("https://other.example/python",)}),
    "kind": changed("concepts", "python", kind="cluster"),
    "cluster": changed("concepts", "python", cluster="learning"),
    "why": related("linear-algebra", why={"en": "Vectors."}),
    "strength": related("linear-algebra", strength="helpful"),
    "evidence": related("linear-algebra", evidence=(Citation(source="work"),)),
    "target": related("linear-algebra", to="machine-learning"),
    "type": related("history", type="next", strength=None),
    "section quoted": related(
        "machine-learning",
        evidence=(Quotation(page="article", section="end", quote="deep learning is machine learning"),),
    ),
    "relation less": lambda found: replace(found, relations=found.relations[1:]),
    "relation more": lambda found: replace(
        found, relations=(*found.relations, Relation(type="next", from_="python", to="history"))
    ),
    "concept more": lambda found: replace(
        found, concepts={**found.concepts, "new": Concept(id="new", label={"en": "New"})}
    ),
    "hub": lambda found: replace(found, hub=found.hub.model_copy(update={"minutes": 31})),
    "version of the hub": lambda found: replace(found, hub=found.hub.model_copy(update={"version": "9.9.9"})),
    "kind of the hub": lambda found: replace(found, kinds={**KINDS, "task": Kind(label={"en": "Task"})}),
    "relation type": changed("types", "is-a", transitive=False),
    "page": changed("pages", "article", mentions=("python",)),
    "source": changed("sources", "work", year=2021),
    "redirect": lambda found: replace(found, redirects={**found.redirects, "old": "python"}),
    "withdrawn": lambda found: replace(found, redirects={**found.redirects, "dl": None}),
}


def test_at_least_changes_the_version() -> None:
    """How many options a group asks for is part of the version."""
    versions = {graph(f"a requires-any {least} of b c").version for least in (1, 2)}
    assert len(versions) == 2


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_the_version_changes_with_any_fact(change: Callable[[Catalog], Catalog]) -> None:
    """A change of any one fact gives another version, and taking it back the first one."""
    found = hub()
    before, after = ConceptGraph.of(found), ConceptGraph.of(change(found))
    assert after.version != before.version
    assert after != before
    assert ConceptGraph.of(hub()).version == before.version


def test_each_buffer_is_part_of_the_version() -> None:
    """A graph that differs in one byte of one buffer, whichever it is, has another version."""
    parts = build(hub())
    version = ConceptGraph(parts).version
    for name, part in parts.items():
        other = (
            part.replace(b"Test", b"Best") if name == "meta" else bytes((part[0] ^ 1, *part[1:])) if part else b"0000"
        )
        assert ConceptGraph({**parts, name: other}).version != version, name


def test_the_version_starts_with_the_hubs() -> None:
    """The version is the hub's own, a hyphen and twelve hexadecimal digits, and the base path is no part of it."""
    found = hub()
    version = ConceptGraph.of(found).version
    own, _, digest = version.rpartition("-")
    assert own == found.hub.version
    assert len(digest) == 12
    assert int(digest, 16) >= 0
    assert ConceptGraph.of(found, "/hub/").version == version
    assert ConceptGraph.of(found, "/hub/") != ConceptGraph.of(found)


# -- structure


@given(networks())
def test_relations_are_found_by_type_and_end(found: Catalog) -> None:
    """Neighbours, relations of a type and relation ids are those read; a symmetric relation has each end as neighbour."""
    graph = ConceptGraph.of(found)
    assert sorted(map(graph.relation_id, range(graph.relation_count))) == sorted(r.id for r in found.relations)
    for type_ in TYPES:
        of_type = list(found.of_type(type_))
        assert sorted(map(graph.relation_id, graph.of_type(type_))) == sorted(r.id for r in of_type)
        both = TYPES[type_].symmetric
        for id in found.concepts:
            out = [(r.to, r.id) for r in of_type if r.from_ == id]
            back = [(r.from_, r.id) for r in of_type if r.to == id]
            for backwards, expected in ((False, out + back * both), (True, back + out * both)):
                near = graph.neighbours(graph.number(id), [type_], backwards=backwards)
                assert sorted((graph.ids[n], graph.relation_id(k)) for n, k in near) == sorted(expected)


@given(networks())
def test_all_neighbours_by_type(found: Catalog) -> None:
    """The neighbours by type are those of each type that has any, in the order of the types."""
    graph = ConceptGraph.of(found)
    for number in range(len(graph)):
        for backwards in (False, True):
            each = {type_: graph.neighbours(number, [type_], backwards=backwards) for type_ in graph.type_names}
            expected = [(type_, near) for type_, near in each.items() if near]
            assert list(graph.by_type(number, backwards=backwards).items()) == expected


@given(networks())
def test_a_relation_keeps_its_facts(found: Catalog) -> None:
    """What is said of a relation is found under its number."""
    graph = ConceptGraph.of(found)
    by_id = {r.id: r for r in found.relations}
    for k in range(graph.relation_count):
        relation = by_id[graph.relation_id(k)]
        said = graph.relation(k)
        assert said.get("strength") == relation.strength
        assert said["why"] == relation.why


def test_layers_of_requirements() -> None:
    """Essential requirements are always followed, options and helpful ones when asked for."""
    found = graph("a requires b", "a requires-any 1 of c d", "a helpful e")
    for options, helpful, expected in (
        (False, False, {"b"}),
        (True, False, {"b", "c", "d"}),
        (False, True, {"b", "e"}),
        (True, True, {"b", "c", "d", "e"}),
    ):
        layers = found.requirements(options=options, helpful=helpful)
        start = found.number("a")
        reached = {to[k] for _, (at, to, _) in layers for k in range(at[start], at[start + 1])}
        assert set(ids(found, reached)) == expected
        assert set(ids(found, found.required(options=options, helpful=helpful)(start))) == expected
        back = found.requirements(options=options, helpful=helpful, backwards=True)
        users = {id for id in found for _, (at, _, _) in back if at[found.number(id)] < at[found.number(id) + 1]}
        assert users == expected
        required = found.required(options=options, helpful=helpful, backwards=True)
        assert {id for id in found if required(found.number(id))} == expected


def test_layers_that_are_not_there_add_nothing_to_what_is_required() -> None:
    """Where there are no options and nothing that only helps, what is required is one and the same with and without."""
    found = graph("a requires b", "b helpful c")
    assert found.required(options=True) is found.required()
    assert found.required(helpful=True) is not found.required()
    assert found.required(backwards=True) is not found.required()


def test_groups_say_how_many_of_what() -> None:
    """The groups of a concept hold how many are needed, and the options by number."""
    found = graph("a requires-any 2 of b c d", "a requires-any 1 of e f", "b requires-any 1 of e f")
    of_a = [(need, ids(found, options)) for need, options in found.groups(found.number("a"))]
    assert of_a == [(2, ["c", "d", "b"]), (1, ["e", "f"])]
    assert found.groups(found.number("c")) == []


def test_facts_by_number() -> None:
    """Study time falls back to the hub's default, for a cluster to none; kind, cluster and members are as read."""
    found = ConceptGraph.of(hub())
    learning, deep, python = numbers(found, ("learning", "deep-learning", "python"))
    assert (found.minutes(python), found.minutes(deep), found.minutes(learning)) == (120, HUB.minutes, 0)
    assert (found.kind(python), found.kind(learning)) == ("concept", "cluster")
    assert (found.cluster(deep), found.cluster(python)) == (learning, -1)
    assert {cluster: set(ids(found, inside)) for cluster, inside in found.members.items()} == {
        learning: {"deep-learning", "machine-learning"}
    }
    assert found.of_kind("cluster") == [learning]
    assert found.labels[python] == "PYTHON"
    assert found.hierarchy == ("is-a", "part-of")


@given(networks())
def test_foundations_need_nothing(found: Catalog) -> None:
    """Foundations are the concepts without an essential requirement or an option; helpful ones do not count."""
    graph = ConceptGraph.of(found)
    needy = {r.from_ for r in found.of_type("requires") if r.strength == "essential"}
    assert set(ids(graph, graph.foundations)) == set(found.concepts) - needy


@given(curricula(loops=True))
def test_openings_are_foundations_by_their_users(found: Catalog) -> None:
    """The concepts that require nothing come as openings, most required first; helpful relations do not count."""
    graph = ConceptGraph.of(found)
    users = {id: [r.to for r in found.relations if r.strength == "essential"].count(id) for id in graph}
    assert graph.uses == [users[id] for id in graph]
    assert sorted(graph.openings) == list(graph.foundations)
    assert list(graph.openings) == sorted(graph.openings, key=lambda n: (-graph.uses[n], n))


def test_plain_needs_are_counted() -> None:
    """Essential requirements are counted, but for clusters, choices and what requires a cluster."""
    found = graph(
        *("a requires b c", "b helpful c", "d requires b", "d requires-any 1 of a c", "e requires-any 1 of a c"),
        *("f requires z", "z requires c"),
        home={"a": "z"},
    )
    counts = dict(zip(found, found.plain_needs, strict=True))
    assert counts == {"a": 2, "b": 0, "c": 0, "d": -1, "e": -1, "f": -1, "z": -1}


def test_pages_of_a_concept() -> None:
    """A concept knows each page once, by the strongest role: about, then teaches, then mentions."""
    assert ConceptGraph.of(hub()).pages_of == {
        "deep-learning": [("article", "about")],
        "machine-learning": [("article", "teaches")],
        "python": [("article", "mentions")],
    }


def test_what_pages_state() -> None:
    """The relations that quote a page are known by the page, and stated; the others are not."""
    found = ConceptGraph.of(hub())
    assert {page: [found.relation_id(k) for k in stated] for page, stated in found.quoting.items()} == {
        "article": ["deep-learning.is-a.machine-learning"]
    }
    assert found.stated == frozenset(found.quoting["article"])


def test_an_empty_hub() -> None:
    """A hub without concepts is a graph, empty in every respect."""
    found = graph()
    assert (len(found), list(found), found.relation_count, found.foundations) == (0, [], 0, ())
    assert "0 concepts" in found._repr_html_()
