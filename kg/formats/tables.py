"""CSV (RFC 4180) in tables of relations, of concepts and of the steps of a path, safe to open in a spreadsheet."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence

from kg.answers.shapes import GraphAnswer, PathAnswer

EDGES = ("from", "from_label", "type", "to", "to_label", "standing", "strength", "group", "sentence")
NODES = (
    *("id", "label", "lang", "kind", "cluster", "cluster_label", "minutes"),
    *("definition", "url", "uri", "rank", "depth"),
)
STEPS = (
    *("position", "id", "label", "lang", "kind", "minutes", "minutes_so_far", "assumed", "optional", "week", "stage"),
    *("requires", "unlocks", "because", "definition", "url", "uri"),
)


def edges(answer: GraphAnswer) -> bytes:
    """One row per relation."""
    labels = {node["id"]: node["label"] for node in answer["nodes"]}
    ends = ({**edge, "from_label": labels[edge["from"]], "to_label": labels[edge["to"]]} for edge in answer["edges"])
    return _table(EDGES, ends)


def nodes(answer: GraphAnswer) -> bytes:
    """One row per concept, in rank order."""
    return _table(NODES, answer["nodes"])


def steps(answer: PathAnswer) -> bytes:
    """One row per step, in order; ids in one cell have spaces between them."""
    rows = (
        {
            **step["concept"],
            **step,
            "requires": " ".join(step["requires"]),
            "unlocks": " ".join(step["unlocks"]),
        }
        for step in answer["steps"]
    )
    return _table(STEPS, rows)


def _table(columns: Sequence[str], rows: Iterable[Mapping[str, object]]) -> bytes:
    file = io.StringIO(newline="")
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([_cell(row.get(column)) for column in columns] for row in rows)
    return file.getvalue().encode()


def _cell(value: object) -> str:
    """The value as text; what a spreadsheet might take for a formula gets an apostrophe in front."""
    content = "" if value is None else str(value)
    return "'" + content if content.startswith(("=", "+", "-", "@", "\t", "\r")) else content
