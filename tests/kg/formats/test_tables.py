"""tables: read back by the csv module."""

import csv
import io
from typing import Any

from hypothesis import given

from kg.answers.shapes import PathAnswer
from kg.formats import GraphAnswer
from kg.formats.tables import EDGES, NODES, STEPS, edges, nodes, steps
from kg.graph import ConceptGraph
from tests.kg.formats.answers import answers
from tests.kg.formats.paths import full, of_hub, path, paths


def cell(value: Any) -> str:
    """What a cell is to say."""
    content = "" if value is None else str(value)
    return f"'{content}" if content[:1] in tuple("=+-@\t\r") else content


def rows(content: bytes) -> list[list[str]]:
    """The rows as any reader of RFC 4180 has them."""
    assert content.endswith(b"\r\n")
    return list(csv.reader(io.StringIO(content.decode(), newline=""), strict=True))


def check(answer: GraphAnswer) -> None:
    """Each table has one row per thing, in order, with the cells that its head says."""
    labels = {node["id"]: node["label"] for node in answer["nodes"]}
    found: list[dict[str, Any]] = [
        {**edge, "from_label": labels[edge["from"]], "to_label": labels[edge["to"]]} for edge in answer["edges"]
    ]
    head, *body = rows(edges(answer))
    assert ",".join(head) == "from,from_label,type,to,to_label,standing,strength,group,sentence"
    assert body == [[cell(edge.get(column)) for column in EDGES] for edge in found]
    head, *body = rows(nodes(answer))
    assert head == list(NODES)
    assert body == [[cell(node.get(column)) for column in NODES] for node in answer["nodes"]]
    assert not any(value[:1] in tuple("=+-@\t\r") for row in body for value in row if value)


def test_rows_are_those_of_the_answer(closure: GraphAnswer, neighbourhood: GraphAnswer) -> None:
    """For the hub's own data."""
    check(closure)
    check(neighbourhood)


@given(one=answers())
def test_cells_hold_any_text_and_no_formula(one: GraphAnswer) -> None:
    """Whatever the texts, cells come back as they were, and none begins as a formula does."""
    check(one)


def check_steps(answer: PathAnswer) -> None:
    """One row per step, in order, with what its concept and the step itself say; none begins as a formula does."""
    head, *body = rows(steps(answer))
    assert head == list(STEPS)
    found: list[dict[str, Any]] = [{**one["concept"], **one} for one in answer["steps"]]
    for one in found:
        one |= {name: " ".join(one[name]) for name in ("requires", "unlocks")}
    assert body == [[cell(one.get(column)) for column in STEPS] for one in found]
    assert not any(value[:1] in tuple("=+-@\t\r") for row in body for value in row if value)


def test_rows_are_the_steps_of_a_path(graph: ConceptGraph) -> None:
    """For the hub's own data, too; an empty path is a head alone."""
    answer = full()
    check_steps(answer)
    check_steps(of_hub(graph, "large-language-model"))
    first = dict(zip(STEPS, rows(steps(answer))[7], strict=True))
    assert (first["position"], first["id"], first["requires"], first["week"]) == ("7", "representation", "data", "2")
    assert len(rows(steps(path([])))) == 1


@given(one=paths())
def test_steps_hold_any_text_and_no_formula(one: PathAnswer) -> None:
    """Whatever the texts."""
    check_steps(one)
