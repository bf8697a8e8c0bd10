"""Read the W3C's SPARQL 1.1 manifests, and compare what the server answers with what they expect."""

import csv
import io
import json
import os
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from itertools import permutations
from pathlib import Path
from xml.etree import ElementTree

import pyoxigraph as ox
import pytest
import rdflib
from rdflib import RDF, BNode, Graph, Literal, Namespace, URIRef
from rdflib.collection import Collection
from rdflib.compare import isomorphic

rdflib.NORMALIZE_LITERALS = False
MF = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
QT = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-query#")
UT = Namespace("http://www.w3.org/2009/sparql/tests/test-update#")
RS = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/result-set#")
SRX = "{http://www.w3.org/2005/sparql-results#}"


def find_suite() -> Path | None:
    root = Path(os.environ.get("POLITY_SHARED") or Path(__file__).parents[3] / "shared")
    suite = root / "w3c" / "rdf-tests" / "sparql" / "sparql11"
    return suite if suite.exists() else None


needs_suite = pytest.mark.skipif(find_suite() is None, reason="the W3C suite is not in ../shared/w3c/rdf-tests")


@dataclass(frozen=True)
class Case:
    """One test of a manifest; `graphs` are pairs of a name and a file, the name "" for the default graph."""

    id: str
    kind: str
    name: str
    text: Path | None
    graphs: tuple[tuple[str, Path], ...] = ()
    result: Path | None = None
    result_graphs: tuple[tuple[str, Path], ...] = field(default=())
    iri: str = ""


def to_path(iri) -> Path:
    return Path(str(iri).removeprefix("file://"))


@cache
def load_manifest(path: Path) -> Graph:
    return Graph().parse(path, format="turtle", publicID=path.as_uri())


def list_cases(manifest: Path) -> Iterator[Case]:
    graph = load_manifest(manifest)
    for head in graph.objects(None, MF.include):
        for part in Collection(graph, head):
            yield from list_cases(to_path(part))
    for head in graph.objects(None, MF.entries):
        for test in Collection(graph, head):
            yield read_case(graph, test, manifest)


def read_case(graph: Graph, test, manifest: Path) -> Case:
    kind = next((str(k).removeprefix(str(MF)) for k in graph.objects(test, RDF.type)), "")
    action, result = graph.value(test, MF.action), graph.value(test, MF.result)
    short = f"{manifest.parent.name}/{str(test).rsplit('#', 1)[-1].rsplit('/', 1)[-1]}"
    name = str(graph.value(test, MF.name))
    iri = str(test)
    if isinstance(action, URIRef):
        return Case(short, kind, name, to_path(action), result=result and to_path(result), iri=iri)
    if action is None:
        return Case(short, kind, name, None, iri=iri)
    text = graph.value(action, QT.query) or graph.value(action, UT.request)
    return Case(
        short,
        kind,
        name,
        text and to_path(text),
        read_graphs(graph, action),
        to_path(result) if isinstance(result, URIRef) else None,
        read_graphs(graph, result) if isinstance(result, BNode) else (),
        iri,
    )


def read_graphs(graph: Graph, node) -> tuple[tuple[str, Path], ...]:
    found = [("", to_path(data)) for key in (QT.data, UT.data) for data in graph.objects(node, key)]
    for key in (QT.graphData, UT.graphData):
        for data in graph.objects(node, key):
            if isinstance(data, BNode):
                label = graph.value(data, rdflib.RDFS.label)
                found.append((str(label), to_path(graph.value(data, UT.graph) or graph.value(data, QT.graph))))
            else:
                found.append((str(data), to_path(data)))
    return tuple(found)


def read_triples(path: Path) -> bytes:
    """A file of RDF as N-Triples, its literals as they are written."""
    form = {".ttl": ox.RdfFormat.TURTLE, ".nt": ox.RdfFormat.N_TRIPLES, ".rdf": ox.RdfFormat.RDF_XML}[path.suffix]
    quads = ox.parse(path=str(path), format=form, base_iri=path.as_uri())
    return ox.serialize((quad.triple for quad in quads), format=ox.RdfFormat.N_TRIPLES)


def read_graph(data: bytes) -> Graph:
    return Graph().parse(data=data, format="nt")


# Results: a Table, a bool, or a Graph.


@dataclass(frozen=True)
class Table:
    columns: tuple[str, ...] | None
    rows: tuple[dict[str, object], ...]


def read_json_term(value):
    if value["type"] == "uri":
        return URIRef(value["value"])
    if value["type"] == "bnode":
        return BNode(value["value"])
    kind = value.get("datatype")
    return Literal(value["value"], lang=value.get("xml:lang"), datatype=URIRef(kind) if kind else None)


def read_json(data: bytes):
    found = json.loads(data)
    if "boolean" in found:
        return found["boolean"]
    rows = tuple({k: read_json_term(v) for k, v in row.items()} for row in found["results"]["bindings"])
    return Table(tuple(found["head"].get("vars", ())), rows)


def read_xml(data: bytes):
    root = ElementTree.fromstring(data)
    truth = root.find(SRX + "boolean")
    if truth is not None:
        return truth.text.strip() == "true"
    columns = tuple(v.get("name") for v in root.findall(f"{SRX}head/{SRX}variable"))
    rows = []
    for result in root.iter(SRX + "result"):
        row = {}
        for binding in result.findall(SRX + "binding"):
            term, text = binding[0], binding[0].text or ""
            if term.tag == SRX + "uri":
                row[binding.get("name")] = URIRef(text)
            elif term.tag == SRX + "bnode":
                row[binding.get("name")] = BNode(text)
            else:
                lang, kind = term.get("{http://www.w3.org/XML/1998/namespace}lang"), term.get("datatype")
                row[binding.get("name")] = Literal(text, lang=lang, datatype=URIRef(kind) if kind else None)
        rows.append(row)
    return Table(columns, tuple(rows))


def read_result_set(graph: Graph) -> object:
    """A result written in the test vocabulary, or the graph itself where it is not."""
    head = graph.value(None, RDF.type, RS.ResultSet)
    if head is None:
        return graph
    truth = graph.value(head, RS.boolean)
    if truth is not None:
        return str(truth) == "true"
    rows = [
        {
            str(graph.value(part, RS.variable)): graph.value(part, RS.value)
            for part in graph.objects(solution, RS.binding)
        }
        for solution in graph.objects(head, RS.solution)
    ]
    return Table(tuple(map(str, graph.objects(head, RS.resultVariable))), tuple(rows))


def read_tsv(data: bytes) -> Table:
    lines = data.decode().rstrip("\n").split("\n")
    columns = tuple(name.lstrip("?") for name in lines[0].split("\t"))
    rows = []
    for line in lines[1:]:
        cells = zip(columns, line.split("\t"), strict=True)
        rows.append({name: read_tsv_term(cell) for name, cell in cells if cell})
    return Table(columns, tuple(rows))


def read_tsv_term(cell: str):
    graph = Graph().parse(data=f"<urn:s> <urn:p> {cell} .", format="turtle")
    found = next(graph.objects())
    return BNode(cell) if isinstance(found, BNode) else found


def read_csv(data: bytes) -> Table:
    lines = list(csv.reader(io.StringIO(data.decode(), newline="")))
    columns = tuple(lines[0])
    rows = []
    for line in lines[1:]:
        cells = zip(columns, line, strict=True)
        rows.append({n: BNode(c) if c.startswith("_:") else Literal(c) for n, c in cells if c})
    return Table(columns, tuple(rows))


def read_expected(path: Path):
    data = path.read_bytes()
    if path.suffix == ".srx":
        return read_xml(data)
    if path.suffix == ".srj":
        return read_json(data)
    if path.suffix == ".tsv":
        return read_tsv(data)
    if path.suffix == ".csv":
        return read_csv(data)
    return read_result_set(read_graph(read_triples(path)))


def freeze(row: dict[str, object], names: dict[BNode, str]) -> frozenset:
    # n3() keeps lexical form, language and datatype apart where == of rdflib may not.
    return frozenset(
        (k, ("blank", names.get(v, "")) if isinstance(v, BNode) else (type(v).__name__, v.n3())) for k, v in row.items()
    )


NUMBERS = {"integer": int, "decimal": Decimal, "double": float, "float": float}


def canonicalise(term):
    """A number by its value, a language tag in lower case (RDF 1.1 Concepts, 3.3): what Oxigraph keeps of a literal."""
    if isinstance(term, Literal):
        kind = str(term.datatype or "").rpartition("#")[2]
        if kind in NUMBERS:
            try:
                return Literal(repr(NUMBERS[kind](str(term)).__float__()), datatype=term.datatype)
            except (ValueError, ArithmeticError):
                return term
        if kind == "boolean":
            return Literal({"0": "false", "1": "true"}.get(str(term), str(term)), datatype=term.datatype)
        if term.language:
            return Literal(str(term), lang=term.language.lower())
    return term


def canonicalise_result(result):
    """A result with each literal reduced to its value."""
    if isinstance(result, Table):
        rows = tuple({name: canonicalise(term) for name, term in row.items()} for row in result.rows)
        return Table(result.columns, rows)
    if isinstance(result, Graph):
        reduced = Graph()
        for triple in result:
            reduced.add(tuple(map(canonicalise, triple)))
        return reduced
    return result


def tables_equal(a: Table, b: Table, *, ordered: bool) -> bool:
    if a.columns is not None and b.columns is not None and set(a.columns) != set(b.columns):
        return False
    if len(a.rows) != len(b.rows):
        return False
    blanks_a = sorted({v for row in a.rows for v in row.values() if isinstance(v, BNode)})
    blanks_b = sorted({v for row in b.rows for v in row.values() if isinstance(v, BNode)})
    if len(blanks_a) != len(blanks_b):
        return False
    left = [freeze(row, {v: str(n) for n, v in enumerate(blanks_a)}) for row in a.rows]
    for order in permutations(range(len(blanks_b))):
        right = [freeze(row, {v: str(n) for n, v in zip(order, blanks_b, strict=True)}) for row in b.rows]
        if left == right or (not ordered and Counter(left) == Counter(right)):
            return True
    return False


def equal(expected, found, *, ordered: bool) -> bool:
    if isinstance(expected, Table):
        return isinstance(found, Table) and tables_equal(expected, found, ordered=ordered)
    if isinstance(expected, Graph):
        return isinstance(found, Graph) and isomorphic(expected, found)
    return expected is found


def is_ordered(text: str) -> bool:
    return bool(re.search(r"\bORDER\s+BY\b", text, re.IGNORECASE))
