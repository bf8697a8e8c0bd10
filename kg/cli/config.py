"""`kg config`: what is in force, and why."""

import json
from dataclasses import asdict

import click


@click.command(short_help="Show the settings in force, and where each comes from.")
@click.option("--show", is_flag=True, help="Print the settings (what the command does anyway).")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def command(show: bool, as_json: bool) -> None:  # noqa: ARG001 -- named in the contract
    """Print each setting, its value, and where it comes from: a variable KG_*, the file, or the default.

    The file is ./kg.toml, or the one that KG_CONFIG names; its settings stand in the table [server].

    Example: KG_PORT=9000 kg config --show
    """
    from kg.cli.settings import list_settings

    rows = list_settings()
    if as_json:
        click.echo(json.dumps([asdict(row) for row in rows], indent=1))
        return
    for row in rows:
        click.echo(f"{row.name:20} {row.value!s:28} {row.origin}")
