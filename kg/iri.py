"""How an IRI is made; no other module makes one.

Every thing is ``https://w3id.org/polity/id/<path>``. Gazetteer rows give their own path ("agency/us-ice"); things
known from articles alone get one from their kind and name; what belongs to one article sits below that article.
"""

import re
import unicodedata

from rdflib import URIRef

BASE = "https://w3id.org/polity/"
ID = BASE + "id/"
REFERENCE_GRAPH = URIRef(ID + "graph/reference")
INFERRED_GRAPH = URIRef(ID + "graph/inferred")
LINKS_GRAPH = URIRef(ID + "graph/links")
DESCRIPTION_GRAPH = URIRef(ID + "graph/description")
ONTOLOGY_GRAPH = URIRef(BASE + "ns")


def make_slug(text: str) -> str:
    """Return a path segment of lower-case ASCII letters, digits and hyphens; "unnamed" where nothing is left.

    >>> make_slug("Mayor Bill de Blasio’s administration")
    'mayor-bill-de-blasios-administration'
    >>> make_slug("José Peña"), make_slug("—")
    ('jose-pena', 'unnamed')
    """
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain.replace("'", "")).strip("-") or "unnamed"


def make_entity_iri(path: str) -> URIRef:
    """Return the IRI of a gazetteer row, or of any path made of slugs joined by "/".

    >>> make_entity_iri("agency/us-ice")
    rdflib.term.URIRef('https://w3id.org/polity/id/agency/us-ice')
    """
    return URIRef(ID + "/".join(make_slug(part) for part in path.split("/")))


def make_named_iri(kind: str, name: str) -> URIRef:
    """Return the IRI of a thing that articles name and the gazetteer does not know.

    >>> make_named_iri("Person", "Jane Q. Doe")
    rdflib.term.URIRef('https://w3id.org/polity/id/person/jane-q-doe')
    """
    return make_entity_iri(f"{re.sub(r'(?<=[a-z])(?=[A-Z])', '-', kind)}/{name}".replace("//", "/"))


def make_article_iri(document_id: str) -> URIRef:
    """Return the IRI of an article."""
    return make_entity_iri(f"article/{make_slug(document_id)}")


def make_part_iri(document_id: str, *path: str) -> URIRef:
    """Return the IRI of something that belongs to one article: a claim, an event, an evidence, an unnamed thing.

    >>> make_part_iri("a1", "claim", "c0")
    rdflib.term.URIRef('https://w3id.org/polity/id/article/a1/claim/c0')
    """
    return URIRef("/".join((make_article_iri(document_id), *(make_slug(part) for part in path))))


def make_graph_iri(document_id: str) -> URIRef:
    """Return the IRI of the named graph that holds what one article says."""
    return make_entity_iri(f"graph/article/{make_slug(document_id)}")
