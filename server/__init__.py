"""The HTTP side of Polity. Worker processes import this package too, so Flask is only loaded by those that need it."""

from typing import TYPE_CHECKING

from server.config import Config, load_config

if TYPE_CHECKING:
    from flask import Flask


def create_app(config: Config) -> "Flask":
    """Return the application over the store that `config` names; see `server.app.create_app`."""
    from server.app import create_app as create

    return create(config)


def serve(app: "Flask", host: str = "127.0.0.1", port: int = 8000) -> None:
    """Serve an application until the process is told to stop; see `server.run.serve`."""
    from server.run import serve as run

    run(app, host, port)


__all__ = ["Config", "create_app", "load_config", "serve"]
