"""Who may import whom. The tables are exact: a new edge, like one that is gone, is a decision to be written here."""

import ast
import subprocess
import sys
from collections.abc import Iterator, Mapping
from functools import cache
from graphlib import TopologicalSorter
from itertools import pairwise
from pathlib import Path
from typing import Literal, NamedTuple

import pytest

ROOT = Path(__file__).parents[1]

When = Literal["at once", "on use", "for types"]

# Each room of the house (a module, or a package as a whole) and the rooms it imports. A room imports only what
# stands above it, so the table read from top to bottom is the direction of the design.
ROOMS: Mapping[str, tuple[str, ...]] = {
    "kg.model": (),
    "kg.errors": (),
    "kg.ticks": (),
    "kg.text": ("kg.model",),
    "kg.syntax": ("kg.errors",),
    "kg.questions": ("kg.errors",),
    "kg.catalog": ("kg.errors", "kg.model", "kg.syntax"),
    "kg.versions": ("kg.catalog", "kg.errors", "kg.model", "kg.syntax"),
    "kg.dump": ("kg.catalog", "kg.model", "kg.versions"),
    "kg.folder": ("kg.catalog", "kg.errors", "kg.model", "kg.syntax", "kg.versions"),
    "kg.rules": ("kg.catalog", "kg.errors", "kg.model", "kg.text", "kg.versions"),
    "kg.memory": (),
    "kg.reach": ("kg.memory",),
    "kg.names": (),
    "kg.mentions": ("kg.names",),
    "kg.buffers": ("kg.catalog", "kg.model", "kg.names", "kg.versions"),
    "kg.graph": ("kg.buffers", "kg.catalog", "kg.errors", "kg.memory", "kg.model", "kg.names", "kg.reach"),
    "kg.picture": ("kg.graph",),
    "kg.paths": ("kg.buffers", "kg.errors", "kg.graph", "kg.reach"),
    "kg.analysis": ("kg.buffers", "kg.catalog", "kg.graph", "kg.model", "kg.paths", "kg.rules"),
    "kg.rdf": ("kg.buffers", "kg.graph", "kg.model"),
    "kg.connections": ("kg.buffers", "kg.graph"),
    "kg.answers": (
        *("kg.analysis", "kg.buffers", "kg.connections", "kg.errors", "kg.graph"),
        *("kg.memory", "kg.mentions", "kg.model", "kg.names", "kg.paths", "kg.questions"),
        *("kg.reach", "kg.syntax", "kg.ticks", "kg.versions"),
    ),
    "kg.formats": ("kg.answers", "kg.errors", "kg.ticks"),
    "kg.render": ("kg.answers", "kg.formats", "kg.graph", "kg.questions", "kg.rdf"),
    "kg.documents": ("kg.answers", "kg.formats", "kg.graph", "kg.questions", "kg.rdf", "kg.render"),
    "kg.site": ("kg.answers", "kg.documents", "kg.errors", "kg.graph", "kg.questions", "kg.render"),
    "kg": ("kg.answers", "kg.catalog", "kg.errors", "kg.folder", "kg.graph", "kg.model", "kg.render", "kg.rules"),
    "api": (),
    "api.tables": ("kg.questions",),
    "api.analysis": ("kg.analysis", "kg.answers", "kg.catalog", "kg.graph", "kg.model", "kg.questions"),
    "api.differences": ("api.analysis", "kg.catalog", "kg.formats", "kg.graph", "kg.model", "kg.versions"),
    "api.problems": ("kg.errors", "kg.rules"),
    "api.manners": ("api.problems", "kg.formats", "kg.graph"),
    "api.service": (),
    "api.worker": ("kg.errors", "kg.graph", "kg.questions", "kg.render"),
    "api.work": ("api.problems", "api.worker", "kg.errors", "kg.graph", "kg.questions", "kg.render"),
    "api.pages": (
        *("api.problems", "api.service", "api.work", "kg.answers", "kg.errors", "kg.formats"),
        *("kg.graph", "kg.paths", "kg.questions", "kg.rdf", "kg.render", "kg.ticks"),
    ),
    "api.documents": (
        *("api.pages", "api.problems", "api.service", "kg.answers"),
        *("kg.documents", "kg.errors", "kg.graph", "kg.questions"),
    ),
    "api.components": ("api.problems",),
    "api.files": ("api.documents", "api.work", "kg.graph", "kg.questions", "kg.site"),
    "api.examples": ("kg.errors", "kg.graph", "kg.questions", "kg.render"),
    "api.addresses": (
        *("api.components", "api.documents", "api.examples", "api.files", "api.service"),
        *("kg.answers", "kg.documents", "kg.questions", "kg.render"),
    ),
    "api.openapi": (
        *("api.addresses", "api.components", "api.examples"),
        *("kg.answers", "kg.graph", "kg.questions", "kg.render"),
    ),
    "api.routing": (),
    "api.server": ("api.manners",),
    "api.refusals": ("api.documents", "api.pages", "kg.answers", "kg.graph"),
    "api.app": (
        *("api.documents", "api.files", "api.manners", "api.openapi", "api.pages", "api.problems", "api.refusals"),
        *("api.routing", "api.work"),
        *("kg.errors", "kg.graph", "kg.questions"),
    ),
    "api.cli": (
        *("api.analysis", "api.differences", "api.problems", "api.tables", "kg", "kg.answers", "kg.catalog"),
        *("kg.errors", "kg.folder", "kg.graph", "kg.questions", "kg.rdf", "kg.render", "kg.rules", "kg.versions"),
    ),
}

# Rooms that are entered inside functions alone: the graph's own methods ask what is built upon it.
ROOMS_ON_USE: Mapping[str, tuple[str, ...]] = {
    "kg.graph": ("kg.analysis", "kg.answers", "kg.mentions", "kg.picture", "kg.questions", "kg.rdf"),
    "api.cli": ("api.app", "api.server", "api.work", "api.worker", "kg.site"),
    "api.worker": ("kg.paths",),
}

# Each package of others and the modules that import it, at once and on use.
OWNERS: Mapping[str, tuple[str, ...]] = {
    "fastapi": ("api.app", "api.routing"),
    "jinja2": ("api.pages.shell",),
    "numpy": (
        *("kg.paths.beam", "kg.paths.chains", "kg.paths.lattice"),
        *("kg.paths.program", "kg.paths.states", "kg.paths.targets"),
    ),
    "orjson": (
        "api.app",
        "api.cli",
        "api.examples",
        "api.manners",
        "api.openapi",
        "api.pages.atlas",
        "api.pages.learn",
        "api.pages.shell",
        "api.problems",
        "api.refusals",
        "api.service",
        "api.work",
        "api.worker",
        "kg.buffers",
        "kg.formats.cytoscape",
        "kg.formats.feeds",
        "kg.formats.indexes",
        "kg.formats.schema_org",
        "kg.graph",
        "kg.memory",
        "kg.rdf.jsonld",
        "kg.render",
        "kg.versions.log",
    ),
    "pydantic": (
        *("api.components", "api.work", "api.worker", "kg.folder", "kg.model", "kg.questions"),
        *("kg.versions.log", "kg.versions.release"),
    ),
    "pydantic_core": ("kg.questions",),
    "rich": ("api.cli", "api.tables"),
    "scipy": ("kg.paths.program",),
    "starlette": (
        *("api.app", "api.documents", "api.files", "api.manners", "api.openapi", "api.pages", "api.pages.atlas"),
        *("api.pages.compare", "api.pages.docs", "api.pages.home", "api.pages.learn", "api.pages.report"),
        *(
            "api.pages.search",
            "api.pages.shell",
            "api.problems",
            "api.refusals",
            "api.routing",
            "api.server",
            "api.work",
        ),
    ),
    "typer": ("api.cli",),
    "typing_extensions": ("kg.answers.shapes", "kg.rdf.terms"),
    "uvicorn": ("api.server",),
    "xxhash": ("api.manners",),
    "yaml": ("kg.dump", "kg.syntax"),
}

OWNERS_ON_USE: Mapping[str, tuple[str, ...]] = {
    "backports": ("api.manners",),
    "icalendar": ("kg.formats.agenda",),
    "networkx": ("kg.analysis.view", "kg.rules.relations"),
    "numpy": ("kg.analysis.feedback",),
    "rapidfuzz": ("kg.errors", "kg.names"),
    "rdflib": ("kg.rdf", "kg.rdf.terms"),
    "scipy": ("kg.analysis.feedback",),
    "werkzeug": ("api.documents", "api.manners"),
}

# What takes long to start, so that nothing imports it before it is needed; and what only the rims may know.
HEAVY = ("icalendar", "mcp", "networkx", "numpy", "pyoxigraph", "rapidfuzz", "rdflib", "scipy")
STANDARD = sys.stdlib_module_names | {"compression"}  # since Python 3.14
RIMS = ("fastapi", "jinja2", "rich", "starlette", "typer", "uvicorn")


class Import(NamedTuple):
    """That a module imports another."""

    module: str
    imported: str
    when: When


@cache
def modules() -> dict[str, Path]:
    """Every module of ours, and its file."""
    files = sorted(file for top in ("kg", "api") for file in (ROOT / top).rglob("*.py"))
    return {".".join(file.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): file for file in files}


@cache
def imports() -> tuple[Import, ...]:
    """Every import in a module of ours."""
    return tuple(one for name, file in modules().items() for one in _imports(ast.parse(file.read_bytes()), name))


def _imports(node: ast.AST, module: str, when: When = "at once") -> Iterator[Import]:
    for child in ast.iter_child_nodes(node):
        inside = when
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            inside = "on use"
        elif isinstance(child, ast.If) and ast.unparse(child.test) == "TYPE_CHECKING":
            inside = "for types"
        elif isinstance(child, ast.Import):
            yield from (Import(module, one.name, when) for one in child.names)
        elif isinstance(child, ast.ImportFrom):
            assert child.level == 0, f"{module} imports relatively"
            for one in child.names:
                inner = f"{child.module}.{one.name}"
                yield Import(module, inner if inner in modules() else str(child.module), when)
        yield from _imports(child, module, inside)


def room(module: str) -> str:
    """The room that a module of ours is in."""
    return max((name for name in ROOMS if module == name or module.startswith(f"{name}.")), key=len)


def edges(when: When) -> dict[str, set[str]]:
    """The rooms that each room imports from outside itself."""
    found: dict[str, set[str]] = {}
    for one in imports():
        if one.when == when and one.imported in modules() and room(one.module) != room(one.imported):
            found.setdefault(room(one.module), set()).add(room(one.imported))
    return found


def owners(when: When) -> dict[str, set[str]]:
    """The modules that import each package of others."""
    found: dict[str, set[str]] = {}
    for one in imports():
        package = one.imported.partition(".")[0]
        if one.when == when and one.imported not in modules() and package not in STANDARD:
            found.setdefault(package, set()).add(one.module)
    return found


# -- rooms of ours


def test_every_module_is_in_a_room_of_its_own() -> None:
    """No module is left to the row of the whole of `kg` or `api`, and each room is there."""
    at_large = {name for name in modules() if room(name) in ("kg", "api")} - {"kg", "api"}
    assert at_large == set()
    assert set(ROOMS) <= set(modules())


@pytest.mark.parametrize("name", ROOMS)
def test_a_room_imports_what_the_table_says(name: str) -> None:
    """Exactly the rooms of the table are imported at once, and those of the other table on use."""
    assert sorted(edges("at once").get(name, ())) == sorted(ROOMS[name])
    assert sorted(edges("on use").get(name, ())) == sorted(ROOMS_ON_USE.get(name, ()))


def test_imports_go_upwards_in_the_table() -> None:
    """A room imports only rooms above its own, so there is no circle, and what a room rests on is above it."""
    order = list(ROOMS)
    wrong = [(name, other) for name in order for other in ROOMS[name] if order.index(other) >= order.index(name)]
    assert wrong == []


def test_the_table_goes_in_the_direction_of_the_design() -> None:
    """Model and errors before what reads files; that before rules and paths; those before answers; the rims last."""
    order = list(ROOMS)
    groups = [
        ("kg.model", "kg.errors"),
        ("kg.syntax", "kg.catalog", "kg.folder"),
        ("kg.graph",),
        ("kg.paths", "kg.analysis"),
        ("kg.answers",),
        ("kg",),
        ("api.app", "api.cli"),
    ]
    places = [[order.index(name) for name in group] for group in groups]
    assert all(max(before) < min(after) for before, after in pairwise(places))
    assert order.index("kg.folder") < order.index("kg.rules") < order.index("kg.answers")


def test_a_room_has_no_circle_inside() -> None:
    """Within a package, too, modules import each other in one direction."""
    steps: dict[str, set[str]] = {name: set() for name in modules()}
    for one in imports():
        if one.when == "at once" and one.imported in steps and one.imported != one.module:
            steps[one.module].add(one.imported)
    assert set(TopologicalSorter(steps).static_order()) == set(steps)


def test_kg_knows_nothing_of_the_rims() -> None:
    """No module of `kg` imports `api`, the web framework or a terminal, at any time."""
    inner = [one for one in imports() if one.module.startswith("kg")]
    assert len(inner) > 100
    assert [one for one in inner if one.imported.partition(".")[0] in ("api", *RIMS)] == []


# -- packages of others


def test_every_package_has_its_owners() -> None:
    """Packages of others are imported at once by the modules of the table and by no other."""
    assert {name: sorted(found) for name, found in owners("at once").items()} == {
        name: sorted(found) for name, found in OWNERS.items()
    }


def test_packages_imported_on_use_have_theirs() -> None:
    """What is imported inside functions is listed apart."""
    assert {name: sorted(found) for name, found in owners("on use").items()} == {
        name: sorted(found) for name, found in OWNERS_ON_USE.items()
    }


def test_what_is_heavy_is_imported_on_use() -> None:
    """At once it is imported only by the modules that solve and sample, which themselves are imported on use."""
    at_once = {name: found for name, found in owners("at once").items() if name in HEAVY}
    ordering = {"kg.paths.beam", "kg.paths.lattice", "kg.paths.states", "kg.paths.targets"}
    assert at_once == {
        "numpy": {"kg.paths.chains", "kg.paths.program", *ordering},
        "scipy": {"kg.paths.program"},
    }
    solvers = {f"kg.paths.{name}" for name in ("knapsack", "optimum", "program", "search")}
    users = {(one.module, one.when) for one in imports() if one.imported in solvers and one.module not in solvers}
    assert users == {(name, "on use") for name in ("api.worker", "kg.paths.budget", "kg.paths.requirements")}
    samplers = {(one.module, one.when) for one in imports() if one.imported == "kg.paths.chains"}
    assert samplers == {("kg.paths.placement", "on use")}
    orderers = {(one.module, one.when) for one in imports() if one.imported == "kg.paths.effort"}
    assert orderers == {("kg.paths.order", "on use")}


@pytest.mark.parametrize("name", ["kg", *(name for name in ROOMS if name != "kg")])
def test_to_import_a_room_starts_nothing_heavy(name: str) -> None:
    """In a fresh process none of the heavy packages is loaded by the import, and by `kg` none of the rims."""
    refused = {*HEAVY, *(RIMS if name.startswith("kg") else ())}
    script = f"import sys, {name}; print(*sorted({refused!r} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout.strip(), done.stderr) == (0, "", "")
