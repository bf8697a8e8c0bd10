"""The prefixes that files are written with: those of ontology/context.jsonld."""

import json
from functools import cache
from typing import Any

from kg.resources import find_resource
from kg.terms import NS


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
