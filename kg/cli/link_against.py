"""`kg link --against`: proposals of links to a file, an endpoint or a reconciliation service of the user's."""

import csv
import json
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from kg.link.against import Named, Proposal
    from kg.link.matches import Match
    from kg.store.base import Store


def propose_links(
    store: Path | None, against: str, least: float, limit: int, pause: float, cache: Path, links: Path
) -> None:
    """Print proposals that nobody decided about yet, as lines of CSV, as they come; nothing in the store is changed.

    Raises:
        AuthorityError: A server gave no answer; what it answered before is in the cache.
        SourceError: A file cannot be read.
    """
    import sys

    from kg.cli.stores import open_to_ask
    from kg.client import Client
    from kg.link.against import open_target
    from kg.link.matches import PROPOSED, list_decided, load_matches

    decided = list_decided(load_matches(links))
    with open_to_ask(store) as opened:
        things = list_things(opened)
    target = open_target(against, Client(cache, pause=pause))
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(PROPOSED)
    for row in _choose(target.find(things, limit), least):
        if (row.iri, row.target) in decided:
            continue
        writer.writerow([getattr(row, name) for name in PROPOSED])
        sys.stdout.flush()


def _choose(rows: "Iterable[Proposal]", least: float) -> "Iterable[Proposal]":
    return (row for row in rows if row.score >= least)


def list_things(store: "Store") -> "list[Named]":
    """Return the agents and places of a store that have a name of their own, with their names."""
    from rdflib import URIRef

    from kg.iri import ID
    from kg.link.against import Named

    text = """PREFIX : <https://w3id.org/polity/ns#> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
      PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
      SELECT DISTINCT ?s ?kind ?name { VALUES ?root { :Agent :Place :Policy } ?class rdfs:subClassOf* ?root .
        ?s a ?class . { ?s rdfs:label ?name BIND(0 AS ?kind) } UNION { ?s skos:altLabel ?name BIND(1 AS ?kind) } }
      ORDER BY ?s ?kind ?name"""
    names: dict[str, list[str]] = {}
    for row in store.query(text).rows():
        iri = row["s"]
        if isinstance(iri, URIRef) and iri.startswith(ID) and not iri.startswith(f"{ID}article/"):
            names.setdefault(str(iri), []).append(str(row["name"]))
    return [Named(iri, tuple(dict.fromkeys(own))) for iri, own in names.items()]


def write_links(store: Path | None, path: Path, links: Path) -> None:
    """Write accepted proposals, lines of a file as `kg link --against` prints it, into the links graph; remember them.

    Raises:
        OutputError: The file of decisions cannot be written.
        SourceError: The file is no such list.
        StoreError: The store is not there, or is in use.
    """
    from rdflib import Graph

    from kg.cli.stores import open_existing
    from kg.formats import get_format
    from kg.iri import LINKS_GRAPH
    from kg.link.accepted import list_accepted
    from kg.materialised import keep_inferences

    graph = Graph()
    # The store is opened first: where it is in use, nothing is remembered as written.
    with open_existing(store, write=True) as opened:
        rows = _decide(path, "accept", links)
        for triple in list_accepted(rows):
            graph.add(triple)
        data = graph.serialize(format="turtle").encode()
        keep_inferences(opened).load(data, get_format("turtle"), graph=str(LINKS_GRAPH))
    click.echo(json.dumps({"links": len(rows)}), err=True)


def refuse_links(path: Path, links: Path) -> None:
    """Remember that proposals, lines of a file as `kg link --against` prints it, are wrong.

    Raises:
        OutputError: The file of decisions cannot be written.
        SourceError: The file is no such list.
    """
    click.echo(json.dumps({"refused": len(_decide(path, "reject", links))}), err=True)


def _decide(path: Path, verdict: str, links: Path) -> "list[Match]":
    import getpass
    from datetime import date

    from kg.errors import OutputError
    from kg.link.matches import Match, load_proposals, save_matches

    rows = [Match(row, verdict, getpass.getuser(), date.today()) for row in load_proposals(path)]
    try:
        save_matches(links, rows)
    except OSError as error:
        raise OutputError(f"{links} cannot be written: {error.strerror}. Name another file with --links.") from error
    return rows
