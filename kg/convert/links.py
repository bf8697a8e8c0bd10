"""Why each entity of an article was taken for the thing it is linked to, as RDF: every decision can be looked up."""

from collections.abc import Iterable

from rdflib import RDF, RDFS, XSD, Dataset, Literal, URIRef

from kg.iri import LINKS_GRAPH, make_article_iri, make_part_iri
from kg.model import Decision
from kg.terms import POLITY


def write_decisions(dataset: Dataset, decisions: Iterable[Decision]) -> None:
    """Write each decision into the links graph: what was chosen, how surely, by which rule, on what evidence."""
    graph = dataset.graph(LINKS_GRAPH)
    for decision in decisions:
        node = make_part_iri(decision.article, "link", decision.entity)
        graph.add((node, RDF.type, POLITY.LinkDecision))
        graph.add((node, RDFS.label, Literal(decision.reason, lang="en")))
        graph.add((node, POLITY.decidedFor, URIRef(decision.iri)))
        graph.add((node, POLITY.decidedBy, Literal(decision.decided_by)))
        graph.add((node, POLITY.score, Literal(round(decision.score, 3), datatype=XSD.double)))
        graph.add((node, POLITY.reason, Literal(decision.reason)))
        graph.add((node, POLITY.reportedIn, make_article_iri(decision.article)))
