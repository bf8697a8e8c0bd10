"""Version 1.0-draft of the protocol."""

from typing import Any

from flask import Blueprint, Response, request

from kg import __version__
from server.backend import get_backend
from server.errors import MediaTypeError
from server.reconcile.extend import extend, read_request
from server.reconcile.match import match_batch
from server.reconcile.preview import HEIGHT, WIDTH, show_preview
from server.reconcile.queries import read_batch_10
from server.reconcile.requests import (
    find_thing,
    get_base,
    get_catalogues,
    parse_json,
    read_body,
    read_suggest,
    write_json,
)
from server.reconcile.suggest import suggest_classes, suggest_properties, suggest_things
from server.reconcile.v02 import write_candidate, write_proposal
from server.reconcile.vocabulary import ROOTS, list_classes

blueprint = Blueprint("reconcile10", __name__, url_prefix="/reconcile/1.0")


@blueprint.get("")
def send_manifest() -> Response:
    """Send the service manifest."""
    backend = get_backend()
    return write_json(write_manifest(get_base(backend), backend.config.reconcile_batch))


def write_manifest(base: str, most: int) -> dict[str, Any]:
    """Return the service manifest of a server at an address, for batches of at most so many queries."""
    return {
        "versions": ["1.0-draft"],
        "name": "Polity: government and law in the news",
        "lang": "en",
        "serviceVersion": __version__,
        "documentation": f"{base}/",
        "view": {"url": f"{base}/id/{{+id}}"},
        "defaultTypes": [{"id": name, "name": list_classes()[name].name} for name in ROOTS if name in list_classes()],
        "suggest": {"entity": True, "property": True, "type": True},
        "preview": {"width": WIDTH, "height": HEIGHT},
        "extend": {
            "proposeProperties": True,
            "propertySettings": [
                {
                    "type": "number",
                    "id": "limit",
                    "name": "Limit",
                    "default": 0,
                    "helpText": "Most values for each thing; 0 for all.",
                }
            ],
        },
        "batchSize": most,
        "standardizedScore": True,
    }


@blueprint.post("/match")
def match() -> Response:
    """Answer a batch of queries."""
    backend = get_backend()
    queries = read_batch_10(_read_json(), backend.config.reconcile_batch)
    found = match_batch(queries, get_catalogues(), backend)
    return write_json({"results": [{"candidates": [write_candidate(row) for row in rows]} for rows in found]})


@blueprint.get("/suggest/<any(entity, type, property):kind>")
def suggest(kind: str) -> Response:
    """Suggest things, types or properties."""
    prefix, limit, offset = read_suggest()
    if kind == "entity":
        return write_json({"result": suggest_things(get_catalogues(), prefix, limit, offset)})
    return write_json({"result": (suggest_classes if kind == "type" else suggest_properties)(prefix, limit, offset)})


@blueprint.get("/preview")
def preview() -> Response:
    """Show a small page about a thing."""
    backend = get_backend()
    return show_preview(find_thing(request.args.get("id")), backend, get_base(backend))


@blueprint.post("/extend")
def send_values() -> Response:
    """Send the values of properties of things."""
    backend = get_backend()
    meta, rows = extend(read_request(_read_json(), backend.config.reconcile_batch), backend)
    written = [
        {"id": thing, "properties": [{"id": name, "values": values} for name, values in known.items()]}
        for thing, known in rows.items()
    ]
    return write_json({"meta": meta, "rows": written})


@blueprint.get("/extend/propose")
def propose() -> Response:
    """Propose properties to extend things of a type with."""
    return write_json(write_proposal())


def _read_json() -> Any:  # noqa: ANN401 -- JSON holds anything
    if request.mimetype != "application/json":
        raise MediaTypeError("Send the queries as application/json.")
    return parse_json(read_body(), "The body")
