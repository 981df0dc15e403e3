"""What a rule is: a function over a catalog, with a code, a severity and an explanation."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from inspect import getdoc
from typing import Literal

from kg.catalog import Catalog
from kg.errors import Place, Problem

Finding = tuple[str, Place | None]
Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule by its code; its explanation is the docstring of the function that checks it."""

    code: str
    severity: Severity
    explanation: str
    find: Callable[[Catalog], Iterator[Finding]]

    def __call__(self, catalog: Catalog) -> Iterator[Problem]:
        """Every finding in a catalog, with its place."""
        for message, place in self.find(catalog):
            yield Problem(self.code, message, place, self.severity)


def _of(severity: Severity) -> Callable[[Callable[[Catalog], Iterator[Finding]]], Rule]:
    def make(find: Callable[[Catalog], Iterator[Finding]]) -> Rule:
        return Rule(find.__name__.replace("_", "-"), severity, getdoc(find) or "", find)

    return make


error = _of("error")
warning = _of("warning")
