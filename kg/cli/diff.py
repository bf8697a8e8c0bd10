"""`kg diff`: what one dataset has that another has not."""

import json
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.stores import open_existing

if TYPE_CHECKING:
    import pyoxigraph as ox

    from kg.export.diff import Change

_SIGNS = {"gained": ("+", "green"), "lost": ("-", "red"), "changed": ("~", "yellow")}


@click.command(short_help="Compare two datasets: what was gained, lost, changed.")
@click.argument("old", type=click.Path(exists=True, path_type=Path))
@click.argument("new", type=click.Path(exists=True, path_type=Path))
@click.option("--all", "records", is_flag=True, help="Also evidence, mentions and assertions.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.option("--atom", is_flag=True, help="Print an Atom feed.")
@click.option("--about", help="--atom: only changes that name this thing (an IRI, with or without a prefix).")
@click.option("--date", "day", metavar="DATE", help="--atom: when NEW was made (YYYY-MM-DD); today if unset.")
def command(old: Path, new: Path, records: bool, as_json: bool, atom: bool, about: str | None, day: str | None) -> None:
    """Print what NEW gained (+), lost (-) and changed (~) against OLD, each with the sentences behind it.

    OLD and NEW are stores or RDF files. Exit code 0, whether or not they differ.

    Example: kg diff before.nq graph
    """
    from kg.export.diff import compare_datasets

    changes = compare_datasets(_make_reader(old), _make_reader(new), records=records)
    if atom:
        _write_feed(changes, about, day)
        return
    if as_json:
        click.echo(json.dumps([asdict(change) for change in changes], ensure_ascii=False, indent=1))
        return
    for change in changes:
        sign, colour = _SIGNS[change.kind]
        value = f"{_shorten(change.before)} -> {_shorten(change.object)}" if change.before else _shorten(change.object)
        line = f"{sign} {_shorten(change.subject)} {_shorten(change.predicate)} {value}"
        click.secho(line, fg=colour)
        for quotation in change.quotations:
            click.echo(f"      “{' '.join(quotation.split())}”")
    counts = Counter(change.kind for change in changes)
    click.echo(f"{counts['gained']} gained, {counts['lost']} lost, {counts['changed']} changed")


def _write_feed(changes: "list[Change]", about: str | None, day: str | None) -> None:
    import sys
    from datetime import date

    from kg.export.atom import write_feed
    from kg.prefixes import expand_iri

    try:
        when = date.fromisoformat(day) if day else date.today()
    except ValueError as error:
        raise click.UsageError(f"--date {day!r} is no date: write YYYY-MM-DD.") from error
    write_feed(changes, sys.stdout.buffer, when, about=str(expand_iri(about)) if about else None)
    sys.stdout.buffer.flush()


def _shorten(term: str) -> str:
    from kg.prefixes import shorten_iri

    return shorten_iri(term[1:-1]) if term.startswith("<") else term


def _make_reader(path: Path) -> "Callable[[], Iterator[ox.Quad]]":
    """Return a function that yields the quads of a store's folder or of an RDF file, from the start each time."""
    import tempfile

    import pyoxigraph as ox

    from kg.errors import SourceError, UnknownNameError
    from kg.formats import get_format, list_formats

    def read_store() -> "Iterator[ox.Quad]":
        with open_existing(path) as opened, tempfile.TemporaryFile() as dumped:
            opened.dump(dumped, get_format("nquads"))
            dumped.seek(0)
            yield from ox.parse(dumped, format=ox.RdfFormat.N_QUADS)

    def read_file() -> "Iterator[ox.Quad]":
        offers = list_formats("graph", "dataset")
        name = path.suffix.removeprefix(".")
        form = next((row for row in offers if row.extension == name), None)
        if form is None:
            raise UnknownNameError("RDF format", name, known=[row.extension for row in offers])
        try:
            with path.open("rb") as file:
                yield from ox.parse(
                    file, format=getattr(ox.RdfFormat, str(form.oxigraph)), base_iri=path.resolve().as_uri()
                )
        except SyntaxError as error:
            raise SourceError(
                f"is not {form.name}: {error.msg}.", path=path, line=error.lineno, hint="Mend it."
            ) from error

    return read_store if path.is_dir() else read_file
