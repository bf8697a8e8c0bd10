"""The reference engine: owlrl, with its known faults worked round.

Measured on owlrl 7.6.2. `owl:hasKey`, `owl:AllDifferent` and `owl:AllDisjointProperties` skip the last member of their
list, so each such list is given its last member twice. Inconsistencies come as triples about error messages in the
closure: they are taken out and returned as findings. Literals as subjects are left to the caller to drop.
"""

from collections.abc import Iterator

from owlrl.Namespaces import ERRNS
from owlrl.OWLRL import OWLRL_Semantics
from owlrl.RDFSClosure import RDFS_Semantics
from rdflib import OWL, RDF, BNode, Graph
from rdflib.term import Node

from kg.errors import UnknownNameError
from kg.reason.doubts import find_broken_lists
from kg.reason.finding import Finding
from kg.reason.rules import Profile

_SEMANTICS = {"owl-rl": OWLRL_Semantics, "full": OWLRL_Semantics, "rdfs": RDFS_Semantics}
_LISTS_CUT_SHORT = (OWL.hasKey, OWL.distinctMembers, OWL.members)
_MESSAGES = {
    "'sameAs' and 'differentFrom'": "eq-diff1",
    "'sameAs' and 'AllDifferent'": "eq-diff2",
    "Irreflexive": "prp-irp",
    "Erroneous usage of asymmetric": "prp-asyp",
    "Erroneous usage of disjoint properties": "prp-pdw",
    "Disjoint properties in an": "prp-adp",
    "Negative (object)": "prp-npa1",
    "Negative (datatype)": "prp-npa2",
    "Violation of complementarity": "cls-com",
    "Disjoint classes": "cax-dw",
    "Erroneous usage of maximum cardinality": "cls-maxc1",
    "Erroneous usage of maximum qualified": "cls-maxqc1",
    "Violation of type restriction": "cls-avf",
    "Lexical value": "dt-not-type",
}


def close_with_owlrl(given: Graph, profile: Profile) -> tuple[Graph, list[Finding]]:
    """Return the closure of a graph by owlrl (the given triples among it), and the findings.

    Raises:
        UnknownNameError: The profile is none of owlrl's: it has OWL 2 RL and RDFS, and no rules of a user's.
    """
    if profile.name not in _SEMANTICS:
        raise UnknownNameError("profile of owlrl", profile.name, known=_SEMANTICS)
    closure = Graph()
    for triple in given:
        closure.add(triple)
    for doubt in find_broken_lists(given):  # owlrl raises an exception over a list that runs in a circle
        for triple in doubt.triples:
            closure.remove(triple)
    padding = set(_repeat_last_members(closure))
    _SEMANTICS[profile.name](closure, axioms=False, daxioms=False).closure()
    findings = list(_take_findings(closure))
    for node in padding:
        for triple in [*closure.triples((node, None, None)), *closure.triples((None, None, node))]:
            closure.remove(triple)
    for triple in given:
        closure.add(triple)
    return closure, findings


def _repeat_last_members(graph: Graph) -> Iterator[Node]:
    """Give every list that owlrl cuts short its last member twice, in place; yield the cells added."""
    heads = {head for predicate in _LISTS_CUT_SHORT for head in graph.objects(None, predicate)}
    for head in heads:
        seen, cell = set[Node](), head
        while cell not in seen and cell != RDF.nil:
            seen.add(cell)
            rest = graph.value(cell, RDF.rest)
            last = graph.value(cell, RDF.first)
            if rest is None or last is None:
                break  # a broken list: owlrl ignores it too
            if rest == RDF.nil:
                extra = BNode()
                graph.remove((cell, RDF.rest, RDF.nil))
                graph.add((cell, RDF.rest, extra)).add((extra, RDF.first, last)).add((extra, RDF.rest, RDF.nil))
                yield extra
                break
            cell = rest


def _take_findings(graph: Graph) -> Iterator[Finding]:
    """Remove owlrl's error messages from the graph and yield each as a finding, in the order of their text."""
    messages = sorted((str(text), node) for node, text in graph.subject_objects(ERRNS.error))
    for text, node in messages:
        graph.remove((node, None, None))
        rule = next((rule for start, rule in _MESSAGES.items() if text.startswith(start)), "cls-nothing2")
        yield Finding(rule, text)
