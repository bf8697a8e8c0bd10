"""Identifiers in other authorities as triples."""

import pytest
from rdflib import DCTERMS, SKOS, Literal, URIRef

from kg.errors import VocabularyError
from kg.link.authorities import list_links
from kg.model import GazetteerRow
from kg.terms import get_term

LINKS = [
    ("wikidata", "Q1", SKOS.exactMatch, URIRef("http://www.wikidata.org/entity/Q1")),
    ("geonames", "12", SKOS.exactMatch, URIRef("https://sws.geonames.org/12/")),
    ("fips", "36047", get_term("fipsCode"), Literal("36047")),
    ("ocd", "ocd-division/country:xx", get_term("ocdId"), Literal("ocd-division/country:xx")),
    ("courtsdb", "xd", get_term("courtsDbId"), Literal("xd")),
    ("bioguide", "X000001", get_term("bioguideId"), Literal("X000001")),
    ("iso3166", "XX", get_term("isoCode"), Literal("XX")),
]


@pytest.mark.parametrize(("scheme", "identifier", "term", "value"), LINKS, ids=[link[0] for link in LINKS])
def test_links(scheme: str, identifier: str, term: URIRef, value: URIRef | Literal) -> None:
    row = GazetteerRow("place/xx", "X", "Country", same_as=((scheme, identifier),), source="a list")
    (_, predicate, found), (_, source, text) = list_links([row])
    assert (predicate, str(found)) == (term, str(value))
    assert (source, text) == (DCTERMS.source, Literal("a list"))


def test_a_row_without_identifiers_links_to_nothing() -> None:
    assert list(list_links([GazetteerRow("place/xx", "X", "Country", source="own knowledge")])) == []


def test_an_unknown_scheme_is_named() -> None:
    row = GazetteerRow("place/xx", "X", "Country", same_as=(("wikidate", "Q1"),), source="a list")
    with pytest.raises(VocabularyError, match="wikidata"):
        list(list_links([row]))
