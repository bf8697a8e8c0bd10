"""`kg export` for the formats that are no plain RDF."""

import tempfile
from pathlib import Path

import click

from kg.cli.stores import open_output, open_to_ask


def export_other(store: Path | None, form: str, article: str | None, out: Path | None) -> None:
    """Write the store in one of these formats, or one article as schema.org."""
    if form == "schema.org":
        export_article(store, article, out)
        return
    if form == "parquet":
        export_parquet(store, out)
        return
    from kg.export.ftm import write_ftm
    from kg.export.graphml import write_graphml
    from kg.export.nanopub import write_nanopubs
    from kg.export.rdf12 import write_rdf12
    from kg.formats import get_format

    with open_to_ask(store) as opened, open_output(out) as output:
        if form == "rdf12":
            with tempfile.TemporaryFile() as dumped:
                opened.dump(dumped, get_format("nquads"))
                dumped.seek(0)
                write_rdf12(dumped, output)
        elif form == "graphml":
            write_graphml(opened.query, output)
        else:
            {"ftm": write_ftm, "nanopub": write_nanopubs}[form](opened.query, output)


def export_article(store: Path | None, article: str | None, out: Path | None) -> None:
    """Write one article as schema.org JSON-LD."""
    from kg.errors import UnknownNameError
    from kg.export.schema_org import load_query, write_article
    from kg.prefixes import expand_iri

    if article is None:
        raise click.UsageError("schema.org needs --article: list them with `kg export --format csv --table entities`.")
    iri = expand_iri(article)
    with open_to_ask(store) as opened:
        triples = list(opened.query(load_query(), bindings={"article": iri}).triples())
        if not any(row[0] == iri for row in triples):
            raise UnknownNameError("article", str(iri), known=["none with that IRI"])
    with open_output(out) as output:
        output.write(write_article(triples, str(iri)))


def export_parquet(store: Path | None, out: Path | None) -> None:
    """Write every table as a Parquet file into a folder."""
    from kg.export.parquet import write_parquet

    if out is None:
        raise click.UsageError("parquet makes several files: name a folder with --out.")
    with open_to_ask(store) as opened:
        for name, count in write_parquet(opened.query, out).items():
            click.echo(f"{name}: {count} rows", err=True)
