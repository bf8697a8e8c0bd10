"""Formats that are no plain RDF: each can be read back, says what the graph says, and comes out the same twice."""

import hashlib
import io
import json
import xml.etree.ElementTree as ET
from functools import cache

import pyoxigraph as ox
import pytest
from click.testing import CliRunner
from rdflib import Dataset, Graph, Namespace, URIRef

from kg.cli.export import command
from kg.export.checksums import write_checksums
from kg.export.ftm import write_ftm
from kg.export.graphml import write_graphml
from kg.export.nanopub import write_nanopubs
from kg.export.parquet import write_parquet
from kg.export.rdf12 import write_rdf12
from kg.export.schema_org import SCHEMA, frame_article, load_query, write_article
from kg.export.tables import write_table
from kg.formats import get_format
from kg.pipeline import build_dataset
from kg.resources import find_resource
from kg.store.embedded import open_store
from kg.terms import NS

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"


@cache
def load_store():
    store = open_store(None)
    store.load_dataset(build_dataset([find_resource("data", "articles", "seed")]).dataset)
    return store


def list_articles() -> list[URIRef]:
    return [row["a"] for row in load_store().query(f"SELECT ?a {{ ?a a <{NS}Article> }} ORDER BY ?a").rows()]


def write(function) -> bytes:
    output = io.BytesIO()
    function(load_store().query, output)
    return output.getvalue()


@pytest.mark.parametrize("function", [write_graphml, write_ftm, write_nanopubs], ids=lambda f: f.__name__)
def test_twice_the_same(function):
    assert write(function) == write(function)


def test_graphml_has_an_edge_for_each_relation_of_things():
    tree = ET.fromstring(write(write_graphml))
    names = {"g": "http://graphml.graphdrawing.org/xmlns"}
    nodes = {node.get("id") for node in tree.iterfind(".//g:node", names)}
    edges = tree.findall(".//g:edge", names)
    assert edges
    assert all(edge.get("source") in nodes and edge.get("target") in nodes for edge in edges)
    assert any("issuedBy" in "".join(edge.itertext()) for edge in edges)


def test_ftm_entities_refer_to_each_other():
    rows = [json.loads(line) for line in write(write_ftm).splitlines()]
    ids = {row["id"]: row["schema"] for row in rows}
    assert {"Person", "PublicBody", "Article", "Position", "Occupancy"} <= set(ids.values())
    for row in rows:
        assert row["properties"].get("name") or row["schema"] in ("Article", "Occupancy")
        if row["schema"] == "Occupancy":
            assert [ids[iri] for iri in row["properties"]["post"]] == ["Position"]


def test_a_nanopublication_asserts_no_claim_as_a_fact():
    data = write(write_nanopubs)
    graphs = Dataset()
    graphs.parse(data=data, format="nquads")
    np = Namespace("http://www.nanopub.org/nschema#")
    pubs = list(graphs.quads((None, None, np.Nanopublication, None)))
    claims = load_store().query(f"SELECT (COUNT(DISTINCT ?c) AS ?n) {{ ?c a <{NS}Claim> }}")
    assert len(pubs) == int(str(next(claims.rows())["n"])) > 0
    for nanopub, _, _, head in pubs:
        parts = {p: o for _, p, o, _ in graphs.quads((nanopub, None, None, head))}
        said = parts[np.hasAssertion]
        subjects = {s for s, _, _, _ in graphs.quads((None, None, None, said))}
        assert subjects == {URIRef(str(nanopub).removesuffix("/nanopub"))}
        assert list(graphs.quads((said, None, None, parts[np.hasProvenance])))
        assert list(graphs.quads((nanopub, None, None, parts[np.hasPublicationInfo])))


def test_rdf12_adds_triple_terms_and_keeps_the_rest():
    plain, output = io.BytesIO(), io.BytesIO()
    load_store().dump(plain, get_format("nquads"))
    plain.seek(0)
    count = write_rdf12(plain, output)
    before = set(ox.parse(input=plain.getvalue(), format=ox.RdfFormat.N_QUADS))
    after = set(ox.parse(input=output.getvalue(), format=ox.RdfFormat.N_QUADS))
    new = after - before
    assert before < after
    assert len(new) == count > 100
    for quad in new:
        assert quad.predicate.value == f"{RDF}reifies"
        for name in ("subject", "predicate", "object"):
            part = ox.Quad(quad.subject, ox.NamedNode(RDF + name), getattr(quad.object, name), quad.graph_name)
            assert part in before


@pytest.mark.parametrize("place", [0, 1])
def test_the_json_ld_of_an_article_expands_to_the_triples_asked_for(place):
    article = list_articles()[place]
    triples = set(load_store().query(load_query(), bindings={"article": article}).triples())
    assert set(Graph().parse(data=write_article(triples, str(article)), format="json-ld")) == triples


# What schema.org allows where, for the terms in use: https://schema.org/version/latest (domains and ranges).
ALLOWED = {
    "NewsArticle": {"headline", "datePublished", "publisher", "author", "mentions", "hasPart"},
    "Claim": {"text", "author", "appearance"},
    "Person": {"name", "sameAs"},
    "Organization": {"name", "sameAs"},
    "GovernmentOrganization": {"name", "sameAs"},
    "NewsMediaOrganization": {"name", "sameAs"},
    "AdministrativeArea": {"name", "sameAs"},
}
AGENTS = {"Person", "Organization", "GovernmentOrganization", "NewsMediaOrganization"}
RANGES = {"publisher": AGENTS, "author": AGENTS, "hasPart": {"Claim"}, "appearance": {"NewsArticle"}}


@pytest.mark.parametrize("place", [0, 1])
def test_the_json_ld_of_an_article_keeps_the_rules_of_schema_org(place):
    article = list_articles()[place]
    query = load_store().query(load_query(), bindings={"article": article})
    tree = frame_article(list(query.triples()), str(article))
    assert tree["@type"] == "NewsArticle"
    assert 0 < len(tree["headline"]) <= 110
    assert tree["datePublished"]["@value"].startswith("2020-")
    assert "publisher" in tree or place  # the second seed does not say who published it
    assert all(tree[key]["name"] for key in ("publisher", "author") if isinstance(tree.get(key), dict))
    nodes: dict[str, dict] = {}
    pending = [tree]
    while pending:
        node = pending.pop()
        if "@type" in node and "@value" not in node:
            nodes[node["@id"]] = node
        for value in node.values():
            pending += [one for one in (value if isinstance(value, list) else [value]) if isinstance(one, dict)]
    for node in nodes.values():
        types = node["@type"] if isinstance(node["@type"], list) else [node["@type"]]
        allowed = set().union(*(ALLOWED[name] for name in types))
        assert {key for key in node if key[0] != "@"} <= allowed, node
        if "Claim" in types:
            assert node["text"]
            assert node["appearance"] == {"@id": str(article)}
        for key, wanted in RANGES.items():
            values = node.get(key, [])
            for value in values if isinstance(values, list) else [values]:
                found = nodes[value["@id"]]["@type"]
                assert wanted & set(found if isinstance(found, list) else [found]), (key, value)


def test_parquet_holds_the_tables(tmp_path):
    from pyarrow import parquet

    counts = write_parquet(load_store().query, tmp_path)
    for name, count in counts.items():
        table = parquet.read_table(tmp_path / f"{name}.parquet")
        assert table.num_rows == count
    output = io.BytesIO()
    assert write_table(load_store().query, "claims", output) == counts["claims"] > 0


def test_checksums_are_those_of_the_files(tmp_path):
    (tmp_path / "a").write_bytes(b"x")
    write_checksums([tmp_path / "a"], tmp_path / "sums")
    assert (tmp_path / "sums").read_text() == f"{hashlib.sha256(b'x').hexdigest()}  a\n"


@pytest.mark.parametrize("form", ["graphml", "ftm", "nanopub", "rdf12"])
def test_the_command_writes_each(tmp_path, form, monkeypatch):
    monkeypatch.setattr("kg.cli.building.build_in_memory", load_store)
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(command, ["--format", form, "--out", "out", "--checksum"])
    assert result.exit_code == 0, result.output
    digest = hashlib.sha256((tmp_path / "out").read_bytes()).hexdigest()
    assert (tmp_path / "out.sha256").read_text() == f"{digest}  out\n"


def test_the_schema_uri_is_the_one_of_the_alignments():
    assert f"<{SCHEMA}>" in find_resource("ontology", "alignments.ttl").read_text(encoding="utf-8")
