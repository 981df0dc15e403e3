"""Content to be put in order, drawn at random, with what its orders are worth by definition and by brute force."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import pairwise
from random import Random
from typing import TypeVar, get_args

from hypothesis import strategies as st

from kg.paths.items import Items
from kg.paths.order import Content, Measures, Objective
from tests.build import SEEDS
from tests.kg.paths import brute

T = TypeVar("T")

OBJECTIVES: tuple[Objective, ...] = get_args(Objective)


def content(
    uses: Mapping[int, Sequence[int]],
    *,
    after: Mapping[int, Sequence[int]] | None = None,
    topics: Mapping[int, object] | None = None,
    difficulties: Mapping[int, int] | None = None,
    minutes: Mapping[int, int] | None = None,
    weights: Mapping[int, int] | None = None,
) -> Content:
    """Content of what uses what, in the order of its numbers; of one topic and ten minutes each, if not told."""
    return Content(
        nodes=tuple(sorted(uses)),
        uses={node: tuple(used) for node, used in uses.items()},
        after={node: tuple(others) for node, others in (after or {}).items()},
        topics=topics or dict.fromkeys(uses, "x"),
        difficulties=difficulties or {},
        minutes=minutes or dict.fromkeys(uses, 10),
        weights=weights or {},
    )


def drawn(seed: int, most: int = 6) -> Content:
    """Content of up to so many nodes. In every third case what comes after what is against the order of the nodes."""
    random = Random(seed)
    nodes = sorted(random.sample(range(50), random.randint(0, most)))
    order = random.sample(nodes, len(nodes)) if seed % 3 == 0 else nodes
    dense, forced = random.random() * 0.8, random.random() * 0.3
    links: list[dict[int, list[int]]] = [{}, {}]
    for place, node in enumerate(order):
        for found, chance in zip(links, (dense, forced), strict=True):
            found[node] = [other for other in order[:place] if random.random() < chance]
    return content(
        links[0],
        after={node: others for node, others in links[1].items() if others},
        topics={node: random.choice("xyz") for node in nodes},
        difficulties={node: random.randint(1, 5) for node in nodes if random.random() < 0.8},
        minutes={node: random.randint(0, 9) for node in nodes},
        weights={node: random.randint(0, 3) for node in nodes if random.random() < 0.4},
    )


def contents(most: int = 6) -> st.SearchStrategy[Content]:
    """Any content of up to so many nodes."""
    return SEEDS.map(lambda seed: drawn(seed, most))


def layered(size: int, width: int, seed: int = 1, uses: int = 2) -> Content:
    """Layers of so many nodes, each of which uses some of the layer before: no node of a layer comes before another."""
    random = Random(seed)
    return content(
        {
            node: sorted(random.sample(range(node // width * width - width, node // width * width), uses))
            if node >= width
            else []
            for node in range(size)
        },
        topics={node: random.choice("vwxyz") for node in range(size)},
        difficulties={node: random.randint(1, 5) for node in range(size) if random.random() < 0.9},
        minutes={node: random.randint(1, 9) for node in range(size)},
        weights={node: random.randint(1, 3) for node in range(size - width, size)},
    )


def stirred(found: Content) -> Content:
    """The same content, written down in another order."""
    random = Random(7)

    def mixed(known: Mapping[int, T]) -> dict[int, T]:
        return dict(random.sample(sorted(known.items()), len(known)))

    return Content(
        nodes=found.nodes,
        uses=mixed({node: tuple(random.sample(used, len(used))) for node, used in found.uses.items()}),
        after=mixed({node: tuple(random.sample(others, len(others))) for node, others in found.after.items()}),
        topics=mixed(found.topics),
        difficulties=mixed(found.difficulties),
        minutes=mixed(found.minutes),
        weights=mixed(found.weights),
    )


def links(found: Content) -> dict[int, set[int]]:
    """All that each node comes after."""
    return {node: {*found.uses.get(node, ()), *found.after.get(node, ())} for node in found.nodes}


def works(found: Content, order: Sequence[int]) -> bool:
    """Whether an order holds each node once, after all that it comes after."""
    place = {node: n for n, node in enumerate(order)}
    return sorted(order) == sorted(found.nodes) and all(
        place[other] < place[node] for node, others in links(found).items() for other in others
    )


def orders(found: Content) -> Iterator[tuple[int, ...]]:
    """Every order that works."""
    return brute.orders(links(found))


def naive(
    order: Sequence[int], uses: Mapping[int, Collection[int]], topics: Mapping[int, object], hard: Mapping[int, int]
) -> Measures:
    """The measures by their definitions, one prefix and one pair at a time."""
    edges = [(used, node) for node in order for used in uses.get(node, ())]
    cuts = [
        sum(used in order[:cut] and node not in order[:cut] for used, node in edges) for cut in range(len(order) + 1)
    ]
    open_ = [
        sum(any(used == node and user not in order[:cut] for used, user in edges) for node in order[:cut])
        for cut in range(len(order) + 1)
    ]
    pairs = list(pairwise(order))
    drops = [(a, b) for a, b in pairs if a in hard and b in hard and hard[b] < hard[a]]
    return Measures(sum(cuts), max(open_), sum(topics[a] != topics[b] for a, b in pairs), len(drops))


def late(found: Content, order: Sequence[int]) -> int:
    """Weight times minutes until it is learnt, over the targets."""
    return sum(
        weight * sum(found.minutes[node] for node in order[: order.index(target) + 1])
        for target, weight in found.weights.items()
    )


def price(found: Content, objective: Objective, order: Sequence[int]) -> tuple[int, int, int]:
    """The value of an order, the sum over the targets, the prerequisite distance."""
    measures = naive(order, found.uses, found.topics, found.difficulties)
    value = {
        "connected": measures.prerequisite_distance,
        "few-open": measures.max_open,
        "few-switches": measures.topic_switches,
        "easy-first": measures.difficulty_drops,
        "targets-early": late(found, order),
    }
    return value[objective], late(found, order), measures.prerequisite_distance


def best(found: Content, objective: Objective) -> tuple[int, ...]:
    """Of all orders the best by the rule, the lexicographically smallest by rank."""
    return min(orders(found), key=lambda order: (price(found, objective, order), order))


def items(found: Content, objective: Objective = "connected") -> Items:
    """The content as items."""
    return Items.of(found, objective)
