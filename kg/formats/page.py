"""What goes around an article as Markdown (CommonMark): its twin for readers without a browser, agents among them."""

from collections.abc import Sequence

from kg.answers.shapes import Needed, PageAnswer, RoutePart, Summary
from kg.formats.commonmark import link, text
from kg.formats.words import hours


def markdown(found: PageAnswer, base: str) -> bytes:
    """The article's surroundings; links to concepts lead to their documents in Markdown, under the base path."""
    path = found["path"]
    blocks = [f"# {text(found['title'])}", text(found["description"] or ""), _article(found)]
    blocks += [_route(route, base) for route in found["breadcrumbs"] if len(route) > 1]
    for heading, lines in (
        ("What it is about", [_defined(one, base) for one in found["about"]]),
        ("What to know before", [_needed(one, base) for one in found["prerequisites"]]),
        ("What it teaches", [_defined(one, base) for one in found["teaches"] if one not in found["about"]]),
        ("What to read next", [_needed(one, base) for one in found["next"]]),
        ("What it unlocks", [_needed(one, base) for one in found["unlocks"]]),
        ("Related articles", [f"{link(one['title'], one['url'])}: {text(one['because'])}" for one in found["related"]]),
        ("Questions and answers", [f"{text(one['question'])} {text(one['answer'])}" for one in found["questions"]]),
        ("Terms", [f"{text(one['term'])}: {text(one['definition'])}" for one in found["glossary"]]),
        ("Not explained by any article yet", [_concept(one["concept"], base) for one in found["gaps"]]),
    ):
        blocks += [f"## {heading}", "\n".join(f"- {line}" for line in lines)] if lines else []
    for heading, part in (("Learning path to here", path["here"]), ("Learning path from here", path["on"])):
        blocks += [f"## {heading}", *_steps(part, base)] if part and part["steps"] else []
    return ("\n\n".join(filter(None, blocks)) + "\n").encode()


def _article(found: PageAnswer) -> str:
    return f"The article: {link(found['url'], found['url'])}" if found["url"] else ""


def _concept(concept: Summary, base: str) -> str:
    return link(concept["label"], f"{base}concepts/{concept['id']}.md")


def _route(route: Sequence[Summary], base: str) -> str:
    return f"Where it fits: {' › '.join(_concept(one, base) for one in route)}"


def _defined(concept: Summary, base: str) -> str:
    return ": ".join(filter(None, (_concept(concept, base), text(concept["definition"] or ""))))


def _needed(one: Needed, base: str) -> str:
    """A concept with the reason, and the articles that teach it."""
    notes = ["only helps"] * (one.get("strength") == "helpful") + ["one of several ways"] * ("group" in one)
    pages = ", ".join(link(page["title"], page["url"]) for page in one["pages"])
    note = f" ({', '.join(notes)})" if notes else ""
    why = f": {text(one['why'])}" if one["why"] else ""
    return f"{_concept(one['concept'], base)}{note}{why}{f' Taught by {pages}.' if pages else ''}"


def _steps(part: RoutePart, base: str) -> list[str]:
    lines = [
        f"{one['position']}. {_concept(one['concept'], base)} ({hours(one['minutes'])}): {text(one['because'])}"
        for one in part["steps"]
    ]
    left = part["total"] - len(part["steps"])
    rest = f"; {left} more steps are not listed here" if left else ""
    return ["\n".join(lines), f"{link('The whole path', part['url'])} takes {hours(part['minutes'])}{rest}."]
