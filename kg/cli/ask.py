"""`kg ask`: the named questions."""

import json
from pathlib import Path

import click

from kg.cli.stores import add_store_option, open_to_ask


@click.command(short_help="Ask a named question, or list them.")
@click.argument("name", required=False)
@click.argument("parameters", nargs=-1, metavar="[PARAMETER=VALUE]...")
@add_store_option
@click.option("--format", "form", default="table", show_default=True, help="table, json, xml, csv or tsv.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.option("--show", is_flag=True, help="Print the question's SPARQL instead of asking it.")
def command(
    name: str | None, parameters: tuple[str, ...], store: Path | None, form: str, as_json: bool, show: bool
) -> None:
    """Ask a question of ontology/queries by its NAME; without a name, list them all.

    A VALUE is an IRI, with or without a prefix, a "text" in quotation marks, a number or a date.

    Example: kg ask what-a-body-issued body=d:agency/us-ice
    """
    from kg.cli.query import write_answer
    from kg.questions import bind_parameters, get_question

    if name is None:
        list_questions(as_json=as_json)
        return
    question = get_question(name)
    if show:
        click.echo(question.text, nl=False)
        return
    given: dict[str, str] = {}
    for part in parameters:
        key, sign, value = part.partition("=")
        if not sign or not value:
            raise click.UsageError(f"{part!r} is no PARAMETER=VALUE.")
        given[key] = value
    bindings = bind_parameters(question, given)
    with open_to_ask(store) as opened:
        write_answer(opened, question.text, bindings, "json" if as_json else form, None)


def list_questions(*, as_json: bool) -> None:
    """Print every named question with its parameters."""
    from kg.questions import load_questions

    questions = load_questions().values()
    if as_json:
        fields = ("name", "title", "question", "columns")
        rows = [
            {field: getattr(row, field) for field in fields} | {"parameters": dict(row.parameters)} for row in questions
        ]
        click.echo(json.dumps(rows, ensure_ascii=False, indent=1))
        return
    for row in questions:
        click.echo(click.style(row.name, bold=True))
        click.echo(f"    {row.question}")
        for key, value in row.parameters:
            click.echo(f"    {key}={value}")
