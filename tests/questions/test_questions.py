"""Named questions: their headers, and the values people give."""

import pytest
from rdflib import XSD, Literal, URIRef

from kg.errors import InputError, SourceError, UnknownNameError
from kg.iri import ID
from kg.prefixes import expand_iri
from kg.questions import bind_parameters, parse_question, parse_value
from kg.terms import NS

TEXT = """# title: Issued
# question: What did the body issue?
# parameters: body=d:agency/us-ice, on=2020-01-17
# columns: what, when
SELECT ?what ?when { ?what :issuedBy ?body }
"""


def test_header_is_read() -> None:
    found = parse_question("issued", TEXT)
    assert (found.title, found.columns) == ("Issued", ("what", "when"))
    assert found.parameters == (("body", "d:agency/us-ice"), ("on", "2020-01-17"))


def test_own_values_stand_in_for_those_not_given() -> None:
    found = bind_parameters(parse_question("issued", TEXT), {"body": "<urn:x>"})
    assert found == {"body": URIRef("urn:x"), "on": Literal("2020-01-17", datatype=XSD.date)}


VALUES = [
    ("a prefix", "d:place/x", URIRef(ID + "place/x")),
    ("the empty prefix is the ontology's", ":Detainer", URIRef(NS + "Detainer")),
    ("a whole IRI", "https://w3id.org/polity/id/a", URIRef(ID + "a")),
    ("a whole IRI in brackets", "<urn:d:x>", URIRef("urn:d:x")),
    ("a text", '"ICE"', Literal("ICE")),
    ("a number", "42", Literal("42", datatype=XSD.integer)),
]


@pytest.mark.parametrize(("why", "text", "term"), VALUES, ids=[row[0] for row in VALUES])
def test_value(why: str, text: str, term: URIRef | Literal) -> None:
    assert parse_value(text) == term, why


BAD_VALUES = [
    ("no IRI at all", "ICE"),
    ("an IRI that would end the query", "<urn:x> } INSERT DATA { <urn:a> <urn:b> <urn:c>"),
    ("a space", "d:a b"),
]


@pytest.mark.parametrize(("why", "text"), BAD_VALUES, ids=[row[0] for row in BAD_VALUES])
def test_bad_value_is_refused(why: str, text: str) -> None:
    with pytest.raises(InputError):
        expand_iri(text)
    assert why


def test_unknown_parameter_is_refused_with_the_nearest() -> None:
    with pytest.raises(UnknownNameError, match="Did you mean body"):
        bind_parameters(parse_question("issued", TEXT), {"bdy": "<urn:x>"})


BAD_HEADERS = [
    ("no columns", "\n".join(TEXT.splitlines()[:3]), "'columns'"),
    ("no title", TEXT.replace("# title", "# name"), "'title'"),
    ("a parameter without a value", TEXT.replace("=2020-01-17", ""), "'on'"),
]


@pytest.mark.parametrize(("why", "text", "message"), BAD_HEADERS, ids=[row[0] for row in BAD_HEADERS])
def test_bad_header_is_refused(why: str, text: str, message: str) -> None:
    with pytest.raises(SourceError, match=message):
        parse_question("issued", text)
    assert why
