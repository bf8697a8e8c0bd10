"""What several commands share: opening a store, writing to a file or standard output, showing rows."""

import contextlib
import os
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import IO, TYPE_CHECKING, TypeVar

import click

if TYPE_CHECKING:
    from rdflib.term import Identifier

    from kg.store.base import Store
    from kg.store.embedded import EmbeddedStore

DEFAULT_STORE = Path("graph")
DEFAULT_LINKS = Path("links.csv")
Command = TypeVar("Command", bound=Callable[..., object])


def add_store_option(command: Command) -> Command:
    """Give a command the option --store."""
    option = click.option(
        "--store",
        type=click.Path(path_type=Path),
        envvar="KG_STORE",
        show_envvar=True,
        help="The folder of a store made by `kg build`; ./graph by default.",
    )
    return option(command)


def choose_store(store: Path | None) -> Path:
    """Return where the store is: the folder given, else the one the settings name, else ./graph."""
    from kg.cli.settings import read_settings

    return store or read_settings().store or DEFAULT_STORE


def find_store(store: Path | None) -> Path:
    """Return the folder of a store that is there.

    Raises:
        StoreError: There is none at that place.
    """
    from kg.errors import StoreError

    path = choose_store(store)
    if not (path / "data").is_dir():
        raise StoreError(f"There is no store at {path}. Make one: kg build --out {path}")
    return path


def add_links_option(command: Command) -> Command:
    """Give a command the option --links."""
    option = click.option(
        "--links",
        type=click.Path(path_type=Path),
        default=DEFAULT_LINKS,
        show_default=True,
        help="The file of decisions about links to other sources, as `kg link --write` and `--refuse` keep it.",
    )
    return option(command)


@contextlib.contextmanager
def open_to_ask(store: Path | None) -> Iterator["Store"]:
    """Open a store for reading; where none is named and ./graph is not there, build the shipped articles in memory.

    Raises:
        StoreError: There is none at the place that was named.
    """
    from kg.cli.settings import read_settings

    if store or read_settings().store or (DEFAULT_STORE / "data").is_dir():
        with open_existing(store) as opened:
            yield opened
        return
    from kg.cli.building import build_in_memory

    yield build_in_memory()


@contextlib.contextmanager
def open_existing(store: Path | None, *, write: bool = False) -> Iterator["EmbeddedStore"]:
    """Open a store that must be there, for reading unless `write`.

    Raises:
        StoreError: There is none at that place.
    """
    from kg.store.embedded import open_store

    opened = open_store(find_store(store), read_only=not write)
    try:
        yield opened
    finally:
        opened.close()


@contextlib.contextmanager
def open_output(path: Path | None) -> Iterator[IO[bytes]]:
    """Give a file to write bytes to: standard output for None or "-"; else one that takes its place when all is well.

    Raises:
        OutputError: The file cannot be written; what it held before is unharmed.
    """
    from kg.errors import OutputError

    if path is None or str(path) == "-":
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    except OSError as error:
        raise OutputError(
            f"{path} cannot be written: {error.strerror}. Name a folder that you may write to."
        ) from error
    try:
        with os.fdopen(handle, "wb") as file:
            yield file
        umask = os.umask(0)
        os.umask(umask)
        Path(name).chmod(0o666 & ~umask)
        Path(name).replace(path)
    except OSError as error:
        raise OutputError(f"{path} cannot be written: {error.strerror}. What it held is unharmed.") from error
    finally:
        Path(name).unlink(missing_ok=True)


def show_rows(columns: Sequence[str], rows: Sequence[dict[str, "Identifier"]]) -> None:
    """Print rows as a table: as wide as the terminal, or in a pipe as wide as the values."""
    from rdflib import URIRef
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from kg.prefixes import shorten_iri

    table = Table(box=box.SIMPLE_HEAD)
    for column in columns:
        table.add_column(Text(column), overflow="fold")
    for row in rows:
        cells = (row.get(column) for column in columns)
        # Text, not str: an article's own square brackets are no markup.
        table.add_row(
            *(
                Text("" if cell is None else shorten_iri(cell) if isinstance(cell, URIRef) else str(cell))
                for cell in cells
            )
        )
    console = Console() if sys.stdout.isatty() else Console(width=100_000)
    console.print(table)
    console.print(f"{len(rows)} row{'' if len(rows) == 1 else 's'}", highlight=False)
