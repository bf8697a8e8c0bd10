"""`kg link --against`: proposals of links to a file, an endpoint or a reconciliation service of the user's."""

import csv
import json
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from kg.link.against import Named, Proposal
    from kg.store.base import Store

COLUMNS = ("iri", "name", "target", "target_name", "score", "evidence")


def propose_links(store: Path | None, against: str, least: float, limit: int, pause: float, cache: Path) -> None:
    """Print proposals as lines of CSV as they come; nothing in the store is changed.

    Raises:
        AuthorityError: A server gave no answer; what it answered before is in the cache.
        SourceError: A file cannot be read.
    """
    import sys

    from kg.cli.stores import open_to_ask
    from kg.link.against import open_target
    from kg.link.client import Client

    with open_to_ask(store) as opened:
        things = list_things(opened)
    target = open_target(against, Client(cache, pause=pause))
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(COLUMNS)
    for row in _choose(target.find(things, limit), least):
        writer.writerow([getattr(row, name) for name in COLUMNS])
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


def write_links(store: Path | None, path: Path) -> None:
    """Write accepted proposals, lines of a file as `kg link --against` prints it, into the links graph.

    Raises:
        SourceError: The file is no such list.
        StoreError: The store is not there, or is in use.
    """
    from kg.cli.stores import open_existing
    from kg.errors import SourceError
    from kg.formats import get_format
    from kg.iri import LINKS_GRAPH
    from kg.link.accepted import write_accepted

    try:
        with path.open(encoding="utf-8", newline="") as file:
            reader = csv.DictReader(file)
            if tuple(reader.fieldnames or ()) != COLUMNS:
                raise SourceError("has other columns.", path=path, line=1, hint=f"They must be {','.join(COLUMNS)}.")
            data, count = write_accepted(reader, path)
    except (OSError, UnicodeDecodeError) as error:
        raise SourceError(f"cannot be read ({error}).", path=path, hint="Name a file of proposals.") from error
    with open_existing(store, write=True) as opened:
        opened.load(data, get_format("turtle"), graph=str(LINKS_GRAPH))
    click.echo(json.dumps({"links": count}), err=True)
