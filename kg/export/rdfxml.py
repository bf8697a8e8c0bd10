"""Write statements as RDF/XML 1.1, one rdf:Description a subject.

Oxigraph's and rdflib's writers make XML that no parser takes where a type or property ends in no XML name, and both
lose carriage returns; this one refuses the first by name and writes the second as references.
"""

import re
from collections.abc import Iterable
from functools import cache
from itertools import groupby
from typing import IO
from xml.sax.saxutils import escape, quoteattr

import pyoxigraph as ox

from kg.errors import ExportError
from kg.export.statements import Row, parse_rows
from kg.prefixes import list_prefixes

_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
# Names of the rdf namespace that are syntax, not properties (RDF 1.1 XML Syntax, section 6.1.1), or count up (rdf:li).
_SYNTAX = {"RDF", "ID", "about", "parseType", "resource", "nodeID", "datatype", "Description", "li"} | {
    "aboutEach",
    "aboutEachPrefix",
    "bagID",
}
# What may be in an element's name without a colon (Namespaces in XML 1.0, section 4: NCName).
_START = (
    "A-Z_a-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c-\u200d\u2070-\u218f\u2c00-\u2fef"
    "\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
_NCNAME_AT_END = re.compile(f"[{_START}][-.0-9\u00b7\u0300-\u036f\u203f-\u2040{_START}]*\\Z")
# In canonical N-Quads, what XML 1.0 (section 2.2) cannot hold is an escape; a backslash of the text itself is doubled.
_NOT_XML = re.compile(r"(?<!\\)(?:\\\\)*(\\b|\\f|\\u00[01][0-9A-F]|\\uFFF[EF])")


def write_rdfxml(rows: Iterable[Row], output: IO[bytes]) -> None:
    """Write sorted statements, their graph names left out, as one document.

    Raises:
        ExportError: A property ends in no XML name, or a value holds a character XML forbids; nothing was written.
    """
    checked = list(rows)
    for row in checked:
        _check(row)
    names = {namespace: prefix for prefix, namespace in list_prefixes().items() if prefix}
    head = "".join(f"\n  xmlns:{prefix}={quoteattr(namespace)}" for namespace, prefix in names.items())
    output.write(f'<?xml version="1.0" encoding="UTF-8"?>\n<rdf:RDF{head}>\n'.encode())
    for subject, about in groupby(parse_rows(checked), key=lambda quad: quad.subject):
        output.write(f"<rdf:Description {_name('about', subject)}>\n".encode())
        for quad in about:
            namespace, local = _split(quad.predicate.value)
            known = namespace in names
            tag = f"{names[namespace] if known else 'n'}:{local}"
            start = tag if known else f"{tag} xmlns:n={quoteattr(namespace)}"
            output.write(f"  <{_write_property(start, tag, quad.object)}\n".encode())
        output.write(b"</rdf:Description>\n")
    output.write(b"</rdf:RDF>\n")


def _check(row: Row) -> None:
    _, subject, predicate, value = row.split("\t")
    iri = predicate.lstrip("!")[1:-1]
    namespace, local = _split(iri)
    if not local or (namespace == _RDF and local in _SYNTAX):
        raise ExportError(f"RDF/XML cannot name the property {iri}: it ends in no XML name. Choose turtle or jsonld.")
    if found := _NOT_XML.search(value):
        what = f"{found[1]}, in a value of {iri} of {subject}"
        raise ExportError(f"RDF/XML cannot hold the character {what}. Choose turtle or jsonld.")


@cache
def _split(iri: str) -> tuple[str, str]:
    found = _NCNAME_AT_END.search(iri)
    return (iri[: found.start()], found[0]) if found else (iri, "")


def _name(attribute: str, term: object) -> str:
    if isinstance(term, ox.BlankNode):
        return f"rdf:nodeID={quoteattr(term.value)}"
    return f"rdf:{attribute}={quoteattr(str(term)[1:-1])}"


def _write_property(start: str, tag: str, value: object) -> str:
    if not isinstance(value, ox.Literal):
        return f"{start} {_name('resource', value)}/>"
    text = escape(value.value, {"\r": "&#13;"})
    if value.language:
        return f"{start} xml:lang={quoteattr(value.language)}>{text}</{tag}>"
    plain = value.datatype.value == "http://www.w3.org/2001/XMLSchema#string"
    kind = "" if plain else f" rdf:datatype={quoteattr(value.datatype.value)}"
    return f"{start}{kind}>{text}</{tag}>"
