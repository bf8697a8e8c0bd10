"""`kg link --against`, `--write`, and `kg enrich`, from proposals to triples in the links graph."""

import pytest
from click.testing import CliRunner
from rdflib import OWL, Dataset, URIRef

from kg.cli.add import command as add
from kg.cli.build import command as build
from kg.cli.enrich import command as enrich
from kg.cli.export import command as export
from kg.cli.link import command as link
from kg.errors import SourceError
from kg.iri import LINKS_GRAPH
from kg.pipeline import build_dataset
from kg.resources import find_resource
from kg.store.embedded import build_store

DUMP = """
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
<http://a.example/1> rdfs:label "US Immigration & Customs Enforcement"@en ;
  <http://a.example/web> <http://ice.example/> .
<http://a.example/2> rdfs:label "Something else altogether" ; <http://a.example/web> "no" .
"""


@pytest.fixture
def folder(tmp_path):
    with build_store(tmp_path / "graph") as store:
        store.load_dataset(build_dataset([find_resource("data", "articles", "seed")]).dataset)
    (tmp_path / "dump.ttl").write_text(DUMP, encoding="utf-8")
    return tmp_path


def run(command, folder, *arguments):
    links = ["--links", str(folder / "links.csv")] if command in (link, add) else []
    return CliRunner().invoke(command, [*arguments, *links, "--store", str(folder / "graph")])


def test_from_proposal_to_enrichment(folder):
    proposed = run(link, folder, "--against", str(folder / "dump.ttl"))
    assert proposed.exit_code == 0, proposed.output
    head, row = proposed.stdout.splitlines()
    assert row.startswith("https://w3id.org/polity/id/agency/us-ice,")
    (folder / "accepted.csv").write_text(f"{head}\n{row}\n", encoding="utf-8")
    assert run(link, folder, "--write", str(folder / "accepted.csv")).exit_code == 0
    added = run(enrich, folder, str(folder / "dump.ttl"), "--property", "http://a.example/web")
    assert added.exit_code == 0, added.output
    written = run(export, folder, "--format", "nquads", "--graph", str(LINKS_GRAPH))
    data = Dataset()
    data.parse(data=written.stdout, format="nquads")
    triples = {triple for *triple, _ in map(tuple, data.quads()) for triple in [tuple(triple)]}
    assert (URIRef("http://a.example/1"), URIRef("http://a.example/web"), URIRef("http://ice.example/")) in triples
    assert not [triple for triple in triples if triple[0] == URIRef("http://a.example/2")]
    assert not [triple for triple in triples if triple[1] == OWL.sameAs]


def test_a_file_that_is_no_list_of_proposals(folder):
    (folder / "wrong.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    result = run(link, folder, "--write", str(folder / "wrong.csv"))
    assert isinstance(result.exception, SourceError)


def test_a_dry_run_changes_nothing(folder):
    result = run(enrich, folder, str(folder / "dump.ttl"), "--property", "http://a.example/web", "--dry-run")
    assert result.exit_code == 0, result.output


SEEDS = find_resource("data", "articles", "seed")
ARTICLE = "The U.S. Immigration and Customs Enforcement said on Monday that it would answer the letter of the city.\n"


def test_an_accepted_link_is_there_after_a_build_and_an_addition(folder):
    (folder / "right.csv").write_text(run(link, folder, "--against", str(folder / "dump.ttl")).stdout)
    assert run(link, folder, "--write", str(folder / "right.csv")).exit_code == 0
    again = run(link, folder, "--against", str(folder / "dump.ttl"))
    assert again.stdout.splitlines()[1:] == []
    one = next(SEEDS.glob("000_*.txt"))
    for links, there in (("none.csv", False), ("links.csv", True)):
        arguments = [str(one), "--out", str(folder / "graph"), "--links", str(folder / links)]
        assert CliRunner().invoke(build, arguments).exit_code == 0
        written = run(export, folder, "--format", "nquads", "--graph", str(LINKS_GRAPH)).stdout
        assert ("<http://a.example/1>" in written) is there
    (folder / "more.txt").write_text(ARTICLE, encoding="utf-8")
    added = run(add, folder, str(folder / "more.txt"), "--published", "2020-01-20")
    assert added.exit_code == 0, added.output
    assert "<http://a.example/1>" in run(export, folder, "--format", "nquads", "--graph", str(LINKS_GRAPH)).stdout


def test_a_refused_link_is_not_proposed_again(folder):
    before = run(export, folder, "--format", "nquads").stdout
    (folder / "wrong.csv").write_text(run(link, folder, "--against", str(folder / "dump.ttl")).stdout)
    assert run(link, folder, "--refuse", str(folder / "wrong.csv")).exit_code == 0
    again = run(link, folder, "--against", str(folder / "dump.ttl"))
    assert (again.exit_code, again.stdout.splitlines()[1:]) == (0, [])
    assert run(export, folder, "--format", "nquads").stdout == before
    (folder / "links.csv").unlink()
    assert len(run(link, folder, "--against", str(folder / "dump.ttl")).stdout.splitlines()) == 2
