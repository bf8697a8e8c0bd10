"""`/graphs`: the SPARQL 1.1 Graph Store HTTP Protocol. Section numbers in comments are its own.

A graph is named indirectly (``?graph=<IRI>``, ``?default``) or directly: the address below ``/graphs/`` is its IRI.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, cast
from uuid import uuid4

import pyoxigraph as ox
from flask import Blueprint, Response, request
from rdflib import URIRef
from werkzeug.exceptions import HTTPException

from kg.errors import KgError
from kg.formats import Format, find_format, list_formats
from kg.store.base import Scope
from server.auth import require_token
from server.backend import Upload, get_backend
from server.describe import find_root
from server.errors import LimitError, MediaTypeError, NotFoundError, RequestError
from server.inflate import InflatedStream, read_coding
from server.negotiation import choose_format
from server.responses import respond
from server.sparql import parse_pairs

blueprint = Blueprint("graphs", __name__)

GRAPH_FORMATS = tuple(row for row in list_formats("graph", "dataset") if row.name not in ("trig", "nquads"))
_CHUNK = 256 * 1024
_MAX_PARTS = 100


@dataclass(frozen=True, slots=True)
class Target:
    """The graph a request is about: an IRI, None for the default graph; `whole` where it names the store itself."""

    graph: str | None
    whole: bool = False


def read_target(path: str | None) -> Target:
    """Find out which graph the current request is about (sections 4.1 and 4.2).

    Raises:
        RequestError: It names none, more than one, or one that is no absolute IRI.
    """
    pairs = parse_pairs(request.query_string)
    graphs = [value for name, value in pairs if name == "graph"]
    defaults = [value for name, value in pairs if name == "default"]
    if path is not None:
        if graphs or defaults:
            raise RequestError("The graph is named twice: by the path and by a parameter.")
        return Target(check_iri(f"{find_root()}/graphs/{path}"))
    if len(graphs) + len(defaults) > 1:
        raise RequestError("Give one `graph` parameter, or `default`, not more.")
    if graphs:
        return Target(check_iri(graphs[0]))
    return Target(None, whole=not defaults)


def check_iri(text: str) -> str:
    """Return an absolute IRI as it was given.

    Raises:
        RequestError: It is none (RFC 3987, section 2.2; the characters IRIREF excludes in SPARQL 1.1, 19.8).
    """
    scheme, colon, _ = text.partition(":")
    if not colon or not scheme or not scheme.replace("+", "a").replace("-", "a").replace(".", "a").isalnum():
        raise RequestError(f"{text[:200]!r} is not an absolute IRI.")
    if any(character in '<>"{}|^`\\' or character <= " " for character in text):
        raise RequestError(f"{text[:200]!r} has a character that no IRI has. Percent-encode it.")
    try:
        ox.NamedNode(text)
    except ValueError as error:
        raise RequestError(f"{text[:200]!r} is not an IRI: {error}.") from error
    return text


@blueprint.route("/graphs", methods=["GET", "PUT", "POST", "DELETE"])
@blueprint.route("/graphs/", methods=["GET", "PUT", "POST", "DELETE"])
@blueprint.route("/graphs/<path:path>", methods=["GET", "PUT", "POST", "DELETE"])
def answer_graphs(path: str | None = None) -> Response:
    """Read (5.2), replace (5.3), remove (5.4) or add to (5.5) a graph."""
    target = read_target(path)
    if request.method in ("GET", "HEAD"):  # 5.6
        return _read(target)
    require_token(get_backend().config)
    if request.method == "POST":
        return _add(target)
    if target.whole:
        raise RequestError("Name a graph: `?graph=<IRI>` or `?default`.")
    return _replace(target) if request.method == "PUT" else _remove(target)


def _read(target: Target) -> Response:
    if target.whole:
        form = choose_format(request.headers.get("Accept"), list_formats("dataset"))
        return respond("", form, what="dump")
    form = choose_format(request.headers.get("Accept"), GRAPH_FORMATS)
    scope = Scope(union=False)
    if target.graph is None:
        return respond("CONSTRUCT WHERE { ?s ?p ?o }", form, scope=scope)
    name = URIRef(target.graph).n3()
    if not get_backend().ask(f"ASK {{ GRAPH {name} {{}} }}", scope=scope):
        raise NotFoundError(f"There is no graph {name} here.")
    return respond(f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH {name} {{ ?s ?p ?o }} }}", form, scope=scope)


def _replace(target: Target) -> Response:
    base = _find_base(target)
    with spool_uploads(base) as uploads:
        existed, version = get_backend().write_graph("replace", target.graph, uploads, base)
    return _confirm(204 if existed else 201, version)


def _add(target: Target) -> Response:
    graph, made = target.graph, False
    if target.whole:  # 5.5: a new graph, named by the server
        graph, made = f"{find_root()}/graphs/{uuid4()}", True
    base = _find_base(Target(graph))
    with spool_uploads(base) as uploads:
        existed, version = get_backend().write_graph("load", graph, uploads, base)
    response = _confirm(201 if made or not existed else 204, version)
    if made:
        response.headers["Location"] = str(graph)
    return response


def _remove(target: Target) -> Response:
    existed, version = get_backend().write_graph("drop", target.graph, [], "")
    if not existed:
        raise NotFoundError(f"There is no graph <{target.graph}> here.")
    return _confirm(204, version)


def _confirm(status: int, version: int) -> Response:
    response = Response(status=status)
    response.headers["Dataset-Version"] = str(version)
    response.headers["Cache-Control"] = "no-store"
    return response


def _find_base(target: Target) -> str:
    return target.graph or find_root() + "/graphs?default"


@contextmanager
def spool_uploads(base: str) -> Iterator[list[Upload]]:
    """Put the body of the current request on disk, each part of a multipart form by itself.

    Raises:
        MediaTypeError: A part is in no format for graphs, or the body is in a coding that is not read here.
        LimitError: The body is too long, or what it becomes when inflated.
        RequestError: It is not in the coding that it says.
    """
    coding = read_coding(request.headers.get("Content-Encoding", ""))
    written: list[Upload] = []
    try:
        if request.mimetype == "multipart/form-data":
            if coding:
                raise MediaTypeError("Send a multipart form as it is, without Content-Encoding.", codings=["identity"])
            parts = [part for _, part in request.files.items(multi=True)]
            if not parts or len(parts) > _MAX_PARTS:
                raise RequestError(f"A multipart form must carry from 1 to {_MAX_PARTS} files of RDF.")
            written.extend(_spool(part.stream, _find_graph_format(part.content_type or ""), base) for part in parts)
        else:
            form = _find_graph_format(request.content_type or "")
            stream = cast("IO[bytes]", InflatedStream(request.stream, coding)) if coding else request.stream
            written.append(_spool(stream, form, base))
        yield written
    finally:
        for upload in written:
            upload.path.unlink(missing_ok=True)


def _find_graph_format(content_type: str) -> Format:
    form = find_format(content_type, GRAPH_FORMATS)
    if form is None:
        known = ", ".join(row.media_type for row in GRAPH_FORMATS)
        raise MediaTypeError(f"A body of type {content_type or 'none'} is no graph that is read here. Send {known}.")
    return form


def _spool(stream: IO[bytes], form: Format, base: str) -> Upload:
    backend = get_backend()
    limit, size = backend.config.upload_mb * 2**20, 0
    backend.spool.mkdir(mode=0o700, exist_ok=True)  # cleaners of /tmp remove folders that look unused
    path: Path = backend.spool / f"{uuid4().hex}.upload"
    try:
        with path.open("wb") as file:
            while chunk := stream.read(_CHUNK):
                size += len(chunk)
                if size > limit:
                    raise LimitError("The upload is too long.", limit="upload_mb", value=backend.config.upload_mb)
                file.write(chunk)
    except (KgError, HTTPException):
        path.unlink()
        raise
    if form.name == "jsonld" and backend.remote.is_on and size <= backend.config.remote_mb * 2**20:
        try:
            path.write_bytes(backend.inline_contexts(path.read_bytes(), base))
        except KgError:
            path.unlink()
            raise
    return Upload(path, form)
