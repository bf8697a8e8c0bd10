"""The prefixes that people read and write IRIs with: those of ontology/context.jsonld."""

import json
import re
from functools import cache
from typing import Any

from rdflib import URIRef

from kg.errors import UnknownNameError
from kg.resources import find_resource
from kg.terms import NS

_LOCAL = re.compile(r"[^\s<>\"{}|\\^`]*\Z")


@cache
def load_context() -> dict[str, Any]:
    """Return the value of "@context" in ontology/context.jsonld. Treat it as read-only: it is shared."""
    data = json.loads(find_resource("ontology", "context.jsonld").read_text(encoding="utf-8"))
    context: dict[str, Any] = data["@context"]
    return context


@cache
def list_prefixes() -> dict[str, str]:
    """Return prefixes and namespaces, the empty prefix being the ontology's.

    >>> list_prefixes()["oa"], list_prefixes()[""]
    ('http://www.w3.org/ns/oa#', 'https://w3id.org/polity/ns#')
    """
    found = {
        name: value
        for name, value in load_context().items()
        if not name.startswith("@") and isinstance(value, str) and value.endswith(("#", "/"))
    }
    return {"": NS, **dict(sorted(found.items()))}


def shorten_iri(iri: str) -> str:
    """Return an IRI as people read it: with a prefix where one fits, as it is otherwise.

    >>> shorten_iri("https://w3id.org/polity/id/agency/us-ice"), shorten_iri("urn:x")
    ('d:agency/us-ice', 'urn:x')
    """
    for prefix, namespace in list_prefixes().items():
        if iri.startswith(namespace) and iri != namespace:
            return f"{prefix}:{iri.removeprefix(namespace)}"
    return iri


def expand_iri(text: str) -> URIRef:
    """Return the IRI meant by ``<iri>``, ``prefix:name`` or an absolute IRI.

    Raises:
        UnknownNameError: It begins with a prefix that is not known.

    >>> expand_iri("d:agency/us-ice"), expand_iri("<urn:x>")
    (rdflib.term.URIRef('https://w3id.org/polity/id/agency/us-ice'), rdflib.term.URIRef('urn:x'))
    """
    bare = text[1:-1] if text.startswith("<") and text.endswith(">") else text
    prefix, colon, local = text.partition(":")
    if colon and prefix in list_prefixes() and not local.startswith("//"):
        bare = list_prefixes()[prefix] + local
    elif bare == text and not re.match(r"[A-Za-z][A-Za-z0-9+.-]*:.", text):
        raise UnknownNameError("prefix", prefix, known=[name for name in list_prefixes() if name])
    if not _LOCAL.match(bare):
        raise UnknownNameError("IRI", bare, known=[])
    return URIRef(bare)


def add_prefixes(text: str) -> str:
    """Put declarations of the known prefixes before a query; its own declarations stand after them and win."""
    # All on the query's first line, so that the line numbers of a parser's error stay right.
    declared = " ".join(f"PREFIX {prefix}: <{namespace}>" for prefix, namespace in list_prefixes().items())
    return f"{declared} {text}"
