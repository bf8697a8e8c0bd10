"""The statements of a dataset in one fixed order, whatever order and blank node labels they came in."""

import heapq
import io
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from itertools import islice
from typing import IO, Any

import pyoxigraph as ox
from rdflib import BNode, Dataset, Literal, URIRef
from rdflib.graph import DATASET_DEFAULT_GRAPH_ID
from rdflib.term import Node

from kg.errors import ExportError

RDF_TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
CHUNK = 200_000
"""How many statements are sorted in memory; more are merged from files."""

Row = str
"""Graph, subject, predicate, object as N-Quads terms, joined by tabs (N-Quads escapes tabs); an empty default graph."""


def read_quads(source: Dataset | IO[bytes]) -> Iterator[ox.Quad]:
    """Yield the quads of an rdflib dataset, or of a stream of N-Quads.

    Raises:
        ExportError: A term is none of RDF 1.1, such as an IRI with a space in it.
    """
    if isinstance(source, Dataset):
        for subject, predicate, value, graph in source.quads((None, None, None, None)):
            try:
                # A literal as subject is refused by Quad with a TypeError.
                if graph is None or graph == DATASET_DEFAULT_GRAPH_ID:
                    name: ox.NamedNode | ox.BlankNode | ox.Literal | ox.DefaultGraph = ox.DefaultGraph()
                else:
                    name = _convert(graph)
                yield ox.Quad(_convert(subject), _convert(predicate), _convert(value), name)  # type: ignore[arg-type]
            except (TypeError, ValueError) as error:
                what = f"{subject!r} {predicate!r} {value!r}: {error}"
                raise ExportError(f"The graph holds a statement that is not RDF 1.1, {what}. Remove it.") from error
        return
    try:
        yield from ox.parse(source, format=ox.RdfFormat.N_QUADS)
    except SyntaxError as error:
        raise ExportError(f"The statements to write are not N-Quads: {error.msg}.") from error


def _convert(term: Node) -> ox.NamedNode | ox.BlankNode | ox.Literal:
    if isinstance(term, URIRef):
        return ox.NamedNode(str(term))
    if isinstance(term, BNode):
        return ox.BlankNode(str(term))
    if not isinstance(term, Literal):
        raise TypeError(f"{type(term).__name__} is no term")
    if term.language:
        return ox.Literal(str(term), language=term.language)
    return ox.Literal(str(term), datatype=ox.NamedNode(str(term.datatype)) if term.datatype else None)


def sort_statements(quads: Iterable[ox.Quad], *, graph: str | None = None, union: bool = False) -> Iterator[Row]:
    """Yield each statement once: by graph (the default graph first), subject, predicate (rdf:type first), object.

    Blank nodes get the canonical labels of RDFC-1.0. At most `CHUNK` statements are held in memory, besides those with
    blank nodes.

    Args:
        quads: The statements in any order.
        graph: Keep this graph alone ("" is the default graph); its statements then carry no graph name.
        union: Merge all graphs into one.
    """
    rows = (_make_row(quad, bare=union or graph is not None) for quad in _label(_choose(quads, graph)))
    with ExitStack() as files:
        runs: list[Iterable[Row]] = []
        while run := sorted(islice(rows, CHUNK)):
            if len(run) < CHUNK and not runs:
                runs.append(run)
                break
            file = files.enter_context(tempfile.TemporaryFile("w+", encoding="utf-8", newline="\n"))
            file.writelines(row + "\n" for row in run)
            file.seek(0)
            runs.append(line.removesuffix("\n") for line in file)
        before = None
        for row in heapq.merge(*runs):
            if row != before:
                yield row
            before = row


def write_line(row: Row) -> str:
    """Return a row as a line of N-Quads.

    >>> write_line("<http://a/g>\\t<http://a/s>\\t!<http://a/p>\\t<http://a/o>")
    '<http://a/s> <http://a/p> <http://a/o> <http://a/g> .\\n'
    """
    graph, subject, predicate, value = row.split("\t")
    terms = (subject, predicate.removeprefix("!"), value, graph)
    return " ".join(term for term in terms if term) + " .\n"


def parse_rows(rows: Iterable[Row]) -> Iterator[ox.Quad]:
    """Yield the quads of sorted rows, in their order."""
    lines = io.BufferedReader(_Lines(write_line(row) for row in rows), 1 << 16)
    yield from ox.parse(lines, format=ox.RdfFormat.N_QUADS)


class _Lines(io.RawIOBase):
    """Reads an iterator of lines as a binary file, so that a parser can stream it."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._lines, self._rest = iter(lines), b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:  # noqa: ANN401 -- the type of io.RawIOBase
        while not self._rest:
            batch = "".join(islice(self._lines, 1000)).encode()
            if not batch:
                return 0
            self._rest = batch
        data, self._rest = self._rest[: len(buffer)], self._rest[len(buffer) :]
        buffer[: len(data)] = data
        return len(data)


def _choose(quads: Iterable[ox.Quad], graph: str | None) -> Iterator[ox.Quad]:
    if graph is None:
        yield from quads
    else:
        wanted = ox.NamedNode(graph) if graph else ox.DefaultGraph()
        yield from (quad for quad in quads if quad.graph_name == wanted)


def _make_row(quad: ox.Quad, *, bare: bool) -> Row:
    graph = "" if bare or isinstance(quad.graph_name, ox.DefaultGraph) else str(quad.graph_name)
    predicate = str(quad.predicate)
    # "!" sorts before "<", which is how an IRI begins.
    return f"{graph}\t{quad.subject}\t{'!' if predicate == RDF_TYPE else ''}{predicate}\t{quad.object}"


def _label(quads: Iterable[ox.Quad]) -> Iterator[ox.Quad]:
    unlabelled = ox.Dataset()
    for quad in quads:
        if any(isinstance(term, ox.BlankNode) for term in (quad.subject, quad.object, quad.graph_name)):
            unlabelled.add(quad)
        else:
            yield quad
    # RDFC-1.0 labels a blank node by the statements that mention it; the others do not matter to it.
    unlabelled.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    yield from unlabelled
