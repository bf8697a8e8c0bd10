"""Conditions on whole columns, where no row can make an error: columns of one kind, compared with their like.

RDFterm-equal, the operators of SPARQL 1.1 (17.3) and the order of SPARQL 1.1 (15.1) all agree there with the order of
numbers of terms. Where a column mixes kinds, Oxigraph answers instead.
"""

import operator
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from kg.store.columnar.build import Numbers, UnfitError
from kg.store.columnar.files import Columns
from kg.store.columnar.match import Rows
from kg.store.columnar.read import Condition, Part, Variable
from kg.store.columnar.terms import BLANK, INTEGER, IRI, STRING, classify

Mask = NDArray[np.bool_]

_COMPARE: dict[str, Callable[[Numbers, Numbers], Mask]] = {
    "=": operator.eq, "!=": operator.ne, "<": operator.lt, ">": operator.gt, "<=": operator.le, ">=": operator.ge,
}  # fmt: skip
_TURNED = {"<": ">", ">": "<", "<=": ">=", ">=": "<="}


def check_rows(columns: Columns, rows: Rows, test: Condition) -> Mask:
    """Say of each row whether it passes.

    Raises:
        UnfitError: Some value is of a kind that is not compared here.
    """
    if test.word in ("&&", "||", "!"):
        masks = [check_rows(columns, rows, part) for part in test.parts if isinstance(part, Condition)]
        combine = np.logical_and if test.word == "&&" else np.logical_or
        return ~masks[0] if test.word == "!" else np.asarray(combine.reduce(masks), np.bool_)
    left = test.parts[0]
    if len(test.parts) == 1:
        column = _get(rows, left)
        iris, literals = columns.starts[IRI], columns.starts[STRING]
        if test.word == "ISIRI":
            return np.asarray((column >= iris) & (column < literals))
        return np.asarray(column < iris if test.word == "ISBLANK" else column >= literals)
    return _compare(columns, rows, left, test.word, test.parts[1])


def _get(rows: Rows, part: Part | Condition) -> Numbers:
    if not isinstance(part, Variable):
        raise UnfitError("There is no such column.")
    return rows.columns[part.name]


def _compare(columns: Columns, rows: Rows, left: Part | Condition, word: str, right: Part | Condition) -> Mask:
    if isinstance(left, bytes):
        left, word, right = right, _TURNED.get(word, word), left
    column = _get(rows, left)
    compare = _COMPARE[word]
    if isinstance(right, bytes):
        found = classify(right)
        kind, key = found if found else ("", b"")
        if kind == "iri" and word in ("=", "!="):
            return compare(column, np.int32(columns.find_term(right)))  # type: ignore[arg-type]
        _expect(columns, column, {"integer": INTEGER, "string": STRING}.get(kind))
        if isinstance(key, int):
            return compare(columns.integers[column - columns.starts[INTEGER]], np.int64(key))  # type: ignore[arg-type]
        if word not in ("=", "!="):
            raise UnfitError("Texts are put in order here, not compared.")
        return compare(column, np.int32(columns.find_term(right)))  # type: ignore[arg-type]
    other = _get(rows, right)
    if word in ("=", "!=") and max(column.max(initial=0), other.max(initial=0)) < columns.starts[STRING]:
        return compare(column, other)  # IRIs and blank nodes
    kind_here = columns.find_kind(column)
    if kind_here not in (INTEGER, STRING) or (kind_here == STRING and word not in ("=", "!=")):
        raise UnfitError("The values are of several kinds.")
    _expect(columns, other, kind_here)
    return compare(column, other)


def _expect(columns: Columns, column: Numbers, kind: int | None) -> None:
    if kind is None or kind == BLANK or (len(column) and columns.find_kind(column) != kind):
        raise UnfitError("The values are of several kinds.")


def read_integers(columns: Columns, column: Numbers) -> NDArray[np.int64]:
    """Return the values of a column of integers; raises UnfitError if it holds anything else."""
    _expect(columns, column, INTEGER)
    integers: NDArray[np.int64] = columns.integers[column - columns.starts[INTEGER]]
    return integers
