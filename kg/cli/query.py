"""`kg query`: ask a store, or an endpoint, a SPARQL query."""

from pathlib import Path
from typing import IO, TYPE_CHECKING

import click

from kg.cli.stores import add_store_option, open_output, open_to_ask, show_rows

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rdflib.term import Identifier

    from kg.store.base import Result, Store


@click.command(short_help="Ask a SPARQL query.")
@click.argument("file", type=click.File("r", encoding="utf-8"))
@add_store_option
@click.option("--url", help="Ask the SPARQL endpoint at this address instead of a store.")
@click.option(
    "--format", "form", default="table", show_default=True, help="table, json, xml, csv, tsv; or an RDF format."
)
@click.option("--json", "as_json", is_flag=True, help="The same as --format json.")
@click.option("--out", type=click.Path(path_type=Path), help="Write to this file instead of standard output.")
@click.option(
    "--union-default-graph/--no-union-default-graph",
    default=True,
    show_default=True,
    envvar="KG_UNION_DEFAULT_GRAPH",
    help="Whether a query without FROM sees all graphs, or the default graph alone.",
)
def command(
    file: IO[str],
    store: Path | None,
    url: str | None,
    form: str,
    as_json: bool,
    out: Path | None,
    union_default_graph: bool,
) -> None:
    """Ask the SPARQL query in FILE ("-" for standard input) and print the answer.

    Example: echo 'SELECT * { ?s a :Court } LIMIT 5' | kg query -

    The prefixes of ontology/context.jsonld need no declaration.
    """
    from kg.errors import SourceError

    if url and store:
        raise click.UsageError("Give --store or --url, not both.")
    try:
        text = add_prefixes(file.read())
    except UnicodeDecodeError as error:
        raise SourceError("is not UTF-8.", path=file.name, hint="Save the query as UTF-8.") from error
    if url:
        from kg.cli.remote import ask_endpoint

        ask_endpoint(url, text, "json" if as_json else form, out)
        return
    with open_to_ask(store) as opened:
        write_answer(opened, text, {}, "json" if as_json else form, out, union=union_default_graph)


def add_prefixes(text: str) -> str:
    """Put declarations of the known prefixes before a query; its own declarations stand after them and win."""
    from kg.prefixes import add_prefixes as add

    return add(text)


def write_answer(
    store: "Store", text: str, bindings: "Mapping[str, Identifier]", form: str, out: Path | None, *, union: bool = True
) -> None:
    """Ask a store and write the answer: as a table for people, or in a format of kg/formats.py."""
    from kg.formats import get_format
    from kg.store.base import ALL_GRAPHS, DEFAULT_GRAPH

    scope = ALL_GRAPHS if union else DEFAULT_GRAPH
    wanted = None if form == "table" else get_format(form)
    result = store.query(text, scope=scope, bindings=bindings)
    if wanted is None and out is None:
        show_answer(result)
        return
    with open_output(out) as output:
        result.write(output, wanted or get_format("turtle" if result.kind == "graph" else "csv"))


def show_answer(result: "Result") -> None:
    """Print an answer for people: rows as a table, a graph as Turtle lines, yes or no."""
    import sys

    from kg.formats import get_format

    if result.kind == "boolean":
        click.echo("yes" if result.boolean else "no")
    elif result.kind == "bindings":
        show_rows(result.variables, list(result.rows()))
    else:
        result.write(sys.stdout.buffer, get_format("turtle"))
        sys.stdout.buffer.flush()
