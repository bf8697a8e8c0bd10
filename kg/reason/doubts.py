"""What is doubtful before anything is inferred: axioms that no rule can use, broken lists, values soon to be merged."""

from collections.abc import Iterator

from rdflib import OWL, RDF, RDFS, Graph, Literal, URIRef
from rdflib.term import Node

from kg.reason.finding import Finding, Triple

_LISTS = (OWL.intersectionOf, OWL.unionOf, OWL.oneOf, OWL.propertyChainAxiom, OWL.hasKey, OWL.members)
_NO_RULE = {
    OWL.minCardinality: "a minimum says that things exist",
    OWL.cardinality: "an exact number says that things exist",
    OWL.minQualifiedCardinality: "a minimum says that things exist",
    OWL.qualifiedCardinality: "an exact number says that things exist",
    OWL.onDataRange: "numbers of literals are not counted",
    OWL.hasSelf: "it has no rule",
    OWL.disjointUnionOf: "write owl:unionOf and owl:AllDisjointClasses",
    OWL.datatypeComplementOf: "datatypes are not complemented",
    OWL.withRestrictions: "datatypes are not restricted by facets",
}
_SUB_ONLY = {
    OWL.someValuesFrom: "a value that need not be known",
    OWL.unionOf: "one of several",
    OWL.oneOf: "one of a list",
}
_SUPER_ONLY = {OWL.allValuesFrom: "what holds of all values", OWL.complementOf: "what a thing is not"}


def find_doubts(graph: Graph) -> list[Finding]:
    """Return what is doubtful in the axioms and about the facts they would merge, sorted by rule and message.

    `rule` is "outside-rl" for an axiom outside the syntax of OWL 2 RL (OWL 2 Profiles, section 4.2), which the rules
    pass over in whole or part; "broken-list" for a list that is cyclic, branches or has no end, whose axiom is passed
    over; "prp-fp" for several values of a functional property, which are made the same (IRIs) or clash (literals).
    """
    found = [*_find_outside(graph), *find_broken_lists(graph), *_find_merges(graph)]
    return sorted(found, key=lambda finding: (finding.rule, finding.message))


def _find_outside(graph: Graph) -> Iterator[Finding]:
    for predicate, why in _NO_RULE.items():
        for s, o in graph.subject_objects(predicate):
            yield _outside((s, predicate, o), f"no rule uses {predicate.n3(graph.namespace_manager)}: {why}")
    for predicate in (OWL.maxCardinality, OWL.maxQualifiedCardinality):
        for s, o in graph.subject_objects(predicate):
            if not isinstance(o, Literal) or o.value not in {0, 1}:
                yield _outside((s, predicate, o), "only the maxima 0 and 1 have a rule")
    for thing in graph.subjects(RDF.type, OWL.ReflexiveProperty):
        yield _outside((thing, RDF.type, OWL.ReflexiveProperty), "no rule says a thing of every thing")
    sides = [(s, o) for s, o in graph.subject_objects(RDFS.subClassOf)]
    both = [(s, o) for s, o in graph.subject_objects(OWL.equivalentClass)]
    for lower, upper in [*sides, *both, *((o, s) for s, o in both)]:
        for predicate, what in _SUB_ONLY.items():
            if (value := graph.value(upper, predicate)) is not None:
                yield _outside((upper, predicate, value), f"as a superclass it promises {what}, and no rule makes it")
        for predicate, what in _SUPER_ONLY.items():
            if (value := graph.value(lower, predicate)) is not None:
                yield _outside((lower, predicate, value), f"as a subclass it asks for {what}, and no rule finds it out")


def _outside(triple: Triple, why: str) -> Finding:
    words = " ".join(term.n3() for term in triple)
    return Finding("outside-rl", f"Passed over: {words} - {why}.", (triple,))


def find_broken_lists(graph: Graph) -> Iterator[Finding]:
    """Yield a finding for each axiom whose list cannot be read to its end."""
    for predicate in (*_LISTS, OWL.distinctMembers):
        for s, head in graph.subject_objects(predicate):
            if (fault := _find_list_fault(graph, head)) is not None:
                triple = (s, predicate, head)
                words = " ".join(term.n3() for term in triple)
                yield Finding("broken-list", f"Passed over: {words} - its list {fault}.", (triple,))


def _find_list_fault(graph: Graph, head: Node) -> str | None:
    seen, cell = set[Node](), head
    while cell != RDF.nil:
        if cell in seen:
            return "runs in a circle"
        seen.add(cell)
        firsts, rests = list(graph.objects(cell, RDF.first)), list(graph.objects(cell, RDF.rest))
        if len(firsts) != 1 or len(rests) != 1:
            return "branches" if len(firsts) > 1 or len(rests) > 1 else "has no end"
        cell = rests[0]
    return None if seen else "is empty"


def _find_merges(graph: Graph) -> Iterator[Finding]:
    for prop in graph.subjects(RDF.type, OWL.FunctionalProperty):
        if not isinstance(prop, URIRef):
            continue
        for s in set(graph.subjects(prop)):
            values = sorted(set(graph.objects(s, prop)), key=str)
            if len(values) > 1:
                listed = ", ".join(value.n3() for value in values)
                yield Finding(
                    "prp-fp",
                    f"{s.n3()} has {len(values)} values of the functional {prop.n3()}: {listed}. Reasoning takes them "
                    "for one thing; if sources disagree, the property must not be functional.",
                    tuple((s, prop, value) for value in values),
                )
