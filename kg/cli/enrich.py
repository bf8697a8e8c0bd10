"""`kg enrich`: what other sources say of the things that ours are linked to."""

from datetime import date
from pathlib import Path

import click

from kg.cli.stores import add_store_option, open_existing


@click.command(short_help="Add chosen properties of linked things from an endpoint or a dump.")
@click.argument("source", metavar="FILE|ENDPOINT")
@click.option("--property", "properties", multiple=True, required=True, help="A property to take; may be repeated.")
@add_store_option
@click.option("--pause", default=1.0, show_default=True, help="Seconds between two requests to an endpoint.")
@click.option("--cache", type=click.Path(path_type=Path), default=".kg-cache", show_default=True, help="Kept answers.")
@click.option("--dry-run", is_flag=True, help="Print what would be added, as Turtle, and change nothing.")
def command(
    source: str, properties: tuple[str, ...], store: Path | None, pause: float, cache: Path, dry_run: bool
) -> None:
    """Add triples of the things that the store's links name, read from SOURCE, to the links graph.

    They are stated of the other source's own IRIs, each with where and when it was read. The network is used for an
    ENDPOINT given here, and never otherwise; a run that was stopped goes on where it was.

    Example: kg enrich dump.ttl --property wdt:P856
    """
    from rdflib import Graph

    from kg.client import Client
    from kg.formats import get_format
    from kg.iri import LINKS_GRAPH
    from kg.link.enrich import read_properties
    from kg.materialised import keep_inferences
    from kg.prefixes import expand_iri

    text = """PREFIX skos: <http://www.w3.org/2004/02/skos/core#> SELECT DISTINCT ?o
      { ?s skos:exactMatch|skos:closeMatch ?o FILTER(isIRI(?o)) }"""
    wanted = [str(expand_iri(name)) for name in properties]
    with open_existing(store, write=not dry_run) as opened:
        targets = [str(row["o"]) for row in opened.query(text).rows()]
        graph = Graph()
        for triple in read_properties(source, targets, wanted, Client(cache, pause=pause), date.today()):
            graph.add(triple)
        if dry_run:
            click.echo(graph.serialize(format="turtle"), nl=False)
            return
        data = graph.serialize(format="nt").encode()
        keep_inferences(opened).load(data, get_format("ntriples"), graph=str(LINKS_GRAPH))
    click.echo(f"{len(graph)} triples of {len(set(graph.subjects()))} things out of {len(targets)}", err=True)
