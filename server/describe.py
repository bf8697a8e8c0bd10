"""The service description of the endpoint (SPARQL 1.1 Service Description)."""

from flask import request

from kg.formats import Format
from server.backend import get_backend
from server.description import GRAPHS, make_service_description
from server.rdf import write_graph


def find_root() -> str:
    """Return the address of this server as its clients see it, without a slash at the end."""
    return (get_backend().config.base or request.host_url).rstrip("/")


def write_service_description(form: Format) -> bytes:
    """Return the service description in a format for graphs."""
    backend = get_backend()
    return write_graph(make_service_description(backend.config, backend.select(GRAPHS), find_root()), form)
