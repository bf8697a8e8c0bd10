"""Read SPARQL 1.1 results in JSON as rdflib terms."""

import json
from typing import Any

from rdflib import BNode, Literal, URIRef
from rdflib.term import Identifier

Row = dict[str, Identifier]


def read_term(value: dict[str, Any]) -> Identifier:
    """Return the term that an object of the JSON format describes (SPARQL 1.1 Query Results JSON Format, 3.2.2).

    >>> read_term({"type": "literal", "value": "Rat", "xml:lang": "de"})
    rdflib.term.Literal('Rat', lang='de')
    """
    if value["type"] == "uri":
        return URIRef(value["value"])
    if value["type"] == "bnode":
        return BNode(value["value"])
    if "xml:lang" in value:
        return Literal(value["value"], lang=value["xml:lang"])
    kind = value.get("datatype")
    return Literal(value["value"], datatype=URIRef(kind) if kind else None, normalize=False)


def read_rows(data: bytes) -> list[Row]:
    """Return the solutions of a SELECT query; an unbound variable has no key."""
    found = json.loads(data)
    return [{name: read_term(term) for name, term in row.items()} for row in found["results"]["bindings"]]


def read_columns(data: bytes) -> list[str]:
    """Return the names of the variables, in order."""
    return list(json.loads(data)["head"].get("vars", []))


def read_boolean(data: bytes) -> bool | None:
    """Return the answer to an ASK query, or None where it is the answer to another."""
    found = json.loads(data).get("boolean")
    return found if isinstance(found, bool) else None
