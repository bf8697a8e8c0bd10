"""Terms of RDF, from rdflib to Oxigraph and back."""

import pyoxigraph as ox
from rdflib import BNode, Literal, URIRef
from rdflib.term import Identifier, Node

from kg.errors import QueryError

OxTerm = ox.NamedNode | ox.BlankNode | ox.Literal


def to_oxigraph(term: Node) -> OxTerm:
    """Return the Oxigraph term equal to an rdflib one.

    Raises:
        QueryError: It is an IRI that is not valid, or no RDF 1.1 term.

    >>> to_oxigraph(Literal("Rat", lang="de"))
    <Literal value=Rat language=de>
    """
    try:
        if isinstance(term, URIRef):
            return ox.NamedNode(str(term))
        if isinstance(term, BNode):
            return ox.BlankNode(str(term))
        if isinstance(term, Literal):
            if term.language:
                return ox.Literal(str(term), language=term.language)
            return ox.Literal(str(term), datatype=ox.NamedNode(str(term.datatype)) if term.datatype else None)
    except ValueError as error:
        raise QueryError(f"{term!r} is not a valid term of RDF: {error}.") from error
    raise QueryError(f"{term!r} is not a term of RDF 1.1.")


def to_rdflib(term: object) -> Identifier:
    """Return the rdflib term equal to an Oxigraph one, its lexical form kept.

    Raises:
        QueryError: It is a triple term of RDF 1.2, which rdflib cannot hold.

    >>> to_rdflib(ox.Literal("1", datatype=ox.NamedNode("http://www.w3.org/2001/XMLSchema#integer")))
    rdflib.term.Literal('1', datatype=rdflib.term.URIRef('http://www.w3.org/2001/XMLSchema#integer'))
    """
    if isinstance(term, ox.NamedNode):
        return URIRef(term.value)
    if isinstance(term, ox.BlankNode):
        return BNode(term.value)
    if isinstance(term, ox.Literal):
        if term.language:
            return Literal(term.value, lang=term.language)
        kind = term.datatype.value
        plain = kind == "http://www.w3.org/2001/XMLSchema#string"
        return Literal(term.value, datatype=None if plain else URIRef(kind), normalize=False)
    raise QueryError(f"{term} is a term of RDF 1.2, which cannot be given as an rdflib term. Ask for JSON instead.")
