"""`/.well-known/void`: what the dataset holds (VoID, DCAT), and the named questions as executables (SHACL-SPARQL)."""

from flask import Blueprint, Response, request

from kg.formats import list_formats
from server.backend import get_backend
from server.describe import find_root
from server.negotiation import choose_format
from server.rdf import write_graph
from server.responses import respond_bytes

blueprint = Blueprint("void", __name__)


@blueprint.get("/.well-known/void")
def show_void() -> Response:
    """Show the description, its counts taken from the data of this very version."""
    backend = get_backend()
    form = choose_format(
        request.headers.get("Accept"), list_formats("graph", "dataset"), named=request.args.get("format")
    )
    version = backend.version
    return respond_bytes(write_graph(backend.describer.make_void(version, find_root()), form), form, version=version)
