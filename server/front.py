"""The outermost layer, before Flask: rate limit, kept answers, compression, cross-origin rules, log and counters.

A kept answer is sent without waking Flask, which takes longer than many a query.
"""

import json
import time
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from server.backend import Backend
from server.cache import Cache, Kept
from server.direct import answer_directly
from server.encoding import choose_coding, encode, is_compressible
from server.errors import RateError
from server.log import log_request, start_log, write_entry
from server.metrics import count_request
from server.rate import RateLimit
from server.tags import Headers, add_common_headers

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

_WHOLE = 8 * 2**20  # longer answers are passed on as they come, neither kept nor compressed
_METHODS = "GET, HEAD, POST, PUT, DELETE, OPTIONS"
_ALLOWED = "Accept, Authorization, Content-Type, If-None-Match"


class Front:
    """A WSGI application around another."""

    def __init__(self, app: "WSGIApplication", backend: Backend) -> None:
        """Take the application and the store behind it."""
        self._app, self._backend, self._config = app, backend, backend.config
        self._cache: Cache[Kept] = Cache(self._config.cache_mb * 2**20)
        self._rate = RateLimit(self._config.rate)
        if self._config.log:
            start_log()

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """Answer a request (PEP 3333)."""
        begun = time.perf_counter()
        method, path = environ["REQUEST_METHOD"], environ.get("PATH_INFO", "")
        wait = self._rate.take(environ.get("REMOTE_ADDR", ""))
        if wait:
            return self._send_problem(RateError(wait), environ, start_response, begun)
        if method == "OPTIONS" and "HTTP_ACCESS_CONTROL_REQUEST_METHOD" in environ and self._config.cors_origin:
            return self._allow(environ, start_response, begun)
        coding = choose_coding(environ.get("HTTP_ACCEPT_ENCODING", ""))
        key = None
        if method == "GET":
            key = (
                path,
                environ.get("QUERY_STRING", ""),
                environ.get("HTTP_ACCEPT", ""),
                environ.get("HTTP_HOST", ""),
                environ.get("wsgi.url_scheme", ""),
                coding,
            )
            kept = self._cache.get(key, str(self._backend.version)) if self._backend.started else None
            if kept is not None:
                return self._send_kept(kept, environ, start_response, begun)
        return self._pass_on(environ, start_response, begun, coding, key)

    def _pass_on(
        self, environ: "WSGIEnvironment", start_response: "StartResponse", begun: float, coding: str, key: object
    ) -> Iterable[bytes]:
        """Have the application answer; compress and keep what it says, if it is not too long."""
        direct = answer_directly(environ, self._backend) if environ["REQUEST_METHOD"] == "GET" else None
        caught: list[Any] = ["200 OK", direct[0], None] if direct else []

        def catch(status: str, headers: Headers, exc_info: object = None) -> Callable[[bytes], object]:
            caught[:] = [status, headers, exc_info]
            return _refuse_write

        body = direct[1] if direct else self._app(environ, catch)
        status, headers, exc_info = caught
        fields = {name.lower(): value for name, value in headers}
        add_common_headers(headers, fields, self._config)
        length = fields.get("content-length", "")
        if exc_info or not length.isdigit() or int(length) > _WHOLE or environ["REQUEST_METHOD"] == "HEAD":
            start_response(status, headers)
            self._note(environ, status, length, begun, fields)
            return body
        try:
            data = b"".join(body)
        finally:
            if hasattr(body, "close"):
                body.close()
        if coding and is_compressible(fields.get("content-type", ""), len(data)) and "content-encoding" not in fields:
            data = encode(data, coding)
            headers = [(name, value) for name, value in headers if name.lower() not in ("content-length", "etag")]
            headers += [("Content-Length", str(len(data))), ("Content-Encoding", coding)]
            if "etag" in fields:
                fields["etag"] = f'{fields["etag"][:-1]}-{coding}"'
                headers.append(("ETag", fields["etag"]))
        version = fields.get("dataset-version")
        if key and version and status.startswith("200") and fields.get("cache-control") != "no-store":
            self._cache.put(key, Kept(version, status, tuple(headers), data, fields.get("etag", "")))
        start_response(status, headers)
        self._note(environ, status, str(len(data)), begun, fields)
        return [data]

    def _send_kept(
        self, kept: Kept, environ: "WSGIEnvironment", start_response: "StartResponse", begun: float
    ) -> Iterable[bytes]:
        fields = {"dataset-version": kept.version, "cached": "yes"}
        if kept.tag and kept.tag in environ.get("HTTP_IF_NONE_MATCH", ""):
            dropped = ("content-length", "content-type", "content-encoding")
            start_response("304 NOT MODIFIED", [row for row in kept.headers if row[0].lower() not in dropped])
            self._note(environ, "304 ", "0", begun, fields)
            return []
        start_response(kept.status, list(kept.headers))
        self._note(environ, kept.status, str(len(kept.body)), begun, fields)
        return [kept.body]

    def _send_problem(
        self, error: RateError, environ: "WSGIEnvironment", start_response: "StartResponse", begun: float
    ) -> Iterable[bytes]:
        problem = {"type": "about:blank", "title": "Too Many Requests", "status": error.status, "detail": str(error)}
        data = json.dumps(problem).encode()
        headers = [
            ("Content-Type", "application/problem+json"),
            ("Content-Length", str(len(data))),
            ("Retry-After", str(error.retry_after)),
        ]
        add_common_headers(headers, {}, self._config)
        start_response("429 TOO MANY REQUESTS", headers)
        self._note(environ, "429 ", str(len(data)), begun, {})
        return [data]

    def _allow(self, environ: "WSGIEnvironment", start_response: "StartResponse", begun: float) -> Iterable[bytes]:
        """Answer a browser that asks whether a script of another site may send a request (Fetch, section 3.2)."""
        headers = [
            ("Access-Control-Allow-Methods", _METHODS),
            ("Access-Control-Allow-Headers", _ALLOWED),
            ("Access-Control-Max-Age", "7200"),
        ]
        add_common_headers(headers, {}, self._config)
        start_response("204 NO CONTENT", headers)
        self._note(environ, "204 ", "0", begun, {})
        return []

    def _note(self, environ: "WSGIEnvironment", status: str, length: str, begun: float, fields: dict[str, str]) -> None:
        seconds = time.perf_counter() - begun
        method, path, cached = environ["REQUEST_METHOD"], environ.get("PATH_INFO", ""), "cached" in fields
        count_request(method, path, int(status[:3]), seconds, cached=cached)
        if self._config.log:
            line = write_entry(
                client=environ.get("REMOTE_ADDR", ""),
                method=method,
                path=path,
                status=int(status[:3]),
                length=int(length) if length.isdigit() else None,
                seconds=seconds,
                query_ms=fields.get("server-timing", "").partition("dur=")[2],
                version=fields.get("dataset-version", ""),
                cached=cached,
            )
            log_request(line)


def _refuse_write(data: bytes) -> object:
    raise NotImplementedError("PEP 3333's write() is not used by Flask")
