"""`kg link`: the decisions by which things of articles are known things."""

import json
from pathlib import Path

import click

from kg.cli.stores import add_links_option, add_store_option, open_to_ask, show_rows

_SURE = 0.9


@click.command(short_help="List which known thing each named thing was taken for, and why.")
@add_store_option
@click.option("--review", is_flag=True, help=f"Only decisions with a score below {_SURE}.")
@click.option("--accept", nargs=3, metavar="ARTICLE ENTITY IRI", help="Write down that this entity is this thing.")
@click.option("--reject", nargs=3, metavar="ARTICLE ENTITY IRI", help="Write down that it is not.")
@click.option(
    "--reviews",
    type=click.Path(path_type=Path),
    default="reviews.csv",
    show_default=True,
    help="The file of decisions by people; give it to `kg build --reviews`.",
)
@click.option("--against", metavar="FILE|URL", help="Propose links to an RDF file, SPARQL endpoint or service.")
@click.option("--least", default=80.0, show_default=True, help="--against: the least score, 0 to 100.")
@click.option("--limit", default=3, show_default=True, help="--against: proposals for each thing.")
@click.option("--pause", default=1.0, show_default=True, help="--against: seconds between two requests.")
@click.option("--cache", type=click.Path(path_type=Path), default=".kg-cache", show_default=True, help="Kept answers.")
@click.option("--write", type=click.Path(path_type=Path), help="Accept the proposals in this file, and write them.")
@click.option("--refuse", type=click.Path(path_type=Path), help="Never propose the lines of this file again.")
@add_links_option
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def command(
    store: Path | None,
    review: bool,
    accept: tuple[str, str, str] | None,
    reject: tuple[str, str, str] | None,
    reviews: Path,
    against: str | None,
    least: float,
    limit: int,
    pause: float,
    cache: Path,
    write: Path | None,
    refuse: Path | None,
    links: Path,
    as_json: bool,
) -> None:
    """List the linking decisions of a store, least certain first within each article.

    ARTICLE and ENTITY are the ids that `kg extract --json` prints. A decision by a person holds from the next build on,
    and is taken back by removing its line from the file.

    With --against, proposals are printed as CSV and nothing is changed: put the lines that are right into a file for
    --write, those that are wrong into one for --refuse. What was decided, with who and when, is kept in --links, is
    not proposed again, and holds in every build. The network is used for a URL given here, and never otherwise.

    Example: kg link --review
    """
    if against or write or refuse:
        from kg.cli.link_against import propose_links, refuse_links, write_links

        if against:
            propose_links(store, against, least, limit, pause, cache, links)
        if write:
            write_links(store, write, links)
        if refuse:
            refuse_links(refuse, links)
        return
    if accept or reject:
        for verdict, given in (("accept", accept), ("reject", reject)):
            if given:
                write_review(reviews, verdict, *given)
        return
    from kg.export.tables import load_tables

    with open_to_ask(store) as opened:
        answer = opened.query(load_tables()["links"])
        columns, rows = answer.variables, list(answer.rows())
    if review:
        rows = [row for row in rows if float(str(row["score"])) < _SURE]
    if as_json:
        click.echo(json.dumps([{k: str(v) for k, v in row.items()} for row in rows], ensure_ascii=False, indent=1))
    else:
        show_rows(columns, rows)


def write_review(path: Path, verdict: str, article: str, entity: str, iri: str) -> None:
    """Add a person's verdict to the file of reviews.

    Raises:
        OutputError: The file cannot be written.
    """
    import getpass
    from datetime import date

    from kg.errors import OutputError
    from kg.link.reviews import Review, save_review
    from kg.prefixes import expand_iri

    try:
        today = date.today()
        save_review(path, Review(article, entity, str(expand_iri(iri)), verdict, getpass.getuser(), today))
    except OSError as error:
        raise OutputError(f"{path} cannot be written: {error.strerror}. Name another file with --reviews.") from error
    click.echo(f"{path}: {verdict}ed. It holds from the next build on: kg build --reviews {path}", err=True)
