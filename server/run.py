"""Run the application under a server fit for the open web, and stop it in good order."""

import logging
import signal
import sys
from types import FrameType
from typing import Any

from flask import Flask

from server.backend import Backend
from server.config import Config
from server.errors import RequestError

_log = logging.getLogger("polity.server")
_IDLE_SECONDS = 60
_CONNECTIONS = 4000


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


def _stop(number: int, frame: FrameType | None) -> None:  # noqa: ARG001 -- the signature of a signal handler
    sys.exit(0)


def _serve_waitress(app: Flask, host: str, port: int, config: Config) -> None:
    from waitress.server import create_server  # type: ignore[import-untyped]

    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    options: dict[str, Any] = {}
    if config.proxies:
        options = {
            "trusted_proxy": "*",
            "trusted_proxy_count": config.proxies,
            "trusted_proxy_headers": {"x-forwarded-for", "x-forwarded-proto", "x-forwarded-host"},
        }
    server = create_server(
        app,
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
    signal.signal(signal.SIGTERM, _stop)
    sys.stderr.write(f"Polity answers at http://{host}:{server.effective_port}/\n")
    sys.stderr.flush()
    try:
        server.run()
    except (SystemExit, KeyboardInterrupt):
        server.close()


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
    """Open the store in the process that answers requests."""
    app.extensions["polity"].start()
    return app
