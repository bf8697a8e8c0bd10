"""An article as search engines read it: schema.org NewsArticle with its Claims, as JSON-LD in one tree.

The triples come from one CONSTRUCT query, ontology/exports/schema-org.rq; this module only puts them into a tree, so
that the file expands to the very triples that were asked for.
"""

import json
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from rdflib import RDF, XSD, Literal, URIRef
from rdflib.term import Identifier

from kg.resources import find_resource

SCHEMA = "https://schema.org/"
_CONTEXT = {"@vocab": SCHEMA, "xsd": str(XSD)}
_FIRST = (str(RDF.type), f"{SCHEMA}author", f"{SCHEMA}publisher")
"""What search engines want described where the article names it."""
Triple = tuple[Identifier, Identifier, Identifier]


def load_query() -> str:
    """Return the CONSTRUCT query; bind its variable `article`."""
    return find_resource("ontology", "exports", "schema-org.rq").read_text(encoding="utf-8")


def frame_article(triples: Iterable[Triple], article: str) -> dict[str, Any]:
    """Return the JSON-LD tree of an article: each thing is described where it is first named, and referred to after.

    Values are sorted, so that equal triples make equal trees.
    """
    about: defaultdict[str, list[tuple[str, Identifier]]] = defaultdict(list)
    for subject, predicate, value in triples:
        about[str(subject)].append((str(predicate), value))
    described: set[str] = set()
    tree = _describe(article, about, described)
    rest = [_describe(name, about, described) for name in sorted(about) if name not in described]
    return {"@context": _CONTEXT, **tree} if not rest else {"@context": _CONTEXT, "@graph": [tree, *rest]}


def write_article(triples: Iterable[Triple], article: str) -> bytes:
    """Return the tree as JSON in UTF-8, safe inside a script element of a page."""
    text = json.dumps(frame_article(triples, article), ensure_ascii=False, indent=1)
    return text.replace("<", "\\u003c").encode() + b"\n"


def _describe(name: str, about: dict[str, list[tuple[str, Identifier]]], described: set[str]) -> dict[str, Any]:
    described.add(name)
    node: dict[str, Any] = {"@id": name}
    rows = sorted(set(about[name]), key=lambda row: (row[0] not in _FIRST, row[0], row[1].n3()))
    for predicate, value in rows:
        if predicate == str(RDF.type):
            key, written = "@type", str(value).removeprefix(SCHEMA)
        else:
            key, written = predicate.removeprefix(SCHEMA), _write(value, about, described)
        if key not in node:
            node[key] = written
        else:
            node[key] = [*node[key], written] if isinstance(node[key], list) else [node[key], written]
    return node


def _write(value: Identifier, about: dict[str, list[tuple[str, Identifier]]], described: set[str]) -> Any:  # noqa: ANN401
    if isinstance(value, URIRef):
        name = str(value)
        return _describe(name, about, described) if name in about and name not in described else {"@id": name}
    if isinstance(value, Literal) and value.language:
        return {"@value": str(value), "@language": value.language}
    if isinstance(value, Literal) and value.datatype not in (None, XSD.string):
        return {"@value": str(value), "@type": str(value.datatype)}
    return str(value)
