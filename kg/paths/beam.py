"""Orders that are nearly the least in prerequisite distance: beam search from the beginning and from the end.

Items are added one by one to the beginnings that look best so far, of those with the same items to the best alone.
A beginning is judged by what it has cost and what it will cost at the least: a use that is open stays so until
all that its user comes after has been learnt. From the end backwards the problem is the same.
"""

from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from kg.paths.items import Items
from kg.paths.lattice import Array


def beams(items: Items, width: int) -> list[list[int]]:
    """The orders found from either side, with so many beginnings kept at a time."""
    forward = _beam(items.order, items.behind, items.users, width)
    backward = _beam(items.order[::-1], items.before, items.uses, width)
    return [forward, backward[::-1]]


def _beam(
    order: Sequence[int], behind: Mapping[int, Iterable[int]], users: Mapping[int, Iterable[int]], width: int
) -> list[int]:
    """In matrices a column is an item, and a row an item or one of the beginnings kept."""
    size = len(order)
    used_by, below = np.zeros((size, size), np.int32), np.eye(size, dtype=np.int32)
    for item in reversed(order):
        used_by[item, list(users[item])] = 1
        for other in behind[item]:
            np.maximum(below[item], below[other], out=below[item])
    opens = used_by.sum(axis=1) - used_by.sum(axis=0)
    own = (used_by * below).sum(axis=1)
    names = np.random.PCG64(1).random_raw(size)
    left = below.sum(axis=0, dtype=np.int32)[None]  # of an item and all that it comes after, how many are not learnt
    open_ = np.zeros_like(left)  # of what an item uses, how many are learnt
    name, spent, cut = np.zeros(1, np.uint64), np.zeros(1, np.int64), np.zeros(1, np.int64)
    steps: list[tuple[Array, Array]] = []
    for _ in order:
        row, added = np.nonzero(left == 1)
        spent += cut
        cost = (spent + _rows(open_, left))[row] - own[added]
        cost += _rows(left[row], used_by[added]) - _rows(open_[row], below[added])
        cheap = np.argsort(cost, kind="stable")
        _, different = np.unique((name[row] ^ names[added])[cheap], return_index=True)
        kept = cheap[np.sort(different)[:width]]
        row, added = row[kept], added[kept]
        name, spent, cut = name[row] ^ names[added], spent[row], cut[row] + opens[added]
        left, open_ = left[row] - below[added], open_[row] + used_by[added]
        steps.append((row, added))
    return _traced(steps)


def _rows(one: Array, other: Array) -> Array:
    """The products of rows, without the threads that a product of matrices would start."""
    sums: Array = np.einsum("ij,ij->i", one, other)
    return sums


def _traced(steps: Sequence[tuple[Array, Array]]) -> list[int]:
    """The items of the first of the last beginnings, back along the rows that they came from."""
    found, at = [], 0
    for row, added in reversed(steps):
        found.append(int(added[at]))
        at = int(row[at])
    return found[::-1]
