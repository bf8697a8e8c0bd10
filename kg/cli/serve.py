"""`kg serve`: the SPARQL endpoint and the pages."""

import dataclasses
from pathlib import Path

import click

from kg.cli.stores import DEFAULT_LINKS, choose_store, find_store


@click.command(short_help="Serve a store: SPARQL endpoint and pages.")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option("--build", is_flag=True, help="First build the store from the articles in PATHS.")
@click.option(
    "--store", type=click.Path(path_type=Path), help="The folder of a store made by `kg build`; ./graph if unset."
)
@click.option("--host", help="The address to listen at; 127.0.0.1, this machine alone, if unset.")
@click.option("--port", type=click.IntRange(0, 65535), help="The port to listen at; 8000 if unset.")
@click.option(
    "--union-default-graph/--no-union-default-graph",
    default=None,
    help="Whether a query without FROM sees all graphs, or the default graph alone.",
)
def command(
    paths: tuple[Path, ...],
    build: bool,
    store: Path | None,
    host: str | None,
    port: int | None,
    union_default_graph: bool | None,
) -> None:
    """Serve until stopped. Every setting of `kg config` holds; the options here beat them.

    With --build the store is first built from the articles in PATHS, those that come with Polity by default, with the
    links accepted in ./links.csv. Writing is off unless KG_TOKEN is set.

    Example: kg serve --build --port 8000
    """
    from kg.cli.settings import read_settings
    from server import create_app, serve

    if paths and not build:
        raise click.UsageError("PATHS go with --build. To serve a store that is there, name it with --store.")
    if build:
        from kg.cli.building import build_folder

        built, statements = build_folder(paths, choose_store(store), links=DEFAULT_LINKS)
        click.echo(f"{len(built.articles)} articles, {statements} triples", err=True)

    settings = read_settings()
    chosen = dataclasses.replace(
        settings,
        store=find_store(store),
        host=settings.host if host is None else host,
        port=settings.port if port is None else port,
        union_default_graph=settings.union_default_graph if union_default_graph is None else union_default_graph,
    )
    serve(create_app(chosen), chosen.host, chosen.port)
