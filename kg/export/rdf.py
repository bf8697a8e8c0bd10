"""Write a dataset as Turtle, TriG, N-Triples, N-Quads, RDF/XML or JSON-LD: equal graphs make equal files."""

from typing import IO, cast

import pyoxigraph as ox
from rdflib import Dataset

from kg.errors import ExportError
from kg.export.jsonld import write_jsonld
from kg.export.rdfxml import write_rdfxml
from kg.export.statements import parse_rows, read_quads, sort_statements, write_line
from kg.formats import Format
from kg.iri import ID
from kg.prefixes import list_prefixes


def write_rdf(source: Dataset | IO[bytes], output: IO[bytes], form: Format, *, graph: str | None = None) -> None:
    """Write a dataset, or one graph of it, in a format of kg/formats.py.

    Turtle, N-Triples and RDF/XML have no named graphs: they get the union of all graphs, unless `graph` names one.
    All but RDF/XML stream: memory does not grow with the dataset.

    Args:
        source: An rdflib dataset, or N-Quads as bytes (for a dataset that does not fit into memory).
        output: Gets the bytes, in UTF-8.
        form: One that holds a graph or a dataset.
        graph: The IRI of the graph to write, "" for the default graph, None for all.

    Raises:
        ExportError: The format cannot hold a statement (RDF/XML: nothing was written); or `form` holds no RDF.
    """
    if form.holds not in ("graph", "dataset") or form.oxigraph is None:
        raise ExportError(f"{form.name} holds no RDF. Choose turtle, ntriples, rdfxml, jsonld, trig or nquads.")
    rows = sort_statements(read_quads(source), graph=graph, union=form.holds == "graph")
    if form.name == "jsonld":
        write_jsonld(rows, output)
    elif form.name == "rdfxml":
        write_rdfxml(rows, output)
    elif form.name in ("nquads", "ntriples"):
        output.writelines(write_line(row).encode() for row in rows)
    else:
        quads = parse_rows(rows)
        statements = (quad.triple for quad in quads) if form.holds == "graph" else quads
        # Our things' paths hold slashes, which a prefixed name would have to escape: <agency/us-ice> reads better.
        prefixes = {name: namespace for name, namespace in list_prefixes().items() if namespace != ID}
        target, kind = cast("IO[bytes]", _WholePrefixes(output)), getattr(ox.RdfFormat, form.oxigraph)
        ox.serialize(statements, target, kind, prefixes=prefixes, base_iri=ID)


class _WholePrefixes:
    """A file that writes the prefixes' own IRIs out, where the library shortened them against the base too."""

    def __init__(self, output: IO[bytes]) -> None:
        self.output, self.began = output, False

    def write(self, data: bytes) -> int:
        lines = data.split(b"\n") if not self.began else []
        for number, line in enumerate(lines):
            if not line.startswith(b"@"):
                break
            lines[number] = line.replace(b" <//", b" <https://")
        self.output.write(b"\n".join(lines) if lines else data)
        self.began = True
        return len(data)

    def flush(self) -> None:
        self.output.flush()
