"""JSON-LD inside HTML: written so that no text in it can end the element that holds it."""

import json
from typing import Any

from markupsafe import Markup


def list_links(iri: str, path: str, kind: str) -> tuple[tuple[str, str, str], ...]:
    """Return the typed links of a thing's page: how to cite it, its data, what sort of page it is (Signposting).

    Args:
        iri: The thing.
        path: Its path below the identifiers.
        kind: The type of the page, an IRI of schema.org.
    """
    data = f"/data/{path}"
    return (
        ("cite-as", iri, ""),
        ("describedby", f"{data}?format=jsonld", "application/ld+json"),
        ("alternate", f"{data}?format=turtle", "text/turtle"),
        ("alternate", f"{data}?format=jsonld", "application/ld+json"),
        ("type", kind, ""),
    )


def write_json_ld(data: dict[str, Any]) -> Markup:
    """Return data as JSON for a script element; members that are None are left out.

    "<", ">" and "&" are escaped (JSON-LD 1.1, section 7.2).

    >>> print(write_json_ld({"name": "</script>", "url": None}))
    {"name": "\\u003c/script\\u003e"}
    """
    text = json.dumps({key: value for key, value in data.items() if value is not None}, ensure_ascii=False)
    return Markup(text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e"))  # noqa: S704 -- escaped
