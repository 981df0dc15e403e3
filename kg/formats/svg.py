"""A graph as SVG: links with names for those who listen, boxes and lines for those who look."""

from collections.abc import Mapping, Sequence
from hashlib import sha256

from kg.answers.shapes import GraphAnswer
from kg.formats.around import around, fits
from kg.formats.layered import layered
from kg.formats.lines import rtl, width, wrap
from kg.formats.markup import attribute, folded, safe_url, text
from kg.formats.overview import overview
from kg.formats.picture import LEADING, SMALL, Box, Key, Line, Picture, Stroke, Words, key, strokes
from kg.formats.shape import manner
from kg.formats.style import KINDS, STYLE

MOST, MOST_EDGES = 300, 500
_EDGE, _SWATCH, _LEAST = 24, 46, 480


def draw(answer: GraphAnswer) -> Picture:
    """The picture of a graph: around its centre if it is a neighbourhood, else in layers."""
    return around(answer) if fits(answer) else layered(answer)


def drawable(answer: GraphAnswer) -> bool:
    """Whether a graph is small enough to draw its concepts one by one."""
    return len(answer["nodes"]) <= MOST and len(answer["edges"]) <= MOST_EDGES


def svg(answer: GraphAnswer, *, in_order: bool = False, kinds: Sequence[str] = ()) -> bytes:
    """An SVG document. Up to 300 concepts and 500 relations are drawn one by one, more only as clusters with counts.

    It is read row by row, or `in_order` of the answer. The colour of a kind goes by its place among `kinds`, so that
    pictures side by side agree; without them by that among the kinds drawn.
    """
    counted = not drawable(answer)
    drawn = overview(answer) if counted else answer
    picture, looks = draw(drawn), strokes(drawn["edges"])
    mark = "kg" + sha256(repr(answer).encode()).hexdigest()[:8]
    notes = _notes(answer, counted)
    legend, depth = _legend(picture, looks, notes, mark)
    wide, tall = max(picture.width + 2 * _EDGE, _LEAST), picture.height + 2 * _EDGE + depth
    shift = (wide - picture.width) // 2
    kinds = kinds or sorted({node["kind"] for node in drawn["nodes"]})
    colours = {kind: place % KINDS for place, kind in enumerate(kinds)} if not counted else {}
    names, place = _names(drawn), {node["id"]: k for k, node in enumerate(drawn["nodes"])}
    boxes = sorted(picture.boxes, key=lambda one: place[one.node["id"]]) if in_order else picture.boxes
    root = (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="kg-graph" viewBox="0 0 {wide} {tall}" role="group"'
        f' aria-labelledby="{mark}-t {mark}-d" lang="{attribute(answer["lang"])}">'
    )
    parts = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        root,
        f'<title id="{mark}-t">{text(folded(answer["title"]))}</title>',
        f'<desc id="{mark}-d">{text(" ".join(notes))}</desc>',
        f"<style>{STYLE}</style>",
        f'<defs aria-hidden="true">{"".join(_marker(head, mark) for head in _HEADS)}</defs>',
        f'<rect class="kg-paper" width="{wide}" height="{tall}"/>',
        f'<g transform="translate({shift} {_EDGE})">',
        '<g aria-hidden="true">',
        *(_line(line, looks, mark) for line in sorted(picture.lines, key=lambda line: not line.faint)),
        *(_line(line, looks, mark, stem=True) for line in picture.stems),
        '<g class="kg-words">',
        *map(_words, picture.words),
        "</g></g>",
        *(
            _node(one, names[one.node["id"]], colours.get(one.node["kind"], 0), one.node["id"] == picture.centre)
            for one in boxes
        ),
        "</g>",
        f'<g class="kg-legend" transform="translate({_EDGE} {picture.height + 2 * _EDGE})">{legend}</g>',
        "</svg>\n",
    ]
    return "\n".join(parts).encode()


_HEADS: Mapping[str, str] = {
    "full": '<path class="kg-full" d="M0 0L10 5L0 10z"/>',
    "open": '<path class="kg-open" d="M1 1L9 5L1 9"/>',
    "ring": '<path class="kg-open" d="M1 1L9 5L1 9"/><circle class="kg-full" cx="3" cy="5" r="2"/>',
    "bar": '<path class="kg-open" d="M1 1L9 5L1 9M1 1V9"/>',
}


def _marker(head: str, mark: str) -> str:
    """An arrow head; the ids are the document's own, so that several pictures can stand on one page."""
    return (
        f'<marker id="{mark}-{head}" viewBox="0 0 10 10" refX="9.5" refY="5" markerWidth="9" markerHeight="9"'
        f' markerUnits="userSpaceOnUse" orient="auto">{_HEADS[head]}</marker>'
    )


def _line(line: Line, looks: Mapping[Key, Stroke], mark: str, *, stem: bool = False) -> str:
    """A relation. Its sentence shows on hovering; a stem stands for several and names no ends."""
    edge = line.edge
    stroke = looks[key(edge)]
    classes = "kg-edge" + (" kg-requires" if manner(edge) != "other" else "") + (" kg-faint" if line.faint else "")
    dash = f' stroke-dasharray="{stroke.dash}"' if stroke.dash else ""
    head = f' marker-end="url(#{mark}-{stroke.head})"' if line.head else ""
    if stem:
        return f'<path class="{classes}" d="{line.path}"{dash}{head}/>'
    ends = (
        f'data-from="{attribute(edge["from"])}" data-to="{attribute(edge["to"])}" data-type="{attribute(edge["type"])}"'
    )
    return (
        f'<path class="{classes}" d="{line.path}"{dash}{head} {ends}>'
        f"<title>{text(folded(edge['sentence']))}</title></path>"
    )


def _words(words: Words) -> str:
    """What a line means, on a patch of paper that interrupts the line."""
    parts = []
    for k, line in enumerate(map(folded, words.lines)):
        y, wide = words.y + k * LEADING - (len(words.lines) - 1) * LEADING // 2, round(width(line, SMALL)) + 6
        parts.append(
            f'<rect class="kg-paper" x="{words.x - wide // 2}" y="{y - 9}" width="{wide}" height="{LEADING}"/>'
            f'<text x="{words.x}" y="{y + 4}"{_direction(line)}>{text(line)}</text>'
        )
    return "".join(parts)


def _direction(content: str) -> str:
    return ' direction="rtl"' if rtl(content) else ""


def _node(one: Box, name: str, colour: int, centre: bool) -> str:
    """A concept: a link with a spoken name, or a mere box where the address is not safe to follow."""
    node, url = one.node, safe_url(one.node["url"])
    tag, opens = ("a", f'a href="{attribute(url)}"') if url else ("g", "g")
    role = "" if url else ' role="img"'
    middle, top = one.width // 2, (one.height - (len(one.lines) + 1) * LEADING) // 2
    hint = " · ".join(folded(part) for part in (node["label"], node["cluster_label"], node["definition"]) if part)
    lines = "".join(
        f'<text x="{middle}" y="{top + 14 + k * LEADING}" lang="{attribute(node["lang"])}"{_direction(node["label"])}>{text(line)}</text>'
        for k, line in enumerate(one.lines)
    )
    return (
        f'<{opens} class="kg-node{" kg-centre" if centre else ""}" data-id="{attribute(node["id"])}"{role}'
        f' aria-label="{attribute(name)}" transform="translate({one.x} {one.y})"><title>{text(hint)}</title>'
        f'<rect width="{one.width}" height="{one.height}" rx="7"/>'
        f'<path class="kg-kind-{colour}" d="M1 8a7 7 0 0 1 4 -6.2V{one.height - 1.8:g}a7 7 0 0 1 -4 -6.2z"/>{lines}'
        f'<text class="kg-remark" x="{middle}" y="{top + 14 + len(one.lines) * LEADING}"{_direction(one.remark)}>{text(one.remark)}</text></{tag}>'
    )


def _names(answer: GraphAnswer) -> dict[str, str]:
    """What is read out for each concept: label, kind, what it needs, and how it relates to the centre."""
    labels = {node["id"]: folded(node["label"]) for node in answer["nodes"]}
    centre = next((node["id"] for node in answer["nodes"] if node.get("depth") == 0), None)
    needs: dict[str, dict[str, list[str]]] = {id: {} for id in labels}
    sentences: dict[str, list[str]] = {id: [] for id in labels}
    for edge in answer["edges"]:
        if manner(edge) != "other":
            needs[edge["from"]].setdefault(manner(edge), []).append(labels[edge["to"]])
        elif centre in (edge["from"], edge["to"]) and edge["from"] != edge["to"]:
            other = edge["to"] if edge["from"] == centre else edge["from"]
            sentences[other].append(folded(edge["sentence"]))
    words = {"essential": "needs", "option": "a choice of", "helpful": "easier with"}
    return {
        node["id"]: ", ".join(
            [labels[node["id"]], folded(node["kind"].replace("-", " "))]
            + [
                f"{word} {', '.join(needs[node['id']][kind])}"
                for kind, word in words.items()
                if kind in needs[node["id"]]
            ]
            + sentences[node["id"]]
        )
        for node in answer["nodes"]
    }


def _notes(answer: GraphAnswer, counted: bool) -> list[str]:
    """How much is drawn, and whether that is all."""
    nodes, edges = len(answer["nodes"]), len(answer["edges"])
    notes = [f"{nodes} concepts, {edges} relations."]
    if answer["truncated"]:
        notes = [f"{nodes} of {answer['total_nodes']} concepts, {edges} of {answer['total_edges']} relations."]
    if counted:
        what = "requirements" if any(edge["type"] == "requires" for edge in answer["edges"]) else "relations"
        notes.append(f"One box per cluster; each line counts the {what} between two.")
    return notes


def _legend(picture: Picture, looks: Mapping[Key, Stroke], notes: list[str], mark: str) -> tuple[str, int]:
    """The kinds of lines in words, in as many rows as they take, and the notes; with the height of it all."""
    parts, x, y, room = list[str](), 0, 6, max(picture.width, _LEAST - 2 * _EDGE)
    for kind in picture.legend:
        stroke = looks[kind]
        label, dash = folded(stroke.label), f' stroke-dasharray="{stroke.dash}"' if stroke.dash else ""
        long = _SWATCH + round(width(label, SMALL)) + 24
        if x and x + long > room:
            x, y = 0, y + 22
        parts.append(
            f'<path class="kg-edge{" kg-requires" if kind[1] != "other" else ""}" d="M{x} {y - 4}h{_SWATCH - 10}"{dash}'
            f' marker-end="url(#{mark}-{stroke.head})"/><text x="{x + _SWATCH}" y="{y}">{text(label)}</text>'
        )
        x += long
    y += 22 if parts else 0
    for note in wrap(" ".join(notes), room, SMALL):
        parts.append(f'<text x="0" y="{y}">{text(note)}</text>')
        y += LEADING
    return "".join(parts), y - LEADING + 8
