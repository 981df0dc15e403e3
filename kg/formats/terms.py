"""The glossary as Markdown (CommonMark)."""

from kg.answers.shapes import TermList
from kg.formats.commonmark import link, text


def markdown(answer: TermList) -> bytes:
    """A list of terms, each a link to where it is explained."""
    lines = []
    for one in answer["items"]:
        also = f" (also: {', '.join(map(text, one['also']))})" if one["also"] else ""
        lines.append(f"- **{link(one['term'], one['url'])}**{also}: {text(one['definition'])}")
    more = [f"[More terms](<{answer['next']}>)"] if answer["next"] else []
    blocks = [f"# {text(answer['title'])}: glossary", "\n".join(lines), *more]
    return ("\n\n".join(filter(None, blocks)) + "\n").encode()
