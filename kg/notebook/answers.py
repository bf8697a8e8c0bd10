"""Answers as typed Python values, data frames and HTML."""

import html
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Literal

from rdflib import XSD, URIRef
from rdflib import Literal as RdfLiteral
from rdflib.term import Identifier

from kg.errors import MissingExtraError, UnknownNameError
from kg.prefixes import shorten_iri

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl

Frame = Literal["pandas", "polars"]
_WHOLE = frozenset((XSD.integer, XSD.int, XSD.long, XSD.nonNegativeInteger, XSD.positiveInteger))
_SHOWN = 50


@dataclass(frozen=True)
class Answer:
    """The solutions of a SELECT query: the names of its columns, and rows of RDF terms; an unbound one has no key."""

    columns: tuple[str, ...]
    rows: tuple[Mapping[str, Identifier], ...]

    def __len__(self) -> int:
        """Return the number of rows."""
        return len(self.rows)

    def __iter__(self) -> Iterator[dict[str, Any]]:
        """Yield each row as a dict of Python values, None where a variable is unbound."""
        for row in self.rows:
            yield {name: to_python(row.get(name)) for name in self.columns}

    def to_columns(self) -> dict[str, list[Any]]:
        """Return the columns as lists of Python values; one of mixed kinds is all text."""
        found = {name: [to_python(row.get(name)) for row in self.rows] for name in self.columns}
        for name, values in found.items():
            if len({type(value) for value in values if value is not None}) > 1:
                found[name] = [None if name not in row else str(row[name]) for row in self.rows]
        return found

    def to_frame(self, frame: Frame = "pandas") -> "pd.DataFrame | pl.DataFrame":
        """Return a typed data frame: whole numbers, decimals, truth values and dates are such, IRIs and texts are text.

        Raises:
            MissingExtraError: The library is not installed.
            UnknownNameError: It is neither pandas nor polars.
        """
        columns = self.to_columns()
        if frame == "polars":
            try:
                import polars
            except ImportError as error:
                raise MissingExtraError("frames", "a polars frame") from error
            kinds = {
                name: None if any(v is not None for v in values) else polars.String for name, values in columns.items()
            }
            return polars.DataFrame(columns, schema_overrides={k: v for k, v in kinds.items() if v is not None})
        if frame != "pandas":
            raise UnknownNameError("frame", frame, known=["pandas", "polars"])
        try:
            import pandas
        except ImportError as error:
            raise MissingExtraError("frames", "a pandas frame") from error
        return pandas.DataFrame(
            {name: pandas.Series(values, dtype=_find_dtype(values)) for name, values in columns.items()}
        )

    def _repr_html_(self) -> str:
        """Return the first rows as an HTML table; an article's own markup is shown, never run."""
        return write_table(self.columns, list(self))


def to_python(term: Identifier | None) -> Any:  # noqa: ANN401 -- a term is of many types
    """Return a term as Python has it: int, float, bool, date, datetime, else text. IRIs stay whole.

    >>> to_python(RdfLiteral("2020-01-17", datatype=XSD.date)), to_python(RdfLiteral("4", datatype=XSD.integer))
    (datetime.date(2020, 1, 17), 4)
    """
    if not isinstance(term, RdfLiteral) or term.language or term.datatype is None:
        return None if term is None else str(term)
    text, kind = str(term), term.datatype
    try:
        if kind in _WHOLE:
            return int(text)
        if kind in (XSD.decimal, XSD.double, XSD.float):
            return float(Decimal(text)) if kind == XSD.decimal else float(text)
        if kind == XSD.boolean:
            return {"true": True, "1": True, "false": False, "0": False}[text]
        if kind == XSD.date:
            return date.fromisoformat(text)
        if kind == XSD.dateTime:
            return datetime.fromisoformat(text)
    except (ValueError, ArithmeticError, KeyError):
        return text  # a literal that its type does not allow
    return text


def _find_dtype(values: list[Any]) -> str:
    kinds = {type(value) for value in values if value is not None}
    if kinds == {int}:
        return "Int64"
    if kinds == {float}:
        return "Float64"
    if kinds == {bool}:
        return "boolean"
    if kinds <= {str}:
        return "string"
    return "object"


def write_table(columns: Sequence[str], rows: Sequence[Mapping[str, Any]]) -> str:
    """Return rows as an HTML table, the first 50 of them, IRIs with prefixes."""
    head = "".join(f"<th>{html.escape(name)}</th>" for name in columns)
    lines = []
    for row in rows[:_SHOWN]:
        cells = "".join(f"<td>{html.escape(_write_cell(row.get(name)))}</td>" for name in columns)
        lines.append(f"<tr>{cells}</tr>")
    more = f"<p>{len(rows)} rows, the first {_SHOWN} shown</p>" if len(rows) > _SHOWN else f"<p>{len(rows)} rows</p>"
    return f"<table><thead><tr>{head}</tr></thead><tbody>{''.join(lines)}</tbody></table>{more}"


def _write_cell(value: Any) -> str:  # noqa: ANN401 -- values are of many types
    if value is None:
        return ""
    text = str(value)
    return shorten_iri(URIRef(text)) if text.startswith(("https://", "http://")) and " " not in text else text
