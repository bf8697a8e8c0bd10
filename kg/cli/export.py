"""`kg export`: write a store as a file."""

import tempfile
from pathlib import Path

import click

from kg.cli.stores import add_store_option, open_existing, open_output


@click.command(short_help="Write the graph as a file.")
@add_store_option
@click.option(
    "--format",
    "form",
    default="turtle",
    show_default=True,
    help="turtle, ntriples, rdfxml, jsonld, trig or nquads.",
)
@click.option("--graph", help="Only this named graph (an IRI, with or without a prefix).")
@click.option("--out", type=click.Path(path_type=Path), help="Write to this file instead of standard output.")
def command(store: Path | None, form: str, graph: str | None, out: Path | None) -> None:
    """Write the whole dataset, or one graph of it, sorted: equal graphs make equal files.

    turtle, ntriples and rdfxml hold no named graphs: they get the union of all graphs, unless --graph names one.

    Example: kg export --format trig --out polity.trig
    """
    from kg.errors import StoreError
    from kg.export.rdf import write_rdf
    from kg.formats import get_format
    from kg.prefixes import expand_iri

    wanted = get_format(form)
    iri = str(expand_iri(graph)) if graph else None
    with open_existing(store) as opened, tempfile.TemporaryFile() as dumped:
        if iri is not None and not opened.has_graph(iri):
            known = ", ".join(opened.list_graphs()[:5])
            raise StoreError(f"The store has no graph {iri}. It has: {known} ...")
        opened.dump(dumped, get_format("nquads"))
        dumped.seek(0)
        with open_output(out) as output:
            write_rdf(dumped, output, wanted, graph=iri)
