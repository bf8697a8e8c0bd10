# ruff: noqa: E501 -- a row of the table is one line
"""FOOPS checks of the ontology that need no network, each as an ASK query, and what /ns serves.

Source: the tests of FOOPS! (https://foops.linkeddata.es), by their own names.
"""

import re
from functools import cache

import pyoxigraph as ox
import pytest
from rdflib import OWL, RDF, RDFS, Graph, URIRef

from kg.resources import find_resource
from kg.terms import NS, load_ontology

HEAD = NS.removesuffix("#")
PREFIXES = f"""PREFIX : <{NS}> PREFIX owl: <{OWL}> PREFIX rdfs: <{RDFS}> PREFIX rdf: <{RDF}>
PREFIX dcterms: <http://purl.org/dc/terms/> PREFIX vann: <http://purl.org/vocab/vann/> PREFIX schema: <https://schema.org/>
"""
OWN = "VALUES ?kind { owl:Class owl:ObjectProperty owl:DatatypeProperty } ?t a ?kind FILTER(STRSTARTS(STR(?t), STR(:)))"
CHECKS = [
    ("PURL1", "its IRI is at a service of permanent IRIs", "?o a owl:Ontology FILTER(STRSTARTS(STR(?o), 'https://w3id.org/'))"),
    ("FIND1", "one ontology is declared, not several", "FILTER NOT EXISTS { ?a a owl:Ontology . ?b a owl:Ontology FILTER(?a != ?b) }"),
    ("URI2", "its terms lie below its own IRI", "?o a owl:Ontology . ?o vann:preferredNamespaceUri ?n FILTER(STRSTARTS(?n, STR(?o)))"),
    ("VER1", "it has a version IRI", "?o owl:versionIRI ?v FILTER(isIRI(?v))"),
    ("VER1-own", "the version IRI is below the ontology's", "?o owl:versionIRI ?v FILTER(STRSTARTS(STR(?v), STR(?o)) && ?v != ?o)"),
    ("OM1-title", "a title", "?o a owl:Ontology ; dcterms:title ?x"),
    ("OM1-description", "a description", "?o a owl:Ontology ; dcterms:description ?x FILTER(STRLEN(?x) > 40)"),
    ("OM1-namespace", "its namespace", "?o a owl:Ontology ; vann:preferredNamespaceUri ?x"),
    ("OM2-prefix", "its prefix", "?o a owl:Ontology ; vann:preferredNamespacePrefix ?x"),
    ("OM2-version", "its version", "?o a owl:Ontology ; owl:versionInfo ?x"),
    ("OM2-created", "when it was made", "?o a owl:Ontology ; dcterms:created ?x FILTER(datatype(?x) = <http://www.w3.org/2001/XMLSchema#date>)"),
    ("OM2-citation", "how to cite it", "?o a owl:Ontology ; dcterms:bibliographicCitation ?x"),
    ("OM3-status", "its status", "?o a owl:Ontology ; schema:creativeWorkStatus ?x"),
    ("OM3-modified", "when it was changed last", "?o a owl:Ontology ; dcterms:modified ?x"),
    ("OM4.1", "a licence", "?o a owl:Ontology ; dcterms:license ?x FILTER(isIRI(?x))"),
    ("OM5.1", "who made it", "?o a owl:Ontology ; dcterms:creator ?x ; dcterms:contributor ?y"),
    ("OM5.2", "who published it, when, after what", "?o a owl:Ontology ; dcterms:publisher ?x ; dcterms:issued ?d ; dcterms:source ?s"),
    ("VOC1", "its metadata reuse vocabularies", "?o a owl:Ontology ; ?p ?x FILTER(STRSTARTS(STR(?p), 'http://purl.org/dc/terms/'))"),
    ("VOC3", "every term has a label", f"FILTER NOT EXISTS {{ {OWN} FILTER NOT EXISTS {{ ?t rdfs:label ?l }} }}"),
    ("VOC4", "every term has a definition", f"FILTER NOT EXISTS {{ {OWN} FILTER NOT EXISTS {{ ?t rdfs:comment ?l }} }}"),
]  # fmt: skip


@cache
def load_store() -> ox.Store:
    store = ox.Store()
    store.load(path=str(find_resource("ontology", "polity.ttl")), format=ox.RdfFormat.TURTLE)
    return store


@pytest.mark.parametrize(("why", "pattern"), [row[1:] for row in CHECKS], ids=[row[0] for row in CHECKS])
def test_foops(why, pattern):
    assert bool(load_store().query(f"{PREFIXES} ASK {{ {pattern} }}")), why


def test_voc2_terms_are_aligned_with_other_vocabularies():
    store = load_store()
    store.load(path=str(find_resource("ontology", "alignments.ttl")), format=ox.RdfFormat.TURTLE)
    pattern = "?t rdfs:subClassOf ?c FILTER(STRSTARTS(STR(?t), STR(:)) && !STRSTARTS(STR(?c), STR(:)) && isIRI(?c))"
    assert bool(store.query(f"{PREFIXES} ASK {{ {pattern} }}"))


def test_a_check_can_fail():
    empty = ox.Store()
    failed = [row[0] for row in CHECKS if not bool(empty.query(f"{PREFIXES} ASK {{ {row[2]} }}"))]
    assert set(failed) == {row[0] for row in CHECKS} - {"FIND1", "VOC3", "VOC4"}


@pytest.fixture(scope="module")
def client():
    from server import Config, create_app

    app = create_app(Config(log=False))
    yield app.test_client()
    app.extensions["polity"].close()


def test_cn1_ns_is_served_as_a_page_and_as_rdf(client):
    page = client.get("/ns", headers={"Accept": "text/html"})
    assert page.mimetype == "text/html"
    for term in load_ontology().subjects(RDF.type, OWL.Class):
        if isinstance(term, URIRef) and str(term).startswith(NS):
            assert f'id="{str(term).removeprefix(NS)}"' in page.text
    anchors = set(re.findall(r'id="([^"]+)"', page.text))
    assert set(re.findall(r'href="#([^"]+)"', page.text)) <= anchors
    data = client.get("/ns", headers={"Accept": "text/turtle"})
    assert len(Graph().parse(data=data.data, format="turtle")) == len(load_ontology())


def test_ver2_the_version_iri_leads_to_the_ontology(client):
    version = str(load_ontology().value(URIRef(HEAD), OWL.versionIRI)).removeprefix(HEAD)
    reply = client.get(f"/ns{version}")
    assert (reply.status_code, reply.headers["Location"]) == (303, "/ns")
    assert client.get("/ns/9.9.9").status_code == 404


def test_the_redirect_file_covers_what_the_iris_use():
    rules = (find_resource("docs", "w3id", ".htaccess")).read_text(encoding="utf-8")
    patterns = re.findall(r"RewriteRule (\S+) ", rules)
    for path in ("ns", "ns/0.1.0", "id/agency/us-ice"):
        assert any(re.search(pattern, path) for pattern in patterns), path
