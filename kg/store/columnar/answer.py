"""Answer a recognised query from columns."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import IO

import numpy as np
import pyoxigraph as ox
from numpy.typing import NDArray

from kg.errors import UnknownNameError
from kg.formats import Format, list_formats
from kg.store.base import Scope
from kg.store.columnar.build import FOLDER, UnfitError
from kg.store.columnar.files import Columns
from kg.store.columnar.filters import check_rows
from kg.store.columnar.group import Cells, Made, aggregate, find_distinct, group_rows
from kg.store.columnar.match import Leg, Rows, find_matching, make_leg, match_all
from kg.store.columnar.read import Anti, Select, has_hint, recognise
from kg.store.columnar.terms import unescape

LEAST = 400
"""Where the smallest pattern matches fewer statements than this, Oxigraph is as quick."""
_PATIENCE = 20
"""Oxigraph stops at a LIMIT: DISTINCT without an order is answered here if it reads fewer times as many rows."""
_MOST_FRACTIONS = 10_000


class ColumnarResult:
    """The answer to a query, as results in JSON; it is written in any format for results."""

    def __init__(self, data: bytes) -> None:
        """Take the results in JSON (SPARQL 1.1 Query Results JSON Format)."""
        self.data = data

    def write(self, output: IO[bytes], form: Format) -> None:
        """Write the whole answer; raises UnknownNameError where the format holds no results."""
        formats = list_formats("results")
        if form not in formats:
            raise UnknownNameError("result format", form.name, known=[row.name for row in formats])
        if form.name == "json":
            output.write(self.data)
            return
        found = ox.parse_query_results(self.data, ox.QueryResultsFormat.JSON)
        found.serialize(output, getattr(ox.QueryResultsFormat, str(form.oxigraph)))


class Replica:
    """The columns of a snapshot, opened once somebody has built them."""

    def __init__(self, snapshot: Path) -> None:
        """Take the snapshot's folder."""
        self._folder = snapshot / FOLDER
        self._columns: Columns | None = None

    def answer(self, text: str, scope: Scope) -> ColumnarResult | None:
        """Answer a query; None where Oxigraph is to do so."""
        if not has_hint(text):
            return None
        if self._columns is None:
            self._columns = open_columns(self._folder)
        return None if self._columns is None else answer(self._columns, text, scope)


def open_columns(folder: Path) -> Columns | None:
    """Return the columns in a folder, None where there are none."""
    try:
        return Columns(folder)
    except FileNotFoundError:
        return None


def answer(columns: Columns, text: str, scope: Scope, *, least: int = LEAST) -> ColumnarResult | None:
    """Answer a query over all graphs; None where it is not for columns, and Oxigraph is to answer.

    Args:
        columns: The columns of the version that is asked.
        text: The query, as it is meant: values and graphs that a request names are in it, or in the scope.
        scope: What it sees.
        least: How many statements the smallest pattern must match for columns to be worth it.
    """
    if scope.default or scope.named or not (scope.union or columns.named == 0):
        return None
    select = recognise(text)
    if select is None:
        return None
    try:
        return ColumnarResult(_write(columns, _answer(columns, select, least)))
    except (UnfitError, MemoryError):
        return None


def _answer(columns: Columns, select: Select, least: int) -> list[tuple[str, Cells, int]]:
    """Return the columns of the answer: name, cells, and how many rows there are."""
    legs = [make_leg(columns, row) for row in select.patterns]
    antis = [(row, [make_leg(columns, one) for one in row.patterns]) for row in select.antis]
    _refuse_small(select, legs, antis, least)
    needed = _find_needed(select)
    bound = {name for row in select.patterns for name in row.list_variables()}
    shared = {name for _, more in antis for leg in more for name in leg.names} & bound
    rows = match_all(columns, legs, needed | shared)
    for test in select.tests:
        rows = rows.take(check_rows(columns, rows, test))
    for row, more in antis:
        if row.word == "MINUS" and not any(leg.names & bound for leg in more):
            continue
        mask = find_matching(columns, rows, more)
        rows = rows.take(mask if row.word == "EXISTS" else ~mask)
    cells, size = _make_cells(columns, select, rows)
    places = _arrange(columns, select, cells, size)
    if places is None:
        return [(row.name, cells[row.name], size) for row in select.columns]
    return [(row.name, _pick(cells[row.name], places), len(places)) for row in select.columns]


def _refuse_small(select: Select, legs: list[Leg], antis: list[tuple[Anti, list[Leg]]], least: int) -> None:
    """Leave to Oxigraph what it answers as quickly."""
    work = min(leg.size for leg in legs)
    taken = max((min(leg.size for leg in more) for row, more in antis if row.word == "MINUS"), default=0)
    if max(work, taken) < least:
        raise UnfitError("There is little to read.")
    if select.limit is None or select.order or select.groups is not None or not least:
        return
    if work > _PATIENCE * (select.limit + select.offset):
        raise UnfitError("There is little to answer.")


def _find_needed(select: Select) -> set[str]:
    """Return the variables that are read after the patterns are matched."""
    needed = {row.of for row in select.columns if row.of is not None} | set(select.groups or ())
    needed |= {name for test in select.tests for name in test.list_variables()}
    needed |= set(select.unique or ())
    made = {row.name for row in select.columns if row.aggregate}
    return (needed | {row.name for row in select.columns} | {name for name, _ in select.order}) - made


def _make_cells(columns: Columns, select: Select, rows: Rows) -> tuple[dict[str, Cells], int]:
    """Return the columns to project and to sort by, after grouping or making distinct."""
    if select.groups is None:
        if select.distinct and rows.size:
            names = [row.name for row in select.columns]
            rows = rows.take(find_distinct([rows.columns[name] for name in names], columns.terms))
        return dict(rows.columns), rows.size
    if select.groups and not rows.size:
        return dict.fromkeys([*select.groups, *(row.name for row in select.columns)]), 0
    if select.unique is not None and rows.size:
        rows = rows.take(find_distinct([rows.columns[name] for name in select.unique], columns.terms))
    codes, groups, values = group_rows(rows, select.groups, columns.terms)
    cells: dict[str, Cells] = dict(values)
    for row in select.columns:
        if row.aggregate:
            cells[row.name] = aggregate(columns, rows, codes, groups, row)
    return cells, groups


def _arrange(columns: Columns, select: Select, cells: dict[str, Cells], size: int) -> NDArray[np.int64] | None:
    """Return the places of the rows to send, in order; None for all of them as they are."""
    end = size if select.limit is None else min(size, select.offset + select.limit)
    if not select.order or size < 2:
        return None if (select.offset, end) == (0, size) else np.arange(min(select.offset, end), end)
    keys = [_make_key(columns, cells[name], descending=descending) for name, descending in select.order]
    places = np.arange(size)
    if end < size // 4 and end:  # only rows that the first key does not rule out need sorting
        last = np.partition(keys[0], end - 1)[end - 1]
        places = np.flatnonzero(keys[0] <= last)
        keys = [key[places] for key in keys]
    return places[np.lexsort(keys[::-1])][select.offset : end]


def _make_key(columns: Columns, cells: Cells, *, descending: bool) -> NDArray[np.int64]:
    """Return numbers that are ordered as a column's values are."""
    if cells is None:
        raise UnfitError("An unbound column is sorted.")
    if isinstance(cells, Made):
        if isinstance(cells.keys, list):
            if len(cells.keys) > _MOST_FRACTIONS:
                raise UnfitError("Too many averages are sorted.")
            ranks = {value: number for number, value in enumerate(sorted(set(cells.keys)))}
            key = np.array([ranks[value] for value in cells.keys], np.int64)
        else:
            key = cells.keys
    else:
        if not columns.is_ordered(columns.find_kind(cells)):
            raise UnfitError("The values have no order here.")
        key = cells.astype(np.int64)
    return -key if descending else key


def _pick(cells: Cells, places: NDArray[np.int64]) -> Cells:
    if isinstance(cells, Made):
        keys = cells.keys[places] if not isinstance(cells.keys, list) else cells.keys
        return Made(cells.datatype, [cells.texts[place] for place in places.tolist()], keys)
    return None if cells is None else cells[places]


def _write(columns: Columns, found: list[tuple[str, Cells, int]]) -> bytes:
    """Return an answer as results in JSON."""
    size = found[0][2]
    parts: list[Iterable[bytes]] = []
    for name, cells, _ in found:
        label = json.dumps(name, ensure_ascii=False).encode()
        if cells is not None:
            parts.append(_write_cells(columns, b"%s:" % label, cells))
    if len(parts) == 1:
        rows = b"},{".join(parts[0])
    else:
        rows = b"},{".join(map(b",".join, zip(*parts, strict=True))) if parts else b"},{".join([b""] * size)
    head = json.dumps([name for name, _, _ in found], ensure_ascii=False, separators=(",", ":")).encode()
    body = b"{%s}" % rows if size else b""
    return b'{"head":{"vars":%s},"results":{"bindings":[%s]}}' % (head, body)


def _write_cells(columns: Columns, label: bytes, cells: Made | NDArray[np.int32]) -> Iterable[bytes]:
    if isinstance(cells, Made):
        start, end = b'%s{"type":"literal","value":"' % label, f'","datatype":"{cells.datatype}"}}'.encode()
        return [b"%s%s%s" % (start, text.encode(), end) for text in cells.texts]
    if len(cells) > 64:
        numbers, inverse = np.unique(cells, return_inverse=True)
        written = [label + write_term(columns.read_term(number)) for number in numbers.tolist()]
        return map(written.__getitem__, inverse.tolist())
    return [label + write_term(columns.read_term(number)) for number in cells.tolist()]


def write_term(token: bytes) -> bytes:
    r"""Return a term in N-Triples as results in JSON write it.

    >>> write_term(b'<urn:a>'), write_term(b'"a\\"b"@en')
    (b'{"type":"uri","value":"urn:a"}', b'{"type":"literal","value":"a\\"b","xml:lang":"en"}')
    """
    first = token[:1]
    if first == b"<":
        return b'{"type":"uri","value":"%s"}' % token[1:-1]
    if first == b"_":
        return b'{"type":"bnode","value":"%s"}' % token[2:]
    end = token.rindex(b'"')
    text, mark = token[1:end], token[end + 1 :]
    if b"\\" in text:
        text = json.dumps(unescape(text).decode(), ensure_ascii=False).encode()[1:-1]
    if not mark:
        return b'{"type":"literal","value":"%s"}' % text
    if mark[:1] == b"@":
        return b'{"type":"literal","value":"%s","xml:lang":"%s"}' % (text, mark[1:])
    return b'{"type":"literal","value":"%s","datatype":"%s"}' % (text, mark[3:-1])
