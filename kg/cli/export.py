"""`kg export`: write a store as a file."""

import tempfile
from pathlib import Path

import click

from kg.cli.stores import add_store_option, open_output, open_to_ask


@click.command(short_help="Write the graph as a file.")
@add_store_option
@click.option(
    "--format",
    "form",
    default="turtle",
    show_default=True,
    help="turtle, ntriples, rdfxml, jsonld, trig, nquads, rdf12, csv, parquet, graphml, ftm, nanopub or schema.org.",
)
@click.option("--table", help="csv: only this table (claims, entities, events, evidence, relations).")
@click.option("--graph", help="Only this named graph (an IRI, with or without a prefix).")
@click.option("--describe", is_flag=True, help="Write the dataset's VoID and DCAT description instead of the data.")
@click.option("--article", help="schema.org: the article (an IRI, with or without a prefix).")
@click.option("--out", type=click.Path(path_type=Path), help="Write to this file instead of standard output.")
@click.option("--checksum", is_flag=True, help="Write the SHA-256 of the file given as --out beside it.")
def command(
    store: Path | None,
    form: str,
    table: str | None,
    graph: str | None,
    describe: bool,
    article: str | None,
    out: Path | None,
    checksum: bool,
) -> None:
    """Write the whole dataset, or one graph of it, sorted: equal graphs make equal files.

    turtle, ntriples and rdfxml hold no named graphs: they get the union of all graphs, unless --graph names one.
    csv writes several tables into the folder, or .zip file, given as --out; or one --table, to a file or standard
    output.

    rdf12 is N-Quads with triple terms; ftm is FollowTheMoney, a JSON object a line; nanopub has a nanopublication a
    claim; schema.org is one --article as search engines read it.

    Example: kg export --format trig --out polity.trig
    """
    if checksum and (out is None or str(out) == "-"):
        raise click.UsageError("--checksum goes with --out.")
    export(store, form, table, graph, describe, article, out)
    if checksum and out is not None:
        from kg.export.checksums import write_checksums

        files = sorted(path for path in out.iterdir() if path.is_file()) if out.is_dir() else [out]
        write_checksums(files, out.with_name(f"{out.name}.sha256"))


def export(
    store: Path | None,
    form: str,
    table: str | None,
    graph: str | None,
    describe: bool,
    article: str | None,
    out: Path | None,
) -> None:
    """Write what the options name."""
    if form in ("graphml", "ftm", "nanopub", "rdf12", "schema.org", "parquet"):
        from kg.cli.export_other import export_other

        export_other(store, form, article, out)
        return
    if form == "csv":
        export_tables(store, table, graph, out)
        return
    if table:
        raise click.UsageError("--table goes with --format csv.")
    from kg.errors import StoreError
    from kg.export.rdf import write_rdf
    from kg.formats import get_format
    from kg.prefixes import expand_iri

    if describe:
        export_description(store, form, out)
        return
    wanted = get_format(form)
    iri = str(expand_iri(graph)) if graph else None
    with open_to_ask(store) as opened, tempfile.TemporaryFile() as dumped:
        if iri is not None and not opened.has_graph(iri):
            known = ", ".join(opened.list_graphs()[:5])
            raise StoreError(f"The store has no graph {iri}. It has: {known} ...")
        opened.dump(dumped, get_format("nquads"))
        dumped.seek(0)
        with open_output(out) as output:
            write_rdf(dumped, output, wanted, graph=iri)


def export_tables(store: Path | None, table: str | None, graph: str | None, out: Path | None) -> None:
    """Write the CSV tables, or one of them."""
    from kg.export.tables import write_table, write_tables

    if graph:
        raise click.UsageError("--graph does not go with --format csv: the tables are made from all graphs.")
    if out is None and table is None:
        raise click.UsageError("csv makes several tables: name a folder with --out, or one table with --table.")
    with open_to_ask(store) as opened:
        if table:
            with open_output(out) as output:
                write_table(opened.query, table, output)
            return
        if out is not None:
            for name, count in write_tables(opened.query, out).items():
                click.echo(f"{name}: {count} rows", err=True)


def export_description(store: Path | None, form: str, out: Path | None) -> None:
    """Write what the dataset is and holds."""
    from rdflib import Dataset

    from kg.export.describe import describe_dataset
    from kg.export.rdf import write_rdf
    from kg.formats import get_format

    data = Dataset()
    with open_to_ask(store) as opened:
        for triple in describe_dataset(opened.query):
            data.default_graph.add(triple)
    with open_output(out) as output:
        write_rdf(data, output, get_format(form))
