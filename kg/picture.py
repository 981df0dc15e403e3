"""A graph at a glance, for notebooks: its clusters, how they build on one another, and their sizes."""

from collections import Counter
from html import escape

from kg.graph import ConceptGraph

_ROW, _WIDTH, _LEFT = 34, 560, 190


def clusters(graph: ConceptGraph) -> list[tuple[int, int, Counter[int]]]:
    """Each cluster with its size and, by cluster, how many of its requirements lie outside it."""
    found = []
    for id in graph.hub.clusters:
        cluster = graph.numbers[id]
        members = graph.members.get(cluster, ())
        needs: Counter[int] = Counter()
        for _, (at, to, _) in graph.requirements(options=True, helpful=True):
            needs.update(graph.cluster(n) for m in members for n in to[at[m] : at[m + 1]])
        del needs[cluster]
        found.append((cluster, len(members), needs))
    return found


def notebook(graph: ConceptGraph) -> str:
    """A table and a picture in HTML: one bar per cluster, with what it builds on."""
    rows = clusters(graph)
    names = {cluster: graph.labels[cluster] for cluster, _, _ in rows}
    most = max((size for _, size, _ in rows), default=1) or 1
    bars, lines = [], []
    for place, (cluster, size, needs) in enumerate(rows):
        y = place * _ROW
        length = size * (_WIDTH - _LEFT - 40) // most
        bars.append(
            f'<text x="{_LEFT - 8}" y="{y + 21}" text-anchor="end">{escape(names[cluster])}</text>'
            f'<rect x="{_LEFT}" y="{y + 6}" width="{length}" height="22" rx="3" fill="#4a7ab5"/>'
            f'<text x="{_LEFT + length + 6}" y="{y + 21}">{size}</text>'
        )
        on = ", ".join(f"{escape(names.get(n, '-'))} ({count})" for n, count in needs.most_common() if n in names)
        lines.append(f"<tr><th>{escape(names[cluster])}</th><td>{size}</td><td>{on or '-'}</td></tr>")
    title = escape(next(iter(graph.hub.title.values()), ""))
    return (
        f"<p><b>{title}</b>, version {escape(graph.version)}: {len(graph)} concepts, "
        f"{graph.relation_count} relations</p>"
        f'<svg role="img" aria-label="Concepts in each cluster" width="{_WIDTH}" height="{len(rows) * _ROW}" '
        f'font-family="sans-serif" font-size="13" fill="currentColor">{"".join(bars)}</svg>'
        f"<table><tr><th>Cluster</th><th>Concepts</th><th>Builds on (requirements)</th></tr>{''.join(lines)}</table>"
    )
