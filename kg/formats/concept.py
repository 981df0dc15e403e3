"""The document about a concept as Markdown (CommonMark): what the page says, as headings, lists and links."""

from collections.abc import Iterable

from kg.answers.document import Document, Group, Line, Piece, Proof
from kg.answers.shapes import Summary
from kg.formats.commonmark import link, text

_ROLES = {"about": "is about it", "teaches": "teaches it", "mentions": "mentions it"}


def markdown(found: Document, base: str) -> bytes:
    """The document in Markdown; links to other concepts lead to theirs, under the base path."""
    concept = found.concept
    blocks = [f"# {text(concept['label'])}", _facts(found), text(concept["definition"] or "")]
    blocks += [_route(route, concept["id"], base) for route in found.routes if len(route) > 1]
    for heading, groups in (
        ("What to learn before", found.before),
        ("What it unlocks", found.after),
        ("How it relates to others", found.others),
    ):
        blocks += [f"## {heading}", *(block for one in groups for block in _group(one, base))] if groups else []
    members = [_linked(Piece(one["label"], one["id"]), base) for one in found.members]
    members += [f"{found.size - len(members)} more"] if found.size > len(members) else []
    pages = (f"{link(page['title'], page['url'])} {_ROLES[page['role']]}" for page in concept["pages"])
    mappings = (f"{name}: {link(iri, iri)}" for name, iris in sorted(concept["mappings"].items()) for iri in iris)
    for heading, lines in (
        ("Concepts of this part", members),
        ("Once you know it, you can", map(text, concept["outcomes"])),
        ("Notes", map(text, concept["notes"])),
        ("Articles", pages),
        ("Names", _names(found)),
        ("In other vocabularies", mappings),
    ):
        items = [f"- {line}" for line in lines]
        blocks += [f"## {heading}", "\n".join(items)] if items else []
    blocks.append(f"Identity: {link(concept['uri'], concept['uri'])}")
    return ("\n\n".join(filter(None, blocks)) + "\n").encode()


def _facts(found: Document) -> str:
    concept = found.concept
    facts = [text(found.kind)]
    if concept["minutes"] is not None:
        facts.append(f"{concept['minutes']} min")
    if concept["difficulty"] is not None:
        facts.append(f"difficulty {concept['difficulty']} of 5")
    if found.cluster:
        facts.append(f"part of “{text(found.cluster['label'])}”")
    return " · ".join(facts)


def _route(route: list[Summary], here: str, base: str) -> str:
    pieces = (Piece(one["label"], None if one["id"] == here else one["id"]) for one in route)
    return f"Where it fits: {' › '.join(_linked(piece, base) for piece in pieces)}"


def _group(group: Group, base: str) -> list[str]:
    lines = [line for one in group.lines for line in _line(one, base)]
    left = [f"{group.left} more are not listed here."] if group.left else []
    return [f"### {text(group.title)}", "\n".join(lines), *left]


def _line(line: Line, base: str) -> Iterable[str]:
    """A relation as an item, what it rests on below it."""
    sentence = "".join(_linked(piece, base) for piece in line.sentence)
    dash = " — " if line.why and len(line.sentence) == 1 else " "
    yield f"- {sentence}{dash}{text(line.why or '')}".rstrip()
    yield from (f"  - {_proof(proof)}" for proof in line.proofs)
    if not line.proofs:
        yield "  - The editors say so."


def _proof(proof: Proof) -> str:
    if proof.quote is None:
        return f"The editors say so, after {link(proof.title, proof.url)}"
    section = f", “{text(proof.section)}”" if proof.section else ""
    return f"The article says so: “{text(proof.quote)}” ({link(proof.title, proof.url)}{section})"


def _linked(piece: Piece, base: str) -> str:
    if piece.id:
        return link(piece.text, f"{base}concepts/{piece.id}.md")
    before, after = (" " if end.isspace() else "" for end in (piece.text[:1], piece.text[1:][-1:]))
    return f"{before}{text(piece.text)}{after}"


def _names(found: Document) -> Iterable[str]:
    """The labels and other names by language, if they tell more than the heading does."""
    labels, also = found.concept["labels"], found.concept["also"]
    for lang in sorted(labels.keys() | also.keys()):
        names = [*([labels[lang]] if lang in labels else []), *also.get(lang, [])]
        if len(labels.keys() | also.keys()) > 1 or len(names) > 1:
            yield f"{lang}: {', '.join(map(text, names))}"
