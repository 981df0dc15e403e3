"""overview: clusters in place of concepts."""

from kg.formats.overview import MOST, overview
from tests.kg.formats.answers import answer, edge, large, node


def test_counts_add_up() -> None:
    """Every concept is in one box; every requirement between two clusters is counted once."""
    whole = large(1000, 3000)
    found = overview(whole)
    assert sum(int(one["kind"].split()[0]) for one in found["nodes"]) == 1000
    home = {one["id"]: one["cluster"] for one in whole["nodes"]}
    between = [one for one in whole["edges"] if home[one["from"]] != home[one["to"]]]
    assert sum(int(one["label"].split()[1]) for one in found["edges"]) == len(between)
    assert found["total_nodes"] == 1000


def test_requirements_go_before_other_relations() -> None:
    """Only where nothing is required are other relations counted."""
    nodes = [node("a", 0, cluster="x"), node("b", 1, cluster="y"), node("c", 2)]
    uses, requires = edge("a", "uses", "b"), edge("c", "requires", "a")
    assert [one["to"] for one in overview(answer(nodes, [uses, requires]))["edges"]] == ["x"]
    assert [one["to"] for one in overview(answer(nodes, [uses]))["edges"]] == ["y"]


def test_a_cluster_that_is_a_concept_is_linked() -> None:
    """Its box leads where the concept leads; the box of the rest leads nowhere and comes last."""
    found = overview(answer([node("x", 0), node("a", 1, cluster="x", cluster_label="X")], []))["nodes"]
    assert [(one["label"], one["url"]) for one in found] == [("X", "/concepts/x"), ("other concepts", "")]


def test_boxes_are_bounded() -> None:
    """Small clusters beyond the limit come together."""
    nodes = [node(f"c{k}", k, cluster=f"k{k}") for k in range(500)]
    found = overview(answer(nodes, []))["nodes"]
    assert len(found) == MOST + 1
    assert found[-1]["kind"] == f"{500 - MOST} concepts"
