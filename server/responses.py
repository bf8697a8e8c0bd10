"""Turn answers into HTTP responses, with validators and version."""

import hashlib
from collections.abc import Mapping

from flask import Response, request
from rdflib.term import Identifier

from kg.formats import Format
from kg.store.base import Scope
from server.backend import get_backend
from server.encoding import list_codings
from server.tags import find_reply_headers, make_tag, read_body, write_content_type


def respond(
    text: str,
    form: Format,
    *,
    scope: Scope | None = None,
    bindings: Mapping[str, Identifier] | None = None,
    base: str = "",
    what: str = "query",
) -> Response:
    """Answer a query, or say that the client's copy is still right (304); `what` "dump" sends the whole dataset."""
    backend = get_backend()
    values = tuple(sorted((bindings or {}).items()))
    key = (what, text, form.name, scope, values, base)
    snapshot = backend.take_snapshot()
    tag = make_tag(backend.id, snapshot.version, *key)
    if _client_has(tag):
        response = Response(status=304)
        response.headers["Dataset-Version"] = str(snapshot.version)
    else:
        if what == "dump":
            answer = backend.dump(form)
        else:
            answer = backend.query(text, form, scope=scope, bindings=bindings, base=base)
        tag = make_tag(backend.id, answer.version, *key)
        response = Response(read_body(answer), headers=find_reply_headers(answer, tag), direct_passthrough=True)
    _finish(response, form, tag)
    return response


def respond_bytes(body: bytes, form: Format, *, version: int | None = None) -> Response:
    """Send a body made here; its tag is its own hash."""
    tag = hashlib.sha256(body).hexdigest()[:20]
    response = Response(status=304) if _client_has(tag) else Response(body)
    if version is not None:
        response.headers["Dataset-Version"] = str(version)
    _finish(response, form, tag)
    return response


def _client_has(tag: str) -> bool:
    """Say whether the client keeps this very answer, compressed or not."""
    return any(
        request.if_none_match.contains(name) for name in (tag, *(f"{tag}-{coding}" for coding in list_codings()))
    )


def _finish(response: Response, form: Format, tag: str) -> None:
    response.headers["Content-Type"] = write_content_type(form)
    response.set_etag(tag)
    response.vary.add("Accept")
    response.headers["Cache-Control"] = "no-cache"
