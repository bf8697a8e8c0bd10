"""The request log: one JSON object a line on standard error."""

import json
import logging
import sys
import time
from functools import lru_cache

_log = logging.getLogger("polity.access")


def start_log() -> None:
    """Send the log's lines to standard error."""
    if not _log.handlers:
        handler = logging.StreamHandler(sys.stderr)
        handler.setFormatter(logging.Formatter("%(message)s"))
        _log.addHandler(handler)
        _log.setLevel(logging.INFO)
        _log.propagate = False


def log_request(line: str) -> None:
    """Write one line, as `write_entry` gives it."""
    _log.info(line)


def write_entry(
    *,
    client: str,
    method: str,
    path: str,
    status: int,
    length: int | None,
    seconds: float,
    query_ms: str = "",
    version: str = "",
    cached: bool = False,
) -> str:
    """Return one request as a line of JSON; what is not known is left out. `query_ms` is the engine's own time.

    >>> write_entry(client="::1", method="GET", path="/", status=200, length=5, seconds=0.5)[33:]
    '"client": "::1", "method": "GET", "path": "/", "status": 200, "bytes": 5, "ms": 500.0}'
    """
    stamp = _write_time(int(time.time()))
    line = f'{{"time": "{stamp}", "client": {_quote(client)}, "method": {_quote(method)}, "path": {_quote(path)}'
    line += f', "status": {status}'
    if length is not None:
        line += f', "bytes": {length}'
    line += f', "ms": {seconds * 1000:.1f}'
    if query_ms:
        line += f', "query_ms": {float(query_ms)}'
    if version:
        line += f', "version": {json.dumps(version)}'
    return line + (', "cached": true}' if cached else "}")


@lru_cache(8)
def _write_time(seconds: int) -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(seconds))


@lru_cache(1024)
def _quote(text: str) -> str:
    return json.dumps(text)
