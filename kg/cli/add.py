"""`kg add`: one more article."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.models import add_model_options, choose_extractor, report_extractor
from kg.cli.stores import add_links_option, add_store_option, find_store

if TYPE_CHECKING:
    from kg.model import Document, Interval


@click.command(short_help="Add an article to a store.")
@click.argument("source", metavar="FILE|URL")
@add_store_option
@click.option("--published", metavar="DATE", help="When it was published (YYYY-MM-DD), if it does not say.")
@click.option("--reviews", type=click.Path(path_type=Path), help="The file of `kg link --accept` and `--reject`.")
@add_links_option
@add_model_options
@click.option("--dry-run", is_flag=True, help="Show what would be read out of it, and change nothing.")
def command(
    source: str,
    store: Path | None,
    published: str | None,
    reviews: Path | None,
    links: Path,
    dry_run: bool,
    model_url: str | None,
    model: str | None,
    model_cache: Path | None,
) -> None:
    """Add the articles of a FILE, a page at a URL, or standard input ("-") to a store that `kg build` made.

    The store is built anew with them, as if they had been there from the start: links and inferences are the same. The
    network is used for a URL given here, and never otherwise.

    Example: kg add https://example.org/article.html --dry-run
    """
    from kg.cli.building import show_progress, write_store
    from kg.cli.documents import load_documents
    from kg.cli.extract import parse_date, show_annotations
    from kg.errors import InputError
    from kg.export.annotations import to_annotations
    from kg.link.gazetteer import load_gazetteer
    from kg.link.matches import load_matches
    from kg.link.reviews import load_reviews
    from kg.pipeline import build_documents

    path, extractor = find_store(store), choose_extractor(model_url, model, model_cache)
    known = {document.id: document for document in load_documents(path)}
    fresh = []
    for document in read_source(source, parse_date(published) if published else None):
        if document.id not in known:
            fresh.append(document)
        elif document.sha256 == known[document.id].sha256:
            click.echo(f"{document.id} is in {path} already", err=True)
        else:
            raise InputError(f"{path} holds another article named {document.id}. Give the file another name.")
    if dry_run:
        for document in fresh:
            show_annotations(to_annotations(extractor(document, load_gazetteer())))
        return
    if not fresh:
        return
    decided, matches = load_reviews(reviews) if reviews else (), load_matches(links)
    with show_progress() as report:
        built = build_documents(
            [*known.values(), *fresh], reviews=decided, matches=matches, extractor=extractor, report=report
        )
    report_extractor(extractor)
    statements = write_store(built, path)
    click.echo(f"{path}: {len(fresh)} added; {len(built.articles)} articles, {statements} triples", err=True)


def read_source(source: str, published: "Interval | None") -> "list[Document]":
    """Read the articles of a file, of standard input, or of a page that is fetched.

    Raises:
        SourceError: It cannot be fetched or read.
    """
    from urllib.parse import urlsplit

    from kg.cli.extract import read_documents
    from kg.iri import make_slug
    from kg.read import read_document
    from kg.read.fetch import fetch_url

    if not source.startswith(("http://", "https://")):
        return read_documents(Path(source), published)
    parts = urlsplit(source)
    name = f"{make_slug(parts.netloc)}-{make_slug(parts.path + parts.query)}"
    return read_document(fetch_url(source), name=name, published=published, url=source)
