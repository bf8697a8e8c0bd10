"""The gazetteer's identifiers in other authorities, as triples for the links graph, each with its source.

Wikidata and GeoNames have IRIs for things, so those become skos:exactMatch: it says the same without owl:sameAs, which
would make the reasoner merge descriptions. The other schemes publish identifiers that do not dereference (an Open
Civic Data id is a path, not an IRI), so they are literals of the ontology's own properties.

Sources: Wikidata's and GeoNames' own documentation of their entity IRIs; OCDEP 2 (division identifiers).
"""

from collections.abc import Iterable, Iterator

from rdflib import DCTERMS, SKOS, XSD, Literal, URIRef

from kg.errors import VocabularyError
from kg.iri import make_entity_iri
from kg.model import GazetteerRow
from kg.terms import get_term

_THINGS = {
    "wikidata": "http://www.wikidata.org/entity/{}",
    "geonames": "https://sws.geonames.org/{}/",
}
_CODES = {
    "fips": "fipsCode",
    "ocd": "ocdId",
    "courtsdb": "courtsDbId",
    "bioguide": "bioguideId",
    "iso3166": "isoCode",
}
SCHEMES = (*_THINGS, *_CODES)

Triple = tuple[URIRef, URIRef, URIRef | Literal]


def list_links(rows: Iterable[GazetteerRow]) -> Iterator[Triple]:
    """Yield the links of rows to other authorities; a row with links also names the source they were read from.

    Raises:
        VocabularyError: A row names a scheme that is none of `SCHEMES`.

    >>> from kg.model import GazetteerRow
    >>> row = GazetteerRow("place/xx", "X", "Country", same_as=(("wikidata", "Q1"),), source="a list")
    >>> [str(value) for _, _, value in list_links([row])]
    ['http://www.wikidata.org/entity/Q1', 'a list']
    """
    for row in rows:
        subject = make_entity_iri(row.id)
        for scheme, identifier in row.same_as:
            yield subject, *_make_link(row, scheme, identifier)
        if row.same_as:
            yield subject, DCTERMS.source, Literal(row.source)


def _make_link(row: GazetteerRow, scheme: str, identifier: str) -> tuple[URIRef, URIRef | Literal]:
    """Return the property and value of one identifier."""
    if scheme in _THINGS:
        return SKOS.exactMatch, URIRef(_THINGS[scheme].format(identifier))
    if scheme in _CODES:
        return get_term(_CODES[scheme]), Literal(identifier, datatype=XSD.string)
    raise VocabularyError(scheme, known=SCHEMES, where=f"same_as of {row.id}")
