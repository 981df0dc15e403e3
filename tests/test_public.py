"""What is public has a name in `__all__` and says what it is."""

import importlib
import inspect
import pkgutil
from collections.abc import Iterator
from types import ModuleType

import pytest
from pydantic import BaseModel

import api
import kg

PUBLIC = {
    *("Catalog", "Concept", "ConceptGraph", "DataError", "Hub", "KgError", "NotFound", "Page", "Problem"),
    *(
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
    ),
}


MODULES = [
    name
    for package in (kg, api)
    for name in (
        package.__name__,
        *(found.name for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}.")),
    )
]


def documented(module: ModuleType) -> Iterator[tuple[str, object]]:
    """What a module defines for others: functions, classes, and what these define."""
    for name, value in vars(module).items():
        if name.startswith("_") or getattr(value, "__module__", None) != module.__name__:
            continue
        if getattr(value, "__qualname__", None) == name:
            yield f"{module.__name__}.{name}", value
        if isinstance(value, type):
            for inner, member in vars(value).items():
                plain = member.__func__ if isinstance(member, staticmethod | classmethod) else member
                plain = plain.fget if isinstance(plain, property) else getattr(plain, "func", plain)
                if not inner.startswith("_") and inspect.isfunction(plain):
                    yield f"{module.__name__}.{name}.{inner}", plain


def test_the_public_names_are_these() -> None:
    """`kg.__all__` is sorted, holds what the contract promises and nothing else, and each name is there."""
    assert kg.__all__ == sorted(kg.__all__)
    assert set(kg.__all__) == PUBLIC
    assert all(hasattr(kg, name) for name in kg.__all__)


def test_a_star_import_gives_the_public_names() -> None:
    """`from kg import *` brings these names and no others."""
    found: dict[str, object] = {}
    exec("from kg import *", found)
    assert set(found) - {"__builtins__"} == PUBLIC


def test_every_public_error_is_of_the_family() -> None:
    """Whoever catches `KgError` catches every error that `kg` names in public."""
    errors = [getattr(kg, name) for name in kg.__all__ if isinstance(getattr(kg, name), type)]
    raised = [one for one in errors if issubclass(one, BaseException)]
    assert len(raised) == 5
    assert all(issubclass(one, kg.KgError) for one in raised)


@pytest.mark.parametrize("module_name", MODULES)
def test_a_module_says_what_it_is(module_name: str) -> None:
    """Each module begins with a sentence, and so does all that is public in it."""
    module = importlib.import_module(module_name)
    assert module.__doc__
    own = [
        name for name, value in documented(module) if not (vars(value).get("__doc__") or value.__doc__ or "").strip()
    ]
    assert own == []


def test_the_search_finds_what_is_public() -> None:
    """The test above looks at functions, classes, methods, properties and class methods."""
    looked_at = ("kg", "kg.graph", "kg.paths.plan", "kg.questions", "kg.model", "api.app", "api.problems")
    names = {name for module in looked_at for name, _ in documented(importlib.import_module(module))}
    assert {
        "kg.load",
        "kg.graph.ConceptGraph",
        "kg.graph.ConceptGraph.of",
        "kg.graph.ConceptGraph.version",
        "kg.graph.ConceptGraph.number",
        "kg.paths.plan.Step.chain",
        "api.app.create_app",
        "api.problems.of_kg",
    } <= names
    assert set(looked_at) <= set(MODULES)


@pytest.mark.parametrize("model", [found for found in vars(kg.questions).values() if isinstance(found, type)])
def test_every_field_of_a_question_says_what_it_is(model: type) -> None:
    """Each field has a description, for it is shown by the documentation and by `kg --help`."""
    if issubclass(model, BaseModel):
        silent = [
            name
            for name, field in model.model_fields.items()
            if not field.description and not any(getattr(one, "description", None) for one in field.metadata)
        ]
        assert silent == []
