"""Random small ontologies: the embedded engine draws what owlrl draws."""

import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from rdflib import RDFS, Graph

from kg.reason import infer, materialise
from kg.reason.closure import Closure
from kg.reason.embedded.engine import list_findings, load_graph, write_graph
from kg.reason.embedded.reasoner import Reasoner
from kg.reason.embedded.withdraw import withdraw
from kg.reason.rules import PREFIXES, load_profile

HEADER = "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in PREFIXES.items())
classes, properties, things = (
    st.sampled_from(names) for names in (["C", "D", "E", "F"], ["p", "q", "r"], list("xyzw"))
)


def said(form: str, **parts: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.fixed_dictionaries(parts).map(lambda found: form.format(**found))


AXIOMS = st.one_of(
    said(":{c} rdfs:subClassOf :{d} .", c=classes, d=classes),
    said(":{c} owl:equivalentClass :{d} .", c=classes, d=classes),
    said(":{c} owl:disjointWith :{d} .", c=classes, d=classes),
    said(":{c} a owl:Class .", c=classes),
    said(":{p} rdfs:subPropertyOf :{q} .", p=properties, q=properties),
    said(":{p} owl:equivalentProperty :{q} .", p=properties, q=properties),
    said(":{p} owl:inverseOf :{q} .", p=properties, q=properties),
    said(":{p} rdfs:{end} :{c} .", p=properties, c=classes, end=st.sampled_from(["domain", "range"])),
    said(
        ":{p} a owl:{kind}Property .",
        p=properties,
        kind=st.sampled_from(
            ["Transitive", "Symmetric", "Functional", "InverseFunctional", "Irreflexive", "Asymmetric", "Object"]
        ),
    ),
    said(":{p} owl:propertyChainAxiom (:{q} :{r}) .", p=properties, q=properties, r=properties),
    said(":{c} owl:intersectionOf (:{d} :{e}) .", c=classes, d=classes, e=classes),
    said(":{c} owl:unionOf (:{d} :{e}) .", c=classes, d=classes, e=classes),
    said(":{c} owl:oneOf (:{x} :{y}) .", c=classes, x=things, y=things),
    said(":{c} owl:hasKey (:{p} :{q}) .", c=classes, p=properties, q=properties),
    said(
        ":{c} owl:{kind}ValuesFrom :{d} ; owl:onProperty :{p} .",
        c=classes,
        d=classes,
        p=properties,
        kind=st.sampled_from(["some", "all"]),
    ),
    said(":{c} owl:hasValue :{x} ; owl:onProperty :{p} .", c=classes, x=things, p=properties),
    said(":{c} owl:maxCardinality 1 ; owl:onProperty :{p} .", c=classes, p=properties),
)
FACTS = st.one_of(
    said(":{x} a :{c} .", x=things, c=classes),
    said(":{x} :{p} :{y} .", x=things, p=properties, y=things),
    said(":{x} owl:sameAs :{y} .", x=things, y=things),
    said(":{x} owl:differentFrom :{y} .", x=things, y=things),
)
ONTOLOGIES = st.tuples(st.lists(AXIOMS, min_size=1, max_size=6), st.lists(FACTS, min_size=1, max_size=6)).map(
    lambda parts: Graph().parse(data=HEADER + "\n".join(parts[0] + parts[1]), format="turtle")
)
SETTINGS = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True)


def add_reflexive(graph: Graph) -> Graph:
    """Return the graph with what owlrl takes for granted and then forgets: C subClassOf C, p subPropertyOf p."""
    told = Graph() + graph
    for s, p, o in materialise(graph, engine="embedded", profile="full"):
        if s == o and p in {RDFS.subClassOf, RDFS.subPropertyOf}:
            told.add((s, p, o))
    return told


@SETTINGS
@given(ONTOLOGIES)
def test_the_closure_is_owlrls(graph: Graph) -> None:
    ours, reference = infer(graph, engine="embedded"), infer(graph, engine="owlrl")
    assert set(reference.graph) - set(ours.graph) == set(), "owlrl draws more"
    if set(ours.graph) - set(reference.graph):
        reference = infer(add_reflexive(graph), engine="owlrl")
    assert set(ours.graph) - set(reference.graph) - set(graph) == set(), "owlrl draws less"
    assert bool(ours.findings) == bool(reference.findings)


def hold(reasoner: Reasoner) -> set[tuple[str, ...]]:
    """Return a reasoner's inferred triples and clashing rules as text."""
    triples = {tuple(term.n3() for term in triple) for triple in write_graph(reasoner)}
    return triples | {(finding.rule,) for finding in list_findings(reasoner)}


def encode(reasoner: Reasoner, graph: Graph) -> NDArray[np.int64]:
    numbers = [[reasoner.terms.encode_node(term) for term in triple] for triple in graph]
    return np.array(numbers, dtype=np.int64).reshape(-1, 3)


@SETTINGS
@given(ONTOLOGIES, ONTOLOGIES)
def test_adding_bit_by_bit_is_adding_at_once(one: Graph, other: Graph) -> None:
    profile = load_profile("owl-rl")
    reasoner = load_graph(one, profile)
    for triple in other:
        reasoner.add(encode(reasoner, Graph().add(triple)))
    assert hold(reasoner) == hold(load_graph(one + other, profile))


@SETTINGS
@given(ONTOLOGIES, ONTOLOGIES)
def test_what_is_withdrawn_was_never_there(one: Graph, other: Graph) -> None:
    profile = load_profile("owl-rl")
    reasoner = load_graph(one + other, profile)
    withdraw(reasoner, encode(reasoner, other - one))
    assert hold(reasoner) == hold(load_graph(one, profile))


@settings(SETTINGS, max_examples=30)
@given(ONTOLOGIES)
def test_updates_in_a_store_draw_the_same(graph: Graph) -> None:
    ours, updates = infer(graph, engine="embedded"), infer(graph, engine="sparql")
    assert set(updates.graph) == set(ours.graph)
    assert bool(updates.findings) == bool(ours.findings)


@SETTINGS
@given(ONTOLOGIES, ONTOLOGIES)
def test_a_change_tells_what_it_did(one: Graph, other: Graph) -> None:
    closure = Closure(one, load_profile("owl-rl"))
    before = set(closure.inferred)
    change = closure.change(added=other, withdrawn=list(one)[:2])
    assert (before - set(change.lost)) | set(change.gained) == set(closure.inferred)
    assert not set(change.gained) & before
