"""The W3C OWL 2 test cases of profile RL, read from their RDF, and decided by materialisation.

Seven are given in functional syntax alone; py-horned-owl writes those as RDF/XML (OWL 2 Mapping to RDF Graphs).
"""

import gzip
import os
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pyhornedowl
import reasonable
from rdflib import OWL, RDF, XSD, BNode, Graph, Literal, Namespace
from rdflib.term import Node

from kg.reason import infer

TEST = Namespace("http://www.w3.org/2007/OWL/testOntology#")
SHARED = Path(os.environ.get("POLITY_SHARED", Path(__file__).parents[2].parent / "shared"))
FILE = SHARED / "w3c" / "owl2" / "all.rdf.gz"
KINDS = {
    "positive": (TEST.PositiveEntailmentTest, "ConclusionOntology"),
    "negative": (TEST.NegativeEntailmentTest, "NonConclusionOntology"),
    "inconsistent": (TEST.InconsistencyTest, None),
    "consistent": (TEST.ConsistencyTest, None),
}


@dataclass(frozen=True)
class OwlTest:
    """One question: do the premises entail the conclusion (or: are they consistent)?"""

    name: str
    kind: str
    premises: str
    conclusion: str = ""


@cache
def load_tests() -> tuple[OwlTest, ...]:
    """Return the tests of profile RL under RDF-based semantics."""
    return tuple(sorted(_read_tests(), key=lambda test: (test.kind, test.name))) if FILE.exists() else ()


def _read_tests() -> Iterator[OwlTest]:
    graph = Graph().parse(data=gzip.decompress(FILE.read_bytes()), format="xml")
    for case in graph.subjects(TEST.profile, TEST.RL):
        if (case, TEST.semantics, TEST["RDF-BASED"]) not in graph:
            continue
        premises = _read_ontology(graph, case, "PremiseOntology")
        for kind, (rdf_type, text) in KINDS.items():
            if premises is not None and (case, RDF.type, rdf_type) in graph:
                conclusion = _read_ontology(graph, case, text) if text else ""
                imported = [
                    str(content)
                    for other in graph.objects(case, TEST.importedOntology)
                    for content in graph.objects(other, TEST.rdfXmlInputOntology)
                ]
                if conclusion is not None:
                    name = str(graph.value(case, TEST.identifier))
                    yield OwlTest(name, kind, "\0".join([premises, *imported]), conclusion)


def _read_ontology(graph: Graph, case: Node, which: str) -> str | None:
    """Return an ontology of a test as RDF/XML, None where there is none."""
    if (xml := graph.value(case, TEST[f"rdfXml{which}"])) is not None:
        return str(xml)
    text = graph.value(case, TEST[f"fs{which}"])
    return None if text is None else pyhornedowl.open_ontology_from_string(str(text), "ofn").save_to_string("owl")


def read_graph(text: str) -> Graph:
    graph = Graph()
    for part in text.split("\0"):
        graph.parse(data=part, format="xml")
    return graph


def list_statements(conclusion: Graph) -> list[tuple[Node, Node, Node]]:
    """Return what a conclusion says, less its header: whether a document is an ontology is no matter of its content."""
    headers = set(conclusion.subjects(RDF.type, OWL.Ontology))
    return [t for t in conclusion if t[0] not in headers and t[1] != OWL.imports]


def holds(pattern: list[tuple[Node, Node, Node]], graph: Graph, bound: dict[Node, Node] | None = None) -> bool:
    """Say whether a graph simply entails the triples: blank nodes stand for anything, literals for their value."""
    bound = bound or {}
    if not pattern:
        return True
    order = sorted(pattern, key=lambda t: sum(isinstance(term, BNode) and term not in bound for term in t))
    first, rest = order[0], order[1:]
    wanted = [bound.get(term, term) if isinstance(term, BNode) else term for term in first]
    s, p, o = (
        None if isinstance(t, Literal) or (isinstance(t, BNode) and t not in bound.values()) else t for t in wanted
    )
    for found in graph.triples((s, p, o)):
        new, fits = dict(bound), True
        for want, have in zip(wanted, found, strict=True):
            if isinstance(want, Literal):
                fits = fits and isinstance(have, Literal) and (want == have or same_value(want, have))
            elif isinstance(want, BNode) and want not in bound.values():
                fits = fits and new.setdefault(want, have) == have
        if fits and holds(rest, graph, new):
            return True
    return False


def same_value(one: Literal, other: Literal) -> bool:
    """Say whether two literals have one value, as rdflib sees it."""
    return one.datatype is not None and other.datatype is not None and one.value is not None and one.eq(other) is True


def decide(test: OwlTest, engine: str) -> bool:
    """Return what an engine answers: entailed, or for the consistency tests, inconsistent."""
    premises = read_graph(test.premises)
    if engine == "reasonable":
        closure, clash = close_with_reasonable(premises)
    else:
        inference = infer(premises, engine=engine, profile="full")
        closure, clash = premises + inference.graph, bool(inference.findings)
    if test.kind in {"inconsistent", "consistent"}:
        return clash
    return clash or holds(list_statements(read_graph(test.conclusion)), closure)


def close_with_reasonable(premises: Graph) -> tuple[Graph, bool]:
    """Return what `reasonable` entails, and whether something is in owl:Nothing: it tells Python of no other clash."""
    reasoner, closure = reasonable.PyReasoner(), Graph()
    reasoner.from_graph(premises)
    for s, p, o in reasoner.reason():
        plain = isinstance(o, Literal) and o.datatype == XSD.string  # one term in RDF 1.1, two in rdflib
        closure.add((s, p, Literal(str(o)) if plain else o))
    return closure, (None, RDF.type, OWL.Nothing) in closure
