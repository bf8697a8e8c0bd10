"""Answer the plainest of requests, ``GET /sparql?query=…``, without Flask, which costs more than many a query.

Whatever is not plain is left to Flask, so there is one place for each rule of the protocol: this one knows none beyond
"one parameter, named query".
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING
from urllib.parse import unquote_to_bytes

from kg.errors import KgError
from kg.formats import list_formats
from server.answer import Answer
from server.backend import Backend
from server.limits import check_query
from server.negotiation import choose_format
from server.tags import Headers, find_reply_headers, make_tag, read_body

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

ERROR = "polity.error"
"""Where the environment holds the error of a query that was run here, for Flask to tell the client."""

_OFFERS = {
    "SELECT": list_formats("results", "page"),
    "CONSTRUCT": list_formats("graph", "dataset", "page"),
    "DESCRIBE": list_formats("graph", "dataset", "page"),
}


def answer_directly(environ: "WSGIEnvironment", backend: Backend) -> tuple[Headers, Iterable[bytes]] | None:
    """Return the headers and body of a 200 response; None where the request is not plain, or something is wrong."""
    if environ.get("PATH_INFO") != "/sparql" or not backend.started or "HTTP_IF_NONE_MATCH" in environ:
        return None
    name, _, value = environ.get("QUERY_STRING", "").partition("=")
    if name != "query" or "&" in value or ";" in value:
        return None
    try:
        text = unquote_to_bytes(value.replace("+", " ")).decode("utf-8")
        found = check_query(text, backend.config)
        offers = _OFFERS.get(found.form)
        if offers is None or "SERVICE" in found.words:
            return None
        form = choose_format(environ.get("HTTP_ACCEPT"), offers)
    except (KgError, UnicodeDecodeError):
        return None  # Flask finds the same fault, and tells of it
    if form.name == "html":
        return None
    base = f"{environ.get('wsgi.url_scheme', 'http')}://{environ.get('HTTP_HOST', '')}/sparql"
    try:
        answer: Answer = backend.query(text, form, base=base)
    except KgError as error:
        environ[ERROR] = error
        return None
    tag = make_tag(backend.id, answer.version, "query", text, form.name, None, (), base)
    return find_reply_headers(answer, tag), read_body(answer)
