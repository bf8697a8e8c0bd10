"""Put contexts of JSON-LD that lie elsewhere into a document, so that its parser need not fetch anything."""

import json
from collections.abc import Callable
from typing import Any
from urllib.parse import urljoin

from server.errors import LimitError, RequestError

ACCEPT = "application/ld+json, application/json;q=0.9"
_MOST = 8
_DEEPEST = 5


class _Contexts:
    def __init__(self, fetch: Callable[[str], bytes]) -> None:
        self._fetch = fetch
        self._known: dict[str, Any] = {}

    def resolve(self, value: Any, base: str, depth: int = 0) -> Any:  # noqa: ANN401 -- JSON holds anything
        """Return a context with what it refers to in its place (JSON-LD 1.1 API, section 4.1.2)."""
        if isinstance(value, list):
            found = [self.resolve(part, base, depth) for part in value]
            return [one for part in found for one in (part if isinstance(part, list) else [part])]  # lists do not nest
        if not isinstance(value, str):
            return value
        url = urljoin(base, value)
        if url not in self._known:
            if depth >= _DEEPEST or len(self._known) >= _MOST:
                raise LimitError("The document refers to too many contexts.", limit="contexts", value=_MOST)
            found = parse(self._fetch(url))
            if not isinstance(found, dict):
                raise RequestError(f"<{url}> holds no context of JSON-LD.")
            self._known[url] = self.resolve(found.get("@context", {}), url, depth + 1)
        return self._known[url]


def inline_contexts(data: bytes, fetch: Callable[[str], bytes], base: str) -> bytes:
    """Return a document of JSON-LD with all contexts that it refers to in their places.

    Args:
        data: The document.
        fetch: Returns what is at an address.
        base: The document's own address.

    Raises:
        RequestError: It is not JSON, or what it refers to is no context.
        LimitError: It refers to too many.

    >>> inline_contexts(b'{"@context": "http://c.example/", "p": 1}', lambda url: b'{"@context": {"p": "urn:p"}}', "")
    b'{"@context": {"p": "urn:p"}, "p": 1}'
    """
    document = parse(data)
    contexts = _Contexts(fetch)
    todo = [document]
    while todo:
        value = todo.pop()
        if isinstance(value, dict):
            if "@context" in value:
                value["@context"] = contexts.resolve(value["@context"], base)
            todo += [part for part in value.values() if isinstance(part, dict | list)]
        elif isinstance(value, list):
            todo += [part for part in value if isinstance(part, dict | list)]
    try:
        return json.dumps(document, ensure_ascii=False).encode()
    except (RecursionError, ValueError) as error:  # a context inside of itself, or a lone surrogate
        raise RequestError("The document cannot be read: its contexts refer to each other.") from error


def parse(data: bytes) -> Any:  # noqa: ANN401 -- JSON holds anything
    """Return what JSON in UTF-8 holds; raises RequestError where it is none."""
    try:
        return json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise RequestError(f"The JSON-LD is malformed: {error}.") from error
