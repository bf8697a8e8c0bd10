"""One table of formats: media types, file extensions and the names libraries call them by.

Sources: SPARQL 1.1 Protocol, section 2.1; the media type registrations of each format.
"""

from dataclasses import dataclass

from kg.errors import UnknownNameError


@dataclass(frozen=True, slots=True)
class Format:
    """A way to write RDF or results; `rdflib` and `oxigraph` are their names for it.

    `holds` is graph, dataset, results, or page (for people). Where a client likes several formats alike, the one that
    stands first in TABLE is sent.
    """

    name: str
    media_type: str
    extension: str
    holds: str
    rdflib: str | None = None
    oxigraph: str | None = None
    also: tuple[str, ...] = ()


TABLE: tuple[Format, ...] = (
    Format("turtle", "text/turtle", "ttl", "graph", "turtle", "TURTLE", ("application/x-turtle",)),
    Format("ntriples", "application/n-triples", "nt", "graph", "nt", "N_TRIPLES"),
    Format("rdfxml", "application/rdf+xml", "rdf", "graph", "pretty-xml", "RDF_XML", ("application/xml", "text/xml")),
    Format("jsonld", "application/ld+json", "jsonld", "dataset", "json-ld", "JSON_LD"),
    Format("trig", "application/trig", "trig", "dataset", "trig", "TRIG", ("application/x-trig",)),
    Format("nquads", "application/n-quads", "nq", "dataset", "nquads", "N_QUADS", ("text/x-nquads",)),
    Format("json", "application/sparql-results+json", "srj", "results", None, "JSON", ("application/json",)),
    Format("xml", "application/sparql-results+xml", "srx", "results", None, "XML", ("application/xml", "text/xml")),
    Format("csv", "text/csv", "csv", "results", None, "CSV"),
    Format("tsv", "text/tab-separated-values", "tsv", "results", None, "TSV"),
    Format("html", "text/html", "html", "page", None, None, ("application/xhtml+xml",)),
)


def get_format(name: str) -> Format:
    """Return a format by its name.

    Raises:
        UnknownNameError: There is no such format.

    >>> get_format("turtle").media_type
    'text/turtle'
    """
    for row in TABLE:
        if row.name == name:
            return row
    raise UnknownNameError("format", name, known=[row.name for row in TABLE])


def list_formats(*holds: str) -> tuple[Format, ...]:
    """Return the formats that hold any of the given kinds of thing, in the table's order.

    >>> [row.name for row in list_formats("results", "page")]
    ['json', 'xml', 'csv', 'tsv', 'html']
    """
    return tuple(row for row in TABLE if row.holds in holds)


def find_format(media_type: str, offers: tuple[Format, ...]) -> Format | None:
    """Return the first of `offers` that a media type (its parameters ignored) names, or None.

    >>> find_format("Text/Turtle; charset=utf-8", list_formats("graph")).name
    'turtle'
    """
    bare = media_type.partition(";")[0].strip().lower()
    return next((row for row in offers if bare == row.media_type or bare in row.also), None)


def find_format_by_name(name: str, offers: tuple[Format, ...]) -> Format | None:
    """Return the one of `offers` that the end of a file's name or address stands for, or None.

    >>> find_format_by_name("http://a.example/data.ttl", list_formats("graph")).name
    'turtle'
    """
    end = name.partition("?")[0].rsplit("/", 1)[-1].rpartition(".")[2].lower()
    return next((row for row in offers if row.extension == end), None)
