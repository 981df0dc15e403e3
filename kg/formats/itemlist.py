"""A learning path in the words of schema.org, as JSON-LD: an ItemList of concepts, and the learning it stands for.

What is said of the whole (time, what it teaches, what it takes for granted) belongs to a LearningResource, whose
parts are the steps and whose main entity is the list.
"""

from uuid import NAMESPACE_URL, uuid5

from kg.answers.schema import Node, document
from kg.answers.shapes import PathAnswer, StepAnswer
from kg.formats import words
from kg.formats.markup import folded
from kg.formats.schema_org import written


def itemlist(answer: PathAnswer) -> bytes:
    """A JSON-LD document without any `<`, so that it can stand in a page; its nodes are named after what is in the path."""
    content = [*answer["targets"], *(step["concept"]["uri"] for step in answer["steps"])]
    id = f"urn:uuid:{uuid5(NAMESPACE_URL, chr(10).join(content))}"
    told = {"name": words.heading(answer), "description": words.totals(answer)}
    whole = {
        "@type": "LearningResource",
        "@id": f"{id}#path",
        **told,
        "inLanguage": answer["lang"],
        "learningResourceType": "learning path",
        "timeRequired": _duration(answer["minutes"]),
        "teaches": _terms(answer, answer["targets"]),
        "competencyRequired": _terms(answer, answer["skipped"]),
        "mainEntity": {"@id": id},
        "hasPart": [_part(step, id) for step in answer["steps"]],
    }
    listed = {
        "@type": "ItemList",
        "@id": id,
        **told,
        "numberOfItems": len(answer["steps"]),
        "itemListOrder": "https://schema.org/ItemListOrderAscending",
        "itemListElement": [_item(step) for step in answer["steps"]],
    }
    return written(document([whole, listed]))


def _item(step: StepAnswer) -> Node:
    concept = step["concept"]
    found = {"@type": "ListItem", "position": step["position"], "name": words.label(concept)}
    return {**found, **_url(step), "item": {"@id": concept["uri"]}}


def _part(step: StepAnswer, id: str) -> Node:
    """A step: the study of one concept, and why it is there. It is not the page, which may teach more than one."""
    return {
        "@type": "LearningResource",
        "@id": f"{id}#step-{step['position']}",
        "position": step["position"],
        "name": words.label(step["concept"]),
        "description": folded(step["because"]),
        **_url(step),
        "timeRequired": _duration(step["minutes"]),
        "teaches": {"@id": step["concept"]["uri"]},
    }


def _terms(answer: PathAnswer, ids: list[str]) -> list[Node]:
    """Concepts told by their ids; of a step the address is known, too."""
    labels, uris = words.labels(answer), {step["concept"]["id"]: step["concept"]["uri"] for step in answer["steps"]}
    return [
        {
            "@type": "DefinedTerm",
            **({"@id": uris[id]} if id in uris else {}),
            "termCode": id,
            "name": labels.get(id, id),
        }
        for id in ids
    ]


def _url(step: StepAnswer) -> Node:
    url = words.link(step["concept"])
    return {"url": url} if url else {}


def _duration(minutes: int) -> str:
    """ISO 8601."""
    return f"PT{minutes}M"
