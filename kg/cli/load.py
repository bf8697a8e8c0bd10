"""`kg load`: add RDF files to a store."""

from pathlib import Path

import click

from kg.cli.stores import add_store_option, choose_store


@click.command(short_help="Add RDF files to a store.")
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@add_store_option
@click.option("--graph", help="Put the triples into this named graph (an IRI, with or without a prefix).")
@click.option(
    "--reason",
    default="auto",
    show_default=True,
    metavar="PROFILE",
    help="Keep the inferred graph by this profile; auto: where there is one, by the one of kg build; off: leave it.",
)
@click.option("--format", "form", help="The format, where the extension does not say it.")
def command(files: tuple[Path, ...], store: Path | None, graph: str | None, reason: str, form: str | None) -> None:
    """Add RDF FILES to a store, which is made if it is absent. Each file is added whole or not at all, together with
    what follows from it.

    Example: kg load facts.ttl --graph d:graph/mine
    """
    from kg.errors import KgError, LoadError, UnknownNameError
    from kg.formats import get_format, list_formats
    from kg.materialised import keep_inferences
    from kg.prefixes import expand_iri
    from kg.store.embedded import open_store

    offers = list_formats("graph", "dataset")
    iri = str(expand_iri(graph)) if graph else None
    opened = open_store(choose_store(store))
    failed = False
    try:
        target = keep_inferences(opened, reason)
        for path in files:
            try:
                name = path.suffix.removeprefix(".")
                found = get_format(form) if form else next((row for row in offers if row.extension == name), None)
                if found not in offers or found is None:
                    raise UnknownNameError("RDF format", form or name, known=[row.name for row in offers])
                before = len(opened)
                with path.open("rb") as file:
                    target.load(file, found, graph=iri, base=path.resolve().as_uri())
                click.echo(f"{path}: {len(opened) - before} statements added", err=True)
            except (LoadError, UnknownNameError) as error:
                failed = True
                click.echo(f"kg: {path}: {error}", err=True)
    finally:
        opened.close()
    if failed:
        raise KgError("Not every file was added; the others were.")
