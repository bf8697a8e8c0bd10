"""Run the application under a server fit for the open web, and stop it in good order."""

import logging
import signal
import sys
import threading
import time
from multiprocessing.util import Finalize
from typing import Any

from flask import Flask

from server.backend import Backend
from server.config import Config
from server.errors import RequestError

_log = logging.getLogger("polity.server")
_IDLE_SECONDS = 60
_CONNECTIONS = 4000
_LOOK = 0.25
_GRACE = 5.0


def serve(app: Flask, host: str, port: int) -> None:
    """Serve until SIGTERM or Ctrl-C; requests under way are answered first.

    Raises:
        RequestError: The engine named in the configuration is neither waitress nor granian.
    """
    backend: Backend = app.extensions["polity"]
    config = backend.config
    try:
        if config.engine == "waitress":
            backend.start()
            _serve_waitress(app, host, port, config)
        elif config.engine == "granian":
            _serve_granian(app, host, port, config)
        else:
            raise RequestError(f"There is no server engine named {config.engine!r}: there are waitress and granian.")
    finally:
        backend.close()


def _serve_waitress(app: Flask, host: str, port: int, config: Config) -> None:
    from waitress import wasyncore  # type: ignore[import-untyped]
    from waitress.server import BaseWSGIServer, create_server  # type: ignore[import-untyped]

    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    options: dict[str, Any] = {}
    if config.proxies:
        options = {
            "trusted_proxy": "*",
            "trusted_proxy_count": config.proxies,
            "trusted_proxy_headers": {"x-forwarded-for", "x-forwarded-proto", "x-forwarded-host"},
        }
    sockets: dict[int, Any] = {}  # waitress's: the listening ones, and one for each connection
    create_server(
        app,
        map=sockets,
        host=host,
        port=port,
        threads=config.threads,
        connection_limit=_CONNECTIONS,
        channel_timeout=_IDLE_SECONDS,
        cleanup_interval=10,
        max_request_body_size=config.upload_mb * 2**20 + 1024,
        max_request_header_size=config.query_bytes * 3 + 16384,
        ident=None,
        clear_untrusted_proxy_headers=True,
        asyncore_use_poll=True,
        **options,
    )
    stopping = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopping.set())
    listening = [row for row in sockets.values() if isinstance(row, BaseWSGIServer)]
    sys.stderr.write(f"Polity answers at http://{host}:{listening[0].effective_port}/\n")
    sys.stderr.flush()
    while not stopping.is_set():
        wasyncore.loop(timeout=_LOOK, use_poll=True, map=sockets, count=1)
    for row in listening:  # no new connection from here on; what was asked is answered
        row.accepting = False
        row.del_channel()
        row.socket.close()
    end = time.monotonic() + config.deadline + _GRACE
    while time.monotonic() < end and any(_is_busy(row) for row in list(sockets.values())):
        wasyncore.loop(timeout=_LOOK, use_poll=True, map=sockets, count=1)
    listening[0].task_dispatcher.shutdown()


def _is_busy(row: object) -> bool:
    """Say whether a socket of waitress's has a request under way, or an answer not sent yet."""
    return bool(getattr(row, "requests", None) or getattr(row, "total_outbufs_len", 0))


def _serve_granian(app: Flask, host: str, port: int, config: Config) -> None:
    from granian.constants import Interfaces
    from granian.log import LogLevels
    from granian.server import Server

    server = Server(
        "server",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=1,  # one process owns the store; its own workers run the queries
        blocking_threads=config.threads,
        log_level=LogLevels.warning,
    )
    sys.stderr.write(f"Polity answers at http://{host}:{port}/\n")
    sys.stderr.flush()
    server.serve(target_loader=lambda: _start_app(app), wrap_loader=False)


def _start_app(app: Flask) -> Flask:
    """Open the store in the process that answers requests, and close it when that process ends."""
    backend: Backend = app.extensions["polity"]
    backend.start()
    Finalize(None, backend.close, exitpriority=10)  # a process of multiprocessing's runs no atexit
    return app
