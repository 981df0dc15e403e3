"""The page about a concept."""

import re

from api.pages.downloads import DOWNLOADS
from api.pages.shell import shown
from kg.answers.document import Document, document
from kg.graph import ConceptGraph
from kg.questions import ReadConcept, ReadGraph, parse
from kg.render import finished

MOST_DRAWN, MOST_RELATIONS = 24, 200


def page(graph: ConceptGraph, question: ReadConcept) -> bytes:
    """The page about a concept. Raises `kg.errors.KgError` where there is none."""
    found = document(graph, question)
    return shown(
        graph,
        "concept.html",
        question.lang,
        found=found,
        concept=found.concept,
        picture=_picture(graph, question, found),
        downloads=DOWNLOADS,
    )


def _picture(graph: ConceptGraph, question: ReadConcept, found: Document) -> str | None:
    """What lies around the concept as SVG for within a page; none where it has too many relations to be drawn."""
    groups = [*found.concept["relations"].values(), *found.concept["inverse"].values()]
    if not 0 < sum(group["total"] for group in groups) <= MOST_RELATIONS:
        return None
    fields = {"format": "svg", "center": question.id, "limit": MOST_DRAWN, "lang": question.lang}
    drawn = finished(graph, parse(ReadGraph, fields)).body.decode()
    # an XML declaration has no place in HTML; a stated width lets narrow screens scroll instead of shrinking the text
    svg = drawn.partition("\n")[2]
    return re.sub(r'<svg (.*?viewBox="0 0 (\d+) (\d+)")', r'<svg width="\2" height="\3" \1', svg, count=1)
