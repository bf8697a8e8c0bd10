"""GraphML for network tools: things as nodes, the relations between them as edges with their article and sentence.

Source: http://graphml.graphdrawing.org/specification.html
"""

from collections.abc import Callable
from typing import IO
from xml.sax.saxutils import escape, quoteattr

from rdflib import URIRef

from kg.export.tables import Answer, load_tables
from kg.prefixes import shorten_iri

_NODE_KEYS = ("label", "kind")
_EDGE_KEYS = ("relation", "article", "sentence")
_LABELS = """PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT ?s (MIN(STR(?l)) AS ?label) { ?s rdfs:label ?l FILTER(isIRI(?s)) } GROUP BY ?s"""


def write_graphml(ask: Callable[[str], Answer], output: IO[bytes]) -> tuple[int, int]:
    """Write the relations that articles state as a directed graph, sorted; return the numbers of nodes and edges.

    Args:
        ask: Answers a SELECT query over all graphs.
        output: Gets UTF-8.
    """
    edges = sorted(
        {
            tuple(str(row.get(name, "")) for name in ("subject", "object", "predicate", "article", "sentence"))
            for row in ask(load_tables()["relations"]).rows()
            if isinstance(row.get("subject"), URIRef) and isinstance(row.get("object"), URIRef)
        }
    )
    labels = {str(row["s"]): str(row["label"]) for row in ask(_LABELS).rows() if "s" in row}
    nodes = sorted({name for edge in edges for name in edge[:2]})
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">']
    for kind, names in (("node", _NODE_KEYS), ("edge", _EDGE_KEYS)):
        lines += [f'<key id="{name}" for="{kind}" attr.name="{name}" attr.type="string"/>' for name in names]
    lines.append('<graph id="polity" edgedefault="directed">')
    for name in nodes:
        path = shorten_iri(name).removeprefix("d:")
        data = {"label": labels.get(name, path), "kind": path.partition("/")[0]}
        lines.append(f"<node id={quoteattr(name)}>{_write_data(data)}</node>")
    for number, (subject, target, predicate, article, sentence) in enumerate(edges):
        data = {"relation": shorten_iri(predicate), "article": article, "sentence": sentence}
        ends = f"source={quoteattr(subject)} target={quoteattr(target)}"
        lines.append(f'<edge id="e{number}" {ends}>{_write_data(data)}</edge>')
    output.write("\n".join([*lines, "</graph>", "</graphml>", ""]).encode())
    return len(nodes), len(edges)


def _write_data(data: dict[str, str]) -> str:
    return "".join(f'<data key="{name}">{escape(value)}</data>' for name, value in data.items())
