"""The `kg` command itself: finds its commands by name, and turns errors into one line and an exit code."""

import sys
from importlib import import_module

import click

from kg.errors import KgError

COMMANDS = {
    "build": "kg.cli.build:command",
    "add": "kg.cli.add:command",
    "extract": "kg.cli.extract:command",
    "query": "kg.cli.query:command",
    "ask": "kg.cli.ask:command",
    "why": "kg.cli.why:command",
    "export": "kg.cli.export:command",
    "link": "kg.cli.link:command",
    "enrich": "kg.cli.enrich:command",
    "check": "kg.cli.check:command",
    "diff": "kg.cli.diff:command",
    "load": "kg.cli.load:command",
    "serve": "kg.cli.serve:command",
    "mcp": "kg.cli.mcp:command",
    "config": "kg.cli.config:command",
    "backup": "kg.cli.backup:backup",
    "restore": "kg.cli.backup:restore",
    "eval": "kg.cli.evaluate:command",
}
"""Each command and where it is: module and name; loaded when asked for."""


class Commands(click.Group):
    """A group that loads a command's module when the command is named."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 (click's signature)
        """Return the commands in the order a newcomer meets them."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Return the command, or None for click to report as unknown."""
        if cmd_name not in COMMANDS:
            return None
        module, _, name = COMMANDS[cmd_name].partition(":")
        command: click.Command = getattr(import_module(module), name)
        return command


@click.command(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="polity-kg", message="%(prog)s %(version)s")
def group() -> None:
    """Polity: a knowledge graph of government and law from news.

    Exit codes: 0 done; 1 it could not be done, with the reason on standard error; 2 wrong usage.
    """


def main() -> None:
    """Run the command line: a KgError becomes one line on standard error and exit code 1."""
    try:
        group(prog_name="kg")
    except KgError as error:
        click.echo(f"kg: {error}", err=True)
        sys.exit(1)
