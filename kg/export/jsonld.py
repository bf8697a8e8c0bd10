"""Write statements as JSON-LD 1.1, compact with ontology/context.jsonld, node by node.

rdflib's own compaction gives one key two meanings where a context term hides a term of the vocabulary, so that its
file reads back as another graph; this one uses a term only for the values that the term's definition fits.
"""

import json
import re
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import groupby
from typing import IO, Any, cast

import pyoxigraph as ox

from kg.errors import ExportError
from kg.export.statements import Row, parse_rows
from kg.prefixes import list_prefixes, load_context
from kg.terms import NS

Value = ox.NamedNode | ox.BlankNode | ox.Literal
_RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
_XSD = "http://www.w3.org/2001/XMLSchema#"
_SIMPLE = re.compile(r"[A-Za-z][A-Za-z0-9_-]*\Z")
_LOCAL = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_./-]*\Z")
_INTEGER = re.compile(r"(?:0|-?[1-9][0-9]{0,14})\Z")


def write_jsonld(rows: Iterable[Row], output: IO[bytes]) -> None:
    """Write sorted statements as one JSON-LD document: the default graph's nodes, then a node for each named graph.

    Args:
        rows: What `sort_statements` yields.
        output: Gets UTF-8.

    Raises:
        ExportError: An IRI begins like a prefix of the context ("oa:"), so that it would be read as another IRI.
    """
    context = json.dumps(load_context(), ensure_ascii=False)
    output.write(f'{{"@context": {context},\n"@graph": ['.encode())
    comma = ""
    for name, in_graph in groupby(parse_rows(rows), key=lambda quad: quad.graph_name):
        named = not isinstance(name, ox.DefaultGraph)
        if named:
            output.write(f'{comma}\n{{"id": {json.dumps(_write_iri(name), ensure_ascii=False)}, "@graph": ['.encode())
            comma = ""
        for node in _make_nodes(in_graph):
            output.write(f"{comma}\n{json.dumps(node, ensure_ascii=False)}".encode())
            comma = ","
        if named:
            output.write(b"\n]}")
        comma = ","
    output.write(b"\n]}\n")


def _make_nodes(quads: Iterable[ox.Quad]) -> Iterator[dict[str, Any]]:
    for subject, about in groupby(quads, key=lambda quad: quad.subject):
        node: dict[str, Any] = {"id": _write_iri(subject)}
        for quad in about:
            key, value = _write_property(quad.predicate.value, cast(Value, quad.object))
            if key not in node:
                node[key] = value
            elif isinstance(node[key], list):
                node[key].append(value)
            else:
                node[key] = [node[key], value]
        yield node


def _write_property(predicate: str, value: Value) -> tuple[str, Any]:
    """Return the key and the value, the key being a term where the term's coercion gives back this very value."""
    if predicate == _RDF_TYPE and not isinstance(value, ox.Literal):
        return "type", _write_vocabulary(value)
    for term, coercion in _list_terms().get(predicate, ()):
        if isinstance(value, ox.Literal):
            plain = value.datatype.value == f"{_XSD}string"
            if coercion == value.datatype.value or (not coercion and plain):
                return term, _write_native(value) if coercion else value.value
            if not coercion:
                return term, _write_literal(value)
        elif coercion == "@id":
            return term, _write_iri(value)
        elif coercion == "@vocab":
            return term, _write_vocabulary(value)
        elif not coercion:
            return term, {"id": _write_iri(value)}
    local = predicate.removeprefix(NS)
    vocabulary = local != predicate and _SIMPLE.match(local) and local not in load_context()
    key = local if vocabulary else _compact(predicate)
    return key, _write_literal(value) if isinstance(value, ox.Literal) else {"id": _write_iri(value)}


@cache
def _list_terms() -> dict[str, list[tuple[str, str]]]:
    """Return the context's terms by IRI, each with what it coerces its values to ("" for nothing)."""
    found: dict[str, list[tuple[str, str]]] = {}
    for term, definition in load_context().items():
        row = {"@id": definition} if isinstance(definition, str) else definition
        iri = _expand(row["@id"]) if isinstance(row, dict) and "@id" in row else ""
        if (
            term.startswith("@")
            or iri.startswith("@")
            or iri.endswith(("#", "/"))
            or not row.keys() <= {"@id", "@type"}
        ):
            continue
        found.setdefault(iri, []).append((term, _expand(row.get("@type", ""))))
    return found


def _expand(text: str) -> str:
    prefix, colon, local = text.partition(":")
    return list_prefixes()[prefix] + local if colon and prefix and prefix in list_prefixes() else text


def _write_native(value: ox.Literal) -> str | int | bool:
    kind = value.datatype.value.removeprefix(_XSD)
    if kind == "integer" and _INTEGER.match(value.value):
        return int(value.value)
    if kind == "boolean" and value.value in ("true", "false"):
        return value.value == "true"
    return value.value


def _write_literal(value: ox.Literal) -> str | dict[str, str]:
    if value.language:
        return {"@language": value.language, "@value": value.value}
    if value.datatype.value == f"{_XSD}string":
        return value.value
    return {"@type": _compact(value.datatype.value), "@value": value.value}


def _write_vocabulary(value: ox.NamedNode | ox.BlankNode) -> str:
    """Return an IRI where the vocabulary is the base, as in "type"."""
    iri = _write_iri(value)
    local = value.value.removeprefix(NS)
    if local == value.value or not _SIMPLE.match(local):
        return iri
    known = load_context().get(local)
    meant = known is None or (isinstance(known, dict) and known.get("@id") == value.value)
    return local if meant else iri


def _write_iri(value: ox.NamedNode | ox.BlankNode) -> str:
    return str(value) if isinstance(value, ox.BlankNode) else _compact(value.value)


def _compact(iri: str) -> str:
    for prefix, namespace in list_prefixes().items():
        if prefix and iri.startswith(namespace) and _LOCAL.match(iri, len(namespace)):
            return f"{prefix}:{iri.removeprefix(namespace)}"
    scheme, _, rest = iri.partition(":")
    if scheme in list_prefixes() and not rest.startswith("//"):
        hint = f"{scheme}: is a prefix of ontology/context.jsonld. Choose turtle or nquads."
        raise ExportError(f"JSON-LD cannot name the IRI {iri}: {hint}")
    return iri
