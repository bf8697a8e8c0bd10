"""The embedded engine for rdflib graphs: graph in, inferred graph and findings out."""

import numpy as np
from rdflib import Graph

from kg.reason.embedded.columns import LOW, SHIFT, Ids
from kg.reason.embedded.expand import list_huge_sets, list_inferred
from kg.reason.embedded.reasoner import Reasoner
from kg.reason.finding import Finding
from kg.reason.rules import Profile


def load_graph(graph: Graph, profile: Profile) -> Reasoner:
    """Return a reasoner that holds a graph's closure."""
    reasoner = Reasoner(profile)
    encode = reasoner.terms.encode_node
    rows = [(encode(s), encode(p), encode(o)) for s, p, o in graph]
    reasoner.add(np.array(rows, dtype=np.int64).reshape(-1, 3))
    return reasoner


def close_with_embedded(given: Graph, profile: Profile) -> tuple[Graph, list[Finding]]:
    """Return what a graph entails beyond itself, and the findings."""
    reasoner = load_graph(given, profile)
    return write_graph(reasoner), list_findings(reasoner)


def write_graph(reasoner: Reasoner) -> Graph:
    """Return a reasoner's inferred triples as a graph."""
    return write_keys(reasoner, list_inferred(reasoner))


def write_keys(reasoner: Reasoner, found: dict[int, Ids]) -> Graph:
    """Return keys by relation as a graph."""
    decode, graph = reasoner.terms.decode, Graph()
    for name, keys in found.items():
        predicate = decode(name if name >= 0 else reasoner.type)
        for key in keys.tolist():
            s, o = (key, ~name) if name < 0 else (key >> SHIFT, key & LOW)
            graph.add((decode(s), predicate, decode(o)))
    return graph


def list_findings(reasoner: Reasoner) -> list[Finding]:
    """Return a reasoner's inconsistencies, sorted by rule and triples."""
    decode = reasoner.terms.decode
    findings = []
    for rule, triples in reasoner.clashes:
        nodes = tuple((decode(s), decode(p), decode(o)) for s, p, o in triples)
        text = " ".join(" ".join(term.n3() for term in triple) + " ." for triple in nodes)
        findings.append(Finding(rule, f"These cannot all hold, by {rule}: {text}", nodes))
    for root, count in list_huge_sets(reasoner):
        name = decode(root).n3()
        findings.append(
            Finding(
                "eq-rep-s",
                f"{count:,} things are the same as {name}: what is inferred of them is told of {name} alone. "
                "Look for an identifier that many share.",
            )
        )
    return sorted(findings, key=lambda finding: (finding.rule, finding.message))
