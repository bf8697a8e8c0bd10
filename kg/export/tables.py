"""Tables for spreadsheets and data frames: each is a query of ontology/tables, written as CSV (RFC 4180)."""

import csv
import io
import zipfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import IO, Protocol

from rdflib.term import Identifier

from kg.errors import OutputError, UnknownNameError
from kg.resources import find_resource

_BETWEEN = "\u001f"
"""What the queries put between the values of one cell: no article holds it, for readers refuse control characters."""


class Answer(Protocol):
    """The rows of a SELECT query, as `kg.store` gives them."""

    variables: tuple[str, ...]

    def rows(self) -> Iterable[Mapping[str, Identifier]]:
        """Return the solutions."""


Ask = Callable[[str], Answer]
"""Answers a SELECT query over all graphs."""


@cache
def load_tables() -> Mapping[str, str]:
    """Return the tables' queries by name: claims, entities, events, evidence, relations."""
    files = sorted(find_resource("ontology", "tables").glob("*.rq"))
    return {path.stem: path.read_text(encoding="utf-8") for path in files}


def write_table(ask: Ask, name: str, output: IO[bytes]) -> int:
    """Write one table as CSV in UTF-8, with a line of column names; return the number of rows.

    A cell with several values has them sorted, " | " between them.

    Raises:
        UnknownNameError: There is no such table.
    """
    if name not in load_tables():
        raise UnknownNameError("table", name, known=load_tables())
    answer = ask(load_tables()[name])
    text = io.TextIOWrapper(output, encoding="utf-8", newline="", write_through=True)
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(answer.variables)
    count = 0
    for row in answer.rows():
        writer.writerow([_write_cell(row.get(column)) for column in answer.variables])
        count += 1
    text.detach()
    return count


def write_tables(ask: Ask, target: Path, *, names: Sequence[str] = ()) -> dict[str, int]:
    """Write the tables into a folder, or into one file where `target` ends in .zip; return the rows of each.

    Args:
        ask: Answers a query over the whole dataset.
        target: A folder, made if absent; or a file.
        names: The tables; all of them by default.

    Raises:
        OutputError: The folder or file cannot be written.
    """
    chosen = names or list(load_tables())
    counts: dict[str, int] = {}
    try:
        if target.suffix == ".zip":
            with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
                for name in chosen:
                    # A fixed date, so that equal tables make equal files.
                    entry = zipfile.ZipInfo(f"{name}.csv", (1980, 1, 1, 0, 0, 0))
                    entry.compress_type = zipfile.ZIP_DEFLATED
                    buffer = io.BytesIO()
                    counts[name] = write_table(ask, name, buffer)
                    archive.writestr(entry, buffer.getvalue())
            return counts
        target.mkdir(parents=True, exist_ok=True)
        for name in chosen:
            with (target / f"{name}.csv").open("wb") as file:
                counts[name] = write_table(ask, name, file)
    except OSError as error:
        hint = "Name a folder, or a .zip file, that you may write to."
        raise OutputError(f"{target} cannot be written: {error.strerror}. {hint}") from error
    return counts


def _write_cell(value: Identifier | None) -> str:
    if value is None:
        return ""
    return " | ".join(sorted(str(value).split(_BETWEEN))) if _BETWEEN in value else str(value)
