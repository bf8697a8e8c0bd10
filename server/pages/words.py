"""How terms and values are put for people to read: names of terms, addresses, dates, first words of a text."""

import re
from datetime import date
from functools import cache
from typing import Any
from urllib.parse import quote

from rdflib import RDF, RDFS, Literal, URIRef
from rdflib.term import Identifier

from kg.iri import ID
from kg.prefixes import shorten_iri
from kg.store.terms import to_oxigraph
from kg.terms import NS, load_ontology

_ARTICLE = ID + "article/"


@cache
def load_labels() -> dict[str, str]:
    """Return the label of each term that the ontology declares, by IRI."""
    labels = {str(term): str(label) for term, label in load_ontology().subject_objects(RDFS.label)}
    return {**labels, str(RDF.type): "is a", str(RDFS.label): "name", str(RDFS.subClassOf): "is a kind of"}


def name_term(iri: str) -> str:
    """Return a term's label, or its last words where the ontology has none.

    >>> name_term("https://w3id.org/polity/ns#issuedBy"), name_term("http://www.w3.org/2004/02/skos/core#exactMatch")
    ('issued by', 'exact match')
    """
    known = load_labels().get(iri)
    last = iri.rstrip("/#").replace("#", "/").rsplit("/", 1)[-1] or iri
    return known or re.sub(r"(?<=[a-z])(?=[A-Z])", " ", last).replace("-", " ").replace("_", " ").lower()


def link_local(iri: str) -> str:
    """Return where a browser finds a thing: on this server if it is one of Polity's, "" if it is no web address.

    >>> link_local("https://w3id.org/polity/id/agency/us-ice"), link_local("javascript:alert(1)")
    ('/page/agency/us-ice', '')
    >>> link_local("https://w3id.org/polity/id/article/a1"), link_local("https://w3id.org/polity/id/article/a1/claim/c0")
    ('/article/a1', '/article/a1#claim-c0')
    """
    iri = str(iri)
    path = iri.removeprefix(ID)
    if iri.startswith(NS):
        return f"/sparql?query={quote(f'DESCRIBE <{iri}>')}"
    if path == iri:
        return iri if iri.startswith(("https://", "http://")) else ""
    parts = path.split("/")
    if parts[0] == "article" and len(parts) > 1:
        if len(parts) == 2:
            return f"/article/{parts[1]}"
        if parts[2] in ("claim", "event") and len(parts) > 3:
            return f"/article/{parts[1]}#{parts[2]}-{parts[3]}"
        if parts[2] in ("evidence", "mention") and len(parts) > 3:
            return f"/article/{parts[1]}#at-{parts[3]}"
    return f"/page/{path}"


def link_around(iri: str) -> str:
    """Return the address of the picture around one of Polity's things, of the thing itself for any other."""
    path = str(iri).removeprefix(ID)
    return link_local(iri) if path == str(iri) else f"/around/{path}"


def name_sort(iri: str) -> str:
    """Return what sort of thing an IRI names, as far as the IRI itself tells.

    >>> name_sort("https://w3id.org/polity/id/article/a1/claim/c0"), name_sort("https://w3id.org/polity/id/agency/us-ice")
    ('claim', 'agency')
    """
    if iri.startswith(NS):
        return "term of the ontology"
    parts = str(iri).removeprefix(ID).split("/")
    if parts[0] == "article":
        return {"entity": "named thing"}.get(parts[2], parts[2]) if len(parts) > 2 else "article"
    return parts[0].replace("-", " ") if len(parts) > 1 and str(iri).startswith(ID) else "thing"


def find_article_id(iri: str) -> str:
    """Return the article's id that an IRI below it begins with, "" for any other IRI.

    >>> find_article_id("https://w3id.org/polity/id/article/a1/claim/c0")
    'a1'
    """
    return str(iri).removeprefix(_ARTICLE).partition("/")[0] if str(iri).startswith(_ARTICLE) else ""


def shorten(iri: str) -> str:
    """Return the last part of an IRI, for people to read.

    >>> shorten("http://www.w3.org/2000/01/rdf-schema#label")
    'label'
    """
    return iri.rstrip("/#").replace("#", "/").rsplit("/", 1)[-1] or iri


def write_date(on: object, first: object = None, last: object = None) -> str:
    """Return a day, or the bounds of one, in words; "" where nothing is known.

    >>> write_date(Literal("2020-01-17")), write_date(None, "2020-01-01", "2020-01-31")
    ('17 January 2020', 'between 1 and 31 January 2020')
    """
    if on:
        return _write_day(str(on))
    if not first or not last:
        return ""
    one, other = _write_day(str(first)), _write_day(str(last))
    if str(first)[:7] == str(last)[:7] and one != str(first):
        one = one.split(" ")[0]
    return f"between {one} and {other}"


def _write_day(text: str) -> str:
    try:
        day = date.fromisoformat(text[:10])
    except ValueError:
        return text
    return f"{day.day} {day:%B} {day.year}"


def clip(text: object, length: int = 120) -> str:
    """Return the first words of a text on one line, with an ellipsis where it goes on.

    >>> clip("One two  three", 9)
    'One two …'
    """
    words = " ".join(str(text).split())
    return words if len(words) <= length else words[:length].rsplit(" ", 1)[0] + " …"


def name_article(row: dict[str, Any]) -> str:
    """Return an article's title, or its first words where it has none beyond its id."""
    title, lead = str(row.get("title", "")), str(row.get("lead", row.get("text", "")))
    untitled = not title or not re.search(r"\s", title)
    return clip(lead, 110) if untitled and lead else title


def write_ntriples(term: Identifier) -> str:
    """Return a term in N-Triples.

    >>> write_ntriples(URIRef("urn:x"))
    '<urn:x>'
    """
    return str(to_oxigraph(term))


FILTERS = {
    "plain": str,
    "ntriples": write_ntriples,
    "around": link_around,
    "local": link_local,
    "short": shorten,
    "term": name_term,
    "curie": shorten_iri,
    "clip": clip,
    "article_id": find_article_id,
    "sort_of": name_sort,
}
TESTS = {"iri": lambda term: isinstance(term, URIRef), "literal": lambda term: isinstance(term, Literal)}
