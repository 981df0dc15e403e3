"""Answers about documents: which concepts they mention, and the same documents with links."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from html import escape
from urllib.parse import quote

from kg.answers.shapes import AnnotateAnswer, MentionAnswer, Summary
from kg.answers.view import View, one_of
from kg.errors import QuestionError
from kg.graph import ConceptGraph
from kg.mentions import READERS, Form, Mention, Rules, fits, judge, spliced
from kg.questions import Annotate, pointer

MOST_LISTED = 5_000
MOST_CANDIDATES = 5

_FETCHED = re.compile(r"https?:|/", re.IGNORECASE)
# what may stand in the target of a link in Markdown beside letters, digits and -._~: RFC 3986 without parentheses
_SAFE = ":/?#@!$&'*+,;=%"

# what comes before and after the words of a link, by the id of its concept and its address
MARKUP: Mapping[Form, Callable[[str, str], tuple[str, str]]] = {
    "html": lambda name, url: (f'<a class="kg-link" href="{escape(url)}" data-kg="{escape(name)}">', "</a>"),
    "markdown": lambda _, url: ("[", f"]({quote(url, safe=_SAFE)})"),
}


def annotated(graph: ConceptGraph, question: Annotate) -> AnnotateAnswer:
    """The mentions in a document. Raises `QuestionError` where there is not one document, or no such page."""
    form, source = _given(question)
    one_of(question.page, graph.pages, "page", "page")
    view = View(graph, question.lang)
    rules = Rules(question.most, question.per, _own(view, question.page))
    if form == "markdown":
        rules = rules._replace(fits=fits)
    found = judge(READERS[form](source), graph.lexicon(question.lang), rules)
    linked = [one for one in found if one.why_not is None]
    answer: AnnotateAnswer = {
        "format": form,
        "mentions": list(_told(view, source, found[:MOST_LISTED])),
        "total": len(found),
        "links": len(linked),
        "truncated": len(found) > MOST_LISTED,
    }
    if question.mode == "apply":
        answer["document"] = spliced(source, _links(view, form, linked))
    return answer


def _given(question: Annotate) -> tuple[Form, str]:
    given: dict[Form, str | None] = {"text": question.text, "html": question.html, "markdown": question.markdown}
    documents = [(form, source) for form, source in given.items() if source is not None]
    if len(documents) != 1:
        raise QuestionError((("", "give the document as one of text, html and markdown"),))
    if documents[0][0] not in MARKUP and question.mode == "apply":
        raise QuestionError(((pointer("mode"), "a plain text has no links: give it as html or markdown"),))
    return documents[0]


def _own(view: View, slug: str | None) -> frozenset[int]:
    """The concepts that a page is about, and those whose links lead to it."""
    if slug is None:
        return frozenset()
    graph, page = view.graph, view.graph.pages[slug]
    taught = {graph.number(id) for id in page.teaches}
    return frozenset(map(graph.number, page.about)) | {n for n in taught if view.summary(n)["url"] == page.url}


def _told(view: View, source: str, mentions: Sequence[Mention]) -> Iterator[MentionAnswer]:
    summaries: dict[int, Summary] = {}

    def summary(number: int) -> Summary:
        if number not in summaries:
            summaries[number] = view.summary(number)
        return summaries[number]

    for one in mentions:
        owner, owners = one.found.owners[0], one.found.owners
        told: MentionAnswer = {
            "concept": summary(owner.concept) if len(owners) == 1 else None,
            "start": one.start,
            "end": one.end,
            "text": source[one.start : one.end],
            "form": summary(owner.concept)["label"] if owner.hidden else owner.name,
            "linked": one.why_not is None,
        }
        if one.why_not is not None:
            told["why_not"] = one.why_not
        if len(owners) > 1:
            told["candidates"] = [summary(other.concept) for other in owners[:MOST_CANDIDATES]]
        yield told


def _links(view: View, form: Form, mentions: Sequence[Mention]) -> Iterator[tuple[int, int, str, str]]:
    """The places of links in a source, each with what comes before and after."""
    for one in mentions:
        about = view.summary(one.found.owners[0].concept)
        # a page of the hub may have any address; only one that is fetched is ever linked
        url = about["url"] if _FETCHED.match(about["url"]) else f"{view.graph.base}concepts/{about['id']}"
        yield one.start, one.end, *MARKUP[form](about["id"], url)
