"""The interface against its description: schemathesis makes up requests, and every answer must be as described.

Ids, kinds and the like are any text for the description, since they are another hub's business. Here each is one of
a few that this hub has, so that good requests are really good and bad ones really bad.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import schemathesis
from schemathesis.config import SchemathesisConfig
from schemathesis.hooks import HookContext
from starlette.types import Receive, Scope, Send

import kg
from api.app import create_app
from api.files import served
from api.openapi import document
from api.work import Work
from kg.questions import Question
from kg.render import Finished, finished

GRAPH = kg.load(Path(__file__).parents[2] / "data")


class Here(Work):
    """Work that is done at once, in this process: to start one for each of a thousand questions takes its time."""

    async def finished(self, question: Question, _: Receive) -> Finished:
        """The answer."""
        return finished(self.graph, question)


SERVICE = create_app(GRAPH, Here(GRAPH))

CONCEPTS = ["token", "vector", "function", "human-understanding"]  # with short ways to them
KNOWN: Mapping[str, list[str]] = {
    **dict.fromkeys(("from", "to", "center", "target", "known", "prefer", "avoid", "pin", "keep"), CONCEPTS),
    **dict.fromkeys(("about", "teaches", "mentions"), CONCEPTS),
    "kind": ["field", "task"],
    "cluster": ["llm-cluster", "training-cluster"],
    "open": ["llm-cluster", "training-cluster"],
    "page": ["what-is-deep-learning"],
    "type": ["requires", "suits", "is-a"],
    "timezone": ["UTC", "Europe/Berlin"],
    "since": [one.version for one in GRAPH.releases],
    "code": ["not-found", "cycle"],
    "answers": ["vector:yes", "token:no", "softmax:unsure"],
}
IDS: Mapping[str, list[str]] = {
    "/api/relations/{id}": [
        "deep-learning.subfield-of.machine-learning",
        "deep-learning.subfield-of.artificial-intelligence",
    ],
    **{
        path: ["what-is-deep-learning"]
        for path in (
            *("/api/pages/{id}", "/pages/{id}", "/pages/{id}.{suffix}"),
            *(one.path for one in served() if "{id}" in one.path),
        )
    },
    "/api/concepts": [],  # what is not there is an answer
}

# A cursor is bound to its question, and to fill many thousand minutes takes its time: other tests ask for these.
ELSEWHERE = ("cursor", "minutes")

# What the fields of a question ask of one another is told in words alone, so here a good one may be refused for it.
BOUND = ["/api/concepts", "/api/relations", "/api/paths", "/api/annotate", "/api/pages/preview"]
# The longest good ones do not fit into an address.
ACCEPTED = ["2xx", "303", "308", "414"]
REFUSED = ["400", "404", "405", "406", "410", "413", "414", "415", "422"]

CONFIG = {
    "generation": {"deterministic": True, "max-examples": 20, "mode": "all", "database": "none"},
    "checks": {
        "positive_data_acceptance": {"expected-statuses": ACCEPTED},
        "negative_data_rejection": {"expected-statuses": REFUSED},
    },
    "operations": [
        {"include-path": BOUND, "checks": {"positive_data_acceptance": {"expected-statuses": [*ACCEPTED, "422"]}}}
    ],
}


def narrowed(schema: Any, values: list[str]) -> Any:
    """A schema in which each text is one of some values; where it may be given in parts too, it is a text."""
    if isinstance(schema, list):
        return [narrowed(one, values) for one in schema if one.get("type") != "object"]
    if not isinstance(schema, dict):
        return schema
    if schema.get("type") == "string":
        return {"type": "string", "enum": values}
    return {key: narrowed(inside, values) if key in ("anyOf", "items") else inside for key, inside in schema.items()}


def shortened(schema: Any) -> Any:
    """A schema without the bounds that only very long texts and lists exceed: to try them takes its time, elsewhere."""
    if isinstance(schema, list):
        return [shortened(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    long = {key for key in ("maxLength", "maxItems") if isinstance(schema.get(key), int) and schema[key] > 1000}
    return {key: shortened(inside) for key, inside in schema.items() if key not in long}


def described() -> dict[str, Any]:
    """The description, narrowed down to what this hub has."""
    found: dict[str, Any] = shortened(document(GRAPH))
    for path, operations in found["paths"].items():
        for operation in operations.values():
            parameters = [one for one in operation.get("parameters", ()) if one["name"] not in ELSEWHERE]
            for one in parameters:
                values = IDS.get(path, CONCEPTS) if one["name"] == "id" else KNOWN.get(one["name"])
                one["schema"] = narrowed(one["schema"], values) if values else one["schema"]
            operation["parameters"] = parameters
            for body in operation.get("requestBody", {}).get("content", {}).values():
                model = found["components"]["schemas"][body["schema"]["$ref"].rpartition("/")[2]]
                model["properties"] = {
                    name: narrowed(facts, KNOWN[name]) if name in KNOWN else facts
                    for name, facts in model["properties"].items()
                    if name not in ELSEWHERE
                }
    return found


async def service(scope: Scope, receive: Receive, send: Send) -> None:
    """The service without a beginning and an end: one goes on through all tests."""
    if scope["type"] == "http":
        await SERVICE(scope, receive, send)


schema = schemathesis.openapi.from_dict(described(), config=SchemathesisConfig.from_dict(CONFIG))
schema.app = service


@schema.hook
def filter_query(_: HookContext, query: Mapping[str, Any] | None) -> bool:
    """No list of nothing, as a form sends it: that is none, though no item may be empty."""
    lists = (value for value in (query or {}).values() if isinstance(value, list))
    return all(part.strip() for items in lists for item in items for part in str(item).split(","))


@schema.parametrize()
def test_every_answer_is_as_described(case: schemathesis.Case[Any]) -> None:
    """Status, media type, headers and body are documented; bad requests are refused and good ones are not.

    Every check of schemathesis is made: those named above, undocumented methods, and no error of the server.
    """
    case.call_and_validate()
