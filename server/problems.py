"""Every error as problem details in JSON (RFC 9457), or as a plain page where a browser asks for one."""

import json
import logging
from http import HTTPStatus
from typing import Any

from flask import Flask, Response, render_template, request
from werkzeug.exceptions import HTTPException

from kg.errors import KgError
from server.negotiation import parse_accept

_log = logging.getLogger("polity.server")
_MACHINES = ("/sparql", "/graphs", "/data", "/reconcile", "/metrics", "/healthz")


def make_problem(status: int, detail: str, **more: object) -> Response:
    """Return a response that tells what was wrong; `more` are further members of the problem."""
    title = HTTPStatus(status).phrase
    body = {"type": "about:blank", "title": title, "status": status, "detail": detail, **more}
    if _wants_page():
        response = Response(render_template("problem.html", problem=body), status, mimetype="text/html")
    else:
        response = Response(json.dumps(body, ensure_ascii=False), status, mimetype="application/problem+json")
    response.headers["Cache-Control"] = "no-store"
    return response


def _wants_page() -> bool:
    """Say whether the client names HTML itself, on an address meant for people."""
    if request.path.startswith(_MACHINES):
        return False
    return any(
        row.media_type == "text/html" and row.quality > 0 for row in parse_accept(request.headers.get("Accept", ""))
    )


def register_problems(app: Flask) -> None:
    """Have the application answer every error as a problem."""

    @app.errorhandler(KgError)
    def answer_ours(error: KgError) -> Response:
        more: dict[str, Any] = {
            name: getattr(error, name)
            for name in ("limit", "value", "nearest", "suggestions")
            if getattr(error, name, None)
        }
        response = make_problem(error.status, str(error), **more)
        if error.status == HTTPStatus.UNAUTHORIZED:
            response.headers["WWW-Authenticate"] = 'Bearer realm="polity"'
        if response.mimetype == "text/html" and getattr(error, "loads_again", False):
            response.headers["Refresh"] = str(getattr(error, "retry_after", 5))
        if getattr(error, "codings", None):  # RFC 9110, section 15.5.16
            response.headers["Accept-Encoding"] = ", ".join(error.codings)  # type: ignore[attr-defined]
        if error.status == HTTPStatus.SERVICE_UNAVAILABLE or hasattr(error, "retry_after"):
            response.headers["Retry-After"] = str(getattr(error, "retry_after", 1))
        return response

    @app.errorhandler(HTTPException)
    def answer_flask(error: HTTPException) -> Response:
        response = make_problem(error.code or 500, error.description or error.name)
        for name, value in error.get_headers():
            if name in ("Allow", "Location", "Retry-After"):
                response.headers[name] = value
        return response

    @app.errorhandler(Exception)
    def answer_unforeseen(error: Exception) -> Response:
        _log.exception("unforeseen error", exc_info=error)
        return make_problem(500, "The server met a fault of its own. It has been logged; please report it.")
