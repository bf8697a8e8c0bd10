"""Proofs: why a triple holds, down to what was asserted, as text, as JSON and as RDF."""

from collections.abc import Iterator
from dataclasses import dataclass

from rdflib import PROV, RDF, RDFS, BNode, Dataset, Graph, Literal, URIRef
from rdflib.term import Node

from kg.iri import INFERRED_GRAPH
from kg.reason.finding import Triple

ASSERTED = "asserted"
BY_VALUE = "value"


@dataclass(frozen=True, slots=True)
class Proof:
    """One step: `triple` follows from the premises by a rule of the table.

    A leaf has the rule "asserted", or "value" where the triple holds by what literals denote (table 8) or by itself
    (eq-ref). No triple rests on itself: the tree is finite.
    """

    triple: Triple
    rule: str = ASSERTED
    premises: tuple["Proof", ...] = ()

    @property
    def steps(self) -> int:
        """How many rules are applied, a step used twice counted twice."""
        return sum(proof.steps for proof in self.premises) + (self.rule not in {ASSERTED, BY_VALUE})

    def walk(self) -> Iterator["Proof"]:
        """Yield the proof and every proof in it, the conclusion first."""
        yield self
        for premise in self.premises:
            yield from premise.walk()

    @property
    def leaves(self) -> frozenset[Triple]:
        """The asserted triples it rests on."""
        return frozenset(proof.triple for proof in self.walk() if proof.rule == ASSERTED)


@dataclass(frozen=True, slots=True)
class NearMiss:
    """A rule that would have given a triple: the triples it found, and the one that is missing.

    A `None` in `missing` stands for any term.
    """

    rule: str
    found: tuple[Triple, ...]
    missing: tuple[Node | None, Node | None, Node | None]


def format_proof(proof: Proof, graph: Graph | None = None) -> str:
    """Return a proof as an indented tree; the graph's prefixes shorten the names.

    >>> a, b = URIRef("urn:a"), URIRef("urn:b")
    >>> print(format_proof(Proof((b, RDF.value, a), "prp-symp", (Proof((a, RDF.value, b)),))))
    <urn:b> rdf:value <urn:a>   by prp-symp
      <urn:a> rdf:value <urn:b>   asserted
    """
    manager = (graph if graph is not None else Graph()).namespace_manager

    def lines(one: Proof, depth: int) -> Iterator[str]:
        words = " ".join(term.n3(manager) for term in one.triple)
        yield f"{'  ' * depth}{words}   {one.rule if one.rule == ASSERTED else f'by {one.rule}'}"
        for premise in one.premises:
            yield from lines(premise, depth + 1)

    return "\n".join(lines(proof, 0))


def describe_proof(proof: Proof) -> dict[str, object]:
    """Return a proof as what JSON can hold: triple (three N-Triples terms), rule, premises."""
    return {
        "triple": [term.n3() for term in proof.triple],
        "rule": proof.rule,
        "premises": [describe_proof(premise) for premise in proof.premises],
    }


def write_proof(proof: Proof) -> Graph:
    """Return a proof in RDF: each triple an `rdf:Statement` that was derived from its premises (PROV-O).

    The rule is the label of the `prov:Activity` that generated the statement; asserted triples have none.
    """
    graph, known = Graph(), dict[Triple, BNode]()

    def write(one: Proof) -> BNode:
        if one.triple in known:
            return known[one.triple]
        node = known[one.triple] = BNode()
        for part, term in zip((RDF.subject, RDF.predicate, RDF.object), one.triple, strict=True):
            graph.add((node, part, term))
        graph.add((node, RDF.type, RDF.Statement)).add((node, RDF.type, PROV.Entity))
        if one.rule != ASSERTED:
            act = BNode()
            graph.add((node, PROV.wasGeneratedBy, act)).add((act, RDF.type, PROV.Activity))
            graph.add((act, RDFS.label, Literal(one.rule)))
            for premise in one.premises:
                source = write(premise)
                graph.add((node, PROV.wasDerivedFrom, source)).add((act, PROV.used, source))
        return node

    write(proof)
    return graph


def list_sources(proof: Proof, data: Dataset) -> tuple[URIRef, ...]:
    """Return the named graphs that the proof's asserted triples are in, sorted: the articles it rests on among them."""
    found = {graph for s, p, o in proof.leaves for *_, graph in data.quads((s, p, o, None))}
    return tuple(sorted(graph for graph in found if isinstance(graph, URIRef) and graph != INFERRED_GRAPH))
