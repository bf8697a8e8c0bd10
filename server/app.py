"""Put the application together."""

import atexit

from flask import Flask

from server import graphs, home, metrics, ontology, openapi, reconcile, resources, search, sparql, void
from server.backend import Backend
from server.config import Config
from server.front import Front
from server.pages.register import register_pages
from server.problems import register_problems


def create_app(config: Config) -> Flask:
    """Return the application over the store that `config` names.

    The store is opened, in processes of its own, when serving starts or the first request comes; so that a server that
    forks can take the application along. They end with the process that started them.
    """
    app = Flask("server", static_url_path="/static")
    app.config["MAX_CONTENT_LENGTH"] = config.upload_mb * 2**20
    app.url_map.strict_slashes = False
    app.json.ensure_ascii = False  # type: ignore[attr-defined]
    backend = Backend(config)
    atexit.register(backend.close)
    app.extensions["polity"] = backend
    register_problems(app)
    for module in (sparql, graphs, resources, home, metrics, search, void, openapi, ontology):
        app.register_blueprint(module.blueprint)
    for part in reconcile.blueprints:
        app.register_blueprint(part)
    register_pages(app)
    app.wsgi_app = Front(app.wsgi_app, backend)  # type: ignore[method-assign]
    return app
