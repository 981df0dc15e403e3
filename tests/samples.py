"""Questions of every kind about the hub's own data, to be asked in every way there is."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode

from kg import questions as q
from kg.answers import answer
from kg.graph import ConceptGraph

SAMPLES: Mapping[type[q.Question], tuple[Mapping[str, Any], ...]] = {
    q.ListConcepts: (
        {},
        {"limit": 7},
        {"kind": "architecture"},
        {"cluster": "llm-cluster", "limit": 3},
        {"q": "network", "kind": "architecture", "limit": 2},
        {"page": "what-is-deep-learning", "kind": "task"},
        {"id": ["transformer", "token", "no-such-thing", "deep-learning"]},
    ),
    q.ReadConcept: ({"id": "deep-learning"}, {"id": "llm-cluster", "lang": "de"}),
    q.ConceptRelations: (
        {"id": "deep-learning"},
        {"id": "transformer", "type": ["suits", "requires"], "direction": "out", "limit": 2},
    ),
    q.Ancestors: ({"id": "deep-learning"}, {"id": "transformer", "type": ["is-a"], "depth": 1}),
    q.Descendants: ({"id": "artificial-intelligence"}, {"id": "task", "limit": 2}),
    q.Prerequisites: ({"id": "llm-cluster", "depth": 1}, {"id": "transformer", "helpful": True, "limit": 5}),
    q.Dependents: ({"id": "vector"}, {"id": "vector", "helpful": True, "limit": 5}),
    q.Suggest: ({"q": "convolutoinal network"}, {"q": "tr", "kind": "technique", "limit": 3}),
    q.Connect: (
        {"from": "image-heavy-task", "to": "artificial-intelligence"},
        {"from": "token", "to": "deep-learning", "type": ["requires"]},
    ),
    q.ListRelations: (
        {"type": ["suits"]},
        {"page": "what-is-deep-learning", "limit": 4},
        {"from": "deep-learning", "standing": "editorial"},
        {"to": "artificial-intelligence", "standing": "inferred"},
    ),
    q.ReadRelation: (
        {"id": "deep-learning.subfield-of.machine-learning"},
        {"id": "deep-learning.subfield-of.artificial-intelligence"},
    ),
    q.ReadOntology: ({},),
    q.ReadGraph: (
        {"center": "self-attention"},
        *(
            {"center": "self-attention", "format": format}
            for format in ("graphml", "mermaid", "dot", "svg", "turtle", "jsonld", "csv", "csv-nodes")
        ),
        {"cluster": "training-cluster", "type": ["requires"], "limit": 20},
        {"fold": True, "open": ["llm-cluster"]},
    ),
    q.FindPath: (
        {"target": ["large-language-model"]},
        {"target": ["large-language-model", "llm-cluster"], "known": ["deep-learning", "probability"]},
    ),
    q.Frontier: ({}, {"known": ["machine-learning"], "target": "deep-learning", "limit": 3}),
    q.Placement: (
        {"target": ["large-language-model"]},
        {
            "target": ["self-attention", "embedding"],
            "answers": ["vector:yes", "matrix:no", {"concept": "embedding", "knows": "unsure"}, "task:yes"],
            "slip": 0.1,
        },
        {"target": ["dot-product"], "answers": ["vector:yes", "dot-product:no"]},
    ),
    q.Report: ({}, {"over": 600, "limit": 3, "lang": "de"}),
    q.ReadHub: ({}, {"format": "context"}, {"format": "robots"}),
    q.ReadDump: (
        {},
        *(
            {"format": format}
            for format in (
                *("concepts", "glossary", "abbr", "content-index", "redirects", "sitemap", "llms"),
                *("turtle", "ntriples", "jsonld", "rdfxml"),
            )
        ),
    ),
    q.Annotate: (
        {"text": "CNNs and large language models are trained by gradient descent."},
        {"html": "<p>A <em>token</em> has an embedding.</p>", "mode": "apply", "most": 1},
        {
            "markdown": "# Attention\n\nSelf-attention in deep learning.\n",
            "mode": "apply",
            "page": "what-is-deep-learning",
            "per": "section",
        },
    ),
    q.ReadGlossary: ({}, {"limit": 5, "format": "md"}, {"limit": 3, "format": "jsonld", "lang": "de"}),
    q.ListPages: ({},),
    q.PreviewPage: (
        {"title": "How self-attention works", "text": "A token looks at every other, by dot products of embeddings."},
        {
            "markdown": "---\ntitle: Pooling\nabout: [pooling]\n---\nSee convolutional networks.\n",
            "teaches": ["convolution"],
        },
        {"about": ["large-language-model"], "slug": "what-is-an-llm", "url": "https://learning-hub.example/llm"},
    ),
    q.ReadPage: ({"id": "what-is-deep-learning"},),
    q.Changes: ({}, {"since": "0.1.0"}, {"format": "atom", "limit": 2}, {"format": "jsonfeed"}),
}

QUESTIONS = tuple(q.parse(kind, fields) for kind, each in SAMPLES.items() for fields in each)


def every(graph: ConceptGraph, question: q.Paged) -> list[Any]:
    """All items of a long answer, page by page, by the addresses that the pages give."""
    given = {"id": question.id} if isinstance(question, q.AboutConcept) else {}
    found = list[Any]()
    while True:
        part = answer(graph, question)
        assert len(part["items"]) <= question.limit
        found += part["items"]
        if part["next"] is None:
            return found
        assert len(part["items"]) == question.limit
        question = q.parse_query(type(question), parse_qsl(part["next"][1:], strict_parsing=True), given)


def address(question: q.Question) -> str:
    """Where HTTP asks a question by GET."""
    fields = question.model_dump(mode="json", exclude_defaults=True)
    own = {name: value for name, value in fields.items() if f"{{{name}}}" not in question.path}
    path = (
        question.path.replace("{id}", quote(fields.get("id", ""), safe=""))
        if "{id}" in question.path
        else question.path
    )
    return f"{path}?{urlencode(own, doseq=True)}" if own else path
