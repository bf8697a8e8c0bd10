"""Relations as sorted arrays of numbers.

A property's relation holds pairs, a class's extent single things. Both are a sorted set of int64 *keys*: a thing is its
number; a pair is subject * 2**32 + object. A relation is named by a number too: the property's, or for a class's extent
the bitwise complement of the class's, so that extents are negative.
"""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

Ids = NDArray[np.int64]
Mask = NDArray[np.bool_]
SHIFT = 32
LOW = (1 << SHIFT) - 1
EMPTY: Ids = np.empty(0, dtype=np.int64)
_SMALL = 4096


def sort_unique(keys: Ids) -> Ids:
    """Return the keys sorted, each once."""
    if len(keys) < 2:
        return keys
    keys = np.sort(keys)
    fresh = np.empty(len(keys), dtype=np.bool_)
    fresh[0] = True
    np.not_equal(keys[1:], keys[:-1], out=fresh[1:])
    return keys if fresh.all() else keys[fresh]


def is_member(keys: Ids, among: Ids) -> Mask:
    """Say of each key whether it stands in the sorted array `among`."""
    if not len(among):
        return np.zeros(len(keys), dtype=np.bool_)
    places = np.searchsorted(among, keys)
    places[places == len(among)] = 0
    found: Mask = among[places] == keys
    return found


def expand_ranges(starts: Ids, ends: Ids) -> tuple[Ids, Ids]:
    """Return, for ranges [start, end), which range each position came from, and the positions, all in a row."""
    counts = ends - starts
    rows = np.repeat(np.arange(len(counts), dtype=np.int64), counts)
    before = np.cumsum(counts) - counts
    return rows, np.arange(len(rows), dtype=np.int64) + np.repeat(starts - before, counts)


class Index:
    """A sorted set of keys in two segments: a large one, and a small one that takes what is new until it grows."""

    __slots__ = ("main", "recent")

    def __init__(self, keys: Ids = EMPTY) -> None:
        """Take the first keys, sorted and each once."""
        self.main, self.recent = keys, EMPTY

    def __len__(self) -> int:
        """Return the number of keys."""
        return len(self.main) + len(self.recent)

    @property
    def segments(self) -> list[Ids]:
        """The segments that are not empty; they share no key."""
        return [segment for segment in (self.main, self.recent) if len(segment)]

    def collect(self) -> Ids:
        """Return all keys, sorted."""
        if len(self.recent):
            self.main, self.recent = _merge(self.main, self.recent), EMPTY
        return self.main

    def contains(self, keys: Ids) -> Mask:
        """Say of each key whether it is in the set."""
        found = is_member(keys, self.main)
        return found | is_member(keys, self.recent) if len(self.recent) else found

    def insert(self, keys: Ids) -> None:
        """Add sorted keys that are not in the set yet."""
        self.recent = _merge(self.recent, keys)
        if len(self.recent) > max(_SMALL, len(self.main) >> 3):
            self.collect()

    def discard(self, keys: Ids) -> None:
        """Take sorted keys out; those that are not in the set are passed over."""
        self.main = self.main[~is_member(self.main, keys)] if len(keys) > len(self.main) else _drop(self.main, keys)
        self.recent = self.recent[~is_member(self.recent, keys)]


def _merge(one: Ids, other: Ids) -> Ids:
    if not len(one):
        return other
    if len(other) * 8 < len(one):
        return np.insert(one, np.searchsorted(one, other), other)
    return np.sort(np.concatenate((one, other)))


def _drop(keys: Ids, gone: Ids) -> Ids:
    places = np.searchsorted(keys, gone)
    places = places[places < len(keys)] if len(places) and places[-1] >= len(keys) else places
    return np.delete(keys, places[keys[places] == gone[: len(places)]])


class Relation:
    """A property's pairs, or a class's members, with the index by object built when first asked for."""

    __slots__ = ("_backward", "keys")

    def __init__(self, keys: Ids = EMPTY) -> None:
        """Take the first keys, sorted and each once."""
        self.keys = Index(keys)
        self._backward: Index | None = None

    def __len__(self) -> int:
        """Return the number of keys."""
        return len(self.keys)

    def insert(self, keys: Ids) -> None:
        """Add sorted keys that are not there yet."""
        self.keys.insert(keys)
        if self._backward is not None:
            self._backward.insert(turn(keys))

    def discard(self, keys: Ids) -> None:
        """Take sorted keys out."""
        self.keys.discard(keys)
        if self._backward is not None:
            self._backward.discard(turn(keys))

    def follow(self, subjects: Ids) -> tuple[Ids, Ids]:
        """Return for each object of each subject the subject's row and the object."""
        return _look_up(self.keys, subjects)

    def precede(self, objects: Ids) -> tuple[Ids, Ids]:
        """Return for each subject of each object the object's row and the subject."""
        if self._backward is None:
            self._backward = Index(turn(self.keys.collect()))
        return _look_up(self._backward, objects)


def turn(pairs: Ids) -> Ids:
    """Return pairs with subject and object changed over, sorted."""
    return np.sort(((pairs & LOW) << SHIFT) | (pairs >> SHIFT))


def _look_up(index: Index, firsts: Ids) -> tuple[Ids, Ids]:
    found: list[tuple[Ids, Ids]] = []
    low = firsts << SHIFT
    for segment in index.segments:
        rows, places = expand_ranges(np.searchsorted(segment, low), np.searchsorted(segment, low + (1 << SHIFT)))
        found.append((rows, segment[places] & LOW))
    if len(found) == 1:
        return found[0]
    if not found:
        return EMPTY, EMPTY
    return np.concatenate([rows for rows, _ in found]), np.concatenate([seconds for _, seconds in found])


class Store:
    """Every relation by its number. `type` is the number of rdf:type, whose triples are the extents."""

    def __init__(self, type_id: int) -> None:
        """Start empty."""
        self.type = type_id
        self.relations: dict[int, Relation] = {}

    def __len__(self) -> int:
        """Return the number of triples."""
        return sum(map(len, self.relations.values()))

    def get(self, name: int) -> Relation:
        """Return a relation, an empty one where nothing is known of it."""
        return self.relations.get(name) or _NOTHING

    def insert(self, name: int, keys: Ids) -> None:
        """Add sorted keys that are not there yet."""
        if name in self.relations:
            self.relations[name].insert(keys)
        else:
            self.relations[name] = Relation(keys)

    def discard(self, name: int, keys: Ids) -> None:
        """Take sorted keys out."""
        if name in self.relations:
            self.relations[name].discard(keys)
            if not len(self.relations[name]):
                del self.relations[name]

    def match(self, s: int | None, p: int | None, o: int | None) -> Iterator[tuple[int, int, int]]:
        """Yield the triples that have the terms given; None stands for any."""
        if p is None:
            for name in list(self.relations):
                if name >= 0:
                    yield from self.match(s, name, o)
            yield from self.match(s, self.type, o)
        elif p == self.type:
            names = [~o] if o is not None else [name for name in self.relations if name < 0]
            for name in names:
                things = self.get(name).keys
                if s is None:
                    yield from ((thing, p, ~name) for thing in things.collect().tolist())
                elif things.contains(np.array([s], dtype=np.int64))[0]:
                    yield s, p, ~name
        else:
            relation = self.get(p)
            if s is not None and o is not None:
                if relation.keys.contains(np.array([s << SHIFT | o], dtype=np.int64))[0]:
                    yield s, p, o
            elif s is not None:
                yield from ((s, p, other) for other in relation.follow(np.array([s], dtype=np.int64))[1].tolist())
            elif o is not None:
                yield from ((other, p, o) for other in relation.precede(np.array([o], dtype=np.int64))[1].tolist())
            else:
                yield from ((key >> SHIFT, p, key & LOW) for key in relation.keys.collect().tolist())

    def mentions(self, number: int) -> bool:
        """Say whether a term is the object of a property anywhere."""
        return any(
            bool((relation.keys.collect() & LOW == number).any())
            for name, relation in self.relations.items()
            if name >= 0
        )

    def collect(self) -> Ids:
        """Return every triple as a row of subject, predicate and object."""
        parts = []
        for name, relation in self.relations.items():
            keys = relation.keys.collect()
            columns = (keys, self.type, ~name) if name < 0 else (keys >> SHIFT, name, keys & LOW)
            part = np.empty((len(keys), 3), dtype=np.int64)
            part[:, 0], part[:, 1], part[:, 2] = columns
            parts.append(part)
        return np.concatenate(parts) if parts else np.empty((0, 3), dtype=np.int64)


_NOTHING = Relation()
