"""What every way to a concept holds, whatever is chosen: the dominators of an AND/OR graph.

A concept dominates a target if the target cannot be learnt without it. Sets of concepts are integers with a bit
for the place of each among `Requirements.nodes`. A group of which `k` of `n` options are needed holds what more
than `n - k` of them hold, for so many cannot all be left out. Over loops of options this has several solutions;
the greatest is meant, which leaves nothing in that a well-founded way can do without.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from kg.graph import ConceptGraph
from kg.paths.requirements import Group, Requirements, downward, requirements, select


class Dominators(NamedTuple):
    """What every way to a target holds besides itself, in rank order, by number.

    `always` is what essential requirements alone lead to, `anyway` what all choices have in common. They take
    `minutes` with the target, of the `cheapest` that any way takes.
    """

    always: tuple[int, ...]
    anyway: tuple[int, ...]
    minutes: int
    cheapest: int


def dominators(graph: ConceptGraph, target: int) -> Dominators:
    """The dominators of a target for somebody who knows nothing. Raises `Unreachable` where no way leads to it."""
    needs = requirements(graph, (target,), frozenset())
    chosen = select(needs, (target,), graph.ids, ways=0)
    found = members(necessary(needs)[target], needs.nodes)
    forced = downward(graph, (target,))
    return Dominators(
        tuple(node for node in found if node in forced and node != target),
        tuple(node for node in found if node not in forced),
        sum(needs.minutes[node] for node in found),
        sum(needs.minutes[node] for node in chosen.nodes),
    )


def necessary(needs: Requirements) -> dict[int, int]:
    """What every way to each concept holds, itself included; of one that no way leads to, everything."""
    nodes = needs.nodes
    own = {node: 1 << place for place, node in enumerate(nodes)}
    order = needs.derivable()
    settled = not looped(needs, order)
    found = dict.fromkeys(nodes, (1 << len(nodes)) - 1)
    changed = True
    while changed:
        changed = False
        for node in order:
            bits = held(needs, node, found) | own[node]
            changed = changed or (bits != found[node] and not settled)
            found[node] = bits
    return found


def looped(needs: Requirements, order: Iterable[int]) -> bool:
    """Whether a concept may use one that comes later in an order."""
    done: set[int] = set()
    for node in order:
        if any(other not in done for other in needs.eligible(node)):
            return True
        done.add(node)
    return False


def held(needs: Requirements, node: int, found: Mapping[int, int]) -> int:
    """What every way to a concept holds besides itself, given what every way to each that it may use does."""
    bits = 0
    for other in needs.essential[node]:
        bits |= found[other]
    for group in needs.groups[node]:
        bits |= _shared(group, found)
    return bits


def parts(needs: Requirements, node: int, found: Mapping[int, int]) -> list[int]:
    """The same apart for each requirement: essential ones in their order, then groups."""
    return [
        *(found[other] for other in needs.essential[node]),
        *(_shared(group, found) for group in needs.groups[node]),
    ]


def _shared(group: Group, found: Mapping[int, int]) -> int:
    return common([found[option] for option in group.options], len(group.options) - group.need + 1)


def common(sets: Sequence[int], least: int) -> int:
    """The bits that at least so many of some sets have; counted is what has them or what lacks them, whatever is less."""
    spare = max(0, len(sets) - least + 1)
    if spare < least:
        return ~common([~bits for bits in sets], spare)
    counted = [-1] + [0] * least
    for bits in sets:
        for times in range(least, 0, -1):
            counted[times] |= counted[times - 1] & bits
    return counted[least]


def members(bits: int, nodes: Sequence[int]) -> list[int]:
    """The concepts of a set."""
    return [nodes[place] for place, bit in enumerate(reversed(f"{bits:b}")) if bit == "1"]


def planes(needs: Requirements) -> list[int]:
    """The minutes of all concepts bit by bit: the set of those with 1 minute in theirs, with 2, with 4 and so on."""
    minutes = [needs.minutes[node] for node in needs.nodes]
    return [
        sum(1 << place for place, each in enumerate(minutes) if each >> power & 1)
        for power in range(max(minutes, default=0).bit_length())
    ]


def weigh(bits: int, minutes: Sequence[int]) -> int:
    """The minutes of a set together, given the planes of all."""
    return sum((bits & plane).bit_count() << power for power, plane in enumerate(minutes))
