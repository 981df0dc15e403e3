"""The lattice of the subsets of some items that are closed under what comes before.

An order is a way through it, from none to all. The subsets are built item by item: those of the items so far,
and of these each once more with the next item, where it may be added. So they are numbered by their masks.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]

WORD = 64


class Lattice:
    """The closed subsets of as many items, from the first on, as have at most so many; the empty one comes first.

    `before` holds a mask for each item: a bit for each earlier item that it comes after. `masks` are the subsets,
    words by subsets, and `grown` tells item by item which of them it was added to; what so arises is numbered on.
    """

    masks: Array
    grown: list[Array]

    def __init__(self, before: Sequence[int], most: int) -> None:
        self.masks = np.zeros((max(1, -(-len(before) // WORD)), 1), np.uint64)
        self.grown = []
        for item, needed in enumerate(before):
            fits = np.flatnonzero(self.holds(needed))
            if len(self) + len(fits) > most:
                break
            new = self.masks[:, fits]
            new[item // WORD] |= np.uint64(1 << item % WORD)
            self.masks = np.concatenate((self.masks, new), axis=1)
            self.grown.append(fits)

    def __len__(self) -> int:
        return int(self.masks.shape[1])

    def holds(self, bits: int) -> Array:
        """Which of the subsets hold all of some items."""
        found = np.ones(len(self), np.bool_)
        for word, row in enumerate(self.masks):
            if needed := np.uint64(bits >> WORD * word & (1 << WORD) - 1):
                found &= (row & needed) == needed
        return found

    def sums(self, values: Sequence[int]) -> Array:
        """The sum, for each subset, of the values of its items."""
        sums = np.zeros(len(self), np.int64)
        at = 1
        for fits, value in zip(self.grown, values, strict=True):
            sums[at : at + len(fits)] = sums[fits] + value
            at += len(fits)
        return sums

    def layers(self) -> list[Array]:
        """The subsets of each size."""
        sizes = self.sums([1] * len(self.grown))
        return np.split(np.argsort(sizes, kind="stable"), np.cumsum(np.bincount(sizes))[:-1])

    def ways(self) -> Array:
        """Subsets by items: the subset that arises where the item is added, or their number where it cannot be.

        From a subset that holds a later item the ways are those from it without that item, moved along.
        """
        ways = np.full((len(self), len(self.grown)), len(self), np.int32)
        along = np.empty(len(self) + 1, np.int32)
        at = 1
        for item, fits in enumerate(self.grown):
            new = slice(at, at + len(fits))
            along[:] = len(self)
            along[fits] = np.arange(new.start, new.stop)
            ways[:at, item] = along[:at]
            ways[new, :item] = along.take(ways[fits, :item])
            at = new.stop
        return ways
