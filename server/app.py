"""Put the application together."""

import atexit

from flask import Flask

from kg.iri import ID
from server import graphs, home, metrics, openapi, resources, search, sparql, void
from server.backend import Backend
from server.config import Config
from server.front import Front
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
    for module in (sparql, graphs, resources, home, metrics, search, void, openapi):
        app.register_blueprint(module.blueprint)
    app.add_template_filter(link_local, "local")
    app.add_template_filter(shorten, "short")
    app.wsgi_app = Front(app.wsgi_app, backend)  # type: ignore[method-assign]
    return app


def link_local(iri: str) -> str:
    """Return where a browser finds a thing: on this server if it is one of Polity's, "" if it is no web address.

    >>> link_local("https://w3id.org/polity/id/agency/us-ice"), link_local("javascript:alert(1)")
    ('/page/agency/us-ice', '')
    """
    if iri.startswith(ID):
        return f"/page/{iri.removeprefix(ID)}"
    return iri if iri.startswith(("https://", "http://")) else ""


def shorten(iri: str) -> str:
    """Return the last part of an IRI, for people to read.

    >>> shorten("http://www.w3.org/2000/01/rdf-schema#label")
    'label'
    """
    return iri.rstrip("/#").replace("#", "/").rsplit("/", 1)[-1] or iri
