"""Run the application under a server fit for the open web, and stop it in good order."""

import sys
from multiprocessing.util import Finalize

from flask import Flask

from server.backend import Backend
from server.config import Config
from server.errors import RequestError


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
            from server.listen import serve_waitress

            serve_waitress(app, host, port, config)
        elif config.engine == "granian":
            _serve_granian(app, host, port, config)
        else:
            raise RequestError(f"There is no server engine named {config.engine!r}: there are waitress and granian.")
    finally:
        backend.close()


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
