"""Groups of rows, and aggregates of them (SPARQL 1.1, sections 11 and 18.5.1)."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from kg.store.columnar.build import Numbers, UnfitError
from kg.store.columnar.files import Columns
from kg.store.columnar.filters import read_integers
from kg.store.columnar.match import Places, Rows
from kg.store.columnar.read import Column
from kg.store.columnar.terms import XSD

_EXACT = 2**53
_DIGITS = 10**18
"""Oxigraph's decimals have 18 digits after the point; what a division leaves over is cut off."""


@dataclass(frozen=True, slots=True)
class Made:
    """A column of values that are no terms of the data: literals of one datatype, and what they are ordered by."""

    datatype: str
    texts: list[str]
    keys: NDArray[np.int64] | list[Fraction]


Cells = Numbers | Made | None
"""A column of the answer; None is one that is unbound in all rows."""


def find_distinct(columns: Sequence[Numbers], terms: int) -> Places:
    """Return the places of rows, one of each kind of row."""
    if len(columns) == 1:
        return _find_first(columns[0], terms)
    return np.unique(_combine(columns, terms), return_index=True)[1]


def _find_first(column: Numbers, terms: int) -> Places:
    """Return where each number of a column stands, one place of each: by a table, as numbers are small."""
    if len(column) * 8 < terms:
        return np.unique(column, return_index=True)[1]
    table = np.full(terms, -1, np.int64)
    table[column] = np.arange(len(column))
    return table[table >= 0]


def _combine(columns: Sequence[Numbers], terms: int) -> Places:
    """Return one number for each row, the same just for the same row."""
    key: Places = columns[0].astype(np.int64)
    for number, column in enumerate(columns[1:]):
        if number:
            key = np.unique(key, return_inverse=True)[1].astype(np.int64)
        key = key * terms + column
    return key


def group_rows(rows: Rows, names: Sequence[str], terms: int) -> tuple[Places, int, dict[str, Numbers]]:
    """Return each row's group, how many groups there are, and the values of the variables they are made by."""
    if not names:
        return np.zeros(rows.size, np.int64), 1, {}
    keys = [rows.columns[name] for name in names]
    if len(keys) == 1 and rows.size * 8 >= terms:
        counts = np.bincount(keys[0], minlength=terms)
        present = np.flatnonzero(counts)
        codes = np.zeros(terms, np.int64)
        codes[present] = np.arange(len(present))
        return codes[keys[0]], len(present), {names[0]: present.astype(np.int32)}
    _, first, inverse = np.unique(_combine(keys, terms), return_index=True, return_inverse=True)
    return inverse, len(first), {name: key[first] for name, key in zip(names, keys, strict=True)}


def aggregate(columns: Columns, rows: Rows, codes: Places, groups: int, asked: Column) -> Cells:
    """Return one aggregate of all groups; raises UnfitError where a value is of a kind not reckoned with here."""
    values = rows.columns[asked.of] if asked.of is not None else None
    if values is not None and asked.distinct:
        first = np.unique(codes * columns.terms + values, return_index=True)[1]
        codes, values = codes[first], values[first]
    counts = np.bincount(codes, minlength=groups)
    if asked.aggregate == "COUNT" or values is None:
        return Made(f"{XSD}integer", [str(number) for number in counts.tolist()], counts)
    if asked.aggregate in ("MIN", "MAX"):
        return _find_extremes(columns, values, codes, groups, least=asked.aggregate == "MIN")
    integers = read_integers(columns, values)
    if np.abs(integers).sum(dtype=np.float64) >= _EXACT:
        raise UnfitError("A sum is too large to be exact here.")
    sums = np.bincount(codes, integers, groups).astype(np.int64)
    if asked.aggregate == "SUM" or not len(values):  # the average of nothing is the integer 0 (18.5.1.4)
        return Made(f"{XSD}integer", [str(number) for number in sums.tolist()], sums)
    pairs = list(zip(sums.tolist(), counts.tolist(), strict=True))
    texts = [write_quotient(one, other) for one, other in pairs]
    return Made(f"{XSD}decimal", texts, [Fraction(one, other) for one, other in pairs])


def write_quotient(one: int, other: int) -> str:
    """Return a quotient as a decimal, cut off after 18 digits.

    >>> write_quotient(-2, 3), write_quotient(6, 2), write_quotient(1, 8)
    ('-0.666666666666666666', '3', '0.125')
    """
    whole, rest = divmod(abs(one) * _DIGITS // other, _DIGITS)
    sign = "-" if one < 0 and (whole or rest) else ""
    return f"{sign}{whole}" + (f".{rest:018d}".rstrip("0") if rest else "")


def _find_extremes(columns: Columns, values: Numbers, codes: Places, groups: int, *, least: bool) -> Cells:
    if not len(values):
        return None  # only a group of no rows has none, and then it is the only one
    if not columns.is_ordered(columns.find_kind(values)):
        raise UnfitError("The values have no order here.")
    table = np.full(groups, np.iinfo(np.int32).max if least else -1, np.int32)
    (np.minimum if least else np.maximum).at(table, codes, values)
    return table
