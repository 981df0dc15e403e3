"""The report: what editors may want to look at, cut off where it is long, in the language asked for."""

from dataclasses import replace

import pytest
from pydantic import TypeAdapter

from kg.answers import OPERATIONS, answer
from kg.answers import report as module
from kg.catalog import Catalog
from kg.graph import ConceptGraph
from kg.model import Citation, Page, Quotation, Section, Source
from kg.questions import Report
from tests.build import catalog, chain

LISTS = ("orphans", "undefined", "unjudged", "untaught", "unsupported", "unexplained", "unverified", "redundant")


def doubtful() -> Catalog:
    """A catalog in which something of each sort is wrong."""
    found = catalog(
        *("c requires b a", "b requires a", "c next a", "alone", "d requires-any 1 of a b", "e is-a a"),
        minutes={"a": 600, "b": 30, "c": 30},
    )
    quote = Quotation(page="article", section="opening", quote="b is a")
    cited = Citation(source="work")
    evidence = {"b.requires.a": (quote,), "c.requires.b": (quote, cited), "c.requires.a": (cited,)}
    relations = tuple(r.model_copy(update={"evidence": evidence.get(r.id, ())}) for r in found.relations)
    sections = (Section(id="opening"), Section(id="end"))
    page = Page(slug="article", url="https://hub.example/article", title={"en": "T"}, sections=sections, teaches=("a",))
    labels = {"a": found.concepts["a"].model_copy(update={"label": {"en": "A", "de": "Ah"}})}
    return replace(
        found,
        concepts={**found.concepts, **labels},
        relations=relations,
        pages={"article": page},
        sources={"work": Source(title="W", authors=(), year=2000, url="https://work.example")},
    )


DOUBTFUL = ConceptGraph.of(doubtful())


def test_each_finding_is_told() -> None:
    """Everything that is missing or doubtful is listed, concepts and relations alike, with how many there are."""
    found = answer(DOUBTFUL, Report(over=625))
    assert found["totals"] == {"concepts": 6, "clusters": 0, "relations": 7, "stated": 2, "pages": 1, "sources": 1}
    concepts = {name: [one["id"] for one in found[name]["items"]] for name in ("orphans", "unjudged", "untaught")}
    assert {name: sorted(each) for name, each in concepts.items()} == {
        "orphans": ["alone"],
        "unjudged": ["alone", "d", "e"],
        "untaught": ["alone", "b", "c", "d", "e"],
    }
    assert found["undefined"]["total"] == 6
    assert [one["id"] for one in found["unsupported"]["items"]] == [
        *("c.next.a", "d.requires.a", "d.requires.b", "e.is-a.a"),
    ]
    assert found["unexplained"]["total"] == 7
    section = {"page": "article", "section": "opening", "quotes": 2, "url": "https://hub.example/article"}
    assert found["unverified"] == {"items": [section], "total": 1}
    (shortcut,) = found["redundant"]["items"]
    assert (shortcut["relation"]["id"], shortcut["by"]) == ("c.requires.a", "b")
    (against,) = found["contradictions"]["items"]
    assert (against["id"], against["sentence"]) == ("c.next.a", "C next A.")


def test_what_is_hard_is_told() -> None:
    """So are curricular measures, bottlenecks and long paths; what all options need is forced on who chooses."""
    found = answer(DOUBTFUL, Report(over=625))
    curriculum = found["curriculum"]
    assert (curriculum["blocking"], curriculum["delay"], curriculum["complexity"]) == (5, 14, 19)
    assert curriculum["centrality"] == 6
    assert [one["id"] for one in curriculum["longest"]["items"]] == ["a", "b", "c"]
    first, second, *_ = curriculum["concepts"]
    assert (first["concept"]["id"], first["blocking"], first["delay"], first["complexity"]) == ("a", 3, 3, 6)
    assert (second["concept"]["id"], second["blocking"], second["centrality"]) == ("b", 2, 6)
    (needs_a, *others) = found["bottlenecks"]["relations"]
    assert needs_a["relation"]["id"] == "b.requires.a"
    assert (needs_a["own"], needs_a["minutes"], needs_a["targets"]) == (600, 1200, 2)
    assert [one["relation"]["id"] for one in others] == ["c.requires.b"]
    (rests_on_b,) = found["bottlenecks"]["concepts"]
    assert (rests_on_b["concept"]["id"], rests_on_b["minutes"], rests_on_b["targets"]) == ("b", 600, 1)
    assert found["bottlenecks"]["complete"]
    long = found["long_paths"]
    assert [(one["concept"]["id"], one["minutes"]) for one in long["items"]] == [("c", 660), ("b", 630), ("d", 630)]
    assert (long["over"], long["total"], long["complete"]) == (625, 3, True)


@pytest.mark.parametrize(("over", "total"), [(0, 6), (30, 4), (599, 4), (600, 3), (629, 3), (630, 1), (660, 0)])
def test_the_limit_of_minutes_itself_is_not_over(over: int, total: int) -> None:
    """Concepts are listed that take more than so many minutes, not just as many."""
    assert answer(DOUBTFUL, Report(over=over))["long_paths"]["total"] == total


def test_lists_are_cut_off_and_say_how_long_they_are() -> None:
    """No list is longer than asked for, and totals do not change."""
    whole, cut = answer(DOUBTFUL, Report(over=1, limit=100)), answer(DOUBTFUL, Report(over=1, limit=1))
    for name in (*LISTS, "contradictions", "long_paths"):
        assert cut[name]["items"] == whole[name]["items"][:1]
        assert cut[name]["total"] == whole[name]["total"] == len(whole[name]["items"])
    assert len(cut["curriculum"]["concepts"]) == len(cut["bottlenecks"]["relations"]) == 1
    assert cut["curriculum"]["longest"] == {"items": whole["curriculum"]["longest"]["items"][:1], "total": 3}


def test_texts_are_in_the_language_asked_for() -> None:
    """Labels and sentences follow `lang`, falling back to the hub's language."""
    found = answer(DOUBTFUL, Report(lang="de"))
    assert found["contradictions"]["items"][0]["sentence"] == "C next Ah."
    assert [one["label"] for one in found["curriculum"]["longest"]["items"]] == ["Ah", "B", "C"]


def test_numbers_that_json_readers_may_misread_are_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """A centrality is told while it is below 2^53, and none from there on."""
    monkeypatch.setattr(module, "EXACT", 6)
    found = answer(DOUBTFUL, Report())
    assert found["curriculum"]["centrality"] is None
    assert [one["centrality"] for one in found["curriculum"]["concepts"]] == [0, None, *[0] * 4]


def test_a_large_graph_says_what_it_leaves_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where paths and bottlenecks were not worked out the answer says so, and keeps its shape."""
    monkeypatch.setattr("kg.analysis.quality.LARGEST", 2)
    monkeypatch.setattr(module, "LARGEST", 2)
    found = answer(chain(3), Report())
    assert found["long_paths"] == {"over": 1200, "items": [], "total": 0, "complete": False}
    assert found["bottlenecks"] == {"relations": [], "concepts": [], "complete": False}
    assert TypeAdapter(OPERATIONS[Report].shape).validate_python(found, strict=True) == found


def test_the_hubs_own_report(graph: ConceptGraph) -> None:
    """In the hub's own data nothing lacks evidence, a reason, a definition or minutes, and nothing is said twice."""
    found = answer(graph, Report())
    for name in ("orphans", "undefined", "unsupported", "unexplained", "contradictions", "redundant"):
        assert found[name] == {"items": [], "total": 0}
    assert found["curriculum"]["longest"]["total"] > 5
    assert found["bottlenecks"]["complete"]
