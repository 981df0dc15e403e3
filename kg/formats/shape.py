"""How the edges of a graph answer bind, and what they are called in pictures."""

from typing import Literal

from kg.answers.shapes import Edge

Manner = Literal["essential", "helpful", "option", "other"]


def manner(edge: Edge) -> Manner:
    """How an edge binds: a requirement that is essential, helpful or an option of a group, or another relation."""
    if edge["type"] != "requires":
        return "other"
    if "group" in edge:
        return "option"
    return "helpful" if edge.get("strength") == "helpful" else "essential"


def said(edge: Edge) -> str:
    """The relation type's label, with what is special about a requirement."""
    remark = {"helpful": " (helpful)", "option": " (one of several)"}.get(manner(edge), "")
    return edge["label"] + remark
