"""Sets of same things: each set is stood for by one member, its representative (the smallest number)."""

from collections import defaultdict

import numpy as np

from kg.reason.embedded.columns import LOW, SHIFT, Ids, Mask, sort_unique


class Equality:
    """Which terms are the same: a representative for each number, and the links (pairs as keys) that made it so."""

    def __init__(self) -> None:
        """Start with every term on its own."""
        self.representative: Ids = np.empty(0, dtype=np.int64)
        self.links: list[Ids] = []
        self._sets: dict[int, list[int]] | None = None
        self._neighbours: tuple[int, dict[int, set[int]]] = (0, {})

    def grow(self, size: int) -> None:
        """Make room for terms up to `size`."""
        known = len(self.representative)
        if size > known:
            self.representative = np.concatenate((self.representative, np.arange(known, max(size, known * 5 // 4))))

    def find(self, numbers: Ids) -> Ids:
        """Return the representative of each number."""
        return self.representative[numbers]

    def find_one(self, number: int) -> int:
        """Return one number's representative."""
        return int(self.representative[number]) if number < len(self.representative) else number

    def canonise(self, keys: Ids, pair: bool) -> Ids:
        """Return keys with each number replaced by its representative (in no order)."""
        if not pair:
            return self.find(keys)
        return self.find(keys >> SHIFT) << SHIFT | self.find(keys & LOW)

    def merge(self, pairs: Ids) -> Mask | None:
        """Make the two numbers of each pair the same.

        Returns:
            Which numbers have a new representative, as a mask over all; None where none has.
        """
        first, second = self.find(pairs >> SHIFT), self.find(pairs & LOW)
        apart = first != second
        if not apart.any():
            return None
        self.links.append(pairs[apart])
        before = self.representative.copy()
        parent = self.representative
        first, second = first[apart], second[apart]
        while len(first):
            low, high = np.minimum(first, second), np.maximum(first, second)
            np.minimum.at(parent, high, low)
            touched = sort_unique(np.concatenate((low, high)))
            while True:  # shorten the paths of what was touched until each leads to its root in one step
                roots = parent[parent[touched]]
                if (roots == parent[touched]).all():
                    break
                parent[touched] = roots
            first, second = parent[first], parent[second]
            apart = first != second
            first, second = first[apart], second[apart]
        while True:
            roots = parent[parent]
            if (roots == parent).all():
                break
            parent[:] = roots
        self._sets = None
        moved: Mask = before != parent
        return moved

    @property
    def sets(self) -> dict[int, list[int]]:
        """The members of every set of two or more, by representative."""
        if self._sets is None:
            self._sets = defaultdict(list)
            moved = np.flatnonzero(self.representative != np.arange(len(self.representative)))
            for number in moved.tolist():
                self._sets[int(self.representative[number])].append(number)
            for root, members in self._sets.items():
                members.insert(0, root)
        return self._sets

    @property
    def neighbours(self) -> dict[int, set[int]]:
        """The things each thing was linked with."""
        if self._neighbours[0] != len(self.links):
            found: dict[int, set[int]] = defaultdict(set)
            for pairs in self.links:
                for key in pairs.tolist():
                    found[key >> SHIFT].add(key & LOW)
                    found[key & LOW].add(key >> SHIFT)
            self._neighbours = (len(self.links), found)
        return self._neighbours[1]

    def members(self, number: int) -> list[int]:
        """Return every term that is the same as this one, itself among them."""
        return self.sets.get(self.find_one(number), [number])
