"""Where articles do not go together, as RDF: each comparison a node with its two sides, its score and its reason."""

import hashlib
from collections.abc import Iterable, Mapping

from rdflib import RDF, RDFS, XSD, Dataset, Graph, Literal, URIRef

from kg.iri import LINKS_GRAPH, make_article_iri, make_entity_iri, make_part_iri
from kg.model import Comparison, Part
from kg.terms import POLITY, get_term

_CLASSES = {
    "same-utterance": "Drift",
    "value-conflict": "Conflict",
    "drift": "Drift",
    "suspected-name": "SuspectedGarbling",
}
_SAME = 1.0


def write_comparisons(
    dataset: Dataset, comparisons: Iterable[Comparison], statements: Mapping[tuple[str, str], URIRef]
) -> None:
    """Write comparisons into the links graph; what was extracted stays as it is.

    Args:
        dataset: Where the links graph is.
        comparisons: What kg.link found, across articles or against the gazetteer.
        statements: The node of each claim and assertion, by article and the id of the claim or relation.
    """
    graph = dataset.graph(LINKS_GRAPH)
    for found in comparisons:
        left = _find_node(found.left, statements)
        right = _find_node(found.right, statements) if found.right else None
        if found.kind == "same-utterance" and right is not None:
            graph.add((left, POLITY.sameUtteranceAs, right))
            if found.score >= _SAME:
                continue
        node = _make_iri(found)
        graph.add((node, RDF.type, get_term(_CLASSES[found.kind])))
        graph.add((node, RDFS.label, Literal(found.reason, lang="en")))
        graph.add((node, POLITY.reason, Literal(found.reason)))
        graph.add((node, POLITY.score, Literal(round(found.score, 3), datatype=XSD.double)))
        _add_side(graph, node, left, found.left, POLITY.leftValue)
        if right is not None and found.right is not None:
            _add_side(graph, node, right, found.right, POLITY.rightValue)
        if found.kind == "value-conflict" and right is not None:
            graph.add((left, POLITY.contradicts, right))
        if found.kind == "suspected-name":
            graph.add((make_article_iri(found.left.article), POLITY.suspectedGarbled, Literal(True)))


def _add_side(graph: Graph, node: URIRef, side: URIRef, part: Part, value: URIRef) -> None:
    graph.add((node, POLITY.side, side))
    graph.add((node, value, Literal(part.text)))
    graph.add((node, POLITY.evidence, make_part_iri(part.article, "evidence", f"{part.span.start}-{part.span.end}")))


def _find_node(part: Part, statements: Mapping[tuple[str, str], URIRef]) -> URIRef:
    """Return the statement a part was written as; for a mere stretch of text its mention or evidence."""
    return statements.get((part.article, part.id)) or make_part_iri(
        part.article, "mention", f"{part.span.start}-{part.span.end}"
    )


def _make_iri(found: Comparison) -> URIRef:
    digest = hashlib.sha256()
    for part in (found.left, found.right):
        for text in (part.article, part.kind, f"{part.span.start}-{part.span.end}") if part else ("",):
            digest.update(f"{len(text)}:{text}".encode())
    return make_entity_iri(f"disagreement/{found.kind}-{digest.hexdigest()[:16]}")
