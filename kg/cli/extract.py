"""`kg extract`: what one article says, as JSON or for reading."""

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kg.cli.models import add_model_options, choose_extractor, report_extractor

if TYPE_CHECKING:
    from kg.model import Document, Interval


@click.command(short_help="Show what is read out of an article.")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, allow_dash=True, path_type=Path))
@click.option("--published", metavar="DATE", help="When it was published (YYYY-MM-DD), if the file does not say.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON in the shape of data/gold/README.md.")
@add_model_options
def command(
    file: Path, published: str | None, as_json: bool, model_url: str | None, model: str | None, model_cache: Path | None
) -> None:
    """Extract mentions, relations, claims and events from the article in FILE ("-" for standard input).

    A FILE with several articles gives a JSON array.

    Example: kg extract article.txt --published 2020-01-18 --json
    """
    from kg.export.annotations import to_annotations
    from kg.link.gazetteer import load_gazetteer

    documents = read_documents(file, parse_date(published) if published else None)
    names, extractor = load_gazetteer(), choose_extractor(model_url, model, model_cache)
    found = [to_annotations(extractor(document, names)) for document in documents]
    report_extractor(extractor)
    if as_json:
        click.echo(json.dumps(found[0] if len(found) == 1 else found, ensure_ascii=False, indent=1))
        return
    for article in found:
        show_annotations(article)


def parse_date(text: str) -> "Interval":
    """Return a day given on the command line as an interval.

    Raises:
        click.BadParameter: It is not a date in ISO 8601.
    """
    from datetime import date

    from kg.model import Interval

    try:
        day = date.fromisoformat(text)
    except ValueError as error:
        raise click.BadParameter(f"{text!r} is no date. Write YYYY-MM-DD.", param_hint="--published") from error
    return Interval(day, day, day.isoformat())


def read_documents(file: Path, published: "Interval | None") -> "list[Document]":
    """Read the articles of a file, or of standard input for "-".

    Raises:
        SourceError: One of them cannot be read.
    """
    from kg.errors import SourceError
    from kg.read import read_document, read_paths

    if str(file) == "-":
        return read_document(sys.stdin.buffer.read(), name="stdin", published=published)
    documents = []
    for one in read_paths([file], published=published):
        if isinstance(one, SourceError):
            raise one
        documents.append(one)
    return documents


def show_annotations(article: dict[str, Any]) -> None:
    """Print an extraction for people: one line a mention, relation, claim and event."""
    names: dict[str, str] = {}
    for mention in article["mentions"]:
        if len(mention["text"]) > len(names.get(mention["entity"], "")):
            names[mention["entity"]] = " ".join(mention["text"].split())
    click.secho(f"{article['document']} (published {article['published'] or 'on an unknown day'})", bold=True)
    for mention in article["mentions"]:
        norm = f" = {mention['norm']}" if mention["norm"] else ""
        text = " ".join(mention["text"].split())
        click.echo(f"  mention   {mention['start']:>6}  {mention['type']:16} {text}{norm}")
    for relation in article["relations"]:
        ends = [names.get(relation[end], relation[end]) for end in ("subj", "obj")]
        click.echo(f"  relation  {relation['sent_start']:>6}  {ends[0]} -{relation['rel']}-> {ends[1]}")
    for claim in article["claims"]:
        speaker = names.get(claim["speaker"], claim["speaker_text"]) if claim["speaker"] else "(no named source)"
        click.echo(f"  claim     {claim['start']:>6}  {speaker} {claim['verb']}: {' '.join(claim['text'].split())}")
    for event in article["events"]:
        parts = ", ".join(f"{p['role']} {names.get(p['entity'], p['entity'])}" for p in event["participants"])
        real = "" if event["polarity"] else "not "
        click.echo(f"  event     {event['start']:>6}  {real}{event['modality']} {event['kind']}: {parts}")
