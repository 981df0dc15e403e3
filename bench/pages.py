"""How long the server takes to make each page for people, and how heavy it is.

    python -m bench.pages [DATA]

Each page is asked for with a field that it passes over, another each time, so that no finished answer serves. The
figure is the median of the time that passes in this process until the answer is there; what is worked out in a process
of its own (paths, the report) counts in full.
"""

import argparse
import gzip
import platform
import sys
from pathlib import Path
from statistics import median
from time import perf_counter

from starlette.testclient import TestClient

from api.app import create_app
from kg import load
from kg.graph import ConceptGraph

ROUNDS = 15


def addresses(graph: ConceptGraph) -> list[str]:
    """A page of each sort: of the concepts, the one with the most relations."""
    degree = {
        id: sum(1 for way in (False, True) for _ in graph.neighbours(n, graph.type_names, backwards=way))
        for n, id in enumerate(graph.ids)
    }
    busy, last = max(degree, key=degree.__getitem__), graph.ids[-1]
    articles = [f"/pages/{slug}" for slug in sorted(graph.pages)[:1]]
    return [
        *("/", f"/concepts/{busy}", *articles, "/search", f"/search?q={busy[:4]}", f"/compare?from={busy}&to={last}"),
        *("/report", "/learn", f"/learn?target={last}", "/map", "/docs", "/concepts/no-such-thing"),
    ]


def main() -> None:
    """Print a row for each page."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", nargs="?", default="data")
    graph = load(Path(parser.parse_args().data))
    sys.stdout.write(f"{len(graph)} concepts, Python {platform.python_version()}, {platform.machine()}\n")
    sys.stdout.write(f"{'page':<56}{'ms':>8}{'kB':>8}{'gzip kB':>9}\n")
    with TestClient(create_app(graph), headers={"Accept": "text/html", "Accept-Encoding": "identity"}) as client:
        for address in addresses(graph):
            taken = []
            for turn in range(ROUNDS):
                start = perf_counter()
                page = client.get(f"{address}{'&' if '?' in address else '?'}turn={turn}")
                taken.append(perf_counter() - start)
            sizes = len(page.content), len(gzip.compress(page.content, 6))
            sys.stdout.write(
                f"{address:<56}{median(taken) * 1000:>8.1f}{sizes[0] / 1000:>8.1f}{sizes[1] / 1000:>9.1f}\n"
            )


if __name__ == "__main__":
    main()
