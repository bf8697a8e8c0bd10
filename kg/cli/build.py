"""`kg build`: articles to a store."""

import json
import time
from pathlib import Path

import click

from kg.cli.building import build_folder
from kg.cli.models import add_model_options, choose_extractor, report_extractor
from kg.cli.stores import add_links_option


@click.command(short_help="Build a store from articles.")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option("--out", type=click.Path(path_type=Path), default="graph", show_default=True, help="The store's folder.")
@click.option("--jobs", type=click.IntRange(1), default=1, show_default=True, help="How many processes extract.")
@click.option("--engine", default="embedded", show_default=True, help="The reasoner.")
@click.option("--reviews", type=click.Path(path_type=Path), help="The file of `kg link --accept` and `--reject`.")
@add_links_option
@add_model_options
@click.option("--json", "as_json", is_flag=True, help="Print the summary as JSON.")
@click.pass_context
def command(
    context: click.Context,
    paths: tuple[Path, ...],
    out: Path,
    jobs: int,
    engine: str,
    reviews: Path | None,
    links: Path,
    as_json: bool,
    model_url: str | None,
    model: str | None,
    model_cache: Path | None,
) -> None:
    """Read the articles in PATHS (files and folders; those that come with Polity by default) and build a store.

    An article that cannot be read is listed with file, line and what to do; the others go through, and the exit code
    is 1. The store at --out is replaced once the new one is whole.

    Example: kg build articles/ --out graph
    """
    begun = time.perf_counter()
    extractor = choose_extractor(model_url, model, model_cache)
    built, statements = build_folder(
        paths, out, jobs=jobs, engine=engine, reviews=reviews, links=links, extractor=extractor
    )
    report_extractor(extractor)
    extractions = [article.extraction for article in built.articles]
    summary = {
        "store": str(out),
        "articles": len(extractions),
        "failed": len(built.failures),
        "entities": sum(len(one.entities) for one in extractions),
        "relations": sum(len(one.relations) for one in extractions),
        "claims": sum(len(one.claims) for one in extractions),
        "events": sum(len(one.events) for one in extractions),
        "triples": statements,
        "inferred": built.inferred,
        "inconsistencies": len(built.findings),
        "seconds": round(time.perf_counter() - begun, 2),
    }
    if as_json:
        click.echo(json.dumps(summary, indent=1))
    else:
        for name, value in summary.items():
            click.echo(f"{name:16} {value}")
    if built.failures:
        context.exit(1)
