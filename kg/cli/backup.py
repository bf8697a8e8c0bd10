"""`kg backup` and `kg restore`: copies of a store."""

import tempfile
from pathlib import Path

import click

from kg.cli.stores import add_store_option, choose_store, find_store, open_existing


@click.command(short_help="Copy a store, also while it is being served.")
@click.argument("folder", type=click.Path(path_type=Path))
@add_store_option
def backup(folder: Path, store: Path | None) -> None:
    """Put a copy of the store into a new FOLDER. A server may go on answering from the store meanwhile.

    Example: kg backup backups/2026-11-22
    """
    from kg.cli.documents import copy_documents
    from kg.errors import OutputError
    from kg.store.copying import copy_store

    if folder.exists():
        raise OutputError(f"{folder} is there already. Name a new folder.")
    path = find_store(store)
    count = copy_store(path, folder)
    copy_documents(path, folder)
    click.echo(f"{folder}: {count} statements", err=True)


@click.command(short_help="Put a copy back in a store's place.")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@add_store_option
def restore(folder: Path, store: Path | None) -> None:
    """Build the store anew from the copy in FOLDER; the store's present content goes once that is done.

    Example: kg restore backups/2026-11-22
    """
    from kg.cli.documents import copy_documents
    from kg.formats import get_format
    from kg.store.embedded import build_store

    target = choose_store(store)
    with open_existing(folder) as copy, tempfile.TemporaryFile() as dumped:
        copy.dump(dumped, get_format("nquads"))
        dumped.seek(0)
        with build_store(target) as fresh:
            fresh.load(dumped, get_format("nquads"))
            if fresh.path is not None:
                copy_documents(folder, fresh.path)
            click.echo(f"{target}: {len(fresh)} statements", err=True)
