"""`kg link`: the decisions by which things of articles are known things."""

import json
from pathlib import Path

import click

from kg.cli.stores import add_store_option, open_to_ask, show_rows

_SURE = 0.9


@click.command(short_help="List which known thing each named thing was taken for, and why.")
@add_store_option
@click.option("--review", is_flag=True, help=f"Only decisions with a score below {_SURE}.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def command(store: Path | None, review: bool, as_json: bool) -> None:
    """List the linking decisions of a store, least certain first within each article.

    Example: kg link --review
    """
    from kg.export.tables import load_tables

    with open_to_ask(store) as opened:
        answer = opened.query(load_tables()["links"])
        columns, rows = answer.variables, list(answer.rows())
    if review:
        rows = [row for row in rows if float(str(row["score"])) < _SURE]
    if as_json:
        click.echo(json.dumps([{k: str(v) for k, v in row.items()} for row in rows], ensure_ascii=False, indent=1))
    else:
        show_rows([column for column in columns if column != "decision"], rows)
