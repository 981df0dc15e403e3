"""From the shares of a linear relaxation to a selection that can be learnt."""

from collections.abc import Collection, Iterable, Mapping

from kg.paths.requirements import Requirements


def rounded(
    needs: Requirements, order: Iterable[int], share: Mapping[int, float], minutes: int | None = None
) -> set[int]:
    """Each concept of an order in turn, with all that it still lacks, where that fits into the minutes.

    Of a group it takes the options with the greatest share, then the fewest minutes, then the smallest rank. What
    has no share cannot be taken.
    """
    found: set[int] = set()
    refused: set[int] = set()
    left = minutes
    for node in order:
        lacking = _lacking(needs, node, found, refused, share, left)
        if lacking is None:
            refused.add(node)
        else:
            found |= lacking
            left = None if left is None else left - sum(needs.minutes[n] for n in lacking)
    return found


def _lacking(
    needs: Requirements,
    node: int,
    found: Collection[int],
    refused: Collection[int],
    share: Mapping[int, float],
    minutes: int | None,
) -> set[int] | None:
    """What is to be learnt for a concept besides what was found; none where that does not work or fit.

    What was refused once is not looked at again: the minutes have become fewer by as much as may have been learnt of it.
    """
    lacking: set[int] = set()
    queue = [node]
    for n in queue:
        if n in found or n in lacking:
            continue
        if n in refused or n not in share:
            return None
        lacking.add(n)
        minutes = None if minutes is None else minutes - needs.minutes[n]
        if minutes is not None and minutes < 0:
            return None
        queue += needs.essential[n]
        for group in needs.groups[n]:
            open_ = [o for o in group.options if o not in found and o not in lacking]
            more = group.need - (len(group.options) - len(open_))
            open_.sort(key=lambda o: (-share.get(o, -1.0), needs.minutes[o], o))
            queue += open_[: max(0, more)]
    return lacking if _learnable(needs, lacking, found) else None


def _learnable(needs: Requirements, nodes: Collection[int], found: Collection[int]) -> bool:
    """Whether some concepts can be learnt one after the other by who knows what was found."""
    done: set[int] = set()

    def met(node: int) -> bool:
        return all(n in done or n in found for n in needs.essential[node]) and all(
            sum(o in done or o in found for o in group.options) >= group.need for group in needs.groups[node]
        )

    waiting = sorted(nodes)
    while waiting:
        later = []
        for node in waiting:
            if met(node):
                done.add(node)
            else:
                later.append(node)
        if len(later) == len(waiting):
            return False
        waiting = later
    return True
