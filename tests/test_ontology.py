"""The ontology's pitfalls that a machine can check, and its freshness as the only list of terms."""

import json
from pathlib import Path

import pytest
from rdflib import DCTERMS, OWL, RDF, RDFS, BNode, Graph, Literal, Namespace, URIRef

from kg.terms import NS, load_ontology

ONTOLOGY = Path(__file__).parent.parent / "ontology"
ALIGNED = (
    "http://www.w3.org/",
    "https://schema.org/",
    "http://data.europa.eu/",
    "http://semanticweb.cs.vu.nl/2009/11/sem/",
    "http://purl.org/dc/terms/",
    "http://purl.org/vocab/vann/",
)
KINDS = {OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty, OWL.NamedIndividual}
VANN = Namespace("http://purl.org/vocab/vann/")


def parse_file(name: str) -> Graph:
    return Graph().parse(ONTOLOGY / name, format="turtle")


def list_own_terms(graph: Graph) -> set[URIRef]:
    return {t for t in graph.subjects(RDF.type, None) if isinstance(t, URIRef) and str(t).startswith(NS)}


def test_every_term_has_one_label_and_one_comment_in_english() -> None:
    graph = load_ontology()
    for term in list_own_terms(graph):
        for about in (RDFS.label, RDFS.comment):
            values = list(graph.objects(term, about))
            assert len(values) == 1, f"{term} has {len(values)} of {about}"
            assert isinstance(values[0], Literal)
            assert values[0].language == "en", f"{term}: {about} is not in English"


def test_labels_tell_terms_of_one_kind_apart() -> None:
    graph = load_ontology()
    for kind in (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty):
        labels = [str(graph.value(t, RDFS.label)) for t in list_own_terms(graph) if (t, RDF.type, kind) in graph]
        twice = {label for label in labels if labels.count(label) > 1}
        assert not twice, f"labels used twice among {kind}: {twice}"


@pytest.mark.parametrize("name", ["polity.ttl", "alignments.ttl", "shapes.ttl"])
def test_every_own_term_used_is_declared(name: str) -> None:
    declared = list_own_terms(load_ontology())
    used = {
        node for triple in parse_file(name) for node in triple if isinstance(node, URIRef) and str(node).startswith(NS)
    }
    assert used - declared == set()


def test_terms_of_others_come_from_known_vocabularies_only() -> None:
    for name in ("polity.ttl", "alignments.ttl"):
        for triple in parse_file(name):
            for node in triple:
                if isinstance(node, URIRef) and not str(node).startswith("https://w3id.org/polity/"):
                    known = str(node).startswith(ALIGNED) or "apache.org/licenses" in str(node)
                    assert known, f"{name} uses {node}, a term of nobody we map to"


def test_the_ontology_itself_imports_nothing_and_says_what_it_is() -> None:
    graph = load_ontology()
    head = URIRef(NS.removesuffix("#"))
    for about in (
        DCTERMS.title,
        DCTERMS.description,
        DCTERMS.license,
        OWL.versionIRI,
        OWL.versionInfo,
        VANN.preferredNamespacePrefix,
        VANN.preferredNamespaceUri,
    ):
        assert graph.value(head, about), f"the ontology does not state {about}"
    assert not list(graph.objects(None, OWL.imports))


def test_one_domain_and_one_range_at_most() -> None:
    """Two ranges mean their intersection, which is almost never what was meant."""
    graph = load_ontology()
    for term in list_own_terms(graph):
        for about in (RDFS.domain, RDFS.range):
            assert len(list(graph.objects(term, about))) <= 1, f"{term} has several of {about}"


def test_no_contestable_property_is_functional() -> None:
    """A functional nationality would make Guyana owl:sameAs Guinea."""
    graph = load_ontology()
    merging = set(graph.subjects(RDF.type, OWL.FunctionalProperty))
    merging |= set(graph.subjects(RDF.type, OWL.InverseFunctionalProperty))
    assert merging == set()
    assert list(graph.subjects(URIRef(NS + "singleValued"), Literal(True))), "single-valued properties are marked"


def test_every_event_kind_has_its_property() -> None:
    graph = load_ontology()
    kinds = [
        k for k in graph.subjects(RDFS.subClassOf, URIRef(NS + "Event")) if isinstance(k, URIRef) and "Actual" not in k
    ]
    assert len(kinds) > 30
    for kind in kinds:
        said = graph.value(kind, URIRef(NS + "asProperty"))
        assert said, f"{kind} has no property that says it as one triple"


def test_inverses_are_declared_once_and_turn_domain_and_range_round() -> None:
    graph = load_ontology()
    for one, other in graph.subject_objects(OWL.inverseOf):
        pairs = ((RDFS.domain, RDFS.range), (RDFS.range, RDFS.domain))
        for mine, its in pairs:
            a, b = graph.value(one, mine), graph.value(other, its)
            assert a == b or a is None or b is None, f"{one} and {other} disagree on {mine}"


def test_axioms_stay_inside_owl_2_rl() -> None:
    """Existentials only on the left, no unions or negations on the right (OWL 2 Profiles, section 4.2.3)."""
    graph = load_ontology()
    rights = set(graph.objects(None, RDFS.subClassOf)) | set(graph.objects(None, OWL.equivalentClass))
    for right in rights:
        if isinstance(right, BNode):
            assert graph.value(right, OWL.someValuesFrom) is None, f"existential on the right: {right}"
            assert graph.value(right, OWL.unionOf) is None, f"union on the right: {right}"


def test_the_taxonomy_has_no_cycle() -> None:
    graph = load_ontology()
    for term in list_own_terms(graph):
        for about in (RDFS.subClassOf, RDFS.subPropertyOf):
            ups = set(graph.transitive_objects(term, about)) - {term}
            assert not any(term in set(graph.objects(up, about)) for up in ups), f"{term} is above itself"


def test_every_kind_of_term_is_one_of_five() -> None:
    graph = load_ontology()
    for term in list_own_terms(graph):
        assert set(graph.objects(term, RDF.type)) & KINDS, f"{term} is declared as nothing OWL knows"


def test_the_json_ld_context_names_every_object_property_and_nothing_undeclared() -> None:
    context = json.loads((ONTOLOGY / "context.jsonld").read_text(encoding="utf-8"))["@context"]
    own = {
        value["@id"].removeprefix(NS)
        for value in context.values()
        if isinstance(value, dict) and value["@id"].startswith(NS)
    }
    graph = load_ontology()
    objects = {str(t).removeprefix(NS) for t in graph.subjects(RDF.type, OWL.ObjectProperty)}
    declared = {str(t).removeprefix(NS) for t in list_own_terms(graph)}
    assert objects - own == set(), "object properties without a context entry"
    assert own - declared == set(), "context entries for undeclared terms"


def test_shapes_parse_and_target_declared_classes() -> None:
    graph = parse_file("shapes.ttl")
    targets = set(graph.objects(None, URIRef("http://www.w3.org/ns/shacl#targetClass")))
    assert len(targets) > 8
