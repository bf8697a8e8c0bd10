"""`kg why`: the proof of a triple, down to the sentences it rests on."""

import json
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.stores import add_store_option, open_to_ask

if TYPE_CHECKING:
    from rdflib.term import Node

    from kg.reason.proof import Proof
    from kg.reason.why import Why


@click.command(short_help="Say why a triple holds, or why not.")
@click.argument("subject")
@click.argument("predicate")
@click.argument("object_", metavar="OBJECT")
@add_store_option
@click.option("--count", default=1, show_default=True, help="How many proofs, at most; they differ in their last step.")
@click.option("--profile", default="polity", show_default=True, help="The rules to reason by.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.option("--rdf", "as_rdf", is_flag=True, help="Print the proofs as PROV-O, in Turtle.")
@click.pass_context
def command(
    context: click.Context,
    subject: str,
    predicate: str,
    object_: str,
    store: Path | None,
    count: int,
    profile: str,
    as_json: bool,
    as_rdf: bool,
) -> None:
    """Print the shortest proof that SUBJECT PREDICATE OBJECT holds: each step with its rule, each fact with its words.

    Where the triple does not follow, print the rules that would have given it but for one triple, and exit with 1.

    Example: kg why d:agency/us-ice a :FederalAgency
    """
    from rdflib import RDF, Dataset, Graph, URIRef

    from kg.formats import get_format
    from kg.questions import parse_value
    from kg.reason.proof import write_proof
    from kg.reason.why import describe_why, explain

    verb = RDF.type if predicate == "a" else parse_value(predicate)
    triple = (parse_value(subject), verb, parse_value(object_))
    if not isinstance(verb, URIRef):
        raise click.UsageError(f"{predicate!r} is no property: write an IRI, or a name with its prefix.")
    data = Dataset()
    with open_to_ask(store) as opened, tempfile.TemporaryFile() as dumped:
        opened.dump(dumped, get_format("nquads"))
        dumped.seek(0)
        data.parse(dumped, format="nquads")
    why = explain(data, triple, count=count, profile=profile)
    if as_json:
        click.echo(json.dumps(describe_why(why), ensure_ascii=False, indent=1))
    elif as_rdf:
        graph = Graph()
        for proof in why.proofs:
            graph += write_proof(proof)
        click.echo(graph.serialize(format="turtle"), nl=False)
    else:
        click.echo("\n".join(_write(why)))
    if not why.proofs:
        context.exit(1)


def _write(why: "Why") -> Iterator[str]:
    if not why.proofs:
        yield f"{_words(why.triple)} does not follow."
        for miss in why.misses:
            yield f"  {miss.rule} would give it, but this is missing: {_words(miss.missing)}"
        return
    for number, proof in enumerate(why.proofs):
        if number:
            yield ""
        yield from _write_step(proof, why, 0)


def _write_step(proof: "Proof", why: "Why", depth: int) -> Iterator[str]:
    from kg.reason.proof import ASSERTED

    space = "  " * depth
    yield f"{space}{_words(proof.triple)}   {proof.rule if proof.rule == ASSERTED else f'by {proof.rule}'}"
    for sentence in why.sentences.get(proof.triple, []) if proof.rule == ASSERTED else []:
        yield f"{space}  “{' '.join(sentence.words.split())}” ({_word(sentence.article)})"
    for premise in proof.premises:
        yield from _write_step(premise, why, depth + 1)


def _words(terms: "tuple[Node | None, ...]") -> str:
    return " ".join("?" if term is None else _word(term) for term in terms)


def _word(term: "Node | str") -> str:
    from rdflib import RDF, BNode, Literal

    from kg.prefixes import shorten_iri

    if isinstance(term, Literal | BNode):
        return term.n3()
    return "a" if term == RDF.type else shorten_iri(str(term))
