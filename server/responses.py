"""Turn answers into HTTP responses, with validators and version."""

import hashlib
from collections.abc import Iterator, Mapping
from typing import IO

from flask import Response, request
from rdflib.term import Identifier
from werkzeug.wsgi import ClosingIterator

from kg.formats import Format
from kg.store.base import Scope
from server.backend import get_backend
from server.encoding import list_codings

_CHUNK = 256 * 1024


def _write_content_type(form: Format) -> str:
    text = form.media_type.startswith("text/")
    return f"{form.media_type}; charset=utf-8" if text else form.media_type


def make_tag(version: int, *parts: object) -> str:
    """Return a strong entity tag: equal only for the same store, version and question (RFC 9110, section 8.8.3)."""
    digest = hashlib.sha256(repr(parts).encode("utf-8", "surrogatepass")).hexdigest()[:20]
    return f"{get_backend().id}-{version}-{digest}"


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
    tag = make_tag(snapshot.version, *key)
    if _client_has(tag):
        response = Response(status=304)
        response.headers["Dataset-Version"] = str(snapshot.version)
    else:
        if what == "dump":
            answer = backend.dump(form)
        else:
            answer = backend.query(text, form, scope=scope, bindings=bindings, base=base)
        tag = make_tag(answer.version, *key)
        if answer.file is None:
            response = Response(answer.body)
        else:
            response = Response(ClosingIterator(_read_chunks(answer.file), answer.file.close), direct_passthrough=True)
            response.content_length = answer.size
        response.headers["Dataset-Version"] = str(answer.version)
        response.headers["Server-Timing"] = f"query;dur={answer.seconds * 1000:.1f}"
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
    response.headers["Content-Type"] = _write_content_type(form)
    response.set_etag(tag)
    response.vary.add("Accept")
    response.headers["Cache-Control"] = "no-cache"


def _read_chunks(file: IO[bytes]) -> Iterator[bytes]:
    while chunk := file.read(_CHUNK):
        yield chunk
