"""`/sparql`: the SPARQL 1.1 Protocol. Section numbers in comments are the protocol's."""

import json
from dataclasses import dataclass
from urllib.parse import parse_qsl

from flask import Blueprint, Response, request

from kg.formats import Format, get_format, list_formats
from kg.store.base import Scope
from server.auth import require_token
from server.backend import get_backend
from server.describe import write_service_description
from server.direct import ERROR
from server.errors import MediaTypeError, RequestError
from server.inflate import read_coding
from server.limits import check_query
from server.negotiation import choose_format, parse_accept
from server.pages.editor import show_answer, show_editor
from server.responses import respond, respond_bytes

blueprint = Blueprint("sparql", __name__)

RESULT_FORMATS = list_formats("results", "page")
BOOLEAN_FORMATS = tuple(row for row in RESULT_FORMATS if row.name in ("json", "xml", "csv", "tsv", "html"))
GRAPH_FORMATS = list_formats("graph", "dataset")
_FORM = "application/x-www-form-urlencoded"
_MAX_PARAMETERS = 1000


@dataclass(frozen=True, slots=True)
class Operation:
    """A request to the endpoint: a query, an update, or neither; the graphs it names; further parameters."""

    query: str | None
    update: str | None
    default: tuple[str, ...]
    named: tuple[str, ...]
    form: str | None


def parse_pairs(data: bytes) -> list[tuple[str, str]]:
    """Return the parameters of a query string or a form.

    Raises:
        RequestError: They are not percent-encoded UTF-8, or too many.
    """
    try:
        return parse_qsl(data.decode("utf-8"), keep_blank_values=True, errors="strict", max_num_fields=_MAX_PARAMETERS)
    except UnicodeDecodeError as error:
        raise RequestError("The parameters are not UTF-8. Encode them as UTF-8, then percent-encode.") from error
    except ValueError as error:
        raise RequestError(f"The parameters cannot be read: {error}.") from error


def read_operation() -> Operation:
    """Read the current request (section 2).

    Raises:
        RequestError: A parameter is given twice, or does not belong here.
        MediaTypeError: The body is neither a form nor a query nor an update.
    """
    pairs = parse_pairs(request.query_string)
    query, update = None, None
    if request.method == "POST":
        media_type = request.mimetype
        if read_coding(request.headers.get("Content-Encoding", "")):
            raise MediaTypeError("Send a query or an update as it is, without Content-Encoding.", codings=["identity"])
        if media_type == _FORM:  # 2.1.2, 2.2.1
            pairs = pairs + parse_pairs(request.get_data())
        elif media_type in ("application/sparql-query", "application/sparql-update"):  # 2.1.3, 2.2.2
            charset = request.mimetype_params.get("charset", "utf-8").lower()
            if charset not in ("utf-8", "utf8"):
                raise MediaTypeError(f"The body must be UTF-8, not {charset}.")
            try:
                text = request.get_data().decode("utf-8")
            except UnicodeDecodeError as error:
                raise RequestError(f"The body is not UTF-8: byte {error.start} is wrong.") from error
            if any(name in ("query", "update") for name, _ in pairs):
                raise RequestError("The query is given twice: in the body and in the address.")
            query, update = (text, None) if media_type.endswith("query") else (None, text)
        else:
            raise MediaTypeError(
                f"A body of type {media_type or 'none'} is not understood here. Send a form, "
                "application/sparql-query or application/sparql-update."
            )
    elif any(name == "update" for name, _ in pairs):
        raise RequestError("An update must be sent by POST (section 2.2).")

    def get_one(name: str) -> str | None:
        values = [value for key, value in pairs if key == name]
        if len(values) > 1:
            raise RequestError(f"The parameter `{name}` must be given once, not {len(values)} times.")
        return values[0] if values else None

    query, update = (
        query if query is not None else get_one("query"),
        update if update is not None else get_one("update"),
    )
    if query is not None and update is not None:
        raise RequestError("Send a query or an update, not both.")
    graphs = {
        name: tuple(value for key, value in pairs if key == name)
        for name in ("default-graph-uri", "named-graph-uri", "using-graph-uri", "using-named-graph-uri")
    }
    other = ("using-graph-uri", "using-named-graph-uri") if update is None else ("default-graph-uri", "named-graph-uri")
    for name in other:
        if graphs[name]:
            kind = "updates" if update is None else "queries"
            raise RequestError(f"The parameter `{name}` belongs to {kind} alone.")
    mine = ("default-graph-uri", "named-graph-uri") if update is None else ("using-graph-uri", "using-named-graph-uri")
    return Operation(query, update, graphs[mine[0]], graphs[mine[1]], get_one("format"))


@blueprint.route("/sparql", methods=["GET", "POST"], strict_slashes=False)
@blueprint.route("/sparql/", methods=["GET", "POST"], strict_slashes=False)
def answer_sparql() -> Response:
    """Answer a query, carry out an update, or describe the service."""
    if (error := request.environ.get(ERROR)) is not None:
        raise error
    operation = read_operation()
    if operation.update is not None:
        return _update(operation, operation.update)
    if operation.query is not None:
        return _query(operation, operation.query)
    if request.method == "POST":
        raise RequestError("The parameter `query` or `update` is missing.")
    offers = (*GRAPH_FORMATS, get_format("html"))
    form = choose_format(request.headers.get("Accept"), offers, named=operation.form)
    if form.name == "html":
        return show_editor()
    return respond_bytes(write_service_description(form), form)


def wants_page(named: str | None) -> bool:
    """Say whether the current request is a browser's, for an answer that a person reads."""
    if named:
        return named in ("html", "text/html")
    accept = request.headers.get("Accept")
    ranges = [row for row in parse_accept(accept or "") if row.media_type in ("text/html", "application/xhtml+xml")]
    best = max((row.quality for row in ranges), default=0.0)
    return bool(best) and all(row.quality <= best for row in parse_accept(accept or ""))


def choose_query_format(text: str, named: str | None) -> Format:
    """Return the format for a query's answer, by its form and the request's Accept header."""
    form = check_query(text, get_backend().config).form
    offers = (
        GRAPH_FORMATS if form in ("CONSTRUCT", "DESCRIBE") else RESULT_FORMATS if form == "SELECT" else BOOLEAN_FORMATS
    )
    return choose_format(request.headers.get("Accept"), offers, named=named)


def _query(operation: Operation, text: str) -> Response:
    scope = None
    if operation.default or operation.named:
        scope = Scope(False, operation.default, operation.named)
    if wants_page(operation.form):
        return show_answer(text, scope)
    form = choose_query_format(text, operation.form)
    response = respond(text, form, scope=scope, base=request.base_url)
    if "SERVICE" in check_query(text, get_backend().config).words:  # what others answer has no version
        response.headers["Cache-Control"] = "no-store"
        response.headers.pop("ETag", None)
    return response


def _update(operation: Operation, text: str) -> Response:
    backend = get_backend()
    require_token(backend.config)
    version = backend.update(text, scope=Scope(False, operation.default, operation.named), base=request.base_url)
    response = Response(json.dumps({"version": version}), mimetype="application/json")
    response.headers["Dataset-Version"] = str(version)
    response.headers["Cache-Control"] = "no-store"
    return response
