"""Random small ontologies: the embedded engine draws what owlrl draws."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rdflib import RDFS, Graph

from kg.reason import infer, materialise
from kg.reason.rules import PREFIXES

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
