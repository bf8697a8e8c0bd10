"""RDF 1.2 with triple terms: each statement of an article and each claim names the triple it is about.

`<statement> rdf:reifies <<( s p o )>>` says what the statement says without asserting it (RDF 1.2 Concepts, section
1.5); the rest of the dataset stays as it is. Written by pyoxigraph, for rdflib 7.6 knows no triple terms.
"""

from typing import IO

import pyoxigraph as ox

_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_PARTS = tuple(f"{_RDF}{name}" for name in ("subject", "predicate", "object"))


def write_rdf12(nquads: IO[bytes], output: IO[bytes]) -> int:
    """Write a dataset, given as N-Quads, as sorted N-Quads 1.2; return how many statements name a triple.

    A statement with no single subject, predicate and object is left as it is.
    """
    quads = set(ox.parse(input=nquads, format=ox.RdfFormat.N_QUADS))
    parts: dict[tuple[object, object], dict[str, list[object]]] = {}
    for quad in quads:
        if quad.predicate.value in _PARTS:
            found = parts.setdefault((quad.subject, quad.graph_name), {})
            found.setdefault(quad.predicate.value, []).append(quad.object)
    count = 0
    for (node, graph), found in parts.items():
        if any(len(found.get(name, ())) != 1 for name in _PARTS):
            continue
        subject, predicate, value = (found[name][0] for name in _PARTS)
        if isinstance(subject, ox.NamedNode | ox.BlankNode) and isinstance(predicate, ox.NamedNode):
            term = ox.Triple(subject, predicate, value)  # type: ignore[arg-type]
            quads.add(ox.Quad(node, ox.NamedNode(f"{_RDF}reifies"), term, graph))  # type: ignore[arg-type]
            count += 1
    for line in sorted(f"{quad} .\n" for quad in quads):
        output.write(line.encode())
    return count
