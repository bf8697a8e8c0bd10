"""Join triple patterns over columns: the rows of a group, one array of numbers for each of its variables."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kg.store.columnar.build import Numbers, UnfitError
from kg.store.columnar.files import Columns
from kg.store.columnar.read import Part, Pattern, Variable

_MOST_ROWS = 20_000_000
"""A join with more rows is left to Oxigraph, which holds one row at a time."""

Places = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows of a group: one array for each variable, all of one length."""

    size: int
    columns: dict[str, Numbers]

    def take(self, places: Places | NDArray[np.bool_]) -> "Rows":
        """Return the rows at the given places, or those a mask keeps."""
        size = int(np.count_nonzero(places)) if places.dtype == np.bool_ else len(places)
        return Rows(size, {name: column[places] for name, column in self.columns.items()})


@dataclass(frozen=True, slots=True)
class Leg:
    """A pattern with its terms as numbers; -1 is a term that the data do not hold."""

    subject: str | int
    predicate: str | int
    object: str | int
    first: int
    last: int
    """The part of the columns that holds the predicate's statements, or all of them."""
    size: int
    """How many statements match it."""

    @property
    def names(self) -> set[str]:
        """Its variables."""
        return {part for part in (self.subject, self.predicate, self.object) if isinstance(part, str)}


def make_leg(columns: Columns, pattern: Pattern) -> Leg:
    """Look up a pattern's terms; raises UnfitError for a shape that is not joined here."""

    def number(part: Part) -> str | int:
        return part.name if isinstance(part, Variable) else columns.find_term(part)

    subject, predicate, object_ = number(pattern.subject), number(pattern.predicate), number(pattern.object)
    names = pattern.list_variables()
    if isinstance(predicate, str):
        if len(set(names)) < 3:
            raise UnfitError("A variable predicate stands beside a term, or a variable comes twice.")
        return Leg(subject, predicate, object_, 0, columns.quads, columns.quads)
    if len(set(names)) < len(names):
        raise UnfitError("A variable comes twice in a pattern.")
    place = columns.places.get(predicate)
    if place is None or -1 in (subject, object_):
        return Leg(subject, predicate, object_, 0, 0, 0)
    first, last = int(columns.bounds[place]), int(columns.bounds[place + 1])
    leg = Leg(subject, predicate, object_, first, last, last - first)
    if isinstance(subject, int) or isinstance(object_, int):
        return Leg(subject, predicate, object_, first, last, len(_match_terms(columns, leg)))
    return leg


def _match_terms(columns: Columns, leg: Leg) -> Numbers:
    """Return what stands in the other place of a pattern that has a term as subject or object, sorted."""
    (keys, values), term = columns.by_object, leg.object
    if isinstance(leg.subject, int):
        (keys, values), term = columns.by_subject, leg.subject
    low, high = keys[leg.first : leg.last].searchsorted(np.array([term, int(term) + 1], np.int32)).tolist()
    found = values[leg.first + low : leg.first + high]
    return found[found == leg.object] if isinstance(leg.subject, int) and isinstance(leg.object, int) else found


def scan_leg(columns: Columns, leg: Leg) -> Rows:
    """Return all rows that match one pattern."""
    here = slice(leg.first, leg.last)
    if isinstance(leg.predicate, str):
        sizes = np.diff(columns.bounds)
        found = {str(leg.subject): columns.by_subject[0], str(leg.object): columns.by_subject[1]}
        return Rows(leg.size, {**found, leg.predicate: np.repeat(columns.predicates, sizes)})
    if isinstance(leg.subject, str) and isinstance(leg.object, str):
        return Rows(leg.size, {leg.subject: columns.by_subject[0][here], leg.object: columns.by_subject[1][here]})
    if not leg.size:
        return Rows(0, {name: np.empty(0, np.int32) for name in leg.names})
    found_terms = _match_terms(columns, leg)
    return Rows(leg.size, dict.fromkeys(leg.names, found_terms))


def join(columns: Columns, rows: Rows, leg: Leg, needed: set[str], *, once: bool = False) -> Rows:
    """Join rows with a pattern that shares a variable with them; columns not `needed` afterwards may be left out.

    `once` keeps a row once, however often the pattern matches with it, where it brings nothing that is needed.
    """
    if isinstance(leg.predicate, str):
        raise UnfitError("A pattern of variables alone is joined.")
    names, kept = leg.names, Rows(rows.size, {key: row for key, row in rows.columns.items() if key in needed})
    if not leg.size or not rows.size:
        nothing = np.empty(0, np.int64)
        empty = {name: np.empty(0, np.int32) for name in names & needed}
        return Rows(0, {**kept.take(nothing).columns, **empty})
    here, place = slice(leg.first, leg.last), columns.places[leg.predicate]
    if len(names) == 1:
        (name,) = names
        found, _ = _look_up(_match_terms(columns, leg), rows.columns[name], unique=once)
        return kept if found is None else kept.take(found)
    subject, object_ = str(leg.subject), str(leg.object)
    if names <= rows.columns.keys():
        keys = _pair(columns.by_subject[0][here], columns.by_subject[1][here], columns.terms)
        found, _ = _look_up(keys, _pair(rows.columns[subject], rows.columns[object_], columns.terms), unique=once)
        return kept if found is None else kept.take(found)
    if subject in rows.columns:
        (keys32, values), unique, new = columns.by_subject, bool(columns.unique_subject[place]), object_
        held = rows.columns[subject]
    else:
        (keys32, values), unique, new = columns.by_object, bool(columns.unique_object[place]), subject
        held = rows.columns[object_]
    found, at = _look_up(keys32[here], held, unique=unique or (once and new not in needed))
    result = kept if found is None else kept.take(found)
    if new not in needed:
        return result
    return Rows(result.size, {**result.columns, new: values[here][at]})


def _pair(one: Numbers, two: Numbers, terms: int) -> Places:
    return one.astype(np.int64) * terms + two


def _look_up(keys: Numbers | Places, wanted: Numbers | Places, *, unique: bool) -> tuple[Places | None, Places]:
    """Find each wanted number among sorted keys: the places in `wanted` (None: each once), and those in `keys`."""
    low = np.searchsorted(keys, wanted)
    if unique:
        np.minimum(low, len(keys) - 1, out=low)
        hit = keys[low] == wanted
        return (None, low) if hit.all() else (np.flatnonzero(hit), low[hit])
    counts = np.searchsorted(keys, wanted, side="right") - low
    total = int(counts.sum())
    if total > _MOST_ROWS:
        raise UnfitError("A join has too many rows.")
    if total == len(wanted) and counts.max(initial=0) <= 1:
        return None, low
    found = np.repeat(np.arange(len(wanted)), counts)
    begins = np.cumsum(counts) - counts
    return found, low[found] + (np.arange(total) - begins[found])


def match_all(
    columns: Columns, legs: Sequence[Leg], needed: set[str], rows: Rows | None = None, *, once: bool = False
) -> Rows:
    """Join patterns, from the given rows on or from the smallest pattern on; for `once` see `join`.

    Raises:
        UnfitError: It is a cross product, or has too many rows.
    """
    left = list(legs)
    if rows is None:
        start = min(left, key=lambda leg: leg.size)
        left.remove(start)
        rows = scan_leg(columns, start)
    while left:
        linked = [leg for leg in left if leg.names & rows.columns.keys()]
        if not linked:
            raise UnfitError("The patterns are not linked.")
        known = rows.columns.keys()
        leg = min(linked, key=lambda leg: (len(leg.names - known), leg.size))
        left.remove(leg)
        later = needed.union(*(row.names for row in left))
        rows = join(columns, rows, leg, later, once=once)
    return Rows(rows.size, {name: column for name, column in rows.columns.items() if name in needed})


def find_matching(columns: Columns, rows: Rows, legs: Sequence[Leg]) -> NDArray[np.bool_]:
    """Say of each row whether the patterns match with it: the variables they share have its values."""
    shared = set(rows.columns).intersection(*[set().union(*(leg.names for leg in legs))])
    if not shared:
        return np.full(rows.size, match_all(columns, legs, set()).size > 0)
    mark = "#row"  # no variable is called so
    seeds = {name: rows.columns[name] for name in shared}
    numbers = np.arange(rows.size, dtype=np.int32)
    found = match_all(columns, legs, {mark}, Rows(rows.size, {**seeds, mark: numbers}), once=True)
    mask = np.zeros(rows.size, np.bool_)
    mask[found.columns[mark]] = True
    return mask
