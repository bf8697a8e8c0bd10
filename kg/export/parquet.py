"""The tables of `kg.export.tables` as Parquet files, which keep their columns' types apart from their text."""

import csv
import io
from pathlib import Path

from kg.errors import MissingExtraError, OutputError
from kg.export.tables import Ask, load_tables, write_table


def write_parquet(ask: Ask, folder: Path) -> dict[str, int]:
    """Write one file a table into a folder, made if absent; return the numbers of rows.

    Every column is text, empty cells are null, and the files hold no time of writing: equal tables make equal files.

    Raises:
        MissingExtraError: pyarrow is not installed.
        OutputError: The folder cannot be written.
    """
    try:
        import pyarrow as pa
        from pyarrow import parquet
    except ImportError as error:
        raise MissingExtraError("frames", "writing Parquet") from error
    counts = {}
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name in load_tables():
            buffer = io.BytesIO()
            counts[name] = write_table(ask, name, buffer)
            head, *rows = csv.reader(io.StringIO(buffer.getvalue().decode(), newline=""))
            columns = {key: [row[at] or None for row in rows] for at, key in enumerate(head)}
            table = pa.table({key: pa.array(values, pa.string()) for key, values in columns.items()})
            parquet.write_table(table, folder / f"{name}.parquet", compression="zstd")
    except OSError as error:
        raise OutputError(
            f"{folder} cannot be written: {error.strerror}. Name a folder that you may write to."
        ) from error
    return counts
