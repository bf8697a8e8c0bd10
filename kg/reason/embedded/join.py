"""A plan's body over columns: start from some rows, join atom after atom, split what grows too large."""

from collections.abc import Iterator, Sequence

import numpy as np

from kg.reason.embedded.columns import LOW, SHIFT, Ids, Store, sort_unique

Step = tuple[int, int, int | None]
"""An atom: relation, subject, object (None for an extent). Numbers from 0 are terms, negative ones variables."""
Columns = dict[int, Ids]
"""One array a variable, all of one length."""
_LIMIT = 4_000_000


def read_seed(step: Step, keys: Ids) -> tuple[Columns, int]:
    """Return a step's keys as columns, less those that clash with its constants, and how many rows there are."""
    _, a, b = step
    if b is None:
        if a >= 0:
            return {}, int((keys == a).sum())
        return {a: keys}, len(keys)
    subjects, objects = keys >> SHIFT, keys & LOW
    if a >= 0 or b >= 0 or a == b:
        fits = np.ones(len(keys), dtype=np.bool_)
        if a >= 0:
            fits &= subjects == a
        if b >= 0:
            fits &= objects == b
        if a == b and a < 0:
            fits &= subjects == objects
        subjects, objects = subjects[fits], objects[fits]
    columns = {name: column for name, column in ((a, subjects), (b, objects)) if name < 0}
    return columns, len(subjects)


def _rank(store: Store, step: Step, bound: Columns) -> tuple[int, int]:
    """Return how soon a step should be joined: filters first, then what shares a variable, small relations first."""
    name, a, b = step
    free = sum(1 for term in {a, b} if term is not None and term < 0 and term not in bound)
    size = len(store.get(name))
    if free == 0:
        return 0, size
    connected = a in bound or b in bound or a >= 0 or (b is not None and b >= 0)
    return (1 if connected else 2), size


def _column(term: int, columns: Columns, rows: int) -> Ids:
    return columns[term] if term < 0 else np.full(rows, term, dtype=np.int64)


def _filter(columns: Columns, rows: Ids) -> Columns:
    return {name: column[rows] for name, column in columns.items()}


def join(
    store: Store, steps: Sequence[Step], columns: Columns, rows: int, keep: frozenset[int]
) -> Iterator[tuple[Columns, int]]:
    """Yield the rows that satisfy every step, as columns of the variables in `keep` (others may be there too).

    Args:
        store: Where the steps' relations are.
        steps: The atoms still to be joined.
        columns: What is bound so far.
        rows: How many rows that is (columns may be empty where all is constant).
        keep: The variables the caller reads.
    """
    if not rows:
        return
    if not steps:
        yield columns, rows
        return
    step = min(steps, key=lambda one: _rank(store, one, columns))
    rest = [one for one in steps if one is not step]
    name, a, b = step
    relation = store.get(name)
    if not len(relation):
        return
    if b is None and (a in columns or a >= 0):
        hits = np.flatnonzero(relation.keys.contains(_column(a, columns, rows)))
        columns, rows = _filter(columns, hits), len(hits)
    elif b is not None and (a in columns or a >= 0) and (b in columns or b >= 0):
        hits = np.flatnonzero(relation.keys.contains(_column(a, columns, rows) << SHIFT | _column(b, columns, rows)))
        columns, rows = _filter(columns, hits), len(hits)
    elif b is not None and (a in columns or a >= 0):
        origin, found = relation.follow(_column(a, columns, rows))
        columns, rows = {**_filter(columns, origin), b: found}, len(found)
    elif b is not None and (b in columns or b >= 0):
        origin, found = relation.precede(_column(b, columns, rows))
        columns, rows = {**_filter(columns, origin), a: found}, len(found)
    else:
        fresh, size = read_seed(step, relation.keys.collect())
        columns = {one: np.repeat(column, size) for one, column in columns.items()}
        columns |= {one: np.tile(column, rows) for one, column in fresh.items()}
        rows *= size
    columns, rows = _forget(columns, rows, keep | {term for _, *ends in rest for term in ends if term is not None})
    for start in range(0, rows, _LIMIT):
        part = columns if rows <= _LIMIT else {one: column[start : start + _LIMIT] for one, column in columns.items()}
        yield from join(store, rest, part, min(_LIMIT, rows - start), keep)


def _forget(columns: Columns, rows: int, wanted: frozenset[int]) -> tuple[Columns, int]:
    """Drop the variables nobody reads any more, and the rows that then are alike."""
    left = {name: column for name, column in columns.items() if name in wanted}
    if len(left) == len(columns):
        return columns, rows
    if not left:
        return {}, min(rows, 1)
    if len(left) == 1:
        ((name, column),) = left.items()
        column = sort_unique(column)
        return {name: column}, len(column)
    if len(left) == 2:
        (one, first), (other, second) = left.items()
        keys = sort_unique(first << SHIFT | second)
        return {one: keys >> SHIFT, other: keys & LOW}, len(keys)
    return left, rows


def write_keys(step: Step, columns: Columns, rows: int) -> Ids:
    """Return the keys a head step has for each row."""
    _, a, b = step
    if b is None:
        return _column(a, columns, rows)
    return _column(a, columns, rows) << SHIFT | _column(b, columns, rows)
