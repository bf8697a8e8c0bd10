"""`kg check`: shapes and consistency."""

import json
import tempfile
from pathlib import Path

import click

from kg.cli.stores import add_store_option, open_to_ask


@click.command(short_help="Check a store: shapes (SHACL) and consistency (OWL 2 RL).")
@add_store_option
@click.option("--shapes/--no-shapes", default=True, show_default=True, help="Check against ontology/shapes.ttl.")
@click.option("--consistency/--no-consistency", default=True, show_default=True, help="Look for contradictions.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.pass_context
def command(context: click.Context, store: Path | None, shapes: bool, consistency: bool, as_json: bool) -> None:
    """List what breaks a shape, what contradicts the ontology, and what is doubtful in it, with the words behind it.

    Doubtful are axioms that no rule can use, broken lists, and values that reasoning would take for one. Exit code 1 if
    there is anything to list.

    Example: kg check --store graph
    """
    from rdflib import Dataset

    from kg.formats import get_format
    from kg.reason import collect_graph, infer
    from kg.reason.check import check_shapes
    from kg.reason.doubts import find_doubts
    from kg.reason.evidence import find_sentences

    data = Dataset()
    with open_to_ask(store) as opened, tempfile.TemporaryFile() as dumped:
        opened.dump(dumped, get_format("nquads"))
        dumped.seek(0)
        data.parse(dumped, format="nquads")
    findings = [("shape", finding) for finding in check_shapes(data)] if shapes else []
    given = collect_graph(data)
    if consistency:
        findings += [("consistency", finding) for finding in infer(given).findings]
        findings += [("doubt", finding) for finding in find_doubts(given)]
    if as_json:
        rows = [
            {
                "kind": kind,
                "rule": finding.rule,
                "message": finding.message,
                "triples": [[term.n3() for term in triple] for triple in finding.triples],
                "sentences": [
                    {"article": one.article, "words": one.words, "start": one.start}
                    for one in sorted({one for triple in finding.triples for one in find_sentences(triple, given)})
                ],
            }
            for kind, finding in findings
        ]
        click.echo(json.dumps(rows, ensure_ascii=False, indent=1))
    else:
        for kind, finding in findings:
            click.echo(f"{kind} {finding.rule}: {finding.message}")
            for one in sorted({one for triple in finding.triples for one in find_sentences(triple, given)}):
                click.echo(f"  “{' '.join(one.words.split())}” ({one.article})")
        click.echo(f"{len(findings)} finding{'' if len(findings) == 1 else 's'}")
    if findings:
        context.exit(1)
