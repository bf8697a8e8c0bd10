"""The sentences behind an asserted triple: which article says it, in which words."""

from collections.abc import Iterator
from dataclasses import dataclass

from rdflib import RDF, Graph
from rdflib.term import Node

from kg.reason.finding import Triple
from kg.terms import OA, POLITY


@dataclass(frozen=True, slots=True, order=True)
class Sentence:
    """A stretch of an article that bears a triple out: the article's IRI, the words, their first code point."""

    article: str
    words: str
    start: int


def find_sentences(triple: Triple, graph: Graph) -> list[Sentence]:
    """Return the sentences that bear an asserted triple out, in order of article and place.

    They are those of the assertions of the triple (`:Assertion`, an `rdf:Statement`), else those of its subject, where
    that is a node with evidence of its own, such as a claim. A triple of the gazetteer or the ontology has none.
    """
    s, p, o = triple
    nodes = [
        node
        for node in graph.subjects(RDF.object, o)
        if (node, RDF.subject, s) in graph
        and (node, RDF.predicate, p) in graph
        and (node, RDF.type, POLITY.Assertion) in graph
    ]
    found = {sentence for node in nodes or [s] for sentence in _read_evidence(node, graph)}
    return sorted(found)


def _read_evidence(node: Node, graph: Graph) -> Iterator[Sentence]:
    for evidence in graph.objects(node, POLITY.evidence):
        selectors = list(graph.objects(evidence, OA.hasSelector))
        words = next((graph.value(one, OA.exact) for one in selectors if (one, OA.exact, None) in graph), None)
        start = next((graph.value(one, OA.start) for one in selectors if (one, OA.start, None) in graph), None)
        article = graph.value(evidence, POLITY.inArticle)
        if words is not None:
            yield Sentence(str(article or ""), str(words), int(str(start or 0)))
