"""The answer about a page that the hub does not have: what would go around it."""

from collections.abc import Iterable, Mapping
from typing import Any

from kg.answers.bundle import bundle
from kg.answers.shapes import PreviewAnswer
from kg.answers.view import View, resolve
from kg.errors import QuestionError
from kg.graph import ConceptGraph
from kg.mentions import READERS, Form, Rules, judge
from kg.mentions.reading import front_matter
from kg.model import Page, Role
from kg.questions import PreviewPage, fields_of, mistakes, parse, pointer
from kg.syntax import Map
from kg.syntax import parse as parse_yaml

MOST_ABOUT, MOST_MENTIONS = 3, 500

_TOLD = frozenset(fields_of(PreviewPage)) - {"lang", *READERS}


def previewed(graph: ConceptGraph, question: PreviewPage) -> PreviewAnswer:
    """The bundle of the page. Raises `QuestionError` where there is nothing to go by, and for what cannot be meant."""
    form, source = _given(question)
    question = _completed(question, source) if form == "markdown" else question
    given, renamed = resolve(graph, **{name: getattr(question, name) for name in ("about", "teaches", "mentions")})
    view = View(graph, question.lang)
    about = given["about"] or _named(graph, question.lang, "text", question.title or "")[:MOST_ABOUT]
    own = {*about, *given["teaches"]}
    found = [n for n in _named(graph, question.lang, form, source) if n not in own]
    mentions = list(dict.fromkeys((*given["mentions"], *found)))
    roles: dict[Role, list[int]] = {"about": about, "teaches": given["teaches"], "mentions": mentions[:MOST_MENTIONS]}
    answer = bundle(view, _page(view, question, roles))
    return {**answer, "totals": {**answer["totals"], "mentions": len(mentions)}, "renamed": renamed}


def _given(question: PreviewPage) -> tuple[Form, str]:
    """The document, empty where the page is told by facts alone."""
    given: dict[Form, str | None] = {"text": question.text, "html": question.html, "markdown": question.markdown}
    documents = [(form, source) for form, source in given.items() if source is not None]
    if len(documents) > 1:
        raise QuestionError((("", "give the document as one of text, html and markdown"),))
    if not documents and not any(getattr(question, name) for name in _TOLD):
        raise QuestionError((("", "give the page as text, html or markdown, or say what it is about"),))
    return documents[0] if documents else ("text", "")


def _completed(question: PreviewPage, source: str) -> PreviewPage:
    """The question with what the front matter of the document says beside it. Raises `QuestionError`."""
    said = _front_matter(source)
    own = question.model_dump(exclude_defaults=True)
    try:
        read = parse(PreviewPage, said)
    except QuestionError as error:
        detail = (f"front matter, {where}: {what}" for where, what in error.errors)
        raise mistakes((pointer("markdown"), one) for one in detail) from None
    return read.model_copy(update=own)


def _front_matter(source: str) -> dict[str, Any]:
    """The fields in the front matter of a document, without those that are empty or none of ours."""
    _, *lines = source[: front_matter(source)].splitlines() or [""]
    if not lines or not source.lstrip("\ufeff").startswith("---"):
        return {}
    # an empty first line for the fence, so that lines are counted as in the document
    value, problems = parse_yaml("\n".join(["", *lines[:-1]]).encode("utf-8", "replace"), "front matter")
    if value is None and problems:
        raise mistakes((pointer("markdown"), f"{one.place}: {one.message}") for one in problems)
    found = value if isinstance(value, Map) else {}
    return {name: said for name, said in found.items() if name in _TOLD and said is not None}


def _named(graph: ConceptGraph, lang: str | None, form: Form, source: str) -> list[int]:
    """The concepts that a document names in its running text, each once, in order; no link is put there, so none is spent."""
    found = judge(READERS[form](source), graph.lexicon(lang), Rules(most=0))
    named = (one.found.owners[0].concept for one in found if one.why_not in ("already-linked", "cap"))
    return list(dict.fromkeys(named))


def _page(view: View, question: PreviewPage, roles: Mapping[Role, Iterable[int]]) -> Page:
    ids = {role: tuple(view.graph.ids[n] for n in numbers) for role, numbers in roles.items()}
    lang = question.lang or view.graph.hub.language
    title = question.title or next((view.label(view.graph.number(id)) for id in ids["about"]), "")
    return Page.model_construct(
        slug=question.slug or "",
        url=question.url or "",
        title={lang: title},
        description={lang: question.description} if question.description else {},
        about=ids["about"],
        teaches=ids["teaches"],
        mentions=ids["mentions"],
    )
