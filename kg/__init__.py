"""A typed concept graph for learning hubs: load it, ask it, plan with it.

>>> from kg import load
>>> graph = load("data")
>>> graph["deep-learning"].label["en"]
'Deep learning'
"""

from pathlib import Path

from kg.answers import answer
from kg.catalog import Catalog
from kg.errors import DataError, KgError, NotFound, Problem, QuestionError, Unreachable
from kg.folder import read
from kg.graph import ConceptGraph
from kg.model import Concept, Hub, Page, Relation, RelationType
from kg.render import finished, render
from kg.rules import check

__all__ = [
    "Catalog",
    "Concept",
    "ConceptGraph",
    "DataError",
    "Hub",
    "KgError",
    "NotFound",
    "Page",
    "Problem",
    "QuestionError",
    "Relation",
    "RelationType",
    "Unreachable",
    "answer",
    "check",
    "finished",
    "load",
    "read",
    "render",
]


def load(folder: str | Path, *, base: str = "/") -> ConceptGraph:
    """The graph of a data folder. Raises `DataError` with every error in it; warnings are left to `kg check`."""
    catalog, problems = read(folder)
    errors = tuple(problem for problem in (*problems, *check(catalog)) if problem.severity == "error")
    if errors:
        raise DataError(errors)
    return ConceptGraph.of(catalog, base)
