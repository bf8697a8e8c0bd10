"""The CSV tables, from a small graph in the shape that kg.convert writes."""

import csv
import io
import zipfile
from pathlib import Path

import pytest

from kg.errors import OutputError, UnknownNameError
from kg.export.tables import load_tables, write_table, write_tables
from kg.formats import get_format
from kg.resources import find_resource
from kg.store.embedded import EmbeddedStore, open_store

DATA = """
@base <https://w3id.org/polity/id/> . @prefix : <https://w3id.org/polity/ns#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> . @prefix oa: <http://www.w3.org/ns/oa#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
<g> {
  <office> a :LocalAgency ; rdfs:label "The Office" .
  <memo> a :Guidance ; rdfs:label "memo"@en , "a \\"memo\\", twice"@en .
  <memo> :issuedBy <office> .
  <as1> a :Assertion ; rdf:subject <memo> ; rdf:predicate :issuedBy ; rdf:object <office> ; :reportedIn <article/a> ;
    :evidence <ev> ; :foundBy "row-1" .
  <ev> a :Evidence ; :inArticle <article/a> ; oa:hasSelector <ev/position> , <ev/quote> .
  <ev/position> oa:start 0 ; oa:end 24 . <ev/quote> oa:exact "The office sent a memo.\\n" .
  <m1> a :Mention ; :refersTo <memo> ; :inArticle <article/a> .
  <c1> a :Claim , :Quotation ; :claimedBy <office> ; :words "It is late" ; :wording "quote" ; :verb "said" ;
    :reportedIn <article/a> ; :evidence <ev> ; rdf:subject <memo> ; rdf:predicate :saidOf ; rdf:object "late" .
  <e1> a :Issuing ; :eventKind :Issuing ; :modality :Actual ; :polarity true ; :agent <office> ; :theme <memo> ;
    :reportedIn <article/a> ; :evidence <ev> ; :tense "past" .
}
"""


@pytest.fixture(scope="module")
def store() -> EmbeddedStore:
    store = open_store(None)
    store.load(find_resource("ontology", "polity.ttl").read_bytes(), get_format("turtle"), graph="urn:ontology")
    store.load(DATA.encode(), get_format("trig"))
    return store


def read(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode(), newline="")))


EXPECTED = [
    ("entities", "entity", "memo", {"label": 'a "memo", twice | memo', "articles": "article/a", "authorities": ""}),
    ("entities", "entity", "office", {"label": "The Office"}),
    ("claims", "claim", "c1", {"speaker": "office", "speakerLabel": "The Office", "words": "It is late",
                               "object": "late"}),
    ("events", "event", "e1", {"agent": "office", "theme": "memo", "polarity": "true", "from": ""}),
    ("relations", "subject", "memo", {"object": "office", "sentence": "The office sent a memo.\n", "rule": "row-1"}),
    ("evidence", "evidence", "ev", {"start": "0", "end": "24", "words": "The office sent a memo.\n",
                                    "supports": "as1 | c1 | e1"}),
]  # fmt: skip


@pytest.mark.parametrize(("name", "key", "iri", "cells"), EXPECTED, ids=[f"{row[0]} {row[2]}" for row in EXPECTED])
def test_row(name: str, key: str, iri: str, cells: dict[str, str], store: EmbeddedStore) -> None:
    out = io.BytesIO()
    count = write_table(store.query, name, out)
    rows = read(out.getvalue())
    assert count == len(rows)
    row = next(row for row in rows if row[key] == f"https://w3id.org/polity/id/{iri}")
    assert {column: row[column].replace("https://w3id.org/polity/id/", "") for column in cells} == cells


def test_a_folder_and_an_archive_hold_the_same(store: EmbeddedStore, tmp_path: Path) -> None:
    counts = write_tables(store.query, tmp_path / "tables")
    assert write_tables(store.query, tmp_path / "tables.zip") == counts
    assert set(counts) == set(load_tables())
    with zipfile.ZipFile(tmp_path / "tables.zip") as archive:
        for name in counts:
            assert archive.read(f"{name}.csv") == (tmp_path / "tables" / f"{name}.csv").read_bytes()


def test_an_unknown_table_is_refused(store: EmbeddedStore) -> None:
    with pytest.raises(UnknownNameError, match="Did you mean claims"):
        write_table(store.query, "claim", io.BytesIO())


def test_a_file_in_the_way_is_refused(store: EmbeddedStore, tmp_path: Path) -> None:
    (tmp_path / "x").write_text("")
    with pytest.raises(OutputError, match="cannot be written"):
        write_tables(store.query, tmp_path / "x")
